"""Figures of the lesson: from pixels to batches."""

import torch
from matplotlib.figure import Figure


def permute_or_reshape(figure: Figure) -> None:
    """Draw a picture as it is stored, and what its three channels show after permute and after reshape."""
    rows, columns = torch.meshgrid(torch.arange(12.0), torch.arange(16.0), indexing="ij")
    disc = ((rows - 5.5) ** 2 + (columns - 7.5) ** 2 < 20)[..., None]
    stored = torch.where(disc, torch.tensor([230, 159, 0]), torch.tensor([0, 60, 110])).to(torch.uint8)
    shown = {
        "stored: (12, 16, 3)": stored,
        "permute(2, 0, 1)": stored.permute(2, 0, 1),
        "reshape(3, 12, 16)": stored.reshape(3, 12, 16),
    }
    figure.set_size_inches(7, 2.3)
    for axes, (title, picture) in zip(figure.subplots(1, 3), shown.items(), strict=True):
        channels_last = picture if picture.shape[-1] == 3 else picture.permute(1, 2, 0)
        axes.imshow(channels_last.numpy(), interpolation="nearest")
        axes.set(title=title, xticks=[], yticks=[])
