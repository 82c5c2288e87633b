"""What a command says of the record that its measures are taken from."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import TYPE_CHECKING

import click

from detente.errors import TooLittleDataError

if TYPE_CHECKING:
    from detente.measuring import Every, Relationship
    from detente.store import Workspace


def relationship_of(
    workspace: Workspace,
    between: tuple[str, str],
    every: Every,
    since: dt.date | None,
    dataset: str | None,
    *,
    uncorrected: bool = False,
) -> Relationship:
    """What is told of two states; on standard error, what lies before the series.

    Raises `TooLittleDataError`, with the data sets that there are, where nothing that was read joins them.
    """
    from detente.measuring.acts import relationship, use_imported

    found = relationship(
        workspace, between, every=every, since=since, dataset=dataset, uncorrected=uncorrected
    )
    if dataset is None and not found.occurrences and (advice := use_imported(workspace)):
        raise TooLittleDataError(
            "no event that was read here joins the two in that time", advice=advice
        )
    tell_earlier(found, since)
    return found


def tell_earlier(found: Relationship, since: dt.date | None) -> None:
    """Say on standard error what lies before the series, unless the user said where it is to begin."""
    from detente.measuring.wording import earlier

    if since is None and (told := earlier(found)):
        click.echo(told, err=True)


def tell_of_blocs(between: tuple[str, str]) -> None:
    """Say on standard error that of a bloc its body alone is measured, and how to ask for its members."""
    from detente.errors import QueryError
    from detente.store.blocs import resolve_party

    for name in between:
        try:
            members = resolve_party(name).codes
        except QueryError:
            continue
        if len(members) > 1:
            click.echo(
                f"{name} is taken as the body alone, without its members. Name one of them instead; or ask"
                f" for all with `detente events WORKSPACE --between {shlex.join(between)}`",
                err=True,
            )
