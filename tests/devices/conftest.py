"""``python -m pytest tests/devices --device cuda`` runs the same programs on a real accelerator."""

from __future__ import annotations

from pathlib import Path

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
