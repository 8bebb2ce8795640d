"""PyTorch's compiler is imported by what needs it, and by nothing else."""

import subprocess
import sys

TRAINS = """
import inspect, sys, torch
from learn.compiler import postpone
postpone(), postpone()
for name in ("SGD", "Adam", "AdamW", "RMSprop", "LBFGS"):
    parameter = torch.nn.Parameter(torch.ones(2))
    optimizer = getattr(torch.optim, name)([parameter], lr=0.1)

    def closure():
        optimizer.zero_grad()
        loss = (parameter**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    assert parameter.max() < 1, name
    optimizer.load_state_dict(optimizer.state_dict())
"""
POSTPONED = """
torch.use_deterministic_algorithms(True)
assert torch.are_deterministic_algorithms_enabled()
inspect.getmodule(inspect.currentframe())
repr(sys.modules["torch._dynamo"])
assert "torch._dynamo.eval_frame" not in sys.modules
torch.testing.assert_close(parameter, parameter)
"""
COMPILES = """
import torch._dynamo.config
assert torch._inductor.config.deterministic is True
torch.use_deterministic_algorithms(False)
assert torch._inductor.config.deterministic is False
assert torch._dynamo.config.verbose is False
assert torch.compile(lambda x: x + 1, backend="eager")(torch.ones(2)).tolist() == [2, 2]
optimizer.step(closure)
assert "torch._dynamo.eval_frame" in sys.modules
"""


def run(source):
    return subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=120, check=False)


def test_optimizers_train_without_the_compiler_and_it_comes_when_it_is_asked_for():
    """The first optimizer of a process takes milliseconds; torch.compile works as ever."""
    done = run(TRAINS + POSTPONED + COMPILES)
    assert done.returncode == 0, done.stderr


def test_a_compiler_that_is_there_already_stays():
    """Nothing takes its place."""
    done = run(f"import torch._dynamo as real\n{TRAINS}\nassert sys.modules['torch._dynamo'] is real")
    assert done.returncode == 0, done.stderr
