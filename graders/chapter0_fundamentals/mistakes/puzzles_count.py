"""Plausible wrong versions of the tasks in chapter0_fundamentals/puzzles_count."""

import torch

from learn.variants import mistake


@mistake("bincount", "out[x] += 1 writes once to each place, however often its number occurs: add up a table of hits.")
def duplicates_count_once(x, size):
    out = torch.arange(size, device=x.device) * 0
    out[x] += 1
    return out


@mistake("bincount", "(N,) meets (size,) here: make x a column with x[:, None] to compare all with all.", raises=True)
def bins_without_none(x, size):
    return (torch.arange(x.shape[0], device=x.device) * 0 + 1) @ (x == torch.arange(size, device=x.device)).to(torch.int64)


@mistake("bincount", "You added up over the numbers, so each x counts itself: add up over the elements of x.")
def hits_of_each_element(x, size):
    return (x[:, None] == torch.arange(size, device=x.device)).to(torch.int64) @ (torch.arange(size, device=x.device) * 0 + 1)


@mistake("bincount", "The numbers start at 0: compare with arange(size), not with arange(1, size + 1).")
def counted_from_one(x, size):
    hits = (x[:, None] == torch.arange(1, size + 1, device=x.device)).to(torch.int64)
    return (torch.arange(x.shape[0], device=x.device) * 0 + 1) @ hits


@mistake("bincount", "Counts are whole numbers: your float32 ones make float32 counts.")
def float_counts(x, size):
    hits = (x[:, None] == torch.arange(size, device=x.device)).float()
    return (torch.arange(x.shape[0], device=x.device) * 0 + 1).float() @ hits


@mistake("bincount", "You counted only up to the largest number in x: the result has size elements.")
def up_to_the_largest(x, size):
    largest = -1
    for k in range(x.shape[0]):
        largest = max(largest, int(x[k]))
    hits = (x[:, None] == torch.arange(largest + 1, device=x.device)).to(torch.int64)
    return (torch.arange(x.shape[0], device=x.device) * 0 + 1) @ hits


@mistake("bincount", "Adding up from x[0] on fails where x has no element: start from zeros.")
def needs_an_element(x, size):
    counts = (x[0] == torch.arange(size, device=x.device)).to(torch.int64)
    for k in range(1, x.shape[0]):
        counts = counts + (x[k] == torch.arange(size, device=x.device)).to(torch.int64)
    return counts


@mistake("bincount", "torch.bincount is the answer itself: compare x as a column with arange(size), and add up with @.")
def library_bincount(x, size):
    return torch.bincount(x, minlength=size)


@mistake("bincount", "one_hot and sum are outside the toolbox: a comparison makes the table, and @ adds it up.")
def library_one_hot(x, size):
    return torch.nn.functional.one_hot(x, size).sum(dim=0)


@mistake(
    "bincount", "Your numbers to compare with are on the CPU, and x may be elsewhere: say torch.arange(size, device=x.device)."
)
def bins_on_cpu(x, size):
    hits = (x[:, None] == torch.arange(size)).to(torch.float32)
    return ((torch.arange(x.shape[0], device=x.device) >= 0).to(torch.float32) @ hits).to(torch.int64)


@mistake("bincount", "You keep your counts on the CPU, wherever x is, and return them from there: start with device=x.device.")
def counts_on_cpu(x, size):
    out = torch.arange(size) * 0
    for k in range(x.shape[0]):
        out[int(x[k])] += 1
    return out


@mistake("scatter_add", "out[index] += values keeps one of several values for a place: add them up with @.")
def one_value_for_each_place(values, index, size):
    out = torch.arange(size, device=values.device).to(values.dtype) * 0
    out[index] += values
    return out


@mistake("scatter_add", "You counted how many values go to each place: add up the values themselves.")
def counted_values(values, index, size):
    hits = (index[:, None] == torch.arange(size, device=values.device)).to(values.dtype)
    return (values * 0 + 1) @ hits


@mistake("scatter_add", "values[index] reads at these places; the task is to write to them.")
def gathered(values, index, size):
    return values[index]


@mistake("scatter_add", "You made room only up to the largest index: the result has size elements.")
def up_to_the_largest_index(values, index, size):
    largest = 0
    for k in range(index.shape[0]):
        largest = max(largest, int(index[k]))
    return values @ (index[:, None] == torch.arange(largest + 1, device=values.device)).to(values.dtype)


@mistake("scatter_add", "Your table lies on its side: it needs one row for each value.", raises=True)
def table_on_its_side(values, index, size):
    return values @ (index == torch.arange(size, device=values.device)[:, None]).to(values.dtype)


@mistake("scatter_add", "int64 @ float32 fails: convert the hits to the dtype of values.", raises=True)
def hits_stay_float(values, index, size):
    return values @ (index[:, None] == torch.arange(size, device=values.device)).float()


@mistake("scatter_add", "float32 rounds large whole numbers: convert the hits to the dtype of values instead.")
def scattered_in_float(values, index, size):
    return (values.float() @ (index[:, None] == torch.arange(size, device=values.device)).float()).to(values.dtype)


@mistake("scatter_add", "index_add is the answer itself: compare index as a column with arange(size), and use @.")
def library_index_add(values, index, size):
    return (torch.arange(size, device=values.device) * 0).to(values.dtype).index_add(0, index, values)


@mistake("scatter_add", "scatter_add is the answer itself: compare index as a column with arange(size), and use @.")
def library_scatter_add(values, index, size):
    return (torch.arange(size, device=values.device) * 0).to(values.dtype).scatter_add(0, index, values)


@mistake(
    "scatter_add", "You compare index with places on the CPU: let arange count them on values.device, where index is too."
)
def places_on_cpu(values, index, size):
    return values @ (index[:, None] == torch.arange(size)).to(values.dtype)


@mistake("flatten", "You read column after column: the column has to change fastest.")
def column_after_column(x):
    i = torch.arange(x.shape[0] * x.shape[1])
    return x[i % x.shape[0], i // x.shape[0]]


@mistake("flatten", "A row has W elements, not H: divide by x.shape[1].", raises=True)
def divided_by_height(x):
    i = torch.arange(x.shape[0] * x.shape[1])
    return x[i // x.shape[0], i % x.shape[0]]


@mistake("flatten", "i / W gives fractions, and those are no indices: divide with //.", raises=True)
def fractions_as_indices(x):
    i = torch.arange(x.shape[0] * x.shape[1])
    return x[i / x.shape[1], i % x.shape[1]]


@mistake("flatten", "The elements are right, but they stand in a matrix with one row: drop the None.")
def flat_matrix(x):
    i = torch.arange(x.shape[0] * x.shape[1])
    return x[i // x.shape[1], i % x.shape[1]][None, :]


@mistake("flatten", "reshape is the answer itself: find the row and the column of each element with // and %.")
def library_reshape(x):
    return x.reshape(-1)


@mistake("flatten", "view is the answer itself, and fails where x is not contiguous: use // and % instead.")
def library_view(x):
    return x.view(-1)


@mistake("flatten", "You fill a vector on the CPU row by row, and it stays there: make it with device=x.device, or index x.")
def rows_into_cpu(x):
    height, width = x.shape
    out = torch.arange(height * width).to(x.dtype)
    for k in range(height):
        out[k * width : (k + 1) * width] = x[k]
    return out


@mistake("linspace", "n numbers have n - 1 steps between them: divide by n - 1, or the end is missing.")
def end_left_out(start, end, n):
    return start + (end - start) * torch.arange(n).float() / n


@mistake("linspace", "arange leaves its end out, so the last number is missing: count 0 to n - 1, then scale.")
def arange_to_the_end(start, end, n):
    return torch.arange(start, end, (end - start) / (n - 1))


@mistake("linspace", "With n = 1 you divide 0 by 0: there are no steps then, so divide by max(n - 1, 1).")
def nothing_by_nothing(start, end, n):
    return start + (end - start) * torch.arange(n).float() / (n - 1)


@mistake("linspace", "// rounds the step down to a whole number: divide with /.")
def whole_steps(start, end, n):
    return start + torch.arange(n).float() * ((end - start) // max(n - 1, 1))


@mistake("linspace", "The way from start to end is end - start long, not end.")
def start_not_subtracted(start, end, n):
    return start + end * torch.arange(n).float() / max(n - 1, 1)


@mistake("linspace", "You went from the end to the start.")
def from_end_to_start(start, end, n):
    return end + (start - end) * torch.arange(n).float() / max(n - 1, 1)


@mistake("linspace", "abs() always goes up: where end is smaller than start, the steps are negative.")
def always_upwards(start, end, n):
    return start + abs(end - start) * torch.arange(n).float() / max(n - 1, 1)


@mistake("linspace", "The numbers are float64: convert the result to float32.")
def double_steps(start, end, n):
    return start + (end - start) * torch.arange(n).double() / max(n - 1, 1)


@mistake("linspace", "torch.linspace is the answer itself: scale and shift the numbers of arange.")
def library_linspace(start, end, n):
    return torch.linspace(start, end, n)


@mistake("heaviside", "You left 0 where x is 0: that is where the result takes its value from values.")
def nothing_at_zero(x, values):
    return (x > 0).float()


@mistake("heaviside", "With >= the result is 1 where x is 0: that is where it takes its value from values.")
def one_at_zero(x, values):
    return (x >= 0).float()


@mistake("heaviside", "You took values for negative x too: they count only where x is 0.")
def values_below_zero(x, values):
    return torch.where(x > 0, 1.0, values)


@mistake("heaviside", "x / |x| is NaN where x is 0: ask for that case with torch.where first.")
def sign_by_division(x, values):
    return (x / abs(x) + 1) / 2 + (x == 0) * values


@mistake("heaviside", "inf * 0 is NaN: choose between values and the step with torch.where.")
def heaviside_by_multiplying(x, values):
    return (x > 0).float() + (x == 0) * values


@mistake("heaviside", "You took values[0] everywhere: each x has a value of its own.")
def the_first_value(x, values):
    return torch.where(x == 0, values[0], (x > 0).float())


@mistake("heaviside", "Right, but you wrote it into the caller's values: make a new tensor with torch.where.")
def heaviside_in_place(x, values):
    values[x < 0] = 0
    values[x > 0] = 1
    return values


@mistake("heaviside", "A column meets a row and makes (N, N): x and values belong together, so leave out the None.")
def every_x_with_every_value(x, values):
    return torch.where(x[:, None] == 0, values, (x > 0).float())


@mistake("heaviside", "torch.heaviside is the answer itself: compare x with 0, and choose with torch.where.")
def library_heaviside(x, values):
    return torch.heaviside(x, values)


@mistake(
    "heaviside",
    "You bring x and values to the CPU and the result back: comparisons and where work on any device, so stay there.",
)
def heaviside_there_and_back(x, values):
    here = x.to("cpu")
    return torch.where(here == 0, values.to("cpu"), (here > 0).to(torch.float32)).to(x.device)


@mistake("repeat", "You put the copies behind each other in one long vector: each copy is a row.")
def one_long_vector(x, times):
    return x[torch.arange(times * x.shape[0]) % x.shape[0]]


@mistake("repeat", "The copies are columns: x lies along the last dimension, so the column with None is arange.")
def copies_as_columns(x, times):
    return x[:, None] + 0 * torch.arange(times, device=x.device)


@mistake("repeat", "You multiplied the rows by 0, 1, 2, ...: multiply by ones, or add zeros.")
def multiples(x, times):
    return x * torch.arange(times, device=x.device)[:, None]


@mistake("repeat", "float32 ones turn whole numbers into floats: make the ones in the dtype of x.")
def repeated_in_float(x, times):
    return x * (torch.arange(times, device=x.device) * 0 + 1).float()[:, None]


@mistake("repeat", "squeeze() drops the dimension of rows where there is one row only: leave it out.")
def single_row_squeezed(x, times):
    return (x + 0 * torch.arange(times, device=x.device)[:, None]).squeeze(0)


@mistake("repeat", "x[None, :] is a view, so a single row shares memory with x: copy it too.")
def single_row_is_a_view(x, times):
    return x[None, :] if times == 1 else x + 0 * torch.arange(times, device=x.device)[:, None]


@mistake("repeat", "x.repeat is the answer itself: let x broadcast against a column of zeros or ones.")
def library_repeat(x, times):
    return x.repeat(times, 1)


@mistake("repeat", "expand is the answer itself, and all its rows are views of x: broadcast in a sum or a product.")
def library_expand(x, times):
    return x.expand(times, x.shape[0])


@mistake("repeat", "torch.stack is outside the toolbox, and fails for 0 rows: broadcast in a sum or a product.")
def library_stack(x, times):
    return torch.stack([x] * times)


@mistake(
    "repeat", "Your column from arange is on the CPU, and only a single number may come to x from there: say device=x.device."
)
def zeros_on_cpu(x, times):
    return x + 0 * torch.arange(times)[:, None]


@mistake("bucketize", "A number that equals a boundary is in the bucket above it: compare with <=, not <.")
def tie_goes_below(x, boundaries):
    return (boundaries < x[:, None]).to(torch.int64) @ (torch.arange(boundaries.shape[0], device=x.device) * 0 + 1)


@mistake("bucketize", "You counted the boundaries above each number: count those that are <= it.")
def boundaries_above(x, boundaries):
    return (boundaries > x[:, None]).to(torch.int64) @ (torch.arange(boundaries.shape[0], device=x.device) * 0 + 1)


@mistake("bucketize", "The bucket below the first boundary is 0, not -1: do not subtract 1.")
def one_too_low(x, boundaries):
    return (boundaries <= x[:, None]).to(torch.int64) @ (torch.arange(boundaries.shape[0], device=x.device) * 0 + 1) - 1


@mistake("bucketize", "You counted numbers for each boundary: count boundaries for each number.")
def counted_for_boundaries(x, boundaries):
    return (torch.arange(x.shape[0], device=x.device) * 0 + 1) @ (boundaries <= x[:, None]).to(torch.int64)


@mistake("bucketize", "(N,) meets (M,) here: make x a column with x[:, None] to compare all with all.", raises=True)
def compared_one_by_one(x, boundaries):
    return (boundaries <= x).to(torch.int64)


@mistake("bucketize", "Beyond the last boundary there is no first larger one, and you answer 0: the bucket is M.")
def first_larger_boundary(x, boundaries):
    out = torch.arange(x.shape[0], device=x.device) * 0
    for k in range(boundaries.shape[0] - 1, -1, -1):
        out = torch.where(x < boundaries[k], k, out)
    return out


@mistake("bucketize", "You left out the last boundary: M boundaries make M + 1 buckets, and the last one is M.")
def last_boundary_missing(x, boundaries):
    passed = (boundaries[:-1] <= x[:, None]).to(torch.int64)
    return passed @ (torch.arange(boundaries.shape[0] - 1, device=x.device) * 0 + 1)


@mistake("bucketize", "Buckets are whole numbers: your float32 ones make a float32 result.")
def float_buckets(x, boundaries):
    return (boundaries <= x[:, None]).float() @ (boundaries * 0 + 1)


@mistake("bucketize", "torch.bucketize is the answer itself: compare all with all, and add up with @.")
def library_bucketize(x, boundaries):
    return torch.bucketize(x, boundaries, right=True)


@mistake("bucketize", "torch.searchsorted is the answer itself, and puts ties below: compare with <=, add up with @.")
def library_searchsorted(x, boundaries):
    return torch.searchsorted(boundaries, x)


@mistake("bucketize", "You count with ones on the CPU, but @ wants both sides on one device: make them with device=x.device.")
def bucket_ones_on_cpu(x, boundaries):
    passed = (boundaries <= x[:, None]).to(torch.float32)
    return (passed @ (torch.arange(boundaries.shape[0]) >= 0).to(torch.float32)).to(torch.int64)


@mistake("bucketize", "Your buckets start as zeros on the CPU, and where cannot mix these with x: start them on x.device.")
def buckets_on_cpu(x, boundaries):
    out = torch.arange(x.shape[0]) * 0
    for k in range(boundaries.shape[0]):
        out = torch.where(x >= boundaries[k], k + 1, out)
    return out
