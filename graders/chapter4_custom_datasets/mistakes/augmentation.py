"""Plausible wrong versions of the tasks in chapter4_custom_datasets/augmentation.

A wrong class takes over what is right and replaces one method.
"""

import torch
from augmentation import AugmentedDataset, Normalise, flip_pair, make_transforms, random_crop
from torch import nn
from torch.utils.data import Dataset, Subset
from torchvision.transforms import v2

from learn.variants import mistake

# ------------------------------------------------------------------ flip_pair


@mistake("flip_pair", "You mirrored the picture but not its mask, which now belongs to other pixels: mask.flip(-1), too.")
def image_only(image, mask, p, generator):
    return flip_pair(image, mask, p, generator)[0], mask


@mistake(
    "flip_pair", "You tossed a coin for the picture and another one for the mask: draw once, and use the answer for both."
)
def two_coins(image, mask, p, generator):
    if torch.rand((), generator=generator) < p:
        image = image.flip(-1)
    if torch.rand((), generator=generator) < p:
        mask = mask.flip(-1)
    return image, mask


@mistake(
    "flip_pair", "You turned the picture upside down: dim 1 of a picture (C, H, W) is its height. Left to right is dim -1."
)
def upside_down(image, mask, p, generator):
    if torch.rand((), generator=generator) < p:
        return image.flip(1), mask.flip(1)
    return image, mask


@mistake("flip_pair", "You mirror where the number is above p, which happens with probability 1 - p: it should be below p.")
def the_other_way_round(image, mask, p, generator):
    if torch.rand((), generator=generator) >= p:
        return image.flip(-1), mask.flip(-1)
    return image, mask


@mistake("flip_pair", "You wrote into the caller's tensors: flip() makes new ones, so return those.")
def in_place(image, mask, p, generator):
    if torch.rand((), generator=generator) < p:
        image[:] = image.flip(-1)
        mask[:] = mask.flip(-1)
    return image, mask


@mistake("flip_pair", "You drew from the global generator: pass generator=generator to torch.rand.")
def global_coin(image, mask, p, generator):
    if torch.rand(()) < p:
        return image.flip(-1), mask.flip(-1)
    return image, mask


# ------------------------------------------------------------------ random_crop


def window(image, size, draw, padding=0):
    """Return the crop whose corner ``draw`` chooses, given how many rows and columns there are to choose from."""
    image = nn.functional.pad(image, [padding] * 4)
    rows, columns = image.shape[1] - size[0] + 1, image.shape[2] - size[1] + 1
    if rows < 1 or columns < 1:
        raise ValueError("the window does not fit")
    top, left = draw(rows, columns)
    return image[:, top : top + size[0], left : left + size[1]]


@mistake("random_crop", "The last position is never drawn: there are H - h + 1 of them, and randint leaves its upper end out.")
def last_position_missing(image, size, generator, padding=0):
    def draw(rows, columns):
        return [int(torch.randint(max(n - 1, 1), (), generator=generator)) for n in (rows, columns)]

    return window(image, size, draw, padding)


@mistake("random_crop", "Height and width are swapped: size is (h, w), and a picture is (C, H, W).", raises=True)
def swapped(image, size, generator, padding=0):
    return random_crop(image.mT, size, generator, padding).mT


@mistake("random_crop", "A slice that goes too far is cut off without a word: compare the sizes, and raise ValueError.")
def not_compared(image, size, generator, padding=0):
    image = nn.functional.pad(image, [padding] * 4)
    top, left = (
        int(torch.randint(max(full - part, 0) + 1, (), generator=generator))
        for full, part in zip(image.shape[1:], size, strict=True)
    )
    return image[:, top : top + size[0], left : left + size[1]]


@mistake("random_crop", "You padded two sides only: F.pad takes left, right, top and bottom, [padding] * 4.")
def two_sides(image, size, generator, padding=0):
    return random_crop(nn.functional.pad(image, [0, 2 * padding, 0, 2 * padding]), size, generator)


@mistake(
    "random_crop", "Rounding gives the first and the last position only half of their share: take randint(H - h + 1, ()), say."
)
def rounded(image, size, generator, padding=0):
    def draw(rows, columns):
        return [round(torch.rand((), generator=generator).item() * (n - 1)) for n in (rows, columns)]

    return window(image, size, draw, padding)


@mistake("random_crop", "Your positions come from the global generator: pass generator=generator to torch.randint.")
def global_position(image, size, generator, padding=0):
    return window(image, size, lambda *counts: [int(torch.randint(n, ())) for n in counts], padding)


# ------------------------------------------------------------------ jitter


def changed(images, b, c, mean):
    return (b * (mean + c * (images - mean))).clamp(0, 1)


def around_one(strength, shape, generator, device):
    return 1 + strength * (2 * torch.rand(shape, generator=generator).to(device) - 1)


def mean_of(images):
    return images.mean(dim=(1, 2, 3), keepdim=True)


@mistake("jitter", "Each pixel got a factor of its own, which is noise: draw one for each picture, shape (N, 1, 1, 1).")
def for_each_pixel(images, brightness, contrast, generator):
    b, c = (around_one(s, images.shape, generator, images.device) for s in (brightness, contrast))
    return changed(images, b, c, mean_of(images))


@mistake("jitter", "The whole batch got the same factors: draw one for each picture, shape (N, 1, 1, 1).")
def one_for_the_batch(images, brightness, contrast, generator):
    b, c = (around_one(s, (), generator, images.device) for s in (brightness, contrast))
    return changed(images, b, c, mean_of(images))


@mistake("jitter", "Your pictures only get brighter and richer in contrast: factors go from 1 - strength to 1 + strength.")
def only_up(images, brightness, contrast, generator):
    shape = (len(images), 1, 1, 1)
    b, c = (1 + s * torch.rand(shape, generator=generator).to(images.device) for s in (brightness, contrast))
    return changed(images, b, c, mean_of(images))


@mistake("jitter", "Your values leave the range from 0 to 1: end with clamp(0, 1).")
def not_clamped(images, brightness, contrast, generator):
    shape = (len(images), 1, 1, 1)
    b, c = (around_one(s, shape, generator, images.device) for s in (brightness, contrast))
    mean = mean_of(images)
    return b * (mean + c * (images - mean))


@mistake("jitter", "One random number makes both factors, so that bright pictures are rich in contrast, too: draw two.")
def same_number(images, brightness, contrast, generator):
    u = around_one(1, (len(images), 1, 1, 1), generator, images.device) - 1
    return changed(images, 1 + brightness * u, 1 + contrast * u, mean_of(images))


@mistake("jitter", "Your contrast is about the mean of the whole batch: each picture has a mean, dim=(1, 2, 3).")
def mean_of_the_batch(images, brightness, contrast, generator):
    shape = (len(images), 1, 1, 1)
    b, c = (around_one(s, shape, generator, images.device) for s in (brightness, contrast))
    return changed(images, b, c, images.mean())


@mistake("jitter", "Your factors stay on the CPU, wherever the pictures are: move them with .to(images.device).")
def factors_on_cpu(images, brightness, contrast, generator):
    shape = (len(images), 1, 1, 1)
    b, c = (around_one(s, shape, generator, "cpu") for s in (brightness, contrast))
    return changed(images, b, c, mean_of(images))


# ------------------------------------------------------------------ Normalise


@mistake(
    "Normalise", "You standardised values from 0 to 255 with statistics of values from 0 to 1: divide uint8 by 255 first."
)
class NotScaled(Normalise):
    def forward(self, images):
        return super().forward(images.float())


@mistake(
    "Normalise",
    "Shape (C,) broadcasts along the last dimension, the width: give the statistics shape (C, 1, 1).",
    raises=True,
)
class AlongTheWidth(Normalise):
    def __init__(self, mean, std):
        super().__init__(mean, std)
        self.mean, self.std = mean, std


@mistake("Normalise", "You divided by the variance, std squared: divide by std.")
class ByVariance(Normalise):
    def forward(self, images):
        return super().forward(images) / self.std


@mistake("Normalise", "You changed the caller's pictures: sub_ and div_ work in place. Write (images - mean) / std.")
class InPlace(Normalise):
    def forward(self, images):
        if images.dtype == torch.uint8:
            images = images / 255
        return images.sub_(self.mean).div_(self.std)


@mistake("Normalise", "no_grad() cuts your pictures off: no gradient reaches them. Leave it to those who call you.")
class NoGradients(Normalise):
    @torch.no_grad()
    def forward(self, images):
        return super().forward(images)

    @torch.no_grad()
    def inverse(self, z):
        return super().inverse(z)


@mistake("Normalise", "Your inverse adds the mean before it multiplies: undo the last step first, z * std + mean.")
class InverseInTheSameOrder(Normalise):
    def inverse(self, z):
        return (z + self.mean) * self.std


@mistake("Normalise", "Your statistics are plain attributes, which to(device) leaves behind: make them with register_buffer.")
class PlainAttributes(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.mean, self.std = mean.reshape(-1, 1, 1), std.reshape(-1, 1, 1)

    forward, inverse = Normalise.forward, Normalise.inverse


# ------------------------------------------------------------------ make_transforms


def numbers(mean, std):
    """Return the right end of both transforms."""
    return [v2.ToDtype(torch.float32, scale=True), v2.Normalize(list(mean), list(std))]


def both(size, *end):
    """Return two transforms that begin in the right way and have the same end."""
    return (
        v2.Compose([v2.RandomResizedCrop(size), v2.RandomHorizontalFlip(), *end]),
        v2.Compose([v2.Resize(size), v2.CenterCrop(size), *end]),
    )


@mistake(
    "make_transforms", "Your test pictures are augmented, too: crop their centre, and mirror nothing, so that a test repeats."
)
def augmented_test(size, mean, std):
    train = make_transforms(size, mean, std)[0]
    return train, train


@mistake("make_transforms", "You normalise before you scale, but mean and std are those of values from 0 to 1: scale first.")
def normalised_before_scaling(size, mean, std):
    end = v2.ToDtype(torch.float32), v2.Normalize(list(mean), list(std)), v2.Lambda(lambda image: image / 255)
    return both(size, *end)


@mistake("make_transforms", "ToDtype(torch.float32) alone leaves values from 0 to 255: pass scale=True.")
def not_scaled(size, mean, std):
    return both(size, v2.ToDtype(torch.float32), v2.Normalize(list(mean), list(std)))


@mistake("make_transforms", "Resize(size) sets the shorter side only, so not every result is square: add CenterCrop(size).")
def not_square(size, mean, std):
    train = make_transforms(size, mean, std)[0]
    return train, v2.Compose([v2.Resize(size), *numbers(mean, std)])


@mistake(
    "make_transforms", "You normalise each test picture by its own mean and deviation: use those of the training set for both."
)
def own_statistics(size, mean, std):
    def standardised(picture):
        return (picture - picture.mean((1, 2), keepdim=True)) / picture.std((1, 2), keepdim=True).clamp(min=1e-6)

    _, test = make_transforms(size, [0.0] * 3, [1.0] * 3)
    return make_transforms(size, mean, std)[0], v2.Compose([test, standardised])


@mistake("make_transforms", "Your training transform always keeps the centre: take RandomResizedCrop or RandomCrop.")
def never_moved(size, mean, std):
    test = make_transforms(size, mean, std)[1]
    return v2.Compose([v2.RandomHorizontalFlip(), test]), test


@mistake("make_transforms", "Your training pictures are cropped, but never mirrored: add RandomHorizontalFlip(0.5).")
def never_mirrored(size, mean, std):
    test = make_transforms(size, mean, std)[1]
    return v2.Compose([v2.RandomResizedCrop(size), *numbers(mean, std)]), test


# ------------------------------------------------------------------ AugmentedDataset


@mistake("AugmentedDataset", "You transform every picture once, in __init__, and repeat that: transform in __getitem__.")
class OnceAtTheStart(Dataset):
    def __init__(self, dataset, transform):
        self.samples = [(transform(dataset[i][0]), dataset[i][1]) for i in range(len(dataset))]

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        return self.samples[index]


@mistake(
    "AugmentedDataset", "You keep what the transform made, and give it again at the next access: transform anew each time."
)
class Cached(AugmentedDataset):
    def __init__(self, dataset, transform):
        super().__init__(dataset, transform)
        self.seen = {}

    def __getitem__(self, index):
        if index not in self.seen:
            self.seen[index] = super().__getitem__(index)
        return self.seen[index]


@mistake("AugmentedDataset", "You set the same seed before each sample, so all get the same random numbers: set none.")
class SameSeed(AugmentedDataset):
    def __getitem__(self, index):
        torch.manual_seed(0)
        return super().__getitem__(index)


@mistake("AugmentedDataset", "You transform the label, too: pass it on as it is.")
class LabelToo(AugmentedDataset):
    def __getitem__(self, index):
        image, label = self.dataset[index]
        return self.transform(image), self.transform(label)


@mistake(
    "AugmentedDataset", "You read all samples in __init__, and keep them in memory: read dataset[index] when it is asked for."
)
class ReadsAll(AugmentedDataset):
    def __init__(self, dataset, transform):
        super().__init__([dataset[i] for i in range(len(dataset))], transform)


@mistake(
    "AugmentedDataset",
    "You set the transform of the data set underneath, which the test part shares: transform in your own __getitem__.",
)
class SetsItUnderneath(AugmentedDataset):
    def __init__(self, dataset, transform):
        super().__init__(dataset, transform)
        if isinstance(dataset, Subset):
            dataset.dataset.transform = transform
            self.transform = lambda image: image


# ------------------------------------------------------------------ broken_labels


@mistake(
    "broken_labels", "You blame the augmentation for what the classifier got wrong before: look at the pictures as they are."
)
def wrong_before(images, labels, augmentations, classify):
    return {name: labels[classify(augment(images)) != labels].unique().tolist() for name, augment in augmentations.items()}


@mistake(
    "broken_labels",
    "You compare two answers, and never ask whether the first one was right: only pictures that it got right count.",
)
def answer_changed(images, labels, augmentations, classify):
    before = classify(images)
    return {name: labels[classify(augment(images)) != before].unique().tolist() for name, augment in augmentations.items()}


@mistake("broken_labels", "You list a label where most of its pictures break: a single one is enough.")
def by_majority(images, labels, augmentations, classify):
    right = classify(images) == labels
    broken = {}
    for name, augment in augmentations.items():
        lost = right & (classify(augment(images)) != labels)
        broken[name] = [k for k in labels.unique().tolist() if lost[labels == k].float().mean() > 0.5]
    return broken


@mistake("broken_labels", "You list the label of each broken picture, so labels repeat: labels[...].unique() sorts them, too.")
def once_for_each_picture(images, labels, augmentations, classify):
    right = classify(images) == labels
    return {name: labels[right & (classify(augment(images)) != labels)].tolist() for name, augment in augmentations.items()}


@mistake("broken_labels", "You augment what the augmentation before has made: start from the pictures as they are each time.")
def one_after_the_other(images, labels, augmentations, classify):
    right = classify(images) == labels
    broken = {}
    for name, augment in augmentations.items():
        images = augment(images)
        broken[name] = labels[right & (classify(images) != labels)].unique().tolist()
    return broken
