"""Plausible wrong versions of the tasks in chapter0_fundamentals/autograd_basics."""

import copy

import torch
from autograd_basics import second_derivative

from learn.variants import mistake


@mistake("gradient_of", "You called backward() on the caller's x: the gradient was added to x.grad. Use a detached copy.")
def backward_on_x(f, x):
    x.requires_grad_()
    f(x).backward()
    return x.grad


@mistake("gradient_of", "You cleared x.grad, which was not yours, before using it: work on a detached copy of x.")
def clears_grad_of_x(f, x):
    if x.is_leaf:
        x.requires_grad_()
        x.grad = None
    return torch.autograd.grad(f(x), x)[0]


@mistake("gradient_of", "x.requires_grad_() changes the caller's x: call it on x.detach(), which is a tensor of its own.")
def marks_x(f, x):
    x.requires_grad_()
    return torch.autograd.grad(f(x), x)[0]


@mistake(
    "gradient_of",
    "backward() fills .grad of every leaf, also of weights inside f: torch.autograd.grad asks for x alone.",
)
def backward_on_copy(f, x):
    leaf = x.detach().clone().requires_grad_()
    f(leaf).backward()
    return leaf.grad


@mistake(
    "gradient_of",
    "With create_graph=True the gradient is part of a graph and requires a gradient itself: leave it out.",
)
def in_a_graph(f, x):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, create_graph=True)[0]


@mistake(
    "gradient_of",
    "x.clone() still hangs on an x that requires a gradient, so it is no leaf and gets no .grad: x.detach() cuts it off.",
)
def clone_not_detached(f, x):
    leaf = x.clone().requires_grad_()
    f(leaf).backward()
    return leaf.grad


@mistake("gradient_of", "torch.tensor(x.tolist()) is float32, whatever x was: x.detach() keeps the dtype.")
def rebuilt_from_a_list(f, x):
    leaf = torch.tensor(x.tolist(), device=x.device, requires_grad=True)
    return torch.autograd.grad(f(leaf), leaf)[0]


@mistake("gradient_of", "torch.autograd.grad returns a tuple with one gradient for each input: take its first item.")
def whole_tuple(f, x):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf)


@mistake("gradient_of", "You returned the value of f: ask torch.autograd.grad for its gradient.")
def value_of_f(f, x):
    return f(x).detach()


@mistake("gradient_of", "You gave f a detached x that requires no gradient, so nothing was recorded.", raises=True)
def nothing_recorded(f, x):
    return torch.autograd.grad(f(x.detach()), x)[0]


@mistake("gradient_of", "cpu() took x away from its device, and f and the gradient with it: x.detach() alone stays there.")
def taken_to_cpu(f, x):
    leaf = x.detach().cpu().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf)[0]


@mistake("accumulate_gradients", "You noted leaf.grad itself, and later passes add to that same tensor: note a clone.")
def same_tensor_noted(loss, w, xs, *, zero_between):
    leaf = w.detach().clone().requires_grad_()
    held = []
    for x in xs:
        if zero_between and leaf.grad is not None:
            leaf.grad.zero_()
        loss(leaf, x).backward()
        held.append(leaf.grad)
    return torch.stack(held)


@mistake(
    "accumulate_gradients",
    "You never cleared the gradient, so it kept adding up: with zero_between clear it each time.",
)
def never_cleared(loss, w, xs, *, zero_between):
    leaf = w.detach().clone().requires_grad_()
    held = []
    for x in xs:
        loss(leaf, x).backward()
        held.append(leaf.grad.clone())
    return torch.stack(held)


@mistake("accumulate_gradients", "You cleared the gradient each time: without zero_between it has to add up, as .grad does.")
def always_cleared(loss, w, xs, *, zero_between):
    leaf = w.detach().clone().requires_grad_()
    held = []
    for x in xs:
        leaf.grad = None
        loss(leaf, x).backward()
        held.append(leaf.grad.clone())
    return torch.stack(held)


@mistake(
    "accumulate_gradients",
    "You cleared between backward() and looking at .grad, so only zeros were left: clear before.",
)
def cleared_too_late(loss, w, xs, *, zero_between):
    leaf = w.detach().clone().requires_grad_()
    held = []
    for x in xs:
        loss(leaf, x).backward()
        if zero_between:
            leaf.grad.zero_()
        held.append(leaf.grad.clone())
    return torch.stack(held)


@mistake("accumulate_gradients", "You averaged over the passes so far: .grad holds the sum, nobody divides it.")
def averaged_grads(loss, w, xs, *, zero_between):
    leaf = w.detach().clone().requires_grad_()
    held = []
    for count, x in enumerate(xs, start=1):
        if zero_between:
            leaf.grad = None
        loss(leaf, x).backward()
        held.append(leaf.grad / (1 if zero_between else count))
    return torch.stack(held)


@mistake("accumulate_gradients", "You stepped along the gradient as well: the values of the weight stay as they are.")
def steps_too(loss, w, xs, *, zero_between):
    leaf = w.detach().clone().requires_grad_()
    held = []
    for x in xs:
        if zero_between:
            leaf.grad = None
        loss(leaf, x).backward()
        held.append(leaf.grad.clone())
        with torch.no_grad():
            leaf -= 0.1 * leaf.grad
    return torch.stack(held)


@mistake("accumulate_gradients", "squeeze() also drops the first dimension when there is one input: it has to stay.")
def squeezed(loss, w, xs, *, zero_between):
    leaf = w.detach().clone().requires_grad_()
    held = []
    for x in xs:
        if zero_between:
            leaf.grad = None
        loss(leaf, x).backward()
        held.append(leaf.grad.clone())
    return torch.stack(held).squeeze()


@mistake(
    "accumulate_gradients", "You worked on the caller's w, so its .grad and requires_grad changed: take w.detach().clone()."
)
def works_on_w(loss, w, xs, *, zero_between):
    w.requires_grad_()
    w.grad = None
    held = []
    for x in xs:
        if zero_between:
            w.grad = None
        loss(w, x).backward()
        held.append(w.grad.clone())
    return torch.stack(held)


@mistake("accumulate_gradients", "deepcopy also copies w's .grad, and yours are added to it: use w.detach().clone().")
def deeply_copied(loss, w, xs, *, zero_between):
    leaf = copy.deepcopy(w).requires_grad_()
    held = []
    for x in xs:
        if zero_between:
            leaf.grad = None
        loss(leaf, x).backward()
        held.append(leaf.grad.clone())
    return torch.stack(held)


@mistake(
    "accumulate_gradients",
    "You note the gradients in a tensor that is made on the CPU, wherever w is: say device=w.device, or stack them.",
)
def noted_on_cpu(loss, w, xs, *, zero_between):
    leaf = w.detach().clone().requires_grad_()
    held = torch.zeros(len(xs), *w.shape, dtype=w.dtype)
    for i, x in enumerate(xs):
        if zero_between:
            leaf.grad = None
        loss(leaf, x).backward()
        held[i] = leaf.grad
    return held


@mistake("stop_gradient", "The target is still part of the graph, so it gets a gradient too: detach() it.")
def nothing_stopped(prediction, target):
    return ((prediction - target) ** 2).mean()


@mistake("stop_gradient", "You detached the prediction: the gradient has to reach it, and not the target.")
def wrong_one_stopped(prediction, target):
    return ((prediction.detach() - target) ** 2).mean()


@mistake(
    "stop_gradient",
    "Under no_grad nothing is recorded, for the prediction neither: detach the target alone.",
    raises=True,
)
def all_stopped(prediction, target):
    with torch.no_grad():
        return ((prediction - target) ** 2).mean()


@mistake("stop_gradient", "You summed the squares: the mean also divides by the number of elements.")
def summed(prediction, target):
    return ((prediction - target.detach()) ** 2).sum()


@mistake("stop_gradient", "You took the mean over the rows only: the loss is the mean of all elements.")
def mean_over_rows(prediction, target):
    return ((prediction - target.detach()) ** 2).mean(dim=0).sum()


@mistake("stop_gradient", "detach_() with an underscore takes the caller's target out of its graph: use detach().")
def detached_in_place(prediction, target):
    return ((prediction - target.detach_()) ** 2).mean()


@mistake("stop_gradient", "requires_grad_(False) changes the caller's target, and fails where it was computed: use detach().")
def switched_off(prediction, target):
    return ((prediction - target.requires_grad_(requires_grad=False)) ** 2).mean()


@mistake(
    "stop_gradient",
    "A tensor made of target.tolist() is on the CPU and does not mix with the prediction elsewhere: use target.detach().",
)
def target_rebuilt(prediction, target):
    fixed = torch.tensor(target.tolist(), dtype=target.dtype)
    return ((prediction - fixed) ** 2).mean()


@mistake(
    "straight_through_round",
    "The gradient of round() is 0, so nothing comes through: add the rounding as a detached part.",
)
def plain_round(x):
    return x.round()


@mistake("straight_through_round", "You detached everything, so x is cut off: only the difference is detached.", raises=True)
def cut_off(x):
    return x.detach().round()


@mistake(
    "straight_through_round",
    "You added the difference without detach(): x cancels, and its gradient is 0 again.",
    same_as="plain_round",
)
def not_detached(x):
    return x + (x.round() - x)


@mistake(
    "straight_through_round",
    "Your two parts are swapped: the values are not rounded, and the gradient is that of round().",
)
def parts_swapped(x):
    return x.round() + (x - x.round()).detach()


@mistake("straight_through_round", "A cast to int cuts off the decimals, which rounds towards 0: use round().")
def truncated(x):
    return x + (x.long() - x).detach()


@mistake("straight_through_round", "floor(x + 0.5) sends every half upwards: torch.round sends it to the even neighbour.")
def halves_up(x):
    return x + ((x + 0.5).floor() - x).detach()


@mistake("straight_through_round", "x.data.round_() rounds the caller's tensor behind autograd's back: make a new tensor.")
def rounds_data(x):
    x.data.round_()
    return x * 1


@mistake("straight_through_round", "round_() works in place, which a leaf that requires a gradient forbids.", raises=True)
def rounds_leaf(x):
    return x.round_()


@mistake(
    "straight_through_round",
    "You copied x to the CPU to round it, and back again, which is slow: round() works on the device where x is.",
)
def rounded_on_cpu(x):
    rounded = x.detach().cpu().round().to(x.device)
    return x + (rounded - x.detach())


@mistake("intermediate_gradient", "A hidden value keeps no .grad: call retain_grad() on it before backward().")
def not_retained(first, second, x):
    leaf = x.detach().requires_grad_()
    hidden = first(leaf)
    second(hidden).backward()
    return None, leaf.grad


@mistake(
    "intermediate_gradient",
    "You made the hidden value a leaf of its own, so no gradient went on to x: call retain_grad().",
)
def hidden_detached(first, second, x):
    leaf = x.detach().requires_grad_()
    hidden = first(leaf).detach().requires_grad_()
    second(hidden).backward()
    return hidden.grad, leaf.grad


@mistake("intermediate_gradient", "You returned the hidden value: asked for is the gradient with respect to it.")
def hidden_itself(first, second, x):
    leaf = x.detach().requires_grad_()
    hidden = first(leaf)
    second(hidden).backward()
    return hidden.detach(), leaf.grad


@mistake("intermediate_gradient", "For x you took the gradient of first alone: the chain goes on through second.")
def first_alone(first, second, x):
    leaf = x.detach().requires_grad_()
    hidden = first(leaf)
    (of_hidden,) = torch.autograd.grad(second(hidden), hidden, retain_graph=True)
    return of_hidden, torch.autograd.grad(hidden.sum(), leaf)[0]


@mistake("intermediate_gradient", "Your two gradients are swapped: the hidden value's comes first.")
def swapped(first, second, x):
    leaf = x.detach().requires_grad_()
    hidden = first(leaf)
    return torch.autograd.grad(second(hidden), (leaf, hidden))


@mistake("intermediate_gradient", "You computed everything twice: one backward pass fills both gradients.")
def computed_twice(first, second, x):
    leaf = x.detach().requires_grad_()
    hidden = first(leaf).detach().requires_grad_()
    of_hidden = torch.autograd.grad(second(hidden), hidden)[0]
    return of_hidden, torch.autograd.grad(second(first(leaf)), leaf)[0]


@mistake("intermediate_gradient", "You marked the caller's x and filled its .grad: work on x.detach().")
def on_callers_x(first, second, x):
    x.requires_grad_()
    x.grad = None
    hidden = first(x)
    hidden.retain_grad()
    second(hidden).backward()
    return hidden.grad, x.grad


@mistake("intermediate_gradient", "You moved the gradients to the CPU: return them as they are, on the device where x is.")
def moved_to_cpu(first, second, x):
    leaf = x.detach().requires_grad_()
    hidden = first(leaf)
    hidden.retain_grad()
    second(hidden).backward()
    return hidden.grad.cpu(), leaf.grad.cpu()


@mistake("sgd_step", "You added the gradient, which goes uphill: subtract it.")
def uphill(params, lr):
    with torch.no_grad():
        for param in params:
            if param.grad is not None:
                param.add_(lr * param.grad)
                param.grad = None


@mistake("sgd_step", "param = param - ... only gives the name a new tensor, the parameter stays as it was: use -= .")
def name_rebound(params, lr):
    for param in params:
        if param.grad is not None:
            param = param - lr * param.grad  # this is the mistake


@mistake("sgd_step", "You put new tensors into the list, but the model still has the old ones: change them in place.")
def list_refilled(params, lr):
    for i, param in enumerate(params):
        if param.grad is not None:
            params[i] = (param - lr * param.grad).detach().requires_grad_()
            param.grad = None


@mistake("sgd_step", "param.data = ... gives the parameter new memory, and views of the old memory miss it: use -= .")
def new_memory(params, lr):
    for param in params:
        if param.grad is not None:
            param.data = param.data - lr * param.grad
            param.grad = None


@mistake("sgd_step", "A leaf that requires a gradient forbids in-place changes: do them under torch.no_grad().", raises=True)
def without_no_grad(params, lr):
    for param in params:
        if param.grad is not None:
            param.sub_(lr * param.grad)
            param.grad = None


@mistake("sgd_step", "You switched requires_grad off for the update and not on again: use torch.no_grad() instead.")
def stays_switched_off(params, lr):
    for param in params:
        if param.grad is not None:
            param.requires_grad_(requires_grad=False)
            param.sub_(lr * param.grad)
            param.grad = None


@mistake("sgd_step", "You left the gradients, and the next backward() would add to them: set each to None.")
def grads_left(params, lr):
    with torch.no_grad():
        for param in params:
            if param.grad is not None:
                param.sub_(lr * param.grad)


@mistake("sgd_step", "You set the gradients to zeros: this task asks for None, which also saves their memory.")
def grads_zeroed(params, lr):
    with torch.no_grad():
        for param in params:
            if param.grad is not None:
                param.sub_(lr * param.grad)
                param.grad.zero_()


@mistake("sgd_step", "A parameter that took no part in the loss has .grad None, which cannot be multiplied: pass over it.")
def none_not_expected(params, lr):
    with torch.no_grad():
        for param in params:
            param.sub_(lr * param.grad)
            param.grad = None


@mistake("sgd_step", "You stopped at the first parameter without a gradient: pass over it and go on with the others.")
def stops_at_none(params, lr):
    with torch.no_grad():
        for param in params:
            if param.grad is None:
                return
            param.sub_(lr * param.grad)
            param.grad = None


@mistake(
    "sgd_step",
    "NumPy reaches only the CPU's memory, and parameters may be on an accelerator: step in torch, under no_grad().",
)
def step_in_numpy(params, lr):
    for param in params:
        if param.grad is not None:
            param.detach().numpy()[...] -= lr * param.grad.numpy()
            param.grad = None


@mistake("second_derivative", "You returned the first derivative: differentiate it once more.")
def first_derivative(f, x):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf).sum(), leaf)[0]


@mistake("second_derivative", "You squared the first derivative: that is not the derivative of the derivative.")
def slope_squared(f, x):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf).sum(), leaf)[0] ** 2


@mistake(
    "second_derivative",
    "backward() added the second gradient to the first one in .grad: use torch.autograd.grad twice.",
)
def added_to_the_first(f, x):
    leaf = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(leaf).sum(), leaf, create_graph=True)
    leaf.grad = slope.detach().clone()
    if slope.requires_grad:
        slope.sum().backward()
    return leaf.grad


@mistake("second_derivative", "The first derivative has no graph of its own without create_graph=True.", raises=True)
def no_graph(f, x):
    leaf = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(leaf).sum(), leaf)
    return torch.autograd.grad(slope.sum(), leaf)[0]


@mistake("second_derivative", "The slope of a straight line has no graph, and grad() fails on it: return zeros in that case.")
def no_straight_lines(f, x):
    leaf = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(leaf).sum(), leaf, create_graph=True)
    return torch.autograd.grad(slope.sum(), leaf)[0]


@mistake(
    "second_derivative",
    "You asked for a graph of the second derivative too: only the first call needs create_graph=True.",
)
def graph_kept(f, x):
    leaf = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(leaf).sum(), leaf, create_graph=True)
    if not slope.requires_grad:
        return torch.zeros_like(slope)
    return torch.autograd.grad(slope.sum(), leaf, create_graph=True)[0]


@mistake("second_derivative", "x.requires_grad_() changes the caller's x, which stays that way: work on x.detach().")
def callers_x_marked(f, x):
    return second_derivative(f, x.requires_grad_())


@mistake(
    "second_derivative",
    "You took differences of f, which lose half of the digits or more: differentiate with autograd.",
)
def by_differences(f, x):
    wide, h = x.detach().double(), 1e-4
    return ((f(wide + h) - 2 * f(wide) + f(wide - h)) / h**2).to(x.dtype)


@mistake("second_derivative", "For a straight line your zeros are made on the CPU, wherever x is: use torch.zeros_like(x).")
def zeros_for_lines_on_cpu(f, x):
    leaf = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(leaf).sum(), leaf, create_graph=True)
    if not slope.requires_grad:
        return torch.zeros(x.shape, dtype=x.dtype)
    return torch.autograd.grad(slope.sum(), leaf)[0]
