"""Checks for chapter2_classification/class_losses.  N = samples, K = classes."""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

BINARY = "binary_cross_entropy", "binary_cross_entropy_with_logits", "soft_margin_loss", "multilabel_soft_margin_loss"
CLASSES = "cross_entropy", "nll_loss", "cross_entropy_loss"
FAR = torch.tensor([-1000.0, -200.0, -30.0, 30.0, 200.0, 1000.0])


def compare(submission, reference, task, *args, **options):
    """Call both with the same arguments and compare their results."""
    expect(submission.call(task, *args, **options)).to_match(reference.call(task, *args, **options), atol=1e-6)


def compare_gradients(submission, reference, task, *args):
    """Compare the outputs in float64, and the gradients of the first argument: targets and weights need none."""
    answers = submission.gradients(task, *args), reference.gradients(task, *args)
    seen, known = ({**answer, "grads": {"input 1": answer["grads"]["input 1"]}} for answer in answers)
    expect(seen).to_match(known)


def answers(rng, *shape):
    """Return logits near 0, and targets of which one half says yes, the other no."""
    logits = rng.randn(*shape)
    return logits, (torch.arange(logits.numel()) % 2).to(logits.dtype).reshape(shape)


def samples(rng, n, k):
    """Return logits and targets that are not all alike; the first names the likeliest class, the second the unlikeliest."""
    logits, targets = rng.randn(n, k), (torch.arange(n) + rng.integer(0, k - 1)) % k
    for row, change in zip(range(n), (5.0, -5.0), strict=False):
        logits[row, targets[row]] += change
    return logits, targets


def sizes(rng):
    """Yield numbers of samples and of classes."""
    yield from [rng.sizes(2), (4, 4), (2, 7)]


def far_samples(rng):
    """Yield samples whose logits lie far from 0, from one another, and from those of the other samples."""
    for logits in (
        1000 + rng.randn(3, 4),
        torch.tensor([0.0, -400.0, -900.0, 50.0]) + rng.randn(3, 4),
        torch.tensor([[0.0], [-2000.0], [1000.0]]) + rng.randn(3, 4),
    ):
        yield logits.double(), torch.tensor([1, 2, 3])


@check("bce_with_logits", title="is the mean over all elements, for targets of 0, of 1 and between")
def test_bce_values(submission, reference, rng):
    for shape in [(5,), rng.sizes(2), (4, 1), rng.sizes(3)]:
        logits, targets = answers(rng, *shape)
        compare(submission, reference, "bce_with_logits", rng.strided(logits), targets)
        compare(submission, reference, "bce_with_logits", logits, 0.2 + 0.6 * rng.rand(*shape))


@check("bce_with_logits", title="stays right for large logits, its gradient too")
def test_bce_far(submission, reference):
    for targets in (torch.zeros(6), torch.ones(6)):
        compare(submission, reference, "bce_with_logits", FAR, targets)
        compare_gradients(submission, reference, "bce_with_logits", FAR, targets)


@check("bce_with_logits", title="gives the right gradient, in float64 too")
def test_bce_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "bce_with_logits", *answers(rng, 3, 4))


@check("bce_with_logits", title="has the gradient sigmoid(0) - target, over N, at logits of exactly 0")
def test_bce_zero(submission, reference):
    compare_gradients(submission, reference, "bce_with_logits", torch.zeros(4), torch.tensor([0.0, 1.0, 1.0, 1.0]))


@check("bce_with_logits", title="lets a yes count pos_weight times, and still divides by the number of elements")
def test_bce_pos_weight(submission, reference, rng):
    for pos_weight in (0.25, 3.0):
        logits, targets = answers(rng, 3, 3)
        compare(submission, reference, "bce_with_logits", logits, targets, pos_weight=pos_weight)


@check("bce_with_logits", title="refuses targets of another shape")
def test_bce_shapes(submission, rng):
    n = rng.integer(2, 6)
    for one, other in [((n,), (n, 1)), ((n, 1), (n,)), ((n, 3), (3,)), ((n, 3), (n, 1))]:
        logits, targets = rng.randn(*one), rng.rand(*other)
        expect(submission.attempt("bce_with_logits", logits, targets)).to_raise("ValueError")


@check("bce_with_logits", needs="test_bce_values", reported=True, title="does without PyTorch's own binary cross-entropy")
def test_bce_by_hand(submission, rng):
    expect(submission.library_calls("bce_with_logits", *answers(rng, 4))).to_avoid(*BINARY)


test_bce_device = follows_device("bce_with_logits", lambda rng: [*answers(rng, 3, 4), 2.0], needs="test_bce_values")


@check("nll_loss", points=2, title="is the mean over the samples of what their right classes got")
def test_nll_loss_values(submission, reference, rng):
    for n, k in [*sizes(rng), (1, 3)]:
        logits, targets = samples(rng, n, k)
        compare(submission, reference, "nll_loss", rng.strided(logits.log_softmax(dim=1)), rng.strided(targets))


@check("nll_loss", title="does not mind a -inf for a wrong class")
def test_nll_loss_elsewhere(submission, reference):
    probabilities = torch.tensor([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.25, 0.0, 0.75]])
    compare(submission, reference, "nll_loss", probabilities.log(), torch.tensor([0, 1, 2]))


@check("nll_loss", title="gives the right gradient, in float64 too")
def test_nll_loss_gradients(submission, reference, rng):
    logits, targets = samples(rng, 4, 3)
    compare_gradients(submission, reference, "nll_loss", logits.log_softmax(dim=1), targets)


@check("nll_loss", needs="test_nll_loss_values", reported=True, title="does without PyTorch's own nll_loss")
def test_nll_loss_by_hand(submission, rng):
    expect(submission.library_calls("nll_loss", *samples(rng, 4, 3))).to_avoid(*CLASSES)


test_nll_loss_device = follows_device("nll_loss", lambda rng: [*samples(rng, 4, 3)], needs="test_nll_loss_values")


@check("cross_entropy", title="is the mean over the samples of minus the log-probability of the right class")
def test_cross_entropy_values(submission, reference, rng):
    for n, k in sizes(rng):
        logits, targets = samples(rng, n, k)
        compare(submission, reference, "cross_entropy", rng.strided(logits), rng.strided(targets))


@check("cross_entropy", title="takes a batch of one sample, and a single class")
def test_cross_entropy_ones(submission, reference, rng):
    for n, k in [(1, 4), (4, 1), (1, 1)]:
        logits, targets = samples(rng, n, k)
        compare(submission, reference, "cross_entropy", logits, targets)


@check("cross_entropy", title="stays right for logits that are large, far apart, or -inf for a wrong class")
def test_cross_entropy_far(submission, reference, rng):
    for logits, targets in far_samples(rng):
        compare(submission, reference, "cross_entropy", logits, targets)
        compare_gradients(submission, reference, "cross_entropy", logits, targets)
    logits = rng.randn(2, 3)
    logits[0, 1] = logits[1, 2] = -torch.inf
    compare(submission, reference, "cross_entropy", logits, torch.tensor([0, 1]))


@check("cross_entropy", title="gives the right gradient, in float64 too")
def test_cross_entropy_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "cross_entropy", *samples(rng, 4, 3))
    compare_gradients(submission, reference, "cross_entropy", torch.zeros(2, 3), torch.tensor([0, 2]))


@check("cross_entropy", title="refuses targets of another shape than (N,)")
def test_cross_entropy_shape(submission, rng):
    logits, targets = samples(rng, *rng.sizes(2))
    for wrong in (targets[:, None], targets[None], targets[:-1]):
        expect(submission.attempt("cross_entropy", logits, wrong)).to_raise("ValueError")


@check("cross_entropy", title="refuses targets of another dtype than int64")
def test_cross_entropy_dtype(submission, rng):
    logits, targets = samples(rng, *rng.sizes(2))
    for dtype in (torch.float32, torch.int32):
        expect(submission.attempt("cross_entropy", logits, targets.to(dtype))).to_raise("ValueError")


@check("cross_entropy", needs="test_cross_entropy_values", reported=True, title="does without PyTorch's own cross_entropy")
def test_cross_entropy_by_hand(submission, rng):
    expect(submission.library_calls("cross_entropy", *samples(rng, 4, 3))).to_avoid(*CLASSES)


test_cross_entropy_device = follows_device(
    "cross_entropy", lambda rng: [*samples(rng, 4, 3)], needs="test_cross_entropy_values"
)


def weighed(rng, n, k):
    """Return samples and weights of which no N add up to N, or to the sum of all of them."""
    return *samples(rng, n, k), 0.7 * 10.0 ** rng.permutation(k)


@check("weighted_cross_entropy", points=2, title="is the weighted mean over the samples")
def test_weighted_values(submission, reference, rng):
    for n, k in [(2, 4), (5, 3), (6, 2)]:
        logits, targets, weights = weighed(rng, n, k)
        compare(submission, reference, "weighted_cross_entropy", rng.strided(logits), targets, rng.strided(weights))
    logits, targets = samples(rng, 4, 2)
    compare(submission, reference, "weighted_cross_entropy", logits, targets, torch.tensor([0.0, 1.0]))


@check("weighted_cross_entropy", title="does not change when all weights are scaled alike")
def test_weighted_scaled(submission, reference, rng):
    logits, targets = samples(rng, 4, 3)
    for weight in (0.5, 1.0, 30.0):
        compare(submission, reference, "weighted_cross_entropy", logits, targets, torch.full((3,), weight))


@check("weighted_cross_entropy", title="stays right for logits that are large or far apart, its gradient too")
def test_weighted_far(submission, reference, rng):
    for logits, targets in far_samples(rng):
        weights = 1 + rng.rand(4, dtype=torch.float64)
        compare(submission, reference, "weighted_cross_entropy", logits, targets, weights)
        compare_gradients(submission, reference, "weighted_cross_entropy", logits, targets, weights)


@check("weighted_cross_entropy", title="gives the right gradient, in float64 too")
def test_weighted_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "weighted_cross_entropy", *weighed(rng, 4, 3))


@check("weighted_cross_entropy", needs="test_weighted_values", reported=True, title="does without PyTorch's own cross_entropy")
def test_weighted_by_hand(submission, rng):
    expect(submission.library_calls("weighted_cross_entropy", *weighed(rng, 4, 3))).to_avoid(*CLASSES)


test_weighted_device = follows_device(
    "weighted_cross_entropy", lambda rng: [*weighed(rng, 4, 3)], needs="test_weighted_values"
)


@check("smoothed_cross_entropy", points=2, title="compares with the smoothed targets")
def test_smoothed_values(submission, reference, rng):
    for n, k in [*sizes(rng), (1, 3)]:
        logits, targets = samples(rng, n, k)
        for smoothing in (0.1, 0.3, 1.0):
            compare(submission, reference, "smoothed_cross_entropy", rng.strided(logits), targets, smoothing)


@check("smoothed_cross_entropy", title="is the plain cross-entropy where smoothing is 0")
def test_smoothed_none(submission, reference, rng):
    logits, targets = samples(rng, *rng.sizes(2))
    compare(submission, reference, "smoothed_cross_entropy", logits, targets, 0.0)


@check("smoothed_cross_entropy", title="stays right for logits that are large or far apart, its gradient too")
def test_smoothed_far(submission, reference, rng):
    for logits, targets in far_samples(rng):
        compare(submission, reference, "smoothed_cross_entropy", logits, targets, 0.2)
        compare_gradients(submission, reference, "smoothed_cross_entropy", logits, targets, 0.2)


@check("smoothed_cross_entropy", title="gives the right gradient, in float64 too")
def test_smoothed_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "smoothed_cross_entropy", *samples(rng, 4, 3), 0.3)


@check("smoothed_cross_entropy", needs="test_smoothed_values", reported=True, title="does without PyTorch's own cross_entropy")
def test_smoothed_by_hand(submission, rng):
    expect(submission.library_calls("smoothed_cross_entropy", *samples(rng, 4, 3), 0.1)).to_avoid(*CLASSES)


test_smoothed_device = follows_device(
    "smoothed_cross_entropy", lambda rng: [*samples(rng, 4, 3), 0.1], needs="test_smoothed_values"
)


def compare_losses(submission, reference, counts):
    """Compare both losses; float32 will do."""
    seen, known = submission.call("expected_first_loss", counts), reference.call("expected_first_loss", counts)
    expect(seen).to_match(known, rtol=1e-5, atol=1e-6)


def uneven(rng):
    """Return counts that all differ, for 3 to 6 classes."""
    return 1 + rng.permutation(rng.integer(3, 6)) * rng.integer(2, 5)


@check("expected_first_loss", points=2, title="gives both losses for uneven classes")
def test_expected_values(submission, reference, rng):
    for counts in (uneven(rng), 100 * uneven(rng), torch.tensor([1, 9])):
        compare_losses(submission, reference, rng.strided(counts))


@check("expected_first_loss", title="gives ln K twice where all classes are equally frequent")
def test_expected_even(submission, reference, rng):
    for k in (rng.integer(3, 9), 10, 1):
        compare_losses(submission, reference, torch.full((k,), rng.integer(20, 50)))


@check("expected_first_loss", title="does not mind classes without samples")
def test_expected_missing(submission, reference, rng):
    k = rng.integer(4, 8)
    counts = 1 + rng.permutation(k)
    counts[:2] = 0
    compare_losses(submission, reference, counts)
    compare_losses(submission, reference, torch.tensor([0, 7, 0]))


test_expected_device = follows_device("expected_first_loss", lambda rng: [uneven(rng)], needs="test_expected_values")
