def make(work, world):
    """Write the source."""
    work.mkdir(exist_ok=True)
    (work / "basics.py").write_bytes("x = 1\n".encode("utf-16"))
    return work
