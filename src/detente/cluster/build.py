"""Which detente a machine has, to the byte: two that call themselves the same may code differently."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from detente.version import __version__

PACKAGE = Path(__file__).parents[1]
SHOWN = 8
"""Letters of the digest: enough to tell two builds apart."""


@cache
def build() -> str:
    """Version, and a digest of the code and of what is shipped with it."""
    return f"{__version__} (build {digest_of(PACKAGE)[:SHOWN]})"


def digest_of(folder: Path) -> str:
    """A digest of the names and contents of all files, save what Python compiles of them."""
    whole = hashlib.sha256()
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in sorted(files, key=lambda each: each.relative_to(folder).as_posix()):
        with path.open("rb") as content:
            whole.update(hashlib.file_digest(content, "sha256").digest())
        whole.update(path.relative_to(folder).as_posix().encode())
    return whole.hexdigest()
