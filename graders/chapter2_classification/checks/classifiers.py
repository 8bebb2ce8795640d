"""Checks for chapter2_classification/classifiers.

N, M = points, B = batch, D, I = inputs, H = hidden units, K, O = outputs.
"""

import math
from itertools import pairwise

import torch

from learn import data, pictures
from learn.checks import check
from learn.devices import follows_device, require_there
from learn.expect import expect


def stack(rng, *sizes):
    """Draw the weights and biases of a stack of linear layers of these sizes, inputs first."""
    return [(rng.randn(o, i), 1 + rng.rand(o)) for i, o in pairwise(sizes)]


@check("collapse_linear", points=2, title="gives one layer for a stack of them")
def test_collapse_linear_values(submission, reference, rng):
    i, h, o, other = rng.sizes(4)
    for sizes in [(i, h, o), (o, o, o), (i, h, other, o), (1, h, 1, i, o)]:
        layers = [(rng.strided(weight), bias) for weight, bias in stack(rng, *sizes)]
        expect(submission.call("collapse_linear", layers)).to_match(reference.call("collapse_linear", layers))


@check("collapse_linear", title="gives a single layer back")
def test_collapse_linear_single(submission, reference, rng):
    layers = stack(rng, *rng.sizes(2))
    expect(submission.call("collapse_linear", layers)).to_match(reference.call("collapse_linear", layers))


@check("collapse_linear", title="lets gradients through to every layer")
def test_collapse_linear_gradients(submission, reference, rng):
    layers = [tuple(values) for values in stack(rng, *rng.sizes(4))]
    expect(submission.gradients("collapse_linear", layers)).to_match(reference.gradients("collapse_linear", layers))


@check("collapse_linear", needs="test_collapse_linear_values", title="leaves the list and the layers as they were")
def test_collapse_linear_pure(submission, rng):
    layers = stack(rng, 3, 3, 3)
    args, _ = submission.inputs_after("collapse_linear", layers)
    expect(args[0], "the list of layers").to_match(layers)


test_collapse_linear_device = follows_device(
    "collapse_linear", lambda rng: [stack(rng, *rng.sizes(3))], needs="test_collapse_linear_values"
)


@check("radial_features", points=2, title="appends the squares and the product")
def test_radial_features_values(submission, reference, rng):
    for x in (rng.strided(rng.randn(rng.integer(3, 8), 2)), rng.randn(1, 2), rng.randn(5, 2)):
        expect(submission.call("radial_features", x)).to_match(reference.call("radial_features", x))


@check("radial_features", title="keeps the dtype")
def test_radial_features_dtype(submission, reference, rng):
    x = rng.randn(rng.integer(2, 7), 2, dtype=torch.float64)
    expect(submission.call("radial_features", x)).to_match(reference.call("radial_features", x))


@check("radial_features", title="lets gradients through")
def test_radial_features_gradients(submission, reference, rng):
    x = rng.randn(4, 2)
    expect(submission.gradients("radial_features", x)).to_match(reference.gradients("radial_features", x))


@check("radial_features", needs="test_radial_features_values", title="leaves the points as they were")
def test_radial_features_pure(submission, rng):
    x = rng.randn(4, 2)
    args, _ = submission.inputs_after("radial_features", x)
    expect(args[0], "x").to_match(x)


test_radial_features_device = follows_device(
    "radial_features", lambda rng: [rng.randn(4, 2)], needs="test_radial_features_values"
)


def mlp(rng, num_hidden):
    """Draw the arguments of an Mlp's constructor, those of a call, and values for its parameters."""
    d, k, *hidden = rng.sizes(2 + num_hidden, low=3, high=9)
    values = [part for weight, bias in stack(rng, d, *hidden, k) for part in (weight, bias - 1.5)]
    return [[d, hidden, k], [rng.randn(16, d)], values]


@check("Mlp", title="has a weight and a bias for each layer, of the right shapes")
def test_mlp_parameters(submission, reference, rng):
    for num_hidden in (1, 2, 3):
        init, _, _ = mlp(rng, num_hidden)
        seen, known = (subject.observe("shapes", init=init) for subject in (submission, reference))
        expect(seen, "the list of the parameters' shapes").to_match(known)


@check("Mlp", points=2, title="gives raw scores, with a ReLU after each hidden layer")
def test_mlp_values(submission, reference, rng):
    for num_hidden in (1, 2, 3):
        init, (x,), values = mlp(rng, num_hidden)
        for inputs in (rng.strided(x), x[:1]):
            seen, known = (s.observe("scores", init=init, values=values, x=inputs) for s in (submission, reference))
            expect(seen, "the scores").to_match(known)


@check("Mlp", title="is a single linear layer without hidden sizes")
def test_mlp_linear(submission, reference, rng):
    init, (x,), values = mlp(rng, 0)
    seen, known = (subject.observe("scores", init=init, values=values, x=x) for subject in (submission, reference))
    expect(seen, "the scores").to_match(known)


@check("Mlp", title="lets gradients through to the inputs and all parameters")
def test_mlp_gradients(submission, reference, rng):
    init, inputs, values = mlp(rng, 2)
    seen, known = (subject.module_gradients("Mlp", init, inputs, values) for subject in (submission, reference))
    expect(seen).to_match(known)


@check("Mlp", title="starts with no two units of a layer alike")
def test_mlp_units(submission, rng):
    d, *hidden, k = rng.sizes(4)
    seen = submission.observe("fresh", init=[d, hidden, k], x=rng.randn(2, d))
    weights = [values for values in seen["weights"] if values.dim() > 1]
    expect(bool(weights)).to_be_true("The model has no weights: PyTorch finds no parameters in it.")
    alike = [tuple(weight.shape) for weight in weights if len(weight.unique(dim=0)) < len(weight)]
    expect(not alike).to_be_true(f"The weight of shape {alike[:1]} starts with equal rows, so its units are alike.")


@check("Mlp", title="starts with small scores: the first loss is not far above ln K")
def test_mlp_start(submission, rng):
    d, k = 20, 5
    seen = submission.observe("fresh", init=[d, [64, 64], k], x=rng.randn(100, d))
    expect(seen["scores"], "the scores").to_have_shape((100, k))
    loss = torch.nn.functional.cross_entropy(seen["scores"], rng.randint(0, k - 1, 100))
    expect(loss, f"the first loss, which is about ln {k} = {math.log(k):.2f} for small scores,").to_be_at_most(math.log(k) + 2)


test_mlp_device = follows_device("Mlp", lambda rng: mlp(rng, 2), needs="test_mlp_values")


def training(rng, *sizes, d=3):
    """Draw the weights of a classifier, and batches of these sizes whose labels it does not know, all in float64."""
    h, k = rng.sizes(2, low=4, high=6)
    values = [0.5 * part.double() for weight, bias in stack(rng, d, h, k) for part in (weight, bias - 1.5)]
    batches = [(rng.randn(b, d, dtype=torch.float64), rng.randint(0, k - 1, b)) for b in sizes]
    return {"values": values, "batches": batches}


def relabelled(values, x, wrong):
    """Return labels for which a classifier with these weights is wrong in the first rows, and right in the others."""
    weight, bias, last, shift = values
    labels = (torch.tanh(x @ weight.T + bias) @ last.T + shift).argmax(dim=1)
    labels[:wrong] = (labels[:wrong] + 1) % len(shift)
    return labels


def half_right(rng):
    """Draw what ``training`` draws, with another share of right samples in each batch."""
    drawn = training(rng, 9, 1, 4)
    batches = zip(drawn["batches"], (2, 1, 3), strict=True)
    return drawn | {"batches": [(x, relabelled(drawn["values"], x, wrong)) for (x, _), wrong in batches]}


def old_gradients(rng, values):
    """Draw a gradient for each parameter, such as a backward pass of somebody else left."""
    return [rng.randn(*value.shape, dtype=torch.float64) for value in values]


def compare(submission, reference, probe, part, name, **inputs):
    """Ask both the same question and compare a part of their answers: the weights, or an item of what the task returned."""
    seen, known = submission.observe(probe, **inputs), reference.observe(probe, **inputs)
    if part == "weights":
        expect(seen["weights"], name).to_match(known["weights"])
        return
    answer, right = seen["answer"], known["answer"]
    if not (isinstance(answer, tuple) and len(answer) == len(right)):
        expect(answer, "the answer").to_match(right)
    expect(answer[part], name).to_match(right[part])


@check("train_classifier_epoch", title="takes a step of the optimizer on each batch")
def test_train_classifier_epoch_weights(submission, reference, rng):
    for optimizer, lr in [("sgd", 0.5), ("momentum", 0.2), ("adam", 0.05)]:
        inputs = training(rng, 4, 7, 2) | {"optimizer": optimizer, "lr": lr}
        compare(submission, reference, "epoch", "weights", "the list of weights", **inputs)


@check("train_classifier_epoch", title="starts from fresh gradients")
def test_train_classifier_epoch_fresh(submission, reference, rng):
    inputs = training(rng, 5) | {"optimizer": "sgd", "lr": 0.5}
    grads = old_gradients(rng, inputs["values"])
    compare(submission, reference, "epoch", "weights", "the list of weights", grads=grads, **inputs)


@check("train_classifier_epoch", title="trains in training mode, whatever the mode was")
def test_train_classifier_epoch_mode(submission, reference, rng):
    inputs = training(rng, 4, 6) | {"optimizer": "sgd", "lr": 0.5, "training": False}
    compare(submission, reference, "epoch", "weights", "the list of weights", **inputs)


@check("train_classifier_epoch", title="gives the mean loss over all samples")
def test_train_classifier_epoch_loss(submission, reference, rng):
    inputs = training(rng, 9, 1, 4) | {"optimizer": "sgd", "lr": 0.0}  # what a step does is no matter here
    compare(submission, reference, "epoch", 0, "the loss", **inputs)


@check("train_classifier_epoch", title="gives the share of samples that are right")
def test_train_classifier_epoch_accuracy(submission, reference, rng):
    inputs = half_right(rng) | {"optimizer": "sgd", "lr": 0.0}
    compare(submission, reference, "epoch", 1, "the accuracy", **inputs)


@check("train_classifier_epoch", title="measures with the logits of the steps, and needs to see each batch only once")
def test_train_classifier_epoch_once(submission, reference, rng):
    inputs = training(rng, 5, 5, 3) | {"optimizer": "sgd", "lr": 2.0, "once": True}
    compare(submission, reference, "epoch", 0, "the loss", **inputs)


@check("train_classifier_epoch", needs="test_train_classifier_epoch_loss", reported=True, title="lets each batch's graph go")
def test_train_classifier_epoch_graphs(submission, rng):
    kept = submission.observe("graphs_kept", **training(rng, *[2] * 8))
    expect(max(kept), "the number of earlier batches whose graph is still in memory").to_be_at_most(2)


def epoch_case(rng):
    """Draw what the probe of an epoch takes."""
    drawn = half_right(rng)
    return drawn | {"optimizer": "momentum", "lr": 0.2, "grads": old_gradients(rng, drawn["values"])}


test_train_classifier_epoch_device = follows_device(
    "train_classifier_epoch", epoch_case, probe="epoch", needs="test_train_classifier_epoch_weights"
)


def overfitting(rng, **others):
    """Draw a batch of which a small network knows nothing, and which it can learn by heart."""
    drawn = training(rng, 6, d=8)  # in 8 dimensions 6 points can always be parted
    x = drawn.pop("batches")[0][0]
    drawn |= {"x": x, "y": relabelled(drawn["values"], x, 6), "bound": 0.1, "max_steps": 500, "optimizer": "sgd", "lr": 0.3}
    return drawn | others


def few_steps(rng, **others):
    """Draw a batch and steps that are too small and too few for it."""
    return overfitting(rng, **{"bound": 0.01, "max_steps": 3, "lr": 0.05} | others)


@check("overfit_batch", title="counts the steps until the loss is below the bound")
def test_overfit_batch_steps(submission, reference, rng):
    for optimizer, lr in [("sgd", 0.3), ("momentum", 0.1), ("adam", 0.05)]:
        inputs = overfitting(rng, optimizer=optimizer, lr=lr)
        compare(submission, reference, "overfitted", 0, "the number of steps", **inputs)


@check("overfit_batch", title="gives the loss after the last step")
def test_overfit_batch_loss(submission, reference, rng):
    for inputs in (overfitting(rng), few_steps(rng)):
        compare(submission, reference, "overfitted", 1, "the loss", **inputs)


@check("overfit_batch", title="takes no step where none is needed, or none is allowed")
def test_overfit_batch_none(submission, reference, rng):
    for others in ({"bound": 100.0}, {"max_steps": 0}):
        inputs = overfitting(rng, **others)
        compare(submission, reference, "overfitted", 0, "the number of steps", **inputs)
        compare(submission, reference, "overfitted", 1, "the loss", **inputs)


@check("overfit_batch", title="reports honestly what a model reached that cannot learn")
def test_overfit_batch_honest(submission, reference, rng):
    x = rng.randn(1, 4, dtype=torch.float64).repeat(6, 1)  # equal inputs with different labels, which nobody can learn
    y = torch.tensor([0, 0, 0, 1, 1, 1])
    values = [0.1 * rng.randn(*shape, dtype=torch.float64) for shape in [(3, 4), (3,), (2, 3), (2,)]]
    values[3] += torch.tensor([0.6, 0.0])  # near the best there is, ln 2, from where large steps lead away
    inputs = {"values": values, "x": x, "y": y, "bound": 0.1, "max_steps": 4, "optimizer": "sgd", "lr": 50.0}
    compare(submission, reference, "overfitted", 0, "the number of steps", **inputs)
    compare(submission, reference, "overfitted", 1, "the loss", **inputs)


@check("overfit_batch", title="trains the model that it is given")
def test_overfit_batch_weights(submission, reference, rng):
    compare(submission, reference, "overfitted", "weights", "the list of weights", **few_steps(rng))


@check("overfit_batch", title="starts from fresh gradients")
def test_overfit_batch_fresh(submission, reference, rng):
    inputs = few_steps(rng, max_steps=1)
    grads = old_gradients(rng, inputs["values"])
    compare(submission, reference, "overfitted", "weights", "the list of weights", grads=grads, **inputs)


@check("overfit_batch", title="trains in training mode, whatever the mode was")
def test_overfit_batch_mode(submission, reference, rng):
    compare(submission, reference, "overfitted", "weights", "the list of weights", **few_steps(rng, training=False))


test_overfit_batch_device = follows_device("overfit_batch", few_steps, probe="overfitted", needs="test_overfit_batch_weights")


def moons(rng, num_test):
    """Draw moons: training points, their labels, test points, and their labels, which stay here."""
    return data.parted(rng, *data.moons(rng, 200 + num_test, noise=0.15), num_test)


def accuracy_of(labels, y):
    """Return the share of labels that are right, once it is sure that there is one for each point."""
    expect(labels, "the labels").to_have_shape(y.shape)
    return (labels == y).double().mean().item()


@check("fit_moons", points=3, title="tells the moons apart")
def test_fit_moons_accuracy(submission, rng):
    x_train, y_train, x_test, y_test = moons(rng, 500)
    labels, _ = pair(submission.call("fit_moons", x_train, y_train, x_test))
    expect(accuracy_of(labels, y_test), "the accuracy on the test points").to_reach_threshold()


def pair(answer):
    """Return the labels and the probabilities, once it is sure that there are both."""
    expect(isinstance(answer, tuple) and len(answer) == 2).to_be_true("The result is not a tuple (labels, probabilities).")
    for part, name in zip(answer, ("the labels", "the probabilities"), strict=True):
        expect(isinstance(part, torch.Tensor)).to_be_true(f"Of the result, {name} are no tensor.")
    return answer


@check("fit_moons", title="gives int64 labels and float32 probabilities of shape (M,), for a single point, too")
def test_fit_moons_shapes(submission, rng):
    labels, probabilities = pair(submission.call("fit_moons", *moons(rng, 1)[:3]))
    expect(labels, "the labels").to_have_shape((1,))
    expect(labels, "the labels").to_have_dtype(torch.int64)
    expect(probabilities, "the probabilities").to_have_shape((1,))
    expect(probabilities, "the probabilities").to_have_dtype(torch.float32)


@check("fit_moons", needs="test_fit_moons_shapes", title="gives label 1 exactly where the probability is above 0.5")
def test_fit_moons_probabilities(submission, rng):
    x_train, y_train, _, _ = moons(rng, 1)
    grid = torch.cartesian_prod(torch.linspace(-1.5, 2.5, 80), torch.linspace(-1, 1.5, 60))
    labels, probabilities = pair(submission.call("fit_moons", x_train, y_train, grid))
    if labels.shape == (len(grid),):
        plane = labels.reshape(80, 60).T
        submission.show(pictures.regions("What your model says where", plane, (-1.5, 2.5, -1, 1.5), x_train, y_train))
    expect(probabilities.min(), "the smallest probability").to_be_at_least(0)
    expect(probabilities.max(), "the largest probability").to_be_at_most(1)
    sure = (probabilities - 0.5).abs() > 1e-4
    expect(labels[sure], "the labels").to_match((probabilities[sure] > 0.5).long())


@check("fit_moons", needs="test_fit_moons_shapes", title="answers for each point alone, whatever other points are asked for")
def test_fit_moons_rows(submission, rng):
    x_train, y_train, x_test, _ = moons(rng, 50)
    more = torch.cat([x_test, x_test, 2 + rng.rand(100, 2)])
    _, alone = pair(submission.call("fit_moons", x_train, y_train, x_test))
    _, among = pair(submission.call("fit_moons", x_train, y_train, more))
    expect(among[50:100], "the probabilities of the points that were asked for twice").to_match(
        among[:50], rtol=1e-2, atol=1e-2
    )
    expect(among[:50], "the probabilities of points among others").to_match(alone, rtol=1e-2, atol=1e-2)


@check("fit_moons", needs="test_fit_moons_shapes", title="leaves its inputs as they were")
def test_fit_moons_pure(submission, rng):
    given = moons(rng, 5)[:3]
    args, _ = submission.inputs_after("fit_moons", *given)
    expect(args, "the inputs").to_match(list(given))


@check("fit_moons", needs="test_fit_moons_shapes", reported=True, title="works where its input is, on any device")
def test_fit_moons_device(submission, accelerator, rng):
    require_there(submission.on_device("fit_moons", moons(rng, 5)[:3]), accelerator)


def spirals(rng, num_test):
    """Draw three arms: training points, their labels, test points, and their labels, which stay here."""
    return data.parted(rng, *data.spirals(rng, 300 + num_test, classes=3, noise=0.03), num_test)


def lumps(rng, k):
    """Draw k lumps on a circle that everybody tells apart, with the points in the middle of each, and their classes."""
    y = torch.arange(280) % k
    angle = 2 * math.pi * torch.arange(k) / k
    centers = torch.stack([angle.cos(), angle.sin()], dim=1)
    return centers[y] + 0.05 * rng.randn(280, 2), y, centers


@check("fit_spirals", points=2, title="tells three arms apart")
def test_fit_spirals_accuracy(submission, rng):
    x_train, y_train, x_test, y_test = spirals(rng, 400)
    labels = submission.call("fit_spirals", x_train, y_train, x_test, 3)
    expect(accuracy_of(labels, y_test), "the accuracy on the test points").to_reach_threshold()


@check("fit_spirals", title="gives int64 labels of shape (M,), for a single point, too")
def test_fit_spirals_shapes(submission, rng):
    labels = submission.call("fit_spirals", *spirals(rng, 1)[:3], 3)
    expect(labels, "the labels").to_have_shape((1,))
    expect(labels, "the labels").to_have_dtype(torch.int64)


@check("fit_spirals", title="takes two classes, or seven")
def test_fit_spirals_classes(submission, rng):
    for k in (2, 7):
        x_train, y_train, x_test = lumps(rng, k)
        expect(submission.call("fit_spirals", x_train, y_train, x_test, k)).to_match(torch.arange(k))


@check("fit_spirals", needs="test_fit_spirals_shapes", title="gives equal points equal classes")
def test_fit_spirals_rows(submission, rng):
    x_train, y_train, _, _ = spirals(rng, 1)
    x_test = 2 * rng.rand(400, 2) - 1
    labels = submission.call("fit_spirals", x_train, y_train, torch.cat([x_test, x_test]), 3)
    expect(labels[400:], "the classes of the points that were asked for twice").to_match(labels[:400])


@check("fit_spirals", needs="test_fit_spirals_shapes", title="leaves its inputs as they were")
def test_fit_spirals_pure(submission, rng):
    given = spirals(rng, 5)[:3]
    args, _ = submission.inputs_after("fit_spirals", *given, 3)
    expect(args, "the inputs").to_match([*given, 3])


@check("fit_spirals", needs="test_fit_spirals_shapes", reported=True, title="works where its input is, on any device")
def test_fit_spirals_device(submission, accelerator, rng):
    require_there(submission.on_device("fit_spirals", [*spirals(rng, 5)[:3], 3]), accelerator)
