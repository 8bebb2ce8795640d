"""Find and load the templates below ``scaffolds/``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from learn.errors import ContentError

_PACKAGE_DIR = Path(__file__).resolve().parent


def scaffold_dir() -> Path:
    """Return the folder of templates: the installed package's own, else the checkout's.

    Raises:
        ContentError: there is neither.
    """
    for folder in (_PACKAGE_DIR / "_content" / "scaffolds", _PACKAGE_DIR.parent.parent / "scaffolds"):
        if folder.is_dir():
            return folder
    raise ContentError("The templates are missing from this installation: install learn-pytorch again.")


@cache
def environment() -> Environment:
    """Return the one Jinja environment; HTML is escaped, and an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader(scaffold_dir()),
        autoescape=select_autoescape(enabled_extensions=("html", "html.j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
