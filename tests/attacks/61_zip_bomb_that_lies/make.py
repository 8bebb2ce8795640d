import struct
import zipfile


def make(work, world):
    """Pack a file of spaces, and then change what the archive says about its size."""
    path = work.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("basics.py", b" " * 2 * 10**8)
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 2 * 10**8), struct.pack("<L", 10)))
    return path
