def make(work, world):
    """Write the source."""
    work.mkdir(exist_ok=True)
    (work / "basics.py").write_bytes(b"".join(b"\t" * i + b"try: pass\n" + b"\t" * i + b"finally:\n" for i in range(18)) + b"\t" * 18 + b"x = 1\n")
    return work
