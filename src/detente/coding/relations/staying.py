"""Visits told by where somebody was: `the minister, who was in Peru on Monday`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.actors.phrases import SPEAKING_SECTORS, Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.acts import Act, LeftOut
from detente.coding.relations.conventions import as_put
from detente.coding.relations.frames import subjects_of
from detente.coding.relations.lexicon import Pattern
from detente.coding.relations.stance import stance_of

WHEN = frozenset(
    """today yesterday tomorrow week weekend month monday tuesday wednesday thursday friday saturday
    sunday just recently earlier january february march april may june july august september october
    november december ago day days spring summer autumn fall winter""".split()
)
"""Words of a time, without which to be somewhere tells of no journey."""
PLACES = frozenset({"country", "capital", "place"})
MANNER = ("acomp", "attr", "expl", "ccomp")


def stays(phrases: Phrases) -> Iterator[Act]:
    """An office-holder who is told to have been in another state at some time has visited it."""
    parse = phrases.parse
    for verb in range(len(parse)):
        if parse.lemmas[verb] != "be" or not parse.is_verb(verb) or parse.first(verb, *MANNER):
            continue
        if parse.deps[verb] in ("aux", "auxpass") or not _timed(parse, verb):
            continue
        guests = [
            party
            for head in subjects_of(parse, verb)[0]
            for party in phrases.parties(head)
            if party.code and party.direct and party.actor.sector in SPEAKING_SECTORS
            and (party.person or phrases.role_at(head) is not None)
        ]  # fmt: skip
        hosts = _hosts(phrases, verb)
        if not guests or not hosts or {p.code for p in guests} & {p.code for p in hosts}:
            continue
        act = as_put(_visit(parse, verb, guests, hosts))
        if not isinstance(act, LeftOut):
            yield act


def _timed(parse: Parse, verb: int) -> bool:
    beside = parse.by_dep(verb, "advmod", "npadvmod", "prep")
    return any(parse.lowers[t] in WHEN for near in beside for t in parse.subtree(near))


def _hosts(phrases: Phrases, verb: int) -> list[Party]:
    """The state of the place that somebody is in, which stands right after `in`."""
    parse = phrases.parse
    for prep in parse.by_dep(verb, "prep"):
        for place in parse.by_dep(prep, "pobj"):
            mention = phrases.mention_at.get(place)
            if parse.lowers[prep] == "in" and mention and mention.code and mention.kind in PLACES:
                return [phrases.mention_party(mention)]
    return []


def _visit(parse: Parse, verb: int, guests: list[Party], hosts: list[Party]) -> Act:
    pattern = Pattern.bare("who is where", "be", "v", "CONSULT", "visit", cameo="042")
    return Act(
        verb, pattern, "CONSULT", "visit", "042", guests, hosts, False, "done",
        stance_of(parse, verb), "own",
    )  # fmt: skip
