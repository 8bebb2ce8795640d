"""Programs with one device mistake each, and right ones: on every accelerator each gets the verdict that was written in it.

On a real GPU: ``python -m pytest tests/devices --device cuda``.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
VERDICTS = {"right", "raises", "elsewhere", "round trip", "hard-coded"}


def facts(program: Path) -> dict[str, str]:
    """Return what a program says of itself."""
    tree = ast.parse(program.read_text(encoding="utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)]
    return {node.targets[0].id: node.value.value for node in assigned}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_a_program_gets_the_verdict_that_was_written_down(program, examine, kind):
    """Without CUDA some programs that would pick it by themselves do something else, which is as wrong."""
    said = facts(program)
    expected = said["VERDICT"] if kind == "cuda" else said.get("VERDICT_WITHOUT_CUDA", said["VERDICT"])
    seen = examine(program)
    assert seen["verdict"] == expected, seen
    if expected == "raises":
        assert re.search(said["SAYS"], seen["said"]), seen


def test_the_corpus_is_as_large_as_it_should_be():
    """At least 30 mistakes and 15 right programs, half of them with more than 20 lines of code."""
    verdicts = [facts(program)["VERDICT"] for program in PROGRAMS]
    assert set(verdicts) == VERDICTS
    assert sum(verdict != "right" for verdict in verdicts) >= 30
    assert verdicts.count("right") >= 15
    assert sum(lines_of_code(program) > 20 for program in PROGRAMS) >= len(PROGRAMS) / 2


def lines_of_code(program: Path) -> int:
    """Return how many lines hold code: no docstring, no comment, nothing empty."""
    tree = ast.parse(program.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body[0] = ast.Pass()
    return len(ast.unparse(tree).split("\n")) - ast.unparse(tree).split("\n").count("")
