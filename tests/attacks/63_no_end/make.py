def make(work, world):
    """Write the source."""
    work.mkdir(exist_ok=True)
    (work / "basics.py").write_bytes(b"def double(x):\n  return (x[{f'{" + b"\\\n" * 1000)
    return work
