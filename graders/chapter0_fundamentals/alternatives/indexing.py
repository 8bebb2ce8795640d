"""Unusual but right versions of the tasks in chapter0_fundamentals/indexing."""

import torch

from learn.variants import alternative


@alternative("corners", "two lists of shape (2, 1) and (2,), which broadcast")
def broadcast_index(x):
    return x[torch.tensor([[0], [-1]]), torch.tensor([0, -1])]


@alternative("corners", "stacks single elements")
def stacked(x):
    return torch.stack([x[0, 0], x[0, -1], x[-1, 0], x[-1, -1]]).view(2, 2)


@alternative("framed", "starts from a full tensor and copies the inside")
def inside_copied(x, value):
    result = torch.full_like(x, value)
    result[1:-1, 1:-1] = x[1:-1, 1:-1]
    return result


@alternative("framed", "a mask from the positions")
def by_position(x, value):
    rows = torch.arange(x.shape[0], device=x.device).unsqueeze(1)
    columns = torch.arange(x.shape[1], device=x.device)
    border = (rows == 0) | (rows == x.shape[0] - 1) | (columns == 0) | (columns == x.shape[1] - 1)
    return x.masked_fill(border, value)


@alternative("replace_outliers", "torch.where on what is inside")
def by_where(x, low, high, value):
    return torch.where(torch.logical_and(low <= x, x <= high), x, value)


@alternative("replace_outliers", "one element after the other, in Python")
def by_loop(x, low, high, value):
    values = [number if low <= number <= high else value for number in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)


@alternative("replace_outliers", "masked_fill, with NaN as a case of its own")
def nan_apart(x, low, high, value):
    return x.masked_fill((x < low) | (x > high) | x.isnan(), value)


@alternative("pick_per_row", "pairs two tensors of positions")
def positions_paired(x, index):
    return x[torch.arange(x.shape[0]), index]


@alternative("pick_per_row", "flat positions in the flattened matrix")
def flattened_positions(x, index):
    return x.reshape(-1)[torch.arange(len(index), device=x.device) * x.shape[1] + index]


@alternative("pick_per_row", "a product with one-hot rows")
def one_hot_product(x, index):
    return torch.einsum("nd,nd->n", x, torch.eye(x.shape[1], dtype=x.dtype, device=x.device)[index])


@alternative("one_hot_scatter", "rows of the identity matrix")
def identity_rows(labels, num_classes):
    return torch.eye(num_classes, device=labels.device)[labels]


@alternative("one_hot_scatter", "compares labels with class numbers")
def compared(labels, num_classes):
    return (labels.unsqueeze(1) == torch.arange(num_classes, device=labels.device)).float()


@alternative("one_hot_scatter", "writes each 1 in a loop")
def written_one_by_one(labels, num_classes):
    result = torch.zeros(labels.shape[0], num_classes, device=labels.device)
    for row, label in enumerate(labels):
        result[row, label] = 1
    return result


@alternative("last_valid", "gather with an expanded index")
def gathered(x, lengths):
    return x.gather(1, (lengths - 1)[:, None, None].expand(-1, 1, x.shape[2])).squeeze(1)


@alternative("last_valid", "stacks the steps one by one")
def stacked_steps(x, lengths):
    return torch.stack([sequence[:length][-1] for sequence, length in zip(x, lengths, strict=True)])


@alternative("update_rows", "index_put with accumulate")
def put_and_accumulated(table, index, updates):
    return table.index_put((index,), updates, accumulate=True)


@alternative("update_rows", "a product with a matrix of zeros and ones")
def by_product(table, index, updates):
    chosen = (torch.arange(table.shape[0], device=table.device).unsqueeze(1) == index).to(table.dtype)
    return table + chosen @ updates


@alternative("update_rows", "a loop over a copy")
def looped(table, index, updates):
    result = table.clone()
    for k, row in enumerate(index.tolist()):
        result[row] += updates[k]
    return result
