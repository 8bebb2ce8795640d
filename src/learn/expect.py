"""Judging: ``expect(seen).to_match(expected)``.  A failure becomes a sentence that a learner can act on.

Everything here works on plain values that came over the wire; the observed code itself is never at hand.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import torch

from learn.calibration import MEASURED, calibration_of
from learn.compare import Mismatch, as_float, compare, kind_of, number
from learn.errors import ContentError
from learn.observe import Exchange, Subject, describe, show
from learn.results import Feedback, Outcome
from learn.values import Foreign, Raised, origin
from learn.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learn.checks import Check

_GRADIENTS = "gradients", "module_gradients"
_GRADIENT = re.compile(r"\['grads'\]\['(.*)'\]|\['output'\](.*)")
"""Where a part of what these two probes return is."""

UNDER_CHECK: ContextVar[tuple[Check, Subject] | None] = ContextVar("UNDER_CHECK", default=None)
"""The check that runs, and the subject that it looks at, so that a failure can show its call."""


def expect(got: Any, name: str = "") -> Expectation:
    """Start a claim about a value that was observed.

    Args:
        got: The value.
        name: What to call it in feedback, where "the result" is not enough: ``"the gradient of x"``.
    """
    return Expectation(got, name)


class Expectation:
    """A claim about one value; each method returns silently or ends the check with feedback."""

    def __init__(self, got: Any, name: str = "") -> None:
        self.got = got
        self.name = name

    def to_match(self, expected: Any, *, rtol: float | None = None, atol: float | None = None) -> None:
        """Require the same type, dtype, shape and values, in nested values too.

        Args:
            expected: Usually what the reference gave for the same question.
            rtol: Relative tolerance; the default follows the dtype (see :func:`learn.compare.compare`).
            atol: Absolute tolerance; the default scales with the largest element of ``expected``.

        Raises:
            ContentError: ``expected`` holds something of which only a name and a text arrived, which anybody could give.
        """
        if _holds_foreign(expected):
            raise ContentError("what is expected holds a value that cannot travel: let the probe return plain values")
        mismatch = compare(self.got, expected, rtol=rtol, atol=atol)
        if mismatch:
            self._fail(mismatch)

    def to_have_shape(self, shape: Iterable[int]) -> None:
        """Require a tensor of this shape."""
        wanted = tuple(shape)
        tensor = self._tensor()
        if tuple(tensor.shape) != wanted:
            self._fail(Mismatch(f"has shape {tuple(tensor.shape)}, expected {wanted}", tensor, wanted))

    def to_have_dtype(self, dtype: torch.dtype) -> None:
        """Require a tensor of this dtype."""
        tensor = self._tensor()
        if tensor.dtype != dtype:
            names = [str(d).removeprefix("torch.") for d in (tensor.dtype, dtype)]
            self._fail(Mismatch(f"has dtype {names[0]}, expected {names[1]}", tensor, dtype))

    def to_be_finite(self) -> None:
        """Require a tensor without NaN or infinity."""
        tensor = self._tensor()
        if not bool(torch.isfinite(tensor).all()):
            what = "contains NaN" if bool(torch.isnan(tensor).any()) else "contains an infinity"
            self._fail(Mismatch(what, tensor, None))

    def to_be_at_least(self, bound: float) -> None:
        """Require a number that is not below ``bound``; NaN is below everything."""
        value = self._number()
        if not value >= bound:
            self._fail(Mismatch(f"is {number(value)}, expected at least {number(bound)}", value, bound))

    def to_be_at_most(self, bound: float) -> None:
        """Require a number that is not above ``bound``; NaN is above everything."""
        value = self._number()
        if not value <= bound:
            self._fail(Mismatch(f"is {number(value)}, expected at most {number(bound)}", value, bound))

    def to_reach_threshold(self) -> None:
        """Require a number that reaches this check's threshold, which `learn dev calibrate` measured."""
        measured = MEASURED.get()
        if measured is not None:
            measured.append(self._number())
            return
        check, _ = _under_check("it needs a threshold")
        found = calibration_of(check)
        value = self._number()
        if not value >= found.threshold:
            worst, seeds = min(found.reference), len(found.reference)
            hint = f"The reference reached {number(worst)} or more with each of {seeds} seeds."
            self._fail(Mismatch(f"is {number(value)}, expected at least {number(found.threshold)}", value, None, hint=hint))

    def to_be_true(self, sentence: str) -> None:
        """Require ``True``; ``sentence`` says what is wrong otherwise."""
        if self.got is not True:
            self._fail(Mismatch(sentence, self.got), whole=True)

    def to_raise(self, *class_names: str) -> None:
        """Require that :meth:`learn.observe.Subject.attempt` saw one of these exceptions, or a subclass of one."""
        names = " or ".join(class_names)
        if not isinstance(self.got, Raised):
            self._fail(Mismatch(f"returned {show(self.got)}, expected it to raise {names}", self.got, names), whole=True)
        if not set(class_names) & set(self.got.bases):
            said = f": {self.got.message}" if self.got.message else ""
            what = f"raised {self.got.class_name}{said}, expected {names}"
            self._fail(Mismatch(what, self.got, names), whole=True)

    def to_avoid(self, *functions: str) -> None:
        """Require that :meth:`learn.observe.Subject.library_calls` saw none of these, nor their in-place forms."""
        used = {name.strip("_"): name for name in self.got}
        for function in functions:
            if function in used:
                what = f"used {used[function]}, which this task asks you to do without"
                self._fail(Mismatch(what, used[function], None), whole=True)

    def to_be_on(self, device: str | torch.device) -> None:
        """Require a tensor that was on this device (*reported*)."""
        tensor = self._tensor()
        seen = origin(tensor).device
        if torch.device(seen).type != torch.device(device).type:
            self._fail(Mismatch(f"is on {seen}, expected {device}", seen, str(device)))

    # -------------------------------------------------------------- inner parts

    def _tensor(self) -> torch.Tensor:
        if isinstance(self.got, torch.Tensor):
            return self.got
        return self._fail(Mismatch(f"is {kind_of(self.got)}, expected a tensor", self.got, None))

    def _number(self) -> float:
        value = self.got.item() if isinstance(self.got, torch.Tensor) and self.got.numel() == 1 else self.got
        if isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool):
            return as_float(value)
        return self._fail(Mismatch(f"is {kind_of(self.got)}, expected a number", self.got, None))

    def _fail(self, mismatch: Mismatch, *, whole: bool = False) -> NoReturn:
        """End the check.  ``whole`` means that ``mismatch.what`` is a full sentence of its own."""
        _, subject = _under_check(mismatch.what)
        exchange = _exchange_of(self.got, subject)
        if mismatch.path and mismatch.got is None:
            mismatch.hint = ""  # a part that is None is no forgotten return
        gradient = _GRADIENT.fullmatch(mismatch.path) if exchange and exchange.request["probe"] in _GRADIENTS else None
        subject_name = f"{self.name or 'the result'}{mismatch.path}"
        if exchange and gradient:
            subject_name = f"the gradient of {_input(gradient[1], exchange)}" if gradient[1] else f"the output{gradient[2]}"
            if gradient[1] and mismatch.got is None:
                mismatch.hint = "No gradient reaches it: is something detached, or not part of the result?"
        joined = mismatch.what if mismatch.what.startswith((":", " ")) else f" {mismatch.what}"
        summary = mismatch.what if whole else f"{subject_name}{joined}"
        comparable = not whole and mismatch.expected is not None
        feedback = Feedback(
            summary[0].upper() + summary[1:] if not self.name else summary,
            call=describe(exchange) if exchange else "",
            got=show(mismatch.got) if comparable else "",
            expected=show(mismatch.expected) if comparable else "",
            hint=mismatch.hint,
            **subject.where(),
        )
        raise Verdict(Outcome.FAILED, feedback)


def _input(name: str, exchange: Exchange) -> str:
    """Return what a learner knows an input by: ``value 1`` of ``module_gradients`` is a parameter, by any name."""
    kind, _, number = name.partition(" ")
    if kind != "value":
        return name
    return f"the parameter of shape {tuple(exchange.request['inputs']['values'][int(number) - 1].shape)}"


def _under_check(what: str) -> tuple[Check, Subject]:
    under_check = UNDER_CHECK.get()
    if under_check is None:
        raise ContentError(f"expect() was used outside a check: {what.strip(' :')}")
    return under_check


def _exchange_of(value: Any, subject: Subject) -> Exchange | None:
    """Return the exchange that a value came from: by identity, else the last one."""
    for exchange in reversed(subject.exchanges):
        if isinstance(exchange.reply, dict) and _holds(exchange.reply.get("value"), value):
            return exchange
    return subject.exchanges[-1] if subject.exchanges else None


def _holds(value: Any, wanted: Any, depth: int = 0) -> bool:
    if value is wanted:
        return not isinstance(wanted, bool | int | float | str | None)
    if depth > 2:  # noqa: PLR2004  values lie deeper only in odd probes
        return False
    if isinstance(value, dict):
        return any(_holds(item, wanted, depth + 1) for item in value.values())
    if isinstance(value, list | tuple):
        return any(_holds(item, wanted, depth + 1) for item in value)
    return False


def _holds_foreign(value: Any) -> bool:
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(_holds_foreign(item) for item in value)
    if isinstance(value, dict):
        return any(_holds_foreign(item) for pair in value.items() for item in pair)
    return isinstance(value, Foreign)
