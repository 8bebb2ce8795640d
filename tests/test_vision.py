"""torchvision beside a PyTorch that it was not built for: what the course needs of it works, in workers too."""

import subprocess
import sys

import pytest
import torch

from learn import vision
from learn.course import Limits
from learn.sandbox.hosts import start_host
from learn.sandbox.workers import ProcessWorker

USES = """
def double(x):
    import torch
    from torchvision import datasets, models
    from torchvision.transforms import v2

    flip = v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True), v2.RandomHorizontalFlip(p=1.0)])
    image = torch.arange(12, dtype=torch.uint8).reshape(3, 2, 2)
    assert torch.allclose(flip(image), image.flip(2) / 255)
    assert models.resnet18().fc.out_features == 1000
    return 2 * x
"""
PROGRAM = f"""
import sys
from learn import compiler, vision
{{prepare}}
{USES}
double(1)
double(2)
assert "torch._dynamo.eval_frame" not in sys.modules
"""


def test_data_sets_transforms_and_models_work_and_the_compiler_stays_out():
    """The import takes a second less than it would."""
    source = PROGRAM.format(prepare="compiler.postpone(); vision.prepare(); vision.prepare()")
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_a_submission_can_import_it_in_a_worker(ask):
    """No chapter has to say so."""
    host = start_host(())
    worker = ProcessWorker(host, Limits(cpu_s=60.0, wall_s=60.0))
    ask(worker, USES)
    reply = ask(worker, "double", torch.ones(2))
    worker.close()
    host.close()
    assert reply["value"].tolist() == [2, 2]


@pytest.mark.parametrize("name", ["_C.so", "nothing here"])
def test_operators_that_cannot_be_loaded_are_told_from_those_that_can(tmp_path, name):
    """A file that is no library, as one for CUDA is none beside a CPU-only torch; and no file at all."""
    (tmp_path / name).write_bytes(b"\x7fELF, but not for us")
    assert not vision.operators_load(tmp_path)
