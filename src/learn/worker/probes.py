"""The probes that every exercise has.  A probe observes and never judges, and nothing in it is hidden.

The first argument of a probe is the learner's module; the others are inputs that came over the wire.  An author's own probes,
in ``graders/<chapter>/probes/<exercise>.py``, look the same.
"""

from __future__ import annotations

from typing import Any

import torch

from learn.watch import Watch
from learn.worker.examples import run_examples
from learn.worker.modules import filled, matched
from learn.worker.places import moved, named


def call(exercise: Any, task: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a task and return what it returns."""
    return getattr(exercise, task)(*args, **kwargs)


def inputs_after(exercise: Any, task: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a task and return its inputs as they are afterwards: ``[args, kwargs]``."""
    getattr(exercise, task)(*args, **kwargs)
    return [list(args), kwargs]


def shares_memory(exercise: Any, task: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Call a task and tell whether its result is a view of its first argument."""
    result = getattr(exercise, task)(*args, **kwargs)
    return bool(_pointer(result) == _pointer(args[0]))


def gradients(exercise: Any, task: str, args: tuple[Any, ...], kwargs: dict[str, Any], upstream: int) -> dict[str, Any]:
    """Call a task in float64 and send a random upstream gradient back through every floating output.

    Returns the output and, under ``grads``, one gradient for each floating tensor among the inputs (``None`` where the
    output does not depend on it).  ``upstream`` seeds the upstream gradient, so that equal outputs get equal ones.
    """
    leaves: dict[str, torch.Tensor] = {}
    new_args = [_lifted(value, f"input {i + 1}", leaves) for i, value in enumerate(args)]
    new_kwargs = {name: _lifted(value, name, leaves) for name, value in kwargs.items()}
    output = getattr(exercise, task)(*new_args, **new_kwargs)
    _send_back(output, upstream)
    return {"output": output, "grads": {path: leaf.grad for path, leaf in leaves.items()}}


def module_gradients(
    exercise: Any, task: str, init: list[Any], inputs: list[Any], values: list[torch.Tensor], upstream: int
) -> dict[str, Any]:
    """Make a module of a task's class, fill its parameters, call it in float64, and send a random upstream gradient back.

    Returns what :func:`gradients` returns; under ``grads`` there is also ``value 1`` for the parameter that got the first of
    ``values``, and so on (see :func:`learn.worker.modules.filled`).
    """
    module = filled(getattr(exercise, task)(*init).double(), [value.double() for value in values])
    leaves: dict[str, torch.Tensor] = {}
    output = module(*[_lifted(value, f"input {i + 1}", leaves) for i, value in enumerate(inputs)])
    _send_back(output, upstream)
    leaves |= {f"value {i + 1}": parameter for i, parameter in enumerate(matched(module, values))}
    return {"output": output, "grads": {path: leaf.grad for path, leaf in leaves.items()}}


def _lifted(value: Any, path: str, leaves: dict[str, torch.Tensor]) -> Any:
    """Return a value with its floating tensors as leaves in float64, each kept in ``leaves`` under where it stands."""
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        leaves[path] = value.detach().double().requires_grad_()
        return leaves[path]
    if isinstance(value, (list, tuple)):
        return type(value)(_lifted(v, f"{path}[{i}]", leaves) for i, v in enumerate(value))
    return value


def _send_back(output: Any, upstream: int) -> None:
    """Send a random gradient back through every floating tensor of an output."""
    generator = torch.Generator().manual_seed(upstream)
    total: Any = 0.0
    for tensor in _floating(output):
        weights = torch.randn(tensor.shape, generator=generator, dtype=torch.float64)
        total = total + (tensor.double() * weights).sum()
    if isinstance(total, torch.Tensor) and total.requires_grad:
        torch.autograd.backward(total)


def on_device(
    exercise: Any,
    task: str,
    given: list[Any],
    device: str,
    argument: str,
    changes_inputs: bool,  # noqa: FBT001  from the wire
) -> dict[str, Any]:
    """Call a task with its inputs on a device, and see where tensors are and how they travel.

    Args:
        exercise: The learner's module.
        task: A function, or a class of modules: then ``given`` holds the arguments of its constructor, those of its call and,
            where it has parameters, the values that fill them.
        given: The arguments.
        device: Where tensors among them go.
        argument: The parameter that gets the device, where one does.
        changes_inputs: The arguments, as they are afterwards, are the result.

    Returns:
        ``output``, as the CPU sees it; ``places``, the kind of device by the name of what is there; ``round_trips``.
    """
    there = torch.device(device)
    options = {argument: there} if argument else {}
    wanted = getattr(exercise, task)
    found: dict[str, torch.Tensor] = {}
    if isinstance(wanted, type) and issubclass(wanted, torch.nn.Module):
        module = wanted(*given[0], **options)
        module = module if argument else module.to(there)
        module = filled(module, moved(given[2], there)) if len(given) > 2 else module  # noqa: PLR2004
        found = {f"the parameter {name}": value for name, value in module.named_parameters()}
        found |= {f"the buffer {name}": value for name, value in module.named_buffers()}
        wanted, given, options = module, given[1], {}
    inputs = moved(given, there)
    with Watch() as watch:
        output = wanted(*inputs, **options)
    return _seen(inputs if changes_inputs else output, watch, found)


def probe_on_device(exercise: Any, probe: str, inputs: dict[str, Any], device: str, part: str) -> dict[str, Any]:
    """Run a probe of the author's with the tensors among its inputs on a device; return what :func:`on_device` returns.

    Where a ``part`` is named, it is that item of the probe's answer which is looked at.
    """
    inputs = moved(inputs, torch.device(device))
    with Watch() as watch:
        output = getattr(exercise._probes, probe)(exercise, **inputs)  # noqa: SLF001  the wrapper's own
    return _seen(output[part] if part else output, watch, {})


def _seen(output: Any, watch: Watch, found: dict[str, torch.Tensor]) -> dict[str, Any]:
    places = {name: tensor.device.type for name, tensor in (found | dict(named(output, "the result"))).items()}
    return {"output": moved(output, torch.device("cpu")), "places": places, "round_trips": watch.round_trips}


def examples(exercise: Any, task: str) -> list[dict[str, Any]]:
    """Run the examples in a task's docstring."""
    return run_examples(exercise._module, task)  # noqa: SLF001  the wrapper's own


def run_source(exercise: Any, sources: list[str]) -> str:
    """Run the sources of a docstring's examples one after the other; return the exception's text, or nothing."""
    names = dict(vars(exercise._module))  # noqa: SLF001  the wrapper's own
    try:
        for source in sources:
            exec(compile(source, "<example>", "single"), names)  # noqa: S102  trusted: used by `learn dev check` alone
    except BaseException as error:  # noqa: BLE001  whatever it is, it is reported
        return f"{type(error).__name__}: {error}"
    return ""


def _floating(value: Any) -> list[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        return [value] if value.is_floating_point() else []
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in _floating(item)]
    if isinstance(value, dict):
        return [tensor for key in value for tensor in _floating(value[key])]
    return []


def _pointer(value: Any) -> int:
    if isinstance(value, torch.Tensor):
        return value.untyped_storage().data_ptr()
    return int(value.__array_interface__["data"][0])
