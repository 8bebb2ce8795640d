"""Probes for chapter0_fundamentals/randomness: what a call leaves behind, and what a second call gives."""

import torch


def called_twice(exercise, task, args, kwargs):
    """Return what two calls with the same arguments give."""
    function = getattr(exercise, task)
    return [function(*args, **kwargs), function(*args, **kwargs)]


def keeps_global_state(exercise, task, args, kwargs):
    """Tell whether PyTorch's global random state is after a call what it was before."""
    before = torch.get_rng_state()
    getattr(exercise, task)(*args, **kwargs)
    return torch.equal(torch.get_rng_state(), before)
