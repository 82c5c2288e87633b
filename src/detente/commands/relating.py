"""What a command says of the record that its measures are taken from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from detente.measuring import Relationship


def tell_earlier(found: Relationship, since: dt.date | None) -> None:
    """Say on standard error what lies before the series, unless the user said where it is to begin."""
    from detente.measuring.wording import earlier

    if since is None and (told := earlier(found)):
        click.echo(told, err=True)
