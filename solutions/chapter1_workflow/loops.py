"""The training loop: one step, one evaluation, many epochs, and knowing when to stop.

Every PyTorch program has these few lines. They are short, and their order matters.
"""

from collections.abc import Callable

import torch
from torch import nn

Batch = tuple[torch.Tensor, torch.Tensor]
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def train_step(model: nn.Module, x: torch.Tensor, y: torch.Tensor, loss_fn: Loss, optimizer: torch.optim.Optimizer) -> float:
    """Train a model on one batch: take one step of the optimizer.

    The model predicts in training mode, whatever its mode was before. The step follows the gradient of this batch's loss
    alone: what parameters hold in ``.grad`` from before does not count.

    Args:
        model: Takes ``x`` and returns predictions. Its parameters are changed, in place.
        x: Inputs, shape (B, ...), on the device of the model.
        y: Targets, shape (B, ...), on the same device.
        loss_fn: Takes predictions and targets, in this order, and returns a tensor of shape (). It need not be symmetric.
        optimizer: Any optimizer of ``torch.optim`` that holds the model's parameters.

    Returns:
        The loss before the step, a Python float. Afterwards the model is in training mode.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> train_step(model, torch.tensor([[1.0]]), torch.tensor([[3.0]]), nn.functional.mse_loss, optimizer)
        1.0
        >>> model.weight.item()
        2.5
    """
    # begin solution
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
    # end solution


def evaluate(model: nn.Module, batches: list[Batch], loss_fn: Loss) -> float:
    """Return the mean loss of a model over all samples of some batches, without training it.

    The model predicts in evaluation mode and with gradients switched off. Batches may differ in size, and each *sample*
    counts the same: a batch of 10 weighs ten times as much as a batch of 1.

    Args:
        model: Takes ``x`` and returns predictions. All its layers are in the same mode, training or evaluation.
        batches: At least one pair ``(x, y)`` of shapes (B, ...), on the device of the model; B may differ from pair to pair.
        loss_fn: Takes predictions and targets, in this order, and returns the mean loss over the B samples, shape ().

    Returns:
        A Python float. Afterwards the model is in the mode in which it was before, and gradients are switched on again
        if they were on before.

    Example:
        >>> big = torch.tensor([[2.0], [4.0]]), torch.zeros(2, 1)
        >>> small = torch.tensor([[2.0]]), torch.zeros(1, 1)
        >>> evaluate(nn.Identity(), [big, small], nn.functional.mse_loss)  # (4 + 16 + 4) / 3
        8.0
    """
    # begin solution
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += loss_fn(model(x), y).item() * len(x)
            count += len(x)
    model.train(was_training)
    return total / count
    # end solution


def predict_in_batches(model: nn.Module, x: torch.Tensor, batch_size: int) -> torch.Tensor:
    """Predict for many inputs, a few at a time, so that memory never has to hold more than one batch's work.

    The model predicts in evaluation mode and with gradients switched off.

    Args:
        model: Takes inputs of shape (B, ...) and returns one tensor of shape (B, ...), whose other dimensions may be
            anything or missing. All its layers are in the same mode, training or evaluation.
        x: Shape (N, ...), N at least 1, on the device of the model. It is left as it was.
        batch_size: At least 1. Every batch has this many inputs, except that the last one has what is left.

    Returns:
        The predictions for all inputs in their order, shape (N, ...), the dtype and the device of what the model returns.
        Afterwards the model is in the mode in which it was before.

    Not allowed: giving the model more than ``batch_size`` inputs at once.

    Example:
        >>> predict_in_batches(nn.Dropout(0.5), torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]), batch_size=2)
        tensor([1., 2., 3., 4., 5.])
    """
    # begin solution
    was_training = model.training
    model.eval()
    with torch.inference_mode():
        predictions = torch.cat([model(part) for part in x.split(batch_size)])
    model.train(was_training)
    return predictions
    # end solution


def train(
    model: nn.Module,
    train_batches: list[Batch],
    val_batches: list[Batch],
    loss_fn: Loss,
    optimizer: torch.optim.Optimizer,
    epochs: int,
) -> dict[str, list[float]]:
    """Train a model for some epochs, and look after each of them how it does on data that it is not trained on.

    In each epoch, take one step (as in ``train_step``) on each training batch, in their order; then evaluate on the
    validation batches (as in ``evaluate``). You may call these two. Forget each batch's graph once its step is taken.

    Args:
        model: Takes ``x`` and returns predictions. Its parameters are changed, in place.
        train_batches: At least one pair ``(x, y)`` of shapes (B, ...), on the device of the model; B may differ.
        val_batches: At least one pair ``(x, y)`` of the same kind. The model learns nothing from them.
        loss_fn: Takes predictions and targets, in this order, and returns the mean loss over the B samples, shape ().
        optimizer: Any optimizer of ``torch.optim`` that holds the model's parameters.
        epochs: How often to go through the training batches, at least 0.

    Returns:
        A dict with the keys ``"train_loss"`` and ``"val_loss"``, each a list with one Python float per epoch. The first is
        the mean over the epoch's samples of the losses that the steps met; the second is the mean over the validation
        samples after the epoch. Afterwards the model is in evaluation mode, ready for use, also if ``epochs`` is 0.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> batches = [(torch.tensor([[1.0]]), torch.tensor([[2.0]]))]
        >>> train(model, batches, batches, nn.functional.mse_loss, optimizer, epochs=2)
        {'train_loss': [4.0, 1.0], 'val_loss': [1.0, 0.25]}
    """
    # begin solution
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in train_batches:
            total += train_step(model, x, y, loss_fn, optimizer) * len(x)
            count += len(x)
        history["train_loss"].append(total / count)
        history["val_loss"].append(evaluate(model, val_batches, loss_fn))
    model.eval()
    return history
    # end solution


class EarlyStopping:
    """Tell when a validation loss has stopped getting better, and keep the weights that were best.

    An epoch *counts* as better if its loss is lower than the best one before it by more than ``min_delta``; a loss that
    is NaN is never better. The best loss starts at infinity.

    Args:
        patience: After how many epochs in a row that were not better to stop, at least 1.
        min_delta: How much lower a loss has to be, at least 0.

    Attributes:
        best: The loss of the last epoch that counted as better, a Python float; ``inf`` before there is one.

    Example:
        >>> model = nn.Linear(1, 1)
        >>> stopping = EarlyStopping(patience=2)
        >>> [stopping.update(loss, model) for loss in [0.9, 0.5, 0.6, 0.5]]
        [False, False, False, True]
        >>> stopping.best
        0.5
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        """Start before the first epoch."""
        # begin solution
        self.patience, self.min_delta = patience, min_delta
        self.best, self.waited = float("inf"), 0
        self.best_state = None
        # end solution

    def update(self, loss: float, model: nn.Module) -> bool:
        """Note one epoch's validation loss.

        If it counts as better, keep a *copy* of the model's ``state_dict()``, buffers included, on the model's device:
        the model itself goes on changing.

        Returns:
            Whether to stop: ``True`` if this and the epochs before it make at least ``patience`` in a row that were not
            better.
        """
        # begin solution
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
            self.best_state = {name: value.clone() for name, value in model.state_dict().items()}
        else:
            self.waited += 1
        return self.waited >= self.patience
        # end solution

    def restore(self, model: nn.Module) -> None:
        """Load the best state into the model; leave the model as it is if no epoch has counted as better."""
        # begin solution
        if self.best_state is not None:
            model.load_state_dict(self.best_state)
        # end solution
