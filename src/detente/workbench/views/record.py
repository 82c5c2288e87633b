"""One event or statement: its sentence, what was read from it, and what reviewers said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from detente.correcting import Disagreement, differences, disagreements, history_of
from detente.errors import NotFoundError
from detente.merging.dyads import Dyad, expand, party_codes
from detente.records import Actor, Article, Correction, Event, Statement
from detente.reporting import dating, wording
from detente.reporting.quoting import Piece
from detente.store import Workspace
from detente.store.corrected import Told, Validity, id_of, records_of
from detente.workbench import addresses
from detente.workbench.addresses import TABLES, RecordAsked
from detente.workbench.views.marking import AROUND, marked

MOST_PAIRS = 6
"""Pairs that a page leads to, where many do something together."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record in words."""

    name: str
    title: str
    value: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The article a record stands in."""

    article_id: str
    address: str
    title: str
    outlet: str
    outlet_address: str | None
    published: dt.date | None
    genre: str
    origin: str
    """Path or URL where it was read."""
    link: str | None
    """The same where a browser may follow it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a reviewer set."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What one reviewer said of the record."""

    reviewer: str
    made: str
    judgement: str
    why: str | None
    changes: tuple[Change, ...]
    holds: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Disagreed:
    """Two reviewers whose last words differ; the later stands."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class OfPair:
    """Two states between whom a record is."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the page of one record shows."""

    asked: RecordAsked
    title: str
    what: str
    quad_class: str
    score: float | None
    text: tuple[Piece, ...]
    """The sentence with what stands around it, marked."""
    fields: tuple[Field, ...]
    source: Source
    history: tuple[Judged, ...]
    disagreements: tuple[Disagreed, ...]
    deleted: bool
    """Whether a reviewer took it out: what is shown is the record before that."""
    pairs: tuple[OfPair, ...]
    """Pages of those between whom it is; of many the first."""
    occurrence: str | None
    """Where other reports of the same act are shown."""
    why: str
    """Where it is shown why it was coded so."""

    @property
    def rows(self) -> tuple[Field, ...]:
        """Its fields."""
        return self.fields


def record(workspace: Workspace, asked: RecordAsked) -> Record:
    """An event or statement. Raises `NotFoundError` where there is none of that id."""
    found, deleted, corrections = find(workspace, asked)
    article = article_of(workspace, found.article_id)
    validity: Mapping[str, Validity] = workspace.validity() if corrections else {}
    event = found if isinstance(found, Event) else None
    return Record(
        asked=asked,
        title=parties_of(found),
        what=what_of(found),
        quad_class=event.quad_class if event else "",
        score=event.score if event else None,
        text=marked(article, [found], around=AROUND),
        fields=tuple(_fields(found)),
        source=source_of(article),
        history=tuple(_judged(each, validity) for each in corrections),
        disagreements=tuple(
            _disagreed(each)
            for each in disagreements(corrections)
            if each.record_id == asked.record_id
        ),
        deleted=deleted,
        pairs=pairs_of(found),
        occurrence=addresses.OccurrenceAsked(event.event_id).address
        if event and not deleted
        else None,
        why=RecordAsked(asked.kind, asked.record_id, why=True).address,
    )


def find(workspace: Workspace, asked: RecordAsked) -> tuple[Told, bool, list[Correction]]:
    """A record, whether it was taken out, and what was said of it."""
    history = history_of(asked.record_id, workspace.catalogue().corrections())
    found = workspace.catalogue().record(TABLES[asked.kind], asked.record_id)
    if found is not None:
        return found, False, history
    for each in reversed(history):
        for before in records_of(each.table, each.before):
            if id_of(before) == asked.record_id and each.table != "occurrences":
                return before, True, history
    raise NotFoundError(
        f"no {asked.kind} {asked.record_id} is in this workspace",
        advice="Ids change when an article is read anew by a later version. Search for its words instead.",
    )


def article_of(workspace: Workspace, article_id: str) -> Article:
    """An article, one that a later version replaced too. Raises `NotFoundError` where there is none."""
    counting = workspace.catalogue().articles([article_id]).get(article_id)
    found = counting or workspace.article(article_id)
    if found is None:
        raise NotFoundError(
            f"no article {article_id} is in this workspace",
            advice="It may have been removed. Search for its words instead.",
        )
    return found


def source_of(article: Article) -> Source:
    """Where a record stands."""
    web = article.address.lower().startswith(("http://", "https://"))
    return Source(
        article_id=article.article_id,
        address=addresses.of_article(article.article_id),
        title=article.title or "without a title",
        outlet=article.outlet or "outlet unknown",
        outlet_address=addresses.of_outlet(article.outlet),
        published=article.published,
        genre=article.genre,
        origin=article.address,
        link=article.address if web else None,
    )


def parties_of(found: Told) -> str:
    """Who acts towards whom, or speaks to whom."""
    if isinstance(found, Event):
        return wording.parties(
            _codes(found.actors), _codes(found.recipients), reciprocal=found.reciprocal
        )
    to = ", ".join(wording.country_name(each) for each in _codes(found.addressees))
    who = found.speaker.name or found.speaker.text
    return f"{who} \N{RIGHTWARDS ARROW} {to}" if to else who


def pairs_of(found: Told) -> tuple[OfPair, ...]:
    """The pages of those between whom something is done or said."""
    if isinstance(found, Event):
        dyads = expand(found)
    else:
        speaker = found.speaker.country
        dyads = [Dyad(speaker, to) for to in party_codes(found.addressees)] if speaker else []
    pairs = dict.fromkeys(tuple(sorted(each)) for each in dyads if each.actor != each.recipient)
    return tuple(_pair(first, second) for first, second in islice(pairs, MOST_PAIRS))


def _pair(first: str, second: str) -> OfPair:
    asked = addresses.PairAsked(between=(first, second))
    return OfPair(wording.pair_name((first, second)), asked.address)


def what_of(found: Told) -> str:
    """What is done or said, in words."""
    if isinstance(found, Event):
        return wording.act(found.event_type, found.mode)
    return found.kind.replace("-", " ")


def _codes(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(each.country or each.name or each.text for each in actors))


def _fields(found: Told) -> Iterable[Field]:
    if isinstance(found, Event):
        yield from _event_fields(found)
    else:
        yield from _statement_fields(found)
    yield Field("tracks", "Tracks", ", ".join(found.tracks) or "none")
    yield Field("issues", "Issues", _spaced(found.issues) or "none")
    yield Field("confidence", "Confidence", wording.percent(found.confidence))
    yield Field("coder", "Coded by", found.coder)


def _event_fields(found: Event) -> Iterable[Field]:
    joint = "each towards the others" if found.reciprocal else ""
    yield Field("actors", "Who acts", "; ".join(filter(None, (_actors(found.actors), joint))))
    yield Field("recipients", "Towards whom", _actors(found.recipients) or "nobody named")
    yield Field("event_type", "Type", f"{found.event_type}: {wording.TYPES[found.event_type]}")
    yield Field("mode", "Mode", found.mode or "none")
    yield Field("quad_class", "Class", found.quad_class)
    yield Field("score", "Score", f"{wording.signed(found.score)} of \N{MINUS SIGN}10 to +10")
    yield Field("trigger", "Told by the words", found.trigger.text)
    yield Field("status", "Did it happen?", wording.status_named(found.status))
    yield Field("recalled", "Told as", "background" if found.recalled else "news")
    yield Field("date", "When", _when(found))
    yield Field("place", "Where", found.place or "not told")
    says = _actors([found.reported_by]) if found.reported_by else "the outlet itself"
    yield Field("reported_by", "Who says so", says)
    yield Field("contexts", "Contexts", _spaced(found.contexts) or "none")


def _statement_fields(found: Statement) -> Iterable[Field]:
    yield Field("speaker", "Who speaks", _actors([found.speaker]))
    yield Field("addressees", "To whom", _actors(found.addressees) or "nobody named")
    yield Field("kind", "Kind", found.kind.replace("-", " "))
    yield Field("about", "Holds", found.about.text)
    yield Field("condition", "On condition", found.condition.text if found.condition else "none")
    yield Field("quoted", "In quotation marks", "yes" if found.quoted else "no")
    yield Field("date", "When", wording.day(found.date))


def _actors(actors: Iterable[Actor]) -> str:
    return ", ".join(map(_actor, actors))


def _actor(actor: Actor) -> str:
    """`Beijing (China, government)`; what is known of a party beside its words, in brackets."""
    name = wording.country_name(actor.country) if actor.country else None
    known = [each for each in (name, actor.sector) if each and each != actor.text]
    return f"{actor.text} ({', '.join(known)})" if known else actor.text


def _when(found: Event) -> str:
    if found.date_start is None:
        return "no date told"
    basis = {
        "explicit": "as written",
        "relative": "counted from the text",
        "publication": "of publication",
    }
    told = basis.get(found.date_basis or "", "")
    return f"{dating.days(found.date_start, found.date_end)} ({told})"


def _spaced(names: Iterable[str]) -> str:
    return ", ".join(each.replace("-", " ") for each in names)


def _judged(each: Correction, validity: Mapping[str, Validity]) -> Judged:
    valid = validity.get(each.correction_id)
    return Judged(
        reviewer=each.reviewer,
        made=each.made[:16].replace("T", " "),
        judgement=each.judgement,
        why=each.why,
        changes=tuple(_changes(each)),
        holds=valid is not None and valid.holds,
        note=valid.note if valid else None,
    )


def _changes(each: Correction) -> Iterable[Change]:
    if len(each.before) == len(each.after) == 1:
        for one in differences(each):
            yield Change(one.name.replace("_", " "), one.before or "none", one.after or "none")


def _disagreed(each: Disagreement) -> Disagreed:
    return Disagreed(*(f"{one.reviewer}: {one.judgement}" for one in (each.first, each.second)))
