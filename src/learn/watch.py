"""Watch where tensors travel: ``with Watch() as seen: train(model)``, on any device, simulated or real.

Works on its own, beside any program: it needs nothing but torch.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

_aten = torch.ops.aten
_TO_COPY, _COPY = _aten._to_copy.default, _aten.copy_.default  # noqa: SLF001  what every move becomes


class Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts the copies between the CPU and other devices while it is entered.

    Attributes:
        to_cpu: Tensors that were copied from a device to the CPU; ``.item()`` reads one number and is none.
        to_device: Tensors that were copied from the CPU to a device.
        round_trips: Tensors among the latter that came from a device before, or were computed from such ones with torch.  What
            NumPy computed in between cannot be followed.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.to_cpu = self.to_device = self.round_trips = 0
        self._came_back: dict[int, torch.UntypedStorage] = {}  # kept, so that no other one takes its place in memory

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Keep PyTorch from wrapping the method below for its compiler, whose import takes more than a second."""
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        if func is _TO_COPY:
            self._copied(args[0], result)
        elif func is _COPY:
            self._copied(args[1], args[0])
        elif self._came_back and any(self._is_back(tensor) for tensor in tensors_in((args, kwargs))):
            for tensor in tensors_in(result):
                self._keep(tensor)
        return result

    def _copied(self, source: torch.Tensor, target: torch.Tensor) -> None:
        if target.device.type == "cpu" and (source.device.type != "cpu" or self._is_back(source)):
            self.to_cpu += source.device.type != "cpu"
            self._keep(target)
        elif source.device.type == "cpu" and target.device.type != "cpu":
            self.to_device += 1
            self.round_trips += self._is_back(source)

    def _keep(self, tensor: torch.Tensor) -> None:
        if tensor.device.type == "cpu" and tensor.layout is torch.strided:
            storage = tensor.untyped_storage()
            self._came_back[storage.data_ptr()] = storage

    def _is_back(self, tensor: torch.Tensor) -> bool:
        if tensor.device.type != "cpu" or tensor.layout is not torch.strided:
            return False
        return tensor.untyped_storage().data_ptr() in self._came_back


def tensors_in(value: Any) -> list[torch.Tensor]:
    """Return the tensors in nested lists, tuples and dicts."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [tensor for part in value for tensor in tensors_in(part)] if isinstance(value, list | tuple) else []
