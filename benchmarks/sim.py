"""What the simulated accelerator costs beside the CPU: TinyVGG's training, one operation, a device check.

``python benchmarks/sim.py`` takes about a minute on two cores; exit code 1 where a target is missed.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812  everybody calls it so

import learn.sim  # noqa: F401  registers it
from learn.course import Course
from learn.grade import Grading
from learn.session import grade
from learn.submission import read_submission

TRAINING_TARGET = 2.5
"""Training time on sim over that on the CPU, for TinyVGG on 28 x 28 images."""
OPERATION_TARGET_US = 20.0
"""What one operation on a small tensor may take longer."""
CHECK_TARGET_MS = 100.0
"""What device checks may add to an exercise."""
ROOT = Path(__file__).resolve().parents[1]


def tiny_vgg(channels: int = 10) -> nn.Module:
    """Two blocks of two convolutions, and a linear layer."""
    layers: list[nn.Module] = []
    for before in (1, channels):
        for size in (before, channels):
            layers += [nn.Conv2d(size, channels, 3, padding=1), nn.ReLU()]
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels * 49, 10))


def train(device: str, steps: int = 20) -> tuple[float, list[float]]:
    """Train on random images; return seconds and losses."""
    torch.manual_seed(0)
    model = tiny_vgg().to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = torch.randn(steps, 32, 1, 28, 28), torch.randint(0, 10, (steps, 32))
    losses = []
    start = time.perf_counter()
    for x, y in zip(images, labels, strict=True):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return time.perf_counter() - start, losses


def operation_us(device: str, count: int = 5000) -> float:
    """Return how long an addition of eight numbers takes, in microseconds."""
    x = torch.ones(8, device=device)
    start = time.perf_counter()
    for _ in range(count):
        x + x  # what is timed
    return (time.perf_counter() - start) / count * 1e6


def grading_s(device: str) -> float:
    """Return how long it takes to grade one exercise's solution with its device checks, or without."""
    course = Course(ROOT)
    work = read_submission(ROOT / "solutions", course)
    grading = Grading(course, course.resolve(("aggregation",)), work, device=device)
    host = grading.players.host(grading.exercises[0])
    host.ask({"op": "usage", "pid": 1, "deleted": False})  # waits until it is ready
    start = time.perf_counter()
    grade(grading)
    return time.perf_counter() - start


def main() -> int:
    """Measure all three, alternating, and compare medians with their targets."""
    torch.set_num_threads(1)
    train("cpu", 2), train("sim", 2), grading_s("sim")
    pairs = [(train("cpu"), train("sim")) for _ in range(7)]
    assert all(cpu[1] == sim[1] for cpu, sim in pairs), "the losses differ"
    ratio = statistics.median(sim[0] / cpu[0] for cpu, sim in pairs)
    extra_us = statistics.median(operation_us("sim") - operation_us("cpu") for _ in range(7))
    extra_ms = 1e3 * statistics.median(grading_s("sim") - grading_s("cpu") for _ in range(7))
    rows = [
        ("TinyVGG on 28 x 28 images, sim / CPU", ratio, TRAINING_TARGET),
        ("one operation more, us", extra_us, OPERATION_TARGET_US),
        ("device checks of an exercise more, ms", extra_ms, CHECK_TARGET_MS),
    ]
    for what, measured, target in rows:
        print(f"{what:<42} {measured:8.2f}   target {target:g}")
    return int(any(measured > target for _, measured, target in rows))


if __name__ == "__main__":
    sys.exit(main())
