"""What a notebook imports from `detente`: options are told by name, so that a new one breaks no call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import detente
from detente import measures

ARGUMENTS = {"query", "names", "actor", "recipient", "article_ids", "pairs"}
"""What may be left out and is yet no option: what a call is about."""
RECORDS = ("detente.records", "detente.errors", "detente.coding.traces")


def calls() -> Iterator[tuple[str, Callable[..., Any]]]:
    held = [(detente, name) for name in detente.__all__]
    for home, name in [*held, *((measures, name) for name in measures.__all__)]:
        named = getattr(home, name)
        if inspect.isfunction(named):
            yield name, named
        elif inspect.isclass(named) and named.__module__ not in RECORDS:
            yield name, named.__init__
            for each, found in inspect.getmembers(named, inspect.isroutine):
                if not each.startswith("_") and inspect.isfunction(found):
                    yield f"{name}.{each}", found


@pytest.mark.parametrize(("name", "call"), [*calls()])
def test_options_are_told_by_name(name: str, call: Callable[..., Any]) -> None:
    placed = [
        each.name
        for each in inspect.signature(call).parameters.values()
        if each.kind is each.POSITIONAL_OR_KEYWORD and each.default is not each.empty
    ]
    assert set(placed) <= ARGUMENTS, name
