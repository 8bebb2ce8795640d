"""Get FashionMNIST's four files, verified: from its server, or from a folder that has them.

Only `learn data` ever uses the network.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from contextvars import ContextVar
from pathlib import Path

from learn.errors import UsageError

SHA256 = {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
"""What the unpacked files hold; packed ones differ from one server to the next."""
ROOT: ContextVar[Path | None] = ContextVar("ROOT", default=None)
"""Where the files are, if this run uses them in the place of digits (``learn grade --data-root``)."""
USED: ContextVar[str] = ContextVar("USED", default="")
"""Which data set of pictures the running check has drawn from, if any: ``"digits"`` or :data:`NAME`."""
NAME = "FashionMNIST"
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
_OFFLINE = (
    "Without a network, copy the four files whose names begin with train- and t10k- from another machine and say "
    "`learn data fashion-mnist --from FOLDER`; on Debian and Ubuntu, `apt install dataset-fashion-mnist` puts them into "
    f"{DEBIAN}."
)


def find(folder: Path, name: str) -> Path | None:
    """Return where one of the files is, packed or not: in ``folder``, or where torchvision keeps it below it."""
    places = [place / f"{name}{suffix}" for place in (folder, folder / "FashionMNIST" / "raw") for suffix in ("", ".gz")]
    return next((path for path in places if path.is_file()), None)


def located(folder: Path, name: str) -> Path:
    """Return what :func:`find` finds.

    Raises:
        UsageError: the file is missing.
    """
    path = find(folder, name)
    if path is None:
        raise UsageError(f"{folder} holds no {name}, packed or not: `learn data fashion-mnist` gets FashionMNIST's files.")
    return path


def require(folder: Path) -> None:
    """Make sure that a folder has all files.

    Raises:
        UsageError: one is missing.
    """
    for name in SHA256:
        located(folder, name)


def use(folder: Path | None) -> None:
    """Let this run draw pictures from a folder's files; from the digits without one.

    Raises:
        UsageError: a file is missing.
    """
    if folder is not None:
        require(folder)
        ROOT.set(folder.resolve())


def read(path: Path) -> bytes:
    """Return what a file holds, unpacked.

    Raises:
        UsageError: it cannot be read or is damaged.
    """
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def collect(source: Path) -> dict[str, bytes]:
    """Return the four files of a folder, verified.

    Raises:
        UsageError: one is missing, or does not hold what FashionMNIST's holds.
    """
    require(source)
    found = {}
    for name, digest in SHA256.items():
        path = located(source, name)
        found[name] = read(path)
        if hashlib.sha256(found[name]).hexdigest() != digest:
            raise UsageError(f"{path} is not FashionMNIST's file of that name: its checksum differs.")
    return found


def download(target: Path) -> None:
    """Let torchvision download the files below a folder.

    Raises:
        UsageError: it could not; the sentence says what to do instead.
    """
    from learn import vision

    vision.prepare()
    from torchvision.datasets import FashionMNIST

    try:
        FashionMNIST(str(target), download=True)
    except (OSError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[-1]
        raise UsageError(f"FashionMNIST could not be downloaded ({reason}). {_OFFLINE}") from error


def get(target: Path, source: Path | None) -> Path:
    """Put FashionMNIST below ``target``, where torchvision looks for it; return that folder.

    Args:
        target: What is to be torchvision's ``root`` and `learn grade`'s ``--data-root``.
        source: A folder that has the files; without one, they are taken from where Debian's package puts them, or else
            downloaded, unless they are there.

    Raises:
        UsageError: the files cannot be had, are not FashionMNIST's, or cannot be written.
    """
    raw = target / "FashionMNIST" / "raw"
    if source is None:
        source = next((folder for folder in (target, DEBIAN) if all(find(folder, name) for name in SHA256)), None)
        if source is None:
            download(target)
            source = target
    files = collect(source)
    try:
        raw.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            if find(target, name) != raw / name:
                (raw / name).write_bytes(content)
    except OSError as error:
        raise UsageError(f"{raw} cannot be written: {error}") from error
    return raw
