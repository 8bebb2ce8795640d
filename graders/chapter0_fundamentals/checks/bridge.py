"""Checks for chapter0_fundamentals/bridge.  N = rows, D = columns."""

import numpy as np
import torch

from learn.checks import check
from learn.expect import expect


def expect_after_changes(submission, reference, **inputs):
    """Change the array and then the tensor that was made of it, and compare what the other side was each time."""
    seen, known = submission.observe("after_changes", **inputs), reference.observe("after_changes", **inputs)
    expect(seen["tensor"], "the tensor after the array changed").to_match(known["tensor"])
    expect(seen["array"], "the array after the tensor changed").to_match(known["array"])


# ------------------------------------------------------------------ to_float32


@check("to_float32", points=2, title="turns float64 arrays of every shape into float32 tensors")
def test_to_float32_values(submission, reference, rng):
    for shape in [rng.sizes(2), (1, 3), (5,), (), (0, 3)]:
        array = rng.randn(*shape, dtype=torch.float64).numpy()
        expect(submission.call("to_float32", array)).to_match(reference.call("to_float32", array))


@check("to_float32", title="turns integer arrays into float32 tensors, also one of shape ()")
def test_to_float32_integers(submission, reference, rng):
    for array in (rng.randint(-9, 9, *rng.sizes(2)).numpy(), np.array(0)):  # torch.Tensor would read the 0 as a size
        expect(submission.call("to_float32", array)).to_match(reference.call("to_float32", array))


@check("to_float32", title="gives the tensor memory of its own, also for a float32 array")
def test_to_float32_copies(submission, reference, rng):
    array = rng.randn(*rng.sizes(2)).numpy()
    expect_after_changes(submission, reference, task="to_float32", array=array, view="whole")


@check("to_float32", title="accepts a reversed array")
def test_to_float32_reversed(submission, reference, rng):
    for dtype in (torch.float64, torch.float32):
        inputs = {"task": "to_float32", "array": rng.randn(*rng.sizes(2), dtype=dtype).numpy(), "view": "reversed"}
        expect(submission.observe("of_view", **inputs)).to_match(reference.observe("of_view", **inputs))


# ------------------------------------------------------------------ shared_tensor


@check("shared_tensor", title="keeps the array's shape, dtype and values")
def test_shared_tensor_values(submission, reference, rng):
    shapes = {torch.float64: (1, 4), torch.float32: (5, 1), torch.int32: (3,), torch.int64: rng.sizes(2)}
    for dtype, shape in shapes.items():
        array = rng.randint(-9, 9, *shape, dtype=dtype).numpy()
        expect(submission.call("shared_tensor", array)).to_match(reference.call("shared_tensor", array))


@check("shared_tensor", points=2, title="lets changes through in both directions")
def test_shared_tensor_both_ways(submission, reference, rng):
    array = rng.randn(*rng.sizes(2), dtype=torch.float64).numpy()
    expect_after_changes(submission, reference, task="shared_tensor", array=array, view="whole")


@check("shared_tensor", title="shares memory with a view that has gaps or is transposed")
def test_shared_tensor_views(submission, reference, rng):
    for view in ("every second column", "transposed"):
        array = rng.randn(*rng.sizes(2, low=3), dtype=torch.float64).numpy()
        expect_after_changes(submission, reference, task="shared_tensor", array=array, view=view)


# ------------------------------------------------------------------ to_numpy


@check("to_numpy", title="keeps the values and the dtype")
def test_to_numpy_dtypes(submission, reference, rng):
    for dtype in (torch.float64, torch.float32, torch.float16, torch.int64, torch.uint8, torch.bool):
        tensor = rng.randint(0, 9, *rng.sizes(2)).to(dtype)
        expect(submission.call("to_numpy", tensor)).to_match(reference.call("to_numpy", tensor))


@check("to_numpy", title="keeps every shape, also of a tensor that is not contiguous")
def test_to_numpy_shapes(submission, reference, rng):
    for tensor in (rng.randn(1, 4), rng.randn(3, 1), rng.randn(), rng.strided(rng.randn(*rng.sizes(3)))):
        expect(submission.call("to_numpy", tensor)).to_match(reference.call("to_numpy", tensor))


@check("to_numpy", title="accepts a tensor that requires grad, and leaves it so")
def test_to_numpy_grad(submission, reference, rng):
    for is_leaf in (False, True):
        inputs = {"tensor": rng.randn(*rng.sizes(2)), "is_leaf": is_leaf}
        seen = submission.observe("of_tensor_with_grad", **inputs)
        expect(seen).to_match(reference.observe("of_tensor_with_grad", **inputs))


@check("to_numpy", points=2, title="gives the array memory of its own")
def test_to_numpy_copies(submission, rng):
    tensor = 1 + rng.rand(*rng.sizes(2))
    expect(submission.observe("tensor_after_array_changed", tensor=tensor), "the tensor").to_match(tensor)


# ------------------------------------------------------------------ safe_roundtrip


@check("safe_roundtrip", points=2, title="subtracts each column's mean")
def test_safe_roundtrip_values(submission, reference, rng):
    for view in ("whole", "transposed"):
        inputs = {"task": "safe_roundtrip", "array": rng.randn(*rng.sizes(2)).numpy() + 1, "view": view}
        expect(submission.observe("of_view", **inputs)).to_match(reference.observe("of_view", **inputs))


@check("safe_roundtrip", title="computes float64 in float64")
def test_safe_roundtrip_precision(submission, reference, rng):
    array = 1000 + rng.randn(*rng.sizes(2), dtype=torch.float64).numpy()
    expect(submission.call("safe_roundtrip", array)).to_match(reference.call("safe_roundtrip", array))


@check("safe_roundtrip", title="keeps a single row or a single column two-dimensional")
def test_safe_roundtrip_single(submission, reference, rng):
    for shape in [(1, 4), (5, 1)]:
        array = 1 + rng.rand(*shape).numpy()
        expect(submission.call("safe_roundtrip", array)).to_match(reference.call("safe_roundtrip", array))


@check("safe_roundtrip", needs="test_safe_roundtrip_values", title="leaves the caller's array as it was")
def test_safe_roundtrip_pure(submission, rng):
    array = 1 + rng.rand(*rng.sizes(2)).numpy()
    args, _ = submission.inputs_after("safe_roundtrip", array)
    expect(args[0], "the input").to_match(array)
