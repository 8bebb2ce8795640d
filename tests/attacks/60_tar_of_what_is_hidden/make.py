import io
import tarfile


def make(work, world):
    """Pack members whose names are paths of the grader."""
    path = work.with_suffix(".tar.gz")
    with tarfile.open(path, "w:gz") as archive:
        for name in (str(world["SOLUTION"]), "../basics.py", "../chapter1_tiny/basics.py", "solutions/chapter1_tiny/basics.py"):
            member = tarfile.TarInfo(name)
            archive.addfile(member, io.BytesIO())
    return path
