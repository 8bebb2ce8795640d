"""Unusual but right versions of the tasks in chapter3_computer_vision/transfer."""

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_hook

from learn.variants import alternative


@alternative("freeze", "by names, parameter by parameter and module by module")
def by_names(model, head):
    def inside(name):
        return name == head or name.startswith(head + ".")

    for name, parameter in model.named_parameters():
        parameter.requires_grad = inside(name)
    for name, module in model.named_modules():
        module.training = inside(name)


@alternative("freeze", "by sets of modules, and containers that keep their mode")
def by_sets(model, head):
    *parents, last = head.split(".")
    part = model
    for name in [*parents, last]:
        part = getattr(part, name)
    learning = set(part.modules())
    for module in model.modules():
        for parameter in module.parameters(recurse=False):
            parameter.requires_grad_(module in learning)
        if module in learning or not list(module.children()):
            module.train(module in learning)


@alternative("replace_head", "a recursive search from the last child back, and a layer that is moved afterwards")
def by_recursion(model, num_classes):
    def search(parent):
        for name, child in reversed(list(parent.named_children())):
            if isinstance(child, nn.Linear):
                new = nn.Linear(child.in_features, num_classes, bias=child.bias is not None).to(child.weight)
                parent.register_module(name, new)
                return True
            if search(child):
                return True
        return False

    search(model)
    return model


@alternative("replace_head", "compares each child with the last linear layer")
def by_comparison(model, num_classes):
    *_, old = (module for module in model.modules() if isinstance(module, nn.Linear))
    new = nn.Linear(old.weight.shape[1], num_classes, bias=bool(getattr(old, "bias", None) is not None))
    new = new.type(old.weight.dtype).to(old.weight.device)
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if child is old:
                parent._modules[name] = new
    return model


@alternative("feature_maps", "a hook on all modules, which picks one, in inference mode")
def by_global_hook(model, layer, images):
    wanted, found, modes = dict(model.named_modules())[layer], {}, {}

    def keep(module, args, output):
        if module is wanted:
            found["maps"] = output.detach().clone()

    for name, module in model.named_modules():
        modes[name] = module.training
    handle = register_module_forward_hook(keep)
    try:
        with torch.inference_mode():
            model.train(False)(images)
        return found["maps"]
    finally:
        handle.remove()
        for name, module in model.named_modules():
            module.training = modes[name]


class EnoughError(Exception):
    """The layer was reached."""


@alternative("feature_maps", "stops at the layer by an exception")
@torch.no_grad()
def by_exception(model, layer, images):
    def stop(module, args, output):
        raise EnoughError(output)

    modes = [module.training for module in model.modules()]
    model.eval()
    try:
        with model.get_submodule(layer).register_forward_hook(stop):
            model(images)
    except EnoughError as reached:
        return reached.args[0]
    finally:
        for module, mode in zip(model.modules(), modes, strict=True):
            module.training = mode
