"""Compare two plain values: type, dtype, shape, finite, value, in this order.  The first difference is put into words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from learn.observe import show
from learn.values import Foreign, Raised

RTOL = {
    torch.float16: 1e-2,
    torch.bfloat16: 2e-2,
    torch.float32: 1e-4,
    torch.float64: 1e-7,
    torch.complex64: 1e-4,
    torch.complex128: 1e-7,
}
_SCALE = 0.02
"""An element may be off by rtol of itself, or by this share of rtol of the tensor's largest element."""


@dataclass
class Mismatch:
    """The first difference.

    Attributes:
        what: What differs, after the name of the value: ``"has shape (3,), expected (3, 1)"``.
        path: Where in a nested value, for example ``[0]["weight"]``.
        hint: A likely cause.
        got, expected: The values at ``path``.
    """

    what: str
    got: Any = None
    expected: Any = None
    path: str = ""
    hint: str = ""


@dataclass
class _Tolerance:
    rtol: float | None = None
    atol: float | None = None


def compare(got: Any, expected: Any, *, rtol: float | None = None, atol: float | None = None) -> Mismatch | None:
    """Return how ``got`` differs from ``expected``, or ``None`` where it does not.

    Args:
        got: What was observed.
        expected: What it should be.
        rtol: Relative tolerance; by default it follows the dtype of ``expected`` (1e-4 for float32, 1e-7 for float64).
        atol: Absolute tolerance; by default it scales with the largest element of ``expected``.
    """
    return _compare(got, expected, _Tolerance(rtol, atol))


def _compare(got: Any, expected: Any, tolerance: _Tolerance) -> Mismatch | None:
    if isinstance(expected, Raised) or isinstance(got, Raised):
        return _compare_raised(got, expected)
    if isinstance(expected, torch.Tensor):
        return _compare_tensors(got, expected, tolerance)
    if isinstance(expected, np.ndarray):
        return _compare_arrays(got, expected, tolerance)
    if isinstance(expected, dict):
        return _compare_dicts(got, expected, tolerance)
    if isinstance(expected, list | tuple):
        return _compare_sequences(got, expected, tolerance)
    return _compare_scalars(got, expected, tolerance)


def kind_of(value: Any) -> str:
    """Return what a value is, in words."""
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, Foreign):
        return f"a {value.class_name}"
    if isinstance(value, Raised):
        return f"a {value.class_name}"
    name = "NumPy array" if isinstance(value, np.ndarray) else type(value).__name__
    return f"{'an' if name[0] in 'aeioAEIO' else 'a'} {name}"


def _wrong_type(got: Any, expected: Any, wanted: str) -> Mismatch:
    hint = ""
    if got is None:
        hint = "Is a `return` missing?"
    elif isinstance(got, torch.Tensor) and isinstance(expected, bool | int | float):
        hint = "A tensor with one element becomes a Python number with .item()."
    elif isinstance(expected, tuple) and isinstance(got, list):
        hint = "Return a tuple, not a list."
    return Mismatch(f"is {kind_of(got)}, expected {wanted}", got, expected, hint=hint)


def _compare_raised(got: Any, expected: Any) -> Mismatch | None:
    if isinstance(got, Raised) and isinstance(expected, Raised):
        if (got.class_name, got.message) == (expected.class_name, expected.message):
            return None
        return Mismatch(f"raised {got.class_name}, expected {expected.class_name}", got, expected)
    if isinstance(got, Raised):
        return Mismatch(f"raised {got.class_name}: {got.message}", got, expected)
    return Mismatch(f"raised nothing, expected {expected.class_name}", got, expected)


def _compare_tensors(got: Any, expected: torch.Tensor, tolerance: _Tolerance) -> Mismatch | None:
    if not isinstance(got, torch.Tensor):
        return _wrong_type(got, expected, "a tensor")
    if got.dtype != expected.dtype:
        hint = "The values are right: only the dtype is not." if _same_values(got, expected) else ""
        return Mismatch(f"has dtype {_dtype(got)}, expected {_dtype(expected)}", got, expected, hint=hint)
    if got.shape != expected.shape:
        what = f"has shape {tuple(got.shape)}, expected {tuple(expected.shape)}"
        return Mismatch(what, got, expected, hint=_shape_hint(got, expected))
    return _compare_values(got, expected, tolerance)


def _compare_values(got: torch.Tensor, expected: torch.Tensor, tolerance: _Tolerance) -> Mismatch | None:
    if torch.equal(got, expected):  # most of what is right, in a tenth of the time
        return None
    bad = ~_close(got, expected, tolerance)
    count = int(bad.sum())
    if not count:
        return None
    got_bad = got[bad]
    if got.is_floating_point() and not torch.isfinite(got_bad).all() and torch.isfinite(expected[bad]).all():
        bad &= ~torch.isfinite(got)
    index = _worst(got, expected, bad)
    place = f" at {index}" if index else ""
    many = f" ({count} of {bad.numel()} values differ)" if bad.numel() > 1 else ""
    one, other = numbers(got[tuple(index)].item(), expected[tuple(index)].item())
    return Mismatch(f"{place}: got {one}, expected {other}{many}", got, expected, hint=_value_hint(got, expected, tolerance))


def _worst(got: torch.Tensor, expected: torch.Tensor, bad: torch.Tensor) -> list[int]:
    """Return the index of the element that is furthest off among the bad ones, of equals the first."""
    off = bad.double()
    if got.is_floating_point():
        off = (got.double() - expected.double()).abs()
        off = torch.where(bad, torch.where(torch.isnan(off), torch.inf, off), -1.0)
    return [int(place) for place in torch.unravel_index(off.argmax(), bad.shape)]


def _close(got: torch.Tensor, expected: torch.Tensor, tolerance: _Tolerance) -> torch.Tensor:
    """Return where two tensors of the same shape and dtype agree."""
    if not (expected.is_floating_point() or expected.is_complex()):
        return got == expected
    rtol = RTOL[expected.dtype] if tolerance.rtol is None else tolerance.rtol
    wide = torch.complex128 if expected.is_complex() else torch.float64
    got, expected = got.to(wide), expected.to(wide)
    size = expected.abs()
    finite = torch.isfinite(size)
    atol = tolerance.atol
    if atol is None:
        largest = float(size[finite].max()) if bool(finite.any()) else 0.0
        atol = max(rtol * _SCALE * largest, rtol * 1e-4)
    near = (got - expected).abs() <= atol + rtol * size
    same = (got == expected) | (torch.isnan(got) & torch.isnan(expected))
    return torch.where(finite, near, same)


def _same_values(got: torch.Tensor, expected: torch.Tensor) -> bool:
    """Tell whether only the dtype differs: in the wider of the two, so that nothing is rounded away."""
    if got.shape != expected.shape or got.is_complex() != expected.is_complex():
        return False
    wide = torch.promote_types(got.dtype, expected.dtype)
    tolerance = _Tolerance(max(RTOL.get(got.dtype, 0.0), RTOL.get(expected.dtype, 0.0)))
    return bool(_close(got.to(wide), expected.to(wide), tolerance).all())


def _shape_hint(got: torch.Tensor, expected: torch.Tensor) -> str:
    if sorted(got.shape) == sorted(expected.shape) and got.dim() > 1:
        if got.dim() == 2 and _same_values(got.T, expected):  # noqa: PLR2004
            return "The result is transposed."
        return "The right sizes in another order: are two dimensions swapped?"
    if got.squeeze().shape == expected.squeeze().shape:
        more = got.dim() > expected.dim()
        return f"A dimension of size 1 is {'there that should be gone' if more else 'missing'}: look at keepdim and squeeze."
    if expected.numel() > 1 and got.numel() == expected.numel() ** 2:
        return "Did a shape like (N,) meet (N, 1) and broadcast to (N, N)?"
    if got.numel() == expected.numel():
        return "The right number of elements, arranged in another shape."
    return ""


def _value_hint(got: torch.Tensor, expected: torch.Tensor, tolerance: _Tolerance) -> str:
    if got.is_floating_point() and torch.isnan(got).any() and not torch.isnan(expected).any():
        return "There are NaN values that should not be there."
    if got.dtype is torch.bool:
        return "Every value is the opposite of what it should be." if bool((got != expected).all()) else ""
    square = got.dim() == 2 and got.shape[0] == got.shape[1]  # noqa: PLR2004
    if square and bool(_close(got.T, expected, tolerance).all()):
        return "The result is transposed."
    signed = got.is_floating_point() or got.is_complex() or torch.iinfo(got.dtype).min < 0
    if signed and bool(_close(-got, expected, tolerance).all()):
        return "The sign is the opposite of what it should be."
    if not got.is_complex() and got.numel() > 1:
        flat, wanted = got.reshape(-1).sort().values, expected.reshape(-1).sort().values
        if bool(_close(flat, wanted, tolerance).all()):
            return "The right values, in the wrong order."
    return ""


def _compare_arrays(got: Any, expected: np.ndarray[Any, Any], tolerance: _Tolerance) -> Mismatch | None:
    if not isinstance(got, np.ndarray):
        return _wrong_type(got, expected, "a NumPy array")
    if got.dtype != expected.dtype:
        return Mismatch(f"has dtype {got.dtype}, expected {expected.dtype}", got, expected)
    if got.shape != expected.shape:
        return Mismatch(f"has shape {got.shape}, expected {expected.shape}", got, expected)
    return _compare_values(torch.from_numpy(got.copy()), torch.from_numpy(expected.copy()), tolerance)


def _compare_dicts(got: Any, expected: dict[Any, Any], tolerance: _Tolerance) -> Mismatch | None:
    if not isinstance(got, dict):
        return _wrong_type(got, expected, "a dict")
    missing, extra = [k for k in expected if k not in got], [k for k in got if k not in expected]
    if missing:
        return Mismatch(f"lacks the key {missing[0]!r}", got, expected)
    if extra:
        return Mismatch(f"has the key {show(extra[0])}, which should not be there", got, expected)
    for key, value in expected.items():
        found = _compare(got[key], value, tolerance)
        if found:
            found.path = f"[{key!r}]{found.path}"
            return found
    return None


def _compare_sequences(got: Any, expected: list[Any] | tuple[Any, ...], tolerance: _Tolerance) -> Mismatch | None:
    if type(got) is not type(expected):
        return _wrong_type(got, expected, f"a {type(expected).__name__}")
    if len(got) != len(expected):
        return Mismatch(f"has {len(got)} items, expected {len(expected)}", got, expected)
    for index, (one, other) in enumerate(zip(got, expected, strict=True)):
        found = _compare(one, other, tolerance)
        if found:
            found.path = f"[{index}]{found.path}"
            return found
    return None


def _compare_scalars(got: Any, expected: Any, tolerance: _Tolerance) -> Mismatch | None:
    if isinstance(expected, float | np.floating) and isinstance(got, int | float | np.floating) and not isinstance(got, bool):
        rtol = 1e-6 if tolerance.rtol is None else tolerance.rtol
        atol = 1e-9 if tolerance.atol is None else tolerance.atol
        got_float = as_float(got)
        same = math.isclose(got_float, expected, rel_tol=rtol, abs_tol=atol)
        same = same or (math.isnan(got_float) and math.isnan(expected))
        return None if same else _different(got, expected)
    number_like = isinstance(expected, int | np.integer) and not isinstance(expected, bool)
    if number_like and isinstance(got, int | np.integer) and not isinstance(got, bool):
        return None if int(got) == int(expected) else _different(got, expected)
    if isinstance(expected, bool | np.bool_) and isinstance(got, bool | np.bool_):
        return None if bool(got) == bool(expected) else _different(bool(got), bool(expected))
    if type(got) is not type(expected):
        return _wrong_type(got, expected, kind_of(expected))
    return None if got == expected else _different(got, expected)


def as_float(value: float | np.floating[Any] | np.integer[Any]) -> float:
    """Return a number as a float; an int that no float can hold counts as infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _different(got: Any, expected: Any) -> Mismatch:
    one, other = numbers(got, expected)
    return Mismatch(f": got {one}, expected {other}", got, expected)


def _dtype(tensor: torch.Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def numbers(got: Any, expected: Any) -> tuple[str, str]:
    """Return two numbers that differ, with as many digits as it takes to see it."""
    one, other = number(got), number(expected)
    return (one, other) if one != other else (show(got), show(expected))


def number(value: Any) -> str:
    """Return a number with six significant digits, anything else as short text."""
    if isinstance(value, float | np.floating):
        return f"{float(value):.6g}"
    return show(value)
