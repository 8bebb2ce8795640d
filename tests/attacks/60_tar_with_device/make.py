import tarfile


def make(work, world):
    """Pack the device that gives zeros without end."""
    path = work.with_suffix(".tar")
    with tarfile.open(path, "w") as archive:
        member = tarfile.TarInfo("basics.py")
        member.type, member.devmajor, member.devminor = tarfile.CHRTYPE, 1, 5
        archive.addfile(member)
    return path
