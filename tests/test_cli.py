"""The command line: exit codes, one sentence for every error of the user's, and reports that are written whole."""

import csv
import html.parser
import os
import shutil
import socket
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from learn import __version__, doctor
from learn.errors import UsageError
from learn.files import require_writable, write_text
from learn.report.json import parse

RIGHT = Path(__file__).parent / "outcomes" / "right"
FLOATED = "def double(x):\n    return 2.0 * x\n\n\nclass Counter:\n    pass\n"
OUTPUTS = ("--json", "--junit", "--csv", "--html")


@pytest.fixture
def copied(tiny, tmp_path):
    """Return the folder of a copy of the tiny course."""
    shutil.copytree(tiny.root, tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture
def ungraded(monkeypatch):
    """Fail the test where a submission is graded."""

    def refuse(*_arguments):
        pytest.fail("something was graded")

    monkeypatch.setattr("learn.session.grade", refuse)


def require_sentence(done, code, sentence):
    """Require an exit code, no output, and one line on stderr that holds ``sentence``."""
    assert (done[0], done[1]) == (code, "")
    assert sentence in done[2]
    assert done[2].startswith("learn: ")
    assert done[2].endswith(".\n")
    assert done[2].count("\n") == 1


# ------------------------------------------------------------------ exit codes


def test_work_that_passes_exits_with_0_and_other_work_with_1(tiny, learn_in_process):
    """Only the chosen tasks count, and nothing goes to stderr."""
    code, out, err = learn_in_process("grade", "basics", "--course", tiny.root, "--submission", RIGHT)
    assert (code, err) == (0, "")
    assert "Score: 6 of 6 points, 4 of 4 checks passed" in out
    code, out, err = learn_in_process("grade", "--course", tiny.root, "--submission", RIGHT)
    assert (code, err) == (1, "")
    assert "Score: 6 of 8 points, 4 of 5 checks passed" in out


def test_without_a_submission_the_courses_own_exercises_are_graded(tiny, learn_in_process):
    """What a learner works on in the checkout needs no option."""
    code, out, _ = learn_in_process("grade", "later", "--course", tiny.root)
    assert code == 1
    assert "Score: 0 of 2 points" in out
    assert "chapter1_tiny/later.py" in out


def test_the_exit_codes_are_the_same_in_a_process_of_its_own(tiny, learn):
    """As scripts and CI see them."""
    arguments = ("--course", tiny.root, "--submission", RIGHT)
    done = learn("grade", "basics", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    done = learn("grade", "basisc", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("learn: There is no chapter, exercise or task 'basisc'. Did you mean 'basics'?")


@pytest.mark.parametrize(
    ("kind", "old", "new", "sentence"),
    [
        ("checks", "import check\n", "import chekc\n", "checks/basics.py:3: cannot be imported: ImportError"),
        ("checks", "(submission, rng)", "(submission, rgn)", "test_counter asks for 'rgn'; a check has submission, "),
        ("checks", '@check("Counter"', '@check("Count"', "exercise 'basics' has no task 'Count'. Did you mean 'Counter'?"),
        ("probes", "def counts(", "1 / 0\n\n\ndef counts(", "probes/basics.py:4: cannot be imported: ZeroDivisionError"),
        ("probes", "def counts(", "def counts(:\n\n\ndef counts(", "probes/basics.py:4: cannot be imported: SyntaxError"),
    ],
)
def test_a_grader_that_cannot_be_read_exits_with_3_and_one_sentence(copied, learn_in_process, kind, old, new, sentence):
    """The author's file is named, once, and no points are taken."""
    path = copied / "graders" / "chapter1_tiny" / kind / "basics.py"
    path.write_text(path.read_text().replace(old, new))
    code, out, err = learn_in_process("grade", "basics", "--course", copied, "--submission", RIGHT)
    assert (code, out) == (3, "")
    assert sentence in err.replace("\\", "/")
    assert err.count("\n") == 1
    assert err.startswith(f"learn: a fault of the grader's own: {copied}")


@pytest.mark.parametrize("line", ["def broken(:", "raise KeyError('at import')"])
def test_a_broken_solution_costs_the_learner_nothing_and_exits_with_3(copied, learn_in_process, line):
    """Our own fault never looks like the learner's."""
    path = copied / "solutions" / "chapter1_tiny" / "basics.py"
    path.write_text(f"{path.read_text()}\n\n{line}\n")
    code, out, _ = learn_in_process("grade", "basics", "--course", copied, "--submission", RIGHT)
    assert code == 3
    assert "This is a fault of the grader, not of your code: it costs no points." in out
    assert "Score: 2 of 2 points" in out


def test_a_check_at_fault_costs_nothing_and_neither_do_those_that_need_it(copied, learn_in_process):
    """Right work has all points that are left, whichever of our checks is broken."""
    path = copied / "graders" / "chapter1_tiny" / "checks" / "basics.py"
    path.write_text(path.read_text().replace("    for shape in", "    raise KeyError('ours')\n    for shape in"))
    code, out, _ = learn_in_process("grade", "basics", "--course", copied, "--submission", RIGHT)
    assert code == 3
    assert "Score: 4 of 4 points, 3 of 4 checks passed" in out


def test_stopping_a_run_exits_with_130(tiny, learn_in_process, monkeypatch):
    """Ctrl-C is neither a pass nor a failure."""

    def interrupted(grading):
        grading.close()
        raise KeyboardInterrupt

    monkeypatch.setattr("learn.session.grade", interrupted)
    code, out, _ = learn_in_process("grade", "basics", "--course", tiny.root)
    assert (code, out) == (130, "")


# ------------------------------------------------------------------ wrong usage


@pytest.mark.parametrize("command", ["grade", "list"])
@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("basisc", "There is no chapter, exercise or task 'basisc'. Did you mean 'basics'?"),
        ("chapter1/bascis", "There is no chapter, exercise or task 'chapter1/bascis'. Did you mean 'chapter1_tiny/basics'?"),
        ("basics:duoble", "There is no chapter, exercise or task 'basics:duoble'. Did you mean 'basics:double'?"),
        ("qqqqqqqq", "There is no chapter, exercise or task 'qqqqqqqq'. `learn list` shows all."),
        ("", "There is no chapter, exercise or task ''."),
    ],
)
def test_an_unknown_target_is_answered_with_the_closest_one(tiny, learn_in_process, ungraded, command, target, sentence):
    """Exit code 2, whichever command takes TARGETs."""
    require_sentence(learn_in_process(command, target, "--course", tiny.root), 2, sentence)


def make_submission(kind, folder):
    """Return a submission that cannot be read."""
    path = folder / "basics.py"
    if kind == "empty":
        (folder / "empty").mkdir()
        return folder / "empty"
    if kind == "loop":
        path.symlink_to(path)
    if kind == "huge":
        with path.open("wb") as file:
            file.truncate(100 << 20)
    if kind == "another name":
        (folder / "mine.py").write_text("")
        return folder / "mine.py"
    return {"missing": folder / "nowhere", "device": Path(os.devnull), "long": folder / ("x" * 300)}.get(kind, path)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("missing", "nowhere does not exist."),
        ("empty", "empty holds none of this course's exercises: expected <chapter>/<exercise>.py below it."),
        ("loop", "basics.py cannot be read: too many levels of symbolic links."),
        ("device", f"{os.devnull} is neither a folder nor a regular file."),
        ("huge", "basics.py is larger than 1 MiB: an exercise is a small source file."),
        ("another name", "mine.py is none of this course's exercises: a file must be called <exercise>.py"),
        ("long", "cannot be read: file name too long."),
    ],
)
def test_a_submission_that_cannot_be_read_is_one_sentence(tiny, tmp_path, learn_in_process, ungraded, kind, sentence):
    """Exit code 2, the path and the reason."""
    submission = make_submission(kind, tmp_path)
    require_sentence(learn_in_process("grade", "--course", tiny.root, "--submission", submission), 2, sentence)


@pytest.mark.parametrize("command", ["grade", "list"])
def test_a_typo_in_chapter_toml_is_one_sentence(copied, learn_in_process, ungraded, command):
    """Exit code 2, the file, the key and the right one."""
    toml = copied / "exercises" / "chapter1_tiny" / "chapter.toml"
    toml.write_text(toml.read_text().replace("hints =", "hint =", 1))
    sentence = f"{toml}: unknown key 'hint' at $.exercise[0].task[0]. Did you mean 'hints'?"
    done = learn_in_process(command, "--course", copied)
    assert done == (2, "", f"learn: {sentence}\n")


def test_a_course_that_is_none_is_one_sentence(tmp_path, learn_in_process, ungraded):
    """Exit code 2, and what was looked for."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        done = learn_in_process("grade", "--course", folder)
        require_sentence(done, 2, f"{folder} holds no course: there is no exercises/<chapter>/chapter.toml below it.")


@pytest.mark.parametrize("arguments", [("--device", "tpu"), ("--seed", "-1"), ("--seed", "one"), ("--sed", "1"), ("--json",)])
def test_an_option_that_cannot_be_parsed_exits_with_2(tiny, learn_in_process, ungraded, arguments):
    """There is no traceback and no grading."""
    code, out, err = learn_in_process("grade", "--course", tiny.root, *arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert arguments[0] in err


def test_a_torch_that_cannot_be_imported_sends_to_the_doctor(tiny, learn, no_torch):
    """The learner reads which command says what to do."""
    done = learn("grade", "basics", "--course", tiny.root, env=no_torch)
    assert done.returncode in {2, 3}
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "learn doctor" in done.stderr


# ------------------------------------------------------------------ result files


def outputs_in(folder):
    return [folder / "out.json", folder / "out.xml", folder / "out.csv", folder / "out.html"]


def require_readable(path):
    """Parse a result file as what its name says."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        assert len(parse(text).checks) == 4
    elif path.suffix == ".xml":
        assert len(list(ET.fromstring(text).iter("testcase"))) == 4  # noqa: S314  we wrote it a moment ago
    elif path.suffix == ".csv":
        assert len(list(csv.DictReader(text.splitlines()))) == 4
    else:
        html.parser.HTMLParser().feed(text)
        assert text.lstrip().lower().startswith("<!doctype html>")
        assert "double" in text


def test_all_reports_are_written_and_replace_older_ones(tiny, tmp_path, learn_in_process):
    """All come from one run; a report that is read-only or belongs to yesterday is replaced whole."""
    paths = outputs_in(tmp_path)
    paths[0].write_text("x" * 10**6)
    paths[1].write_text("yesterday")
    paths[1].chmod(0o444)
    options = [word for pair in zip(OUTPUTS, paths, strict=True) for word in pair]
    code, out, err = learn_in_process("grade", "basics", "--course", tiny.root, "--submission", RIGHT, *options)
    assert (code, err) == (0, "")
    assert "Score: 6 of 6" in out
    for path in paths:
        require_readable(path)
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_a_report_may_go_to_the_current_folder(tiny, tmp_path, learn_in_process, monkeypatch):
    """A bare file name needs no folder."""
    monkeypatch.chdir(tmp_path)
    learn_in_process("grade", "basics", "--course", tiny.root, "--submission", RIGHT, "--json", "out.json")
    require_readable(tmp_path / "out.json")


@pytest.mark.parametrize("option", OUTPUTS)
@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("folder", "it is a folder."),
        ("missing/out", "no such file or directory."),
        ("file/out", "not a directory."),
        ("x" * 300, "file name too long."),
        ("x" * 250, None),
    ],
    ids=["folder", "missing folder", "below a file", "too long", "long"],
)
def test_an_output_that_cannot_be_written_is_found_before_grading(
    tiny, tmp_path, learn_in_process, monkeypatch, option, place, reason
):
    """Exit code 2 and one sentence before any work is done, or a report; and no other file is left behind."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept")
    before = sorted(tmp_path.iterdir())
    if reason:
        monkeypatch.setattr("learn.session.grade", lambda *_: pytest.fail("something was graded"))
    path = tmp_path / place
    done = learn_in_process("grade", "basics", "--course", tiny.root, "--submission", RIGHT, option, path)
    if reason:
        require_sentence(done, 2, f"{path} cannot be written: {reason}")
        assert sorted(tmp_path.iterdir()) == before
    else:
        assert (done[0], done[2]) == (0, "")
        assert sorted(tmp_path.iterdir()) == sorted([*before, path])
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no named pipes")
def test_a_device_or_a_pipe_is_never_replaced_by_a_report(tmp_path):
    """`--json /dev/null` run as root must not take the machine's /dev/null away."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        for path in (tmp_path / "pipe", tmp_path / "socket", Path(os.devnull)):
            with pytest.raises(UsageError, match="cannot be written: it is no regular file"):
                require_writable(path)


def test_looking_whether_a_file_can_be_written_changes_nothing(tmp_path):
    """Neither a new file nor an old one is touched, and no output is no problem."""
    old = tmp_path / "old"
    old.write_text("old")
    old.chmod(0o444)
    for path in (old, tmp_path / "new", None):
        require_writable(path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("failing", ["replace", "chmod"])
def test_a_file_that_cannot_be_finished_leaves_the_old_one_and_nothing_else(tmp_path, monkeypatch, failing):
    """A full disk after grading costs neither yesterday's report nor litters the folder."""
    path = tmp_path / "out.json"
    path.write_text("old")

    def refuse(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, failing, refuse)
    with pytest.raises(UsageError, match=r"out\.json cannot be written: no space left on device\."):
        write_text(path, "new")
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_written_file_is_utf8_with_plain_newlines_and_readable_by_others(tmp_path):
    """Whatever the platform and the text."""
    write_text(tmp_path / "out", "é\n\ud800\n")
    assert (tmp_path / "out").read_bytes() == "é\n?\n".encode()
    if os.name == "posix":
        assert (tmp_path / "out").stat().st_mode & 0o777 == 0o644


# ------------------------------------------------------------------ how much is said


def test_quiet_is_one_line_an_exercise_and_verbose_is_every_check(tiny, learn_in_process):
    """The same run in three lengths, with the same exit code."""
    arguments = ("grade", "basics", "--course", tiny.root, "--submission", RIGHT)
    code, quiet, _ = learn_in_process(*arguments, "--quiet")
    assert code == 0
    assert len(quiet.splitlines()) == 2
    code, normal, _ = learn_in_process(*arguments)
    assert "doubles every element" not in normal
    code, verbose, _ = learn_in_process(*arguments, "-v")
    assert code == 0
    for words in ("doubles every element", "keeps integers integers", " ms", "seed 0", "Isolation: "):
        assert words in verbose
    assert len(quiet) < len(normal) < len(verbose)


def test_the_seed_is_the_one_that_was_asked_for(tiny, tmp_path, learn_in_process):
    """It stands in the report, so that the run can be repeated."""
    options = ("--seed", "41", "--json", tmp_path / "out.json", "--device", "cpu", "-q")
    learn_in_process("grade", "basics", "--course", tiny.root, "--submission", RIGHT, *options)
    assert parse((tmp_path / "out.json").read_text()).seed == 41


def test_a_hidden_checks_feedback_shows_no_value(tiny, tmp_path, learn_in_process):
    """No report tells inputs, values or kinds of a hidden check; its title, outcome and the mistake's name are told."""
    (tmp_path / "basics.py").write_text(FLOATED)
    paths = outputs_in(tmp_path)
    options = [word for pair in zip(OUTPUTS, paths, strict=True) for word in pair]
    code, out, _ = learn_in_process(
        "grade", "double", "--course", tiny.root, "--submission", tmp_path / "basics.py", "--verbose", *options
    )
    assert code == 1
    texts = [out, *(path.read_text(encoding="utf-8") for path in paths)]
    for text in texts:
        words = " ".join(text.split())
        assert "keeps integers integers" in words
        assert "2.0 * x makes floats of integers: keep the dtype of x." in words
        for secret in ("tensor(", "int64", "float32", "has dtype"):
            assert secret not in words
    hidden = parse(paths[0].read_text()).checks[-1]
    assert (hidden.visibility, hidden.outcome, hidden.output) == ("hidden", "failed", "")
    assert hidden.feedback.summary == "A hidden check: its inputs and values are not shown."
    assert (hidden.feedback.call, hidden.feedback.got, hidden.feedback.expected, hidden.feedback.hint) == ("", "", "", "")


# ------------------------------------------------------------------ list, --version, --help


def test_list_shows_chapters_and_exercises_and_for_a_target_tasks(tiny, learn_in_process):
    """With points, and which tasks are core."""
    code, out, err = learn_in_process("list", "--course", tiny.root)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "chapter1_tiny  Tiny: 3 tasks (1 core), 8 points",
        "  basics               Basics  (6 points)",
        "  later                Later  (2 points)",
    ]
    code, out, err = learn_in_process("list", "basics", "--course", tiny.root)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "chapter1_tiny  Tiny: 2 tasks (1 core), 6 points",
        "  basics               Basics  (6 points)",
        "    double                   core    4 points",
        "    Counter                  extra   2 points",
    ]


def test_version_and_help_say_what_this_is(learn_in_process):
    """Both exit with 0."""
    assert learn_in_process("--version") == (0, f"learn-pytorch {__version__}\n", "")
    code, out, err = learn_in_process("--help")
    assert (code, err) == (0, "")
    for command in ("grade", "list", "doctor", "dev"):
        assert command in out
    assert "Exit code: 0 all passed" in " ".join(learn_in_process("grade", "--help")[1].split())


LIGHT = """
import sys
from learn.cli import main
for arguments in (["list"], ["list", "basics"], ["--help"], ["grade", "--help"], ["dev", "--help"], ["--version"]):
    sys.argv = ["learn", *arguments]
    try:
        main()
    except SystemExit as stopped:
        assert not stopped.code, stopped.code
print("imported:", [name for name in ("torch", "torchvision", "numpy", "pytest", "jinja2") if name in sys.modules])
"""


def test_list_and_help_import_nothing_heavy(tiny):
    """They answer at once, since neither torch nor pytest is imported for them."""
    done = subprocess.run([sys.executable, "-c", LIGHT], cwd=tiny.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "imported: []"


def test_the_module_runs_as_the_command_does(copied):
    """`python -m learn` is the same program."""
    done = subprocess.run([sys.executable, "-m", "learn", "list"], cwd=copied, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("chapter1_tiny  Tiny: 3 tasks")


# ------------------------------------------------------------------ doctor

PACKAGES = (
    "learn",
    "python",
    "torch",
    "torchvision",
    "pytest",
    "pytest-timeout",
    "jinja2",
    "typer",
    "rich",
    "msgspec",
    "numpy",
)


@pytest.fixture
def no_torch(tmp_path):
    """Return an environment in which torch is installed, but cannot be imported."""
    (tmp_path / "stub" / "torch").mkdir(parents=True)
    (tmp_path / "stub" / "torch" / "__init__.py").write_text("raise ImportError('libtorch_cpu.so: no such file')\n")
    return {"PYTHONPATH": str(tmp_path / "stub")}


def test_the_doctor_finds_this_machine_ready(learn):
    """Where these tests run, grading works; every line says what was found."""
    done = learn("doctor")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    words = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert words == [*PACKAGES[:3], "devices", *PACKAGES[3:], "psutil", "isolation", "workers", "ready:"]
    assert "next:" not in done.stdout
    assert any(line.startswith("devices      cpu") for line in lines)


def test_the_doctor_works_without_torch_and_names_the_next_command(learn, no_torch):
    """All lines are printed, the cause is named, and the exit code is 1."""
    done = learn("doctor", env=no_torch)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    words = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert words == [*PACKAGES, "psutil", "isolation", "workers", "not"]
    place = lines.index("torch        cannot be imported: ImportError: libtorch_cpu.so: no such file")
    assert lines[place + 1] == f'             next: "{sys.executable}" -m pip install -c constraints.txt torch torchvision'
    assert lines[place + 2].endswith("(needs torch)")
    assert lines[-1] == "not ready: see the lines that start with 'next:'"


DOES_NOT_LOAD = "its compiled operators do not load beside this torch build; the course does without them"


def answers(**replies):
    """Stand for the interpreters that the doctor asks."""
    return lambda program: replies["torchvision" if "import torchvision" in program else "torch"]


@pytest.mark.parametrize(
    ("torchvision", "line"),
    [
        (("1", ""), "torchvision  {}"),
        (("", "RuntimeError: operator torchvision::nms does not exist"), "torchvision  {}: " + DOES_NOT_LOAD),
        (("", "ImportError: no"), "torchvision  {} cannot be imported: ImportError: no"),
    ],
)
def test_a_torchvision_that_does_not_load_is_said_and_is_no_obstacle(monkeypatch, torchvision, line):
    """Chapter 0 needs none of it."""
    monkeypatch.setattr(doctor, "_ask", answers(torch=("2.0 | cpu, cuda (H100)", ""), torchvision=torchvision))
    healthy, lines = doctor.examine()
    assert healthy
    assert lines[2:4] == ["torch        2.0", "devices      cpu, cuda (H100)"]
    assert "with cuda the grader watches resident memory" in lines[4]
    assert lines[5] == line.format(metadata.version("torchvision"))


def test_what_is_missing_or_too_old_is_named_with_the_next_step(monkeypatch):
    """Each with the command that mends it; without torchvision alone, grading works."""
    monkeypatch.setattr(doctor, "_ask", answers(torch=("2.0 | cpu", ""), torchvision=("1", "")))
    version = metadata.version
    missing = set()

    def look(package):
        if package in missing:
            raise metadata.PackageNotFoundError(package)
        return version(package)

    monkeypatch.setattr(doctor.metadata, "version", look)
    missing.add("torchvision")
    healthy, lines = doctor.examine()
    assert healthy
    assert lines[4:6] == [
        "torchvision  is missing",
        f'             next: "{sys.executable}" -m pip install -c constraints.txt torchvision',
    ]
    missing.add("jinja2")
    healthy, lines = doctor.examine()
    assert not healthy
    place = lines.index("jinja2       is missing")
    assert lines[place + 1] == f'             next: "{sys.executable}" -m pip install -c constraints.txt jinja2'
    missing.clear()
    monkeypatch.setattr(doctor, "MIN_PYTHON", (99, 0))
    healthy, lines = doctor.examine()
    assert not healthy
    assert lines[2].strip() == "too old: install Python 3.11 or newer from python.org or your package manager"


def test_an_interpreter_that_hangs_or_dies_is_a_line_too(monkeypatch):
    """The doctor itself never does."""
    monkeypatch.setattr(doctor, "_TIMEOUT_S", 0.5)
    assert "timed out" in doctor._ask("import time; time.sleep(60)")[1]
    assert doctor._ask("import os; os._exit(7)") == ("", "it ended with exit code 7")
    monkeypatch.setattr(doctor.sys, "executable", "/no/such/python")
    assert "/no/such/python" in doctor._ask("1")[1]


# ------------------------------------------------------------------ hostile names and output

SHOUTS = "def double(x):\n    print('::error::forged')\n    print('::set-output name=grade::100')\n    return x\n"


def test_in_github_actions_commands_are_off_while_a_report_is_printed(tiny, learn_in_process, monkeypatch, tmp_path):
    """The word that switches them on again is new each time, so a submission cannot know it."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (tmp_path / "basics.py").write_text(SHOUTS)
    words = set()
    for _ in range(2):
        _, out, _ = learn_in_process("grade", "double", "--course", tiny.root, "--submission", tmp_path / "basics.py", "-v")
        lines = out.splitlines()
        stop, word = lines[0].rsplit("::", 1)
        assert stop == "::stop-commands"
        assert lines[-1] == f"::{word}::"
        assert any("::error::forged" in line for line in lines[1:-1])
        assert not any(line.lstrip().startswith("::") for line in lines[1:-1])
        words.add(word)
    assert len(words) == 2


def test_a_name_cannot_steer_the_terminal(tiny, learn_in_process, tmp_path):
    """A sentence stays one line without escape sequences, whatever the file is called."""
    name = "\x1b]0;owned\x07evil\x1b[31m\n::error::forged\u202e.py"
    (tmp_path / name).write_text("")
    done = learn_in_process("grade", "--course", tiny.root, "--submission", tmp_path / name)
    require_sentence(done, 2, "evil ::error::forged.py is none of this course's exercises")
    assert "\x1b" not in done[2]
    assert "\u202e" not in done[2]


def test_rows_of_a_csv_report_are_written(tiny, learn_in_process, tmp_path):
    """One for each check, with what it earned."""
    work = ("--course", tiny.root, "--submission", RIGHT, "--csv", tmp_path / "out.csv")
    learn_in_process("grade", "basics", *work)
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["task"], row["outcome"]) for row in rows] == [*[("double", "passed")] * 3, ("Counter", "passed")]
    assert sum(int(row["points_earned"]) for row in rows) == 6
