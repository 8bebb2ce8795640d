FILES = ("torch.py", "json.py", "learn/__init__.py", "learn/wire.py", "sitecustomize.py", "usercustomize.py", "attack.pth")


def make(work, world):
    """Put modules beside the submission that give up at once."""
    for name in FILES:
        path = work / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("import os; os._exit(0)\n")
    return work
