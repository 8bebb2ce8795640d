"""Plausible wrong versions of the tasks in chapter4_custom_datasets/loss_curves."""

import copy
import math

import torch
from loss_curves import best_epoch
from PIL import Image
from torch.nn import functional

from learn.variants import mistake


@mistake("diagnose_curves", "You looked at the training loss alone: overfitting shows only in the test loss.")
def training_loss_alone(train_losses, test_losses, baseline):
    return "underfitting" if train_losses[-1] > baseline / 2 else "good"


@mistake("diagnose_curves", "You compared the last test loss with the first one: compare it with min(test_losses).")
def compared_with_first(train_losses, test_losses, baseline):
    if train_losses[-1] > baseline / 2:
        return "underfitting"
    over = test_losses[-1] > 1.2 * test_losses[0] or test_losses[-1] - train_losses[-1] > baseline / 2
    return "overfitting" if over else "good"


@mistake("diagnose_curves", "Your gap is a ratio of the two losses, which grows as both fall: take their difference.")
def gap_as_ratio(train_losses, test_losses, baseline):
    if train_losses[-1] > baseline / 2:
        return "underfitting"
    over = test_losses[-1] > 1.2 * min(test_losses) or test_losses[-1] / train_losses[-1] > 1.5
    return "overfitting" if over else "good"


@mistake("diagnose_curves", "You looked for overfitting first: a model that has not learnt its training data underfits.")
def overfitting_first(train_losses, test_losses, baseline):
    if test_losses[-1] > 1.2 * min(test_losses) or test_losses[-1] - train_losses[-1] > baseline / 2:
        return "overfitting"
    return "underfitting" if train_losses[-1] > baseline / 2 else "good"


@mistake("diagnose_curves", "You looked for underfitting in the test loss: the training loss says what was learnt.")
def test_loss_for_underfitting(train_losses, test_losses, baseline):
    if test_losses[-1] > baseline / 2:
        return "underfitting"
    over = test_losses[-1] > 1.2 * min(test_losses) or test_losses[-1] - train_losses[-1] > baseline / 2
    return "overfitting" if over else "good"


@mistake("diagnose_curves", "You compared losses with a fixed number: what is high depends on the baseline.")
def fixed_limit(train_losses, test_losses, baseline):
    if train_losses[-1] > 1.15:
        return "underfitting"
    over = test_losses[-1] > 1.2 * min(test_losses) or test_losses[-1] - train_losses[-1] > 1.15
    return "overfitting" if over else "good"


@mistake("diagnose_curves", "You called each small rise overfitting: only one to more than 1.2 times the lowest loss counts.")
def any_rise(train_losses, test_losses, baseline):
    if train_losses[-1] > baseline / 2:
        return "underfitting"
    over = test_losses[-1] > min(test_losses) or test_losses[-1] - train_losses[-1] > baseline / 2
    return "overfitting" if over else "good"


# ------------------------------------------------------------------ best_epoch


def numbers(test_losses):
    """Return the epochs whose loss is a number, or raise as it should be."""
    epochs = [epoch for epoch, loss in enumerate(test_losses) if not math.isnan(loss)]
    if not epochs:
        raise ValueError
    return epochs


@mistake("best_epoch", "You took the lowest loss as it is, which may be luck: smooth the losses first.")
def not_smoothed(test_losses, beta):
    return min(numbers(test_losses), key=test_losses.__getitem__)


@mistake("best_epoch", "You forgot the bias correction, so the first averages are too low: divide by 1 - beta**n.")
def not_corrected(test_losses, beta):
    average, result = 0.0, {}
    for epoch in numbers(test_losses):
        average = beta * average + (1 - beta) * test_losses[epoch]
        result[epoch] = average
    return min(result, key=result.get)


@mistake("best_epoch", "You swapped the weights: beta is for the past, 1 - beta for the new loss.")
def weights_swapped(test_losses, beta):
    average, weight, result = 0.0, 0.0, {}
    for epoch in numbers(test_losses):
        average = (1 - beta) * average + beta * test_losses[epoch]
        weight = (1 - beta) * weight + beta
        result[epoch] = average / weight if weight else test_losses[epoch]
    return min(result, key=result.get)


@mistake("best_epoch", "You left the NaN out of the list, and counted only the rest: return the place in the whole list.")
def counted_without_nan(test_losses, beta):
    return best_epoch([test_losses[epoch] for epoch in numbers(test_losses)], beta)


@mistake("best_epoch", "You took the last of equally low losses: < in place of <= keeps the first.")
def last_of_equals(test_losses, beta):
    average, lowest, best = 0.0, math.inf, 0
    for count, epoch in enumerate(numbers(test_losses), start=1):
        average = beta * average + (1 - beta) * test_losses[epoch]
        if average / (1 - beta**count) <= lowest:
            lowest, best = average / (1 - beta**count), epoch
    return best


@mistake("best_epoch", "Where all losses are NaN, you return an epoch that means nothing: raise a ValueError.")
def no_error(test_losses, beta):
    return 0 if all(math.isnan(loss) for loss in test_losses) else best_epoch(test_losses, beta)


@mistake("best_epoch", "You wrote the smoothed losses into the caller's list: keep them in a list or a variable of your own.")
def smoothed_in_place(test_losses, beta):
    best, average = best_epoch(test_losses, beta), 0.0
    for count, epoch in enumerate(numbers(test_losses), start=1):
        average = beta * average + (1 - beta) * test_losses[epoch]
        test_losses[epoch] = average / (1 - beta**count)
    return best


# ------------------------------------------------------------------ predict_picture


def picture_of(path, size, *, convert=True):
    """Return a picture as an array of shape (H, W, 3), from 0 to 255."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB") if convert else opened.copy()
    small = picture.resize((size[1], size[0]), Image.Resampling.BILINEAR)
    values = torch.frombuffer(bytearray(small.tobytes()), dtype=torch.uint8)
    return values.reshape(*size, -1).float()


def normalised(image, mean, std):
    """Normalise (3, H, W)."""
    return (image - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]


def ask(model, image, classes, *, evaluation=True, move=True):
    """Ask a model as it should be, but for these options."""
    model.train(not evaluation)
    with torch.no_grad():
        logits = model(image.to(next(model.parameters()).device) if move else image)[0]
    probability, best = logits.softmax(dim=0).max(dim=0)
    return classes[int(best)], probability.item()


@mistake(
    "predict_picture", "You did not divide by 255: the model has only seen pixels from 0 to 1 before they were normalised."
)
def not_scaled(model, path, size, mean, std, classes):
    return ask(model, normalised(picture_of(path, size).permute(2, 0, 1), mean, std)[None], classes)


@mistake(
    "predict_picture", "reshape does not move channels to the front, it mixes the pixels up: permute(2, 0, 1) moves them."
)
def reshaped(model, path, size, mean, std, classes):
    return ask(model, normalised(picture_of(path, size).reshape(3, *size) / 255, mean, std)[None], classes)


@mistake("predict_picture", "The batch dimension is missing: unsqueeze(0) makes a batch of one picture.", raises=True)
def no_batch(model, path, size, mean, std, classes):
    return ask(model, normalised(picture_of(path, size).permute(2, 0, 1) / 255, mean, std), classes)


@mistake("predict_picture", "You asked the model in training mode: call model.eval() first.")
def training_mode(model, path, size, mean, std, classes):
    image = normalised(picture_of(path, size).permute(2, 0, 1) / 255, mean, std)
    return ask(model, image[None], classes, evaluation=False)


@mistake("predict_picture", 'A grey picture has 1 channel and an RGBA picture 4: convert("RGB") makes 3 of them.')
def not_converted(model, path, size, mean, std, classes):
    image = picture_of(path, size, convert=False).permute(2, 0, 1)[:3] / 255
    return ask(model, normalised(image, mean, std)[None], classes)


@mistake("predict_picture", "You returned the largest logit: softmax over the classes makes a probability of it.")
def logit(model, path, size, mean, std, classes):
    image = normalised(picture_of(path, size).permute(2, 0, 1) / 255, mean, std)[None]
    model.eval()
    with torch.no_grad():
        logits = model(image.to(next(model.parameters()).device))[0]
    return classes[int(logits.argmax())], logits.max().item()


@mistake("predict_picture", "Your picture stays on the CPU: move it to next(model.parameters()).device.")
def on_cpu(model, path, size, mean, std, classes):
    image = normalised(picture_of(path, size).permute(2, 0, 1) / 255, mean, std)
    return ask(model, image[None], classes, move=False)


# ------------------------------------------------------------------ compare_augmentation


def fitted(model, batches, test, change, epochs, lr, *, change_test=None, evaluation=True, prepare=True):
    """Train a model as it is, and return its history as it should be, but for these options."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = {"train": [], "test": []}
    for epoch in range(epochs):
        model.train(prepare or epoch > 0 or model.training)
        losses = []
        for x, y in batches:
            loss = functional.cross_entropy(model(change(x)), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        model.train(not evaluation)
        x = test[0] if change_test is None else change_test(test[0])
        with torch.no_grad():
            history["test"].append(functional.cross_entropy(model(x), test[1]).item())
        history["train"].append(sum(losses) / len(losses))
    return history


def plainly(x):
    """Return pictures as they are."""
    return x


@mistake(
    "compare_augmentation",
    "You trained one model twice, so the second run starts where the first one ended: copy it each time.",
)
def same_model(model, batches, test, augment, epochs, lr):
    twin = copy.deepcopy(model)
    return {name: fitted(twin, batches, test, f, epochs, lr) for name, f in [("plain", plainly), ("augmented", augment)]}


@mistake("compare_augmentation", "You trained the model that you were given: train two copies, copy.deepcopy(model).")
def model_changed(model, batches, test, augment, epochs, lr):
    twin = copy.deepcopy(model)
    return {
        "plain": fitted(model, batches, test, plainly, epochs, lr),
        "augmented": fitted(twin, batches, test, augment, epochs, lr),
    }


def renewed(model):
    """Return a copy with new weights."""
    twin = copy.deepcopy(model)
    for module in twin.modules():
        if hasattr(module, "reset_parameters"):
            module.reset_parameters()
    return twin


@mistake("compare_augmentation", "Your copies start from new weights of their own: copy those of the model, too.")
def different_starts(model, batches, test, augment, epochs, lr):
    runs = [("plain", plainly), ("augmented", augment)]
    return {name: fitted(renewed(model), batches, test, f, epochs, lr) for name, f in runs}


@mistake(
    "compare_augmentation", "You augmented the test pictures, too: they show what comes in later, so leave them as they are."
)
def test_augmented(model, batches, test, augment, epochs, lr):
    plain = fitted(copy.deepcopy(model), batches, test, plainly, epochs, lr)
    return {
        "plain": plain,
        "augmented": fitted(copy.deepcopy(model), batches, test, augment, epochs, lr, change_test=augment),
    }


@mistake(
    "compare_augmentation",
    "You augmented once, before training: call augment in each epoch, so that the model sees new pictures.",
)
def augmented_once(model, batches, test, augment, epochs, lr):
    plain = fitted(copy.deepcopy(model), batches, test, plainly, epochs, lr)
    changed = [(augment(x), y) for x, y in batches]
    return {"plain": plain, "augmented": fitted(copy.deepcopy(model), changed, test, plainly, epochs, lr)}


@mistake(
    "compare_augmentation", "You tested in training mode: call eval() before the test, and train() before the next epoch."
)
def tested_in_training(model, batches, test, augment, epochs, lr):
    runs = [("plain", plainly), ("augmented", augment)]
    return {name: fitted(copy.deepcopy(model), batches, test, f, epochs, lr, evaluation=False) for name, f in runs}


@mistake("compare_augmentation", "You did not call train() before the first epoch: the model may come in evaluation mode.")
def mode_as_it_came(model, batches, test, augment, epochs, lr):
    runs = [("plain", plainly), ("augmented", augment)]
    return {name: fitted(copy.deepcopy(model), batches, test, f, epochs, lr, prepare=False) for name, f in runs}
