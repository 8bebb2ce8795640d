"""Plausible wrong versions of the tasks in chapter0_fundamentals/puzzles_move."""

import torch

from learn.variants import mistake


@mistake("diff", "x[-1] is the last element, so your first difference wraps round: element 0 should be x[0].")
def first_wraps(x):
    return x - x[torch.arange(x.shape[0]) - 1]


@mistake("diff", "The first element has none before it, but the task keeps it: element 0 should be x[0], not 0.")
def first_is_zero(x):
    i = torch.arange(x.shape[0], device=x.device)
    return torch.where(i > 0, x - x[i - 1], 0)


@mistake("diff", "You subtracted each element from the one before it: turn the subtraction around.")
def diff_reversed(x):
    i = torch.arange(x.shape[0], device=x.device)
    return torch.where(i > 0, x[i - 1] - x, x)


@mistake("diff", "The result has N - 1 elements: element 0 is x[0] itself.")
def one_too_few(x):
    return x[1:] - x[:-1]


@mistake("diff", "You compared with the next element: the task asks for the one before.")
def next_element(x):
    n = x.shape[0]
    i = torch.arange(n, device=x.device)
    return torch.where(i < n - 1, x[(i + 1) % n] - x, x)


@mistake("diff", "out[k - 1] has already changed when you subtract it: read from x, write to out.")
def reads_what_it_wrote(x):
    out = x.clone()
    for k in range(1, x.shape[0]):
        out[k] -= out[k - 1]
    return out


@mistake("diff", "float32 rounds large whole numbers: subtract in the dtype of x.")
def diff_in_float(x):
    i, wide = torch.arange(x.shape[0], device=x.device), x.float()
    return torch.where(i > 0, wide - wide[i - 1], wide).to(x.dtype)


@mistake("diff", "x[k] -= ... changes the caller's x: write to a tensor of your own.")
def diff_in_place(x):
    for k in range(x.shape[0] - 1, 0, -1):
        x[k] -= x[k - 1]
    return x


@mistake("diff", "torch.diff is the answer itself: index with arange - 1, and let where look after the first.")
def library_diff(x):
    return torch.diff(x, prepend=x[:1] * 0)


@mistake("diff", "torch.roll moves the elements for you: index with arange - 1 instead.")
def diff_by_roll(x):
    return torch.where(torch.arange(x.shape[0], device=x.device) > 0, x - torch.roll(x, 1), x)


@mistake("diff", "As an index i may be on the CPU, but i > 0 meets x in where: say torch.arange(..., device=x.device).")
def diff_condition_on_cpu(x):
    i = torch.arange(x.shape[0])
    return torch.where(i > 0, x - x[i - 1], x)


@mistake("vstack", "Your vectors are the columns: make the two numbers a column with None, not x and y.")
def as_columns(x, y):
    return torch.where(torch.arange(2, device=x.device) == 0, x[:, None], y[:, None])


@mistake("vstack", "x and y became columns too: leave them as rows, and give the None to arange(2) only.", raises=True)
def everything_a_column(x, y):
    return torch.where(torch.arange(2, device=x.device)[:, None] == 0, x[:, None], y[:, None])


@mistake("vstack", "y is above x: row 0 should be x.")
def upside_down(x, y):
    return torch.where(torch.arange(2, device=x.device)[:, None] == 0, y, x)


@mistake("vstack", "You put y behind x in one long row: the result has two rows, shape (2, N).")
def end_to_end(x, y):
    n = x.shape[0]
    i = torch.arange(2 * n, device=x.device)
    return torch.where(i < n, x[i % n], y[i % n])


@mistake("vstack", "arange(2) lies along the same dimension as x: make it a column with [:, None].", raises=True)
def rows_without_none(x, y):
    return torch.where(torch.arange(2, device=x.device) == 0, x, y)


@mistake("vstack", "inf * 0 is NaN: choose with torch.where instead of multiplying by masks.")
def blended(x, y):
    row = torch.arange(2, device=x.device)[:, None]
    return x * (row == 0) + y * (row == 1)


@mistake("vstack", "Masks of float32 turn whole numbers into floats, and inf * 0 is NaN: choose with torch.where.")
def blended_in_float(x, y):
    row = torch.arange(2, device=x.device)[:, None]
    return x * (row == 0).float() + y * (row == 1).float()


@mistake("vstack", "torch.stack is the answer itself: let torch.where choose between x and y.")
def library_stack(x, y):
    return torch.stack([x, y])


@mistake("vstack", "torch.vstack is the answer itself: let torch.where choose between x and y.")
def library_vstack(x, y):
    return torch.vstack([x, y])


@mistake(
    "vstack", "Your row numbers are on the CPU, and where cannot choose with them elsewhere: say arange(2, device=x.device)."
)
def row_numbers_on_cpu(x, y):
    row = torch.arange(2)[:, None]
    return torch.where(row == 0, x, y)


@mistake("vstack", "You write x and y into a matrix on the CPU, wherever they come from: make it with device=x.device.")
def matrix_on_cpu(x, y):
    out = (torch.arange(2)[:, None] * torch.arange(x.shape[0])).to(x.dtype)
    out[0], out[1] = x, y
    return out


@mistake("roll", "You moved to the left: what comes to place i was at i - shift, not at i + shift.")
def other_way(x, shift):
    n = x.shape[0]
    return x[(torch.arange(n) + shift) % n]


@mistake("roll", "You filled the free places with zeros: what leaves on the right comes in on the left.")
def filled_with_zeros(x, shift):
    n = x.shape[0]
    i = torch.arange(n, device=x.device)
    return torch.where((i >= shift) & (i < n + shift), x[(i - shift) % n], 0)


@mistake("roll", "range(shift) is empty for a negative shift, so nothing goes to the left: use shift % N, or an index.")
def never_to_the_left(x, shift):
    for _ in range(shift):
        x = x[torch.arange(x.shape[0]) - 1]
    return x


@mistake("roll", "k + shift runs past the end: take it modulo N, so that it starts again at 0.", raises=True)
def past_the_end(x, shift):
    out = x.clone()
    for k in range(x.shape[0]):
        out[k + shift] = x[k]
    return out


@mistake("roll", "A negative index reaches back once only, and the end is the end: take i - shift modulo N.")
def without_modulo(x, shift):
    return x[torch.arange(x.shape[0]) - shift]


@mistake("roll", "x[:-shift] is empty when shift is 0, and slices do not go round twice: use i - shift modulo N.")
def by_slices(x, shift):
    out = x.clone()
    out[shift:] = x[:-shift]
    out[:shift] = x[-shift:]
    return out


@mistake("roll", "float32 @ int64 fails: convert the comparison to the dtype of x.", raises=True)
def roll_by_float_matrix(x, shift):
    n = x.shape[0]
    i = torch.arange(n, device=x.device)
    return x @ ((i[:, None] + shift) % n == i).float()


@mistake("roll", "You wrote the result into the caller's x: write to a tensor of your own.")
def roll_in_place(x, shift):
    n = x.shape[0]
    x[(torch.arange(n) + shift) % n] = x.clone()
    return x


@mistake("roll", "torch.roll is the answer itself: work out with arange where each element comes from.")
def library_roll(x, shift):
    return torch.roll(x, shift)


@mistake("roll", "You multiply x with a matrix on the CPU, and @ wants both in one place: say device=x.device in arange.")
def roll_matrix_on_cpu(x, shift):
    n = x.shape[0]
    i = torch.arange(n)
    return x @ ((i[:, None] + shift) % n == i).to(x.dtype)


@mistake(
    "roll", "You bring x to the CPU to index it there, and back: x[...] takes indices on x.device, so leave x where it is."
)
def roll_there_and_back(x, shift):
    i = torch.arange(x.shape[0])
    return x.to("cpu")[(i - shift) % x.shape[0]].to(x.device)


@mistake("flip", "Tensors, unlike lists, take no negative step: index with n - 1 - arange(n).", raises=True)
def negative_step(x):
    return x[::-1]


@mistake("flip", "The last element is at n - 1, not at n: index with n - 1 - i.", raises=True)
def one_too_far(x):
    n = x.shape[0]
    return x[n - torch.arange(n)]


@mistake("flip", "arange leaves its end out, so counting down to 0 misses x[0]: index with n - 1 - arange(n).")
def first_missing(x):
    return x[torch.arange(x.shape[0] - 1, 0, -1)]


@mistake("flip", "-0 is 0, so the first element stays where it was: index with n - 1 - i, or -1 - i.")
def minus_zero(x):
    return x[-torch.arange(x.shape[0])]


@mistake("flip", "Tuple swapping fails on tensors: out[k] is a view, so the first assignment has already changed it.")
def swapped_views(x):
    out, n = x.clone(), x.shape[0]
    for k in range(n // 2):
        out[k], out[n - 1 - k] = out[n - 1 - k], out[k]
    return out


@mistake("flip", "out = x makes no copy, so you read elements that you have overwritten: start from x.clone().")
def overwritten(x):
    out, n = x, x.shape[0]
    for k in range(n):
        out[k] = x[n - 1 - k]
    return out


@mistake("flip", "float32 @ int64 fails: convert the comparison to the dtype of x.", raises=True)
def flip_by_float_matrix(x):
    n = x.shape[0]
    i = torch.arange(n, device=x.device)
    return x @ (i[:, None] + i == n - 1).float()


@mistake("flip", "The order is right, but you reversed the caller's x itself: write to a tensor of your own.")
def flip_in_place(x):
    x[x.shape[0] - 1 - torch.arange(x.shape[0])] = x.clone()
    return x


@mistake("flip", "torch.flip is the answer itself: index with numbers that count down.")
def library_flip(x):
    return torch.flip(x, dims=(0,))


@mistake(
    "flip", "A list forgets where x was, and your new tensor is on the CPU: index x itself, or make it with device=x.device."
)
def flip_by_list(x):
    out = torch.arange(x.shape[0]).to(x.dtype)
    for k, value in enumerate(reversed(x.tolist())):
        out[k] = value
    return out


@mistake("compress", "The kept elements are still at their old places: move them together at the front.")
def not_moved(mask, x):
    return torch.where(mask, x, 0)


@mistake("compress", "x[mask] has only as many elements as are kept: fill up with zeros to N.")
def not_filled_up(mask, x):
    return x[mask]


@mistake("compress", "Old elements are left behind the kept ones: start from zeros, not from a copy of x.")
def old_elements_remain(mask, x):
    kept, out = x[mask], x.clone()
    out[: kept.shape[0]] = kept
    return out


@mistake("compress", "The result is right, but you wrote it into the caller's x: write to a tensor of your own.")
def compress_in_place(mask, x):
    kept = x[mask]
    x[: kept.shape[0]] = kept
    x[kept.shape[0] :] = 0
    return x


@mistake("compress", "You moved the kept elements to the end: they belong at the front, zeros behind them.")
def zeros_first(mask, x):
    kept, out = x[mask], x * 0
    out[x.shape[0] - kept.shape[0] :] = kept
    return out


@mistake("compress", "Counting up to and including an element starts at 1, places start at 0: subtract 1.")
def place_from_one(mask, x):
    i = torch.arange(x.shape[0], device=x.device)
    place = mask.to(torch.int64) @ (i[:, None] <= i).to(torch.int64)
    return (i >= 0).to(x.dtype) @ torch.where(mask[:, None] & (place[:, None] == i), x[:, None], 0)


@mistake("compress", "You counted the kept elements from each one to the end, so their order is reversed.")
def kept_reversed(mask, x):
    i = torch.arange(x.shape[0], device=x.device)
    place = mask.to(torch.int64) @ (i[:, None] >= i).to(torch.int64) - 1
    return (i >= 0).to(x.dtype) @ torch.where(mask[:, None] & (place[:, None] == i), x[:, None], 0)


@mistake("compress", "Dropped elements have a place number too and overwrite kept ones: move only where mask is True.")
def dropped_overwrite(mask, x):
    out, place = x * 0, -1
    for k in range(x.shape[0]):
        place = place + int(mask[k])
        out[place] = x[k]
    return out


@mistake("compress", "You took 0 as the sign of a dropped element, but a kept element may be 0: ask the mask.")
def zero_means_dropped(mask, x):
    kept = torch.where(mask, x, 0)
    out, front = x * 0, kept[kept != 0]
    out[: front.shape[0]] = front
    return out


@mistake("compress", "Your whole numbers came back as float32: convert to the dtype of x.")
def compress_to_float(mask, x):
    i = torch.arange(x.shape[0], device=x.device)
    place = mask.float() @ (i[:, None] <= i).float() - 1
    return (i >= 0).float() @ torch.where(mask[:, None] & (place[:, None] == i), x[:, None].float(), 0)


@mistake("compress", "masked_select does the hard part: count the kept elements with @ to find each one's place.")
def library_masked_select(mask, x):
    kept, out = torch.masked_select(x, mask), x * 0
    out[: kept.shape[0]] = kept
    return out


@mistake("compress", "Sorting the mask does the hard part: count the kept elements with @ to find each one's place.")
def library_argsort(mask, x):
    order = torch.argsort((~mask).to(torch.int64), stable=True)
    return torch.where(mask, x, 0)[order]


@mistake(
    "compress", "You count the mask with a triangle on the CPU, and @ wants both in one place: say device=x.device in arange."
)
def count_on_cpu(mask, x):
    i = torch.arange(x.shape[0])
    place = mask.to(torch.float32) @ (i[:, None] <= i).to(torch.float32) - 1
    return (i >= 0).to(x.dtype) @ torch.where(mask[:, None] & (place[:, None] == i), x[:, None], 0)


@mistake("compress", "You put the kept elements into zeros on the CPU, so they end up there: x * 0 makes zeros where x is.")
def kept_on_cpu(mask, x):
    kept, out = x[mask], (torch.arange(x.shape[0]) * 0).to(x.dtype)
    out[: kept.shape[0]] = kept
    return out


@mistake("pad_to", "where reads x[i] for every i, also beyond the end: replace those indices by 0 first.", raises=True)
def reads_past_the_end(x, size):
    i = torch.arange(size)
    return torch.where(i < x.shape[0], x[i], 0)


@mistake("pad_to", "You never cut anything off: a size smaller than N shortens the result.")
def never_shorter(x, size):
    n = x.shape[0]
    i = torch.arange(max(n, size), device=x.device)
    return torch.where(i < n, x[i % n], 0)


@mistake("pad_to", "You put the zeros in front: they belong behind x.")
def zeros_in_front(x, size):
    n = x.shape[0]
    i = torch.arange(size, device=x.device) - max(size - n, 0)
    return torch.where(i >= 0, x[i % n], 0)


@mistake("pad_to", "Modulo starts again at x[0]: put zeros behind the end.")
def starts_again(x, size):
    return x[torch.arange(size) % x.shape[0]]


@mistake("pad_to", "You kept the last elements of x: cut off the end and keep the beginning.")
def cut_in_front(x, size):
    n = x.shape[0]
    i = torch.arange(size, device=x.device) + max(n - size, 0)
    return torch.where(i < n, x[i % n], 0)


@mistake("pad_to", "size is the length of the result, not the number of zeros that you add.")
def so_many_zeros(x, size):
    n = x.shape[0]
    i = torch.arange(n + size, device=x.device)
    return torch.where(i < n, x[i % n], 0)


@mistake("pad_to", "A float, such as 0.0, turns whole numbers into floats: write 0, or convert to the dtype of x.")
def pad_with_float_zero(x, size):
    i, n = torch.arange(size, device=x.device), x.shape[0]
    return torch.where(i < n, x[i % n], 0.0)


@mistake("pad_to", "A slice is a view, so the result shares memory with x: index with a tensor, or copy.")
def slice_is_a_view(x, size):
    n = x.shape[0]
    if size <= n:
        return x[:size]
    i = torch.arange(size, device=x.device)
    return torch.where(i < n, x[i % n], 0)


@mistake("pad_to", "torch.nn.functional.pad is the answer itself: index with arange, and choose with where.")
def library_pad(x, size):
    return torch.nn.functional.pad(x, (0, size - x.shape[0]))


@mistake("pad_to", "new_zeros is outside the toolbox: let where put the zeros in.")
def library_zeros(x, size):
    out = x.new_zeros(size)
    kept = min(size, x.shape[0])
    out[:kept] = x[:kept]
    return out


@mistake(
    "pad_to", "An index may be on the CPU, but your condition for where is there too: say torch.arange(size, device=x.device)."
)
def inside_on_cpu(x, size):
    i = torch.arange(size)
    inside = i < x.shape[0]
    return torch.where(inside, x[torch.where(inside, i, 0)], 0)


@mistake("pad_to", "You copy x into zeros that are on the CPU, and return these: make them with device=x.device.")
def padding_on_cpu(x, size):
    out, kept = torch.arange(size).to(x.dtype) * 0, min(size, x.shape[0])
    out[:kept] = x[:kept]
    return out


@mistake("sequence_mask", "One element too many is left: positions start at 0, so compare with <, not <=.")
def one_too_many(values, lengths):
    return torch.where(torch.arange(values.shape[1], device=values.device) <= lengths[:, None], values, 0)


@mistake("sequence_mask", "lengths lies along the columns: it belongs to the rows, so write lengths[:, None].")
def lengths_of_columns(values, lengths):
    return torch.where(torch.arange(values.shape[1], device=values.device) < lengths, values, 0)


@mistake("sequence_mask", "You kept what lies behind the end and zeroed what counts: turn the comparison around.")
def the_wrong_part(values, lengths):
    return torch.where(torch.arange(values.shape[1], device=values.device) >= lengths[:, None], values, 0)


@mistake("sequence_mask", "You cut every row at the first row's length: each row has its own.")
def one_length_for_all(values, lengths):
    return torch.where(torch.arange(values.shape[1], device=values.device) < lengths[0], values, 0)


@mistake("sequence_mask", "-0 is 0, so a slice from -(M - length) zeroes a full row: slice from the length itself.")
def negative_slices(values, lengths):
    out = values.clone()
    for k in range(values.shape[0]):
        out[k, -(values.shape[1] - int(lengths[k])) :] = 0
    return out


@mistake("sequence_mask", "NaN * 0 is NaN: choose with torch.where instead of multiplying by a mask.")
def masked_by_multiplying(values, lengths):
    return values * (torch.arange(values.shape[1], device=values.device) < lengths[:, None])


@mistake("sequence_mask", "A 0.0 or a float32 mask turns whole numbers into floats: choose with where, and write 0.")
def masked_with_float_zero(values, lengths):
    return torch.where(torch.arange(values.shape[1], device=values.device) < lengths[:, None], values, 0.0)


@mistake("sequence_mask", "You wrote the zeros into the caller's tensor: make a new one with torch.where.")
def masked_in_place(values, lengths):
    values[torch.arange(values.shape[1], device=values.device) >= lengths[:, None]] = 0
    return values


@mistake("sequence_mask", "masked_fill is the answer itself: let torch.where choose between the values and 0.")
def library_masked_fill(values, lengths):
    return values.masked_fill(torch.arange(values.shape[1], device=values.device) >= lengths[:, None], 0)


@mistake(
    "sequence_mask",
    "You compare lengths with column numbers on the CPU: say torch.arange(M, device=values.device) to count there.",
)
def columns_on_cpu(values, lengths):
    return torch.where(torch.arange(values.shape[1]) < lengths[:, None], values, 0)


@mistake(
    "sequence_mask",
    "You bring lengths to the CPU and the mask back: count the columns on values.device, and nothing has to move.",
)
def mask_from_cpu(values, lengths):
    mask = torch.arange(values.shape[1]) < lengths.to("cpu")[:, None]
    return torch.where(mask.to(values.device), values, 0)
