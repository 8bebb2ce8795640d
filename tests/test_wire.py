"""The wire: whatever is sent arrives as it was, and whatever else arrives is a WireError."""

import contextlib
import struct

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from learn import wire
from learn.compare import compare
from learn.errors import WireError
from learn.values import Foreign, Raised, origin
from learn.wire import DTYPES, HEAD, decode, encode

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(max_size=50)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=4)
    ),
    max_leaves=20,
)


def through(value):
    return decode(encode(value, 7))[1]


@given(values)
@settings(max_examples=200, deadline=None)
def test_plain_values_arrive_as_they_were(value):
    """Scalars and nested containers come back equal and of the same type."""
    assert repr(through(value)) == repr(value)


@pytest.mark.parametrize("dtype", DTYPES.values(), ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (1,), (3, 2), (2, 0, 3), (2, 1, 3, 2)])
def test_tensors_arrive_as_they_were(dtype, shape):
    """Every dtype and shape, empty ones and rank 0 too."""
    tensor = (torch.arange(torch.Size(shape).numel()) % 3).reshape(shape).to(dtype)
    got = through(tensor)
    assert got.dtype == dtype
    assert got.shape == tensor.shape
    assert torch.equal(got, tensor)


@pytest.mark.parametrize(
    "make",
    [
        lambda x: x.T,
        lambda x: x[:, ::2],
        lambda x: x[1:, 1:],
        lambda x: x[:1].expand(5, 4),
        lambda x: x.reshape(1, 4, 4).permute(2, 0, 1),
        lambda x: x[:1, ::4],
    ],
)
def test_strides_arrive_too(make):
    """A non-contiguous input is non-contiguous for the learner."""
    tensor = make(torch.arange(16.0).reshape(4, 4))
    got = through(tensor)
    assert torch.equal(got, tensor)
    assert got.stride() == tensor.stride()


def test_what_is_known_of_a_tensor_arrives_beside_it():
    """Device, class, requires_grad and leaf-ness are reported, while the tensor itself is a plain one."""
    got = through(torch.nn.Parameter(torch.ones(2)))
    assert type(got) is torch.Tensor
    assert not got.requires_grad
    assert (origin(got).class_name, origin(got).requires_grad, origin(got).is_leaf) == ("Parameter", True, True)


def test_numpy_arrays_and_scalars_arrive():
    """Arrays keep dtype and shape; scalars stay NumPy scalars."""
    array = np.arange(6, dtype=np.int16).reshape(2, 3)
    got = through([array, array.T, np.float32(2.5), np.bool_(True)])
    assert np.array_equal(got[0], array)
    assert got[0].dtype == np.int16
    assert np.array_equal(got[1], array.T)
    assert type(got[2]) is np.float32
    assert type(got[3]) is np.bool_


def test_what_cannot_travel_arrives_as_a_name():
    """An object, a function or a hostile repr is no more than a class name and a short text."""

    class Loud:
        def __repr__(self):
            raise RuntimeError

    assert through(Loud()) == Foreign("Loud", "<its repr raised an error>")
    assert through(iter([])).class_name == "list_iterator"
    assert len(through({1, 2, "x"} | {print}).pop().__class__.__name__) > 0


def test_exceptions_dtypes_and_devices_arrive():
    """The words of a check's vocabulary travel."""
    raised = Raised("ValueError", ("ValueError", "Exception"), "no", "a.py", 3, "x", "f", "run")
    assert through([raised, torch.float16, torch.device("cpu"), 1 + 2j, {3, 4}]) == [
        raised,
        torch.float16,
        torch.device("cpu"),
        1 + 2j,
        {3, 4},
    ]


def test_a_lying_subclass_is_seen_through():
    """A tensor subclass that answers every comparison, and an int that equals everything, lose their powers."""

    class Liar(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            if func is torch.Tensor.__eq__:
                return True
            return super().__torch_function__(func, types, args, kwargs)

    class Same(int):
        __hash__ = int.__hash__

        def __eq__(self, other):
            return True

    got = through([torch.zeros(2).as_subclass(Liar), Same(3)])
    assert type(got[0]) is torch.Tensor
    assert got[1] != 5
    assert compare(got[1], 5) is not None


@pytest.mark.parametrize(
    "value",
    [
        torch.zeros(1).expand(1 << 40),
        "x" * (wire.MAX_TEXT + 1),
        [0] * (wire.MAX_NODES + 1),
        b"x" * (wire.MAX_PAYLOAD_BYTES + 1),
    ],
    ids=["expanded tensor", "long text", "many parts", "many bytes"],
)
def test_what_is_too_large_is_refused_before_it_is_built(value):
    """Caps are checked first, so a tensor of 2^40 elements costs nothing."""
    with pytest.raises(WireError):
        encode(value)


def test_what_is_too_deep_is_refused():
    """A list inside a list inside a list ... ends at a fixed depth."""
    value = []
    for _ in range(wire.MAX_DEPTH + 5):
        value = [value]
    with pytest.raises(WireError, match="nested"):
        encode(value)


# ------------------------------------------------------------------ hostile frames

FRAMES = [
    encode(value, 5)
    for value in (
        [1, "two", 3.0, None, True],
        {"x": torch.arange(6.0).reshape(2, 3), "y": (torch.tensor([True, False]), np.arange(3))},
        Raised("E", ("E",), "m"),
        [Foreign("a", "b"), torch.int8, torch.device("cpu"), {1}, 2**80, 1j],
    )
]
LENGTHS = (0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1)


def read(frame: bytes) -> None:
    """Decode; a WireError is fine, anything else is not."""
    with contextlib.suppress(WireError):
        decode(frame)


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
def test_every_truncation_is_a_wire_error(frame):
    """A frame that ends early, wherever, is refused."""
    for length in range(len(frame)):
        with pytest.raises(WireError):
            decode(frame[:length])


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
def test_every_flipped_bit_is_a_value_or_a_wire_error(frame):
    """No altered frame raises anything else."""
    for position in range(len(frame)):
        for bit in range(8):
            changed = bytearray(frame)
            changed[position] ^= 1 << bit
            read(bytes(changed))


@pytest.mark.parametrize("header", LENGTHS)
@pytest.mark.parametrize("payload", LENGTHS)
def test_announced_lengths_are_capped_before_anything_is_allocated(header, payload):
    """Length bombs end at the head."""
    head = struct.pack("<4sBQIQ", wire.MAGIC, wire.VERSION, 1, header & 0xFFFFFFFF, payload)
    try:
        wire.parse_head(head)
    except WireError:
        return
    assert (header & 0xFFFFFFFF) <= wire.MAX_HEADER_BYTES
    assert payload <= wire.MAX_PAYLOAD_BYTES


def framed(header: bytes, payload: bytes = b"") -> bytes:
    return HEAD.pack(wire.MAGIC, wire.VERSION, 0, len(header), len(payload)) + header + payload


@given(st.binary(max_size=300), st.binary(max_size=40))
@settings(max_examples=500, deadline=None)
def test_random_headers_are_values_or_wire_errors(header, payload):
    """Anything may stand behind a legal head."""
    read(framed(header, payload))


trees = st.recursive(
    st.sampled_from(["T", "n", "d", "l", "t", "s", "b", "i", "c", "y", "v", "r", "o", "float32", "<f4", "cpu"])
    | st.integers(-2, 2**63)
    | st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=8),
    max_leaves=30,
)


@given(trees, st.binary(max_size=64))
@settings(max_examples=1000, deadline=None)
def test_random_trees_are_values_or_wire_errors(tree, payload):
    """A header that is legal msgpack, but describes nonsense, is refused or harmless."""
    import msgspec

    try:
        header = msgspec.msgpack.encode(tree)
    except OverflowError:
        return
    read(framed(header, payload))


@pytest.mark.parametrize(
    "part",
    [
        ["T", "float32", [2], [1], 0, 4, ["cpu", "Tensor", False, True]],
        ["T", "float32", [-1], [1], 0, 0, ["cpu", "Tensor", False, True]],
        ["T", "float32", [2**40], [1], 0, 2**42, ["cpu", "Tensor", False, True]],
        ["T", "float32", [2**33, 2**33], [1, 1], 0, 0, ["cpu", "Tensor", False, True]],
        ["T", "float32", [True], [1], 0, 4, ["cpu", "Tensor", False, True]],
        ["T", "float32", [1], [1], -4, 4, ["cpu", "Tensor", False, True]],
        ["T", "object", [1], [1], 0, 8, ["cpu", "Tensor", False, True]],
        ["T", "bool", [4], [1], 0, 4, ["cpu", "Tensor", False, True]],
        ["l", [["b", 0, 8], ["b", 0, 8]]],
        ["n", "|O8", [1], 0, 8, False],
        ["n", "<f8", [2], 0, 8, False],
        ["i", "9" * 5000],
        ["d", [[["l", []], 1]]],
        ["zzz"],
        [],
    ],
)
def test_a_part_that_contradicts_itself_is_refused(part):
    """Shapes, lengths, places, dtypes and keys are all checked."""
    import msgspec

    with pytest.raises(WireError):
        decode(framed(msgspec.msgpack.encode(part), b"\x02" * 8))


def test_a_tensors_strides_cannot_reserve_more_than_a_few_times_its_bytes():
    """Strides from a worker are rebuilt only while they reach about as far as the tensor itself."""
    import msgspec

    part = ["T", "uint8", [2], [2**40], 0, 2, ["cpu", "Tensor", False, True]]
    got = decode(framed(msgspec.msgpack.encode(part), b"\x01\x02"))[1]
    assert got.untyped_storage().nbytes() <= 16
    assert got.tolist() == [1, 2]
