def make(work, world):
    """Write the source."""
    work.mkdir(exist_ok=True)
    (work / "basics.py").write_bytes(b"x = 1\n" * (50 * 2**20 // 6))
    return work
