"""Run the command line from a bare checkout: ``python cli.py grade chapter0``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from learn.cli import main

if __name__ == "__main__":
    main()
