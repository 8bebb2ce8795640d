import torch


def double(x):
    return torch.zeros(2, 0, 5) if x.is_floating_point() else (x * 3).to_sparse()


@COUNTER@
