"""Claims about what several renderers say alike."""

import pytest

from learn.report.texts import (
    HIDDEN_SUMMARY,
    SIGNS,
    WITHHELD_SEED,
    explain,
    next_step,
    overall,
    redact,
    shared_error,
    words_of,
)
from learn.results import CheckResult, Feedback, Outcome


def ended(outcome, feedback=None):
    return CheckResult("id", "title", 1, outcome, feedback=feedback)


def test_every_outcome_has_a_sign():
    """Every outcome has a symbol, an ASCII one and words."""
    assert set(SIGNS) == set(Outcome)
    assert all(sign.plain.isascii() and len(sign.plain) == 1 and sign.words for sign in SIGNS.values())


def test_diagnosis_comes_before_hint():
    """A known mistake says more than the kind of difference does."""
    assert explain(ended(Outcome.FAILED, Feedback("s", hint="h", diagnosis="d"))).cause == "d"
    assert explain(ended(Outcome.FAILED, Feedback("s", hint="h"))).cause == "h"


def test_place_names_file_and_line():
    """The place is file:line, the file alone where no line is known, or nothing."""
    assert explain(ended(Outcome.FAILED, Feedback("s", file="a.py", line=3))).place == "a.py:3"
    assert explain(ended(Outcome.FAILED, Feedback("s", file="a.py"))).place == "a.py"
    assert not explain(ended(Outcome.FAILED, Feedback("s", line=3))).place
    assert len(explain(ended(Outcome.FAILED, Feedback("s", file="a.py", line=10**2000))).place) == 300


def test_long_call_is_cut_before_the_summary():
    """However long the call and the message are, the line stays short, and the summary is not cut away by the call."""
    seen = explain(ended(Outcome.FAILED, Feedback("the end", call="f(" + "x" * 1000))).seen
    assert len(seen) < 320
    assert seen.endswith("...: the end")
    assert len(explain(ended(Outcome.ERRORED, Feedback("line\n" * 1000))).seen) < 320


def test_check_without_feedback_still_says_how_it_ended():
    """A check that did not pass and has no feedback is explained by its outcome."""
    assert explain(ended(Outcome.TIMED_OUT)).seen == "Timed out."


def test_a_limit_is_named():
    """What a check had too much of stands in the words of its outcome and before the feedback, also where there is none."""
    over = CheckResult("id", "title", 1, Outcome.LIMIT_EXCEEDED, limit="output", feedback=Feedback("More than 64 KiB.", "f()"))
    assert words_of(over) == "over a limit: output"
    assert explain(over).seen == "Over a limit: output. f(): More than 64 KiB."
    over.feedback = None
    assert explain(over).seen == "Over a limit: output."
    assert words_of(ended(Outcome.TIMED_OUT)) == "timed out"


def test_fault_says_that_it_costs_nothing():
    """A grader fault says whose fault it is, whatever the feedback's hint is."""
    assert "costs no points" in explain(ended(Outcome.GRADER_FAULT, Feedback("s", hint="h"))).cause


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ("passed passed", "passed"),
        ("passed failed", "failed"),
        ("passed not_started", "failed"),
        ("not_started skipped", "not_started"),
        ("skipped skipped", "skipped"),
        ("passed grader_fault", "grader_fault"),
        ("crashed grader_fault", "failed"),
        ("", "skipped"),
    ],
)
def test_overall_outcome(outcomes, whole):
    """A task or exercise is complete only if all passed, and not started only if nothing was tried."""
    assert overall([ended(Outcome(word)) for word in outcomes.split()]) == whole


def test_syntax_error_is_shared(unparsable, mistaken):
    """One error that all of a file's checks tell of is found, despite skipped checks; several errors are not one."""
    assert shared_error(unparsable.chapters[0].exercises[0]).feedback.line == 12
    assert shared_error(mistaken.chapters[0].exercises[0]) is None


def test_next_step_is_the_first_thing_a_learner_can_do(everything, perfect, faulty, unstarted):
    """It is the first check that did not pass; passed checks, skipped ones and our own faults are not to be done."""
    assert next_step(everything).check.title == "normalises each row"
    assert next_step(perfect) is None
    assert next_step(unstarted).place.endswith("positions.py:20")
    faulty.chapters[0].exercises[0].tasks[0].checks[:-1] = []
    assert next_step(faulty) is None


def test_redaction_keeps_title_outcome_and_diagnosis(mistaken):
    """Of a hidden check nothing else is left; visible checks are unchanged, and the given report too."""
    mistaken.checks[2].feedback = Feedback("got 3", "f(1)", "3", "5", "hint", "You forgot dim.", "f.py", 9, "return x")
    mistaken.checks[2].output = "secret"
    visible, hidden = redact(mistaken).checks[1:3]
    assert hidden.feedback == Feedback(HIDDEN_SUMMARY, diagnosis="You forgot dim.")
    assert (hidden.title, hidden.outcome, hidden.output) == ("stays finite for large logits", Outcome.FAILED, "")
    assert visible == mistaken.checks[1]
    assert mistaken.checks[2].output == "secret"


def test_secret_seed_hides_every_check(everything):
    """Under a secret seed no check shows inputs or values, and the seed is withheld."""
    everything.seed = 4711
    redacted = redact(everything, secret_seed=True)
    assert redacted.seed == WITHHELD_SEED
    assert {check.visibility for check in redacted.checks} == {"hidden"}
    assert all(check.feedback is None or not check.feedback.got for check in redacted.checks)
    assert redact(redacted, secret_seed=True) == redacted
