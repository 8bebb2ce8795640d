import zipfile


def make(work, world):
    """Pack a file of spaces."""
    path = work.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("basics.py", "w") as member:
        for _ in range(200):
            member.write(b" " * 10**6)
    return path
