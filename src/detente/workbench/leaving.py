"""What others are told of this machine: nothing. Folders and places in it stay out of what leaves it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.errors import DetenteError
from detente.reporting.sending import fit_to_send

ADDRESS = "address"
"""The field of answers that says where an article was read."""


def fit_to_leave(told: Any) -> Any:
    """An answer in plain values; of a text that was read from a file it has only the file's name."""
    if isinstance(told, dict):
        return {
            name: fit_to_send(each)
            if name == ADDRESS and isinstance(each, str)
            else fit_to_leave(each)
            for name, each in told.items()
        }
    return [fit_to_leave(each) for each in told] if isinstance(told, (list, tuple)) else told


def without_folder(problem: DetenteError, folder: Path) -> DetenteError:
    """An error that names the folder of a workspace by its name alone."""

    def told(text: str | None) -> str | None:
        for path in (folder.resolve(), folder.absolute()):
            text = text and text.replace(str(path), path.name)
        return text

    return type(problem)(
        told(problem.what) or "", where=told(problem.where), advice=told(problem.advice)
    )
