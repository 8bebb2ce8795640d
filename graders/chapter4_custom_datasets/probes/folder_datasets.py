"""Probes for chapter4_custom_datasets/folder_datasets: folders cannot travel, their files can.

Paths are told relative to the folder that was made for the probe, which has another name each time.
"""

import os
from contextlib import contextmanager
from pathlib import Path, PurePath

import torch

from learn.worker import folders


class _Listing:
    """What ``os.scandir`` returns: an iterator and a context manager."""

    def __init__(self, entries):
        self.entries = iter(entries)

    def __iter__(self):
        return self.entries

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.entries = iter(())


@contextmanager
def backwards():
    """Let the system list folders from the last name to the first, for its own order differs from one system to the next."""
    listdir, scandir = os.listdir, os.scandir

    def scanned(path="."):
        with scandir(path) as entries:
            return _Listing(sorted(entries, key=lambda entry: entry.name, reverse=True))

    os.listdir = lambda path=".": sorted(listdir(path), reverse=True)
    os.scandir = scanned
    try:
        yield
    finally:
        os.listdir, os.scandir = listdir, scandir


def contents(files):
    """Return the bytes of files, of which some come as tensors."""
    return {name: bytes(held.tolist()) if isinstance(held, torch.Tensor) else held for name, held in files.items()}


def unpacked(files):
    """Write files into a folder of their own."""
    return folders.unpacked(contents(files))


def told(path, root):
    """Return a path as text: what is below the root begins with ``root/``."""
    if not isinstance(path, str | PurePath):
        return path
    for base in (root, root.resolve()):
        if Path(path).is_relative_to(base):
            return (PurePath("root") / Path(path).relative_to(base)).as_posix()
    return path if isinstance(path, str) else path.as_posix()


def walked(exercise, files):
    """Return what was counted."""
    with unpacked(files) as root:
        with backwards():
            counts = exercise.walk_through_dir(root)
        if not isinstance(counts, dict):
            return counts
        keys = [f"Path({told(key, root)!r})" if isinstance(key, PurePath) else told(key, root) for key in counts]
        return dict(zip(keys, counts.values(), strict=True))


def found(exercise, files):
    """Return the classes that were found, and their numbers."""
    with unpacked(files) as root, backwards():
        return exercise.find_classes(root)


def found_none(exercise, files):
    """Return the classes that were found, or the name of the error, each under a key of its own."""
    with unpacked(files) as root, backwards():
        try:
            return {"result": exercise.find_classes(root)}
        except FileNotFoundError:
            return {"raised": "FileNotFoundError"}


def listed(exercise, files, class_to_idx, inside=""):
    """Return the listed pictures of the data set in a folder inside the root."""
    with unpacked(files) as folder:
        root = folder / inside
        with backwards():
            pictures = exercise.list_pictures(root, class_to_idx)
        return [[told(path, root), label] for path, label in pictures]


def read(exercise, name, files):
    """Return the tensor of a file."""
    with unpacked(files) as root:
        return exercise.read_picture(root / name)


def read_broken(exercise, name, files):
    """Return the tensor of a file, or the name of the error and whether it tells the file's name."""
    with unpacked(files) as root:
        try:
            return {"result": exercise.read_picture(root / name)}
        except ValueError as error:
            return {"raised": "ValueError", "tells the name": name in str(error)}


def folder(exercise, files, class_to_idx=None):
    """Return what a data set of a folder says of itself, and all of its samples."""
    with unpacked(files) as root, backwards():
        options = {} if class_to_idx is None else {"class_to_idx": class_to_idx}
        dataset = exercise.PictureFolder(root, **options)
        samples = [list(dataset[index]) for index in range(len(dataset))]
        samples = [[told(part, root) for part in sample] for sample in samples]
        return {"classes": dataset.classes, "class_to_idx": dataset.class_to_idx, "len": len(dataset), "samples": samples}


def transformed(exercise, files, indices):
    """Return samples whose pictures are 1 brighter after the first call of a transform, 2 after the second, and so on."""
    calls = []

    def brighter(x):
        calls.append(1)
        return x + len(calls)

    with unpacked(files) as root, backwards():
        dataset = exercise.PictureFolder(root, transform=brighter)
        return [list(dataset[index]) for index in indices]


def some_samples(exercise, files, indices):
    """Return the length of a data set of a folder, and some of its samples."""
    with unpacked(files) as root, backwards():
        dataset = exercise.PictureFolder(root)
        return {"len": len(dataset), "samples": [list(dataset[index]) for index in indices]}


def before_and_later(exercise, files, later):
    """Return all samples of a data set of a folder, and all of them again after its files have got other contents."""
    with unpacked(files) as root, backwards():
        dataset = exercise.PictureFolder(root)
        before = [list(dataset[index]) for index in range(len(dataset))]
        for name, content in contents(later).items():
            (root / name).write_bytes(content)
        return {"before": before, "later": [list(dataset[index]) for index in range(len(dataset))]}


def sorted_out(exercise, files, names):
    """Return the good paths and the broken ones."""
    with unpacked(files) as root:
        good, broken = exercise.readable_pictures([root / name for name in names])
        return {"good": [told(path, root) for path in good], "broken": [told(path, root) for path in broken]}


def table(exercise, files):
    """Return what a data set of a table says of itself, and all of its samples."""
    with unpacked(files) as root:
        dataset = exercise.CsvDataset(root / "table.csv", root / "pictures")
        samples = [list(dataset[index]) for index in range(len(dataset))]
        return {"classes": dataset.classes, "len": len(dataset), "samples": samples}


def some_rows(exercise, files, indices):
    """Return the length of a data set of a table, and some of its samples."""
    with unpacked(files) as root:
        dataset = exercise.CsvDataset(root / "table.csv", root / "pictures")
        return {"len": len(dataset), "samples": [list(dataset[index]) for index in indices]}
