"""Load one exercise's code and run probes beside it.  Requests and replies are plain values (see :mod:`learn.wire`).

Requests::

    {"op": "load", "exercise": name, "device": its kind, if there is one,
     "files": [{"name", "path", "source"}, ...],      the exercise's file comes last
     "probes": {"path", "source"} or None,
     "replace": {"path", "source", "name", "task"} or None}       a mistake or an alternative, put in a task's place
        -> {"lines": {task: line}}
    {"op": "observe", "probe": name, "inputs": {...}, "seed": int, "record": bool}
        -> {"value": whatever the probe returned, "calls": [names of torch functions]}

Either may be answered by a :class:`learn.Raised`, or ``{"unsendable": why}``.  The same class serves a submission in its
sandbox and, on the trusted side, the reference and each known mistake: one interface, one behaviour.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import random
import sys
import traceback
import types
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import torch
from numpy import random as numpy_random
from torch.overrides import TorchFunctionMode

from learn.values import MAX_LINES, MAX_SHOWN, Raised
from learn.worker import probes as builtin_probes
from learn.worker import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_MESSAGE = 2000


class MissingTaskError(AttributeError):
    """The learner's file has no function or class of the task's name."""


class NoDeviceError(RuntimeError):
    """The device cannot be used in this process, whatever the learner's code does."""


class Runner:
    """One exercise's modules, and the probes that look at them."""

    def __init__(self) -> None:
        self.modules: dict[str, types.ModuleType] = {}
        self.paths: set[str] = set()
        self.loading = ""
        self.exercise: types.ModuleType | None = None
        self.probes: types.ModuleType | None = None

    def handle(self, request: dict[str, Any]) -> Any:
        """Carry out one request; whatever learner code raises becomes a :class:`~learn.Raised`."""
        stage = "load" if request["op"] == "load" else "run"
        with self._importable():
            try:
                if stage == "load":
                    return self._load(request)
                return self._observe(request)
            except BaseException as error:  # noqa: BLE001  SystemExit and KeyboardInterrupt of a learner count too
                return self._describe(error, stage)

    # -------------------------------------------------------------- loading

    def _load(self, request: dict[str, Any]) -> dict[str, Any]:
        _calm(0)
        _prepare_device(request.get("device", "cpu"))
        for file in request["files"]:
            self.paths.add(file["path"])
            self.exercise = self._execute(file["name"], file["path"], file["source"])
        replace = request.get("replace")
        if replace:
            self.paths.add(replace["path"])
            module = self._execute("_replacement", replace["path"], replace["source"])
            wanted = getattr(module, replace["name"])
            wanted.__name__ = wanted.__qualname__ = replace["task"]
            setattr(self.exercise, replace["task"], wanted)
        if request.get("probes"):
            self.probes = self._execute("_probes", request["probes"]["path"], request["probes"]["source"])
        return {"lines": self._lines()}

    def _execute(self, name: str, path: str, source: bytes) -> types.ModuleType:
        self.loading = path
        module = types.ModuleType(name)
        module.__file__ = path
        self.modules[name] = sys.modules[name] = module
        text = source.decode("utf-8", "replace")
        linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
        exec(compiled(source, path), module.__dict__)  # noqa: S102  running the learner's file is this process's purpose
        return module

    def _lines(self) -> dict[str, int]:
        found = {}
        for name, value in vars(self.exercise).items():
            code = getattr(value, "__code__", None)
            if isinstance(value, type):
                codes = (getattr(v, "__code__", None) for v in vars(value).values())
                code = next((c for c in codes if c is not None and c.co_filename in self.paths), None)
            if isinstance(code, types.CodeType) and code.co_filename in self.paths:
                found[name] = code.co_firstlineno
        return found

    @contextlib.contextmanager
    def _importable(self) -> Iterator[None]:
        """Let the exercise's modules be imported by name while a request is carried out."""
        before = {name: sys.modules.get(name) for name in self.modules}
        sys.modules.update(self.modules)
        try:
            yield
        finally:
            for name in self.modules:
                old = before.get(name)
                if old is None:
                    sys.modules.pop(name, None)
                else:
                    sys.modules[name] = old

    # -------------------------------------------------------------- observing

    def _observe(self, request: dict[str, Any]) -> dict[str, Any]:
        probe = getattr(self.probes, request["probe"], None) or getattr(builtin_probes, request["probe"])
        _calm(request["seed"])
        calls = _Calls()
        with calls if request["record"] else contextlib.nullcontext():
            value = probe(_Exercise(self.exercise, self.probes), **request["inputs"])
        return {"value": value, "calls": calls.names}

    # -------------------------------------------------------------- describing

    def _describe(self, error: BaseException, stage: str) -> Raised:
        bases = tuple(base.__name__ for base in type(error).__mro__)
        try:
            message = str(error)[:MAX_MESSAGE]
        except Exception:  # noqa: BLE001  a learner's __str__ may do anything
            message = "<its text raised an error>"
        message = f"{message}. {refusals.explained(error)}".removesuffix(". ")
        name = type(error).__name__[:MAX_SHOWN]
        if isinstance(error, SyntaxError):
            text, file = _text(error.text).rstrip("\n")[:MAX_SHOWN], _text(error.filename)
            caret = " " * min(max(_number(error.offset) - 1, 0), MAX_SHOWN) + "^"
            source = f"{text}\n{caret}" if text else ""
            line = _number(error.lineno)
            return Raised(name, bases, _text(error.msg)[:MAX_MESSAGE], file or self.loading, line, source, "", stage)
        place = self._place(error)
        file, line, function = (place.filename, place.lineno or 0, place.name) if place else ("", 0, "")
        source = linecache.getline(file, line).strip()[:MAX_SHOWN] if place else ""
        return Raised(name, bases, message, file, line, source, function, stage)

    def _place(self, error: BaseException) -> traceback.FrameSummary | None:
        """Return the innermost frame of the submission's own files, else of the probes."""
        frames = traceback.extract_tb(error.__traceback__, limit=-200)
        ours = [frame for frame in frames if frame.filename in self.paths]
        if ours:
            return ours[-1]
        probes = getattr(self.probes, "__file__", None)
        return next((frame for frame in reversed(frames) if frame.filename == probes), None)


@lru_cache(maxsize=64)
def compiled(source: bytes, path: str) -> types.CodeType:
    """Compile a file once for all the runners of this process, and of those that are forked from it."""
    return compile(source, path, "exec", dont_inherit=True)


def _text(value: Any) -> str:
    """Return a part of a syntax error, which a learner who raises one may have filled with anything."""
    return value if type(value) is str else ""


def _number(value: Any) -> int:
    return value if type(value) is int and 0 <= value < MAX_LINES else 0


class _Exercise:
    """The learner's module as probes see it: a missing task is named, whatever asked for it."""

    def __init__(self, module: Any, probes: Any) -> None:
        self._module = module
        self._probes = probes

    def __getattr__(self, name: str) -> Any:
        try:
            return getattr(self._module, name)
        except AttributeError:
            raise MissingTaskError(name) from None


class _Calls(TorchFunctionMode):
    """Record the names of the torch functions and tensor methods that were called."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = str(getattr(func, "__name__", func))[:MAX_SHOWN]
        if name not in self.names and len(self.names) < 1000:  # noqa: PLR2004  a cap, since names are the learner's
            self.names.append(name)
        return func(*args, **(kwargs or {}))


def _prepare_device(kind: str) -> None:
    """Make a device usable in this process."""
    if kind == "sim":
        import learn.sim  # noqa: F401  registers it
    elif kind == "cuda":
        try:
            torch.cuda.init()  # type: ignore[no-untyped-call]  # after the fork: CUDA does not survive one
        except (RuntimeError, AssertionError) as error:
            raise NoDeviceError(f"The device 'cuda' cannot be used in a worker, --device sim can: {error}") from error


def _calm(seed: int) -> None:
    """Put the process's global state back to where a fresh one has it."""
    torch.default_generator.manual_seed(seed)  # torch.manual_seed() would queue a call, with a traceback, for each device
    random.seed(seed)
    numpy_random.seed(seed % (1 << 32))  # noqa: NPY002  a learner may use the old generator
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)


def handle_in_process(runner: Runner, request: dict[str, Any]) -> Any:
    """Carry out a request of trusted code in the grader's own process, whose output and settings stay as they were."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # in a worker they are printed, and so never errors
        try:
            return runner.handle(request)
        finally:
            _calm(0)
