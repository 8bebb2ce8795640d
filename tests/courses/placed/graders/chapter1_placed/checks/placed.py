"""Checks for chapter1_placed/placed."""

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect


@check("centred", title="takes the mean away")
def test_centred_values(submission, reference, rng):
    x = rng.randn(*rng.sizes(2))
    expect(submission.call("centred", x)).to_match(reference.call("centred", x))


test_centred_device = follows_device("centred", lambda rng: [rng.randn(*rng.sizes(2))])


@check("Shift", title="adds one")
def test_shift_values(submission, reference, rng):
    given = [[3], [rng.randn(2, 3)]]
    expect(submission.on_device("Shift", given)["output"]).to_match(reference.on_device("Shift", given)["output"])


test_shift_device = follows_device("Shift", lambda rng: [[3], [rng.randn(2, 3)]])


@check("ramp", title="counts")
def test_ramp_values(submission, reference, rng):
    n = rng.integer(2, 9)
    expect(submission.call("ramp", n)).to_match(reference.call("ramp", n))


test_ramp_device = follows_device("ramp", lambda rng: [rng.integer(2, 9)], argument="device")


@check("clip_", title="clips")
def test_clip_values(submission, reference, rng):
    x = rng.randn(*rng.sizes(2))
    after = submission.inputs_after("clip_", x)
    expect(after[0][0]).to_match(reference.inputs_after("clip_", x)[0][0])


test_clip_device = follows_device("clip_", lambda rng: [rng.randn(*rng.sizes(2))], changes_inputs=True)
