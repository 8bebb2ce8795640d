def make(work, world):
    """Write the source."""
    work.mkdir(exist_ok=True)
    (work / "basics.py").write_bytes(b"x = " + b"(" * 10**6)
    return work
