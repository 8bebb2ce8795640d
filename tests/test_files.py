"""Folders that a submission filled: measured and removed, whatever it made of them."""

from __future__ import annotations

import os

import pytest

from learn.files import remove_tree, size_of_tree


def make_deep(root, depth):
    """Nest folders deeper than a path can be long, by entering each."""
    before = os.getcwd()  # noqa: PTH109  a Path cannot hold this one
    os.chdir(root)
    try:
        for _ in range(depth):
            os.mkdir("folder")  # noqa: PTH102
            os.chdir("folder")
        with open("file", "wb") as file:  # noqa: PTH123
            file.write(b"x" * 100)
    finally:
        os.chdir(before)


def test_a_tree_is_measured(tmp_path):
    """Files below folders count, and each entry."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x").write_bytes(b"x" * 1000)
    (tmp_path / "y").write_bytes(b"x" * 24)
    assert size_of_tree(str(tmp_path), 100) == (1024, 4)


def test_measuring_ends_at_the_cap_and_follows_nothing(tmp_path):
    """Neither a flood of files nor a link to a large folder makes it long or large."""
    (tmp_path / "work").mkdir()
    for index in range(50):
        (tmp_path / "work" / str(index)).touch()
    assert size_of_tree(str(tmp_path / "work"), 20)[1] == 20
    (tmp_path / "large").mkdir()
    (tmp_path / "large" / "x").write_bytes(b"x" * 10_000)
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "to").symlink_to(tmp_path / "large")
    size, entries = size_of_tree(str(tmp_path / "links"), 20)
    assert entries == 1
    assert size < 10_000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="folders as deep as these cannot be made there")
def test_a_folder_deeper_than_any_path_is_measured_and_removed(tmp_path):
    """Nothing recurses, no path grows too long, and what is below it does not go uncounted."""
    (tmp_path / "work").mkdir()
    make_deep(tmp_path / "work", 3000)
    counted = size_of_tree(str(tmp_path / "work"), 10_000)[1]
    remove_tree(str(tmp_path / "work"))  # in any case: pytest itself could not
    assert counted == 10_000
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="modes and links are those of Unix")
def test_what_a_folder_holds_is_removed_and_nothing_else(tmp_path):
    """Modes do not keep it, links are removed and not followed, odd names are names."""
    work, other = tmp_path / "work", tmp_path / "other"
    work.mkdir()
    other.mkdir()
    (other / "kept").write_text("kept")
    (work / "closed").mkdir()
    (work / "closed" / "inner").mkdir()
    (work / "closed" / "inner" / "x").write_text("x")
    (work / "link").symlink_to(other)
    (work / "dangling").symlink_to("nowhere")
    os.link(other / "kept", work / "hard")
    os.mkfifo(work / "pipe")
    (work / "\udcff\n*").write_text("x")
    for folder in ("closed/inner", "closed", "."):
        (work / folder).chmod(0)
    remove_tree(str(work))
    assert not work.exists()
    assert (other / "kept").read_text() == "kept"
