"""Unusual but right versions of the tasks in chapter0_fundamentals/autograd_basics."""

import torch

from learn.variants import alternative


@alternative("gradient_of", "torch.func.grad")
def by_func(f, x):
    return torch.func.grad(f)(x.detach())


@alternative("gradient_of", "backward() with the inputs named, so that nothing else gets a gradient")
def by_backward_inputs(f, x):
    leaf = x.detach().clone().requires_grad_()
    f(leaf).backward(inputs=[leaf])
    return leaf.grad


@alternative("accumulate_gradients", "each gradient on its own, added up with cumsum")
def by_cumsum(loss, w, xs, *, zero_between):
    leaf = w.detach().requires_grad_()
    grads = torch.stack([torch.autograd.grad(loss(leaf, x), leaf)[0] for x in xs])
    return grads if zero_between else grads.cumsum(dim=0)


@alternative("accumulate_gradients", "zero_ on a gradient that is there from the start, rows filled by index")
def rows_filled(loss, w, xs, *, zero_between):
    leaf = torch.nn.Parameter(w.detach().clone())
    leaf.grad = torch.zeros_like(leaf)
    held = torch.empty(len(xs), *w.shape, dtype=w.dtype, device=w.device)
    for row, x in zip(held, xs, strict=True):
        if zero_between:
            leaf.grad.zero_()
        loss(leaf, x).backward()
        row.copy_(leaf.grad)
    return held


@alternative("stop_gradient", "PyTorch's own loss")
def by_mse_loss(prediction, target):
    return torch.nn.functional.mse_loss(prediction, target.detach())


@alternative("stop_gradient", "copies the target under no_grad and takes a dot product")
def by_dot(prediction, target):
    with torch.no_grad():
        fixed = target.clone()
    difference = (prediction - fixed).reshape(-1)
    return difference @ difference / difference.numel()


class RoundFunction(torch.autograd.Function):
    """Rounding with a backward pass of its own."""

    @staticmethod
    def forward(_ctx, x):
        return torch.round(x)

    @staticmethod
    def backward(_ctx, grad):
        return grad


@alternative("straight_through_round", "a torch.autograd.Function")
def by_function(x):
    return RoundFunction.apply(x)


@alternative("straight_through_round", "overwrites the values of a copy under no_grad")
def copy_overwritten(x):
    y = x * 1
    with torch.no_grad():
        y.copy_(x.round())
    return y


@alternative("intermediate_gradient", "one call of torch.autograd.grad for both")
def both_at_once(first, second, x):
    leaf = x.detach().requires_grad_()
    hidden = first(leaf)
    return torch.autograd.grad(second(hidden), (hidden, leaf))


@alternative("intermediate_gradient", "goes back by hand: the hidden gradient is sent on through first")
def in_two_stages(first, second, x):
    leaf = x.detach().clone().requires_grad_()
    hidden = first(leaf)
    cut = hidden.detach().requires_grad_()
    second(cut).backward()
    hidden.backward(cut.grad)
    return cut.grad, leaf.grad


@alternative("sgd_step", "PyTorch's own optimizer")
def by_optimizer(params, lr):
    optimizer = torch.optim.SGD(params, lr=lr)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


@alternative("sgd_step", "in place on the detached parameter, which shares its memory")
def on_detached(params, lr):
    for param in params:
        if param.grad is not None:
            param.detach().sub_(param.grad, alpha=lr)
            param.grad = None


@alternative("second_derivative", "one element at a time, through the Hessian of a scalar")
def by_hessian(f, x):
    flat = x.detach().reshape(-1)
    found = [torch.autograd.functional.hessian(lambda t: f(t.reshape(1)).sum(), value) for value in flat]
    return torch.stack(found).reshape(x.shape)


@alternative("second_derivative", "forward mode twice")
def by_jvp(f, x):
    ones = torch.ones_like(x.detach())

    def slope(t):
        return torch.func.jvp(f, (t,), (ones,))[1]

    return torch.func.jvp(slope, (x.detach(),), (ones,))[1]
