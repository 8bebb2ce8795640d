"""Checks for chapter1_workflow/workflow_capstone.

N, V, T = rows for training, validation and testing, D = columns.  The targets of the test rows never leave this file.
"""

import torch

from learn.checks import check
from learn.devices import follows_device, require_there
from learn.expect import expect

# ------------------------------------------------------------------ fit_regressor


def table(rng, num):
    """Draw a table whose four columns differ in scale by orders of magnitude, and targets far from 0."""
    z = rng.randn(num, 4)
    y = torch.sin(2 * z[:, 0]) + z[:, 1] * z[:, 2] + 0.5 * z[:, 3] + 0.2 * rng.randn(num)
    scale = 10.0 ** (2 * rng.permutation(4) - 3)
    return (z + 3 * rng.randn(4)) * scale, 1000 + 20 * y


def parts(rng, n, v, t):
    """Draw a table in three parts; return what a submission gets, and the targets of the test rows."""
    x, y = table(rng, n + v + t)
    x_train, x_val, x_test = x.split([n, v, t])
    y_train, y_val, y_test = y.split([n, v, t])
    return {"x_train": x_train, "y_train": y_train, "x_val": x_val, "y_val": y_val, "x_test": x_test}, y_test


def small(rng, t=5):
    """Draw parts that are small, for questions of right and wrong."""
    return parts(rng, 40, 16, t)[0]


@check("fit_regressor", title="predicts well")
def test_fit_regressor_quality(submission, rng):
    inputs, y = parts(rng, 256, 64, 200)
    predictions = submission.call("fit_regressor", **inputs)
    expect(predictions, "the predictions").to_have_shape(y.shape)
    unexplained = ((predictions - y) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    expect(1 - unexplained.item(), "R^2 on the test rows").to_reach_threshold()


@check("fit_regressor", title="gives one float32 number for each row, outside of any graph")
def test_fit_regressor_shape(submission, rng):
    for t in (5, 1):
        seen = submission.observe("fitted", **small(rng, t))
        expect(seen["predictions"], "the predictions").to_have_shape((t,))
        expect(seen["predictions"], "the predictions").to_have_dtype(torch.float32)
        expect(seen["recorded"], "requires_grad of the predictions").to_match(expected=False)


@check("fit_regressor", needs="test_fit_regressor_quality", title="predicts for a row whatever the other test rows are")
def test_fit_regressor_rows(submission, rng):
    inputs = small(rng)
    near = inputs["x_test"]
    alone = submission.call("fit_regressor", **inputs)
    inputs["x_test"] = torch.cat([near, 100 * near])
    among = submission.call("fit_regressor", **inputs)
    expect(among[: len(near)], "the predictions for the same rows among others").to_match(alone, rtol=0, atol=0.05)


@check("fit_regressor", title="lets the validation part decide which weights are used")
def test_fit_regressor_validation(submission, rng):
    inputs = small(rng)
    inputs |= {"x_val": inputs["x_train"], "y_val": inputs["y_train"]}  # becomes better for many epochs
    predictions = submission.call("fit_regressor", **inputs)
    mirrored = inputs | {"y_val": 2000 - inputs["y_val"]}  # becomes worse from the first epoch on
    changed = not torch.equal(predictions, submission.call("fit_regressor", **mirrored))
    expect(changed).to_be_true("Your predictions are the same with other validation targets: nothing was stopped by them.")


@check("fit_regressor", title="draws all that is random from the seed, and leaves the global generator alone")
def test_fit_regressor_seed(submission, reference, rng):
    inputs = small(rng)
    seen = [submission.observe("fitted", **inputs, seed=seed, before=before) for seed, before in [(3, 1), (3, 2), (4, 2)]]
    expect(seen[1]["predictions"], "the predictions with the same seed").to_match(seen[0]["predictions"])
    other = not torch.equal(seen[1]["predictions"], seen[2]["predictions"])
    expect(other).to_be_true("Another seed gives the same predictions: pass it on to the generator.")
    known = reference.observe("fitted", **inputs, seed=3, before=1)
    expect(seen[0]["next"], "what the caller draws next").to_match(known["next"])


@check("fit_regressor", needs="test_fit_regressor_shape", title="leaves its inputs as they were")
def test_fit_regressor_pure(submission, rng):
    inputs = small(rng)
    _, kwargs = submission.inputs_after("fit_regressor", **inputs)
    expect(kwargs, "the inputs").to_match(inputs)


@check("fit_regressor", title="takes a column that is constant")
def test_fit_regressor_constant(submission, rng):
    inputs, column = small(rng), rng.integer(0, 3)
    for name in ("x_train", "x_val", "x_test"):
        inputs[name][:, column] = 2.5
    expect(submission.call("fit_regressor", **inputs), "the predictions").to_be_finite()


@check("fit_regressor", needs="test_fit_regressor_shape", reported=True, title="works where its inputs are, on any device")
def test_fit_regressor_device(submission, accelerator, rng):
    seen = submission.probe_on_device("fitted", "predictions", **parts(rng, 8, 4, 3)[0])
    require_there(seen, accelerator)
    expect(seen["output"], "the predictions").to_be_finite()


# ------------------------------------------------------------------ pick_learning_rate

RATES = [0.002, 0.02, 0.001]


def trial(rng, rates=RATES, direction=1):
    """Draw a network in float64, and unequal batches.

    Training moves predictions up; the validation targets are above them, or, in the other direction, below.
    """
    d, h, k = rng.sizes(3)
    values = [0.5 * rng.randn(*shape, dtype=torch.float64) for shape in [(h, d), (h,), (k, h), (k,)]]
    batches = []
    for b, height in [(4, 4), (1, 5), (3, 4 * direction), (1, 6 * direction)]:
        batches.append((rng.randn(b, d, dtype=torch.float64), height + 0.2 * rng.randn(b, k, dtype=torch.float64)))
    return {"values": values, "rates": rates, "train_batches": batches[:2], "val_batches": batches[2:], "epochs": 3}


def compare_part(submission, reference, index, name, **inputs):
    """Compare one part of the result, once it is sure to be a pair."""
    seen, known = (subject.observe("picked", **inputs)["result"] for subject in (submission, reference))
    if not (isinstance(seen, tuple) and len(seen) == 2):
        expect(seen).to_match(known)
    expect(seen[index], name).to_match(known[index])


@check("pick_learning_rate", points=2, title="gives the validation loss of each rate, from the same start")
def test_pick_learning_rate_losses(submission, reference, rng):
    for rates in (RATES, RATES[:1]):
        compare_part(submission, reference, 1, "the list of losses", **trial(rng, rates))


@check("pick_learning_rate", title="picks the rate with the lowest validation loss")
def test_pick_learning_rate_best(submission, reference, rng):
    for direction in (-1, 1):
        compare_part(submission, reference, 0, "the rate that was picked", **trial(rng, direction=direction))


@check("pick_learning_rate", title="never picks a rate that diverged")
def test_pick_learning_rate_diverged(submission, reference, rng):
    for rates in ([1e200, 0.002, 0.001], [0.002, 1e200]):
        compare_part(submission, reference, 0, "the rate that was picked", **trial(rng, rates))


@check("pick_learning_rate", title="raises ValueError where all rates diverged")
def test_pick_learning_rate_none(submission, rng):
    seen = submission.observe("picked", **trial(rng, [1e200, 1e220]))
    expect(seen["raised"], "the exception's class").to_match("ValueError")


@check("pick_learning_rate", title="trains in training mode, and validates in evaluation mode without gradients")
def test_pick_learning_rate_mode(submission, reference, rng):
    for training in (False, True):
        inputs = trial(rng) | {"training": training, "telltale": True}
        compare_part(submission, reference, 1, "the list of losses", **inputs)


@check("pick_learning_rate", needs="test_pick_learning_rate_losses", title="leaves the model as it was")
def test_pick_learning_rate_pure(submission, rng):
    inputs = trial(rng)
    stale = [rng.randn(*value.shape, dtype=value.dtype) for value in inputs["values"]]
    for training in (False, True):
        after = submission.observe("picked", **inputs, stale=stale, training=training)["after"]
        before = {"values": inputs["values"], "grads": stale, "training": training}
        expect(after, "the model afterwards").to_match(before)


test_pick_learning_rate_device = follows_device(
    "pick_learning_rate", trial, probe="picked_there", needs="test_pick_learning_rate_losses"
)
