import io
import tarfile
from pathlib import Path


def make(work, world):
    """Pack wrong work together with members that name a file of this machine in every way."""
    victim = Path(world["VICTIM"])
    names = [str(victim), f"../{victim.parent.name}/{victim.name}", f"chapter1_tiny/../../..{victim}", f"./{'../' * 40}{victim}"]
    path = work.with_suffix(".tar")
    with tarfile.open(path, "w") as archive:
        archive.add(work / "basics.py", "basics.py")
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(b"overwritten")
            archive.addfile(member, io.BytesIO(b"overwritten"))
    return path
