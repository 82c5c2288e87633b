"""How is an alert made of what tells it?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from detente.records import Alert, AlertRule, ChannelReport, Event, Statement
from detente.reporting import wording
from detente.watching.material import Material, Source, Told, key_of

SAYS = {
    "demand": "demands", "appeal": "appeals", "accusation": "accuses", "warning": "warns",
    "red-line": "draws a red line", "condition": "sets a condition", "commitment": "promises",
    "offer": "offers", "denial": "denies", "praise": "praises", "assessment": "assesses",
}  # fmt: skip
"""What who takes a position of a kind does."""


def made(
    name: AlertRule,
    material: Material,
    telling: Sequence[Told],
    *,
    day: dt.date | None,
    what: str,
    why: str,
    outlets: int,
    weight: float,
    first_reported: dt.date,
    keys: Iterable[str] | None = None,
) -> Iterator[Alert]:
    """The alert of what some records tell, the one that is shown first; none where no article is left.

    It is known by the sentences that tell it, or by `keys` where it is more than they.
    """
    sources = [source for each in telling if (source := material.source(each)) is not None]
    if not sources:
        return
    shown = sources[0]
    known = tuple(dict.fromkeys(each.key for each in sources)) if keys is None else tuple(keys)
    yield Alert(
        alert_id=_id(material, known if keys is not None else (_earliest(sources).key,)),
        rule=name,
        also=(),
        watched=material.watched.label,
        day=day,
        what=what,
        why=why,
        sentence=shown.sentence,
        outlet=shown.outlet,
        published=shown.published,
        address=shown.address,
        outlets=outlets,
        weight=round(weight, 3),
        first_reported=first_reported,
        evidence=tuple(map(id_of, telling)),
        keys=known,
    )


def bare(
    name: AlertRule,
    material: Material,
    *,
    day: dt.date,
    what: str,
    why: str,
    keys: Sequence[str],
    weight: float = 0.0,
    first_reported: dt.date | None = None,
) -> Alert:
    """An alert of what no sentence tells; the first of its keys names it."""
    return Alert(
        alert_id=_id(material, keys[:1]), rule=name, also=(), watched=material.watched.label, day=day,
        what=what, why=why, sentence=None, outlet=None, published=None, address=None, outlets=0,
        weight=weight, first_reported=first_reported or day, evidence=(), keys=tuple(keys),
    )  # fmt: skip


def said_alert(
    name: AlertRule, said: Sequence[Statement], material: Material, why: str, **about: str
) -> Iterator[Alert]:
    """The alert of what some statements tell, the one that is shown first; `what` may be given."""
    articles = material.articles({each.article_id for each in said})
    days = [day for each in said if (day := told_on(each, material)) is not None]
    if not days:
        return
    outlets = {found.outlet for found in articles.values()} - {None}
    shown = said[0]
    yield from made(
        name,
        material,
        said,
        day=shown.date or told_on(shown, material),
        what=about.get("what", f"{speaker(shown)}{towards(shown)}: {SAYS[shown.kind]}"),
        why=why,
        outlets=len(outlets),
        weight=shown.confidence * max(len(outlets), 1),
        first_reported=min(days),
    )


def told_on(said: Statement, material: Material) -> dt.date | None:
    """When a statement was published, or else its own day."""
    article = material.articles([said.article_id]).get(said.article_id)
    return (article.published if article else None) or said.date


def speaker(said: Statement) -> str:
    """The state that speaks, or else who does, as written."""
    code = said.speaker.country
    return wording.country_name(code) if code else said.speaker.text


def towards(said: Statement) -> str:
    """` → Chile`; nothing where nobody is addressed."""
    codes = dict.fromkeys(each.country for each in said.addressees if each.country)
    names = ", ".join(map(wording.country_name, codes))
    return f" \N{RIGHTWARDS ARROW} {names}" if names else ""


def id_of(told: Told) -> str:
    """The id of a record."""
    if isinstance(told, Event):
        return told.event_id
    return told.channel_report_id if isinstance(told, ChannelReport) else told.statement_id


def _earliest(sources: Iterable[Source]) -> Source:
    return min(sources, key=lambda each: (each.published or dt.date.max, each.key))


def _id(material: Material, keys: Sequence[str]) -> str:
    return key_of(material.watched.label, *keys)[:16]
