"""Unusual but right versions of the tasks in chapter0_fundamentals/encoding."""

import numpy as np
import torch

from learn.variants import alternative


@alternative("build_vocabulary", "counts for each character how many different ones are smaller")
def by_rank(text):
    different = set(text)
    return {character: sum(other < character for other in different) for character in text}


@alternative("encode_text", "writes into an array, one character after the other")
def by_array(text, vocabulary):
    ids = np.full(len(text), len(vocabulary), dtype=np.int64)
    for place, character in enumerate(text):
        if character in vocabulary:
            ids[place] = vocabulary[character]
    return torch.from_numpy(ids)


@alternative("one_hot", "picks rows of the identity matrix")
def by_identity(ids, num_classes):
    return torch.eye(num_classes, device=ids.device)[ids]


@alternative("one_hot", "scatters ones into zeros")
def by_scatter(ids, num_classes):
    return torch.zeros(len(ids), num_classes, device=ids.device).scatter_(1, ids.unsqueeze(1), 1.0)


@alternative("image_to_tensor", "one channel after the other, stacked, in float64 inside")
def by_stacking(image):
    scale = 255.0 if image.dtype == np.uint8 else 1.0
    channels = [image] if image.ndim == 2 else [image[..., c] for c in range(image.shape[2])]
    return torch.stack([torch.from_numpy(channel.astype(np.float64) / scale) for channel in channels]).float()


@alternative("image_to_tensor", "transposes in NumPy; a view of a copy")
def by_numpy(image):
    copy = image.astype(np.float32)
    if image.dtype == np.uint8:
        copy /= 255
    return torch.from_numpy(copy.reshape(*image.shape[:2], -1)).movedim(-1, 0)


@alternative("tensor_to_image", "NumPy throughout; adds a half and cuts off instead of rounding")
def by_flooring(x):
    array = x.double().cpu().numpy().transpose(1, 2, 0)
    return np.floor(np.clip(array * 255 + 0.5, 0, 255)).astype(np.uint8)


@alternative("frames", "one index for each place in each frame")
def by_index(waveform, size, hop):
    starts = torch.arange(0, max(len(waveform) - size + 1, 0), hop)
    return waveform[starts.unsqueeze(1) + torch.arange(size)]


@alternative("frames", "stacks slices")
def by_slices(waveform, size, hop):
    pieces = [waveform[start : start + size] for start in range(0, len(waveform) - size + 1, hop)]
    return torch.stack(pieces) if pieces else torch.empty(0, size, dtype=waveform.dtype, device=waveform.device)


@alternative("bag_of_words", "bincount for each text")
def by_bincount(ids, num_tokens):
    return torch.stack([torch.bincount(row, minlength=num_tokens) for row in ids])


@alternative("bag_of_words", "sums one-hot rows")
def by_comparison(ids, num_tokens):
    return (ids.unsqueeze(2) == torch.arange(num_tokens, device=ids.device)).sum(dim=1)
