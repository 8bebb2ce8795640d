"""Checks for chapter0_fundamentals/creation.  H, W = height and width, C = channels, N = any other size."""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

# ------------------------------------------------------------------ tensor_from_lists


@check("tensor_from_lists", points=2, title="follows the nesting of the lists")
def test_tensor_from_lists_values(submission, reference, rng):
    for shape in [rng.sizes(2), rng.sizes(3), (1, 1), rng.sizes(1), (0,), (2, 0)]:
        numbers = rng.randn(*shape).tolist()
        expect(submission.call("tensor_from_lists", numbers)).to_match(reference.call("tensor_from_lists", numbers))


@check("tensor_from_lists", title="gives float32 for whole numbers too")
def test_tensor_from_lists_integers(submission, reference, rng):
    numbers = rng.randint(-9, 9, *rng.sizes(2)).tolist()
    expect(submission.call("tensor_from_lists", numbers)).to_match(reference.call("tensor_from_lists", numbers))


@check("tensor_from_lists", title="takes a single number as a value, not as a size")
def test_tensor_from_lists_scalar(submission, reference, rng):
    for number in [0, rng.integer(1, 9), rng.uniform(1, 9)]:
        expect(submission.call("tensor_from_lists", number)).to_match(reference.call("tensor_from_lists", number))


@check("tensor_from_lists", title="makes plain data that records no gradients")
def test_tensor_from_lists_no_grad(submission, reference, rng):
    numbers = rng.randn(3, 2).tolist()
    known = reference.observe("requires_grad", numbers=numbers)
    expect(submission.observe("requires_grad", numbers=numbers), "requires_grad").to_match(known)


# ------------------------------------------------------------------ describe


@check("describe", points=2, title="has the six right entries for a float32 matrix")
def test_describe_matrix(submission, reference, rng):
    x = rng.randn(*rng.sizes(2))
    expect(submission.call("describe", x)).to_match(reference.call("describe", x))


@check("describe", needs="test_describe_matrix", title="takes tensors of any rank, also empty ones")
def test_describe_ranks(submission, reference, rng):
    for shape in [(), (1,), rng.sizes(3), (0, 3), rng.sizes(4)]:
        x = rng.randn(*shape)
        expect(submission.call("describe", x)).to_match(reference.call("describe", x))


@check("describe", needs="test_describe_matrix", title="counts the bytes of every dtype")
def test_describe_dtypes(submission, reference, rng):
    for dtype in [torch.float64, torch.uint8, torch.int16, torch.bool, torch.bfloat16]:
        x = rng.randint(0, 1, *rng.sizes(2)).to(dtype)
        expect(submission.call("describe", x)).to_match(reference.call("describe", x))


@check("describe", needs="test_describe_matrix", title="counts only a view's own elements")
def test_describe_view(submission, reference, rng):
    h, w = rng.sizes(2)
    x = rng.randn(h, 2 * w)[:, ::2]
    expect(submission.call("describe", x)).to_match(reference.call("describe", x))


@check("describe", needs="test_describe_matrix", title="names the device that the tensor is on")
def test_describe_device(submission, reference, rng):
    x = rng.randn(*rng.sizes(2))
    expect(submission.observe("describe_on_meta", x=x)).to_match(reference.observe("describe_on_meta", x=x))


# ------------------------------------------------------------------ filled_like


@check("filled_like", points=2, title="fills every shape with the value")
def test_filled_like_shapes(submission, reference, rng):
    for shape in [rng.sizes(2), (), (1,), rng.sizes(3), (0, 2)]:
        x, value = rng.randn(*shape), rng.uniform(1, 9)
        expect(submission.call("filled_like", x, value)).to_match(reference.call("filled_like", x, value))


@check("filled_like", title="keeps the dtype")
def test_filled_like_dtypes(submission, reference, rng):
    for dtype in [torch.float64, torch.int32, torch.uint8, torch.float16]:
        x, value = rng.randint(0, 9, *rng.sizes(2)).to(dtype), float(rng.integer(1, 9))
        expect(submission.call("filled_like", x, value)).to_match(reference.call("filled_like", x, value))


@check("filled_like", needs="test_filled_like_shapes", title="leaves x as it was")
def test_filled_like_pure(submission, rng):
    x = rng.randn(*rng.sizes(2))
    args, _ = submission.inputs_after("filled_like", x, 5.0)
    expect(args[0], "x").to_match(x)


@check("filled_like", title="does not depend on the values in x")
def test_filled_like_nan(submission, reference, rng):
    x, value = rng.randn(*rng.sizes(2)), rng.uniform(1, 9)
    x[0, 0], x[-1, -1] = float("nan"), float("inf")
    expect(submission.call("filled_like", x, value)).to_match(reference.call("filled_like", x, value))


@check("filled_like", title="gives elements that can be changed one by one")
def test_filled_like_own_memory(submission, reference, rng):
    inputs = {"x": rng.randn(*rng.sizes(2)), "value": 1.5, "first": -2.0}
    expect(submission.observe("first_changed", **inputs)).to_match(reference.observe("first_changed", **inputs))


test_filled_like_device = follows_device("filled_like", lambda rng: [rng.randn(3, 4), 2.5], needs="test_filled_like_shapes")


# ------------------------------------------------------------------ to_uint8


def _image(rng, offset, dtype=torch.float32):
    """Return an image (C, H, W), not black and not white, whose values times 255 are ``offset`` off whole numbers."""
    levels = rng.randint(20, 230, *rng.sizes(3))
    levels[0, 0, 0] = 200
    return ((levels + offset) / 255).to(dtype)


@check("to_uint8", points=2, title="maps [0, 1] to 0..255 as uint8")
def test_to_uint8_values(submission, reference, rng):
    first = _image(rng, 0.1)
    for image in [first, rng.strided(first), _image(rng, 0.1, torch.float64)]:
        expect(submission.call("to_uint8", image)).to_match(reference.call("to_uint8", image))


@check("to_uint8", title="rounds to the nearest whole number")
def test_to_uint8_rounds(submission, reference, rng):
    for offset in [-0.3, 0.3]:
        image = _image(rng, offset)
        expect(submission.call("to_uint8", image)).to_match(reference.call("to_uint8", image))


@check("to_uint8", title="treats values above 1 as 1")
def test_to_uint8_above(submission, reference, rng):
    image = _image(rng, 0.1)
    image[0, 0, :2] = torch.tensor([1.0, 1 + rng.uniform(0.1, 0.9)])
    expect(submission.call("to_uint8", image)).to_match(reference.call("to_uint8", image))


@check("to_uint8", title="treats values below 0 as 0")
def test_to_uint8_below(submission, reference, rng):
    image = _image(rng, 0.1)
    image[0, 0, :2] = torch.tensor([0.0, -rng.uniform(0.1, 0.9)])
    expect(submission.call("to_uint8", image)).to_match(reference.call("to_uint8", image))


@check("to_uint8", needs="test_to_uint8_values", title="leaves the image as it was")
def test_to_uint8_pure(submission, rng):
    image = _image(rng, 0.1)
    args, _ = submission.inputs_after("to_uint8", image)
    expect(args[0], "the image").to_match(image)


test_to_uint8_device = follows_device("to_uint8", lambda rng: [_image(rng, 0.1)], needs="test_to_uint8_values")


# ------------------------------------------------------------------ add_exactly


@check("add_exactly", points=2, title="gives int64 for integers and float64 as soon as one is floating")
def test_add_exactly_dtypes(submission, reference, rng):
    pairs = [
        (torch.int32, torch.uint8),
        (torch.float32, torch.int64),
        (torch.int64, torch.float32),
        (torch.float64, torch.float32),
    ]
    for one, other in pairs:
        h, w = rng.sizes(2)
        a, b = (rng.randint(1, 9, *shape) for shape in [(h, w), (w,)])
        # Quarters are exact in every floating dtype, so that only the dtype of the sum is at stake here.
        a, b = ((n + 0.25 if dtype.is_floating_point else n).to(dtype) for n, dtype in [(a, one), (b, other)])
        expect(submission.call("add_exactly", a, b)).to_match(reference.call("add_exactly", a, b))


@check("add_exactly", title="lets neither small integers nor bools overflow")
def test_add_exactly_narrow(submission, reference, rng):
    for dtype, low, high in [(torch.uint8, 150, 250), (torch.int8, 80, 120), (torch.bool, 1, 1)]:
        n = rng.integer(2, 6)
        a, b = (rng.randint(low, high, n).to(dtype) for _ in range(2))
        expect(submission.call("add_exactly", a, b)).to_match(reference.call("add_exactly", a, b))


@check("add_exactly", title="loses no digit of large whole numbers")
def test_add_exactly_digits(submission, reference, rng):
    odd = 2 * rng.randint(0, 99, 3) + 1
    large = 2**60 + odd
    expect(submission.call("add_exactly", large, 2 * odd)).to_match(reference.call("add_exactly", large, 2 * odd))
    # float32 skips the odd numbers above 2**24; what is left after taking 2**24 away shows it.
    medium, back = 2**24 + odd, torch.full((3,), -(2.0**24))
    expect(submission.call("add_exactly", medium, back)).to_match(reference.call("add_exactly", medium, back))


@check("add_exactly", title="gives a tensor of shape () as much weight as any other")
def test_add_exactly_scalars(submission, reference, rng):
    for one, other in [(torch.int64, torch.uint8), (torch.float64, torch.float32)]:
        scalar, vector = rng.randint(150, 250).to(one), rng.randint(150, 250, 4).to(other)
        for a, b in [(scalar, vector), (vector, scalar)]:
            expect(submission.call("add_exactly", a, b)).to_match(reference.call("add_exactly", a, b))


@check("add_exactly", needs="test_add_exactly_dtypes", title="leaves both inputs as they were")
def test_add_exactly_pure(submission, rng):
    for dtype in [torch.int64, torch.float64]:
        a, b = (rng.randint(1, 9, 4).to(dtype) for _ in range(2))
        args, _ = submission.inputs_after("add_exactly", a, b)
        expect(args[0], "a").to_match(a)
        expect(args[1], "b").to_match(b)


test_add_exactly_device = follows_device(
    "add_exactly", lambda rng: [rng.randint(1, 9, 3, 4).to(torch.uint8), rng.randint(1, 9, 4)], needs="test_add_exactly_dtypes"
)


# ------------------------------------------------------------------ steps


@check("steps", points=2, title="goes from start to stop in equal steps, both ends included")
def test_steps_values(submission, reference, rng):
    for num in rng.sizes(2, low=3, high=9):
        # Steps that are exact in binary: what rounding does to arange is another check's matter.
        start, step = rng.choice([-3.0, -1.5, 2.0, 4.5]), rng.choice([0.25, 0.5, 1.5, 2.25])
        stop = start + step * (num - 1)
        expect(submission.call("steps", start, stop, num)).to_match(reference.call("steps", start, stop, num))


@check("steps", title="gives floats for whole ends")
def test_steps_integers(submission, reference, rng):
    start, num = rng.integer(1, 5), rng.choice([3, 5])
    stop = start + rng.choice([1, 3])
    expect(submission.call("steps", start, stop, num)).to_match(reference.call("steps", start, stop, num))


@check("steps", title="goes down where stop is smaller")
def test_steps_down(submission, reference, rng):
    start, num = float(rng.integer(1, 5)), rng.integer(3, 6)
    stop = start - 0.75 * (num - 1)
    expect(submission.call("steps", start, stop, num)).to_match(reference.call("steps", start, stop, num))


@check("steps", title="returns start where one point is asked for")
def test_steps_one(submission, reference, rng):
    start = rng.uniform(1, 5)
    expect(submission.call("steps", start, start + 2, 1)).to_match(reference.call("steps", start, start + 2, 1))


@check("steps", title="returns exactly num points, however the step is rounded")
def test_steps_count(submission, reference, rng):
    for stop, num in rng.shuffled([(0.1, 3), (1.0, 7), (2.0, 10), (3.3, 11)]):
        expect(submission.call("steps", 0.0, stop, num)).to_match(reference.call("steps", 0.0, stop, num))


@check("steps", needs="test_steps_values", reported=True, title="does without linspace")
def test_steps_by_hand(submission):
    expect(submission.library_calls("steps", 1.0, 3.0, 5)).to_avoid("linspace", "logspace")
    asked = submission.observe("numpy_linspace_used", start=1.0, stop=3.0, num=5)
    expect(not asked).to_be_true("The points came from NumPy's linspace; this task asks you to work them out.")
