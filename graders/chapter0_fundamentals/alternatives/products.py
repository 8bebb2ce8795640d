"""Unusual but right versions of the tasks in chapter0_fundamentals/products."""

import torch

from learn.variants import alternative


@alternative("dot", "@ of two vectors")
def dot_by_matmul(a, b):
    return a @ b


@alternative("dot", "einsum in float64 inside")
def dot_by_einsum(a, b):
    return torch.einsum("n,n->", a.double(), b.double()).to(a.dtype)


@alternative("dot", "a loop that starts from a number")
def dot_by_loop(a, b):
    total = 0
    for one, other in zip(a, b, strict=True):
        total = total + one * other
    return total


@alternative("linear", "einsum, and zeros in place of a missing bias")
def linear_by_einsum(x, weight, bias=None):
    if bias is None:
        bias = torch.zeros(weight.shape[0], dtype=x.dtype, device=x.device)
    return torch.einsum("bi,oi->bo", x, weight) + bias


@alternative("linear", "broadcasting and a sum, the bias added in place to its own result")
def linear_by_broadcasting(x, weight, bias=None):
    out = (x[:, None, :] * weight).sum(dim=-1)
    if bias is not None:
        out += bias
    return out


@alternative("linear", "one output at a time")
def linear_by_columns(x, weight, bias=None):
    outputs = [x @ row for row in weight]
    if bias is not None:
        outputs = [out + b for out, b in zip(outputs, bias, strict=True)]
    return torch.stack(outputs, dim=1)


@alternative("matmul_by_hand", "three Python loops")
def by_hand_by_loops(a, b):
    out = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype, device=a.device)
    for n in range(a.shape[0]):
        for m in range(b.shape[1]):
            for k in range(a.shape[1]):
                out[n, m] += a[n, k] * b[k, m]
    return out


@alternative("matmul_by_hand", "all products at once by broadcasting, then a sum over k")
def by_hand_by_broadcasting(a, b):
    return (a[:, :, None] * b).sum(dim=1)


@alternative("matmul_by_hand", "nested lists of Python numbers")
def by_hand_by_lists(a, b):
    columns = b.T.tolist()
    rows = [[sum(p * q for p, q in zip(row, column, strict=True)) for column in columns] for row in a.tolist()]
    return torch.tensor(rows, dtype=a.dtype, device=a.device)


@alternative("batched_matmul", "torch.bmm")
def batched_by_bmm(a, b):
    return torch.bmm(a, b)


@alternative("batched_matmul", "einsum")
def batched_by_einsum(a, b):
    return torch.einsum("bnk,bkm->bnm", a, b)


@alternative("batched_matmul", "a loop over the batch into a tensor of zeros")
def batched_by_loop(a, b):
    out = a.new_zeros(a.shape[0], a.shape[1], b.shape[2])
    for i in range(a.shape[0]):
        out[i] = a[i] @ b[i]
    return out


@alternative("batched_matmul", "broadcasting over four dimensions, then a sum over k")
def batched_by_broadcasting(a, b):
    return (a[..., None] * b[:, None]).sum(dim=2)


@alternative("bilinear", "x^T W first, then a dot product of rows")
def bilinear_in_two_steps(x, weight, y):
    return ((x @ weight) * y).sum(dim=1)


@alternative("bilinear", "the diagonal of the product of all pairs")
def bilinear_by_diagonal(x, weight, y):
    return (x @ weight @ y.T).diagonal()


@alternative("bilinear", "a loop over the batch")
def bilinear_by_loop(x, weight, y):
    return torch.stack([one @ weight @ other for one, other in zip(x, y, strict=True)])


@alternative("bilinear", "torch.nn.functional.bilinear with one output")
def bilinear_ready_made(x, weight, y):
    return torch.nn.functional.bilinear(x, y, weight[None]).squeeze(1)


@alternative("gram", "einsum over both pixel dimensions")
def gram_by_einsum(features):
    return torch.einsum("chw,dhw->cd", features, features) / features.numel()


@alternative("gram", "a copy that is scaled in place before the product")
def gram_scaled_before(features):
    flat = features.flatten(1).clone()
    flat /= features.numel() ** 0.5
    return flat @ flat.T


@alternative("gram", "two loops over the channels")
def gram_by_loops(features):
    rows = [torch.stack([(one * other).sum() for other in features]) for one in features]
    return torch.stack(rows) / features.numel()


@alternative("attention_scores", "einsum of queries that are scaled first")
def scores_by_einsum(q, k):
    return torch.einsum("btd,bsd->bts", q * q.shape[-1] ** -0.5, k)


@alternative("attention_scores", "broadcasting over four dimensions, then a sum over the features")
def scores_by_broadcasting(q, k):
    return (q[:, :, None, :] * k[:, None, :, :]).sum(dim=-1) / q.shape[-1] ** 0.5


@alternative("attention_scores", "a loop over the batch in float64")
def scores_by_loop(q, k):
    scores = [queries.double() @ keys.double().T for queries, keys in zip(q, k, strict=True)]
    return (torch.stack(scores) / q.shape[-1] ** 0.5).to(q.dtype)
