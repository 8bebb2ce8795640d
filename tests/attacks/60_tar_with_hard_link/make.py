import tarfile


def make(work, world):
    """Pack a hard link."""
    path = work.with_suffix(".tar")
    with tarfile.open(path, "w") as archive:
        member = tarfile.TarInfo("chapter1_tiny/basics.py")
        member.type = tarfile.LNKTYPE
        member.linkname = str(world["SOLUTION"])
        archive.addfile(member)
    return path
