"""The layers: each is there, named, does its part, and grading for marks refuses to go without."""

from __future__ import annotations

import errno
import importlib.metadata
import re
import shutil
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from learn.course import Limits
from learn.errors import SandboxError
from learn.results import Outcome
from learn.sandbox import bubblewrap, hosts, landlock, layers, privileges, rules, seccomp
from learn.sandbox.canary import require_sandbox
from learn.sandbox.workers import ProcessWorker

pytestmark = pytest.mark.skipif(not hosts.can_fork(), reason="the layers are those of Linux")
MISSING_BUBBLEWRAP = bubblewrap.missing()


@pytest.fixture
def zygote(monkeypatch):
    """Return a function that starts a host with some layers."""
    started = []

    def start(chosen=layers.CONFINING, *, wrapped=False):
        if not wrapped:
            monkeypatch.setattr(bubblewrap, "missing", lambda: "left out here")
        started.append(hosts.ZygoteHost((), (), chosen))
        ProcessWorker(started[-1], Limits()).close()
        return started[-1]

    yield start
    for host in started:
        host.close()


# ---------------------------------------------------------------------------- the canary


@pytest.mark.parametrize("wrapped", [True, False])
def test_the_canary_lives_where_every_layer_holds(zygote, wrapped):
    """With and without bubblewrap."""
    if wrapped and MISSING_BUBBLEWRAP:
        pytest.skip(MISSING_BUBBLEWRAP)
    require_sandbox(zygote(wrapped=wrapped))


@pytest.mark.parametrize(
    ("layer", "could"),
    [(landlock, "read a file outside its folder"), (seccomp, "start a process")],
    ids=["Landlock", "seccomp"],
)
def test_a_layer_that_is_claimed_but_does_not_hold_is_found_out(zygote, layer, could):
    """The canary believes nobody: it tries."""
    host = zygote(tuple(other for other in layers.CONFINING if other is not layer))
    host.layers = layers.CONFINING
    with pytest.raises(SandboxError, match=f"a worker could {could}, although {layer.NAME} is on"):
        require_sandbox(host)


@pytest.mark.parametrize("layer", layers.NEEDED_FOR_MARKS, ids=lambda layer: layer.NAME)
def test_without_a_layer_that_marks_need_nothing_is_graded(learn_in_process, monkeypatch, root, layer):
    """One sentence says which and how to get it; exit code 2."""
    monkeypatch.setattr(layer, "missing", lambda: "this kernel is too old")
    tiny = ("--course", root / "tests/courses/tiny", "--submission", root / "tests/courses/tiny/solutions")
    code, _, error = learn_in_process("grade", "basics", "--require-sandbox", *tiny)
    assert code == 2
    assert error.strip() == (
        "learn: Marks need a sandbox, and this machine has no whole one: this kernel is too old; docs/security.md says how to "
        "get it."
    )


def test_where_workers_are_not_confined_practice_is_all_there_is(learn_in_process, monkeypatch, root):
    """Without fork nothing confines a worker: results say so, and marks are refused."""
    monkeypatch.setattr(hosts, "can_fork", lambda: False)
    tiny = ("--course", root / "tests/courses/tiny", "--submission", root / "tests/courses/tiny/solutions")
    code, shown, error = learn_in_process("grade", "basics", "-v", *tiny)
    assert code == 0, error
    assert "Isolation: separate process, resource limits, unsandboxed: practice only" in " ".join(shown.split())
    code, _, error = learn_in_process("grade", "basics", "--require-sandbox", *tiny)
    assert code == 2
    assert "this grader's workers are not confined" in error


@pytest.mark.skipif(bool(MISSING_BUBBLEWRAP), reason=MISSING_BUBBLEWRAP)
@pytest.mark.parametrize("user", ["0", "1234"])
def test_marks_are_given_as_root_and_as_an_ordinary_user(root, tmp_path, user):
    """In a namespace where this process is that user, and owns what it needs; the interpreter may lie below a home folder."""
    grade = [sys.executable, str(root / "cli.py"), "grade", "basics", "--require-sandbox", "-v"]
    tiny = ["--course", str(root / "tests/courses/tiny"), "--submission", str(root / "tests/courses/tiny/solutions")]
    become = ["bwrap", "--unshare-user", "--uid", user, "--gid", user, "--dev-bind", "/", "/"]
    done = subprocess.run([*become, *grade, *tiny], capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Landlock, seccomp" in " ".join(done.stdout.split())


# ---------------------------------------------------------------------------- names


def test_every_layer_is_named_in_every_result_and_by_the_doctor(graded, tiny, root, learn):
    """What held stands where marks are defended."""
    expected = ["separate process", "resource limits", "no privileges", "Landlock", "seccomp"]
    expected += [] if MISSING_BUBBLEWRAP else ["bubblewrap"]
    assert graded(tiny, root / "tests/courses/tiny/solutions", ("basics",)).environment.isolation == expected
    assert f"isolation    {', '.join(expected)}\n" in learn("doctor").stdout


@pytest.mark.parametrize(
    ("layer", "attribute", "value", "why"),
    [
        (landlock, "version", lambda: 0, "Landlock needs Linux 5.13 or newer, booted with 'landlock' among the kernel's lsm="),
        (seccomp.kernel, "MACHINE", "riscv64", "seccomp filters are written for Linux on x86_64 and aarch64"),
    ],
    ids=["Landlock", "seccomp"],
)
def test_a_missing_layer_says_how_to_get_it(monkeypatch, layer, attribute, value, why):
    """In the words that the doctor and a refusal show."""
    monkeypatch.setattr(layer, attribute, value)
    assert any(why in other.missing() for other in layers.CONFINING)


def test_a_missing_bubblewrap_says_how_to_get_it(monkeypatch):
    """Not installed, or not allowed to make namespaces."""
    bubblewrap.missing.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert "install your distribution's package 'bubblewrap'" in bubblewrap.missing()
    bubblewrap.missing.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: "/bin/false")
    assert "allow unprivileged user namespaces, as docs/security.md says" in bubblewrap.missing()
    bubblewrap.missing.cache_clear()


# ---------------------------------------------------------------------------- seccomp, as a program


def verdict_of(program: bytes, architecture: int, number: int, *arguments: int) -> int:
    """Run a filter as the kernel would, on what it sees of a call."""
    words = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("=iIQ6Q", number, architecture, 0, *words)
    accumulator, at = 0, 0
    while True:
        kind, if_true, if_false, value = struct.unpack_from("=HBBI", program, 8 * at)
        at += 1
        if kind == seccomp._LOAD:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif kind == seccomp._RETURN:
            return value
        else:
            holds = accumulator == value if kind == seccomp._EQUAL else bool(accumulator & value)
            at += if_true if holds else if_false


ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
X86, ARM = ("x86_64", 0xC000003E), ("aarch64", 0xC00000B7)
THREAD = 0x3D0F00  # what glibc asks of clone() for a thread


@pytest.mark.parametrize(
    ("machine", "call", "verdict"),
    [
        (X86, (0, 3), ALLOW),  # read
        (ARM, (63, 3), ALLOW),
        (X86, (41, 2, 1, 0), REFUSE),  # socket
        (ARM, (198, 2, 1, 0), REFUSE),
        (X86, (57,), REFUSE),  # fork
        (X86, (56, THREAD), ALLOW),
        (X86, (56, 17), REFUSE),  # a clone that is a process
        (X86, (56, THREAD | 0x10000000), REFUSE),  # a thread in a new user namespace
        (ARM, (220, THREAD), ALLOW),
        (ARM, (220, 17), REFUSE),
        (X86, (435,), 0x00050000 | errno.ENOSYS),  # clone3
        (ARM, (435,), 0x00050000 | errno.ENOSYS),
        (X86, (59,), REFUSE),  # execve
        (ARM, (221,), REFUSE),
        (X86, (16, 0, 0x5401), ALLOW),  # ioctl TCGETS
        (X86, (16, 0, 0x5412), REFUSE),  # TIOCSTI, which types for somebody
        (X86, (72, 3, 1030), ALLOW),  # fcntl F_DUPFD_CLOEXEC
        (X86, (72, 3, 8), REFUSE),  # F_SETOWN, which sends signals
        (X86, (72, 3, 6), REFUSE),  # F_SETLK
        (X86, (234, 4711, 4711, 6), ALLOW),  # tgkill on itself
        (X86, (234, 4712, 4712, 6), REFUSE),
        (ARM, (131, 4712, 4712, 6), REFUSE),
        (X86, (62, 4711, 9), REFUSE),  # kill
        (X86, (302, 0, 7, 0), ALLOW),  # prlimit64: what are my limits?
        (X86, (302, 0, 7, 1 << 40), REFUSE),  # a new limit whose pointer has nothing in its lower half
        (X86, (302, 1, 7, 0), REFUSE),
        (ARM, (261, 0, 7, 4096), REFUSE),
        (X86, (157, 22), REFUSE),  # prctl
        (X86, (317, 1), REFUSE),  # seccomp
        (X86, (90,), REFUSE),  # chmod
        (X86, (0x40000000 | 0, 3), REFUSE),  # read, in the 32-bit interface of x86_64
        (("x86_64", 0x40000003), (3, 3), KILL),  # another architecture's read
    ],
)
def test_the_filter_decides_rightly_on_both_architectures(machine, call, verdict):
    """Checked by running it, since only one of them is here."""
    name, architecture = machine
    assert verdict_of(seccomp._program(name, 4711), architecture, *call) == verdict


def test_the_filter_is_small_enough_for_the_kernel():
    """It takes 4096 instructions."""
    assert all(len(seccomp._program(name, 1)) // 8 < 4096 for name in seccomp._NUMBERS)


# ---------------------------------------------------------------------------- what may be seen


def test_what_torch_needs_is_among_the_packages_that_can_be_read():
    """When torch needs another package, this says so before a learner does."""
    todo, seen = ["torch", "torchvision", "numpy"], set()
    while todo:
        name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        todo += [re.match(r"[\w.-]+", need)[0] for need in needs if "extra ==" not in need]
    assert {rules._package(name.replace("-", "_")) for name in seen} <= rules.PACKAGES


def test_a_view_is_cut_round_what_is_hidden(tmp_path):
    """A layer that cannot hide a folder below a readable one gets the pieces; links lead nowhere new."""
    for name in ("a/b/secret/x", "a/b/open/x", "a/c", "elsewhere/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "a" / "link").symlink_to(tmp_path / "elsewhere")
    view = rules.View((str(tmp_path / "a"),), (), (str(tmp_path / "a/b/secret"), str(tmp_path / "a/gone")))
    assert sorted(view.cut()) == [str(tmp_path / "a/b/open"), str(tmp_path / "a/c")]


def test_the_packaged_course_and_the_labels_of_data_sets_are_hidden():
    """Graders that came with the wheel, and what scikit-learn ships."""
    hidden = rules.view_of_worker(hidden=("/some/course/graders",)).hidden
    assert "/some/course/graders" in hidden
    assert str(Path(rules.PACKAGE_DIR) / "_content") in hidden
    assert any(path.endswith("sklearn/datasets/data") for path in hidden)


# ---------------------------------------------------------------------------- kind refusals


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("list(DataLoader(TensorDataset(x), num_workers=2))", "DataLoader(num_workers=...) is not available while grading"),
        ("torch.compile(torch.nn.Linear(3, 3))(x)", "torch.compile is not available while grading"),
        ("torch.nn.Linear(3, 3).compile()", "torch.compile is not available while grading"),
        ("socket.socket()", "The network is not available while grading"),
        ("socket.create_connection(('127.0.0.1', 1))", "The network is not available while grading"),
        ("urllib.request.urlopen('http://127.0.0.1/')", "The network is not available while grading"),
        ("subprocess.run(['ls'])", "Starting another process is not available while grading"),
        ("subprocess.check_output(['ls'])", "Starting another process is not available while grading"),
        ("os.system('ls')", "Starting another process is not available while grading"),
        ("os.fork()", "Starting another process is not available while grading"),
        ("multiprocessing.Pool(2)", "Starting another process is not available while grading"),
        ("multiprocessing.Process(target=print).start()", "Starting another process is not available while grading"),
        ("x.share_memory_()", "Shared memory is not available while grading"),
        ("open('/etc/hostname')", "only Python and its packages can be read, and only the current folder can be written"),
        ("open('/somewhere', 'w')", "only Python and its packages can be read, and only the current folder can be written"),
        ("os.chmod('.', 0)", "only Python and its packages can be read, and only the current folder can be written"),
    ],
)
def test_what_is_not_available_says_so(tiny, graded, checks_of, counter, tmp_path, body, sentence):
    """A learner reads a sentence, not a bare EPERM from somewhere deep inside."""
    imports = "import multiprocessing, os, socket, subprocess, torch, urllib.request"
    loader = "from torch.utils.data import DataLoader, TensorDataset"
    (tmp_path / "basics.py").write_text(
        f"{imports}\n{loader}\n\n\ndef double(x):\n    {body}\n    return 2 * x\n\n\n{counter}"
    )
    checks = checks_of(graded(tiny, tmp_path, ("basics",)))
    check = checks["double/test_double_values"]
    assert check.outcome is Outcome.ERRORED
    assert sentence in check.feedback.summary
    assert check.feedback.line == 6
    assert checks["Counter/test_counter"].outcome is Outcome.PASSED


def test_what_courses_need_is_available(tiny, graded, checks_of, counter, tmp_path):
    """Threads, files of one's own, saving and loading, temporary files, late imports: right work is not stopped."""
    (tmp_path / "basics.py").write_text(
        textwrap.dedent("""
        import os, tempfile, threading
        from pathlib import Path
        import torch
        from torch.utils.data import DataLoader, TensorDataset

        def double(x):
            torch.set_num_threads(2)
            assert torch.randn(300, 300).mm(torch.randn(300, 300)).shape == (300, 300)
            import decimal, sympy, torchgen  # not imported before
            from PIL import Image
            torch.save({"x": x}, "x.pt")
            back = torch.load("x.pt")["x"]
            with tempfile.TemporaryDirectory() as folder:
                Path(folder, "note").write_text("x")
                Path(folder, "note").rename(Path(folder, "other"))
            thread = threading.Thread(target=lambda: None)
            thread.start()
            thread.join()
            layer = torch.nn.Linear(1, 1)
            optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
            for (row,) in DataLoader(TensorDataset(torch.ones(4, 1)), batch_size=2, shuffle=True):
                optimizer.zero_grad()
                layer(row).sum().backward()
                optimizer.step()
            return back + x
        """)
        + counter
    )
    checks = checks_of(graded(tiny, tmp_path, ("basics",)))
    assert checks["double/test_double_values"].outcome is Outcome.PASSED, checks["double/test_double_values"]


# ---------------------------------------------------------------------------- root's power


def test_a_worker_has_no_capability_left(zygote, ask):
    """Not even where the grader is root: opening what belongs to others fails, by the kernel's own account."""
    assert privileges.missing() == ""
    worker = ProcessWorker(zygote((privileges,)), Limits())
    ask(worker, "def f(_):\n    return open('/proc/self/status').read()\n")
    status = ask(worker, "f", None)["value"]
    worker.close()
    found = dict(re.findall(r"^(Cap\w+|NoNewPrivs):\s*(\S+)$", status, re.MULTILINE))
    assert {int(found[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {0}
    assert found["NoNewPrivs"] == "1"
