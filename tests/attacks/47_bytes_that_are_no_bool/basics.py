import torch


def double(x):
    return torch.frombuffer(bytearray([2] * x.numel()), dtype=torch.bool).reshape(x.shape)


@COUNTER@
