"""Checks for chapter1_workflow/checkpoints.  B = batch, D = inputs, H = hidden units, K = outputs of a network."""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect


def compare(submission, reference, probe, parts, **inputs):
    """Ask both the same question and compare these parts of their answers; a part's value names it in feedback."""
    seen, known = submission.observe(probe, **inputs), reference.observe(probe, **inputs)
    for part, name in parts.items():
        expect(seen[part], name).to_match(known[part])


def weights(rng, d, h, k):
    """Draw the parameters of a network: linear, batch norm, linear."""
    return [rng.randn(*shape, dtype=torch.float64) for shape in [(h, d), (h,), (h,), (h,), (k, h), (k,)]]


def begun(rng):
    """Draw a network, and batches with which it is trained for a while."""
    d, h, k = rng.sizes(3)
    batches = [(rng.randn(b, d, dtype=torch.float64), rng.randn(b, k, dtype=torch.float64)) for b in (4, 3, 5)]
    return {"values": weights(rng, d, h, k), "batches": batches}


# ------------------------------------------------------------------ save_checkpoint


@check("save_checkpoint", title="writes a file that torch.load reads with weights_only=True")
def test_save_checkpoint_readable(submission, rng):
    for as_text in (False, True):
        seen = submission.observe("saved", **begun(rng), as_text=as_text)
        said = seen["refused"].partition("\n")[0]
        expect(not seen["refused"]).to_be_true(f"torch.load(path, weights_only=True) does not read your file: {said}")


def saved_part(submission, reference, key, **inputs):
    """Compare what the file holds under one key, once it is sure that torch.load reads a dict with the right keys."""
    seen, known = (subject.observe("saved", **inputs) for subject in (submission, reference))
    expect(seen["kind"], "the class of what torch.load reads").to_match(known["kind"])
    expect(sorted(seen["parts"]), "the list of keys in the file").to_match(sorted(known["parts"]))
    expect(seen["parts"][key], f"what the file holds under '{key}'").to_match(known["parts"][key])


@check("save_checkpoint", title="saves the model's parameters and buffers by name")
def test_save_checkpoint_model(submission, reference, rng):
    saved_part(submission, reference, "model", **begun(rng))


@check("save_checkpoint", title="saves the optimizer's state and settings")
def test_save_checkpoint_optimizer(submission, reference, rng):
    for optimizer in ("momentum", "adam"):
        saved_part(submission, reference, "optimizer", **begun(rng), optimizer=optimizer)


@check("save_checkpoint", title="saves the number of finished epochs")
def test_save_checkpoint_epoch(submission, reference, rng):
    for epoch in (rng.integer(1, 99), 0):
        saved_part(submission, reference, "epoch", **begun(rng), epoch=epoch)


@check("save_checkpoint", title="replaces the one file that path names, and writes no other")
def test_save_checkpoint_files(submission, reference, rng):
    parts = {"files": "the list of files", "kind": "the class of what torch.load reads"}
    compare(submission, reference, "saved", parts, **begun(rng))


@check("save_checkpoint", needs="test_save_checkpoint_readable", title="leaves the model as it was")
def test_save_checkpoint_pure(submission, reference, rng):
    for training in (True, False):
        compare(submission, reference, "saved", {"after": "the model afterwards"}, **begun(rng), training=training)


test_save_checkpoint_device = follows_device(
    "save_checkpoint", begun, probe="saved_there", needs=("test_save_checkpoint_readable", "test_save_checkpoint_model")
)


# ------------------------------------------------------------------ load_checkpoint


@check("load_checkpoint", title="puts the saved parameters and buffers into the model")
def test_load_checkpoint_model(submission, reference, rng):
    for as_text in (False, True):
        parts = {"loaded": "the state of the model"}
        compare(submission, reference, "resumed", parts, **begun(rng), as_text=as_text)


@check("load_checkpoint", title="lets training go on exactly as if it had not been interrupted")
def test_load_checkpoint_resumes(submission, reference, rng):
    for optimizer in ("momentum", "adam"):
        parts = {"later": "the state of the model after more steps"}
        compare(submission, reference, "resumed", parts, **begun(rng), optimizer=optimizer)


@check("load_checkpoint", title="returns the number of finished epochs")
def test_load_checkpoint_epoch(submission, reference, rng):
    for epoch in (rng.integer(1, 99), 0):
        compare(submission, reference, "resumed", {"epoch": "the number of epochs"}, **begun(rng), epoch=epoch)


@check("load_checkpoint", title="reads a checkpoint that was written on a device that is not here")
def test_load_checkpoint_elsewhere(submission, reference, rng):
    parts = {"loaded": "the state of the model"}
    compare(submission, reference, "resumed", parts, **begun(rng), elsewhere=True)


@check("load_checkpoint", needs="test_load_checkpoint_model", title="leaves the mode of the model as it was")
def test_load_checkpoint_mode(submission, reference, rng):
    for training in (True, False):
        compare(submission, reference, "resumed", {"training": "model.training"}, **begun(rng), training=training)


@check("load_checkpoint", title="runs nothing that is hidden in a file")
def test_load_checkpoint_trap(submission, reference, rng):
    inputs = begun(rng)
    seen = submission.observe("loaded_unfit", **inputs, what="trap")
    expect(not seen["ran"]).to_be_true("Code that was hidden in the file was run when you loaded it.")
    compare(submission, reference, "loaded_unfit", {"raised": "the exception's class"}, **inputs, what="trap")


@check("load_checkpoint", title="refuses a checkpoint of another architecture")
def test_load_checkpoint_unfit(submission, reference, rng):
    parts = {"raised": "the exception's class"}
    compare(submission, reference, "loaded_unfit", parts, **begun(rng), what="other names")


test_load_checkpoint_device = follows_device(
    "load_checkpoint", begun, probe="resumed_there", needs="test_load_checkpoint_resumes"
)


# ------------------------------------------------------------------ load_backbone


def transfer(rng):
    """Draw a network, and entries for it: some fit, some have another shape, one another name; some are missing."""
    d, h, k = rng.sizes(3)
    entries = {
        "3.bias": rng.randn(1, dtype=torch.float64),  # could be broadcast
        "1.running_mean": rng.randn(h, dtype=torch.float64),
        "1.weight": rng.randn(h, 1, dtype=torch.float64),  # has the right number of elements
        "0.weight": rng.randn(h, d, dtype=torch.float64),
        "head.bias": rng.randn(k, dtype=torch.float64),
        "0.bias": rng.randn(h, dtype=torch.float64),
        "3.weight": rng.randn(h, k, dtype=torch.float64),  # is transposed
    }
    return {"values": weights(rng, d, h, k), "entries": entries}


@check("load_backbone", title="loads the parameters that fit by name and shape, and no others")
def test_load_backbone_parameters(submission, reference, rng):
    inputs = transfer(rng)
    seen, known = (subject.observe("transferred", **inputs)["state"] for subject in (submission, reference))
    for name, value in known.items():
        if name.endswith(("weight", "bias")):
            expect(seen[name], f"state_dict()['{name}']").to_match(value)


@check("load_backbone", title="loads buffers, too")
def test_load_backbone_buffers(submission, reference, rng):
    compare(submission, reference, "transferred", {"state": "the state of the model"}, **transfer(rng))


@check("load_backbone", title="returns the sorted names of what got no values")
def test_load_backbone_names(submission, reference, rng):
    compare(submission, reference, "transferred", {"names": "the result"}, **transfer(rng))


@check("load_backbone", title="returns an empty list where everything fits")
def test_load_backbone_all(submission, reference, rng):
    inputs = transfer(rng)
    inputs["entries"] = reference.observe("transferred", **inputs)["state"]
    compare(submission, reference, "transferred", {"names": "the result"}, **inputs)


@check("load_backbone", title="raises ValueError where nothing fits, and leaves the model as it was")
def test_load_backbone_nothing(submission, reference, rng):
    inputs = transfer(rng)
    for left in (["head.bias", "1.weight", "3.weight"], []):
        entries = {name: inputs["entries"][name] for name in left}
        parts = {"raised": "the exception's class", "state": "the state of the model"}
        compare(submission, reference, "transferred", parts, values=inputs["values"], entries=entries)


@check("load_backbone", needs="test_load_backbone_parameters", title="leaves the entries as they were, apart from the model")
def test_load_backbone_pure(submission, rng):
    seen = submission.observe("transferred", **transfer(rng))
    sentence = "The caller's state_dict is another one after the model was changed: copy values, and take nothing out."
    expect(seen["kept"]).to_be_true(sentence)


@check("load_backbone", needs="test_load_backbone_parameters", title="keeps the dtypes of the model")
def test_load_backbone_dtype(submission, reference, rng):
    inputs = transfer(rng)
    inputs["entries"] = {name: value.float() for name, value in inputs["entries"].items()}
    compare(submission, reference, "transferred", {"state": "the state of the model"}, **inputs)


def transfer_from_lists(rng):
    """Draw a network, and entries as lists, which are on no device."""
    inputs = transfer(rng)
    return {"values": inputs["values"], "rows": {name: value.tolist() for name, value in inputs["entries"].items()}}


test_load_backbone_device = follows_device(
    "load_backbone", transfer_from_lists, probe="transferred_there", needs="test_load_backbone_parameters"
)


# ------------------------------------------------------------------ seeded_run


def compare_draws(submission, reference, rng, sources, times):
    """Compare the results of a seeded run with each of these sources of random numbers."""
    for source in sources:
        inputs = {"source": source, "seed": rng.integer(1, 10**6), "times": times, "before": rng.integer(1, 10**6)}
        parts = {"results": "the result", "calls": "the number of calls"}
        compare(submission, reference, "drawn", parts, **inputs)


@check("seeded_run", points=2, title="makes what torch draws depend on the seed alone")
def test_seeded_run_torch(submission, reference, rng):
    compare_draws(submission, reference, rng, ("torch", "dropout", "torch"), 1)


@check("seeded_run", title="makes what NumPy and Python draw depend on the seed alone")
def test_seeded_run_others(submission, reference, rng):
    compare_draws(submission, reference, rng, ("numpy", "python"), 1)


@check("seeded_run", title="seeds once, and gives all results in order")
def test_seeded_run_times(submission, reference, rng):
    for times in (3, 0):
        compare_draws(submission, reference, rng, ("torch", "dropout"), times)


def compare_after(submission, reference, rng, sources, parts, *, raises=False):
    """Compare what the caller draws after a seeded run."""
    inputs = {"sources": sources, "seed": rng.integer(1, 10**6), "before": rng.integer(1, 10**6), "raises": raises}
    compare(submission, reference, "drawn_after", parts, **inputs)


DRAWN = "what the caller draws afterwards"


@check("seeded_run", needs="test_seeded_run_torch", title="leaves torch's random numbers to the caller as they were")
def test_seeded_run_torch_after(submission, reference, rng):
    compare_after(submission, reference, rng, ["torch"], {"draws": DRAWN})


@check("seeded_run", needs="test_seeded_run_torch", title="leaves NumPy's and Python's random numbers as they were")
def test_seeded_run_others_after(submission, reference, rng):
    compare_after(submission, reference, rng, ["numpy", "python"], {"draws": DRAWN})


@check("seeded_run", needs="test_seeded_run_torch", title="lets exceptions through, and still puts everything back")
def test_seeded_run_raises(submission, reference, rng):
    parts = {"raised": "the exception's class", "draws": DRAWN}
    compare_after(submission, reference, rng, ["torch", "numpy", "python"], parts, raises=True)
