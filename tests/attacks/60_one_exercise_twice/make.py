import io
import tarfile


def make(work, world):
    """Pack two members of one name."""
    path = work.with_suffix(".tar")
    with tarfile.open(path, "w") as archive:
        for source in (b"first = 1", b"second = 2"):
            member = tarfile.TarInfo("basics.py")
            member.size = len(source)
            archive.addfile(member, io.BytesIO(source))
    return path
