"""Capstone: read pictures.

Small grey pictures become classes, and everything in between is yours: the scale of the pixels, a convolutional network, the
training, and the prediction.
"""

import torch
from torch import nn
from torch.nn import functional


def fit_pictures(x_train: torch.Tensor, y_train: torch.Tensor, x_test: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Train a network on grey pictures, and return the classes of new ones.

    You are judged on 600 handwritten digits of 8 x 8 pixels (or, where whoever grades has it, on clothes of 28 x 28 pixels).
    Which network, optimizer and learning rate you take is up to you: two small convolutions, mini-batches and a second of
    training are plenty. A ``DataLoader`` needs ``num_workers=0`` here. Whatever you measure of the pixels, measure it on the
    training pictures alone. Other sizes come up too, pictures need not be square, and the training set may be small:
    nothing in your network may depend on one size.

    Args:
        x_train: Shape (N, H, W), uint8, from 0 to 255, N at least 4. H and W are at least 8.
        y_train: Shape (N,), int64, from 0 to K - 1. The pictures may come sorted by class.
        x_test: Shape (M, H, W), uint8, M at least 1.
        num_classes: K, at least 2.

    Returns:
        Shape (M,), int64, on the device of the inputs: the class with the largest score. Each picture is classified on its
        own: its class does not depend on the other pictures of ``x_test``, and equal pictures get equal classes. The inputs
        are left as they were.

    Not allowed: ``torch.manual_seed``, which would reset the random numbers of the whole program. Whoever calls you
    sets the seed, and gets the same classes for the same seed: take random numbers from torch alone.

    Example:
        >>> x = torch.zeros(4, 8, 8, dtype=torch.uint8)
        >>> x[:2, :, :4] = 200  # bright on the left
        >>> x[2:, :, 4:] = 200  # bright on the right
        >>> fit_pictures(x, torch.tensor([0, 0, 1, 1]), x[[3, 0]], num_classes=2)
        tensor([1, 0])
    """
    # begin solution
    pixels = x_train.float()
    mean, deviation = pixels.mean(), pixels.std().clamp(min=1)

    def scaled(pictures: torch.Tensor) -> torch.Tensor:
        return ((pictures.float() - mean) / deviation)[:, None]

    x = scaled(x_train)
    model = nn.Sequential(
        nn.Conv2d(1, 8, kernel_size=3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, kernel_size=3, padding=1),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(4),
        nn.Flatten(),
        nn.Linear(16 * 4 * 4, num_classes),
    ).to(x.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
    epochs = min(30, 6000 // len(x) + 1)  # about as many pictures are seen, however large the set is
    for _ in range(epochs):
        for rows in torch.randperm(len(x), device=x.device).split(64):
            loss = functional.cross_entropy(model(x[rows]), y_train[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    model.eval()
    with torch.no_grad():
        return model(scaled(x_test)).argmax(dim=1)
    # end solution
