"""Plausible wrong versions of the tasks in chapter1_workflow/optimizers_by_hand.

A class ending in Rule is right. A mistake replaces one of its methods, or lets a class do so that fits every rule.
"""

from typing import ClassVar

import torch

from learn.variants import mistake


class Stepper:
    """What the optimizers share: ``change(param, grad, state)`` gives what is subtracted from a parameter."""

    defaults: ClassVar = {}

    def __init__(self, params, lr, **options):
        self.params = self.kept(params)
        self.lr = lr
        self.options = self.defaults | options
        self.states = {}

    def kept(self, params):
        return list(params)

    def state_of(self, param):
        return self.states.setdefault(param, self.fresh(param))

    def fresh(self, _param):
        return {}

    def step(self):
        for param in self.params:
            if param.grad is not None:
                with torch.no_grad():
                    self.move(param)

    def move(self, param):
        param.sub_(self.change(param, param.grad, self.state_of(param)))

    def zero_grad(self):
        for param in self.params:
            param.grad = None


class KeepsGenerator:
    def kept(self, params):
        return params


class KeepsGradients:
    def zero_grad(self):
        pass


class NewMemory:
    def move(self, param):
        param.data = param.data - self.change(param, param.grad, self.state_of(param))


class NameRebound:
    def move(self, param):
        param = param - self.change(param, param.grad, self.state_of(param))


class NoneIsZero:
    def step(self):
        with torch.no_grad():
            for param in self.params:
                grad = torch.zeros_like(param) if param.grad is None else param.grad
                param.sub_(self.change(param, grad, self.state_of(param)))


class StateOnCpu:
    def fresh(self, param):
        return {name: torch.zeros(param.shape, dtype=param.dtype) for name in "mv"}


class Library:
    def __init__(self, params, lr, **options):
        self.optimizer = getattr(torch.optim, self.name)(params, lr=lr, **options)

    def step(self):
        self.optimizer.step()

    def zero_grad(self):
        self.optimizer.zero_grad()


class MomentumRule(Stepper):
    defaults: ClassVar = {"momentum": 0.9, "dampening": 0.0, "weight_decay": 0.0, "nesterov": False}

    def change(self, param, grad, state):
        grad = self.decayed(grad, param)
        state["v"] = self.velocity(grad, state)
        return self.lr * self.direction(grad, state["v"])

    def decayed(self, grad, param):
        return grad + self.options["weight_decay"] * param

    def velocity(self, grad, state):
        if "v" not in state:
            return grad
        return self.options["momentum"] * state["v"] + (1 - self.options["dampening"]) * grad

    def direction(self, grad, velocity):
        return grad + self.options["momentum"] * velocity if self.options["nesterov"] else velocity


@mistake("Momentum", "You dampened the first gradient too: in a parameter's first step, v is the whole gradient.")
class DampensFirst(MomentumRule):
    def velocity(self, grad, state):
        return self.options["momentum"] * state.get("v", 0.0) + (1 - self.options["dampening"]) * grad


@mistake(
    "Momentum", "You put 1 - momentum in front of g, as in a running mean: here it is 1 - dampening, two separate settings."
)
class RunningMean(MomentumRule):
    def velocity(self, grad, state):
        momentum = self.options["momentum"]
        return momentum * state.get("v", 0.0) + (1 - momentum) * grad


@mistake("Momentum", "With nesterov you stepped along v + momentum * v: look ahead from the gradient, g + momentum * v.")
class NesterovOnVelocity(MomentumRule):
    def direction(self, _grad, velocity):
        return velocity + self.options["momentum"] * velocity if self.options["nesterov"] else velocity


@mistake("Momentum", "You took a missing gradient for zeros, so the velocity moved its parameter on: pass over it.")
class MomentumNoneIsZero(NoneIsZero, MomentumRule):
    pass


@mistake("Momentum", "Your parameters have not moved: p = p - ... makes a new tensor. Change p in place, as p.sub_() does.")
class MomentumNameRebound(NameRebound, MomentumRule):
    pass


@mistake("Momentum", "You gave the parameter new memory (p.data = ...), and views of the old one miss the step: use p.sub_().")
class MomentumNewMemory(NewMemory, MomentumRule):
    pass


@mistake("Momentum", "model.parameters() is a generator, which one loop uses up: keep list(params), and loop over that.")
class MomentumKeepsGenerator(KeepsGenerator, MomentumRule):
    pass


@mistake("Momentum", "Your zero_grad() leaves the old gradients there, and backward() adds to them: set each p.grad to None.")
class MomentumKeepsGradients(KeepsGradients, MomentumRule):
    pass


@mistake("Momentum", "You made v on the CPU, wherever the parameters are: torch.zeros_like(p) makes it where p is.")
class VelocityOnCpu(MomentumRule):
    def velocity(self, grad, state):
        return super().velocity(grad, state) + torch.zeros(grad.shape, dtype=grad.dtype)


@mistake("Momentum", "You passed the work on to torch.optim.SGD: keep the velocities yourself.")
class LibrarySGD(Library):
    name = "SGD"


class RMSpropRule(Stepper):
    defaults: ClassVar = {"alpha": 0.99, "eps": 1e-8}

    def fresh(self, param):
        return {"v": torch.zeros_like(param)}

    def change(self, _param, grad, state):
        state["v"] = self.mean(state["v"], grad)
        return self.lr * grad / self.divisor(state["v"])

    def mean(self, mean, grad):
        return self.options["alpha"] * mean + (1 - self.options["alpha"]) * grad**2

    def divisor(self, mean):
        return mean.sqrt() + self.options["eps"]


@mistake("RMSprop", "You added eps under the root: add it to the root, sqrt(v) + eps.")
class EpsUnderMeanRoot(RMSpropRule):
    def divisor(self, mean):
        return (mean + self.options["eps"]).sqrt()


@mistake("RMSprop", "alpha and 1 - alpha are swapped: alpha is how much of the old mean stays.")
class AlphaSwapped(RMSpropRule):
    def mean(self, mean, grad):
        return (1 - self.options["alpha"]) * mean + self.options["alpha"] * grad**2


@mistake("RMSprop", "You took a missing gradient for zeros, so its parameter's mean faded: pass over it.")
class RMSpropNoneIsZero(NoneIsZero, RMSpropRule):
    pass


@mistake("RMSprop", "You gave the parameter new memory (p.data = ...), and views of the old one miss the step: use p.sub_().")
class RMSpropNewMemory(NewMemory, RMSpropRule):
    pass


@mistake("RMSprop", "model.parameters() is a generator, which one loop uses up: keep list(params), and loop over that.")
class RMSpropKeepsGenerator(KeepsGenerator, RMSpropRule):
    pass


@mistake("RMSprop", "Your zero_grad() leaves the old gradients there, and backward() adds to them: set each p.grad to None.")
class RMSpropKeepsGradients(KeepsGradients, RMSpropRule):
    pass


@mistake("RMSprop", "You made v on the CPU, wherever the parameters are: torch.zeros_like(p) makes it where p is.")
class MeanOnCpu(StateOnCpu, RMSpropRule):
    pass


@mistake("RMSprop", "You passed the work on to torch.optim.RMSprop: keep the running means yourself.")
class LibraryRMSprop(Library):
    name = "RMSprop"


class AdamRule(Stepper):
    defaults: ClassVar = {"betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.0}

    def fresh(self, param):
        return {"m": torch.zeros_like(param), "v": torch.zeros_like(param)}

    def change(self, _param, grad, state):
        beta1, beta2 = self.options["betas"]
        state["m"] = beta1 * state["m"] + (1 - beta1) * grad
        state["v"] = beta2 * state["v"] + (1 - beta2) * grad**2
        first, second = self.corrections(state)
        return self.lr * self.quotient(state["m"] / first, state["v"] / second)

    def corrections(self, state):
        state["t"] = state.get("t", 0) + 1
        return [1 - beta ** state["t"] for beta in self.options["betas"]]

    def quotient(self, mean, square):
        return mean / (square.sqrt() + self.options["eps"])


class EpsUnderRoot:
    def quotient(self, mean, square):
        return mean / (square + self.options["eps"]).sqrt()


@mistake("Adam", "You added eps under the root: add it to the root, sqrt(v_hat) + eps.")
class AdamEpsUnderRoot(EpsUnderRoot, AdamRule):
    pass


@mistake("Adam", "The bias correction is missing: divide m by 1 - beta1^t and v by 1 - beta2^t.")
class NoCorrection(AdamRule):
    def corrections(self, _state):
        return 1.0, 1.0


@mistake("Adam", "Your t goes up with each parameter, so the second one starts at t = 2: keep a count for each of them.")
class CountsParameters(AdamRule):
    count = 0

    def corrections(self, _state):
        self.count += 1
        return [1 - beta**self.count for beta in self.options["betas"]]


@mistake("Adam", "Your t counts calls of step(): a parameter whose gradient comes late has t = 1 in its own first step.")
class CountsCalls(AdamRule):
    count = 0

    def step(self):
        self.count += 1
        super().step()

    def corrections(self, _state):
        return [1 - beta**self.count for beta in self.options["betas"]]


@mistake("Adam", "You gave the parameter new memory (p.data = ...), and views of the old one miss the step: use p.sub_().")
class AdamNewMemory(NewMemory, AdamRule):
    pass


@mistake("Adam", "model.parameters() is a generator, which one loop uses up: keep list(params), and loop over that.")
class AdamKeepsGenerator(KeepsGenerator, AdamRule):
    pass


@mistake("Adam", "Your zero_grad() leaves the old gradients there, and backward() adds to them: set each p.grad to None.")
class AdamKeepsGradients(KeepsGradients, AdamRule):
    pass


@mistake("Adam", "You made m and v on the CPU, wherever the parameters are: torch.zeros_like(p) makes them where p is.")
class AdamStateOnCpu(StateOnCpu, AdamRule):
    pass


@mistake("Adam", "You passed the work on to torch.optim.Adam: keep m, v and t yourself.")
class LibraryAdam(Library):
    name = "Adam"


class AdamWRule(AdamRule):
    defaults = AdamRule.defaults | {"weight_decay": 0.01}

    def change(self, param, grad, state):
        return self.lr * self.options["weight_decay"] * param + super().change(param, grad, state)


@mistake("AdamW", "You added the decay to the gradient, where Adam scales it away: shrink p by lr * weight_decay instead.")
class DecayInGradient(AdamRule):
    defaults = AdamWRule.defaults

    def change(self, param, grad, state):
        return super().change(param, grad + self.options["weight_decay"] * param, state)


@mistake("AdamW", "Your decay does not depend on lr: p loses lr * weight_decay of itself, so a smaller lr decays less.")
class DecayWithoutLr(AdamRule):
    defaults = AdamWRule.defaults

    def change(self, param, grad, state):
        return self.options["weight_decay"] * param + super().change(param, grad, state)


@mistake("AdamW", "You let parameters without a gradient decay too: pass over them altogether.")
class DecaysWithoutGradient(AdamWRule):
    def step(self):
        with torch.no_grad():
            for param in self.params:
                if param.grad is None:
                    param.mul_(1 - self.lr * self.options["weight_decay"])
        super().step()


@mistake("AdamW", "You added eps under the root: add it to the root, sqrt(v_hat) + eps.")
class AdamWEpsUnderRoot(EpsUnderRoot, AdamWRule):
    pass


@mistake("AdamW", "You gave the parameter new memory (p.data = ...), and views of the old one miss the step: use p.sub_().")
class AdamWNewMemory(NewMemory, AdamWRule):
    pass


@mistake("AdamW", "model.parameters() is a generator, which one loop uses up: keep list(params), and loop over that.")
class AdamWKeepsGenerator(KeepsGenerator, AdamWRule):
    pass


@mistake("AdamW", "Your zero_grad() leaves the old gradients there, and backward() adds to them: set each p.grad to None.")
class AdamWKeepsGradients(KeepsGradients, AdamWRule):
    pass


@mistake("AdamW", "You made m and v on the CPU, wherever the parameters are: torch.zeros_like(p) makes them where p is.")
class AdamWStateOnCpu(StateOnCpu, AdamWRule):
    pass


@mistake("AdamW", "You passed the work on to torch.optim.AdamW: keep m, v and t yourself.")
class LibraryAdamW(Library):
    name = "AdamW"


def two_groups(decaying, others, weight_decay):
    return [{"params": decaying, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]


@mistake("decay_groups", "You let everything decay: parameters with one dimension or none belong in the group with 0.0.")
def everything_decays(model, weight_decay):
    return two_groups([param for param in model.parameters() if param.requires_grad], [], weight_decay)


@mistake("decay_groups", "Your groups are swapped: matrices decay, biases do not.")
def groups_swapped(model, weight_decay):
    trained = [param for param in model.parameters() if param.requires_grad]
    return two_groups([p for p in trained if p.dim() < 2], [p for p in trained if p.dim() >= 2], weight_decay)


@mistake("decay_groups", "You went by the name, but a normalisation layer's scale is called weight: count dimensions instead.")
def by_name(model, weight_decay):
    named = [(name, param) for name, param in model.named_parameters() if param.requires_grad]
    return two_groups([p for name, p in named if "bias" not in name], [p for name, p in named if "bias" in name], weight_decay)


@mistake("decay_groups", "Only your matrices decay: a convolution's weight has four dimensions and decays too.")
def exactly_two_dimensions(model, weight_decay):
    trained = [param for param in model.parameters() if param.requires_grad]
    return two_groups([p for p in trained if p.dim() == 2], [p for p in trained if p.dim() != 2], weight_decay)


@mistake("decay_groups", "Frozen parameters are in your groups: leave out those with requires_grad False.")
def frozen_too(model, weight_decay):
    params = list(model.parameters())
    return two_groups([p for p in params if p.dim() >= 2], [p for p in params if p.dim() < 2], weight_decay)


@mistake("decay_groups", "A parameter that two layers share is in your group twice: model.parameters() gives each one once.")
def layer_by_layer(model, weight_decay):
    params = [param for module in model.modules() for param in module.parameters(recurse=False) if param.requires_grad]
    return two_groups([p for p in params if p.dim() >= 2], [p for p in params if p.dim() < 2], weight_decay)


@mistake(
    "decay_groups",
    "Your second group has no weight_decay, so AdamW takes its own default, 0.01: write 0.0 into it.",
    raises=True,
)
def left_to_the_optimizer(model, weight_decay):
    trained = [param for param in model.parameters() if param.requires_grad]
    decaying = {"params": [param for param in trained if param.dim() >= 2], "weight_decay": weight_decay}
    return [decaying, {"params": [param for param in trained if param.dim() < 2]}]
