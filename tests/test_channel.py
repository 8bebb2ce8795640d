"""The channel against a worker that speaks the raw descriptor: one request, one answer, one deadline."""

import contextlib
import socket
import threading
import time
import tracemalloc

import pytest
import torch

from learn import wire
from learn.errors import WireError
from learn.sandbox.channel import TICK_S, Channel, ClosedError
from learn.wire import HEAD, decode, encode

REQUEST = encode({"op": "observe"})
VALUE = {"value": torch.arange(6.0).reshape(2, 3), "calls": ["sum"]}
DEADLINE_S = 0.3


class LateError(Exception):
    """Our deadline passed."""


class Deadline:
    """A tick that raises once the time is up, and counts how often it was called."""

    def __init__(self, seconds=DEADLINE_S):
        self.end = time.monotonic() + seconds
        self.calls = 0

    def __call__(self):
        self.calls += 1
        if time.monotonic() > self.end:
            raise LateError


@pytest.fixture
def pair():
    """Return a channel and the raw socket at its other end."""
    ours, theirs = socket.socketpair()
    theirs.settimeout(10)
    with ours, theirs:
        yield Channel(ours), theirs


@pytest.fixture
def worker(pair):
    """Return a function that lets ``act(socket, request's sequence number)`` play the worker in a thread."""
    threads = []

    def play(act):
        def run():
            with contextlib.suppress(OSError):  # the channel hung up
                head = b""
                while len(head) < HEAD.size:
                    head += pair[1].recv(HEAD.size - len(head))
                sequence, header_bytes, payload_bytes = wire.parse_head(head)
                left = header_bytes + payload_bytes
                while left:
                    left -= len(pair[1].recv(left))
                act(pair[1], sequence)

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return pair[0]

    yield play
    pair[0].close()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def ask(channel, tick=None):
    """Post a request and return the reply, within a deadline over both."""
    tick = tick or Deadline(10)
    channel.post(REQUEST, tick)
    return channel.collect(tick)


def soon(start):
    return time.monotonic() - start < DEADLINE_S + 2


# ------------------------------------------------------------------ honest workers


@pytest.mark.parametrize("size", [1, 7, HEAD.size - 1, HEAD.size, HEAD.size + 1, 1 << 20])
def test_a_reply_may_come_in_pieces_of_any_size(worker, size):
    """Split and merged writes are one frame."""

    def act(raw, sequence):
        frame = encode(VALUE, sequence)
        for start in range(0, len(frame), size):
            raw.sendall(frame[start : start + size])

    reply = ask(worker(act))
    assert reply["calls"] == ["sum"]
    assert torch.equal(reply["value"], VALUE["value"])


def test_many_exchanges_follow_one_another_each_under_its_own_number(pair):
    """The number of a request is random, so no worker can prepare the next answer."""
    channel, raw = pair
    seen = set()
    for n in range(50):
        channel.post(REQUEST, Deadline())
        frame = raw.recv(1 << 16)
        assert frame[HEAD.size :] == REQUEST[HEAD.size :]
        sequence = decode(frame)[0]
        raw.sendall(encode(n, sequence))
        assert channel.collect(Deadline()) == n
        seen.add(sequence)
    assert len(seen) == 50
    assert max(seen) > 1 << 50


def test_large_frames_pass_both_ways(worker):
    """A frame that no socket's buffer holds is sent and received in parts."""
    big = torch.arange(1 << 20)
    channel = worker(lambda raw, sequence: raw.sendall(encode(big, sequence)))
    tick = Deadline(20)
    channel.post(encode(big), tick)
    assert torch.equal(channel.collect(tick), big)


# ------------------------------------------------------------------ one deadline over everything


def test_a_worker_that_never_answers_meets_the_deadline(pair):
    """Silence ends by the caller's clock."""
    start = time.monotonic()
    with pytest.raises(LateError):
        ask(pair[0], Deadline())
    assert soon(start)


@pytest.mark.parametrize(("header_bytes", "whole_head"), [(0, False), (1 << 20, True)], ids=["of the head", "of the rest"])
def test_a_drip_feed_does_not_extend_the_deadline(worker, header_bytes, whole_head):
    """A byte at a time keeps every single wait short, and the whole too long."""

    def act(raw, sequence):
        frame = HEAD.pack(wire.MAGIC, wire.VERSION, sequence, header_bytes, 0) + b"x" * 999
        sent = HEAD.size if whole_head else 0
        raw.sendall(frame[:sent])
        for byte in frame[sent:]:
            raw.sendall(bytes([byte]))
            time.sleep(TICK_S / 2)

    start = time.monotonic()
    with pytest.raises(LateError):
        ask(worker(act), Deadline())
    assert soon(start)


def test_the_clock_is_looked_at_after_every_piece(pair):
    """A worker that is never silent for long enough to be waited for cannot run past the deadline either."""
    channel, raw = pair
    channel.post(REQUEST, Deadline())
    raw.sendall(HEAD.pack(wire.MAGIC, wire.VERSION, channel.sequence, 0, 1 << 24))
    stop = threading.Event()

    def feed():
        with contextlib.suppress(OSError):
            while not stop.is_set():
                raw.send(b"x")

    thread = threading.Thread(target=feed)
    thread.start()
    tick = Deadline(0.2)
    try:
        with pytest.raises(LateError):
            channel.collect(tick)
    finally:
        stop.set()
        channel.close()
        thread.join(10)
    assert tick.calls > 10


def test_a_worker_that_never_reads_meets_the_deadline(pair):
    """A request that fills the socket's buffer does not wait for ever."""
    request = encode(bytes(64 << 20))
    start = time.monotonic()
    with pytest.raises(LateError):
        pair[0].post(request, Deadline())
    assert soon(start)


def test_a_worker_that_reads_slowly_meets_the_deadline(pair):
    """A little room in the buffer, again and again, does not extend it."""
    channel, raw = pair
    stop = threading.Event()

    def sip():
        with contextlib.suppress(OSError):
            while not stop.is_set() and raw.recv(1 << 12):
                time.sleep(0.005)

    thread = threading.Thread(target=sip)
    thread.start()
    request = encode(bytes(64 << 20))
    start = time.monotonic()
    try:
        with pytest.raises(LateError):
            channel.post(request, Deadline())
    finally:
        stop.set()
        channel.close()
        thread.join(10)
    assert soon(start)


@pytest.mark.parametrize("late_before_post", [True, False])
def test_an_answer_after_the_deadline_answers_nothing_else(pair, late_before_post):
    """What was too late for its own question is not taken for the answer to the next one."""
    channel, raw = pair
    with pytest.raises(LateError):
        ask(channel, Deadline(0.1))
    first = decode(raw.recv(1 << 16))[0]
    if late_before_post:
        raw.sendall(encode("late", first))
        with pytest.raises(WireError, match="an answer came before it was asked for"):
            channel.post(REQUEST, Deadline())
    else:
        channel.post(REQUEST, Deadline())
        raw.sendall(encode("late", first))
        with pytest.raises(WireError, match="the answer belongs to no question"):
            channel.collect(Deadline())


# ------------------------------------------------------------------ workers that break the rules


@pytest.mark.parametrize(
    "early", [b"x", encode({"value": 1, "calls": []}), bytes(1 << 12)], ids=["a byte", "a frame", "a flood"]
)
def test_bytes_before_a_question_end_the_channel(pair, early):
    """An answer that lies ready is no answer, and the channel is of no use afterwards."""
    channel, raw = pair
    raw.sendall(early)
    with pytest.raises(WireError, match="an answer came before it was asked for"):
        channel.post(REQUEST, Deadline())
    ended(channel)


def ended(channel):
    """Require that a channel has hung up: neither a question nor an answer passes any more."""
    for use in (lambda: channel.post(REQUEST, Deadline()), lambda: channel.collect(Deadline())):
        with pytest.raises(ClosedError):
            use()


@pytest.mark.parametrize("change", [1, -1, 1 << 62])
def test_an_answer_under_another_number_is_refused(worker, change):
    """A worker cannot answer a question that it did not see."""
    channel = worker(lambda raw, sequence: raw.sendall(encode(1, (sequence + change) % (1 << 64))))
    with pytest.raises(WireError, match="the answer belongs to no question"):
        ask(channel)
    ended(channel)


def test_a_second_answer_is_found_before_the_next_question(worker):
    """Two replies in one write: the first one counts, and the worker's life ends with the second."""
    channel = worker(lambda raw, sequence: raw.sendall(encode(1, sequence) + encode(2, sequence)))
    assert ask(channel) == 1
    with pytest.raises(WireError, match="an answer came before it was asked for"):
        channel.post(REQUEST, Deadline())
    ended(channel)


@pytest.mark.parametrize(
    "junk",
    [b"\0" * 99, b"\x80\x04\x95" * 40, b"GET / HTTP/1.1\r\n\r\n" * 5, HEAD.pack(b"LPyT", 1, 0, 0, 0)],
    ids=["zeros", "pickle", "text", "another version"],
)
def test_what_is_no_frame_is_refused_at_its_head(worker, junk):
    """Forged results, pickles and prints into the descriptor are never looked into."""
    channel = worker(lambda raw, _: raw.sendall(junk))
    with pytest.raises(WireError, match="the frame does not start as a frame does"):
        ask(channel)
    ended(channel)


@pytest.mark.parametrize(
    ("header_bytes", "payload_bytes"),
    [(wire.MAX_HEADER_BYTES + 1, 0), (2**32 - 1, 0), (0, wire.MAX_PAYLOAD_BYTES + 1), (1, 2**63), (1, 2**64 - 1)],
)
def test_a_head_that_announces_too_much_is_refused_at_once(worker, header_bytes, payload_bytes):
    """Nobody waits for the rest."""
    channel = worker(lambda raw, n: raw.sendall(HEAD.pack(wire.MAGIC, wire.VERSION, n, header_bytes, payload_bytes)))
    with pytest.raises(WireError, match="the frame announces more bytes than are allowed"):
        ask(channel)
    ended(channel)


def test_announced_bytes_take_no_memory_before_they_come(worker):
    """A head that says 256 MiB, and nothing behind it, costs a wait and no memory."""
    channel = worker(
        lambda raw, n: raw.sendall(HEAD.pack(wire.MAGIC, wire.VERSION, n, 100, wire.MAX_PAYLOAD_BYTES) + b"x" * 50)
    )
    tracemalloc.start()
    with pytest.raises(LateError):
        ask(channel, Deadline())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20


def test_a_received_payload_is_held_twice_at_most(pair):
    """What is received and what is made of it: no further copy of a large answer."""
    channel, raw = pair
    channel.post(REQUEST, Deadline())
    frame = encode(torch.zeros(32 << 20, dtype=torch.uint8), channel.sequence)
    thread = threading.Thread(target=raw.sendall, args=(frame,))
    tracemalloc.start()
    thread.start()
    reply = channel.collect(Deadline(20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    thread.join(10)
    assert reply.numel() == 32 << 20
    assert peak < 2.3 * reply.numel()


@pytest.mark.parametrize("cut", [0, 1, HEAD.size - 1, HEAD.size, HEAD.size + 1, -1])
def test_a_worker_that_ends_within_a_frame_is_gone(worker, cut):
    """Half an answer is none."""

    def act(raw, sequence):
        raw.sendall(encode(VALUE, sequence)[:cut])
        raw.close()

    with pytest.raises(ClosedError):
        ask(worker(act))


def test_a_worker_that_is_gone_cannot_be_asked(pair):
    """A closed end is found by the question or by the wait for its answer."""
    pair[1].close()
    with pytest.raises(ClosedError):
        ask(pair[0], Deadline())


def test_a_frame_that_contradicts_itself_ends_the_channel(worker):
    """What decodes to no value is a violation like any other."""
    channel = worker(lambda raw, n: raw.sendall(HEAD.pack(wire.MAGIC, wire.VERSION, n, 1, 0) + b"\xc1"))
    with pytest.raises(WireError, match="the frame is malformed"):
        ask(channel)
    ended(channel)
