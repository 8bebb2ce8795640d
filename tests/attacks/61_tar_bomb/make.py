import io
import tarfile


def make(work, world):
    """Pack what nobody asked for."""
    path = work.with_suffix(".tar.gz")
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name in ("basics.py", *map(str, range(200))):
            member = tarfile.TarInfo(name)
            member.size = 10**6
            archive.addfile(member, io.BytesIO(b" " * member.size))
    return path
