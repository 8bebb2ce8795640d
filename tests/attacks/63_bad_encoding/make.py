def make(work, world):
    """Write the source."""
    work.mkdir(exist_ok=True)
    (work / "basics.py").write_bytes(b"# -*- coding: nonsense -*-\nx = \"\xff\xfe\"\n")
    return work
