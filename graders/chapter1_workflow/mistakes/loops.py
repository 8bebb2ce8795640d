"""Plausible wrong versions of the tasks in chapter1_workflow/loops."""

import copy

import torch
from loops import evaluate, train_step

from learn.variants import mistake

# ------------------------------------------------------------------ train_step


@mistake("train_step", "You never cleared the gradients, and backward() adds to them: call optimizer.zero_grad() before it.")
def never_zeroed(model, x, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@mistake(
    "train_step",
    "You cleared the gradients only after the step, so old ones counted in the first one: clear before backward().",
)
def zeroed_after_the_step(model, x, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


@mistake(
    "train_step",
    "zero_grad() between backward() and step() throws away the gradients that the step needs: clear them before backward().",
)
def zeroed_before_the_step(model, x, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


@mistake("train_step", "You took the step before backward(), with the old gradients: first backward(), then step().")
def stepped_before_backward(model, x, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


@mistake("train_step", "The parameters did not move: call optimizer.step(), after backward() has made the gradients.")
def never_stepped(model, x, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


@mistake("train_step", "You swapped the arguments of the loss: predictions come first, then targets.")
def step_on_swapped_loss(model, x, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(y, model(x))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


@mistake("train_step", "You returned the loss as a tensor, which keeps its graph alive: loss.item() is a plain number.")
def loss_with_its_graph(model, x, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


@mistake("train_step", "You computed the loss anew after the step: return the one that the step was made from.")
def loss_after_the_step(model, x, y, loss_fn, optimizer):
    train_step(model, x, y, loss_fn, optimizer)
    with torch.no_grad():
        return loss_fn(model(x), y).item()


@mistake("train_step", "You trained in whatever mode the model was in: call model.train() first.")
def mode_not_set(model, x, y, loss_fn, optimizer):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


@mistake("train_step", "You left the model in evaluation mode: a training step leaves it in training mode.")
def eval_after_the_step(model, x, y, loss_fn, optimizer):
    loss = train_step(model, x, y, loss_fn, optimizer)
    model.eval()
    return loss


@mistake("train_step", "You moved the parameters by hand, without momentum and the like: optimizer.step() does it right.")
def stepped_by_hand(model, x, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= optimizer.param_groups[0]["lr"] * parameter.grad
    return loss.item()


@mistake("train_step", "Your step adds up the batch's losses instead of using the loss as it is: a step depends on its scale.")
def loss_times_batch(model, x, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    (loss * len(x)).backward()
    optimizer.step()
    return loss.item()


@mistake("train_step", "You moved the batch to the CPU, wherever the model is: it is on the model's device already.")
def batch_to_cpu(model, x, y, loss_fn, optimizer):
    return train_step(model, x.to("cpu"), y.to("cpu"), loss_fn, optimizer)


@mistake("train_step", "You took the caller's model to the CPU and left it there: work on the device where it is.")
def model_to_cpu(model, x, y, loss_fn, optimizer):
    return train_step(model.to("cpu"), x.to("cpu"), y.to("cpu"), loss_fn, optimizer)


# ------------------------------------------------------------------ evaluate


@mistake("evaluate", "You evaluated in training mode, with dropout at work: call model.eval() first.")
def without_eval(model, batches, loss_fn):
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += loss_fn(model(x), y).item() * len(x)
            count += len(x)
    return total / count


@mistake(
    "evaluate",
    "eval() changes how layers such as dropout behave, and does not switch gradients off: use torch.no_grad() as well.",
)
def without_no_grad(model, batches, loss_fn):
    was_training = model.training
    model.eval()
    total = sum(loss_fn(model(x), y).item() * len(x) for x, y in batches)
    model.train(was_training)
    return total / sum(len(x) for x, _ in batches)


@mistake("evaluate", "torch.no_grad() alone does not switch dropout off, nor does eval() gradients: you need both.")
def without_both(model, batches, loss_fn):
    return sum(loss_fn(model(x), y).item() * len(x) for x, y in batches) / sum(len(x) for x, _ in batches)


@torch.no_grad()
def losses_of(model, batches, loss_fn):
    was_training = model.training
    model.eval()
    losses = [loss_fn(model(x), y).item() for x, y in batches]
    model.train(was_training)
    return losses


@mistake(
    "evaluate",
    "You averaged the batches' means, so samples of a small batch count more: weigh each mean with its batch's size.",
)
def mean_of_means(model, batches, loss_fn):
    losses = losses_of(model, batches, loss_fn)
    return sum(losses) / len(losses)


@mistake("evaluate", "You returned the loss of the last batch only: sum up over all of them.")
def last_batch_only(model, batches, loss_fn):
    return losses_of(model, batches, loss_fn)[-1]


@mistake("evaluate", "You multiplied by the sizes of the batches, but did not divide by the number of samples.")
def not_divided(model, batches, loss_fn):
    return sum(loss * len(x) for loss, (x, _) in zip(losses_of(model, batches, loss_fn), batches, strict=True))


@mistake("evaluate", "You divided a sum of means by the number of samples: multiply each mean by its batch's size first.")
def means_per_sample(model, batches, loss_fn):
    return sum(losses_of(model, batches, loss_fn)) / sum(len(x) for x, _ in batches)


@mistake("evaluate", "You swapped the arguments of the loss: predictions come first, then targets.")
def evaluated_swapped(model, batches, loss_fn):
    return evaluate(model, batches, lambda prediction, target: loss_fn(target, prediction))


@mistake("evaluate", "You left the model in evaluation mode, and training would go on in it: put its old mode back.")
def left_in_eval(model, batches, loss_fn):
    model.eval()
    return evaluate(model, batches, loss_fn)


@mistake(
    "evaluate",
    "model.train() at the end puts every model into training mode: remember model.training, and put that back.",
)
def always_back_to_training(model, batches, loss_fn):
    loss = evaluate(model, batches, loss_fn)
    model.train()
    return loss


@mistake(
    "evaluate",
    "set_grad_enabled(False) holds for the whole program from then on: use `with torch.no_grad():`, which ends.",
)
def switched_off_for_good(model, batches, loss_fn):
    torch.set_grad_enabled(False)
    return evaluate(model, batches, loss_fn)


@mistake("evaluate", "You returned a tensor: .item() makes a Python float of it.")
def loss_as_tensor(model, batches, loss_fn):
    return torch.tensor(evaluate(model, batches, loss_fn), dtype=batches[0][0].dtype, device=batches[0][0].device)


@mistake("evaluate", "NumPy reaches only the CPU's memory: .item() gives the number, wherever the loss is.")
def through_numpy(model, batches, loss_fn):
    return evaluate(model, batches, lambda prediction, target: torch.tensor(loss_fn(prediction, target).numpy()))


# ------------------------------------------------------------------ predict_in_batches


def parts_of(model, parts):
    """Predict for each part as the task asks."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        predictions = [model(part) for part in parts]
    model.train(was_training)
    return predictions


@mistake("predict_in_batches", "The last batch is missing where it is smaller: it has what is left.")
def rest_dropped(model, x, batch_size):
    ends = range(batch_size, max(len(x), batch_size) + 1, batch_size)
    return torch.cat(parts_of(model, [x[end - batch_size : end] for end in ends]))


@mistake("predict_in_batches", "Your batches overlap or leave gaps: go on by batch_size, from start to start + batch_size.")
def batches_overlap(model, x, batch_size):
    return torch.cat(parts_of(model, [x[start : start + batch_size + 1] for start in range(0, len(x), batch_size)]))


@mistake("predict_in_batches", "chunk(n) makes n batches: split(n) makes batches of n.")
def chunked(model, x, batch_size):
    return torch.cat(parts_of(model, x.chunk(batch_size)))


@mistake("predict_in_batches", "You gave the model all inputs at once: that may not fit into memory.")
def all_at_once(model, x, batch_size):
    return parts_of(model, [x])[0]


@mistake("predict_in_batches", "You predicted for one input at a time, which is slow: take batch_size of them at once.")
def one_at_a_time(model, x, batch_size):
    return torch.cat(parts_of(model, x.split(1)))


@mistake("predict_in_batches", "You returned the last batch's predictions only: collect them all and concatenate.")
def last_predictions(model, x, batch_size):
    return parts_of(model, x.split(batch_size))[-1]


@mistake("predict_in_batches", "You returned a list of batches: torch.cat makes one tensor of them.")
def list_of_batches(model, x, batch_size):
    return parts_of(model, x.split(batch_size))


@mistake("predict_in_batches", "squeeze() drops dimensions of size 1: leave the shape as the model made it.")
def predictions_squeezed(model, x, batch_size):
    return torch.cat(parts_of(model, x.split(batch_size))).squeeze()


@mistake("predict_in_batches", "You flattened each prediction to one row: keep the dimensions after the first as they are.")
def predictions_flattened(model, x, batch_size):
    parts = parts_of(model, x.split(batch_size))
    return torch.cat([part.flatten(1) if part.dim() > 2 else part for part in parts])


@mistake("predict_in_batches", "You predicted in training mode, with dropout at work: call model.eval() first.")
def predicted_in_training(model, x, batch_size):
    mode, model.training = model.training, True
    with torch.no_grad():
        predictions = torch.cat([model(part) for part in x.split(batch_size)])
    model.training = mode
    return predictions.detach()


@mistake("predict_in_batches", "eval() does not switch gradients off, and every batch's graph was kept: use inference_mode().")
def graphs_recorded(model, x, batch_size):
    was_training = model.training
    model.eval()
    predictions = torch.cat([model(part) for part in x.split(batch_size)])
    model.train(was_training)
    return predictions


@mistake("predict_in_batches", "You left the model in evaluation mode: put back the mode it was in.")
def eval_left(model, x, batch_size):
    model.eval()
    return torch.cat(parts_of(model, x.split(batch_size)))


@mistake("predict_in_batches", "You left the model in training mode, whatever it was in before: put back model.training.")
def training_left(model, x, batch_size):
    predictions = torch.cat(parts_of(model, x.split(batch_size)))
    model.train()
    return predictions


@mistake("predict_in_batches", "You moved the predictions to the CPU: they belong where the model made them.")
def predictions_to_cpu(model, x, batch_size):
    return torch.cat([part.cpu() for part in parts_of(model, x.split(batch_size))])


# ------------------------------------------------------------------ train


def epoch_of(model, batches, loss_fn, optimizer):
    """Take a step on each batch; return the losses."""
    return [train_step(model, x, y, loss_fn, optimizer) for x, y in batches]


def mean_of(losses, batches):
    """Return the mean over samples."""
    return sum(loss * len(x) for loss, (x, _) in zip(losses, batches, strict=True)) / sum(len(x) for x, _ in batches)


def trained(model, train_batches, val_batches, loss_fn, optimizer, epochs, mean=mean_of, validate=evaluate):
    """Train as the task asks, with other ways to average and to validate."""
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        history["train_loss"].append(mean(epoch_of(model, train_batches, loss_fn, optimizer), train_batches))
        history["val_loss"].append(validate(model, val_batches, loss_fn))
    model.eval()
    return history


@mistake("train", "You trained on the validation batches, too: they only measure, so evaluate on them without a step.")
def trained_on_validation(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    def validate(model, batches, loss_fn):
        return mean_of(epoch_of(model, batches, loss_fn, optimizer), batches)

    return trained(model, train_batches, val_batches, loss_fn, optimizer, epochs, validate=validate)


@mistake("train", "You trained on the validation batches instead of the training batches.")
def data_swapped(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    return trained(model, val_batches, train_batches, loss_fn, optimizer, epochs)


@mistake("train", "Your val_loss is measured on the training batches, which the model has seen: use the validation batches.")
def validated_on_training(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    return trained(model, train_batches, train_batches, loss_fn, optimizer, epochs)


@mistake("train", "You evaluated before the epoch's steps: val_loss is measured after them.")
def validated_first(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        history["val_loss"].append(evaluate(model, val_batches, loss_fn))
        history["train_loss"].append(mean_of(epoch_of(model, train_batches, loss_fn, optimizer), train_batches))
    model.eval()
    return history


@mistake("train", "You noted the training loss of the last batch only: average over all samples of the epoch.")
def last_training_loss(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    return trained(model, train_batches, val_batches, loss_fn, optimizer, epochs, lambda losses, _: losses[-1])


@mistake("train", "You averaged the batches' means, so samples of a small batch count more: weigh them with their sizes.")
def mean_of_training_means(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    return trained(model, train_batches, val_batches, loss_fn, optimizer, epochs, lambda losses, _: sum(losses) / len(losses))


@mistake("train", "You evaluated on the training batches after the epoch: train_loss averages the losses that the steps met.")
def training_loss_afterwards(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    def mean(_, batches):
        return evaluate(model, batches, loss_fn)

    return trained(model, train_batches, val_batches, loss_fn, optimizer, epochs, mean)


@mistake("train", "You never set the sums back to 0, so each epoch's training loss averages over all epochs before it, too.")
def sums_go_on(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = {"train_loss": [], "val_loss": []}
    total, count = 0.0, 0
    for _ in range(epochs):
        for x, y in train_batches:
            total += train_step(model, x, y, loss_fn, optimizer) * len(x)
            count += len(x)
        history["train_loss"].append(total / count)
        history["val_loss"].append(evaluate(model, val_batches, loss_fn))
    model.eval()
    return history


@mistake("train", "You cleared the gradients once per epoch, so batches add up: call zero_grad() for each batch.")
def zeroed_once_per_epoch(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad()
        losses = []
        for x, y in train_batches:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history["train_loss"].append(mean_of(losses, train_batches))
        history["val_loss"].append(evaluate(model, val_batches, loss_fn))
    model.eval()
    return history


@mistake("train", "You trained only one epoch: the loop over the batches stands inside a loop over epochs.")
def one_epoch(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = trained(model, train_batches, val_batches, loss_fn, optimizer, min(epochs, 1))
    return {key: losses * epochs for key, losses in history.items()}


@mistake("train", "Your history holds the last epoch only: make the lists before the loop, and append to them in it.")
def last_epoch_only(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = trained(model, train_batches, val_batches, loss_fn, optimizer, epochs)
    return {key: losses[-1:] for key, losses in history.items()}


@mistake("train", "Where there are no epochs, your lists are not there: return a dict with two empty lists.")
def no_lists_without_epochs(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = {}
    for _ in range(epochs):
        losses = epoch_of(model, train_batches, loss_fn, optimizer)
        history.setdefault("train_loss", []).append(mean_of(losses, train_batches))
        history.setdefault("val_loss", []).append(evaluate(model, val_batches, loss_fn))
    model.eval()
    return history


@mistake("train", "You called model.train() once and never again, so from the second epoch on you trained in evaluation mode.")
def never_back_to_training(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = {"train_loss": [], "val_loss": []}
    model.train()
    for _ in range(epochs):
        losses = []
        for x, y in train_batches:
            loss = loss_fn(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history["train_loss"].append(mean_of(losses, train_batches))
        model.eval()
        history["val_loss"].append(evaluate(model, val_batches, loss_fn))
    model.eval()
    return history


@mistake("train", "You validated in training mode, with dropout at work: call model.eval() first.")
def validated_in_training_mode(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    @torch.no_grad()
    def validate(model, batches, loss_fn):
        return mean_of([loss_fn(model(x), y).item() for x, y in batches], batches)

    return trained(model, train_batches, val_batches, loss_fn, optimizer, epochs, validate=validate)


@mistake("train", "You validated with gradients on, which eval() does not change: use torch.no_grad().")
def validated_with_gradients(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    def validate(model, batches, loss_fn):
        model.eval()
        return mean_of([loss_fn(model(x), y).item() for x, y in batches], batches)

    return trained(model, train_batches, val_batches, loss_fn, optimizer, epochs, validate=validate)


@mistake("train", "You left the model in training mode: it is to be in evaluation mode in the end, ready for use.")
def left_in_training(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = trained(model, train_batches, val_batches, loss_fn, optimizer, epochs)
    model.train()
    return history


@mistake(
    "train",
    "total += loss adds tensors with their graphs, which all stay in memory until the epoch ends: add loss.item().",
)
def graphs_kept(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        model.train()
        total, count = 0, 0
        for x, y in train_batches:
            loss = loss_fn(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss * len(x)
            count += len(x)
        history["train_loss"].append((total / count).item())
        history["val_loss"].append(evaluate(model, val_batches, loss_fn))
    model.eval()
    return history


@mistake("train", "Your history holds tensors: .item() makes Python floats, which keep nothing else in memory.")
def history_of_tensors(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = trained(model, train_batches, val_batches, loss_fn, optimizer, epochs)
    device = train_batches[0][0].device
    return {key: [torch.tensor(loss, device=device) for loss in losses] for key, losses in history.items()}


@mistake("train", "You made the optimizer anew in each epoch, so it forgot its momentum: keep the one that you were given.")
def optimizer_made_anew(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        fresh = type(optimizer)(model.parameters(), **optimizer.defaults)
        for key, losses in trained(model, train_batches, val_batches, loss_fn, fresh, 1).items():
            history[key] += losses
    model.eval()
    return history


@mistake("train", "Your loss gets the targets first: predictions come first, then targets.")
def trained_swapped(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    def swapped(prediction, target):
        return loss_fn(target, prediction)

    return trained(model, train_batches, val_batches, swapped, optimizer, epochs)


@mistake("train", "You moved the batches to the CPU, wherever the model is: they are on the model's device already.")
def batches_to_cpu(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    there = [(x.cpu(), y.cpu()) for x, y in train_batches]
    return trained(model, there, val_batches, loss_fn, optimizer, epochs)


# ------------------------------------------------------------------ EarlyStopping


class Stopping:
    """What the task asks for, in parts that a mistake replaces."""

    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.waited, self.best_state = float("inf"), 0, None

    def better(self, loss):
        return loss < self.best - self.min_delta

    def copied(self, model):
        return copy.deepcopy(model.state_dict())

    def stop(self):
        return self.waited >= self.patience

    def update(self, loss, model):
        if self.better(loss):
            self.best, self.waited, self.best_state = loss, 0, self.copied(model)
        else:
            self.waited += 1
        return self.stop()

    def restore(self, model):
        if self.best_state is not None:
            model.load_state_dict(self.best_state, strict=False)


@mistake("EarlyStopping", "You stop one epoch too late: after `patience` epochs without a better loss, so count >= patience.")
class OneEpochLate(Stopping):
    def stop(self):
        return self.waited > self.patience


@mistake("EarlyStopping", "You stop one epoch too early: only when there were `patience` epochs without a better loss.")
class OneEpochEarly(Stopping):
    def stop(self):
        return self.waited > 0 and self.waited >= self.patience - 1


@mistake("EarlyStopping", "You never set the count back: an epoch that is better starts it anew at 0.")
class CountGoesOn(Stopping):
    def update(self, loss, model):
        if self.better(loss):
            self.best, self.best_state = loss, self.copied(model)
        else:
            self.waited += 1
        return self.stop()


@mistake("EarlyStopping", "You compared with the loss of the epoch before: compare with the best one so far.")
class ComparedWithLast(Stopping):
    last = float("inf")

    def update(self, loss, model):
        if loss < self.last - self.min_delta:
            self.best, self.waited, self.best_state = loss, 0, self.copied(model)
        else:
            self.waited += 1
        self.last = loss
        return self.stop()


@mistake("EarlyStopping", "You took the first loss that is higher for the reason to stop, whatever the patience.")
class NoPatience(Stopping):
    def stop(self):
        return self.waited > 0


@mistake("EarlyStopping", "A higher loss counted as better: a loss should fall, so start at infinity and ask for less.")
class HigherIsBetter(Stopping):
    def __init__(self, patience, min_delta=0.0):
        super().__init__(patience, min_delta)
        self.best = float("-inf")

    def better(self, loss):
        return loss > self.best + self.min_delta


@mistake("EarlyStopping", "An equal loss counted as better: it has to be lower by more than min_delta, so compare with <.")
class EqualIsBetter(Stopping):
    def better(self, loss):
        return loss <= self.best - self.min_delta


@mistake("EarlyStopping", "You ignored min_delta: a loss is better only if it is lower than the best by more than that.")
class NoMinDelta(Stopping):
    def better(self, loss):
        return loss < self.best


@mistake("EarlyStopping", "You added min_delta to the best loss, so that higher ones count as better: subtract it.")
class MinDeltaAdded(Stopping):
    def better(self, loss):
        return loss < self.best + self.min_delta


@mistake(
    "EarlyStopping",
    "You lowered the best loss for an improvement that was too small to count: small steps then never add up to one.",
)
class BestCreeps(Stopping):
    def update(self, loss, model):
        stop = super().update(loss, model)
        self.best = min(self.best, loss)
        return stop


@mistake("EarlyStopping", "NaN is not greater than anything, so your comparison let it pass as better: ask whether loss < ...")
class NanIsBetter(Stopping):
    def better(self, loss):
        return not loss >= self.best - self.min_delta


@mistake(
    "EarlyStopping",
    "state_dict() holds the model's own tensors, which go on changing: keep copies, with clone() or copy.deepcopy.",
)
class StateByReference(Stopping):
    def copied(self, model):
        return model.state_dict()


@mistake(
    "EarlyStopping",
    "copy() and dict() make a new dict with the same tensors in it, which go on changing: clone() each of them.",
    same_as="StateByReference",
)
class ShallowCopy(Stopping):
    def copied(self, model):
        return dict(model.state_dict())


@mistake("EarlyStopping", "You kept the state of every epoch, so the last one is restored: keep it only if it is better.")
class LastState(Stopping):
    def update(self, loss, model):
        stop = super().update(loss, model)
        self.best_state = self.copied(model)
        return stop


@mistake("EarlyStopping", "You kept the parameters alone: buffers, such as those of batch norm, are in state_dict(), too.")
class NoBuffers(Stopping):
    def copied(self, model):
        return {name: parameter.detach().clone() for name, parameter in model.named_parameters()}


@mistake("EarlyStopping", "restore() loads nothing into the model: use model.load_state_dict with the state that you kept.")
class NothingRestored(Stopping):
    def restore(self, _model):
        return self.best_state


@mistake("EarlyStopping", "You kept the state on the CPU, and it has to travel there and back: clone() leaves it in place.")
class StateOnCpu(Stopping):
    def copied(self, model):
        return {name: value.to("cpu", copy=True) for name, value in model.state_dict().items()}


@mistake("EarlyStopping", "NumPy reaches only the CPU's memory, and models may be on an accelerator: clone() the tensors.")
class StateInNumpy(Stopping):
    def copied(self, model):
        return {name: torch.from_numpy(value.numpy().copy()) for name, value in model.state_dict().items()}
