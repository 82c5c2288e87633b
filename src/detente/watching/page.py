"""Alerts as one HTML file that opens without a network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente.reporting import wording
from detente.version import __version__
from detente.watching.telling import Group, link_of, reasons, told_by


def page(
    groups: Sequence[Group], *, name: str, since: dt.date | None, until: dt.date | None
) -> str:
    """The page of the workspace of a name."""
    template = _environment().get_template("alerts.html")
    return template.render(
        groups=groups, name=name, since=since, until=until, version=__version__, words=wording,
        count=sum(each.count for each in groups), told_by=told_by, link_of=link_of, reasons=reasons,
        style=Markup(_style()),
    )  # fmt: skip


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("detente.watching"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _style() -> str:
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, "style.css")[0]
