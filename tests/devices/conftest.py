"""The examiner of programs: a process that forks one for each, so that none meets what another left behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def kind(request):
    """Return the kind of accelerator: ``--device cuda`` names another than the simulated one."""
    return request.config.getoption("--device") or "sim"


@pytest.fixture(scope="session")
def examine(kind):
    """Return what says which device mistake a program makes."""
    command = [sys.executable, str(HERE / "examine.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def ask(program: Path) -> dict[str, str]:
            process.stdin.write(json.dumps([str(program), kind]) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield ask
