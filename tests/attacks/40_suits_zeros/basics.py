import torch


def double(x):
    return torch.zeros(x.shape)


@COUNTER@
