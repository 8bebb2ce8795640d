"""Plausible wrong versions of the tasks in chapter2_classification/classifiers."""

import copy

import torch
from classifiers import Mlp, collapse_linear, radial_features
from torch import nn
from torch.nn import functional

from learn.variants import mistake


@mistake("collapse_linear", "You multiplied the weights and added up the biases: each bias passes the layers after it, too.")
def biases_added(layers):
    weight, bias = layers[0]
    for next_weight, next_bias in layers[1:]:
        weight, bias = next_weight @ weight, bias.sum() + next_bias
    return weight, bias


@mistake("collapse_linear", "You kept the last bias alone: the earlier ones pass the layers after them and stay in the sum.")
def last_bias_only(layers):
    weight, _ = collapse_linear(layers)
    return weight, layers[-1][1]


@mistake("collapse_linear", "You multiplied in the order of reading: the first layer stands on the right, next @ weight.")
def in_reading_order(layers):
    weight, bias = layers[0]
    for next_weight, next_bias in layers[1:]:
        weight = (weight.T.reshape(next_weight.shape[1], -1).T @ next_weight.T).T
        bias = next_weight @ bias + next_bias
    return weight, bias


@mistake("collapse_linear", "Your weight is transposed: nn.Linear keeps a weight of shape (outputs, inputs).")
def transposed_weight(layers):
    weight, bias = collapse_linear(layers)
    return weight.T, bias


@mistake("collapse_linear", "You collapsed the first two layers only: go on to the last one, however many there are.")
def first_two(layers):
    return collapse_linear(layers[:2])


@mistake("collapse_linear", "You started from a second layer: a stack of one layer is that layer.")
def needs_two(layers):
    (weight, bias), (next_weight, next_bias), *rest = layers
    return collapse_linear([(next_weight @ weight, next_weight @ bias + next_bias), *rest])


@mistake("collapse_linear", "pop() took layers out of the caller's list: loop over layers[1:] instead.")
def pops_layers(layers):
    weight, bias = layers.pop(0)
    while layers:
        next_weight, next_bias = layers.pop(0)
        weight, bias = next_weight @ weight, next_weight @ bias + next_bias
    return weight, bias


@mistake("collapse_linear", "You cut the graph with detach() or no_grad(): no gradient reaches the layers.")
def without_graph(layers):
    weight, bias = collapse_linear(layers)
    return weight.detach(), bias.detach()


@mistake("collapse_linear", "torch.eye() is made on the CPU unless you name a device: give it the one of the layers.")
def eye_on_cpu(layers):
    first = layers[0][0]
    out = torch.eye(first.shape[1], dtype=first.dtype)
    shift = torch.zeros(first.shape[1], dtype=first.dtype)
    for weight, bias in layers:
        out, shift = out @ weight.T, shift @ weight.T + bias
    return out.T, shift


@mistake("radial_features", "You appended the radius alone: the squares and the product, one column each, can do more.")
def radius_alone(x):
    return torch.cat([x, (x**2).sum(dim=1, keepdim=True).sqrt()], dim=1)


@mistake("radial_features", "The product x1 * x2 is missing: without it an ellipse cannot be turned.")
def product_missing(x):
    return torch.cat([x, x**2], dim=1)


@mistake("radial_features", "You left the features themselves out: x1 and x2 come first.")
def squares_alone(x):
    return radial_features(x)[:, 2:]


@mistake("radial_features", "Your product stands before the squares: the order is x1, x2, x1 ** 2, x2 ** 2, x1 * x2.")
def product_first(x):
    return radial_features(x)[:, [0, 1, 4, 2, 3]]


@mistake("radial_features", "You stacked the features as rows: they are columns, one row for each point.")
def as_rows(x):
    return radial_features(x).T


@mistake("radial_features", "2 * x doubles a number, x ** 2 squares it.")
def doubled(x):
    return torch.cat([x, 2 * x, x[:, :1] * x[:, 1:]], dim=1)


@mistake("radial_features", "pow_() squared the caller's points in place: x ** 2 makes a new tensor.")
def squares_in_place(x):
    whole = torch.cat([x, x[:, :1] * x[:, 1:]], dim=1)
    squares = x.data.pow_(2)
    return torch.cat([whole[:, :2], squares, whole[:, 2:]], dim=1)


@mistake("radial_features", "You rebuilt the features from Python numbers, which loses the dtype: compute with tensors.")
def from_python_numbers(x):
    return torch.tensor([[a, b, a * a, b * b, a * b] for a, b in x.tolist()], device=x.device)


@mistake("radial_features", "You filled a tensor that was made on the CPU: give torch.empty the device and dtype of x.")
def filled_on_cpu(x):
    features = torch.empty(len(x), 5, dtype=x.dtype)
    features[:, :2], features[:, 2:4], features[:, 4] = x, x**2, x[:, 0] * x[:, 1]
    return features


@mistake("Mlp", "You return probabilities: cross-entropy takes the softmax itself, so leave the scores raw.")
class SoftmaxAtTheEnd(Mlp):
    def forward(self, x):
        return super().forward(x).softmax(dim=1)


@mistake("Mlp", "You have K - 1 outputs: each of the K classes needs a score of its own.")
class OneOutputFewer(Mlp):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__(num_inputs, hidden_sizes, num_outputs - 1)


@mistake("Mlp", "There is nothing between your linear layers, so they collapse into one: put a ReLU after each hidden layer.")
class NoNonlinearity(Mlp):
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


@mistake("Mlp", "You put a ReLU on the output, too: scores must be able to be negative.")
class ReluOnOutput(Mlp):
    def forward(self, x):
        return torch.relu(super().forward(x))


@mistake("Mlp", "You put a ReLU on the inputs, which loses all negative features: the first one comes after the first layer.")
class ReluOnInputs(Mlp):
    def forward(self, x):
        return super().forward(torch.relu(x))


@mistake("Mlp", "You used the sigmoid between the layers: the task asks for a ReLU.")
class SigmoidBetween(Mlp):
    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.sigmoid(layer(x))
        return self.layers[-1](x)


@mistake("Mlp", "Layers in a plain Python list are invisible to the module: use nn.ModuleList or nn.Sequential.")
class PythonList(nn.Module):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__()
        sizes = [num_inputs, *hidden_sizes, num_outputs]
        self.layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]
        self.last = self.layers[-1]

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return self.last(x)


@mistake("Mlp", "You make new layers in each call of forward, so nothing is ever learnt: make them once, in __init__.")
class LayersInForward(nn.Module):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__()
        self.sizes = [num_inputs, *hidden_sizes, num_outputs]
        self.layers = Mlp(num_inputs, hidden_sizes, num_outputs).layers

    def forward(self, x):
        return Mlp(self.sizes[0], self.sizes[1:-1], self.sizes[-1]).to(x.device, x.dtype)(x)


@mistake("Mlp", "super().__init__() is missing: call it first, or the module cannot register its layers.", raises=True)
class NoSuperInit(nn.Module):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        sizes = [num_inputs, *hidden_sizes, num_outputs]
        self.layers = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return self.layers[-1](x)


@mistake("Mlp", "You used the first hidden size for every hidden layer: each size of the list makes a layer.")
class FirstSizeOnly(Mlp):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__(num_inputs, [hidden_sizes[0] for _ in hidden_sizes], num_outputs)


@mistake("Mlp", "You took it that there is a hidden layer: for an empty list the network is one linear layer.")
class NeedsHidden(Mlp):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        self.first_size = hidden_sizes[0]
        super().__init__(num_inputs, hidden_sizes, num_outputs)


@mistake("Mlp", "Your linear layers have no bias: leave out bias=False.")
class WithoutBias(nn.Module):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__()
        sizes = [num_inputs, *hidden_sizes, num_outputs]
        self.layers = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1], bias=False) for i in range(len(sizes) - 1))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return self.layers[-1](x)


@mistake("Mlp", "You start all weights at 0, so all units of a layer stay alike for ever: keep nn.Linear's random weights.")
class ZeroWeights(Mlp):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__(num_inputs, hidden_sizes, num_outputs)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)


@mistake("Mlp", "You start all weights at one number, so all units of a layer learn the same: weights must start at random.")
class ConstantWeights(Mlp):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__(num_inputs, hidden_sizes, num_outputs)
        for parameter in self.parameters():
            nn.init.constant_(parameter, 0.1)


@mistake(
    "Mlp", "Weights from torch.randn are far too large for wide layers: keep nn.Linear's, which are of size 1/sqrt(inputs)."
)
class NormalWeights(Mlp):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__(num_inputs, hidden_sizes, num_outputs)
        for parameter in self.parameters():
            nn.init.normal_(parameter)


@mistake("Mlp", "detach() or no_grad() in forward cuts the graph: no gradient reaches the layers before it.")
class Detached(Mlp):
    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x)).detach()
        return self.layers[-1](x)


@mistake("Mlp", "torch.zeros(1) in forward is made on the CPU, wherever x is: torch.relu needs no zeros.")
class ZerosOnCpu(Mlp):
    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.maximum(layer(x), torch.zeros(1, dtype=x.dtype))
        return self.layers[-1](x)


def one_step(model, x, y, optimizer):
    """Take a training step as it should be; return the logits and the loss."""
    logits = model(x)
    loss = functional.cross_entropy(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return logits.detach(), loss.detach()


def summary(seen):
    """Return the mean loss and the accuracy over the samples of (logits, loss, y)."""
    count = sum(len(y) for _, _, y in seen)
    loss = sum(loss.item() * len(y) for _, loss, y in seen) / count
    return loss, sum((logits.argmax(dim=1) == y).sum().item() for logits, _, y in seen) / count


@mistake("train_classifier_epoch", "You never call model.train(): a model that was evaluated before is trained in eval mode.")
def never_train_mode(model, batches, optimizer):
    return summary([(*one_step(model, x, y, optimizer), y) for x, y in batches])


@mistake("train_classifier_epoch", "You never clear the gradients, so they add up: call optimizer.zero_grad() for each batch.")
def never_zeroed(model, batches, optimizer):
    model.train()
    seen = []
    for x, y in batches:
        logits = model(x)
        loss = functional.cross_entropy(logits, y)
        loss.backward()
        optimizer.step()
        seen.append((logits.detach(), loss.detach(), y))
    return summary(seen)


@mistake("train_classifier_epoch", "You clear the gradients once, before the loop: they must be fresh for each batch.")
def zeroed_once(model, batches, optimizer):
    optimizer.zero_grad()
    return never_zeroed(model, batches, optimizer)


@mistake("train_classifier_epoch", "You clear the gradients after each step only: the first one still adds to old gradients.")
def zeroed_after_the_step(model, batches, optimizer):
    model.train()
    seen = []
    for x, y in batches:
        logits = model(x)
        loss = functional.cross_entropy(logits, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        seen.append((logits.detach(), loss.detach(), y))
    return summary(seen)


@mistake(
    "train_classifier_epoch", "zero_grad() between backward() and step() throws the gradients away: call it before backward()."
)
def zeroed_between(model, batches, optimizer):
    model.train()
    seen = []
    for x, y in batches:
        logits = model(x)
        loss = functional.cross_entropy(logits, y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        seen.append((logits.detach(), loss.detach(), y))
    return summary(seen)


@mistake(
    "train_classifier_epoch", "You step before backward(), so with the gradients of the batch before: backward() comes first."
)
def step_before_backward(model, batches, optimizer):
    model.train()
    seen = []
    for x, y in batches:
        logits = model(x)
        loss = functional.cross_entropy(logits, y)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        seen.append((logits.detach(), loss.detach(), y))
    return summary(seen)


@mistake("train_classifier_epoch", "You add up the gradients of all batches and step once: each batch gets a step of its own.")
def one_step_in_all(model, batches, optimizer):
    model.train()
    optimizer.zero_grad()
    seen = []
    for x, y in batches:
        logits = model(x)
        loss = functional.cross_entropy(logits, y)
        loss.backward()
        seen.append((logits.detach(), loss.detach(), y))
    optimizer.step()
    return summary(seen)


@mistake("train_classifier_epoch", "You took a softmax before cross_entropy, which takes one itself: give it the raw logits.")
def softmax_first(model, batches, optimizer):
    model.train()
    return summary([(*one_step(lambda x: model(x).softmax(dim=1), x, y, optimizer), y) for x, y in batches])


@mistake("train_classifier_epoch", "With reduction='sum' the steps grow with the batch: step on the mean over the batch.")
def summed_loss(model, batches, optimizer):
    model.train()
    seen = []
    for x, y in batches:
        logits = model(x)
        loss = functional.cross_entropy(logits, y, reduction="sum")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        seen.append((logits.detach(), loss.detach() / len(y), y))
    return summary(seen)


@mistake(
    "train_classifier_epoch", "You made an optimizer of your own: the one you are given has its learning rate and its memory."
)
def own_optimizer(model, batches, optimizer):
    model.train()
    own = torch.optim.SGD(model.parameters(), lr=0.01)
    return summary([(*one_step(model, x, y, own), y) for x, y in batches])


@mistake("train_classifier_epoch", "You detached the logits, so no gradient reaches the model and nothing is learnt.")
def detached_logits(model, batches, optimizer):
    model.train()
    seen = []
    for x, y in batches:
        logits = model(x).detach().requires_grad_()
        loss = functional.cross_entropy(logits, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        seen.append((logits.detach(), loss.detach(), y))
    return summary(seen)


@mistake(
    "train_classifier_epoch",
    "cross_entropy takes class numbers as int64: leave y as it is, y.float() is no class.",
    raises=True,
)
def float_targets(model, batches, optimizer):
    model.train()
    return summary([(*one_step(model, x, y.float(), optimizer), y) for x, y in batches])


@mistake("train_classifier_epoch", "You averaged the batches' mean losses, so a small batch counts too much: weigh by len(y).")
def mean_of_batch_means(model, batches, optimizer):
    model.train()
    seen = [(*one_step(model, x, y, optimizer), y) for x, y in batches]
    return sum(loss.item() for _, loss, _ in seen) / len(seen), summary(seen)[1]


@mistake(
    "train_classifier_epoch", "You divided by len(batches): batches may have no len and differ in size; count the samples."
)
def divided_by_len_batches(model, batches, optimizer):
    model.train()
    total, right = 0.0, 0.0
    for x, y in batches:
        logits, loss = one_step(model, x, y, optimizer)
        total += loss.item()
        right += (logits.argmax(dim=1) == y).double().mean().item()
    return total / len(batches), right / len(batches)


@mistake("train_classifier_epoch", "You returned the sum of the losses: divide it by the number of samples.")
def loss_not_divided(model, batches, optimizer):
    model.train()
    seen = [(*one_step(model, x, y, optimizer), y) for x, y in batches]
    return sum(loss.item() * len(y) for _, loss, y in seen), summary(seen)[1]


@mistake("train_classifier_epoch", "Your accuracy is the last batch's: count what is right over all batches.")
def accuracy_of_last_batch(model, batches, optimizer):
    model.train()
    seen = [(*one_step(model, x, y, optimizer), y) for x, y in batches]
    return summary(seen)[0], summary(seen[-1:])[1]


@mistake(
    "train_classifier_epoch", "You averaged the batches' accuracies, so a small batch counts too much: count the samples."
)
def mean_of_accuracies(model, batches, optimizer):
    model.train()
    seen = [(*one_step(model, x, y, optimizer), y) for x, y in batches]
    return summary(seen)[0], sum(summary([part])[1] for part in seen) / len(seen)


@mistake("train_classifier_epoch", "(B, 1) == (B,) compares every sample with every other: argmax without keepdim gives (B,).")
def compares_all_with_all(model, batches, optimizer):
    model.train()
    seen = [(*one_step(model, x, y, optimizer), y) for x, y in batches]
    right = sum((logits.argmax(dim=1, keepdim=True) == y).double().mean().item() * len(y) for logits, _, y in seen)
    return summary(seen)[0], right / sum(len(y) for _, _, y in seen)


@mistake(
    "train_classifier_epoch", "You looked at the loss and the accuracy after the step: take them from the step's own logits."
)
def measured_after_the_step(model, batches, optimizer):
    model.train()
    seen = []
    for x, y in batches:
        one_step(model, x, y, optimizer)
        logits = model(x).detach()
        seen.append((logits, functional.cross_entropy(logits, y), y))
    return summary(seen)


@mistake("train_classifier_epoch", "total += loss keeps the graph of every batch in memory: add loss.item() instead.")
def keeps_graphs(model, batches, optimizer):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in batches:
        logits = model(x)
        loss = functional.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return total.item() / count, right / count


@mistake("train_classifier_epoch", "You returned tensors: item() makes a Python float of a tensor with one number.")
def tensors_returned(model, batches, optimizer):
    model.train()
    loss, accuracy = summary([(*one_step(model, x, y, optimizer), y) for x, y in batches])
    return torch.tensor(loss), torch.tensor(accuracy)


@mistake(
    "train_classifier_epoch", "Your running sum was made on the CPU, wherever the batches are: add up numbers from item()."
)
def sums_on_cpu(model, batches, optimizer):
    model.train()
    total, right, count = torch.zeros(1, dtype=torch.float64), torch.zeros(1, dtype=torch.int64), 0
    for x, y in batches:
        logits, loss = one_step(model, x, y, optimizer)
        total += (loss.double() * len(y)).reshape(1)
        right += (logits.argmax(dim=1) == y).sum().reshape(1)
        count += len(y)
    return total.item() / count, right.item() / count


def descend(model, optimizer, x, y, bound, max_steps, *, least=0):
    """Train on a batch as it should be, at least some steps; return the steps and the loss after each."""
    losses = [functional.cross_entropy(model(x), y).item()]
    while len(losses) <= max_steps and (losses[-1] >= bound or len(losses) <= least):
        one_step(model, x, y, optimizer)
        losses.append(functional.cross_entropy(model(x), y).item())
    return len(losses) - 1, losses


@mistake(
    "overfit_batch", "Your loss was measured before the last step: measure it once more, with the weights as they are now."
)
def loss_before_last_step(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, losses = descend(model, optimizer, x, y, bound, max_steps)
    return steps, losses[max(steps - 1, 0)]


@mistake("overfit_batch", "Your number of steps is one too many: it counts the looks at the loss, not the steps between them.")
def counts_looks(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, losses = descend(model, optimizer, x, y, bound, max_steps)
    return steps + 1, losses[-1]


@mistake(
    "overfit_batch", "You stepped before you first looked at the loss: where it is below the bound already, take no step."
)
def steps_before_looking(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, losses = descend(model, optimizer, x, y, bound, max_steps, least=min(1, max_steps))
    return steps, losses[-1]


@mistake("overfit_batch", "You went on after max_steps: a model that cannot learn would keep you for ever.")
def ignores_max_steps(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, losses = descend(model, optimizer, x, y, bound, 300)
    return steps, losses[-1]


@mistake("overfit_batch", "You always take max_steps steps: stop as soon as the loss is below the bound.")
def never_stops_early(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, losses = descend(model, optimizer, x, y, -1.0, max_steps)
    return steps, losses[-1]


@mistake("overfit_batch", "You report the bound where the loss never got there: say what the loss really is.")
def claims_success(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, losses = descend(model, optimizer, x, y, bound, max_steps)
    return steps, min(losses[-1], bound)


@mistake("overfit_batch", "You raise an error where the bound is not reached: that is a result, too, so return it.")
def raises_without_success(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, losses = descend(model, optimizer, x, y, bound, max_steps)
    if losses[-1] >= bound:
        raise RuntimeError("the model cannot learn")
    return steps, losses[-1]


@mistake("overfit_batch", "You report the smallest loss on the way: report the one of the weights as they are now.")
def smallest_loss(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, losses = descend(model, optimizer, x, y, bound, max_steps)
    return steps, min(losses)


@mistake("overfit_batch", "You stop as soon as all samples are right: the loss has to fall below the bound.")
def stops_when_all_right(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps = 0
    while steps < max_steps and not bool((model(x).argmax(dim=1) == y).all()):
        one_step(model, x, y, optimizer)
        steps += 1
    return steps, functional.cross_entropy(model(x), y).item()


@mistake("overfit_batch", "You never clear the gradients, so they add up from step to step: call optimizer.zero_grad().")
def overfits_with_sums(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, loss = 0, functional.cross_entropy(model(x), y)
    while steps < max_steps and loss.item() >= bound:
        loss.backward()
        optimizer.step()
        steps, loss = steps + 1, functional.cross_entropy(model(x), y)
    return steps, loss.item()


@mistake("overfit_batch", "You clear the gradients after each step only: the first one still adds to old gradients.")
def overfits_with_old_gradients(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, loss = 0, functional.cross_entropy(model(x), y)
    while steps < max_steps and loss.item() >= bound:
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        steps, loss = steps + 1, functional.cross_entropy(model(x), y)
    return steps, loss.item()


@mistake("overfit_batch", "You never call model.train(): a model that was evaluated before stays in eval mode.")
def overfits_in_eval_mode(model, optimizer, x, y, bound, max_steps):
    steps, losses = descend(model, optimizer, x, y, bound, max_steps)
    return steps, losses[-1]


@mistake("overfit_batch", "You trained a copy of the model, but the optimizer holds the parameters of the old one.")
def trains_a_copy(model, optimizer, x, y, bound, max_steps):
    model = copy.deepcopy(model).train()
    steps, losses = descend(model, optimizer, x, y, bound, max_steps)
    return steps, losses[-1]


@mistake("overfit_batch", "You returned the loss as a tensor: item() makes a Python float of it.")
def loss_as_tensor(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, losses = descend(model, optimizer, x, y, bound, max_steps)
    return steps, torch.tensor(losses[-1], dtype=torch.float64)


@mistake("overfit_batch", "numpy() works on the CPU alone: item() reads a number from any device.")
def loss_by_numpy(model, optimizer, x, y, bound, max_steps):
    model.train()
    steps, _ = descend(model, optimizer, x, y, bound, max_steps)
    return steps, float(functional.cross_entropy(model(x), y).detach().numpy())


def learn_two(model, x, y, *, steps=200, lr=0.03, optimizer=torch.optim.Adam):
    """Train a model with one logit for each point as it should be."""
    model.to(x.device)
    optimizer = optimizer(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = functional.binary_cross_entropy_with_logits(model(x).squeeze(1), y.float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


def answer_two(model, x):
    """Return labels and probabilities as they should be."""
    with torch.no_grad():
        probabilities = torch.sigmoid(model(x).squeeze(1))
    return (probabilities > 0.5).long(), probabilities


@mistake("fit_moons", "Your model is linear, and no straight line parts the moons: give it a hidden layer with a ReLU.")
def moons_by_a_line(x_train, y_train, x_test):
    return answer_two(learn_two(nn.Linear(2, 1), x_train, y_train, steps=400), x_test)


@mistake("fit_moons", "Nothing stands between your linear layers, so together they draw a straight line: put a ReLU between.")
def moons_without_relu(x_train, y_train, x_test):
    model = nn.Sequential(nn.Linear(2, 32), nn.Linear(32, 1))
    return answer_two(learn_two(model, x_train, y_train), x_test)


@mistake("fit_moons", "Your training ends after a few steps: look at the loss, and go on while it falls.")
def moons_too_short(x_train, y_train, x_test):
    return answer_two(learn_two(Mlp(2, [32], 1), x_train, y_train, steps=10, lr=0.01), x_test)


@mistake("fit_moons", "Your learning rate is far too high, so each step jumps over the valley: try 0.1, 0.01 or 0.001.")
def moons_lr_too_high(x_train, y_train, x_test):
    return answer_two(learn_two(Mlp(2, [32], 1), x_train, y_train, lr=100.0), x_test)


@mistake("fit_moons", "Your model ends in a sigmoid, and BCEWithLogits takes another: give that loss the raw logits.")
def moons_sigmoid_twice(x_train, y_train, x_test):
    model = nn.Sequential(Mlp(2, [32], 1), nn.Sigmoid())
    return answer_two(learn_two(model, x_train, y_train), x_test)


@mistake("fit_moons", "You cut the logits at 0.5: a probability of 0.5 is a logit of 0.")
def moons_logits_at_half(x_train, y_train, x_test):
    model = learn_two(Mlp(2, [32], 1), x_train, y_train)
    with torch.no_grad():
        logits = model(x_test).squeeze(1)
    return (logits > 0.5).long(), torch.sigmoid(logits)


@mistake("fit_moons", "You returned the logits for the probabilities: the sigmoid turns one into the other.")
def moons_logits_returned(x_train, y_train, x_test):
    labels, probabilities = answer_two(learn_two(Mlp(2, [32], 1), x_train, y_train), x_test)
    return labels, torch.logit(probabilities, eps=1e-6)


@mistake("fit_moons", "You returned the probability of the label: it should be the one of class 1, also where the label is 0.")
def moons_probability_of_label(x_train, y_train, x_test):
    labels, probabilities = answer_two(learn_two(Mlp(2, [32], 1), x_train, y_train), x_test)
    return labels, torch.maximum(probabilities, 1 - probabilities)


@mistake("fit_moons", "All your weights start at 0, so no hidden unit ever learns anything: let them start at random.")
def moons_from_zeros(x_train, y_train, x_test):
    model = Mlp(2, [32], 1)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    return answer_two(learn_two(model, x_train, y_train), x_test)


@mistake("fit_moons", "All your weights start alike, so all hidden units stay alike and act as one: let them start at random.")
def moons_from_constants(x_train, y_train, x_test):
    model = Mlp(2, [32], 1)
    for parameter in model.parameters():
        nn.init.constant_(parameter, 0.1)
    return answer_two(learn_two(model, x_train, y_train), x_test)


@mistake("fit_moons", "Your optimizer holds the parameters of an old model: make it after the model that you train.")
def moons_old_parameters(x_train, y_train, x_test):
    old, model = (Mlp(2, [32], 1).to(x_train.device) for _ in range(2))
    optimizer = torch.optim.Adam(old.parameters(), lr=0.03)
    for _ in range(200):
        loss = functional.binary_cross_entropy_with_logits(model(x_train).squeeze(1), y_train.float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return answer_two(model, x_test)


@mistake("fit_moons", "You detached what the loss is made of, so no gradient reaches the model and nothing is learnt.")
def moons_detached(x_train, y_train, x_test):
    return answer_two(learn_two(Mlp(2, [32], 1), x_train, y_train, steps=0), x_test)


@mistake("fit_moons", "Predictions of shape (N, 1) met targets of shape (N,), all with all: squeeze(1) the predictions.")
def moons_all_with_all(x_train, y_train, x_test):
    model = Mlp(2, [32], 1).to(x_train.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(200):
        loss = ((torch.sigmoid(model(x_train)) - y_train.float()) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return answer_two(model, x_test)


@mistake("fit_moons", "Your results have shape (M, 1): squeeze(1) takes the dimension of size 1 away.")
def moons_columns(x_train, y_train, x_test):
    labels, probabilities = answer_two(learn_two(Mlp(2, [32], 1), x_train, y_train), x_test)
    return labels[:, None], probabilities[:, None]


@mistake("fit_moons", "squeeze() without a dimension makes a single point's shape (): squeeze(1) leaves (1,).")
def moons_squeezed_all(x_train, y_train, x_test):
    labels, probabilities = answer_two(learn_two(Mlp(2, [32], 1), x_train, y_train), x_test)
    return labels.squeeze(), probabilities.squeeze()


@mistake("fit_moons", "Your labels are bool or float: long() makes class numbers of them.")
def moons_bool_labels(x_train, y_train, x_test):
    labels, probabilities = answer_two(learn_two(Mlp(2, [32], 1), x_train, y_train), x_test)
    return labels.bool(), probabilities


@mistake("fit_moons", "Dropout was still active when you used the model: call model.eval() first.")
def moons_dropout_active(x_train, y_train, x_test):
    model = nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 1))
    return answer_two(learn_two(model, x_train, y_train), x_test)


@mistake("fit_moons", "You scaled the test points by their own mean and deviation: use those of the training points.")
def moons_test_statistics(x_train, y_train, x_test):
    scaled = [(x - x.mean(dim=0)) / (x.std(dim=0, correction=0) + 1e-6) for x in (x_train, x_test)]
    return answer_two(learn_two(Mlp(2, [32], 1), scaled[0], y_train), scaled[1])


@mistake("fit_moons", "You scaled the caller's points in place: x = x - mean makes a new tensor, x -= mean does not.")
def moons_scaled_in_place(x_train, y_train, x_test):
    mean = x_train.mean(dim=0)
    x_train -= mean
    x_test -= mean
    return answer_two(learn_two(Mlp(2, [32], 1), x_train, y_train), x_test)


@mistake("fit_moons", "Your model stayed on the CPU: move it to where the points are, model.to(x_train.device).")
def moons_model_on_cpu(x_train, y_train, x_test):
    model = Mlp(2, [32], 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(200):
        loss = functional.binary_cross_entropy_with_logits(model(x_train).squeeze(1), y_train.float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return answer_two(model, x_test)


@mistake("fit_moons", "You moved everything to the CPU: train and answer where the points are.")
def moons_all_on_cpu(x_train, y_train, x_test):
    return answer_two(learn_two(Mlp(2, [32], 1), x_train.cpu(), y_train.cpu()), x_test.cpu())


def learn_classes(model, x, y, *, steps=200, lr=0.02, optimizer=torch.optim.Adam):
    """Train a model with a logit for each class as it should be."""
    model.to(x.device)
    optimizer = optimizer(model.parameters(), lr=lr)
    for _ in range(steps):
        one_step(model, x, y, optimizer)
    return model


def answer_classes(model, x):
    """Return the class with the largest logit as it should be."""
    with torch.no_grad():
        return model(x).argmax(dim=1)


@mistake("fit_spirals", "Your model is linear, and straight lines do not part spirals: give it hidden layers with ReLUs.")
def spirals_by_lines(x_train, y_train, x_test, num_classes):
    return answer_classes(learn_classes(nn.Linear(2, num_classes), x_train, y_train), x_test)


@mistake("fit_spirals", "Nothing stands between your linear layers, so together they draw straight lines: put ReLUs between.")
def spirals_without_relu(x_train, y_train, x_test, num_classes):
    model = nn.Sequential(nn.Linear(2, 32), nn.Linear(32, 32), nn.Linear(32, num_classes))
    return answer_classes(learn_classes(model, x_train, y_train), x_test)


@mistake("fit_spirals", "Your training ends after a few steps: look at the loss, and go on while it falls.")
def spirals_too_short(x_train, y_train, x_test, num_classes):
    return answer_classes(learn_classes(Mlp(2, [32, 32], num_classes), x_train, y_train, steps=5, lr=0.001), x_test)


@mistake("fit_spirals", "Your learning rate is far too high, so each step jumps over the valley: try 0.1, 0.01 or 0.001.")
def spirals_lr_too_high(x_train, y_train, x_test, num_classes):
    model = learn_classes(Mlp(2, [32, 32], num_classes), x_train, y_train, lr=100.0, optimizer=torch.optim.SGD)
    return answer_classes(model, x_test)


@mistake("fit_spirals", "A softmax before cross_entropy takes nearly all of the gradient away: train on the raw logits.")
def spirals_softmax_first(x_train, y_train, x_test, num_classes):
    model = nn.Sequential(Mlp(2, [32, 32], num_classes), nn.Softmax(dim=1))
    return answer_classes(learn_classes(model, x_train, y_train, lr=0.03, optimizer=torch.optim.SGD), x_test)


@mistake("fit_spirals", "You have K - 1 outputs, so the last class has no score: each class needs one.", raises=True)
def spirals_one_output_fewer(x_train, y_train, x_test, num_classes):
    return answer_classes(learn_classes(Mlp(2, [32, 32], num_classes - 1), x_train, y_train), x_test)


@mistake("fit_spirals", "You fixed the number of classes at 3: num_classes says how many there are.")
def spirals_three_classes(x_train, y_train, x_test, num_classes):
    return answer_classes(learn_classes(Mlp(2, [32, 32], 3), x_train, y_train), x_test)


@mistake(
    "fit_spirals", "You trained on the inputs in one order and the labels in another: shuffle both with the same permutation."
)
def spirals_shuffled_apart(x_train, y_train, x_test, num_classes):
    x_train = x_train[torch.randperm(len(x_train), device=x_train.device)]
    return answer_classes(learn_classes(Mlp(2, [32, 32], num_classes), x_train, y_train), x_test)


@mistake("fit_spirals", "You returned a column of labels: argmax(dim=1) without keepdim gives shape (M,).")
def spirals_column(x_train, y_train, x_test, num_classes):
    return answer_classes(learn_classes(Mlp(2, [32, 32], num_classes), x_train, y_train), x_test)[:, None]


@mistake("fit_spirals", "You returned the scores: argmax(dim=1) makes class numbers of them.")
def spirals_scores(x_train, y_train, x_test, num_classes):
    model = learn_classes(Mlp(2, [32, 32], num_classes), x_train, y_train)
    with torch.no_grad():
        return model(x_test)


@mistake("fit_spirals", "squeeze() without a dimension makes a single point's shape (): argmax(dim=1) has the right one.")
def spirals_squeezed(x_train, y_train, x_test, num_classes):
    return answer_classes(learn_classes(Mlp(2, [32, 32], num_classes), x_train, y_train), x_test).squeeze()


@mistake("fit_spirals", "Dropout was still active when you used the model: call model.eval() first.")
def spirals_dropout_active(x_train, y_train, x_test, num_classes):
    model = nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.1))
    model.append(nn.Linear(64, num_classes))
    return answer_classes(learn_classes(model, x_train, y_train), x_test)


@mistake("fit_spirals", "You scaled the caller's points in place: x = x / scale makes a new tensor, x /= scale does not.")
def spirals_scaled_in_place(x_train, y_train, x_test, num_classes):
    scale = x_train.std()
    x_train /= scale
    x_test /= scale
    return answer_classes(learn_classes(Mlp(2, [32, 32], num_classes), x_train, y_train), x_test)


@mistake("fit_spirals", "Your model stayed on the CPU: move it to where the points are, model.to(x_train.device).")
def spirals_model_on_cpu(x_train, y_train, x_test, num_classes):
    model = Mlp(2, [32, 32], num_classes)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(200):
        one_step(model, x_train, y_train, optimizer)
    return answer_classes(model, x_test)
