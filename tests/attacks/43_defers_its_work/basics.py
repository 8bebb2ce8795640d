import torch


class Later(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function is torch.Tensor.detach and args[0].is_floating_point():
            print("now it works", flush=True)
            while True:
                pass
        return super().__torch_function__(function, types, args, kwargs or {})


def double(x):
    return x.as_subclass(Later) * 3


@COUNTER@
