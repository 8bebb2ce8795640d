import zipfile
from pathlib import Path


def make(work, world):
    """Pack wrong work together with members that name a file of this machine in every way."""
    victim = Path(world["VICTIM"])
    relative = f"../{victim.parent.name}/{victim.name}"
    path = work.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(work / "basics.py", "basics.py")
        for name in (str(victim), relative, relative.replace("/", "\\"), "C:" + str(victim).replace("/", "\\")):
            archive.writestr(name, "overwritten")
    return path
