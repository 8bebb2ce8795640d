"""Operations of PyTorch's own database give on ``sim`` what they give on the CPU."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "sim_ops.py"
OTHERWISE = {
    # As on CUDA.
    "tensor_split": "RuntimeError: tensor_split expected tensor_indices_or_sections to be on cpu, but it's on sim:0",
}
"""Operations that do something else on ``sim``, and what."""


@pytest.fixture(scope="module")
def outcomes():
    """Return how each operation fared."""
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(line) for line in done.stdout.splitlines())


def test_operations_give_the_same_values_and_gradients(outcomes):
    """Values to the last bit, gradients to 1e-12, from two samples in float64 and a random upstream gradient."""
    wrong = {name: how for name, how in outcomes.items() if how not in {"equal", "not tried"}}
    assert wrong == OTHERWISE


def test_the_database_is_covered(outcomes):
    """At least 200 operations were compared, and few could not be."""
    how = list(outcomes.values())
    assert how.count("equal") >= 500
    assert how.count("not tried") < 60
