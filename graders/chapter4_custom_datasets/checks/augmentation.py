"""Checks for chapter4_custom_datasets/augmentation.

N = pictures, C = channels, H, W = height and width. Pixels hold different numbers, so that each tells where it was.
"""

import torch

from learn.checks import check
from learn.claims import expect_seen
from learn.devices import follows_device
from learn.expect import expect
from learn.picture_folders import KINDS, drawn
from learn.pictures import tiles


def seeds_of(rng, count):
    """Return seeds that all differ."""
    return [rng.integer(0, 10**6) + 10**6 * i for i in range(count)]


def numbered(rng, *shape, dtype=torch.float32):
    """Return a tensor of whole numbers from 1 up, all different, in random order."""
    return (1 + rng.permutation(torch.Size(shape).numel())).reshape(shape).to(dtype)


# ------------------------------------------------------------------ flip_pair


def flips(submission, image, mask, p, seeds, count):
    """Return images (count, C, H, W) and masks (count, H, W) by seed, once it is sure that they are of the right kind."""
    found = submission.observe("flipped", image=image, mask=mask, p=p, seeds=seeds, count=count)
    for row in found:
        expect(row is not None).to_be_true("The result is no pair: return a tuple (image, mask).")
        for parts, given, name in zip(row, (image, mask), ("the image", "the mask"), strict=True):
            for part in first_or_all(parts):
                expect(part, name).to_have_shape(given.shape)
                expect(part, name).to_have_dtype(given.dtype)
            expect(parts, name).to_be_finite()
    return found


def first_or_all(parts):
    """Return one of several results that came back as one tensor, as all are of the same kind, or else all of them."""
    return parts[:1] if isinstance(parts, torch.Tensor) else parts


def changes(results, given):
    """Tell of each result whether it differs from what was given."""
    return (results != given).flatten(1).any(dim=1).tolist()


def show_flips(submission, images, masks):
    """Show the first pictures and masks that came back."""
    images = [part.float() for pair in zip(images[:6, 0], masks[:6], strict=True) for part in pair]
    captions = ["image", "mask"] * (len(images) // 2)
    submission.show(tiles("Pictures and their masks", images, captions, "Some results, each picture before its mask."))


@check("flip_pair", points=2, title="mirrors the picture and its mask from left to right where p is 1")
def test_flip_pair_always(submission, rng):
    for c, h, w in [rng.sizes(3), (1, 1, rng.integer(2, 4)), (3, *rng.sizes(2))]:
        image = rng.strided(numbered(rng, c, h, w, dtype=rng.choice([torch.uint8, torch.float32])))
        mask = rng.strided(numbered(rng, h, w, dtype=torch.int64))
        ((images, masks),) = flips(submission, image, mask, 1.0, seeds_of(rng, 1), 1)
        expect(images[0], "the image").to_match(image.flip(2))
        expect(masks[0], "the mask").to_match(mask.flip(1))


@check("flip_pair", title="mirrors as often as p says")
def test_flip_pair_rate(submission, rng):
    image, mask = numbered(rng, 1, 2, 3), numbered(rng, 2, 3)
    ((images, masks),) = flips(submission, image, mask, 0.0, seeds_of(rng, 1), 8)
    kept = not any(changes(images, image) + changes(masks, mask))
    expect(kept).to_be_true("A pair was changed, although p was 0.")
    ((images, _),) = flips(submission, image, mask, 0.3, seeds_of(rng, 1), 100)
    changed = sum(changes(images, image))
    # Binomial: 30 with a deviation of 4.6. Chance leaves these bounds once in 10^7.
    expect(8 <= changed <= 60).to_be_true(f"Of 100 pictures {changed} were mirrored, with p = 0.3. About 30 should be.")


@check("flip_pair", title="tosses one coin: the mask moves if and only if the picture does")
def test_flip_pair_together(submission, rng):
    _, mask = drawn(rng, rng.choice(KINDS), 8, 10)
    mask = mask.float()
    mask[0, 0] = 0.5  # so that no mask is its own mirror image
    image = torch.stack([mask, 1 - mask])
    ((images, masks),) = flips(submission, image, mask, 0.5, seeds_of(rng, 1), 24)
    show_flips(submission, images, masks)
    for one, other in zip(images, masks, strict=True):
        if not torch.equal(other, one[0]):
            expect(other, "the mask, beside the first channel of the picture, which is drawn in the same way").to_match(one[0])


@check("flip_pair", title="draws from the generator")
def test_flip_pair_generator(submission, rng):
    image, mask = numbered(rng, 1, 2, 3), numbered(rng, 2, 3)
    seed, other = seeds_of(rng, 2)
    found = flips(submission, image, mask, 0.5, [seed, seed, other], 24)
    first, again, third = (changes(images, image) for images, _ in found)
    expect(first == again).to_be_true("Equal generators did not give equal results: draw all random numbers from it.")
    expect(first != third).to_be_true("Generators of two seeds gave the same 24 results: draw from the one that you get.")


@check("flip_pair", needs="test_flip_pair_always", title="leaves the tensors that it was given as they were")
def test_flip_pair_pure(submission, rng):
    _, h, w = rng.sizes(3)
    first, second = submission.observe(
        "flipped_again", image=numbered(rng, 2, h, w), mask=numbered(rng, h, w), seed=rng.integer(0, 10**6)
    )
    expect(second, "what a second call makes of the same image and mask").to_match(first)


# ------------------------------------------------------------------ random_crop


def positions(submission, image, size, seeds, count, padding=None):
    """Return the position of the top left corner of each crop, by seed, once it is sure that each is a window."""
    found = submission.observe("crops", image=image, size=size, seeds=seeds, count=count, padding=padding)
    padded = torch.nn.functional.pad(image, [padding or 0] * 4)
    windows = padded.unfold(1, size[0], 1).unfold(2, size[1], 1).permute(1, 2, 0, 3, 4)
    columns = windows.shape[1]
    windows = windows.flatten(0, 1).flatten(1)
    result = []
    for row in found:
        for crop in first_or_all(row):
            expect(crop).to_have_dtype(image.dtype)
            expect(crop).to_have_shape([len(image), *size])
        same = (row.flatten(1)[:, None] == windows).all(dim=2)
        around = " with its border of zeros" if padding else ""
        expect(bool(same.any(dim=1).all())).to_be_true(
            f"A crop is no window of the picture{around}: it is found nowhere in it."
        )
        result.append([divmod(k, columns) for k in same.int().argmax(dim=1).tolist()])
    return result


def expect_everywhere(submission, image, size, seed, count, padding=None):
    """Require that each of 3 x 3 windows comes up in this many crops, and return their positions."""
    (seen,) = positions(submission, image, size, [seed], count, padding)
    missing = [(top, left) for top in range(3) for left in range(3) if (top, left) not in seen]
    if missing:
        around = f" with padding={padding}" if padding else ""
        sentence = f"No window of size {size} has its top left corner at {missing[-1]} in {count} crops"
        expect(False).to_be_true(f"{sentence} of {tuple(image.shape)}{around}.")
    return seen


@check("random_crop", points=2, title="cuts windows of the right height and width, the same in each channel")
def test_random_crop_values(submission, rng):
    for _ in range(3):
        c, h, w, height, width = rng.sizes(5)
        dtype = rng.choice([torch.uint8, torch.int64, torch.float32])
        image = rng.strided(numbered(rng, c, h + height, w + width, dtype=torch.int64) % 251 + 1).to(dtype)
        positions(submission, image, (h, w), seeds_of(rng, 1), 4)
    image = numbered(rng, 1, *rng.sizes(2))
    positions(submission, image, tuple(image.shape[1:]), seeds_of(rng, 1), 2)


@check("random_crop", title="reaches every position equally often, also the last one in each direction")
def test_random_crop_positions(submission, rng):
    h, w = rng.sizes(2, 1, 3)
    image = rng.strided(numbered(rng, 2, h + 2, w + 2))
    seen = expect_everywhere(submission, image, (h, w), rng.integer(0, 10**6), 360)
    rows, columns = ([position[i] for position in seen] for i in range(2))
    for k in range(3):
        # Binomial, 1/3: 240 of 720, and 120 of 360. Chance leaves these bounds once in 10^7.
        often = 168 <= rows.count(k) + columns.count(k) <= 312 and all(71 <= n.count(k) <= 172 for n in (rows, columns))
        counts = f"top was {k} in {rows.count(k)} crops, and left in {columns.count(k)}"
        expect(often).to_be_true(f"Of 360 crops at 3 x 3 positions, {counts}. Both should be about 120.")


@check("random_crop", title="puts zeros on all four sides first")
def test_random_crop_padding(submission, rng):
    image = numbered(rng, 2, *rng.sizes(2, 3, 5))
    _, h, w = image.shape
    # Of 9 windows, chance misses one in 160 crops once in 10^7.
    expect_everywhere(submission, image, (h, w), rng.integer(0, 10**6), 160, padding=1)
    positions(submission, image, (h + 3, w + 2), seeds_of(rng, 1), 4, padding=2)


@check("random_crop", needs="test_random_crop_values", title="raises ValueError for a window that does not fit")
def test_random_crop_too_large(submission, rng):
    h, w = rng.sizes(2, 3, 7)
    for padding, size in [(0, (h + 1, w)), (0, (h, w + 1)), (1, (h + 3, 2)), (2, (2, w + 5))]:
        refused = submission.observe(
            "refused", image=numbered(rng, 2, h, w), size=size, padding=padding, seed=rng.integer(0, 10**6)
        )
        sentence = (
            f"A window of size {size} does not fit into a picture of {h} x {w} with padding={padding}: raise ValueError."
        )
        expect(refused).to_be_true(sentence)


@check("random_crop", title="draws from the generator")
def test_random_crop_generator(submission, rng):
    image = numbered(rng, 1, 9, 8)
    seed, other = seeds_of(rng, 2)
    first, again, third = positions(submission, image, (2, 3), [seed, seed, other], 20)
    expect(first == again).to_be_true("Equal generators did not give equal crops: draw all random numbers from it.")
    expect(first != third).to_be_true("Generators of two seeds gave the same 20 crops: draw from the one that you get.")


# ------------------------------------------------------------------ jitter


def jittered(submission, images, brightness, contrast, seeds):
    """Return what comes of the images by seed, once it is sure that it is of the right shape and dtype, and finite."""
    found = submission.observe("jittered", images=images, brightness=brightness, contrast=contrast, seeds=seeds)
    for result in found:
        expect(result).to_have_dtype(torch.float32)
        expect(result).to_have_shape(images.shape)
        expect(result).to_be_finite()
    return [result.double() for result in found]


def grey(rng, *shape, low, high):
    """Return pictures with values in this range."""
    return low + (high - low) * rng.rand(*shape)


def factor_of(results, values):
    """Return the factor of each picture that turns values into results best, shape (N, 1, 1, 1)."""
    dims = (1, 2, 3)
    return (results * values).sum(dims, keepdim=True) / values.square().sum(dims, keepdim=True)


@check("jitter", points=2, title="multiplies a copy of a picture by one factor of its own where contrast is 0")
def test_jitter_brightness(submission, rng):
    for n, c, h, w in [rng.sizes(4), (1, 3, 2, 2), (3, 1, *rng.sizes(2))]:
        images = rng.strided(grey(rng, n, c, h, w, low=0.1, high=0.6))
        (results,) = jittered(submission, images, 0.5, 0.0, seeds_of(rng, 1))
        factor = factor_of(results, images.double())
        inside = bool(((factor > 0.4999) & (factor < 1.5001)).all())
        expect(inside).to_be_true("A factor is not between 1 - brightness and 1 + brightness.")
        moved = n < 3 or bool(((factor - 1).abs() > 1e-4).any())  # all three factors are so near 1 once in 10^10
        expect(moved).to_be_true("No picture became brighter or darker.")
        expect(results, "the pictures, compared with the given ones times one factor each,").to_match(
            images.double() * factor, rtol=0, atol=1e-5
        )
    first, second = submission.observe(
        "jittered_again", images=images, brightness=0.5, contrast=0.4, seed=rng.integer(0, 10**6)
    )
    expect(second, "what a second call, with the same random numbers, makes of the same pictures").to_match(first)


@check("jitter", title="moves the values of a picture away from their mean, or towards it, by one factor")
def test_jitter_contrast(submission, rng):
    for n, c, h, w in [(8, *rng.sizes(3)), (1, 3, 2, 2)]:
        apart = torch.linspace(-0.15, 0.15, n).reshape(n, 1, 1, 1)  # so that no picture has the batch's mean
        images = rng.strided(grey(rng, n, c, h, w, low=0.35, high=0.45) + 0.2 * rng.rand(n, c, 1, 1) + apart)
        (results,) = jittered(submission, images, 0.0, 0.4, seeds_of(rng, 1))
        mean = images.double().mean((1, 2, 3), keepdim=True)
        away = images.double() - mean
        factor = factor_of(results - mean, away)
        inside = bool(((factor > 0.599) & (factor < 1.401)).all())
        expect(inside).to_be_true("A factor is not between 1 - contrast and 1 + contrast, or is not about the picture's mean.")
        moved = n < 3 or bool(((factor - 1).abs() > 1e-4).any())
        expect(moved).to_be_true("No picture's values moved away from their mean, or towards it.")
        wanted = mean + factor * away
        expect(results, "the pictures, compared with mean + factor * (x - mean),").to_match(wanted, rtol=0, atol=1e-5)


@check("jitter", title="draws the factors of each picture from the whole range, from the generator")
def test_jitter_range(submission, rng):
    images = torch.tensor([0.3, 0.5, 0.35, 0.45]).expand(300, 1, 1, 4).contiguous()
    seed, other = seeds_of(rng, 2)
    first, again, third = jittered(submission, images, 0.4, 0.5, [seed, seed, other])
    mean = images.double().mean((1, 2, 3))
    b = first.mean((1, 2, 3)) / mean
    spread = (images.amax((1, 2, 3)) - images.amin((1, 2, 3))).double()
    c = (first.amax((1, 2, 3)) - first.amin((1, 2, 3))) / spread / b
    for factors, strength, name in [(b, 0.4, "brightness"), (c, 0.5, "contrast")]:
        # Of 300 uniform factors, none lies in an outer tenth of the range once in 10^13.
        widest = f"the factors of {name} of 300 pictures go from {float(factors.min()):.3f} to {float(factors.max()):.3f}"
        reached = bool(factors.min() < 1 - 0.8 * strength) and bool(factors.max() > 1 + 0.8 * strength)
        expect(reached).to_be_true(f"With {name}={strength}, {widest}: they should fill the range.")
        kept = bool(factors.min() > 1 - strength - 0.01) and bool(factors.max() < 1 + strength + 0.01)
        expect(kept).to_be_true(f"With {name}={strength}, {widest}: that is too far.")
        # Half of them are expected in the inner half, with a deviation of 9: 60 and 240 are ten deviations away.
        inner = int(((factors - 1).abs() < strength / 2).sum())
        expect(60 < inner < 240).to_be_true(
            f"Of 300 factors of {name}, {inner} are in the inner half of the range: draw evenly."
        )
    expect(torch.equal(first, again)).to_be_true("Equal generators did not give equal results: draw all numbers from it.")
    expect(not torch.equal(first, third)).to_be_true(
        "Generators of two seeds gave the same results: draw from the one you get."
    )


@check("jitter", title="draws the factor of contrast whatever the one of brightness is")
def test_jitter_independent(submission, rng):
    images = torch.tensor([0.3, 0.5, 0.35, 0.45]).expand(200, 1, 1, 4).contiguous()
    (results,) = jittered(submission, images, 0.4, 0.5, seeds_of(rng, 1))
    b = results.mean((1, 2, 3))
    c = (results.amax((1, 2, 3)) - results.amin((1, 2, 3))) / b
    spread = float(b.std() * c.std())
    related = float(((b - b.mean()) * (c - c.mean())).mean()) / spread if spread > 1e-9 else 1.0
    # The correlation of 200 independent pairs is 0 with a deviation of 0.07.
    expect(abs(related) < 0.5).to_be_true(
        f"The two factors of a picture go together, with a correlation of {related:.2f}: draw a number for each of them."
    )


@check("jitter", needs="test_jitter_brightness", title="cuts values off at 0 and 1, at the end")
def test_jitter_clamp(submission, rng):
    # The second and the third value of each row are never cut off, so they tell the factors.
    rows = torch.tensor([0.0, 0.45, 0.55, 1.0]).expand(60, 1, rng.integer(1, 3), 4)
    (results,) = jittered(submission, rows.contiguous(), 0.5, 0.9, seeds_of(rng, 1))
    low, high = results[..., 1:2], results[..., 2:3]
    wanted = ((low + high) / 2 + (high - low) / 0.1 * (rows.double() - 0.5)).clamp(0, 1)
    expect(results).to_match(wanted, rtol=0, atol=2e-5)


test_jitter_device = follows_device(
    "jitter",
    lambda rng: {
        "images": grey(rng, 3, 2, 2, 4, low=0.2, high=0.6),
        "brightness": 0.0,
        "contrast": 0.0,
        "seeds": seeds_of(rng, 1),
    },
    probe="jittered",
    needs="test_jitter_brightness",
)


# ------------------------------------------------------------------ Normalise


def statistics(rng, c):
    """Return a mean and a deviation for each of c channels, none near 1."""
    return {"mean": 0.2 + 0.4 * rng.rand(c), "std": 0.1 + 0.2 * rng.rand(c)}


@check("Normalise", points=2, title="standardises each channel, of one picture or of many")
def test_normalise_values(submission, reference, rng):
    for _ in range(2):
        n, c, h, w = rng.sizes(4)
        batches = [rng.strided(rng.rand(n, c, h, w)), rng.rand(1, c, w, h), rng.strided(rng.rand(c, h, w))]
        expect_seen(submission, reference, "normalised", **statistics(rng, c), batches=batches)
    expect_seen(submission, reference, "normalised", **statistics(rng, 1), batches=[rng.rand(3, 1, 2, 4)])


@check("Normalise", title="divides whole numbers by 255 before anything else")
def test_normalise_uint8(submission, reference, rng):
    n, c, h, w = rng.sizes(4)
    batches = [rng.randint(0, 255, *shape, dtype=torch.uint8) for shape in [(n, c, h, w), (c, w, h)]]
    batches.append(rng.randint(0, 1, 1, c, h, w, dtype=torch.uint8))  # dark, but whole numbers all the same
    expect_seen(submission, reference, "normalised", **statistics(rng, c), batches=batches)


@check("Normalise", title="has an inverse")
def test_normalise_inverse(submission, reference, rng):
    n, c, h, w = rng.sizes(4)
    batches = [rng.strided(rng.randn(n, c, h, w)), rng.randn(c, w, h)]
    expect_seen(submission, reference, "undone", **statistics(rng, c), batches=batches)


@check("Normalise", needs="test_normalise_values", title="leaves the pictures that it was given as they were")
def test_normalise_pure(submission, rng):
    n, c, h, w = rng.sizes(4)
    first, second = submission.observe(
        "normalised_again", **statistics(rng, c), images=rng.rand(n, c, h, w), z=rng.randn(c, h, w)
    )
    expect(second, "what a second call makes of the same pictures").to_match(first)


@check("Normalise", needs="test_normalise_values", title="lets gradients through to the pictures, and has nothing to train")
def test_normalise_gradients(submission, reference, rng):
    n, c, h, w = rng.sizes(4)
    images, z, upstream = rng.rand(n, c, h, w), rng.randn(n, c, h, w), rng.randn(n, c, h, w)
    given = {**statistics(rng, c), "images": images, "z": z, "upstream": upstream}
    seen, wanted = (subject.observe("pulled_back", **given) for subject in (submission, reference))
    for name, found, right in zip(("normalise", "inverse"), seen["gradients"], wanted["gradients"], strict=True):
        expect(found is not None).to_be_true(f"No gradient came back to the pictures through {name}: stay in the graph.")
        expect(found, f"the gradient that {name} sends back to the pictures").to_match(right)
    fixed = bool((seen["after"] - seen["before"]).abs().max() < 1e-6)
    expect(fixed).to_be_true(
        "A step of an optimizer changed the statistics: register_buffer, unlike nn.Parameter, fixes them."
    )


test_normalise_device = follows_device(
    "Normalise",
    lambda rng: [list(statistics(rng, 3).values()), [rng.rand(2, 3, 4, 5)]],
    needs="test_normalise_values",
)


# ------------------------------------------------------------------ make_transforms

TRAIN, TEST = 0, 1


def settings(rng):
    """Return a size and statistics, as make_transforms takes them."""
    mean, std = ([round(rng.uniform(low, high), 3) for _ in range(3)] for low, high in [(0.35, 0.6), (0.2, 0.3)])
    return {"size": rng.choice([8, 12]), "mean": mean, "std": std}


def transformed(submission, part, pictures, count, *, size, mean, std):
    """Return what comes of each picture, once it is sure that it is of the right shape and dtype, and finite."""
    given = {"size": size, "mean": mean, "std": std, "pictures": pictures, "count": count}
    found = submission.observe("transformed", part=part, **given)
    name = f"what the {('training', 'test')[part]} transform returns"
    for results, picture in zip(found, pictures, strict=True):
        for result in first_or_all(results):
            expect(result, f"{name} for a picture of shape {tuple(picture.shape)}").to_have_shape([3, size, size])
            expect(result, name).to_have_dtype(torch.float32)
        expect(results, name).to_be_finite()
    return found


def per_channel(numbers):
    return torch.tensor(numbers).reshape(3, 1, 1)


def normalised(picture, mean, std):
    """Return a picture as both transforms end."""
    return (picture / 255 - per_channel(mean)) / per_channel(std)


def ramp(rng, h, w):
    """Return a picture that gets brighter to the right and downwards, a little otherwise in each channel."""
    down, right = 40 / h, 150 / w
    values = 20 + down * torch.arange(h)[:, None] + right * torch.arange(w)
    return torch.stack([values + 5 * i for i in rng.permutation(3).tolist()]).to(torch.uint8)


@check("make_transforms", points=2, title="scales a test picture to 0..1, then normalises it")
def test_make_transforms_values(submission, rng):
    given = settings(rng)
    pictures = [rng.randint(0, 255, 3, given["size"], given["size"], dtype=torch.uint8) for _ in range(2)]
    pictures[1] //= 3  # a dark one, so that its own statistics are not those of the training set
    found = transformed(submission, TEST, pictures, 4, **given)
    for results, picture in zip(found, pictures, strict=True):
        wanted = normalised(picture, given["mean"], given["std"])
        for result in results:
            expect(result, "what the test transform makes of a picture that needs no resizing").to_match(wanted)


@check("make_transforms", title="resizes the shorter side of a test picture, and keeps the square in the centre")
def test_make_transforms_centre(submission, rng):
    given = settings(rng)
    size = given["size"]
    # Half of the longer side's rest is a whole number of pixels, before and after resizing.
    crops = [
        (ramp(rng, size, size + 8), lambda p: p[:, :, 4:-4]),
        (ramp(rng, size + 12, size), lambda p: p[:, 6:-6]),
        (ramp(rng, 2 * size, 4 * size), lambda p: p[:, :, size:-size]),
        (ramp(rng, 4 * size, 2 * size), lambda p: p[:, size:-size]),
    ]
    found = transformed(submission, TEST, [picture for picture, _ in crops], 2, **given)
    for results, (picture, crop) in zip(found, crops, strict=True):
        square = crop(picture).float()
        factor = square.shape[1] // size
        square = square.unflatten(2, (size, factor)).unflatten(1, (size, factor)).mean((2, 4))
        wanted = normalised(square, given["mean"], given["std"])
        for result in results:
            # Ways to resize differ at the borders, by up to the step between two pixels; a wrong place is further off.
            name = f"what the test transform makes of a picture of shape {tuple(picture.shape)}"
            expect(result, name).to_match(wanted, rtol=0, atol=8 / 255 / min(given["std"]))


@check("make_transforms", title="does the same with a test picture each time")
def test_make_transforms_deterministic(submission, rng):
    given = settings(rng)
    size = given["size"]
    pictures = [rng.randint(0, 255, 3, *shape, dtype=torch.uint8) for shape in [(size + 7, size + 16), (3 * size, size)]]
    for results in transformed(submission, TEST, pictures, 6, **given):
        same = all(torch.equal(result, results[0]) for result in results)
        expect(same).to_be_true("The test transform gave different results for the same picture: nothing in it may be random.")


@check("make_transforms", title="scales a training picture to 0..1, then normalises it with the same statistics")
def test_make_transforms_train(submission, rng):
    given = settings(rng)
    size = given["size"]
    shapes = [(size, size), (size, size + 5), (3 * size, size + 1)]
    transformed(submission, TRAIN, [ramp(rng, *shape) for shape in shapes], 2, **given)
    halves = torch.zeros(3, 2 * size, 3 * size, dtype=torch.uint8)
    halves[:, :, halves.shape[2] // 2 :] = 255
    if rng.integer(0, 1):
        halves = halves.flip(2)
    (results,) = transformed(submission, TRAIN, [halves], 20, **given)
    undone = results * per_channel(given["std"]) + per_channel(given["mean"])
    low, high = float(undone.min()), float(undone.max())
    sentence = f"Of a black and white picture, result * std + mean goes from {low:.3f} to {high:.3f}"
    expect(low > -0.02 and high < 1.02).to_be_true(f"{sentence}: it has to stay between 0 and 1. Scale first, then normalise.")
    for channel in undone.unbind(dim=1):
        full = bool(channel.min() < 0.1) and bool(channel.max() > 0.9)
        expect(full).to_be_true(f"{sentence}: in 20 results each channel should go from 0 to 1. Scale first, then normalise.")


@check("make_transforms", title="crops a training picture at a random position, anew at each call")
def test_make_transforms_random(submission, rng):
    given = settings(rng)
    size = given["size"]
    height, width = 2 * size, 3 * size
    scene = (ramp(rng, height, width) // 2 + drawn(rng, rng.choice(KINDS), height, width)[0] // 4).to(torch.uint8)
    halves = torch.zeros(3, height, width, dtype=torch.uint8)
    halves[:, :, width // 2 :] = 255
    (scenes,) = transformed(submission, TRAIN, [scene], 6, **given)
    undone = [(result * per_channel(given["std"]) + per_channel(given["mean"])).clamp(0, 1) for result in scenes]
    alt = "Six results of the training transform for one picture."
    submission.show(tiles("One training picture, six times", undone, [str(i + 1) for i in range(6)], alt))
    (results,) = transformed(submission, TRAIN, [halves], 16, **given)
    # How much of a result is white says where it was cropped, and no mirror changes that. Random crops agree once in 10^8.
    shares = {white_share(result) for result in results * per_channel(given["std"]) + per_channel(given["mean"])}
    expect(len(shares) > 1).to_be_true(
        "16 calls of the training transform cut the same part out of a picture that is half black and half white: "
        "crop at a random position, anew at each call."
    )


def white_share(result):
    """Return which share of a black and white picture is white, whatever became of its contrast."""
    grey_values = result.mean(dim=0)
    low, high = float(grey_values.min()), float(grey_values.max())
    middle = (low + high) / 2 if high - low > 0.1 else 0.5
    return round(float((grey_values > middle).float().mean()), 3)


@check("make_transforms", title="mirrors about half of the training pictures")
def test_make_transforms_mirrored(submission, rng):
    given = settings(rng)
    size = given["size"]
    (results,) = transformed(submission, TRAIN, [ramp(rng, 3 * size, 3 * size)], 60, **given)
    grey_values = (results * per_channel(given["std"])).mean(dim=1)
    slopes = grey_values[..., size // 2 :].mean((1, 2)) - grey_values[..., : size // 2].mean((1, 2))
    slopes = slopes[slopes.abs() > 1e-4]  # without those that came out in one colour
    mirrored = int((slopes < 0).sum())
    # Binomial, 1/2: chance leaves a sixth to five sixths of 60 once in 10^7.
    half = (len(slopes) < 6 * mirrored + 1 and 6 * mirrored < 5 * len(slopes) + 1) or len(slopes) < 45
    expect(half).to_be_true(
        f"Of {len(slopes)} results for a picture that is brighter on the right, {mirrored} were brighter on the left: "
        "mirror from left to right, anew at each call, with probability 0.5."
    )


# ------------------------------------------------------------------ AugmentedDataset


def pictures_and_labels(rng, n):
    """Return n small images, in whole numbers, and their labels."""
    shape = rng.sizes(3, 1, 4)
    return [100 * rng.randint(1, 90, *shape).float() for _ in range(n)], [rng.integer(0, 9) for _ in range(n)]


@check("AugmentedDataset", points=2, title="has as many samples, with transformed images and untouched labels")
def test_augmented_dataset_values(submission, reference, rng):
    for n in (rng.integer(3, 6), 1):
        images, labels = pictures_and_labels(rng, n)
        indices = [*rng.permutation(n).tolist(), n - 1]
        expect_seen(submission, reference, "samples", images=images, labels=labels, indices=indices)
    words = rng.shuffled(["cat", "dog", "owl"])
    expect_seen(submission, reference, "samples", images=images * 3, labels=words, indices=[2, 0, 1])


@check("AugmentedDataset", title="calls the transform anew at each access")
def test_augmented_dataset_fresh(submission, reference, rng):
    images, labels = pictures_and_labels(rng, 3)
    expect_seen(submission, reference, "counted", images=images, labels=labels, indices=[2, 0, 2, 2, 1, 0])


@check("AugmentedDataset", title="reads a sample when it is asked for, and keeps none")
def test_augmented_dataset_lazy(submission, reference, rng):
    images, labels = pictures_and_labels(rng, 4)
    expect_seen(submission, reference, "replaced", images=images, labels=labels, new=[image + 7 for image in images])


@check("AugmentedDataset", title="lets a random transform draw other numbers for each sample, and in each epoch")
def test_augmented_dataset_random(submission, rng):
    image = rng.rand(3, dtype=torch.float64)
    seen = submission.observe("noisy", image=image, length=5, epochs=3)
    for result in seen:
        expect(result, "a transformed image").to_have_shape(image.shape)
    noise = torch.stack([result - image for result in seen]).reshape(3, 5, 3)
    for i, source in enumerate(["torch's", "NumPy's", "Python's"]):
        within = len(noise[0, :, i].unique()) == 5
        expect(within).to_be_true(
            f"The same of {source} random numbers came for several samples of an epoch: leave the generators' seeds alone."
        )
        over = len(noise[..., i].unique()) == 15
        expect(over).to_be_true(
            f"The same of {source} random numbers came again in another epoch: transform anew, and set no seed."
        )


@check("AugmentedDataset", title="leaves the data set underneath as it was, which the test part shares")
def test_augmented_dataset_split(submission, reference, rng):
    images, labels = pictures_and_labels(rng, 6)
    order = rng.permutation(6).tolist()
    expect_seen(submission, reference, "split", images=images, labels=labels, first=order[:4], second=order[4:])


# ------------------------------------------------------------------ broken_labels

NAMES = ["nothing", "mirror", "upside down", "half turn"]


def glyphs(rng):
    """Return an odd picture, its mirror image, one that is its own in each direction, and another odd one, float32."""
    h, w = rng.sizes(2, 4, 6)
    odd, even, other = (rng.randint(0, 255, 2, h, w).float() for _ in range(3))
    even = (even + even.flip(1)) / 2
    even = (even + even.flip(2)) / 2
    return odd, odd.flip(2), even, other


def expect_broken(submission, reference, images, labels, names, templates, classes):
    given = {"images": torch.stack(images), "labels": torch.tensor(labels), "names": names}
    given |= {"templates": torch.stack(templates), "classes": torch.tensor(classes)}
    expect_seen(submission, reference, "broken", **given)


@check("broken_labels", points=2, title="lists the labels that each augmentation breaks, of the pictures as they are")
def test_broken_labels_values(submission, reference, rng):
    for _ in range(2):
        odd, mirrored, even, other = templates = glyphs(rng)
        classes = rng.permutation(9)[:4].tolist()
        order = sorted((0, 2, 3), key=classes.__getitem__)
        images = [rng.strided(templates[i]) for i in order]
        expect_broken(submission, reference, images, [classes[i] for i in order], rng.shuffled(NAMES), templates, classes)
    expect_broken(submission, reference, [odd], [3], ["mirror", "nothing"], [odd, mirrored, even, other], [3, 1, 0, 2])


@check("broken_labels", title="says nothing about pictures that were taken for something else from the start")
def test_broken_labels_unsure(submission, reference, rng):
    odd, _, even, _ = templates = glyphs(rng)
    a, b, c, d = rng.sizes(4, 0, 9)
    # Label 10 is given to no picture: one is always taken for c, the other one for a, and for b once it is mirrored.
    images, labels = zip(*rng.shuffled([(odd, a), (even, c), (odd, 10), (even, 10)]), strict=True)
    names = ["mirror", "nothing"]
    expect_broken(submission, reference, list(images), list(labels), names, templates, [a, b, c, d])
    expect_broken(submission, reference, [odd, even], [10, 10], names, templates, [a, b, c, d])


@check("broken_labels", title="needs only one broken picture for a broken label")
def test_broken_labels_single(submission, reference, rng):
    odd, _, even, _ = templates = glyphs(rng)
    a, b, d = rng.sizes(3, 0, 9)
    images = rng.shuffled([odd] + [even] * rng.integer(7, 9))
    names = ["mirror", "nothing"]
    expect_broken(submission, reference, images, [a] * len(images), names, templates, [a, b, a, d])


@check("broken_labels", title="names each label once, from the lowest up")
def test_broken_labels_order(submission, reference, rng):
    odd, mirrored, even, other = glyphs(rng)
    low, high, *rest = sorted(rng.sizes(4, 0, 9))
    images, labels = [odd, mirrored] * 3 + [even], [high, low] * 3 + [rest[0]]
    names = ["mirror", "nothing"]
    expect_broken(submission, reference, images, labels, names, [odd, mirrored, even, other], [high, low, *rest])
