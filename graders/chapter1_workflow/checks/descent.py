"""Checks for chapter1_workflow/descent.  N = samples, D = features."""

import torch

from learn import pictures
from learn.checks import check
from learn.devices import follows_device, require_there
from learn.expect import expect

ROUGH = 1e-4
"""Room for every way to solve a system of equations in float64."""


def data(rng, n, d, dtype=torch.float64):
    """Draw features far from 0 and targets that no line fits exactly."""
    x = 0.5 + rng.rand(n, d, dtype=torch.float64)
    y = x @ (1 + rng.rand(d, dtype=torch.float64)) + 2 + rng.randn(n, dtype=torch.float64)
    return {"x": rng.strided(x.to(dtype)), "y": rng.strided(y.to(dtype))}


def cloud(rng, n, d):
    """Draw features that tell their weights well, and targets near a plane whose weights and bias are far from 0."""
    x = 1 + rng.randn(n, d, dtype=torch.float64)
    y = x @ (1 + rng.rand(d, dtype=torch.float64)) + 2 + 0.3 * rng.randn(n, dtype=torch.float64)
    return {"x": rng.strided(x), "y": rng.strided(y)}


def start(rng, n, d, *, steps):
    """Draw data, a start that is far from the best line, a learning rate that is small enough, and a number of steps."""
    w, b = -2 + rng.rand(d, dtype=torch.float64), torch.tensor(rng.uniform(-3, -2), dtype=torch.float64)
    return data(rng, n, d) | {"w": rng.strided(w), "b": b, "lr": rng.uniform(0.02, 0.05), "steps": steps}


def exact_start(rng):
    """Return a start whose every result is exact in float32, whatever the order of operations."""
    lr = rng.choice([0.03125, 0.0625])
    x = torch.tensor([[1.0, -2.0], [2.0, 1.0], [-1.0, 3.0], [0.0, 2.0]])
    y = torch.tensor([4.0, -1.0, 2.0, 3.0])
    return {"x": x, "y": y, "w": torch.tensor([2.0, -1.0]), "b": torch.tensor(3.0), "lr": lr, "steps": 2}


def parts(result, *indices):
    """Return some of the parts of a triple, or whatever came instead of a triple."""
    return [result[i] for i in indices] if isinstance(result, tuple) and len(result) == 3 else result


def fitted(x, y, result):
    """Draw points, and the line that belongs to a weight and a bias, where the result is that."""
    found = result if isinstance(result, tuple) else ()
    numbers = [float(part) for part in found if isinstance(part, torch.Tensor) and part.numel() == 1]
    line = [numbers[0] * v + numbers[1] for v in x.tolist()] if len(numbers) == 2 else []
    points = {"the points": (x.tolist(), y.tolist())}
    return pictures.lines("Your line", {"your line": line}, x=x.tolist(), points=points, x_label="x", y_label="y")


@check("normal_equations", title="finds the line that the points lie on")
def test_normal_equations_line(submission, rng):
    for n in (2, rng.integer(3, 7)):
        slope, intercept = rng.uniform(1, 2), rng.uniform(3, 4)
        x = 3 * torch.arange(n, dtype=torch.float64)[:, None] + rng.rand(n, 1, dtype=torch.float64)
        y = slope * x[:, 0] + intercept
        result = submission.call("normal_equations", rng.strided(x), y)
        submission.show(fitted(x[:, 0], y, result))
        expected = (torch.tensor([slope], dtype=torch.float64), torch.tensor(intercept, dtype=torch.float64))
        expect(result).to_match(expected, rtol=ROUGH)


@check("normal_equations", points=3, title="finds the best weights and bias where nothing fits exactly")
def test_normal_equations_noise(submission, reference, rng):
    for n, d in [(rng.integer(9, 12), 2), (rng.integer(9, 12), 3)]:
        given = cloud(rng, n, d)
        expect(submission.call("normal_equations", **given)).to_match(reference.call("normal_equations", **given), rtol=ROUGH)


test_normal_equations_device = follows_device(
    "normal_equations",
    lambda rng: [value.float() for value in cloud(rng, 12, 2).values()],
    needs="test_normal_equations_noise",
)


def compare_descents(submission, reference, indices, given):
    """Compare some of the parts (weights, bias, losses) of what gradient descent gives."""
    seen, known = submission.call("gradient_descent", **given), reference.call("gradient_descent", **given)
    expect(parts(seen, *indices)).to_match(parts(known, *indices))


@check("gradient_descent", points=2, title="takes one step down")
def test_gradient_descent_step(submission, reference, rng):
    for n, d in [rng.sizes(2), (3, 3), (4, 1), (1, 2)]:
        compare_descents(submission, reference, (0, 1), start(rng, n, d, steps=1))


@check("gradient_descent", title="takes as many steps as it is told, each from where the last one ended")
def test_gradient_descent_steps(submission, reference, rng):
    for steps in (0, 2, rng.integer(5, 9)):
        compare_descents(submission, reference, (0, 1), start(rng, *rng.sizes(2), steps=steps))


@check("gradient_descent", title="lists the loss before each step as floats")
def test_gradient_descent_history(submission, reference, rng):
    for steps in (0, 1, rng.integer(3, 6)):
        compare_descents(submission, reference, (2,), start(rng, *rng.sizes(2), steps=steps))


@check("gradient_descent", needs="test_gradient_descent_step", title="leaves its arguments as they were")
def test_gradient_descent_pure(submission, rng):
    given = start(rng, 4, 2, steps=2)
    _, after = submission.inputs_after("gradient_descent", **given)
    expect(after, "the arguments, afterwards").to_match(given)


@check("gradient_descent", needs="test_gradient_descent_step", reported=True, title="works by formulas, without autograd")
def test_gradient_descent_formula(submission, rng):
    calls = submission.library_calls("gradient_descent", **start(rng, 4, 2, steps=1))
    expect(calls).to_avoid("backward", "grad", "requires_grad")


test_gradient_descent_device = follows_device(
    "gradient_descent", lambda rng: list(exact_start(rng).values()), needs="test_gradient_descent_steps"
)


def compare_walks(submission, reference, indices, given, loss="squares"):
    """Compare some of the parts (weights, bias, losses) of what walking down a named loss gives."""
    seen, known = (subject.observe("descended", loss=loss, **given)["result"] for subject in (submission, reference))
    expect(parts(seen, *indices)).to_match(parts(known, *indices))


@check("descend_with_autograd", title="takes one step down")
def test_descend_with_autograd_step(submission, reference, rng):
    for n, d in [rng.sizes(2), (4, 1)]:
        compare_walks(submission, reference, (0, 1), start(rng, n, d, steps=1))


@check("descend_with_autograd", points=2, title="takes many steps down any loss, each with a gradient of its own")
def test_descend_with_autograd_steps(submission, reference, rng):
    for loss in ("squares", "log_cosh"):
        for steps in (2, rng.integer(4, 8)):
            compare_walks(submission, reference, (0, 1), start(rng, *rng.sizes(2), steps=steps), loss)


@check("descend_with_autograd", title="lists the loss before each step as floats, which keep no graph")
def test_descend_with_autograd_history(submission, reference, rng):
    for steps in (0, 1, rng.integer(3, 6)):
        compare_walks(submission, reference, (2,), start(rng, *rng.sizes(2), steps=steps))


@check("descend_with_autograd", needs="test_descend_with_autograd_step", title="leaves its start as it was")
def test_descend_with_autograd_pure(submission, reference, rng):
    given = start(rng, 4, 2, steps=2)
    seen, known = (subject.observe("descended", loss="squares", **given) for subject in (submission, reference))
    expect(seen["start"], "the start, afterwards,").to_match(known["start"])


test_descend_with_autograd_device = follows_device(
    "descend_with_autograd",
    lambda rng: {"loss": "squares", **exact_start(rng)},
    probe="descended",
    needs="test_descend_with_autograd_steps",
)


def compare_fits(submission, reference, given, names=("values", "history")):
    """Compare a layer that was fitted with what gradient descent by hand gives."""
    weights, bias, history = reference.call("gradient_descent", **given)
    seen, known = submission.observe("fitted", **given), {"values": [weights[None], bias[None]], "history": history}
    require_layer(seen)
    for name in names:
        expect(seen[name], WORDS[name]).to_match(known[name])


def require_layer(seen):
    """Require that there is a layer to look at."""
    expect(seen["values"] is not None).to_be_true("The first of the two results is no torch.nn.Linear.")


WORDS = {"values": "the layer's [weight, bias]", "history": "the list of losses"}


@check("fit_with_torch", points=2, title="takes one step from the start that it is given")
def test_fit_with_torch_step(submission, reference, rng):
    for n, d in [rng.sizes(2), (4, 1)]:
        compare_fits(submission, reference, start(rng, n, d, steps=1), ["values"])


@check("fit_with_torch", points=3, title="ends where gradient descent by hand does, with the same losses on the way")
def test_fit_with_torch_steps(submission, reference, rng):
    for steps in (0, 2, rng.integer(5, 9)):
        compare_fits(submission, reference, start(rng, *rng.sizes(2), steps=steps))


@check("fit_with_torch", needs="test_fit_with_torch_step", title="leaves its arguments as they were")
def test_fit_with_torch_pure(submission, rng):
    given = start(rng, 4, 2, steps=2)
    arguments = [given[name] for name in ("x", "y", "w", "b")]
    expect(submission.observe("fitted", **given)["arguments"], "[x, y, w, b], afterwards,").to_match(arguments)


@check("fit_with_torch", needs="test_fit_with_torch_steps", reported=True, title="works where its input is, on any device")
def test_fit_with_torch_device(submission, reference, accelerator, rng):
    given = exact_start(rng)
    seen, known = (subject.probe_on_device("fitted", **given) for subject in (submission, reference))
    require_there(seen, accelerator)
    require_layer(seen["output"])
    expect(seen["output"]["values"], WORDS["values"]).to_match(known["output"]["values"])


def compare_bounds(submission, reference, x):
    """Compare the learning rates that are said to be the largest."""
    seen, known = submission.call("largest_learning_rate", x), reference.call("largest_learning_rate", x)
    expect(seen).to_match(known, rtol=1e-6)


@check("largest_learning_rate", points=2, title="is right for several features")
def test_largest_learning_rate_features(submission, reference, rng):
    for d in (3, 4):
        compare_bounds(submission, reference, rng.strided(2 * data(rng, 8, d)["x"]))


@check("largest_learning_rate", title="is right for features whose mean is 0")
def test_largest_learning_rate_centred(submission, reference, rng):
    x = torch.outer(torch.linspace(-4, 4, 6), torch.tensor([1.0, 0.5, -0.5])).double() + 0.3 * data(rng, 6, 3)["x"]
    compare_bounds(submission, reference, x - x.mean(dim=0))


@check("largest_learning_rate", title="parts learning rates that converge from those that diverge, for a line")
def test_largest_learning_rate_parts(submission, reference, rng):
    x = 2 * data(rng, rng.integer(3, 6), 1)["x"]
    bound = submission.call("largest_learning_rate", x)
    expect(isinstance(bound, float)).to_be_true("The result is no Python float.")
    zeros = {"w": torch.zeros(1, dtype=x.dtype), "b": torch.zeros((), dtype=x.dtype)}
    growth = []
    for share in (0.95, 1.05):
        history = reference.call("gradient_descent", x, x[:, 0] + 1, **zeros, lr=share * bound, steps=100)[2]
        growth.append(history[-1] / history[0])
    expect(growth[0], "the growth of the loss over 100 steps with 0.95 of your bound").to_be_at_most(1)
    expect(growth[1], "the growth of the loss over 100 steps with 1.05 of your bound").to_be_at_least(1)


test_largest_learning_rate_device = follows_device(
    "largest_learning_rate", lambda rng: [data(rng, 6, 3)["x"]], needs="test_largest_learning_rate_features"
)
