"""One request, one reply, over a socket whose other end is not trusted."""

from __future__ import annotations

import secrets
import socket
from typing import TYPE_CHECKING, Any

from learn import wire
from learn.errors import WireError

if TYPE_CHECKING:
    from collections.abc import Callable

TICK_S = 0.05
_CHUNK = 1 << 20


class ClosedError(Exception):
    """The other end is gone."""


class Channel:
    """Frames over a stream socket, with at most one request outstanding.

    The deadline over a whole exchange is the caller's: ``tick`` is called after every piece that was sent or received, and at
    least every :data:`TICK_S` seconds while nothing moves, and stops the exchange by raising.  After bytes that were no answer
    to a question the channel hangs up, since nothing that follows them could be told apart.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.connection.settimeout(TICK_S)
        self.sequence = 0

    def post(self, request: bytes, tick: Callable[[], None]) -> None:
        """Send an encoded request; :meth:`collect` waits for its reply.

        Raises:
            ClosedError: the other end closed.
            WireError: it sent something before it was asked.
        """
        if self._something_waits():
            self.close()
            raise WireError("an answer came before it was asked for")
        self.sequence = secrets.randbits(63)
        self.send(wire.with_sequence(request, self.sequence), tick)

    def collect(self, tick: Callable[[], None]) -> Any:
        """Return the decoded reply to what was posted.

        Raises:
            ClosedError: the other end closed.
            WireError: it sent something that is no reply to that request.
        """
        try:
            answered, header_bytes, payload_bytes = wire.parse_head(self._receive(wire.HEAD.size, tick))
            if answered != self.sequence:
                raise WireError("the answer belongs to no question")
            return wire.decode_body(self._receive(header_bytes + payload_bytes, tick), header_bytes)
        except WireError:
            self.close()
            raise

    def send(self, frame: bytes, tick: Callable[[], None]) -> None:
        """Send one frame."""
        view = memoryview(frame)
        while True:
            try:
                view = view[self.connection.send(view) :]
            except TimeoutError:
                pass
            except OSError as error:
                raise ClosedError from error
            if not view:
                return
            tick()

    def _receive(self, count: int, tick: Callable[[], None]) -> bytearray:
        """Return the next bytes; memory is taken as they come, not as they are announced."""
        parts = bytearray()
        while len(parts) < count:
            try:
                chunk = self.connection.recv(min(count - len(parts), _CHUNK))
            except TimeoutError:
                tick()
                continue
            except OSError as error:
                raise ClosedError from error
            if not chunk:
                raise ClosedError
            parts += chunk
            tick()
        return parts

    def _something_waits(self) -> bool:
        try:
            self.connection.settimeout(0)
            try:
                return bool(self.connection.recv(1, socket.MSG_PEEK))
            except BlockingIOError:
                return False
            finally:
                self.connection.settimeout(TICK_S)
        except OSError as error:
            raise ClosedError from error

    def close(self) -> None:
        """Hang up."""
        self.connection.close()
