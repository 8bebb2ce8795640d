"""The course itself: every exercise proves, and holds what the course promises."""

import re
import subprocess
import sys

import msgspec
import pytest
import torch

from learn import data, fashion, images
from learn.calibration import read
from learn.course import find_course
from learn.dev.layout import stray_files
from learn.dev.prove import prove
from learn.results import Outcome, Report
from learn.sandbox.channel import Channel

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


@pytest.mark.parametrize(
    ("name", "num_tasks", "counting", "mistakes"),
    [
        ("chapter0_fundamentals", 45, 150, 180),
        ("chapter1_workflow", 25, 90, 110),
        ("chapter2_classification", 30, 110, 110),
        ("chapter3_computer_vision", 30, 110, 110),
        ("chapter4_custom_datasets", 25, 90, 100),
    ],
)
def test_a_chapter_is_as_large_as_promised(proofs, name, num_tasks, counting, mistakes):
    """Tasks, of which at most 20 are core, checks that count, and mistakes that are caught and named."""
    assert len(proofs) == len(EXERCISES)
    found = [proof for exercise, proof in proofs.items() if exercise.chapter.name == name]
    tasks = [task for proof in found for task in proof.exercise.tasks]
    assert len(tasks) >= num_tasks
    assert sum(task.core for task in tasks) <= 20
    assert sum(len(proof.counting) for proof in found) >= counting
    assert sum(proof.num_mistakes for proof in found) >= mistakes


def test_no_content_file_is_left_over():
    """Every file belongs to an exercise of a chapter.toml."""
    assert stray_files(COURSE) == []


@pytest.mark.parametrize("seed", [0, 12345])
def test_the_solutions_score_full_marks_in_the_sandbox(seed, graded):
    """What proves in the grader's own process also passes as a submission."""
    report = graded(COURSE, COURSE.root / "solutions", (), seed)
    assert [check.id for check in report.checks if check.outcome is not Outcome.PASSED] == []
    assert report.exit_code == 0
    assert [check.id for check in report.checks if check.duration_s > 3] == []


def test_computer_vision_is_also_graded_on_fashion_mnist(learn, tmp_path):
    """In CI its files are installed; elsewhere there is nothing to look at."""
    if not fashion.DEBIAN.is_dir():
        pytest.skip("dataset-fashion-mnist is not installed")
    results = tmp_path / "results.json"
    work = COURSE.root / "solutions"
    done = learn("grade", "chapter3", "--data-root", fashion.DEBIAN, "--submission", work, "--json", results)
    assert (done.returncode, done.stderr) == (0, "")
    report = msgspec.json.decode(results.read_bytes(), type=Report)
    assert {check.data_set for check in report.checks} == {"", "FashionMNIST"}


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


def test_a_lesson_shows_every_figure_that_was_drawn_for_it_and_no_other(root):
    """The script has a function for each, and each has a text for those who cannot see it."""
    for chapter in COURSE.chapters:
        folder = root / "exercises" / chapter.name
        text = (folder / "README.md").read_text(encoding="utf-8")
        shown = re.findall(r"!\[([^\]]{20,})\]\(figures/(\w+)\.svg\)", text)
        assert sorted(name for _, name in shown) == sorted(path.stem for path in (folder / "figures").glob("*"))
        assert text.count("](figures/") == len(shown)


def test_figures_are_drawn_by_a_script_that_works(root, tmp_path):
    """It makes the same files again."""
    script = root / "docs" / "make_figures.py"
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    kept = {path.relative_to(root / "exercises") for path in (root / "exercises").glob("*/figures/*")}
    made = {path.relative_to(tmp_path) for path in tmp_path.glob("*/*.svg")}
    assert {path.as_posix().replace("/figures/", "/") for path in kept} == {path.as_posix() for path in made}
    assert made


def test_labels_that_are_compared_with_never_enter_the_sandbox(graded, monkeypatch):
    """The test inputs of the same parts do, which shows that this test looks at the right bytes."""
    sent, parts, post, parted = [], [], Channel.post, data.parted

    def noted(*arguments):
        parts.append(parted(*arguments))
        return parts[-1]

    monkeypatch.setattr(Channel, "post", lambda self, frame, tick: sent.append(bytes(frame)) or post(self, frame, tick))
    monkeypatch.setattr(data, "parted", noted)
    monkeypatch.setattr(images, "parted", noted)
    calibrated = [exercise.name for exercise in EXERCISES if read(exercise).checks]
    report = graded(COURSE, COURSE.root / "solutions", tuple(calibrated))
    assert report.exit_code == 0
    assert len(calibrated) >= 5
    inputs = {x.dtype for _, _, x, _ in parts if any(x.contiguous().numpy().tobytes() in frame for frame in sent)}
    assert inputs == {torch.float32, torch.uint8}
    many = [labels for *_, labels in parts if len(labels) >= 50]  # a few bytes of labels stand everywhere
    assert many
    for labels in many:
        for form in (labels, labels.float(), labels[:, None].float()):
            assert not any(form.contiguous().numpy().tobytes() in frame for frame in sent)
