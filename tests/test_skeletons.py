"""Skeletons: what `learn dev new` makes is proven content, and it never writes over what is there."""

import shutil
from pathlib import Path

import pytest

from learn.course import Course
from learn.dev.layout import stray_files
from learn.dev.prove import prove
from learn.dev.skeletons import make_chapter, make_course, make_exercise
from learn.errors import UsageError


@pytest.fixture
def course(tmp_path):
    """Return a new course."""
    make_course(tmp_path / "course")
    return Course(tmp_path / "course")


def files_below(folder):
    return {path: path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def require_proven(root, names):
    course = Course(root)
    assert [exercise.id for exercise in course.exercises()] == names
    assert stray_files(course) == []
    for exercise in course.exercises():
        proof = prove(exercise, seeds=3)
        assert (proof.problems, proof.idle) == ([], [])
        assert proof.num_mistakes
        assert proof.num_alternatives


def test_a_new_course_grows_and_is_proven_all_the_way(tmp_path):
    """A course, another chapter and another exercise: `prove` finds no problem, and every check counts."""
    root = tmp_path / "deep" / "course"
    written = make_course(root)
    require_proven(root, ["chapter1_first/first_start"])
    assert set(written) == set(files_below(root))

    written += make_chapter(root, "chapter2_more")
    written += make_chapter(root, "chapter3")
    written += make_exercise(Course(root), "chapter1", "extra_one")
    written += make_exercise(Course(root), "chapter2_more", "extra_two")
    names = ["chapter1_first/first_start", "chapter1_first/extra_one", "chapter2_more/more_start", "chapter2_more/extra_two"]
    require_proven(root, [*names, "chapter3/chapter3_start"])
    assert set(written) == set(files_below(root))


def test_the_commands_say_what_they_wrote_and_what_comes_next(tmp_path, learn_in_process):
    """`learn dev new` and the `learn dev check` that it names both succeed."""
    root = tmp_path / "mine"
    code, out, err = learn_in_process("dev", "new", "course", root)
    assert (code, err) == (0, "")
    assert out.endswith(f"next: learn dev check --course {root}\n")
    assert {Path(line.removeprefix("wrote ")) for line in out.splitlines()[:-1]} == set(files_below(root))
    code, out, _ = learn_in_process("dev", "new", "chapter", "chapter2_more", "--course", root)
    assert code == 0
    assert f"wrote {root / 'exercises' / 'chapter2_more' / 'README.md'}" in out
    code, out, _ = learn_in_process("dev", "new", "exercise", "chapter2", "second", "--course", root)
    assert code == 0
    assert out.endswith(f"next: learn dev check second --course {root}\n")
    code, out, _ = learn_in_process("dev", "check", "second", "--course", root, "--seeds", "3")
    assert code == 0
    assert "ok  chapter2_more/second: 1 tasks, 3 checks count, 3 mistakes, 1 alternatives" in out


def test_a_new_stub_is_not_started_and_its_solution_has_all_points(course, graded):
    """Grading the skeleton works for learners too."""
    assert {check.outcome for check in graded(course, course.root / "exercises").checks} == {"not_started"}
    assert {check.outcome for check in graded(course, course.root / "solutions").checks} == {"passed"}


# ------------------------------------------------------------------ refused


@pytest.mark.parametrize("name", ["My", "1st", "_x", "a-b", "a b", "a.b", "../up", "", "é", "a\n"])
def test_an_illegal_name_is_refused(course, name):
    """It would be no module name; nothing is written."""
    before = files_below(course.root)
    for make in (lambda: make_chapter(course.root, name), lambda: make_exercise(course, "chapter1", name)):
        with pytest.raises(UsageError, match="is no legal name: use small letters, digits and underscores"):
            make()
    assert files_below(course.root) == before


@pytest.mark.parametrize("name", ["class", "random", "torch"])
def test_a_name_that_cannot_be_imported_as_an_exercise_is_refused(course, name):
    """A keyword or the name of an installed module is refused at once, not only by `learn dev check`."""
    before = files_below(course.root)
    with pytest.raises(UsageError, match=name):
        make_exercise(course, "chapter1", name)
    assert files_below(course.root) == before


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda course: make_exercise(course, "chapter1", "first_start"), "There is an exercise 'first_start' already"),
        (lambda course: make_exercise(course, "chapter9", "more"), "There is no chapter 'chapter9': `learn list` shows them"),
        (lambda course: make_chapter(course.root, "chapter1_first"), "chapter1_first exists already"),
        (lambda course: make_chapter(course.root, "chapter2_first"), "There is an exercise 'first_start' already"),
        (lambda course: make_course(course.root), "exists already: a new course wants an empty folder"),
        (lambda course: make_course(course.root / "README.md" / "x"), "cannot be written: not a directory"),
        (lambda course: make_course(course.root / "README.md"), "exists already: a new course wants an empty folder"),
    ],
)
def test_what_is_taken_is_refused_and_stays_as_it_was(course, make, sentence):
    """One sentence, and not half a chapter left behind."""
    (course.root / "README.md").write_text("mine\n")
    before = files_below(course.root)
    with pytest.raises(UsageError, match=sentence):
        make(course)
    assert files_below(course.root) == before


@pytest.mark.parametrize(
    "place", ["solutions", "graders/{}/checks", "graders/{}/mistakes", "graders/{}/alternatives", "exercises"]
)
def test_a_file_that_stands_where_a_new_one_would_go_is_not_overwritten(course, place):
    """An author's file that no chapter.toml knows yet is not lost."""
    chapter = course.chapters[0].name
    folder = course.root / place.format(chapter)
    path = (folder if "{}" in place else folder / chapter) / "mine.py"
    path.write_text("# weeks of work\n")
    before = files_below(course.root)
    with pytest.raises(UsageError, match=r"mine\.py exists already"):
        make_exercise(course, chapter, "mine")
    assert files_below(course.root) == before


def test_an_empty_folder_is_a_place_for_a_course(tmp_path):
    """Such as one that was just made for it."""
    make_course(tmp_path)
    assert Course(tmp_path).exercise("first_start")


def test_a_chapter_toml_without_a_last_newline_is_continued(course):
    """What an editor left out does not spoil the new block."""
    toml = course.chapters[0].toml_path
    toml.write_text(toml.read_text().rstrip())
    make_exercise(course, "chapter1", "more")
    assert [exercise.name for exercise in Course(course.root).exercises()] == ["first_start", "more"]


def test_a_command_that_is_refused_exits_with_2_and_one_sentence(tmp_path, course, learn_in_process):
    """There is no traceback."""
    for arguments in (
        ("course", course.root),
        ("chapter", "Bad", "--course", course.root),
        ("exercise", "chapter1", "first_start", "--course", course.root),
        ("chapter", "chapter2", "--course", tmp_path / "nowhere"),
    ):
        code, out, err = learn_in_process("dev", "new", *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith("learn: ")
    shutil.rmtree(course.root)
