import stat
import zipfile


def make(work, world):
    """Pack a link as Unix tools do."""
    path = work.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("chapter1_tiny/basics.py")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(world["SOLUTION"]))
    return path
