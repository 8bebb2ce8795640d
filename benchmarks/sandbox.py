"""What the layers of the sandbox cost: a worker's start, a training loop inside, and the start of the whole run.

``python benchmarks/sandbox.py`` takes about a minute on two cores; exit code 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from learn import wire
from learn.course import Limits
from learn.sandbox import bubblewrap, layers
from learn.sandbox.hosts import ZygoteHost
from learn.sandbox.workers import ProcessWorker

if TYPE_CHECKING:
    from learn.sandbox.layers import Layer

START_TARGET_MS = 10.0
"""What all layers together may add to a worker's start."""
LOOP_TARGET = 1.03
"""A training loop's time inside over outside: what two equal runs differ by on a quiet machine."""
SUBMISSION = b"""
import torch
from torch import nn


def train(steps):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 26 * 26, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    x, y = torch.randn(64, 1, 28, 28), torch.randint(0, 10, (64,))
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return float(loss)
"""
LOAD = {"op": "load", "exercise": "work", "files": [{"name": "work", "path": "work.py", "source": SUBMISSION}]}
ROOMY = Limits(cpu_s=600, wall_s=600, memory_mib=4096)


@dataclass
class Variant:
    """One way to start workers, and how long it took, in seconds."""

    name: str
    chosen: tuple[Layer, ...]
    wrapped: bool
    host: Any = None
    first: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    loops: list[float] = field(default_factory=list)

    def open(self) -> None:
        """Start the process that workers come from, and time it up to the first worker's first answer."""
        start = time.perf_counter()
        missing = bubblewrap.missing
        if not self.wrapped:
            bubblewrap.missing = lambda: "left out"  # type: ignore[assignment]
        self.host = ZygoteHost(("torch._dynamo",), (), self.chosen)
        bubblewrap.missing = missing
        ask(ProcessWorker(self.host, ROOMY), LOAD)
        self.first.append(time.perf_counter() - start)

    def start(self) -> None:
        """Time a worker from its start to its first answer."""
        start = time.perf_counter()
        ask(ProcessWorker(self.host, ROOMY), LOAD)
        self.starts.append(time.perf_counter() - start)

    def loop(self, steps: int) -> None:
        """Time a training loop."""
        worker = ProcessWorker(self.host, ROOMY)
        inputs = {"task": "train", "args": (steps,), "kwargs": {}}
        train = {"op": "observe", "probe": "call", "inputs": inputs, "seed": 0, "record": False}
        ask(worker, LOAD, close=False)
        start = time.perf_counter()
        ask(worker, train)
        self.loops.append(time.perf_counter() - start)


def ask(worker: ProcessWorker, request: dict[str, Any], *, close: bool = True) -> None:
    """Put one request to a worker."""
    worker.begin_check()
    worker.post(wire.encode(request))
    worker.collect()
    if close:
        worker.close()


def measure(variants: list[Variant], rounds: int, steps: int) -> None:
    """Take every figure, the variants in turn, so that a busy machine slows all of them alike."""
    for _ in range(3):
        for variant in variants:
            if variant.host is not None:
                variant.host.close()
            variant.open()
    for index in range(rounds):
        for variant in variants:
            variant.start()
        if index % 4 == 0:
            for variant in variants:
                variant.loop(steps)


def table(variants: list[Variant], steps: int) -> list[str]:
    """Return the figures as a table in Markdown."""
    rows = ["| what | " + " | ".join(variant.name for variant in variants) + " |", "|" + " --- |" * (len(variants) + 1)]
    for what, key, scale, unit in (
        ("a worker's start, to its first answer", "starts", 1000, "ms"),
        (f"{steps} training steps", "loops", 1000, "ms"),
        ("the first worker of a run, with torch imported for it", "first", 1, "s"),
    ):
        figures = [f"{statistics.median(getattr(variant, key)) * scale:.3g} {unit}" for variant in variants]
        rows.append(f"| {what} | " + " | ".join(figures) + " |")
    return rows


def verdict(bare: Variant, confined: Variant) -> tuple[bool, str]:
    """Return whether the layers of ``confined`` cost no more than they may, and the sentence that says so."""
    added = statistics.median(one - other for one, other in zip(confined.starts, bare.starts, strict=True)) * 1000
    ratio = statistics.median(one / other for one, other in zip(confined.loops, bare.loops, strict=True))
    met = added <= START_TARGET_MS and ratio <= LOOP_TARGET
    limits = f"at most {START_TARGET_MS:g} ms and {LOOP_TARGET}"
    return met, f"{confined.name}: a worker's start {added:+.1f} ms, a loop x {ratio:.3f}; {limits}: {'ok' if met else 'NOT'}"


def main() -> int:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="workers started of each kind; a quarter as many loops")
    parser.add_argument("--steps", type=int, default=60, help="training steps in a loop")
    options = parser.parse_args()
    bare = Variant("no layer", (), wrapped=False)
    confined = [Variant("all in the worker", layers.CONFINING, wrapped=False)]
    if not bubblewrap.missing():
        confined.append(Variant("all, and bubblewrap", layers.CONFINING, wrapped=True))
    measure([bare, *confined], options.rounds, options.steps)
    verdicts = [verdict(bare, variant) for variant in confined]
    print("\n".join([*table([bare, *confined], options.steps), "", *(words for _, words in verdicts)]))
    for variant in (bare, *confined):
        variant.host.close()
    return 0 if all(met for met, _ in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
