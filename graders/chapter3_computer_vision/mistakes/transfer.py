"""Plausible wrong versions of the tasks in chapter3_computer_vision/transfer."""

import torch
from torch import nn
from transfer import freeze

from learn.variants import mistake

# ------------------------------------------------------------------ freeze


@mistake(
    "freeze",
    "Your other layers still learn. requires_grad = False on a module only makes a new attribute: requires_grad_(False), with "
    "an underscore, reaches its parameters.",
)
def attribute_of_modules(model, head):
    for module in model.modules():
        module.requires_grad = False
    part = model.get_submodule(head)
    part.requires_grad = True
    model.eval()
    part.train()


@mistake(
    "freeze",
    "Your frozen layers are in training mode, so that dropout acts and batch norms go on changing their running statistics: "
    "call eval() on them.",
)
def frozen_layers_in_training(model, head):
    freeze(model, head)
    model.train()


@mistake("freeze", "Your head is in evaluation mode, too: call train() on it after model.eval().")
def head_in_evaluation(model, head):
    freeze(model, head)
    model.eval()


@mistake(
    "freeze",
    "You never set requires_grad to True, so a head that was frozen before stays frozen: switch the head's parameters on.",
)
def never_switched_on(model, head):
    part = model.get_submodule(head)
    learning = {id(parameter) for parameter in part.parameters()}
    for parameter in model.parameters():
        if id(parameter) not in learning:
            parameter.requires_grad_(False)
    model.eval()
    part.train()


@mistake(
    "freeze",
    "startswith(head) is also true for 'fc2' where the head is 'fc': compare with head + '.', or take get_submodule(head).",
)
def beginning_of_names(model, head):
    freeze(model, head)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith(head))


# ------------------------------------------------------------------ replace_head


def last_linear(model):
    """Return the name of the last linear layer, and the layer."""
    return [(name, module) for name, module in model.named_modules() if isinstance(module, nn.Linear)][-1]


def put(model, name, new):
    """Put a layer in the place of the one of that name."""
    parent, _, child = name.rpartition(".")
    setattr(model.get_submodule(parent), child, new)
    return model


def fitting(old, num_classes):
    """Return the right new layer."""
    options = {"device": old.weight.device, "dtype": old.weight.dtype}
    return nn.Linear(old.in_features, num_classes, bias=old.bias is not None, **options)


@mistake("replace_head", "out_features is only a note on the layer, its weights stay as they are: make a new nn.Linear.")
def number_alone(model, num_classes):
    last_linear(model)[1].out_features = num_classes
    return model


@mistake(
    "replace_head",
    "You look at the model's own children only, but the last linear layer may be inside one of them: search named_modules().",
)
def own_children_only(model, num_classes):
    linear = [(name, child) for name, child in model.named_children() if isinstance(child, nn.Linear)]
    if not linear:
        return model
    name, old = linear[-1]
    return put(model, name, fitting(old, num_classes))


@mistake(
    "replace_head",
    "setattr with a name such as 'top.1' adds a layer of that name to the model, beside the old one: set '1' on 'top'.",
)
def dotted_name(model, num_classes):
    name, old = last_linear(model)
    setattr(model, name, fitting(old, num_classes))
    return model


@mistake("replace_head", "Your new layer is always float32: pass dtype=old.weight.dtype.")
def always_float32(model, num_classes):
    name, old = last_linear(model)
    new = nn.Linear(old.in_features, num_classes, bias=old.bias is not None, device=old.weight.device)
    return put(model, name, new)


@mistake("replace_head", "Your new layer always has a bias: pass bias=old.bias is not None.")
def always_bias(model, num_classes):
    name, old = last_linear(model)
    options = {"device": old.weight.device, "dtype": old.weight.dtype}
    return put(model, name, nn.Linear(old.in_features, num_classes, **options))


@mistake("replace_head", "Your new layer is on the CPU, wherever the model is: pass device=old.weight.device.")
def always_on_cpu(model, num_classes):
    name, old = last_linear(model)
    new = nn.Linear(old.in_features, num_classes, bias=old.bias is not None, dtype=old.weight.dtype)
    return put(model, name, new)


@mistake(
    "replace_head", "You copy rows of the old layer into the new one: the new classes are others, keep the random weights."
)
def old_rows_kept(model, num_classes):
    name, old = last_linear(model)
    new, count = fitting(old, num_classes), min(num_classes, old.out_features)
    with torch.no_grad():
        new.weight[:count] = old.weight[:count]
    return put(model, name, new)


# ------------------------------------------------------------------ feature_maps


def modes_of(model):
    return [(module, module.training) for module in model.modules()]


def put_back(modes):
    for module, mode in modes:
        module.training = mode


@mistake("feature_maps", "You return what goes into the layer: a forward hook's third argument is what comes out.")
def input_of_layer(model, layer, images):
    caught, modes = [], modes_of(model)
    hook = model.get_submodule(layer).register_forward_hook(lambda module, args, output: caught.append(args[0].clone()))
    try:
        with torch.no_grad():
            model.eval()(images)
    finally:
        hook.remove()
        put_back(modes)
    return caught[0]


@mistake(
    "feature_maps",
    "You keep the layer's own output, which an in-place layer after it changes: clone() it, as detach() shares memory.",
)
def no_copy(model, layer, images):
    caught, modes = [], modes_of(model)
    hook = model.get_submodule(layer).register_forward_hook(lambda module, args, output: caught.append(output.detach()))
    try:
        with torch.no_grad():
            model.eval()(images)
    finally:
        hook.remove()
        put_back(modes)
    return caught[0]


@mistake("feature_maps", "You run the model in the mode that it is in: call model.eval() first.")
def in_its_mode(model, layer, images):
    caught = []
    hook = model.get_submodule(layer).register_forward_hook(lambda module, args, output: caught.append(output.clone()))
    try:
        with torch.no_grad():
            model(images)
    finally:
        hook.remove()
    return caught[0]


@mistake(
    "feature_maps",
    "model.train(mode) gives all modules the mode of the model, also those that were in another: remember each module's own.",
)
def one_mode_for_all(model, layer, images):
    caught, mode = [], model.training
    hook = model.get_submodule(layer).register_forward_hook(lambda module, args, output: caught.append(output.clone()))
    try:
        with torch.no_grad():
            model.eval()(images)
    finally:
        hook.remove()
        model.train(mode)
    return caught[0]


@mistake(
    "feature_maps", "Your hook stays in the model, and catches maps in each later call: keep the handle, and remove() it."
)
def hook_left_behind(model, layer, images):
    caught, modes = [], modes_of(model)
    model.get_submodule(layer).register_forward_hook(lambda module, args, output: caught.append(output.clone()))
    try:
        with torch.no_grad():
            model.eval()(images)
    finally:
        put_back(modes)
    return caught[0]


@mistake("feature_maps", "You tidy up only where all goes well: hook.remove() and the modes belong into 'finally'.")
def no_finally(model, layer, images):
    caught, modes = [], modes_of(model)
    hook = model.get_submodule(layer).register_forward_hook(lambda module, args, output: caught.append(output.clone()))
    with torch.no_grad():
        model.eval()(images)
    hook.remove()
    put_back(modes)
    return caught[0]


@mistake("feature_maps", "You move the maps to the CPU: leave them on the device where the layer made them.")
def moved_to_cpu(model, layer, images):
    caught, modes = [], modes_of(model)
    hook = model.get_submodule(layer).register_forward_hook(lambda module, args, output: caught.append(output.cpu().clone()))
    try:
        with torch.no_grad():
            model.eval()(images)
    finally:
        hook.remove()
        put_back(modes)
    return caught[0]
