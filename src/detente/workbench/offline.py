"""What a page shows, as it is fit to be given away: nothing of this machine, and no address of a server."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from detente.reporting.events import EventSource
from detente.reporting.sending import fit_to_send
from detente.workbench.views.record import Source

ADDRESSES = frozenset({"why", "occurrence", "whole", "back", "previous", "next", "without",
                       "replaced_by", "orders", "everything"})  # fmt: skip
"""Fields of views that hold addresses, beside those that are called so."""


def offline(view: Any, files: Mapping[str, str] | None = None) -> Any:
    """A view in which a text's file is named without its folder; with `files`, its addresses as these
    files, and None where there is none."""
    if isinstance(view, Source):
        view = dataclasses.replace(view, origin=fit_to_send(view.origin))
    if isinstance(view, EventSource):  # its address is the article's own, and fit to be sent
        return view
    if dataclasses.is_dataclass(view) and not isinstance(view, type):
        held = {each.name: getattr(view, each.name) for each in dataclasses.fields(view)}
        told = {name: _told(name, value, files) for name, value in held.items()}
        changed = {name: value for name, value in told.items() if value is not held[name]}
        return dataclasses.replace(view, **changed) if changed else view
    if isinstance(view, tuple) and not hasattr(view, "_fields"):
        return tuple(offline(each, files) for each in view)
    if isinstance(view, dict):
        return {name: offline(each, files) for name, each in view.items()}
    return view


def _told(name: str, value: Any, files: Mapping[str, str] | None) -> Any:
    is_address = name == "address" or name.endswith("_address") or name in ADDRESSES
    if files is None or not is_address or value is None:
        return offline(value, files)
    if isinstance(value, dict):
        return {each: files.get(address) for each, address in value.items()}
    return files.get(value) if isinstance(value, str) else value
