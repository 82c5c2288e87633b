"""Who says what? Positions by side and kind; the outlets' own apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.records import Actor, Statement
from detente.reporting import wording
from detente.reporting.events import EventSource, source
from detente.reporting.gathering import Material
from detente.reporting.quoting import Piece, statement_quote


@dataclass(frozen=True, slots=True)
class StatementView:
    """One position with its sentence."""

    id: str
    day: str
    speaker: str
    addressees: str
    quoted: bool
    conditional: bool
    issues: str
    confidence: str
    quote: tuple[Piece, ...]
    source: EventSource

    @property
    def anchor(self) -> str:
        """Where it stands on a page that holds all of them."""
        return f"statement-{self.id}"


@dataclass(frozen=True, slots=True)
class KindView:
    """All positions of one kind that one side takes."""

    kind: str
    title: str
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class StatementSideView:
    """One side and what it says."""

    name: str
    anchor: str
    kinds: tuple[KindView, ...]

    def count(self, kind: str) -> int:
        """Positions of one kind."""
        return sum(len(view.statements) for view in self.kinds if view.kind == kind)

    @property
    def total(self) -> int:
        """Positions of all kinds."""
        return sum(len(view.statements) for view in self.kinds)


def sides(material: Material) -> tuple[StatementSideView, StatementSideView, StatementSideView]:
    """The two states in the order given, then the outlets."""
    first, second = (
        StatementSideView(
            wording.country_name(code),
            f"said-{code.lower().replace(':', '-')}",
            _kinds([s for s in material.statements if s.speaker.country == code], material),
        )
        for code in material.asked.between
    )
    return (
        first,
        second,
        StatementSideView("Outlets", "said-outlets", _kinds(material.opinions, material)),
    )


def _kinds(statements: Iterable[Statement], material: Material) -> tuple[KindView, ...]:
    views: dict[str, list[StatementView]] = {kind: [] for kind in wording.KINDS}
    for said in statements:
        views[said.kind].append(_view(said, material))
    return tuple(
        KindView(kind, title, tuple(views[kind]))
        for kind, title in wording.KINDS.items()
        if views[kind]
    )


def _view(said: Statement, material: Material) -> StatementView:
    article = material.articles.get(said.article_id)
    published = article.published if article else None
    return StatementView(
        said.statement_id,
        wording.day(said.date or published),
        _name(said.speaker),
        wording.listed([_name(party) for party in said.addressees]) if said.addressees else "",
        said.quoted,
        said.condition is not None,
        ", ".join(issue.replace("-", " ") for issue in said.issues),
        wording.percent(said.confidence),
        statement_quote(said, article),
        source(article, article.outlet if article else None, published),
    )


def _name(party: Actor) -> str:
    return party.name or party.text
