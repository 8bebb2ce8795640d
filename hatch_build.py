"""Put the content folders into the wheel, as ``learn/_content/``."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("exercises", "solutions", "graders", "scaffolds")


class ContentHook(BuildHookInterface):
    """Ships the course with the engine; an editable install finds it in the checkout instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add every content file to a standard wheel."""
        if version != "standard":
            return
        root = Path(self.root)
        for folder in FOLDERS:
            for path in sorted((root / folder).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    build_data["force_include"][str(path)] = f"learn/_content/{path.relative_to(root).as_posix()}"
