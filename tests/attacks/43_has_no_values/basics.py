import torch


def double(x):
    return torch.empty(x.shape, dtype=x.dtype, device="meta")


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
