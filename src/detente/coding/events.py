"""From an act to an event record: evidence, place, and identity."""

from __future__ import annotations

import hashlib

from detente.coding import ontology
from detente.coding.actors.phrases import Phrases
from detente.coding.acts import Act
from detente.coding.sentences import SentenceSpan
from detente.coding.time.dating import Dating
from detente.coding.topics import Topics
from detente.records import Actor, Article, Event, Evidence
from detente.version import __version__

CODER = f"detente-{__version__}"


def make_event(
    article: Article,
    index: int,
    span: SentenceSpan,
    phrases: Phrases,
    act: Act,
    dating: Dating,
    speaker: Actor | None,
    topics: Topics,
    tracks: tuple[str, ...],
    confidence: float,
    coder: str,
) -> Event:
    """The event record of an act; `coder` is what made it."""
    parse = phrases.parse
    actors = tuple(party.actor for party in act.actors)
    recipients = tuple(party.actor for party in act.recipients)
    trigger = evidence(article.text, parse.starts[act.trigger], parse.ends[act.trigger])
    parties = ",".join(sorted(f"{a.country}@{a.start}" for a in (*actors, *recipients)))
    return Event(
        event_id=digest(article.article_id, trigger.start, act.event_type, parties, coder),
        article_id=article.article_id,
        sentence=index,
        start=span.start,
        end=span.end,
        actors=actors,
        recipients=recipients,
        reciprocal=act.reciprocal,
        event_type=act.event_type,
        mode=act.mode,
        cameo=act.cameo,
        quad_class=ontology.quad_class(act.event_type),
        score=ontology.score(act.event_type, act.mode),
        goldstein=ontology.goldstein(act.cameo),
        contexts=topics.contexts,
        tracks=tracks,
        issues=topics.issues,
        trigger=trigger,
        status=act.status,
        date_start=dating.start,
        date_end=dating.end,
        date_precision=dating.precision,
        date_basis=dating.basis,
        recalled=dating.recalled,
        place=_place(phrases, act),
        reported_by=speaker,
        confidence=confidence,
        coder=coder,
    )


def _place(phrases: Phrases, act: Act) -> str | None:
    """The first place in a phrase of location that hangs from the act or its verb."""
    parse = phrases.parse
    hosts = [act.trigger, *list(parse.ancestors(act.trigger))[:2]]
    for host in hosts:
        for prep in parse.prepositions(host):
            if parse.lowers[prep] not in ("in", "at", "near", "off", "over"):
                continue
            for inner in parse.complements(prep):
                mention = phrases.mention_at.get(inner)
                if mention is not None and mention.kind in (
                    "capital",
                    "place",
                    "country",
                    "nonactor",
                ):
                    return phrases.text[mention.start : mention.end]
    return None


def evidence(text: str, start: int, end: int) -> Evidence:
    """Characters of a text with their offsets."""
    return Evidence(text[start:end], start, end)


def digest(*parts: object) -> str:
    """A short hash of what identifies a record."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.blake2b(joined.encode(), digest_size=8).hexdigest()
