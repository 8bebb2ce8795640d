"""Plausible wrong versions of the tasks in chapter1_workflow/schedules."""

import math

import torch

from learn.variants import mistake


@mistake("step_lr", "You multiplied by gamma in every epoch: that is ExponentialLR, here it happens every step_size epochs.")
def every_epoch(lr, epoch, step_size, gamma=0.1):
    return lr * gamma**epoch


@mistake("step_lr", "You counted epochs from 1, so the rate changes one epoch too early: the first epoch is 0.")
def one_early(lr, epoch, step_size, gamma=0.1):
    return lr * gamma ** ((epoch + 1) // step_size)


@mistake("step_lr", "The rate changes one epoch too late: epoch step_size is the first one with lr * gamma.")
def one_late(lr, epoch, step_size, gamma=0.1):
    return lr * gamma ** (max(epoch - 1, 0) // step_size)


@mistake("step_lr", "You divided with /, so the rate falls a little in each epoch: // counts whole stretches of step_size.")
def smooth(lr, epoch, step_size, gamma=0.1):
    return lr * gamma ** (epoch / step_size)


@mistake("step_lr", "You changed the rate once only: it goes on down, every step_size epochs.")
def once(lr, epoch, step_size, gamma=0.1):
    return lr if epoch < step_size else lr * gamma


@mistake("step_lr", "epoch % step_size tells how many epochs ago the rate changed: // tells how often it has changed.")
def remainder(lr, epoch, step_size, gamma=0.1):
    return lr * gamma ** (epoch % step_size)


def line(step, warmup, peak):
    return peak * (step + 1) / warmup


def fall(progress, peak, floor):
    return floor + (peak - floor) * (1 + math.cos(math.pi * progress)) / 2


@mistake("warmup_cosine", "Your warm-up begins at 0, so the first step is wasted: the formula has step + 1.")
def starts_at_zero(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return peak * step / warmup
    return fall(min((step - warmup) / (total - warmup), 1.0), peak, floor)


@mistake(
    "warmup_cosine", "Your warm-up is one step too long: its last step is warmup - 1, and the cosine starts at step warmup."
)
def one_more(step, total, warmup, peak, floor=0.0):
    if step <= warmup and warmup:
        return line(step, warmup, peak)
    return fall(min((step - warmup) / (total - warmup), 1.0), peak, floor)


@mistake("warmup_cosine", "You gave the cosine degrees: math.cos takes radians, and half a wave is pi.")
def in_degrees(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    progress = min((step - warmup) / (total - warmup), 1.0)
    return floor + (peak - floor) * (1 + math.cos(180 * progress)) / 2 if step < total else floor


@mistake("warmup_cosine", "Your progress counts from step 0: it counts from the end of the warm-up, step - warmup.")
def counted_from_zero(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall(min(step / total, 1.0), peak, floor)


@mistake("warmup_cosine", "Past the last step the cosine climbs again: from step total on, return floor.")
def climbs_again(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall((step - warmup) / (total - warmup), peak, floor)


@mistake("warmup_cosine", "You left the floor out: the cosine ends there, and not at 0.")
def no_floor(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall(min((step - warmup) / (total - warmup), 1.0), peak, 0.0)


@mistake("warmup_cosine", "A warm-up of 0 steps divides by 0 in your code: compute the line only where step < warmup.")
def divides_by_no_warmup(step, total, warmup, peak, floor=0.0):
    climbing = peak * (step + 1) / warmup
    return climbing if step < warmup else fall(min((step - warmup) / (total - warmup), 1.0), peak, floor)


def present(params):
    return [param.grad for param in params if param.grad is not None]


def norm_of(grads):
    return torch.cat([grad.reshape(-1) for grad in grads]).norm()


def scaled(grads, norm, max_norm):
    for grad in grads:
        grad.mul_(min(1.0, max_norm / (norm + 1e-9)))


@mistake(
    "clip_gradients", "You clipped each gradient by its own norm, which turns the step: take one norm and one factor for all."
)
def each_on_its_own(params, max_norm):
    grads = present(params)
    norm = norm_of(grads)
    for grad in grads:
        scaled([grad], grad.norm(), max_norm)
    return norm


@mistake("clip_gradients", "You scaled small gradients up to max_norm: scale only where the norm is larger than max_norm.")
def scales_up(params, max_norm):
    grads = present(params)
    norm = norm_of(grads)
    for grad in grads:
        grad.mul_(max_norm / (norm + 1e-9))
    return norm


@mistake(
    "clip_gradients",
    "Where all gradients are 0, you divided by 0: compute the factor only where the norm is larger than max_norm.",
)
def divides_by_zero(params, max_norm):
    grads = present(params)
    norm = norm_of(grads)
    factor = min(1.0, max_norm / norm.item())
    for grad in grads:
        grad.mul_(factor)
    return norm


@mistake("clip_gradients", "The gradients have not changed: grad = grad * ... makes a new tensor. Use grad.mul_().")
def name_rebound(params, max_norm):
    grads = present(params)
    norm = norm_of(grads)
    for grad in grads:
        if norm > max_norm:
            grad = grad * (max_norm / norm)  # this is the mistake
    return norm


@mistake("clip_gradients", "You returned the norm after clipping: measure it before, and return that.")
def norm_afterwards(params, max_norm):
    grads = present(params)
    scaled(grads, norm_of(grads), max_norm)
    return norm_of(grads)


@mistake("clip_gradients", "A parameter that took no part in the loss has .grad None, which has no norm: pass over it.")
def none_not_expected(params, max_norm):
    params = list(params)
    norm = norm_of([param.grad for param in params])
    scaled([param.grad for param in params], norm, max_norm)
    return norm


@mistake("clip_gradients", "model.parameters() is a generator, and empty after the first loop: keep the gradients in a list.")
def goes_through_twice(params, max_norm):
    norm = norm_of(present(params))
    scaled(present(params), norm, max_norm)
    return norm


@mistake(
    "clip_gradients",
    "Your norm is on the CPU, where item() and torch.tensor() take it: leave it where the gradients are.",
)
def norm_on_cpu(params, max_norm):
    grads = present(params)
    norm = torch.tensor(norm_of(grads).item(), dtype=grads[0].dtype)
    scaled(grads, norm.item(), max_norm)
    return norm


@mistake("accumulated_step", "You added the pieces' losses without dividing: weight each by its share of all samples.")
def not_divided(model, optimizer, loss_fn, batches):
    optimizer.zero_grad()
    loss_sum = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        loss_sum += loss.item()
    optimizer.step()
    return loss_sum


@mistake(
    "accumulated_step",
    "You divided by the number of pieces, but a small piece counts less: weight each loss by len(x) / total.",
)
def by_number_of_pieces(model, optimizer, loss_fn, batches):
    optimizer.zero_grad()
    mean = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) / len(batches)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean


@mistake(
    "accumulated_step",
    "You called zero_grad() for each piece, so only the last gradient was left: call it once, before them all.",
)
def zero_between(model, optimizer, loss_fn, batches):
    total = sum(len(x) for x, _ in batches)
    mean = 0.0
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y) * len(x) / total
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean


@mistake("accumulated_step", "You took a step after each piece: gradients add up over all pieces, then comes one step.")
def step_for_each(model, optimizer, loss_fn, batches):
    optimizer.zero_grad()
    total = sum(len(x) for x, _ in batches)
    mean = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x) / total
        loss.backward()
        optimizer.step()
        mean += loss.item()
    return mean


@mistake("accumulated_step", "Gradients of earlier batches were added to yours: call zero_grad() before the first piece.")
def never_zeroed(model, optimizer, loss_fn, batches):
    total = sum(len(x) for x, _ in batches)
    mean = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x) / total
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean


@mistake("accumulated_step", "You kept all graphs for one backward() at the end: call it for each piece, to free its graph.")
def one_backward(model, optimizer, loss_fn, batches):
    optimizer.zero_grad()
    total = sum(len(x) for x, _ in batches)
    loss = sum(loss_fn(model(x), y) * len(x) / total for x, y in batches)
    loss.backward()
    optimizer.step()
    return loss.item()


@mistake("accumulated_step", "You returned the loss of the last piece: add up all of them, each with its share.")
def last_loss(model, optimizer, loss_fn, batches):
    optimizer.zero_grad()
    total = sum(len(x) for x, _ in batches)
    for x, y in batches:
        loss = loss_fn(model(x), y)
        (loss * len(x) / total).backward()
    optimizer.step()
    return loss.item()


@mistake("accumulated_step", "You moved the pieces to the CPU, and the model may be elsewhere: they are where it is already.")
def hard_coded_device(model, optimizer, loss_fn, batches):
    device = "cpu"
    optimizer.zero_grad()
    total = sum(len(x) for x, _ in batches)
    mean = 0.0
    for x, y in batches:
        loss = loss_fn(model(x.to(device)), y.to(device)) * len(x) / total
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean


@mistake("set_learning_rate", "You set the rate of the first group only: go through all of optimizer.param_groups.")
def first_group(optimizer, lr):
    group = optimizer.param_groups[0]
    group["lr"] = lr * group.get("lr_scale", 1.0)


@mistake(
    "set_learning_rate", "No rate has changed: an optimizer looks at group['lr'], not at optimizer.lr or optimizer.defaults."
)
def as_attribute(optimizer, lr):
    optimizer.lr = lr


@mistake("set_learning_rate", "You left lr_scale out: a group that has one gets lr times that number.")
def no_scale(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr


@mistake("set_learning_rate", 'Not every group has a key lr_scale: group.get("lr_scale", 1.0) does without.', raises=True)
def scale_expected(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr * group["lr_scale"]


@mistake("set_learning_rate", 'lr_scale or 1.0 takes a scale of 0 for a missing one: use group.get("lr_scale", 1.0).')
def zero_is_missing(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr * (group.get("lr_scale") or 1.0)


@mistake("set_learning_rate", "You multiplied the old rate, so it shrinks further with each call: start from lr each time.")
def multiplies_old_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] *= lr * group.get("lr_scale", 1.0)
