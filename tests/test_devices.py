"""Device checks: where they run, what they catch, and what stays as it was where there is no accelerator."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from learn.accelerators import accelerators
from learn.checks import unmet_need
from learn.course import Course
from learn.dev.prove import prove
from learn.errors import UsageError
from learn.grade import Grading
from learn.observe import Subject
from learn.results import Outcome, points_of
from learn.sandbox import limits
from learn.sandbox.rules import Rules
from learn.session import collect
from learn.submission import read_submission
from learn.verdict import Verdict

PLACED = Path(__file__).parent / "courses" / "placed"


@pytest.fixture(scope="module")
def placed():
    """Return the course of tasks that have to do with devices."""
    return Course(PLACED)


@pytest.fixture
def with_centred(tmp_path):
    """Return what makes a submission: the solution, with another ``centred``."""

    def write(body: str) -> Path:
        source = (PLACED / "solutions/chapter1_placed/placed.py").read_text()
        path = tmp_path / "chapter1_placed" / "placed.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{source}\n\ndef centred(x):\n{textwrap.indent(textwrap.dedent(body), '    ')}\n")
        return tmp_path

    return write


@pytest.fixture
def device_check(graded, placed, checks_of, with_centred):
    """Return what grades a body of ``centred`` and gives back the result of its device check."""

    def result(body: str, device: str = "auto"):
        report = graded(placed, with_centred(body), ("placed:centred",), device=device)
        return checks_of(report)["centred/test_centred_device[sim]"]

    return result


def test_the_solution_passes_on_the_simulated_accelerator_and_results_name_it(graded, placed, checks_of):
    """Values are checked on the CPU, devices on ``sim``; the verdict of the latter is reported."""
    report = graded(placed, PLACED / "solutions")
    assert report.exit_code == 0
    assert report.environment.device == "cpu, sim"
    checks = checks_of(report)
    assert {name: (check.device, check.verdict) for name, check in checks.items() if "centred" in name} == {
        "centred/test_centred_values": ("cpu", "derived"),
        "centred/test_centred_device[sim]": ("sim", "reported"),
    }


def test_the_course_of_device_checks_is_proved(placed):
    """Each device mistake fails the device check alone, and is named as itself; functions, modules, arguments, in place."""
    proof = prove(placed.exercise("placed"), seeds=3)
    assert proof.problems == []
    assert proof.idle == []


@pytest.mark.parametrize(
    ("body", "outcome", "said"),
    [
        ("return torch.zeros(x.shape) + x - x.mean()", Outcome.ERRORED, "Expected all tensors to be on the same device"),
        ("return (x - x.mean()).cpu()", Outcome.FAILED, "The result is on cpu, but its input is on sim."),
        ("return (x.cpu() - x.mean().cpu()).to(x.device)", Outcome.FAILED, "copied 1 tensor from sim to the CPU, and back"),
        ("return torch.from_numpy(x.numpy() - x.numpy().mean())", Outcome.ERRORED, "can't convert sim:0 device type tensor"),
        ("return x - x.mean().to('cuda')", Outcome.ERRORED, "CUDA"),
    ],
)
def test_a_device_mistake_is_caught_with_a_sentence(device_check, body, outcome, said):
    """All but the last are right on the CPU."""
    result = device_check(body)
    assert result.outcome is outcome
    assert said in result.feedback.summary


def test_a_mix_gets_a_hint(device_check):
    """PyTorch's message says which argument; the hint says where to look."""
    assert "device=" in device_check("return torch.zeros(x.shape) + x - x.mean()").feedback.hint


def test_a_named_device_mistake_says_what_to_do(device_check):
    """It equals a known mistake on the accelerator."""
    result = device_check("return torch.zeros(x.shape) + x - x.mean()")
    assert result.feedback.diagnosis == "You subtract from a tensor on the CPU: say device=x.device."


@pytest.mark.parametrize(
    "body",
    [
        "return x - torch.tensor(float(x.mean()))",
        "return x - torch.full((), x.mean().item(), device=x.device)",
        "flat = x.flatten()\nreturn (flat - sum(flat[i] for i in torch.arange(len(flat))) / len(flat)).reshape(x.shape)",
    ],
)
def test_right_work_passes_however_it_is_written(device_check, body):
    """Numbers, rank-0 CPU tensors and CPU indices may mix with a device's tensors."""
    assert device_check(body).outcome is Outcome.PASSED


def test_what_the_device_cannot_do_is_skipped_and_counts_nowhere(graded, placed, checks_of, with_centred):
    """An LSTM cell is right work that the simulated accelerator has no kernel for."""
    body = "torch.nn.LSTM(2, 2).to(x.device)(torch.ones(1, 1, 2, device=x.device))\nreturn x - x.mean()"
    report = graded(placed, with_centred(body), ("placed:centred",))
    result = checks_of(report)["centred/test_centred_device[sim]"]
    assert result.outcome is Outcome.SKIPPED
    assert not result.counts
    assert "_thnn_fused_lstm_cell" in result.feedback.summary
    assert points_of(report.checks) == (1, 1)
    assert report.exit_code == 0


def test_a_device_that_a_worker_cannot_use_is_skipped_and_counts_nowhere(graded, placed, checks_of, monkeypatch):
    """Here the machine only claims to have CUDA, as one does whose driver the sandbox keeps from a worker."""
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    report = graded(placed, PLACED / "solutions", ("placed:centred",))
    result = checks_of(report)["centred/test_centred_device[cuda]"]
    assert (result.outcome, result.counts, result.device) == (Outcome.SKIPPED, False, "cuda")
    assert result.feedback.summary.startswith("The device 'cuda' cannot be used in a worker, --device sim can: ")
    assert report.exit_code == 0


def test_float64_is_skipped_where_the_accelerator_has_none(placed):
    """MPS has no float64: the check counts nowhere, and nothing is asked of the submission."""
    subject = Subject(placed.exercise("placed"), {"files": [{"path": "placed.py"}]}, lambda: None, device="mps")
    with pytest.raises(Verdict) as ended:
        subject.on_device("centred", [{"x": [torch.ones(2, dtype=torch.float64)]}])
    assert (ended.value.outcome, ended.value.counts) == (Outcome.SKIPPED, False)


def test_a_lost_device_check_stops_no_other_task(placed):
    """What needs a task waits for its values, and for what the same device says of it."""
    checks = collect(Grading(placed, placed.resolve(()), read_submission(PLACED / "solutions", placed), warm=False))
    values, device = (next(c for c in checks if c.name.startswith(f"test_centred_{kind}")) for kind in ("values", "device"))
    done = {values: True, device: False}
    for other in checks:
        if other.task.name == "ramp":
            needing = replace(other, spec=replace(other.spec, needs=("centred",)))
            assert bool(unmet_need(needing, done)) is (other.device == "sim")


def test_without_an_accelerator_no_device_check_runs(graded, placed):
    """``--device cpu`` grades values alone."""
    report = graded(placed, PLACED / "solutions", device="cpu")
    assert {check.device for check in report.checks} == {"cpu"}
    assert report.environment.device == "cpu"
    assert points_of(report.checks) == (4, 4)


def test_only_the_workers_that_grade_on_it_register_it(graded, placed, checks_of, with_centred):
    """Neither this process nor the worker of the values has the device."""
    body = "print('backend:', torch._C._get_privateuse1_backend_name())\nreturn x - x.mean() + 1"
    checks = checks_of(graded(placed, with_centred(body), ("placed:centred",)))
    assert "backend: privateuseone" in checks["centred/test_centred_values"].output
    assert "backend: sim" in checks["centred/test_centred_device[sim]"].output
    assert torch._C._get_privateuse1_backend_name() == "privateuseone"


def test_a_missing_device_is_one_sentence_and_exit_code_2(learn_in_process):
    """Nothing is graded."""
    code, out, said = learn_in_process("grade", "--course", PLACED, "--submission", PLACED / "solutions", "--device", "cuda")
    assert (code, out) == (2, "")
    assert said == "learn: The device 'cuda' is not available on this machine: say one of 'cpu', 'sim', or 'auto'.\n"


def test_the_command_line_grades_on_a_device(learn_in_process):
    """And says which."""
    code, out, _ = learn_in_process("grade", "--course", PLACED, "--submission", PLACED / "solutions", "--device", "sim", "-v")
    assert code == 0
    assert "cpu, sim" in out


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        ((), {"auto": ("sim",), "cpu": (), "sim": ("sim",), "all": ("sim",)}),
        (("cuda",), {"auto": ("cuda",), "cpu": (), "sim": ("sim",), "all": ("cuda", "sim"), "cuda": ("cuda",)}),
        (("mps",), {"auto": ("mps",), "all": ("mps", "sim"), "mps": ("mps",)}),
    ],
)
def test_a_real_accelerator_goes_first(here, expected, monkeypatch):
    """``auto`` takes it, and the simulated one where there is none."""
    monkeypatch.setattr("torch.cuda.is_available", lambda: "cuda" in here)
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: "mps" in here)
    assert {wanted: accelerators(wanted) for wanted in expected} == expected
    for missing in {"cuda", "mps"} - set(here):
        with pytest.raises(UsageError, match=f"'{missing}' is not available"):
            accelerators(missing)


@pytest.mark.parametrize(("device", "bounded"), [("cpu", True), ("sim", True), ("cuda", False)])
def test_cuda_gets_no_limit_of_address_space(device, bounded, monkeypatch):
    """Its driver reserves more than any learner should have; the grader watches resident memory there."""
    resource = pytest.importorskip("resource")
    set_limits = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, _bounds: set_limits.append(kind))
    allowed = {"memory_mib": 1, "cpu_s": 1.0, "file_mib": 1, "open_files": 9}
    limits.enter(Rules(allowed, "", [], device=device))
    assert (resource.RLIMIT_AS in set_limits) is bounded


def test_the_fixture_tests_an_ordinary_program(tmp_path):
    """``accelerator`` is a device in tests that are no checks, as docs/devices.md shows."""
    (tmp_path / "test_ordinary.py").write_text(
        "import torch\nfrom learn.watch import Watch\n\n\n"
        "def test_right(accelerator):\n"
        "    with Watch() as seen:\n"
        "        assert (torch.ones(2, device=accelerator) * 2).device.type == accelerator.type == 'sim'\n"
        "    assert seen.round_trips == 0\n\n\n"
        "def test_wrong(accelerator):\n"
        "    torch.ones(2, device=accelerator) + torch.ones(2)\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_ordinary.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 failed, 1 passed" in done.stdout
    assert "Expected all tensors to be on the same device" in done.stdout
