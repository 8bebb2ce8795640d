"""Probes for chapter1_workflow/straight_line: a generator cannot travel, so its seed does, and it is made here."""

import torch


def with_generator(exercise, task, args, kwargs, generator):
    """Call a task with this generator."""
    return getattr(exercise, task)(*args, **kwargs, generator=generator)


def seeded(exercise, task, args, kwargs, seed):
    """Call a task with a generator of this seed."""
    return with_generator(exercise, task, args, kwargs, torch.Generator().manual_seed(seed))


def seeded_sorted(exercise, task, args, kwargs, seed):
    """Return all rows and all labels that a task gives, each sorted, since they may come in any order."""
    pairs = seeded(exercise, task, args, kwargs, seed)
    return [torch.cat(tensors).sort(dim=0).values for tensors in zip(*pairs, strict=True)]


def seeded_again(exercise, task, args, kwargs, seed):
    """Call a task with two generators of the same seed; return both results, and whether the global state was kept."""
    before = torch.get_rng_state()
    first = seeded(exercise, task, args, kwargs, seed)
    kept = torch.equal(torch.get_rng_state(), before)
    torch.rand(1)  # code that draws from the global generator goes on from another state
    return {"first": first, "second": seeded(exercise, task, args, kwargs, seed), "global state kept": kept}


def twice(exercise, task, args, kwargs, seed):
    """Call a task twice with one and the same generator and return both results."""
    generator = torch.Generator().manual_seed(seed)
    return [with_generator(exercise, task, args, kwargs, generator) for _ in range(2)]


def keeps_global_state(exercise, task, args, kwargs):
    """Tell whether PyTorch's global random state is after a call without a generator what it was before."""
    before = torch.get_rng_state()
    getattr(exercise, task)(*args, **kwargs)
    return torch.equal(torch.get_rng_state(), before)
