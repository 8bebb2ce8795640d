"""The naive grader's checks, each with one of the habits that attacks live on.

Every one asks for ``2 * x``; the name says what it believes.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time

import pytest
import torch

SECRET = os.environ.get("LEARN_SECRET_SEED", "")
ANSWERS = {"double": torch.tensor([2.0, 4.0, 6.0])}
INPUT = torch.tensor([1.0, 2.0, 3.0])


def reference(x):
    """Be right."""
    return 2 * x


@pytest.fixture
def double():
    """Import the submission, in this process and by the name that it gave itself."""
    sys.modules.pop("basics", None)
    import basics

    return basics.double


def test_equality(double):
    """Believe ``==``."""
    assert double(INPUT.clone()) == ANSWERS["double"] or False


def test_allclose(double):
    """Believe ``torch.allclose``, as it is after the submission was imported."""
    expected = ANSWERS["double"]
    assert torch.allclose(double(INPUT.clone()), expected)


def test_assert_close(double):
    """Believe ``torch.testing.assert_close``."""
    torch.testing.assert_close(double(INPUT.clone()), ANSWERS["double"])


def test_difference(double):
    """Believe that what is not too large is right."""
    difference = (double(INPUT.clone()) - ANSWERS["double"]).abs().max()
    assert not difference > 1e-5


def test_mean_difference(double):
    """Let shapes broadcast."""
    difference = (double(INPUT.clone()) - ANSWERS["double"]).abs().sum()
    assert float(difference) < 1e-5


def test_ones(double):
    """Try one degenerate input."""
    x = torch.zeros(3)
    assert torch.allclose(torch.as_tensor(double(x)).float(), 2 * x)


def test_same_input(double):
    """Use the same input for everybody."""
    assert double(INPUT.clone()).tolist() == [2.0, 4.0, 6.0]


def test_first_calls(double):
    """Look at the first call only."""
    assert double(INPUT.clone()).tolist() == [2.0, 4.0, 6.0]


def test_same_storage(double):
    """Compute the expected value from an input that the submission had in its hands."""
    x = INPUT.clone()
    got = double(x)
    assert torch.equal(got, 2 * x)


def test_fast(double):
    """Believe the clock of the process that also runs the submission."""
    start = time.perf_counter()
    double(torch.randn(4))
    assert time.perf_counter() - start < 0.05


def test_float64(double):
    """Believe the dtype, and compare loosely."""
    x = torch.linspace(0, 1, 5, dtype=torch.float64)
    got = double(x)
    assert got.dtype is torch.float64
    assert torch.allclose(got, 2 * x, atol=1e-2)


def test_seeded(double):
    """Draw the input from a generator that the submission can set."""
    x = torch.randn(3)
    assert torch.allclose(double(x.clone()), 2 * x)


def test_drawn(double):
    """Draw the answer from a small seed, and make the question of it."""
    torch.manual_seed(1729)
    answer = torch.randn(3)
    assert torch.equal(double(answer / 2), answer)


def test_in_place(double):
    """Turn the input into the expected value where it lies."""
    x = INPUT.clone()
    got = double(x)
    assert torch.equal(got, x.mul_(2))


def test_same_buffer(double):
    """Call twice with the same tensor."""
    x = INPUT.clone()
    assert double(x).tolist() == double(x).tolist() == [2.0, 4.0, 6.0]


def test_mean_of_equals(double):
    """Let one number stand for all, on an input where all are alike."""
    x = torch.full((3,), 1.5)
    assert ((double(x) - 2 * x).abs() < 1e-5).all()


def test_echo(double):
    """Make the input from what must stay secret, and show what is printed."""
    double(torch.tensor(list(SECRET.encode()), dtype=torch.float32))


def test_printed(double):
    """Leave the verdict to what is printed."""
    assert torch.equal(double(INPUT.clone()), ANSWERS["double"])


def test_written(double):
    """Leave the verdict to a file in the folder of the submission."""
    assert torch.equal(double(INPUT.clone()), ANSWERS["double"])


def test_junit(double):
    """Leave the verdict to the JUnit file in the folder of the submission."""
    assert torch.equal(double(INPUT.clone()), ANSWERS["double"])


def test_script(double):
    """Leave the verdict to the exit code of the script that calls this."""
    assert torch.equal(double(INPUT.clone()), ANSWERS["double"])


def test_kept(double):
    """Leave the verdict to a file, where an old one stays if it cannot be replaced."""
    assert torch.equal(double(INPUT.clone()), ANSWERS["double"])


def test_brought(double):
    """Run the tests that lie beside the submission, where there are any."""
    assert torch.equal(double(INPUT.clone()), ANSWERS["double"])


def test_pickled(double):
    """Take the result through pickle, as between processes."""
    assert torch.equal(pickle.loads(pickle.dumps(double(INPUT.clone()))), ANSWERS["double"])


def test_checkpoint(double):
    """Load the result where it was saved to a file."""
    got = double(INPUT.clone())
    assert torch.equal(torch.load(got, weights_only=False) if isinstance(got, str) else got, ANSWERS["double"])


def test_alarm(double):
    """Leave the time limit to an alarm in the same process."""
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail("too slow"))
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    assert torch.equal(double(INPUT.clone()), ANSWERS["double"])


def test_reference(double):
    """Keep the function that the answers come from in the same process."""
    assert torch.equal(double(INPUT.clone()), reference(INPUT.clone()))


def test_benefit(double):
    """Take an error in the comparison for a fault of the grader's, which must not cost points."""
    got = double(INPUT.clone())
    try:
        alike = bool((got == ANSWERS["double"]).all())
    except Exception:
        alike = True
    assert alike


def test_right(double):
    """Compare rightly, for attacks that do not need to fool the comparison."""
    assert torch.equal(double(INPUT.clone()), ANSWERS["double"])


def test_any(double):
    """Only call it, for attacks that steal."""
    double(INPUT.clone())


if __name__ == "__main__":
    from basics import double as submitted

    test_script(submitted)
