import io
import tarfile


def make(work, world):
    """Pack a link to the folder of the solutions, and a file in it."""
    path = work.with_suffix(".tar")
    with tarfile.open(path, "w") as archive:
        folder = tarfile.TarInfo("chapter1_tiny")
        folder.type = tarfile.SYMTYPE
        folder.linkname = str(world["SOLUTION"].parent)
        archive.addfile(folder)
        archive.addfile(tarfile.TarInfo("chapter1_tiny/basics.py"), io.BytesIO())
    return path
