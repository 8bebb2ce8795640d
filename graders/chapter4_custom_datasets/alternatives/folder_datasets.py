"""Unusual but right versions of the tasks in chapter4_custom_datasets/folder_datasets."""

import csv
import glob
import os
from pathlib import Path, PurePath

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset
from torchvision.datasets import DatasetFolder
from torchvision.transforms.functional import pil_to_tensor

from learn.variants import alternative

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp")


@alternative("walk_through_dir", "os.walk, with text for paths")
def by_walk(root):
    counts = {}
    for folder, folders, files in os.walk(str(root)):
        folders[:] = [name for name in folders if name[0] != "."]
        key = PurePath(os.path.relpath(folder, root)).as_posix()
        counts[key] = (len(folders), sum(name[0] != "." for name in files))
    return counts


@alternative("walk_through_dir", "calls itself for each folder, and adds up dicts")
def by_recursion(root, start=None):
    folders, files, below = 0, 0, {}
    with os.scandir(root) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                folders += 1
                below |= by_recursion(Path(entry.path), start or root)
            else:
                files += 1
    return {**below, root.relative_to(start or root).as_posix(): (folders, files)}


@alternative("find_classes", "os.listdir, sorted in place")
def by_listdir(root):
    classes = [name for name in os.listdir(root) if not name.startswith(".") and os.path.isdir(os.path.join(root, name))]
    classes.sort()
    if len(classes) == 0:
        raise FileNotFoundError(root)
    return classes, dict(zip(classes, range(len(classes)), strict=True))


@alternative("find_classes", "the first step of os.walk, and an order by NumPy")
def by_first_step(root):
    _, folders, _ = next(os.walk(root))
    classes = np.unique([name for name in folders if name[:1] != "."] or [""]).tolist()
    if classes == [""]:
        message = "no classes"
        raise FileNotFoundError(message)
    class_to_idx = {}
    for name in reversed(classes):
        class_to_idx[name] = classes.index(name)
    return classes, class_to_idx


@alternative("list_pictures", "class by class with os.walk, sorted at the end")
def class_by_class(root, class_to_idx):
    pictures = []
    for name, number in class_to_idx.items():
        for folder, folders, files in os.walk(os.path.join(root, name)):
            folders[:] = [inner for inner in folders if not inner.startswith(".")]
            pictures += [
                (Path(folder, file), number) for file in files if file.lower().endswith(SUFFIXES) and not file.startswith(".")
            ]
    return sorted(pictures)


@alternative("list_pictures", "glob, which knows what is hidden, and paths as text")
def by_glob(root, class_to_idx):
    found = glob.glob("*/**/*", root_dir=root, recursive=True)
    names = sorted({name for name in found if Path(name).suffix.lower() in SUFFIXES})
    return [
        (str(root / name), class_to_idx[Path(name).parts[0]])
        for name in names
        if Path(name).parts[0] in class_to_idx and (root / name).is_file()
    ]


@alternative("read_picture", "torchvision makes the tensor; the file is open for as long as it takes")
def by_torchvision(path):
    with open(path, "rb") as file:
        try:
            image = Image.open(file)
            image.load()
        except Exception as error:
            message = f"cannot read {os.path.basename(path)}: {error}"
            raise ValueError(message) from None
        return pil_to_tensor(image.convert("RGB")).to(torch.float32).div_(255)


@alternative("read_picture", "channel by channel, in float64")
def channel_by_channel(path):
    try:
        channels = Image.open(path).convert("RGB").split()
    except (OSError, SyntaxError) as error:
        raise ValueError(path.name) from error
    wide = [np.asarray(channel, dtype=np.float64) / 255 for channel in channels]
    return torch.tensor(np.stack(wide)).float()


def as_tensor(path):
    with Image.open(path) as image:
        return pil_to_tensor(image.convert("RGB")) / 255


@alternative("PictureFolder", "a DatasetFolder of torchvision's")
class FromTorchvision(DatasetFolder):
    def __init__(self, root, transform=None, class_to_idx=None):
        self.given = class_to_idx
        super().__init__(root, as_tensor, transform=transform, is_valid_file=self.is_visible, allow_empty=True)
        self.samples = sorted((path, label) for path, label in self.samples if self.is_visible(path))

    def is_visible(self, path):
        below = os.path.relpath(path, self.root)
        return below.lower().endswith(SUFFIXES) and not any(part.startswith(".") for part in Path(below).parts)

    def find_classes(self, directory):
        if self.given is not None:
            classes = [name for _, name in sorted((number, name) for name, number in self.given.items())]
            return classes, dict(self.given)
        classes = sorted(entry.name for entry in os.scandir(directory) if entry.is_dir() and entry.name[0] != ".")
        return classes, {name: number for number, name in enumerate(classes)}


@alternative("PictureFolder", "two lists, and a transform that does nothing by default")
class TwoLists(Dataset):
    def __init__(self, root, transform=None, class_to_idx=None):
        names = [entry.name for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
        self.class_to_idx = dict(class_to_idx or {name: number for number, name in enumerate(sorted(names))})
        self.classes = [""] * len(self.class_to_idx)
        for name, number in self.class_to_idx.items():
            self.classes[number] = name
        self.transform = transform or torch.nn.Identity()
        self.paths, self.labels = [], []
        for name in sorted(self.class_to_idx):
            for path in sorted((root / name).rglob("*")):
                hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
                if path.suffix.lower() in SUFFIXES and not hidden:
                    self.paths.append(path)
                    self.labels.append(self.class_to_idx[name])

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.transform(as_tensor(self.paths[index])), self.labels[index]


@alternative("readable_pictures", "asks for the last pixel of each")
def by_last_pixel(paths):
    def whole(path):
        try:
            image = Image.open(path)
            image.getpixel((image.width - 1, image.height - 1))
        except Exception:
            return False
        return True

    answers = [whole(path) for path in paths]
    good = [path for path, answer in zip(paths, answers, strict=True) if answer]
    return good, [path for path, answer in zip(paths, answers, strict=True) if not answer]


@alternative("readable_pictures", "takes broken paths out of a copy, from the end")
def out_of_a_copy(paths):
    good, broken = list(paths), []
    for index in reversed(range(len(good))):
        try:
            with Image.open(good[index]) as image:
                image.load()
        except (OSError, SyntaxError):
            broken.insert(0, good.pop(index))
    return good, broken


@alternative("CsvDataset", "csv.reader, and the positions of the two columns")
class ByPositions(Dataset):
    def __init__(self, table, folder):
        with open(table, encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            names = next(reader)
            file_column, label_column = names.index("file"), names.index("label")
            pairs = [(row[file_column], row[label_column]) for row in reader]
        self.folder, self.files = folder, [file for file, _ in pairs]
        self.classes, self.labels = np.unique([label for _, label in pairs], return_inverse=True)
        self.classes = self.classes.tolist()

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        return as_tensor(self.folder / self.files[index]), int(self.labels[index])


@alternative("CsvDataset", "keeps the rows as they are, and looks the number up when a sample is asked for")
class KeepsRows(Dataset):
    def __init__(self, table, folder):
        self.folder = Path(folder)
        self.rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
        self.classes = []
        for row in self.rows:
            if row["label"] not in self.classes:
                self.classes.append(row["label"])
        self.classes.sort()

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        return as_tensor(self.folder / row["file"]), self.classes.index(row["label"])
