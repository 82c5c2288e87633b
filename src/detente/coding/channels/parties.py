"""Whose a channel is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from detente.coding.actors.phrases import Party, Phrases
from detente.coding.channels.finding import STATES, Named
from detente.coding.channels.listed import ANY, Listed
from detente.coding.channels.telling import governor_of, top_of
from detente.coding.relations.frames import subjects_of
from detente.records import PartiesFrom

MOST = 6
"""Parties beyond which a sentence is a list of states and not the circle of one channel."""


class Whose(NamedTuple):
    """Codes of the parties, where they were read, and the row of the list that fits, if any."""

    parties: tuple[str, ...]
    read_from: PartiesFrom
    listed: Listed | None


def whose(phrases: Phrases, named: Named) -> Whose | None:
    """The parties of a channel; None where fewer than two are known."""
    beside = _beside(phrases, named)
    if named.meant:
        return _of_list(phrases, named, beside)
    return _of_text(phrases, named, beside)


def _of_list(phrases: Phrases, named: Named, beside: list[str]) -> Whose | None:
    """Parties of the first row that fits best: told in the name or sentence, else in the article."""
    near = _codes_near(phrases)
    told = [*named.states, *beside]
    ranked = sorted(named.meant, key=lambda row: -_fit(row, told, near))
    for row in ranked:
        fixed = [code for code in row.parties if code != ANY]
        if ANY not in row.parties:
            if _fit(row, told, near) > 0 and set(named.states) <= set(fixed):
                return Whose(tuple(sorted(fixed)), "list", row)
            continue
        found = _of_text(phrases, named, beside)
        if found is not None and set(fixed) <= set(found.parties):
            return found._replace(listed=row)
    return None


def _fit(row: Listed, told: list[str], near: set[str]) -> int:
    """How well the parties of a row fit; those of the sentence count most, then of the article."""
    fixed = {code for code in row.parties if code != ANY}
    in_sentence, in_article = len(fixed & set(told)), len(fixed & near)
    complete = ANY not in row.parties and fixed <= near
    return 4 * in_sentence + 2 * complete + in_article


def _of_text(phrases: Phrases, named: Named, beside: list[str]) -> Whose | None:
    if len(set(named.states)) > 1:
        return Whose(tuple(sorted(set(named.states))), "name", None)
    told = {*named.states, *beside}
    if 1 < len(told) <= MOST:
        return Whose(tuple(sorted(told)), "sentence", None)
    others = _others(phrases, named)
    if len(others) == 2 and told <= others:
        return Whose(tuple(sorted(others)), "sentence", None)
    pair = phrases.discourse.salient_pair(phrases.parse.start)
    shared = bool(named.meant) or "joint" in named.says
    if pair and told <= set(pair) and (told or (shared and not others)):
        return Whose(pair, "article", None)
    return None


def _beside(phrases: Phrases, named: Named) -> list[str]:
    """States that the sentence joins to a channel: `with X`, `between X and Y`, who holds it."""
    parse = phrases.parse
    top = top_of(parse, named.head)
    heads = [named.head] if top == named.head else [named.head, top]
    verb = governor_of(parse, top)
    found: list[Party] = []
    for host in (*heads, *([verb] if verb is not None else [])):
        for prep in parse.by_dep(host, "prep", "agent"):
            if parse.lowers[prep] in ("with", "between", "among", "by"):
                found += _inside(phrases, prep)
    for host in heads:
        owner = parse.first(host, "poss")
        found += phrases.parties(owner) if owner is not None else []
        for prep in parse.by_dep(host, "prep"):
            found += _inside(phrases, prep) if parse.lowers[prep] == "of" else []
    if verb is not None:
        subjects, _ = subjects_of(parse, verb)
        found += [p for s in subjects if s not in heads for p in phrases.parties(s)]
    return _codes(party for party in found if not party.place)


def _inside(phrases: Phrases, prep: int) -> list[Party]:
    return [p for t in phrases.parse.by_dep(prep, "pobj") for p in phrases.parties(t)]


def _others(phrases: Phrases, named: Named) -> set[str]:
    """States named anywhere in the sentence, but for what the channel is about."""
    parse = phrases.parse
    about = range(parse.starts[named.head], named.end)
    return {
        mention.code
        for mention in phrases.mentions
        if mention.code and mention.kind in STATES | {"person", "surname"}
        and mention.start not in about
    }  # fmt: skip


def _codes_near(phrases: Phrases) -> set[str]:
    """States named in the sentence, before it, or as the two that the article is about."""
    end = phrases.parse.ends[-1]
    pair = phrases.discourse.salient_pair(phrases.parse.start) or ()
    return {*(m.code for m in phrases.discourse.before(end) if m.code), *pair}


def _codes(parties: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(party.code for party in parties if party.code))
