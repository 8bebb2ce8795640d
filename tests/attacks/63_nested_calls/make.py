def make(work, world):
    """Write the source."""
    work.mkdir(exist_ok=True)
    (work / "basics.py").write_bytes(b"x = a" + b".a" * 400_000)
    return work
