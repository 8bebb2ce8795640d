"""From a folder of files to tensors.

Pictures come as files: in a folder for each class, or with a table that names them. On the way to tensors, look at what is
there, number the classes, list the files, read them, and put a data set around it all. Every ``root`` and every path that
you are given is a ``Path``. *Hidden* files and folders are those whose name begins with a dot.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset

SUFFIXES = {".png", ".jpg", ".jpeg", ".bmp"}
"""How the names of picture files end."""


def walk_through_dir(root: Path) -> dict[str, tuple[int, int]]:
    """Count what is in a folder and in all folders below it: the first look at a new data set.

    Hidden files and folders do not count, and neither does anything inside a hidden folder.

    Args:
        root: A folder.

    Returns:
        A dict with an entry for ``root`` and for each folder below it, at any depth, in any order. The key is the folder's
        path relative to ``root``, a string with ``/`` between parts on every system (``as_posix``); it is ``"."`` for
        ``root`` itself. The value is a tuple ``(number of folders, number of files)``: those that are directly in it. An
        empty folder has ``(0, 0)``.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> folder = TemporaryDirectory()
        >>> root = Path(folder.name)
        >>> (root / "train" / "cat").mkdir(parents=True)
        >>> (root / "train" / "cat" / "0.png").touch()
        >>> (root / "train" / "cat" / "1.png").touch()
        >>> (root / "notes.txt").touch()
        >>> walk_through_dir(root)
        {'.': (1, 1), 'train': (1, 0), 'train/cat': (0, 2)}
    """
    # begin solution
    counts = {}
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        folders = [entry for entry in entries if entry.is_dir()]
        counts[folder.relative_to(root).as_posix()] = (len(folders), len(entries) - len(folders))
        waiting += folders
    return counts
    # end solution


def find_classes(root: Path) -> tuple[list[str], dict[str, int]]:
    """Number the classes of a data set that has a folder for each class.

    The classes are the names of the folders that are directly in ``root``. Files are no classes, nor are hidden folders or
    the folders inside a class. The operating system lists a folder in any order it likes, so sort the names, as
    ``sorted`` does: as text, which puts ``"10"`` before ``"2"``.

    Args:
        root: A folder.

    Returns:
        A tuple ``(classes, class_to_idx)``: the sorted list of names, and a dict that gives the position of each name in it,
        from 0 up.

    Raises:
        FileNotFoundError: No class folder is in ``root``.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> folder = TemporaryDirectory()
        >>> root = Path(folder.name)
        >>> for name in ["dog", "cat", "emu"]:
        ...     (root / name).mkdir()
        >>> find_classes(root)
        (['cat', 'dog', 'emu'], {'cat': 0, 'dog': 1, 'emu': 2})
    """
    # begin solution
    classes = sorted(entry.name for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    if not classes:
        raise FileNotFoundError(f"There is no class folder in {root}.")
    return classes, {name: number for number, name in enumerate(classes)}
    # end solution


def list_pictures(root: Path, class_to_idx: dict[str, int]) -> list[tuple[Path, int]]:
    """List the pictures of a data set that has a folder for each class, with the number of their class.

    A picture is a file, not a folder, whose suffix is one of ``SUFFIXES``, in capital or small letters; what is in the file
    plays no part here. It may lie in its class folder or in any folder inside that, and it belongs to the class folder in
    each case. Hidden files do not count, nor does anything inside a hidden folder. Only names *below* ``root`` matter:
    ``root`` may itself lie in a hidden folder.

    Args:
        root: A folder.
        class_to_idx: The number of each class. A class may have no folder in ``root``; a folder that is not named here is
            left out.

    Returns:
        A list of tuples ``(path, number of the class)``, sorted by path; each path begins with ``root``.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> folder = TemporaryDirectory()
        >>> root = Path(folder.name)
        >>> for name in ["dog", "cat"]:
        ...     (root / name).mkdir()
        ...     (root / name / "7.png").touch()
        >>> [(path.parent.name, path.name, number) for path, number in list_pictures(root, {"cat": 0, "dog": 1})]
        [('cat', '7.png', 0), ('dog', '7.png', 1)]
    """
    # begin solution
    pictures = []
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") for part in parts)
        in_class = len(parts) > 1 and parts[0] in class_to_idx
        if in_class and not hidden and path.suffix.lower() in SUFFIXES and path.is_file():
            pictures.append((path, class_to_idx[parts[0]]))
    return pictures
    # end solution


def read_picture(path: Path) -> torch.Tensor:
    """Read a picture with Pillow, and turn it into a tensor that a network takes.

    Files differ: they hold grey values, RGB, RGB with transparency, or numbers of colours in a palette. Each is to become
    RGB, as ``Image.convert("RGB")`` does it: grey values stand in all three channels, and transparency is dropped.

    Args:
        path: A file.

    Returns:
        Shape (3, H, W), float32, from 0 to 1: the pixels' values divided by 255. Channels are in the order red, green, blue.

    Raises:
        ValueError: The file is no picture, or only a part of one. The message contains the file's name. (``Image.open`` reads
            no more than the head of a file. That a part is missing shows only when the pixels are needed.)

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> folder = TemporaryDirectory()
        >>> path = Path(folder.name) / "grey.png"
        >>> Image.new("L", (4, 2), 51).save(path)  # Pillow's sizes are (W, H)
        >>> x = read_picture(path)
        >>> x.shape
        torch.Size([3, 2, 4])
        >>> x[:, 1, 2]
        tensor([0.2000, 0.2000, 0.2000])
    """
    # begin solution
    try:
        with Image.open(path) as image:
            pixels = np.array(image.convert("RGB"))
    except (OSError, SyntaxError) as error:
        raise ValueError(f"{path} is no complete picture.") from error
    return torch.from_numpy(pixels).permute(2, 0, 1).float() / 255
    # end solution


class PictureFolder(Dataset):
    """A data set of pictures that lie in a folder for each class.

    Its samples are the pictures that ``list_pictures`` lists, in that order. A picture is opened only when its sample is
    asked for, each time anew, for a data set may be larger than the memory. It has two attributes: ``class_to_idx``, the
    number of each class, and ``classes``, the list of the classes' names in the order of their numbers.

    A test set needs the numbers of the training set, even where a class has no picture in it:
    ``PictureFolder(test_root, class_to_idx=train_set.class_to_idx)``.

    Args:
        root: A folder.
        transform: Takes a picture as ``read_picture`` makes it, and returns what stands in its place. It is called each time
            that a sample is asked for, and never with a label. With ``None``, pictures stay as they are.
        class_to_idx: The number of each class, from 0 up without gaps. With ``None``, it is the one of ``find_classes``.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> folder = TemporaryDirectory()
        >>> root = Path(folder.name)
        >>> for name in ["dog", "cat"]:
        ...     (root / name).mkdir()
        ...     Image.new("RGB", (4, 2), "red").save(root / name / "0.png")
        >>> train_set = PictureFolder(root)
        >>> len(train_set), train_set.classes
        (2, ['cat', 'dog'])
        >>> x, y = train_set[1]
        >>> x.shape, y
        (torch.Size([3, 2, 4]), 1)
    """

    def __init__(
        self,
        root: Path,
        transform: Callable[[torch.Tensor], torch.Tensor] | None = None,
        class_to_idx: dict[str, int] | None = None,
    ) -> None:
        super().__init__()
        # begin solution
        self.class_to_idx = find_classes(root)[1] if class_to_idx is None else class_to_idx
        self.classes = sorted(self.class_to_idx, key=self.class_to_idx.get)
        self.samples = list_pictures(root, self.class_to_idx)
        self.transform = transform
        # end solution

    def __len__(self) -> int:
        """Return the number of samples."""
        # begin solution
        return len(self.samples)
        # end solution

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        """Return ``(picture, number of its class)`` for an ``index`` from 0 to ``len(self) - 1``."""
        # begin solution
        path, label = self.samples[index]
        x = read_picture(path)
        return (x if self.transform is None else self.transform(x)), label
        # end solution


def readable_pictures(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """Sort out the files that cannot be used, before training stops at one of them.

    Args:
        paths: Paths of files. All may be good, or none; the list may be empty.

    Returns:
        A tuple ``(good, broken)`` of two lists: the paths of the files that Pillow can decode to the last pixel, and the
        others. Files that are no pictures, files that end too early, and paths where nothing is are all ``broken``. Each path
        is in one of the two lists, in the same order as in ``paths``.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> folder = TemporaryDirectory()
        >>> root = Path(folder.name)
        >>> Image.new("RGB", (4, 2)).save(root / "a.png")
        >>> _ = (root / "b.png").write_text("not a picture")
        >>> Image.new("RGB", (4, 2)).save(root / "c.png")
        >>> good, broken = readable_pictures([root / "a.png", root / "b.png", root / "c.png"])
        >>> [path.name for path in good], [path.name for path in broken]
        (['a.png', 'c.png'], ['b.png'])
    """
    # begin solution
    good, broken = [], []
    for path in paths:
        try:
            read_picture(path)
        except (OSError, ValueError):
            broken.append(path)
        else:
            good.append(path)
    return good, broken
    # end solution


class CsvDataset(Dataset):
    """A data set of pictures that are listed in a table, as many collections come.

    The table is a CSV file in UTF-8, as Python's ``csv`` reads it. Its first row names the columns. Two of them are called
    ``file`` and ``label``; there may be others, in any order. Fields may be in quotes and may then contain commas. Each
    further row is a sample, in the order of the table.

    It has an attribute ``classes``: the sorted list of all different labels in the table. A label becomes its position in that
    list. A picture is read as ``read_picture`` does it, and only when its sample is asked for.

    Args:
        table: The CSV file. It has at least one sample.
        folder: The folder that the pictures lie in; ``file`` is a name in it.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> directory = TemporaryDirectory()
        >>> folder = Path(directory.name)
        >>> for name in ["a.png", "b.png", "c.png"]:
        ...     Image.new("RGB", (4, 2)).save(folder / name)
        >>> rows = ["file,label", "c.png,emu", "a.png,cat", "b.png,emu"]
        >>> with (folder / "labels.csv").open("w", encoding="utf-8") as file:
        ...     print(*rows, sep=chr(10), file=file)
        >>> dataset = CsvDataset(folder / "labels.csv", folder)
        >>> len(dataset), dataset.classes
        (3, ['cat', 'emu'])
        >>> x, y = dataset[0]
        >>> x.shape, y
        (torch.Size([3, 2, 4]), 1)
    """

    def __init__(self, table: Path, folder: Path) -> None:
        super().__init__()
        # begin solution
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.classes = sorted({row["label"] for row in rows})
        self.samples = [(folder / row["file"], self.classes.index(row["label"])) for row in rows]
        # end solution

    def __len__(self) -> int:
        """Return the number of samples."""
        # begin solution
        return len(self.samples)
        # end solution

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        """Return ``(picture, number of its label)`` for an ``index`` from 0 to ``len(self) - 1``."""
        # begin solution
        path, label = self.samples[index]
        return read_picture(path), label
        # end solution
