"""Golden submissions: each folder below ``outcomes`` is handed in, and must get what its ``expected.toml`` says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest

CASES = sorted(Path(__file__).parent.glob("outcomes/*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_submission_gets_the_outcome_and_the_words_that_it_must_get(case, tiny, graded, checks_of):
    """Whatever a submission does, the run ends with a full report, and only its own checks suffer."""
    expected = tomllib.loads((case / "expected.toml").read_text(encoding="utf-8"))
    expected.pop("why")
    says = expected.pop("says", [])

    report = graded(tiny, case, ("basics",))

    checks = checks_of(report)
    assert len(checks) == 4
    assert {name: checks[name].outcome for name in expected} == expected
    feedback = [text for check in checks.values() if check.feedback for text in msgspec.structs.astuple(check.feedback)]
    words = "\n".join([*(str(text) for text in feedback), *(check.output for check in checks.values())])
    for text in says:
        assert text in words
    assert report.exit_code == (0 if case.name == "right" else 1)
