"""Plausible wrong versions of the tasks in chapter0_fundamentals/indexing."""

import torch

from learn.variants import mistake

# ------------------------------------------------------------------ corners


@mistake(
    "corners",
    "You gave both lists at once, which pairs them up: (0, 0) and (-1, -1). Index rows first, then columns.",
)
def paired(x):
    return x[[0, -1], [0, -1]]


@mistake("corners", "You took the top left block, rows and columns 0 and 1: the last row and column are at -1.")
def top_left_block(x):
    return x[:2, :2]


@mistake("corners", "You put the corners into one row: the result has shape (2, 2).")
def in_one_row(x):
    return torch.stack([x[0, 0], x[0, -1], x[-1, 0], x[-1, -1]])


@mistake("corners", "You swapped top right and bottom left: the first row of the result comes from the first row of x.")
def transposed_corners(x):
    return x[[0, -1]][:, [0, -1]].T


@mistake(
    "corners",
    "You used the height for the last column as well: a matrix need not be square. -1 is always the last.",
)
def taken_as_square(x):
    last = x.shape[0] - 1
    return x[[0, last]][:, [0, last]]


@mistake(
    "corners",
    "You sliced with a step of H - 1 or W - 1, which is 0 for a single row or column: index with [0, -1].",
)
def long_steps(x):
    return x[:: x.shape[0] - 1, :: x.shape[1] - 1]


@mistake(
    "corners",
    "You built a new tensor from Python numbers, which forgets x's dtype: index x, or pass dtype=x.dtype.",
)
def through_numbers(x):
    return torch.tensor([[x[0, 0].item(), x[0, -1].item()], [x[-1, 0].item(), x[-1, -1].item()]], device=x.device)


@mistake("corners", "torch.tensor puts the four numbers on the CPU, wherever x is: index x, or pass device=x.device.")
def numbers_on_cpu(x):
    return torch.tensor([[x[0, 0].item(), x[0, -1].item()], [x[-1, 0].item(), x[-1, -1].item()]], dtype=x.dtype)


# ------------------------------------------------------------------ framed


@mistake(
    "framed",
    "You wrote into x, or into a slice of it (which is a view of x), so the caller's matrix changed: clone() first.",
)
def framed_in_place(x, value):
    result = x[:]
    result[[0, -1]] = value
    result[:, [0, -1]] = value
    return result


@mistake("framed", "You set the first row and column only: the border has a last row and a last column too.")
def first_only(x, value):
    result = x.clone()
    result[0] = value
    result[:, 0] = value
    return result


@mistake(
    "framed",
    "You put a border around the matrix: the task overwrites its own outermost elements, and the shape stays.",
)
def padded(x, value):
    return torch.nn.functional.pad(x, (1, 1, 1, 1), value=value)


@mistake("framed", "You set the four sides without the corners: the corners belong to the border.")
def without_corners(x, value):
    result = x.clone()
    for row in (0, -1):
        result[row, 1:-1] = value
    for column in (0, -1):
        result[1:-1, column] = value
    return result


@mistake(
    "framed",
    "You indexed rows and columns in one go, [[0, -1], [0, -1]], which pairs them up: set rows and columns one by one.",
)
def two_corners(x, value):
    result = x.clone()
    result[[0, -1], [0, -1]] = value
    return result


@mistake("framed", "You set the border to 0, whatever value is: use value.")
def always_zero(x, value):
    result = torch.zeros_like(x)
    result[1:-1, 1:-1] = x[1:-1, 1:-1]
    return result


@mistake("framed", "x[1:-1][1:-1] slices the rows twice: rows and columns go into one pair of brackets, x[1:-1, 1:-1].")
def rows_sliced_twice(x, value):
    result = torch.full_like(x, value)
    result[1:-1][1:-1] = x[1:-1][1:-1]
    return result


@mistake("framed", "You used a step of H - 1 or W - 1, which is 0 for a single row or column: index with [0, -1].")
def framed_by_steps(x, value):
    result = x.clone()
    result[:: x.shape[0] - 1] = value
    result[:, :: x.shape[1] - 1] = value
    return result


@mistake(
    "framed",
    "You made the frame with torch.full, whose dtype follows the value: pass dtype=x.dtype, or use full_like.",
)
def dtype_lost(x, value):
    result = torch.full(x.shape, value, device=x.device)
    result[1:-1, 1:-1] = x[1:-1, 1:-1]
    return result


@mistake("framed", "You multiplied by a mask, but NaN or inf times 0 is NaN: assign the value, or use torch.where.")
def masked_by_product(x, value):
    inside = torch.zeros_like(x)
    inside[1:-1, 1:-1] = 1
    return (x * inside + value * (1 - inside)).to(x.dtype)


@mistake("framed", "torch.full makes your frame on the CPU, wherever x is: full_like takes dtype and device from x.")
def frame_on_cpu(x, value):
    result = torch.full(x.shape, value, dtype=x.dtype)
    result[1:-1, 1:-1] = x[1:-1, 1:-1]
    return result


# ------------------------------------------------------------------ replace_outliers


@mistake(
    "replace_outliers",
    "You assigned into x itself, so the caller's tensor changed: clone() it first, or use torch.where.",
)
def replaced_in_place(x, low, high, value):
    x[~((x >= low) & (x <= high))] = value
    return x


@mistake("replace_outliers", "You clamped: outliers moved to the nearest bound. They have to become value.")
def clamped(x, low, high, value):
    return x.clamp(low, high)


@mistake("replace_outliers", "You looked for values that are too large only: those below low are outliers too.")
def upper_side_only(x, low, high, value):
    return torch.where(x <= high, x, value)


@mistake(
    "replace_outliers",
    "You compared x.abs() with high, which fits a range around 0 alone: compare x with low and with high.",
)
def taken_as_symmetric(x, low, high, value):
    return torch.where(x.abs() <= high, x, value)


@mistake(
    "replace_outliers",
    "You asked for x < low and x > high at the same time, which nothing is: join the two with | instead of &.",
)
def both_at_once(x, low, high, value):
    result = x.clone()
    result[(x < low) & (x > high)] = value
    return result


@mistake(
    "replace_outliers",
    "You joined the masks with `or`, which wants a single True or False: use | with brackets.",
    raises=True,
)
def joined_with_or(x, low, high, value):
    result = x.clone()
    result[x < low or x > high] = value
    return result


@mistake("replace_outliers", "You replaced elements equal to low or high: these are inside, so compare with >= and <=.")
def bounds_replaced(x, low, high, value):
    return torch.where((x > low) & (x < high), x, value)


@mistake(
    "replace_outliers",
    "You kept NaN: x < low and x > high are both False for it. Ask what is inside and replace the rest.",
)
def nan_kept(x, low, high, value):
    result = x.clone()
    result[(x < low) | (x > high)] = value
    return result


@mistake(
    "replace_outliers",
    "You returned only the elements inside, in a row: x[mask] selects. Assign to the others and keep the shape.",
)
def inside_only(x, low, high, value):
    return x[(x >= low) & (x <= high)]


@mistake(
    "replace_outliers",
    "You multiplied by a mask, but inf times 0 is NaN: assign through the mask, or use torch.where.",
)
def product_with_mask(x, low, high, value):
    inside = ((x >= low) & (x <= high)).to(x.dtype)
    return x * inside + value * (1 - inside)


@mistake("replace_outliers", "You looped over rows and columns, which needs a matrix: a mask works for every rank.")
def matrix_loop(x, low, high, value):
    result = x.clone()
    rows, columns = x.shape
    for i in range(rows):
        for j in range(columns):
            if not low <= x[i, j] <= high:
                result[i, j] = value
    return result


@mistake(
    "replace_outliers",
    "numpy() refuses a tensor that is not on the CPU: the same comparisons and masks work on x itself.",
)
def by_numpy(x, low, high, value):
    array = x.numpy().copy()
    array[~((array >= low) & (array <= high))] = value
    return torch.from_numpy(array)


# ------------------------------------------------------------------ pick_per_row


@mistake(
    "pick_per_row",
    "You took the named columns of every row, shape (N, N): pair them up with torch.arange(N), or use gather.",
)
def columns_of_all(x, index):
    return x[:, index]


@mistake("pick_per_row", "You used the index for rows: it names a column in each row.")
def rows_picked(x, index):
    return x[index]


@mistake("pick_per_row", "You gave the columns first: x[rows, columns] wants torch.arange(N) first, then the index.")
def columns_first(x, index):
    return x[index, torch.arange(len(x))]


@mistake("pick_per_row", "You left a dimension of size 1 behind: gather gives (N, 1), so squeeze(1) it.")
def still_a_column(x, index):
    return x.gather(1, index.unsqueeze(1))


@mistake(
    "pick_per_row",
    "You gave gather an index of rank 1: it wants the rank of x, so unsqueeze(1) the index.",
    raises=True,
)
def index_of_rank_1(x, index):
    return x.gather(1, index)


@mistake(
    "pick_per_row",
    "You squeezed every dimension of size 1, and with a single row the batch went too: say squeeze(1).",
)
def squeezed_away(x, index):
    return x.gather(1, index.unsqueeze(1)).squeeze()


@mistake(
    "pick_per_row",
    "You used take, which counts through the flattened matrix, so all came from the first rows: use gather.",
)
def flat_positions(x, index):
    return x.take(index)


@mistake("pick_per_row", "You gathered along dim 0, where the index names rows: columns are along dim 1.")
def gathered_along_rows(x, index):
    return x.gather(0, index.unsqueeze(0)).squeeze(0)


@mistake(
    "pick_per_row",
    "No gradient reaches x: Python numbers, detach() and no_grad all cut the graph. Index the tensor itself.",
)
def graph_cut(x, index):
    return torch.tensor([x[i, j].item() for i, j in enumerate(index)], dtype=x.dtype, device=x.device)


@mistake(
    "pick_per_row",
    "You add index to row numbers that are made on the CPU: pass device=index.device to torch.arange, or use gather.",
)
def row_numbers_on_cpu(x, index):
    return x.reshape(-1)[torch.arange(len(index)) * x.shape[1] + index]


# ------------------------------------------------------------------ one_hot_scatter


@mistake(
    "one_hot_scatter",
    "You wrote to the named columns of every row: pair the labels up with torch.arange(N), or use scatter.",
)
def ones_in_all_rows(labels, num_classes):
    result = torch.zeros(len(labels), num_classes, device=labels.device)
    result[:, labels] = 1.0
    return result


@mistake(
    "one_hot_scatter",
    "result[labels] = 1 fills whole rows, and takes the labels for row numbers: pair them up with torch.arange(N).",
    raises=True,
)
def rows_of_ones(labels, num_classes):
    result = torch.zeros(len(labels), num_classes, device=labels.device)
    result[labels] = 1.0
    return result


@mistake("one_hot_scatter", "You made integers: the result is float32.")
def integer_ones(labels, num_classes):
    return labels.new_zeros(len(labels), num_classes).scatter_(1, labels.unsqueeze(1), 1)


@mistake(
    "one_hot_scatter",
    "You counted the classes from the largest label, but the last class need not occur: use num_classes.",
)
def classes_from_labels(labels, num_classes):
    num_classes = int(labels.max()) + 1 if len(labels) else num_classes
    return torch.zeros(len(labels), num_classes, device=labels.device).scatter_(1, labels.unsqueeze(1), 1.0)


@mistake("one_hot_scatter", "You put classes into rows and labels into columns: the result has shape (N, C).")
def classes_in_rows(labels, num_classes):
    return torch.zeros(num_classes, len(labels), device=labels.device).scatter_(0, labels.unsqueeze(0), 1.0)


@mistake("one_hot_scatter", "You counted classes from 1: label 0 is the first column.")
def counted_from_one(labels, num_classes):
    result = torch.zeros(len(labels), num_classes, device=labels.device)
    result[torch.arange(len(labels)), labels - 1] = 1.0
    return result


@mistake(
    "one_hot_scatter",
    "You squeezed the result, and with one label or one class a dimension went: the shape is always (N, C).",
)
def squeezed_one_hot(labels, num_classes):
    return torch.zeros(len(labels), num_classes, device=labels.device).scatter_(1, labels.unsqueeze(1), 1.0).squeeze()


@mistake("one_hot_scatter", "You called PyTorch's own one_hot, which is the task itself: write the ones into zeros.")
def by_one_hot(labels, num_classes):
    return torch.nn.functional.one_hot(labels, num_classes).float()


@mistake(
    "one_hot_scatter",
    "Your zeros are made on the CPU, and scatter_ wants them where the labels are: pass device=labels.device.",
)
def zeros_on_cpu(labels, num_classes):
    return torch.zeros(len(labels), num_classes).scatter_(1, labels.unsqueeze(1), 1.0)


# ------------------------------------------------------------------ last_valid


@mistake(
    "last_valid",
    "You took the last step of all, which is padding in a shorter sequence: the last valid one is at lengths - 1.",
)
def last_of_all(x, lengths):
    return x[:, -1]


@mistake("last_valid", "You took step number lengths, but steps count from 0: the last valid one is at lengths - 1.")
def one_too_far(x, lengths):
    return x[torch.arange(len(x)), lengths]


@mistake(
    "last_valid",
    "You indexed with a colon and lengths - 1, and got (B, B, D): pair them up with torch.arange(B).",
)
def steps_of_all(x, lengths):
    return x[:, lengths - 1]


@mistake("last_valid", "You used the longest length for all sequences: each has its own.")
def longest_for_all(x, lengths):
    return x[:, int(lengths.max()) - 1]


@mistake(
    "last_valid",
    "You guessed the lengths from zeros: valid steps may be zero and padding may be anything. Use lengths.",
)
def last_nonzero(x, lengths):
    steps = torch.arange(x.shape[1], device=x.device) * (x != 0).any(dim=2)
    return x[torch.arange(len(x)), steps.max(dim=1).values]


@mistake(
    "last_valid",
    "You multiplied by a mask and summed, but NaN times 0 is NaN, so padding gets through: index the step instead.",
)
def summed_with_mask(x, lengths):
    last = torch.arange(x.shape[1], device=x.device) == (lengths - 1).unsqueeze(1)
    return (x * last.unsqueeze(2)).sum(dim=1)


@mistake(
    "last_valid",
    "You gathered with an index of shape (B, 1, 1), which takes the first feature alone: expand it to (B, 1, D).",
)
def first_feature(x, lengths):
    return x.gather(1, (lengths - 1).reshape(-1, 1, 1)).squeeze(1)


@mistake(
    "last_valid",
    "You squeezed every dimension of size 1, so a batch of 1 or a single feature went too: say squeeze(1).",
)
def squeezed_batch(x, lengths):
    index = (lengths - 1).reshape(-1, 1, 1).expand(-1, 1, x.shape[2])
    return x.gather(1, index).squeeze()


@mistake("last_valid", "You made a new tensor from the values, which cuts the graph: index x, so that gradients flow.")
def rebuilt(x, lengths):
    return torch.tensor([x[i, n - 1].tolist() for i, n in enumerate(lengths)], dtype=x.dtype, device=x.device)


@mistake(
    "last_valid",
    "You compare lengths with step numbers that are made on the CPU: pass device=lengths.device to torch.arange.",
)
def step_numbers_on_cpu(x, lengths):
    return x[torch.arange(x.shape[1]) == (lengths - 1).unsqueeze(1)]


# ------------------------------------------------------------------ update_rows


@mistake(
    "update_rows",
    "Of a row that is named twice one update is lost, as in table[index] += updates: index_add adds every one.",
)
def repeats_lost(table, index, updates):
    result = table.clone()
    result[index] += updates
    return result


@mistake("update_rows", "You assigned the updates: they have to be added to what stands in the rows.")
def assigned(table, index, updates):
    result = table.clone()
    result[index] = updates
    return result


@mistake("update_rows", "You changed the caller's table: index_add_ works in place. Use index_add, or clone() first.")
def table_in_place(table, index, updates):
    return table.index_add_(0, index, updates)


@mistake("update_rows", "You added the updates to zeros: start from the table.")
def without_table(table, index, updates):
    return torch.zeros_like(table).index_add(0, index, updates)


@mistake("update_rows", "You averaged the updates of a row that is named several times: the task asks for their sum.")
def averaged(table, index, updates):
    counts = torch.bincount(index, minlength=len(table))
    return table.index_add(0, index, updates / counts[index].unsqueeze(1))


@mistake(
    "update_rows",
    "You gave scatter_add an index of shape (K, 1), so the first column alone changed: expand it to (K, D).",
)
def first_column(table, index, updates):
    return table.scatter_add(0, index.unsqueeze(1), updates)


@mistake(
    "update_rows",
    "You copied the table through .data or detach(), which cuts its gradient: clone() keeps the graph.",
)
def table_detached(table, index, updates):
    return table.detach().clone().index_add_(0, index, updates)


@mistake(
    "update_rows",
    "You rebuilt the updates without their graph: no gradient reaches them. Add the tensors themselves.",
)
def updates_detached(table, index, updates):
    result = table.clone()
    for row, update in zip(index.tolist(), updates.tolist(), strict=True):
        result[row] += table.new_tensor(update)
    return result


@mistake("update_rows", "You add on the CPU and send the table back, which is slow: index_add works where the table is.")
def updated_on_cpu(table, index, updates):
    return table.cpu().index_add(0, index.cpu(), updates.cpu()).to(table.device)
