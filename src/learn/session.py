"""Run a grading through pytest: what ``learn grade`` and ``learn dev check`` call."""

from __future__ import annotations

import contextlib
import gc
import os
from typing import TYPE_CHECKING, Any

import pytest

from learn.errors import ContentError
from learn.pytest_plugin import GRADING, CheckHungError, after_check, run_check

if TYPE_CHECKING:
    from learn.checks import Check
    from learn.grade import Grading
    from learn.results import Report


def grade(grading: Grading) -> Report:
    """Run a grading through pytest and return its report; every process it started is ended, whatever happens."""
    try:
        run_pytest(grading)
        return grading.report()
    finally:
        grading.close()


class _Grade:
    """Puts a grading that exists already into pytest's configuration."""

    def __init__(self, grading: Grading) -> None:
        self.grading = grading
        self.errors: list[str] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[GRADING] = self.grading

    def pytest_collection_finish(self) -> None:
        gc.freeze()  # torch's objects stay: no collection need look at them again, here or in a fork
        gc.enable()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Run a check without the set-up, the reports and the tear-down of an ordinary test: nobody reads them here."""
        with contextlib.suppress(pytest.fail.Exception, CheckHungError):  # the grading has kept what happened
            run_check(item)
        after_check(item, nextitem)
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            lines = str(report.longrepr).strip().splitlines()
            line = lines[-1].removeprefix("E").strip()
            self.errors.append(line.removeprefix(f"{ContentError.__module__}.{ContentError.__name__}: "))

    def pytest_internalerror(self, excrepr: Any) -> bool:
        self.errors.append(str(excrepr).strip().splitlines()[-1])
        return True

    def pytest_warning_recorded(self, warning_message: Any) -> None:
        """Keep pytest's own warnings out of a learner's report."""


def run_pytest(grading: Grading, *, collect_only: bool = False) -> None:
    """Collect the checks of a grading's exercises with pytest and run them.

    Raises:
        ContentError: a grader's file cannot be collected.
    """
    keep = _Grade(grading)
    files = [str(path) for path in grading.files()]
    options = [
        "--assert=plain",
        "--capture=no",
        "-qq",
        "--no-summary",
        f"--rootdir={grading.course.root}",
        "-c",
        os.devnull,
        "-o",
        "addopts=",
    ]
    # The last two would collect garbage five times over at the end, 0.2 s with torch in memory.
    for name in (
        "cacheprovider",
        "junitxml",
        "pastebin",
        "doctest",
        "setuponly",
        "faulthandler",
        "stepwise",
        "logging",
        "unraisableexception",
        "threadexception",
    ):
        options += ["-p", f"no:{name}"]
    plugins = ["-p", "learn.pytest_plugin", "-p", "pytest_timeout"]
    before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        with open(os.devnull, "w", encoding="utf-8") as null, contextlib.redirect_stdout(null):  # noqa: PTH123
            code = pytest.main([*options, *plugins, *(["--collect-only"] if collect_only else []), *files], plugins=[keep])
    finally:
        if before is None:
            del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        else:
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = before
    if grading.broken or keep.errors:
        raise ContentError(grading.broken or keep.errors[0])
    if code == pytest.ExitCode.USAGE_ERROR:
        raise ContentError("pytest refused the grader's files: see above.")
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt


def collect(grading: Grading) -> list[Check]:
    """Return the checks of a grading's exercises without running them."""
    run_pytest(grading, collect_only=True)
    return grading.checks
