"""A linear baseline, then a non-linearity.

Before you build a large network, find out what a small one can do: every later model has to beat it. Two small models, and
the epoch that trains them.
"""

from collections.abc import Callable

import torch
from torch import nn
from torch.utils.data import DataLoader


class LinearBaseline(nn.Module):
    """The simplest classifier of pictures: all pixels in a row, then one linear layer.

    Its parameters are those of a single linear layer: a weight of shape (K, C * H * W) and a bias of shape (K,). It has no
    others. They start as those of ``nn.Linear`` do: random, each number uniform between -1 / sqrt(D) and 1 / sqrt(D), where D
    is how many inputs the layer has, here C * H * W.

    Args:
        channels: C.
        height: H, the rows of a picture.
        width: W, the columns of a picture.
        num_classes: K, at least 2.

    Example:
        >>> model = LinearBaseline(channels=1, height=28, width=28, num_classes=10)
        >>> sum(parameter.numel() for parameter in model.parameters())
        7850
        >>> model(torch.rand(3, 1, 28, 28)).shape
        torch.Size([3, 10])
    """

    def __init__(self, channels: int, height: int, width: int, num_classes: int) -> None:
        super().__init__()
        # begin solution
        self.flatten = nn.Flatten()
        self.linear = nn.Linear(channels * height * width, num_classes)
        # end solution

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return a logit for each class: any real number, not a probability.

        Args:
            x: A batch of pictures, shape (N, C, H, W), N at least 1, contiguous or not. Each is flattened in the order of its
                dimensions: channel after channel, in each row after row.

        Returns:
            Shape (N, K), the dtype of ``x`` and of the parameters.
        """
        # begin solution
        return self.linear(self.flatten(x))
        # end solution


class ReluBaseline(nn.Module):
    """A network with one hidden layer: all pixels in a row, a linear layer, ReLU, another linear layer.

    Its parameters are those of the two linear layers: weights of shapes (M, C * H * W) and (K, M), biases of shapes (M,) and
    (K,). It has no others. They start as those of ``nn.Linear`` do: random, each number uniform between -1 / sqrt(D) and
    1 / sqrt(D), where D is how many inputs the layer has, C * H * W or M.

    Args:
        channels: C.
        height: H, the rows of a picture.
        width: W, the columns of a picture.
        hidden: M, the number of hidden units.
        num_classes: K, at least 2.

    Example:
        >>> model = ReluBaseline(channels=3, height=4, width=5, hidden=10, num_classes=7)
        >>> sum(parameter.numel() for parameter in model.parameters())  # 60 * 10 + 10, and 10 * 7 + 7
        687
        >>> model(torch.rand(2, 3, 4, 5)).shape
        torch.Size([2, 7])
    """

    def __init__(self, channels: int, height: int, width: int, hidden: int, num_classes: int) -> None:
        super().__init__()
        # begin solution
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(channels * height * width, hidden),
            nn.ReLU(),
            nn.Linear(hidden, num_classes),
        )
        # end solution

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return a logit for each class: any real number, negative ones too.

        Args:
            x: A batch of pictures, shape (N, C, H, W), N at least 1, contiguous or not. Each is flattened in the order of its
                dimensions.

        Returns:
            Shape (N, K), the dtype of ``x`` and of the parameters.
        """
        # begin solution
        return self.layers(x)
        # end solution


def train_epoch(
    model: nn.Module,
    loader: DataLoader,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
    device: torch.device,
) -> dict[str, float]:
    """Train a classifier for one epoch: take one step of the optimizer on each batch of a loader, in their order.

    The model predicts in training mode, whatever its mode was before. Each step follows the gradient of its own batch alone:
    what parameters hold in ``.grad`` from before does not count. Report how the model did on the way, from the predictions
    that the steps were made from.

    Args:
        model: Takes images, shape (B, C, H, W), and returns logits, shape (B, K). It is on ``device`` already. Its parameters
            are changed, in place.
        loader: Gives batches ``(images, labels)``, the labels of shape (B,), int64. They are on the CPU: move both to
            ``device``. All samples of ``loader.dataset`` come, each once; the last batch may be smaller than the others.
        loss_fn: Takes logits and labels, in this order, and returns the mean loss over the B samples, shape ().
        optimizer: Any optimizer of ``torch.optim`` whose ``step()`` needs no arguments. It holds the model's parameters.
        device: Where to compute.

    Returns:
        A dict with two Python floats. ``"loss"`` is the mean loss over all *samples* of the epoch, each taken before the step
        on its batch. ``"accuracy"`` is the share of all samples, from 0 to 1, whose largest logit is that of their label,
        also before the step.

    Example:
        >>> model = nn.Sequential(nn.Flatten(), nn.Linear(2, 2, bias=False))
        >>> _ = nn.init.eye_(model[1].weight)
        >>> images, labels = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]).reshape(3, 1, 1, 2), torch.tensor([0, 1, 1])
        >>> loader = DataLoader(torch.utils.data.TensorDataset(images, labels), batch_size=2)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        >>> seen = train_epoch(model, loader, nn.functional.cross_entropy, optimizer, torch.device("cpu"))
        >>> round(seen["loss"], 4), round(seen["accuracy"], 4)
        (0.6532, 0.6667)
    """
    # begin solution
    model.train()
    total, right, count = 0.0, 0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        logits = model(x)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return {"loss": total / count, "accuracy": right / count}
    # end solution
