"""Plausible wrong versions of the tasks in chapter4_custom_datasets/folder_datasets."""

import csv
import os

import numpy as np
import torch
from folder_datasets import SUFFIXES, CsvDataset, PictureFolder, find_classes, list_pictures, read_picture
from PIL import Image

from learn.variants import mistake


def is_hidden(path):
    return path.name.startswith(".")


# ------------------------------------------------------------------ walk_through_dir


def counted(root, folder, entries):
    """Return the entry of one folder in the dict."""
    folders = sum(entry.is_dir() for entry in entries)
    return {folder.relative_to(root).as_posix(): (folders, len(entries) - folders)}


@mistake("walk_through_dir", "You counted hidden files, such as .DS_Store: leave out names that begin with a dot.")
def hidden_files_counted(root):
    counts = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        counts[os.path.relpath(folder, root).replace(os.sep, "/")] = (len(folders), len(files))
    return counts


@mistake(
    "walk_through_dir",
    "You left hidden files out, but went into hidden folders: take them out of os.walk's list of folders, too.",
)
def hidden_folders_counted(root):
    counts = {}
    for folder, folders, files in os.walk(root):
        seen = [name for name in files if not name.startswith(".")]
        counts[os.path.relpath(folder, root).replace(os.sep, "/")] = (len(folders), len(seen))
    return counts


@mistake(
    "walk_through_dir",
    "A folder inside a hidden folder has no dot in its own name, and you counted it: look at all parts of the relative path.",
)
def only_its_own_name(root):
    counts = {}
    for folder in [root, *(path for path in root.rglob("*") if path.is_dir() and not is_hidden(path))]:
        counts |= counted(root, folder, [entry for entry in folder.iterdir() if not is_hidden(entry)])
    return counts


@mistake("walk_through_dir", "Your keys are whole paths: folder.relative_to(root).as_posix() is what they are below the root.")
def whole_paths(root):
    counts = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        counts[folder] = (len(folders), len([name for name in files if not name.startswith(".")]))
    return counts


@mistake(
    "walk_through_dir",
    "You counted everything below each folder: rglob goes down to the bottom, iterdir lists what is directly in it.",
)
def all_that_is_below(root):
    def visible(folder):
        parts = ((path, path.relative_to(root).parts) for path in folder.rglob("*"))
        return [path for path, names in parts if not any(name.startswith(".") for name in names)]

    counts = {}
    for folder in [root, *(path for path in visible(root) if path.is_dir())]:
        counts |= counted(root, folder, visible(folder))
    return counts


@mistake(
    "walk_through_dir", "You looked at the folders in the root, but not at the folders inside those: go down to the bottom."
)
def one_level(root):
    counts = {}
    for folder in [root, *(entry for entry in root.iterdir() if entry.is_dir() and not is_hidden(entry))]:
        counts |= counted(root, folder, [entry for entry in folder.iterdir() if not is_hidden(entry)])
    return counts


@mistake(
    "walk_through_dir", "You came upon folders only through the files in them: a folder without a file needs an entry, too."
)
def folders_of_files(root):
    counts = {}
    for path in root.rglob("*"):
        names = path.relative_to(root).parts
        if path.is_file() and not any(name.startswith(".") for name in names):
            counts |= counted(root, path.parent, [entry for entry in path.parent.iterdir() if not is_hidden(entry)])
    return counts


# ------------------------------------------------------------------ find_classes


def classes_of(names):
    """Return names in the order that they have, and their numbers."""
    classes = list(names)
    if not classes:
        message = "There is no class folder."
        raise FileNotFoundError(message)
    return classes, {name: number for number, name in enumerate(classes)}


@mistake(
    "find_classes",
    "Your classes stand in the order in which the system lists them, which differs from one computer to the next: sort them.",
)
def as_listed(root):
    return classes_of(name for name in os.listdir(root) if (root / name).is_dir() and not name.startswith("."))


@mistake("find_classes", "You took files for classes: ask is_dir() first.")
def files_too(root):
    return classes_of(sorted(name for name in os.listdir(root) if not name.startswith(".")))


@mistake("find_classes", "You took a hidden folder for a class: leave out names that begin with a dot.")
def hidden_too(root):
    return classes_of(sorted(entry.name for entry in root.iterdir() if entry.is_dir()))


@mistake("find_classes", "Your numbers begin at 1: a loss takes labels from 0 up.")
def from_one(root):
    classes, class_to_idx = find_classes(root)
    return classes, {name: number + 1 for name, number in class_to_idx.items()}


@mistake("find_classes", "You sorted the folders' names as numbers: sorted() without a key puts '10' before '2'.")
def as_numbers(root):
    classes, _ = find_classes(root)
    return classes_of(sorted(classes, key=lambda name: int(name) if all(map(str.isdigit, classes)) else name))


@mistake(
    "find_classes",
    "You returned no classes for a root without folders, and the data set would be empty without a word: "
    "raise FileNotFoundError.",
)
def none_is_fine(root):
    classes = sorted(entry.name for entry in root.iterdir() if entry.is_dir() and not is_hidden(entry))
    return classes, {name: number for number, name in enumerate(classes)}


# ------------------------------------------------------------------ list_pictures


@mistake("list_pictures", "Your list has the order in which the system lists files: sort it by path.")
def files_as_listed(root, class_to_idx):
    pictures = []
    for folder, _, files in os.walk(root):
        pictures += [root.__class__(folder, name) for name in files]
    known = dict(list_pictures(root, class_to_idx))
    return [(path, known[path]) for path in pictures if path in known]


@mistake("list_pictures", "You missed suffixes in capital letters, such as .JPG: compare path.suffix.lower().")
def small_letters_only(root, class_to_idx):
    return [(path, label) for path, label in list_pictures(root, class_to_idx) if path.suffix in SUFFIXES]


@mistake("list_pictures", "You listed files that are no pictures, such as texts: look at their suffixes.")
def every_file(root, class_to_idx):
    pictures = []
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if parts[0] in class_to_idx and path.is_file() and not any(part.startswith(".") for part in parts):
            pictures.append((path, class_to_idx[parts[0]]))
    return pictures


@mistake("list_pictures", "You listed hidden files: leave out what has a part that begins with a dot below the root.")
def hidden_pictures_too(root, class_to_idx):
    return [
        (path, class_to_idx[name])
        for name in sorted(class_to_idx)
        for path in sorted((root / name).rglob("*"))
        if path.suffix.lower() in SUFFIXES and path.is_file()
    ]


@mistake("list_pictures", "You missed pictures in folders inside a class folder: rglob goes down, glob and iterdir do not.")
def class_folder_only(root, class_to_idx):
    return [(path, label) for path, label in list_pictures(root, class_to_idx) if path.parent.parent == root]


@mistake(
    "list_pictures",
    "You took the folder right above a picture for its class: the class is the first part of the path below the root.",
)
def folder_above(root, class_to_idx):
    return [(path, class_to_idx[path.parent.name]) for path, _ in list_pictures(root, class_to_idx)]


@mistake(
    "list_pictures",
    "You numbered the folders that you found: take the numbers from class_to_idx, so that training and test set agree.",
)
def own_numbers(root, class_to_idx):
    return list_pictures(root, find_classes(root)[1])


# ------------------------------------------------------------------ read_picture


def pixels_of(path, convert):
    """Return the pixels of a picture, after a conversion."""
    try:
        with Image.open(path) as image:
            return torch.from_numpy(np.array(convert(image)))
    except (OSError, SyntaxError) as error:
        message = f"{path} is no complete picture."
        raise ValueError(message) from error


@mistake(
    "read_picture", "Your tensor has shape (H, W, 3), as Pillow's arrays do: put the channels first with permute(2, 0, 1)."
)
def channels_last(path):
    return read_picture(path).permute(1, 2, 0)


@mistake("read_picture", "Your values go up to 255: divide by 255.")
def up_to_255(path):
    return (read_picture(path) * 255).round()


@mistake(
    "read_picture", "Your channels are in the order blue, green, red, as OpenCV has them: Pillow's order is the right one."
)
def blue_first(path):
    return read_picture(path).flip(0)


@mistake(
    "read_picture", "You left grey pictures with a single channel, and no batch takes them beside others: convert('RGB')."
)
def grey_stays_grey(path):
    pixels = pixels_of(path, lambda image: image if image.mode == "L" else image.convert("RGB"))
    return (pixels[None] if pixels.dim() == 2 else pixels.permute(2, 0, 1)).float() / 255


@mistake("read_picture", "Your tensor has transparency as a fourth channel: convert('RGB') drops it.")
def four_channels(path):
    pixels = pixels_of(path, lambda image: image if image.mode == "RGBA" else image.convert("RGB"))
    return pixels.permute(2, 0, 1).float() / 255


@mistake(
    "read_picture",
    "You let Pillow's own errors through: catch OSError, and raise ValueError(f'... {path} ...') in its place.",
)
def pillows_errors(path):
    with Image.open(path) as image:
        return torch.from_numpy(np.array(image.convert("RGB"))).permute(2, 0, 1).float() / 255


@mistake(
    "read_picture",
    "Your try ends too early: Image.open reads only the head of a file, so decode inside the try, too.",
)
def only_opened(path):
    try:
        image = Image.open(path)
    except OSError as error:
        message = f"{path} is no picture."
        raise ValueError(message) from error
    return torch.from_numpy(np.array(image.convert("RGB"))).permute(2, 0, 1).float() / 255


# ------------------------------------------------------------------ PictureFolder


@mistake(
    "PictureFolder",
    "You numbered the classes of this folder although class_to_idx was given: training and test set then disagree "
    "where a class is missing.",
)
class OwnNumbers(PictureFolder):
    def __init__(self, root, transform=None, class_to_idx=None):
        super().__init__(root, transform)


@mistake("PictureFolder", "Your samples hold the path of the picture where the number of its class should be.")
class PathForNumber(PictureFolder):
    def __getitem__(self, index):
        return super().__getitem__(index)[0], self.samples[index][0]


@mistake("PictureFolder", "Your length is one too small, so that the last sample is never seen: it is len(self.samples).")
class OneShort(PictureFolder):
    def __len__(self):
        return len(self.samples) - 1


@mistake("PictureFolder", "You applied the transform to the label, too: only the picture may change.")
class LabelTransformed(PictureFolder):
    def __getitem__(self, index):
        x, y = super().__getitem__(index)
        return x, y if self.transform is None else self.transform(y)


@mistake(
    "PictureFolder",
    "You read and transformed all pictures in __init__: the memory must hold them all, and each is augmented only once. "
    "Do it in __getitem__.",
)
class AllAtOnce(PictureFolder):
    def __init__(self, root, transform=None, class_to_idx=None):
        super().__init__(root, transform, class_to_idx)
        self.loaded = [super(AllAtOnce, self).__getitem__(index) for index in range(len(self))]

    def __getitem__(self, index):
        return self.loaded[index]


@mistake(
    "PictureFolder",
    "You keep each picture that was read, so that after an epoch the memory holds them all: open the file each time.",
)
class Kept(PictureFolder):
    def __init__(self, root, transform=None, class_to_idx=None):
        super().__init__(root, transform, class_to_idx)
        self.kept = {}

    def __getitem__(self, index):
        path, label = self.samples[index]
        if path not in self.kept:
            self.kept[path] = read_picture(path)
        x = self.kept[path]
        return (x if self.transform is None else self.transform(x)), label


@mistake("PictureFolder", "You counted every file as a picture, hidden files and texts too: use list_pictures.")
class EveryFile(PictureFolder):
    def __init__(self, root, transform=None, class_to_idx=None):
        super().__init__(root, transform, class_to_idx)
        files = [(path, path.relative_to(root).parts) for path in sorted(root.rglob("*")) if path.is_file()]
        self.samples = [(path, self.class_to_idx[parts[0]]) for path, parts in files if parts[0] in self.class_to_idx]


# ------------------------------------------------------------------ readable_pictures


def decodes(path):
    """Tell whether a picture is there, to its last pixel."""
    try:
        read_picture(path)
    except ValueError:
        return False
    return True


@mistake("readable_pictures", "You stopped at the first broken file: put the try inside the loop, around a single file.")
def stopped_at_the_first(paths):
    good = []
    try:
        for path in paths:
            read_picture(path)
            good.append(path)
    except ValueError:
        return good, [path for path in paths if path not in good]
    return good, []


@mistake("readable_pictures", "Image.open reads only the head of a file: decode its pixels, with load() or convert().")
def opened_only(paths):
    good, broken = [], []
    for path in paths:
        try:
            with Image.open(path):
                good.append(path)
        except OSError:
            broken.append(path)
    return good, broken


@mistake(
    "readable_pictures",
    "verify() does not decode: it accepts a JPEG file whose end is missing. Open the file and call load() or convert().",
)
def verified_only(paths):
    good, broken = [], []
    for path in paths:
        try:
            with Image.open(path) as image:
                image.verify()
            good.append(path)
        except (OSError, SyntaxError):
            broken.append(path)
    return good, broken


@mistake(
    "readable_pictures",
    "You removed paths from the list while a loop went through it, which skips the next one: append to two new lists.",
)
def removed_in_the_loop(paths):
    broken = []
    for path in paths:
        if not decodes(path):
            paths.remove(path)
            broken.append(path)
    return paths, broken


@mistake("readable_pictures", "Your lists lack paths where nothing is: these are broken, too.")
def absent_left_out(paths):
    there = [path for path in paths if path.is_file()]
    return [path for path in there if decodes(path)], [path for path in there if not decodes(path)]


@mistake("readable_pictures", "Your lists are sorted: keep the order of paths, which labels in another list may follow.")
def sorted_lists(paths):
    good = {path for path in paths if decodes(path)}
    return sorted(good), sorted({*paths} - good)


# ------------------------------------------------------------------ CsvDataset


class Rows(CsvDataset):
    """A data set of these pairs of a file's name and a label."""

    def fill(self, folder, pairs):
        self.classes = sorted({label for _, label in pairs})
        self.samples = [(folder / name, self.classes.index(label)) for name, label in pairs]


@mistake("CsvDataset", "You took the names of the columns for a sample: the first row is none.", raises=True)
class HeaderCounted(Rows):
    def __init__(self, table, folder):
        super().__init__(table, folder)
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        columns = [rows[0].index(name) for name in ("file", "label")]
        self.fill(folder, [[row[column] for column in columns] for row in rows])


@mistake("CsvDataset", "You lost the first sample: DictReader reads the names of the columns itself, so skip no row.")
class FirstRowLost(CsvDataset):
    def __init__(self, table, folder):
        super().__init__(table, folder)
        self.samples = self.samples[1:]


@mistake("CsvDataset", "You took the first column for the file and the second for the label: go by the columns' names.")
class ByPosition(Rows):
    def __init__(self, table, folder):
        super().__init__(table, folder)
        with table.open(encoding="utf-8", newline="") as file:
            self.fill(folder, [row[:2] for row in list(csv.reader(file))[1:]])


@mistake("CsvDataset", "You returned labels as text: a loss takes numbers, each label's position in classes.")
class Text(CsvDataset):
    def __getitem__(self, index):
        x, y = super().__getitem__(index)
        return x, self.classes[y]


@mistake("CsvDataset", "split(',') cuts fields in quotes apart where they contain a comma: csv.DictReader does not.")
class Split(Rows):
    def __init__(self, table, folder):
        super().__init__(table, folder)
        rows = [line.split(",") for line in table.read_text(encoding="utf-8").splitlines()]
        columns = [rows[0].index(name) for name in ("file", "label")]
        self.fill(folder, [[row[column] for column in columns] for row in rows[1:]])


@mistake("CsvDataset", "You numbered labels in the order in which they first occur: sort the different labels.")
class ByFirstOccurrence(CsvDataset):
    def __init__(self, table, folder):
        super().__init__(table, folder)
        old = self.classes
        self.classes = [old[label] for label in dict.fromkeys(label for _, label in self.samples)]
        self.samples = [(path, self.classes.index(old[label])) for path, label in self.samples]


@mistake("CsvDataset", "You read all pictures in __init__, and the memory must hold them all: read one in __getitem__.")
class ReadAtOnce(CsvDataset):
    def __init__(self, table, folder):
        super().__init__(table, folder)
        self.loaded = [CsvDataset.__getitem__(self, index) for index in range(len(self))]

    def __getitem__(self, index):
        return self.loaded[index]
