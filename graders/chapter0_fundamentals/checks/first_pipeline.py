"""Checks for chapter0_fundamentals/first_pipeline.

N = examples, H, W = height and width, D = features of an example, K = classes.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

# ------------------------------------------------------------------ prepare


def some_images(rng):
    """Return images of two shapes: with 0 and 255 in the first ones, and no byte above 200 in the second."""
    images = rng.randint(0, 255, *rng.sizes(3), dtype=torch.uint8)
    images[0, 0, :2] = torch.tensor([0, 255])
    return [rng.strided(images), rng.randint(0, 200, 1, 3, 5, dtype=torch.uint8)]


def expect_part(submission, reference, images, index, name):
    """Compare one part of what prepare returns, once it is sure to be three things."""
    got, known = submission.call("prepare", images), reference.call("prepare", images)
    if not (isinstance(got, tuple) and len(got) == len(known)):
        expect(got).to_match(known)
    expect(got[index], name).to_match(known[index])


@check("prepare", points=2, title="scales the bytes to [0, 1] and adds a channel")
def test_prepare_images(submission, reference, rng):
    for images in some_images(rng):
        expect_part(submission, reference, images, 0, "x")


@check("prepare", title="gives the mean of all values")
def test_prepare_mean(submission, reference, rng):
    for images in some_images(rng):
        expect_part(submission, reference, images, 1, "the mean")


@check("prepare", title="gives the population's standard deviation, 0 for a single pixel")
def test_prepare_std(submission, reference, rng):
    for images in [*some_images(rng), rng.randint(1, 255, 1, 1, 1, dtype=torch.uint8)]:
        expect_part(submission, reference, images, 2, "the standard deviation")


test_prepare_device = follows_device("prepare", lambda rng: [some_images(rng)[0]], needs="test_prepare_images")


# ------------------------------------------------------------------ centroids


def class_members(rng, present):
    """Return features, and labels in which each of these classes occurs at least twice, one of them more often."""
    labels = torch.tensor(rng.shuffled([*present, *present, present[0]]))
    return rng.randn(len(labels), 4), labels


@check("centroids", points=2, title="averages the features of each class")
def test_centroids_values(submission, reference, rng):
    features, labels = class_members(rng, [0, 1, 2])
    for x in (features, rng.strided(features)):
        expect(submission.call("centroids", x, labels, 3)).to_match(reference.call("centroids", x, labels, 3))


@check("centroids", title="gives zeros for a class without examples")
def test_centroids_empty_class(submission, reference, rng):
    args = *class_members(rng, [0, 1, 3]), 4
    expect(submission.call("centroids", *args)).to_match(reference.call("centroids", *args))


@check("centroids", title="has a row for each class, also where the last ones do not occur")
def test_centroids_last_classes(submission, reference, rng):
    args = *class_members(rng, [0, 1]), 4
    expect(submission.call("centroids", *args)).to_match(reference.call("centroids", *args))


@check("centroids", needs="test_centroids_values", title="leaves the features as they were")
def test_centroids_pure(submission, rng):
    features, labels = class_members(rng, [0, 1, 2])
    args, _ = submission.inputs_after("centroids", features, labels, 3)
    expect(args[0], "the features").to_match(features)


test_centroids_device = follows_device(
    "centroids", lambda rng: [*class_members(rng, [0, 1, 2]), 3], needs="test_centroids_values"
)


# ------------------------------------------------------------------ predict


def apart(rng, d):
    """Return five centres that lie far apart, and shuffled examples close to them: two for each centre."""
    centers = 3 * rng.randn(5, d)
    centers[:, 0] = 20 * rng.permutation(5) - 40
    nearest = torch.tensor(rng.shuffled([0, 1, 2, 3, 4] * 2))
    return centers[nearest] + 0.1 * rng.randn(len(nearest), d), centers


@check("predict", points=2, title="finds the nearest centre for each example")
def test_predict_values(submission, reference, rng):
    for d in (rng.integer(2, 4), 1):
        features, centers = apart(rng, d)
        for x in (features, rng.strided(features)):
            expect(submission.call("predict", x, centers)).to_match(reference.call("predict", x, centers))


@check("predict", title="measures the Euclidean distance")
def test_predict_euclidean(submission, reference, rng):
    side = float(rng.integer(3, 6))
    features = torch.zeros(2, 2)
    for first, second in (([2 * side - 1, 0.0], [side, side]), ([side, side], [side + 1, 0.0])):
        centers = torch.tensor([first, second])  # sums of distances, or the largest, would choose the first
        expect(submission.call("predict", features, centers)).to_match(reference.call("predict", features, centers))


@check("predict", title="takes the lowest of several equally near classes")
def test_predict_ties(submission, reference, rng):
    near = float(rng.integer(1, 4))
    centers = torch.tensor([[9.0, 9.0], [near, 0.0], [-near, 0.0], [0.0, near], [0.0, -near]])
    features = torch.zeros(3, 2)
    expect(submission.call("predict", features, centers)).to_match(reference.call("predict", features, centers))


@check("predict", title="keeps the batch dimension of a single example")
def test_predict_single(submission, reference, rng):
    centers = torch.tensor([[8.0, 8.0], [2.0, 2.0], [-9.0, -9.0]]) + rng.rand(3, 2)
    args = centers[1:2] + 0.1, centers
    expect(submission.call("predict", *args)).to_match(reference.call("predict", *args))


@check(
    "predict",
    needs="test_predict_values",
    title="gets the distances by broadcasting, without a ready-made function",
    reported=True,
)
def test_predict_by_hand(submission, rng):
    calls = submission.library_calls("predict", *apart(rng, 3))
    expect(calls).to_avoid("cdist", "pairwise_distance")


test_predict_device = follows_device("predict", lambda rng: [*apart(rng, 3)], needs="test_predict_values")


# ------------------------------------------------------------------ accuracy


def half_right(rng):
    """Return predictions and labels of three classes; some predictions are right and more are wrong."""
    labels = torch.tensor(rng.shuffled([0, 1, 2] * 5))
    predicted = (labels + 1) % 3
    chosen = rng.permutation(len(labels))[: rng.integer(3, 6)]
    predicted[chosen] = labels[chosen]
    return predicted, labels


@check("accuracy", points=2, title="gives the share of right predictions")
def test_accuracy_values(submission, reference, rng):
    for _ in range(2):
        args = half_right(rng)
        expect(submission.call("accuracy", *args)).to_match(reference.call("accuracy", *args))


@check("accuracy", title="gives 1.0 where everything is right")
def test_accuracy_all_right(submission, reference, rng):
    for labels in (rng.permutation(rng.integer(5, 9)), torch.tensor([rng.integer(0, 3)])):
        expect(submission.call("accuracy", labels, labels)).to_match(reference.call("accuracy", labels, labels))


@check("accuracy", title="reads a column of predictions as one class for each example")
def test_accuracy_column(submission, reference, rng):
    predicted, labels = half_right(rng)
    for args in [(predicted.unsqueeze(1), labels), (labels.unsqueeze(1), labels)]:
        expect(submission.call("accuracy", *args)).to_match(reference.call("accuracy", *args))


@check("accuracy", title="gives 0.0 for no examples")
def test_accuracy_empty(submission, reference):
    none = torch.empty(0, dtype=torch.int64)
    expect(submission.call("accuracy", none, none)).to_match(reference.call("accuracy", none, none))


test_accuracy_device = follows_device("accuracy", half_right, needs="test_accuracy_values")


# ------------------------------------------------------------------ confusion


@check("confusion", title="puts true classes in rows and predicted ones in columns")
def test_confusion_orientation(submission, reference, rng):
    labels = rng.permutation(5)
    predicted = (labels + rng.integer(1, 2)) % 5
    args = predicted, labels, 5
    expect(submission.call("confusion", *args)).to_match(reference.call("confusion", *args))


@check("confusion", points=2, title="counts a pair as often as it occurs")
def test_confusion_repeats(submission, reference, rng):
    mixed = torch.tensor(rng.shuffled([0, 1, 1, 2, 2, 2, 2]))
    expect(submission.call("confusion", mixed, mixed, 3)).to_match(reference.call("confusion", mixed, mixed, 3))


@check("confusion", title="has a row and a column for classes that do not occur")
def test_confusion_absent(submission, reference, rng):
    for pairs in (rng.permutation(3), torch.empty(0, dtype=torch.int64)):
        expect(submission.call("confusion", pairs, pairs, 5)).to_match(reference.call("confusion", pairs, pairs, 5))


def taken_for_another(rng):
    """Return predictions, labels and three classes; class 0 is taken for 1 twice, 1 for 0 once, and 2 is never right."""
    pairs = torch.tensor(rng.shuffled([[1, 0], [1, 0], [0, 0], [0, 1], [1, 2]]))
    return [pairs[:, 0], pairs[:, 1], 3]


test_confusion_device = follows_device("confusion", taken_for_another, needs="test_confusion_repeats")


# ------------------------------------------------------------------ gradient_step


def a_step(rng, present):
    """Return weights of four classes, features, and labels in which each of the given classes occurs twice."""
    labels = torch.tensor(rng.shuffled([*present, *present]))
    d = rng.integer(2, 3)
    return rng.randn(d, 4), rng.randn(len(labels), d), labels


@check("gradient_step", points=2, title="moves the weights against the gradient")
def test_gradient_step_values(submission, reference, rng):
    weights, features, labels = a_step(rng, [0, 1, 2, 3])
    for x in (features, rng.strided(features)):
        args = weights, x, labels, rng.uniform(0.1, 0.5)
        expect(submission.call("gradient_step", *args)).to_match(reference.call("gradient_step", *args))


@check("gradient_step", title="works where the highest class does not occur")
def test_gradient_step_absent(submission, reference, rng):
    for present in ([0, 1, 2], [1]):
        args = *a_step(rng, present), rng.uniform(0.1, 0.5)
        expect(submission.call("gradient_step", *args)).to_match(reference.call("gradient_step", *args))


@check("gradient_step", title="lowers the loss with a small learning rate")
def test_gradient_step_descends(submission, rng):
    features, labels = 0.5 + rng.rand(10, 3), torch.tensor(rng.shuffled([0, 1, 2, 3, 3] * 2))
    weights = torch.zeros(3, 4)
    lr = 0.1 / float((features**2).sum())
    got = submission.call("gradient_step", weights, features, labels, lr)
    expect(got).to_have_shape(weights.shape)
    expect(got).to_have_dtype(weights.dtype)
    before, after = (float(((features @ w - torch.eye(4)[labels]) ** 2).sum()) / len(labels) for w in (weights, got))
    expect(after, "the loss after the step").to_be_at_most(before - 1e-4)


@check("gradient_step", needs="test_gradient_step_values", title="leaves the weights that it was given as they were")
def test_gradient_step_pure(submission, rng):
    weights, features, labels = a_step(rng, [0, 1, 2, 3])
    args, _ = submission.inputs_after("gradient_step", weights, features, labels, 0.5)
    expect(args[0], "the old weights").to_match(weights)


@check("gradient_step", needs="test_gradient_step_values", title="works the gradient out without autograd", reported=True)
def test_gradient_step_by_hand(submission, rng):
    calls = submission.library_calls("gradient_step", *a_step(rng, [0, 1, 2, 3]), 0.5)
    expect(calls).to_avoid("backward", "grad")


test_gradient_step_device = follows_device(
    "gradient_step", lambda rng: [*a_step(rng, [0, 1, 2, 3]), 0.5], needs="test_gradient_step_values"
)
