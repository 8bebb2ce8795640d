"""Run something after several seeds: what probes of tasks that draw random numbers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def after_seeds(seeds: Sequence[int], run: Callable[[], Any]) -> tuple[list[Any], list[float]]:
    """Seed torch's global generator anew for each run; return what the runs give, and the next random number after each."""
    results, following = [], []
    for seed in seeds:
        torch.manual_seed(seed)
        results.append(run())
        following.append(torch.rand(()).item())
    return results, following
