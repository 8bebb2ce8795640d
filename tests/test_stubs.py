"""Stubs are cut from solutions between two marker comments, and drift between the two is found."""

import shutil
import textwrap

import pytest

from learn.course import Course
from learn.dev.stubs import drifted, make_stub, write_stubs
from learn.errors import CourseError


@pytest.fixture
def course(tiny, tmp_path):
    """Return a copy of the tiny course that may be changed."""
    shutil.copytree(tiny.root, tmp_path / "course")
    return Course(tmp_path / "course")


def stub(solution):
    return make_stub(textwrap.dedent(solution), "a.py")


# ------------------------------------------------------------------ cutting


def test_an_indented_block_becomes_not_implemented():
    """What the learner writes is cut; signature, docstring and what stands outside the markers stay."""
    assert stub('''
        def double(x):
            """Return twice x."""
            limit = 3
            # begin solution
            if x > limit:
                return x + x

            return 2 * x
            # end solution
    ''') == textwrap.dedent('''
        def double(x):
            """Return twice x."""
            limit = 3
            raise NotImplementedError
    ''')


def test_a_block_at_the_left_margin_disappears():
    """Imports and helpers of the solution leave no trace."""
    assert (
        stub("""
        import torch
        # begin solution
        import math

        def helper():
            return math.pi
        # end solution

        X = 1
    """)
        == "\nimport torch\n\nX = 1\n"
    )


def test_every_method_of_a_class_is_cut_at_its_own_indent():
    """A class keeps its shape, and several blocks in one file are independent."""
    assert stub('''
        class Counter:
            size: int

            def __init__(self):
                """Start."""
                # begin solution
                self.count = 0
                # end solution

            def step(self):
                if self.size:
                    # begin solution
                    return self.size
                    # end solution
                # begin solution
                return 0
                # end solution
    ''') == textwrap.dedent('''
        class Counter:
            size: int

            def __init__(self):
                """Start."""
                raise NotImplementedError

            def step(self):
                if self.size:
                    raise NotImplementedError
                raise NotImplementedError
    ''')


def test_a_stub_ends_with_one_newline():
    """However the solution ends."""
    assert stub("X = 1\n# begin solution\nY = 2\n# end solution\n\n\n") == "X = 1\n"
    assert stub("X = 1\n# begin solution\nY = 2\n# end solution") == "X = 1\n"


def test_only_a_line_of_its_own_is_a_marker():
    """A text that mentions a marker is not one."""
    kept = 'print("# begin solution")  # begin solution\n'
    assert stub(f"{kept}# begin solution\n# end solution\n") == kept


@pytest.mark.parametrize(
    ("solution", "sentence"),
    [
        ("x = 1\n# begin solution\ny = 2\n", r"a\.py:2: '# begin solution' without '# end solution'\."),
        ("x = 1\n# end solution\n", r"a\.py:2: '# end solution' without '# begin solution'\."),
        ("# begin solution\n# begin solution\n# end solution\n", r"a\.py:2: '# begin solution' inside another one\."),
        ("# begin solution\n# end solution\n# end solution\n", r"a\.py:3: '# end solution' without '# begin solution'\."),
        ("# begin solution\n# end solution\n\n# begin solution\n", r"a\.py:4: '# begin solution' without '# end solution'\."),
        ("x = 1\n", r"a\.py: there is no '# begin solution'\."),
        ("", r"a\.py: there is no '# begin solution'\."),
    ],
)
def test_markers_that_do_not_pair_name_file_and_line(solution, sentence):
    """A solution never leaks into a stub because of a forgotten marker."""
    with pytest.raises(CourseError, match=f"^{sentence}$"):
        make_stub(solution, "a.py")


# ------------------------------------------------------------------ drift


def test_the_tiny_courses_stubs_are_what_its_solutions_make(course):
    """Nothing has drifted, so nothing is written."""
    assert write_stubs(course.exercises()) == []


@pytest.mark.parametrize("fault", ["changed", "missing"])
def test_drift_is_found_and_mended(course, learn_in_process, fault):
    """`learn dev stubs --check` names the stub and writes nothing; `learn dev stubs` writes only that one."""
    exercise = course.exercise("basics")
    before = exercise.stub_path.read_text()
    if fault == "changed":
        exercise.stub_path.write_text(before.replace("twice", "thrice"))
    else:
        exercise.stub_path.unlink()
    there = exercise.stub_path.exists()

    code, out, err = learn_in_process("dev", "stubs", "--check", "--course", course.root)
    assert (code, err) == (1, "")
    assert out == f"{exercise.stub_path} is not what its solution makes: run `learn dev stubs`.\n"
    assert exercise.stub_path.exists() == there
    assert drifted(exercise)

    assert learn_in_process("dev", "stubs", "--course", course.root) == (0, f"wrote {exercise.stub_path}\n", "")
    assert exercise.stub_path.read_text() == before
    assert learn_in_process("dev", "stubs", "--check", "--course", course.root) == (0, "", "")


def test_only_the_targets_are_looked_at(course, learn_in_process):
    """A TARGET limits both forms of the command."""
    course.exercise("basics").stub_path.write_text("")
    assert learn_in_process("dev", "stubs", "later", "--check", "--course", course.root)[0] == 0
    assert learn_in_process("dev", "stubs", "later", "--course", course.root) == (0, "", "")
    assert learn_in_process("dev", "stubs", "basics", "--check", "--course", course.root)[0] == 1


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_a_solution_that_cannot_be_cut_is_one_sentence(course, learn_in_process, check):
    """Missing or with unbalanced markers: exit code 2, the file, and no traceback."""
    path = course.exercise("later").solution_path
    path.write_text(path.read_text().replace("    # end solution\n", ""))
    code, _, err = learn_in_process("dev", "stubs", *check, "--course", course.root)
    assert (code, err) == (2, f"learn: {path}:14: '# begin solution' without '# end solution'.\n")
    path.unlink()
    code, _, err = learn_in_process("dev", "stubs", *check, "--course", course.root)
    assert (code, err) == (2, f"learn: {path} cannot be read: No such file or directory.\n")
