"""Pictures of what a model did: they hold what was observed, say it in words, and cannot be broken by odd numbers."""

import base64
import math
import shutil
from io import BytesIO

import msgspec
import pytest
import torch
from PIL import Image

from learn import pictures
from learn.course import Course, find_course
from learn.pictures import counts_of, lines, matrix, regions, tiles
from learn.report import html
from learn.report.texts import redact
from learn.results import ChapterResult, CheckResult, Environment, ExerciseResult, Outcome, Report, TaskResult

CURVES = {"training": [1.0, 0.5, 0.25], "validation": [1.0, 0.75, 0.5]}
COUNTS = torch.tensor([[5, 2, 0], [0, 6, 0], [1, 0, 4]])
HOSTILE = '<script>"&\u202e{{ 7 * 7 }}'


def report_with(*drawn, visibility="visible"):
    check = CheckResult("e:t/test", "works", 1, Outcome.PASSED, visibility=visibility, pictures=list(drawn))
    chapter = ChapterResult("c", "C", [ExerciseResult("e", "E", "e.py", [TaskResult("t", True, [check])])])
    return Report("work", "0" * 64, 0, "2026-01-01T00:00:00+00:00", 1.0, Environment(*["x"] * 6, ["x"]), [chapter])


def marks(picture, kind):
    return [mark for mark in picture.marks if mark.kind == kind]


def test_curves_run_from_left_to_right_and_a_smaller_loss_is_further_down():
    """One path for each series, beside that of the axes; the words tell where each begins and ends."""
    picture = lines("Loss", CURVES)
    _, training, validation = marks(picture, "path")
    assert training.at[::2] == validation.at[::2] == tuple(sorted(training.at[::2]))
    assert list(training.at[1::2]) == sorted(training.at[1::2])
    assert training.at[-1] > validation.at[-1]
    assert training.colour != validation.colour
    assert picture.alt == "loss over epoch. training goes from 1 to 0.25; validation goes from 1 to 0.5."


def test_points_lie_on_the_line_that_goes_through_them():
    """Curves and points share their axes."""
    x = [0.0, 1.0, 4.0]
    picture = lines("Fit", {"line": [1.0, 3.0, 9.0]}, x=x, x_label="x", y_label="y", points={"data": (x, [1.0, 3.0, 9.0])})
    line = marks(picture, "path")[1].at
    data = [mark.at for mark in marks(picture, "dot")[:3]]
    assert [number for point in data for number in point] == list(line)


def test_the_plane_is_coloured_by_predictions_with_the_first_row_at_the_bottom():
    """Samples lie where they belong, in the colour of their label."""
    labels = torch.tensor([[0, 0, 1], [1, 1, 1]])
    picture = regions("Boundary", labels, [0, 3, 0, 2], torch.tensor([[0.5, 0.5]]), torch.tensor([0]))
    boxes = marks(picture, "box")
    assert [mark.colour for mark in boxes] == [0, 1, 1]
    assert boxes[2].at[1] < boxes[0].at[1]
    dot = marks(picture, "dot")[0]
    x, y, width, height = boxes[0].at
    assert x < dot.at[0] < x + width
    assert y < dot.at[1] < y + height
    assert dot.colour == 0
    assert picture.alt == "Share of the plane that is given to each class: class 0 33%, class 1 67%."


def test_a_confusion_matrix_tells_what_was_confused_most():
    """Every count that is not zero is written, and the largest is the strongest."""
    picture = matrix("Confusion", COUNTS, ["cat", "dog", "owl"])
    assert picture.alt == "15 of 18 right. Most often confused: cat taken for dog, 2 times."
    assert {mark.text for mark in marks(picture, "text")} >= {"5", "2", "6", "1", "4", "cat"}
    boxes = marks(picture, "box")
    assert max(boxes, key=lambda mark: mark.strength) is boxes[4]
    assert matrix("All right", torch.eye(2, dtype=torch.int64)).alt == "2 of 2 right."


@pytest.mark.parametrize(
    ("image", "size"), [(torch.arange(64).reshape(8, 8), 8), (torch.rand(28, 28) - 7, 28), (torch.rand(3, 100, 90), 25)]
)
def test_tiles_show_each_image_spread_over_its_own_range(image, size):
    """Floats of any range; a large one only in part, since a report is no archive."""
    picture = tiles("Kernels", [image.float()], ["first"], "A kernel.")
    (mark,) = marks(picture, "image")
    shown = Image.open(BytesIO(base64.b64decode(mark.text)))
    assert shown.size[1] == size
    assert shown.convert("L").getextrema()[0] < 60
    assert shown.convert("L").getextrema()[1] > 190
    assert len(mark.text) < 6000


def test_uint8_images_are_shown_as_they_are():
    """Black stays black, and a grey picture is not made brighter."""
    picture = tiles("Digits", [torch.full((4, 4), 100, dtype=torch.uint8)], ["4"], "A grey square.")
    shown = Image.open(BytesIO(base64.b64decode(marks(picture, "image")[0].text)))
    assert shown.getextrema() == (100, 100)


# ------------------------------------------------------------------ odd numbers


ODD = [math.nan, math.inf, -math.inf, 1e300, 2.0, 1.0]


@pytest.mark.parametrize(
    "picture",
    [
        lines("Loss", {"loss": ODD}),
        lines("Loss", {"loss": [math.nan]}),
        lines("Loss", {}),
        lines("Loss", {"loss": []}, points={"data": ([], [])}),
        lines("Loss", {"loss": [5.0]}),
        tiles("Kernels", [torch.full((3, 3), math.nan), torch.zeros(3, 3)], ["a", "b"], "Nothing."),
        tiles("Kernels", [], [], "Nothing."),
        matrix("Nothing", torch.zeros(3, 3, dtype=torch.int64)),
        regions("One", torch.full((2, 2), 999), [0, 1, 0, 1], torch.zeros(1, 2), torch.tensor([-5])),
    ],
)
def test_odd_numbers_make_a_picture_of_finite_ones(picture):
    """NaN and infinity are left out; nothing is divided by an empty range."""
    assert all(math.isfinite(number) for mark in picture.marks for number in mark.at)
    assert picture.alt
    html.render(report_with(picture))


def test_large_observations_make_small_pictures():
    """A submission decides how many values it gives."""
    picture = lines("Loss", {"loss": [1.0] * 3}, points={"data": ([1.0] * 10_000, [2.0] * 10_000)})
    assert len(picture.marks) < pictures.MAX_POINTS + 20
    assert len(tiles("Many", [torch.zeros(2, 2)] * 500, ["x"] * 500, "Many.").marks) == 2 * pictures.MAX_TILES


# ------------------------------------------------------------------ in the report


def test_the_page_holds_each_picture_with_its_words():
    """As SVG that a screen reader announces, with colours of the theme and images inside the page."""
    page = html.render(report_with(lines("Loss", CURVES), tiles("Digits", [torch.rand(4, 4)], ["4"], "A four.")))
    assert page.count('role="img"') == 2
    assert 'aria-label="Loss: loss over epoch. training goes from 1 to 0.25' in page
    assert "img-src data:" in page
    assert page.count('href="data:image/png;base64,') == 1


def test_names_in_a_picture_are_escaped():
    """Titles come from authors; still, nothing is marked safe."""
    page = html.render(report_with(lines(HOSTILE, {HOSTILE: [1.0, 2.0]}), matrix("M", COUNTS, [HOSTILE] * 3)))
    assert "<script" not in page
    assert "\u202e" not in page


def test_pictures_of_hidden_checks_are_left_out_and_results_can_be_read_again():
    """They would show inputs; the JSON form keeps the others whole."""
    report = report_with(lines("Loss", CURVES))
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
    assert redact(report).checks[0].pictures
    assert not redact(report, secret_seed=True).checks[0].pictures
    assert not redact(report_with(lines("Loss", CURVES), visibility="hidden")).checks[0].pictures


def test_a_check_shows_a_picture_however_it_ends(graded, tiny, tmp_path, tmp_path_factory, counter, checks_of):
    """After a pass and after a failure, and only in its own result."""
    root = tmp_path_factory.mktemp("shown") / "course"
    shutil.copytree(tiny.root, root)
    path = root / "graders" / "chapter1_tiny" / "checks" / "basics.py"
    path.write_text(
        f"from learn.pictures import lines\n{path.read_text()}\n\n"
        '@check("double", title="shows")\ndef test_shows(submission, rng):\n'
        '    got = submission.call("double", rng.randn(3))\n'
        '    submission.show(lines("Doubled", {"values": got.tolist()}))\n'
        "    expect(got).to_have_shape((3,))\n"
    )
    for body, outcome in (("2 * x", Outcome.PASSED), ("x[:2]", Outcome.FAILED)):
        (tmp_path / "basics.py").write_text(f"def double(x):\n    return {body}\n{counter}")
        checks = checks_of(graded(Course(root), tmp_path, ("double",)))
        assert checks["double/test_shows"].outcome is outcome
        assert [len(check.pictures) for check in checks.values()] == [int("shows" in name) for name in checks]


def test_classes_are_counted_true_ones_in_rows_and_what_is_no_class_nowhere():
    """A submission may predict anything."""
    counts = counts_of(torch.tensor([0, 0, 1, 1, 2]), torch.tensor([0, 1, 1, -1, 7]), 3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 0]]


def test_curves_of_things_that_are_no_numbers_are_left_out():
    """So that a wrong result is judged, and does not end the check."""
    picture = lines("Loss", {"none": None, "words": ["a", 2.0], "right": [1.0, 0.5]})
    assert picture.alt == "loss over epoch. words goes from 2 to 2; right goes from 1 to 0.5."


@pytest.mark.parametrize(
    ("task", "check", "shown"),
    [
        ("normal_equations", "normal_equations_line", ["Your line", "Your line"]),
        ("train", "train_val_loss", ["history['val_loss']"]),
        ("fit_moons", "fit_moons_probabilities", ["What your model says where"]),
        ("fit_tabular", "fit_tabular_wines", ["Which wine was taken for which"] * 2),
    ],
)
def test_the_course_shows_what_models_did(graded, task, check, shown):
    """Fitted lines, losses, boundaries, confused classes; each in words, too."""
    course = find_course()
    report = graded(course, course.root / "solutions", (task,))
    (result,) = [result for result in report.checks if result.id.endswith(f"/test_{check}")]
    assert [picture.title for picture in result.pictures] == shown
    assert all(picture.alt and picture.marks for picture in result.pictures)
    assert html.render(report).count("<svg") >= len(shown)
