"""The simulated accelerator behaves like a device of its own; what it cannot do, it says.

A registration lasts as long as its process, so all claims are tried in one other process, which says what came of each.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "sim_claims.py"
CLAIMS = [line.split("def ")[1].partition("(")[0] for line in SCRIPT.read_text().splitlines() if line.startswith("def claim_")]


@pytest.fixture(scope="module")
def outcomes():
    """Return what came of each claim: nothing, or the end of a traceback."""
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_simulated_accelerator(claim, outcomes):
    """Each claim has a docstring of its own."""
    assert outcomes[claim] == ""


def test_importing_it_takes_no_module_that_a_grading_does_not_need():
    """The dispatcher would import half a thousand modules of distributed tensors."""
    program = "import torch, sys; import learn.sim; print('torch.distributed.tensor' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_it_says_that_torch_lacks_what_it_needs():
    """An ImportError in one sentence, whatever is missing."""
    program = (
        "import torch.utils.backend_registration as backend\n"
        "del backend._setup_privateuseone_for_python_backend\n"
        "try:\n    import learn.sim\nexcept ImportError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("learn.sim does not work with torch 2.")


def test_it_says_that_another_backend_has_its_place():
    """PyTorch has room for one device of this kind."""
    program = (
        "import torch\ntorch.utils.rename_privateuse1_backend('npu')\n"
        "try:\n    import learn.sim\nexcept ImportError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "learn.sim cannot register its device: this process has 'npu' already.\n"
