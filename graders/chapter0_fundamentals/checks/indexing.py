"""Checks for chapter0_fundamentals/indexing.

H, W = height and width, N = rows, D = columns or features, C = classes, B = batch, T = steps, R = rows of a table,
K = updates.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

# ------------------------------------------------------------------ corners


@check("corners", points=2, title="gives the four corners in their places")
def test_corners_values(submission, reference, rng):
    for x in [rng.randn(*rng.sizes(2, low=3)), rng.strided(rng.randn(*rng.sizes(2, low=3)))]:
        expect(submission.call("corners", x)).to_match(reference.call("corners", x))


@check("corners", title="keeps the dtype")
def test_corners_dtypes(submission, reference, rng):
    for dtype in [torch.float64, torch.int32, torch.uint8]:
        h, w = rng.sizes(2, low=3)
        x = rng.permutation(h * w).reshape(h, w).to(dtype)
        expect(submission.call("corners", x)).to_match(reference.call("corners", x))


@check("corners", title="takes a single row, a single column and a single element")
def test_corners_thin(submission, reference, rng):
    n, m = rng.sizes(2)
    for shape in [(1, n), (m, 1), (1, 1)]:
        x = rng.randn(*shape)
        expect(submission.call("corners", x)).to_match(reference.call("corners", x))


test_corners_device = follows_device("corners", lambda rng: [rng.randn(*rng.sizes(2, low=3))], needs="test_corners_values")


# ------------------------------------------------------------------ framed


@check("framed", points=2, title="sets the border and keeps the inside")
def test_framed_values(submission, reference, rng):
    for x in [rng.randn(*rng.sizes(2, low=3)), rng.strided(rng.randn(*rng.sizes(2, low=3)))]:
        value = rng.uniform(5, 9)
        expect(submission.call("framed", x, value)).to_match(reference.call("framed", x, value))


@check("framed", needs="test_framed_values", title="leaves its input as it was")
def test_framed_pure(submission, rng):
    x = rng.randn(*rng.sizes(2, low=3))
    args, _ = submission.inputs_after("framed", x, 5.0)
    expect(args[0], "the input").to_match(x)


@check("framed", title="takes matrices that are all border")
def test_framed_thin(submission, reference, rng):
    n, m = rng.sizes(2, low=5)
    for shape in [(1, n), (m, 1), (1, 1), (2, n), (m, 2)]:
        x, value = rng.randn(*shape), rng.uniform(5, 9)
        expect(submission.call("framed", x, value)).to_match(reference.call("framed", x, value))


@check("framed", title="keeps the dtype")
def test_framed_dtypes(submission, reference, rng):
    for dtype in [torch.int32, torch.float64, torch.uint8]:
        x, value = rng.randint(0, 9, *rng.sizes(2, low=3)).to(dtype), rng.integer(10, 99)
        expect(submission.call("framed", x, value)).to_match(reference.call("framed", x, value))


@check("framed", title="overwrites NaN and infinities in the border")
def test_framed_nan(submission, reference, rng):
    x, value = rng.randn(*rng.sizes(2, low=3)), rng.uniform(5, 9)
    x[0, 1], x[-1, -1] = float("nan"), float("inf")
    expect(submission.call("framed", x, value)).to_match(reference.call("framed", x, value))


test_framed_device = follows_device(
    "framed", lambda rng: [rng.randn(*rng.sizes(2, low=3)), rng.uniform(5, 9)], needs="test_framed_values"
)


# ------------------------------------------------------------------ replace_outliers


def _with_outliers(rng, *shape, outliers=(-7.0, 8.0)):
    """Return values in [-1, 1) with these outliers at random places."""
    x = 2 * rng.rand(*shape) - 1
    x.view(-1)[rng.permutation(x.numel())[: len(outliers)]] = torch.tensor(outliers)
    return x


@check("replace_outliers", points=2, title="replaces what lies below and above, and nothing else")
def test_replace_outliers_values(submission, reference, rng):
    # The second range is not around 0: what matters is how large an element is, not how far from 0.
    for shift, dtype in [(0, torch.float32), (5, torch.float64)]:
        x = rng.strided(shift + _with_outliers(rng, *rng.sizes(2))).to(dtype)
        inputs = x, shift - rng.uniform(1, 3), shift + rng.uniform(1, 3), shift + rng.uniform(4, 6)
        expect(submission.call("replace_outliers", *inputs)).to_match(reference.call("replace_outliers", *inputs))


@check("replace_outliers", title="keeps elements equal to a bound")
def test_replace_outliers_bounds(submission, reference, rng):
    low, high = -1.5, rng.choice([1.125, 1.25])
    inputs = _with_outliers(rng, *rng.sizes(2), outliers=(low, high)), low, high, 9.0
    expect(submission.call("replace_outliers", *inputs)).to_match(reference.call("replace_outliers", *inputs))


@check("replace_outliers", title="replaces NaN")
def test_replace_outliers_nan(submission, reference, rng):
    inputs = _with_outliers(rng, *rng.sizes(2), outliers=(float("nan"), 8.0)), -2.0, 2.0, 0.0
    expect(submission.call("replace_outliers", *inputs)).to_match(reference.call("replace_outliers", *inputs))


@check("replace_outliers", title="replaces infinities")
def test_replace_outliers_infinite(submission, reference, rng):
    inputs = _with_outliers(rng, *rng.sizes(2), outliers=(float("inf"), float("-inf"))), -2.0, 2.0, 5.0
    expect(submission.call("replace_outliers", *inputs)).to_match(reference.call("replace_outliers", *inputs))


@check("replace_outliers", title="takes tensors of any rank, also empty ones")
def test_replace_outliers_ranks(submission, reference, rng):
    numbers = [_with_outliers(rng, 5), _with_outliers(rng, *rng.sizes(3)), torch.tensor(9.0), torch.tensor(0.5)]
    for x in [*numbers, torch.zeros(0, 3)]:
        inputs = x, -2.0, 2.0, 4.0
        expect(submission.call("replace_outliers", *inputs)).to_match(reference.call("replace_outliers", *inputs))


@check("replace_outliers", needs="test_replace_outliers_values", title="leaves its input as it was")
def test_replace_outliers_pure(submission, rng):
    x = _with_outliers(rng, *rng.sizes(2))
    args, _ = submission.inputs_after("replace_outliers", x, -2.0, 2.0, 4.0)
    expect(args[0], "the input").to_match(x)


test_replace_outliers_device = follows_device(
    "replace_outliers", lambda rng: [_with_outliers(rng, *rng.sizes(2)), -2.0, 2.0, 4.0], needs="test_replace_outliers_values"
)


# ------------------------------------------------------------------ pick_per_row


def _columns(rng, n, d):
    """Return a column for each of n rows of d elements: the first takes the last one, the others any."""
    index = rng.randint(0, d - 1, n)
    index[0] = d - 1
    return index


@check("pick_per_row", points=2, title="picks x[i, index[i]]")
def test_pick_per_row_values(submission, reference, rng):
    for n, d in [rng.sizes(2), rng.sizes(2), (3, 8), (8, 3)]:
        x, index = rng.strided(rng.randn(n, d)), _columns(rng, n, d)
        expect(submission.call("pick_per_row", x, index)).to_match(reference.call("pick_per_row", x, index))


@check("pick_per_row", title="takes a single row and a single column")
def test_pick_per_row_single(submission, reference, rng):
    for n, d in [(1, rng.integer(2, 6)), (rng.integer(2, 6), 1), (1, 1)]:
        x, index = rng.randn(n, d), _columns(rng, n, d)
        expect(submission.call("pick_per_row", x, index)).to_match(reference.call("pick_per_row", x, index))


@check("pick_per_row", title="lets gradients through to the elements it picked")
def test_pick_per_row_gradients(submission, reference, rng):
    n, d = rng.sizes(2)
    x, index = rng.randn(n, d), _columns(rng, n, d)
    expect(submission.gradients("pick_per_row", x, index)).to_match(reference.gradients("pick_per_row", x, index))


test_pick_per_row_device = follows_device(
    "pick_per_row", lambda rng: [rng.randn(5, 3), _columns(rng, 5, 3)], needs="test_pick_per_row_values"
)


# ------------------------------------------------------------------ one_hot_scatter


@check("one_hot_scatter", points=2, title="puts one 1 into each row, at the label")
def test_one_hot_scatter_values(submission, reference, rng):
    for n, c in [rng.sizes(2), rng.sizes(2), (9, 3), (4, 4)]:
        labels = rng.randint(0, c - 1, n)
        # The last class occurs, and so does another one: other checks ask what happens otherwise.
        labels[:2] = torch.tensor([c - 1, 0])
        expect(submission.call("one_hot_scatter", labels, c)).to_match(reference.call("one_hot_scatter", labels, c))


@check("one_hot_scatter", title="has a column for each class, also for those that do not occur")
def test_one_hot_scatter_absent(submission, reference, rng):
    c = rng.integer(4, 7)
    labels = rng.randint(0, c - 3, 5)
    labels[:2] = torch.tensor([0, 1])
    expect(submission.call("one_hot_scatter", labels, c)).to_match(reference.call("one_hot_scatter", labels, c))


@check("one_hot_scatter", title="takes a single label, a single class, and no label at all")
def test_one_hot_scatter_single(submission, reference, rng):
    c = rng.integer(2, 6)
    for labels, classes in [(torch.tensor([c - 1]), c), (torch.zeros(4, dtype=torch.int64), 1), (torch.arange(0), c)]:
        known = reference.call("one_hot_scatter", labels, classes)
        expect(submission.call("one_hot_scatter", labels, classes)).to_match(known)


@check("one_hot_scatter", needs="test_one_hot_scatter_values", reported=True, title="does without PyTorch's own one_hot")
def test_one_hot_scatter_by_hand(submission):
    expect(submission.library_calls("one_hot_scatter", torch.tensor([1, 0]), 3)).to_avoid("one_hot")


test_one_hot_scatter_device = follows_device(
    "one_hot_scatter", lambda rng: [torch.tensor(rng.shuffled([0, 1, 2, 3, 3])), 4], needs="test_one_hot_scatter_values"
)


# ------------------------------------------------------------------ last_valid


@check("last_valid", points=2, title="takes the step before the padding begins")
def test_last_valid_values(submission, reference, rng):
    for _ in range(2):
        b, t, d = rng.sizes(3, low=3)
        x, lengths = rng.randn(b, t, d), rng.randint(1, t, b)
        lengths[:2] = torch.tensor([1, t - 1])
        x[torch.arange(t) >= lengths.unsqueeze(1)] = 0.0
        x = rng.strided(x)
        expect(submission.call("last_valid", x, lengths)).to_match(reference.call("last_valid", x, lengths))


@check("last_valid", title="goes by the lengths, whatever the steps hold")
def test_last_valid_padding(submission, reference, rng):
    b, t, d = rng.sizes(3, low=3)
    x, lengths = rng.randn(b, t, d), rng.randint(1, t, b)
    lengths[:2] = torch.tensor([1, 2])
    x[0, 1:], x[1, 1] = float("nan"), 0.0
    expect(submission.call("last_valid", x, lengths)).to_match(reference.call("last_valid", x, lengths))


@check("last_valid", title="takes a single sequence, a single step and a single feature")
def test_last_valid_single(submission, reference, rng):
    b, t, d = rng.sizes(3, low=3)
    for shape, length in [((1, t, d), 1), ((b, 1, d), 1), ((b, t, 1), t - 1), ((1, 1, 1), 1)]:
        x, lengths = rng.randn(*shape), torch.full((shape[0],), length)
        expect(submission.call("last_valid", x, lengths)).to_match(reference.call("last_valid", x, lengths))


@check("last_valid", title="lets gradients through to the steps it took")
def test_last_valid_gradients(submission, reference, rng):
    b, t, d = rng.sizes(3, low=3)
    x, lengths = rng.randn(b, t, d), rng.randint(1, t, b)
    lengths[:2] = torch.tensor([1, t - 1])
    expect(submission.gradients("last_valid", x, lengths)).to_match(reference.gradients("last_valid", x, lengths))


def _three_sequences(rng):
    """Return sequences and their lengths; the last step is zero, so that every rule but the lengths ends elsewhere."""
    x, lengths = rng.randn(3, 6, 2), torch.tensor(rng.shuffled([1, 2, 4]))
    x[:, -1] = 0.0
    return [x, lengths]


test_last_valid_device = follows_device("last_valid", _three_sequences, needs="test_last_valid_values")


# ------------------------------------------------------------------ update_rows


def _update(rng, r, d, index):
    """Return a table (R, D) and one update for each place in index."""
    return rng.randn(r, d), index, rng.randn(len(index), d)


@check("update_rows", title="adds to the named rows and keeps the others")
def test_update_rows_distinct(submission, reference, rng):
    r, d = rng.sizes(2, low=3)
    for count in [r - 1, 1, 0]:
        inputs = _update(rng, r, d, rng.permutation(r)[:count])
        expect(submission.call("update_rows", *inputs)).to_match(reference.call("update_rows", *inputs))


@check("update_rows", points=2, title="adds every update of a row that is named several times")
def test_update_rows_repeated(submission, reference, rng):
    r, d = rng.sizes(2, low=3)
    one, two = rng.permutation(r)[:2].tolist()
    for index in [[one, two, one], [two, two, one, two], [one] * (r + 2)]:
        inputs = _update(rng, r, d, torch.tensor(index))
        expect(submission.call("update_rows", *inputs)).to_match(reference.call("update_rows", *inputs))


@check("update_rows", needs="test_update_rows_distinct", title="leaves the table as it was")
def test_update_rows_pure(submission, rng):
    r, d = rng.sizes(2, low=3)
    inputs = _update(rng, r, d, rng.permutation(r)[:2])
    args, _ = submission.inputs_after("update_rows", *inputs)
    for after, before, name in zip(args, inputs, ["the table", "the index", "the updates"], strict=True):
        expect(after, name).to_match(before)


@check("update_rows", title="lets gradients through to the table and to the updates")
def test_update_rows_gradients(submission, reference, rng):
    r, d = rng.sizes(2, low=3)
    index = rng.permutation(r)[:2]
    inputs = _update(rng, r, d, index)
    expect(submission.gradients("update_rows", *inputs)).to_match(reference.gradients("update_rows", *inputs))


test_update_rows_device = follows_device(
    "update_rows", lambda rng: [*_update(rng, 4, 3, torch.tensor(rng.shuffled([0, 2, 2])))], needs="test_update_rows_repeated"
)
