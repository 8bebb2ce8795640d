"""Unusual but right versions of the tasks in chapter3_computer_vision/convolution."""

import math

import torch
from torch import nn

from learn.variants import alternative


def two(value):
    return (value, value) if isinstance(value, int) else tuple(value)


# ------------------------------------------------------------------ pad_image


@alternative("pad_image", "puts strips around the images")
def by_strips(x, pad_h, pad_w, value=0.0):
    side = x.new_full((*x.shape[:3], pad_w), value)
    wide = torch.cat([side, x, side], dim=3)
    strip = wide.new_full((*wide.shape[:2], pad_h, wide.shape[3]), value)
    return torch.cat([strip, wide, strip], dim=2)


@alternative("pad_image", "looks up clamped positions, and asks afterwards which were outside")
def by_positions(x, pad_h, pad_w, value=0.0):
    rows = torch.arange(-pad_h, x.shape[2] + pad_h, device=x.device)
    columns = torch.arange(-pad_w, x.shape[3] + pad_w, device=x.device)
    nearest = x[:, :, rows.clamp(0, x.shape[2] - 1)][..., columns.clamp(0, x.shape[3] - 1)]
    inside = ((rows >= 0) & (rows < x.shape[2]))[:, None] & (columns >= 0) & (columns < x.shape[3])
    return nearest.masked_fill(~inside, value)


# ------------------------------------------------------------------ conv1d


@alternative("conv1d", "adds up a shifted product for each element of the kernel, which keeps its own zeros")
def by_shifts(x, weight, bias=None, stride=1, padding=0):
    ends = x.new_zeros(x.shape[0], x.shape[1], padding)
    padded = torch.cat((ends, x, ends), dim=-1)
    places = (padded.shape[-1] - weight.shape[-1]) // stride + 1
    out = 0 if bias is None else bias.reshape(1, -1, 1)
    for k in range(weight.shape[-1]):
        out = out + weight[:, :, k] @ padded[:, :, k : k + (places - 1) * stride + 1 : stride]
    return out


@alternative("conv1d", "a matrix with the kernel shifted along its rows")
def by_matrix(x, weight, bias=None, stride=1, padding=0):
    (n, c, length), (o, _, size) = x.shape, weight.shape
    places = (length + 2 * padding - size) // stride + 1
    rows = []
    for i in range(places):
        row = weight.new_zeros(o, c, length + 2 * padding)
        row[:, :, i * stride : i * stride + size] = weight
        rows.append(row[:, :, padding : padding + length].reshape(o, c * length))
    out = torch.stack([x.reshape(n, c * length) @ row.T for row in rows], dim=2)
    if bias is not None:
        out += bias[None, :, None]
    return out


# ------------------------------------------------------------------ conv2d


@alternative("conv2d", "unfold and a product of matrices, one group after the other")
def by_unfold(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = two(stride), two(padding), two(dilation)
    kh, kw = weight.shape[2:]
    height = (x.shape[2] + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    width = (x.shape[3] + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    parts = []
    for part, kernels in zip(x.chunk(groups, dim=1), weight.chunk(groups, dim=0), strict=True):
        patches = nn.functional.unfold(part, (kh, kw), (dh, dw), (ph, pw), (sh, sw))
        parts.append(kernels.flatten(1) @ patches)
    out = torch.cat(parts, dim=1)
    if bias is not None:
        out = out + bias.view(-1, 1)
    return out.reshape(len(x), len(weight), height, width)


@alternative("conv2d", "a view of all windows with as_strided, and a single sum in float64")
def by_windows(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = two(stride), two(padding), two(dilation)
    (n, c, height, width), (o, _, kh, kw) = x.shape, weight.shape
    padded = torch.zeros(n, c, height + 2 * ph, width + 2 * pw, dtype=torch.float64, device=x.device)
    padded[:, :, ph : ph + height, pw : pw + width] = x.double()
    rows = (padded.shape[2] - (kh - 1) * dh - 1) // sh + 1
    columns = (padded.shape[3] - (kw - 1) * dw - 1) // sw + 1
    a, b, y, z = padded.stride()
    windows = padded.as_strided(
        (n, groups, c // groups, kh, kw, rows, columns), (a, b * (c // groups), b, y * dh, z * dw, y * sh, z * sw)
    )
    kernels = weight.double().view(groups, o // groups, c // groups, kh, kw)
    out = (windows[:, :, None] * kernels[None, ..., None, None]).sum(dim=(3, 4, 5))
    out = out.reshape(n, o, rows, columns).to(x.dtype)
    return out if bias is None else out + bias.unsqueeze(-1).unsqueeze(-1)


# ------------------------------------------------------------------ unfold_patches


@alternative("unfold_patches", "unfolds one direction after the other, and skips what dilation leaves out")
def by_two_unfolds(x, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    padded = x.new_zeros(*x.shape[:2], *(s + 2 * p for s, p in zip(x.shape[2:], padding, strict=True)))
    padded[:, :, padding[0] : padding[0] + x.shape[2], padding[1] : padding[1] + x.shape[3]] = x
    for direction in (0, 1):
        span = dilation[direction] * (kernel_size[direction] - 1) + 1
        padded = padded.unfold(2 + direction, span, stride[direction])[..., :: dilation[direction]]
    return padded.permute(0, 1, 4, 5, 2, 3).reshape(len(x), -1, padded.shape[2] * padded.shape[3])


@alternative("unfold_patches", "cuts out one patch after the other")
def patch_by_patch(x, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    (kh, kw), (dh, dw) = kernel_size, dilation
    above = torch.zeros_like(x[:, :, :1]).repeat(1, 1, padding[0], 1)
    tall = torch.cat([above, x, above], dim=2)
    beside = torch.zeros_like(tall[..., :1]).repeat(1, 1, 1, padding[1])
    padded = torch.cat([beside, tall, beside], dim=3)
    patches = [
        padded[:, :, i : i + dh * (kh - 1) + 1 : dh, j : j + dw * (kw - 1) + 1 : dw].flatten(1)
        for i in range(0, padded.shape[2] - dh * (kh - 1), stride[0])
        for j in range(0, padded.shape[3] - dw * (kw - 1), stride[1])
    ]
    return torch.stack(patches, dim=-1)


# ------------------------------------------------------------------ true_convolution


@alternative("true_convolution", "multiplies spectra: the Fourier transform turns a convolution into a product")
def by_spectra(image, kernel):
    shape = [a + b - 1 for a, b in zip(image.shape, kernel.shape, strict=True)]
    spectra = [torch.fft.rfft2(t.double(), s=shape) for t in (image, kernel)]
    return torch.fft.irfft2(math.prod(spectra), s=shape).to(image.dtype)


@alternative("true_convolution", "stamps the image with each element of the kernel")
def by_stamps(image, kernel):
    height, width = image.shape
    out = image.new_zeros(height + kernel.shape[0] - 1, width + kernel.shape[1] - 1)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            out[a : a + height, b : b + width] += kernel[a, b] * image
    return out


# ------------------------------------------------------------------ conv2d_gradients


def correlate(x, weight):
    """Return a cross-correlation of stride 1 without padding."""
    windows = x.unfold(2, weight.shape[2], 1).unfold(3, weight.shape[3], 1)
    return torch.einsum("nchwab,ocab->nohw", windows, weight)


def surrounded(x, top, bottom, left, right):
    out = x.new_zeros(*x.shape[:2], x.shape[2] + top + bottom, x.shape[3] + left + right)
    out[:, :, top : top + x.shape[2], left : left + x.shape[3]] = x
    return out


@alternative("conv2d_gradients", "as cross-correlations with the spread upstream gradient")
def as_correlations(x, weight, upstream, stride=1, padding=0):
    (_, _, height, width), (_, _, kh, kw) = x.shape, weight.shape
    n, o, rows, columns = upstream.shape
    spread = upstream.new_zeros(n, o, height + 2 * padding - kh + 1, width + 2 * padding - kw + 1)
    spread[:, :, : (rows - 1) * stride + 1 : stride, : (columns - 1) * stride + 1 : stride] = upstream
    padded = surrounded(x, padding, padding, padding, padding)
    grad_weight = correlate(padded.transpose(0, 1), spread.transpose(0, 1)).transpose(0, 1)
    around = surrounded(spread, kh - 1, kh - 1, kw - 1, kw - 1)
    grad_padded = correlate(around, weight.flip(2, 3).transpose(0, 1))
    grad_x = grad_padded[:, :, padding : padding + height, padding : padding + width]
    return grad_x, grad_weight, torch.einsum("nohw->o", upstream)


@alternative("conv2d_gradients", "unfolds the numbers of the pixels, and adds up what comes back to each")
def by_pixel_numbers(x, weight, upstream, stride=1, padding=0):
    n, c, height, width = x.shape
    o, _, kh, kw = weight.shape
    padded = surrounded(x, padding, padding, padding, padding)
    numbers = torch.arange(padded[0].numel(), device=x.device).reshape(padded.shape[1:])
    met = numbers.unfold(1, kh, stride).unfold(2, kw, stride).permute(0, 3, 4, 1, 2).reshape(c * kh * kw, -1)
    above = upstream.reshape(n, o, -1)
    sent_back = weight.reshape(o, -1).T @ above
    grad_padded = x.new_zeros(n, numbers.numel()).index_add(1, met.flatten(), sent_back.flatten(1))
    grad_x = grad_padded.view_as(padded).narrow(2, padding, height).narrow(3, padding, width)
    columns = padded.flatten(1)[:, met.flatten()].view(n, *met.shape)
    grad_weight = sum(g @ column.T for g, column in zip(above, columns, strict=True)).view_as(weight)
    return grad_x, grad_weight, above.sum(2).sum(0)
