"""Secret seeds: with one, inputs cannot be foreseen even by somebody who has read the grader."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from learn.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "LEARN_SECRET_SEED"
MIN_CHARACTERS = 16
"""What a person would guess is shorter."""
MAX_BYTES = 4096
_HOW = 'python -c "import secrets; print(secrets.token_hex())" makes a good one'


def read_secret_seed(path: Path | None) -> int | None:
    """Return the secret seed from a file, or else from the environment, or ``None`` where there is none.

    The text is hashed, so that every character counts; the variable is taken out of the environment.

    Raises:
        UsageError: the file cannot be read, or the secret is too short to be one.
    """
    text, source = os.environ.pop(VARIABLE, ""), f"The environment variable {VARIABLE}"
    if path is not None:
        source = str(path)
        try:
            with path.open("rb") as file:
                text = file.read(MAX_BYTES).decode("utf-8", "replace")
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    if not text and path is None:
        return None
    if len(text.strip()) < MIN_CHARACTERS:
        raise UsageError(f"{source} holds fewer than {MIN_CHARACTERS} characters, which is no secret: {_HOW}.")
    return int.from_bytes(hashlib.sha256(text.strip().encode()).digest()[:8], "big") >> 1
