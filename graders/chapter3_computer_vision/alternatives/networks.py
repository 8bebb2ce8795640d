"""Unusual but right versions of the tasks in chapter3_computer_vision/networks."""

import math

import torch
from networks import ResidualBlock
from torch import nn
from torch.nn import functional

from learn.variants import alternative


@alternative("TinyVgg", "the linear layer is made first, ReLU comes after pooling, and the mean is a pooling layer")
class HeadFirst(nn.Module):
    def __init__(self, in_channels, hidden, num_classes):
        super().__init__()
        self.head = nn.Linear(hidden, num_classes)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(channels, hidden, kernel_size=3, padding="same") for channels in (in_channels, hidden, hidden, hidden)
        )
        self.pool = nn.AdaptiveAvgPool2d((1, 1))

    def forward(self, x):
        for number, convolution in enumerate(self.convolutions):
            x = convolution(x)
            x = functional.relu(functional.max_pool2d(x, 2) if number % 2 else x, inplace=True)
        return self.head(torch.flatten(self.pool(x), start_dim=1))


@alternative("TinyVgg", "plain parameters: windows by unfold, maxima of views, and an average of the logits of all positions")
class PlainParameters(nn.Module):
    def __init__(self, in_channels, hidden, num_classes):
        super().__init__()
        for i, channels in enumerate((in_channels, hidden, hidden, hidden)):
            scale = 1 / math.sqrt(9 * channels)
            self.register_parameter(f"weight{i}", nn.Parameter(scale * torch.randn(hidden, channels, 3, 3)))
            self.register_parameter(f"bias{i}", nn.Parameter(torch.zeros(hidden)))
        self.last_weight = nn.Parameter(torch.randn(num_classes, hidden) / math.sqrt(hidden))
        self.last_bias = nn.Parameter(torch.zeros(num_classes))

    def forward(self, x):
        for i in range(4):
            n, _, h, w = x.shape
            weight = getattr(self, f"weight{i}").flatten(1)
            x = weight @ functional.unfold(x, 3, padding=1) + getattr(self, f"bias{i}")[:, None]
            x = x.clamp(min=0).reshape(n, -1, h, w)
            if i % 2:
                x = x[..., : h // 2 * 2, : w // 2 * 2].reshape(n, -1, h // 2, 2, w // 2, 2).amax(dim=(3, 5))
        logits = torch.einsum("kf,nfhw->nkhw", self.last_weight, x)
        return logits.mean(dim=(-2, -1)) + self.last_bias


@alternative("ResidualBlock", "the shortcut is made first, and everything is added in place")
class ShortcutFirst(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.downsample = None
        if (in_channels, stride) != (out_channels, 1):
            convolution = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)
            self.downsample = nn.Sequential(convolution, nn.BatchNorm2d(out_channels))
        self.norm2 = nn.BatchNorm2d(out_channels)
        self.norm1 = nn.BatchNorm2d(out_channels)
        self.second = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.first = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)

    def forward(self, x):
        out = self.norm1(self.first(x)).relu_()
        out = self.norm2(self.second(out))
        out += x if self.downsample is None else self.downsample(x)
        return out.relu_()


@alternative("ResidualBlock", "pads by hand, picks pixels before it projects them, and a maximum for ReLU")
class PickedPixels(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.stride = stride
        self.weights = nn.ParameterList(
            [nn.Parameter(0.1 * torch.randn(out_channels, channels, 3, 3)) for channels in (in_channels, out_channels)]
        )
        self.norms = nn.ModuleList([nn.BatchNorm2d(out_channels) for _ in range(2)])
        if stride > 1 or in_channels != out_channels:
            self.projection = nn.Parameter(0.1 * torch.randn(out_channels, in_channels, 1, 1))
            self.norms.append(nn.BatchNorm2d(out_channels))

    def forward(self, x):
        kept = x
        if len(self.norms) > 2:
            picked = x[:, :, :: self.stride, :: self.stride]
            kept = self.norms[2](torch.einsum("oc,nchw->nohw", self.projection.flatten(1), picked))
        out = functional.conv2d(functional.pad(x, (1, 1, 1, 1)), self.weights[0], stride=self.stride)
        out = self.norms[0](out)
        out = torch.where(out > 0, out, 0.0)
        out = self.norms[1](functional.conv2d(functional.pad(out, (1, 1, 1, 1)), self.weights[1])) + kept
        return torch.where(out > 0, out, 0.0)


@alternative("SmallResNet", "one sequence from the picture to the logits")
class OneSequence(nn.Sequential):
    def __init__(self, in_channels, channels, blocks_per_stage, num_classes):
        first = channels[0]
        parts = [nn.Conv2d(in_channels, first, 3, 1, 1, bias=False), nn.BatchNorm2d(first), nn.ReLU(inplace=True)]
        for before, after in zip([first, *channels[:-1]], channels, strict=True):
            parts.append(ResidualBlock(before, after, 1 if len(parts) == 3 else 2))
            parts.append(nn.Sequential(*(ResidualBlock(after, after) for _ in range(blocks_per_stage - 1))))
        super().__init__(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels[-1], num_classes))


@alternative("SmallResNet", "blocks from the last to the first, and the mean as a sum over all positions")
class LastFirst(nn.Module):
    def __init__(self, in_channels, channels, blocks_per_stage, num_classes):
        super().__init__()
        self.fc = nn.Linear(channels[-1], num_classes)
        sizes = [c for c in channels for _ in range(blocks_per_stage)]
        blocks = nn.ModuleList()
        for i in reversed(range(len(sizes))):
            starts = i > 0 and i % blocks_per_stage == 0
            blocks.append(ResidualBlock(sizes[max(i - 1, 0)], sizes[i], 1 + starts))
        self.blocks = blocks
        self.norm = nn.BatchNorm2d(sizes[0])
        self.stem = nn.Conv2d(in_channels, sizes[0], 3, padding=1, bias=False)

    def forward(self, x):
        x = functional.relu(self.norm(self.stem(x)))
        for block in reversed(self.blocks):
            x = block(x)
        return self.fc(x.flatten(2).sum(dim=2) / (x.shape[2] * x.shape[3]))


@alternative("memorise_batch", "autograd.grad, and the steps by hand")
def steps_by_hand(model, images, labels, lr, target, max_steps):
    losses = []
    for _ in range(max_steps):
        log_probabilities = model.train()(images).log_softmax(dim=1)
        loss = -log_probabilities.gather(1, labels[:, None]).mean()
        losses.append(float(loss))
        if float(loss) < target:
            return losses
        parameters = list(model.parameters())
        with torch.no_grad():
            for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
                parameter -= lr * gradient
    return losses


@alternative("memorise_batch", "a recursive function that takes one step at a time")
def one_at_a_time(model, images, labels, lr, target, max_steps):
    model.train()
    model.zero_grad()
    loss = nn.CrossEntropyLoss()(model(images), labels)
    if max_steps == 0 or loss < target:
        return [loss.item()][:max_steps]
    loss.backward()
    torch.optim.SGD(model.parameters(), lr=lr).step()
    return [loss.item(), *one_at_a_time(model, images, labels, lr, target, max_steps - 1)]
