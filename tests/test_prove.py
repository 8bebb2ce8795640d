"""prove(): each fault that an author can make in an exercise is one sentence that names the file, and nothing else is said."""

import re
import shutil

import pytest

from learn.course import Course
from learn.dev import prove as prove_module
from learn.dev.layout import stray_files
from learn.dev.prove import prove
from learn.dev.stubs import write_stubs

SEEDS = 3


@pytest.fixture
def copied(tiny, tmp_path):
    """Return the folder of a copy of the tiny course."""
    shutil.copytree(tiny.root, tmp_path / "course")
    return tmp_path / "course"


def path_of(copied, kind, exercise="basics"):
    """Return one of an exercise's files."""
    if kind in {"solutions", "exercises"}:
        return copied / kind / "chapter1_tiny" / f"{exercise}.py"
    if kind == "toml":
        return copied / "exercises" / "chapter1_tiny" / "chapter.toml"
    return copied / "graders" / "chapter1_tiny" / kind / f"{exercise}.py"


def change(copied, kind, old, new, exercise="basics"):
    """Put ``new`` in place of ``old``, or at the end where ``old`` is empty; a changed solution gets its stub."""
    path = path_of(copied, kind, exercise)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new) if old else text + new)
    if kind == "solutions":
        write_stubs(Course(copied).exercises())


def problems_of(copied, exercise="basics", seeds=SEEDS):
    return prove(Course(copied).exercise(exercise), seeds).problems


def line_of(copied, kind, text, exercise="basics"):
    lines = path_of(copied, kind, exercise).read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def mistake(body, name="extra", task="double", options="", sentence="You did something else."):
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f'\n\n@mistake("{task}", "{sentence}"{options})\ndef {name}(x):\n{lines}\n'


# ------------------------------------------------------------------ no fault


@pytest.mark.parametrize(("name", "checks", "mistakes", "alternatives"), [("basics", 4, 4, 1), ("later", 1, 1, 0)])
def test_sound_content_has_no_problem_and_every_check_counts(tiny, name, checks, mistakes, alternatives):
    """The proof says what it looked at."""
    proof = prove(tiny.exercise(name), SEEDS)
    assert (proof.problems, proof.idle) == ([], [])
    assert (len(proof.counting), proof.num_mistakes, proof.num_alternatives) == (checks, mistakes, alternatives)
    assert stray_files(tiny) == []


# ------------------------------------------------------------------ one fault, one sentence

HINTS = "chapter.toml: task 'double' needs three different hints, from a question to nearly the answer."
PLAIN = "takes a task and a sentence, both as plain text."
SQUARED = '"double", "You squared x: multiply it by 2 instead."'
EXAMPLE = "double(torch.tensor([1.0, 2.0]))"


@pytest.mark.parametrize(
    ("kind", "old", "new", "sentence"),
    [
        ("exercises", "twice", "thrice", "tiny/basics.py is not what the solution makes: run `learn dev stubs`."),
        ("toml", '"A tensor times 2 works element by element."', '"What is twice a number?"', HINTS),
        ("toml", '"What is twice a number?"', '" "', HINTS),
        ("toml", "points = 4", "points = 5", "chapter.toml: task 'double' has 5 points, but its checks give 4."),
        ("checks", '"double", points=2', '"double"', "chapter.toml: task 'double' has 4 points, but its checks give 3."),
        ("checks", '@check("Counter"', '@check("Conuter"', "exercise 'basics' has no task 'Conuter'. Did you mean 'Counter'?"),
        ("checks", "(submission, rng)", "(submission, rgn)", "checks/basics.py:20: test_counter asks for 'rgn'; a check has "),
        ("mistakes", '"double", "detach()', '"doubel", "detach()', ":12: detached belongs to no task: there is no 'doubel'."),
        ("mistakes", '"Counter", "The', 'COUNTER, "The', f"mistakes/basics.py:22: @mistake {PLAIN}"),
        ("mistakes", '"Counter", "The', '"Counter", 3, "The', f"mistakes/basics.py:22: @mistake {PLAIN}"),
        ("mistakes", SQUARED, '"double", 7', f"mistakes/basics.py:7: @mistake {PLAIN}"),
        ("mistakes", SQUARED, '"double"', f"mistakes/basics.py:7: @mistake {PLAIN}"),
        ("mistakes", SQUARED, '"double", " "', "mistakes/basics.py:7: squared needs a sentence."),
        ("mistakes", SQUARED, f'{SQUARED}, same_as="cubed"', "mistakes/basics.py:7: same_as names no mistake: 'cubed'."),
        (
            "mistakes",
            SQUARED,
            f"{SQUARED}, rasies=True",
            "basics.py:7: @mistake has no option 'rasies'. Did you mean 'raises'?",
        ),
        ("mistakes", "def detached", "def squared", "mistakes/basics.py:12: there are two called squared."),
        ("mistakes", "", mistake("return x * 2"), "basics.py:32: extra passes every check of double: no check catches it."),
        ("alternatives", '"adds instead of multiplying"', "NOTE", f"alternatives/basics.py:7: @alternative {PLAIN}"),
        (
            "alternatives",
            "x + x",
            "x + 1",
            "basics.py:7: the alternative by_adding does not pass test_double_values (seed 0): failed: ",
        ),
        (
            "alternatives",
            "x + x",
            "x.add_x()",
            "by_adding does not pass test_double_values (seed 0): errored: raised AttributeError: ",
        ),
        (
            "solutions",
            "([2., 4.])",
            "([2., 5.])",
            f"double's example `{EXAMPLE}` gives tensor([2., 4.]), not tensor([2., 5.])",
        ),
        ("solutions", f">>> {EXAMPLE}", "none", "solutions/chapter1_tiny/basics.py: double has no example in its docstring."),
    ],
)
def test_a_fault_is_one_sentence_that_names_the_place(copied, kind, old, new, sentence):
    """One fault gives one problem, with the author's file, so that nobody has to search."""
    change(copied, kind, old, new)
    (problem, *more) = problems_of(copied)
    assert sentence in problem.replace("\\", "/")
    assert all("by_adding does not pass" in text for text in more)  # once for each check


def test_an_exercise_that_is_used_and_not_there_is_named(copied):
    """With the closest one that is, and the proof of the next exercise goes on."""
    change(copied, "toml", 'uses = ["basics"]', 'uses = ["basisc"]')
    (problem,) = problems_of(copied, "later")
    assert "There is no exercise 'basisc'. Did you mean 'basics'?" in problem


@pytest.mark.parametrize("kind", ["solutions", "checks", "mistakes"])
def test_a_missing_file_is_named(copied, kind):
    """A solution, checks and mistakes are what every exercise has."""
    path_of(copied, kind).unlink()
    assert problems_of(copied) == [f"{path_of(copied, kind)} is missing."]


def test_a_missing_lesson_is_named(copied):
    """Every chapter has a README.md."""
    lesson = copied / "exercises" / "chapter1_tiny" / "README.md"
    lesson.unlink()
    assert problems_of(copied) == [f"{lesson} is missing: every chapter has a lesson."]


@pytest.mark.parametrize("name", ["random", "jinja2"])
def test_an_exercise_may_not_be_called_like_an_installed_module(copied, name):
    """`import random` in a submission would get the exercise instead."""
    for kind in ("solutions", "exercises", "checks", "mistakes"):
        path_of(copied, kind, "later").rename(path_of(copied, kind, name))
    change(copied, "toml", 'name = "later"', f'name = "{name}"')
    toml = path_of(copied, "toml")
    assert problems_of(copied, name) == [f"{toml}: exercise '{name}' has the name of an installed module: choose another."]


def test_a_task_without_a_mistake_is_named(copied):
    """Checks that nothing is held against prove nothing."""
    path = path_of(copied, "mistakes")
    path.write_text(path.read_text().partition('@mistake("Counter"')[0])
    assert problems_of(copied) == [f"{path}: task 'Counter' has no mistake."]


@pytest.mark.parametrize("kind", ["solutions", "checks", "hidden", "probes", "mistakes", "alternatives"])
@pytest.mark.parametrize("line", ["def broken(:", "raise KeyError('at import')"])
def test_a_file_that_cannot_be_run_is_named(copied, kind, line):
    """Whatever stands in one of the six files, the author reads its name, and the proof of the next exercise goes on."""
    change(copied, kind, "", f"\n\n{line}\n")
    problems = problems_of(copied)
    assert problems
    assert str(path_of(copied, kind)) in "\n".join(problems)


def test_exercises_that_use_each_other_are_one_sentence(copied):
    """A circle of uses is found, and not followed for ever."""
    change(copied, "toml", 'title = "Basics"', 'title = "Basics"\nuses = ["later"]')
    (problem,) = problems_of(copied)
    assert "basics" in problem
    assert "later" in problem


# ------------------------------------------------------------------ solution and stub


def test_a_solution_that_fails_is_shown_with_check_seed_and_reason(copied):
    """The author sees what a learner would see."""
    change(copied, "solutions", "self.count = 0", "self.count = 1")
    problems = problems_of(copied)
    line = line_of(copied, "checks", '@check("Counter"')
    start = (
        f"{path_of(copied, 'checks')}:{line}: the solution does not pass test_counter (seed 0): failed: the counts[0]: got 2"
    )
    assert problems[0].startswith(start)
    assert "Counter's example `counter(), counter()` gives (2, 3), not (1, 2)" in problems[1]


def test_a_solution_that_raises_is_named_with_its_line(copied):
    """It is our own fault, whatever check meets it."""
    change(copied, "solutions", "return 2 * x", "return 2 * x + y")
    line = line_of(copied, "solutions", "2 * x + y")
    assert f"{path_of(copied, 'solutions')}:{line}: the reference raised NameError" in problems_of(copied)[0]


def test_a_stub_that_passes_has_leaked_its_solution(copied):
    """What stands outside the markers is given away."""
    change(copied, "solutions", "    # begin solution\n    return 2 * x\n    # end solution\n", "    return 2 * x\n")
    problems = problems_of(copied)
    assert len(problems) == 3
    for problem, name in zip(problems, ("test_double_values", "test_double_gradients", "test_double_integers"), strict=True):
        assert f"on the untouched stub {name} is passed, not not_started" in problem


# ------------------------------------------------------------------ mistakes


def test_a_mistake_that_is_caught_on_some_seeds_only_is_named(copied):
    """A learner's luck must not decide."""
    change(
        copied, "hidden", "    expect(", "    seen = submission.call('double', x)\n    if rng.integer(0, 1):\n        expect("
    )
    problems = problems_of(copied, seeds=8)
    place = f"{path_of(copied, 'mistakes')}:{line_of(copied, 'mistakes', 'def floated')}"
    pattern = r": floated fails test_double_integers on only [1-7] of 8 seeds: make its inputs decisive\."
    assert any(re.fullmatch(re.escape(place) + pattern, problem) for problem in problems)
    assert f"{place}: floated passes every check of double: no check catches it." in problems


def test_two_mistakes_that_behave_alike_need_same_as(copied):
    """Without it each must be named as itself; with it either name will do."""
    change(copied, "mistakes", "", mistake("return x**2"))
    problems = problems_of(copied)
    assert len(problems) == 3
    for problem in problems:
        assert re.search(
            r"basics\.py:32: extra is named as 'squared' when it fails test_\w+: say same_as, or tell them apart", problem
        )
    change(copied, "mistakes", '"You did something else."', '"You did something else.", same_as="squared"')
    assert problems_of(copied) == []


@pytest.mark.parametrize("body", ["raise ValueError('no')", "return x.no_such_method()"])
def test_a_mistake_that_raises_on_the_example_has_to_say_so(copied, body):
    """Otherwise it is a slip of the author's, which would be caught for the wrong reason."""
    change(copied, "mistakes", "", mistake(body))
    (problem,) = problems_of(copied)
    assert re.search(
        r"basics\.py:32: extra raises on the docstring's example \(\w+Error: .*\): say raises=True if that is it", problem
    )
    change(copied, "mistakes", '"You did something else."', '"You did something else.", raises=True')
    assert problems_of(copied) == []


def test_a_mistake_that_ends_its_process_is_named(copied, monkeypatch):
    """The proof goes on with the others."""
    monkeypatch.setattr(prove_module, "VARIANT_TIMEOUT_S", 4.0)
    change(copied, "mistakes", "", mistake("if len(x) > 2:\n    __import__('os')._exit(1)\nreturn 3 * x"))
    (problem,) = problems_of(copied)
    assert problem.startswith(f"{path_of(copied, 'mistakes')}:32: extra ")


# ------------------------------------------------------------------ checks


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("expect(submission.call('double', rng.randn(2))).to_have_shape([2])", ["extra"]),
        ("x = rng.randint(1, 9, 5)\n    expect(submission.call('double', x)).to_match(2 * x)", ["integers", "extra"]),
    ],
    ids=["catches nothing", "catches what another one catches"],
)
def test_a_check_that_adds_nothing_does_not_count(copied, learn_in_process, body, names):
    """It is no problem, but it is said: `learn dev check` lists it and leaves it out of the count."""
    change(copied, "toml", "points = 4", "points = 5")
    path = path_of(copied, "hidden")
    path.write_text(
        f'{path.read_text()}\n\n@check("double", title="x")\ndef test_double_extra(submission, rng):\n    {body}\n'
    )
    proof = prove(Course(copied).exercise("basics"), SEEDS)
    assert proof.problems == []
    assert proof.idle == [f"basics:double/test_double_{name}" for name in names]
    code, out, _ = learn_in_process("dev", "check", "basics", "--course", copied, "--seeds", SEEDS)
    assert code == 0
    assert out.count("    does not count: basics:double/") == len(names)
    assert f"{5 - len(names)} checks count, 4 mistakes" in out


def test_an_error_inside_a_check_names_its_line(copied):
    """The line is the one that raised."""
    change(copied, "checks", "    calls = rng.integer(2, 5)", "    calls = rng.integer(2, 5)\n    calls.no_such_thing()")
    line = line_of(copied, "checks", "no_such_thing")
    assert f"{path_of(copied, 'checks')}:{line}: test_counter is at fault (seed 0): AttributeError" in problems_of(copied)[0]


def test_an_error_inside_a_probe_names_its_line(copied):
    """The author is sent to the probe, not to the solution."""
    change(copied, "probes", "    counter = ", "    exercise.no_such_thing()\n    counter = ")
    line = line_of(copied, "probes", "no_such_thing")
    assert f"{path_of(copied, 'probes')}:{line}" in problems_of(copied)[0]


def test_a_probe_that_does_not_exist_is_named(copied):
    """With the closest one that does."""
    change(copied, "checks", 'observe("counts"', 'observe("count"')
    assert f"{path_of(copied, 'probes')} has no probe 'count'. Did you mean 'counts'?" in problems_of(copied)[0]


# ------------------------------------------------------------------ files that belong to nothing


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("exercises/chapter1_tiny/extra.py", "belongs to no exercise of its chapter.toml."),
        ("solutions/chapter1_tiny/extra.py", "belongs to no exercise of its chapter.toml."),
        ("solutions/chapter2/basics.py", "belongs to no exercise of its chapter.toml."),
        ("graders/chapter1_tiny/checks/extra.py", "belongs to no exercise of its chapter.toml."),
        (
            "graders/chapter1_tiny/check/basics.py",
            "is in no folder of a grader: those are checks, probes, mistakes, alternatives, hidden.",
        ),
        (
            "graders/chapter2/checks/basics.py",
            "is in no folder of a grader: those are checks, probes, mistakes, alternatives, hidden.",
        ),
    ],
)
def test_a_stray_file_is_named(copied, place, sentence):
    """A misspelt name would otherwise leave an exercise without its mistakes, and nobody would notice."""
    (copied / place).parent.mkdir(exist_ok=True, parents=True)
    (copied / place).write_text("")
    assert stray_files(Course(copied)) == [f"{copied / place} {sentence}"]


# ------------------------------------------------------------------ the command


def test_the_command_says_what_was_proven_and_exits_with_0(tiny, learn_in_process):
    """One line for each exercise, and the sum."""
    code, out, err = learn_in_process("dev", "check", "--course", tiny.root, "--seeds", SEEDS)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("ok  chapter1_tiny/basics: 2 tasks, 4 checks count, 4 mistakes, 1 alternatives (")
    assert lines[1].startswith("ok  chapter1_tiny/later: 1 tasks, 1 checks count, 1 mistakes, 0 alternatives (")
    assert lines[2] == "5 checks count, 5 mistakes are caught and named, 0 problems."


def test_the_command_lists_all_problems_and_exits_with_1(copied, learn_in_process):
    """A faulty exercise does not stop the others, and a stray file is a problem too."""
    (copied / "solutions" / "chapter1_tiny" / "extra.py").write_text("")
    path_of(copied, "mistakes").unlink()
    code, out, err = learn_in_process("dev", "check", "--course", copied, "--seeds", SEEDS)
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert "extra.py belongs to no exercise" in lines[0]
    assert lines[1].startswith("BAD chapter1_tiny/basics: ")
    assert lines[2] == f"    {path_of(copied, 'mistakes')} is missing."
    assert lines[3].startswith("ok  chapter1_tiny/later: ")
    assert lines[4].endswith(" 2 problems.")


@pytest.mark.parametrize("arguments", [("basisc",), ("--seeds", "0"), ("--course", "nowhere")])
def test_wrong_usage_exits_with_2(tiny, learn_in_process, arguments):
    """An unknown target, no seeds, or no course."""
    code, _, err = learn_in_process("dev", "check", "--course", tiny.root, *arguments)
    assert code == 2
    assert err


PURE = """

@check("double"{needs}, title="leaves its input as it was")
def test_double_pure(submission, rng):
    x = rng.randn(3)
    args, _ = submission.inputs_after("double", x)
    expect(args[0], "the input").to_match(x)
"""


def test_a_check_that_an_empty_function_passes_has_to_need_one_that_it_does_not(copied):
    """Functions that do nothing earn nothing: purity counts only once the values are right."""
    change(copied, "toml", "points = 4", "points = 5")
    change(copied, "checks", "", PURE.format(needs=""))
    change(copied, "mistakes", "", mistake("x.mul_(2)\nreturn x.clone()", sentence="You changed x itself."))
    (problem,) = problems_of(copied)
    assert "test_double_pure passes where nothing is written: say needs=" in problem
    change(copied, "checks", '@check("double", title="leaves', '@check("double", needs="test_double_values", title="leaves')
    assert problems_of(copied) == []
