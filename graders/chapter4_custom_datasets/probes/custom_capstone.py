"""Probes for chapter4_custom_datasets/custom_capstone: folders are written down here, and the paths are handed over."""

from learn.worker.folders import unpacked
from learn.worker.seeds import after_seeds


def named(exercise, train, test):
    """Return the names that a model gives to the pictures of a folder."""
    with unpacked(train) as train_folder, unpacked(test) as test_folder:
        return exercise.fit_folder(train_folder, test_folder)


def contents(folder):
    """Return the bytes of each file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def left_behind(exercise, train, test):
    """Return what is in both folders after a model was fitted."""
    with unpacked(train) as train_folder, unpacked(test) as test_folder:
        exercise.fit_folder(train_folder, test_folder)
        return {"training folder": contents(train_folder), "test folder": contents(test_folder)}


def seeded(exercise, seeds, train, test):
    """Fit after each of these seeds; return the names, and the next random number after each fit."""
    with unpacked(train) as train_folder, unpacked(test) as test_folder:
        names, following = after_seeds(seeds, lambda: exercise.fit_folder(train_folder, test_folder))
    return {"names": names, "following": following}
