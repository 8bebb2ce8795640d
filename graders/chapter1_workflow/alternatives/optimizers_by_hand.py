"""Unusual but right versions of the tasks in chapter1_workflow/optimizers_by_hand."""

import math

import torch

from learn.variants import alternative


@alternative("Momentum", "lr inside the velocity, detached tensors changed in place, zeros in place of None")
class RateInVelocity:
    def __init__(self, params, lr, momentum=0.9, *, dampening=0.0, weight_decay=0.0, nesterov=False):
        self.state = {param: {} for param in params}
        self.lr, self.momentum, self.dampening, self.decay, self.nesterov = lr, momentum, dampening, weight_decay, nesterov

    def step(self):
        for param, state in self.state.items():
            if param.grad is None:
                continue
            values = param.detach()
            grad = torch.add(param.grad, values, alpha=self.decay)
            if state:
                state["v"].mul_(self.momentum).add_(grad, alpha=self.lr * (1 - self.dampening))
            else:
                state["v"] = self.lr * grad
            if self.nesterov:
                values.sub_(grad, alpha=self.lr).sub_(state["v"], alpha=self.momentum)
            else:
                values.sub_(state["v"])

    def zero_grad(self):
        for param in self.state:
            if param.grad is not None:
                param.grad.zero_()


@alternative("Momentum", "keeps all gradients and adds them up, the old ones with their powers of momentum")
class FromHistory:
    def __init__(self, params, lr, momentum=0.9, *, dampening=0.0, weight_decay=0.0, nesterov=False):
        self.history = [(param, []) for param in params]
        self.lr, self.momentum, self.dampening, self.decay, self.nesterov = lr, momentum, dampening, weight_decay, nesterov

    @torch.no_grad()
    def step(self):
        for param, grads in self.history:
            if param.grad is not None:
                grads.append(param.grad + self.decay * param)
                last = len(grads) - 1
                weights = [self.momentum ** (last - i) * (1 - self.dampening if i else 1.0) for i in range(len(grads))]
                velocity = sum(weight * grad for weight, grad in zip(weights, grads, strict=True))
                param -= self.lr * (grads[-1] + self.momentum * velocity if self.nesterov else velocity)

    def zero_grad(self):
        for param, _ in self.history:
            param.grad = None


@alternative("Momentum", "a subclass of the base class that torch.optim's own optimizers have")
class OfBaseClass(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, *, dampening=0.0, weight_decay=0.0, nesterov=False):
        defaults = {"lr": lr, "momentum": momentum, "dampening": dampening, "decay": weight_decay, "nesterov": nesterov}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for param in group["params"]:
                if param.grad is not None:
                    self.move(param, **group)

    def move(self, param, lr, momentum, dampening, decay, nesterov, **_):
        grad = param.grad.add(param, alpha=decay)
        old = self.state[param].get("v")
        velocity = grad if old is None else old * momentum + grad * (1 - dampening)
        self.state[param]["v"] = velocity
        param.copy_(param - lr * (grad + momentum * velocity if nesterov else velocity))


@alternative("RMSprop", "lerp and addcdiv on the means of those parameters that had a gradient")
class ByLerp:
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        self.params = tuple(params)
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.means = {}

    @torch.no_grad()
    def step(self):
        for param in self.params:
            if param.grad is not None:
                mean = self.means.setdefault(id(param), torch.zeros_like(param))
                mean.lerp_(param.grad.square(), 1 - self.alpha)
                param.addcdiv_(param.grad, mean.sqrt().add_(self.eps), value=-self.lr)

    def zero_grad(self):
        for param in self.params:
            param.grad = None if param.grad is None else torch.zeros_like(param)


@alternative("RMSprop", "all parameters that have a gradient at once, as lists of tensors")
class ByForeach:
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        self.params = list(params)
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.means = [param.detach() * 0 for param in self.params]

    def step(self):
        used = [i for i, param in enumerate(self.params) if param.grad is not None]
        params, means = [self.params[i].data for i in used], [self.means[i] for i in used]
        grads = [self.params[i].grad for i in used]
        torch._foreach_mul_(means, self.alpha)
        torch._foreach_addcmul_(means, grads, grads, value=1 - self.alpha)
        roots = torch._foreach_sqrt(means)
        torch._foreach_add_(roots, self.eps)
        torch._foreach_addcdiv_(params, grads, roots, value=-self.lr)

    def zero_grad(self):
        for param in self.params:
            param.grad = None


class Folded:
    """Adam with the bias corrections folded into the learning rate and eps, and with m and v in one tensor."""

    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.moments = {param: param.new_zeros(2, *param.shape) for param in self.params}
        self.steps = dict.fromkeys(self.params, 0)

    def step(self):
        with torch.no_grad():
            for param in self.params:
                if param.grad is not None:
                    param.copy_(self.moved(param))

    def moved(self, param):
        self.steps[param] += 1
        first, second = (1 - beta ** self.steps[param] for beta in self.betas)
        stay = param.new_tensor(self.betas).reshape(2, *[1] * param.dim())
        fresh = torch.stack([param.grad, param.grad.square()])
        self.moments[param] = stay * self.moments[param] + (1 - stay) * fresh
        mean, square = self.moments[param]
        rate = self.lr * math.sqrt(second) / first
        return param * (1 - self.lr * self.weight_decay) - rate * mean / (square.sqrt() + self.eps * math.sqrt(second))

    def zero_grad(self):
        for param in self.params:
            if param.grad is not None:
                param.grad.detach_().zero_()


class FromAllGradients:
    """Adam that keeps all gradients and takes weighted means of them: the weights, scaled to a sum of 1, correct the bias."""

    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.grads = [[] for _ in self.params]

    @torch.no_grad()
    def step(self):
        for param, grads in zip(self.params, self.grads, strict=True):
            if param.grad is not None:
                grads.append(param.grad.clone())
                mean, square = self.mean(torch.stack(grads), self.betas[0]), self.mean(torch.stack(grads) ** 2, self.betas[1])
                param += -self.lr * self.weight_decay * param - self.lr * mean / (square**0.5 + self.eps)

    def mean(self, history, beta):
        weights = history.new_tensor([beta**age for age in reversed(range(len(history)))])
        return torch.tensordot(weights / weights.sum(), history, dims=1)

    def zero_grad(self):
        for param in self.params:
            param.grad = None


@alternative("Adam", "bias corrections folded into the learning rate and eps, m and v in one tensor")
class FoldedAdam(Folded):
    pass


@alternative("Adam", "weighted means of all gradients that there were, with weights that add up to 1")
class AdamFromAllGradients(FromAllGradients):
    pass


@alternative("AdamW", "bias corrections folded into the learning rate and eps, m and v in one tensor")
class FoldedAdamW(Folded):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        super().__init__(params, lr, betas, eps, weight_decay)


@alternative("AdamW", "weighted means of all gradients that there were, with weights that add up to 1")
class AdamWFromAllGradients(FromAllGradients):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        super().__init__(params, lr, betas, eps, weight_decay)


@alternative("decay_groups", "goes through the modules, and remembers what it has seen")
def by_modules(model, weight_decay):
    groups = {True: {"weight_decay": weight_decay, "params": []}, False: {"weight_decay": 0.0, "params": []}}
    seen = set()
    for module in model.modules():
        for param in module._parameters.values():
            if param is not None and param.requires_grad and id(param) not in seen:
                seen.add(id(param))
                groups[len(param.shape) > 1]["params"].append(param)
    return list(groups.values())


@alternative("decay_groups", "sorts names into a dict, in reverse order")
def by_named_parameters(model, weight_decay):
    trained = {name: param for name, param in model.named_parameters() if param.requires_grad}
    matrices = {name for name, param in trained.items() if param.ndim not in {0, 1}}
    return [
        {"params": [trained[name] for name in sorted(names, reverse=True)], "weight_decay": decay}
        for names, decay in [(matrices, weight_decay), (trained.keys() - matrices, 0.0)]
    ]
