"""Unusual but right versions of the tasks in chapter0_fundamentals/devices."""

import torch
from torch.utils import _pytree as pytree

from learn.variants import alternative


@alternative("add_positions", "counts with a running sum of ones, which follow x by themselves")
def by_running_sum(x):
    return x + torch.ones_like(x).cumsum(dim=1) - 1


@alternative("add_positions", "one time step after the other, with Python numbers, which are on no device")
def step_by_step(x):
    return torch.stack([x[:, t] + t for t in range(x.shape[1])], dim=1)


@alternative("add_positions", "int64 positions, made on the CPU and moved")
def moved_positions(x):
    return x + torch.arange(x.shape[1]).to(x.device).reshape(1, -1, 1)


@alternative("coordinate_grid", "fills a grid that was made on the device")
def grid_filled(height, width, device=None):
    grid = torch.empty(height, width, 2, device=device)
    grid[..., 0] = torch.arange(height, device=device)[:, None]
    grid[..., 1] = torch.arange(width, device=device)
    return grid


@alternative("coordinate_grid", "all pairs, by cartesian_prod, then moved")
def grid_of_pairs(height, width, device=None):
    pairs = torch.cartesian_prod(torch.arange(height), torch.arange(width))
    return pairs.reshape(height, width, 2).float().to(device)


@alternative("coordinate_grid", "counts the pixels, and divides")
def grid_by_division(height, width, device=None):
    i = torch.arange(height * width, device=device).reshape(height, width)
    return torch.stack([i // width, i % width], dim=2).to(torch.float32)


@alternative("move_batch", "PyTorch's own walk through nested containers")
def by_tree_map(batch, device):
    return pytree.tree_map_only(torch.Tensor, lambda tensor: tensor.to(device, non_blocking=True), batch)


@alternative("move_batch", "match, with a copy of each tensor")
def by_match(batch, device):
    match batch:
        case torch.Tensor():
            return batch.to(device, copy=True)
        case dict():
            return dict(zip(batch, by_match(list(batch.values()), device), strict=True))
        case list():
            return [by_match(value, device) for value in batch]
        case tuple():
            return tuple(by_match(list(batch), device))
    return batch


@alternative("pick_device", "asks whether one is available, then which")
def asked_first(preferred=None):
    if preferred is None:
        preferred = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else "cpu"
    return torch.device(preferred)


@alternative("pick_device", "counts the accelerators")
def counted(preferred=None):
    if preferred is not None:
        return preferred if isinstance(preferred, torch.device) else torch.device(preferred)
    if torch.accelerator.device_count() > 0:
        return torch.device(torch.accelerator.current_accelerator().type, 0)
    return torch.device("cpu")


@alternative("masked_softmax", "row by row, into zeros on the device of scores")
def row_by_row(scores, lengths):
    result = torch.zeros_like(scores)
    for b, length in enumerate(lengths.tolist()):
        result[b, :length] = scores[b, :length].softmax(dim=0)
    return result


@alternative("masked_softmax", "by hand, less the largest score that counts")
def by_hand(scores, lengths):
    counts = scores.new_ones(scores.shape).cumsum(dim=1) <= lengths.unsqueeze(1)
    lowest = torch.finfo(scores.dtype).min
    largest = torch.where(counts, scores, lowest).amax(dim=1, keepdim=True)
    weights = torch.where(counts, (scores - largest).exp(), 0)
    return weights / weights.sum(dim=1, keepdim=True).clamp(min=1e-12)


@alternative("masked_softmax", "adds the lowest number there is to the padding")
def lowest_added(scores, lengths):
    mask = torch.arange(scores.size(1)).to(lengths.device)[None].expand_as(scores) < lengths.reshape(-1, 1)
    bias = torch.zeros_like(scores).masked_fill(~mask, torch.finfo(scores.dtype).min)
    return torch.where(mask, torch.softmax(scores + bias, dim=-1), torch.zeros_like(scores))
