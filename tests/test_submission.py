"""Reading what was handed in: bytes only, and one sentence for what cannot be read."""

import os
import socket
from pathlib import Path

import pytest

from learn.errors import SubmissionError
from learn.submission import MAX_FILE_BYTES, read_submission


@pytest.mark.parametrize("place", ["chapter1_tiny/basics.py", "basics.py"])
def test_a_folder_may_be_laid_out_like_exercises_or_be_one_chapter(tmp_path, tiny, place):
    """Both layouts give the same submission."""
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("x = 1\n")
    assert read_submission(tmp_path, tiny).files == {"basics": b"x = 1\n"}


def test_a_single_file_is_a_submission(tmp_path, tiny):
    """`--submission basics.py` grades that exercise."""
    (tmp_path / "basics.py").write_bytes(b"x = 1\n")
    assert read_submission(tmp_path / "basics.py", tiny).files == {"basics": b"x = 1\n"}


def test_the_hash_follows_names_and_contents_only(tmp_path, tiny):
    """The same work has the same hash wherever it lies; other work has another."""
    for name, text in (("a", "x"), ("b", "x"), ("c", "y")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "basics.py").write_text(text)
    first, second, third = (read_submission(tmp_path / name, tiny).sha256 for name in "abc")
    assert first == second != third


def test_what_is_no_exercise_is_not_read(tmp_path, tiny):
    """A conftest.py or a torch.py beside the work is no part of the submission."""
    for name in ("basics.py", "conftest.py", "torch.py"):
        (tmp_path / name).write_text("")
    assert list(read_submission(tmp_path, tiny).files) == ["basics"]


def test_a_missing_path_is_one_sentence(tmp_path, tiny):
    """It says which path."""
    with pytest.raises(SubmissionError, match="nowhere does not exist"):
        read_submission(tmp_path / "nowhere", tiny)


def test_an_empty_folder_is_one_sentence(tmp_path, tiny):
    """It says what was expected."""
    with pytest.raises(SubmissionError, match="holds none of this course's exercises"):
        read_submission(tmp_path, tiny)


def test_a_file_of_another_name_is_one_sentence(tmp_path, tiny):
    """It says how a file must be called."""
    (tmp_path / "mine.py").write_text("")
    with pytest.raises(SubmissionError, match=r"must be called <exercise>\.py"):
        read_submission(tmp_path / "mine.py", tiny)


def test_a_symlink_loop_is_one_sentence(tmp_path, tiny):
    """Neither a loop as the path nor one in the folder is followed for ever."""
    (tmp_path / "basics.py").symlink_to(tmp_path / "basics.py")
    for path in (tmp_path, tmp_path / "basics.py"):
        with pytest.raises(SubmissionError, match="cannot be read: too many levels of symbolic links"):
            read_submission(path, tiny)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no named pipes")
def test_special_files_are_refused_without_waiting(tmp_path, tiny):
    """A pipe, a socket or a device is no source file."""
    os.mkfifo(tmp_path / "basics.py")
    with pytest.raises(SubmissionError, match="no regular file"):
        read_submission(tmp_path, tiny)
    with pytest.raises(SubmissionError, match="neither a folder nor a regular file"):
        read_submission(tmp_path / "basics.py", tiny)
    with pytest.raises(SubmissionError, match="neither a folder nor a regular file"):
        read_submission(Path(os.devnull), tiny)
    with socket.socket(socket.AF_UNIX) as listener:
        (tmp_path / "other").mkdir()
        listener.bind(str(tmp_path / "other" / "basics.py"))
        with pytest.raises(SubmissionError, match="cannot be read"):
            read_submission(tmp_path / "other", tiny)


def test_a_huge_file_is_refused_before_it_is_read_whole(tmp_path, tiny):
    """100 MB of source is one sentence."""
    with (tmp_path / "basics.py").open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(SubmissionError, match=f"larger than {MAX_FILE_BYTES >> 20} MiB"):
        read_submission(tmp_path, tiny)


def test_an_unreadable_file_is_one_sentence(tmp_path, tiny, monkeypatch):
    """It says why."""
    (tmp_path / "basics.py").write_text("")

    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("learn.submission.os.open", refuse)
    with pytest.raises(SubmissionError, match="cannot be read: permission denied"):
        read_submission(tmp_path, tiny)
