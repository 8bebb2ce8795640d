"""Pure ``bytes <-> value``: how the grader and a worker talk.

A frame is a fixed head (magic, version, sequence number, length of the header, length of the payload), a small msgpack
header that describes the value as a tree, and the raw little-endian bytes of its tensors.  There is no pickle anywhere.
Every cap is checked before anything is allocated, and every fault in a frame is one :class:`WireError`.

A decoded tensor is an ordinary CPU tensor.  What else the sender knew of it (device, class, ``requires_grad``, strides) is in
its :class:`~learn.values.Origin`.  Things that cannot travel arrive as :class:`~learn.values.Foreign`.
"""

from __future__ import annotations

import math
import struct
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
import torch

from learn.errors import WireError
from learn.values import MAX_SHOWN, ORIGIN, Foreign, Origin, Raised, describe_origin

HEAD = struct.Struct("<4sBQIQ")
MAGIC = b"LPyT"
VERSION = 1
MAX_HEADER_BYTES = 4 << 20
MAX_PAYLOAD_BYTES = 256 << 20
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_RANK = 8
MAX_TEXT = 1 << 20
_SPREAD = 8
"""Strides are rebuilt only while they reach over at most this many times the tensor's own elements."""

DTYPES: dict[str, torch.dtype] = {
    name: getattr(torch, name)
    for name in (
        "bool",
        "uint8",
        "int8",
        "int16",
        "int32",
        "int64",
        "float16",
        "bfloat16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    )
}
_DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_NUMPY_KINDS = frozenset("biufc")


# ------------------------------------------------------------------ encoding


class _Encoder:
    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.offset = 0
        self.nodes = 0

    def encode(self, value: Any, depth: int = 0) -> Any:  # noqa: C901  one branch for each kind of value
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise WireError(f"the value is nested more than {MAX_DEPTH} levels deep")
        if self.nodes > MAX_NODES:
            raise WireError(f"the value has more than {MAX_NODES} parts")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return value if -(1 << 63) <= value < 1 << 63 else ["i", str(value)]
        if kind is str:
            if len(value) > MAX_TEXT:
                raise WireError(f"a text is longer than {MAX_TEXT} characters")
            return value.encode("utf-8", "replace").decode()
        if kind is bytes:
            return ["b", *self._append(value)]
        if kind is list:
            return ["l", [self.encode(v, depth + 1) for v in value]]
        if isinstance(value, tuple):
            return ["t", [self.encode(v, depth + 1) for v in tuple.__iter__(value)]]
        if isinstance(value, dict):
            return ["d", [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in dict.items(value)]]
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in _NUMPY_KINDS:
            return self._array(value)
        return self._other(value, depth)

    def _other(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is torch.dtype:
            return ["y", str(value).removeprefix("torch.")]
        if kind is torch.device:
            return ["v", str(value)]
        if kind is Raised:
            return ["r", self.encode(tuple(getattr(value, f) for f in Raised.__dataclass_fields__), depth + 1)]
        if kind is Foreign:
            return ["o", value.class_name, value.text]
        if kind in {set, frozenset}:
            return ["s", [self.encode(v, depth + 1) for v in sorted(value, key=repr)]]
        try:
            text = repr(value)[:MAX_SHOWN]
        except Exception:  # noqa: BLE001  a learner's __repr__ may do anything
            text = "<its repr raised an error>"
        return ["o", str(kind.__name__)[:MAX_SHOWN], text.encode("utf-8", "replace").decode()]

    def _append(self, data: bytes) -> tuple[int, int]:
        start = self.offset
        self.offset += len(data)
        if self.offset > MAX_PAYLOAD_BYTES:
            raise WireError(f"the value is larger than {MAX_PAYLOAD_BYTES >> 20} MiB")
        self.chunks.append(data)
        return start, len(data)

    def _tensor(self, value: torch.Tensor) -> Any:
        name = _DTYPE_NAMES.get(value.dtype)
        if name is None or value.layout != torch.strided or value.dim() > MAX_RANK:
            return self.encode(Foreign("Tensor", f"{value.dtype}, {value.layout}, rank {value.dim()}"))
        if value.numel() * value.element_size() + self.offset > MAX_PAYLOAD_BYTES:
            raise WireError(f"a tensor of shape {tuple(value.shape)} is larger than {MAX_PAYLOAD_BYTES >> 20} MiB")
        known = describe_origin(value)
        plain = value.detach().cpu().resolve_conj().resolve_neg().clone(memory_format=torch.contiguous_format)
        data = plain.reshape(-1).view(torch.uint8).numpy().tobytes() if plain.numel() else b""
        start, length = self._append(data)
        flags = [known.device, known.class_name, known.requires_grad, known.is_leaf]
        return ["T", name, list(plain.shape), list(known.strides), start, length, flags]

    def _array(self, value: np.ndarray[Any, Any] | np.generic) -> Any:
        array = np.asarray(value)
        start, length = self._append(array.astype(array.dtype.newbyteorder("<")).tobytes())
        return ["n", array.dtype.newbyteorder("<").str, list(array.shape), start, length, isinstance(value, np.generic)]


def encode(value: Any, sequence: int = 0) -> bytes:
    """Return one frame.

    Raises:
        WireError: the value is too large, too deep or has too many parts.
    """
    encoder = _Encoder()
    tree = encoder.encode(value)
    header = msgspec.msgpack.encode(tree)
    if len(header) > MAX_HEADER_BYTES:
        raise WireError(f"the value needs a header of more than {MAX_HEADER_BYTES >> 20} MiB")
    head = HEAD.pack(MAGIC, VERSION, sequence, len(header), encoder.offset)
    return b"".join((head, header, *encoder.chunks))


def with_sequence(frame: bytes, sequence: int) -> bytes:
    """Return an encoded frame under another sequence number."""
    _, header_bytes, payload_bytes = parse_head(frame[: HEAD.size])
    return HEAD.pack(MAGIC, VERSION, sequence, header_bytes, payload_bytes) + frame[HEAD.size :]


# ------------------------------------------------------------------ decoding


def parse_head(head: bytes) -> tuple[int, int, int]:
    """Return ``(sequence, header_bytes, payload_bytes)`` of a frame's fixed head.

    Raises:
        WireError: it is no head, or announces more than the caps allow.
    """
    if len(head) != HEAD.size:
        raise WireError("the frame's head is cut short")
    magic, version, sequence, header_bytes, payload_bytes = HEAD.unpack(head)
    if magic != MAGIC or version != VERSION:
        raise WireError("the frame does not start as a frame does")
    if header_bytes > MAX_HEADER_BYTES or payload_bytes > MAX_PAYLOAD_BYTES:
        raise WireError("the frame announces more bytes than are allowed")
    return sequence, header_bytes, payload_bytes


def decode(frame: bytes) -> tuple[int, Any]:
    """Return ``(sequence, value)`` of one whole frame.

    Raises:
        WireError: the bytes are no legal frame.  No other exception leaves this function.
    """
    sequence, header_bytes, payload_bytes = parse_head(frame[: HEAD.size])
    if len(frame) != HEAD.size + header_bytes + payload_bytes:
        raise WireError("the frame's length is not what its head says")
    start = HEAD.size + header_bytes
    try:
        tree = msgspec.msgpack.decode(frame[HEAD.size : start])
        return sequence, _Decoder(memoryview(frame)[start:]).decode(tree)
    except WireError:
        raise
    except (msgspec.DecodeError, RecursionError, ValueError, TypeError, OverflowError, RuntimeError, MemoryError) as error:
        raise WireError(f"the frame is malformed: {type(error).__name__}") from error


class _Decoder:
    def __init__(self, payload: memoryview) -> None:
        self.payload = payload
        self.nodes = 0
        self.used = 0

    def decode(self, tree: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("the value is too deep or has too many parts")
        kind = type(tree)
        if tree is None or kind in {bool, int, float, str}:
            return tree
        if kind is not list or not tree or type(tree[0]) is not str:
            raise WireError("a part of the value is of no known kind")
        reader = _READERS.get(tree[0])
        if reader is None:
            raise WireError("a part of the value is of no known kind")
        return reader(self, tree, depth)

    def parts(self, tree: list[Any], depth: int) -> list[Any]:
        (items,) = tree[1:]
        if type(items) is not list:
            raise WireError("a list is no list")
        return [self.decode(item, depth + 1) for item in items]

    def pairs(self, tree: list[Any], depth: int) -> dict[Any, Any]:
        (items,) = tree[1:]
        found = {}
        for key, value in items:
            found[self.decode(key, depth + 1)] = self.decode(value, depth + 1)
        return found

    def take(self, start: Any, length: Any) -> bytes:
        """Return a slice of the payload; all slices together may not be larger than it."""
        if type(start) is not int or type(length) is not int or start < 0 or length < 0:
            raise WireError("a place in the payload is no place")
        self.used += length
        if start + length > len(self.payload) or self.used > len(self.payload):
            raise WireError("a value reaches beyond the payload")
        return bytes(self.payload[start : start + length])

    def raised(self, tree: list[Any], depth: int) -> Raised:
        (fields,) = tree[1:]
        values = self.decode(fields, depth + 1)
        raised = Raised(*values)
        texts = (raised.class_name, raised.message, raised.file, raised.source, raised.function, raised.stage)
        if any(type(text) is not str for text in texts) or type(raised.line) is not int:
            raise WireError("an exception is described wrongly")
        if type(raised.bases) is not tuple or any(type(base) is not str for base in raised.bases):
            raise WireError("an exception is described wrongly")
        return raised

    def tensor(self, tree: list[Any], _depth: int) -> torch.Tensor:
        name, shape, strides, start, length, flags = tree[1:]
        dtype = DTYPES.get(name)
        if dtype is None:
            raise WireError("a tensor has an unknown dtype")
        count = _count(shape)
        if length != count * dtype.itemsize:
            raise WireError("a tensor's bytes do not fit its shape")
        data = self.take(start, length)
        if dtype is torch.bool and data.strip(b"\x00\x01"):
            raise WireError("a bool is neither 0 nor 1")
        if type(strides) is not list or len(strides) != len(shape) or any(type(s) is not int for s in strides):
            raise WireError("a tensor's strides do not fit its shape")
        device, class_name, requires_grad, is_leaf = flags
        if type(device) is not str or type(class_name) is not str or {type(requires_grad), type(is_leaf)} != {bool}:
            raise WireError("a tensor is described wrongly")
        flat = torch.frombuffer(bytearray(data), dtype=dtype) if count else torch.empty(0, dtype=dtype)
        tensor = _with_strides(flat.reshape(shape), tuple(strides))
        known = Origin(device, class_name, requires_grad, is_leaf, tuple(strides))
        setattr(tensor, ORIGIN, known)
        return tensor

    def array(self, tree: list[Any], _depth: int) -> Any:
        code, shape, start, length, scalar = tree[1:]
        if type(code) is not str or len(code) > 4 or code[0] not in "<|" or code[1] not in _NUMPY_KINDS:  # noqa: PLR2004
            raise WireError("an array has an unknown dtype")
        dtype = np.dtype(code)
        if length != _count(shape) * dtype.itemsize:
            raise WireError("an array's bytes do not fit its shape")
        array = np.frombuffer(self.take(start, length), dtype=dtype).reshape(shape).copy()
        return array[()] if scalar is True and array.ndim == 0 else array

    def device(self, tree: list[Any], _depth: int) -> Any:
        (text,) = tree[1:]
        if type(text) is not str or len(text) > MAX_SHOWN:
            raise WireError("a device has no name")
        try:
            return torch.device(text)
        except RuntimeError:
            return Foreign("device", text)

    def foreign(self, tree: list[Any], _depth: int) -> Foreign:
        class_name, text = tree[1:]
        if type(class_name) is not str or type(text) is not str or len(text) > MAX_SHOWN * 2:
            raise WireError("a foreign value is described wrongly")
        return Foreign(class_name, text)


def _count(shape: Any) -> int:
    if type(shape) is not list or len(shape) > MAX_RANK or any(type(n) is not int or n < 0 for n in shape):
        raise WireError("a shape is no list of sizes")
    return math.prod(shape)


def _with_strides(tensor: torch.Tensor, strides: tuple[int, ...]) -> torch.Tensor:
    """Rebuild the sender's strides, so that a non-contiguous input arrives non-contiguous.

    Only ordinary strides are rebuilt: no overlap, and a reach of at most ``_SPREAD`` times the elements.
    """
    if tensor.stride() == strides or not tensor.numel() or any(s < 0 for s in strides):
        return tensor
    expanded = [d for d, s in enumerate(strides) if s == 0 and tensor.shape[d] > 1]
    base = tensor
    for d in expanded:
        base = base.narrow(d, 0, 1)
    sizes = tuple(base.shape)
    reach = 1 + sum((n - 1) * s for n, s in zip(sizes, strides, strict=True))
    if reach > _SPREAD * base.numel():
        return tensor
    ordered = sorted((s, n) for n, s in zip(sizes, strides, strict=True) if n > 1)
    if any(s2 < s1 * n1 for (s1, n1), (s2, _) in pairwise(ordered)):
        return tensor
    # The gaps are zeros, so that code which ignores strides reads the same thing every time.
    strided = torch.zeros(reach, dtype=tensor.dtype).as_strided(sizes, strides).copy_(base)
    return strided.expand(tensor.shape) if expanded else strided


def _big_int(_decoder: _Decoder, tree: list[Any], _depth: int) -> int:
    (text,) = tree[1:]
    if type(text) is not str or len(text) > 4096:  # noqa: PLR2004  Python itself parses no longer ones
        raise WireError("a number is too long")
    return int(text)


def _dtype(_decoder: _Decoder, tree: list[Any], _depth: int) -> Any:
    (text,) = tree[1:]
    if type(text) is not str or len(text) > MAX_SHOWN:
        raise WireError("a dtype has no name")
    return DTYPES.get(text, Foreign("dtype", text))


_READERS = {
    "i": _big_int,
    "b": lambda d, t, _: d.take(*t[1:]),
    "l": _Decoder.parts,
    "t": lambda d, t, depth: tuple(d.parts(t, depth)),
    "s": lambda d, t, depth: set(d.parts(t, depth)),
    "d": _Decoder.pairs,
    "c": lambda _d, t, _depth: complex(*t[1:]),
    "y": _dtype,
    "v": _Decoder.device,
    "r": _Decoder.raised,
    "o": _Decoder.foreign,
    "T": _Decoder.tensor,
    "n": _Decoder.array,
}
