"""A simulated accelerator: ``import learn.sim`` registers the device ``sim``, which any PyTorch program can then use.

It computes on the CPU but behaves like a separate device: mixing its tensors with CPU tensors raises what CUDA raises.  So a
forgotten ``.to(device)``, a buffer that was never registered or a hard-coded ``"cuda"`` shows on a machine without a GPU::

    import learn.sim                      # once; a registration cannot be undone in a process
    device = torch.device("sim")
    model.to(device)(images)              # RuntimeError: Expected all tensors to be on the same device, but ...

It is a PrivateUse1 backend in pure Python (``torch.utils.backend_registration``, which PyTorch calls experimental; only this
module uses it): a tensor on the device is a :class:`SimTensor`, a wrapper without storage around a CPU tensor.  Every
operation unwraps its arguments, runs on the CPU and wraps the results, so results equal the CPU's to the last bit.  There are
two devices, ``sim:0`` and ``sim:1``, which do not mix either.  PyTorch itself knows only the first, since autograd takes no
other here; which of the two a tensor is on stands in the wrapper.

What it cannot do raises :class:`UnsupportedError`.  See ``docs/devices.md``.

Raises:
    ImportError: this version of torch lacks something that the device needs.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import types
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Self

import numpy as np
import torch
from torch.utils import _pytree as pytree
from torch.utils import backend_registration

from learn.watch import tensors_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "sim"
DEVICES = 2
_CPU = torch.device("cpu")
_FIRST = f"{NAME}:0"
"""The only one of the devices that PyTorch knows."""
_aten = torch.ops.aten
_Generator = torch.Generator


class UnsupportedError(NotImplementedError):
    """The simulated accelerator cannot do this; a real one may."""


class SimTensor(torch.Tensor):
    """A tensor on the simulated accelerator.

    Attributes:
        held: The CPU tensor that holds its values.
        which: Which of the simulated devices it is on.
    """

    held: torch.Tensor
    which: int

    __torch_function__ = torch._C._disabled_torch_function_impl  # type: ignore[assignment]

    @staticmethod
    def __new__(cls: type[Self], inner: torch.Tensor, index: int = 0) -> Self:
        """Put a CPU tensor on a device."""
        if inner.layout not in {torch.strided, torch.sparse_coo}:  # PyTorch ends the process where it asks such a wrapper
            raise UnsupportedError(f"The simulated accelerator has no tensors of layout {inner.layout}.")
        with torch.inference_mode(inner.is_inference()):  # a view of an ordinary tensor is one, too, also in inference mode
            made: Self = torch.Tensor._make_wrapper_subclass(
                cls,
                inner.size(),
                strides=inner.stride() if inner.layout is torch.strided else None,
                storage_offset=inner.storage_offset() if inner.layout is torch.strided else None,
                dtype=inner.dtype,
                layout=inner.layout,
                device=torch.device(_FIRST),
            )
        made.held, made.which = inner, index
        torch._C._set_conj(made, inner.is_conj())
        torch._C._set_neg(made, inner.is_neg())
        return made

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _run(func, args, kwargs or {})

    def __tensor_flatten__(self) -> tuple[list[str], int]:
        """Name the inner tensors: with this pair, ``nn.Module.to`` swaps a parameter's content and keeps its identity."""
        return ["held"], self.which

    @staticmethod
    def __tensor_unflatten__(inner: dict[str, torch.Tensor], index: int, size: Any, stride: Any) -> SimTensor:
        """Put together what :meth:`__tensor_flatten__` took apart."""
        return SimTensor(inner["held"], index)

    # -------------------------------------------------------------- what depends on which of the devices it is

    @property
    def device(self) -> torch.device:
        """The device that it is on."""
        return torch.device(NAME, self.which)

    def get_device(self) -> int:
        """Return which of the devices it is on."""
        return self.which

    def to(self, *args: Any, copy: bool = False, **kwargs: Any) -> Any:
        """Move or convert it, as :meth:`torch.Tensor.to` does."""
        if len(args) > 1 and isinstance(args[-1], bool) and isinstance(args[-2], bool):  # non_blocking, copy
            args, copy = args[:-1], args[-1]
        other = next((arg for arg in (*args, *kwargs.values()) if isinstance(arg, torch.Tensor)), None)
        if other is not None:
            device, dtype, layout = other.device, other.dtype, kwargs.get("memory_format")
        else:
            device, dtype, _, layout = torch._C._nn._parse_to(*args, **kwargs)
        form = {} if layout is None else {"memory_format": layout}
        if device is None or device == self.device or (device.type == NAME and _index_of(device) == self.which):
            return super().to(dtype or self.dtype, copy=copy, **form)
        if device.type == "meta":
            raise UnsupportedError(f"The simulated accelerator cannot copy to {device}.")
        if device.type not in {NAME, "cpu"}:
            torch.empty(0, device=device)  # raises what it raises where there is no such device
            raise RuntimeError(f"A tensor on {self.device} cannot be copied to {device}.")
        moved = _Move.apply(self, _index_of(device) if device.type == NAME else None)
        return moved.to(dtype or self.dtype, **form)

    def cpu(self, memory_format: torch.memory_format = torch.preserve_format) -> torch.Tensor:
        """Copy it to the CPU."""
        return self.to(device=_CPU, memory_format=memory_format)

    def sim(self, device: int | torch.device | str | None = None, **_options: Any) -> Any:
        """Move it to a simulated device, as ``Tensor.cuda`` does for CUDA."""
        return self.to(torch.device(NAME, device) if isinstance(device, int) else torch.device(device or NAME))

    # -------------------------------------------------------------- what PyTorch refuses to subclasses

    def __getitem__(self, index: Any) -> Any:
        """Return a part; lists of numbers become index tensors on the CPU, since PyTorch cannot make them here."""
        return super().__getitem__(_indices(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        """Change a part."""
        super().__setitem__(_indices(index), value)

    def tolist(self) -> Any:
        """Return its values as lists, by way of the CPU."""
        return self.detach().cpu().tolist()

    def numpy(self, *, force: bool = False) -> Any:
        """Refuse, as CUDA tensors do, unless ``force`` asks for a copy."""
        if force:
            return self.detach().cpu().numpy()
        first = f"can't convert {self.device} device type tensor to numpy."
        message = f"{first} Use Tensor.cpu() to copy the tensor to host memory first."
        raise TypeError(message)

    def new_tensor(self, data: Any, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Any:
        """Make a tensor from data, here unless ``device`` says otherwise."""
        return torch.tensor(data, dtype=dtype or self.dtype, device=device or self.device, requires_grad=requires_grad)

    def data_ptr(self) -> int:
        """Return where its values lie, which tells whether two tensors share memory."""
        return self.held.data_ptr()

    def untyped_storage(self) -> torch.UntypedStorage:
        """Return the storage of its values."""
        return self.held.untyped_storage()

    def pin_memory(self, device: Any = None) -> NoReturn:  # noqa: ARG002
        """Refuse: only CPU tensors can be pinned."""
        raise RuntimeError(f"cannot pin '{self.type()}' only dense CPU tensors can be pinned")

    def type(self, dtype: Any = None, non_blocking: bool = False, **options: Any) -> Any:  # noqa: FBT001, FBT002, ARG002  PyTorch's signature
        """Return the name of its type, or convert it."""
        if dtype is None:
            return self.held.type().replace("torch.", f"torch.{NAME}.")
        if isinstance(dtype, str):
            dtype = torch.empty(0).type(dtype.replace(f".{NAME}.", ".")).dtype
        return self.to(dtype)

    def __format__(self, spec: str) -> str:
        """Format a tensor of one element as a number."""
        return format(self.item(), spec) if self.dim() == 0 else format(str(self), spec)

    def __repr__(self, *, tensor_contents: Any = None) -> str:
        """Show its values and its device."""
        text = repr(self.held)
        ending = f", device='{self.device}'"
        if self.grad_fn is not None:
            ending += f", grad_fn=<{self.grad_fn.name()}>"
        elif self.requires_grad:
            ending += ", requires_grad=True"
        text = f"{text[:-1]}{ending})"
        return f"Parameter containing:\n{text}" if getattr(self, "_is_param", False) else text

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Copy a leaf with its gradient."""
        if not self.is_leaf:
            raise RuntimeError("Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol")
        if id(self) not in memo:
            with torch.no_grad():
                copied: Any = SimTensor(self.held.clone(), self.which).requires_grad_(self.requires_grad)
            if getattr(self, "_is_param", False):
                copied._is_param = True
            if self.grad is not None:
                copied.grad = self.grad.__deepcopy__(memo)
            memo[id(self)] = copied
        return memo[id(self)]

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Save it as PyTorch saves tensors of devices without storage, which ``torch.load(map_location=...)`` understands."""
        data = self.detach().cpu()
        is_parameter = getattr(self, "_is_param", False)
        needs = self.requires_grad and not is_parameter
        arguments = data, self.dtype, str(self.device), needs
        rebuilt = torch._utils._rebuild_device_tensor_from_cpu_tensor, arguments
        if not is_parameter:
            return rebuilt
        return _parameter, (_Rebuilt(*rebuilt), self.requires_grad)


class _Rebuilt:
    """A tensor inside another pickled value, saved in the same way."""

    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self.how = function, arguments

    def __reduce__(self) -> Any:
        return self.how


def _parameter(data: torch.Tensor, requires_grad: bool) -> torch.nn.Parameter:  # noqa: FBT001  pickle calls it so
    return torch.nn.Parameter(data, requires_grad)


class _Move(torch.autograd.Function):
    """Copy a tensor from a simulated device to another one (``target``), or to the CPU (``None``), and gradients back."""

    @staticmethod
    def forward(ctx: Any, tensor: SimTensor, target: int | None) -> torch.Tensor:
        ctx.source = tensor.which
        copied = _aten._to_copy.default(tensor, device=_CPU)
        return copied if target is None else SimTensor(copied, target)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        values = grads[0].held if isinstance(grads[0], SimTensor) else grads[0]
        return SimTensor(values.clone(), ctx.source), None


def _indices(index: Any) -> Any:
    if type(index) is tuple:
        return tuple(map(_indices, index))
    if isinstance(index, list | range):
        return _tensor(_plain(list(index)), device=_CPU)
    return _tensor(index, device=_CPU) if isinstance(index, np.ndarray) else index


# ------------------------------------------------------------------ running an operation


class _Plan(NamedTuple):
    """What is known of an operation once and for all."""

    mutates: frozenset[str]
    pointwise: bool
    indexes: bool


@functools.cache
def _plan(func: Any) -> _Plan:
    schema = func._schema
    mutates = frozenset(arg.name for arg in schema.arguments if arg.alias_info is not None and arg.alias_info.is_write)
    name = schema.name
    indexes = name in {"aten::index", "aten::index_put", "aten::index_put_", "aten::_index_put_impl_"}
    pointwise = torch.Tag.pointwise in func.tags or bool(mutates) or name in {"aten::where", "aten::mse_loss"}
    return _Plan(mutates, pointwise, indexes)


def _run(func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    """Run an operation on the CPU, for the device that its arguments are on or that it is told to make something on."""
    if func is _aten._efficientzerotensor.default:
        func = _aten.zeros.default  # a tensor without memory, which no wrapper can hold
    if func in _BETWEEN_DEVICES:
        return _BETWEEN_DEVICES[func](*args, **kwargs)
    tensors: list[torch.Tensor] = []
    plain = [_bare(value, tensors) for value in args]
    named = {name: _bare(value, tensors) for name, value in kwargs.items()} if kwargs else {}
    found = [tensor for tensor in tensors if isinstance(tensor, SimTensor)]
    told = kwargs.get("device")
    if told is not None and told.type != NAME and found:
        return func(*plain, **named)  # something like one of ours, but made elsewhere
    index = found[0].which if found else _index_of(told)
    if len(found) < len(tensors) or any(tensor.which != index for tensor in found):
        _require_one_device(func, args, kwargs)
    if told is not None:
        # C++ passes the device of a tensor argument on as the first one, whichever it is on.
        index = _index_of(told) or index
        named["device"] = _CPU
    if named.get("pin_memory"):
        named["pin_memory"] = False
    try:
        result = func(*plain, **named)
    except NotImplementedError as error:
        message = f"The simulated accelerator has no '{func.name()}': try it on the CPU, or on a real one."
        raise UnsupportedError(message) from error
    return _wrap_same(result, found, index) if _plan(func).mutates else _wrap(result, index)


def _bare(value: Any, tensors: list[torch.Tensor]) -> Any:
    """Return a value with CPU tensors in place of ours, and note all its tensors."""
    if isinstance(value, torch.Tensor):
        tensors.append(value)
        return value.held if isinstance(value, SimTensor) else value
    if type(value) in (list, tuple):
        return [_bare(part, tensors) for part in value]
    if isinstance(value, _Generator):
        message = f"Expected a '{NAME}' device type for generator but found '{value.device}'"
        raise RuntimeError(message)  # noqa: TRY004  what CUDA raises
    return value


def _wrap(result: Any, index: int) -> Any:
    if isinstance(result, torch.Tensor):
        return SimTensor(result, index)
    if type(result) in (list, tuple):
        return type(result)(_wrap(part, index) for part in result)
    return result


def _wrap_same(result: Any, found: list[SimTensor], index: int) -> Any:
    """Give back the very tensors that an operation changed, with the shape that they have now."""
    for tensor in found:
        inner = tensor.held
        if inner.layout is torch.strided and (tensor.shape != inner.shape or tensor.stride() != inner.stride()):
            tensor.data = SimTensor(inner, tensor.which)

    def same(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            ours = [tensor for tensor in found if tensor.held is value]
            return ours[0] if ours else SimTensor(value, index)
        if type(value) in (list, tuple):
            return type(value)(same(part) for part in value)
        return value

    return same(result)


def _convert(tensor: torch.Tensor, **options: Any) -> torch.Tensor:
    """Copy a tensor to a device and dtype: the way from one device to another."""
    device = options.pop("device", None)
    options.pop("pin_memory", None)
    inner = tensor.held if isinstance(tensor, SimTensor) else tensor
    copied = _aten._to_copy.default(inner, **options, device=_CPU)
    if device is not None and device.type != NAME:
        return copied
    return SimTensor(copied, tensor.which if isinstance(tensor, SimTensor) else _index_of(device))


def _copy(target: torch.Tensor, source: torch.Tensor, non_blocking: bool = False) -> torch.Tensor:  # noqa: FBT001, FBT002, ARG001  PyTorch's signature
    """Copy values into a tensor on any device."""
    ours, theirs = (t.held if isinstance(t, SimTensor) else t for t in (target, source))
    _aten.copy_.default(ours, theirs)
    return target


def _alike(tensor: torch.Tensor, other: torch.Tensor) -> bool:
    """Tell whether one tensor's content can be put in the other's place."""
    return isinstance(tensor, SimTensor) == isinstance(other, SimTensor)


_BETWEEN_DEVICES: dict[Any, Callable[..., Any]] = {
    _aten._to_copy.default: _convert,
    _aten.copy_.default: _copy,
    _aten._has_compatible_shallow_copy_type.default: _alike,
}
"""The only operations that take tensors of different devices."""


def _index_of(device: torch.device | None) -> int:
    index = (device.index if device is not None else None) or 0
    if index >= DEVICES:
        raise RuntimeError(f"There are {DEVICES} simulated devices: {NAME}:{index} is none of them.")
    return index


def _require_one_device(func: Any, args: Any, kwargs: dict[str, Any]) -> None:
    """Raise what CUDA raises where arguments are on different devices, but for what CUDA allows."""
    plan = _plan(func)
    arguments = [argument.name for argument in func._schema.arguments]
    given = [*zip(arguments, args, strict=False), *kwargs.items()]
    tensors = [(name, tensor) for name, value in given for tensor in tensors_in(value)]
    if plan.indexes and not isinstance(args[0], SimTensor):
        raise RuntimeError(f"indices should be either on cpu or on the same device as the indexed tensor ({args[0].device})")
    strict = [
        (name, tensor)
        for name, tensor in tensors
        if not (plan.indexes and name == "indices" and tensor.device.type == "cpu")
        and not (plan.pointwise and tensor.device.type == "cpu" and tensor.dim() == 0 and name not in plan.mutates)
    ]
    devices = list(dict.fromkeys(tensor.device for _, tensor in strict))
    if len(devices) < 2:  # noqa: PLR2004  two devices are one too many
        return
    name = func._schema.name.partition("::")[2]
    first, other = sorted(devices[:2], key=lambda device: device.type == "cpu")
    if name == "convolution":
        kinds = [tensor.type() for _, tensor in strict[:2]]
        if kinds[0] != kinds[1]:
            raise RuntimeError(f"Input type ({kinds[0]}) and weight type ({kinds[1]}) should be the same")
        raise RuntimeError(f"Input type ({kinds[0]}) and bias type ({strict[2][1].type()}) should be the same")
    said = "Expected all tensors to be on the same device, but"
    if plan.pointwise:
        raise RuntimeError(f"{said} found at least two devices, {first} and {other}!")
    odd = next(argument for argument, tensor in strict if tensor.device == other)
    if name == "embedding":
        name, odd = "_index_select", "index" if odd == "indices" else "self"
    method = f"wrapper_{NAME.upper()}_{name}"
    raise RuntimeError(
        f"{said} got {odd} is on {other}, different from other tensors on {first} (when checking argument in method {method})"
    )


# ------------------------------------------------------------------ autocast

_LOWER = frozenset(
    "addbmm addmm addmv addr baddbmm bmm chain_matmul conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d "
    "convolution einsum linear matmul mm mv scaled_dot_product_attention".split()
)
"""What autocast runs in the lower precision, and below what it runs in float32:
https://docs.pytorch.org/docs/stable/amp.html#autocast-op-reference."""
_FLOAT32 = frozenset(
    "acos asin binary_cross_entropy_with_logits cosh cosine_embedding_loss cdist cosine_similarity cross_entropy_loss cumprod "
    "cumsum dist erfinv exp expm1 group_norm hinge_embedding_loss kl_div l1_loss layer_norm log log10 log_softmax log1p log2 "
    "margin_ranking_loss mse_loss multi_margin_loss multilabel_margin_loss native_layer_norm nll_loss nll_loss_nd norm "
    "poisson_nll_loss pow prod reciprocal rsqrt sinh smooth_l1_loss soft_margin_loss softmax softmin softplus sum renorm tan "
    "triplet_margin_loss".split()
)


def _autocast(func: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    wanted = torch.get_autocast_dtype(NAME) if name in _LOWER else torch.float32

    def cast(value: Any) -> Any:
        if isinstance(value, SimTensor) and value.is_floating_point() and value.dtype != torch.float64:
            return value.to(wanted)
        return value

    keys = torch._C.DispatchKeySet(torch._C.DispatchKey.AutocastPrivateUse1)
    with torch._C._ExcludeDispatchKeyGuard(keys):
        args, kwargs = pytree.tree_map(cast, (args, kwargs))
        return func(*args, **kwargs)


@functools.cache
def _register_autocast() -> None:
    others, casting = torch.library.Library("_", "IMPL"), torch.library.Library("aten", "IMPL")
    others.fallback(torch.library.fallthrough_kernel, "AutocastPrivateUse1")
    for name in sorted(_LOWER | _FLOAT32):
        for overload in getattr(_aten, name).overloads() if hasattr(_aten, name) else ():
            operation = getattr(getattr(_aten, name), overload)
            casting.impl(operation, functools.partial(_autocast, operation, name), "AutocastPrivateUse1")
    _LIBRARIES.extend((others, casting))


# ------------------------------------------------------------------ registration


class _Module:
    """``torch.sim``: what programs ask of ``torch.cuda``."""

    def is_available(self) -> bool:
        """Tell that the device is there."""
        return True

    def is_initialized(self) -> bool:
        """Tell that nothing need be initialised."""
        return True

    def device_count(self) -> int:
        """Return how many simulated devices there are."""
        return DEVICES

    def current_device(self) -> int:
        """Return the device that ``torch.device("sim")`` means."""
        return 0

    def synchronize(self, device: Any = None) -> None:
        """Do nothing: every operation is finished when it returns."""

    def manual_seed(self, seed: int) -> None:
        """Do nothing: the device draws from the CPU's generator, which ``torch.manual_seed`` seeds."""

    manual_seed_all = manual_seed

    def get_rng_state(self, device: Any = None) -> torch.Tensor:  # noqa: ARG002  PyTorch's signature
        """Return the state of the generator that the device draws from."""
        return torch.get_rng_state()

    def set_rng_state(self, state: torch.Tensor, device: Any = None) -> None:  # noqa: ARG002  PyTorch's signature
        """Set the state of the generator that the device draws from."""
        torch.set_rng_state(state)

    def get_amp_supported_dtype(self) -> list[torch.dtype]:
        """Return what autocast may be asked for; it asks before it is used."""
        _register_autocast()
        return [torch.float16, torch.bfloat16]

    def _is_in_bad_fork(self) -> bool:
        return False


@contextlib.contextmanager
def _without_distributed_tensors() -> Iterator[None]:
    """Keep PyTorch's dispatcher, the first time that it meets a tensor of another class, from importing ``DTensor``.

    It only wants to know whether this is one; the import takes 0.6 s and half a thousand modules.
    """
    name = "torch.distributed.tensor"
    stand_in = types.ModuleType(name)
    stand_in.DTensor = type("DTensor", (), {})
    missing = name not in sys.modules
    if missing:
        sys.modules[name] = stand_in
    try:
        yield
    finally:
        if missing:
            del sys.modules[name]


def _made_there(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function that makes tensors from Python data do so on the device, which it cannot do by itself."""

    @functools.wraps(function)
    def make(data: Any, *args: Any, device: Any = None, **kwargs: Any) -> Any:
        wanted = torch.device(device) if device is not None and not isinstance(device, int) else device
        if wanted is None:
            if isinstance(data, SimTensor):
                wanted = data.device
            elif not isinstance(data, torch.Tensor):
                wanted = torch.empty(0).device  # the default, without torch.tensor
        if not isinstance(wanted, torch.device) or (wanted.type != NAME and not isinstance(data, SimTensor)):
            if device is not None:
                kwargs["device"] = device
            return function(_plain(data), *args, **kwargs)
        needs = kwargs.pop("requires_grad", False)
        with torch._C.DisableTorchFunction():
            if isinstance(data, SimTensor):
                made = data.to(wanted, kwargs.get("dtype")) if kwargs.get("dtype") else data.to(wanted)
                made = made.detach().clone() if function is _tensor else made
            else:
                made = SimTensor(function(_plain(data), *args, **kwargs), _index_of(wanted))
        return made.requires_grad_() if needs else made

    return make


_tensor = torch.tensor


def _plain(data: Any) -> Any:
    """Take the numbers out of the device's tensors in a list."""
    if type(data) in (list, tuple):
        return [_plain(part) for part in data]
    return data.tolist() if isinstance(data, SimTensor) else data


class _Data:
    """``Tensor.data``, which moves a tensor between devices where it is set, as it does with CUDA."""

    def __get__(self, tensor: Any, owner: Any = None) -> Any:
        if tensor is None:
            return self
        with torch._C.DisableTorchFunctionSubclass():  # parameters of lazy modules know PyTorch's own getter only
            return _data.__get__(tensor)

    def __set__(self, tensor: torch.Tensor, value: torch.Tensor) -> None:
        if not (isinstance(tensor, SimTensor) or isinstance(value, SimTensor)):
            with torch._C.DisableTorchFunctionSubclass():
                _data.__set__(tensor, value)
        elif isinstance(tensor, SimTensor) and isinstance(value, SimTensor):
            _data.__set__(tensor, value)
            tensor.held, tensor.which = value.held, value.which
        else:
            needs = tensor.requires_grad
            new = torch.nn.Parameter(value.detach(), needs) if isinstance(tensor, torch.nn.Parameter) else value.detach()
            torch.utils.swap_tensors(tensor, new)
            tensor.requires_grad_(needs)


_data = torch._C.TensorBase.data


def _move_later(tensor: Any, *args: Any, **kwargs: Any) -> Any:
    """Move a lazy module's parameter, which has no values yet: note where they are to be made."""
    device, dtype, _, _ = torch._C._nn._parse_to(*args, **kwargs)
    if device is not None:
        tensor.awaited = device if device.type == NAME else None
        if device.type != NAME:
            return torch.Tensor.to(tensor, *args, **kwargs)
    return tensor if dtype is None else torch.Tensor.to(tensor, dtype)


def _made_later(materialize: Callable[..., None]) -> Callable[..., None]:
    """Let a lazy module's parameter get its values where it was moved to before it had any."""

    @functools.wraps(materialize)
    def make(tensor: Any, shape: Any, device: Any = None, dtype: Any = None) -> None:
        there = getattr(tensor, "awaited", None) if device is None else torch.device(device)
        if there is None or there.type != NAME:
            materialize(tensor, shape, device, dtype)
        else:
            materialize(tensor, shape, _CPU, dtype)
            tensor.data = tensor.data.to(there)

    return make


def _loaded_there(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let ``torch.load`` take the device as its ``map_location``."""

    @functools.wraps(function)
    def load(file: Any, map_location: Any = None, *args: Any, **kwargs: Any) -> Any:
        wanted = torch.device(map_location) if isinstance(map_location, str | torch.device) else None
        if wanted is None or wanted.type != NAME:
            return function(file, map_location, *args, **kwargs)
        loaded = function(file, _CPU, *args, **kwargs)
        there = functools.partial(_there, wanted)
        return there(loaded) if isinstance(loaded, torch.nn.Module) else pytree.tree_map(there, loaded)

    return load


def _there(device: torch.device, value: Any) -> Any:
    if isinstance(value, torch.nn.Parameter):
        return torch.nn.Parameter(value.detach().to(device), value.requires_grad)
    return value.to(device) if isinstance(value, torch.Tensor | torch.nn.Module) else value


def _pin(tensor: torch.Tensor, device: Any = None) -> torch.Tensor:  # noqa: ARG001  PyTorch's signature
    pinned: Any = tensor.clone()
    pinned._sim_pinned = True
    return pinned


def _is_pinned(tensor: torch.Tensor, device: Any = None) -> bool:  # noqa: ARG001  PyTorch's signature
    return getattr(tensor, "_sim_pinned", False)


class _GeneratorType(type):
    """Makes ordinary generators, and none on the device."""

    def __call__(cls, device: Any = "cpu") -> Any:
        if torch.device(device).type == NAME:
            raise UnsupportedError(
                "The simulated accelerator has no generators of its own: draw on the CPU and move the result."
            )
        return _Generator(device)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, _Generator)


class Generator(metaclass=_GeneratorType):
    """Stands for ``torch.Generator`` once the device is registered."""


_LIBRARIES: list[Any] = []
_FUSED = (_aten.silu_backward.default, _aten.mish_backward.default)
"""What PyTorch composes of others on devices without a kernel of their own, which rounds otherwise than the CPU's."""


def _kernel(func: Any, *args: Any, **kwargs: Any) -> Any:
    """Run an operation that the dispatcher hands over."""
    return _run(func, args, kwargs)


def _register() -> None:
    """Register the device; it can be done once in a process.

    Raises:
        ImportError: torch lacks something, or has another device of this kind.
    """
    other = torch._C._get_privateuse1_backend_name()
    if other not in {"privateuseone", NAME}:
        raise ImportError(f"learn.sim cannot register its device: this process has '{other}' already.")
    try:
        backend_registration._setup_privateuseone_for_python_backend(NAME, _Module())
        everything = torch.library.Library("_", "IMPL")
        everything.fallback(_kernel, "PrivateUse1")
        exact = torch.library.Library("aten", "IMPL")
        for operation in _FUSED:
            exact.impl(operation, functools.partial(_kernel, operation), "PrivateUse1")
        _LIBRARIES.extend((everything, exact))  # a registration ends with its library
        with _without_distributed_tensors():
            seen = torch.ones(2, device=NAME)
        if type(seen) is not SimTensor or seen.held.tolist() != [1.0, 1.0]:
            raise RuntimeError("a tensor that was made on the device is not there")
    except (AttributeError, TypeError, RuntimeError, NotImplementedError) as error:
        raise ImportError(
            f"learn.sim does not work with torch {torch.__version__}: {error}. It was made for torch 2.13."
        ) from error
    # The engine counts devices at the first backward pass of a process; one that ran before would leave ours without a thread.
    torch.autograd.set_multithreading_enabled(False)
    torch.tensor = _made_there(torch.tensor)
    torch.as_tensor = _made_there(torch.as_tensor)
    torch.asarray = _made_there(torch.asarray)
    torch.load = _loaded_there(torch.load)
    torch.Tensor.pin_memory, torch.Tensor.is_pinned = _pin, _is_pinned  # type: ignore[method-assign, assignment]
    torch.Tensor.data = _Data()  # type: ignore[assignment]
    lazy: Any = torch.nn.parameter.UninitializedTensorMixin
    lazy.to, lazy.materialize = _move_later, _made_later(lazy.materialize)
    torch.accelerator.synchronize = lambda device=None, /: None  # noqa: ARG005  PyTorch's signature
    torch.Generator = Generator  # type: ignore[misc, assignment]


_register()
