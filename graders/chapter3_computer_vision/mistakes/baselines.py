"""Plausible wrong versions of the tasks in chapter3_computer_vision/baselines.

A wrong model takes over what is right and replaces its layers or what it does with them.
"""

import torch
from baselines import LinearBaseline, ReluBaseline
from torch import nn

from learn.variants import mistake

# ------------------------------------------------------------------ LinearBaseline


@mistake(
    "LinearBaseline",
    "You flattened the batch dimension, too: flatten from dimension 1 on, with nn.Flatten() or x.flatten(1).",
    raises=True,
)
class FlattensTheBatch(LinearBaseline):
    def forward(self, x):
        return self.linear(x.flatten(0))


@mistake("LinearBaseline", "You return probabilities: leave the softmax out, since cross-entropy takes logits.")
class SoftmaxAtTheEnd(LinearBaseline):
    def forward(self, x):
        return super().forward(x).softmax(dim=1)


@mistake("LinearBaseline", "Your layer takes 28 * 28 numbers, whatever the pictures are: channels * height * width.")
class SizeHardCoded(LinearBaseline):
    def __init__(self, channels, height, width, num_classes):
        super().__init__(1, 28, 28, num_classes)


@mistake(
    "LinearBaseline",
    "You drew the weights with torch.randn, which makes the first logits far too large: leave them as nn.Linear makes them.",
)
class StartsTooLarge(LinearBaseline):
    def __init__(self, channels, height, width, num_classes):
        super().__init__(channels, height, width, num_classes)
        self.linear.weight = nn.Parameter(torch.randn(num_classes, channels * height * width))


@mistake("LinearBaseline", "Your layer has no bias: leave bias=False out.")
class NoBias(LinearBaseline):
    def __init__(self, channels, height, width, num_classes):
        super().__init__(channels, height, width, num_classes)
        self.linear = nn.Linear(channels * height * width, num_classes, bias=False)


@mistake("LinearBaseline", "squeeze() removes the batch dimension of a single picture: leave it out.")
class Squeezed(LinearBaseline):
    def forward(self, x):
        return super().forward(x).squeeze()


@mistake("LinearBaseline", "Your result is made on the CPU, wherever the pictures are: pass device=x.device, or use no loop.")
class ResultOnCpu(LinearBaseline):
    def forward(self, x):
        result = torch.zeros(len(x), self.linear.out_features, dtype=x.dtype)
        for n, picture in enumerate(x):
            result[n] = self.linear(picture.flatten())
        return result


# ------------------------------------------------------------------ ReluBaseline


@mistake("ReluBaseline", "Without ReLU between them, two linear layers are no more than one: put nn.ReLU() between the two.")
class NoNonLinearity(ReluBaseline):
    def __init__(self, channels, height, width, hidden, num_classes):
        super().__init__(channels, height, width, hidden, num_classes)
        self.layers[2] = nn.Identity()


@mistake("ReluBaseline", "A ReLU at the end makes 0 of every negative logit: ReLU stands between the layers alone.")
class ReluAtTheEnd(ReluBaseline):
    def forward(self, x):
        return super().forward(x).relu()


@mistake(
    "ReluBaseline",
    "Your layers are in a Python list, so that parameters() does not find them: use nn.Sequential or nn.ModuleList.",
)
class LayersInAList(nn.Module):
    def __init__(self, channels, height, width, hidden, num_classes):
        super().__init__()
        inputs = channels * height * width
        self.layers = [nn.Flatten(), nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, num_classes)]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


@mistake("ReluBaseline", "You always have 10 hidden units: take as many as the argument hidden says.")
class HiddenHardCoded(ReluBaseline):
    def __init__(self, channels, height, width, hidden, num_classes):
        super().__init__(channels, height, width, 10, num_classes)


@mistake("ReluBaseline", "You used the sigmoid, whose gradient fades where its input is far from 0: the task asks for ReLU.")
class Sigmoid(ReluBaseline):
    def __init__(self, channels, height, width, hidden, num_classes):
        super().__init__(channels, height, width, hidden, num_classes)
        self.layers[2] = nn.Sigmoid()


@mistake(
    "ReluBaseline",
    "You set all parameters to 0, so that no gradient reaches the weights: leave them as nn.Linear makes them.",
)
class StartsAtZero(ReluBaseline):
    def __init__(self, channels, height, width, hidden, num_classes):
        super().__init__(channels, height, width, hidden, num_classes)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)


@mistake(
    "ReluBaseline", "Your zeros are on the CPU, wherever the pictures are: use torch.zeros_like, clamp(min=0) or nn.ReLU()."
)
class ZerosOnCpu(ReluBaseline):
    def forward(self, x):
        hidden = self.layers[1](x.flatten(1))
        return self.layers[3](torch.maximum(hidden, torch.zeros(hidden.shape)))


# ------------------------------------------------------------------ train_epoch


@mistake("train_epoch", "You never cleared the gradients, and backward() adds to them: call optimizer.zero_grad() before it.")
def never_zeroed(model, loader, loss_fn, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        logits = model(x)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return {"loss": total / count, "accuracy": right / count}


@mistake(
    "train_epoch",
    "zero_grad() between backward() and step() throws the gradients away, so nothing is learned: clear before backward().",
)
def zeroed_before_the_step(model, loader, loss_fn, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        logits = model(x)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return {"loss": total / count, "accuracy": right / count}


@mistake(
    "train_epoch",
    "You averaged the losses of the batches, so that samples of a small one count more: weight each by its size.",
)
def mean_of_batch_losses(model, loader, loss_fn, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        logits = model(x)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return {"loss": total / len(loader), "accuracy": right / count}


@mistake(
    "train_epoch",
    "You averaged the accuracies of the batches, so that samples of a small one count more: count, and divide at the end.",
)
def mean_of_batch_accuracies(model, loader, loss_fn, optimizer, device):
    model.train()
    total, share, count = 0.0, 0.0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        logits = model(x)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        share += (logits.argmax(dim=1) == y).float().mean().item()
        count += len(y)
    return {"loss": total / count, "accuracy": share / len(loader)}


@mistake(
    "train_epoch",
    "You asked the model again after the step, when it had seen the answers: count from the logits that the loss came from.",
)
def predicted_after_the_step(model, loader, loss_fn, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (model(x).argmax(dim=1) == y).sum().item()
        count += len(y)
    return {"loss": total / count, "accuracy": right / count}


@mistake(
    "train_epoch",
    "You left the model in the mode that it was in: model.train() has to come first, or an earlier model.eval() still holds.",
)
def mode_not_set(model, loader, loss_fn, optimizer, device):
    total, right, count = 0.0, 0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        logits = model(x)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return {"loss": total / count, "accuracy": right / count}


@mistake("train_epoch", "Batches come from the CPU: move them to where the model is, images.to(device) and labels.to(device).")
def never_moved(model, loader, loss_fn, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return {"loss": total / count, "accuracy": right / count}
