"""Unusual but right versions of the tasks in chapter1_trained/trained."""

import torch
from torch import nn

from learn.variants import alternative


@alternative("Affine", "the bias is made first, and a layer of PyTorch's does the work")
class BiasFirst(nn.Module):
    def __init__(self, num_in, num_out):
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(num_out))
        self.layer = nn.Linear(num_in, num_out, bias=False)

    def forward(self, x):
        return self.shift + self.layer(x)


@alternative("one_step", "torch.optim does the step")
def with_an_optimizer(model, x, rate):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    model.train()
    optimizer.zero_grad(set_to_none=False)
    (model(x) ** 2).mean().backward()
    optimizer.step()
