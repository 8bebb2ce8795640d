"""Checks for chapter1_recurrent/recurrent.  B = batch, T = steps, I = inputs, H = hidden units."""

from learn.checks import check
from learn.expect import expect


def case(rng, batch=None):
    b, t, i, h = rng.sizes(4)
    b = batch or b
    return (
        rng.randn(b, t, i),
        (rng.randn(b, h), rng.randn(b, h)),
        rng.randn(4 * h, i),
        rng.randn(4 * h, h),
        rng.randn(4 * h),
    )


@check("lstm", points=2, title="gives every h, and the last h and c")
def test_lstm_values(submission, reference, rng):
    for batch in (1, None):
        inputs = case(rng, batch)
        expect(submission.call("lstm", *inputs)).to_match(reference.call("lstm", *inputs))


@check("lstm", points=2, title="lets gradients through all outputs to all inputs")
def test_lstm_gradients(submission, reference, rng):
    inputs = case(rng)
    expect(submission.gradients("lstm", *inputs)).to_match(reference.gradients("lstm", *inputs))


@check("lstm", needs="test_lstm_values", title="leaves the state as it was")
def test_lstm_pure(submission, rng):
    inputs = case(rng)
    args, _ = submission.inputs_after("lstm", *inputs)
    expect(args[1], "the state").to_match(inputs[1])
