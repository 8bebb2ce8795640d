"""Files that came over the wire, written into the worker's own folder: what probes of data sets share."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextmanager
def unpacked(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Write files into a new folder, enter its path, and remove it afterwards.

    Args:
        files: The bytes of each file by its path below that folder, with ``/`` between parts.  A path that ends in ``/`` is a
            folder.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # Windows keeps a file that is still open
        root = Path(folder)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name.endswith("/"):
                path.mkdir(exist_ok=True)
            else:
                path.write_bytes(content)
        yield root
