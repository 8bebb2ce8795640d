"""The wire under random attack: any bytes are a value or a WireError, soon and in little memory, and judged by value alone."""

import contextlib
import itertools
import math
import random
import tracemalloc

import msgspec
import numpy as np
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learn import wire
from learn.compare import compare
from learn.errors import ContentError, WireError
from learn.expect import expect
from learn.values import Foreign, Raised, origin
from learn.wire import DTYPES, HEAD, decode, encode

SOON_MS = 2000


def fuzz(max_examples):
    """Examples are new in each run, and printed where one fails."""
    return settings(
        max_examples=max_examples,
        deadline=SOON_MS,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# ------------------------------------------------------------------ legal values

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SHAPES = st.lists(st.integers(0, 4), max_size=4).map(tuple)
ARRAY_DTYPES = ["bool", "uint8", "uint16", "uint32", "uint64", "int8", "int64", "float16", "float32", "float64", "complex64"]
LAYOUTS = [
    lambda x: x,
    lambda x: x.mT if x.dim() > 1 else x,
    lambda x: x[..., ::2] if x.dim() else x,
    lambda x: x.expand(2, *x.shape),
]


@st.composite
def tensors(draw):
    shape, dtype = draw(SHAPES), draw(st.sampled_from(list(DTYPES.values())))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 99)))
    numbers = torch.randn(shape, generator=generator, dtype=torch.float64) * 50
    special = draw(st.sampled_from([1.0, 1.0, math.nan, math.inf, 0.0]))
    if dtype.is_floating_point or dtype.is_complex:
        numbers = numbers * special
    return draw(st.sampled_from(LAYOUTS))(numbers.to(dtype))


@st.composite
def arrays(draw):
    numbers = np.random.default_rng(draw(st.integers(0, 99))).normal(size=draw(SHAPES)) * 50
    array = np.abs(numbers).astype(draw(st.sampled_from(ARRAY_DTYPES)))
    return array[()] if array.ndim == 0 and draw(st.booleans()) else np.asarray(array)


PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 8000), 1 << 8000)
    | st.integers(-9, 9)
    | st.floats()
    | TEXTS
    | st.binary(max_size=9)
)
KEYS = PLAIN.filter(lambda key: key == key) | st.lists(st.integers(-3, 3) | TEXTS, max_size=3).map(tuple)  # noqa: PLR0124  no NaN
DESCRIBED = st.one_of(
    st.complex_numbers(),
    st.sampled_from(list(DTYPES.values())),
    st.sampled_from(["cpu", "cuda:3", "meta", "mps"]).map(torch.device),
    st.builds(Foreign, TEXTS, TEXTS),
    st.builds(Raised, TEXTS, st.lists(TEXTS, max_size=3).map(tuple), TEXTS, TEXTS, st.integers(0, 99), TEXTS, TEXTS, TEXTS),
)
VALUES = st.recursive(
    PLAIN | DESCRIBED | tensors() | arrays(),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
        st.sets(KEYS, max_size=4),
    ),
    max_leaves=12,
)


def raw(value):
    """Return a tensor's or an array's type and its very bytes, so that NaN equals NaN and -0.0 is not 0.0."""
    if isinstance(value, torch.Tensor):
        whole = value.clone(memory_format=torch.contiguous_format).reshape(-1)
        return value.dtype, value.shape, (whole.view(torch.uint8).numpy().tobytes() if len(whole) else b"")
    return type(value), value.dtype, value.shape, value.tobytes()


def same(one, other):
    """Tell whether two values are alike to the last bit; independent of learn.compare."""
    if isinstance(one, torch.Tensor | np.ndarray | np.generic):
        return type(one) is type(other) and raw(one) == raw(other)
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one), list(other)) and same(list(one.values()), list(other.values()))
    if isinstance(one, set):
        return same(sorted(one, key=repr), sorted(other, key=repr))
    return repr(one) == repr(other)


@given(VALUES)
@fuzz(200)
def test_a_legal_value_arrives_as_it_was(value):
    """Every kind of value, in any nesting, is the same to the last bit, and tensors keep their strides."""
    sequence, got = decode(encode(value, 7))
    assert sequence == 7
    assert same(got, value)
    if isinstance(value, torch.Tensor):
        assert origin(got) == origin(value)
        assert got.stride() == value.stride() or not value.numel()


@given(VALUES)
@fuzz(60)
def test_a_frame_that_ends_early_is_a_wire_error(value):
    """At every offset: with the head that it had, and with a head that agrees to the cut."""
    frame = encode(value)
    _, header_bytes, payload_bytes = wire.parse_head(frame[: HEAD.size])
    for length in {*range(min(len(frame), 400)), *range(max(0, len(frame) - 50), len(frame))}:
        refused(frame[:length])
    for length in range(header_bytes):
        refused(framed(frame[HEAD.size :][:length], frame[HEAD.size + header_bytes :]))
    for length in range(min(payload_bytes, 200)):
        refused(framed(frame[HEAD.size :][:header_bytes], frame[HEAD.size + header_bytes :][:length]))


def refused(frame):
    with contextlib.suppress(WireError):
        decode(frame)
        raise AssertionError(frame)


# ------------------------------------------------------------------ hostile frames


def framed(header, payload=b""):
    return HEAD.pack(wire.MAGIC, wire.VERSION, 0, len(header), len(payload)) + header + payload


def packed(tokens):
    """Return tokens as msgpack, or ``None`` where msgpack knows no such number."""
    try:
        return msgspec.msgpack.encode(tokens)
    except (OverflowError, UnicodeEncodeError):
        return None


def survive(frame):
    """Decode: a value or a WireError, in memory that the frame's own size bounds.  Return the value in a list, or nothing."""
    tracemalloc.start()
    try:
        return [decode(frame)[1]]
    except WireError:
        return []
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 4 * len(frame) + (1 << 20)


SCALARS = {type(None), bool, int, float, complex, str, bytes, torch.dtype, torch.device, Foreign, Raised}
NUMBERS = {torch.Tensor, np.ndarray, *(dtype.type for dtype in wire._ARRAYS.values())}


def plain(value):
    """Tell whether a value consists of exactly the types that the wire knows: no ``==`` of anybody else's is ever asked."""
    if type(value) in {list, tuple, set}:
        return all(map(plain, value))
    if type(value) is dict:
        return all(map(plain, value)) and all(map(plain, value.values()))
    return type(value) in SCALARS | NUMBERS


def examine(value):
    """Do with a decoded value what the grader does: compare it, both ways, and put the difference into a few words."""
    assert plain(value)
    for expected in (value, torch.ones(2), {"a": 1}, [1.0], np.ones(2), 1, None, Raised("E", (), "m")):
        for one, other in ((value, expected), (expected, value)):
            found = compare(one, other)
            assert found is None or len(found.what) < wire.MAX_MESSAGE + 1000
            with contextlib.suppress(ContentError):
                expect(one).to_match(other)
                assert found is None


TAGS = list(wire._READERS)
LEAVES = st.one_of(
    st.sampled_from(
        [*TAGS, "u", "float32", "bool", "bfloat16", "uint16", "cpu", "cuda:1", "f" * 2049, "", "\ud800", "x" * 201]
    ),
    st.sampled_from([-1, 0, 1, 2, 3, 4, 8, 9, 31, 2**28, 2**31 - 1, 2**31, 2**62, 2**63 - 1, 2**63, 2**64 - 1]),
    st.sampled_from([None, True, False, math.nan, math.inf, -0.0, 1.5]),
    st.integers(0, 3),
)
NESTED = st.recursive(
    LEAVES | st.binary(max_size=3) | st.builds(msgspec.msgpack.Ext, st.integers(-1, 5), st.binary(max_size=4)),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.integers(0, 5) | st.text(max_size=2), inner, max_size=3),
    max_leaves=15,
)


@given(st.binary(max_size=200), st.binary(max_size=40))
@fuzz(250)
def test_any_bytes_are_a_value_or_a_wire_error(one, other):
    """Bytes alone, bytes behind a legal head, and bytes behind a legal list's start."""
    for frame in (one, framed(one, other), framed(b"\xdc\x00" + bytes([min(len(one), 99)]) + one, other)):
        survive(frame)


@given(NESTED, st.binary(max_size=40))
@fuzz(250)
def test_any_msgpack_is_a_value_or_a_wire_error(tree, payload):
    """Maps, nested lists, binary and extensions are legal msgpack and no legal header."""
    header = packed(tree)
    if header is not None:
        survive(framed(header, payload))


@given(st.lists(LEAVES, max_size=30), st.binary(max_size=64))
@fuzz(500)
def test_any_tokens_are_a_value_or_a_wire_error(tokens, payload):
    """Tags, names, sizes and flags in any order."""
    header = packed(tokens)
    if header is not None:
        for value in survive(framed(header, payload)):
            examine(value)


@given(VALUES, st.data())
@fuzz(250)
def test_a_legal_frame_with_other_tokens_is_a_value_or_a_wire_error(value, data):
    """Tokens of a real value replaced, inserted, removed and swapped: nearly legal, so they reach every reader."""
    frame = encode(value)
    header_bytes = wire.parse_head(frame[: HEAD.size])[1]
    tokens = msgspec.msgpack.decode(frame[HEAD.size :][:header_bytes])
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(tokens) - 1))
        width = data.draw(st.integers(0, 2))
        tokens[place : place + width] = data.draw(st.lists(LEAVES, min_size=1, max_size=2)) if data.draw(st.booleans()) else []
        if not tokens:
            return
    header = packed(tokens)
    if header is not None:
        payload = frame[HEAD.size + header_bytes :] + data.draw(st.sampled_from([b"", b"", bytes(8)]))
        for got in survive(framed(header, payload)):
            examine(got)


@given(VALUES, st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(1, 255)), min_size=1, max_size=4))
@fuzz(250)
def test_flipped_bits_are_a_value_or_a_wire_error(value, flips):
    """Up to four bytes of a frame are changed, in its head, its header or its payload."""
    changed = bytearray(encode(value))
    for place, mask in flips:
        changed[place % len(changed)] ^= mask
    for got in survive(bytes(changed)):
        examine(got)


LENGTHS = (0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1)


@given(VALUES)
@fuzz(20)
def test_a_head_that_lies_about_lengths_is_refused(value):
    """Length bombs of every size take no memory, whatever follows them."""
    frame = encode(value)
    true = wire.parse_head(frame[: HEAD.size])[1:]
    for header_bytes, payload_bytes in itertools.product({*LENGTHS[:5], true[0]}, {*LENGTHS, true[1]}):
        if (header_bytes, payload_bytes) != true:
            head = HEAD.pack(wire.MAGIC, wire.VERSION, 0, header_bytes, payload_bytes)
            assert not survive(head + frame[HEAD.size :])


# ------------------------------------------------------------------ no altered frame passes

RIGHT = {
    "value": {"loss": 0.75, "weights": torch.tensor([[0.5, -1.25], [3.0, 2.0]]), "steps": [1, 2, 3], "kind": "sgd"},
    "calls": [],
}


def wrongly(**changes):
    return {"value": RIGHT["value"] | changes, "calls": []}


WRONG = [
    wrongly(loss=-0.75),
    wrongly(loss=math.nan),
    wrongly(loss=torch.tensor(0.75)),
    wrongly(weights=-RIGHT["value"]["weights"]),
    wrongly(weights=RIGHT["value"]["weights"].T),
    wrongly(weights=RIGHT["value"]["weights"].double()),
    wrongly(weights=RIGHT["value"]["weights"][None]),
    wrongly(weights=torch.full((2, 2), math.nan)),
    wrongly(weights=torch.empty(0, 2)),
    wrongly(steps=[1, 2]),
    wrongly(steps=(1, 2, 3)),
    wrongly(steps=[1, 2, 7]),
    wrongly(kind="sge"),
    wrongly(extra=1),
    {"value": None, "calls": []},
    {"value": Foreign("dict", repr(RIGHT["value"])), "calls": []},
    Raised("ValueError", ("ValueError",), "no"),
]
WRONG_FRAMES = [encode(wrong) for wrong in WRONG]


def truly_equal(got, right):
    """Tell whether a value is right within what rounding explains; independent of learn.compare."""
    if isinstance(right, torch.Tensor):
        if not isinstance(got, torch.Tensor) or got.dtype != right.dtype or got.shape != right.shape:
            return False
        return all(
            math.isclose(x, y, rel_tol=1e-3, abs_tol=1e-3) for x, y in zip(got.reshape(-1), right.reshape(-1), strict=True)
        )
    if isinstance(right, dict):
        return isinstance(got, dict) and got.keys() == right.keys() and all(truly_equal(got[key], right[key]) for key in right)
    if isinstance(right, list):
        return isinstance(got, list) and len(got) == len(right) and all(map(truly_equal, got, right))
    if isinstance(right, float):
        return isinstance(got, float) and math.isclose(got, right, rel_tol=1e-3)
    return type(got) is type(right) and got == right


def judged(frame):
    """Return whether a reply's frame is decoded, whether its value passes, and whether it should."""
    try:
        reply = decode(frame)[1]
    except WireError:
        return False, False, False
    value = reply.get("value") if isinstance(reply, dict) else reply
    right = RIGHT["value"]
    try:
        expect(value).to_match(right)
    except ContentError:
        return True, False, truly_equal(value, right)
    return True, True, truly_equal(value, right)


@given(st.sampled_from(WRONG_FRAMES), st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 7)), min_size=1, max_size=3))
@fuzz(800)
def test_no_flipped_bits_make_a_wrong_reply_pass(frame, flips):
    """An altered reply passes only where it says the right value; then it is one."""
    changed = bytearray(frame)
    for place, bit in flips:
        changed[HEAD.size + place % (len(changed) - HEAD.size)] ^= 1 << bit
    _, passes, right = judged(bytes(changed))
    assert not passes or right


def test_no_single_flipped_bit_makes_a_wrong_reply_pass():
    """Every bit of every wrong reply, one after another: what passes is the right value, and only a few alterations say it."""
    decoded = accepted = 0
    for frame in WRONG_FRAMES:
        for place, bit in itertools.product(range(len(frame)), range(8)):
            changed = bytearray(frame)
            changed[place] ^= 1 << bit
            known, passes, right = judged(bytes(changed))
            assert not passes or right
            decoded, accepted = decoded + known, accepted + passes
    assert decoded > 1000
    assert 0 < accepted < 20  # a flipped sign bit of the loss, a letter of the kind: they do say the right value


def test_no_splice_of_wrong_replies_passes():
    """One reply's header with another's payload, and every header cut into another's, is refused or judged by its value."""
    parts = []
    for frame in WRONG_FRAMES:
        header_bytes = wire.parse_head(frame[: HEAD.size])[1]
        parts.append((frame[HEAD.size :][:header_bytes], frame[HEAD.size + header_bytes :]))
    generator = random.Random(0)  # noqa: S311  no secret
    for (one, first), (other, second) in itertools.product(parts, repeat=2):
        cuts = [(len(one), len(other))] + [
            (generator.randrange(1, len(one)), generator.randrange(1, len(other))) for _ in range(20)
        ]
        for (left, right_cut), payload in itertools.product(cuts, (first, second, first + second)):
            _, passes, right = judged(framed(one[:left] + other[right_cut:], payload))
            assert not passes or right
    assert judged(encode(RIGHT)) == (True, True, True)


NUMERIC = (
    tensors() | arrays() | st.booleans() | st.integers(-2, 2) | st.floats() | st.complex_numbers() | st.sets(KEYS, max_size=2)
)


@given(NUMERIC, NUMERIC)
@fuzz(300)
def test_whatever_was_decoded_can_be_compared(one, other):
    """Any two values are compared without an error, and no tensor passes for one of another dtype or shape."""
    got, expected = decode(encode(one))[1], decode(encode(other))[1]
    examine(got)
    if compare(got, expected) is None and isinstance(expected, torch.Tensor | np.ndarray):
        assert isinstance(got, torch.Tensor | np.ndarray)
        assert (type(got), got.dtype, got.shape) == (type(expected), expected.dtype, expected.shape)
