"""Claims about the JUnit form."""

from xml.etree import ElementTree as ET

import pytest

from learn.report import junit
from learn.report.texts import redact

SUITE = {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"}


@pytest.fixture(params=["everything", "perfect", "faulty", "unparsable", "unstarted", "hostile"])
def tree(request):
    return ET.fromstring(junit.render(request.getfixturevalue(request.param)))  # noqa: S314  our own output


def test_structure(tree):
    """Suites hold properties and cases; a case has at most one outcome, then its output, and no properties."""
    assert tree.tag == "testsuites"
    for suite in tree:
        assert suite.tag == "testsuite"
        assert suite.keys() == list(dict.fromkeys(suite.keys()))
        assert set(suite.keys()) == SUITE
        assert [child.tag for child in suite] == ["properties"] + ["testcase"] * int(suite.get("tests"))
        for case in suite.iter("testcase"):
            assert set(case.keys()) == {"name", "classname", "time"}
            tags = [child.tag for child in case]
            assert tags in [
                before + after for before in ([], ["failure"], ["error"], ["skipped"]) for after in ([], ["system-out"])
            ]


def test_counts_are_right(tree):
    """What a suite says of its cases is so, and the whole says the sum."""
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        for suite in tree:
            assert int(suite.get(name)) == len(list(suite.iter(tag)))
        assert int(tree.get(name)) == sum(int(suite.get(name)) for suite in tree)


def test_only_passed_checks_look_passed(everything):
    """A check without an element below its case is one that passed; unwritten work is a failure."""
    cases = list(ET.fromstring(junit.render(everything)).iter("testcase"))  # noqa: S314
    bare = [not any(case.find(tag) is not None for tag in ("failure", "error", "skipped")) for case in cases]
    assert bare == [check.outcome == "passed" for check in everything.checks]
    assert {case.find("failure").get("type") for case in cases if case.find("failure") is not None} == {
        "failed",
        "not_started",
    }


def test_failure_tells_what_the_terminal_tells(everything):
    """A failure's text has the call with its summary, the cause and the place; the output follows."""
    tree = ET.fromstring(junit.render(everything))  # noqa: S314
    case = next(case for case in tree.iter("testcase") if case.get("name") == "normalises each row")
    assert case.get("classname") == "chapter2_neural_networks.softmax.softmax"
    message, cause, place = case.find("failure").text.split("\n")
    assert message == case.find("failure").get("message")
    assert cause.startswith("You normalised over the batch")
    assert place == "exercises/chapter2_neural_networks/softmax.py:12"
    assert case.find("system-out").text == "hi\n"


def test_a_limit_is_named(faulty):
    """A check that went over a limit says over which; the element's type stays the outcome."""
    error = ET.fromstring(junit.render(faulty)).find(".//error[@type='limit_exceeded']")  # noqa: S314
    assert error.get("message") == "Over a limit: output. Your code printed more than 64 KiB."


def test_points_are_properties_of_the_suite(everything):
    """A suite says what was earned and what was possible, as a whole and for each check."""
    suite = ET.fromstring(junit.render(everything))[1]  # noqa: S314
    facts = {fact.get("name"): fact.get("value") for fact in suite.iter("property")}
    assert (facts["points.earned"], facts["points.possible"]) == ("5", "15")
    assert facts["points.softmax:softmax/test_rows"] == "0/2"


def test_parametrised_checks_have_names_of_their_own(perfect):
    """Two checks with one title differ by their parameters."""
    for i, check in enumerate(perfect.checks):
        check.id, check.title = f"linear:linear/test_values[{i}]", "gives the right values"
    names = [case.get("name") for case in ET.fromstring(junit.render(perfect)).iter("testcase")]  # noqa: S314
    assert names == ["gives the right values [0]", "gives the right values [1]"]


def test_hostile_text_is_inert(hostile):
    """The file parses, has no character that XML forbids, and the text is text."""
    text = junit.render(hostile)
    tree = ET.fromstring(text)  # noqa: S314
    assert not set(text) & {"\x00", "\x1b", "\x9b", "\u202e", "\ud800", "\ufffe"}
    assert text.encode()
    assert tree.find(".//script") is None
    assert "<script>alert(1)</script>" in tree.find(".//system-out").text


def test_redacted_report_shows_no_hidden_value(mistaken):
    """A redacted report says in no property and no text what a hidden check saw."""
    assert "got 3, expected 5" in junit.render(mistaken)
    assert "got 3, expected 5" not in junit.render(redact(mistaken))
