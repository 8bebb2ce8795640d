"""Unusual but right versions of the tasks in chapter1_workflow/schedules."""

import itertools
import math

import torch

from learn.variants import alternative


def scheduled(lr, make, count):
    """Return the learning rate of an optimizer after a schedule went on this many times."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler = make(optimizer)
    for _ in range(count):
        optimizer.step()
        scheduler.step()
    return scheduler.get_last_lr()[0]


@alternative("step_lr", "PyTorch's own schedule")
def by_scheduler(lr, epoch, step_size, gamma=0.1):
    return scheduled(lr, lambda optimizer: torch.optim.lr_scheduler.StepLR(optimizer, step_size, gamma), epoch)


@alternative("step_lr", "goes through the epochs and multiplies")
def epoch_by_epoch(lr, epoch, step_size, gamma=0.1):
    for number in range(1, epoch + 1):
        if number % step_size == 0:
            lr *= gamma
    return lr


@alternative("warmup_cosine", "PyTorch's own cosine, which computes each rate from the one before")
def by_annealing(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    length = total - warmup
    annealing = torch.optim.lr_scheduler.CosineAnnealingLR
    return scheduled(peak, lambda optimizer: annealing(optimizer, length, eta_min=floor), min(step - warmup, length))


@alternative("warmup_cosine", "the square of a cosine of half the angle, in float64 tensors")
def by_half_angle(step, total, warmup, peak, floor=0.0):
    count = torch.tensor(step, dtype=torch.float64)
    angle = ((count - warmup) / (total - warmup)).clamp(0, 1) * math.pi / 2
    rising = peak * (count + 1) / max(warmup, 1)
    return torch.where(count < warmup, rising, floor + (peak - floor) * angle.cos() ** 2).item()


@alternative("clip_gradients", "PyTorch's own function")
def by_library(params, max_norm):
    return torch.nn.utils.clip_grad_norm_(params, max_norm)


@alternative("clip_gradients", "one long vector of all gradients, new gradients in place of the old ones")
def by_vector(params, max_norm):
    params = [param for param in params if param.grad is not None]
    whole = torch.cat([param.grad.flatten() for param in params])
    norm = torch.linalg.vector_norm(whole)
    whole = whole * (max_norm / norm.clamp(min=max_norm))
    for param, part in zip(params, whole.split([param.numel() for param in params]), strict=True):
        param.grad = part.view(param.shape)
    return norm


@alternative("clip_gradients", "the norm of all norms, in float64")
def by_norms(params, max_norm):
    grads = [param.grad for param in params if param.grad is not None]
    norm = torch.stack([grad.double().norm() for grad in grads]).norm()
    for grad in grads:
        grad.copy_(grad.double() * torch.clamp(max_norm / norm, max=1.0))
    return norm.to(grads[0].dtype)


@alternative("accumulated_step", "sums of losses, and gradients divided at the end")
def divided_at_the_end(model, optimizer, loss_fn, batches):
    optimizer.zero_grad(set_to_none=False)
    total, loss_sum = 0, 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * x.shape[0]
        loss.backward()
        total += x.shape[0]
        loss_sum += loss.detach()
    for param in itertools.chain.from_iterable(group["params"] for group in optimizer.param_groups):
        if param.grad is not None:
            param.grad /= total
    optimizer.step()
    optimizer.zero_grad()
    return float(loss_sum / total)


@alternative("accumulated_step", "collects gradients with torch.autograd.grad and adds them up itself")
def by_autograd_grad(model, optimizer, loss_fn, batches):
    params = list(model.parameters())
    total = sum(x.size(0) for x, _ in batches)
    sums = [torch.zeros_like(param) for param in params]
    mean = 0.0
    for x, y in batches:
        share = x.size(0) / total
        loss = loss_fn(model(x), y)
        for held, grad in zip(sums, torch.autograd.grad(loss, params), strict=True):
            held.add_(grad, alpha=share)
        mean += share * loss.item()
    for param, grad in zip(params, sums, strict=True):
        param.grad = grad
    optimizer.step()
    return mean


@alternative("set_learning_rate", "update of each dict, with the scales looked up beforehand")
def by_update(optimizer, lr):
    rates = [lr * group["lr_scale"] if "lr_scale" in group else lr for group in optimizer.param_groups]
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group.update(lr=rate)


@alternative("set_learning_rate", "through the optimizer's state_dict")
def by_state_dict(optimizer, lr):
    state = optimizer.state_dict()
    for group in state["param_groups"]:
        group["lr"] = group.setdefault("lr_scale", 1.0) * lr
    optimizer.load_state_dict(state)
