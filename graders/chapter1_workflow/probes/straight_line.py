"""Probes for chapter1_workflow/straight_line: a generator cannot travel, so its seed does, and it is made here."""

import torch


def seeded(exercise, task, args, kwargs, seed):
    """Call a task with a generator of this seed."""
    return getattr(exercise, task)(*args, **kwargs, generator=torch.Generator().manual_seed(seed))


def seeded_sorted(exercise, task, args, kwargs, seed):
    """Return all rows and all labels that a task gives, each sorted, since they may come in any order."""
    pairs = seeded(exercise, task, args, kwargs, seed)
    return [torch.cat(tensors).sort(dim=0).values for tensors in zip(*pairs, strict=True)]


def three_calls(exercise, task, args, kwargs, seed):
    """Call a task twice with one generator, and then with a new one of the same seed; return all three results."""
    generator = torch.Generator().manual_seed(seed)
    first, second = (getattr(exercise, task)(*args, **kwargs, generator=generator) for _ in range(2))
    return [first, second, seeded(exercise, task, args, kwargs, seed)]
