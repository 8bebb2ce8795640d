"""The attack corpus: whatever a submission tries, it gets its outcome, learns nothing and leaves nothing.

``attacks/<number>_<name>/`` is handed in: its files, or what its ``make.py`` makes.  ``attack.toml`` says what must come of
it.  The numbers are those of the published attacks that ``docs/security.md`` lists.  @NAMES@ in the files stand for what an
attacker could find out: the paths of the grader and its answers, its process id, an open port.  @COUNTER@ stands for right
work on the other task, so that a file holds its attack and nothing else.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import secrets
import shutil
import socket
import subprocess
import time
import tomllib
from dataclasses import dataclass, field
from importlib import import_module, util
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest
from rich.console import Console

from learn.course import Course, Limits
from learn.errors import SubmissionError
from learn.grade import Grading
from learn.report.texts import redact
from learn.sandbox import bubblewrap
from learn.sandbox.hosts import can_fork, start_host
from learn.sandbox.workers import ProcessWorker
from learn.session import grade
from learn.submission import read_submission

HERE = Path(__file__).resolve().parent / "attacks"
ATTACKS = sorted(path.parent for path in HERE.glob("*/attack.toml"))
SECRET_SEED = 7_305_511_402_117_960_943
_SHARED_MEMORY = Path("/", "dev", "shm")
FORMATS = ("terminal", "html", "json", "junit", "csv")
pytestmark = pytest.mark.skipif(not can_fork(), reason="marks are given on Linux only")


@dataclass(frozen=True)
class Attack:
    """What ``attack.toml`` says.

    Attributes:
        what: The attack in one sentence.
        outcomes: The outcome that each check must get.
        says: Regular expressions that must be found in what the grading says.
        limit: The limit that must have been exceeded.
        refused: A regular expression: the submission is not even read, for this reason.
        naive: The check of the naive grader that it passes with a wrong answer, or through which it steals.
        steals: It shows what is hidden, where it can.
    """

    what: str
    outcomes: dict[str, str] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    limit: str = ""
    refused: str = ""
    naive: str = ""
    steals: bool = False


def attack_in(folder: Path) -> Attack:
    return Attack(**tomllib.loads((folder / "attack.toml").read_text(encoding="utf-8")))


def module_at(path: Path) -> Any:
    spec = util.spec_from_file_location(path.stem, path)
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def naive():
    """Return the module of the naive grader."""
    return module_at(HERE / "naive.py")


@pytest.fixture(scope="module")
def naive_grader(naive):
    """Start the naive grader: what an attack does there must not depend on what this process did before."""
    grader = naive.Naive()
    yield grader
    grader.close()


@pytest.fixture(scope="module")
def token():
    """Return the word that stands in everything hidden."""
    return f"TOKEN{secrets.token_hex(8)}"


@pytest.fixture(scope="module")
def course(tiny, token, tmp_path_factory):
    """Return a copy of the tiny course whose graders and solutions hold the token; workers are sent the probes."""
    root = tmp_path_factory.mktemp("hidden") / "course"
    shutil.copytree(tiny.root, root)
    hidden = {*root.glob("graders/*/*/*.py"), *root.glob("solutions/*/*.py")} - {*root.glob("graders/*/probes/*.py")}
    for path in hidden:
        path.write_text(f"{path.read_text()}\n# {token}\n")
    author = ["-c", "user.name=author", "-c", "user.email=author@example.org"]
    for command in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", token]):
        subprocess.run([shutil.which("git") or "git", "-C", str(root), *command], check=True)
    return Course(root)


@pytest.fixture(scope="module", params=["with bubblewrap", "without bubblewrap"])
def host(request, course, lent):
    """Return a warm process that workers come from, inside bubblewrap or not."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "without bubblewrap":
            patch.setattr(bubblewrap, "missing", lambda: "left out here")
        elif bubblewrap.missing():
            pytest.skip(bubblewrap.missing())
        started = start_host((), [str(course.root / name) for name in ("exercises", "solutions", "graders")])
    ProcessWorker(started, Limits()).close()  # now it has imported torch, and all its processes are there
    yield lent(started)
    started.close()


@pytest.fixture
def world(course, counter, token, tmp_path, monkeypatch):
    """Return what an attacker could find out about the machine, by name."""
    for name, text in {"seed": token, "other/basics.py": f"# {token}\n", "victim": "untouched"}.items():
        path = tmp_path / "world" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setenv("LEARN_SECRET_SEED", token)
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield {
            "GRADER": course.root / "graders" / "chapter1_tiny" / "checks" / "basics.py",
            "HIDDEN": course.root / "graders" / "chapter1_tiny" / "hidden" / "basics.py",
            "SOLUTION": course.root / "solutions" / "chapter1_tiny" / "basics.py",
            "COUNTER": counter.rstrip(),
            "REPOSITORY": course.root,
            "SEED_FILE": tmp_path / "world" / "seed",
            "OTHER": tmp_path / "world" / "other" / "basics.py",
            "VICTIM": tmp_path / "world" / "victim",
            "PID": os.getpid(),
            "PORT": server.getsockname()[1],
            "TOKEN": "TOKEN" + "[0-9a-f]{16}",
        }


def handed_in(folder: Path, world: dict[str, Any], work: Path) -> Path:
    """Return the submission of an attack, in a folder of its own."""
    shutil.copytree(folder, work, ignore=shutil.ignore_patterns("attack.toml", "make.py", "__pycache__"))
    for path in work.rglob("*.py"):
        text = path.read_bytes()
        for name, value in world.items():
            text = text.replace(f"@{name}@".encode(), str(value).encode())
        path.write_bytes(text)
    maker = folder / "make.py"
    return module_at(maker).make(work, world) if maker.exists() else work


def said_in(report) -> str:
    texts = [text for check in report.checks if check.feedback for text in msgspec.structs.astuple(check.feedback)]
    return "\n".join([*(str(text) for text in texts), *(check.output for check in report.checks)])


def left_on_this_machine(host) -> dict[str, set[Any]]:
    """Return what a submission could leave behind."""
    return {
        "processes": set(living(psutil.Process())),
        "shared memory": set(_SHARED_MEMORY.glob("*")),
        "scratch": set(Path(host.host.folder).rglob("*")),
    }


def more_than(before: dict[str, set[Any]], host) -> dict[str, set[Any]]:
    now = left_on_this_machine(host)
    return {kind: now[kind] - before[kind] for kind in now if now[kind] - before[kind]}


def living(process: psutil.Process):
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if child.status() != psutil.STATUS_ZOMBIE:
                yield child.pid


@pytest.mark.timeout(60)
@pytest.mark.parametrize("folder", ATTACKS, ids=lambda folder: folder.name)
def test_an_attack_gets_its_outcome_and_leaves_nothing(folder, host, course, world, token, checks_of, tmp_path):
    """With and without bubblewrap; and what the report says of it, as a learner sees it, gives nothing away."""
    attack = attack_in(folder)
    work = handed_in(folder, world, tmp_path / "work")
    before = left_on_this_machine(host)

    if attack.refused:
        with pytest.raises(SubmissionError, match=attack.refused):
            read_submission(work, course)
        return
    grading = Grading(course, course.resolve(("basics",)), read_submission(work, course), SECRET_SEED, warm=False)
    grading.players.hosts[()] = host
    report = grade(grading)

    checks = checks_of(report)
    assert {name: str(checks[name].outcome) for name in attack.outcomes} == attack.outcomes
    assert len(checks) == 4
    assert report.exit_code == (0 if folder.name == "00_right_work" else 1)
    assert {check.limit for check in report.checks} - {""} == ({attack.limit} - {""})
    for pattern in attack.says:
        assert re.search(pattern, said_in(report)), said_in(report)
    assert token not in msgspec.json.encode(report).decode()
    assert Path(world["VICTIM"]).read_text() == "untouched"
    deadline = time.monotonic() + 5  # what was killed takes the kernel a moment
    while more_than(before, host) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert more_than(before, host) == {}
    require_inert(report)
    require_no_leak(report, course)


def require_inert(report):
    """No text of a submission may steer what shows it, in practice either, where it is shown whole."""
    for name in FORMATS:
        text = rendered(report, name)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), name
        assert "##[" not in text, name
        assert not (name in {"terminal", "csv"} and re.search(r"^[^!-~\n]*::", text, re.MULTILINE)), name
    assert not re.search("<(script|img)[^>]*(alert|onerror)|>alert", rendered(report, "html"))


def require_no_leak(report, course):
    """No input, expected value, source text or path of a grader may be in what a learner is shown under a secret seed."""
    hidden = {str(SECRET_SEED), str(course.root), "graders/"}
    for check in report.checks:
        feedback = check.feedback
        if feedback is not None:
            hidden |= {feedback.call, feedback.got, feedback.expected, feedback.source, feedback.summary, check.output.strip()}
    harmless = {"", *(check.title for check in report.checks)}
    shown = redact(report, secret_seed=True)
    for name in FORMATS:
        text = rendered(shown, name)
        for secret in hidden - harmless:
            assert secret not in text, (name, secret)


def rendered(report, name: str) -> str:
    """Return a report in one of the formats, as a learner sees it."""
    module = import_module(f"learn.report.{name}")
    if name != "terminal":
        return module.render(report)
    console = Console(file=io.StringIO(), width=200, highlight=False)
    module.render(report, console, quiet=False, verbose=True)
    return console.file.getvalue()


@pytest.mark.parametrize("folder", [folder for folder in ATTACKS if attack_in(folder).naive], ids=lambda folder: folder.name)
def test_an_attack_works_where_nothing_stops_it(folder, world, token, naive, naive_grader, tmp_path):
    """It proves something only if it succeeds against a naive grader: a wrong answer passes there, or a secret is shown."""
    attack = attack_in(folder)
    work = handed_in(folder, world, tmp_path / "work")
    code, printed = naive_grader.run(work, attack.naive, {"LEARN_SECRET_SEED": token})
    if attack.steals:
        assert token in printed, printed
    else:
        assert naive.verdict(work, attack.naive, code, printed), printed


def test_the_naive_grader_fails_wrong_work_and_passes_right_work(world, naive, naive_grader, tmp_path):
    """Otherwise an attack that passes there would prove nothing."""
    names = re.findall(r"def test_(\w+)", (HERE / "naive_checks.py").read_text())
    blind = {"any", "echo", "ones", "fast", "float64"}  # these look at too little by design
    for control, passes in (("00_right_work", True), ("00_wrong_work", False)):
        for name in names:
            if name in blind or (passes and name == "equality"):
                continue
            work = handed_in(HERE / control, world, tmp_path / f"{control}-{name}")
            code, printed = naive_grader.run(work, name, {})
            assert naive.verdict(work, name, code, printed) is passes, (control, name, printed)


def test_every_published_attack_is_in_the_corpus():
    """The numbers run from 1 to 70 without a gap, but for those that docs/security.md gives a reason for."""
    found = {int(folder.name[:2]) for folder in ATTACKS}
    text = (HERE.parent.parent / "docs" / "security.md").read_text(encoding="utf-8")
    elsewhere = {int(number) for number in re.findall(r"^\| (\d+) \| not here", text, re.MULTILINE)}
    assert set(range(1, 71)) - found == elsewhere
