"""Plausible wrong versions of the tasks in chapter3_computer_vision/model_inspection."""

import copy
import statistics
import time

import torch
from model_inspection import class_report, compare_models, first_kernels, most_wrong, predict, wait_for
from torch import nn

from learn.variants import mistake

# ------------------------------------------------------------------ predict


def asked(model, batches):
    """Return the logits of some batches, asked as it should be."""
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    with torch.no_grad():
        logits = [model(batch.to(device)).cpu() for batch in batches]
    model.train(was_training)
    return logits


@mistake("predict", "You asked in training mode, where batch norm and dropout act otherwise: call model.eval() first.")
def in_training_mode(model, images, batch_size):
    device = next(model.parameters()).device
    with torch.no_grad():
        probabilities = torch.cat([model(batch.to(device)).cpu() for batch in images.split(batch_size)]).softmax(dim=1)
    return probabilities.argmax(dim=1), probabilities


@mistake("predict", "You kept a graph of every batch, for eval() does not switch gradients off: use torch.no_grad().")
def with_gradients(model, images, batch_size):
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    probabilities = torch.cat([model(batch.to(device)).cpu() for batch in images.split(batch_size)]).softmax(dim=1)
    model.train(was_training)
    return probabilities.argmax(dim=1), probabilities.detach()


@mistake("predict", "Your softmax runs over the images of a batch: it belongs over the classes, dim=1.")
def softmax_over_images(model, images, batch_size):
    logits = asked(model, images.split(batch_size))
    return torch.cat(logits).argmax(dim=1), torch.cat([part.softmax(dim=0) for part in logits])


@mistake("predict", "You lost the last images, where N is no multiple of the batch size: the last batch may be smaller.")
def last_batch_lost(model, images, batch_size):
    batches = [images[i * batch_size : (i + 1) * batch_size] for i in range(len(images) // batch_size)]
    probabilities = torch.cat(asked(model, batches)).softmax(dim=1)
    return probabilities.argmax(dim=1), probabilities


@mistake("predict", "You left the model in evaluation mode: remember model.training, and put it back at the end.")
def left_in_eval(model, images, batch_size):
    model.eval()
    return predict(model, images, batch_size)


@mistake("predict", "Your results stay on the model's device, and fill its memory: bring each batch of them back with .cpu().")
def results_left_there(model, images, batch_size):
    device = next(model.parameters()).device
    return tuple(part.to(device) for part in predict(model, images, batch_size))


# ------------------------------------------------------------------ class_report


@mistake(
    "class_report", "You have predictions in rows: rows are the true classes, so that a row tells what became of a class."
)
def transposed(labels, predicted, num_classes):
    return class_report(predicted, labels, num_classes)


@mistake("class_report", "You divided by how often a class was predicted, its column: divide by how often it occurs, its row.")
def divided_by_columns(labels, predicted, num_classes):
    report = class_report(labels, predicted, num_classes)
    confusion = report["confusion"]
    absent = confusion.sum(dim=1) == 0
    return report | {"accuracy": (confusion.diagonal() / confusion.sum(dim=0)).masked_fill(absent, torch.nan)}


@mistake("class_report", "You made K of the largest label that occurs: take num_classes, so that reports can be compared.")
def classes_that_occur(labels, predicted, num_classes):
    return class_report(labels, predicted, int(torch.maximum(labels.max(), predicted.max())) + 1)


@mistake("class_report", "You took the largest entry of all, which is on the diagonal and no mistake: set the diagonal to 0.")
def diagonal_included(labels, predicted, num_classes):
    report = class_report(labels, predicted, num_classes)
    return report | {"most_confused": divmod(int(report["confusion"].argmax()), num_classes)}


@mistake("class_report", "argmax of zeros is 0, so you named the pair (0, 0) where nothing is wrong: return None there.")
def pair_without_mistakes(labels, predicted, num_classes):
    report = class_report(labels, predicted, num_classes)
    return report | {"most_confused": report["most_confused"] or (0, 0)}


@mistake("class_report", "Your matrix is made on the CPU, wherever the labels are: pass device=labels.device.")
def counted_on_cpu(labels, predicted, num_classes):
    confusion = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for true, guess in zip(labels.tolist(), predicted.tolist(), strict=True):
        confusion[true, guess] += 1
    accuracy = confusion.diagonal() / confusion.sum(dim=1)
    return class_report(labels, predicted, num_classes) | {"confusion": confusion, "accuracy": accuracy}


# ------------------------------------------------------------------ most_wrong


def with_indices(images, labels, probabilities, class_names, indices):
    """Return the three parts for these indices."""
    pairs = zip(labels[indices].tolist(), probabilities.argmax(dim=1)[indices].tolist(), strict=True)
    return indices, images[indices], [f"{class_names[true]} as {class_names[guess]}" for true, guess in pairs]


@mistake("most_wrong", "Your indices count within the wrong predictions: look them up, wrong[order], to count in images.")
def indices_among_wrong(images, labels, probabilities, class_names, k):
    sure, predicted = probabilities.max(dim=1)
    order = sure[predicted != labels].argsort(descending=True)[:k]
    return order, *most_wrong(images, labels, probabilities, class_names, k)[1:]


@mistake("most_wrong", "Your pictures are in the order of the data: take them by the sorted indices, images[indices].")
def pictures_not_sorted(images, labels, probabilities, class_names, k):
    indices, _, captions = most_wrong(images, labels, probabilities, class_names, k)
    return indices, images[indices.sort().values], captions


@mistake("most_wrong", "Your captions have the prediction first: it is the true class, then 'as', then the predicted one.")
def captions_swapped(images, labels, probabilities, class_names, k):
    indices, pictures, captions = most_wrong(images, labels, probabilities, class_names, k)
    return indices, pictures, [" as ".join(reversed(caption.split(" as "))) for caption in captions]


@mistake("most_wrong", "Where fewer than k are wrong you filled the list up with right ones: it has to be shorter there.")
def filled_up(images, labels, probabilities, class_names, k):
    sure, predicted = probabilities.max(dim=1)
    indices = sure.masked_fill(predicted == labels, -1).topk(min(k, len(labels))).indices
    return with_indices(images, labels, probabilities, class_names, indices)


@mistake("most_wrong", "You set what is right to 0 in the caller's own tensor: masked_fill without _ makes a new one.")
def changed_in_place(images, labels, probabilities, class_names, k):
    result = most_wrong(images, labels, probabilities, class_names, k)
    probabilities[probabilities.argmax(dim=1) == labels] = 0
    return result


@mistake("most_wrong", "Your indices are made on the CPU, wherever the inputs are: make them with device=labels.device.")
def indices_on_cpu(images, labels, probabilities, class_names, k):
    indices, pictures, captions = most_wrong(images, labels, probabilities, class_names, k)
    return torch.tensor(indices.tolist(), dtype=torch.int64), pictures, captions


# ------------------------------------------------------------------ first_kernels


def first_weight(model):
    """Return the weight of the first convolution."""
    return next(module for module in model.modules() if isinstance(module, nn.Conv2d)).weight


@mistake("first_kernels", "You scaled all kernels by one range, so that weak ones stay grey: each has its own.")
def one_range_for_all(model):
    weight = first_weight(model).detach()
    kernels = (weight - weight.min()) / (weight.max() - weight.min())
    return torch.where((weight == weight[:, :1, :1, :1]).all(dim=(1, 2, 3), keepdim=True), 0.5, kernels)


@mistake("first_kernels", "You looked at the top level alone: model.modules() goes through all modules, at any depth.")
def top_level_only(model):
    return first_kernels(next((child for child in model.children() if isinstance(child, nn.Conv2d)), model))


@mistake("first_kernels", "0 / 0 gives NaN for a kernel whose numbers are all equal: it becomes 0.5.")
def divided_by_zero(model):
    weight = first_weight(model).detach()
    low, high = (bound(dim=(1, 2, 3), keepdim=True) for bound in (weight.amin, weight.amax))
    return (weight - low) / (high - low)


@mistake("first_kernels", "You scaled the model's own weights: detach() and .data share memory, so compute in a new tensor.")
def scaled_in_place(model):
    weight = first_weight(model).data
    kernels = first_kernels(model)
    return weight.copy_(kernels)


@mistake("first_kernels", "Your result still hangs on the model's graph: detach the weight before you compute.")
def still_attached(model):
    weight = first_weight(model)
    low, high = (bound(dim=(1, 2, 3), keepdim=True) for bound in (weight.amin, weight.amax))
    return torch.where(high > low, (weight - low) / (high - low), 0.5)


@mistake(
    "first_kernels", "You moved the kernels to the CPU: whoever draws them can do that, your result stays with the weight."
)
def moved_to_cpu(model):
    return first_kernels(model).cpu()


# ------------------------------------------------------------------ compare_models


def timed(models, images, labels, repeats, *, warm_up=1, wait=wait_for):
    """Return right rows, but for the times, which these options change."""
    rows = compare_models(models, images, labels, 1) if warm_up else accuracies(models, images, labels)
    for row in rows:
        model, times = models[row["name"]], []
        was_training = model.training
        model.eval()
        with torch.no_grad():
            for _ in range(repeats):
                wait(images.device)
                start = time.perf_counter()
                model(images)
                wait(images.device)
                times.append(time.perf_counter() - start)
        model.train(was_training)
        row["seconds"] = statistics.median(times)
    return rows


def accuracies(models, images, labels):
    """Return right rows without times, from copies of the models that were never called."""
    copies = {name: copy.deepcopy(model) for name, model in models.items()}
    return compare_models(copies, images, labels, 1)


@mistake("compare_models", "You left out frozen parameters: they are part of the model, whether they learn or not.")
def frozen_left_out(models, images, labels, repeats):
    rows = compare_models(models, images, labels, repeats)
    for row in rows:
        row["num_parameters"] = sum(p.numel() for p in models[row["name"]].parameters() if p.requires_grad)
    return rows


@mistake("compare_models", "Equally good models stay in the order that they came in: sort by the number of parameters, too.")
def size_does_not_count(models, images, labels, repeats):
    rows = {row["name"]: row for row in compare_models(models, images, labels, repeats)}
    return sorted((rows[name] for name in models), key=lambda row: -row["accuracy"])


@mistake("compare_models", "You asked the models in training mode: call model.eval() first.")
def in_training_mode_too(models, images, labels, repeats):
    rows = compare_models(models, images, labels, repeats)
    with torch.no_grad():
        for row in rows:
            row["accuracy"] = (models[row["name"]](images).argmax(dim=1) == labels).double().mean().item()
    return sorted(rows, key=lambda row: (-row["accuracy"], row["num_parameters"]))


@mistake("compare_models", "You left the models in evaluation mode: remember model.training, and put it back at the end.")
def all_left_in_eval(models, images, labels, repeats):
    rows = compare_models(models, images, labels, repeats)
    for model in models.values():
        model.eval()
    return rows


@mistake("compare_models", "Your first timed call does what is needed only once, and takes long: call the model before, too.")
def no_warm_up(models, images, labels, repeats):
    return timed(models, images, labels, repeats, warm_up=0)


@mistake("compare_models", "You stopped the clock before the accelerator was done: synchronise before each look at the clock.")
def not_synchronised(models, images, labels, repeats):
    return timed(models, images, labels, repeats, wait=lambda device: None)
