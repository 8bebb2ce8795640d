"""Run a program on the CPU and on an accelerator, in a process of its own, and say which device mistake it makes, if any."""

from __future__ import annotations

import json
import runpy
import sys
from typing import Any

import torch

from learn.watch import Watch


def examine(path: str, kind: str) -> dict[str, Any]:
    """Return the verdict, and for an error the first line of its message.

    Args:
        path: A program with a function ``run(device)``; whatever tensors and modules it returns must be on that device.
        kind: The accelerator's kind.
    """
    if kind == "sim":
        import learn.sim  # noqa: F401  registers it
    run = runpy.run_path(path)["run"]
    try:
        on_cpu = places(run(torch.device("cpu")))
    except Exception as error:
        return {"verdict": "hard-coded", "said": first_line(error)}
    if on_cpu - {"cpu"}:
        return {"verdict": "hard-coded", "said": ""}
    with Watch() as watch:
        try:
            found = places(run(torch.device(kind)))
        except Exception as error:
            return {"verdict": "raises", "said": first_line(error)}
    if found - {kind}:
        return {"verdict": "elsewhere", "said": ""}
    return {"verdict": "round trip" if watch.round_trips else "right", "said": ""}


def first_line(error: Exception) -> str:
    """Return the first line of an error's message."""
    return str(error).partition("\n")[0]


def places(value: Any) -> set[str]:
    """Return the kinds of device of all tensors in a value."""
    if isinstance(value, torch.nn.Module):
        return {tensor.device.type for tensor in (*value.parameters(), *value.buffers())}
    if isinstance(value, torch.Tensor):
        return {value.device.type}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return {place for part in parts for place in places(part)}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(examine(*json.loads(line))), flush=True)
