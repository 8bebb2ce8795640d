"""Plausible wrong versions of the tasks in chapter2_classification/signal_flow."""

import math

import numpy as np
import torch
from signal_flow import kaiming_normal, layer_variances, xavier_uniform
from torch import nn

from learn.variants import mistake


def uniform(weight, bound):
    with torch.no_grad():
        weight.uniform_(-bound, bound)


def xavier_bound(weight, gain):
    return gain * math.sqrt(6 / sum(weight.shape))


# ------------------------------------------------------------------ xavier_uniform


@mistake("xavier_uniform", "Your bound uses fan_in alone: Xavier's stands between both ways, sqrt(6 / (fan_in + fan_out)).")
def inputs_alone(weight, gain=1.0):
    uniform(weight, gain * math.sqrt(3 / weight.shape[1]))


@mistake("xavier_uniform", "Your bound uses fan_out alone: Xavier's stands between both ways, sqrt(6 / (fan_in + fan_out)).")
def outputs_alone(weight, gain=1.0):
    uniform(weight, gain * math.sqrt(3 / weight.shape[0]))


@mistake(
    "xavier_uniform",
    "You used the standard deviation as the bound: a uniform distribution up to a has the standard deviation a / sqrt(3).",
)
def std_as_bound(weight, gain=1.0):
    uniform(weight, gain * math.sqrt(2 / sum(weight.shape)))


@mistake("xavier_uniform", "You left the square root out: the bound is sqrt(6 / (fan_in + fan_out)).")
def without_root(weight, gain=1.0):
    uniform(weight, gain * 6 / sum(weight.shape))


@mistake("xavier_uniform", "You drew normal numbers: this is the uniform one, between -a and a.")
def xavier_normal(weight, gain=1.0):
    with torch.no_grad():
        weight.normal_(std=gain * math.sqrt(2 / sum(weight.shape)))


@mistake("xavier_uniform", "torch.rand starts at 0, so all your weights are positive: they go from -a to a.")
def positive_alone(weight, gain=1.0):
    with torch.no_grad():
        weight.copy_(torch.rand(weight.shape) * xavier_bound(weight, gain))


@mistake("xavier_uniform", "You set every weight to the same number: then all units of a layer learn the same.")
def all_at_bound(weight, gain=1.0):
    with torch.no_grad():
        weight.fill_(xavier_bound(weight, gain))


@mistake("xavier_uniform", "You ignored the gain: it multiplies the bound.")
def gain_ignored(weight, gain=1.0):
    xavier_uniform(weight)


@mistake("xavier_uniform", "You put the gain under the root: it multiplies the whole bound.")
def gain_under_root(weight, gain=1.0):
    uniform(weight, math.sqrt(gain * 6 / sum(weight.shape)))


@mistake(
    "xavier_uniform",
    "weight = ... gives the name a new tensor, and the caller's keeps its old numbers: change it in place, with uniform_.",
)
def weight_rebound(weight, gain=1.0):
    bound = xavier_bound(weight, gain)
    weight = torch.empty_like(weight).uniform_(-bound, bound)  # this is the mistake


@mistake(
    "xavier_uniform", "weight.data = ... gives the weight new memory, and views miss it: fill the old one, with uniform_."
)
def data_replaced(weight, gain=1.0):
    bound = xavier_bound(weight, gain)
    weight.data = torch.empty_like(weight.data).uniform_(-bound, bound)


@mistake("xavier_uniform", "You switched requires_grad off and not on again: this layer would not learn. Use torch.no_grad().")
def stays_frozen(weight, gain=1.0):
    bound = xavier_bound(weight, gain)
    weight.requires_grad_(requires_grad=False)
    weight.uniform_(-bound, bound)


@mistake(
    "xavier_uniform", "A leaf that requires a gradient forbids changes in place: make them under torch.no_grad().", raises=True
)
def without_no_grad(weight, gain=1.0):
    bound = xavier_bound(weight, gain)
    weight.uniform_(-bound, bound)


@mistake("xavier_uniform", "You set the seed in each call, so all weights of a shape are equal: setting it is for the caller.")
def seed_each_time(weight, gain=1.0):
    torch.manual_seed(0)
    xavier_uniform(weight, gain)


@mistake("xavier_uniform", "You used xavier_uniform_ of torch.nn.init: this time the bound is yours to write.")
def by_nn_init(weight, gain=1.0):
    nn.init.xavier_uniform_(weight, gain)


@mistake("xavier_uniform", "NumPy reaches only the CPU's memory: weight.uniform_() works where the weight is.")
def filled_by_numpy(weight, gain=1.0):
    bound = xavier_bound(weight, gain)
    weight.detach().numpy()[...] = np.random.default_rng().uniform(-bound, bound, size=tuple(weight.shape))


@mistake("xavier_uniform", "You took the weight to the CPU and copied it back: uniform_() fills it where it is.")
def filled_on_cpu(weight, gain=1.0):
    bound = xavier_bound(weight, gain)
    with torch.no_grad():
        weight.copy_(weight.cpu().clone().uniform_(-bound, bound))


# ------------------------------------------------------------------ kaiming_normal


@mistake("kaiming_normal", "You divided by fan_out: each output adds fan_in products up, so that is the number that counts.")
def fan_out_for_fan_in(fan_out, fan_in, generator):
    return math.sqrt(2 / fan_out) * torch.randn(fan_out, fan_in, generator=generator)


@mistake("kaiming_normal", "2 / fan_in is the variance: the standard deviation, which you multiply by, is its root.")
def variance_as_std(fan_out, fan_in, generator):
    return 2 / fan_in * torch.randn(fan_out, fan_in, generator=generator)


@mistake("kaiming_normal", "Your variance is 1 / fan_in: ReLU drops half of the signal, and the 2 makes up for it.")
def without_two(fan_out, fan_in, generator):
    return math.sqrt(1 / fan_in) * torch.randn(fan_out, fan_in, generator=generator)


@mistake("kaiming_normal", "2 / (fan_in + fan_out) is Xavier's variance: where a ReLU follows it is 2 / fan_in.")
def xavier_variance(fan_out, fan_in, generator):
    return math.sqrt(2 / (fan_in + fan_out)) * torch.randn(fan_out, fan_in, generator=generator)


@mistake("kaiming_normal", "You drew standard normal numbers: multiply them by the standard deviation sqrt(2 / fan_in).")
def not_scaled_at_all(fan_out, fan_in, generator):
    return torch.randn(fan_out, fan_in, generator=generator)


@mistake("kaiming_normal", "You drew uniform numbers: this time they are normal, torch.randn.")
def kaiming_uniform(fan_out, fan_in, generator):
    return math.sqrt(6 / fan_in) * (2 * torch.rand(fan_out, fan_in, generator=generator) - 1)


@mistake("kaiming_normal", "You set all weights to the standard deviation: draw random numbers, or all units stay alike.")
def kaiming_constant(fan_out, fan_in, generator):
    return torch.full((fan_out, fan_in), math.sqrt(2 / fan_in))


@mistake("kaiming_normal", "All your weights are 0: then no signal comes through, and no gradient. Draw random numbers.")
def kaiming_zeros(fan_out, fan_in, generator):
    return torch.zeros(fan_out, fan_in)


@mistake("kaiming_normal", "Your shape is the other way round: a linear layer's weight is (fan_out, fan_in).")
def shape_transposed(fan_out, fan_in, generator):
    return kaiming_normal(fan_out, fan_in, generator).T


@mistake("kaiming_normal", "You returned float64: weights are float32 unless something else is asked for.")
def kaiming_in_double(fan_out, fan_in, generator):
    return math.sqrt(2 / fan_in) * torch.randn(fan_out, fan_in, generator=generator, dtype=torch.float64)


@mistake(
    "kaiming_normal", "You drew from PyTorch's global random numbers: pass the generator on, randn(..., generator=generator)."
)
def generator_ignored(fan_out, fan_in, generator):
    return math.sqrt(2 / fan_in) * torch.randn(fan_out, fan_in)


@mistake(
    "kaiming_normal", "You seeded the generator, so every weight is the same: the caller has seeded it, only draw from it."
)
def generator_reseeded(fan_out, fan_in, generator):
    return kaiming_normal(fan_out, fan_in, generator.manual_seed(0))


@mistake(
    "kaiming_normal",
    "You set the global seed to the generator's, at every call: draw with the generator, which moves on by itself.",
)
def global_seed_set(fan_out, fan_in, generator):
    torch.manual_seed(generator.initial_seed())
    return math.sqrt(2 / fan_in) * torch.randn(fan_out, fan_in)


@mistake("kaiming_normal", "You used kaiming_normal_ of torch.nn.init: this time the formula is yours to write.")
def kaiming_by_nn_init(fan_out, fan_in, generator):
    weight = torch.empty(fan_out, fan_in)
    return nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)


# ------------------------------------------------------------------ layer_variances


def noted(x, weights, activation, note):
    """Run the network and note something of what goes into each activation."""
    found = []
    for weight in weights:
        z = x @ weight.T
        found.append(note(z))
        x = activation(z)
    return torch.stack(found)


@mistake("layer_variances", "You returned standard deviations: the variance is their square.")
def deviations(x, weights, activation):
    return noted(x, weights, activation, lambda z: z.std(unbiased=False))


@mistake(
    "layer_variances", "You divided by the number of elements less one, var()'s default: say unbiased=False for the mean."
)
def less_one(x, weights, activation):
    return noted(x, weights, activation, lambda z: z.var())


@mistake("layer_variances", "You took the mean of the squares: subtract the mean first, then square.")
def mean_square(x, weights, activation):
    return noted(x, weights, activation, lambda z: (z**2).mean())


@mistake("layer_variances", "You measured after the activation: the variance of z, before it, is asked for.")
def after_activation(x, weights, activation):
    found = []
    for weight in weights:
        x = activation(x @ weight.T)
        found.append(x.var(unbiased=False))
    return torch.stack(found)


@mistake("layer_variances", "You measured each feature on its own and averaged: all elements of z have one mean and variance.")
def over_features(x, weights, activation):
    return noted(x, weights, activation, lambda z: z.var(dim=0, unbiased=False).mean())


@mistake("layer_variances", "You put x through the activation before the first layer: the first h is x itself.")
def input_activated(x, weights, activation):
    return layer_variances(activation(x), weights, activation)


@mistake("layer_variances", "You left the activation out between the layers: the next h is activation(z).")
def no_activation(x, weights, activation):
    return layer_variances(x, weights, lambda z: z)


@mistake("layer_variances", "You always used ReLU: the activation is an argument, call it.")
def always_relu(x, weights, activation):
    return layer_variances(x, weights, torch.relu)


@mistake("layer_variances", "h @ weight takes the weight the wrong way round: it is (outputs, inputs), so h @ weight.T.")
def not_transposed(x, weights, activation):
    return layer_variances(x, [weight.T for weight in weights], activation)


@mistake(
    "layer_variances", "You fed x to every layer: each takes in what the activation of the layer before gives.", raises=True
)
def always_x(x, weights, activation):
    return torch.stack([(x @ weight.T).var(unbiased=False) for weight in weights])


@mistake(
    "layer_variances", "torch.tensor of Python numbers is float32, whatever x is: torch.stack keeps the variances' dtype."
)
def through_numbers(x, weights, activation):
    return torch.tensor(layer_variances(x, weights, activation).tolist(), device=x.device)


@mistake("layer_variances", "Your zeros are on the CPU, wherever x is: make them with device=x.device, or use torch.stack.")
def result_on_cpu(x, weights, activation):
    result = torch.zeros(len(weights), dtype=x.dtype)
    result[:] = layer_variances(x, weights, activation)
    return result


# ------------------------------------------------------------------ initialise


def linear_layers(model):
    return [module for module in model.modules() if isinstance(module, nn.Linear)]


@torch.no_grad()
def refill(layers, std=lambda layer: math.sqrt(2 / layer.in_features), bias=0.0):
    for layer in layers:
        layer.weight.normal_(std=std(layer))
        if layer.bias is not None and bias is not None:
            layer.bias.fill_(bias)


@mistake("initialise", "You divided by fan_out: the standard deviation is sqrt(2 / fan_in), and fan_in is layer.in_features.")
def by_out_features(model):
    refill(linear_layers(model), std=lambda layer: math.sqrt(2 / layer.out_features))


@mistake("initialise", "normal_ takes the standard deviation, and 2 / fan_in is the variance: take its root.")
def variance_given(model):
    refill(linear_layers(model), std=lambda layer: 2 / layer.in_features)


@mistake("initialise", "Your standard deviation is the same for each layer: it depends on the layer's fan_in.")
def fixed_std(model):
    refill(linear_layers(model))
    for layer in linear_layers(model):
        nn.init.normal_(layer.weight, std=0.1)


@mistake("initialise", "All your weights are 0: no signal comes through, and no gradient comes back. Draw random numbers.")
def weights_zero(model):
    refill(linear_layers(model))
    for layer in linear_layers(model):
        nn.init.zeros_(layer.weight)


@mistake("initialise", "You gave all weights of a layer one number: then its units stay alike for ever. Draw random numbers.")
def weights_constant(model):
    refill(linear_layers(model))
    for layer in linear_layers(model):
        nn.init.constant_(layer.weight, math.sqrt(2 / layer.in_features))


@mistake("initialise", "You drew uniform numbers: this time they are normal.")
def weights_uniform(model):
    refill(linear_layers(model))
    for layer in linear_layers(model):
        nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")


@mistake("initialise", "You looked at the model's direct children only: model.modules() goes through all that is inside.")
def children_alone(model):
    refill(child for child in model.children() if isinstance(child, nn.Linear))


@mistake("initialise", "You left the biases as they were: set them to 0.")
def biases_left(model):
    refill(linear_layers(model), bias=None)


@mistake("initialise", "You drew random biases: set them to 0.")
def biases_random(model):
    refill(linear_layers(model))
    for layer in linear_layers(model):
        if layer.bias is not None:
            nn.init.normal_(layer.bias, std=0.01)


@mistake("initialise", "A linear layer without bias has None there, which has no zero_(): ask first.")
def bias_always(model):
    for layer in linear_layers(model):
        nn.init.normal_(layer.weight, std=math.sqrt(2 / layer.in_features))
        nn.init.zeros_(layer.bias)


@mistake(
    "initialise", "You filled everything with two dimensions, an embedding's table too: ask isinstance(module, nn.Linear)."
)
def every_matrix(model):
    for parameter in model.parameters():
        if parameter.dim() == 2:
            nn.init.normal_(parameter, std=math.sqrt(2 / parameter.shape[1]))
    for layer in linear_layers(model):
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)


@mistake("initialise", "You set every bias to 0, those of other kinds of layers too: ask isinstance(module, nn.Linear).")
def every_bias(model):
    refill(linear_layers(model))
    for name, parameter in model.named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(parameter)


@mistake("initialise", "You set the seed for each layer, so layers of one shape are twins: draw without setting a seed.")
def seed_per_layer(model):
    for layer in linear_layers(model):
        torch.manual_seed(0)
        refill([layer])


@mistake("initialise", "You set the seed in each call, so a second call gives the same weights: setting it is for the caller.")
def seed_per_call(model):
    torch.manual_seed(0)
    refill(linear_layers(model))


@mistake(
    "initialise", "You put new Parameters in place of the old, which the optimizer still holds: fill the old ones in place."
)
def parameters_replaced(model):
    for layer in linear_layers(model):
        layer.weight = nn.Parameter(torch.empty_like(layer.weight), requires_grad=layer.weight.requires_grad)
    refill(linear_layers(model))


@mistake("initialise", "You switched requires_grad off and not on again: nothing would learn. Use torch.no_grad() instead.")
def all_frozen(model):
    model.requires_grad_(requires_grad=False)
    refill(linear_layers(model))


@mistake(
    "initialise", "You switched requires_grad on for all, also for frozen layers: leave it as it is, under torch.no_grad()."
)
def all_thawed(model):
    model.requires_grad_(requires_grad=False)
    refill(linear_layers(model))
    model.requires_grad_(requires_grad=True)


@mistake("initialise", "You moved the model to the CPU: normal_() fills a weight wherever it is.")
def model_to_cpu(model):
    refill(linear_layers(model.cpu()))


# ------------------------------------------------------------------ Dropout


class Base(nn.Module):
    """What the mistakes have in common: the probability, and how to drop by a mask."""

    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def mask(self, x):
        return torch.rand_like(x) >= self.p

    def scaled(self, x):
        return x / (1 - self.p) if self.p < 1 else 0 * x


@mistake("Dropout", "You drop in evaluation mode too: return x as it is unless self.training.")
class ActiveInEvaluation(Base):
    def forward(self, x):
        return self.scaled(x) * self.mask(x)


@mistake("Dropout", "What stays has to make up for what is dropped: multiply it by 1 / (1 - p).")
class NotScaled(Base):
    def forward(self, x):
        return x * self.mask(x) if self.training else x


@mistake(
    "Dropout",
    "You multiply by 1 - p in evaluation: inverted dropout divides by it in training, and leaves evaluation alone.",
)
class ScaledInEvaluation(Base):
    def forward(self, x):
        return x * self.mask(x) if self.training else x * (1 - self.p)


@mistake("Dropout", "You multiply by 1 / (1 - p) in evaluation as well: there x stays as it is.")
class ScaledInBoth(Base):
    def forward(self, x):
        return self.scaled(x) * self.mask(x) if self.training else self.scaled(x)


@mistake("Dropout", "You took p as the probability to keep: it is the probability to drop, so keep where rand >= p.")
class KeepsWithP(Base):
    def forward(self, x):
        if not self.training:
            return x
        return x * (torch.rand_like(x) < self.p) / max(self.p, 1e-9)


@mistake("Dropout", "Your scale is right, but you keep where rand < p: that keeps a share of p. Keep where rand >= p.")
class MaskReversed(Base):
    def forward(self, x):
        return self.scaled(x) * ~self.mask(x) if self.training else x


@mistake("Dropout", "You divided by p: what stays is a share of 1 - p, so divide by that.")
class DividedByP(Base):
    def forward(self, x):
        return x * self.mask(x) / max(self.p, 1e-9) if self.training else x


@mistake("Dropout", "Your mask drops half, whatever p is: keep where torch.rand_like(x) >= p.")
class AlwaysHalf(Base):
    def forward(self, x):
        return self.scaled(x) * torch.randint_like(x, 2) if self.training else x


@mistake("Dropout", "For p = 1 you divide 0 by 0, which is NaN: everything is dropped then, so the result is 0.")
class NanForOne(Base):
    def forward(self, x):
        return x * self.mask(x) / (1 - self.p) if self.training else x


@mistake("Dropout", "For p = 1 your scale 1 / (1 - p) divides by zero: everything is dropped then, so the result is 0.")
class ScaleForOne(Base):
    def forward(self, x):
        if not self.training:
            return x
        scale = 1 / (1 - self.p)
        return x * self.mask(x) * scale


@mistake("Dropout", "You keep the mask of the first call: each call draws a new one.")
class MaskReused(Base):
    def forward(self, x):
        if not self.training:
            return x
        if not hasattr(self, "kept"):
            self.kept = self.mask(x)
        return self.scaled(x) * self.kept


@mistake("Dropout", "You set the seed in each call, so each drops the same elements: setting it is for the caller.")
class SeedEachTime(Base):
    def forward(self, x):
        torch.manual_seed(0)
        return self.scaled(x) * self.mask(x) if self.training else x


@mistake("Dropout", "All samples share one mask, of the shape of a single one: the mask needs the shape of x.")
class OneMaskForBatch(Base):
    def forward(self, x):
        return self.scaled(x) * self.mask(x[:1]) if self.training else x


@mistake("Dropout", "You drop whole samples, with one decision for each: the mask needs the shape of x.")
class WholeSamples(Base):
    def forward(self, x):
        if not self.training:
            return x
        return self.scaled(x) * self.mask(x.reshape(len(x), -1)[:, 0]).reshape(-1, *[1] * (x.dim() - 1))


@mistake("Dropout", "NumPy's random numbers do not follow torch.manual_seed: draw with torch.rand_like(x).")
class NumpyMask(Base):
    def forward(self, x):
        if not self.training:
            return x
        mask = torch.from_numpy(np.random.random(x.shape) >= self.p)  # noqa: NPY002
        return self.scaled(x) * mask.to(x.device)


@mistake("Dropout", "You asked whether gradients are on: no_grad does not mean evaluation. Ask self.training.")
class OnlyWithGradients(Base):
    def forward(self, x):
        return self.scaled(x) * self.mask(x) if self.training and torch.is_grad_enabled() else x


@mistake("Dropout", "Your float32 mask makes float32 of a float16 input: use the mask as it is, or in the dtype of x.")
class MaskInSingle(Base):
    def forward(self, x):
        return self.scaled(x) * self.mask(x).float() if self.training else x


@mistake("Dropout", "detach() (or .data, or no_grad) cuts the graph, so no gradient comes back: only the mask is constant.")
class Detached(Base):
    def forward(self, x):
        return self.scaled(x.detach()) * self.mask(x) if self.training else x


@mistake("Dropout", "You wrote zeros into the caller's x: x * mask makes a new tensor.")
class InPlace(Base):
    def forward(self, x):
        if self.training:
            with torch.no_grad():
                x.mul_(self.mask(x))
            return self.scaled(x)
        return x


@mistake("Dropout", "You used PyTorch's dropout: this time the mask and the scale are yours.")
class ByFunctional(Base):
    def forward(self, x):
        return nn.functional.dropout(x, self.p, training=self.training)


@mistake("Dropout", "torch.rand(x.shape) is on the CPU, wherever x is: use torch.rand_like(x), or say device=x.device.")
class MaskOnCpu(Base):
    def forward(self, x):
        return self.scaled(x) * (torch.rand(x.shape) >= self.p) if self.training else x


@mistake("Dropout", "You took x to the CPU to drop there, and back again: a mask from torch.rand_like(x) is where x is.")
class DroppedOnCpu(Base):
    def forward(self, x):
        if not self.training:
            return x
        there = x.cpu()
        return (self.scaled(there) * self.mask(there)).to(x.device)
