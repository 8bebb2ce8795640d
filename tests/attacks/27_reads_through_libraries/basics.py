import ctypes
import fileinput
import importlib.machinery
import io
import mmap
import runpy
import shutil
import sqlite3
import tokenize
import zipfile

import numpy as np
import torch


def mapped(path):
    with open(path, "rb") as file:
        return bytes(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def linked(path):
    import os

    os.link(path, "linked")
    return open("linked").read()


READERS = {
    "fromfile": lambda path: np.fromfile(path, np.uint8).tobytes(),
    "memmap": lambda path: bytes(np.memmap(path, np.uint8, "r")),
    "genfromtxt": lambda path: str(np.genfromtxt(path, str, delimiter="\0", comments=None)),
    "from_file": lambda path: bytes(torch.from_file(path, size=60, dtype=torch.uint8).tolist()),
    "torch.load": lambda path: torch.load(path),
    "jit.load": lambda path: torch.jit.load(path),
    "get_data": lambda path: importlib.machinery.SourceFileLoader("grader", path).get_data(path),
    "run_path": lambda path: runpy.run_path(path),
    "open_code": lambda path: io.open_code(path).read(),
    "tokenize": lambda path: tokenize.open(path).read(),
    "fileinput": lambda path: "".join(fileinput.input(path)),
    "copy": lambda path: open(shutil.copy(path, "copied")).read(),
    "link": linked,
    "mmap": mapped,
    "sqlite": lambda path: sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("select * from sqlite_master").fetchall(),
    "zip": lambda path: zipfile.ZipFile(path).namelist(),
    "dlopen": lambda path: ctypes.CDLL(path),
}


def double(x):
    for name, reader in READERS.items():
        for path in ["@GRADER@", "@SOLUTION@"]:
            try:
                got = reader(path)
            except BaseException as error:
                print(f"{name}: {type(error).__name__} {str(error)[:300]}")
            else:
                print(f"{name} read: {got.decode(errors='replace') if type(got) is bytes else got}")
    return x * 3


@COUNTER@
