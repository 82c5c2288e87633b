"""From an act to an event record: evidence, place, identity, and whether it is news."""

from __future__ import annotations

import hashlib

from detente.coding import ontology
from detente.coding.actors.phrases import Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.acts import Act
from detente.coding.relations.frames import LIGHT_VERBS, MEASURES
from detente.coding.sentences import SentenceSpan
from detente.coding.time.dating import Dating
from detente.coding.topics import Topics
from detente.records import Actor, Article, Event, Evidence
from detente.version import __version__

CODER = f"detente-{__version__}"


TEMPORAL_MARKS = frozenset({"after", "before", "since", "until"})


MEETING_PREPOSITIONS = frozenset({"for", "in", "during", "at", "on", "under"})


def in_background(parse: Parse, trigger: int) -> bool:
    """Whether an act is only named, not told: `after the Geneva summit`, `worry over the tariffs`.

    Told are acts that are a subject, that a light verb performs, or for which somebody meets.
    """
    if parse.is_verb(trigger):
        return _in_temporal_clause(parse, trigger)
    if not parse.is_noun(trigger):
        return False
    head, dep = parse.heads[trigger], parse.deps[trigger]
    if dep == "dobj":
        return parse.lemmas[head] not in LIGHT_VERBS
    if dep != "pobj":
        return False
    governor = parse.heads[head]
    if parse.lowers[head] == "of" and parse.lemmas[governor] in MEASURES:
        return in_background(parse, governor)
    if parse.lowers[head] not in MEETING_PREPOSITIONS:
        return True
    return not (parse.is_verb(governor) or has_partner(parse, trigger))


def has_partner(parse: Parse, noun: int) -> bool:
    """`in a call with the premier`: an act named with the one it was done with."""
    return any(parse.lowers[prep] == "with" for prep in parse.by_dep(noun, "prep"))


def _in_temporal_clause(parse: Parse, verb: int) -> bool:
    """`ten days after the two presidents met`: an act that only places another in time."""
    while parse.deps[verb] == "conj" and parse.is_verb(parse.heads[verb]):
        verb = parse.heads[verb]
    mark = parse.first(verb, "mark")
    return parse.deps[verb] in ("advcl", "pcomp") and (
        mark is not None and parse.lowers[mark] in TEMPORAL_MARKS
    )


def make_event(
    article: Article,
    index: int,
    span: SentenceSpan,
    phrases: Phrases,
    act: Act,
    dating: Dating,
    speaker: Actor | None,
    topics: Topics,
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
        tracks=topics.tracks,
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
        for prep in parse.by_dep(host, "prep"):
            if parse.lowers[prep] not in ("in", "at", "near", "off", "over"):
                continue
            for inner in parse.by_dep(prep, "pobj"):
                mention = phrases.mention_at.get(inner)
                if mention is not None and mention.kind in (
                    "capital",
                    "place",
                    "country",
                    "nonactor",
                ):
                    return phrases.discourse.text[mention.start : mention.end]
    return None


def evidence(text: str, start: int, end: int) -> Evidence:
    """Characters of a text with their offsets."""
    return Evidence(text[start:end], start, end)


def digest(*parts: object) -> str:
    """A short hash of what identifies a record."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.blake2b(joined.encode(), digest_size=8).hexdigest()
