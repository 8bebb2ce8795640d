"""The trusted end: one interface over a submission in its sandbox, the reference, and each known mistake.

A check asks a :class:`Subject` questions; each question and its answer is an :class:`Exchange`.  Nothing here judges.
"""

from __future__ import annotations

import copy
import errno
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from learn import wire
from learn.errors import ContentError, WireError, did_you_mean
from learn.results import Feedback, Outcome
from learn.sandbox.workers import StoppedError, Worker
from learn.values import MAX_SHOWN, Foreign, Raised
from learn.variants import probe_names
from learn.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from learn.course import Exercise
    from learn.results import Picture

_LIMITS = {
    f"[Errno {errno.EMFILE}]": "open files",
    f"[Errno {errno.EFBIG}]": "file size",
    "can't start new thread": "threads",
}
"""How an exception's message begins that tells which limit was reached."""
_MIXES = "Expected all tensors to be on the same device", "Input type (", "indices should be either on cpu"
_NO_FLOAT64 = "This accelerator has no float64."
_MIXED = "Which tensor here was made or left on the CPU? Make it with device=..., move it, or register it as a buffer."
_NO_MEMORY = "can't allocate memory", f"[Errno {errno.ENOMEM}]"
_SMALL = 12
_MAX_CALL = 160
_MAX_PARTS, _MAX_WHOLE = 50, 1000


@dataclass
class Exchange:
    """One observation: the encoded question, and the reply (``value`` and ``calls``, a :class:`Raised`, or ``None``)."""

    frame: bytes
    reply: Any = None

    @property
    def request(self) -> dict[str, Any]:
        """The question, with the grader's own copy of the inputs, as they were when they were sent."""
        return dict(wire.decode(self.frame)[1])


@dataclass
class Subject:
    """A version of one exercise that checks can observe.

    Attributes:
        exercise: The exercise.
        load: The request that loads its code, or ``None`` where nothing was handed in.
        start: Starts a worker for it.
        trusted: It is our own code: whatever goes wrong in it is our fault.
        cache: Replies by request, for code that always answers alike.
        device: The kind of device that its worker can use beside the CPU, or ``"cpu"``.
        took_its_word: A question of this check can be answered by no value, but only by the process that also runs the code.
    """

    exercise: Exercise
    load: dict[str, Any] | None
    start: Callable[[], Worker]
    trusted: bool = False
    cache: dict[bytes, Any] | None = None
    device: str = "cpu"

    def __post_init__(self) -> None:
        self.worker: Worker | None = None
        self.starting: Worker | None = None
        self.lines: dict[str, int] = {}
        self.load_verdict: Verdict | None = None
        self.load_hung = False
        self.took_its_word = False
        self.exchanges: list[Exchange] = []
        self.pictures: list[Picture] = []
        self.seed = 0
        self.task = ""

    # -------------------------------------------------------------- a check's life

    def begin(self, task: str, seed: int, *, fresh: bool = False) -> None:
        """Start a check: new exchanges, new budget, a fixed seed for the observed code's own randomness."""
        self.task, self.seed, self.exchanges, self.took_its_word = task, seed, [], False
        self.pictures = []
        if fresh:
            self.close()
        if self.worker is not None:
            self.worker.begin_check()

    def output(self) -> str:
        """Return what the observed code printed in this check."""
        return self.worker.output() if self.worker is not None else self._last_words

    _last_words = ""

    def close(self) -> None:
        """End the worker; the next observation starts a new one."""
        if self.starting is not None:
            self.starting.close()
            self.starting = None
        if self.worker is not None:
            self._last_words = self.worker.output()
            self.worker.close()
            self.worker = None

    def show(self, picture: Picture) -> None:
        """Put a picture of what was observed into the check's result (see :mod:`learn.pictures`), however it ends."""
        self.pictures.append(picture)

    # -------------------------------------------------------------- questions

    def observe(self, probe: str, /, **inputs: Any) -> Any:
        """Run a probe beside the observed code and return what it saw."""
        return self._ask(probe, inputs, record=False)["value"]

    def call(self, task: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call a task and return its result."""
        return self._ask("call", _call(task, args, kwargs), record=False)["value"]

    def attempt(self, task: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call a task and return its result, or the :class:`~learn.Raised` that describes its exception."""
        return self._ask("call", _call(task, args, kwargs), record=False, attempt=True)["value"]

    def gradients(self, task: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call a task in float64 and send a random upstream gradient back.

        Returns ``{"output": ..., "grads": {"input 1": ..., name: ...}}``.
        """
        inputs = _call(task, args, kwargs) | {"upstream": self.seed}
        return self._ask("gradients", inputs, record=False)["value"]

    def module_gradients(self, task: str, init: Sequence[Any], inputs: Sequence[Any], values: Sequence[torch.Tensor]) -> Any:
        """Make a module of a task's class, fill its parameters, call it in float64, and send a random upstream gradient back.

        Args:
            task: A class of modules.
            init: The arguments of its constructor.
            inputs: The arguments of the call.
            values: What its parameters are filled with, by shape, in order among equal shapes.

        Returns:
            ``{"output": ..., "grads": {"input 1": ..., "value 1": ...}}``, the latter for the parameter that got that value.
        """
        given = {"task": task, "init": list(init), "inputs": list(inputs), "values": list(values), "upstream": self.seed}
        return self._ask("module_gradients", given, record=False)["value"]

    def inputs_after(self, task: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call a task and return ``[args, kwargs]`` as they are afterwards (*reported*): a task that changes them shows."""
        self.took_its_word = True
        return self._ask("inputs_after", _call(task, args, kwargs), record=False)["value"]

    def shares_memory(self, task: str, /, *args: Any, **kwargs: Any) -> bool:
        """Call a task and tell whether its result shares memory with its first argument (*reported*)."""
        self.took_its_word = True
        return bool(self._ask("shares_memory", _call(task, args, kwargs), record=False)["value"])

    def library_calls(self, task: str, /, *args: Any, **kwargs: Any) -> list[str]:
        """Call a task and return the names of the torch functions and tensor methods that it used (*reported*)."""
        self.took_its_word = True
        names = self._ask("call", _call(task, args, kwargs), record=True)["calls"]
        return [str(name) for name in names]

    def on_device(
        self, task: str, given: Sequence[Any], /, *, argument: str = "", changes_inputs: bool = False
    ) -> dict[str, Any]:
        """Call a task with its inputs on this subject's device (*reported*); see :func:`learn.worker.probes.on_device`."""
        inputs = {"task": task, "given": given, "device": self.device, "argument": argument, "changes_inputs": changes_inputs}
        return self._ask_device("on_device", inputs)

    def probe_on_device(self, probe: str, part: str = "", /, **inputs: Any) -> dict[str, Any]:
        """Run a probe with the tensors among its inputs on this subject's device, and look at one part of its answer, or all.

        The verdict is *reported*; see :func:`learn.worker.probes.on_device` for what is returned.
        """
        self._require_probe(probe)
        return self._ask_device("probe_on_device", {"probe": probe, "inputs": inputs, "device": self.device, "part": part})

    def _ask_device(self, probe: str, inputs: dict[str, Any]) -> dict[str, Any]:
        self.took_its_word = True
        if self.device == "mps" and _holds_float64(inputs):
            raise Verdict(Outcome.SKIPPED, Feedback(_NO_FLOAT64, **self.where()), counts=False)
        seen: dict[str, Any] = self._ask(probe, inputs, record=False)["value"]
        return seen

    # -------------------------------------------------------------- answers

    def _ask(self, probe: str, inputs: dict[str, Any], *, record: bool, attempt: bool = False) -> dict[str, Any]:
        try:
            return self._answer(probe, inputs, record=record, attempt=attempt)
        except Verdict as verdict:
            if not self.trusted:
                raise
            feedback = verdict.feedback
            raise ContentError(f"{feedback.file}:{feedback.line}: the reference fails: {feedback.summary}") from verdict

    def _answer(self, probe: str, inputs: dict[str, Any], *, record: bool, attempt: bool) -> dict[str, Any]:
        self._require_probe(probe)
        request = {"op": "observe", "probe": probe, "inputs": inputs, "seed": self.seed, "record": record}
        try:
            exchange = Exchange(wire.encode(request))
        except WireError as error:
            raise ContentError(f"the inputs of probe '{probe}' cannot be sent: {error}") from error
        self.exchanges.append(exchange)
        try:
            exchange.reply = self._reply(exchange.frame)
        except StoppedError as stopped:
            self.close()
            if self.trusted:
                raise ContentError(f"{self._path()}: the reference was stopped: {stopped.reason}") from None
            feedback = Feedback(stopped.reason, call=describe(exchange), **self.where())
            raise Verdict(stopped.outcome, feedback, limit=stopped.limit, by_wall_clock=stopped.by_wall_clock) from None
        reply = exchange.reply
        if isinstance(reply, Raised):
            verdict = self._raised(reply, exchange)
            if verdict.outcome is Outcome.OUT_OF_MEMORY:
                self.close()  # it may keep what it has, and leave the next check none
            if attempt and verdict.outcome is Outcome.ERRORED:
                return {"value": reply, "calls": []}
            if self.trusted:
                raise ContentError(f"{reply.file}:{reply.line}: the reference raised {reply.class_name}: {reply.message}")
            raise verdict
        if "value" not in reply:
            why = reply.get("unsendable", "it is none")[:MAX_SHOWN]
            feedback = Feedback(f"The result cannot be sent to the grader: {why}.", call=describe(exchange), **self.where())
            raise Verdict(Outcome.LIMIT_EXCEEDED, feedback, limit="result")
        answer: dict[str, Any] = reply
        return answer

    def _require_probe(self, probe: str) -> None:
        """Look a probe up on this side: a worker's word for its absence would be a submission's word."""
        names = probe_names(self.exercise)
        if probe not in names:
            path = self.exercise.grader_path("probes")
            raise ContentError(f"{path} has no probe '{probe}'.{did_you_mean(probe, names)}")

    def _reply(self, frame: bytes) -> Any:
        if self.cache is None:
            return _exchange(self._worker(), frame)
        if frame not in self.cache:
            self.cache[frame] = _exchange(self._worker(), frame)
        return copy.deepcopy(self.cache[frame])

    def replay(self, frame: bytes) -> Any:
        """Answer an encoded question that was made of another subject, and return the bare reply.

        Raises:
            StoppedError: the observed code hung or crashed.
        """
        try:
            return self._reply(frame)
        except StoppedError:
            self.close()
            raise

    def _worker(self) -> Worker:
        if self.load_verdict is not None:
            raise self.load_verdict
        if self.worker is None:
            self.worker = self._loaded()
        return self.worker

    def prepare(self) -> None:
        """Start the worker and let it load, without waiting: the first check finds it ready."""
        if self.load is None or self.worker or self.starting or self.load_verdict:
            return
        self.starting = self.start()
        try:
            self.starting.post(wire.encode(self.load))
        except StoppedError:  # it will happen again where a check can be told
            self.starting.close()
            self.starting = None

    def _loaded(self) -> Worker:
        if self.load is None:
            feedback = Feedback(f"{self.exercise.relative_path.as_posix()} was not handed in.")
            self.load_verdict = Verdict(Outcome.NOT_STARTED, feedback)
            raise self.load_verdict
        worker, posted = self.starting or self.start(), self.starting is not None
        self.starting = None
        worker.begin_check()
        try:
            if not posted:
                worker.post(wire.encode(self.load))
            reply = worker.collect()
        except StoppedError as stopped:
            self._last_words = worker.output()
            worker.close()
            path = self.load["files"][-1]["path"]
            feedback = Feedback(f"While {PurePath(path).name} was imported: {stopped.reason}", file=path)
            verdict = Verdict(stopped.outcome, feedback, limit=stopped.limit, by_wall_clock=stopped.by_wall_clock)
            if not stopped.by_wall_clock or self.load_hung:
                self.load_verdict = verdict  # or each check would wait for it twice
            self.load_hung = stopped.by_wall_clock
            raise verdict from None
        if isinstance(reply, Raised):
            self._last_words = worker.output()
            worker.close()
            self.load_verdict = self._raised(reply, None)
            raise self.load_verdict
        self.lines = reply.get("lines", {})
        return worker

    def _raised(self, raised: Raised, exchange: Exchange | None) -> Verdict:
        """Say what an exception means for the check."""
        call = describe(exchange) if exchange else ""
        place: dict[str, Any] = {"file": raised.file, "line": raised.line, "source": raised.source}
        if not self.load or raised.file not in {file["path"] for file in self.load["files"]}:
            place = self.where()  # it was raised in a probe, which is none of the learner's business
        if "MissingTaskError" in raised.bases:
            name = PurePath(self._path()).name
            return Verdict(Outcome.ERRORED, Feedback(f"{name} defines no '{raised.message}'.", file=self._path()))
        if "NotImplementedError" in raised.bases and raised.source.startswith("raise NotImplementedError"):
            return self._unwritten(raised, place)
        text = f"{raised.class_name}: {raised.message}".rstrip(": ")
        if self._lacks(raised):
            return Verdict(Outcome.SKIPPED, Feedback(raised.message, call=call, **place), counts=False)
        if "NotAvailableError" in raised.bases:
            return Verdict(Outcome.ERRORED, Feedback(raised.message, call=call, **place))
        limit = next((limit for words, limit in _LIMITS.items() if raised.message.startswith(words)), "")
        if limit and {"OSError", "RuntimeError"} & set(raised.bases):
            summary = f"Your code went over the limit of {limit}: {raised.message}."
            return Verdict(Outcome.LIMIT_EXCEEDED, Feedback(summary, call=call, **place), limit=limit)
        if "MemoryError" in raised.bases or any(words in raised.message for words in _NO_MEMORY):
            summary = f"Your code asked for more than {self.exercise.limits.memory_mib} MiB of memory."
            return Verdict(Outcome.OUT_OF_MEMORY, Feedback(summary, call=call, got=text, **place))
        if raised.stage == "load":
            kind = "has a syntax error" if "SyntaxError" in raised.bases else "cannot be imported"
            summary = f"{PurePath(raised.file or self._path()).name} {kind} (line {raised.line}): {text}"
            return Verdict(Outcome.ERRORED, Feedback(summary, **place))
        hint = _MIXED if raised.message.startswith(_MIXES) else ""
        return Verdict(Outcome.ERRORED, Feedback(f"raised {text}", call=call, hint=hint, **place))

    def _lacks(self, raised: Raised) -> bool:
        """Tell whether it is the device that cannot do what the code does, or that cannot be used at all."""
        if self.device == "mps":
            return "float64" in raised.message
        return self.device != "cpu" and bool({"UnsupportedError", "NoDeviceError"} & set(raised.bases))

    def _unwritten(self, raised: Raised, place: dict[str, Any]) -> Verdict:
        """A stub is still a stub: this task's own, or one that it builds on."""
        owner = self._task_at(raised)
        if owner == self.task:
            return Verdict(Outcome.NOT_STARTED, Feedback("Not written yet.", **place))
        # Not skipped, which only our own word may be: a viewer of results takes that for harmless.
        return Verdict(Outcome.NOT_STARTED, Feedback(f"Needs '{owner}' first.", **place))

    def _task_at(self, raised: Raised) -> str:
        if raised.file != self._path():
            return PurePath(raised.file).stem or self.task
        above = [(line, name) for name, line in self.lines.items() if line <= raised.line]
        owner = max(above)[1] if above else self.task
        return owner if owner in {task.name for task in self.exercise.tasks} else self.task

    def _path(self) -> str:
        return str(self.load["files"][-1]["path"]) if self.load else ""

    def where(self) -> dict[str, Any]:
        """Return the file and line of the task that is being checked."""
        return {"file": self._path(), "line": self.lines.get(self.task, 0)}


def _exchange(worker: Worker, frame: bytes) -> Any:
    worker.post(frame)
    return worker.collect()


def _call(task: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    return {"task": task, "args": args, "kwargs": kwargs}


def _holds_float64(value: Any) -> bool:
    if isinstance(value, torch.Tensor):
        return value.dtype is torch.float64
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(_holds_float64(part) for part in parts)


# ------------------------------------------------------------------ words


def describe(exchange: Exchange) -> str:
    """Return the call that was made, as a learner would write it, with small values written out."""
    request = exchange.request
    inputs, asked = request["inputs"], request["probe"]
    if asked == "probe_on_device":
        inputs, asked = inputs["inputs"], inputs["probe"]
    if inputs.keys() >= {"task", "given"}:
        inputs = {"task": inputs["task"], "args": inputs["given"], "kwargs": {}}
    if asked == "module_gradients":
        inputs = {"task": inputs["task"], "args": inputs["init"], "kwargs": {}, "then": inputs["inputs"]}
    if inputs.keys() >= {"task", "args", "kwargs"}:
        arguments = [show(value) for value in inputs["args"]]
        arguments += [f"{name}={show(value)}" for name, value in inputs["kwargs"].items()]
        name = inputs["task"]
    else:
        arguments = [f"{name}={show(value)}" for name, value in inputs.items()]
        name = asked
    text = f"{name}({', '.join(arguments)})"
    return text if len(text) <= _MAX_CALL else f"{text[: _MAX_CALL - 4]} ..)"


def show(value: Any) -> str:  # noqa: C901  one branch for each kind of value
    """Return a value as short text: small tensors written out, others by shape and dtype, files by their size."""
    if isinstance(value, torch.Tensor):
        if value.numel() <= _SMALL:
            text = str(value.detach()).replace("\n", "")
            return " ".join(text.split())
        return f"<tensor {tuple(value.shape)} {str(value.dtype).removeprefix('torch.')}>"
    if isinstance(value, np.ndarray):
        if value.size <= _SMALL:
            return " ".join(repr(value).split())
        return f"<array {value.shape} {value.dtype}>"
    if isinstance(value, Foreign):
        return f"<{value.class_name}>"
    if isinstance(value, set | frozenset):
        return f"{type(value).__name__}({_joined(show(item) for item in value)})"
    if isinstance(value, bytes) and len(value) > _SMALL:
        return f"<{len(value)} bytes>"
    if isinstance(value, str):
        value = value[: _MAX_CALL + 1]  # or all of it would be written out first
    if isinstance(value, tuple | list):
        inner = _joined(show(item) for item in value)
        if isinstance(value, tuple):
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        return f"[{inner}]"
    if isinstance(value, dict):
        return "{" + _joined(f"{show(k)}: {show(v)}" for k, v in value.items()) + "}"
    text = repr(value)
    return text if len(text) <= _MAX_CALL else f"{text[: _MAX_CALL - 3]}..."


def _joined(parts: Iterator[str]) -> str:
    """Join the parts of a value, as many as anybody would read."""
    text = ", ".join(islice(parts, _MAX_PARTS))
    more = next(parts, None) is not None or len(text) > _MAX_WHOLE
    return f"{text[:_MAX_WHOLE]}, ..." if more else text
