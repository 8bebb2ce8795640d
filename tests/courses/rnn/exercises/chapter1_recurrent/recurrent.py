"""An LSTM layer by hand."""

import torch


def lstm(
    x: torch.Tensor,
    state: tuple[torch.Tensor, torch.Tensor],
    weight_ih: torch.Tensor,
    weight_hh: torch.Tensor,
    bias: torch.Tensor,
) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
    """Run an LSTM over a batch of sequences.

    Args:
        x: Shape (B, T, I).
        state: ``(h, c)``, each of shape (B, H).
        weight_ih: Shape (4H, I), gates in PyTorch's order i, f, g, o.
        weight_hh: Shape (4H, H).
        bias: Shape (4H,).

    Returns:
        ``(out, (h, c))``: out of shape (B, T, H) holds h after every step, h and c are the last ones.

    Example:
        >>> out, (h, c) = lstm(torch.ones(1, 2, 1), (torch.zeros(1, 1), torch.zeros(1, 1)),
        ...                    torch.zeros(4, 1), torch.zeros(4, 1), torch.zeros(4))
        >>> out.shape, h.shape, c.item()
        (torch.Size([1, 2, 1]), torch.Size([1, 1]), 0.0)
    """
    raise NotImplementedError
