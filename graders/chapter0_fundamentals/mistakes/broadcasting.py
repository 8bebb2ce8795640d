"""Plausible wrong versions of the tasks in chapter0_fundamentals/broadcasting."""

import numpy as np
import torch

from learn.variants import mistake


@mistake(
    "standardise_columns",
    "You standardised each row (dim=1): the statistics of a column run over its rows, dim=0.",
)
def rows_standardised(x, eps=1e-5):
    centred = x - x.mean(dim=1, keepdim=True)
    return centred / (centred.square().mean(dim=1, keepdim=True).sqrt() + eps)


@mistake(
    "standardise_columns",
    "mean(dim=1) has shape (N,) and lines up with the columns, not the rows: take the statistics over dim=0.",
)
def row_means_on_columns(x, eps=1e-5):
    centred = x - x.mean(dim=1)
    return centred / (centred.square().mean(dim=1).sqrt() + eps)


@mistake(
    "standardise_columns",
    "You took one mean and one deviation of the whole matrix: each column has its own, over dim=0.",
)
def whole_matrix(x, eps=1e-5):
    centred = x - x.mean()
    return centred / (centred.square().mean().sqrt() + eps)


@mistake(
    "standardise_columns",
    "You divided the squares by N - 1, as torch.std does: the population standard deviation divides by N.",
)
def sample_deviation(x, eps=1e-5):
    return (x - x.mean(dim=0)) / (x.std(dim=0) + eps)


@mistake("standardise_columns", "You divided by the variance: the standard deviation is its square root.")
def by_variance(x, eps=1e-5):
    centred = x - x.mean(dim=0)
    return centred / (centred.square().mean(dim=0) + eps)


@mistake("standardise_columns", "You divided x itself: subtract the mean of the column first.")
def not_centred(x, eps=1e-5):
    return x / ((x - x.mean(dim=0)).square().mean(dim=0).sqrt() + eps)


@mistake("standardise_columns", "Without eps a constant column is 0 / 0, which is NaN: divide by std + eps.")
def without_eps(x, eps=1e-5):
    centred = x - x.mean(dim=0)
    return centred / centred.square().mean(dim=0).sqrt()


@mistake("standardise_columns", "You added eps to the variance, under the root: add it to the standard deviation.")
def eps_under_the_root(x, eps=1e-5):
    centred = x - x.mean(dim=0)
    return centred / (centred.square().mean(dim=0) + eps).sqrt()


@mistake("standardise_columns", "You wrote 1e-5 into the code: use the argument eps.")
def fixed_eps(x, eps=1e-5):
    centred = x - x.mean(dim=0)
    return centred / (centred.square().mean(dim=0).sqrt() + 1e-5)


@mistake("standardise_columns", "x -= ... changes the caller's tensor: x - ... makes a new one.")
def centred_in_place(x, eps=1e-5):
    x -= x.mean(dim=0)
    return x / (x.square().mean(dim=0).sqrt() + eps)


@mistake(
    "standardise_columns",
    "You let torch compute the deviation: work it out from the mean of the squared distances.",
)
def ready_made_deviation(x, eps=1e-5):
    return (x - x.mean(dim=0)) / (x.std(dim=0, correction=0) + eps)


@mistake(
    "standardise_columns",
    "torch.tensor puts the deviations on the CPU, wherever x is: pass device=x.device, or leave item() out and stack them.",
)
def deviations_from_numbers(x, eps=1e-5):
    centred = x - x.mean(dim=0)
    std = torch.tensor([column.square().mean().sqrt().item() for column in centred.T], dtype=x.dtype)
    return centred / (std + eps)


@mistake("pairwise_distances", "a - b pairs row i with row i: give a a dimension for the points of b, a[:, None] - b.")
def row_with_row(a, b):
    return (a - b).square().sum(dim=-1).sqrt()


@mistake(
    "pairwise_distances",
    "Your table is (M, N): rows belong to a and columns to b, so a gets the dimension in the middle.",
)
def rows_from_b(a, b):
    return (b[:, None] - a).square().sum(dim=2).sqrt()


@mistake(
    "pairwise_distances",
    "You summed over the points of b (dim=1): the coordinates are the last dimension of the differences.",
)
def summed_over_points(a, b):
    return (a[:, None] - b).square().sum(dim=1).sqrt()


@mistake("pairwise_distances", "You returned squared distances: take the square root.")
def squared_distances(a, b):
    return (a[:, None] - b).square().sum(dim=2)


@mistake(
    "pairwise_distances",
    "You summed absolute differences: the Euclidean distance is the root of the summed squares.",
)
def city_blocks(a, b):
    return (a[:, None] - b).abs().sum(dim=2)


@mistake("pairwise_distances", "You made one long row of N * M distances: reshape it to the table, (N, M).")
def one_long_row(a, b):
    return torch.stack([(p - q).square().sum().sqrt() for p in a for q in b])


@mistake("pairwise_distances", "squeeze() drops a table's only row or column: leave the shape (N, M) as it is.")
def table_squeezed(a, b):
    return (a[:, None] - b).square().sum(dim=2).sqrt().squeeze()


@mistake(
    "pairwise_distances",
    "|a|^2 + |b|^2 - 2 a.b loses small distances between large numbers: subtract the points first.",
)
def by_the_shortcut(a, b):
    squares = a.square().sum(dim=1)[:, None] + b.square().sum(dim=1) - 2 * a @ b.T
    return squares.clamp(min=0).sqrt()


@mistake("pairwise_distances", "You used torch.cdist: build the differences yourself, by broadcasting.")
def ready_made_distances(a, b):
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist")


@mistake("pairwise_distances", "numpy() refuses tensors that are not on the CPU: torch subtracts and sums where they are.")
def by_numpy(a, b):
    return torch.from_numpy(np.sqrt(((a.numpy()[:, None] - b.numpy()) ** 2).sum(axis=2)))


@mistake(
    "mean_squared_error",
    "(N, 1) minus (N,) is (N, N): every prediction met every target. Bring both to the same shape first.",
)
def every_pair(prediction, target):
    return (prediction - target).square().mean()


@mistake(
    "mean_squared_error",
    "You made the target a column whatever the shapes were: flatten both, which is right in every case.",
)
def target_always_a_column(prediction, target):
    return (prediction - target.unsqueeze(1)).square().mean()


@mistake(
    "mean_squared_error",
    "You refused shapes that differ, but (N, 1) and (N,) hold N numbers each: compare the numbers of elements.",
    raises=True,
)
def shapes_compared(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return (prediction - target).square().mean()


@mistake("mean_squared_error", "You summed the squares: take their mean.")
def squares_summed(prediction, target):
    return (prediction.reshape(-1) - target.reshape(-1)).square().sum()


@mistake("mean_squared_error", "You took the square root as well: the mean squared error is the mean itself.")
def rooted(prediction, target):
    return (prediction.reshape(-1) - target.reshape(-1)).square().mean().sqrt()


@mistake("mean_squared_error", "item() makes a Python number, which has no gradient: return the tensor.")
def python_number(prediction, target):
    return (prediction.reshape(-1) - target.reshape(-1)).square().mean().item()


@mistake(
    "mean_squared_error",
    "detach() (or .data) cuts the graph, so no gradient reaches the arguments: return the mean as it is.",
)
def error_detached(prediction, target):
    if prediction.shape[0] != target.shape[0]:
        raise ValueError
    return (prediction.reshape(-1) - target.reshape(-1)).square().mean().detach()


@mistake(
    "mean_squared_error",
    "One value was silently repeated to fit many: compare the lengths first and raise a ValueError.",
)
def lengths_unchecked(prediction, target):
    return (prediction.reshape(-1) - target.reshape(-1)).square().mean()


@mistake(
    "mean_squared_error",
    "You took both to the CPU and sent the error back, which is slow: compute it on the device where they are.",
)
def by_way_of_the_cpu(prediction, target):
    if len(prediction) != len(target):
        raise ValueError
    error = prediction.cpu().reshape(-1) - target.cpu().reshape(-1)
    return error.square().mean().to(prediction.device)


@mistake("outer_sum", "(N,) + (M,) adds number by number: make a a column, a[:, None], to get every pair.", raises=True)
def number_by_number(a, b):
    return a + b


@mistake("outer_sum", "Rows and columns are swapped: a belongs to the rows, so a is what becomes a column.")
def b_as_rows(a, b):
    return a + b[:, None]


@mistake("outer_sum", "torch.outer multiplies: add instead.")
def outer_product(a, b):
    return torch.outer(a, b)


@mistake("outer_sum", "squeeze() drops a table's only row or column: leave the shape (N, M) as it is.")
def sums_squeezed(a, b):
    return (a[:, None] + b).squeeze()


@mistake("outer_sum", "torch.zeros makes float32, whatever a and b are: let broadcasting make the table.")
def sums_into_zeros(a, b):
    table = torch.zeros(len(a), len(b), device=a.device)
    for i in range(len(a)):
        for j in range(len(b)):
            table[i, j] = a[i] + b[j]
    return table


@mistake(
    "outer_sum",
    "You start from zeros that are made on the CPU, wherever a is: broadcasting needs none, and a.new_zeros would fit.",
)
def sums_onto_zeros(a, b):
    return torch.zeros(len(a), len(b), dtype=a.dtype) + a[:, None] + b


@mistake(
    "scale_and_shift",
    "Shape (C,) lines up with the last dimension, the width: make it (C, 1, 1), as with scale[:, None, None].",
)
def along_the_width(x, scale, shift):
    return x * scale + shift


@mistake(
    "scale_and_shift",
    "Shape (C, 1) lines the channels up with the height: it takes two more dimensions, scale[:, None, None].",
)
def along_the_height(x, scale, shift):
    return x * scale[:, None] + shift[:, None]


@mistake(
    "scale_and_shift",
    "Shape (C, 1, 1, 1) lines the channels up with the batch: one dimension less, scale[:, None, None].",
)
def along_the_batch(x, scale, shift):
    return x * scale[:, None, None, None] + shift[:, None, None, None]


@mistake(
    "scale_and_shift",
    "reshape to (B*H*W, C) keeps the reading order and so mixes the channels: move them last with movedim or permute.",
)
def channels_last_by_reshape(x, scale, shift):
    return (x.reshape(-1, x.shape[1]) * scale + shift).reshape(x.shape)


@mistake("scale_and_shift", "You wrote 3 channels into the code: let the size follow from scale.", raises=True)
def only_three_channels(x, scale, shift):
    return x * scale.reshape(1, 3, 1, 1) + shift.reshape(1, 3, 1, 1)


@mistake("scale_and_shift", "You added first and multiplied then: scale first, shift after it.")
def shifted_first(x, scale, shift):
    return (x + shift[:, None, None]) * scale[:, None, None]


@mistake("scale_and_shift", "squeeze() drops every dimension of size 1, also a batch of one: leave the shape as it is.")
def pictures_squeezed(x, scale, shift):
    return (x * scale[:, None, None] + shift[:, None, None]).squeeze()


@mistake(
    "scale_and_shift",
    "x *= ... changes the caller's tensor, and fails where x needs a gradient: x * ... makes a new one.",
)
def scaled_in_place(x, scale, shift):
    x *= scale[:, None, None]
    x += shift[:, None, None]
    return x


@mistake(
    "scale_and_shift",
    "scale.data (or detach) cuts the graph: scale and shift get no gradient. Use the tensors themselves.",
)
def constants(x, scale, shift):
    return x * scale.data[:, None, None] + shift.data[:, None, None]


@mistake(
    "scale_and_shift",
    "You collect the channels in a tensor that is made on the CPU, wherever x is: use torch.empty_like(x), or broadcast.",
)
def collected_on_cpu(x, scale, shift):
    result = torch.empty(x.shape, dtype=x.dtype)
    for c in range(x.shape[1]):
        result[:, c] = x[:, c] * scale[c] + shift[c]
    return result


@mistake(
    "broadcast_shape",
    "You lined the shapes up at the first dimension: fill the shorter one with 1s in front.",
    raises=True,
)
def from_the_left(a, b):
    rank = max(len(a), len(b))
    pairs = zip(a + (1,) * (rank - len(a)), b + (1,) * (rank - len(b)), strict=True)
    return _joined(pairs)


@mistake(
    "broadcast_shape",
    "zip stops at the end of the shorter shape: the dimensions in front of it are missing in yours.",
)
def front_missing(a, b):
    return tuple(reversed(_joined(zip(reversed(a), reversed(b), strict=False))))


@mistake("broadcast_shape", "You took the smaller size: a size of 1 is repeated to meet the other one.")
def smaller_size(a, b):
    pairs = _padded(a, b)
    _joined(pairs)
    return tuple(min(m, n) for m, n in pairs)


@mistake("broadcast_shape", "You returned a list: a shape is a tuple.")
def as_a_list(a, b):
    return list(_joined(_padded(a, b)))


@mistake("broadcast_shape", "max(1, 0) is 1, but 1 with 0 gives 0: where one size is 1, take the other one.")
def larger_size(a, b):
    pairs = _padded(a, b)
    _joined(pairs)
    return tuple(max(m, n) for m, n in pairs)


@mistake(
    "broadcast_shape",
    "The larger size is not the rule: 1 with 0 gives 0, and sizes that differ without a 1 raise a ValueError.",
)
def never_refused(a, b):
    return tuple(max(m, n) for m, n in _padded(a, b))


@mistake("broadcast_shape", "Where sizes do not fit you returned None: raise a ValueError.")
def none_for_misfits(a, b):
    try:
        return _joined(_padded(a, b))
    except ValueError:
        return None


@mistake("broadcast_shape", "You let 2 meet 4 because it fits twice: only a size of 1 is repeated.")
def multiples_allowed(a, b):
    shape = []
    for m, n in _padded(a, b):
        small, large = sorted((m, n))
        if small and large % small == 0:
            shape.append(large)
        else:
            shape.extend(_joined([(m, n)]))
    return tuple(shape)


@mistake("broadcast_shape", "You asked a library for the shape: work it out from the sizes, pair by pair.")
def asked_numpy(a, b):
    return np.broadcast_shapes(a, b)


@mistake("broadcast_shape", "You called torch.broadcast_shapes: go through the sizes yourself.")
def asked_torch(a, b):
    return tuple(torch.broadcast_shapes(a, b))


@mistake(
    "broadcast_shape",
    "You let torch add tensors of these shapes: work the shape out, and raise a ValueError yourself.",
)
def asked_a_sum(a, b):
    return tuple((torch.zeros(a) + torch.zeros(b)).shape)


def _padded(a, b):
    rank = max(len(a), len(b))
    return list(zip((1,) * (rank - len(a)) + a, (1,) * (rank - len(b)) + b, strict=True))


def _joined(pairs):
    shape = []
    for m, n in pairs:
        if m != n and 1 not in (m, n):
            raise ValueError(f"sizes {m} and {n} do not fit")
        shape.append(n if m == 1 else m)
    return tuple(shape)
