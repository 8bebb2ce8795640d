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


@mistake("step_lr", "You divided with /, so the rate falls a little in each epoch: // gives steps.")
def smooth(lr, epoch, step_size, gamma=0.1):
    return lr * gamma ** (epoch / step_size)


@mistake("step_lr", "You took gamma times the number of changes: each change multiplies, so gamma is raised to that power.")
def times_count(lr, epoch, step_size, gamma=0.1):
    changes = epoch // step_size
    return lr * gamma * changes if changes else lr


@mistake("step_lr", "You changed the rate once only: it goes on down, every step_size epochs.")
def once(lr, epoch, step_size, gamma=0.1):
    return lr if epoch < step_size else lr * gamma


@mistake("step_lr", "epoch % step_size tells how far into a step the epoch is: // counts the changes before it.")
def remainder(lr, epoch, step_size, gamma=0.1):
    return lr * gamma ** (epoch % step_size)


@mistake("step_lr", "You changed the rate only in epochs that step_size divides, and went back after them: use //.")
def only_at_multiples(lr, epoch, step_size, gamma=0.1):
    return lr * gamma ** (epoch // step_size) if epoch % step_size == 0 else lr


def line(step, warmup, peak):
    return peak * (step + 1) / warmup


def fall(progress, peak, floor):
    return floor + (peak - floor) * (1 + math.cos(math.pi * progress)) / 2


@mistake("warmup_cosine", "Your warm-up begins at 0, so the first step is wasted: the formula has step + 1.")
def starts_at_zero(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return peak * step / warmup
    return fall(min((step - warmup) / (total - warmup), 1.0), peak, floor)


@mistake("warmup_cosine", "Your warm-up is a step too long: its last step is warmup - 1, step warmup is the cosine's first.")
def one_more(step, total, warmup, peak, floor=0.0):
    if step <= warmup and warmup:
        return line(step, warmup, peak)
    return fall(min((step - warmup) / (total - warmup), 1.0), peak, floor)


@mistake("warmup_cosine", "Your line climbs from floor to peak: it is peak * (step + 1) / warmup, whatever the floor is.")
def climbs_from_floor(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return floor + (peak - floor) * (step + 1) / warmup
    return fall(min((step - warmup) / (total - warmup), 1.0), peak, floor)


@mistake("warmup_cosine", "There is no warm-up in your schedule: the first warmup steps climb to the peak.")
def no_warmup(step, total, warmup, peak, floor=0.0):
    return fall(min(max((step - warmup) / (total - warmup), 0.0), 1.0), peak, floor)


@mistake("warmup_cosine", "You gave the cosine degrees: math.cos takes radians, and half a wave is pi.")
def in_degrees(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    progress = min((step - warmup) / (total - warmup), 1.0)
    return floor + (peak - floor) * (1 + math.cos(180 * progress)) / 2 if step < total else floor


@mistake("warmup_cosine", "Your cosine lacks pi: between 0 and 1 it hardly falls, half a wave is cos(pi * progress).")
def without_pi(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall((step - warmup) / (total - warmup) / math.pi, peak, floor) if step < total else floor


@mistake("warmup_cosine", "You took a whole wave, which climbs again: half a wave is cos(pi * progress).")
def whole_wave(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall(2 * (step - warmup) / (total - warmup), peak, floor) if step < total else floor


@mistake("warmup_cosine", "Your progress counts from step 0: it counts from the end of the warm-up, step - warmup.")
def counted_from_zero(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall(min(step / total, 1.0), peak, floor)


@mistake("warmup_cosine", "You divided by total: the cosine has total - warmup steps, and ends at the floor after them.")
def divided_by_total(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall((step - warmup) / total, peak, floor) if step < total else floor


@mistake("warmup_cosine", "Your cosine ends one step early: progress is 1 at step total, not at the last step before it.")
def ends_early(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall(min((step - warmup) / (total - warmup - 1), 1.0), peak, floor)


@mistake("warmup_cosine", "Past the last step the cosine climbs again: from step total on, return floor.")
def climbs_again(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall((step - warmup) / (total - warmup), peak, floor)


@mistake("warmup_cosine", "You went from peak + floor down: the wave's height is peak - floor.")
def floor_added(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall(min((step - warmup) / (total - warmup), 1.0), peak + floor, floor)


@mistake("warmup_cosine", "You left the floor out: the cosine ends there, and not at 0.")
def no_floor(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return fall(min((step - warmup) / (total - warmup), 1.0), peak, 0.0)


@mistake("warmup_cosine", "You cut the wave off at the floor: it is scaled, so that it comes down to it just at the end.")
def cut_off_at_floor(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return max(fall(min((step - warmup) / (total - warmup), 1.0), peak, 0.0), floor)


@mistake("warmup_cosine", "You fell along a straight line: the fall is half a wave of a cosine.")
def straight_down(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return line(step, warmup, peak)
    return peak + (floor - peak) * min((step - warmup) / (total - warmup), 1.0)


@mistake("warmup_cosine", "A warm-up of 0 steps divides by 0 in your code: compute the line only where step < warmup.")
def divides_by_no_warmup(step, total, warmup, peak, floor=0.0):
    climbing = peak * (step + 1) / warmup
    return climbing if step < warmup else fall(min((step - warmup) / (total - warmup), 1.0), peak, floor)


def present(params):
    return [param.grad for param in params if param.grad is not None]


def norm_of(grads):
    return torch.cat([grad.reshape(-1) for grad in grads]).norm() if grads else torch.tensor(0.0)


def scaled(grads, norm, max_norm):
    for grad in grads:
        grad.mul_(min(1.0, max_norm / (norm + 1e-9)))


@mistake("clip_gradients", "You clipped each gradient by its own norm, which turns the step: one norm and one factor for all.")
def each_on_its_own(params, max_norm):
    grads = present(params)
    norm = norm_of(grads)
    for grad in grads:
        scaled([grad], grad.norm(), max_norm)
    return norm


@mistake("clip_gradients", "You cut each element off at max_norm: multiply all gradients by max_norm / norm instead.")
def by_value(params, max_norm):
    grads = present(params)
    norm = norm_of(grads)
    for grad in grads:
        grad.clamp_(-max_norm, max_norm)
    return norm


@mistake("clip_gradients", "You added the gradients' norms: add their squares, and take the root of the sum.")
def sum_of_norms(params, max_norm):
    grads = present(params)
    norm = sum((grad.norm() for grad in grads), start=torch.tensor(0.0))
    scaled(grads, norm, max_norm)
    return norm


@mistake("clip_gradients", "You took the largest of the gradients' norms: the norm is the root of the sum of all squares.")
def largest_norm(params, max_norm):
    grads = present(params)
    norm = torch.stack([grad.norm() for grad in grads]).max() if grads else torch.tensor(0.0)
    scaled(grads, norm, max_norm)
    return norm


@mistake("clip_gradients", "The root is missing: the norm is the root of the sum of squares.")
def no_root(params, max_norm):
    grads = present(params)
    norm = norm_of(grads) ** 2
    scaled(grads, norm, max_norm)
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


@mistake("clip_gradients", "You divided by the norm and forgot max_norm: the factor is max_norm / norm.")
def to_length_one(params, max_norm):
    grads = present(params)
    norm = norm_of(grads)
    if norm > max_norm:
        scaled(grads, norm, 1.0)
    return norm


@mistake("clip_gradients", "grad = grad * ... gives the name a new tensor, and param.grad stays as it was: use grad.mul_().")
def name_rebound(params, max_norm):
    grads = present(params)
    norm = norm_of(grads)
    for grad in grads:
        if norm > max_norm:
            grad = grad * (max_norm / norm)  # this is the mistake
    return norm


@mistake("clip_gradients", "You scaled the parameters: it is their gradients that are too large.")
def scales_parameters(params, max_norm):
    params = [param for param in params if param.grad is not None]
    norm = torch.cat([param.detach().reshape(-1) for param in params]).norm() if params else torch.tensor(0.0)
    scaled([param.data for param in params], norm, max_norm)
    return norm


@mistake("clip_gradients", "You returned the norm after clipping: measure it before, and return that.")
def norm_afterwards(params, max_norm):
    grads = present(params)
    scaled(grads, norm_of(grads), max_norm)
    return norm_of(grads)


@mistake("clip_gradients", "You returned the factor: the norm before clipping is asked for.")
def returns_factor(params, max_norm):
    grads = present(params)
    norm = norm_of(grads)
    scaled(grads, norm, max_norm)
    return (max_norm / norm).clamp(max=1.0)


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


@mistake("clip_gradients", "item() and torch.tensor() bring the norm to the CPU: leave it a tensor, where the gradients are.")
def norm_on_cpu(params, max_norm):
    grads = present(params)
    norm = torch.tensor(norm_of(grads).item(), dtype=grads[0].dtype if grads else torch.float32)
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


@mistake("accumulated_step", "You divided by the number of pieces, but a small piece counts less: weight by len(x) / total.")
def by_number_of_pieces(model, optimizer, loss_fn, batches):
    optimizer.zero_grad()
    mean = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) / len(batches)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean


@mistake("accumulated_step", "You called zero_grad() for each piece, so only the last one's gradient was left: call it once.")
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


@mistake("accumulated_step", "You called zero_grad() after the backward passes and before the step: the gradients were gone.")
def zeroed_before_step(model, optimizer, loss_fn, batches):
    total = sum(len(x) for x, _ in batches)
    mean = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x) / total
        loss.backward()
        mean += loss.item()
    optimizer.zero_grad()
    optimizer.step()
    return mean


@mistake("accumulated_step", "You put the pieces together again, and that batch is too large for memory: take one at a time.")
def put_together(model, optimizer, loss_fn, batches):
    optimizer.zero_grad()
    x, y = (torch.cat(parts) for parts in zip(*batches, strict=True))
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


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


@mistake("accumulated_step", "You returned the plain mean of the pieces' losses: a sample in a small piece counts more in it.")
def mean_of_losses(model, optimizer, loss_fn, batches):
    optimizer.zero_grad()
    total = sum(len(x) for x, _ in batches)
    losses = []
    for x, y in batches:
        loss = loss_fn(model(x), y)
        (loss * len(x) / total).backward()
        losses.append(loss.item())
    optimizer.step()
    return sum(losses) / len(losses)


@mistake("accumulated_step", "You measured the loss after the step: add it up while you go through the pieces.")
def loss_afterwards(model, optimizer, loss_fn, batches):
    optimizer.zero_grad()
    total = sum(len(x) for x, _ in batches)
    for x, y in batches:
        (loss_fn(model(x), y) * len(x) / total).backward()
    optimizer.step()
    with torch.no_grad():
        return sum(loss_fn(model(x), y).item() * len(x) / total for x, y in batches)


@mistake("accumulated_step", "You made a new optimizer, which has forgotten everything, velocities too: use the given one.")
def new_optimizer(model, optimizer, loss_fn, batches):
    fresh = type(optimizer)(optimizer.param_groups[0]["params"], **optimizer.defaults)
    fresh.zero_grad()
    total = sum(len(x) for x, _ in batches)
    mean = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x) / total
        loss.backward()
        mean += loss.item()
    fresh.step()
    return mean


@mistake(
    "accumulated_step", 'Your loop says device = "cpu", and the model may be elsewhere: the pieces are where it is already.'
)
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


@mistake("set_learning_rate", "You wrote optimizer.lr, an attribute that no optimizer looks at: the rates are in the groups.")
def as_attribute(optimizer, lr):
    optimizer.lr = lr


@mistake(
    "set_learning_rate",
    "optimizer.defaults is for groups that are added later: the rates are in param_groups.",
    same_as="as_attribute",
)
def in_defaults(optimizer, lr):
    optimizer.defaults["lr"] = lr


@mistake("set_learning_rate", "You left lr_scale out: a group that has one gets lr times that number.")
def no_scale(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr


@mistake("set_learning_rate", 'Not every group has a key lr_scale: group.get("lr_scale", 1.0) does without.', raises=True)
def scale_expected(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr * group["lr_scale"]


@mistake("set_learning_rate", "You used lr_scale as the rate itself: the rate is lr times lr_scale.")
def scale_as_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = group.get("lr_scale", lr)


@mistake("set_learning_rate", "You divided by lr_scale: the rate is lr times lr_scale.")
def divided_by_scale(optimizer, lr):
    for group in optimizer.param_groups:
        scale = group.get("lr_scale", 1.0)
        group["lr"] = lr / scale if scale else 0.0


@mistake("set_learning_rate", 'lr_scale or 1.0 takes a scale of 0 for a missing one: use group.get("lr_scale", 1.0).')
def zero_is_missing(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr * (group.get("lr_scale") or 1.0)


@mistake("set_learning_rate", "You multiplied the old rate, so it shrinks further with each call: start from lr each time.")
def multiplies_old_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] *= lr * group.get("lr_scale", 1.0)


@mistake("set_learning_rate", "You went on from one group's scale to the next group: each group starts from lr itself.")
def scale_carried_on(optimizer, lr):
    for group in optimizer.param_groups:
        lr *= group.get("lr_scale", 1.0)
        group["lr"] = lr


@mistake("set_learning_rate", "You made new groups and lost their settings: change the rate in the dicts that are there.")
def groups_replaced(optimizer, lr):
    scales = [group.get("lr_scale", 1.0) for group in optimizer.param_groups]
    params = [group["params"] for group in optimizer.param_groups]
    optimizer.param_groups.clear()
    for scale, some in zip(scales, params, strict=True):
        optimizer.add_param_group({"params": some, "lr": lr * scale, "lr_scale": scale})


@mistake(
    "set_learning_rate",
    "You set the optimizer up anew, and its velocities were lost: change the rates in its groups.",
)
def set_up_anew(optimizer, lr):
    groups = [group | {"lr": lr * group.get("lr_scale", 1.0)} for group in optimizer.param_groups]
    optimizer.__init__(groups, lr=lr)
