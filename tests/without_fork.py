"""Run pytest as on Windows: without fork, fcntl, resource and SIGALRM, on both sides of the wire.

``python tests/without_fork.py [pytest's arguments]``
"""

import os
import signal
import sys

import psutil  # noqa: F401  on Linux it needs ``resource`` while it is imported
import pytest

from learn.sandbox import hosts

MISSING = "import sys; sys.modules.update(fcntl=None, resource=None); "


def remove() -> None:
    """Take away what Windows lacks, here and in the workers that will be started."""
    del os.fork
    del signal.SIGALRM
    sys.modules.update(fcntl=None, resource=None)
    hosts._BOOT = MISSING + hosts._BOOT


if __name__ == "__main__":
    remove()
    sys.exit(pytest.main(["-W", "ignore::pytest.PytestAssertRewriteWarning", *sys.argv[1:]]))
