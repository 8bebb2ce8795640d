"""A worker process of its own, for platforms without a safe ``fork``: imported in advance, used once, replaced.

``python -c BOOT spare PORT SETTINGS`` reads a token from standard input, connects to the grader on the loopback interface,
proves itself with the token, and waits to be told its scratch folder and limits.  Its standard output is the output file.
"""

from __future__ import annotations

import socket
import sys
from typing import Any

from learn.sandbox import layers
from learn.sandbox.rules import Rules
from learn.worker.zygote import preload

TOKEN_BYTES = 32


def main(port: int, settings: dict[str, Any]) -> None:
    """Preload, connect, then serve one exercise."""
    token = sys.stdin.buffer.read(TOKEN_BYTES)
    preload(settings["preload"])
    from learn import wire  # imports torch: after preload, whose errors are clearer
    from learn.worker import child

    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(token)
    _, start = wire.decode(child.receive(connection) or b"")
    rules = Rules(start["limits"], start["scratch"], settings["layers"], device=start["device"])
    child.prepare(None, rules)
    layers.enter(rules.layers, rules)
    child.serve(connection)
