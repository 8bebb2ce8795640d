"""Thresholds: measured between right and wrong work, kept beside the grader, and held against new measurements."""

import json
import shutil
from pathlib import Path

import pytest

from learn import fashion
from learn.course import Course
from learn.dev.calibrate import Gap, gap_of, measure, problems_of, recheck, write
from learn.dev.prove import prove
from learn.errors import ContentError
from learn.rng import derive

TRAINED = Path(__file__).parent / "courses" / "trained"
SEEDS = 5


@pytest.fixture
def copied(tmp_path):
    """Return the exercise of a copy of the course with a threshold."""
    shutil.copytree(TRAINED, tmp_path / "course")
    return Course(tmp_path / "course").exercise("trained")


def kept(exercise):
    return exercise.grader_path("calibration").with_suffix(".json")


def change(exercise, kind, old, new):
    path = exercise.grader_path(kind)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_course_is_proved_and_its_threshold_stands(copied):
    """Modules, probes on a device and a threshold, all in one exercise."""
    proof = prove(copied, SEEDS)
    assert (proof.problems, proof.idle) == ([], [])
    assert recheck(copied, SEEDS) == []


# ------------------------------------------------------------------ where a threshold stands


@pytest.mark.parametrize(
    ("reference", "mistakes", "gap"),
    [
        ([0.9, 0.92], {"low": [0.5, 0.6]}, Gap(0.6, 0.9, ("low",))),
        ([0.9, 0.92], {"low": [0.1], "higher": [0.5]}, Gap(0.5, 0.9, ("low", "higher"))),
        ([0.9, 0.92], {"as good": [0.88, 0.95], "low": [0.5]}, Gap(0.5, 0.88, ("low",))),
        ([0.9, 0.92], {"as good": [0.88, 0.95]}, None),
        ([0.9, 0.92], {"close": [0.87]}, None),
        ([0.9, 0.92], {"close": [0.87], "low": [0.2]}, Gap(0.2, 0.87, ("low",))),
        ([0.9, 0.92], {"ends early": []}, None),
        ([0.5, 1.0, 0.5, 1.0], {"low": [0.0]}, None),
        ([0.9, 0.92], {}, None),
    ],
)
def test_the_gap_is_the_highest_one_with_all_right_work_above_it(reference, mistakes, gap):
    """What trains as well as the reference stands above; what comes close to it makes no gap; noise widens what is needed."""
    assert gap_of(reference, mistakes) == gap


def test_the_threshold_stands_a_third_of_the_way_up():
    """Nearer to the mistakes: right work may do worse than ours."""
    assert Gap(0.6, 0.9, ()).threshold == pytest.approx(0.7)
    assert Gap(-2.0, -1.0, ()).threshold == pytest.approx(-1.667)


# ------------------------------------------------------------------ measuring and keeping


def test_what_is_measured_is_written_with_a_picture_and_read_by_the_check(copied):
    """Every value of every version is there, and the same numbers make the same files."""
    measured = measure(copied, SEEDS)
    ((one, found),) = measured.items()
    assert one.key == "test_fit_accuracy"
    assert max(found.mistakes["constant"]) < found.threshold < min(found.reference)
    assert {len(values) for values in (found.reference, *found.mistakes.values())} == {SEEDS}
    paths = write(copied, measured, SEEDS)
    assert json.loads(kept(copied).read_text())["checks"][one.key]["threshold"] == found.threshold
    assert "threshold" in paths[1].read_text()
    before = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in write(copied, measured, SEEDS)] == before


def test_work_below_the_threshold_is_told_what_the_reference_reaches(copied, graded, checks_of, tmp_path):
    """One sentence, and how far right work comes."""
    source = copied.solution_path.read_text()
    wrong = f"{source}\n\ndef fit(x, y, x_test):\n    return 0 * x_test.long()\n"
    work = tmp_path / "work" / "chapter1_trained" / "trained.py"
    work.parent.mkdir(parents=True)
    work.write_text(wrong)
    result = checks_of(graded(copied.chapter.course, work.parents[1], ("fit",)))["fit/test_fit_accuracy"]
    assert result.feedback.summary == "the accuracy is 0.5, expected at least 0.636"
    assert result.feedback.hint == "The reference reached 0.91 or more with each of 50 seeds."
    assert result.feedback.diagnosis == "You gave everything the same label."


@pytest.mark.parametrize("text", [None, "{", '{"seeds": 3}'])
def test_without_a_threshold_the_check_is_the_graders_fault_and_says_what_to_run(copied, text):
    """Whether there is no file, or none that can be read."""
    if text is None:
        kept(copied).unlink()
    else:
        kept(copied).write_text(text)
    problems = prove(copied, 2).problems
    assert problems
    wanted = "run `learn dev calibrate trained`" if text is None else "trained.json cannot be read"
    assert all(wanted in problem for problem in problems if "fault" in problem)


# ------------------------------------------------------------------ measuring again


@pytest.mark.parametrize(
    ("threshold", "said"), [(0.99, "its threshold 0.99 is not between 0.5 and "), (0.5, "0.5 is not between")]
)
def test_a_threshold_that_no_longer_stands_between_is_named(copied, threshold, said):
    """After a change of the reference, of a mistake or of PyTorch."""
    text = json.loads(kept(copied).read_text())
    text["checks"]["test_fit_accuracy"]["threshold"] = threshold
    kept(copied).write_text(json.dumps(text))
    (problem,) = recheck(copied, SEEDS)
    assert f"its threshold {threshold} is not between 0.5 and 0.9" in problem
    assert "run `learn dev calibrate trained`" in problem


def test_thresholds_of_checks_that_are_gone_or_new_are_named(copied):
    """Both sides of a renamed check."""
    change(copied, "checks", "test_fit_accuracy", "test_fit_share")
    new, old = recheck(copied, SEEDS)
    assert "test_fit_share has no threshold yet" in new
    assert "there is no check 'test_fit_accuracy' with a threshold" in old


def test_mistakes_as_good_as_the_reference_leave_no_gap(copied):
    """The author is told the numbers, and what to change."""
    path = copied.grader_path("mistakes")
    start = path.read_text().partition('@mistake("fit"')[0]
    path.write_text(start + '@mistake("fit", "x")\ndef same(x, y, x_test):\n    return (x_test > x.mean()).long()\n')
    ((one, found),) = measure(copied, SEEDS).items()
    (problem,) = problems_of(one, found)
    assert "no clear gap for a threshold: the reference's worst is 0.9" in problem


def test_a_reference_without_a_value_is_the_authors_to_mend(copied):
    """It is measured on every seed, or not at all."""
    first = derive(0, "trained:fit/test_fit_accuracy")
    change(copied, "checks", "x = rng.randn(400) + 3 * y", f"x = rng.randn(400) + 3 * y\n    assert rng.seed == {first}")
    with pytest.raises(ContentError, match="gave no value on every seed"):
        measure(copied, SEEDS)


def test_the_command_prints_what_it_measured_and_what_it_wrote(learn, copied):
    """And ends with 1 where there is no gap."""
    course = copied.chapter.course.root
    done = learn("dev", "calibrate", "--seeds", "5", "--course", course)
    assert (done.returncode, done.stderr) == (0, "")
    first, *wrote = done.stdout.splitlines()
    assert first.startswith("trained:fit/test_fit_accuracy: threshold 0.6")
    assert [line.rpartition("/")[2] for line in wrote] == ["trained.json", "trained.svg"]
    change(copied, "mistakes", "torch.zeros(len(x_test), dtype=torch.int64)", "(x_test > x.mean()).long()")
    change(copied, "mistakes", "(x_test < x.mean()).long()", "(x_test > x.mean()).long()")
    done = learn("dev", "calibrate", "--seeds", "5", "--course", course)
    assert done.returncode == 1
    assert "no clear gap" in done.stdout


def test_each_data_set_has_a_threshold_of_its_own(copied):
    """Measuring on one leaves what was measured on the other, and a check takes that of what it drew from."""
    write(copied, measure(copied, SEEDS), SEEDS)
    change(copied, "checks", "x = rng.randn(400)", "fashion.USED.set(fashion.NAME)\n    x = rng.randn(400)")
    change(copied, "checks", "from learn.", "from learn import fashion\nfrom learn.")
    token = fashion.ROOT.set(Path())
    try:
        measured = measure(copied, SEEDS)
        assert [one.key for one in measured] == ["test_fit_accuracy (FashionMNIST)"]
        write(copied, measured, SEEDS)
        assert recheck(copied, SEEDS) == []
    finally:
        fashion.ROOT.reset(token)
    kept_now = json.loads(kept(copied).read_text())["checks"]
    assert list(kept_now) == ["test_fit_accuracy", "test_fit_accuracy (FashionMNIST)"]
    del kept_now["test_fit_accuracy"]
    kept(copied).write_text(json.dumps({"seeds": SEEDS, "torch": "", "checks": kept_now}))
    assert prove(copied, 2).problems == []


def test_a_wrong_gradient_of_a_module_is_told_by_the_parameters_shape(copied, graded, checks_of, tmp_path):
    """Its name is the learner's business; the worst element is named."""
    source = copied.solution_path.read_text().replace("return x @ self.weight.T", "return x @ self.weight.T.detach()")
    work = tmp_path / "work" / "chapter1_trained" / "trained.py"
    work.parent.mkdir(parents=True)
    work.write_text(source)
    report = graded(copied.chapter.course, work.parents[1], ("Affine",))
    result = checks_of(report)["Affine/test_affine_values"]
    assert result.feedback.summary.startswith("The gradient of the parameter of shape (")
    assert result.feedback.summary.endswith("is None, expected a tensor")
    assert result.feedback.call.startswith("Affine(")
