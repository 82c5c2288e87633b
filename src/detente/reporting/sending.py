"""What of an article's address may be sent on? Of a page all of it, and of a file its name alone: folders
belong to whoever read it."""

from __future__ import annotations

from pathlib import PurePath


def link_of(address: str | None) -> str | None:
    """The address where a browser may follow it; None for files and anything else."""
    web = (address or "").lower().startswith(("https://", "http://"))
    return address if web else None


def fit_to_send(address: str) -> str:
    """The address of a page, or the name of a file."""
    return link_of(address) or PurePath(address.replace("\\", "/")).name
