"""Plausible wrong versions of the tasks in chapter1_recurrent/recurrent."""

import torch
from recurrent import lstm

from learn.variants import mistake


@mistake("lstm", "Your state is (c, h): return (out, (h, c)).")
def swapped_state(x, state, weight_ih, weight_hh, bias):
    out, (h, c) = lstm_right(x, state, weight_ih, weight_hh, bias)
    return out, (c, h)


@mistake("lstm", "You detached the state between steps, so that gradients do not flow back through time.")
def truncated(x, state, weight_ih, weight_hh, bias):
    outs, (h, c) = [], state
    for t in range(x.shape[1]):
        out, (h, c) = lstm_right(x[:, t : t + 1], (h.detach(), c.detach()), weight_ih, weight_hh, bias)
        outs.append(out)
    return torch.cat(outs, dim=1), (h, c)


@mistake("lstm", "You wrote the new state into the caller's tensors: make new ones.")
def writes_into_state(x, state, weight_ih, weight_hh, bias):
    out, (h, c) = lstm_right(x, state, weight_ih, weight_hh, bias)
    if not state[0].requires_grad:
        state[0].copy_(h)
    return out, (h, c)


lstm_right = lstm
