"""The course itself: every exercise proves, and holds what the course promises."""

import pytest

from learn.course import find_course
from learn.dev.layout import stray_files
from learn.dev.prove import prove
from learn.results import Outcome

COURSE = find_course()
EXERCISES = list(COURSE.exercises())


@pytest.fixture(scope="module")
def proofs():
    """Hold the proofs that were made, by exercise."""
    return {}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_an_exercise_proves(exercise, proofs):
    """Solution, stub, examples, mistakes, alternatives and hints are what they must be, on twenty seeds."""
    proof = proofs[exercise] = prove(exercise)
    assert proof.problems == []


def test_chapter0_is_as_large_as_promised(proofs):
    """At least 45 tasks, at most 20 of them core, 150 checks that count and 180 mistakes."""
    assert len(proofs) == len(EXERCISES)
    tasks = [task for exercise in EXERCISES for task in exercise.tasks]
    assert len(tasks) >= 45
    assert sum(task.core for task in tasks) <= 20
    assert sum(len(proof.counting) for proof in proofs.values()) >= 150
    assert sum(proof.num_mistakes for proof in proofs.values()) >= 180


def test_no_content_file_is_left_over():
    """Every file belongs to an exercise of a chapter.toml."""
    assert stray_files(COURSE) == []


@pytest.mark.parametrize("seed", [0, 12345])
def test_the_solutions_score_full_marks_in_the_sandbox(seed, graded):
    """What proves in the grader's own process also passes as a submission."""
    report = graded(COURSE, COURSE.root / "solutions", (), seed)
    assert [check.id for check in report.checks if check.outcome is not Outcome.PASSED] == []
    assert report.exit_code == 0


def test_untouched_stubs_are_not_started(graded):
    """Somebody who has just begun sees no errors, only what is still to do."""
    report = graded(COURSE, COURSE.root / "exercises")
    assert {check.outcome for check in report.checks} <= {Outcome.NOT_STARTED, Outcome.SKIPPED}
    assert report.exit_code == 1


def test_every_chapter_has_a_lesson_with_a_section_for_each_exercise():
    """The lesson is longer than its list of exercises, and has math."""
    for chapter in COURSE.chapters:
        text = (COURSE.root / "exercises" / chapter.name / "README.md").read_text(encoding="utf-8")
        assert text.count("\n## ") >= len(chapter.exercises)
        assert "$" in text
