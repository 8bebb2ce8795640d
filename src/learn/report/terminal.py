"""The report on a terminal, at any width, with or without colour, and into a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment, Segments
from rich.style import Style
from rich.text import Text

from learn.report import inert
from learn.report.texts import SIGNS, explain, next_step, num_passed, overall, seed_words, shared_error
from learn.results import CheckResult, ExerciseResult, Feedback, Outcome, Report, TaskResult, points_of

if TYPE_CHECKING:
    from rich.console import Console

MAX_WIDTH = 100
"""Points further to the right than this are hard to tie to their line."""
NUM_TAIL_LINES = 5
_STEP = 2
_WIDEST = 2
"""The cells of the widest character: what is narrower has no room for it."""
_PER_CELL = 8
"""Hardly any text has more characters a cell, so that of a long line only the start need be measured, which is slow."""
_STYLES = {
    Outcome.PASSED: "green",
    Outcome.NOT_STARTED: "dim",
    Outcome.SKIPPED: "dim",
    Outcome.GRADER_FAULT: "magenta",
}
_ALL_SYMBOLS = "".join(sign.symbol for sign in SIGNS.values())


def render(report: Report, console: Console, *, quiet: bool, verbose: bool) -> None:
    """Print a report.

    Args:
        report: What to print; nothing in it can steer the terminal or a CI log.
        console: Where to.
        quiet: One line an exercise and the total, no more.
        verbose: Also passed checks with durations, got and expected, more of what was printed, and the environment.
    """
    page = _Page(console, verbose=verbose)
    report = inert.shown(report)
    for chapter in report.chapters:
        if not quiet:
            page.row(0, None, chapter.title, _points(chapter.checks), style="bold")
        for exercise in chapter.exercises:
            if quiet:
                page.heading(0, exercise.title, exercise.checks)
            else:
                page.exercise(exercise)
        if not quiet:
            page.blank()
    for fault in report.faults:
        page.text(0, f"! {fault}", style="magenta")
    page.total(report)
    if verbose:
        page.environment(report)
    if not quiet:
        page.next(report)


class _Page:
    """Lines on a console, none of them wider than it, except for paths, which stay whole to be clickable."""

    def __init__(self, console: Console, *, verbose: bool) -> None:
        self.console = console
        self.verbose = verbose
        # The last column stays free: some terminals break a line that fills it.
        self.width = min(console.width, MAX_WIDTH) - 1
        self.plain = not _can_show(_ALL_SYMBOLS, console.encoding)

    # ---------------------------------------------------------------- what is shown

    def exercise(self, exercise: ExerciseResult) -> None:
        """Show an exercise: one line where nothing was tried, one error where the whole file has it, else its tasks."""
        self.blank()
        self.heading(0, exercise.title, exercise.checks, style="bold")
        error = shared_error(exercise)
        if error is not None:
            self.feedback(_STEP, error)
        elif self.verbose or overall(exercise.checks) is not Outcome.NOT_STARTED:
            for task in exercise.tasks:
                self.task(task)

    def task(self, task: TaskResult) -> None:
        """Show a task: one line where all of it passed or nothing was tried, else its checks."""
        self.heading(_STEP, task.name, task.checks, marks=[] if task.core else ["extra"])
        if self.verbose or overall(task.checks) in {Outcome.FAILED, Outcome.GRADER_FAULT}:
            told: set[tuple[str, int] | str] = set()
            for check in task.checks:
                self.check(check, told)

    def check(self, check: CheckResult, told: set[tuple[str, int] | str]) -> None:
        """Show a check, and below it why it did not pass; a cause that was told already is only referred to.

        Args:
            check: The check.
            told: Causes that were told above.
        """
        marks = ["hidden"] if check.visibility == "hidden" else []
        marks += [check.device] if check.device != "cpu" else []
        if self.verbose:
            marks += ["reported"] if check.verdict == "reported" else []
            marks += [check.data_set] if check.data_set else []
            marks += [f"{check.duration_s * 1000:.0f} ms"]
        self.row(2 * _STEP, check.outcome, _marked(check.title, marks), _points([check]))
        if check.outcome in {Outcome.PASSED, Outcome.NOT_STARTED}:
            return
        cause = _cause(check)
        if cause and cause in told and not self.verbose:
            self.text(3 * _STEP, "The same cause as above.", style="dim")
        else:
            self.feedback(3 * _STEP, check)
        if cause:
            told.add(cause)

    def feedback(self, indent: int, check: CheckResult) -> None:
        """Show what was seen, the likely cause, where to look, and what the code printed."""
        seen, cause, place = explain(check)
        feedback = check.feedback or Feedback("")
        self.text(indent, seen)
        if self.verbose:
            self.value(indent, "got", feedback.got)
            self.value(indent, "expected", feedback.expected)
        if self.verbose or "\n" in feedback.source:  # two lines: a syntax error and its caret
            self.block(indent, feedback.source)
        self.text(indent, cause, style="bold")
        self.path(indent, place, style="dim")
        self.printed(indent, check.output)

    def value(self, indent: int, label: str, value: str) -> None:
        """Show a value as text below its label."""
        if value:
            self.text(indent, f"{label}: {value}")

    def printed(self, indent: int, output: str) -> None:
        """Show what the learner's code printed: its end, or in a verbose report all of it."""
        lines = output.strip("\n").split("\n")
        if lines == [""]:
            return
        tail = lines if self.verbose else lines[-NUM_TAIL_LINES:]
        label = "printed:" if len(tail) == len(lines) else f"printed (the last {len(tail)} lines):"
        self.text(indent, label, style="dim")
        self.block(indent, "\n".join(tail), whole=self.verbose)

    def total(self, report: Report) -> None:
        """Show the score."""
        earned, possible = points_of(report.checks)
        passed = f"{num_passed(report.checks)} of {len(report.checks)} checks passed"
        score = f"Score: {earned} of {possible} points, {passed}, {report.duration_s:.1f} s"
        self.text(0, score, style="bold green" if report.exit_code == 0 else "bold")

    def environment(self, report: Report) -> None:
        """Show what the run worked with."""
        of = report.environment
        versions = f"learn {of.learn}, Python {of.python}, torch {of.torch}, torchvision {of.torchvision}"
        self.text(0, f"{versions}, {of.platform}, {of.device}, seed {seed_words(report.seed)}", style="dim")
        self.text(0, f"Isolation: {', '.join(of.isolation) or 'none'}", style="dim")

    def next(self, report: Report) -> None:
        """Show the one thing to do next."""
        step = next_step(report)
        if step is not None:
            self.text(0, f"Next: {step.task} {step.check.title}")
            self.path(len("Next: "), step.place)

    # ---------------------------------------------------------------- how it is set

    def heading(
        self, indent: int, title: str, checks: list[CheckResult], *, marks: list[str] | None = None, style: str = ""
    ) -> None:
        """Set one line for a task or an exercise."""
        outcome = overall(checks)
        marks = marks or []
        if outcome in {Outcome.NOT_STARTED, Outcome.SKIPPED}:
            marks, style = [*marks, SIGNS[outcome].words], "dim"
        self.row(indent, outcome, _marked(title, marks), _points(checks), style)

    def row(self, indent: int, outcome: Outcome | None, title: str, points: str, style: str = "") -> None:
        """Set a symbol, a title (wrapped below itself) and, at the right, points."""
        symbol = Text(" " * indent)
        if outcome is not None:
            sign = SIGNS[outcome]
            symbol.append(f"{sign.plain if self.plain else sign.symbol} ", style=_STYLES.get(outcome, "red"))
        room = self.width - symbol.cell_len - len(points) - _STEP
        first, *rest = self.wrapped(title, room)
        gap = " " * (self.width - symbol.cell_len - cell_len(first) - len(points))
        self.emit(Text.assemble(symbol, (first, style), gap, points))
        for line in rest:
            self.emit(Text.assemble(" " * symbol.cell_len, (line, style)))

    def text(self, indent: int, text: str, style: str = "") -> None:
        """Set a paragraph; an empty one is nothing."""
        for line in self.wrapped(text, self.width - indent) if text else []:
            self.emit(Text.assemble(" " * indent, (line, style)))

    def block(self, indent: int, text: str, *, whole: bool = False) -> None:
        """Set preformatted lines behind a bar, cut at the right edge unless they are to be shown whole."""
        room = max(self.width - indent - _STEP, _WIDEST)
        bar = Segment(f"{' ' * indent}| ", Style(dim=True))
        segments = []
        for line in text.expandtabs(4).split("\n") if text else []:
            pieces = chop_cells(self.shown(line), room) or [""] if whole else [self.cut(line, room)]
            for piece in pieces:
                segments += [bar, Segment(f"{piece}\n")]
        # Output is long: rich takes 1 µs a line for segments, and 80 for text to be wrapped.
        self.console.print(Segments(segments), soft_wrap=True, end="")

    def path(self, indent: int, path: str, style: str = "") -> None:
        """Set a path, whole."""
        if path:
            self.emit(Text.assemble(" " * indent, (self.shown(path), style)))

    def blank(self) -> None:
        """Set an empty line."""
        self.emit(Text())

    def wrapped(self, text: str, width: int) -> list[str]:
        """Break text at words; a word that is too long is broken anywhere."""
        lines = Text(self.shown(text)).wrap(self.console, max(width, 1), overflow="fold")
        return [line.plain.rstrip() for line in lines] or [""]

    def cut(self, line: str, width: int) -> str:
        """Shorten a line to a width."""
        start = self.shown(line[: _PER_CELL * width])
        if len(line) <= _PER_CELL * width and cell_len(start) <= width:
            return start
        return f"{set_cell_size(start, max(width - 3, 0)).rstrip()}..."

    def shown(self, text: str) -> str:
        """Return what the console's encoding can show of a text; the other characters become escapes."""
        if _can_show(text, self.console.encoding):
            return text
        return text.encode(self.console.encoding, "backslashreplace").decode(self.console.encoding)

    def emit(self, line: Text) -> None:
        """Print one finished line, barred where GitHub Actions would take it for a workflow command."""
        # Needed although `learn grade` stops commands there: output may be piped into a log without our knowing.
        if inert.barred(line.plain) != line.plain:
            line = Text.assemble("|", line)
        self.console.print(line, soft_wrap=True, highlight=False)


def _cause(check: CheckResult) -> tuple[str, int] | str:
    """Return what a check that did not pass may have in common with others: a mistake, a line that raised, a hint."""
    feedback = check.feedback or Feedback("")
    raised = check.outcome is Outcome.ERRORED and feedback.source
    return feedback.diagnosis or ((feedback.file, feedback.line) if raised else feedback.hint)


def _marked(title: str, marks: list[str]) -> str:
    return f"{title} ({', '.join(marks)})" if marks else title


def _can_show(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _points(checks: list[CheckResult]) -> str:
    earned, possible = points_of(checks)
    if checks and all(check.outcome is Outcome.GRADER_FAULT for check in checks):
        return f"-/{sum(check.points for check in checks)}"
    return f"{earned}/{possible}"
