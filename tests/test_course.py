"""TARGETs and ``chapter.toml``."""

import shutil

import pytest

from learn.course import Course, find_course
from learn.errors import CourseError, UsageError


@pytest.mark.parametrize(
    ("target", "tasks"),
    [
        ("chapter1_tiny", ["double", "Counter", "quadruple"]),
        ("chapter1", ["double", "Counter", "quadruple"]),
        ("1", ["double", "Counter", "quadruple"]),
        ("chapter1/basics", ["double", "Counter"]),
        ("chapter1/basics.py", ["double", "Counter"]),
        ("basics", ["double", "Counter"]),
        ("basics:double", ["double"]),
        ("chapter1/basics:double", ["double"]),
        ("quadruple", ["quadruple"]),
    ],
)
def test_a_target_names_a_chapter_an_exercise_or_a_task(tiny, target, tasks):
    """Every spelling that the documentation promises resolves to its tasks, in course order."""
    assert [task.name for task in tiny.resolve([target])] == tasks


def test_no_target_means_everything_and_several_are_joined(tiny):
    """Targets may overlap; each task comes once."""
    assert len(tiny.resolve([])) == 3
    assert [task.name for task in tiny.resolve(["quadruple", "later", "double"])] == ["double", "quadruple"]


def test_an_unknown_target_says_what_was_meant(tiny):
    """A near miss is answered with the right name."""
    with pytest.raises(UsageError, match=r"no chapter, exercise or task 'basisc'\. Did you mean 'basics'"):
        tiny.resolve(["basisc"])


def test_a_task_of_several_exercises_has_to_be_named_whole(tmp_path, tiny):
    """An ambiguous task is refused with the spellings that are not."""
    course = copy_of(tiny, tmp_path)
    toml = course.root / "exercises" / "chapter1_tiny" / "chapter.toml"
    toml.write_text(toml.read_text().replace('"quadruple"', '"double"'))
    with pytest.raises(UsageError, match="say 'basics:double' or 'later:double'"):
        course.resolve(["double"])


def copy_of(course, folder):
    shutil.copytree(course.root, folder / "course")
    return Course(folder / "course")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("summary =", "sumary =", r"chapter.toml: unknown key 'sumary'. Did you mean 'summary'\?"),
        ("points = 4", "pionts = 4", r"unknown key 'pionts' at .*Did you mean 'points'\?"),
        ("cpu_s = 1.5", "cpus = 1.5", r"unknown key 'cpus' at .*Did you mean 'cpu_s'\?"),
        ("points = 4", 'points = "4"', "Expected `int`, got `str`"),
        ('title = "Tiny"', "title = ", "cannot be read"),
        ('name = "later"', 'name = "basics"', "exercise 'basics' exists already"),
        ('name = "later"', 'name = "my later"', "is no legal name"),
    ],
)
def test_a_fault_in_chapter_toml_names_file_and_key(tmp_path, tiny, old, new, sentence):
    """A typo is one sentence with the file, the key and the closest legal one."""
    course = copy_of(tiny, tmp_path)
    toml = course.root / "exercises" / "chapter1_tiny" / "chapter.toml"
    toml.write_text(toml.read_text().replace(old, new, 1))
    with pytest.raises(CourseError, match=sentence):
        course.resolve([])


def test_used_exercises_come_in_import_order(tiny):
    """What an exercise imports is loaded before it."""
    assert [exercise.name for exercise in tiny.exercise("later").used()] == ["basics"]


def test_a_folder_without_exercises_is_no_course(tmp_path):
    """--course with a wrong folder is refused at once."""
    with pytest.raises(CourseError, match="holds no course"):
        find_course(tmp_path)


def test_the_course_is_found_from_a_folder_below_it(monkeypatch, tiny):
    """Commands work from a subfolder of a checkout."""
    monkeypatch.chdir(tiny.root / "graders" / "chapter1_tiny")
    assert find_course().root == tiny.root
