"""compare(): the first difference, in the order type, dtype, shape, finite, value, and its likely cause."""

import math

import numpy as np
import pytest
import torch

from learn.compare import RTOL, compare
from learn.values import Foreign, Raised

NAN, INF = math.nan, math.inf
f16, f32, f64, bf16 = torch.float16, torch.float32, torch.float64, torch.bfloat16
tensor = torch.tensor


def what(got, expected, **tolerance):
    """Return the mismatch as feedback shows it, or ``None``."""
    found = compare(got, expected, **tolerance)
    if found is None:
        return None
    space = " " if found.path and not found.what.startswith((" ", ":")) else ""
    return f"{found.path}{space}{found.what}"


def hint(got, expected):
    return compare(got, expected).hint


# ------------------------------------------------------------------ order


@pytest.mark.parametrize(
    ("got", "sentence"),
    [
        (None, "is None, expected a tensor"),
        ([1.0, 2.0], "is a list, expected a tensor"),
        (np.zeros(2, dtype=np.float32), "is a NumPy array, expected a tensor"),
        (3.0, "is a float, expected a tensor"),
        (3, "is an int, expected a tensor"),
        (Foreign("Module", "..."), "is a Module, expected a tensor"),
        (tensor([[1, NAN]], dtype=f64), "has dtype float64, expected float32"),
        (tensor([[NAN, 3.0]]), "has shape (1, 2), expected (2,)"),
        (tensor([7.0, NAN]), " at [1]: got nan, expected 2 (2 of 2 values differ)"),
        (tensor([7.0, 2.0]), " at [0]: got 7, expected 1 (1 of 2 values differ)"),
        (tensor([2.0, 9.0]), " at [1]: got 9, expected 2 (2 of 2 values differ)"),
        (tensor([2.0, 3.0]), " at [0]: got 2, expected 1 (2 of 2 values differ)"),
        (tensor([1.0, 2.0]), None),
    ],
)
def test_the_first_difference_counts_in_a_fixed_order(got, sentence):
    """Type comes before dtype, dtype before shape, shape before NaN, NaN before an earlier wrong value."""
    assert what(got, tensor([1.0, 2.0])) == sentence


def test_a_mismatch_carries_the_values_at_its_place():
    """Feedback can show both sides."""
    found = compare({"a": [1.0, 2.0]}, {"a": [1.0, 3.0]})
    assert (found.got, found.expected) == (2.0, 3.0)


# ------------------------------------------------------------------ tolerances


@pytest.mark.parametrize("dtype", [f16, bf16, f32, f64, torch.complex64, torch.complex128], ids=str)
def test_each_dtype_has_its_own_relative_tolerance(dtype):
    """Half of rtol passes and three times rtol fails, in every floating dtype."""
    expected = torch.ones(4, dtype=torch.complex128 if dtype.is_complex else f64)
    near, far = (expected + factor * RTOL[dtype] for factor in (0.5, 3))
    assert what(near.to(dtype), expected.to(dtype)) is None
    assert what(far.to(dtype), expected.to(dtype)) is not None


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e6])
def test_what_counts_as_zero_follows_the_largest_element(scale):
    """Beside large values a small one may be off by rounding; beside small values it may not."""
    expected = tensor([scale, 0.0])
    assert what(tensor([scale, scale * 1e-6]), expected) is None
    assert what(tensor([scale, scale * 1e-2]), expected) is not None


def test_zeros_are_compared_absolutely():
    """Rounding around an all-zero result passes, anything larger does not."""
    zeros = torch.zeros(3)
    assert what(zeros + 1e-9, zeros) is None
    assert what(zeros + 1e-6, zeros) is not None


def test_tolerances_can_be_given():
    """rtol and atol replace the defaults, inside nested values too."""
    assert what([tensor([1.0]), 1.0], [tensor([1.1]), 1.1]) is not None
    assert what([tensor([1.0]), 1.0], [tensor([1.1]), 1.1], rtol=0.2) is None
    assert what([tensor([0.0]), 0.0], [tensor([0.1]), 0.1], rtol=0, atol=0.2) is None
    assert what(tensor([1.00001]), tensor([1.0]), rtol=0, atol=0) is not None


@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8, torch.bool])
def test_exact_dtypes_know_no_tolerance(dtype):
    """An int that is off by one is wrong however large, and however wide the tolerance."""
    expected = tensor([1, 0, 1], dtype=dtype)
    got = tensor([1, 1, 1], dtype=dtype)
    assert what(expected.clone(), expected) is None
    assert what(got, expected, rtol=10.0, atol=10.0).startswith(" at [1]: got ")
    assert what(tensor([2**53 + 1]), tensor([2**53])) is not None


@pytest.mark.parametrize("narrow", [f16, bf16])
@pytest.mark.parametrize("wide", [f32, f64])
def test_half_precision_behind_a_cast_fails(narrow, wide):
    """Computing in half precision and casting back shows in the values."""
    generator = torch.Generator().manual_seed(0)
    expected = torch.randn(8, generator=generator, dtype=wide)
    assert what(expected.to(narrow).to(wide), expected) is not None


# ------------------------------------------------------------------ NaN and infinity


@pytest.mark.parametrize("dtype", [f16, f32, f64])
@pytest.mark.parametrize(
    ("got", "expected", "same"),
    [
        (NAN, NAN, True),
        (INF, INF, True),
        (-INF, INF, False),
        (NAN, INF, False),
        (INF, NAN, False),
        (NAN, 1.0, False),
        (1.0, NAN, False),
        (INF, 1.0, False),
        (60000.0, INF, False),
    ],
)
def test_nan_and_infinity_equal_only_themselves(dtype, got, expected, same):
    """No tolerance reaches them, in tensors, arrays and numbers."""
    assert (what(tensor([0.0, got], dtype=dtype), tensor([0.0, expected], dtype=dtype)) is None) == same
    assert (what(np.array([0.0, got]), np.array([0.0, expected])) is None) == same
    assert (what(got, expected) is None) == same


def test_an_infinity_does_not_widen_the_tolerance_of_its_neighbours():
    """The scale is that of the finite elements."""
    assert what(tensor([INF, 1.5]), tensor([INF, 1.0])) is not None


def test_a_nan_everywhere_is_no_way_to_pass():
    """A result of NaN fails against every finite expectation."""
    for shape in [(), (3,), (2, 2)]:
        assert hint(torch.full(shape, NAN), torch.zeros(shape)) == "There are NaN values that should not be there."


# ------------------------------------------------------------------ shapes and empty tensors


@pytest.mark.parametrize(
    ("got", "expected"), [((1,), (4,)), ((), (4,)), ((4, 1), (4,)), ((1, 4), (3, 4)), ((0,), ()), ((), (1,))]
)
def test_shapes_never_broadcast(got, expected):
    """A result that would broadcast to the right one is wrong."""
    assert what(torch.ones(got), torch.ones(expected)) == f"has shape {got}, expected {expected}"


def test_empty_tensors_match_only_empty_tensors_of_their_shape():
    """Nothing equals nothing, of the same dtype and shape."""
    assert what(torch.empty(0, 3), torch.empty(0, 3)) is None
    assert what(torch.empty(3, 0), torch.empty(0, 3)) == "has shape (3, 0), expected (0, 3)"
    assert what(torch.empty(0), torch.empty(0, dtype=f64)) == "has dtype float32, expected float64"
    assert what(torch.empty(0), torch.ones(2)) == "has shape (0,), expected (2,)"


def test_a_single_value_has_no_place_and_no_count():
    """Rank 0 reads as a number."""
    assert what(tensor(1.0), tensor(2.0)) == ": got 1, expected 2"
    assert what(tensor([[1.0]]), tensor([[2.0]])) == " at [0, 0]: got 1, expected 2"


# ------------------------------------------------------------------ hints

SQUARE = tensor([[1.0, 2.0], [3.0, 4.0]])
WIDE = torch.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (None, WIDE, "Is a `return` missing?"),
        (None, 3, "Is a `return` missing?"),
        (None, {"a": 1}, "Is a `return` missing?"),
        (tensor(3), 3, "A tensor with one element becomes a Python number with .item()."),
        (tensor(3.0), 3.0, "A tensor with one element becomes a Python number with .item()."),
        (tensor(True), True, "A tensor with one element becomes a Python number with .item()."),
        ([1, 2], (1, 2), "Return a tuple, not a list."),
        ((1, 2), [1, 2], ""),
        (WIDE.double(), WIDE, "The values are right: only the dtype is not."),
        (WIDE.long(), WIDE, "The values are right: only the dtype is not."),
        (WIDE.double() + 1, WIDE, ""),
        (WIDE.T.double(), WIDE, ""),
        (WIDE.T.contiguous(), WIDE, "The result is transposed."),
        (WIDE.T + 1, WIDE, "The right sizes in another order: are two dimensions swapped?"),
        (torch.ones(2, 4, 3), torch.ones(2, 3, 4), "The right sizes in another order: are two dimensions swapped?"),
        (torch.ones(3), torch.ones(3, 1), "A dimension of size 1 is missing: look at keepdim and squeeze."),
        (torch.ones(1), torch.ones(()), "A dimension of size 1 is there that should be gone: look at keepdim and squeeze."),
        (torch.ones(3, 1), torch.ones(3), "A dimension of size 1 is there that should be gone: look at keepdim and squeeze."),
        (torch.ones(4, 4), torch.ones(4), "Did a shape like (N,) meet (N, 1) and broadcast to (N, N)?"),
        (torch.ones(4, 4), torch.ones(4, 1), "Did a shape like (N,) meet (N, 1) and broadcast to (N, N)?"),
        (torch.ones(6), WIDE, "The right number of elements, arranged in another shape."),
        (torch.ones(5), WIDE, ""),
        (SQUARE.T, SQUARE, "The result is transposed."),
        (-WIDE, WIDE, "The sign is the opposite of what it should be."),
        (-tensor([1, 2]), tensor([1, 2]), "The sign is the opposite of what it should be."),
        (tensor([3.0, 1.0, 2.0]), tensor([1.0, 2.0, 3.0]), "The right values, in the wrong order."),
        (tensor([2, 1]), tensor([1, 2]), "The right values, in the wrong order."),
        (tensor([2, 1], dtype=torch.uint8), tensor([1, 2], dtype=torch.uint8), "The right values, in the wrong order."),
        (tensor([1.0, NAN]), tensor([1.0, 2.0]), "There are NaN values that should not be there."),
        (tensor([True, False]), tensor([False, True]), "Every value is the opposite of what it should be."),
        (tensor([True, True]), tensor([False, True]), ""),
        (tensor([1j, 2j]), tensor([2j, 1j]), ""),
        (-tensor([1j, 2j]), tensor([1j, 2j]), "The sign is the opposite of what it should be."),
        (tensor([1.0, 5.0]), tensor([1.0, 2.0]), ""),
    ],
)
def test_a_likely_cause_is_named_where_the_difference_gives_it_away(got, expected, words):
    """Each known shape of a mistake has its hint, and an unknown one has none."""
    assert hint(got, expected) == words


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (tensor([0.5, 1.5]), tensor([0, 1])),
        (tensor([0.5, 3.0]), tensor([True, True])),
        (tensor([2, 3]), tensor([True, True])),
    ],
)
def test_only_the_dtype_is_said_only_where_the_values_are_equal(got, expected):
    """1.5 is not 1 and 3 is not True: a hint never calls wrong values right."""
    assert hint(got, expected) == ""


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("got", "expected", "sentence"),
    [
        (2, 2.0, None),
        (2.0 + 1e-9, 2.0, None),
        (np.float32(2.5), 2.5, None),
        (2.5, np.float32(2.5), None),
        (np.int64(3), 3, None),
        (3, np.int64(3), None),
        (np.bool_(True), True, None),
        (2.1, 2.0, ": got 2.1, expected 2"),
        (3, 4, ": got 3, expected 4"),
        (2.0, 2, "is a float, expected an int"),
        (np.float32(2.0), 2, "is a float32, expected an int"),
        (True, 1, "is a bool, expected an int"),
        (1, True, "is an int, expected a bool"),
        (True, 1.0, "is a bool, expected a float"),
        (False, True, ": got False, expected True"),
        (np.bool_(False), True, ": got False, expected True"),
        (1j, 1.0, "is a complex, expected a float"),
        ("3", 3, "is a str, expected an int"),
        (None, 3, "is None, expected an int"),
        (0, None, "is an int, expected None"),
        (tensor(3), 3, "is a tensor of shape (), expected an int"),
        ("a", "b", ": got 'a', expected 'b'"),
        (torch.float32, torch.float64, ": got torch.float32, expected torch.float64"),
        (torch.float32, torch.float32, None),
        ({1, 2}, {1, 2}, None),
    ],
)
def test_ints_pass_for_floats_and_nothing_else_passes_for_another_type(got, expected, sentence):
    """A bool is no int, a float is no int, a tensor is no number; NumPy's scalars count as Python's."""
    assert what(got, expected) == sentence


@pytest.mark.parametrize("expected", [1.0, 1, True, tensor(1.0), np.float32(1.0)], ids=repr)
def test_a_huge_integer_is_a_difference_and_no_error(expected):
    """An int that no float can hold is compared like any other."""
    assert what(10**400, expected) is not None


@pytest.mark.parametrize(
    ("got", "expected", "sentence"),
    [(True, np.bool_(True), None), (False, np.bool_(True), ": got False, expected True")],
)
def test_a_numpy_bool_of_the_references_passes_for_a_bool(got, expected, sentence):
    """The same leniency holds in both directions, and no message says 'a bool, expected a bool'."""
    found = what(got, expected)
    assert (found or "").replace("np.True_", "True") == (sentence or "")


# ------------------------------------------------------------------ nested values and keys


@pytest.mark.parametrize(
    ("got", "expected", "sentence"),
    [
        ([1, [2, 3]], [1, [2, 4]], "[1][1]: got 3, expected 4"),
        (
            {"w": (SQUARE, [SQUARE + 1])},
            {"w": (SQUARE, [SQUARE])},
            "['w'][1][0] at [0, 0]: got 2, expected 1 (4 of 4 values differ)",
        ),
        ({0: {"a": None}}, {0: {"a": WIDE}}, "[0]['a'] is None, expected a tensor"),
        ([1, 2], [1, 2, 3], "has 2 items, expected 3"),
        ((1, 2), [1, 2], "is a tuple, expected a list"),
        ([], {}, "is a list, expected a dict"),
        ({"a": 1}, {"a": 1, "b": 2}, "lacks the key 'b'"),
        ({"a": 1, "b": 2}, {"a": 1}, "has the key 'b', which should not be there"),
        ({"b": 1}, {"a": 1}, "lacks the key 'a'"),
        ({}, {}, None),
        ({"b": 2, "a": 1}, {"a": 1, "b": 2}, None),
    ],
)
def test_a_nested_difference_names_its_path(got, expected, sentence):
    """Lists, tuples and dicts are walked; keys may come in any order."""
    assert what(got, expected) == sentence


# ------------------------------------------------------------------ NumPy arrays


@pytest.mark.parametrize(
    ("got", "expected", "sentence"),
    [
        (np.ones(2), np.ones(2), None),
        (np.ones(2), np.ones(2) + 1e-12, None),
        (torch.ones(2), np.ones(2), "is a tensor of shape (2,), expected a NumPy array"),
        (np.ones(2, dtype=np.float32), np.ones(2), "has dtype float32, expected float64"),
        (np.array(["a", "b"]), np.ones(2), "has dtype <U1, expected float64"),
        (np.ones((2, 1)), np.ones(2), "has shape (2, 1), expected (2,)"),
        (np.array([1.0, 3.0]), np.array([1.0, 2.0]), " at [1]: got 3, expected 2 (1 of 2 values differ)"),
        (np.array([True, True]), np.array([True, False]), " at [1]: got True, expected False (1 of 2 values differ)"),
    ],
)
def test_arrays_are_compared_as_tensors_are(got, expected, sentence):
    """Type, dtype, shape and values, with the tolerance of the dtype."""
    assert what(got, expected) == sentence


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "uint64", "int8", "float16", "complex64"])
def test_arrays_of_every_dtype_can_differ(dtype):
    """Also in dtypes with few torch operations a difference is found and is no error."""
    one, other = np.array([1, 2, 3], dtype=dtype), np.array([1, 2, 4], dtype=dtype)
    assert what(one, one.copy()) is None
    assert what(one, other).startswith(" at [2]: got ")


# ------------------------------------------------------------------ exceptions and objects

VALUE_ERROR = Raised("ValueError", ("ValueError", "Exception"), "no")


@pytest.mark.parametrize(
    ("got", "expected", "sentence"),
    [
        (VALUE_ERROR, VALUE_ERROR, None),
        (VALUE_ERROR, WIDE, "raised ValueError: no"),
        (VALUE_ERROR, None, "raised ValueError: no"),
        (WIDE, VALUE_ERROR, "raised nothing, expected ValueError"),
        (Raised("TypeError", ("TypeError",), "no"), VALUE_ERROR, "raised TypeError, expected ValueError"),
        (Raised("ValueError", ("ValueError",), "yes"), VALUE_ERROR, "raised ValueError, expected ValueError"),
        ([VALUE_ERROR], [1], "[0] raised ValueError: no"),
    ],
)
def test_exceptions_equal_exceptions_of_their_class_and_message(got, expected, sentence):
    """An exception never equals a value."""
    assert what(got, expected) == sentence


@pytest.mark.parametrize("expected", [WIDE, np.ones(2), {"a": 1}, [1], (1,), 1, 1.0, True, "a", None, VALUE_ERROR], ids=repr)
def test_a_foreign_object_equals_no_plain_value(expected):
    """Something that could not travel is named by its class, whatever it pretends to be."""
    found = what(Foreign("Sneaky", "tensor([1., 1.])"), expected)
    assert found is not None
    assert "Sneaky" in found or "raised nothing" in found
