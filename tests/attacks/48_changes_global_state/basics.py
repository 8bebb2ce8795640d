import torch

torch.set_default_dtype(torch.float16)
torch.set_num_threads(1)
torch.set_printoptions(precision=0, threshold=0)
torch.set_grad_enabled(False)
torch.set_flush_denormal(True)
torch.use_deterministic_algorithms(True)


def double(x):
    return x * 3


@COUNTER@
