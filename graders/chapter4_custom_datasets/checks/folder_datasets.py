"""Checks for chapter4_custom_datasets/folder_datasets.

Names that stand side by side have equal lengths, and no file has the name of a folder before its dot: each way to sort paths
as text then gives the same order.
"""

import csv
from io import BytesIO, StringIO

import torch
from PIL import Image

from learn.checks import check
from learn.expect import expect
from learn.picture_folders import KINDS, class_folders, drawn, encoded
from learn.pictures import tiles

NAMES = ["amber", "brick", "cedar", "denim", "ebony", "flint", "grape", "hazel"]
TEXT = b"These are not the pictures you are looking for.\n"


def some_names(rng, count):
    """Return names, in an order that is not the alphabetical one."""
    chosen = rng.shuffled(NAMES)[:count]
    return chosen if chosen != sorted(chosen) else chosen[::-1]


def shown_short(content):
    """Return the bytes of a picture as a tensor, which feedback shows by its size; other bytes stay as they are."""
    if content.startswith((b"\x89PNG", b"\xff\xd8", b"BM")):
        return torch.frombuffer(bytearray(content), dtype=torch.uint8)
    return content


def ask(subject, probe, **inputs):
    """Return what a probe sees, with the bytes of files among its inputs."""
    for key in inputs.keys() & {"files", "later"}:
        inputs[key] = {name: shown_short(content) for name, content in inputs[key].items()}
    return subject.observe(probe, **inputs)


def expect_seen(submission, reference, probe, **inputs):
    """Require that a probe sees in the submission what it sees in the reference."""
    expect(ask(submission, probe, **inputs)).to_match(ask(reference, probe, **inputs))


def a_picture(rng, kind="png"):
    """Return the bytes of a picture in colour."""
    height, width = rng.sizes(2, 9, 18)
    return encoded(drawn(rng, rng.choice(KINDS), height, width)[0], kind)


def cut_off(rng, kind):
    """Return the bytes of a picture whose head is whole, and whose last pixels are missing."""
    whole = encoded(drawn(rng, rng.choice(KINDS), rng.integer(24, 30), rng.integer(33, 39))[0], kind)
    return whole[: len(whole) * 3 // 4]


# ------------------------------------------------------------------ walk_through_dir


def filled_folders(rng, *folders):
    """Return a file in the root, and some in each of the folders."""
    files = {"readme.md": TEXT}
    for folder, count in zip(folders, rng.sizes(len(folders), 1, 5), strict=True):
        files |= {f"{folder}/{number}.png": b"" for number in range(count)}
    return files


@check("walk_through_dir", points=2, title="counts folders and files, by relative path")
def test_walk_through_dir_values(submission, reference, rng):
    for count in (3, 1):
        expect_seen(submission, reference, "walked", files=filled_folders(rng, *some_names(rng, count)))


@check("walk_through_dir", title="goes down to folders at any depth, and counts only what is directly in each")
def test_walk_through_dir_deep(submission, reference, rng):
    first, second, third = some_names(rng, 3)
    files = filled_folders(rng, f"{first}/{second}", f"{first}/{third}", f"{second}/{third}/{first}/{second}")
    expect_seen(submission, reference, "walked", files=files)


@check("walk_through_dir", title="counts no hidden files")
def test_walk_through_dir_hidden_files(submission, reference, rng):
    first, second = some_names(rng, 2)
    files = filled_folders(rng, first, second) | {".DS_Store": b"", f"{first}/.DS_Store": b"", f"{first}/._0.png": b""}
    expect_seen(submission, reference, "walked", files=files)


@check("walk_through_dir", title="leaves out hidden folders, and what is inside them")
def test_walk_through_dir_hidden_folders(submission, reference, rng):
    first, second = some_names(rng, 2)
    files = filled_folders(rng, first, second) | {".cache/small/0.png": b"", f"{first}/.cache/old/1.png": b""}
    expect_seen(submission, reference, "walked", files=files)


@check("walk_through_dir", title="has an entry for an empty folder")
def test_walk_through_dir_empty(submission, reference, rng):
    first, second = some_names(rng, 2)
    expect_seen(submission, reference, "walked", files=filled_folders(rng, first) | {f"{second}/": b""})


# ------------------------------------------------------------------ find_classes


@check("find_classes", points=2, title="numbers the folders in the root, sorted by name")
def test_find_classes_values(submission, reference, rng):
    for count in (6, 3):
        names = some_names(rng, count)
        files = {f"{name}/0.png": b"" for name in names} | {f"{names[0]}/inner/1.png": b""}
        expect_seen(submission, reference, "found", files=files)


@check("find_classes", title="takes no file for a class")
def test_find_classes_files(submission, reference, rng):
    files = {f"{name}/0.png": b"" for name in some_names(rng, 3)}
    expect_seen(submission, reference, "found", files={"zebra.png": b"", "about": TEXT, **files})


@check("find_classes", title="takes no hidden folder for a class")
def test_find_classes_hidden(submission, reference, rng):
    files = {f"{name}/0.png": b"" for name in some_names(rng, 3)}
    expect_seen(submission, reference, "found", files={".git/config": TEXT, ".ipynb_checkpoints/": b"", **files})


@check("find_classes", title="sorts names as text, as sorted does")
def test_find_classes_text(submission, reference, rng):
    numbers = rng.shuffled([rng.integer(3, 9), rng.integer(10, 19), rng.integer(100, 199), 2])
    for names in (numbers, rng.shuffled(["Zinnia", "aster", "lily"])):
        expect_seen(submission, reference, "found", files={f"{name}/0.png": b"" for name in names})


@check("find_classes", title="raises FileNotFoundError where there is no class folder")
def test_find_classes_none(submission, rng):
    seen = ask(submission, "found_none", files={f"{rng.choice(NAMES)}/0.png": b""})
    raised = isinstance(seen, dict) and "raised" in seen
    expect(not raised).to_be_true("FileNotFoundError was raised for a root with a class folder.")
    for files in ({}, {"notes.txt": TEXT}):
        seen = ask(submission, "found_none", files=files)
        raised = isinstance(seen, dict) and "raised" in seen
        expect(raised).to_be_true("No FileNotFoundError was raised for a root without class folders.")


# ------------------------------------------------------------------ list_pictures


def numbered(*names):
    """Return numbers of classes that follow the alphabet."""
    return {name: number for number, name in enumerate(sorted(names))}


@check("list_pictures", points=2, title="lists the pictures in order, with the numbers of their classes")
def test_list_pictures_values(submission, reference, rng):
    for count in (4, 2):
        names = some_names(rng, count)
        files = {f"{name}/{rng.integer(100, 999)}.png": b"" for name in names * 3}
        expect_seen(submission, reference, "listed", files=files, class_to_idx=numbered(*names))


@check("list_pictures", title="knows pictures by their suffixes, in capital and small letters")
def test_list_pictures_suffixes(submission, reference, rng):
    first, second = some_names(rng, 2)
    endings = rng.shuffled([".png", ".PNG", ".jpg", ".JPG", ".jpeg", ".Jpeg", ".bmp", ".txt", ".csv", ".png.md5", ""])
    files = {f"{first}/{10 + number}{ending}": b"" for number, ending in enumerate(endings)} | {f"{second}/10.JPG": b""}
    expect_seen(submission, reference, "listed", files=files, class_to_idx=numbered(first, second))


@check("list_pictures", title="finds pictures in folders inside a class folder")
def test_list_pictures_nested(submission, reference, rng):
    first, second, inner, deep = some_names(rng, 4)
    files = {f"{first}/{inner}/10.png": b"", f"{first}/20.png": b"", f"{second}/{inner}/{deep}/10.png": b""}
    files |= {f"{first}/scans.bmp/10.png": b""}  # a folder is no picture, whatever its name
    expect_seen(submission, reference, "listed", files=files, class_to_idx=numbered(first, second))


@check("list_pictures", title="leaves out what is hidden below the root")
def test_list_pictures_hidden(submission, reference, rng):
    first, second = some_names(rng, 2)
    kept = {f"{name}/{number}.png": b"" for name in (first, second) for number in (10, 20)}
    files = kept | {f"{first}/._10.png": b"", f"{second}/.small/inner/30.png": b"", f".old/{first}/40.png": b""}
    expect_seen(submission, reference, "listed", files=files, class_to_idx=numbered(first, second))
    inside = {f".data/{name}": content for name, content in files.items()}
    expect_seen(submission, reference, "listed", files=inside, class_to_idx=numbered(first, second), inside=".data")


@check("list_pictures", title="goes by the numbers that it is given, whatever folders there are")
def test_list_pictures_given(submission, reference, rng):
    first, second, absent, unknown = some_names(rng, 4)
    files = {f"{name}/{number}.png": b"" for name in (first, second, unknown) for number in (10, 20)} | {"10.png": b""}
    known = {name: 2 - number for number, name in enumerate(sorted([first, second, absent]))}
    expect_seen(submission, reference, "listed", files=files, class_to_idx=known)


# ------------------------------------------------------------------ read_picture


@check("read_picture", points=2, title="gives float32 of shape (3, H, W), from 0 to 1, in the order red, green, blue")
def test_read_picture_values(submission, reference, rng):
    for kind in ("png", "bmp"):
        expect_seen(submission, reference, "read", name=f"a.{kind}", files={f"a.{kind}": a_picture(rng, kind)})
    expect_seen(submission, reference, "read", name="a.png", files={"a.png": encoded(rng.randint(0, 255, 3, 1, 4).byte())})


@check("read_picture", title="gives grey pictures and palettes three channels, too")
def test_read_picture_grey(submission, reference, rng):
    height, width = rng.sizes(2, 4, 9)
    pixels = rng.randint(0, 3, height, width).byte()
    expect_seen(
        submission, reference, "read", name="a.png", files={"a.png": encoded(rng.randint(0, 255, height, width).byte())}
    )
    picture = Image.fromarray(pixels.numpy())
    picture = Image.merge("RGB", [picture.point([(17 * step + 40 * n) % 256 for n in range(256)]) for step in (1, 5, 9)])
    buffer = BytesIO()
    picture.quantize(4).save(buffer, "png")
    expect_seen(submission, reference, "read", name="a.png", files={"a.png": buffer.getvalue()})


@check("read_picture", title="drops transparency")
def test_read_picture_transparent(submission, reference, rng):
    for height, width in (rng.sizes(2, 4, 9), (1, 5)):
        pixels = rng.randint(0, 255, 4, height, width).byte()
        expect_seen(submission, reference, "read", name="a.png", files={"a.png": encoded(pixels)})


def expect_refused(submission, name, content, whole):
    """Require a ValueError that tells a file's name, and none for a whole picture of that name."""
    seen = ask(submission, "read_broken", name=name, files={name: whole})
    refused = isinstance(seen, dict) and "raised" in seen
    expect(not refused).to_be_true("A ValueError was raised for a file that is a complete picture.")
    seen = ask(submission, "read_broken", name=name, files={name: content})
    refused = isinstance(seen, dict) and "raised" in seen
    expect(refused).to_be_true("No ValueError was raised for a file that is no complete picture.")
    expect(seen.get("tells the name")).to_be_true(f"The message of the ValueError does not contain the file's name, {name}.")


@check("read_picture", title="raises ValueError, with its name, for a file that is no picture")
def test_read_picture_none(submission, rng):
    for content in (TEXT, b""):
        expect_refused(submission, f"{rng.choice(NAMES)}7.png", content, a_picture(rng))


@check("read_picture", title="raises ValueError, with its name, for a file that ends too early")
def test_read_picture_cut_off(submission, rng):
    for kind in ("jpeg", "png"):
        expect_refused(submission, f"{rng.choice(NAMES)}7.{kind}", cut_off(rng, kind), a_picture(rng, kind))


# ------------------------------------------------------------------ PictureFolder


def show_samples(submission, seen, classes):
    """Show the samples of a data set under the names of their classes, once it is sure that they are pictures and numbers."""
    samples = seen.get("samples") if isinstance(seen, dict) else None
    pairs = isinstance(samples, list) and all(isinstance(sample, list) and len(sample) == 2 for sample in samples)
    expect(pairs).to_be_true("A sample is no pair of a picture and a number.")
    for picture, label in samples:
        expect(picture, "the picture of a sample").to_have_dtype(torch.float32)
        expect(picture.dim() == 3 and picture.shape[0] == 3 and picture.numel() > 0).to_be_true(
            "The picture of a sample has not the shape (3, H, W)."
        )
        expect(type(label) is int and 0 <= label < len(classes)).to_be_true(
            "The label of a sample is not the number of a class, a Python int."
        )
    submission.show(
        tiles(
            "What your data set holds",
            [picture for picture, _ in samples],
            [classes[label] for _, label in samples],
            f"{len(samples)} pictures, each under the name of the class that its number stands for.",
        )
    )


@check("PictureFolder", points=2, title="holds the pictures of all classes, as tensors with the numbers of their classes")
def test_picture_folder_values(submission, reference, rng):
    for count in (3, 1):
        counts = dict(zip(some_names(rng, count), rng.sizes(count, 1, 4), strict=True))
        files = class_folders(rng, counts, *rng.sizes(2, 10, 16))
        seen, known = (ask(subject, "folder", files=files) for subject in (submission, reference))
        show_samples(submission, seen, known["classes"])
        expect(seen).to_match(known)


@check("PictureFolder", title="takes the numbers of another set, also for classes that are missing here")
def test_picture_folder_given(submission, reference, rng):
    names = some_names(rng, 4)
    first = min(names)
    files = class_folders(rng, {name: 2 for name in names if name != first}, 8, 9)
    for class_to_idx in (numbered(*names), {name: 3 - number for name, number in numbered(*names).items()}):
        expect_seen(submission, reference, "folder", files=files, class_to_idx=class_to_idx)


@check("PictureFolder", title="counts no hidden files and no texts, but pictures in folders inside a class")
def test_picture_folder_others(submission, reference, rng):
    first, second = some_names(rng, 2)
    files = class_folders(rng, {first: 2, second: 1}, 9, 8)
    files |= {f"{first}/.hidden.png": b"", f"{first}/notes.txt": TEXT, f"{second}/inner/3.PNG": a_picture(rng), "a.csv": b""}
    expect_seen(submission, reference, "folder", files=files)


@check("PictureFolder", title="transforms the picture alone, anew each time that a sample is asked for")
def test_picture_folder_transform(submission, reference, rng):
    files = class_folders(rng, dict.fromkeys(some_names(rng, 2), 2), 9, 8)
    expect_seen(submission, reference, "transformed", files=files, indices=[3, 0, 3, 3])


@check("PictureFolder", title="opens a picture only when it is asked for, each time anew")
def test_picture_folder_lazy(submission, reference, rng):
    first, second = sorted(some_names(rng, 2))
    files = class_folders(rng, {first: 2, second: 1}, 9, 8) | {f"{first}/1.png": cut_off(rng, "png")}
    expect_seen(submission, reference, "some_samples", files=files, indices=[2, 0])
    before, later = (class_folders(rng, {first: 1, second: 1}, 9, 8) for _ in range(2))
    expect_seen(submission, reference, "before_and_later", files=before, later=later)


# ------------------------------------------------------------------ readable_pictures


def expect_sorted_out(submission, reference, **contents):
    """Require that files, called a.png and so on, are sorted out; None is a file that is not there."""
    files = {f"{name}.png": content for name, content in contents.items() if content is not None}
    names = [f"{name}.png" for name in contents]
    expect_seen(submission, reference, "sorted_out", files=files, names=names)


@check("readable_pictures", points=2, title="tells pictures from files that are none")
def test_readable_pictures_values(submission, reference, rng):
    expect_sorted_out(submission, reference, a=a_picture(rng), b=TEXT, c=a_picture(rng), d=a_picture(rng), e=b"")
    expect_sorted_out(submission, reference, a=a_picture(rng), b=a_picture(rng))
    expect_sorted_out(submission, reference)


@check("readable_pictures", title="finds files that end too early")
def test_readable_pictures_cut_off(submission, reference, rng):
    for kind in ("png", "jpeg"):
        expect_sorted_out(submission, reference, a=a_picture(rng), b=cut_off(rng, kind), c=a_picture(rng, kind))


@check("readable_pictures", title="finds each of several broken files in a row")
def test_readable_pictures_row(submission, reference, rng):
    expect_sorted_out(submission, reference, a=a_picture(rng), b=TEXT, c=b"", d=TEXT, e=a_picture(rng))


@check("readable_pictures", title="calls a path broken where nothing is")
def test_readable_pictures_absent(submission, reference, rng):
    expect_sorted_out(submission, reference, a=a_picture(rng), b=None, c=a_picture(rng))


@check("readable_pictures", title="keeps the order of the paths")
def test_readable_pictures_order(submission, reference, rng):
    good = {name: a_picture(rng) for name in "ebac"}
    expect_sorted_out(submission, reference, e=good["e"], b=good["b"], d=TEXT, a=good["a"], c=good["c"])


# ------------------------------------------------------------------ CsvDataset


def a_table(rng, columns, rows):
    """Return a table's file, and a picture for each row that names one."""
    text = StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    pictures = {f"pictures/{row['file']}": a_picture(rng) for row in rows}
    return {"table.csv": text.getvalue().encode(), **pictures}


def some_rows(rng, labels, suffix=".png"):
    """Return a row for each label, with a file of its own; the files are not in alphabetical order."""
    names = some_names(rng, len(labels))
    return [
        {"file": f"{name}{suffix}", "label": label, "id": str(number), "place": rng.choice(["hill", "lake"])}
        for number, (name, label) in enumerate(zip(names, labels, strict=True), start=rng.integer(10, 70))
    ]


def only(rows, *columns):
    return [{column: row[column] for column in columns} for row in rows]


@check("CsvDataset", points=2, title="has a sample for each row, in the order of the table")
def test_csv_dataset_values(submission, reference, rng):
    for labels in (["disc", "disc", "ring", "disc", "star"], ["disc"]):
        rows = only(some_rows(rng, labels), "file", "label")
        expect_seen(submission, reference, "table", files=a_table(rng, ["file", "label"], rows))


@check("CsvDataset", title="finds its columns by their names, between others and in any order")
def test_csv_dataset_columns(submission, reference, rng):
    for columns in (["label", "id", "file", "place"], ["id", "file", "place", "label"]):
        rows = some_rows(rng, ["disc", "ring", "disc", "star"])
        expect_seen(submission, reference, "table", files=a_table(rng, columns, rows))


@check("CsvDataset", title="reads fields in quotes, with commas in them")
def test_csv_dataset_quotes(submission, reference, rng):
    rows = only(some_rows(rng, ["disc, full", "disc, full", "ring, thin"], ", front.png"), "file", "label")
    expect_seen(submission, reference, "table", files=a_table(rng, ["file", "label"], rows))


@check("CsvDataset", title="numbers the sorted labels, whatever comes first in the table")
def test_csv_dataset_order(submission, reference, rng):
    labels = ["star", "disc", "ring", "bar", "star", "square", "cross", "arc"]  # a set has them in any of 5,040 orders
    rows = only(some_rows(rng, labels), "file", "label")
    expect_seen(submission, reference, "table", files=a_table(rng, ["file", "label"], rows))


@check("CsvDataset", title="opens a picture only when it is asked for")
def test_csv_dataset_lazy(submission, reference, rng):
    rows = only(some_rows(rng, ["disc", "ring", "disc"]), "file", "label")
    files = a_table(rng, ["file", "label"], rows) | {f"pictures/{rows[1]['file']}": cut_off(rng, "png")}
    expect_seen(submission, reference, "some_rows", files=files, indices=[2, 0])
