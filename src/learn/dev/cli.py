"""``learn dev``: what authors run."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

dev = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
new = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
dev.add_typer(new, name="new", help="Make a working skeleton of a course, a chapter or an exercise.")

Targets = Annotated[list[str] | None, typer.Argument(help="Chapters, exercises or tasks. Nothing: all.")]
CourseDir = Annotated[Path | None, typer.Option("--course", help="The course: the folder above exercises/.")]


@dev.command()
def stubs(
    targets: Targets = None,
    course: CourseDir = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where a stub differs.")] = False,
) -> None:
    """Write exercises/ from solutions/, by cutting what stands between the marker comments."""
    from learn.course import find_course
    from learn.dev.stubs import drifted, write_stubs

    exercises = dict.fromkeys(task.exercise for task in find_course(course).resolve(targets or []))
    if check:
        old = [exercise for exercise in exercises if drifted(exercise)]
        for exercise in old:
            print(f"{exercise.stub_path} is not what its solution makes: run `learn dev stubs`.")
        raise typer.Exit(1 if old else 0)
    for exercise in write_stubs(exercises):
        print(f"wrote {exercise.stub_path}")


@dev.command("check")
def check_(
    targets: Targets = None,
    course: CourseDir = None,
    seeds: Annotated[int | None, typer.Option(help="How many seeds (default: 20, or 3 where a task trains).", min=1)] = None,
    full: Annotated[bool, typer.Option("--full", help="100 seeds, and every threshold is measured again.")] = False,
) -> None:
    """Prove the content: solutions pass, stubs are not started, every mistake is caught and named, alternatives pass."""
    from learn.course import find_course
    from learn.dev.calibrate import recheck
    from learn.dev.layout import stray_files
    from learn.dev.prove import FULL_SEEDS, prove

    found = find_course(course)
    problems = stray_files(found)
    for problem in problems:
        print(problem)
    counting = mistakes = 0
    for exercise in dict.fromkeys(task.exercise for task in found.resolve(targets or [])):
        start = time.perf_counter()
        proof = prove(exercise, FULL_SEEDS if full else seeds)
        if full and not proof.problems:
            proof.add(recheck(exercise))
        seconds = time.perf_counter() - start
        print(
            f"{'ok ' if not proof.problems else 'BAD'} {exercise.id}: {len(exercise.tasks)} tasks, "
            f"{len(proof.counting)} checks count, {proof.num_mistakes} mistakes, {proof.num_alternatives} alternatives "
            f"({seconds:.1f} s)"
        )
        for check in proof.idle:
            print(f"    does not count: {check}")
        for problem in proof.problems:
            print(f"    {problem}")
        problems += proof.problems
        counting += len(proof.counting)
        mistakes += proof.num_mistakes
    print(f"{counting} checks count, {mistakes} mistakes are caught and named, {len(problems)} problems.")
    raise typer.Exit(1 if problems else 0)


@dev.command()
def calibrate(
    targets: Targets = None,
    course: CourseDir = None,
    seeds: Annotated[int, typer.Option(help="How many seeds.", min=2)] = 50,
    data_root: Annotated[
        Path | None, typer.Option(help="Measure the checks that draw pictures on FashionMNIST, from this folder.")
    ] = None,
) -> None:
    """Measure the thresholds of training checks: between the reference's worst and the mistakes' best."""
    from learn import fashion
    from learn.course import find_course
    from learn.dev.calibrate import measure, problems_of, write

    fashion.use(data_root)
    problems = []
    for exercise in dict.fromkeys(task.exercise for task in find_course(course).resolve(targets or [])):
        thresholds = measure(exercise, seeds)
        for measured, found in thresholds.items():
            name = f"{measured.check.task.id}/{measured.key}"
            print(f"{name}: threshold {found.threshold:g}, the reference's worst {min(found.reference):g}")
        found_problems = [problem for measured, found in thresholds.items() for problem in problems_of(measured, found)]
        if thresholds and not found_problems:
            for path in write(exercise, thresholds, seeds):
                print(f"wrote {path}")
        problems += found_problems
    for problem in problems:
        print(problem)
    raise typer.Exit(1 if problems else 0)


@new.command("course")
def new_course(folder: Path) -> None:
    """Make a course with one chapter and one exercise: `learn dev new course my-course`."""
    from learn.dev.skeletons import make_course

    for path in make_course(folder):
        print(f"wrote {path}")
    print(f"next: learn dev check --course {folder}")


@new.command("chapter")
def new_chapter(name: str, course: CourseDir = None) -> None:
    """Add a chapter: `learn dev new chapter chapter7_transformers`."""
    from learn.course import find_course
    from learn.dev.skeletons import make_chapter

    for path in make_chapter(find_course(course).root, name):
        print(f"wrote {path}")


@new.command("exercise")
def new_exercise(chapter: str, name: str, course: CourseDir = None) -> None:
    """Add an exercise that works, to be changed: `learn dev new exercise chapter0 my_exercise`."""
    from learn.course import find_course
    from learn.dev.skeletons import make_exercise

    found = find_course(course)
    for path in make_exercise(found, chapter, name):
        print(f"wrote {path}")
    print(f"next: learn dev check {name}" + (f" --course {course}" if course else ""))
