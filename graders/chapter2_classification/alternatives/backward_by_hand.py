"""Unusual but right versions of the tasks in chapter2_classification/backward_by_hand."""

import torch

from learn.variants import alternative


@alternative("cross_entropy_gradient", "takes 1 away at the labels, in place in a new tensor")
def taken_away(logits, labels):
    gradient = torch.softmax(logits, dim=-1)
    gradient[torch.arange(len(labels)), labels] -= 1
    return gradient.div_(len(labels))


@alternative("cross_entropy_gradient", "sample by sample, in float64, with exponentials")
def sample_by_sample(logits, labels):
    rows = []
    for row, label in zip(logits.double(), labels, strict=True):
        weights = (row - row.max()).exp()
        rows.append(weights / weights.sum())
        rows[-1][label] -= 1
    return torch.stack(rows).div(len(rows)).to(logits.dtype)


@alternative("cross_entropy_gradient", "the exponential of log_softmax, and a comparison for the one-hot rows")
def by_log_softmax(logits, labels):
    classes = torch.arange(logits.shape[1], device=labels.device)
    y = (labels[:, None] == classes).to(logits.dtype)
    return logits.log_softmax(1).exp() / len(labels) - y / len(labels)


@alternative("bce_gradient", "two cases of the sigmoid, each with an exponential that cannot overflow")
def two_cases(logits, targets):
    small = (-logits.abs()).exp()
    p = torch.where(logits >= 0, 1 / (1 + small), small / (1 + small))
    return (p - targets).mul(1 / logits.numel())


@alternative("bce_gradient", "tanh for the sigmoid, and the two targets apart")
def by_tanh(logits, targets):
    p = (1 + torch.tanh(logits / 2)) / 2
    return (targets * (p - 1) + (1 - targets) * p) / logits.numel()


@alternative("linear_backward", "einsum, and a product with ones for the bias")
def by_einsum(upstream, x, weight):
    ones = upstream.new_ones(len(upstream))
    of_x, of_weight = torch.einsum("no,oi->ni", upstream, weight), torch.einsum("no,ni->oi", upstream, x)
    return of_x, of_weight, ones @ upstream


@alternative("linear_backward", "one outer product for each sample")
def by_outer_products(upstream, x, weight):
    of_weight, of_bias = torch.zeros_like(weight), torch.zeros_like(weight[:, 0])
    of_x = torch.empty_like(x)
    for n in range(len(x)):
        of_x[n] = weight.T @ upstream[n]
        of_weight += torch.outer(upstream[n], x[n])
        of_bias += upstream[n]
    return of_x, of_weight, of_bias


@alternative("relu_backward", "a product with the mask as numbers")
def by_product(upstream, x):
    return upstream * (x > 0).to(upstream.dtype)


@alternative("relu_backward", "a copy, zero where x is not positive")
def copy_cleared(upstream, x):
    gradient = upstream.clone()
    gradient[x <= 0] = 0
    return gradient


@alternative("relu_backward", "the sign of ReLU's output")
def by_sign(upstream, x):
    return upstream * x.relu().sign()


@alternative("softmax_backward", "the whole Jacobian of each row")
def by_jacobian(upstream, probs):
    jacobian = torch.diag_embed(probs) - probs.unsqueeze(-1) * probs.unsqueeze(-2)
    return (jacobian @ upstream.unsqueeze(-1)).squeeze(-1)


@alternative("softmax_backward", "row by row")
def by_rows(upstream, probs):
    k = probs.shape[-1]
    rows = [p * g - p * (p @ g) for g, p in zip(upstream.reshape(-1, k), probs.reshape(-1, k), strict=True)]
    return torch.stack(rows).reshape(probs.shape)


@alternative("two_layer_gradients", "columns for samples: everything transposed, with the bias as a column of the weight")
def transposed_network(x, labels, weight1, bias1, weight2, bias2):
    ones = x.new_ones(1, len(x))
    inputs = torch.cat([x.T, ones])
    before = torch.cat([weight1, bias1[:, None]], dim=1) @ inputs
    hidden = torch.cat([before.clamp(min=0), ones])
    log_p = (torch.cat([weight2, bias2[:, None]], dim=1) @ hidden).log_softmax(dim=0)
    y = torch.zeros_like(log_p).scatter_(0, labels[None], 1)
    loss = -torch.where(y > 0, log_p, 0).sum() / len(x)

    of_logits = (log_p.exp() - y) / len(x)
    second = of_logits @ hidden.T
    first = (weight2.T @ of_logits * (before > 0)) @ inputs.T
    return loss, {"weight1": first[:, :-1], "bias1": first[:, -1], "weight2": second[:, :-1], "bias2": second[:, -1]}


@alternative("two_layer_gradients", "one sample after the other, in float64, PyTorch's own loss, keys in another order")
def one_by_one(x, labels, weight1, bias1, weight2, bias2):
    wide = [value.double() for value in (weight1, bias1, weight2, bias2)]
    totals = {name: torch.zeros_like(w) for name, w in zip(("weight1", "bias1", "weight2", "bias2"), wide, strict=True)}
    loss = 0.0
    w1, b1, w2, b2 = wide
    for sample, label in zip(x.double(), labels, strict=True):
        before = w1 @ sample + b1
        logits = w2 @ before.relu() + b2
        loss = loss + torch.nn.functional.cross_entropy(logits, label)
        of_logits = logits.softmax(dim=0)
        of_logits[label] -= 1
        of_before = (w2.T @ of_logits).masked_fill(before <= 0, 0)
        totals["bias2"] += of_logits
        totals["weight2"] += torch.outer(of_logits, before.relu())
        totals["bias1"] += of_before
        totals["weight1"] += torch.outer(of_before, sample)
    grads = {name: (total / len(x)).to(x.dtype) for name, total in reversed(totals.items())}
    return (loss / len(x)).to(x.dtype), grads
