"""The wire: whatever is sent arrives as it was, and whatever else arrives is a WireError."""

import contextlib
import itertools
import struct
import time
import tracemalloc
import warnings

import msgspec
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


def test_an_array_of_another_byte_order_arrives_as_the_same_numbers():
    """The wire is little-endian, whatever the array was."""
    got = through(np.array([1, 2, 515], dtype=">i2"))
    assert got.tolist() == [1, 2, 515]
    assert got.dtype == np.dtype("<i2")


def test_what_cannot_travel_arrives_as_a_name():
    """An object, a function or a hostile repr is no more than a class name and a short text."""

    class Loud:
        def __repr__(self):
            raise RuntimeError

    assert through(Loud()) == Foreign("Loud", "<its repr raised an error>")
    assert through(iter([])).class_name == "list_iterator"
    assert through(type("C" * 500, (), {"__repr__": lambda self: "r" * 500})()) == Foreign("C" * 200, "r" * 200)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.empty(2, device="meta"), "torch.float32, torch.strided, rank 1 on meta"),
        (torch.ones(2).to_sparse(), "torch.float32, torch.sparse_coo, rank 1"),
        (torch.ones(2).to(torch.float8_e5m2), "torch.float8_e5m2, torch.strided, rank 1"),
        (torch.ones((1,) * 9), "torch.float32, torch.strided, rank 9"),
    ],
)
def test_a_tensor_without_plain_bytes_arrives_as_a_name(value, words):
    """Meta, sparse and unusual tensors are described and are no error."""
    assert through([value]) == [Foreign("Tensor", words)]


@pytest.mark.parametrize("layout", [torch.strided, torch.jagged])
def test_a_nested_tensor_arrives_as_a_name(layout):
    """It has no shape, whatever its layout says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch calls them a prototype
        nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)], layout=layout)
    assert through(nested).class_name == "Tensor"


@pytest.mark.parametrize(
    "value", [np.array([{}]), np.array(["a"]), np.ones((1,) * 9), np.zeros(1, "M8[s]"), np.zeros(1, "i4,i4")]
)
def test_an_array_without_plain_numbers_arrives_as_a_name(value):
    """Objects, texts, times and records do not travel."""
    assert through(value).class_name == "ndarray"


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1, b"b": 2, 3: 4, 0.5: 6, None: 7, False: 8, torch.int8: 9, ("x", 1): 10},
        {"a", b"b", 3, 0.5, None, False, torch.int8, ("x", 1)},
        {1 << 80: -(1 << 80)},
        {(): ()},
        {str(i): i for i in range(wire.MAX_KEYS * 2)},
    ],
    ids=["dict", "set", "big", "empty", "many texts"],
)
def test_keys_and_members_arrive_as_they_were(value):
    """Texts, bytes, numbers, None, dtypes and short tuples of them may be keys, and any number of texts."""
    got = through(value)
    assert got == value
    assert sorted(map(repr, got)) == sorted(map(repr, value))


def test_numpys_numbers_become_pythons_where_they_are_keys():
    """What a Counter over an array holds can be looked up as before."""
    got = through({np.int64(3): 1, np.float64(0.5): 2, np.str_("a"): 3})
    assert got == {3: 1, 0.5: 2, "a": 3}
    assert [type(key) for key in got] == [int, float, str]


@pytest.mark.parametrize(
    ("value", "class_name"),
    [
        ({print: 1}, "dict with a key of type builtin_function_or_method"),
        ({1, torch.nn.ReLU()}, "set with a member of type ReLU"),
        ({((1,),): 1}, "dict with a key of type tuple"),
        (frozenset({(0,) * 9}), "set with a member of type tuple"),
        ({torch.float8_e5m2: 1}, "dict with a key of type dtype"),
        ({torch.device("cpu"): 1}, "dict with a key of type device"),
    ],
)
def test_a_dict_or_set_with_other_keys_arrives_as_a_name(value, class_name):
    """Its name says why, so that feedback does, and the rest of the value still travels."""
    got = through([value, 5])
    assert (got[0].class_name, got[1]) == (class_name, 5)


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
    ("value", "words"),
    [
        (torch.zeros(1).expand(1 << 40), "a tensor of shape (1099511627776,) makes the value larger than 256 MiB"),
        (np.broadcast_to(np.zeros(1), 1 << 40), "an array of shape (1099511627776,) makes the value larger than 256 MiB"),
        (torch.empty(0, 1 << 40), "a tensor of shape (0, 1099511627776) makes the value larger than 256 MiB"),
        ([bytes(wire.MAX_PAYLOAD_BYTES), np.float32(1)], "an array of shape () makes the value larger than 256 MiB"),
        (bytes(wire.MAX_PAYLOAD_BYTES + 1), "bytes of shape (268435457,) makes the value larger than 256 MiB"),
        ("x" * (wire.MAX_TEXT + 1), "a text is longer than 1048576 characters"),
        (["\u20ac" * wire.MAX_TEXT] * 2, "the value needs a header of more than 4 MiB"),
        ([0] * wire.MAX_TOKENS, "the value has more than 400000 parts"),
        ([""] * (wire.MAX_TOKENS // 2), "the value has more than 400000 parts"),
        ([0] * (wire.MAX_TOKENS - 3) + ["x"], "the value has more than 400000 parts"),
        (dict.fromkeys(range(wire.MAX_KEYS + 1)), "the value has more than 4096 keys that are no text"),
        ([{i, -i - 1} for i in range(wire.MAX_KEYS // 2 + 1)], "the value has more than 4096 keys that are no text"),
        (1 << wire.MAX_INT_BITS, "a number has more than 8192 bits"),
        (torch.tensor([2], dtype=torch.uint8).view(torch.bool), "a bool is neither 0 nor 1"),
        (np.array([2], np.uint8).view(bool), "a bool is neither 0 nor 1"),
        (Raised("E", ("E",), "m", line="3"), "an exception is described wrongly"),
        (Raised("E", (None,), "m"), "an exception is described wrongly"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 99 else "",
)
def test_what_may_not_travel_is_refused_before_it_is_built(value, words):
    """Each cap has its sentence, and a tensor of 2^40 elements costs nothing."""
    with pytest.raises(WireError) as caught:
        encode(value)
    assert str(caught.value) == words


def test_half_a_surrogate_pair_becomes_a_question_mark():
    """No UTF-8 can say it, so it is replaced wherever a text of the learner's may stand."""
    odd = "a\ud800b"
    got = through([odd, {odd: 1}, Foreign(odd, odd), Raised(odd, (odd,), odd, odd, 1, odd, odd, odd)])
    fine = "a?b"
    assert got == [fine, {fine: 1}, Foreign(fine, fine), Raised(fine, (fine,), fine, fine, 1, fine, fine, fine)]


def test_equal_sets_have_equal_frames():
    """The order in which a set was built does not show, so that a cache finds the same question again."""
    one, other = set(), set()
    for n in (0, 8):
        one.add(n)
        other.add(8 - n)
    assert list(one) != list(other)
    assert encode(one) == encode(other)


def test_the_largest_number_that_travels_can_be_shown():
    """Python writes no more than 4300 digits out: a longer number would be an error in the grader's own sentences."""
    for value in ((1 << wire.MAX_INT_BITS) - 1, 1 - (1 << wire.MAX_INT_BITS)):
        assert through(value) == value
        assert len(str(value)) < 4300


def test_what_is_too_deep_is_refused():
    """A list inside a list inside a list ... ends at a fixed depth."""
    value = []
    for _ in range(wire.MAX_DEPTH + 5):
        value = [value]
    with pytest.raises(WireError, match="the value is nested more than 32 levels deep"):
        encode(value)


def test_an_exceptions_texts_are_cut():
    """A message of a megabyte, and a class with hundreds of bases, arrive short."""
    raised = Raised("E" * 999, ("B" * 999,) * 999, "m" * 9999, "f" * 9999, 1 << 70, "s" * 9999, "n" * 9999, "run")
    got = through(raised)
    assert (len(got.class_name), len(got.message), len(got.source)) == (200, wire.MAX_MESSAGE, wire.MAX_MESSAGE)
    assert (len(got.bases), len(got.bases[0]), got.stage) == (wire.MAX_BASES, 200, "run")


def test_a_device_that_only_the_sender_knows_is_some_private_one():
    """A backend may call itself anything; the receiver never meets a name that torch refuses."""

    class Elsewhere(torch.Tensor):
        device = property(lambda self: "toaster:0")

    got = through(torch.ones(2).as_subclass(Elsewhere))
    assert torch.device(origin(got).device).type == "privateuseone"


def test_tensors_of_one_frame_share_no_memory():
    """A check may change what it received in place; nothing else changes with it, and the frame does not either."""
    frame = encode([torch.zeros(3), torch.zeros(3), np.zeros(3)])
    got = decode(frame)[1]
    got[0] += 1
    got[2][:] = 1
    assert got[1].tolist() == [0, 0, 0]
    assert decode(frame)[1][0].tolist() == [0, 0, 0]


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


@pytest.mark.parametrize("head", [(b"LPyU", wire.VERSION), (wire.MAGIC, wire.VERSION + 1), (wire.MAGIC, 0)])
def test_a_frame_of_another_kind_or_version_is_refused(head):
    """Both ends speak the same version, or not at all."""
    with pytest.raises(WireError, match="the frame does not start as a frame does"):
        decode(HEAD.pack(*head, 0, 1, 0) + b"\xc0")


def framed(header: bytes, payload: bytes = b"") -> bytes:
    return HEAD.pack(wire.MAGIC, wire.VERSION, 0, len(header), len(payload)) + header + payload


def told(tokens: list, payload: bytes = b"") -> bytes:
    """Return a frame of these tokens, legal or not."""
    return framed(msgspec.msgpack.encode(tokens), payload)


PLAIN = ["cpu", "Tensor", False, True]
RAISED = ["r", "E", "run", "m", "f", "s", "n"]


@pytest.mark.parametrize(
    ("tokens", "payload"),
    [
        ([], b""),
        (["u"], b""),
        (["zzz"], b""),
        ([1, 2], b""),
        ([1], b"x"),
        (["u", 1], b""),
        (["u", "x" * (wire.MAX_TEXT + 1)], b""),
        (["l"], b""),
        (["l", 2, 1], b""),
        (["l", True, 1], b""),
        (["l", wire.MAX_TOKENS, *([0] * wire.MAX_TOKENS)], b""),
        (["l", -1], b""),
        (["l", 1.0, 1], b""),
        (["l", 1 << 63], b""),
        (["t", None], b""),
        (["l", 1] * 34 + [0], b""),
        (["b", 2], b"x"),
        (["b", -1], b""),
        (["i", ""], b""),
        (["i", "-"], b""),
        (["i", "1_0"], b""),
        (["i", " 1"], b""),
        (["i", "0x1"], b""),
        (["i", "\u0661"], b""),
        (["i", "1\n"], b""),
        (["i", "9" * 5000], b""),
        (["c", 1, 2.0], b""),
        (["c", 1.0, "x"], b""),
        (["c", 1.0], b""),
        (["y", "object"], b""),
        (["y", 3], b""),
        (["v", "toaster"], b""),
        (["v", "cuda:1\n"], b""),
        (["v", "cuda:-1"], b""),
        (["v", "cuda:128"], b""),
        (["v", "cuda:01"], b""),
        (["v", None], b""),
        (["o", "a"], b""),
        (["o", "a" * 201, ""], b""),
        (["o", "", "a" * 201], b""),
        (["o", None, ""], b""),
        ([*RAISED, -1, 0], b""),
        ([*RAISED, True, 0], b""),
        ([*RAISED, 1, 65, *["B"] * 65], b""),
        ([*RAISED, 1, 1, 5], b""),
        ([*RAISED, 1, 1], b""),
        (["r", "E", "run", "m" * 4097, "", "", "", 1, 0], b""),
        (["d", 1, "l", 0, 1], b""),
        (["d", 2, "u", "a", 1, "u", "a", 2], b""),
        (["d", 2, 1, 1, True, 2], b""),
        (["d", 1, "t", 1, "t", 0, 1], b""),
        (["d", 1, "T", "float32", *PLAIN, 0, 1], b"1234"),
        (["d", 1, "u", "a"], b""),
        (["s", 2, 1, 1.0], b""),
        (["s", 1, "o", "a", "b"], b""),
        (["T", "float32", *PLAIN, 1, 2, 1], b"1234"),
        (["T", "float32", *PLAIN, 1, 1, 1], b"12345678"),
        (["T", "float32", *PLAIN, 1, -1, 1], b""),
        (["T", "float32", *PLAIN, 1, True, 1], b"1234"),
        (["T", "float32", *PLAIN, 1, 1, 1.0], b"1234"),
        (["T", "float32", *PLAIN, 1, 1, -1], b"1234"),
        (["T", "float32", *PLAIN, 1, 1, 1 << 63], b"1234"),
        (["T", "float32", *PLAIN, 1, 1 << 40, 1], b""),
        (["T", "float32", *PLAIN, 2, 1 << 33, 1 << 33, 1, 1], b""),
        (["T", "float32", *PLAIN, 2, 0, 1 << 62, 1, 1], b""),
        (["T", "float32", *PLAIN, 3, 0, 1 << 28, 1 << 28, 1, 1, 1], b""),
        (["T", "float32", *PLAIN, 9, *[1] * 18], b"1234"),
        (["T", "float32", *PLAIN, 1, 1], b"1234"),
        (["T", "bool", *PLAIN, 1, 4, 1], b"\0\1\2\0"),
        (["T", "object", *PLAIN, 1, 1, 1], b"12345678"),
        (["T", None, *PLAIN, 0], b"1234"),
        (["T", "float32", "toaster", "Tensor", False, True, 0], b"1234"),
        (["T", "float32", "cpu", "T" * 201, False, True, 0], b"1234"),
        (["T", "float32", "cpu", "Tensor", 0, True, 0], b"1234"),
        (["T", "float32", "cpu", "Tensor", False, None, 0], b"1234"),
        (["n", "<f4", False, 1, 1], b"1234"),
        (["n", "object", False, 1, 1], b"12345678"),
        (["n", "float128", False, 1, 1], bytes(16)),
        (["n", "float64", False, 1, 2], b"12345678"),
        (["n", "float32", True, 1, 1], b"1234"),
        (["n", "float32", 1, 0], b"1234"),
        (["n", "bool", False, 1, 2], b"\0\2"),
        (["n", "float32", False, 2, 0, 1 << 62], b""),
    ],
    ids=lambda value: repr(value)[:60] if isinstance(value, list) else "",
)
def test_tokens_that_contradict_themselves_are_refused(tokens, payload):
    """Counts, names, flags, shapes, keys and lengths are all checked, and nothing may be left over."""
    with pytest.raises(WireError):
        decode(told(tokens, payload))


@pytest.mark.parametrize(
    "header",
    [
        b"\x91\x90",
        b"\x91\x80",
        b"\x80",
        b"\xc0",
        b"\x91\xc4\x01x",
        b"\x91\xd4\x01\x01",
        b"\x91\xd6\xff\x00\x00\x00\x00",
        b"\x91\xc1",
        b"\x92\xa1u\xa3\xed\xa0\x80",
        b"\x92\xa1u\xa1\xff",
        b"\x92\xa1u\xdb\xff\xff\xff\xff",
        b"\xdd\xff\xff\xff\xff",
        b"\xdd\x00\x06\x1a\x80",
        b"\x91\xc0\xc0",
    ],
    ids=[
        "list in a list",
        "map",
        "only a map",
        "no list",
        "binary",
        "extension",
        "timestamp",
        "unused code",
        "lone surrogate",
        "no UTF-8",
        "length bomb in a text",
        "length bomb",
        "cut short",
        "trailing bytes",
    ],
)
def test_a_header_is_one_flat_list_of_plain_tokens(header):
    """Whatever else msgpack can say is refused, before any memory is taken for it."""
    tracemalloc.start()
    with pytest.raises(WireError):
        decode(framed(header))
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()


def test_every_cut_through_the_tokens_is_a_wire_error():
    """A header that stops early, or goes on, is refused at each token."""
    for frame in FRAMES:
        size = wire.parse_head(frame[: HEAD.size])[1]
        tokens, payload = msgspec.msgpack.decode(frame[HEAD.size :][:size]), frame[HEAD.size + size :]
        assert decode(told(tokens, payload))
        for length in range(len(tokens)):
            with pytest.raises(WireError):
                decode(told(tokens[:length], payload))
        with pytest.raises(WireError, match="the frame holds more than its value"):
            decode(told([*tokens, None], payload))


def test_a_payloads_every_byte_belongs_to_one_value():
    """Bytes that nothing describes are refused, so nothing can hide between two tensors."""
    with pytest.raises(WireError, match="the frame holds more than its value"):
        decode(told(["b", 2], b"abc"))
    with pytest.raises(WireError, match="a value reaches beyond the payload"):
        decode(told(["l", 2, "b", 2, "b", 2], b"abc"))


@pytest.mark.parametrize("stride", [1 << 20, 1 << 40, 1 << 62])
def test_a_tensors_strides_cannot_reserve_more_than_a_few_times_its_bytes(stride):
    """Strides from a worker are rebuilt only while they reach about as far as the frame itself."""
    got = decode(told(["T", "uint8", *PLAIN, 1, 2, stride], b"\x01\x02"))[1]
    assert got.untyped_storage().nbytes() <= 16
    assert got.tolist() == [1, 2]
    assert origin(got).strides == (stride,)


@pytest.mark.parametrize("strides", [[1, 1], [2, 1], [1, 0], [0, 0], [3, 2]])
def test_strides_never_lay_two_values_on_one_place(strides):
    """Overlapping strides are not rebuilt; where a dimension of stride 0 is expanded, its first values count."""
    got = decode(told(["T", "uint8", *PLAIN, 2, 2, 2, *strides], b"\1\2\3\4"))[1]
    assert got.tolist() == {(1, 0): [[1, 1], [3, 3]], (0, 0): [[1, 1], [1, 1]]}.get(tuple(strides), [[1, 2], [3, 4]])


def test_all_strided_tensors_together_reserve_little():
    """The room is that of the frame and not of each tensor."""
    got = decode(told(["l", 9, *(["T", "uint8", *PLAIN, 1, 2, 30_000] * 9)], b"\1\2" * 9))[1]
    assert [tensor.tolist() for tensor in got] == [[1, 2]] * 9
    assert sum(tensor.untyped_storage().nbytes() for tensor in got) < 70_000


# ------------------------------------------------------------------ the worst legal frames

SAME_HASH = [k * ((1 << 61) - 1) for k in range(4)]
COLLIDING = [key for digits in itertools.product(SAME_HASH, repeat=6) for key in ("t", 6, *digits)]
WORST = {
    "tensors": ["l", 57_142, *(["T", "bool", *PLAIN, 0] * 57_142)],
    "strided tensors": ["l", 30_769, *(["T", "uint8", *PLAIN, 3, 2, 2, 2, 1, 2, 4] * 30_769)],
    "sets": ["l", 199_999, *(["s", 0] * 199_999)],
    "exceptions": ["l", 44_444, *(["r", "", "", "", "", "", "", 0, 0] * 44_444)],
    "numbers": ["l", 199_999, *(["i", "f" * 9] * 199_999)],
    "keys of one hash": ["s", 4096, *COLLIDING],
}


@pytest.mark.parametrize(("tokens", "each"), list(zip(WORST.values(), (1, 8, 0, 0, 0, 0), strict=True)), ids=WORST)
def test_the_worst_legal_frames_are_decoded_soon(tokens, each):
    """A frame that is as full as the caps allow cannot keep the grader busy (0.1 to 1 s were measured)."""
    frame = told(tokens, bytes(each * tokens[1]))
    start = time.process_time()
    value = decode(frame)[1]
    assert time.process_time() - start < 5
    assert len(value) == tokens[1]


def test_keys_of_one_hash_are_counted():
    """One more key than is allowed ends the frame before it is looked up among the others."""
    assert len({hash(key) for key in itertools.product(SAME_HASH, repeat=6)}) == 1
    with pytest.raises(WireError, match="there are more than 4096 that are no text"):
        decode(told(["l", 2, "s", 4096, *COLLIDING, "s", 1, 5]))


def test_a_large_payload_is_copied_once():
    """What a tensor of 64 MiB takes is its own size and little more."""
    frame = encode(torch.zeros(16 << 20))
    tracemalloc.start()
    value = decode(frame)[1]
    assert tracemalloc.get_traced_memory()[1] < 66 << 20
    tracemalloc.stop()
    assert value.numel() == 16 << 20
