"""Plausible wrong versions of the tasks in chapter0_fundamentals/creation."""

import numpy as np
import torch

from learn.variants import mistake

# ------------------------------------------------------------------ tensor_from_lists


@mistake("tensor_from_lists", "You let torch.tensor choose the dtype, and ints become int64: pass dtype=torch.float32.")
def dtype_not_chosen(numbers):
    return torch.tensor(numbers)


@mistake(
    "tensor_from_lists",
    "You called torch.Tensor, which takes a single int as a size: torch.tensor, lower case, takes it as data.",
)
def capital_tensor(numbers):
    return torch.Tensor(numbers)


@mistake("tensor_from_lists", "You made float64, as NumPy does unasked: ask for float32 when you make the tensor.")
def float64_from_numpy(numbers):
    return torch.from_numpy(np.array(numbers, dtype=np.float64))


@mistake(
    "tensor_from_lists",
    "You made an int64 tensor first and cast it after: the fractions were gone by then. Ask for float32 at once.",
)
def integers_first(numbers):
    return torch.tensor(numbers, dtype=torch.int64).to(torch.float32)


@mistake(
    "tensor_from_lists",
    "You put all numbers into one long list: torch.tensor takes nested lists as they are and keeps their shape.",
)
def flattened(numbers):
    return torch.tensor([number for row in numbers for number in row], dtype=torch.float32)


@mistake(
    "tensor_from_lists",
    "You set requires_grad=True: that is for parameters that are trained. Leave it out for plain data.",
)
def recorded(numbers):
    return torch.tensor(numbers, dtype=torch.float32, requires_grad=True)


# ------------------------------------------------------------------ describe


def _described(x, **changes):
    """Return the right description of x, with some entries replaced."""
    return {
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "ndim": x.ndim,
        "numel": x.numel(),
        "device": x.device.type,
        "bytes": x.numel() * x.element_size(),
    } | changes


@mistake("describe", "You gave the shape as a list: make it a tuple.")
def shape_as_list(x):
    return _described(x, shape=list(x.shape))


@mistake("describe", "You turned the dtype into text: give x.dtype itself, so that it can be compared and used again.")
def dtype_as_text(x):
    return _described(x, dtype=str(x.dtype))


@mistake("describe", "You gave the torch.device object: its type as text is x.device.type.")
def device_as_object(x):
    return _described(x, device=x.device)


@mistake("describe", "You wrote the device down as 'cpu' instead of asking the tensor: use x.device.type.")
def device_written_down(x):
    return _described(x, device="cpu")


@mistake("describe", "You took len(x) as the number of elements, but it counts the rows: use x.numel().")
def rows_as_numel(x):
    return _described(x, numel=len(x))


@mistake("describe", "You counted 4 bytes for every element: that is float32. Ask the tensor with x.element_size().")
def always_four_bytes(x):
    return _described(x, bytes=4 * x.numel())


@mistake("describe", "You gave the bytes of one element: multiply them by the number of elements.")
def bytes_of_one(x):
    return _described(x, bytes=x.element_size())


@mistake(
    "describe",
    "You asked the storage for its bytes, but a view shares a larger tensor's storage: use numel() * element_size().",
)
def bytes_of_storage(x):
    return _described(x, bytes=x.untyped_storage().nbytes())


@mistake(
    "describe",
    "You multiplied the first two sizes, which holds for a matrix alone: x.numel() and x.ndim hold for every rank.",
)
def only_matrices(x):
    return _described(x, ndim=2, numel=x.shape[0] * x.shape[1], bytes=x.shape[0] * x.shape[1] * x.element_size())


# ------------------------------------------------------------------ filled_like


@mistake(
    "filled_like",
    "The dtype is not x's (from the shape alone, it follows the value): full_like takes over shape, dtype and device.",
)
def dtype_of_value(x, value):
    return torch.full(x.shape, value, device=x.device)


@mistake("filled_like", "You filled x itself, and the caller's values are gone: make a new tensor.")
def filled_in_place(x, value):
    return x.fill_(value)


@mistake("filled_like", "You multiplied by value, and ints times a float are floats: full_like keeps x's dtype.")
def ones_times_value(x, value):
    return torch.ones_like(x) * value


@mistake(
    "filled_like",
    "You computed x * 0 + value: NaN and inf times 0 are NaN, and a float value turns ints into floats. Use full_like.",
)
def times_zero(x, value):
    return x * 0 + value


@mistake("filled_like", "You named two sizes, so only a matrix works: x.shape has all of them, whatever the rank.")
def two_sizes(x, value):
    return torch.full((x.shape[0], x.shape[1]), value, dtype=x.dtype, device=x.device)


@mistake(
    "filled_like",
    "You expanded a single element: all places share its memory, and writing to one changes all. Make a full tensor.",
)
def expanded(x, value):
    return torch.tensor(value, dtype=x.dtype, device=x.device).expand(x.shape)


@mistake(
    "filled_like", "You named shape and dtype but no device, so the tensor is always on the CPU: pass device=x.device too."
)
def device_not_named(x, value):
    return torch.full(x.shape, value, dtype=x.dtype)


# ------------------------------------------------------------------ to_uint8


@mistake(
    "to_uint8",
    "You cast without rounding, and a cast cuts the fraction off (63.9 becomes 63): call round() first.",
)
def cut_off(image):
    return (image * 255).clamp(0, 255).to(torch.uint8)


@mistake("to_uint8", "You cast before multiplying: everything below 1 is 0 by then. Scale and round first, cast last.")
def cast_first(image):
    return image.clamp(0, 1).to(torch.uint8) * 255


@mistake("to_uint8", "You rounded before multiplying, so only 0 and 255 are left: multiply by 255 first.")
def rounded_first(image):
    return (image.clamp(0, 1).round() * 255).to(torch.uint8)


# The detour over int32 makes the wrap-around certain; straight from float it is up to the processor.
@mistake(
    "to_uint8",
    "You only multiplied and cast: a cast cuts fractions off, and 256 wraps around to 0. Round and clamp first.",
)
def just_cast(image):
    return (image * 255).to(torch.int32).to(torch.uint8)


@mistake(
    "to_uint8",
    "You cast values outside 0..255 to uint8, where they wrap around: clamp before the cast. After it is too late.",
)
def not_clamped(image):
    return (image * 255).round().to(torch.int32).to(torch.uint8)


@mistake("to_uint8", "You clamped at the top only: values below 0 wrap around to large ones. Clamp at both ends.")
def clamped_above_only(image):
    return (image * 255).round().clamp(max=255).to(torch.int32).to(torch.uint8)


@mistake("to_uint8", "You multiplied by 256: 1 has to become 255, so multiply by 255.")
def times_256(image):
    return (image * 256).round().clamp(0, 255).to(torch.uint8)


@mistake("to_uint8", "You added 0.5 and rounded as well: do one of the two, round() or adding 0.5 before the cast.")
def rounded_twice(image):
    return (image * 255 + 0.5).round().clamp(0, 255).to(torch.uint8)


@mistake("to_uint8", "You stretched the image from its own minimum to its maximum: 0 and 1 are the fixed ends.")
def stretched(image):
    low, high = image.min(), image.max()
    return ((image - low) / (high - low) * 255).round().to(torch.uint8)


@mistake("to_uint8", "You left the result in floats: cast it to torch.uint8 at the end.")
def never_cast(image):
    return (image * 255).round().clamp(0, 255)


@mistake(
    "to_uint8",
    "You used mul_, round_ or clamp_ on the caller's image: methods with _ change it in place. Use those without.",
)
def image_in_place(image):
    return image.mul_(255).round_().clamp_(0, 255).to(torch.uint8)


@mistake(
    "to_uint8", "You round in NumPy, which cannot read what is on an accelerator: tensors have round, clamp and to as well."
)
def rounded_by_numpy(image):
    return torch.from_numpy(np.clip(np.rint(image.numpy() * 255), 0, 255).astype(np.uint8))


# ------------------------------------------------------------------ add_exactly


@mistake(
    "add_exactly",
    "You added as they are, so the dtype is what promotion makes of the two: convert both to int64 or float64 first.",
)
def just_added(a, b):
    return a + b


@mistake(
    "add_exactly",
    "You converted the sum: by then it has wrapped around or lost digits. Convert both tensors, then add.",
)
def converted_late(a, b):
    floating = a.is_floating_point() or b.is_floating_point()
    return (a + b).to(torch.float64 if floating else torch.int64)


@mistake("add_exactly", "You used float64 for everything: where both are integers (or bools) the sum is int64.")
def always_float64(a, b):
    return a.to(torch.float64) + b.to(torch.float64)


@mistake("add_exactly", "You used int64 for everything, which cuts fractions off: a floating tensor asks for float64.")
def always_int64(a, b):
    return a.to(torch.int64) + b.to(torch.int64)


@mistake("add_exactly", "You cut a floating b to whole numbers where a has integers: look at the dtypes of both.")
def dtype_of_first(a, b):
    dtype = torch.float64 if a.is_floating_point() else torch.int64
    return a.to(dtype) + b.to(dtype)


@mistake("add_exactly", "You added in float32, which holds 7 digits: the task asks for float64.")
def in_float32(a, b):
    if a.is_floating_point() or b.is_floating_point():
        return a.float() + b.float()
    return a.long() + b.long()


@mistake(
    "add_exactly",
    "You added integers as float64 and cast back: above 2**53 float64 skips whole numbers. Add integers in int64.",
)
def integers_through_float64(a, b):
    total = a.to(torch.float64) + b.to(torch.float64)
    floating = a.is_floating_point() or b.is_floating_point()
    return total if floating else total.to(torch.int64)


@mistake(
    "add_exactly",
    "You converted a alone, but a tensor of shape () hardly counts in promotion, and b's dtype wins: convert both.",
)
def converted_one(a, b):
    floating = a.is_floating_point() or b.is_floating_point()
    return a.to(torch.float64 if floating else torch.int64) + b


@mistake(
    "add_exactly",
    "You used += after a.to(dtype), but to() returns a itself where the dtype fits, so a changed: write a + b.",
)
def added_in_place(a, b):
    dtype = torch.float64 if a.is_floating_point() or b.is_floating_point() else torch.int64
    total = a.to(dtype)
    total += b.to(dtype)
    return total


@mistake(
    "add_exactly", "The zeros to which you add are on the CPU, wherever a and b are: pass device=a.device when you make them."
)
def onto_zeros_on_cpu(a, b):
    floating = a.is_floating_point() or b.is_floating_point()
    total = torch.zeros(torch.broadcast_shapes(a.shape, b.shape), dtype=torch.float64 if floating else torch.int64)
    total += a
    total += b
    return total


# ------------------------------------------------------------------ steps


@mistake(
    "steps",
    "You divided by num, so the last point falls short of stop: num points have num - 1 gaps between them.",
)
def one_gap_too_many(start, stop, num):
    return start + torch.arange(num, dtype=torch.float32) * ((stop - start) / num)


@mistake("steps", "You used arange from start to stop, which leaves stop out: both ends belong to the points.")
def stop_left_out(start, stop, num):
    if num == 1:
        return torch.tensor([start], dtype=torch.float32)
    return torch.arange(start, stop, (stop - start) / (num - 1), dtype=torch.float32)


@mistake(
    "steps",
    "You let arange count with a fractional step, and rounding can add a point: count in whole numbers, then multiply.",
)
def counted_by_arange(start, stop, num):
    if num == 1:
        return torch.tensor([start], dtype=torch.float32)
    step = (stop - start) / (num - 1)
    return torch.arange(start, stop + step, step, dtype=torch.float32)


@mistake("steps", "You left start out: the points have to begin there, so add it.")
def start_left_out(start, stop, num):
    if num == 1:
        return torch.tensor([start], dtype=torch.float32)
    return torch.arange(num, dtype=torch.float32) * ((stop - start) / (num - 1))


@mistake(
    "steps",
    "You filled a tensor whose dtype follows start: with an int start it is int64 and cuts fractions. Ask for float32.",
)
def dtype_of_start(start, stop, num):
    points = torch.full((num,), start)
    for i in range(1, num):
        points[i] = start + i * (stop - start) / (num - 1)
    return points.to(torch.float32)


@mistake("steps", "You used //, which rounds the step down to a whole number: divide with /.")
def whole_steps(start, stop, num):
    return start + torch.arange(num, dtype=torch.float32) * ((stop - start) // max(num - 1, 1))


@mistake("steps", "You left the points in float64: the task asks for float32, so name the dtype.")
def points_in_float64(start, stop, num):
    return start + torch.arange(num, dtype=torch.float64) * ((stop - start) / max(num - 1, 1))


@mistake("steps", "You took the distance without its sign: where stop is smaller, the step has to be negative.")
def only_upwards(start, stop, num):
    return start + torch.arange(num, dtype=torch.float32) * (abs(stop - start) / max(num - 1, 1))


@mistake("steps", "You divided by num - 1, which is 0 for a single point: treat num=1 apart.")
def divided_by_zero(start, stop, num):
    return start + torch.arange(num, dtype=torch.float32) * ((stop - start) / (num - 1))


@mistake("steps", "You returned stop for a single point: the task asks for start.")
def single_stop(start, stop, num):
    if num == 1:
        return torch.tensor([stop], dtype=torch.float32)
    return start + torch.arange(num, dtype=torch.float32) * ((stop - start) / (num - 1))


@mistake("steps", "You called linspace, which is the task itself: build the points from arange and arithmetic.")
def by_linspace(start, stop, num):
    return torch.linspace(start, stop, num)


@mistake("steps", "You called NumPy's linspace, which is the task itself: build the points from arange and arithmetic.")
def by_numpy_linspace(start, stop, num):
    return torch.from_numpy(np.linspace(start, stop, num)).float()
