"""Plausible wrong versions of the tasks in chapter0_fundamentals/encoding."""

from collections import Counter

import numpy as np
import torch

from learn.variants import mistake


@mistake("build_vocabulary", "You numbered the characters in the order in which they first occur: sort them first.")
def first_come(text):
    return {character: index for index, character in enumerate(dict.fromkeys(text))}


@mistake("build_vocabulary", "Your ids start at 1: the first character gets id 0, as enumerate counts by itself.")
def from_one(text):
    return {character: index for index, character in enumerate(sorted(set(text)), start=1)}


@mistake("build_vocabulary", "You made a dict from id to character; the task asks for one from character to id.")
def wrong_way_round(text):
    return dict(enumerate(sorted(set(text))))


@mistake(
    "build_vocabulary",
    "You sorted the whole text, repeats included, which leaves gaps: keep each character once, with set().",
)
def with_gaps(text):
    return {character: index for index, character in enumerate(sorted(text))}


@mistake("build_vocabulary", "You numbered the characters by how often they occur; the task asks for sorted order.")
def by_frequency(text):
    return {character: index for index, (character, _) in enumerate(Counter(text).most_common())}


@mistake("build_vocabulary", 'You made the text lower case first: "A" and "a" are two characters with two ids.')
def lower_case(text):
    return {character: index for index, character in enumerate(sorted(set(text.lower())))}


@mistake("build_vocabulary", "You left out the white space: spaces and line breaks are characters and need ids too.")
def without_spaces(text):
    return {character: index for index, character in enumerate(sorted(set("".join(text.split()))))}


@mistake("build_vocabulary", "You sorted without regard to case: plain sorted() puts all capitals before all small letters.")
def sorted_like_a_dictionary(text):
    return {character: index for index, character in enumerate(sorted(set(text), key=lambda c: (c.lower(), c)))}


@mistake(
    "encode_text",
    "torch.Tensor(...) always makes float32, but ids are int64: use torch.tensor(..., dtype=torch.int64).",
)
def float_ids(text, vocabulary):
    return torch.Tensor([vocabulary.get(character, len(vocabulary)) for character in text])


@mistake("encode_text", "You made int32: ids are int64, which is what PyTorch's indexing and embeddings expect.")
def int32_ids(text, vocabulary):
    ids = [vocabulary.get(character, len(vocabulary)) for character in text]
    return torch.tensor(ids, dtype=torch.int32)


@mistake("encode_text", "torch.tensor([]) is float32, as no value tells it more: say dtype=torch.int64 yourself.")
def float_when_empty(text, vocabulary):
    return torch.tensor([vocabulary.get(character, len(vocabulary)) for character in text])


@mistake("encode_text", "You used the characters' code points (ord): look the ids up in the vocabulary.")
def code_points(text, vocabulary):
    ids = [ord(character) if character in vocabulary else len(vocabulary) for character in text]
    return torch.tensor(ids, dtype=torch.int64)


@mistake("encode_text", "You built a new vocabulary from this text: use the ids of the one that is passed in.")
def own_vocabulary(text, vocabulary):
    own = {character: index for index, character in enumerate(sorted(set(text)))}
    return torch.tensor([own[character] for character in text], dtype=torch.int64)


@mistake("encode_text", "A character outside the vocabulary raises KeyError: give it the id len(vocabulary).", raises=True)
def unknown_raises(text, vocabulary):
    return torch.tensor([vocabulary[character] for character in text], dtype=torch.int64)


@mistake("encode_text", "You left unknown characters out: each keeps its place and gets the id len(vocabulary).")
def unknown_skipped(text, vocabulary):
    return torch.tensor([vocabulary[character] for character in text if character in vocabulary], dtype=torch.int64)


@mistake("encode_text", "You gave unknown characters id 0, which belongs to a known one: use len(vocabulary).")
def unknown_is_zero(text, vocabulary):
    return torch.tensor([vocabulary.get(character, 0) for character in text], dtype=torch.int64)


@mistake("encode_text", "You gave unknown characters the id -1, which is no row of a table: use len(vocabulary).")
def unknown_is_minus_one(text, vocabulary):
    return torch.tensor([vocabulary.get(character, -1) for character in text], dtype=torch.int64)


@mistake("encode_text", "Each unknown character got an id of its own: they all share one, len(vocabulary).")
def unknown_numbered_on(text, vocabulary):
    own = dict(vocabulary)
    return torch.tensor([own.setdefault(character, len(own)) for character in text], dtype=torch.int64)


@mistake(
    "encode_text",
    "setdefault adds unknown characters to the caller's vocabulary: look them up with get, which adds nothing.",
)
def grows_vocabulary(text, vocabulary):
    ids = [vocabulary.setdefault(character, len(vocabulary)) for character in text]
    return torch.tensor(ids, dtype=torch.int64)


@mistake("one_hot", "result[:, ids] = 1 fills whole columns: one place for each row needs result[torch.arange(N), ids].")
def whole_columns(ids, num_classes):
    result = torch.zeros(len(ids), num_classes, device=ids.device)
    result[:, ids] = 1.0
    return result


@mistake("one_hot", "Your result has integers; the task asks for float32, which a network can multiply with its weights.")
def integer_rows(ids, num_classes):
    return (ids.unsqueeze(1) == torch.arange(num_classes, device=ids.device)).long()


@mistake("one_hot", "Your ids run along the columns, shape (K, N): unsqueeze the ids at the end, not the classes.")
def ids_along_columns(ids, num_classes):
    return (ids == torch.arange(num_classes, device=ids.device).unsqueeze(1)).float()


@mistake("one_hot", "You subtracted 1 from the ids: they count from 0 already, and id 0 then wraps round to the last class.")
def counted_from_one(ids, num_classes):
    return torch.eye(num_classes, device=ids.device)[ids - 1]


@mistake("one_hot", "squeeze() also drops a batch of one: the result of a single id still has shape (1, K).")
def squeezed_row(ids, num_classes):
    return torch.eye(num_classes, device=ids.device)[ids].squeeze()


@mistake("one_hot", "You took the number of classes from the largest id: use num_classes, as a class may be absent here.")
def classes_from_ids(ids, num_classes):
    return torch.eye(int(ids.max()) + 1, device=ids.device)[ids]


@mistake("one_hot", "unsqueeze_ with an underscore changes the caller's ids: use unsqueeze, which makes a new view.")
def unsqueezed_in_place(ids, num_classes):
    return torch.zeros(len(ids), num_classes, device=ids.device).scatter_(1, ids.unsqueeze_(1), 1.0)


@mistake("one_hot", "You called torch.nn.functional.one_hot, which is the task itself: compare, index or scatter by hand.")
def library_one_hot(ids, num_classes):
    return torch.nn.functional.one_hot(ids, num_classes).float()


@mistake("one_hot", "torch.arange makes the class numbers on the CPU, wherever the ids are: pass device=ids.device.")
def classes_on_cpu(ids, num_classes):
    return (ids.unsqueeze(1) == torch.arange(num_classes)).float()


@mistake(
    "image_to_tensor",
    "reshape keeps the reading order, so colours get mixed up: move the dimension with permute(2, 0, 1).",
)
def image_reshaped(image):
    pixels = torch.tensor(image).reshape(-1, *image.shape[:2])
    return pixels / 255 if image.dtype == np.uint8 else pixels


@mistake("image_to_tensor", "You turned the order round, to (C, W, H): height stays before width, with permute(2, 0, 1).")
def width_before_height(image):
    pixels = torch.tensor(image).reshape(*image.shape[:2], -1).permute(2, 1, 0)
    return pixels / 255 if image.dtype == np.uint8 else pixels


@mistake("image_to_tensor", "The values still go up to 255: divide uint8 by 255.")
def not_scaled(image):
    return torch.tensor(image).reshape(*image.shape[:2], -1).permute(2, 0, 1).float()


@mistake("image_to_tensor", "You divided by 256: the largest uint8 is 255, and it has to become 1.")
def divided_by_256(image):
    pixels = torch.tensor(image).reshape(*image.shape[:2], -1).permute(2, 0, 1)
    return pixels / 256 if image.dtype == np.uint8 else pixels


@mistake("image_to_tensor", "Dividing in NumPy gives float64: convert to float32.")
def doubles(image):
    scaled = image / 255 if image.dtype == np.uint8 else image.astype(np.float64)
    return torch.tensor(scaled).reshape(*image.shape[:2], -1).permute(2, 0, 1)


@mistake("image_to_tensor", "You divided integers with //, which leaves only 0 and 1: use /, which gives fractions.")
def whole_numbers_only(image):
    scaled = image // 255 if image.dtype == np.uint8 else image
    return torch.tensor(scaled).reshape(*image.shape[:2], -1).permute(2, 0, 1).float()


@mistake("image_to_tensor", "A greyscale image keeps its shape (H, W) in your version: it needs a channel, (1, H, W).")
def greyscale_without_channel(image):
    pixels = torch.tensor(image) / 255 if image.dtype == np.uint8 else torch.tensor(image)
    return pixels if pixels.dim() == 2 else pixels.permute(2, 0, 1)


@mistake("image_to_tensor", "squeeze() drops the channel of a greyscale image: the result always has three dimensions.")
def channel_squeezed(image):
    pixels = torch.tensor(image).reshape(*image.shape[:2], -1).permute(2, 0, 1)
    pixels = pixels / 255 if image.dtype == np.uint8 else pixels
    return pixels.squeeze(0)


@mistake("image_to_tensor", "You made three equal channels of a greyscale image: it has one, so the shape is (1, H, W).")
def greyscale_tripled(image):
    colour = np.stack([image] * 3, axis=2) if image.ndim == 2 else image
    pixels = torch.tensor(colour).permute(2, 0, 1)
    return pixels / 255 if image.dtype == np.uint8 else pixels


@mistake("image_to_tensor", "You divided by the brightest pixel, so dark pictures become bright: divide uint8 by 255 always.")
def divided_by_brightest(image):
    pixels = torch.tensor(image).reshape(*image.shape[:2], -1).permute(2, 0, 1)
    return pixels / pixels.max() if image.dtype == np.uint8 else pixels


@mistake(
    "image_to_tensor",
    "You guessed the scale from the largest value, which fails for a nearly black image: ask the dtype.",
)
def scale_guessed(image):
    pixels = torch.tensor(image).reshape(*image.shape[:2], -1).permute(2, 0, 1).float()
    return pixels / 255 if image.max() > 1 else pixels


@mistake("image_to_tensor", "You divided a float32 image by 255 as well: its values lie between 0 and 1 already.")
def float_scaled_again(image):
    return torch.tensor(image).reshape(*image.shape[:2], -1).permute(2, 0, 1) / 255


@mistake("image_to_tensor", "from_numpy shares the array's memory: copy, with torch.tensor(image) or clone().")
def float_aliased(image):
    pixels = torch.from_numpy(image).reshape(*image.shape[:2], -1).permute(2, 0, 1)
    return pixels / 255 if image.dtype == np.uint8 else pixels


@mistake(
    "image_to_tensor",
    "contiguous() copies only what lies out of order, and a greyscale image does not: copy with clone().",
)
def copied_if_out_of_order(image):
    pixels = torch.from_numpy(image).reshape(*image.shape[:2], -1).permute(2, 0, 1).contiguous()
    return pixels / 255 if image.dtype == np.uint8 else pixels


@mistake(
    "image_to_tensor",
    "You rescaled a float32 image in place (*= 255), and the caller's array changed: make a new array.",
)
def array_rescaled(image):
    if image.dtype == np.float32:
        image *= 255
    return torch.tensor(image).reshape(*image.shape[:2], -1).permute(2, 0, 1) / 255


@mistake(
    "tensor_to_image",
    "reshape keeps the reading order, so colours get mixed up: move the dimension with permute(1, 2, 0).",
)
def tensor_reshaped(x):
    return (x.clamp(0, 1) * 255).round().to(torch.uint8).reshape(*x.shape[1:], -1).cpu().numpy()


@mistake("tensor_to_image", "The channels are still first: picture libraries expect (H, W, C), so permute(1, 2, 0).")
def channels_still_first(x):
    return (x.clamp(0, 1) * 255).round().to(torch.uint8).cpu().numpy()


@mistake("tensor_to_image", "You turned the order round, to (W, H, C): height stays before width, with permute(1, 2, 0).")
def picture_width_first(x):
    return (x.clamp(0, 1) * 255).round().to(torch.uint8).permute(2, 1, 0).cpu().numpy()


@mistake("tensor_to_image", "You converted to uint8 before scaling, so every fraction became 0: scale and round first.")
def converted_early(x):
    return (x.clamp(0, 1).to(torch.uint8) * 255).permute(1, 2, 0).cpu().numpy()


@mistake("tensor_to_image", "You multiplied by 256, so 1.0 no longer fits into uint8: the largest level is 255.")
def times_256(x):
    return (x.clamp(0, 1) * 256).round().to(torch.uint8).permute(1, 2, 0).cpu().numpy()


@mistake(
    "tensor_to_image",
    "You stretched the image's own smallest to largest value over 0 to 255: 0 and 1 are the fixed ends.",
)
def stretched(x):
    scaled = (x - x.min()) / (x.max() - x.min())
    return (scaled * 255).round().to(torch.uint8).permute(1, 2, 0).cpu().numpy()


@mistake("tensor_to_image", "You returned a tensor: .numpy() turns it into an array.")
def still_a_tensor(x):
    return (x.clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0)


@mistake("tensor_to_image", "The array is float32: convert the rounded levels to uint8.")
def still_float(x):
    return (x.clamp(0, 1) * 255).round().permute(1, 2, 0).cpu().numpy()


@mistake("tensor_to_image", "Converting to uint8 cuts the fraction off, so everything gets darker: round() first.")
def cut_off(x):
    return (x.clamp(0, 1) * 255).to(torch.uint8).permute(1, 2, 0).cpu().numpy()


@mistake("tensor_to_image", "Values outside 0 to 1 wrap round in uint8, so 1.1 becomes nearly black: clamp first.")
def not_clamped(x):
    return (x * 255).round().to(torch.uint8).permute(1, 2, 0).cpu().numpy()


@mistake("tensor_to_image", "squeeze() drops a single channel: the shape is (H, W, 1).")
def single_channel_squeezed(x):
    return (x.clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).squeeze(2).cpu().numpy()


@mistake("tensor_to_image", "clamp_ and mul_ with an underscore change the caller's tensor: use clamp and *.")
def tensor_changed(x):
    return x.clamp_(0, 1).mul_(255).round().to(torch.uint8).permute(1, 2, 0).cpu().numpy()


@mistake("tensor_to_image", "numpy() reads only tensors on the CPU, and x may be on an accelerator: call cpu() before it.")
def not_moved_to_cpu(x):
    return (x.clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()


@mistake("frames", "You cut the sound into pieces side by side: frames start every hop samples, so they may overlap.")
def side_by_side(waveform, size, hop):
    return waveform[: len(waveform) // size * size].reshape(-1, size).clone()


@mistake("frames", "You filled the last frame up with zeros: what does not fill a whole frame is dropped.")
def tail_padded(waveform, size, hop):
    if len(waveform) < size:
        return waveform.new_empty(0, size)
    missing = -(len(waveform) - size) % hop
    return torch.cat([waveform, waveform.new_zeros(missing)]).unfold(0, size, hop).clone()


@mistake("frames", "One frame is missing: there are (T - size) // hop + 1, as the first one starts before any hop.")
def one_frame_short(waveform, size, hop):
    count = max((len(waveform) - size) // hop, 0)
    return torch.stack([waveform[n * hop : n * hop + size] for n in range(count)]) if count else waveform.new_empty(0, size)


@mistake(
    "frames",
    "A frame may end with the very last sample: its start can be T - size, so range has to go to T - size + 1.",
)
def last_start_excluded(waveform, size, hop):
    starts = range(0, len(waveform) - size, hop)
    return torch.stack([waveform[s : s + size] for s in starts]) if starts else waveform.new_empty(0, size)


@mistake("frames", "You swapped size and hop: size is a frame's length, hop the way to the next frame's start.")
def size_and_hop_swapped(waveform, size, hop):
    return waveform.unfold(0, hop, size).clone() if len(waveform) >= hop else waveform.new_empty(0, size)


@mistake("frames", "You took hop for the overlap: it is the distance between two starts, not size minus it.")
def hop_as_overlap(waveform, size, hop):
    if len(waveform) < size:
        return waveform.new_empty(0, size)
    return waveform.unfold(0, size, max(size - hop, 1)).clone()


@mistake("frames", "A sound shorter than one frame raises an error: give an empty tensor of shape (0, size).")
def short_raises(waveform, size, hop):
    return waveform.unfold(0, size, hop).clone()


@mistake("frames", "torch.stack refuses an empty list: where T < size, give waveform.new_empty(0, size).")
def stack_of_no_frames(waveform, size, hop):
    return torch.stack([waveform[s : s + size] for s in range(0, len(waveform) - size + 1, hop)])


@mistake("frames", "You filled a short sound up to one frame: it holds no whole frame, so give shape (0, size).")
def short_padded(waveform, size, hop):
    if len(waveform) < size:
        waveform = torch.cat([waveform, waveform.new_zeros(size - len(waveform))])
    return waveform.unfold(0, size, hop).clone()


@mistake("frames", "The frames are float32 whatever the sound is, as torch.zeros is: make them with dtype=waveform.dtype.")
def float32_frames(waveform, size, hop):
    count = max((len(waveform) - size) // hop + 1, 0)
    result = torch.zeros(count, size, device=waveform.device)
    for n in range(count):
        result[n] = waveform[n * hop : n * hop + size]
    return result


@mistake("frames", "You assumed that neighbours lie side by side in memory: ask waveform.stride(0).")
def strides_assumed(waveform, size, hop):
    count = max((len(waveform) - size) // hop + 1, 0)
    return waveform.as_strided((count, size), (hop, 1)).clone()


@mistake("frames", "unfold returns a view, so writing into a frame changes the waveform: clone() the frames.")
def view_of_waveform(waveform, size, hop):
    return waveform.unfold(0, size, hop) if len(waveform) >= size else waveform.new_empty(0, size)


@mistake("frames", "You cloned the waveform before unfolding, so overlapping frames still share memory: clone() after it.")
def cloned_too_early(waveform, size, hop):
    return waveform.clone().unfold(0, size, hop) if len(waveform) >= size else waveform.new_empty(0, size)


@mistake("frames", "torch.empty makes the frames on the CPU, wherever the sound is: use waveform.new_empty(...).")
def frames_on_cpu(waveform, size, hop):
    count = max((len(waveform) - size) // hop + 1, 0)
    result = torch.empty(count, size, dtype=waveform.dtype)
    for n in range(count):
        result[n] = waveform[n * hop : n * hop + size]
    return result


@mistake(
    "bag_of_words",
    "A token that comes again is not counted again: counts[rows, ids] += 1 adds once. Use scatter_add_ or a sum.",
)
def repeats_lost(ids, num_tokens):
    counts = torch.zeros(len(ids), num_tokens, dtype=torch.int64, device=ids.device)
    counts[torch.arange(len(ids)).unsqueeze(1), ids] += 1
    return counts


@mistake("bag_of_words", "You counted the whole batch together: each text has a row of its own, shape (B, V).")
def whole_batch(ids, num_tokens):
    return torch.bincount(ids.reshape(-1), minlength=num_tokens)


@mistake("bag_of_words", "You summed over the texts (dim=0): add up the places within a text, dim=1.")
def summed_over_texts(ids, num_tokens):
    return (ids.unsqueeze(2) == torch.arange(num_tokens, device=ids.device)).sum(dim=0)


@mistake("bag_of_words", "Your counts are float32: counts are whole numbers, int64.")
def float_counts(ids, num_tokens):
    return (ids.unsqueeze(2) == torch.arange(num_tokens, device=ids.device)).float().sum(dim=1)


@mistake("bag_of_words", "You divided by the text's length: the task asks for counts, not for shares.")
def shares(ids, num_tokens):
    return (ids.unsqueeze(2) == torch.arange(num_tokens, device=ids.device)).float().mean(dim=1)


@mistake("bag_of_words", "You took the number of columns from the largest id: use num_tokens, as a token may be absent here.")
def columns_from_ids(ids, num_tokens):
    return (ids.unsqueeze(2) == torch.arange(int(ids.max()) + 1, device=ids.device)).sum(dim=1)


@mistake("bag_of_words", "squeeze() also drops a batch of one: a single text still gives shape (1, V).")
def batch_squeezed(ids, num_tokens):
    return (ids.unsqueeze(2) == torch.arange(num_tokens, device=ids.device)).sum(dim=1).squeeze()


@mistake(
    "bag_of_words",
    "torch.zeros makes the counts on the CPU, and scatter_add_ wants them where the ids are: pass device=ids.device.",
)
def counts_on_cpu(ids, num_tokens):
    return torch.zeros(len(ids), num_tokens, dtype=torch.int64).scatter_add_(1, ids, torch.ones_like(ids))
