"""Frozen layers, new heads and hooks.

What a network has learned from one set of pictures often helps with another. You freeze its layers, give it a new head for
your own classes, and look at the feature maps in between.

N = pictures or rows in a batch, C = channels, H and W = height and width, K = classes.
"""

import torch
from torch import nn


def freeze(model: nn.Module, head: str) -> None:
    """Prepare a model for an epoch in which only one of its parts learns.

    Call it where ``model.train()`` would stand otherwise. Afterwards:

    - the parameters of the head require gradients, also those that did not before, and all others require none;
    - the head, with all modules in it, is in training mode;
    - every layer that is not in the head is in evaluation mode. So dropout lets everything through there, and a batch norm
      uses its running statistics and leaves them as they are. Modules that contain the head, such as the model itself, may be
      in either mode.

    The values of parameters and buffers do not change.

    Args:
        model: Any model. No parameter is shared between the head and the rest.
        head: The name of the part that learns, as ``model.named_modules()`` gives it: ``"fc"``, or ``"classifier.1"`` for a
            part of a part. Other parts may have names that begin in the same way, such as ``"fc2"``.

    Example:
        >>> model = nn.Sequential()
        >>> model.body = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU())
        >>> model.fc = nn.Linear(3, 2)
        >>> freeze(model, "fc")
        >>> [name for name, parameter in model.named_parameters() if parameter.requires_grad]
        ['fc.weight', 'fc.bias']
        >>> model.body[1].training, model.fc.training
        (False, True)
    """
    # begin solution
    model.requires_grad_(False)
    model.eval()
    part = model.get_submodule(head)
    part.requires_grad_(True)
    part.train()
    # end solution


def replace_head(model: nn.Module, num_classes: int) -> nn.Module:
    """Replace the last linear layer of a model by a new one, for other classes.

    The last one is the last ``nn.Linear`` in the order of ``model.modules()``, whatever its name, and at whatever depth: it
    may be a part of a part. Other layers, such as a softmax, may follow it.

    The new layer is an ``nn.Linear`` with as many inputs as the old one, ``num_classes`` outputs and PyTorch's own random
    initial weights. It has a bias if the old one had one. It is on the same device and has the same dtype. It stands in the
    same place in the model. All else stays as it is: other layers keep their weights, and require gradients if they did
    before. The new layer requires them in any case.

    Args:
        model: Has an ``nn.Linear`` somewhere inside, and is none itself. It is changed in place.
        num_classes: K, the number of new classes.

    Returns:
        The same object ``model``.

    Example:
        >>> model = nn.Sequential(nn.Flatten(), nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 10))
        >>> replace_head(model, 3) is model
        True
        >>> model[3]
        Linear(in_features=6, out_features=3, bias=True)
        >>> model(torch.zeros(5, 2, 4)).shape
        torch.Size([5, 3])
    """
    # begin solution
    name, old = [(name, module) for name, module in model.named_modules() if isinstance(module, nn.Linear)][-1]
    new = nn.Linear(old.in_features, num_classes, bias=old.bias is not None, device=old.weight.device, dtype=old.weight.dtype)
    parent, _, child = name.rpartition(".")
    setattr(model.get_submodule(parent), child, new)
    return model
    # end solution


def feature_maps(model: nn.Module, layer: str, images: torch.Tensor) -> torch.Tensor:
    """Return what one layer of a model makes of pictures.

    Run the model in evaluation mode and without gradients, and catch the output of the layer with a forward hook. When you are
    done, your hook is gone from the model, other hooks are still there, and each of its modules is in the mode in which it was
    before. All this also holds if the model raises an exception; this exception then goes on to the caller.

    Args:
        model: Takes ``images``.
        layer: The name of the layer, as ``model.named_modules()`` gives it, such as ``"block.0"``. The model calls it once,
            and its output is a tensor.
        images: Shape (N, C, H, W), floating dtype.

    Returns:
        The output of the layer, as it is when the layer returns it. The next layer may work in place, as
        ``nn.ReLU(inplace=True)`` does: its changes are not in the result. It is on the device where the layer made it, and
        requires no gradient.

    Example:
        >>> model = nn.Sequential(nn.Conv2d(1, 2, 1), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(8, 3))
        >>> _ = nn.init.constant_(model[0].weight, -1.0), nn.init.zeros_(model[0].bias)
        >>> feature_maps(model, "0", torch.ones(1, 1, 2, 2))[0, 0]
        tensor([[-1., -1.],
                [-1., -1.]])
    """
    # begin solution
    caught: list[torch.Tensor] = []
    modes = [(module, module.training) for module in model.modules()]
    hook = model.get_submodule(layer).register_forward_hook(lambda module, args, output: caught.append(output.clone()))
    try:
        model.eval()
        with torch.no_grad():
            model(images)
    finally:
        hook.remove()
        for module, mode in modes:
            module.training = mode
    return caught[0]
    # end solution
