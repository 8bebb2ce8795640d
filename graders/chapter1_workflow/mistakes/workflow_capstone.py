"""Plausible wrong versions of the tasks in chapter1_workflow/workflow_capstone."""

import contextlib
import copy
import math

import torch
from torch import nn
from workflow_capstone import fit_regressor, pick_learning_rate

from learn.variants import mistake

# ------------------------------------------------------------------ fit_regressor


def scales_of(x):
    """Return means and standard deviations of columns or targets, where what is constant is divided by 1."""
    std = x.std(dim=0)
    return x.mean(dim=0), torch.where(std > 0, std, 1)


def scaled(parts, scales):
    """Standardise each part with its scales."""
    return [(part - mean) / std for part, (mean, std) in zip(parts, scales, strict=True)]


@contextlib.contextmanager
def seeded(seed):
    """Seed torch's generator for a while."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def tanh_network(d):
    return nn.Sequential(nn.Linear(d, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1), nn.Flatten(0))


def fitted(
    x_train,
    y_train,
    x_val,
    y_val,
    network=tanh_network,
    loss_fn=nn.functional.mse_loss,
    epochs=100,
    patience=10,
    device=None,
):
    """Train a network on parts that are standardised already, and return it."""
    model = network(x_train.shape[1]).to(device or x_train.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    best, best_state, waited = math.inf, copy.deepcopy(model.state_dict()), 0
    for _ in range(epochs):
        for rows in torch.randperm(len(x_train)).split(32):
            loss = loss_fn(model(x_train[rows]), y_train[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            loss = loss_fn(model(x_val), y_val).item()
        if loss < best:
            best, best_state, waited = loss, copy.deepcopy(model.state_dict()), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(best_state)
    return model


def regressor(x_train, y_train, x_val, y_val, x_test, seed, x_scales=None, y_scale=None, **options):
    """Do what the task asks, with other scales or another way to train."""
    train, val, test = scaled((x_train, x_val, x_test), x_scales or [scales_of(x_train)] * 3)
    mean, std = y_scale or scales_of(y_train)
    with seeded(seed):
        model = fitted(train, (y_train - mean) / std, val, (y_val - mean) / std, **options)
    with torch.no_grad():
        return model(test) * std + mean


@mistake("fit_regressor", "You trained on the columns as they are: the largest drowns the others, so standardise them all.")
def columns_not_standardised(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(x_train, y_train, x_val, y_val, x_test, seed, x_scales=[(0, 1)] * 3)


@mistake("fit_regressor", "You did not standardise the targets: 100 epochs go by before the network reaches even their mean.")
def targets_not_standardised(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(x_train, y_train, x_val, y_val, x_test, seed, y_scale=(0, 1))


@mistake("fit_regressor", "Your network has no hidden layer, so it is a straight line, and the data is not.")
def straight_line(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(
        x_train, y_train, x_val, y_val, x_test, seed, network=lambda d: nn.Sequential(nn.Linear(d, 1), nn.Flatten(0))
    )


@mistake(
    "fit_regressor", "You trained for one epoch only: go through the rows until the validation loss stops getting better."
)
def single_epoch(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(x_train, y_train, x_val, y_val, x_test, seed, epochs=1)


@mistake("fit_regressor", "Your predictions are in standardised units: multiply by the targets' deviation and add their mean.")
def predictions_in_other_units(x_train, y_train, x_val, y_val, x_test, seed=0):
    mean, std = scales_of(y_train)
    return (regressor(x_train, y_train, x_val, y_val, x_test, seed) - mean) / std


@mistake("fit_regressor", "You standardised each part with its own statistics: use the training part's for all three.")
def scales_of_each_part(x_train, y_train, x_val, y_val, x_test, seed=0):
    scales = [scales_of(x_train), scales_of(x_val), scales_of(x_test) if len(x_test) > 1 else scales_of(x_train)]
    return regressor(x_train, y_train, x_val, y_val, x_test, seed, x_scales=scales)


@mistake(
    "fit_regressor",
    "Your means and deviations come from all rows, also those for testing: they may know the training part only.",
)
def scales_of_all(x_train, y_train, x_val, y_val, x_test, seed=0):
    scales = [scales_of(torch.cat([x_train, x_val, x_test]))] * 3
    return regressor(x_train, y_train, x_val, y_val, x_test, seed, x_scales=scales)


@mistake(
    "fit_regressor", "You trained for a fixed number of epochs, whatever the validation part says: keep the best weights."
)
def validation_ignored(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(x_train, y_train, x_train, y_train, x_test, seed, patience=100)


@mistake(
    "fit_regressor", "You did not use the seed, so each call gives other predictions: torch.manual_seed(seed) comes first."
)
def not_seeded(x_train, y_train, x_val, y_val, x_test, seed=0):
    train, val, test = scaled((x_train, x_val, x_test), [scales_of(x_train)] * 3)
    mean, std = scales_of(y_train)
    model = fitted(train, (y_train - mean) / std, val, (y_val - mean) / std)
    with torch.no_grad():
        return model(test) * std + mean


@mistake("fit_regressor", "Your seed is a fixed number, whichever was asked for: pass the argument on.")
def fixed_seed(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(x_train, y_train, x_val, y_val, x_test, 42)


@mistake(
    "fit_regressor",
    "You left the global generator seeded, so the caller's random numbers are no longer theirs: torch.random.fork_rng() ends.",
)
def seeded_for_good(x_train, y_train, x_val, y_val, x_test, seed=0):
    torch.manual_seed(seed)
    return not_seeded(x_train, y_train, x_val, y_val, x_test, seed)


@mistake("fit_regressor", "Your result has shape (T, 1): the last layer's column has to go, with squeeze(1) or Flatten(0).")
def column_of_predictions(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(x_train, y_train, x_val, y_val, x_test, seed)[:, None]


@mistake(
    "fit_regressor",
    "squeeze() made a tensor of shape () of a single prediction: squeeze(1) takes the column's dimension only.",
)
def single_row_squeezed(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(x_train, y_train, x_val, y_val, x_test, seed).squeeze()


@mistake("fit_regressor", "You computed in float64 and returned it so: .float() makes float32 of the predictions.")
def double_predictions(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(x_train, y_train, x_val, y_val, x_test, seed).double()


@mistake("fit_regressor", "Your predictions hang on the network's graph: predict under torch.no_grad().")
def predictions_in_a_graph(x_train, y_train, x_val, y_val, x_test, seed=0):
    train, val, test = scaled((x_train, x_val, x_test), [scales_of(x_train)] * 3)
    mean, std = scales_of(y_train)
    with seeded(seed):
        model = fitted(train, (y_train - mean) / std, val, (y_val - mean) / std)
    return model(test) * std + mean


@mistake("fit_regressor", "You standardised in place, and the caller's tables are changed: x - mean makes new ones.")
def standardised_in_place(x_train, y_train, x_val, y_val, x_test, seed=0):
    predictions = regressor(x_train, y_train, x_val, y_val, x_test, seed)
    mean, std = scales_of(x_train)
    for x in (x_train, x_val, x_test):
        x.sub_(mean).div_(std)
    return predictions


@mistake("fit_regressor", "A constant column has deviation 0, and 0 / 0 is NaN: divide by 1 there.")
def constant_divided(x_train, y_train, x_val, y_val, x_test, seed=0):
    scales = [(x_train.mean(dim=0), x_train.std(dim=0))] * 3
    return regressor(x_train, y_train, x_val, y_val, x_test, seed, x_scales=scales)


@mistake("fit_regressor", "Your network stays on the CPU, wherever the table is: move it with model.to(x_train.device).")
def network_on_cpu(x_train, y_train, x_val, y_val, x_test, seed=0):
    return regressor(x_train, y_train, x_val, y_val, x_test, seed, device="cpu")


@mistake("fit_regressor", "You returned predictions on the CPU: leave them where x_test is.")
def predictions_left_on_cpu(x_train, y_train, x_val, y_val, x_test, seed=0):
    return fit_regressor(x_train, y_train, x_val, y_val, x_test, seed).cpu()


# ------------------------------------------------------------------ pick_learning_rate


def go_through(model, optimizer, batches, loss_fn, epochs):
    """Take a step on each batch in each epoch, in the mode that the model is in."""
    for _ in range(epochs):
        for x, y in batches:
            loss = loss_fn(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def loss_of(model, batches, loss_fn):
    """Return the mean over samples, in the mode that the model is in."""
    return sum(loss_fn(model(x), y).item() * len(x) for x, y in batches) / sum(len(x) for x, _ in batches)


@torch.no_grad()
def validated(model, batches, loss_fn):
    return loss_of(model.eval(), batches, loss_fn)


def chosen(rates, losses):
    """Return the rate with the lowest finite loss."""
    finite = [pair for pair in zip(losses, rates, strict=True) if math.isfinite(pair[0])]
    if not finite:
        raise ValueError("all rates diverged")
    return min(finite)[1]


def tried(model, rates, train_batches, val_batches, loss_fn, epochs, trained=None, judged=validated):
    """Return the losses of all rates, with another model that is trained, or another way to judge."""
    losses = []
    for rate in rates:
        trial = (trained or copy.deepcopy)(model)
        go_through(trial.train(), torch.optim.SGD(trial.parameters(), lr=rate), train_batches, loss_fn, epochs)
        losses.append(judged(trial, val_batches, loss_fn))
    return losses


@mistake(
    "pick_learning_rate",
    "You trained the same model on and on, so each rate starts where the one before stopped: copy it with copy.deepcopy.",
)
def trained_on_and_on(model, rates, train_batches, val_batches, loss_fn, epochs):
    losses = tried(model, rates, train_batches, val_batches, loss_fn, epochs, lambda same: same)
    return chosen(rates, losses), losses


@mistake(
    "pick_learning_rate",
    "state_dict() holds the model's own tensors, so loading it brings no start back: keep a deep copy of it.",
    same_as="trained_on_and_on",
)
def start_by_reference(model, rates, train_batches, val_batches, loss_fn, epochs):
    start = model.state_dict()

    def back_to_start(same):
        same.load_state_dict(start)
        return same

    losses = tried(model, rates, train_batches, val_batches, loss_fn, epochs, back_to_start)
    return chosen(rates, losses), losses


@mistake("pick_learning_rate", "You put the start back before each rate, but left the caller's model trained by the last one.")
def left_trained(model, rates, train_batches, val_batches, loss_fn, epochs):
    start = copy.deepcopy(model.state_dict())

    def back_to_start(same):
        same.load_state_dict(start)
        return same

    losses = tried(model, rates, train_batches, val_batches, loss_fn, epochs, back_to_start)
    return chosen(rates, losses), losses


@mistake(
    "pick_learning_rate",
    "Your optimizer holds the old model's parameters, so the copy is never trained: pass the copy's parameters() to it.",
)
def optimizer_of_the_old_model(model, rates, train_batches, val_batches, loss_fn, epochs):
    losses = []
    for rate in rates:
        trial = copy.deepcopy(model).train()
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        for _ in range(epochs):
            for x, y in train_batches:
                trial.zero_grad()
                loss_fn(trial(x), y).backward()
                optimizer.step()
                optimizer.zero_grad()
        losses.append(validated(trial, val_batches, loss_fn))
    return chosen(rates, losses), losses


@mistake("pick_learning_rate", "You trained for one epoch whatever `epochs` says.")
def single_epoch_tried(model, rates, train_batches, val_batches, loss_fn, epochs):
    return pick_learning_rate(model, rates, train_batches, val_batches, loss_fn, 1)


@mistake("pick_learning_rate", "You never cleared the gradients, and backward() adds to them: call optimizer.zero_grad().")
def gradients_added_up(model, rates, train_batches, val_batches, loss_fn, epochs):
    losses = []
    for rate in rates:
        trial = copy.deepcopy(model).train()
        optimizer = torch.optim.SGD(trial.parameters(), lr=rate)
        for x, y in train_batches * epochs:
            loss_fn(trial(x), y).backward()
            optimizer.step()
        losses.append(validated(trial, val_batches, loss_fn))
    return chosen(rates, losses), losses


@mistake("pick_learning_rate", "You swapped the arguments of the loss: predictions come first, then targets.")
def tried_swapped(model, rates, train_batches, val_batches, loss_fn, epochs):
    return pick_learning_rate(model, rates, train_batches, val_batches, lambda a, b: loss_fn(b, a), epochs)


@mistake("pick_learning_rate", "You compared losses on the training batches: a rate is chosen on the validation batches.")
def judged_on_training(model, rates, train_batches, val_batches, loss_fn, epochs):
    return pick_learning_rate(model, rates, train_batches, train_batches, loss_fn, epochs)


@mistake(
    "pick_learning_rate", "You averaged the batches' means: weigh each with its batch's size, so that samples count the same."
)
def mean_of_val_means(model, rates, train_batches, val_batches, loss_fn, epochs):
    def judged(trial, batches, loss_fn):
        return sum(validated(trial, [batch], loss_fn) for batch in batches) / len(batches)

    losses = tried(model, rates, train_batches, val_batches, loss_fn, epochs, judged=judged)
    return chosen(rates, losses), losses


@mistake("pick_learning_rate", "You took the loss of the last validation batch only: average over all samples.")
def last_val_batch(model, rates, train_batches, val_batches, loss_fn, epochs):
    return pick_learning_rate(model, rates, train_batches, val_batches[-1:], loss_fn, epochs)


@mistake("pick_learning_rate", "You picked the rate with the highest loss: the lowest is best.")
def highest_loss(model, rates, train_batches, val_batches, loss_fn, epochs):
    losses = pick_learning_rate(model, rates, train_batches, val_batches, loss_fn, epochs)[1]
    return max(zip(losses, rates, strict=True))[1], losses


@mistake("pick_learning_rate", "You picked by training losses and returned validation losses: pick by the latter.")
def picked_by_training_loss(model, rates, train_batches, val_batches, loss_fn, epochs):
    best = pick_learning_rate(model, rates, train_batches, train_batches, loss_fn, epochs)[0]
    return best, pick_learning_rate(model, rates, train_batches, val_batches, loss_fn, epochs)[1]


@mistake("pick_learning_rate", "You returned the place of the best rate in the list: return the rate itself.")
def place_of_the_best(model, rates, train_batches, val_batches, loss_fn, epochs):
    best, losses = pick_learning_rate(model, rates, train_batches, val_batches, loss_fn, epochs)
    return rates.index(best), losses


@mistake(
    "pick_learning_rate", "Comparisons with NaN are False, so min() may keep a rate that diverged: leave those out first."
)
def nan_is_lowest(model, rates, train_batches, val_batches, loss_fn, epochs):
    losses = tried(model, rates, train_batches, val_batches, loss_fn, epochs)
    if not any(map(math.isfinite, losses)):
        raise ValueError("all rates diverged")
    best = torch.tensor(losses).argmin().item()
    return rates[best], losses


@mistake("pick_learning_rate", "Where all rates diverged, you picked one of them: raise ValueError.")
def best_of_the_diverged(model, rates, train_batches, val_batches, loss_fn, epochs):
    losses = tried(model, rates, train_batches, val_batches, loss_fn, epochs)
    return min((loss if math.isfinite(loss) else math.inf, rate) for loss, rate in zip(losses, rates, strict=True))[1], losses


@mistake("pick_learning_rate", "You trained the copy in whatever mode the model was in: call train() on it.")
def mode_of_the_caller(model, rates, train_batches, val_batches, loss_fn, epochs):
    losses = []
    for rate in rates:
        trial = copy.deepcopy(model)
        go_through(trial, torch.optim.SGD(trial.parameters(), lr=rate), train_batches, loss_fn, epochs)
        losses.append(validated(trial, val_batches, loss_fn))
    return chosen(rates, losses), losses


@mistake("pick_learning_rate", "You validated in training mode, with dropout at work: call eval() first.")
def tried_without_eval(model, rates, train_batches, val_batches, loss_fn, epochs):
    losses = tried(model, rates, train_batches, val_batches, loss_fn, epochs, judged=torch.no_grad()(loss_of))
    return chosen(rates, losses), losses


@mistake("pick_learning_rate", "You validated with gradients on, which eval() does not change: use torch.no_grad().")
def tried_with_gradients(model, rates, train_batches, val_batches, loss_fn, epochs):
    def judged(trial, batches, loss_fn):
        return loss_of(trial.eval(), batches, loss_fn)

    losses = tried(model, rates, train_batches, val_batches, loss_fn, epochs, judged=judged)
    return chosen(rates, losses), losses


@mistake("pick_learning_rate", "You put the caller's model into evaluation mode: set the modes of the copies only.")
def caller_in_eval(model, rates, train_batches, val_batches, loss_fn, epochs):
    result = pick_learning_rate(model, rates, train_batches, val_batches, loss_fn, epochs)
    model.eval()
    return result


@mistake(
    "pick_learning_rate", "You cleared the gradients of the caller's model, which are not yours: clear those of the copies."
)
def caller_cleared(model, rates, train_batches, val_batches, loss_fn, epochs):
    model.zero_grad()
    return pick_learning_rate(model, rates, train_batches, val_batches, loss_fn, epochs)


@mistake("pick_learning_rate", "You moved the batches to the CPU, wherever the model is: they are on its device already.")
def tried_on_cpu(model, rates, train_batches, val_batches, loss_fn, epochs):
    there = [(x.cpu(), y.cpu()) for x, y in train_batches]
    return pick_learning_rate(model, rates, there, val_batches, loss_fn, epochs)
