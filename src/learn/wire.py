"""Pure ``bytes <-> value``: how the grader and a worker talk.

A frame is a fixed head (magic, version, sequence number, length of the header, length of the payload), a small header, and a
payload: the raw little-endian bytes of the value's tensors, arrays and bytes, one after another.  The header is one flat
msgpack list of None, bools, numbers and texts, the *tokens* of the value in prefix order: a text is a tag that says what
follows (``"l", 2, 1, "u", "a"`` is ``[1, "a"]``), anything else stands for itself.  So nothing in a header nests or says
where in the payload its bytes are: they are the next ones, and all of them must be used.  There is no pickle anywhere.

Every cap is checked before anything is allocated, and every fault in a frame is one :class:`WireError`.  The worst legal
frames that we could make take a second to decode, their payload's size once more, and 120 MiB for what a header describes.

A decoded tensor is an ordinary CPU tensor.  What else the sender knew of it (device, class, ``requires_grad``, strides) is in
its :class:`~learn.values.Origin`.  Things that cannot travel arrive as :class:`~learn.values.Foreign`.
"""

from __future__ import annotations

import math
import re
import struct
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import numpy as np
import torch

from learn.errors import WireError
from learn.values import MAX_SHOWN, ORIGIN, Foreign, Origin, Raised, describe_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

HEAD = struct.Struct("<4sBQIQ")
MAGIC = b"LPyT"
VERSION = 2
MAX_HEADER_BYTES = 4 << 20
MAX_PAYLOAD_BYTES = 256 << 20
MAX_TOKENS = 400_000
MAX_DEPTH = 32
MAX_RANK = 8
MAX_TEXT = 1 << 20
MAX_INT_BITS = 8192
"""Well below the 4300 digits that Python agrees to write out."""
MAX_KEYS = 4096
"""Keys and members in one frame that are no text or bytes: their hashes can be made equal, and then each meets all others."""
MAX_KEY_ITEMS = 8
MAX_MESSAGE = 4096
"""An exception's texts, and ``MAX_SHOWN`` a name, are cut to this length."""
MAX_BASES = 64
_STRIDED_BYTES = 16 << 20
"""What tensors that are not contiguous may take in one frame; copying into odd strides is slow."""

_SHARED = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "complex64", "complex128"]
DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in [*_SHARED, "bfloat16"]}
_DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_ARRAYS = {name: np.dtype(name).newbyteorder("<") for name in [*_SHARED, "uint16", "uint32", "uint64"]}
_DEVICE = re.compile(r"(?:cpu|cuda|mps|xpu|mtia|hpu|xla|meta|privateuseone)(?::(?:0|[1-9][0-9]?))?")
_TEXTS = {str, bytes}
_KEYS = {*_TEXTS, int, float, bool, type(None)}
_LARGEST = 1 << 62


def _is_key(value: Any) -> bool:
    if isinstance(value, tuple):
        return len(value) <= MAX_KEY_ITEMS and all(type(item) in _KEYS for item in tuple.__iter__(value))
    return type(value) in _KEYS or (type(value) is torch.dtype and value in _DTYPE_NAMES)


# ------------------------------------------------------------------ encoding


class _Encoder:
    def __init__(self) -> None:
        self.tokens: list[Any] = []
        self.chunks: list[Any] = []
        self.offset = 0
        self.keys = 0

    def add(self, value: Any, depth: int = 0) -> None:  # noqa: C901, PLR0912  one branch for each kind of value
        if depth > MAX_DEPTH:
            raise WireError(f"the value is nested more than {MAX_DEPTH} levels deep")
        if len(self.tokens) >= MAX_TOKENS:
            raise WireError(f"the value has more than {MAX_TOKENS} parts")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            self.tokens.append(value)
        elif kind is int:
            self._int(value)
        elif kind is str:
            if len(value) > MAX_TEXT:
                raise WireError(f"a text is longer than {MAX_TEXT} characters")
            self.tokens += ("u", _legal(value))
        elif kind is bytes:
            self._claim("bytes", (len(value),), 1)
            self.tokens += ("b", len(value))
            self.chunks.append(value)
        elif kind is list:
            self._items("l", value, depth)
        elif isinstance(value, tuple):
            self._items("t", tuple(tuple.__iter__(value)), depth)
        elif isinstance(value, dict):
            self._dict(value, depth)
        elif isinstance(value, torch.Tensor):
            self._tensor(value)
        elif isinstance(value, np.ndarray | np.generic):
            self._array(value)
        else:
            self._other(value, depth)

    def _other(self, value: Any, depth: int) -> None:
        kind = type(value)
        if kind is complex:
            self.tokens += ("c", value.real, value.imag)
        elif kind is torch.dtype and value in _DTYPE_NAMES:
            self.tokens += ("y", _DTYPE_NAMES[value])
        elif kind is torch.device and _DEVICE.fullmatch(str(value)):
            self.tokens += ("v", str(value))
        elif kind is Raised:
            self._raised(value)
        elif kind is Foreign:
            self.tokens += ("o", _legal(value.class_name[:MAX_SHOWN]), _legal(value.text[:MAX_SHOWN]))
        elif kind in {set, frozenset}:
            self._set(value, depth)
        else:
            self._foreign(kind.__name__, value)

    def _foreign(self, class_name: str, value: Any) -> None:
        try:
            text = repr(value)[:MAX_SHOWN]
        except Exception:  # noqa: BLE001  a learner's __repr__ may do anything
            text = "<its repr raised an error>"
        self.tokens += ("o", _legal(class_name[:MAX_SHOWN]), _legal(text))

    def _int(self, value: int) -> None:
        if -(1 << 63) <= value < 1 << 63:
            self.tokens.append(value)
        elif value.bit_length() <= MAX_INT_BITS:
            self.tokens += ("i", f"{value:x}")
        else:
            raise WireError(f"a number has more than {MAX_INT_BITS} bits")

    def _items(self, tag: str, items: Collection[Any], depth: int) -> None:
        self.tokens += (tag, len(items))
        for item in items:
            self.add(item, depth + 1)

    def _dict(self, value: dict[Any, Any], depth: int) -> None:
        keys = self._legal_keys("dict with a key", value, dict.keys(value))
        if keys is not None:
            self.tokens += ("d", len(keys))
            for key, item in zip(keys, dict.values(value), strict=True):
                self.add(key, depth + 1)
                self.add(item, depth + 1)

    def _set(self, value: set[Any] | frozenset[Any], depth: int) -> None:
        members = self._legal_keys("set with a member", value, value)
        if members is not None:
            self._items("s", sorted(members, key=repr), depth)

    def _legal_keys(self, what: str, value: Any, keys: Collection[Any]) -> list[Any] | None:
        """Return the keys as they travel; where one cannot, the whole value becomes foreign, and there are none."""
        if set(map(type, keys)) <= _TEXTS:
            return list(keys)
        legal = [key.item() if isinstance(key, np.generic) else key for key in keys]
        odd = next((key for key in legal if not _is_key(key)), None)
        if odd is not None:
            self._foreign(f"{what} of type {type(odd).__name__}", value)
            return None
        self.keys += sum(type(key) not in _TEXTS for key in legal)
        if self.keys > MAX_KEYS:
            raise WireError(f"the value has more than {MAX_KEYS} keys that are no text")
        return legal

    def _raised(self, raised: Raised) -> None:
        texts = [raised.class_name, raised.stage, raised.message, raised.file, raised.source, raised.function, *raised.bases]
        if any(type(text) is not str for text in texts) or type(raised.line) is not int or raised.line < 0:
            raise WireError("an exception is described wrongly")
        names, lines, bases = texts[:2], texts[2:6], texts[6 : 6 + MAX_BASES]
        self.tokens += ("r", *(_legal(name[:MAX_SHOWN]) for name in names), *(_legal(line[:MAX_MESSAGE]) for line in lines))
        self.tokens += (min(raised.line, _LARGEST), len(bases), *(_legal(base[:MAX_SHOWN]) for base in bases))

    def _claim(self, what: str, shape: Sequence[int], item_bytes: int) -> None:
        """Take a place in the payload, or refuse before anything is copied."""
        if _extent(shape) * item_bytes + self.offset > MAX_PAYLOAD_BYTES:
            raise WireError(f"{what} of shape {tuple(shape)} makes the value larger than {MAX_PAYLOAD_BYTES >> 20} MiB")
        self.offset += math.prod(shape) * item_bytes

    def _elements(self, data: np.ndarray[Any, Any], *, truths: bool) -> None:
        if truths:
            _require_truths(data)
        self.chunks.append(data)

    def _tensor(self, value: torch.Tensor) -> None:
        name = _DTYPE_NAMES.get(value.dtype)
        plain_kind = value.layout == torch.strided and not value.is_nested and not value.is_meta
        if name is None or not plain_kind or value.dim() > MAX_RANK:
            where = f" on {value.device}" if value.is_meta else ""
            self.add(Foreign("Tensor", f"{value.dtype}, {value.layout}, rank {value.dim()}{where}"))
            return
        self._claim("a tensor", value.shape, value.element_size())
        known = describe_origin(value)
        device = known.device if _DEVICE.fullmatch(known.device) else "privateuseone"  # a backend may rename it
        plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous()
        if plain.numel():
            self._elements(plain.as_strided((plain.numel(),), (1,)).view(torch.uint8).numpy(), truths=name == "bool")
        self.tokens += ("T", name, device, _legal(known.class_name), known.requires_grad, known.is_leaf)
        self.tokens += (plain.dim(), *plain.shape, *known.strides)

    def _array(self, value: np.ndarray[Any, Any] | np.generic) -> None:
        array = np.asarray(value)
        dtype = _ARRAYS.get(array.dtype.name) if array.ndim <= MAX_RANK else None
        if dtype is None:
            self._foreign(type(value).__name__, value)
            return
        self._claim("an array", array.shape, dtype.itemsize)
        if array.size:
            self._elements(np.ascontiguousarray(array, dtype), truths=dtype.kind == "b")
        self.tokens += ("n", dtype.name, isinstance(value, np.generic), array.ndim, *array.shape)


def _require_truths(data: Any) -> None:
    if np.frombuffer(data, np.uint8).max() > 1:
        raise WireError("a bool is neither 0 nor 1")


def _legal(text: str) -> str:
    """Return a text without lone surrogates, which no UTF-8 can say."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _extent(shape: Collection[int]) -> int:
    """Return the number of elements, where an empty dimension counts as one: no size hides behind a zero."""
    return math.prod(shape) or math.prod(n or 1 for n in shape)


def encode(value: Any, sequence: int = 0) -> bytes:
    """Return one frame.

    Raises:
        WireError: the value is too large, too deep or has too many parts.
    """
    encoder = _Encoder()
    encoder.add(value)
    if len(encoder.tokens) > MAX_TOKENS:
        raise WireError(f"the value has more than {MAX_TOKENS} parts")
    header = msgspec.msgpack.encode(encoder.tokens)
    if len(header) > MAX_HEADER_BYTES:
        raise WireError(f"the value needs a header of more than {MAX_HEADER_BYTES >> 20} MiB")
    head = HEAD.pack(MAGIC, VERSION, sequence, len(header), encoder.offset)
    return b"".join((head, header, *encoder.chunks))


def with_sequence(frame: bytes, sequence: int) -> bytes:
    """Return an encoded frame under another sequence number."""
    _, header_bytes, payload_bytes = parse_head(frame[: HEAD.size])
    return HEAD.pack(MAGIC, VERSION, sequence, header_bytes, payload_bytes) + frame[HEAD.size :]


# ------------------------------------------------------------------ decoding

_HEADER = msgspec.msgpack.Decoder(Annotated[list[bool | int | float | str | None], msgspec.Meta(max_length=MAX_TOKENS)])
"""Refuses maps, lists in lists, extensions and a length bomb before it makes anything of them."""


def parse_head(head: bytes | bytearray) -> tuple[int, int, int]:
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


def decode(frame: bytes, *, origins: bool = True) -> tuple[int, Any]:
    """Return ``(sequence, value)`` of one whole frame.

    Args:
        frame: A head, a header and a payload.
        origins: Tell of each tensor what its sender knew; a submission must get tensors without anything attached, which
            ``torch.save`` would write and ``torch.load`` refuse.

    Raises:
        WireError: the bytes are no legal frame.  No other exception leaves this function.
    """
    sequence, header_bytes, payload_bytes = parse_head(frame[: HEAD.size])
    if len(frame) != HEAD.size + header_bytes + payload_bytes:
        raise WireError("the frame's length is not what its head says")
    return sequence, decode_body(memoryview(frame)[HEAD.size :], header_bytes, origins=origins)


def decode_body(body: bytes | bytearray | memoryview, header_bytes: int, *, origins: bool = True) -> Any:
    """Return the value of what follows a head: ``header_bytes`` of header, and the payload; otherwise as :func:`decode`.

    Raises:
        WireError: as :func:`decode`.
    """
    view = memoryview(body)
    try:
        decoder = _Decoder(_HEADER.decode(view[:header_bytes]), view[header_bytes:], origins=origins)
        value = decoder.value()
        decoder.require_end()
    except (msgspec.DecodeError, UnicodeDecodeError, StopIteration, MemoryError) as error:
        raise WireError(f"the frame is malformed: {type(error).__name__}") from error
    return value


class _Decoder:
    def __init__(self, tokens: list[Any], payload: memoryview, *, origins: bool) -> None:
        self.origins = origins
        self.tokens = iter(tokens)
        self.next = self.tokens.__next__
        self.payload = payload
        self.place = 0
        self.keys = 0
        self.strided_bytes = min(_STRIDED_BYTES, 2 * len(payload) + (64 << 10))

    def value(self, depth: int = 0) -> Any:
        part = self.next()
        if type(part) is not str:
            return part
        if part == "u":
            return self.text(MAX_TEXT)
        read = _READERS.get(part)
        if read is None or depth > MAX_DEPTH:
            raise WireError("the value is too deep or has a part of no known kind")
        return read(self, depth)

    def text(self, longest: int = MAX_SHOWN) -> str:
        part = self.next()
        if type(part) is not str or len(part) > longest:
            raise WireError("a text is no text, or too long")
        return part

    def flag(self) -> bool:
        part = self.next()
        if type(part) is not bool:
            raise WireError("a flag is neither true nor false")
        return part

    def natural(self, largest: int) -> int:
        part = self.next()
        if type(part) is not int or not 0 <= part <= largest:
            raise WireError("a size is no size, or too large")
        return part

    def naturals(self, count: int) -> tuple[int, ...]:
        parts = tuple(islice(self.tokens, count))
        for part in parts:
            if type(part) is not int or not 0 <= part <= _LARGEST:
                raise WireError("a size is no size, or too large")
        if len(parts) != count:
            raise WireError("the value ends too early")
        return parts

    def shape(self) -> tuple[int, ...]:
        shape = self.naturals(self.natural(MAX_RANK))
        if _extent(shape) > MAX_PAYLOAD_BYTES:
            raise WireError("a shape is too large")
        return shape

    def take(self, length: int) -> memoryview:
        """Return the payload's next bytes."""
        start, self.place = self.place, self.place + length
        if self.place > len(self.payload):
            raise WireError("a value reaches beyond the payload")
        return self.payload[start : self.place]

    def elements(self, length: int, *, truths: bool) -> bytearray:
        """Return a copy of a tensor's or an array's bytes."""
        data = bytearray(self.take(length))
        if truths and data:
            _require_truths(data)
        return data

    def require_end(self) -> None:
        if self.place != len(self.payload) or next(self.tokens, self) is not self:
            raise WireError("the frame holds more than its value")

    # -------------------------------------------------------------- one reader for each tag

    def items(self, depth: int) -> list[Any]:
        return [self.value(depth + 1) for _ in range(self.natural(MAX_TOKENS))]

    def mapping(self, depth: int) -> dict[Any, Any]:
        count = self.natural(MAX_TOKENS)
        found = {self.key(depth): self.value(depth + 1) for _ in range(count)}
        if len(found) != count:
            raise WireError("a dict has the same key twice")
        return found

    def members(self, depth: int) -> set[Any]:
        count = self.natural(MAX_TOKENS)
        found = {self.key(depth) for _ in range(count)}
        if len(found) != count:
            raise WireError("a set has the same member twice")
        return found

    def key(self, depth: int) -> Any:
        key = self.value(depth + 1)
        if type(key) not in _TEXTS:
            self.keys += 1
            if self.keys > MAX_KEYS or not _is_key(key):
                raise WireError(f"a key is of no legal type, or there are more than {MAX_KEYS} that are no text")
        return key

    def integer(self, _depth: int) -> int:
        text = self.text(MAX_INT_BITS // 4 + 1)
        if not re.fullmatch("-?[0-9a-f]+", text):
            raise WireError("a number is no number")
        return int(text, 16)

    def complex_number(self, _depth: int) -> complex:
        real, imaginary = self.next(), self.next()
        if type(real) is not float or type(imaginary) is not float:
            raise WireError("a complex number is no number")
        return complex(real, imaginary)

    def dtype(self, _depth: int) -> torch.dtype:
        dtype = DTYPES.get(self.text())
        if dtype is None:
            raise WireError("a dtype is unknown")
        return dtype

    def device_name(self) -> str:
        text = self.text()
        if not _DEVICE.fullmatch(text):
            raise WireError("a device is unknown")
        return text

    def raised(self, _depth: int) -> Raised:
        class_name, stage = self.text(), self.text()
        message, file, source, function = [self.text(MAX_MESSAGE) for _ in range(4)]
        line = self.natural(_LARGEST)
        bases = tuple([self.text() for _ in range(self.natural(MAX_BASES))])
        return Raised(class_name, bases, message, file, line, source, function, stage)

    def tensor(self, depth: int) -> torch.Tensor:
        dtype = self.dtype(depth)
        device, class_name = self.device_name(), self.text()
        requires_grad, is_leaf = self.flag(), self.flag()
        shape = self.shape()
        strides = self.naturals(len(shape))
        data = self.elements(math.prod(shape) * dtype.itemsize, truths=dtype is torch.bool)
        tensor = torch.frombuffer(data, dtype=dtype).reshape(shape) if data else torch.empty(shape, dtype=dtype)
        if data and tensor.stride() != strides:
            tensor = self.strided(tensor, strides)
        if self.origins:
            setattr(tensor, ORIGIN, Origin(device, class_name, requires_grad, is_leaf, strides))
        return tensor

    def strided(self, tensor: torch.Tensor, strides: tuple[int, ...]) -> torch.Tensor:
        """Rebuild the sender's strides, so that a non-contiguous input arrives non-contiguous.

        Only ordinary strides are rebuilt, those without overlap, and only while there is room for them.
        """
        expanded = [d for d, s in enumerate(strides) if s == 0 and tensor.shape[d] > 1]
        base = tensor
        for d in expanded:
            base = base.narrow(d, 0, 1)
        last = 0  # the place of the last element
        for stride, size in sorted(zip(strides, base.shape, strict=True)):
            if size > 1 and stride <= last:
                return tensor
            last += (size - 1) * stride
        reach = (last + 1) * tensor.element_size()
        if reach > self.strided_bytes:
            return tensor
        self.strided_bytes -= reach
        # The gaps are zeros, so that code which ignores strides reads the same thing every time.
        room = torch.frombuffer(bytearray(reach), dtype=tensor.dtype)
        laid = room.as_strided(base.shape, strides).copy_(base)
        return laid.expand(tensor.shape) if expanded else laid

    def array(self, _depth: int) -> Any:
        dtype, scalar = _ARRAYS.get(self.text()), self.flag()
        shape = self.shape()
        if dtype is None or (scalar and shape):
            raise WireError("an array has an unknown dtype, or is no scalar")
        data = self.elements(math.prod(shape) * dtype.itemsize, truths=dtype.kind == "b")
        array = np.frombuffer(data, dtype).reshape(shape)
        return array[()] if scalar else array


_READERS: dict[str, Callable[[_Decoder, int], Any]] = {
    "i": _Decoder.integer,
    "b": lambda decoder, _: bytes(decoder.take(decoder.natural(MAX_PAYLOAD_BYTES))),
    "l": _Decoder.items,
    "t": lambda decoder, depth: tuple(decoder.items(depth)),
    "s": _Decoder.members,
    "d": _Decoder.mapping,
    "c": _Decoder.complex_number,
    "y": _Decoder.dtype,
    "v": lambda decoder, _: torch.device(decoder.device_name()),
    "r": _Decoder.raised,
    "o": lambda decoder, _: Foreign(decoder.text(), decoder.text()),
    "T": _Decoder.tensor,
    "n": _Decoder.array,
}
