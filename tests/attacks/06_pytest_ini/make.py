PLUGIN = """
def pytest_collection_modifyitems(items):
    for item in items:
        item.obj = item._obj = lambda double: None

def pytest_sessionfinish(session):
    session.exitstatus = 0
"""
OPTIONS = "addopts = -p forger\n"
SETTINGS = {
    "pytest.ini": f"[pytest]\n{OPTIONS}",
    "tox.ini": f"[pytest]\n{OPTIONS}",
    "setup.cfg": f"[tool:pytest]\n{OPTIONS}",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-p forger'\n",
    "forger.py": PLUGIN,
    "forger-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: forger\nVersion: 1.0\n",
    "forger-1.0.dist-info/entry_points.txt": "[pytest11]\nforger = forger\n",
}


def make(work, world):
    """Put the settings and the plugin beside the exercise."""
    for name, text in SETTINGS.items():
        path = work / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return work
