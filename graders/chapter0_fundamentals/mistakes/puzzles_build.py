"""Plausible wrong versions of the tasks in chapter0_fundamentals/puzzles_build."""

import torch

from learn.variants import mistake


@mistake("ones", "0 / 0 is NaN, and arange starts at 0: find a comparison that is true everywhere instead.")
def divided_by_itself(n):
    i = torch.arange(n)
    return i / i


@mistake("ones", "Whole numbers cannot be divided by 0 with //, and arange starts at 0: use a comparison.", raises=True)
def divided_into_whole_parts(n):
    i = torch.arange(n)
    return i // i


@mistake("ones", "arange starts at 0, and 0 > 0 is false: the first element is 0. Use >=.")
def first_is_zero(n):
    return (torch.arange(n) > 0).float()


@mistake("ones", "torch.arange(1, n) has n - 1 elements, because the end is left out.")
def one_too_short(n):
    return (torch.arange(1, n) > 0).float()


@mistake("ones", "arange counts in int64, and your ones still do: convert them to float32.")
def whole_ones(n):
    return torch.arange(n) * 0 + 1


@mistake("ones", "A comparison gives bool: convert it to float32.")
def true_ones(n):
    return torch.arange(n) >= 0


@mistake("ones", "torch.ones is the answer itself: make the ones from arange and arithmetic or a comparison.")
def library_ones(n):
    return torch.ones(n)


@mistake("ones", "torch.zeros fills a tensor just as torch.ones does: start from arange.")
def zeros_plus_one(n):
    return torch.zeros(n) + 1


@mistake("sum_all", "x @ x adds up squares: multiply with a vector of ones.")
def squares(x):
    return x @ x


@mistake("sum_all", "x / x is 1 except where x is 0, and there it is NaN: make the ones from arange.")
def ones_by_division(x):
    return x @ (x / x)


@mistake("sum_all", "float32 ones @ int64 numbers fails: convert the ones to the dtype of x.")
def ones_stay_float(x):
    return x @ (torch.arange(x.shape[0], device=x.device) >= 0).float()


@mistake("sum_all", "The result has shape (1,): a vector @ a vector has shape (), so leave out the None.")
def kept_dimension(x):
    return x[None, :] @ (torch.arange(x.shape[0], device=x.device) >= 0).to(x.dtype)


@mistake("sum_all", "float32 rounds large whole numbers: convert the ones to the dtype of x, not x to float32.")
def summed_in_float(x):
    return (x.float() @ (torch.arange(x.shape[0], device=x.device) >= 0).float()).to(x.dtype)


@mistake("sum_all", "Starting at x[0] fails for an empty vector: its sum is 0.")
def starts_at_first(x):
    total = x[0]
    for i in range(1, x.shape[0]):
        total = total + x[i]
    return total


@mistake("sum_all", "total = x[0] is a view, so += writes into the caller's x: write total = total + x[i].")
def adds_into_a_view(x):
    if x.shape[0] == 0:
        return x @ x
    total = x[0]
    for i in range(1, x.shape[0]):
        total += x[i]
    return total


@mistake("sum_all", "torch.sum is the answer itself: x @ a vector of ones adds up too.")
def library_sum(x):
    return x.sum()


@mistake("sum_all", "Your ones are on the CPU, and @ cannot take them to x: let arange count there, with device=x.device.")
def ones_on_cpu(x):
    return x @ (torch.arange(x.shape[0]) >= 0).to(x.dtype)


@mistake("outer", "x and y have changed places: x belongs to the rows, so x gets the None at the end.")
def outer_transposed(x, y):
    return x * y[:, None]


@mistake("outer", "Two columns do not fit together: x is the column, and y is the row.", raises=True)
def two_columns(x, y):
    return x[:, None] * y[:, None]


@mistake("outer", "x * y pairs element with element: make x a column with x[:, None] first.", raises=True)
def outer_elementwise(x, y):
    return x * y


@mistake("outer", "squeeze() also drops a dimension of a vector with one element: leave it out.")
def outer_squeezed(x, y):
    return (x[:, None] * y).squeeze()


@mistake("outer", "float32 rounds large whole numbers: multiply in the dtype of x.")
def outer_in_float(x, y):
    return (x.float()[:, None] @ y.float()[None, :]).to(x.dtype)


@mistake("outer", "torch.outer is the answer itself: let None and broadcasting do it.")
def library_outer(x, y):
    return torch.outer(x, y)


@mistake("outer", "You collect the rows in a matrix on the CPU, wherever x is: make it with device=x.device, or broadcast.")
def rows_on_cpu(x, y):
    out = (torch.arange(x.shape[0])[:, None] * torch.arange(y.shape[0])).to(x.dtype)
    for k in range(x.shape[0]):
        out[k] = x[k] * y
    return out


@mistake("diag", "That is the first column: the column has to grow with the row.")
def first_column(a):
    return a[:, 0]


@mistake("diag", "That is the other diagonal, from the top right to the bottom left.")
def other_diagonal(a):
    i = torch.arange(a.shape[0])
    return a[i, a.shape[0] - 1 - i]


@mistake("diag", "You put zeros off the diagonal, but it is still a matrix: add up each row with @, or index.")
def still_a_matrix(a):
    i = torch.arange(a.shape[0], device=a.device)
    return torch.where(i[:, None] == i, a, 0)


@mistake("diag", "a[i][:, i] takes all rows and then all columns: index both at once, a[i, i].")
def one_index_after_the_other(a):
    i = torch.arange(a.shape[0])
    return a[i][:, i]


@mistake("diag", "inf * 0 is NaN: choose with torch.where, or index, instead of multiplying by a mask.")
def diag_by_multiplying(a):
    i = torch.arange(a.shape[0], device=a.device)
    return (a * (i[:, None] == i)) @ (i >= 0).to(a.dtype)


@mistake("diag", "float32 rounds large whole numbers: stay in the dtype of a.")
def diag_in_float(a):
    i = torch.arange(a.shape[0], device=a.device)
    return (torch.where(i[:, None] == i, a.float(), 0.0) @ (i >= 0).float()).to(a.dtype)


@mistake("diag", "torch.diagonal is the answer itself: index with two aranges.")
def library_diagonal(a):
    return torch.diagonal(a)


@mistake("diag", "You copy the elements to a vector on the CPU, wherever a is: make it with device=a.device, or index a.")
def diag_on_cpu(a):
    out = torch.arange(a.shape[0]).to(a.dtype)
    for k in range(a.shape[0]):
        out[k] = a[k, k]
    return out


@mistake("diag", "An index may be on the CPU, but the condition of where may not: say torch.arange(..., device=a.device).")
def diag_condition_on_cpu(a):
    i = torch.arange(a.shape[0])
    return torch.where(i[:, None] == i, a, 0) @ (i >= 0).to(a.device, a.dtype)


@mistake("eye", "i == i compares each number with itself: make one of the two a column with None.")
def eye_without_none(n):
    i = torch.arange(n)
    return (i == i).float()  # the mistake


@mistake("eye", "That is the other diagonal: row and column have to be equal.")
def other_eye(n):
    i = torch.arange(n)
    return (i[:, None] + i == n - 1).float()


@mistake("eye", "With >= the whole lower triangle is 1: compare with ==.")
def lower_triangle_of_ones(n):
    i = torch.arange(n)
    return (i[:, None] >= i).float()


@mistake("eye", "The 1s and 0s of torch.where(condition, 1, 0) are int64: convert them to float32.")
def whole_eye(n):
    i = torch.arange(n)
    return torch.where(i[:, None] == i, 1, 0)


@mistake("eye", "torch.eye is the answer itself: compare a column of numbers with a row of numbers.")
def library_eye(n):
    return torch.eye(n)


@mistake("eye", "one_hot is the identity matrix in other words: compare with == yourself.")
def one_hot_eye(n):
    return torch.nn.functional.one_hot(torch.arange(n), n).float()


@mistake("triu", "That is the lower triangle: the upper one is where the row is <= the column.")
def lower(a):
    row, column = torch.arange(a.shape[0], device=a.device)[:, None], torch.arange(a.shape[1], device=a.device)
    return torch.where(row >= column, a, 0)


@mistake("triu", "The diagonal belongs to it: compare with <=, not <.")
def without_diagonal(a):
    row, column = torch.arange(a.shape[0], device=a.device)[:, None], torch.arange(a.shape[1], device=a.device)
    return torch.where(row < column, a, 0)


@mistake("triu", "You counted rows and columns with one arange: a matrix that is not square needs two.")
def square_only(a):
    i = torch.arange(a.shape[0], device=a.device)
    return torch.where(i[:, None] <= i, a, 0)


@mistake("triu", "inf * 0 is NaN: choose with torch.where instead of multiplying by a mask.")
def triu_by_multiplying(a):
    row, column = torch.arange(a.shape[0], device=a.device)[:, None], torch.arange(a.shape[1], device=a.device)
    return a * (row <= column)


@mistake("triu", "A 0.0 or a float32 mask turns whole numbers into floats: choose with where, and write 0.")
def float_zero(a):
    row, column = torch.arange(a.shape[0], device=a.device)[:, None], torch.arange(a.shape[1], device=a.device)
    return torch.where(row <= column, a, 0.0)


@mistake("triu", "You wrote the zeros into the caller's matrix: make a new one with torch.where.")
def triu_in_place(a):
    row, column = torch.arange(a.shape[0])[:, None], torch.arange(a.shape[1])
    a[row > column] = 0
    return a


@mistake("triu", "torch.triu is the answer itself: compare the row numbers with the column numbers.")
def library_triu(a):
    return torch.triu(a)


@mistake(
    "triu", "You count rows and columns on the CPU, and where does not mix that with a: say device=a.device in both aranges."
)
def triangle_on_cpu(a):
    row, column = torch.arange(a.shape[0])[:, None], torch.arange(a.shape[1])
    return torch.where(row <= column, a, 0)


@mistake("cumsum", "Your sums run from each element to the end: turn the comparison around.")
def sums_to_the_end(x):
    i = torch.arange(x.shape[0], device=x.device)
    return x @ (i[:, None] >= i).to(x.dtype)


@mistake("cumsum", "x[j] itself is missing from sum j: compare with <=, not <.")
def without_itself(x):
    i = torch.arange(x.shape[0], device=x.device)
    return x @ (i[:, None] < i).to(x.dtype)


@mistake("cumsum", "You added only the element before: sum j takes in all elements up to x[j].")
def sum_of_neighbours(x):
    i = torch.arange(x.shape[0], device=x.device)
    return torch.where(i > 0, x + x[i - 1], x)


@mistake("cumsum", "float32 @ int64 fails: convert the comparison to the dtype of x.", raises=True)
def mask_stays_float(x):
    i = torch.arange(x.shape[0], device=x.device)
    return x @ (i[:, None] <= i).float()


@mistake("cumsum", "A comparison gives bool, and @ wants two equal dtypes: convert it to the dtype of x.", raises=True)
def bool_triangle(x):
    i = torch.arange(x.shape[0], device=x.device)
    return x @ (i[:, None] <= i)


@mistake("cumsum", "float32 rounds large whole numbers: convert the mask to the dtype of x, not x to float32.")
def cumsum_in_float(x):
    i = torch.arange(x.shape[0], device=x.device)
    return (x.float() @ (i[:, None] <= i).float()).to(x.dtype)


@mistake("cumsum", "out[0] does not exist in an empty vector: start from zero instead of from x[0].")
def needs_a_first(x):
    out = x * 0
    out[0] = x[0]
    for i in range(1, x.shape[0]):
        out[i] = out[i - 1] + x[i]
    return out


@mistake("cumsum", "out = x makes no copy, so your loop changed the caller's x: start from x.clone().")
def cumsum_in_place(x):
    out = x
    for i in range(1, x.shape[0]):
        out[i] += out[i - 1]
    return out


@mistake("cumsum", "torch.cumsum is the answer itself: x @ a triangle of ones gives the same.")
def library_cumsum(x):
    return torch.cumsum(x, dim=0)


@mistake("cumsum", "torch.tril is outside the toolbox: a comparison of two aranges makes the triangle.")
def cumsum_by_tril(x):
    i = torch.arange(x.shape[0], device=x.device)
    return torch.tril(x * (i[:, None] >= 0)) @ (i >= 0).to(x.dtype)


@mistake(
    "cumsum", "x @ a triangle works where both are on one device, and yours is on the CPU: say device=x.device in arange."
)
def cumsum_triangle_on_cpu(x):
    i = torch.arange(x.shape[0])
    return x @ (i[:, None] <= i).to(x.dtype)


@mistake(
    "cumsum", "You bring x to the CPU and the sums back, so each call waits twice: make the triangle on x.device instead."
)
def cumsum_there_and_back(x):
    i = torch.arange(x.shape[0])
    return (x.to("cpu") @ (i[:, None] <= i).to(x.dtype)).to(x.device)
