"""Reading what was handed in: bytes only, no link followed, and one sentence for what cannot be read."""

import io
import os
import socket
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from learn.errors import SubmissionError
from learn.reading import folders
from learn.reading.caps import MAX_FILE_BYTES
from learn.submission import read_submission

NOTEBOOK = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["x = 1\\n", "y = 2"]}]}'
SOURCE = b"# cell 1\nx = 1\ny = 2\n"
PLACES = ["chapter1_tiny/basics.py", "basics.py", "exercises/chapter1_tiny/basics.py", "exercises/basics.py"]


@pytest.fixture(params=["by descriptor", "by path"])
def platform(request, monkeypatch):
    """Read folders as Unix does and as Windows does."""
    if request.param == "by path":
        monkeypatch.setattr(os, "supports_dir_fd", set())
        monkeypatch.setattr(folders, "_FILE", os.O_RDONLY | os.O_NONBLOCK)
    elif os.open not in os.supports_dir_fd:
        pytest.skip("the platform has no descriptors of folders")


def put(path, content=b"x = 1\n"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def refused(path, course):
    with pytest.raises(SubmissionError) as caught:
        read_submission(path, course)
    return str(caught.value)


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize("place", PLACES)
def test_a_folder_may_be_laid_out_like_exercises_or_hold_them_or_be_one_chapter(tmp_path, tiny, place):
    """All layouts give the same submission."""
    put(tmp_path / place)
    work = read_submission(tmp_path, tiny)
    assert work.files == {"basics": b"x = 1\n"}
    assert work.paths == {"basics": (tmp_path / place).as_posix()}


def test_a_single_file_is_a_submission(tmp_path, tiny):
    """`--submission basics.py` grades that exercise."""
    put(tmp_path / "basics.py")
    assert read_submission(tmp_path / "basics.py", tiny).files == {"basics": b"x = 1\n"}


def test_the_hash_follows_names_and_contents_only(tmp_path, tiny):
    """The same work has the same hash wherever it lies, packed or not; other work has another."""
    for name, text in (("a", b"x"), ("b", b"x"), ("c", b"y")):
        put(tmp_path / name / "basics.py", text)
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("basics.py", "x")
    first, second, third, packed = (read_submission(tmp_path / name, tiny).sha256 for name in ("a", "b", "c", "d.zip"))
    assert first == second == packed != third


def test_what_is_no_exercise_is_not_read(tmp_path, tiny):
    """A conftest.py or a torch.py beside the work is no part of the submission, nor are solutions."""
    for name in ("basics.py", "conftest.py", "torch.py", "solutions/later.py", "solutions/chapter1_tiny/later.py"):
        put(tmp_path / name, b"")
    put(tmp_path / "graders" / "chapter1_tiny" / "later.py")
    assert list(read_submission(tmp_path, tiny).files) == ["basics"]


# ------------------------------------------------------------------ notebooks


@pytest.mark.parametrize("place", [place.replace(".py", ".ipynb") for place in PLACES])
def test_a_notebook_stands_in_for_a_file(tmp_path, tiny, place):
    """In a folder, in an archive and by itself: its code cells are the source, and reports name the notebook."""
    put(tmp_path / place, NOTEBOOK)
    with zipfile.ZipFile(tmp_path / "work.zip", "w") as archive:
        archive.writestr(place, NOTEBOOK)
    for path in (tmp_path, tmp_path / place, tmp_path / "work.zip"):
        work = read_submission(path, tiny)
        assert work.files == {"basics": SOURCE}
        assert work.paths["basics"].endswith("basics.ipynb")


def test_a_notebook_beside_a_file_is_not_read(tmp_path, tiny):
    """People try things out in notebooks: where both are there, the .py file counts."""
    put(tmp_path / "basics.py")
    put(tmp_path / "chapter1_tiny" / "basics.ipynb", b"no notebook")
    assert read_submission(tmp_path, tiny).files == {"basics": b"x = 1\n"}


def test_a_notebook_of_100_mb_is_one_sentence(tmp_path, tiny):
    """It is not read whole, and the sentence says what helps."""
    with (tmp_path / "basics.ipynb").open("wb") as file:
        file.truncate(100 << 20)
    assert refused(tmp_path, tiny) == f"{(tmp_path / 'basics.ipynb').as_posix()} is larger than 16 MiB: clear its outputs."


def test_all_notebooks_together_have_a_limit(tmp_path, tiny, monkeypatch):
    """Each takes time to read, and a small archive may hold many large ones."""
    large = NOTEBOOK[:-1] + b', "x": "' + b"x" * (1 << 19) + b'"}'
    with zipfile.ZipFile(tmp_path / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("basics", "later"):
            put(tmp_path / "work" / f"{name}.ipynb", large)
            archive.writestr(f"{name}.ipynb", large)
    for path in (tmp_path / "work", tmp_path / "work.zip"):
        assert set(read_submission(path, tiny).files) == {"basics", "later"}
    monkeypatch.setattr("learn.submission.MAX_UNPACKED_BYTES", 1 << 20)
    for path in (tmp_path / "work", tmp_path / "work.zip"):
        assert refused(path, tiny) == f"{path.as_posix()} holds more than 1 MiB of notebooks: clear their outputs."


@pytest.mark.parametrize("source", [b"\0" * 1000, b"\xff\xfe", b"# coding: rot13\n", b"(" * 500_000, b"\r\r\n", b""])
def test_source_is_handed_on_as_it_is(tmp_path, tiny, source):
    """What would crash a parser is for the worker to parse."""
    assert read_submission(put(tmp_path / "basics.py", source), tiny).files == {"basics": source}


# ------------------------------------------------------------------ what cannot be read


def test_a_missing_path_is_one_sentence(tmp_path, tiny):
    """It says which path."""
    assert refused(tmp_path / "nowhere", tiny) == f"{tmp_path / 'nowhere'} does not exist."


def test_an_empty_folder_is_one_sentence(tmp_path, tiny):
    """It says what was expected."""
    assert "holds none of this course's exercises: expected <chapter>/<exercise>.py" in refused(tmp_path, tiny)


@pytest.mark.parametrize("name", ["mine.py", "mine.ipynb"])
def test_a_file_of_another_name_is_one_sentence(tmp_path, tiny, name):
    """It says how a file must be called."""
    put(tmp_path / name)
    assert "a file must be called <exercise>.py or <exercise>.ipynb, as `learn list`" in refused(tmp_path / name, tiny)


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize("other", PLACES[1:])
def test_an_exercise_that_is_there_twice_is_one_sentence(tmp_path, tiny, other):
    """Which one is meant is not guessed."""
    first, second = put(tmp_path / PLACES[0]), put(tmp_path / other)
    assert refused(tmp_path, tiny) == f"{first.as_posix()} and {second.as_posix()} are the same exercise: hand in one of them."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no named pipes")
def test_special_files_are_refused_without_waiting(tmp_path, tiny):
    """A pipe, a socket, a device or a folder is no source file."""
    os.mkfifo(tmp_path / "basics.py")
    assert "basics.py is no regular file" in refused(tmp_path, tiny)
    assert "neither a folder nor a regular file" in refused(tmp_path / "basics.py", tiny)
    assert "neither a folder nor a regular file" in refused(Path(os.devnull), tiny)
    (tmp_path / "folder" / "basics.py").mkdir(parents=True)
    assert "basics.py is no regular file" in refused(tmp_path / "folder", tiny)
    with socket.socket(socket.AF_UNIX) as listener:
        (tmp_path / "other").mkdir()
        listener.bind(str(tmp_path / "other" / "basics.py"))
        assert "cannot be read" in refused(tmp_path / "other", tiny)
        assert "cannot be read" in refused(tmp_path / "other" / "basics.py", tiny)


@pytest.mark.usefixtures("platform")
def test_a_file_in_a_folders_place_is_passed_over(tmp_path, tiny):
    """A file called `exercises` is no exercise, and hides none."""
    put(tmp_path / "exercises")
    put(tmp_path / "chapter1_tiny")
    put(tmp_path / "basics.py")
    assert list(read_submission(tmp_path, tiny).files) == ["basics"]


@pytest.mark.usefixtures("platform")
def test_a_huge_file_is_refused_before_it_is_read_whole(tmp_path, tiny):
    """100 MB of source is one sentence."""
    with (tmp_path / "basics.py").open("wb") as file:
        file.truncate(100 << 20)
    tracemalloc.start()
    try:
        assert f"larger than {MAX_FILE_BYTES >> 20} MiB" in refused(tmp_path, tiny)
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_FILE_BYTES
    finally:
        tracemalloc.stop()


def test_all_sources_together_have_a_limit(tmp_path, tiny, monkeypatch):
    """Many large files are refused like one."""
    monkeypatch.setattr("learn.submission.MAX_SOURCES_BYTES", 1 << 20)
    put(tmp_path / "basics.py", b"#" * (1 << 19))
    put(tmp_path / "later.py", b"#" * (1 << 19))
    assert set(read_submission(tmp_path, tiny).files) == {"basics", "later"}
    put(tmp_path / "later.py", b"#" * ((1 << 19) + 1))
    assert refused(tmp_path, tiny) == f"{tmp_path} holds more than 1 MiB of source: an exercise is a small source file."


@pytest.mark.usefixtures("platform")
def test_an_unreadable_file_is_one_sentence(tmp_path, tiny, monkeypatch):
    """It says why."""
    file, real = put(tmp_path / "basics.py"), os.open

    def refuse(path, *arguments, **options):
        if str(path).endswith("basics.py"):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    if os.supports_dir_fd:
        monkeypatch.setattr(os, "supports_dir_fd", {refuse})
    for path in (tmp_path, file):
        assert refused(path, tiny).endswith("basics.py cannot be read: permission denied.")


def test_a_read_that_fails_halfway_is_one_sentence(tmp_path, tiny, monkeypatch):
    """A disk or a network may fail after the file was opened."""

    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError(5, "Input/output error")

    def broken(descriptor, *_):
        os.close(descriptor)
        return Broken()

    put(tmp_path / "basics.py")
    monkeypatch.setattr(os, "fdopen", broken)
    for path in (tmp_path, tmp_path / "basics.py"):
        assert refused(path, tiny).endswith("basics.py cannot be read: input/output error.")


def test_a_file_that_is_being_written_is_one_sentence(tmp_path, tiny, monkeypatch):
    """Half an upload is not graded."""
    for now in (b"x = 1", b"x = 1\n# and more"):
        file = put(tmp_path / "basics.py", b"x = 1\n")
        with monkeypatch.context() as patch:
            patch.setattr(os, "fdopen", lambda descriptor, *_, now=now: os.close(descriptor) or io.BytesIO(now))
            assert refused(file, tiny) == f"{file} changed while it was read: try again."


# ------------------------------------------------------------------ links


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize("link", ["basics.py", "chapter1_tiny", "exercises", "exercises/chapter1_tiny"])
def test_no_link_below_a_folder_is_followed(tmp_path, tiny, link):
    """A link to a file or a folder outside, or to nothing, is one sentence that names it."""
    put(tmp_path / "secret" / "basics.py", b"the text of somebody else")
    put(tmp_path / "secret" / "chapter1_tiny" / "basics.py", b"the text of somebody else")
    work = tmp_path / "work"
    for target in (tmp_path / "secret" / ("basics.py" if link == "basics.py" else ""), Path("nowhere"), Path(link).name):
        (work / link).parent.mkdir(parents=True, exist_ok=True)
        (work / link).symlink_to(target)
        assert refused(work, tiny) == f"{(work / link).as_posix()} is a symbolic link: hand in what it points to."
        (work / link).unlink()


@pytest.mark.usefixtures("platform")
def test_a_named_file_is_no_link(tmp_path, tiny):
    """Neither a source file nor an archive; a link that leads nowhere or round in circles says so."""
    put(tmp_path / "other.py")
    for name in ("basics.py", "work.zip"):
        (tmp_path / name).symlink_to("other.py")
        assert refused(tmp_path / name, tiny) == f"{tmp_path / name} is a symbolic link: hand in the file itself."
    (tmp_path / "later.py").symlink_to("nowhere.py")
    assert refused(tmp_path / "later.py", tiny) == f"{tmp_path / 'later.py'} does not exist."
    (tmp_path / "loop.py").symlink_to("loop.py")
    assert "loop.py cannot be read: too many levels of symbolic links" in refused(tmp_path / "loop.py", tiny)


@pytest.mark.usefixtures("platform")
def test_the_path_itself_may_lead_through_links(tmp_path, tiny):
    """Whoever grades says where the work is: their own links are followed, to a folder and on the way to a file."""
    put(tmp_path / "real" / "basics.py")
    (tmp_path / "link").symlink_to("real")
    assert read_submission(tmp_path / "link", tiny).files == {"basics": b"x = 1\n"}
    assert read_submission(tmp_path / "link" / "basics.py", tiny).files == {"basics": b"x = 1\n"}


@pytest.mark.usefixtures("platform")
def test_a_hard_link_is_a_file(tmp_path, tiny):
    """Installers and tools that remove duplicates link files, and nobody can link what they may not write."""
    os.link(put(tmp_path / "store"), tmp_path / "basics.py")
    assert read_submission(tmp_path, tiny).files == {"basics": b"x = 1\n"}


def test_windows_junctions_are_links(tmp_path, tiny, monkeypatch):
    """A reparse point that stands for another name is refused; a file that lies in a cloud is read."""
    put(tmp_path / "basics.py")
    real = os.lstat

    class Info:
        def __init__(self, info, tag):
            self.st_mode, self.st_reparse_tag = info.st_mode, tag

    monkeypatch.setattr(os, "supports_dir_fd", set())
    for tag, kind in ((0xA0000003, "junction"), (0xA000000C, "symbolic link"), (0x9000001A, "cloud")):
        monkeypatch.setattr(os, "lstat", lambda path, tag=tag: Info(real(path), tag if path.name == "basics.py" else 0))
        if kind == "cloud":
            assert list(read_submission(tmp_path, tiny).files) == ["basics"]
        else:
            assert "is a symbolic link" in refused(tmp_path, tiny)


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="the platform has no descriptors of folders")
def test_a_folder_that_becomes_a_link_leads_nowhere(tmp_path, monkeypatch):
    """A folder that is swapped for a link after it was opened is read as it was, and then refused."""
    put(tmp_path / "work" / "chapter1_tiny" / "basics.py", b"mine")
    put(tmp_path / "secret" / "basics.py", b"secret")
    real = os.open

    def swap(path, *arguments, **options):
        descriptor = real(path, *arguments, **options)
        if path == "chapter1_tiny":
            folder = tmp_path / "work" / "chapter1_tiny"
            folder.rename(tmp_path / "old")
            folder.symlink_to(tmp_path / "secret")
        return descriptor

    with folders.opened(tmp_path / "work", 10) as folder:
        monkeypatch.setattr(os, "open", swap)
        assert folder.read(("chapter1_tiny", "basics.py"), 10) == b"mine"
        with pytest.raises(SubmissionError, match="chapter1_tiny is a symbolic link"):
            folder.read(("chapter1_tiny", "basics.py"), 10)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the platform does not show descriptors")
def test_no_descriptor_is_left_open(tmp_path, tiny):
    """However a reading ends: a cohort has thousands."""
    put(tmp_path / "good" / "chapter1_tiny" / "basics.py")
    (tmp_path / "bad" / "chapter1_tiny" / "basics.py").mkdir(parents=True)
    (tmp_path / "worse" / "chapter1_tiny").mkdir(parents=True)
    (tmp_path / "worse" / "chapter1_tiny" / "basics.py").symlink_to("x")
    before = len(list(Path("/proc/self/fd").iterdir()))
    read_submission(tmp_path / "good", tiny)
    for path in (tmp_path / "bad", tmp_path / "worse", Path(os.devnull)):
        refused(path, tiny)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


# ------------------------------------------------------------------ names


HOSTILE = "evil\x1b[31m\n\u202e\x07\x9b2J"


def test_names_are_inert_wherever_they_are_shown(tmp_path, tiny):
    """A folder may be called anything: label, places and sentences are one line that steers no terminal."""
    put(tmp_path / HOSTILE / "basics.py")
    work = read_submission(tmp_path / HOSTILE, tiny)
    (tmp_path / HOSTILE / "basics.py").unlink()
    for text in (work.label, work.paths["basics"], refused(tmp_path / HOSTILE, tiny), refused(tmp_path / HOSTILE / "x", tiny)):
        assert "evil" in text
        assert text.isprintable()


def test_a_name_that_is_no_text_can_be_shown_and_sent(tmp_path, tiny):
    """A name in another encoding reaches reports, and the wire, as text."""
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/\xff")
    try:
        put(Path(folder) / "basics.py")
    except OSError:
        pytest.skip("the file system takes text only")
    work = read_submission(Path(folder), tiny)
    assert work.label.encode() == work.paths["basics"].removesuffix("/basics.py").encode()


def test_reading_needs_no_torch_and_no_archive_readers():
    """`learn grade` reads a folder at once."""
    code = "import sys, learn.submission; print({'torch', 'numpy', 'tarfile', 'learn.reading.archives'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
