"""Checks for chapter3_computer_vision/model_inspection.

N = images, B = batch size, C = channels, H, W = height and width, K = classes, O = kernels, k = mistakes to list.
"""

import torch

from learn import picture_folders
from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect
from learn.pictures import matrix, tiles

# ------------------------------------------------------------------ predict


def classifier(rng, n, batch_size):
    """Return what the probe ``predicted`` takes: N images and the values of a linear classifier."""
    c, h, w, k = rng.sizes(4)
    images = rng.strided(rng.randn(n, c, h, w))
    return {"images": images, "values": [rng.randn(k, c * h * w) / (c * h * w) ** 0.5, rng.randn(k)], "batch_size": batch_size}


def expect_predicted(submission, reference, part="result", **inputs):
    """Require that a part of what the probe ``predicted`` sees is as it is for the reference."""
    got, known = submission.observe("predicted", **inputs), reference.observe("predicted", **inputs)
    expect(got[part], "the result" if part == "result" else "'training' of the model and its layers").to_match(known[part])


@check("predict", points=2, title="gives the labels and the softmax of each image's logits, in order")
def test_predict_values(submission, reference, rng):
    for n, batch_size in [(6, 3), (4, 1), (5, 5), (1, 1)]:
        expect_predicted(submission, reference, layer="identity", **classifier(rng, n, batch_size))


@check("predict", title="asks the model in evaluation mode")
def test_predict_eval(submission, reference, rng):
    expect_predicted(submission, reference, layer="batch norm", **classifier(rng, 6, 3))


@check("predict", title="asks the model without gradients")
def test_predict_no_grad(submission, reference, rng):
    expect_predicted(submission, reference, layer="telltale", **classifier(rng, 6, 3))


@check("predict", title="makes batches of the size that was asked for, and keeps the last one, which may be smaller")
def test_predict_batches(submission, reference, rng):
    for n, batch_size in [(7, 3), (2, 5), (6, 2)]:
        expect_predicted(submission, reference, layer="counts rows", **classifier(rng, n, batch_size))


@check("predict", needs="test_predict_values", title="leaves the model in the mode that it was in")
def test_predict_mode(submission, reference, rng):
    for training in (True, False):
        inputs = classifier(rng, 4, 2)
        expect_predicted(submission, reference, "training", layer="identity", training=training, **inputs)


@check(
    "predict", needs="test_predict_values", reported=True, title="moves batches to the model's device, and results to the CPU"
)
def test_predict_device(submission, reference, accelerator, rng):
    inputs = classifier(rng, 5, 2)
    seen, known = (subject.probe_on_device("predicted_from_cpu", **inputs) for subject in (submission, reference))
    for what, place in seen["places"].items():
        expect(place == "cpu").to_be_true(f"{what[0].upper()}{what[1:]} is on {place}, but both tensors belong on the CPU.")
    expect(seen["output"]).to_match(known["output"], rtol=None if accelerator == "sim" else 1e-4)


# ------------------------------------------------------------------ class_report


def drawn_pairs(rng, counts):
    """Return labels and predictions in random order: class t predicted as p as often as ``counts[t][p]`` says."""
    pairs = [(t, p) for t, row in enumerate(counts) for p, count in enumerate(row) for _ in range(count)]
    labels, predicted = zip(*rng.shuffled(pairs), strict=True)
    return rng.strided(torch.tensor(labels)), rng.strided(torch.tensor(predicted))


def confused(rng, size):
    """Return counts of K classes that all occur, of different frequency; all pairs but the diagonal differ from each other."""
    counts = 1 + rng.permutation(size * size).reshape(size, size)
    counts[torch.arange(size), torch.arange(size)] = counts.max() + 2 + rng.permutation(size)
    return counts.tolist()


def item_of(submission, reference, item, *inputs):
    """Return one item of a report and what it should be, once it is sure that the report holds it."""
    seen, known = (subject.call("class_report", *inputs) for subject in (submission, reference))
    if not (isinstance(seen, dict) and item in seen):
        expect(seen, "the report").to_match(known)
    return seen[item], known[item]


def compare_item(submission, reference, item, *inputs):
    seen, known = item_of(submission, reference, item, *inputs)
    expect(seen, f"'{item}'").to_match(known)


@check("class_report", points=2, title="counts true classes in rows, and predictions in columns")
def test_class_report_confusion(submission, reference, rng):
    for number, size in enumerate([4, 2, 3]):
        seen, known = item_of(submission, reference, "confusion", *drawn_pairs(rng, confused(rng, size)), size)
        expect(seen, "'confusion'").to_have_dtype(torch.int64)
        expect(seen, "'confusion'").to_have_shape((size, size))
        if number == 0:
            submission.show(matrix("Your confusion matrix", seen.clamp(0, 9999)))
        expect(seen, "'confusion'").to_match(known)


@check("class_report", title="divides what is right in each class by how often the class occurs")
def test_class_report_accuracy(submission, reference, rng):
    for size in (4, 2):
        compare_item(submission, reference, "accuracy", *drawn_pairs(rng, confused(rng, size)), size)


@check("class_report", title="has a row for each class, and NaN as the accuracy of one that does not occur")
def test_class_report_absent(submission, reference, rng):
    a, b = rng.integer(1, 4), rng.integer(5, 8)
    counts = [[b, 0, a, 0, 0], [0, 0, 0, 0, 0], [1, 0, b + 1, 0, 0], [2, 0, 0, b + 3, 0], [0, 0, 0, 0, 0]]
    inputs = *drawn_pairs(rng, counts), 5
    compare_item(submission, reference, "confusion", *inputs)
    compare_item(submission, reference, "accuracy", *inputs)


@check("class_report", title="names the most frequent pair of different classes, the true one first")
def test_class_report_pair(submission, reference, rng):
    for size in (4, 2):
        compare_item(submission, reference, "most_confused", *drawn_pairs(rng, confused(rng, size)), size)
    n = rng.integer(2, 4)
    ties = [[n + 1, 1, 1], [n, 1, 0], [n, n, n + 2]]
    compare_item(submission, reference, "most_confused", *drawn_pairs(rng, ties), 3)


@check("class_report", title="names no pair where nothing is wrong, and the one pair where a single image is")
def test_class_report_perfect(submission, reference, rng):
    labels = rng.permutation(5)
    predicted = labels.clone()
    compare_item(submission, reference, "most_confused", labels, predicted, 5)
    predicted[2] = (predicted[2] + rng.integer(1, 4)) % 5
    compare_item(submission, reference, "most_confused", labels, predicted, 5)


test_class_report_device = follows_device(
    "class_report",
    lambda rng: [*drawn_pairs(rng, confused(rng, 3)), 3],
    needs=("test_class_report_confusion", "test_class_report_accuracy"),
)


# ------------------------------------------------------------------ most_wrong

NAMES = list(picture_folders.KINDS)


def gallery(rng, num_wrong=6, num_right=6):
    """Draw pictures, their classes, and probabilities by which some are wrong.

    Right ones are surer than all wrong ones. By the true class's probability, wrong ones have another order, both ways round.
    """
    n = num_wrong + num_right
    wrong = torch.ones(n, dtype=torch.bool)
    wrong[0] = num_right == 0  # the first one is right: indices among the wrong ones show
    wrong[1:] = (torch.arange(n - 1) < num_wrong)[rng.permutation(n - 1)]
    labels = rng.randint(0, 4, n)
    predicted = torch.where(wrong, (labels + rng.randint(1, 2, n)) % 5, labels)
    rank = rng.permutation(n)
    last, surest = int(torch.nonzero(wrong)[-1]) if num_wrong else 0, int((rank * wrong).argmax())
    rank[[last, surest]] = rank[[surest, last]]  # the surest mistake stands last: the order of the data shows
    sure = torch.where(wrong, 0.5, 0.8) + 0.1 * (1 + rank) / n
    truth = torch.zeros(n)
    truth[wrong] = 0.02 + 0.04 * ((rank[wrong].argsort().argsort() + num_wrong // 2) % max(num_wrong, 1))
    probabilities = torch.zeros(n, 5)
    probabilities[torch.arange(n), predicted] = sure
    probabilities[torch.arange(n), labels] += truth
    probabilities[torch.arange(n), (labels + 3) % 5] += 1 - sure - truth
    images = torch.stack([picture_folders.drawn(rng, NAMES[label], 10, 12)[0] for label in labels.tolist()])
    return images, labels, rng.strided(probabilities)


def listed(submission, reference, inputs, k):
    """Return what was listed and what should be, once it is sure that there are three parts."""
    seen, known = (subject.call("most_wrong", *inputs, NAMES, k) for subject in (submission, reference))
    if not (isinstance(seen, tuple) and len(seen) == len(known)):
        expect(seen).to_match(known)
    return seen, known


@check("most_wrong", points=2, title="finds the wrong predictions of which the classifier was most sure, the surest first")
def test_most_wrong_indices(submission, reference, rng):
    for number, k in enumerate([4, 6, 1]):
        images, labels, probabilities = gallery(rng)
        (indices, *_), known = listed(submission, reference, (images, labels, probabilities), k)
        expect(indices, "indices").to_have_dtype(torch.int64)
        expect(indices, "indices").to_have_shape((indices.numel(),))
        inside = bool(((indices >= 0) & (indices < len(labels))).all())
        expect(inside).to_be_true("indices holds numbers that are no positions in images, which go from 0 to N - 1.")
        if number == 0:
            shown = indices[:6].tolist()
            names = [f"{NAMES[labels[i]]}/{NAMES[probabilities[i].argmax()]}" for i in shown]
            submission.show(tiles("What you listed: true class / prediction", images[shown], names, ", ".join(names)))
        expect(indices, "indices").to_match(known[0])


@check("most_wrong", title="gives the pictures in the same order")
def test_most_wrong_pictures(submission, reference, rng):
    images, *others = gallery(rng)
    for pictures in (images, images[:, :1].float()):
        seen, known = listed(submission, reference, (pictures, *others), 4)
        expect(seen[1], "pictures").to_match(known[1])


@check("most_wrong", title="writes captions: the true class first, by name")
def test_most_wrong_captions(submission, reference, rng):
    seen, known = listed(submission, reference, gallery(rng), 5)
    expect(seen[2], "captions").to_match(known[2])


@check("most_wrong", title="lists fewer where fewer are wrong, or none")
def test_most_wrong_few(submission, reference, rng):
    for num_wrong, num_right, k in [(3, 5, 6), (2, 3, 9), (0, 4, 2)]:
        seen, known = listed(submission, reference, gallery(rng, num_wrong, num_right), k)
        expect(seen).to_match(known)


@check("most_wrong", needs="test_most_wrong_indices", reported=True, title="leaves its inputs as they were")
def test_most_wrong_pure(submission, rng):
    inputs = gallery(rng)
    args, _ = submission.inputs_after("most_wrong", *inputs, NAMES, 4)
    for name, before, after in zip(["images", "labels", "probabilities"], inputs, args, strict=False):
        expect(after, f"'{name}', afterwards").to_match(before)


test_most_wrong_device = follows_device(
    "most_wrong", lambda rng: [*gallery(rng), NAMES, 4], needs=("test_most_wrong_indices", "test_most_wrong_pictures")
)


# ------------------------------------------------------------------ first_kernels


def two_weights(rng):
    """Return the weights of two convolutions; the kernels of the first have different ranges, far from 0."""
    o, c, kh, kw = rng.sizes(4, low=2, high=5)
    first = (1 + rng.permutation(o)[:, None, None, None]) * (3 + rng.randn(o, c, kh, kw))
    return [rng.strided(first), rng.randn(3, o, 2, 3)]


def expect_kernels(submission, reference, **inputs):
    expect(submission.observe("kernels", **inputs)).to_match(reference.observe("kernels", **inputs))


@check("first_kernels", points=2, title="scales each kernel from its own smallest to its own largest number")
def test_first_kernels_values(submission, reference, rng):
    for number, place in enumerate(["first", "alone"]):
        weights = two_weights(rng)
        weights = [weight.double() if place == "alone" else weight for weight in weights]
        inputs = {"weights": weights, "place": place}
        seen, known = submission.observe("kernels", **inputs), reference.observe("kernels", **inputs)
        expect(seen).to_have_dtype(weights[0].dtype)
        expect(seen).to_have_shape(weights[0].shape)
        if number == 0:
            names = [f"kernel {o}" for o in range(len(seen))]
            submission.show(tiles("Your kernels (first channel)", seen[:, 0], names, "The first channel of each kernel."))
        expect(seen).to_match(known)


@check("first_kernels", title="finds the first convolution at any depth")
def test_first_kernels_nested(submission, reference, rng):
    expect_kernels(submission, reference, weights=two_weights(rng), place="nested")


@check("first_kernels", title="makes 0.5 of a kernel whose numbers are all equal")
def test_first_kernels_constant(submission, reference, rng):
    weights = two_weights(rng)
    weights[0][rng.integer(0, len(weights[0]) - 1)] = rng.choice([-50.3, 50.7])  # beyond all other kernels
    expect_kernels(submission, reference, weights=weights, place="first")
    weights[0] = torch.zeros(3, 1, 1, 1)
    expect_kernels(submission, reference, weights=weights, place="first")


@check("first_kernels", needs="test_first_kernels_values", reported=True, title="leaves the model's weights as they were")
def test_first_kernels_untouched(submission, rng):
    weights = two_weights(rng)
    seen = submission.observe("kernels_and_model", weights=weights)
    expect(seen["weights"], "the weights afterwards").to_match([weight.contiguous() for weight in weights])


@check("first_kernels", needs="test_first_kernels_values", reported=True, title="gives numbers that require no gradients")
def test_first_kernels_detached(submission, rng):
    seen = submission.observe("kernels_and_model", weights=two_weights(rng))
    expect(not seen["requires_grad"]).to_be_true("The result requires gradients: detach the weight.")


test_first_kernels_device = follows_device(
    "first_kernels",
    lambda rng: {"weights": two_weights(rng), "place": "first"},
    probe="kernels",
    needs="test_first_kernels_values",
)


# ------------------------------------------------------------------ compare_models

SIZE = 6
"""Classes, and pixels of an image: the brightest one is its class."""


def marked(rng, counts):
    """Return images whose brightest pixel is their class, and as many labels of each class as ``counts`` says."""
    labels = torch.tensor(rng.shuffled([k for k, count in enumerate(counts) for _ in range(count)]))
    images = 0.4 * rng.rand(len(labels), SIZE)
    images[torch.arange(len(labels)), labels] += 1
    return rng.strided(images.reshape(-1, 1, 2, 3)), labels


def knows(classes, layers):
    """Return the matrices of a model that is right about the first classes, and takes each other for the next one of them."""
    rest = torch.arange(classes, SIZE)
    rows = torch.cat([torch.arange(classes), rest.roll(1)])
    return [*[torch.eye(SIZE)] * (layers - 1), torch.eye(SIZE)[rows]]


def race(rng):
    """Return what the probe ``compared`` takes: models in no good order, two of which are equally often right."""
    images, labels = marked(rng, [3, 2, 4, 1, 5, 3])
    matrices = {"medium": knows(4, 1), "large": knows(SIZE, 3), "weak": knows(2, 2), "small": knows(SIZE, 2)}
    cycles = {name: [0.5] for name in matrices}
    return {"images": images, "labels": labels, "matrices": matrices, "repeats": 1, "cycles": cycles}


def rows_of(submission, reference, names=("name", "accuracy", "num_parameters", "seconds"), **inputs):
    """Return the rows that both give, once it is sure that each is a dict with all four items, some of which are kept."""
    found = []
    for subject in (submission, reference):
        rows = subject.observe("compared", **inputs)["rows"]
        expect(isinstance(rows, list)).to_be_true("The result is no list.")
        for row in rows:
            whole = isinstance(row, dict) and {"name", "accuracy", "num_parameters", "seconds"} == set(row)
            sentence = "Each row is a dict with the items 'name', 'accuracy', 'num_parameters' and 'seconds'."
            expect(whole).to_be_true(sentence)
        found.append([{name: row[name] for name in names} for row in rows])
    return found


@check("compare_models", points=2, title="measures the accuracy and counts all parameters of each model")
def test_compare_models_values(submission, reference, rng):
    names = "name", "accuracy", "num_parameters"
    for frozen in (False, True):
        seen, known = rows_of(submission, reference, names, frozen=frozen, **race(rng))
        seen, known = (sorted(rows, key=lambda row: str(row["name"])) for rows in (seen, known))
        expect(seen, "the rows, sorted by name").to_match(known)


@check("compare_models", title="puts the best accuracy first, and of equally good models the smallest")
def test_compare_models_order(submission, reference, rng):
    seen, known = rows_of(submission, reference, ["name"], **race(rng))
    expect(seen, "the order").to_match(known)


@check("compare_models", title="asks the models in evaluation mode and without gradients")
def test_compare_models_eval(submission, reference, rng):
    for guard in ("training", "gradients"):
        seen, known = rows_of(submission, reference, ["name", "accuracy", "seconds"], guards=[guard], first=0.5, **race(rng))
        expect(seen, "the rows (a model in a wrong mode errs, and takes longer)").to_match(known, rtol=1e-5)


@check("compare_models", needs="test_compare_models_values", title="leaves each model in the mode that it was in")
def test_compare_models_mode(submission, reference, rng):
    for training in (True, False):
        inputs = race(rng) | {"training": training}
        seen, known = (subject.observe("compared", **inputs)["training"] for subject in (submission, reference))
        expect(seen, "'training' of the models and their layers").to_match(known)


def durations(rng, repeats):
    """Return how long each call takes: whatever ``repeats`` calls in a row are taken, but not the first, their median is one.

    The last is not above the median: with the first, long call in place of it, the median differs.
    """
    low = [0.01 * (1 + rng.integer(0, 3)) + 0.1 * i for i in range(repeats)]
    high = [value * (20 if i > repeats // 2 else 1) for i, value in enumerate(low)]
    last = high.pop(repeats // 2 - (repeats > 1))
    return [*rng.shuffled(high), last]


@check("compare_models", title="takes the median of the calls that come after a first one")
def test_compare_models_seconds(submission, reference, rng):
    for repeats in (5, 3, 1):
        inputs = race(rng)
        cycles = {name: durations(rng, repeats) for name in inputs["matrices"]}
        inputs |= {"repeats": repeats, "cycles": cycles}
        seen, known = rows_of(submission, reference, ["name", "seconds"], **inputs)
        seen, known = (sorted(rows, key=lambda row: str(row["name"])) for rows in (seen, known))
        expect(seen, "the times, sorted by name, when calls take as long as the check says").to_match(known, rtol=1e-5)


def race_there(rng):
    inputs = race(rng)
    return {name: inputs[name] for name in ("matrices", "images", "labels")}


test_compare_models_device = follows_device(
    "compare_models",
    race_there,
    probe="compared_there",
    needs=("test_compare_models_values", "test_compare_models_seconds"),
)
