"""Turn a Jupyter notebook into Python source.  Its cells are text here: nothing is run, rendered or parsed as Python."""

from __future__ import annotations

import re

import msgspec

from learn.errors import SubmissionError
from learn.reading.caps import MAX_FILE_BYTES

_FORMAT = 4


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""

    @property
    def text(self) -> str:
        text = self.source if isinstance(self.source, str) else "".join(self.source)
        return text.replace("\r\n", "\n").replace("\r", "\n")


class _Notebook(msgspec.Struct):
    """What is read of a notebook: msgspec skips all else, outputs above all, and makes no objects of it."""

    nbformat: int
    cells: list[_Cell] = []


# What stands in a string, a comment or brackets is no magic: there, a line may well begin with %s or with an operator.
# Every alternative that begins to match also ends, so that a flood of quotes costs linear time.
_TOKEN = re.compile(
    r"""
    ^(?P<indent>[ \t]*)(?P<magic>[!?]|%[A-Za-z_]|[\w.]+\?)
    | \#[^\n]* | \\\n[ \t]*[!?%]?
    | \"\"\"(?:\\.|[^\\])*?(?:\"\"\"|\\?\Z) | '''(?:\\.|[^\\])*?(?:'''|\\?\Z)
    | "(?:\\.|[^"\\\n])*"? | '(?:\\.|[^'\\\n])*'?
    | (?P<opening>[(\[{]) | (?P<closing>[)\]}])
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_LINE = re.compile(r"(?:[^\n]*\\\n)*[^\n]*")


def source_of(notebook: bytes, name: str) -> bytes:
    """Return the code cells of a notebook, each below a comment ``# cell N``, as one Python file.

    Lines of IPython's own (``%magic``, ``!shell``, ``?help``) become comments, and so do whole cells that begin with ``%%``:
    no line is added to or taken from a cell.

    Args:
        notebook: The file, in nbformat 4.
        name: What to call it in an error.

    Raises:
        SubmissionError: it is no such notebook, or holds more code than a file may.
    """
    try:
        read = msgspec.json.decode(notebook.removeprefix(b"\xef\xbb\xbf"), type=_Notebook)
    except RecursionError as error:
        raise SubmissionError(f"{name} is no notebook: it is nested too deeply.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SubmissionError(f"{name} is no notebook ({error}): open it in Jupyter and save it again.") from error
    if read.nbformat != _FORMAT:
        raise SubmissionError(f"{name} is no notebook of format {_FORMAT}: open it in Jupyter and save it again.")
    texts = [cell.text for cell in read.cells if cell.cell_type == "code"]
    if sum(map(len, texts)) <= MAX_FILE_BYTES:
        source = "".join(f"# cell {number}\n{_python(text)}\n" for number, text in enumerate(texts, 1)).encode()
        if len(source) <= MAX_FILE_BYTES:
            return source
    raise SubmissionError(f"{name} holds more than {MAX_FILE_BYTES >> 20} MiB of code: an exercise is a small source file.")


def _python(cell: str) -> str:
    """Return a cell with the lines that only IPython understands as comments."""
    if cell.lstrip().startswith("%%"):
        return _commented(cell)
    pieces, done, at, depth = [], 0, 0, 0
    while token := _TOKEN.search(cell, at):
        at = token.end()
        if token["opening"]:
            depth += 1
        elif token["closing"]:
            depth = max(depth - 1, 0)
        elif token["magic"] and not depth:
            start = token.start("magic")
            line = _LINE.match(cell, start)
            assert line is not None
            at = line.end()
            # A block needs a statement: `if colab:` may stand above.
            pieces += [cell[done:start], "pass  " if token["indent"] else "", _commented(line[0])]
            done = at
    return "".join((*pieces, cell[done:]))


def _commented(text: str) -> str:
    return "# " + text.replace("\n", "\n# ")
