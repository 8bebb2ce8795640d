"""Checks for chapter0_fundamentals/encoding.

T = length of a text or a waveform, N = ids or frames, K = classes, V = tokens, B = texts in a batch,
C, H, W = channels, height and width of an image.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

LETTERS = "acegikmoqsuwy"


def letters(rng, count):
    """Return different letters in sorted order, none the neighbour of another in the alphabet."""
    return sorted(rng.shuffled(LETTERS)[:count])


def pixels(rng, *shape, low=0, high=254):
    """Return a random uint8 image."""
    return rng.randint(low, high, *shape).to(torch.uint8).numpy()


def levels(rng, *shape, low=0, high=254, beyond):
    """Return float32 values that lie a fraction ``beyond`` of a step above one of the levels 0/255, 1/255, ..."""
    return ((rng.randint(low, high, *shape).double() + beyond) / 255).float()


@check("build_vocabulary", points=2, title="numbers the characters from 0 in sorted order")
def test_build_vocabulary_order(submission, reference, rng):
    found = letters(rng, rng.integer(5, 8))
    for text in ("".join(found[2:] + found[:2]), found[0], ""):
        expect(submission.call("build_vocabulary", text)).to_match(reference.call("build_vocabulary", text))


@check("build_vocabulary", title="gives a character that comes again no second id")
def test_build_vocabulary_repeats(submission, reference, rng):
    a, b, c, d, e = letters(rng, 5)
    text = c + 3 * b + c + 4 * e + a + d
    expect(submission.call("build_vocabulary", text)).to_match(reference.call("build_vocabulary", text))


@check("build_vocabulary", title="counts capitals, spaces, line breaks and signs as characters of their own")
def test_build_vocabulary_every_character(submission, reference, rng):
    first, second = letters(rng, 2)
    text = f" {second}{first}, {first.upper()}{second.upper()}!\n"
    expect(submission.call("build_vocabulary", text)).to_match(reference.call("build_vocabulary", text))


@check("encode_text", points=2, title="gives each known character its id, as int64")
def test_encode_text_known(submission, reference, rng):
    known = letters(rng, rng.integer(4, 7))
    vocabulary = {letter: index for index, letter in enumerate(reversed(known))}
    for text in ("".join(rng.shuffled(known + known)), known[0]):
        expect(submission.call("encode_text", text, vocabulary)).to_match(reference.call("encode_text", text, vocabulary))


@check("encode_text", title="gives every unknown character the first free id")
def test_encode_text_unknown(submission, reference, rng):
    drawn = rng.shuffled(letters(rng, 6))
    known, unknown = drawn[:3], drawn[3:]
    vocabulary = {letter: index for index, letter in enumerate(known)}
    text = unknown[0] + known[1] + "".join(unknown) + known[0]
    expect(submission.call("encode_text", text, vocabulary)).to_match(reference.call("encode_text", text, vocabulary))


@check("encode_text", title="gives int64 for an empty text too")
def test_encode_text_empty(submission, reference, rng):
    vocabulary = {letter: index for index, letter in enumerate(letters(rng, 3))}
    expect(submission.call("encode_text", "", vocabulary)).to_match(reference.call("encode_text", "", vocabulary))


@check("encode_text", needs="test_encode_text_known", title="leaves the vocabulary as it was")
def test_encode_text_pure(submission, rng):
    known = letters(rng, 3)
    vocabulary = {letter: index for index, letter in enumerate(known)}
    args, _ = submission.inputs_after("encode_text", "".join(known) + "?", vocabulary)
    expect(args[1], "the vocabulary").to_match(vocabulary)


@check("one_hot", points=2, title="puts a 1 at each id's place and 0 elsewhere, as float32")
def test_one_hot_values(submission, reference, rng):
    for _ in range(3):
        n, k = rng.sizes(2, low=3)
        ids = rng.randint(0, k - 1, n)
        ids[:2] = torch.tensor([k - 1, 0])  # the last class occurs, and two rows differ
        for given in (ids, rng.strided(ids)):
            expect(submission.call("one_hot", given, k)).to_match(reference.call("one_hot", given, k))


@check("one_hot", title="makes a row of a single id too")
def test_one_hot_single(submission, reference, rng):
    for k in (rng.integer(2, 6), 1):
        ids = torch.tensor([k - 1])
        expect(submission.call("one_hot", ids, k)).to_match(reference.call("one_hot", ids, k))


@check("one_hot", title="has a column for each class, also for those that do not occur")
def test_one_hot_unused_classes(submission, reference, rng):
    n, k = rng.sizes(2, low=4)
    for ids in (rng.randint(0, k - 3, n), torch.zeros(0, dtype=torch.int64)):
        expect(submission.call("one_hot", ids, k)).to_match(reference.call("one_hot", ids, k))


@check("one_hot", needs="test_one_hot_values", title="leaves the ids as they were")
def test_one_hot_pure(submission, rng):
    n, k = rng.sizes(2)
    ids = rng.randint(0, k - 1, n)
    args, _ = submission.inputs_after("one_hot", ids, k)
    expect(args[0], "ids").to_match(ids)


@check("one_hot", needs="test_one_hot_values", title="does without the library's one_hot", reported=True)
def test_one_hot_by_hand(submission, rng):
    n, k = rng.sizes(2)
    expect(submission.library_calls("one_hot", rng.randint(0, k - 1, n), k)).to_avoid("one_hot")


test_one_hot_device = follows_device("one_hot", lambda rng: [rng.permutation(4), 5], needs="test_one_hot_values")


@check("image_to_tensor", points=2, title="puts the channels first and scales to 0 to 1, as float32")
def test_image_to_tensor_colour(submission, reference, rng):
    for shape in (rng.sizes(3), (1, rng.integer(4, 6), 3)):
        image = pixels(rng, *shape)
        image[0, :2, 0] = 255, 100  # the brightest pixel is as bright as can be, and one lies in the middle
        expect(submission.call("image_to_tensor", image)).to_match(reference.call("image_to_tensor", image))


@check("image_to_tensor", title="gives an image of one channel the shape (1, H, W)")
def test_image_to_tensor_one_channel(submission, reference, rng):
    h, w = rng.sizes(2)
    for shape in ((h, w, 1), (h, w)):
        image = pixels(rng, *shape)
        image[0, 0] = 255
        expect(submission.call("image_to_tensor", image)).to_match(reference.call("image_to_tensor", image))


@check("image_to_tensor", title="divides uint8 by 255 however dark the picture is")
def test_image_to_tensor_dark(submission, reference, rng):
    shape = rng.sizes(3)
    for brightest in (rng.integer(40, 90), 1):
        image = pixels(rng, *shape, high=brightest)
        image[0, 0, 0] = brightest
        expect(submission.call("image_to_tensor", image)).to_match(reference.call("image_to_tensor", image))


@check("image_to_tensor", title="leaves the scale of a float32 image alone")
def test_image_to_tensor_float(submission, reference, rng):
    h, w, c = rng.sizes(3)
    for shape in ((h, w, c), (h, w)):
        image = (0.2 + 0.6 * rng.rand(*shape)).numpy()
        expect(submission.call("image_to_tensor", image)).to_match(reference.call("image_to_tensor", image))


@check("image_to_tensor", title="gives the tensor memory of its own")
def test_image_to_tensor_own_memory(submission, rng):
    h, w, c = rng.sizes(3)
    for shape in ((h, w, c), (h, w)):
        shared = submission.shares_memory("image_to_tensor", rng.rand(*shape).numpy())
        expect(not shared).to_be_true("The tensor shares the array's memory: writing into one would change the other.")


@check("image_to_tensor", needs="test_image_to_tensor_colour", title="leaves the array as it was")
def test_image_to_tensor_pure(submission, rng):
    shape = rng.sizes(3)
    for image in (pixels(rng, *shape, low=1), (0.2 + 0.6 * rng.rand(*shape)).numpy()):
        args, _ = submission.inputs_after("image_to_tensor", image)
        expect(args[0], "the array").to_match(image)


@check("tensor_to_image", points=2, title="spreads 0 to 1 over 0 to 255 and puts the channels last, as a uint8 array")
def test_tensor_to_image_values(submission, reference, rng):
    for shape in (rng.sizes(3), (3, 1, rng.integer(4, 6))):
        x = levels(rng, *shape, beyond=0.3)
        x[0, 0, 0] = 200.3 / 255
        for given in (x, rng.strided(x)):
            expect(submission.call("tensor_to_image", given)).to_match(reference.call("tensor_to_image", given))


@check("tensor_to_image", title="rounds to the nearest level instead of cutting off")
def test_tensor_to_image_rounds(submission, reference, rng):
    x = levels(rng, *rng.sizes(3), beyond=0.7)
    expect(submission.call("tensor_to_image", x)).to_match(reference.call("tensor_to_image", x))


@check("tensor_to_image", title="takes values below 0 as 0 and above 1 as 1")
def test_tensor_to_image_clamps(submission, reference, rng):
    x = levels(rng, *rng.sizes(3), low=-200, high=450, beyond=0.3)
    x[0, 0, :2] = torch.tensor([-0.4, 1.4])
    expect(submission.call("tensor_to_image", x)).to_match(reference.call("tensor_to_image", x))


@check("tensor_to_image", title="keeps a single channel as the last dimension")
def test_tensor_to_image_one_channel(submission, reference, rng):
    x = levels(rng, 1, *rng.sizes(2), beyond=0.3)
    expect(submission.call("tensor_to_image", x)).to_match(reference.call("tensor_to_image", x))


@check("tensor_to_image", needs="test_tensor_to_image_values", title="leaves the tensor as it was")
def test_tensor_to_image_pure(submission, rng):
    x = levels(rng, *rng.sizes(3), low=-100, high=350, beyond=0.3)
    x[0, 0, 0] = 1.5
    args, _ = submission.inputs_after("tensor_to_image", x)
    expect(args[0], "x").to_match(x)


test_tensor_to_image_device = follows_device(
    "tensor_to_image", lambda rng: [levels(rng, 3, 4, 5, beyond=0.3)], needs="test_tensor_to_image_values"
)


def cut(rng, tail):
    """Return a size, a hop and a length for which a few frames overlap; ``tail`` says whether samples are left over."""
    hop = rng.integer(2, 4)
    size = 2 * hop + rng.choice([-1, 1])
    return size, hop, size + rng.integer(1, 4) * hop + (rng.integer(1, hop - 1) if tail else 0)


@check("frames", points=2, title="cuts overlapping frames and drops what is left over")
def test_frames_tail(submission, reference, rng):
    size, hop, length = cut(rng, tail=True)
    for case in ((length, size, hop), (2 * size + 5, size, size + 2)):
        waveform = rng.randn(case[0])
        expect(submission.call("frames", waveform, *case[1:])).to_match(reference.call("frames", waveform, *case[1:]))


@check("frames", title="includes a last frame that ends with the last sample")
def test_frames_exact(submission, reference, rng):
    size, hop, length = cut(rng, tail=False)
    for t in (length, size):
        waveform = rng.randn(t)
        expect(submission.call("frames", waveform, size, hop)).to_match(reference.call("frames", waveform, size, hop))


@check("frames", title="gives no frame where the sound is shorter than one")
def test_frames_short(submission, reference, rng):
    size, hop, _ = cut(rng, tail=False)
    for t in (size - 1, 0):
        waveform = rng.randn(t)
        expect(submission.call("frames", waveform, size, hop)).to_match(reference.call("frames", waveform, size, hop))


@check("frames", title="keeps the dtype")
def test_frames_dtype(submission, reference, rng):
    size, hop, length = cut(rng, tail=False)
    for waveform in (rng.randint(-99, 99, length, dtype=torch.int16), rng.randn(length, dtype=torch.float64)):
        expect(submission.call("frames", waveform, size, hop)).to_match(reference.call("frames", waveform, size, hop))


@check("frames", title="reads a waveform that is not contiguous")
def test_frames_strided(submission, reference, rng):
    size, hop, length = cut(rng, tail=False)
    inputs = {"waveform": rng.randn(2 * length), "size": size, "hop": hop}
    seen, known = (subject.observe("frames_of_every_second", **inputs) for subject in (submission, reference))
    expect(seen, "the frames of every second sample").to_match(known)


@check("frames", title="gives every frame memory of its own")
def test_frames_own_memory(submission, reference, rng):
    size, hop, length = cut(rng, tail=False)
    inputs = {"waveform": rng.randn(length), "size": size, "hop": hop}
    seen, known = (subject.observe("after_writing", **inputs) for subject in (submission, reference))
    expect(seen["waveform"], "the waveform after writing into frame 0").to_match(known["waveform"])
    expect(seen["frames"], "the frames after writing into frame 0").to_match(known["frames"])


test_frames_device = follows_device("frames", lambda rng: [rng.randn(11), 4, 3], needs="test_frames_tail")


@check("bag_of_words", points=2, title="counts for each text by itself, as int64")
def test_bag_of_words_rows(submission, reference, rng):
    for _ in range(2):
        b, t, v = sorted(rng.sizes(3, high=9))  # more tokens than places: no text has to repeat one
        ids = torch.stack([rng.permutation(v)[:t] for _ in range(b)])
        ids[0] = torch.arange(v - t, v)
        for given in (ids, rng.strided(ids)):
            expect(submission.call("bag_of_words", given, v)).to_match(reference.call("bag_of_words", given, v))


@check("bag_of_words", title="counts a token as often as it comes")
def test_bag_of_words_repeats(submission, reference, rng):
    b, t, v = rng.sizes(3, low=3)
    ids = rng.randint(0, v - 1, b, t)
    ids[0] = v - 1
    expect(submission.call("bag_of_words", ids, v)).to_match(reference.call("bag_of_words", ids, v))


@check("bag_of_words", title="has a column for each token, also for those that do not occur")
def test_bag_of_words_unused(submission, reference, rng):
    b, v = rng.sizes(2, low=4)
    for t in (2, 0):
        ids = torch.stack([rng.permutation(v - 2)[:t] for _ in range(b)])
        expect(submission.call("bag_of_words", ids, v)).to_match(reference.call("bag_of_words", ids, v))


@check("bag_of_words", title="keeps the batch where it holds a single text")
def test_bag_of_words_single(submission, reference, rng):
    t, v = sorted(rng.sizes(2))
    ids = v - 1 - rng.permutation(t).unsqueeze(0)  # the last token occurs, and none repeats
    expect(submission.call("bag_of_words", ids, v)).to_match(reference.call("bag_of_words", ids, v))


test_bag_of_words_device = follows_device(
    "bag_of_words", lambda rng: [rng.randint(0, 4, 3, 7), 6], needs="test_bag_of_words_rows"
)
