"""What a command measures, Python does by a function of its name, with its choices."""

from __future__ import annotations

import inspect
from typing import Any, get_args, get_type_hints

import click
import pytest

from detente import measures
from detente.cli import main

COMMANDS = (
    "latent", "forecast", "network", "thirds", "robustness", "voices", "outlets", "framing", "copies",
)  # fmt: skip
OTHERWISE = {
    "as": None, "out": None, "debug": None,  # where the answer goes
    "from": "dataset", "event": "events", "outlet": "outlets", "bloc": "blocs", "outlets": "table",
    "balance": "show", "blocs": "show", "cohesion": "show",
    "items": None, "scores": None, "rows": None, "chart": None,  # `items_table()`, `scoreboard()`, …
    "risk": None, "begins": None, "threshold": None,  # of `risk`
    "between": None, "least": None,
}  # fmt: skip
"""Options that a function has by another name, or that are no options of it."""
OF_A_QUERY = {"voices", "outlets", "copies"}
"""Those whose options that narrow are fields of a `Query`."""


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def taken(name: str) -> set[str]:
    return set(inspect.signature(getattr(measures, name)).parameters)


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_of_a_command_is_one_of_the_function(name: str) -> None:
    if name in OF_A_QUERY:
        assert "query" in taken(name)
        return
    renamed = OTHERWISE | ({"from": "datasets"} if name == "latent" else {})
    for option in command(name).params:
        if not isinstance(option, click.Option):
            continue
        spelt = option.opts[0].removeprefix("--").replace("-", "_")
        meant = renamed.get(spelt, spelt)
        assert meant is None or meant in taken(name), f"{name} {option.opts[0]}"


@pytest.mark.parametrize("name", ["voices", "outlets", "framing", "copies"])
def test_tables_are_those_of_the_command(name: str) -> None:
    (option,) = (each for each in command(name).params if each.name == "show")
    assert isinstance(option.type, click.Choice)
    of_function: Any = get_type_hints(getattr(measures, name), vars_of_types())["show"]
    assert (tuple(option.type.choices), option.default) == (get_args(of_function), default(name))


def default(name: str) -> Any:
    return inspect.signature(getattr(measures, name)).parameters["show"].default


def vars_of_types() -> dict[str, Any]:
    """The names that `measures` knows for types alone."""
    from detente import comparing, forecasting, merging, modelling, networks, robustness
    from detente.measuring.exporting import Exports
    from detente.modelling.counting import By

    held: dict[str, Any] = {"CountedBy": By, "Exports": Exports}
    for home in (comparing, forecasting, merging, modelling, networks, robustness):
        held |= {each: getattr(home, each) for each in dir(home) if each[:1].isupper()}
    return held | vars(measures)
