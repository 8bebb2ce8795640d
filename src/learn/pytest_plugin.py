"""The pytest plugin: collects checks below ``graders/``, runs them through :class:`learn.grade.Grading`.

``python -m pytest graders --submission PATH`` and ``learn grade`` both use it.  Nothing heavy is imported before a
grader's file is collected, since pytest loads this module in every run of an environment where the package is installed.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from learn.checks import ACCELERATOR, FIXTURES, Check, spec_of
from learn.errors import ContentError, LearnError
from learn.results import Feedback, Outcome

if TYPE_CHECKING:
    from types import ModuleType

    import torch

    from learn.course import Course, Limits
    from learn.grade import Grading
    from learn.results import CheckResult

GRADING: pytest.StashKey[Grading] = pytest.StashKey()
BROKEN = pytest.StashKey[str]()
BARE = pytest.StashKey[bool]()
CHECK = pytest.StashKey[Check]()
KINDS = ("checks", "hidden")
OWN_MARGIN_S = 60.0
"""What a check may take beyond everything that the learner's own limits allow, before it counts as hung."""
GRACE_S = 10.0
"""How long a hung check may resist an exception before the run is given up, where there is no SIGALRM."""


# ------------------------------------------------------------------ options


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that ``python -m pytest graders`` takes."""
    group = parser.getgroup("learn", "grading PyTorch exercises")
    places = "a folder like exercises/, a chapter's folder, one exercise's .py or .ipynb, or a .zip, .tar or .tar.gz of them"
    for name, text in (
        ("--submission", f"the work to grade: {places}"),
        ("--course", "the folder that holds exercises, solutions and graders"),
        ("--seed", "the seed of all random inputs"),
        ("--device", "where device checks and tests with the fixture 'accelerator' run: auto, cpu, sim, cuda, mps or all"),
    ):
        with contextlib.suppress(ValueError):  # another plugin has an option of that name
            group.addoption(name, default=None, help=text)


# ------------------------------------------------------------------ collection


def load_module(path: Path) -> ModuleType:
    """Import one content file by its path; names repeat between folders, so it never enters ``sys.modules``.

    Raises:
        ContentError: it cannot be imported; the text names the author's file and line.
    """
    spec = importlib.util.spec_from_file_location(f"_learn_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        line = _line_in(error, path)
        raise ContentError(f"{path}:{line}: cannot be imported: {type(error).__name__}: {error}") from error
    return module


def _line_in(error: BaseException, path: Path) -> int:
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


class CheckModule(pytest.Module):
    """One file of checks."""

    def _getobj(self) -> ModuleType:
        probes = self.path.parents[1] / "probes" / self.path.name
        if probes.is_file():
            load_module(probes)  # in a worker, what is wrong with it would look like the learner's fault
        return load_module(self.path)


def course_root(path: Path) -> Path | None:
    """Return the course that a file ``graders/<chapter>/checks/<exercise>.py`` belongs to, or ``None``."""
    if path.suffix == ".py" and path.parent.name in KINDS and len(path.parents) > 3:  # noqa: PLR2004
        root = path.parents[3]
        toml = root / "exercises" / path.parents[1].name / "chapter.toml"
        if path.parents[2].name == "graders" and toml.is_file():
            return root
    return None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect the files of checks, whatever they are called; pytest itself collects those that were named one by one."""
    if course_root(file_path) is None or parent.session.isinitpath(file_path):
        return None
    return pytest_pycollect_makemodule(file_path, parent)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Make a module of checks where pytest would make an ordinary one."""
    if course_root(module_path) is None:
        return None
    _require_grading(parent.config, module_path)
    return CheckModule.from_parent(parent, path=module_path)


def _require_grading(config: pytest.Config, path: Path) -> None:
    """Have this run's grading; a bare ``python -m pytest graders`` makes it from the options."""
    if GRADING not in config.stash and BROKEN not in config.stash:
        from learn.course import Course, find_course
        from learn.grade import DEFAULT_SEED, Grading
        from learn.submission import read_submission

        root = course_root(path)
        assert root is not None
        try:
            named = config.getoption("--course", None)
            course = find_course(Path(named)) if named else Course(root)
            submission = read_submission(Path(config.getoption("--submission", None) or root / "exercises"), course)
            seed = int(config.getoption("--seed", None) or DEFAULT_SEED)
        except (LearnError, ValueError) as error:
            config.stash[BROKEN] = str(error)  # raised from here, it would be shown once a folder, with tracebacks
        else:
            config.stash[BARE] = True
            device = config.getoption("--device", None) or "auto"
            config.stash[GRADING] = Grading(course, course.resolve(()), submission, seed, device=device)


def check_of(item: pytest.Function, course: Course) -> Check:
    """Return the check that a collected function is.

    Raises:
        ContentError: it has no ``@check``, or names a task or fixture that does not exist.
    """
    path = item.path
    line = item.function.__code__.co_firstlineno
    spec = spec_of(item.function)
    if spec is None:
        raise ContentError(f"{path}:{line}: {item.name} has no @check.")
    exercise = course.exercise(path.stem)
    task = exercise.task(spec.task)
    params = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    names = item.function.__code__.co_varnames[: item.function.__code__.co_argcount]
    known = *FIXTURES, ACCELERATOR
    unknown = [name for name in names if name not in params and name not in known]
    if unknown:
        message = f"{path}:{line}: {item.name} asks for '{unknown[0]}'; a check has {', '.join(known)}."
        raise ContentError(message)
    visibility: Any = "hidden" if path.parent.name == "hidden" else "visible"
    return Check(item.name, spec, task, item.function, path, line, visibility, names, params)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a check that asks for an accelerator once on each one."""
    if ACCELERATOR in metafunc.fixturenames and GRADING in metafunc.config.stash and spec_of(metafunc.function):
        metafunc.parametrize(ACCELERATOR, metafunc.config.stash[GRADING].accelerators)


def _lacks_device(item: pytest.Item) -> bool:
    """Tell whether a check asks for an accelerator where none is wanted."""
    callspec = getattr(item, "callspec", None)
    return callspec is not None and not isinstance(callspec.params.get(ACCELERATOR, ""), str)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Turn collected functions into checks, in the order of their tasks, and drop those that are not asked for."""
    if BROKEN in config.stash:
        raise pytest.UsageError(config.stash[BROKEN])
    if GRADING not in config.stash:
        return
    grading = config.stash[GRADING]
    items[:] = [item for item in items if not _lacks_device(item)]
    ours = [item for item in items if isinstance(item, pytest.Function) and isinstance(item.parent, CheckModule)]
    for item in ours:
        try:
            item.stash[CHECK] = check_of(item, grading.course)
        except LearnError as error:
            grading.broken = str(error)
            if config.stash.get(BARE, False):
                raise pytest.UsageError(str(error)) from error
            items.clear()  # `learn grade` says it once, in its own words
            return
        item.add_marker(pytest.mark.timeout(own_timeout_s(item.stash[CHECK].exercise.limits)))
    wanted = [item for item in ours if item.stash[CHECK].task in grading.tasks]
    order = {task: index for index, task in enumerate(grading.tasks)}
    wanted.sort(key=lambda item: order[item.stash[CHECK].task])
    grading.checks = [item.stash[CHECK] for item in wanted]
    items[:] = [*wanted, *(item for item in items if item not in ours)]


def own_timeout_s(limits: Limits) -> float:
    """Return when a check of ours counts as hung: long after the learner's own limits have ended it, twice."""
    return 4 * limits.wall_s + OWN_MARGIN_S


# ------------------------------------------------------------------ running


@pytest.fixture(scope="session")
def submission() -> None:
    """Stand for the :class:`learn.observe.Subject` that plays the submission; :func:`learn.judge.judge` provides it."""


@pytest.fixture(scope="session")
def reference() -> None:
    """Stand for the :class:`learn.observe.Subject` that plays the solution."""


@pytest.fixture(scope="session")
def rng() -> None:
    """Stand for the check's :class:`learn.rng.Rng`."""


@pytest.fixture(scope="session")
def accelerator(request: pytest.FixtureRequest) -> torch.device:
    """Return an accelerator for ordinary tests: a real one where there is one, else the simulated one; or ``--device KIND``.

    The simulated one is registered for the rest of the process.  In a check it is the name of the kind (see
    :data:`learn.checks.ACCELERATOR`).
    """
    import torch

    from learn.accelerators import accelerators

    kind = accelerators(request.config.getoption("--device", None) or "auto")
    if kind == ("sim",):
        import learn.sim  # noqa: F401  registers it
    return torch.device(kind[0] if kind else "cpu")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a check through the grading; its result is kept there, pytest only hears whether it passed."""
    if CHECK not in pyfuncitem.stash:
        return None
    check, result = pyfuncitem.stash[CHECK], run_check(pyfuncitem)
    if result.outcome is Outcome.SKIPPED:
        pytest.skip(result.feedback.summary if result.feedback else "")
    if result.outcome is not Outcome.PASSED:
        feedback = result.feedback or Feedback("")
        lines = [f"{check.task.id} {check.spec.title}: {result.outcome}", feedback.call, feedback.summary, feedback.hint]
        place = f"{feedback.file}:{feedback.line}" if feedback.file else ""
        pytest.fail("\n".join(line for line in (*lines, place) if line), pytrace=False)
    return True


def run_check(item: pytest.Item) -> CheckResult:
    """Run an item's check; one that hangs is a fault of ours, which is kept before the time-out goes on its way."""
    grading, check = item.config.stash[GRADING], item.stash[CHECK]
    try:
        return grading.run(check)
    except BaseException as error:
        if not isinstance(error, KeyboardInterrupt):
            from learn.judge import result_of  # imports torch

            sentence = f"The check did not end by itself: {str(error).strip().splitlines()[0] if str(error) else 'it hung'}"
            feedback = Feedback(sentence, file=str(check.path), line=check.line)
            grading.record(check, result_of(check, Outcome.GRADER_FAULT, feedback))
        grading.players.leave(check.exercise)
        raise


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """After an exercise's last check, name its mistakes and end its workers."""
    if CHECK in item.stash:
        after_check(item, nextitem)


def after_check(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Finish an exercise where the next item belongs to another one."""
    exercise = item.stash[CHECK].exercise
    following = nextitem.stash[CHECK].exercise if nextitem is not None and CHECK in nextitem.stash else None
    if following is not exercise:
        item.config.stash[GRADING].finish_exercise(exercise)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End every process of the run."""
    if GRADING in session.config.stash:
        session.config.stash[GRADING].close()


# ------------------------------------------------------------------ hung checks where there is no SIGALRM


class CheckHungError(BaseException):
    """A check of ours did not end; raised into the main thread."""


_watchdogs: dict[str, threading.Timer] = {}


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> bool | None:
    """Guard a check where pytest-timeout's own way would end the whole process, and with it the report."""
    if hasattr(signal, "SIGALRM") or CHECK not in item.stash or not settings.timeout:
        return None
    timer = threading.Timer(settings.timeout, _interrupt, [item, threading.main_thread().ident])
    timer.daemon = True
    _watchdogs[item.nodeid] = timer
    timer.start()
    return True


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_timeout_cancel_timer(item: pytest.Item) -> bool | None:
    """Stop guarding."""
    timer = _watchdogs.pop(item.nodeid, None)
    if timer is not None:
        timer.cancel()
        return True
    return None


def _interrupt(item: pytest.Item, thread: int) -> None:
    """Raise into the main thread; where that does not help, give up with a full report."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(CheckHungError))
    for _ in range(int(GRACE_S / 0.1)):
        if threading.Event().wait(0.1) or item.nodeid not in _watchdogs:
            return
    grading = item.config.stash[GRADING]
    grading.abandon(f"{item.nodeid} hung and could not be interrupted.")
    grading.on_abandoned()
    os._exit(3)
