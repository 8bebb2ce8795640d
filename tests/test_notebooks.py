"""Notebooks become source as data: cells in order, line for line, and one sentence for what is no notebook."""

import json
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learn.errors import SubmissionError
from learn.reading.caps import MAX_FILE_BYTES, MAX_NOTEBOOK_BYTES
from learn.reading.notebooks import source_of


def notebook(*cells, **fields):
    """Return a notebook whose cells are code, where nothing else is said of one."""
    made = [cell if isinstance(cell, dict) else {"cell_type": "code", "source": cell} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made, **fields}).encode()


def converted(*cells):
    return source_of(notebook(*cells), "basics.ipynb").decode()


def refused(data):
    with pytest.raises(SubmissionError) as caught:
        source_of(data, "basics.ipynb")
    assert str(caught.value).isprintable()
    assert str(caught.value).startswith("basics.ipynb ")
    return str(caught.value)


# ------------------------------------------------------------------ what becomes of cells


def test_code_cells_are_joined_in_order_below_their_numbers():
    """Text, outputs and everything else is left out; sources may be lists of lines or one text."""
    text = {"cell_type": "markdown", "source": ["# Title\n", "import os"]}
    raw = {"cell_type": "raw", "source": "raw"}
    run = {"cell_type": "code", "source": ["x = 1\n", "y = 2"], "outputs": [{"text": ["z"]}], "execution_count": 7}
    assert converted(text, run, raw, "z = 3\n") == "# cell 1\nx = 1\ny = 2\n# cell 2\nz = 3\n\n"


def test_a_notebook_without_code_is_an_empty_file():
    """What is missing is then told task by task."""
    assert source_of(notebook(), "basics.ipynb") == b""


@pytest.mark.parametrize(
    "line",
    ["%matplotlib inline", "!pip install torch", "%time x = f(1)", "!ls 'it (", "?torch.sum", "torch.sum?", "torch.sum??"],
)
def test_lines_that_only_ipython_understands_become_comments(line):
    """So that a line of the notebook stays a line of the source."""
    assert converted(f"import torch\n{line}\nx = 1") == f"# cell 1\nimport torch\n# {line}\nx = 1\n"


def test_a_magic_in_a_block_leaves_a_statement():
    """A block that holds a comment alone is a syntax error."""
    source = converted("if colab:\n    !pip install torch\n    %cd /content\nx = 1")
    assert source == "# cell 1\nif colab:\n    pass  # !pip install torch\n    pass  # %cd /content\nx = 1\n"
    compile(source, "basics.ipynb", "exec")


def test_a_magic_goes_on_after_a_backslash():
    """All of its lines become comments, also at the end of a cell."""
    assert (
        converted("!pip install \\\n  torch \\\n  numpy\nx = 1")
        == "# cell 1\n# !pip install \\\n#   torch \\\n#   numpy\nx = 1\n"
    )
    assert converted("!ls \\", "x = 1") == "# cell 1\n# !ls \\\n# cell 2\nx = 1\n"


@pytest.mark.parametrize(
    "code",
    [
        'text = """\n%s items\n!important\nwhat?\n"""',
        "text = '''\n%d of it\\'''\n%d\n'''",
        "y = (\n    x\n    %name\n)",
        "y = [\n!a\n]",
        "y = x \\\n  %name",
        "text = 'it\\'s' # don't (",
        'text = f"{x!r}" + "("',
        "x = 7 % 3",
        "y = x\n% 3",
        'text = "(" + """[""" + \'{\' # }',
    ],
)
def test_what_is_python_stays_as_it_is(code):
    """A line of a text or an expression may begin like a magic; `%name` after it is one again."""
    assert converted(f"{code}\n%magic") == f"# cell 1\n{code}\n# %magic\n"


@pytest.mark.parametrize("start", ["%%bash\n", "%%time\n", "\n\n%%html\n", "%%"])
def test_a_cell_of_another_language_becomes_comments(start):
    """The cell as a whole, with as many lines as it had."""
    cell = f"{start}def f():\n\n    return 1"
    lines = converted(cell, "x = 1").split("\n")
    assert lines[1 : 2 + cell.count("\n")] == [f"# {line}" for line in cell.split("\n")]
    assert lines[-3:] == ["# cell 2", "x = 1", ""]


def test_a_cell_does_not_change_how_the_next_one_is_read():
    """An open bracket or text ends with its cell, as it does in Jupyter."""
    assert (
        converted("x = (", "%magic", '"""', "%magic")
        == '# cell 1\nx = (\n# cell 2\n# %magic\n# cell 3\n"""\n# cell 4\n# %magic\n'
    )


def test_line_ends_are_those_of_unix():
    """A carriage return is a line end to Python: the lines of all systems count alike."""
    assert converted("x = 1\r\n%magic\ry = 2") == "# cell 1\nx = 1\n# %magic\ny = 2\n"


def test_text_of_any_language_is_kept():
    """The source is UTF-8, with or without a mark at the notebook's beginning."""
    data = '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = \'é\U0001f600\'\\u00e9\\ud83d\\ude00"}]}'
    expected = "# cell 1\nx = 'é\U0001f600'é\U0001f600\n".encode()
    for encoded in (data.encode(), data.encode("utf-8-sig")):
        assert source_of(encoded, "basics.ipynb") == expected


def test_null_bytes_in_a_cell_are_the_workers_to_refuse():
    """Source is never parsed here, whatever it is."""
    assert converted("x = '\0'\n)(") == "# cell 1\nx = '\0'\n)(\n"


# ------------------------------------------------------------------ what is no notebook

WRONG = {
    "empty": b"",
    "text": b"x = 1\n",
    "cut off": notebook("x = 1")[:-3],
    "null bytes": b"\0" * 100,
    "a null byte at the end": notebook("x = 1") + b"\0",
    "UTF-16": notebook("x = 1").decode().encode("utf-16"),
    "Latin-1": '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "é"}]}'.encode("latin-1"),
    "half a character": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud800"}]}',
    "merge conflict": b"<<<<<<< HEAD\n" + notebook("x = 1"),
    "NaN": b'{"nbformat": 4, "metadata": NaN, "cells": []}',
    "a list": b"[]",
    "a number": b"4",
    "null": b"null",
    "no format": b'{"cells": []}',
    "format as text": b'{"nbformat": "4", "cells": []}',
    "format as a fraction": b'{"nbformat": 4.5, "cells": []}',
    "a huge format": b'{"nbformat": ' + b"9" * 10_000 + b', "cells": []}',
    "cells as an object": notebook(cells={}),
    "cells as text": notebook(cells="x"),
    "a cell as text": notebook(cells=["x"]),
    "a cell as null": notebook(cells=[None]),
    "no kind of cell": notebook({"source": "x"}),
    "source as a number": notebook(1),
    "source as null": notebook(None),
    "source as an object": notebook({"cell_type": "code", "source": {"a": "b"}}),
    "a line as a number": notebook(["x", 1]),
    "a line as a list": notebook(["x", ["y"]]),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_no_notebook_is_one_sentence(kind):
    """It says what was wrong, and what mends it."""
    sentence = refused(WRONG[kind])
    assert sentence.startswith("basics.ipynb is no notebook (")
    assert sentence.endswith("): open it in Jupyter and save it again.")


@pytest.mark.parametrize("number", [3, 5, 0, -1, 10**1000], ids=["3", "5", "0", "-1", "huge"])
def test_another_format_is_one_sentence(number):
    """Jupyter brings old notebooks up to date when it saves them."""
    sentence = refused(notebook(nbformat=number, worksheets=[]))
    assert sentence == "basics.ipynb is no notebook of format 4: open it in Jupyter and save it again."


@pytest.mark.parametrize(
    "before", [b"", b'{"nbformat": 4, "metadata": ', b'{"nbformat": 4, "cells": [{"cell_type": "code", "outputs": ']
)
@pytest.mark.parametrize("unit", [b"[", b'{"a":', b"[{},", b'[[],{"":'])
def test_deep_nesting_is_one_sentence(before, unit):
    """As deep as 16 MiB can be, and wherever it is."""
    assert "is no notebook" in refused(before + unit * ((MAX_NOTEBOOK_BYTES - len(before)) // len(unit)))
    if before:
        assert refused(before + unit * 100_000) == "basics.ipynb is no notebook: it is nested too deeply."


def test_more_code_than_a_file_may_hold_is_one_sentence():
    """In one cell, in many, in bytes that are more than characters, and in what is added."""
    sentence = "basics.ipynb holds more than 1 MiB of code: an exercise is a small source file."
    assert refused(notebook("#" * (MAX_FILE_BYTES + 1))) == sentence
    assert refused(notebook(*["#" * 1000] * 1100)) == sentence
    assert refused(notebook("é" * (MAX_FILE_BYTES // 2 + 1))) == sentence
    assert refused(notebook(*[""] * 100_000)) == sentence
    assert len(source_of(notebook("#" * (MAX_FILE_BYTES - 10)), "basics.ipynb")) == MAX_FILE_BYTES


# ------------------------------------------------------------------ bombs


def bomb(kind, size):
    """Return a notebook of many equal pieces."""
    before, unit, after = BOMBS[kind]
    return before + unit * ((size - len(before) - len(after)) // len(unit)) + after


BOMBS = {
    "outputs": (b'{"nbformat": 4, "cells": [], "x": [', b'{"a":[]},', b"0]}"),
    "a number": (b'{"nbformat": 4, "cells": [], "x": ', b"1", b"}"),
    "cells": (b'{"nbformat": 4, "cells": [', b'{"cell_type":""},', b'{"cell_type":"code"}]}'),
    "lines": (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [', b'"ab",', b'""]}]}'),
    "empty lines": (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [', b'"",', b'""]}]}'),
    "keys": (b'{"nbformat": 4, "cells": [', b'],"cells":[', b"]}"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_the_largest_notebook_costs_little(kind):
    """Seconds and a few times its size, however many pieces it is made of."""
    data = bomb(kind, MAX_NOTEBOOK_BYTES)
    started = time.process_time()
    outcome(data)
    assert time.process_time() - started < 3
    data = bomb(kind, MAX_NOTEBOOK_BYTES // 8)  # tracing makes it slow
    tracemalloc.start()
    try:
        outcome(data)
        assert tracemalloc.get_traced_memory()[1] < 16 * len(data)
    finally:
        tracemalloc.stop()


HARD = {
    "quotes": '"' * 1000, "escaped quotes": '\\"""\n', "both kinds": "'''x\"\"\"\\", "backslashes": "\\", "continued": "\\\n",
    "magics": "%a\n", "continued magics": "%a\\\n", "help": "a?\\\n", "words": "a.", "brackets": "(",
    "blanks": " " * 999 + "\n", "comments": "#\n", "quote and break": "'\\\n", "word lines": "a" * 999 + "\n",
}  # fmt: skip


@pytest.mark.parametrize("start", ["", "(\n", '"""', "\\"])
@pytest.mark.parametrize("kind", HARD)
def test_the_hardest_cell_costs_little(kind, start):
    """The search for magics takes time in proportion to a cell's length."""
    cell = (start + HARD[kind] * (MAX_FILE_BYTES // len(HARD[kind])))[: MAX_FILE_BYTES // 8] + "\\"
    data = notebook(cell)
    started = time.process_time()
    outcome(data)
    assert time.process_time() - started < 1


# ------------------------------------------------------------------ fuzzing

FUZZ = settings(max_examples=200, deadline=2000, database=None, print_blob=True)
SEED = notebook(["import torch\n", "%magic\n", "x = '''\n", "'''"], {"cell_type": "markdown", "source": "é"}, "y = (1,\n2)")


def outcome(data):
    """Convert a notebook: its source, or the sentence that refuses it.  Anything else that is raised fails the test."""
    try:
        return source_of(data, "basics.ipynb")
    except SubmissionError as error:
        return str(error)


@FUZZ
@given(st.binary(max_size=300))
def test_any_bytes_are_source_or_one_sentence(data):
    """Nothing else is raised."""
    outcome(data)


@FUZZ
@given(
    st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 255)), min_size=1, max_size=5), st.integers(0, len(SEED))
)
def test_any_change_of_a_notebook_gives_source_or_one_sentence(changes, length):
    """Bytes are changed anywhere, and the end is missing."""
    data = bytearray(SEED)
    for place, value in changes:
        data[place] = value
    outcome(bytes(data))
    outcome(SEED[:length])


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["code", 4, [], {}])
KEYS = st.sampled_from(["nbformat", "cells", "cell_type", "source", "outputs", "x"])
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@FUZZ
@given(TREES, st.dictionaries(KEYS, TREES))
def test_any_json_is_source_or_one_sentence(cells, fields):
    """Structure-aware: legal JSON of a notebook's words with anything in any place."""
    outcome(json.dumps({"nbformat": 4, "cells": cells, **fields}).encode())
    outcome(json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "x", **fields}]}).encode())


@FUZZ
@given(st.lists(st.text(alphabet="%!?a \n\\\"'()#[]{}é\r", max_size=40), max_size=4))
def test_the_number_of_lines_never_changes(cells):
    """Whatever is in the cells: each has a line for its number, and its own."""
    source = converted(*cells)
    normal = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
    assert source.count("\n") == sum(2 + cell.count("\n") for cell in normal)
