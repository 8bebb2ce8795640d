"""Plausible wrong versions of the tasks in chapter3_computer_vision/networks.

A wrong model takes over what is right, and replaces what is not.
"""

import torch
from networks import ResidualBlock, SmallResNet, TinyVgg
from torch import nn
from torch.nn import functional

from learn.variants import mistake

# ------------------------------------------------------------------ TinyVgg


@mistake("TinyVgg", "Your blocks have a single ReLU: without one after each convolution, two of them are only one linear map.")
class OneReluPerBlock(TinyVgg):
    def __init__(self, in_channels, hidden, num_classes):
        super().__init__(in_channels, hidden, num_classes)
        self.features[1] = self.features[6] = nn.Identity()


@mistake("TinyVgg", "Your model ends with softmax: return the logits as they are, the loss takes the softmax of them itself.")
class EndsWithSoftmax(TinyVgg):
    def forward(self, x):
        return super().forward(x).softmax(dim=1)


@mistake(
    "TinyVgg",
    "Your linear layer counts on maps of 7 x 7, which only pictures of 28 x 28 give: average each map first, it then takes "
    "'hidden' numbers for any size.",
)
class LinearForOneSize(nn.Module):
    def __init__(self, in_channels, hidden, num_classes):
        super().__init__()
        self.features = TinyVgg(in_channels, hidden, num_classes).features
        self.classifier = nn.Linear(hidden * 7 * 7, num_classes)

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


@mistake(
    "TinyVgg", "You average over windows of 7 x 7, which are whole maps for pictures of 28 x 28 only: take mean(dim=(2, 3))."
)
class AverageOfOneSize(TinyVgg):
    def forward(self, x):
        return self.classifier(functional.avg_pool2d(self.features(x), 7).flatten(1))


@mistake("TinyVgg", "squeeze() without a dim also drops a batch of one picture: use flatten(1), or squeeze just dims 2 and 3.")
class BatchOfOneDropped(TinyVgg):
    def forward(self, x):
        return self.classifier(functional.adaptive_avg_pool2d(self.features(x), 1).squeeze())


@mistake("TinyVgg", "flatten(0) puts all pictures into one row: flatten(1) keeps the batch dimension.", raises=True)
class BatchFlattened(TinyVgg):
    def forward(self, x):
        return self.classifier(functional.adaptive_avg_pool2d(self.features(x), 1).flatten(0))


@mistake(
    "TinyVgg",
    "You move pictures to a device that __init__ chose: leave them where they are, whoever calls the model puts both there.",
)
class DeviceChosenAtInit(TinyVgg):
    def __init__(self, in_channels, hidden, num_classes):
        super().__init__(in_channels, hidden, num_classes)
        self.device = next(self.parameters()).device

    def forward(self, x):
        return super().forward(x.to(self.device))


# ------------------------------------------------------------------ ResidualBlock


@mistake("ResidualBlock", "You add the shortcut after the last ReLU: add it first, relu(f(x) + shortcut(x)).")
class AddedAfterRelu(ResidualBlock):
    def forward(self, x):
        return torch.relu(self.residual(x)) + self.shortcut(x)


@mistake("ResidualBlock", "The last ReLU is missing: it comes after the addition.")
class NoLastRelu(ResidualBlock):
    def forward(self, x):
        return self.residual(x) + self.shortcut(x)


@mistake(
    "ResidualBlock",
    "Your shortcut leaves out pixels and adds channels of zeros: where the shape changes, it is a convolution of size 1 and a "
    "batch norm.",
)
class ShortcutWithoutProjection(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.stride, self.missing = stride, out_channels - in_channels
        self.shortcut = nn.Identity()

    def forward(self, x):
        picked = x[:, :, :: self.stride, :: self.stride]
        return torch.relu(self.residual(x) + functional.pad(picked, (0, 0, 0, 0, 0, self.missing)))


@mistake("ResidualBlock", "You project only where the number of channels changes: a stride other than 1 needs it, too.")
class ProjectionForChannelsOnly(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        if in_channels == out_channels:
            self.shortcut = nn.Identity()


@mistake(
    "ResidualBlock", "Both of your convolutions have the stride: only the first has it, the second has stride 1.", raises=True
)
class StrideTwice(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.residual[3] = nn.Conv2d(out_channels, out_channels, 3, stride=stride, padding=1, bias=False)


@mistake(
    "ResidualBlock",
    "Both of your convolutions share a batch norm, so that its running statistics mix two signals: make one for each.",
)
class SharedNorm(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.residual[4] = self.residual[1]


@mistake(
    "ResidualBlock",
    "Your convolutions have a bias, although the batch norm after them takes it away again: pass bias=False.",
)
class BiasBeforeNorm(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.residual[0] = nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1)
        self.residual[3] = nn.Conv2d(out_channels, out_channels, 3, padding=1)


# ------------------------------------------------------------------ SmallResNet


class Stages(SmallResNet):
    """A small ResNet whose blocks are made by another rule."""

    def __init__(self, in_channels, channels, blocks_per_stage, num_classes):
        super().__init__(in_channels, channels, blocks_per_stage, num_classes)
        blocks, before = [], channels[0]
        for stage, after in enumerate(channels):
            blocks += self.stage(before, after, 2 if stage > 0 else 1, blocks_per_stage)
            before = after
        self.features = nn.Sequential(*self.features[:3], *blocks)


@mistake("SmallResNet", "Each of your stages has a single block: it has blocks_per_stage of them, the others with stride 1.")
class OneBlockPerStage(Stages):
    def stage(self, before, after, stride, count):
        return [ResidualBlock(before, after, stride)]


@mistake(
    "SmallResNet",
    "A block that is not the first of its stage has stride 2: only the first block of a stage makes maps smaller.",
)
class StrideInEachBlock(Stages):
    def stage(self, before, after, stride, count):
        return [ResidualBlock(before if number == 0 else after, after, stride) for number in range(count)]


@mistake(
    "SmallResNet",
    "You use one block several times over, so that they share their weights: call ResidualBlock once for each block.",
)
class SameBlockAgain(Stages):
    def stage(self, before, after, stride, count):
        return [ResidualBlock(before, after, stride), *[ResidualBlock(after, after)] * (count - 1)]


@mistake(
    "SmallResNet",
    "Your blocks are in a Python list, where no optimizer, no to(device) and no state_dict finds them: use nn.ModuleList, or "
    "nn.Sequential(*blocks).",
)
class BlocksInList(SmallResNet):
    def __init__(self, in_channels, channels, blocks_per_stage, num_classes):
        super().__init__(in_channels, channels, blocks_per_stage, num_classes)
        self.blocks, self.features = list(self.features[3:]), self.features[:3]

    def forward(self, x):
        x = self.features(x)
        for block in self.blocks:
            x = block(x)
        return self.classifier(x.mean(dim=(2, 3)))


@mistake("SmallResNet", "Your head always has 10 outputs: it has num_classes of them.")
class AlwaysTenClasses(SmallResNet):
    def __init__(self, in_channels, channels, blocks_per_stage, num_classes):
        super().__init__(in_channels, channels, blocks_per_stage, 10)


@mistake(
    "SmallResNet",
    "You average over windows of 8 x 8, which are whole maps only for pictures of 32 x 32 and three stages: take "
    "mean(dim=(2, 3)).",
)
class AverageOfEight(SmallResNet):
    def forward(self, x):
        return self.classifier(functional.avg_pool2d(self.features(x), 8).flatten(1))


# ------------------------------------------------------------------ memorise_batch


@mistake("memorise_batch", "You never call zero_grad(), so the gradients of all rounds add up.")
def gradients_add_up(model, images, labels, lr, target, max_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.train()
    losses = []
    for _ in range(max_steps):
        loss = functional.cross_entropy(model(images), labels)
        losses.append(loss.item())
        if losses[-1] < target:
            break
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "memorise_batch",
    "You call zero_grad() only after a step, so gradients from before take part in the first one: call it before backward().",
)
def zeroed_after_step(model, images, labels, lr, target, max_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.train()
    losses = []
    for _ in range(max_steps):
        loss = functional.cross_entropy(model(images), labels)
        losses.append(loss.item())
        if losses[-1] < target:
            break
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return losses


@mistake("memorise_batch", "You take the softmax before cross_entropy, which takes it once more: give it the logits.")
def softmax_twice(model, images, labels, lr, target, max_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.train()
    losses = []
    for _ in range(max_steps):
        loss = functional.cross_entropy(model(images).softmax(dim=1), labels)
        losses.append(loss.item())
        if losses[-1] < target:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake("memorise_batch", "You train in whichever mode the model was: call model.train() first.")
def mode_left_as_it_was(model, images, labels, lr, target, max_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(max_steps):
        loss = functional.cross_entropy(model(images), labels)
        losses.append(loss.item())
        if losses[-1] < target:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "memorise_batch", "You take one more step after the loss came below the target: compare before backward() and step()."
)
def one_step_more(model, images, labels, lr, target, max_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.train()
    losses = []
    while len(losses) < max_steps and (not losses or losses[-1] >= target):
        loss = functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
