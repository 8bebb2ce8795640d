"""Runs PyTorch's own database of operations on the CPU and on ``sim``, and prints what came of each as a line of JSON.

Run by ``test_sim_ops.py``: the device, once registered, stays for the whole process.
"""

from __future__ import annotations

import json
import operator
import sys
import warnings
from itertools import islice
from typing import Any

import torch
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

import learn.sim

SAMPLES = 2
LARGEST = 2000
"""Samples with more elements than this are left out: they say nothing more."""


def moved(value: Any, device: str, *, leaves: bool) -> Any:
    """Return nested arguments with copies of their tensors on a device."""

    def move(part: Any) -> Any:
        if isinstance(part, torch.device) or (isinstance(part, str) and part == "cpu"):
            return device
        if not isinstance(part, torch.Tensor):
            return part
        copied = part.detach().clone().to(device)
        return copied.requires_grad_() if leaves and copied.is_floating_point() else copied

    return pytree.tree_map(move, value)


def tensors_in(value: Any) -> list[torch.Tensor]:
    return [part for part in pytree.tree_leaves(value) if isinstance(part, torch.Tensor)]


def outcome(op: Any, sample: Any, device: str, *, grads: bool) -> tuple[list[torch.Tensor], list[torch.Tensor | None]]:
    """Return an operation's results and the gradients of its inputs, after a fixed upstream gradient."""
    given = moved((sample.input, sample.args, sample.kwargs), device, leaves=grads)
    torch.manual_seed(0)
    # An unbound method of torch.Tensor would pass by the one that a tensor on the device has.
    call = operator.getitem if op.name == "__getitem__" else op
    results = tensors_in(call(given[0], *given[1], **given[2]))
    assert all(result.device.type == device for result in results), "a result is elsewhere"
    inputs = [leaf for leaf in tensors_in(given) if leaf.requires_grad]
    outputs = [result for result in results if result.requires_grad]
    if not (grads and outputs):
        return results, []
    torch.manual_seed(1)
    upstream = [torch.randn(result.shape, dtype=result.dtype).to(device) for result in outputs]
    return results, list(torch.autograd.grad(outputs, inputs, upstream, allow_unused=True))


def differ(one: torch.Tensor | None, other: torch.Tensor | None) -> bool:
    """Tell whether two tensors differ in a bit; NaN equals NaN."""
    if one is None or other is None:
        return one is not other
    if one.dtype != other.dtype or one.shape != other.shape:
        return True
    return bits(one) != bits(other)


def bits(tensor: torch.Tensor) -> bytes:
    plain = tensor.detach().cpu().resolve_conj().resolve_neg().reshape(-1).clone(memory_format=torch.contiguous_format)
    return bytes(plain.view(torch.uint8).numpy(force=True))


def close(one: torch.Tensor | None, other: torch.Tensor | None) -> bool:
    """Tell whether two gradients differ by no more than another order of additions makes."""
    if one is None or other is None:
        return one is other
    return torch.allclose(one.detach().cpu(), other.detach().cpu(), rtol=1e-12, atol=1e-12, equal_nan=True)


def compare(op: Any) -> str:
    """Return how an operation fared: ``equal``, ``unsupported``, or what is wrong."""
    if not op.dtypes:
        return "not tried"
    dtype = torch.float64 if torch.float64 in op.dtypes else min(op.dtypes, key=str)
    grads = op.supports_autograd and dtype == torch.float64
    tried = 0
    for sample in islice(op.sample_inputs("cpu", dtype), SAMPLES):
        parts = tensors_in((sample.input, sample.args, sample.kwargs))
        if any(part.layout is not torch.strided for part in parts) or sum(part.numel() for part in parts) > LARGEST:
            continue
        try:
            expected = outcome(op, sample, "cpu", grads=grads)
        except (RuntimeError, AssertionError):  # what the CPU itself cannot do, or makes on another device by its arguments
            continue
        if any(result.layout is not torch.strided for result in expected[0]):
            continue
        try:
            got = outcome(op, sample, "sim", grads=grads)
        except learn.sim.UnsupportedError:
            return "unsupported"
        except Exception as error:  # noqa: BLE001  it is what we want to see
            return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"[:200]
        if len(expected[0]) != len(got[0]) or any(map(differ, expected[0], got[0])):
            return "values differ"
        if len(expected[1]) != len(got[1]) or not all(map(close, expected[1], got[1])):
            return "gradients differ"
        tried += 1
    return "equal" if tried else "not tried"


def main() -> None:
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    for op in op_db:
        if "empty" in op.name:  # whatever was in memory
            continue
        name = f"{op.name}.{op.variant_test_name}".rstrip(".")
        sys.stdout.write(json.dumps([name, compare(op)]) + "\n")


if __name__ == "__main__":
    main()
