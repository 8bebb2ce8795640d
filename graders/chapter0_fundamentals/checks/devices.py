"""Checks for chapter0_fundamentals/devices.

B = batch, T = time steps, D = features, H, W = height and width.
"""

import torch

from learn.checks import check
from learn.devices import follows_device, require_there
from learn.expect import expect

CPU = torch.device("cpu")


@check("add_positions", points=2, title="adds the time step")
def test_add_positions_values(submission, reference, rng):
    for b, t, d in [rng.sizes(3), (2, 3, 3), (3, 3, 2), (3, 3, 3)]:
        x = rng.strided(rng.randn(b, t, d))
        expect(submission.call("add_positions", x)).to_match(reference.call("add_positions", x))


@check("add_positions", title="keeps every dimension of size 1")
def test_add_positions_ones(submission, reference, rng):
    b, t, d = rng.sizes(3)
    for shape in [(1, t, d), (b, 1, d), (b, t, 1), (1, 1, 1)]:
        x = rng.randn(*shape)
        expect(submission.call("add_positions", x)).to_match(reference.call("add_positions", x))


@check("add_positions", title="keeps the dtype")
def test_add_positions_dtype(submission, reference, rng):
    b, t, d = rng.sizes(3)
    for dtype in (torch.float64, torch.float16):
        x = rng.randn(b, t, d).to(dtype)
        expect(submission.call("add_positions", x)).to_match(reference.call("add_positions", x))


@check("add_positions", needs="test_add_positions_values", title="leaves x as it was")
def test_add_positions_pure(submission, rng):
    x = rng.randn(3, 3, 3)
    args, _ = submission.inputs_after("add_positions", x)
    expect(args[0], "x").to_match(x)


@check("add_positions", title="lets gradients through")
def test_add_positions_gradients(submission, reference, rng):
    x = rng.randn(3, 3, 3)
    expect(submission.gradients("add_positions", x)).to_match(reference.gradients("add_positions", x))


test_add_positions_device = follows_device(
    "add_positions", lambda rng: [rng.randn(*rng.sizes(3))], needs="test_add_positions_values"
)


@check("coordinate_grid", points=2, title="gives the row and the column of each pixel")
def test_coordinate_grid_values(submission, reference, rng):
    for height, width in [rng.sizes(2), (3, 3)]:
        expect(submission.call("coordinate_grid", height, width, CPU)).to_match(
            reference.call("coordinate_grid", height, width, CPU)
        )


@check("coordinate_grid", title="keeps a picture of one row or one column")
def test_coordinate_grid_ones(submission, reference, rng):
    size = rng.integer(2, 7)
    for height, width in [(1, size), (size, 1), (1, 1)]:
        expect(submission.call("coordinate_grid", height, width, device=CPU)).to_match(
            reference.call("coordinate_grid", height, width, device=CPU)
        )


test_coordinate_grid_device = follows_device(
    "coordinate_grid", lambda rng: rng.sizes(2), argument="device", needs="test_coordinate_grid_values"
)


@check(
    "coordinate_grid",
    needs="test_coordinate_grid_values",
    reported=True,
    title="uses the CPU when no device is named, also beside an accelerator",
)
def test_coordinate_grid_default(submission, accelerator, rng):
    height, width = rng.sizes(2)
    place = submission.observe("grid_place", height=height, width=width)
    sentence = f"Without 'device' the result is on {accelerator}: None means PyTorch's default device, which is the CPU."
    expect(place == "cpu").to_be_true(sentence)


def _nested(rng):
    """Return a batch with tensors in every kind of container, and beside them what is no tensor."""
    n, d = rng.sizes(2)
    return {
        "inputs": [rng.randn(n, d), rng.bools(n)],
        "pair": (rng.randn(n), {"labels": rng.randint(0, 9, n), "weights": [(rng.randn(d, dtype=torch.float64),)]}),
        "about": {"epoch": 3, "names": ["a", "b"], "rate": 0.5, "last": None, "sizes": (n, d), "train": True},
        7: rng.randn(),
        "none": [],
        "nothing": {},
        "empty": (),
    }


@check("move_batch", points=2, title="keeps containers, keys, values and what is no tensor")
def test_move_batch_values(submission, reference, rng):
    n = rng.integer(2, 6)
    for batch in [_nested(rng), rng.randn(n), (rng.strided(rng.randn(n, 2)), [n, "end"]), [None], "text"]:
        expect(submission.call("move_batch", batch, CPU)).to_match(reference.call("move_batch", batch, CPU))


@check("move_batch", title="lets gradients through")
def test_move_batch_gradients(submission, reference, rng):
    batch = [rng.randn(3), (rng.randn(2, 2),)]
    expect(submission.gradients("move_batch", batch, CPU)).to_match(reference.gradients("move_batch", batch, CPU))


@check("move_batch", needs="test_move_batch_values", reported=True, title="moves the tensors of a dict, without a detour")
def test_move_batch_device(submission, accelerator, rng):
    n, d = rng.sizes(2)
    batch = {"inputs": rng.randn(n, d), "labels": rng.randint(0, 9, n), "name": "train"}
    seen = submission.observe("moved", batch=batch, device=submission.device)
    require_there(seen, accelerator, argument="device")
    expect(seen["output"]).to_match(batch)


@check("move_batch", needs="test_move_batch_values", reported=True, title="moves tensors in dicts, lists and tuples")
def test_move_batch_device_nested(submission, accelerator, rng):
    n, d = rng.sizes(2)
    labels = rng.randint(0, 9, n)
    for batch in [[rng.randn(n, d), {"labels": labels}], (rng.bools(n), labels), {"views": ([rng.randn(n)], (labels,)), 1: 2}]:
        seen = submission.observe("moved", batch=batch, device=submission.device)
        require_there(seen, accelerator, argument="device")
        expect(seen["output"]).to_match(batch)


@check("move_batch", needs="test_move_batch_values", reported=True, title="leaves the batch itself where it was")
def test_move_batch_device_pure(submission, accelerator, rng):
    batch = {"inputs": [rng.randn(3)], "labels": rng.randint(0, 9, 3)}
    seen = submission.observe("moved", batch=batch, device=submission.device)
    sentence = f"The caller's own batch has tensors on {accelerator} now: put what you moved in new containers."
    expect(all(place == "cpu" for place in seen["left"])).to_be_true(sentence)


@check("pick_device", title="takes the preferred device")
def test_pick_device_preferred(submission, rng):
    for name in rng.shuffled(["cuda:1", "mps", "cpu", "cuda"]):
        for preferred in (name, torch.device(name)):
            picked = submission.observe("picked_without", preferred=preferred, built="")
            expect(picked).to_match(torch.device(name))


@check("pick_device", title="takes the CPU where PyTorch knows no accelerator")
def test_pick_device_cpu(submission):
    expect(submission.observe("picked_without", preferred=None, built="")).to_match(CPU)


@check("pick_device", title="takes the CPU where PyTorch was built for an accelerator that the machine lacks")
def test_pick_device_built(submission):
    expect(submission.observe("picked_without", preferred=None, built="cuda")).to_match(CPU)


@check("pick_device", needs="test_pick_device_cpu", reported=True, title="takes the accelerator where there is one")
def test_pick_device_there(submission, accelerator):
    picked = submission.observe("picked_kind", preferred=None)
    expect(picked, "the kind of device that was picked").to_match(submission.device)


@check(
    "pick_device",
    needs="test_pick_device_preferred",
    reported=True,
    title="takes the preferred device also where there is an accelerator",
)
def test_pick_device_preferred_there(submission, accelerator):
    for preferred in ("cpu", torch.device("cpu")):
        picked = submission.observe("picked_kind", preferred=preferred)
        expect(picked == "cpu").to_be_true(f"'cpu' was preferred, and {accelerator} was picked.")


def _lengths(b, t):
    """Return lengths that hold t - 1, 1 and t."""
    return torch.tensor(([t - 1, 1, t] * b)[:b])


@check("masked_softmax", points=2, title="is a softmax over the elements that count, and 0 elsewhere")
def test_masked_softmax_values(submission, reference, rng):
    for b, t in [rng.sizes(2, low=3), (4, 4)]:
        scores, lengths = rng.strided(rng.randn(b, t)), rng.strided(_lengths(b, t))
        expect(submission.call("masked_softmax", scores, lengths)).to_match(reference.call("masked_softmax", scores, lengths))


@check("masked_softmax", title="keeps a batch of one row or one column")
def test_masked_softmax_ones(submission, reference, rng):
    b, t = rng.sizes(2, low=3)
    for rows, columns in [(1, t), (b, 1), (1, 1)]:
        scores, lengths = rng.randn(rows, columns), torch.full((rows,), max(columns - 1, 1))
        expect(submission.call("masked_softmax", scores, lengths)).to_match(reference.call("masked_softmax", scores, lengths))


@check("masked_softmax", title="makes a row of length 0 all 0")
def test_masked_softmax_empty(submission, reference, rng):
    scores, lengths = rng.randn(3, 4), torch.tensor([2, 0, 4])
    expect(submission.call("masked_softmax", scores, lengths)).to_match(reference.call("masked_softmax", scores, lengths))


@check("masked_softmax", title="stays right for scores far from 0")
def test_masked_softmax_far(submission, reference, rng):
    scores, lengths = torch.tensor([[1000.0], [-1000.0]]) + rng.randn(2, 4), torch.tensor([2, 3])
    expect(submission.call("masked_softmax", scores, lengths)).to_match(reference.call("masked_softmax", scores, lengths))


@check("masked_softmax", title="keeps the dtype")
def test_masked_softmax_dtype(submission, reference, rng):
    scores, lengths = rng.randn(3, 4, dtype=torch.float64), torch.tensor([3, 1, 4])
    expect(submission.call("masked_softmax", scores, lengths)).to_match(reference.call("masked_softmax", scores, lengths))


@check("masked_softmax", needs="test_masked_softmax_values", title="leaves its inputs as they were")
def test_masked_softmax_pure(submission, rng):
    scores, lengths = rng.randn(3, 4), torch.tensor([3, 1, 4])
    args, _ = submission.inputs_after("masked_softmax", scores, lengths)
    expect(args, "the inputs").to_match([scores, lengths])


@check("masked_softmax", title="lets gradients through")
def test_masked_softmax_gradients(submission, reference, rng):
    scores, lengths = rng.randn(3, 4), torch.tensor([3, 1, 4])
    known = reference.gradients("masked_softmax", scores, lengths)
    # A tiny number that was added to the sums against 0 / 0 does no harm.
    expect(submission.gradients("masked_softmax", scores, lengths)).to_match(known, rtol=1e-5)


test_masked_softmax_device = follows_device(
    "masked_softmax", lambda rng: [rng.randn(3, 4), torch.tensor([3, 1, 4])], needs="test_masked_softmax_values"
)
