"""The commands that learners use from day to day: parse, one call, one print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from learn.errors import UsageError

if TYPE_CHECKING:
    from learn.course import Chapter, Exercise, Task
    from learn.student.progress import Event, TaskProgress
    from learn.student.workspace import Workspace

CourseDir = Annotated[Path | None, typer.Option("--course", help="A course of your own: the folder above exercises/.")]
OneTask = Annotated[str, typer.Argument(help="A task, such as row_means or aggregation:row_means.")]
OneExercise = Annotated[str, typer.Argument(help="An exercise, such as aggregation.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (start, update, show, hint, reset, solution, progress, pack):
        app.command()(command)


def start(
    folder: Annotated[Path, typer.Argument(help="Where: a new folder, or one that holds other things.")] = Path(),
    course: CourseDir = None,
    git: Annotated[bool, typer.Option("--git", help="Also run `git init` there.")] = False,
    workflow: Annotated[bool, typer.Option("--workflow", help="Also a GitHub workflow that grades on every push.")] = False,
) -> None:
    """Make a workspace of your own: stubs, lessons, editor settings: `learn start my-course`."""
    from learn.course import find_course
    from learn.student import workspace

    found = find_course(course)
    written = workspace.start(folder, found, workflow=workflow)
    print(f"Made a workspace in {folder.resolve()}: {len(written)} files.")
    if git:
        _git_init(folder)
    first = found.resolve([])[0]
    here = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    print(f"Next: {here}learn show {first.name}")


def _git_init(folder: Path) -> None:
    import subprocess

    try:
        subprocess.run(["git", "init", "--quiet", str(folder)], check=True, capture_output=True, text=True)  # noqa: S607  the one on PATH
    except (OSError, subprocess.CalledProcessError) as error:
        detail = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else error.strerror
        raise UsageError(f"The workspace is made, but `git init` failed: {detail}.") from error


def update(course: CourseDir = None) -> None:
    """Bring a workspace up to date with the installed course; files that you edited are never touched."""
    from learn.student import progress, workspace

    here = workspace.find_workspace(course)
    changes = workspace.update(here)
    words = {"new": "new", "updated": "updated", "edited": "left alone: you edited it, and the course has a newer one"}
    words["deleted"] = "left alone: you deleted it"
    for change in changes:
        print(f"{change.path}: {words[change.kind]}")
    if not changes:
        print("Everything is up to date.")
    done = progress.read(here).tasks()
    passed = progress.passed(here.course.resolve([]), done)
    changed = [task for task in passed if done[task.id].grader != progress.grader_hash(task.exercise)]
    if changed:
        print(f"Graders changed for tasks that you passed: learn grade {' '.join(task.id for task in changed)}")


def show(target: OneTask, course: CourseDir = None) -> None:
    """Print a task as its docstring says it, and where its lesson is: `learn show row_means`."""
    from learn.student.tasks import describe, lesson_section
    from learn.student.workspace import find_workspace

    here = find_workspace(course)
    task = _one_task(here, target)
    described = describe(task)
    kind = "core" if task.core else "extra"
    print(f"{task.id}  ({kind}, {task.points} points)\n")
    print(f"{described.signature}\n")
    print(described.docstring)
    print(f"\nFile:    {_shown(here.file_of(task.exercise))}")
    if lesson_section(task.exercise):
        print(f"Lesson:  {_shown(here.lesson_of(task.exercise))}, section '{task.exercise.title}'")
    print(f"Then:    learn grade {task.name}")


def hint(
    target: OneTask,
    course: CourseDir = None,
    again: Annotated[bool, typer.Option("--again", help="Show those that you have seen, and no new one.")] = False,
) -> None:
    """Print the next of three hints, from a question to nearly the answer: `learn hint row_means`."""
    from learn.student import progress
    from learn.student.workspace import find_workspace

    here = find_workspace(course)
    task = _one_task(here, target)
    done = progress.read(here).tasks().get(task.id)
    seen = done.hints if done else 0
    number = seen if again else min(seen + 1, len(task.hints))
    if number > seen:
        progress.add(here, [progress.Event(progress.now(), "hint", task.id, number=number)])
    if not number:
        print(f"You have seen no hint on {task.name} yet.")
    for index in range(number):
        print(f"Hint {index + 1} of {len(task.hints)}: {task.hints[index]}")
    if number == len(task.hints):
        print(f"That is all. What a solution looks like: learn solution {task.name}")


def reset(target: OneExercise, course: CourseDir = None) -> None:
    """Put an exercise's stub back; what you wrote is kept, with a date: `learn reset aggregation`."""
    from learn.student import workspace

    here = workspace.find_workspace(course)
    for exercise in _exercises(here, target):
        path = _shown(here.file_of(exercise))
        backup = workspace.reset(here, exercise)
        print(f"{path} is the stub again; what stood there is in {_shown(backup)}" if backup else f"{path} is the stub.")


def solution(
    target: OneTask,
    course: CourseDir = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, also where the task has not been passed.")] = False,
) -> None:
    """Print the reference solution beside yours, once you have passed or say that you want it: `learn solution row_means`."""
    from rich.columns import Columns
    from rich.console import Console
    from rich.text import Text

    from learn.student import progress
    from learn.student.tasks import describe, source_of
    from learn.student.workspace import find_workspace

    here = find_workspace(course)
    task = _one_task(here, target)
    done = progress.read(here).tasks().get(task.id)
    if not (yes or (done is not None and done.done)):
        typer.confirm(f"You have not passed {task.name} yet. Show its solution all the same?", abort=True)
    progress.add(here, [progress.Event(progress.now(), "solution", task.id)])
    console = Console(highlight=False)
    versions = [("The reference solution:", describe(task).solution)]
    own = source_of(here.file_of(task.exercise), task.name)
    if own:
        versions.insert(0, ("Yours:", own))
    texts = [Text(f"{title}\n\n{source}\n") for title, source in versions]
    widest = max(len(line) for _, source in versions for line in source.splitlines())
    if len(texts) * (widest + 4) <= console.width:
        console.print(Columns(texts, padding=(0, 4)), soft_wrap=True)
    else:
        for text in texts:
            console.print(text, soft_wrap=True)


def progress(course: CourseDir = None) -> None:
    """Print how far you are in each chapter: tasks, working time, attempts, hints."""
    from learn.student import progress as kept
    from learn.student.workspace import find_workspace

    here = find_workspace(course)
    known = kept.read(here)
    by_task, seconds = known.tasks(), known.seconds()
    for chapter in here.course.chapters:
        mine = [by_task[task.id] for task in chapter.tasks if task.id in by_task]
        minutes = round(sum(seconds.get(task.id, 0.0) for task in chapter.tasks) / 60)
        num_passed, num_core, core = _counts(chapter, by_task)
        line = f"{chapter.title}: {num_passed} of {len(chapter.tasks)} tasks, {num_core} of {core} core"
        if mine:
            line += f", {minutes} min, {sum(p.attempts for p in mine)} attempts, {sum(p.hints for p in mine)} hints"
        print(line)
    print(f"Kept in {_shown(kept.path_of(here))}")


def pack(
    target: Annotated[str, typer.Argument(help="A chapter or an exercise, such as chapter0.")],
    course: CourseDir = None,
    output: Annotated[Path | None, typer.Option(help="The file to write (default: TARGET.zip, here).")] = None,
) -> None:
    """Write the one zip to hand in: `learn pack chapter0`."""
    import zipfile

    from learn.files import require_writable
    from learn.student.workspace import find_workspace

    here = find_workspace(course)
    exercises = _exercises(here, target)
    files = {exercise.relative_path.as_posix(): here.file_of(exercise) for exercise in exercises}
    present = {name: path for name, path in files.items() if path.is_file()}
    if not present:
        raise UsageError(f"{here.exercises} holds no file of {target} to pack.")
    path = output or Path(f"{target.replace('/', '_')}.zip")
    require_writable(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in present.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), file.read_bytes())  # equal work, equal bytes
    print(f"{_shown(path)} holds {len(present)} of {len(files)} exercises. Look once more: learn grade --submission {path}")


def home(course: Path | None = None) -> None:
    """Print where a learner is: what happened last, how far each chapter is, and the next task."""
    from learn.student import progress as kept
    from learn.student.workspace import find_workspace

    try:
        here = find_workspace(course)
    except UsageError:
        print("Welcome to learn-pytorch. You fill in functions, and learn at once whether they are right, and why not.")
        print("Start:  learn start my-course        then  cd my-course && learn")
        return
    known = kept.read(here)
    by_task = known.tasks()
    if not known.events:
        print("Welcome. You fill in functions in exercises/, and learn at once whether they are right, and why not.\n")
    else:
        _recap(known.last_session())
    for chapter in here.course.chapters:
        num_passed, num_core, core = _counts(chapter, by_task)
        bar = "#" * round(20 * num_core / core) if core else ""
        extra = f", {num_passed - num_core} extra" if num_passed > num_core else ""
        print(f"  {chapter.title:<18} [{bar:<20}] {num_core:>2} of {core} core{extra}")
    task = kept.next_task(here.course.resolve([]), by_task)
    if task is None:
        print("\nYou have passed every task of the course.")
        return
    print(f"\nNext: {task.name}, in {_shown(here.file_of(task.exercise))}")
    print(f"  learn show {task.name:<24} what it asks for")
    print(f"  learn grade {task.name:<23} is it right?")
    print(f"  learn hint {task.name:<24} the next of three hints")


def _recap(events: list[Event]) -> None:
    passed = dict.fromkeys(e.task.partition(":")[2] for e in events if e.kind == "graded" and e.passed == e.checks > 0)
    day = events[-1].time.astimezone().strftime("%d %B")
    names = list(passed)
    if names:
        shown = ", ".join(names[-5:])
        print(f"Last time ({day}) you passed {shown}{' and others' if len(names) > 5 else ''}.\n")  # noqa: PLR2004
    else:
        print(f"Last time ({day}) you worked on {events[-1].task.partition(':')[2]}.\n")


def _counts(chapter: Chapter, by_task: dict[str, TaskProgress]) -> tuple[int, int, int]:
    """Return how many tasks of a chapter are passed, how many of these are core, and how many core tasks there are."""
    from learn.student.progress import passed

    done = passed(chapter.tasks, by_task)
    return len(done), sum(task.core for task in done), sum(task.core for task in chapter.tasks)


def _one_task(here: Workspace, target: str) -> Task:
    tasks = here.course.resolve([target])
    if len(tasks) != 1:
        names = ", ".join(task.name for task in tasks)
        raise UsageError(f"'{target}' has {len(tasks)} tasks; say which one: {names}.")
    return tasks[0]


def _exercises(here: Workspace, target: str) -> list[Exercise]:
    return list(dict.fromkeys(task.exercise for task in here.course.resolve([target])))


def _shown(path: Path) -> Path:
    """Return a path from here, where that is shorter."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
