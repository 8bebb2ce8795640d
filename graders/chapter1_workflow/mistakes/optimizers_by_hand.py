"""Plausible wrong versions of the tasks in chapter1_workflow/optimizers_by_hand.

The first classes are right, or wrong in a way that fits every rule; a mistake puts two of them together, or replaces one
method.
"""

from typing import ClassVar

import torch
from torch import nn

from learn.variants import mistake


class Stepper:
    """What the optimizers share: ``change(param, grad, state)`` gives what is subtracted from a parameter."""

    defaults: ClassVar = {}

    def __init__(self, params, lr, **options):
        self.params = self.kept(params)
        self.lr = lr
        self.options = self.defaults | options
        self.states = {}
        self.calls = 0

    def kept(self, params):
        return list(params)

    def state_of(self, param):
        return self.states.setdefault(param, self.fresh(param))

    def fresh(self, _param):
        return {}

    def step(self):
        self.calls += 1
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
        for param in self.params:
            if param.grad is not None:
                param.grad * 0  # this is the mistake


class OneState:
    def state_of(self, param):
        return self.states.setdefault("the only one", self.fresh(param))


class WithoutNoGrad:
    def step(self):
        for param in self.params:
            if param.grad is not None:
                self.move(param)


class NewMemory:
    def move(self, param):
        param.data = param.data - self.change(param, param.grad, self.state_of(param))


class NameRebound:
    def move(self, param):
        param = param - self.change(param, param.grad, self.state_of(param))


class NoneNotExpected:
    def step(self):
        with torch.no_grad():
            for param in self.params:
                self.move(param)


class NoneIsZero:
    def step(self):
        with torch.no_grad():
            for param in self.params:
                grad = torch.zeros_like(param) if param.grad is None else param.grad
                param.sub_(self.change(param, grad, self.state_of(param)))


class StopsAtNone:
    def step(self):
        with torch.no_grad():
            for param in self.params:
                if param.grad is None:
                    return
                self.move(param)


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


@mistake("Momentum", "You left dampening out: from a parameter's second step on, the gradient counts 1 - dampening times.")
class NoDampening(MomentumRule):
    def velocity(self, grad, state):
        return self.options["momentum"] * state.get("v", 0.0) + grad


@mistake("Momentum", "You multiplied by dampening: a gradient counts 1 - dampening times, in full where dampening is 0.")
class DampeningItself(MomentumRule):
    def velocity(self, grad, state):
        return self.options["momentum"] * state["v"] + self.options["dampening"] * grad if "v" in state else grad


@mistake("Momentum", "You took a running mean, with 1 - momentum in front of g: here v is a sum, and g counts in full.")
class RunningMean(MomentumRule):
    def velocity(self, grad, state):
        momentum = self.options["momentum"]
        return momentum * state["v"] + (1 - momentum) * grad if "v" in state else grad


@mistake("Momentum", "Your velocity is forgotten after each step: keep each parameter's v in the optimizer.")
class Forgetful(MomentumRule):
    def state_of(self, _param):
        return {}


@mistake("Momentum", "All your parameters share one velocity: keep a v for each of them.")
class SharedVelocity(OneState, MomentumRule):
    pass


@mistake("Momentum", "Your v is the gradient's own tensor, which the next backward pass overwrites: keep a copy.")
class VelocityIsGradient(MomentumRule):
    def decayed(self, grad, param):
        return grad + self.options["weight_decay"] * param if self.options["weight_decay"] else grad


@mistake("Momentum", "You shrank the parameters directly, as AdamW does: here weight_decay * p is added to the gradient.")
class DecouplesDecay(MomentumRule):
    def decayed(self, grad, _param):
        return grad

    def move(self, param):
        param.mul_(1 - self.lr * self.options["weight_decay"])
        super().move(param)


@mistake("Momentum", "Your weight decay has the wrong sign and makes weights grow: add weight_decay * p to the gradient.")
class DecayGrows(MomentumRule):
    def decayed(self, grad, param):
        return grad - self.options["weight_decay"] * param


@mistake("Momentum", "lr is in your decay twice: add weight_decay * p to the gradient, and lr comes in with the step.")
class DecayTimesLr(MomentumRule):
    def decayed(self, grad, param):
        return grad + self.lr * self.options["weight_decay"] * param


@mistake("Momentum", "You added the decay into p.grad itself: the gradient is not yours to change, make a new tensor.")
class DecaysGradInPlace(MomentumRule):
    def decayed(self, grad, param):
        return grad.add_(self.options["weight_decay"] * param).clone()


@mistake("Momentum", "With nesterov you added momentum times the old velocity, which gives v again: use the new v.")
class NesterovWithOldVelocity(MomentumRule):
    def direction(self, _grad, velocity):
        return velocity


@mistake("Momentum", "With nesterov you added momentum * v to v: it is added to the gradient.")
class NesterovOnVelocity(MomentumRule):
    def direction(self, _grad, velocity):
        return velocity + self.options["momentum"] * velocity if self.options["nesterov"] else velocity


@mistake("Momentum", "You look ahead in every step: only with nesterov=True is it g + momentum * v.")
class NesterovAlways(MomentumRule):
    def direction(self, grad, velocity):
        return grad + self.options["momentum"] * velocity


@mistake("Momentum", "You ask once for all whether it is the first step: each parameter has a first step of its own.")
class StartsTogether(MomentumRule):
    def velocity(self, grad, state):
        if self.calls == 1:
            return grad
        return self.options["momentum"] * state.get("v", 0.0) + (1 - self.options["dampening"]) * grad


@mistake("Momentum", "A parameter that took no part in the loss has .grad None, which cannot be multiplied: pass over it.")
class MomentumNoneNotExpected(NoneNotExpected, MomentumRule):
    pass


@mistake("Momentum", "You took a missing gradient for zeros, so the velocity moved its parameter on: pass over it.")
class MomentumNoneIsZero(NoneIsZero, MomentumRule):
    pass


@mistake("Momentum", "You stopped at the first parameter without a gradient: pass over it and go on with the others.")
class MomentumStopsAtNone(StopsAtNone, MomentumRule):
    pass


@mistake("Momentum", "p = p - ... gives the name a new tensor, and the model keeps the old one: change p in place.")
class MomentumNameRebound(NameRebound, MomentumRule):
    pass


@mistake("Momentum", "p.data = ... gives the parameter new memory, and views of the old memory miss it: change p in place.")
class MomentumNewMemory(NewMemory, MomentumRule):
    pass


@mistake("Momentum", "A leaf that requires a gradient forbids in-place changes: do them under torch.no_grad().", raises=True)
class MomentumWithoutNoGrad(WithoutNoGrad, MomentumRule):
    pass


@mistake("Momentum", "model.parameters() is a generator, and empty after the first loop: keep list(params).")
class MomentumKeepsGenerator(KeepsGenerator, MomentumRule):
    pass


@mistake("Momentum", "Your zero_grad() leaves the old gradients, and backward() adds to them: set each .grad to None.")
class MomentumKeepsGradients(KeepsGradients, MomentumRule):
    pass


@mistake("Momentum", "Your v starts as zeros on the CPU, wherever the parameters are: use torch.zeros_like(p).")
class VelocityOnCpu(MomentumRule):
    def fresh(self, param):
        return {"zeros": torch.zeros(param.shape, dtype=param.dtype)}

    def velocity(self, grad, state):
        return super().velocity(grad + state["zeros"], state)


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


@mistake("RMSprop", "You left eps out: where a gradient was always 0, 0 / 0 gives NaN.")
class NoEps(RMSpropRule):
    def divisor(self, mean):
        return mean.sqrt()


@mistake("RMSprop", "You divided by v itself: divide by its root, or the step shrinks where gradients are large.")
class NoRootOfMean(RMSpropRule):
    def divisor(self, mean):
        return mean + self.options["eps"]


@mistake("RMSprop", "alpha and 1 - alpha are swapped: alpha is how much of the old mean stays.")
class AlphaSwapped(RMSpropRule):
    def mean(self, mean, grad):
        return (1 - self.options["alpha"]) * mean + self.options["alpha"] * grad**2


@mistake("RMSprop", "You added up all squares, as Adagrad does: the old mean fades, by alpha in each step.")
class SumOfSquares(RMSpropRule):
    def mean(self, mean, grad):
        return mean + (1 - self.options["alpha"]) * grad**2


@mistake("RMSprop", "Your mean is of |g| instead of g^2: square the gradient, and take the root at the end.")
class MeanOfSizes(RMSpropRule):
    def mean(self, mean, grad):
        return self.options["alpha"] * mean + (1 - self.options["alpha"]) * grad.abs()

    def divisor(self, mean):
        return mean + self.options["eps"]


@mistake("RMSprop", "Your v starts with the first g^2: it starts with zeros, and the first g^2 counts 1 - alpha times.")
class StartsWithSquare(RMSpropRule):
    def fresh(self, param):
        return {"v": param.grad**2}


@mistake("RMSprop", "You corrected v for its start at zero, as Adam does: RMSprop does not.")
class CorrectsMean(RMSpropRule):
    def change(self, _param, grad, state):
        state["t"] = state.get("t", 0) + 1
        state["v"] = self.mean(state["v"], grad)
        return self.lr * grad / self.divisor(state["v"] / (1 - self.options["alpha"] ** state["t"]))


@mistake("RMSprop", "All your parameters share one running mean: keep a v for each of them.")
class SharedMean(OneState, RMSpropRule):
    pass


@mistake("RMSprop", "You squared p.grad in place: the gradient is not yours to change, make a new tensor.")
class SquaresGradInPlace(RMSpropRule):
    def change(self, param, grad, state):
        wanted = super().change(param, grad.clone(), state)
        grad.pow_(2)
        return wanted


@mistake("RMSprop", "A parameter that took no part in the loss has .grad None, which cannot be squared: pass over it.")
class RMSpropNoneNotExpected(NoneNotExpected, RMSpropRule):
    pass


@mistake("RMSprop", "You took a missing gradient for zeros, so its parameter's mean faded: pass over it.")
class RMSpropNoneIsZero(NoneIsZero, RMSpropRule):
    pass


@mistake("RMSprop", "p.data = ... gives the parameter new memory, and views of the old memory miss it: change p in place.")
class RMSpropNewMemory(NewMemory, RMSpropRule):
    pass


@mistake("RMSprop", "A leaf that requires a gradient forbids in-place changes: do them under torch.no_grad().", raises=True)
class RMSpropWithoutNoGrad(WithoutNoGrad, RMSpropRule):
    pass


@mistake("RMSprop", "model.parameters() is a generator, and empty after the first loop: keep list(params).")
class RMSpropKeepsGenerator(KeepsGenerator, RMSpropRule):
    pass


@mistake("RMSprop", "Your zero_grad() leaves the old gradients, and backward() adds to them: set each .grad to None.")
class RMSpropKeepsGradients(KeepsGradients, RMSpropRule):
    pass


@mistake("RMSprop", "Your v is made on the CPU, wherever the parameters are: use torch.zeros_like(p).")
class MeanOnCpu(RMSpropRule):
    def fresh(self, param):
        return {"v": torch.zeros(param.shape, dtype=param.dtype)}


@mistake("RMSprop", "You passed the work on to torch.optim.RMSprop: keep the running means yourself.")
class LibraryRMSprop(Library):
    name = "RMSprop"


class AdamRule(Stepper):
    defaults: ClassVar = {"betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.0}

    def fresh(self, param):
        return {"t": 0, "m": torch.zeros_like(param), "v": torch.zeros_like(param)}

    def change(self, _param, grad, state):
        state["t"] += 1
        beta1, beta2 = self.options["betas"]
        state["m"] = beta1 * state["m"] + (1 - beta1) * grad
        state["v"] = beta2 * state["v"] + (1 - beta2) * self.squared(grad)
        return self.lr * self.quotient(state["m"], state["v"], *self.corrections(state))

    def squared(self, grad):
        return grad**2

    def corrections(self, state):
        return [1 - beta ** state["t"] for beta in self.options["betas"]]

    def quotient(self, mean, square, first, second):
        return mean / first / ((square / second).sqrt() + self.options["eps"])


class EpsUnderRoot:
    def quotient(self, mean, square, first, second):
        return mean / first / (square / second + self.options["eps"]).sqrt()


class NoCorrection:
    def corrections(self, _state):
        return 1.0, 1.0


class CountsFromZero:
    def corrections(self, state):
        return [1 - beta ** (state["t"] - 1) for beta in self.options["betas"]]


class CountsParameters:
    count = 0

    def corrections(self, _state):
        self.count += 1
        return [1 - beta**self.count for beta in self.options["betas"]]


class CountsCalls:
    def corrections(self, _state):
        return [1 - beta**self.calls for beta in self.options["betas"]]


class BetasSwapped:
    def __init__(self, params, lr, betas=(0.9, 0.999), **options):
        super().__init__(params, lr, betas=betas[::-1], **options)


class SquaresGradient:
    def change(self, param, grad, state):
        wanted = super().change(param, grad.clone(), state)
        grad.pow_(2)
        return wanted


@mistake("Adam", "You added eps under the root: add it to the root, sqrt(v_hat) + eps.")
class AdamEpsUnderRoot(EpsUnderRoot, AdamRule):
    pass


@mistake("Adam", "You added eps before the bias correction: correct v first, then take the root, then add eps.")
class EpsBeforeCorrection(AdamRule):
    def quotient(self, mean, square, first, second):
        return mean / first / ((square.sqrt() + self.options["eps"]) / second**0.5)


@mistake("Adam", "The bias correction is missing: divide m by 1 - beta1^t and v by 1 - beta2^t.")
class AdamNoCorrection(NoCorrection, AdamRule):
    pass


@mistake("Adam", "You corrected m and not v: divide v by 1 - beta2^t before you take its root.")
class CorrectsOnlyMean(AdamRule):
    def corrections(self, state):
        return 1 - self.options["betas"][0] ** state["t"], 1.0


@mistake("Adam", "Your t is 0 in the first step, and 1 - beta^0 divides by 0: count before you correct.")
class AdamCountsFromZero(CountsFromZero, AdamRule):
    pass


@mistake("Adam", "You multiplied by t where beta is raised to the power t: the correction is 1 - beta^t.")
class BetaTimesCount(AdamRule):
    def corrections(self, state):
        return [1 - beta * state["t"] for beta in self.options["betas"]]


@mistake("Adam", "You count t up for every parameter: in a parameter's second step t is 2, however many there are.")
class AdamCountsParameters(CountsParameters, AdamRule):
    pass


@mistake("Adam", "You count the calls of step(): t counts a parameter's own steps, and one that starts late starts at 1.")
class AdamCountsCalls(CountsCalls, AdamRule):
    pass


@mistake("Adam", "Your betas are swapped: beta1 is for m, the mean of gradients, and beta2 for v, the mean of squares.")
class AdamBetasSwapped(BetasSwapped, AdamRule):
    pass


@mistake("Adam", "beta and 1 - beta are swapped: beta is how much of the old mean stays.")
class BetaForNew(AdamRule):
    def __init__(self, params, lr, betas=(0.9, 0.999), **options):
        super().__init__(params, lr, betas=[1 - beta for beta in betas], **options)

    def corrections(self, state):
        return [1 - (1 - beta) ** state["t"] for beta in self.options["betas"]]


@mistake("Adam", "m and v are mixed up: the mean of gradients goes over the fraction's line, the root of v under it.")
class MeansSwapped(AdamRule):
    def quotient(self, mean, square, first, second):
        return square / second / ((mean / first).abs().sqrt() + self.options["eps"])


@mistake("Adam", "You divided by v_hat itself: divide by its root.")
class NoRootOfSquare(AdamRule):
    def quotient(self, mean, square, first, second):
        return mean / first / (square / second + self.options["eps"])


@mistake("Adam", "Your v holds means of |g|: square the gradient before it goes into v.")
class GradientNotSquared(AdamRule):
    def squared(self, grad):
        return grad.abs()


@mistake("Adam", "You put g itself over the fraction's line: that is RMSprop, Adam puts m_hat there.")
class AdamWithoutMean(AdamRule):
    def __init__(self, params, lr, betas=(0.9, 0.999), **options):
        super().__init__(params, lr, betas=(0.0, betas[1]), **options)


@mistake("Adam", "All your parameters share one m, one v and one t: keep them for each parameter.")
class AdamShared(OneState, AdamRule):
    pass


@mistake("Adam", "You squared p.grad in place: the gradient is not yours to change, make a new tensor.")
class AdamSquaresGradient(SquaresGradient, AdamRule):
    pass


@mistake("Adam", "A parameter that took no part in the loss has .grad None, which cannot be multiplied: pass over it.")
class AdamNoneNotExpected(NoneNotExpected, AdamRule):
    pass


@mistake("Adam", "You took a missing gradient for zeros, so m moved its parameter on: pass over it.")
class AdamNoneIsZero(NoneIsZero, AdamRule):
    pass


@mistake("Adam", "p = p - ... gives the name a new tensor, and the model keeps the old one: change p in place.")
class AdamNameRebound(NameRebound, AdamRule):
    pass


@mistake("Adam", "p.data = ... gives the parameter new memory, and views of the old memory miss it: change p in place.")
class AdamNewMemory(NewMemory, AdamRule):
    pass


@mistake("Adam", "A leaf that requires a gradient forbids in-place changes: do them under torch.no_grad().", raises=True)
class AdamWithoutNoGrad(WithoutNoGrad, AdamRule):
    pass


@mistake("Adam", "model.parameters() is a generator, and empty after the first loop: keep list(params).")
class AdamKeepsGenerator(KeepsGenerator, AdamRule):
    pass


@mistake("Adam", "Your zero_grad() leaves the old gradients, and backward() adds to them: set each .grad to None.")
class AdamKeepsGradients(KeepsGradients, AdamRule):
    pass


@mistake("Adam", "Your m and v are made on the CPU, wherever the parameters are: use torch.zeros_like(p).")
class AdamStateOnCpu(AdamRule):
    def fresh(self, param):
        return {"t": 0, "m": torch.zeros(param.shape, dtype=param.dtype), "v": torch.zeros(param.shape, dtype=param.dtype)}


@mistake("Adam", "You passed the work on to torch.optim.Adam: keep m, v and t yourself.")
class LibraryAdam(Library):
    name = "Adam"


class AdamWRule(AdamRule):
    defaults = AdamRule.defaults | {"weight_decay": 0.01}

    def move(self, param):
        param.mul_(1 - self.lr * self.options["weight_decay"])
        super().move(param)


@mistake("AdamW", "You added the decay to the gradient, where Adam scales it away: shrink p by lr * weight_decay instead.")
class DecayInGradient(AdamRule):
    defaults = AdamWRule.defaults

    def change(self, param, grad, state):
        return super().change(param, grad + self.options["weight_decay"] * param, state)


@mistake("AdamW", "Your decay does not depend on lr: p loses lr * weight_decay of itself, so a smaller lr decays less.")
class DecayWithoutLr(AdamWRule):
    def move(self, param):
        param.mul_(1 - self.options["weight_decay"])
        AdamRule.move(self, param)


@mistake("AdamW", "You decayed p after its step, so the step shrank too: decay first, then take Adam's step.")
class DecaysAfter(AdamWRule):
    def move(self, param):
        AdamRule.move(self, param)
        param.mul_(1 - self.lr * self.options["weight_decay"])


@mistake("AdamW", "Your decay has the wrong sign and makes weights grow: subtract lr * weight_decay * p.")
class AdamWGrows(AdamWRule):
    def move(self, param):
        param.mul_(1 + self.lr * self.options["weight_decay"])
        AdamRule.move(self, param)


@mistake("AdamW", "There is no decay in your step: that is Adam. Subtract lr * weight_decay * p as well.")
class NoDecay(AdamRule):
    defaults = AdamWRule.defaults


@mistake("AdamW", "You decayed twice: shrink p by lr * weight_decay, and leave the gradient as it is.")
class DecaysTwice(AdamWRule):
    def change(self, param, grad, state):
        return super().change(param, grad + self.options["weight_decay"] * param, state)


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


@mistake("AdamW", "The bias correction is missing: divide m by 1 - beta1^t and v by 1 - beta2^t.")
class AdamWNoCorrection(NoCorrection, AdamWRule):
    pass


@mistake("AdamW", "Your t is 0 in the first step, and 1 - beta^0 divides by 0: count before you correct.")
class AdamWCountsFromZero(CountsFromZero, AdamWRule):
    pass


@mistake("AdamW", "You count t up for every parameter: in a parameter's second step t is 2, however many there are.")
class AdamWCountsParameters(CountsParameters, AdamWRule):
    pass


@mistake("AdamW", "You count the calls of step(): t counts a parameter's own steps, and one that starts late starts at 1.")
class AdamWCountsCalls(CountsCalls, AdamWRule):
    pass


@mistake("AdamW", "Your betas are swapped: beta1 is for m, the mean of gradients, and beta2 for v, the mean of squares.")
class AdamWBetasSwapped(BetasSwapped, AdamWRule):
    pass


@mistake("AdamW", "All your parameters share one m, one v and one t: keep them for each parameter.")
class AdamWShared(OneState, AdamWRule):
    pass


@mistake("AdamW", "You squared p.grad in place: the gradient is not yours to change, make a new tensor.")
class AdamWSquaresGradient(SquaresGradient, AdamWRule):
    pass


@mistake("AdamW", "A parameter that took no part in the loss has .grad None, which cannot be multiplied: pass over it.")
class AdamWNoneNotExpected(NoneNotExpected, AdamWRule):
    pass


@mistake("AdamW", "p.data = ... gives the parameter new memory, and views of the old memory miss it: change p in place.")
class AdamWNewMemory(AdamRule):
    defaults = AdamWRule.defaults

    def move(self, param):
        kept = param.data * (1 - self.lr * self.options["weight_decay"])
        param.data = kept - self.change(param, param.grad, self.state_of(param))


@mistake("AdamW", "A leaf that requires a gradient forbids in-place changes: do them under torch.no_grad().", raises=True)
class AdamWWithoutNoGrad(WithoutNoGrad, AdamWRule):
    pass


@mistake("AdamW", "model.parameters() is a generator, and empty after the first loop: keep list(params).")
class AdamWKeepsGenerator(KeepsGenerator, AdamWRule):
    pass


@mistake("AdamW", "Your zero_grad() leaves the old gradients, and backward() adds to them: set each .grad to None.")
class AdamWKeepsGradients(KeepsGradients, AdamWRule):
    pass


@mistake("AdamW", "Your m and v are made on the CPU, wherever the parameters are: use torch.zeros_like(p).")
class AdamWStateOnCpu(AdamWRule):
    def fresh(self, param):
        return {"t": 0, "m": torch.zeros(param.shape, dtype=param.dtype), "v": torch.zeros(param.shape, dtype=param.dtype)}


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


@mistake("decay_groups", "You looked into linear layers alone, but others have parameters too: go through model.parameters().")
def linear_layers_alone(model, weight_decay):
    layers = [module for module in model.modules() if isinstance(module, nn.Linear)]
    weights = [layer.weight for layer in layers if layer.weight.requires_grad]
    return two_groups(weights, [layer.bias for layer in layers if layer.bias.requires_grad], weight_decay)


@mistake("decay_groups", "Only your matrices decay: a convolution's weight has four dimensions and decays too.")
def exactly_two_dimensions(model, weight_decay):
    trained = [param for param in model.parameters() if param.requires_grad]
    return two_groups([p for p in trained if p.dim() == 2], [p for p in trained if p.dim() != 2], weight_decay)


@mistake("decay_groups", "You spared one dimension only: a parameter of shape () has none and does not decay either.")
def scalars_decay(model, weight_decay):
    trained = [param for param in model.parameters() if param.requires_grad]
    return two_groups([p for p in trained if p.dim() != 1], [p for p in trained if p.dim() == 1], weight_decay)


@mistake("decay_groups", "Frozen parameters are in your groups: leave out those with requires_grad False.")
def frozen_too(model, weight_decay):
    params = list(model.parameters())
    return two_groups([p for p in params if p.dim() >= 2], [p for p in params if p.dim() < 2], weight_decay)


@mistake("decay_groups", "A parameter that two layers share is in your group twice: model.parameters() gives each one once.")
def layer_by_layer(model, weight_decay):
    params = [param for module in model.modules() for param in module.parameters(recurse=False) if param.requires_grad]
    return two_groups([p for p in params if p.dim() >= 2], [p for p in params if p.dim() < 2], weight_decay)


@mistake("decay_groups", "Every module gave you the parameters of all modules inside it again: call model.parameters() once.")
def all_modules_recursively(model, weight_decay):
    params = [param for module in model.modules() for param in module.parameters() if param.requires_grad]
    return two_groups([p for p in params if p.dim() >= 2], [p for p in params if p.dim() < 2], weight_decay)


@mistake(
    "decay_groups",
    "Your second group names no weight_decay, and AdamW then takes its own, 0.01: say 0.0.",
    raises=True,
)
def left_to_the_optimizer(model, weight_decay):
    trained = [param for param in model.parameters() if param.requires_grad]
    decaying = {"params": [param for param in trained if param.dim() >= 2], "weight_decay": weight_decay}
    return [decaying, {"params": [param for param in trained if param.dim() < 2]}]


@mistake("decay_groups", "Your groups hold detached tensors, and the optimizer would move those: put in the parameters.")
def detached(model, weight_decay):
    trained = [param.detach() for param in model.parameters() if param.requires_grad]
    return two_groups([p for p in trained if p.dim() >= 2], [p for p in trained if p.dim() < 2], weight_decay)
