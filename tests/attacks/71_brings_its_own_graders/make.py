CHECKS = """
from learn.checks import check


@check("double", points=100)
def test_double_values(submission):
    pass
"""
FILES = {
    "tests/test_double.py": "def test_double():\n    pass\n",
    "graders/chapter1_tiny/checks/basics.py": CHECKS,
    "graders/chapter1_tiny/hidden/basics.py": CHECKS,
    "graders/chapter1_tiny/probes/basics.py": "def call(exercise, task, args, kwargs):\n    return None\n",
    "solutions/chapter1_tiny/basics.py": "def double(x):\n    return x * 3\n",
    "exercises/chapter1_tiny/chapter.toml": 'title = "Tiny"\nsummary = ""\nexercise = []\n',
}


def make(work, world):
    """Put the rest of a course round the exercise."""
    for name, text in FILES.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return work
