"""Checks for chapter1_workflow/loops.  B = batch, D = inputs, H = hidden units, K = outputs of a network."""

import torch

from learn import pictures
from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect


def compare(submission, reference, probe, parts, **inputs):
    """Ask both the same question and compare these parts of their answers; a part's value names it in feedback."""
    seen, known = submission.observe(probe, **inputs), reference.observe(probe, **inputs)
    for part, name in parts.items():
        expect(seen[part], name).to_match(known[part])


def weights(rng, d, k):
    """Draw the parameters of a network in float64, where the order of operations leaves no trace."""
    h = rng.integer(3, 5)
    return [0.5 * rng.randn(*shape, dtype=torch.float64) for shape in [(h, d), (h,), (k, h), (k,)]]


def batches(rng, sizes, d, k):
    """Draw a batch of each size, with targets that are higher from batch to batch, so that their losses differ."""
    drawn = [(rng.randn(b, d, dtype=torch.float64), rng.randn(b, k, dtype=torch.float64)) for b in sizes]
    return [(x, y + i) for i, (x, y) in enumerate(drawn)]


def problem(rng, sizes):
    """Draw a network and batches for it."""
    d, k = rng.sizes(2)
    return {"values": weights(rng, d, k), "batches": batches(rng, sizes, d, k)}


# ------------------------------------------------------------------ train_step


@check("train_step", points=2, title="moves the parameters against the gradient of the batch's loss")
def test_train_step_values(submission, reference, rng):
    for b in (rng.integer(3, 6), 1):
        compare(submission, reference, "stepped", {"values": "the parameters"}, **problem(rng, [b]))


@check("train_step", title="returns the loss before the step, as a float")
def test_train_step_loss(submission, reference, rng):
    compare(submission, reference, "stepped", {"losses": "the list of losses"}, **problem(rng, [4]))


@check("train_step", title="forgets the gradients of steps before it")
def test_train_step_stale(submission, reference, rng):
    inputs = problem(rng, [4, 3])
    stale = [rng.randn(*value.shape, dtype=value.dtype) for value in inputs["values"]]
    compare(submission, reference, "stepped", {"values": "the parameters"}, **inputs, stale=stale)


@check("train_step", title="leaves the step to the optimizer, whichever it is")
def test_train_step_optimizers(submission, reference, rng):
    inputs = problem(rng, [4, 3, 5])
    for optimizer in ("momentum", "adam"):
        compare(submission, reference, "stepped", {"values": "the parameters"}, **inputs, optimizer=optimizer)


@check("train_step", title="predicts in training mode, with a model that was in evaluation mode")
def test_train_step_mode(submission, reference, rng):
    parts = {"values": "the parameters"}
    compare(submission, reference, "stepped", parts, **problem(rng, [4]), training=False, telltale=True)


@check("train_step", title="leaves the model in training mode")
def test_train_step_mode_after(submission, reference, rng):
    for training in (True, False):
        compare(submission, reference, "stepped", {"training": "model.training"}, **problem(rng, [4]), training=training)


test_train_step_device = follows_device(
    "train_step", lambda rng: problem(rng, [4, 3]), probe="stepped_values", needs="test_train_step_values"
)


# ------------------------------------------------------------------ evaluate


@check("evaluate", points=2, title="averages the loss over all samples of unequal batches")
def test_evaluate_values(submission, reference, rng):
    for sizes in ([5, 2, 1], [1, 6], [4]):
        compare(submission, reference, "evaluated", {"loss": "the loss"}, **problem(rng, sizes), training=False)


@check("evaluate", title="predicts in evaluation mode, with gradients switched off")
def test_evaluate_mode(submission, reference, rng):
    compare(submission, reference, "evaluated", {"loss": "the loss"}, **problem(rng, [3, 2]), telltale=True)


@check("evaluate", needs="test_evaluate_values", title="records no graph")
def test_evaluate_graph(submission, rng):
    seen = submission.observe("evaluated", **problem(rng, [3, 2]))
    sentence = "The predictions require a gradient: their graph was recorded, which costs memory and time."
    expect(not seen["recorded"]).to_be_true(sentence)


@check("evaluate", needs="test_evaluate_values", title="puts a model that was being trained back into training mode")
def test_evaluate_back_to_training(submission, reference, rng):
    compare(submission, reference, "evaluated", {"training": "model.training"}, **problem(rng, [3, 2]))


@check("evaluate", needs="test_evaluate_values", title="leaves a model in evaluation mode that was in it before")
def test_evaluate_stays(submission, reference, rng):
    compare(submission, reference, "evaluated", {"training": "model.training"}, **problem(rng, [3, 2]), training=False)


@check("evaluate", needs="test_evaluate_values", title="leaves gradients switched on for the rest of the program")
def test_evaluate_enabled(submission, rng):
    seen = submission.observe("evaluated", **problem(rng, [3, 2]))
    expect(seen["enabled"]).to_be_true("After your function gradients are switched off: nothing can be trained any more.")


test_evaluate_device = follows_device(
    "evaluate", lambda rng: problem(rng, [3, 2]), probe="evaluated_loss", needs="test_evaluate_values"
)


# ------------------------------------------------------------------ predict_in_batches


def inputs_for(rng, n, batch_size, k=4):
    """Draw a network with K outputs, and N inputs for it."""
    d = rng.integer(2, 5)
    return {"values": weights(rng, d, k), "x": rng.randn(n, d, dtype=torch.float64), "batch_size": batch_size}


SIZES = (7, 3), (6, 3), (2, 5), (3, 1), (1, 1)


@check("predict_in_batches", points=2, title="gives the predictions for all inputs in their order")
def test_predict_in_batches_values(submission, reference, rng):
    for n, batch_size in SIZES:
        inputs = inputs_for(rng, n, batch_size)
        compare(submission, reference, "predicted", {"predictions": "the predictions"}, **inputs, training=False)


@check("predict_in_batches", title="predicts in evaluation mode, with gradients switched off")
def test_predict_in_batches_mode(submission, reference, rng):
    parts = {"predictions": "the predictions", "recorded": "requires_grad of the predictions"}
    compare(submission, reference, "predicted", parts, **inputs_for(rng, 4, 2))


@check("predict_in_batches", title="gives the model no more than a batch at once, and each input once")
def test_predict_in_batches_sizes(submission, reference, rng):
    for n, batch_size in SIZES:
        parts = {"sizes": "the sizes of the batches"}
        compare(submission, reference, "predicted", parts, **inputs_for(rng, n, batch_size), training=False)


@check("predict_in_batches", title="takes outputs of any shape")
def test_predict_in_batches_shapes(submission, reference, rng):
    parts = {"predictions": "the predictions"}
    for shape, k in [("vector", 1), ("grid", 4), ("matrix", 1)]:
        compare(submission, reference, "predicted", parts, **inputs_for(rng, 5, 2, k), shape=shape, training=False)


@check("predict_in_batches", needs="test_predict_in_batches_values", title="puts the model back into the mode it was in")
def test_predict_in_batches_mode_after(submission, reference, rng):
    for training in (True, False):
        parts = {"training": "model.training"}
        compare(submission, reference, "predicted", parts, **inputs_for(rng, 4, 2), training=training)


test_predict_in_batches_device = follows_device(
    "predict_in_batches",
    lambda rng: inputs_for(rng, 5, 2) | {"training": False},
    probe="predictions_alone",
    needs=("test_predict_in_batches_values", "test_predict_in_batches_mode"),
)


# ------------------------------------------------------------------ train


def course_of(rng, epochs):
    """Draw a network, and batches to train and to validate it."""
    d, k = rng.sizes(2)
    sizes, val_sizes = [4, 1, 3], [1, 3]
    train_batches, val_batches = batches(rng, sizes, d, k), batches(rng, val_sizes, d, k)
    return {"values": weights(rng, d, k), "train_batches": train_batches, "val_batches": val_batches, "epochs": epochs}


@check("train", title="takes a step on each training batch in each epoch, and on nothing else")
def test_train_values(submission, reference, rng):
    for optimizer in ("sgd", "momentum"):
        compare(submission, reference, "trained", {"values": "the parameters"}, **course_of(rng, 2), optimizer=optimizer)


def compare_losses(submission, reference, key, **inputs):
    """Compare one list of the history, once it is sure that the history has the right keys."""
    seen, known = (subject.observe("trained", **inputs)["history"] for subject in (submission, reference))
    curves = {name: history.get(key) for name, history in (("yours", seen), ("right", known)) if isinstance(history, dict)}
    submission.show(pictures.lines(f"history['{key}']", curves))
    if not (isinstance(seen, dict) and seen.keys() == known.keys()):
        expect(seen, "the history").to_match(known)
    expect(seen[key], f"history['{key}']").to_match(known[key])


@check("train", title="notes each epoch's mean training loss")
def test_train_train_loss(submission, reference, rng):
    compare_losses(submission, reference, "train_loss", **course_of(rng, 3))


@check("train", title="notes the mean validation loss after each epoch")
def test_train_val_loss(submission, reference, rng):
    compare_losses(submission, reference, "val_loss", **course_of(rng, 3))


@check("train", title="trains in training mode in every epoch, and validates in evaluation mode without gradients")
def test_train_mode(submission, reference, rng):
    parts = {"values": "the parameters", "history": "the history"}
    compare(submission, reference, "trained", parts, **course_of(rng, 2), telltale=True)


@check("train", needs="test_train_values", title="leaves the model in evaluation mode")
def test_train_mode_after(submission, reference, rng):
    for epochs in (2, 0):
        compare(submission, reference, "trained", {"training": "model.training"}, **course_of(rng, epochs))


@check("train", title="changes nothing in 0 epochs, and gives empty lists")
def test_train_no_epochs(submission, reference, rng):
    parts = {"values": "the parameters", "history": "the history"}
    compare(submission, reference, "trained", parts, **course_of(rng, 0))


@check("train", needs="test_train_values", title="keeps no graph of the batches before")
def test_train_graphs(submission, rng):
    graphs = submission.observe("trained", **course_of(rng, 3))["graphs"]
    expect(graphs, "the number of losses whose graphs were in memory at once").to_be_at_most(2)


test_train_device = follows_device("train", lambda rng: course_of(rng, 2), probe="trained_values", needs="test_train_values")


# ------------------------------------------------------------------ EarlyStopping


def watch(rng, losses, patience, min_delta=None):
    """Draw the weights of a model that early stopping watches while these losses come."""
    d, k = rng.sizes(2)
    return {"values": weights(rng, d, k), "losses": losses, "patience": patience, "min_delta": min_delta}


FALLS = [0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.64, 0.63, 0.5, 0.8]
"""Falls four times; in between it stays above the best for 2 and for 3 epochs, in which it falls, too."""


@check("EarlyStopping", points=2, title="says stop after as many epochs without a better loss as its patience")
def test_early_stopping_stops(submission, reference, rng):
    for patience in (1, 2, 3, 4):
        compare(submission, reference, "watched", {"stops": "what update returned"}, **watch(rng, FALLS, patience))


@check("EarlyStopping", title="asks for an improvement of more than min_delta on the best loss")
def test_early_stopping_min_delta(submission, reference, rng):
    small = [1.0, 0.875, 0.9375, 0.75, 0.625, 0.5, 0.25]  # exact in binary, so that equal is equal
    for losses, min_delta in [(small, 0.25), ([0.5, 0.5, 0.75, 0.5, 0.25], None), ([0.5, 0.625, 0.6875], 0.25)]:
        parts = {"stops": "what update returned", "best": "the best loss, before and after each epoch"}
        compare(submission, reference, "watched", parts, **watch(rng, losses, 2, min_delta))


@check("EarlyStopping", title="knows the best loss so far, infinity at first")
def test_early_stopping_best(submission, reference, rng):
    parts = {"best": "the best loss, before and after each epoch"}
    compare(submission, reference, "watched", parts, **watch(rng, FALLS, 2))


@check("EarlyStopping", title="takes no NaN for an improvement")
def test_early_stopping_nan(submission, reference, rng):
    nan = float("nan")
    parts = {"stops": "what update returned", "best": "the best loss, before and after each epoch"}
    for losses in ([nan, 0.5, nan, 0.4, nan, nan], [nan, nan]):
        compare(submission, reference, "watched", parts, **watch(rng, losses, 2))


@check("EarlyStopping", title="restores the weights of the best epoch, whatever became of the model since")
def test_early_stopping_weights(submission, reference, rng):
    for losses in (FALLS, [0.3, 0.5, 0.4], []):
        compare(submission, reference, "watched", {"weights": "the weights"}, **watch(rng, losses, 9))


@check("EarlyStopping", title="restores the buffers of the best epoch")
def test_early_stopping_buffers(submission, reference, rng):
    compare(submission, reference, "watched", {"buffers": "the buffers"}, **watch(rng, FALLS, 9))


test_early_stopping_device = follows_device(
    "EarlyStopping", lambda rng: watch(rng, FALLS, 9), probe="restored", needs="test_early_stopping_weights"
)
