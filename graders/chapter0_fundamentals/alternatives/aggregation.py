"""Unusual but right versions of the tasks in chapter0_fundamentals/aggregation."""

import torch

from learn.variants import alternative


@alternative("row_means", "a matrix product with a column of 1/D, in float64 inside")
def means_by_matmul(x):
    weights = torch.full((x.shape[1], 1), 1 / x.shape[1], dtype=torch.float64, device=x.device)
    return (x.double() @ weights).float()


@alternative("row_means", "Python's own sum, row by row")
def means_by_lists(x):
    return torch.tensor([[sum(row) / len(row)] for row in x.tolist()], device=x.device)


@alternative("argmax_2d", "two Python loops")
def argmax_by_loops(x):
    best = (0, 0)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            if x[i, j] > x[best]:
                best = (i, j)
    return best


@alternative("argmax_2d", "the best row first, then the best column in it")
def argmax_in_two_steps(x):
    row = int(x.amax(dim=1).argmax())
    return row, int(x[row].argmax())


@alternative("argmax_2d", "all positions of the largest value, of which the first")
def argmax_by_nonzero(x):
    row, column = torch.nonzero(x == x.max())[0].tolist()
    return row, column


@alternative("channel_statistics", "channels brought to the front and flattened, then the definition")
def statistics_by_definition(x):
    flat = x.transpose(0, 1).flatten(1)
    mean = flat.mean(dim=1, keepdim=True)
    return mean.squeeze(1), ((flat - mean) ** 2).mean(dim=1).sqrt()


@alternative("channel_statistics", "a loop over the channels in float64, by mean of squares minus squared mean")
def statistics_by_loop(x):
    means, deviations = [], []
    for channel in x.double().unbind(dim=1):
        means.append(channel.mean())
        deviations.append(((channel**2).mean() - means[-1] ** 2).clamp(min=0).sqrt())
    return torch.stack(means).to(x.dtype), torch.stack(deviations).to(x.dtype)


@alternative("channel_statistics", "the unbiased variance, scaled by (n - 1) / n")
def statistics_rescaled(x):
    n = x.numel() // x.shape[1]
    var = x.var(dim=(0, 2, 3)) * (n - 1) / n if n > 1 else x.new_zeros(x.shape[1])
    return x.mean(dim=(0, 2, 3)), var.sqrt()


@alternative("top_k_mask", "a threshold for each row: its k-th largest element")
def mask_by_threshold(x, k):
    return x >= x.topk(k, dim=1).values[:, -1:]


@alternative("top_k_mask", "ranks by two argsorts")
def mask_by_ranks(x, k):
    return x.argsort(dim=1, descending=True).argsort(dim=1) < k


@alternative("top_k_mask", "counting how many elements of the row are larger")
def mask_by_counting(x, k):
    return (x[:, None, :] > x[:, :, None]).sum(dim=2) < k


@alternative("top_k_mask", "a row number for each index")
def mask_by_indexing(x, k):
    mask = x.new_zeros(x.shape, dtype=torch.bool)
    mask[torch.arange(x.shape[0])[:, None], x.topk(k, dim=1).indices] = True
    return mask


@alternative("weighted_mean", "a matrix product of normalised weights and rows")
def weighted_by_matmul(x, weights):
    return (weights / weights.sum())[None] @ x


@alternative("weighted_mean", "einsum")
def weighted_by_einsum(x, weights):
    return torch.einsum("n,nd->d", weights, x)[None] / weights.sum()


@alternative("weighted_mean", "a loop over the rows")
def weighted_by_loop(x, weights):
    total = x.new_zeros(1, x.shape[1])
    for row, weight in zip(x, weights, strict=True):
        total = total + row * weight
    return total / weights.sum()


@alternative("masked_mean", "one sequence at a time, its valid positions selected")
def masked_by_loop(x, mask):
    out = x.new_zeros(x.shape[0], x.shape[2])
    for i in range(x.shape[0]):
        if mask[i].any():
            out[i] = x[i, mask[i]].mean(dim=0)
    return out


@alternative("masked_mean", "torch.where and einsum, with a tiny number against 0 / 0")
def masked_by_einsum(x, mask):
    weights = mask.to(x.dtype)
    kept = torch.where(mask[..., None], x, torch.zeros_like(x))
    return torch.einsum("bt,btd->bd", weights, kept) / (weights.sum(dim=1, keepdim=True) + 1e-8)


@alternative("masked_mean", "nanmean, with NaN at all invalid positions")
def masked_by_nanmean(x, mask):
    return x.masked_fill(~mask[:, :, None], torch.nan).nanmean(dim=1).nan_to_num(0.0)


@alternative("softmax_rows", "exp of the difference to logsumexp")
def softmax_by_logsumexp(x):
    return (x - x.logsumexp(dim=1, keepdim=True)).exp()


@alternative("softmax_rows", "one row at a time, in float64")
def softmax_by_loop(x):
    rows = []
    for row in x.double():
        powers = torch.exp(row - row.max())
        rows.append(powers / powers.sum())
    return torch.stack(rows).to(x.dtype)


@alternative("softmax_rows", "one over the sum of all exponentiated differences to each value")
def softmax_by_differences(x):
    return 1 / (x[:, None, :] - x[:, :, None]).exp().sum(dim=2)
