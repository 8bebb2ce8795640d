"""``docs/authoring.md`` is followed to the letter: what it says to run is run, what it says to write is written."""

import re
import shlex

import pytest

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_walk_through_ends_with_an_exercise_that_proves_and_grades(root, tmp_path, learn):
    """Every command exits with 0, in the page's order, in an empty folder."""
    commands = 0
    for language, text in BLOCK.findall((root / "docs" / "authoring.md").read_text(encoding="utf-8")):
        if language == "sh":
            for line in text.splitlines():
                done = learn(*shlex.split(line)[1:], cwd=tmp_path)
                assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
                commands += 1
        else:
            write(tmp_path, text)
    assert commands == 6
    assert "4 of 4 points" in done.stdout


def write(folder, text):
    """Write a block to the file that its first line names; a block of TOML takes the place of its exercise's."""
    first, _, body = text.partition("\n")
    path = folder / first.removeprefix("# ")
    path.parent.mkdir(exist_ok=True)
    if path.suffix == ".toml":
        old = path.read_text(encoding="utf-8")
        body = old[: old.index(body[: body.index("title")])] + body
    path.write_text(body, encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["submission.attempt", "to_be_at_most", "rng.sizes", "file_mib", "expect.to_be_finite", "check.fresh"]
)
def test_names_in_the_page_exist(name):
    """The page's vocabulary is the engine's."""
    from learn.checks import CheckSpec
    from learn.course import Limits
    from learn.expect import Expectation
    from learn.observe import Subject
    from learn.rng import Rng

    homes = [Subject, Expectation, Rng, Limits, CheckSpec]
    assert any(hasattr(home, name.rpartition(".")[2]) or name.rpartition(".")[2] in home.__annotations__ for home in homes)
