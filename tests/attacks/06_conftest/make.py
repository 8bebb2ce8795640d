def make(work, world):
    """Put a conftest.py into every folder that a test run could start from."""
    text = (work / "basics.py").read_text().split('"""')[1]
    for folder in (work, work / "chapter1_tiny", work / "graders" / "chapter1_tiny" / "checks"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "conftest.py").write_text(text)
    return work
