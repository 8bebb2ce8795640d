"""Run a program on the CPU and on an accelerator, in a process of its own, and say which device mistake it makes, if any."""

from __future__ import annotations

import json
import os
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
    except Exception as error:  # noqa: BLE001  it is what we want to see
        return {"verdict": "hard-coded", "said": first_line(error)}
    if on_cpu - {"cpu"}:
        return {"verdict": "hard-coded", "said": ""}
    with Watch() as watch:
        try:
            found = places(run(torch.device(kind)))
        except Exception as error:  # noqa: BLE001  it is what we want to see
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


def in_fork(path: str, kind: str) -> dict[str, str]:
    """Examine a program in a fork of this process, where torch is warm."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            with os.fdopen(writer, "w") as file:
                json.dump(examine(path, kind), file)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as file:
        said = file.read()
    os.waitpid(pid, 0)
    return json.loads(said or '{"verdict": "ended without a word", "said": ""}')


if __name__ == "__main__":
    torch.set_num_threads(1)  # a parallel op before a fork would hang the child's first one
    torch.optim.SGD([torch.zeros(1, requires_grad=True)])  # the first optimizer of a process imports for a second
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what programs print is no answer
    for line in sys.stdin:
        answers.write(json.dumps(in_fork(*json.loads(line))) + "\n")
        answers.flush()
