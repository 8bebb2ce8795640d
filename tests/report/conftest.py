"""Reports that the renderers' tests share: one with every outcome, and one that is hostile in every string."""

from __future__ import annotations

import pytest

from learn.results import (
    ChapterResult,
    CheckResult,
    Environment,
    ExerciseResult,
    Feedback,
    Outcome,
    Report,
    TaskResult,
)

ENVIRONMENT = Environment(
    learn="0.1.0",
    python="3.11.2",
    torch="2.13.0+cpu",
    torchvision="0.28.0",
    platform="Linux x86_64",
    device="cpu",
    isolation=["separate process", "resource limits", "Landlock and seccomp"],
)
SOFTMAX = "exercises/chapter2_neural_networks/softmax.py"
ATTENTION = "exercises/chapter5_transformers/attention.py"

HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\ [bold]b[/bold]"
    " <script>alert(1)</script> \x00\ud800\r\n::error::forged\n  ::set-output name=x::y\n##[error]old"
    " \x9b2J \u202etxt.exe ]]> &amp; {{ 7 * 7 }}"
)


def check(
    name: str, title: str, points: int, outcome: Outcome, feedback: Feedback | None = None, **more: object
) -> CheckResult:
    """Return a result with an id that is made of its name."""
    return CheckResult(name, title, points, outcome, feedback=feedback, **more)  # type: ignore[arg-type]


def softmax() -> ExerciseResult:
    """Return an exercise with one task that fails in several ways and one that is complete."""
    wrong = Feedback(
        "at [0, 1]: got 0.81, expected 0.67   (shape (3, 4), float32)",
        call="softmax(tensor([[1.2000, 0.3000], [-0.5000, 2.1000]]))",
        got="tensor([[0.8455, 0.1419], [0.1545, 0.8581]])",
        expected="tensor([[0.7109, 0.2891], [0.0691, 0.9309]])",
        hint="The values sum to one along the wrong dimension.",
        diagnosis="You normalised over the batch (dim=0); each row is one sample, so normalise over dim=1.",
        file=SOFTMAX,
        line=12,
    )
    raised = Feedback(
        "raised RuntimeError: mat1 and mat2 shapes cannot be multiplied (3x4 and 3x4)",
        call="cross_entropy(<tensor (3, 4) float32>, tensor([2, 0, 1]))",
        hint="Look at the shapes on both sides of @.",
        file=SOFTMAX,
        line=31,
        source="loss = probs @ targets",
    )
    printed = "\n".join(f"step {step}: loss {2.3 - step / 10:.2f}" for step in range(1, 9)) + "\n"
    hidden = Feedback("got 3, expected 5", call="softmax(secret)", got="3", expected="5", hint="h", file=SOFTMAX, line=9)
    return ExerciseResult(
        "softmax",
        "Softmax and cross-entropy",
        SOFTMAX,
        [
            TaskResult(
                "softmax",
                core=True,
                checks=[
                    check(
                        "softmax:softmax/test_values",
                        "gives what the formula gives",
                        2,
                        Outcome.PASSED,
                        duration_s=0.0123,
                    ),
                    check("softmax:softmax/test_rows", "normalises each row", 2, Outcome.FAILED, wrong, output="hi\n"),
                    check(
                        "softmax:softmax/test_hidden",
                        "stays finite for large logits",
                        1,
                        Outcome.FAILED,
                        hidden,
                        visibility="hidden",
                    ),
                ],
            ),
            TaskResult(
                "log_softmax",
                core=True,
                checks=[
                    check("softmax:log_softmax/test_values", "is the logarithm of softmax", 2, Outcome.PASSED),
                    check("softmax:log_softmax/test_stable", "does not overflow", 1, Outcome.PASSED, verdict="reported"),
                ],
            ),
            TaskResult(
                "cross_entropy",
                core=True,
                checks=[
                    check(
                        "softmax:cross_entropy/test_values",
                        "averages over the batch",
                        3,
                        Outcome.ERRORED,
                        raised,
                        output=printed,
                    ),
                    check(
                        "softmax:cross_entropy/test_gradients",
                        "lets gradients through to the logits",
                        2,
                        Outcome.SKIPPED,
                        Feedback("Needs 'averages over the batch' first."),
                    ),
                ],
            ),
            TaskResult(
                "label_smoothing",
                core=False,
                checks=[
                    check(
                        "softmax:label_smoothing/test_values",
                        "moves mass to the other classes",
                        2,
                        Outcome.NOT_STARTED,
                        Feedback("Not written yet.", file=SOFTMAX, line=52),
                    )
                ],
            ),
        ],
    )


def attention() -> ExerciseResult:
    """Return an exercise in which each check was stopped in another way."""
    place = {"file": ATTENTION, "line": 40}
    ends = [
        (
            "ends in time",
            Outcome.TIMED_OUT,
            Feedback("Stopped after 5 s of CPU time: is there a loop that never ends?", call="attend(q, k, v)", **place),
        ),
        (
            "fits in memory",
            Outcome.OUT_OF_MEMORY,
            Feedback("Your code asked for more than 1024 MiB of memory.", call="attend(q, k, v)", **place),
        ),
        ("prints within reason", Outcome.LIMIT_EXCEEDED, Feedback("Your code printed more than 64 KiB.", **place)),
        ("survives an empty batch", Outcome.CRASHED, Feedback("The process ended by a segmentation fault.", **place)),
        (
            "runs where its input is",
            Outcome.GRADER_FAULT,
            Feedback("ValueError: no case fits", file="graders/chapter5/checks/attention.py", line=7),
        ),
    ]
    checks = [check(f"attention:attend/test_{i}", title, 1, end, told) for i, (title, end, told) in enumerate(ends)]
    checks[2].limit = "output"
    checks[-1].device = "sim"
    return ExerciseResult(
        "attention", "Scaled dot-product attention", ATTENTION, [TaskResult("attend", core=True, checks=checks)]
    )


def broken() -> ExerciseResult:
    """Return an exercise whose whole file has one syntax error."""
    path = "exercises/chapter5_transformers/masks.py"
    error = Feedback(
        "masks.py has a syntax error (line 12): SyntaxError: '(' was never closed",
        file=path,
        line=12,
        source="    return torch.triu(torch.ones(n, n)\n                     ^",
    )
    checks = [
        check(f"masks:{task}/test_values", title, 2, Outcome.ERRORED, error)
        for task, title in (("causal", "hides the future"), ("padding", "hides the padding"))
    ]
    waits = check("masks:padding/test_both", "combines both masks", 1, Outcome.SKIPPED, Feedback("Needs 'causal' first."))
    return ExerciseResult(
        "masks",
        "Causal and padding masks",
        path,
        [
            TaskResult("causal", core=True, checks=checks[:1]),
            TaskResult("padding", core=True, checks=[checks[1], waits]),
        ],
    )


def untouched() -> ExerciseResult:
    """Return an exercise that was not started."""
    path = "exercises/chapter5_transformers/positions.py"
    checks = [
        check(
            "positions:encode/test_values",
            "alternates sine and cosine",
            3,
            Outcome.NOT_STARTED,
            Feedback("Not written yet.", file=path, line=20),
        ),
        check("positions:encode/test_add", "adds to the embeddings", 1, Outcome.SKIPPED, Feedback("Needs 'encode' first.")),
    ]
    return ExerciseResult("positions", "Positional encodings", path, [TaskResult("encode", core=True, checks=checks)])


def complete() -> ExerciseResult:
    """Return an exercise that passed."""
    path = "exercises/chapter2_neural_networks/linear.py"
    checks = [
        check(f"linear:linear/test_{i}", title, 2, Outcome.PASSED)
        for i, title in enumerate(("multiplies and adds", "works without a bias"))
    ]
    return ExerciseResult("linear", "A linear layer", path, [TaskResult("linear", core=True, checks=checks)])


def report_of(*exercises: ExerciseResult, faults: list[str] | None = None) -> Report:
    """Return a report with one chapter."""
    return Report(
        "ada_lovelace",
        "9f86d081" * 8,
        0,
        "2026-03-02T09:30:00+00:00",
        3.21,
        ENVIRONMENT,
        [ChapterResult("chapter2_neural_networks", "Neural networks", list(exercises))],
        faults or [],
    )


@pytest.fixture
def everything():
    report = report_of(complete(), softmax())
    report.chapters.append(ChapterResult("chapter5_transformers", "Transformers", [attention(), broken(), untouched()]))
    return report


@pytest.fixture
def perfect():
    return report_of(complete())


@pytest.fixture
def mistaken():
    return report_of(softmax())


@pytest.fixture
def unparsable():
    return report_of(broken())


@pytest.fixture
def unstarted():
    return report_of(untouched())


@pytest.fixture
def faulty():
    return report_of(attention(), faults=["The grader of attention.py stopped."])


@pytest.fixture
def hostile():
    """A report in which every string that a submission may choose is hostile."""
    told = Feedback(*[HOSTILE] * 7, line=3, source=HOSTILE)
    checks = [
        check(f"{end}{HOSTILE}", HOSTILE, 1, end, told, output=HOSTILE, device=HOSTILE, limit=HOSTILE) for end in Outcome
    ]
    shared = [check(f"{i}{HOSTILE}", HOSTILE, 1, Outcome.CRASHED, Feedback(HOSTILE, source=HOSTILE)) for i in range(2)]
    report = report_of(
        ExerciseResult(HOSTILE, HOSTILE, HOSTILE, [TaskResult(HOSTILE, core=True, checks=checks)]),
        ExerciseResult(HOSTILE, HOSTILE, HOSTILE, [TaskResult(HOSTILE, core=True, checks=shared)]),
        faults=[HOSTILE],
    )
    report.submission = HOSTILE
    return report
