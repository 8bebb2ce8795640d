"""The ``learn`` command: parse, one call, one render.

Torch, pytest and the grader are imported inside the commands that need them, so that ``--help`` and ``list`` are instant.
"""

from __future__ import annotations

import gc
import os
import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from learn import __version__
from learn.dev.cli import dev
from learn.errors import ContentError, LearnError, UsageError
from learn.student import cli as student

if TYPE_CHECKING:
    from collections.abc import Callable

    from learn.results import CheckResult, Report
    from learn.student.workspace import Workspace
    from learn.submission import Submission

app = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Learn PyTorch by filling in stubs: every check says what is wrong and where to look.",
)
data = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(data, name="data", help="Get data sets; the only commands that use the network.")
app.add_typer(dev, name="dev", help="For authors: stubs, proofs and skeletons.")
student.register(app)

CourseDir = student.CourseDir
Targets = Annotated[
    list[str] | None,
    typer.Argument(help="Chapters, exercises or tasks: chapter0, 0, chapter0/shapes, shapes:hwc_to_chw. Nothing: all."),
]


class Device(StrEnum):
    """Where checks can run."""

    AUTO = "auto"
    CPU = "cpu"
    SIM = "sim"
    CUDA = "cuda"
    MPS = "mps"
    ALL = "all"


def _version(value: bool) -> None:
    if value:
        print(f"learn-pytorch {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Where you are in the course, and the next task; `learn --help` shows all commands."""
    if context.invoked_subcommand is None:
        student.home()


@app.command()
def grade(
    targets: Targets = None,
    submission: Annotated[
        Path | None,
        typer.Option(
            help="The work to grade: a folder like exercises/, a chapter's folder, one exercise's .py or .ipynb, "
            "or a .zip, .tar or .tar.gz of them."
        ),
    ] = None,
    course: CourseDir = None,
    seed: Annotated[int | None, typer.Option(help="The seed of all random inputs; 0 unless given.", min=0)] = None,
    seed_file: Annotated[
        Path | None,
        typer.Option(help="For marks: a file with a secret seed (or LEARN_SECRET_SEED holds it). Implies --require-sandbox."),
    ] = None,
    require_sandbox: Annotated[
        bool,
        typer.Option("--require-sandbox", help="For marks: try the sandbox first; refuse to grade if it does not hold."),
    ] = False,
    device: Annotated[
        Device, typer.Option(help="Where device checks run: auto is a real accelerator, or else a simulated one.")
    ] = Device.AUTO,
    data_root: Annotated[
        Path | None, typer.Option(help="Use FashionMNIST from this folder where chapter3 draws digits; see `learn data`.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write the results as JSON to this file.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write the results as JUnit XML to this file.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the results as CSV, a row for each check, to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a self-contained HTML report to this file.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the scores.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every check, with values and times.")] = False,
) -> None:
    """Grade your work: `learn grade chapter0`.

    Exit code: 0 all passed, 1 some check did not pass, 2 wrong usage or unreadable input, 3 a fault of the grader's own.
    """
    from learn import fashion
    from learn.course import find_course
    from learn.files import require_writable, write_text
    from learn.grade import DEFAULT_SEED, Grading
    from learn.secret import read_secret_seed
    from learn.student.workspace import Workspace, find_workspace
    from learn.submission import read_submission

    secret = read_secret_seed(seed_file)
    if secret is not None and seed is not None:
        raise UsageError("--seed and a secret seed exclude each other: leave one out.")
    outputs = {"json": json, "junit": junit, "csv": csv, "html": html}
    for path in outputs.values():
        require_writable(path)
    fashion.use(data_root)
    here = find_workspace(course) if submission is None else Workspace(Path(), find_course(course))
    found = here.course
    tasks = found.resolve(targets or [])
    work = read_submission(submission or here.exercises, found)
    used_seed = secret if secret is not None else seed or DEFAULT_SEED
    # From here on, the workers' torch is imported on another core.
    grading = Grading(found, tasks, work, used_seed, device=device.value)

    gc.disable()  # until the checks are collected: imports make nothing but objects that stay, torch's 0.2 s longer

    from learn.report.texts import redact
    from learn.session import grade as run

    def finish(report: Report) -> None:
        report = redact(report, secret_seed=secret is not None)
        for kind, path in outputs.items():
            if path is not None:
                write_text(path, _renderer(kind)(report))
        _show(report, quiet=quiet, verbose=verbose)

    grading.on_result = _progress()
    grading.on_abandoned = lambda: finish(grading.report())
    try:
        grading.accelerators  # noqa: B018  a missing device is reported now, not later
        if require_sandbox or secret is not None:
            grading.require_sandbox()
        report = run(grading)
    except (ContentError, ImportError) as error:
        if "torch" in sys.modules:
            raise
        raise UsageError("torch cannot be imported: `learn doctor` says why, and what to do.") from error
    finish(report)
    if submission is None:
        _remember(here, report, work)
    raise typer.Exit(report.exit_code)


def _remember(here: Workspace, report: Report, work: Submission) -> None:
    """Keep what was found out about a learner's own work; that it cannot be kept must not cost the result."""
    from learn.student.progress import read, record

    try:
        record(here, report, work, read(here))
    except UsageError as error:
        _say(f"your progress was not kept: {error}")


def _renderer(kind: str) -> Callable[[Report], str]:
    from importlib import import_module

    render: Callable[[Report], str] = import_module(f"learn.report.{kind}").render
    return render


def _show(report: Report, *, quiet: bool, verbose: bool) -> None:
    from rich.console import Console

    from learn.report import terminal
    from learn.report.inert import github_stop

    if os.environ.get("GITHUB_ACTIONS") != "true":
        terminal.render(report, Console(highlight=False), quiet=quiet, verbose=verbose)
        return
    console = Console(highlight=False)
    with console.capture() as captured:
        terminal.render(report, console, quiet=quiet, verbose=verbose)
    print(github_stop(captured.get()), end="")


def _progress() -> Callable[[CheckResult, int, int], None]:
    """Return what keeps one line up to date while checks run; where there is no terminal, nothing is printed."""
    stream = sys.stderr
    if not stream.isatty():
        return lambda *_: None

    def show(result: CheckResult, done: int, total: int) -> None:
        text = f"{done}/{total} {result.id.partition('/')[0]}"[:70]
        stream.write(f"\r\x1b[2K{text}" if done < total else "\r\x1b[2K")
        stream.flush()

    return show


@app.command("list")
def list_(targets: Targets = None, course: CourseDir = None) -> None:
    """Show chapters, exercises, tasks and points: `learn list`, `learn list chapter0`."""
    from learn.course import find_course

    found = find_course(course)
    tasks = found.resolve(targets or [])
    for chapter in dict.fromkeys(task.exercise.chapter for task in tasks):
        chosen = [task for task in tasks if task.exercise.chapter is chapter]
        core = sum(task.core for task in chosen)
        points = sum(task.points for task in chosen)
        print(f"{chapter.name}  {chapter.title}: {len(chosen)} tasks ({core} core), {points} points")
        for exercise in dict.fromkeys(task.exercise for task in chosen):
            here = [task for task in chosen if task.exercise is exercise]
            print(f"  {exercise.name:<20} {exercise.title}  ({sum(t.points for t in here)} points)")
            if targets:
                for task in here:
                    print(f"    {task.name:<24} {'core ' if task.core else 'extra'} {task.points:>3} points")


@data.command("fashion-mnist")
def fashion_mnist(
    source: Annotated[Path | None, typer.Option("--from", help="A folder with the four files: no download.")] = None,
    target: Annotated[Path | None, typer.Option("--to", help="Where they go (default: your own application folder).")] = None,
) -> None:
    """Get FashionMNIST, verified: `learn data fashion-mnist`, then `learn grade chapter3 --data-root FOLDER`."""
    from learn.fashion import get

    root = target or Path(typer.get_app_dir("learn-pytorch")) / "data"
    get(root, source)
    print(f"FashionMNIST is complete: learn grade chapter3 --data-root {shlex.quote(str(root))}")


@app.command()
def doctor() -> None:
    """Say what was found on this machine, and the next command for what is missing."""
    from learn.doctor import examine

    healthy, lines = examine()
    for line in lines:
        print(line)
    raise typer.Exit(0 if healthy else 1)


def _run() -> int:
    """Run the command line and return its exit code."""
    try:
        app()
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except UsageError as error:
        _say(str(error))
        return 2
    except LearnError as error:
        _say(f"a fault of the grader's own: {error}")
        return 3
    except KeyboardInterrupt:
        print("learn: stopped.", file=sys.stderr)
        return 130
    return 0


def _say(sentence: str) -> None:
    """Print an error; names in it may be a submission's."""
    from learn.report.inert import barred, clean

    print(f"learn: {barred(' '.join(clean(sentence).split()))}", file=sys.stderr)


def main() -> NoReturn:
    """Run the command line; an error of the user's is one sentence and exit code 2, one of ours exit code 3."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a Windows code page cannot show every sign
    code = _run()
    sys.stdout.flush()
    sys.stderr.flush()
    if "torch" in sys.modules:
        os._exit(code)  # all is closed and written: tearing torch down would take another 0.4 s
    sys.exit(code)
