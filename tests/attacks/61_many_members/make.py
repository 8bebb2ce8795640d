import tarfile


def make(work, world):
    """Pack them."""
    header = bytearray(tarfile.TarInfo("x").tobuf())
    path = work.with_suffix(".tar")
    path.write_bytes(bytes(header) * 100_000 + bytes(1024))
    return path
