"""The name under which somebody reviews: it stands beside whatever he judges."""

from __future__ import annotations

from detente.errors import InputError

LONGEST_NAME = 80
LOST = "\N{REPLACEMENT CHARACTER}"
"""What stands for bytes that are no text."""


def name_of(text: str) -> str:
    """The name of a person. Raises `InputError` for what cannot be shown on one line, or is no text."""
    name = " ".join(text.split())
    shown = len(name) <= LONGEST_NAME and name.isprintable() and LOST not in name
    if not name or not shown:
        raise InputError(
            "that is no name" if name else "a reviewer needs a name",
            advice=f"Write up to {LONGEST_NAME} letters: it stands beside what is judged.",
        )
    return name
