"""``python -m learn``."""

from learn.cli import main

main()
