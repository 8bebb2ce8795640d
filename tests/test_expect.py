"""expect(): every claim passes silently or ends the check with its own sentence, the call, and where to look."""

import math

import numpy as np
import pytest
import torch

from learn.errors import ContentError
from learn.expect import expect
from learn.observe import Exchange, show
from learn.results import Outcome
from learn.values import Foreign, Raised
from learn.verdict import Verdict
from learn.wire import decode, encode

NAN = math.nan
tensor = torch.tensor
VALUE_ERROR = Raised("ValueError", ("ValueError", "Exception", "BaseException"), "no negative sizes")


def asked(subject, value, *args, probe="call", **kwargs):
    """Note an exchange as if the subject had been asked, and return the value."""
    inputs = {"task": "double", "args": args, "kwargs": kwargs} if probe == "call" else kwargs
    subject.exchanges.append(Exchange(encode({"probe": probe, "inputs": inputs}), {"value": value, "calls": []}))
    return value


def failure(claim):
    """Return the feedback of a claim that must fail."""
    with pytest.raises(Verdict) as caught:
        claim()
    assert caught.value.outcome is Outcome.FAILED
    assert str(caught.value) == caught.value.feedback.summary
    return caught.value.feedback


# ------------------------------------------------------------------ claims that hold


@pytest.mark.parametrize(
    ("got", "method", "arguments"),
    [
        ([tensor([1.0]), 2], "to_match", ([tensor([1.0]), 2],)),
        (torch.ones(2, 3), "to_have_shape", ([2, 3],)),
        (torch.ones(2, 3), "to_have_shape", (torch.Size([2, 3]),)),
        (torch.ones(()), "to_have_shape", ((),)),
        (torch.ones(2), "to_have_dtype", (torch.float32,)),
        (torch.ones(2), "to_be_finite", ()),
        (tensor([1, 2]), "to_be_finite", ()),
        (torch.empty(0), "to_be_finite", ()),
        (2, "to_be_at_least", (2,)),
        (2.5, "to_be_at_least", (2,)),
        (tensor([2.5]), "to_be_at_least", (2,)),
        (np.float64(2.5), "to_be_at_least", (2,)),
        (np.float32(2.5), "to_be_at_least", (2,)),
        (np.int64(3), "to_be_at_least", (2,)),
        (math.inf, "to_be_at_least", (2,)),
        pytest.param(10**400, "to_be_at_least", (2,), id="huge"),
        (2, "to_be_at_most", (2,)),
        (tensor(1), "to_be_at_most", (2,)),
        pytest.param(-(10**400), "to_be_at_most", (2,), id="hugely negative"),
        (True, "to_be_true", ("It is not so.",)),
        (VALUE_ERROR, "to_raise", ("ValueError",)),
        (VALUE_ERROR, "to_raise", ("TypeError", "ValueError")),
        (VALUE_ERROR, "to_raise", ("Exception",)),
        ([], "to_avoid", ("softmax",)),
        (["sum", "exp"], "to_avoid", ("softmax", "su")),
        (torch.ones(2), "to_be_on", ("cpu",)),
        (torch.ones(2), "to_be_on", (torch.device("cpu"),)),
    ],
)
def test_a_claim_that_holds_says_nothing(subject, got, method, arguments):
    """Each claim returns None, and needs no exchange for it."""
    assert getattr(expect(got), method)(*arguments) is None


# ------------------------------------------------------------------ claims that fail


@pytest.mark.parametrize(
    ("got", "method", "arguments", "sentence"),
    [
        (tensor([1.0]), "to_match", (tensor([2.0]),), "The result at [0]: got 1, expected 2"),
        (1, "to_match", (2,), "The result: got 1, expected 2"),
        (None, "to_match", (tensor(2.0),), "The result is None, expected a tensor"),
        ([[1]], "to_match", ([[2]],), "The result[0][0]: got 1, expected 2"),
        ({"w": None}, "to_match", ({"w": tensor(1)},), "The result['w'] is None, expected a tensor"),
        (VALUE_ERROR, "to_match", (2,), "The result raised ValueError: no negative sizes"),
        (torch.ones(2), "to_have_shape", ((2, 1),), "The result has shape (2,), expected (2, 1)"),
        (torch.ones(2), "to_have_shape", (iter([3]),), "The result has shape (2,), expected (3,)"),
        ([1], "to_have_shape", ((1,),), "The result is a list, expected a tensor"),
        (Foreign("Module", ""), "to_have_shape", ((1,),), "The result is a Module, expected a tensor"),
        (torch.ones(2), "to_have_dtype", (torch.int64,), "The result has dtype float32, expected int64"),
        (None, "to_have_dtype", (torch.int64,), "The result is None, expected a tensor"),
        (tensor([1, NAN]), "to_be_finite", (), "The result contains NaN"),
        (tensor([math.inf, NAN]), "to_be_finite", (), "The result contains NaN"),
        (tensor([-math.inf]), "to_be_finite", (), "The result contains an infinity"),
        (3.0, "to_be_finite", (), "The result is a float, expected a tensor"),
        (1.5, "to_be_at_least", (2,), "The result is 1.5, expected at least 2"),
        (tensor([1.5]), "to_be_at_least", (2,), "The result is 1.5, expected at least 2"),
        (NAN, "to_be_at_least", (2,), "The result is nan, expected at least 2"),
        (2.5, "to_be_at_most", (2,), "The result is 2.5, expected at most 2"),
        (NAN, "to_be_at_most", (2,), "The result is nan, expected at most 2"),
        (True, "to_be_at_most", (2,), "The result is a bool, expected a number"),
        (1j, "to_be_at_most", (2,), "The result is a complex, expected a number"),
        ("1", "to_be_at_least", (0,), "The result is a str, expected a number"),
        (None, "to_be_at_least", (0,), "The result is None, expected a number"),
        (tensor([1.0, 2.0]), "to_be_at_least", (0,), "The result is a tensor of shape (2,), expected a number"),
        (False, "to_be_true", ("The memory is shared.",), "The memory is shared."),
        (1, "to_be_true", ("the memory is shared.",), "The memory is shared."),
        (tensor(True), "to_be_true", ("The memory is shared.",), "The memory is shared."),
        (3, "to_raise", ("ValueError",), "Returned 3, expected it to raise ValueError"),
        (None, "to_raise", ("ValueError", "TypeError"), "Returned None, expected it to raise ValueError or TypeError"),
        (VALUE_ERROR, "to_raise", ("TypeError",), "Raised ValueError: no negative sizes, expected TypeError"),
        (["softmax"], "to_avoid", ("softmax",), "Used softmax, which this task asks you to do without"),
        (["relu_"], "to_avoid", ("softmax", "relu"), "Used relu_, which this task asks you to do without"),
        (["__matmul__"], "to_avoid", ("matmul",), "Used __matmul__, which this task asks you to do without"),
        (None, "to_be_on", ("cpu",), "The result is None, expected a tensor"),
        (torch.ones(2, device="meta"), "to_be_on", ("cpu",), "The result is on meta, expected cpu"),
        (tensor([1.0]), "to_be_on", ("cuda",), "The result is on cpu, expected cuda"),
    ],
)
def test_a_claim_that_fails_says_exactly_what_is_wrong(subject, got, method, arguments, sentence):
    """Each claim has its sentence for a wrong value and for a value of the wrong kind."""
    feedback = failure(lambda: getattr(expect(got), method)(*arguments))
    assert feedback.summary == sentence


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (lambda: expect([1], "the counts").to_match([2]), "the counts[0]: got 1, expected 2"),
        (
            lambda: expect(tensor([1.0]), "the gradient of x").to_match(tensor([2.0])),
            "the gradient of x at [0]: got 1, expected 2",
        ),
        (lambda: expect(9, "the loss").to_be_at_most(1), "the loss is 9, expected at most 1"),
        (lambda: expect(False, "memory").to_be_true("The memory is shared."), "The memory is shared."),
    ],
)
def test_a_name_stands_in_the_place_of_the_result(subject, claim, sentence):
    """An author may say what was observed."""
    assert failure(claim).summary == sentence


# ------------------------------------------------------------------ the rest of the feedback


def test_feedback_shows_the_call_both_values_the_hint_and_where_to_look(subject):
    """All four lines that a learner gets come from one failed claim."""
    got = asked(subject, tensor([1.0, NAN]), tensor([1.0, 2.0]), factor=2)
    feedback = failure(lambda: expect(got).to_match(tensor([2.0, 4.0])))
    assert feedback.call == "double(tensor([1., 2.]), factor=2)"
    assert (feedback.got, feedback.expected) == ("tensor([1., nan])", "tensor([2., 4.])")
    assert feedback.hint == "There are NaN values that should not be there."
    assert (feedback.file, feedback.line) == ("work/basics.py", 6)


def test_the_call_is_the_one_that_the_value_came_from(subject):
    """Of several calls the right one is shown, for a part of a result too; an unknown value is laid to the last one."""
    first = asked(subject, tensor([1.0]), tensor([1.0]))
    second = asked(subject, {"grads": [tensor([2.0])]}, tensor([2.0]))
    asked(subject, tensor([3.0]), tensor([3.0]))
    calls = [
        failure(lambda got=got: expect(got).to_have_shape((9,))).call for got in (first, second["grads"][0], tensor([4.0]))
    ]
    assert calls == ["double(tensor([1.]))", "double(tensor([2.]))", "double(tensor([3.]))"]


def test_a_probe_is_shown_with_its_inputs_and_large_values_by_their_shape(subject):
    """A call stays short, whatever its inputs are."""
    got = asked(subject, 1, probe="counts", calls=3, x=torch.zeros(5, 5), text="x" * 300)
    call = failure(lambda: expect(got).to_match(2)).call
    assert call.startswith("counts(calls=3, x=<tensor (5, 5) float32>, text='xxx")
    assert len(call) <= 160
    assert call.endswith(" ..)")


def test_without_any_call_there_is_none_to_show(subject):
    """A claim about something that was not asked of the subject still reads."""
    feedback = failure(lambda: expect(1).to_match(2))
    assert (feedback.call, feedback.got, feedback.expected) == ("", "1", "2")


def test_a_whole_sentence_has_no_values_beside_it(subject):
    """What to_be_true, to_raise and to_avoid say needs no got and expected."""
    for claim in (
        lambda: expect(False).to_be_true("No."),
        lambda: expect(3).to_raise("ValueError"),
        lambda: expect(["sum"]).to_avoid("sum"),
    ):
        feedback = failure(claim)
        assert (feedback.got, feedback.expected) == ("", "")


def test_where_a_tensor_was_is_what_its_sender_said(subject):
    """A decoded tensor is on the CPU; the claim is about the worker's."""
    there = decode(encode(torch.ones(2)))[1]
    assert expect(there).to_be_on("cpu") is None
    there._learn_origin = type(there._learn_origin)("cuda:1", "Tensor", False, True, (1,))
    assert expect(there).to_be_on("cuda:0") is None
    assert failure(lambda: expect(there).to_be_on("cpu")).summary == "The result is on cuda:1, expected cpu"


# ------------------------------------------------------------------ outside a check


def test_a_failure_outside_a_check_is_the_authors_fault():
    """There is no learner to tell; a claim that holds is silent there too."""
    assert expect(1).to_match(1) is None
    with pytest.raises(ContentError, match=r"expect\(\) was used outside a check.*got 1, expected 2"):
        expect(1).to_match(2)


def test_gradients_are_named_as_what_they_are(tiny, graded, checks_of, tmp_path):
    """A learner reads "the gradient of input 1", and what a missing one means, not a path into a dict."""
    (tmp_path / "basics.py").write_text("def double(x):\n    return 2 * x.detach()\n")
    check = checks_of(graded(tiny, tmp_path, ("double",)))["double/test_double_gradients"]
    assert check.feedback.summary == "The gradient of input 1 is None, expected a tensor"
    assert check.feedback.hint == "No gradient reaches it: is something detached, or not part of the result?"


def test_a_file_among_the_inputs_is_shown_by_its_size():
    """Nobody reads a picture's bytes; a few bytes are written out."""
    assert show({"a.png": b"\x89PNG" * 50, "b": b"\x00\x01"}) == "{'a.png': <200 bytes>, 'b': b'\\x00\\x01'}"
