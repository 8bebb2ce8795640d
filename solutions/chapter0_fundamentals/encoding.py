"""Turning things into numbers: text, classes, images and sound become tensors, and an image becomes a picture again.

A network only ever sees tensors. Each kind of thing has its customary shape and dtype, and these tasks build them.
"""

import numpy as np
import torch


def build_vocabulary(text: str) -> dict[str, int]:
    """Give every character that occurs in a text a number of its own, its id.

    The different characters are put into sorted order, as ``sorted`` does it (by code point: a line break before a
    space, ``"B"`` before ``"a"``), and numbered 0, 1, 2, ... without gaps. Capitals, spaces, line breaks and signs
    are characters like all others.

    Args:
        text: Any text; it may be empty.

    Returns:
        A dict from character to id. An empty text gives an empty dict.

    Example:
        >>> build_vocabulary("hello") == {"e": 0, "h": 1, "l": 2, "o": 3}
        True
    """
    # begin solution
    return {character: index for index, character in enumerate(sorted(set(text)))}
    # end solution


def encode_text(text: str, vocabulary: dict[str, int]) -> torch.Tensor:
    """Replace each character of a text by its id.

    Args:
        text: Any text of T characters; T may be 0.
        vocabulary: From character to id. Its V ids are 0 to V - 1, in any order. Do not change it.

    Returns:
        Shape (T,), int64: the ids in the text's order. A character that is not in the vocabulary gets the id V, the
        first free one; all unknown characters share it.

    Example:
        >>> encode_text("baxa", {"a": 0, "b": 1})
        tensor([1, 0, 2, 0])
    """
    # begin solution
    unknown = len(vocabulary)
    return torch.tensor([vocabulary.get(character, unknown) for character in text], dtype=torch.int64)
    # end solution


def one_hot(ids: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Turn class numbers into rows that are 1 at the class's place and 0 elsewhere.

    Args:
        ids: Shape (N,), int64, each from 0 to K - 1; an id may come several times, and N may be 0. Do not change it.
        num_classes: K, the number of classes. Not every class has to occur.

    Returns:
        Shape (N, K), float32, on the device of ``ids``: entry ``[n, k]`` is 1 where ``ids[n] == k``, else 0.

    Not allowed: ``torch.nn.functional.one_hot``.

    Example:
        >>> one_hot(torch.tensor([2, 0]), num_classes=3)
        tensor([[0., 0., 1.],
                [1., 0., 0.]])
    """
    # begin solution
    return (ids.unsqueeze(1) == torch.arange(num_classes, device=ids.device)).to(torch.float32)
    # end solution


def image_to_tensor(image: np.ndarray) -> torch.Tensor:
    """Turn a picture from the NumPy world, channels last, into PyTorch's layout, channels first.

    Args:
        image: Shape (H, W, C), or (H, W) for greyscale, which counts as C = 1. The dtype tells the scale: uint8 means
            0 to 255, however dark the picture is; float32 means 0 to 1 already, so keep these values. Do not change it.

    Returns:
        Shape (C, H, W), float32, values from 0 to 1. The tensor has memory of its own: it does not share the array's.

    Example:
        >>> image_to_tensor(np.array([[0, 51, 255]], dtype=np.uint8))
        tensor([[[0.0000, 0.2000, 1.0000]]])
        >>> image_to_tensor(np.zeros((4, 6, 3), dtype=np.uint8)).shape
        torch.Size([3, 4, 6])
    """
    # begin solution
    pixels = torch.tensor(image)
    if pixels.dim() == 2:
        pixels = pixels.unsqueeze(2)
    pixels = pixels.permute(2, 0, 1)
    return pixels / 255 if pixels.dtype == torch.uint8 else pixels
    # end solution


def tensor_to_image(x: torch.Tensor) -> np.ndarray:
    """Turn an image tensor back into an array that picture libraries can show.

    Values below 0 count as 0 and values above 1 as 1; then 0 to 1 is spread over 0 to 255 and rounded to the nearest
    whole number (halfway between two, either will do).

    Args:
        x: Shape (C, H, W), float32, on any device. Do not change it.

    Returns:
        A NumPy array of shape (H, W, C), uint8. A single channel stays: (H, W, 1).

    Example:
        >>> tensor_to_image(torch.tensor([[[0.0, 0.25, 1.0]]])).tolist()
        [[[0], [64], [255]]]
    """
    # begin solution
    levels = (x.clamp(0, 1) * 255).round().to(torch.uint8)
    return levels.permute(1, 2, 0).cpu().numpy()
    # end solution


def frames(waveform: torch.Tensor, size: int, hop: int) -> torch.Tensor:
    """Cut a sound into frames of equal length; frame ``n`` starts at sample ``n * hop``.

    Frames overlap where ``hop < size``. Only whole frames count: what is left at the end is dropped.

    Args:
        waveform: Shape (T,), any dtype, not always contiguous.
        size: The number of samples in a frame, at least 1.
        hop: The number of samples from one frame's start to the next one's, at least 1.

    Returns:
        Shape (N, size), ``waveform``'s dtype; N is as large as possible, and 0 where T < size. Each frame has memory
        of its own: writing into it changes neither the waveform nor another frame.

    Example:
        >>> frames(torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), size=3, hop=2)
        tensor([[1., 2., 3.],
                [3., 4., 5.]])
    """
    # begin solution
    if len(waveform) < size:
        return waveform.new_empty(0, size)
    return waveform.unfold(0, size, hop).clone()
    # end solution


def bag_of_words(ids: torch.Tensor, num_tokens: int) -> torch.Tensor:
    """Count how often each token occurs in each text of a batch; the tokens' order is forgotten.

    Args:
        ids: Shape (B, T), int64, each from 0 to V - 1: B texts of T tokens. B is at least 1, T may be 0.
        num_tokens: V, the number of different tokens. Not every one has to occur.

    Returns:
        Shape (B, V), int64, on the device of ``ids``: entry ``[b, v]`` tells how many times token ``v`` occurs in text ``b``.

    Example:
        >>> bag_of_words(torch.tensor([[0, 2, 2], [1, 0, 2]]), num_tokens=3)
        tensor([[1, 0, 2],
                [1, 1, 1]])
    """
    # begin solution
    counts = torch.zeros(len(ids), num_tokens, dtype=torch.int64, device=ids.device)
    return counts.scatter_add_(1, ids, torch.ones_like(ids))
    # end solution
