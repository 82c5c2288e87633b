"""Whose a channel is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeGuard

from detente.coding.actors.mentions import Mention
from detente.coding.actors.noun_phrases import Party
from detente.coding.actors.phrases import Phrases
from detente.coding.channels.finding import STATES, NamedChannel
from detente.coding.channels.listed import ANY, Listed
from detente.coding.channels.telling import governor_of, top_of
from detente.coding.grammar.arguments import subjects_of
from detente.records import PartiesFrom

UNIONS = frozenset({"IGO:EU", "IGO:NATO", "IGO:ASEAN", "IGO:AU", "IGO:GCC", "IGO:CELAC"})
"""Unions of states that hold dialogues as one party."""
JOINING = frozenset({"with", "between", "among", "by"})
MOST = 6
"""Parties beyond which a sentence is a list of states and not the circle of one channel."""


class Whose(NamedTuple):
    """Codes of the parties, where they were read, and the row of the list that fits, if any."""

    parties: tuple[str, ...]
    read_from: PartiesFrom
    listed: Listed | None


def whose(phrases: Phrases, named: NamedChannel) -> Whose | None:
    """The parties of a channel; None where fewer than two are known."""
    beside = _beside(phrases, named)
    if named.meant:
        return _of_list(phrases, named, beside)
    return _of_text(phrases, named, beside)


def _of_list(phrases: Phrases, named: NamedChannel, beside: list[str]) -> Whose | None:
    """Parties of the row that fits best: told in the name or sentence, else in the article."""
    near = _codes_near(phrases)
    told = [*named.states, *beside]
    ranked = sorted(named.meant, key=lambda row: -_fit(row, told, near))
    for row in ranked:
        fixed = [code for code in row.parties if code != ANY]
        if ANY not in row.parties:
            known = {*told, *near} & set(fixed)
            if len(known) > 1 and set(named.states) <= set(fixed):
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


def _of_text(phrases: Phrases, named: NamedChannel, beside: list[str]) -> Whose | None:
    own = {code for code in named.states if _may_be_party(code)}
    if len(own) > 1:
        return Whose(tuple(sorted(own)), "name", None)
    told = {*own, *beside}
    if 1 < len(told) <= MOST:
        return Whose(tuple(sorted(told)), "sentence", None)
    if _names_somebody_else(phrases, named):
        return None
    others = _others(phrases, named)
    if len(others) == 2 and told <= others:
        return Whose(tuple(sorted(others)), "sentence", None)
    if len(named.states) == 1 and told == own:
        return None  # `the Peruvian joint commission` may be one within Peru
    pair = phrases.discourse.salient_pair(phrases.parse.start)
    shared = "joint" in named.says and not others
    if pair and told <= set(pair) and (told or shared):
        return Whose(pair, "article", None)
    return None


def _hosts(phrases: Phrases, named: NamedChannel) -> tuple[list[int], int | None]:
    """The head of a name with what stands for it, and the verb that it depends on."""
    top = top_of(phrases.parse, named.head)
    heads = [named.head] if top == named.head else [named.head, top]
    return heads, governor_of(phrases.parse, top)


def _joining(phrases: Phrases, named: NamedChannel) -> Iterator[int]:
    """`with`, `between` and the like beside a channel."""
    heads, verb = _hosts(phrases, named)
    for host in (*heads, *([verb] if verb is not None else [])):
        for prep in phrases.parse.prepositions_and_agents(host):
            if phrases.parse.lowers[prep] in JOINING:
                yield prep


def told_between(phrases: Phrases, named: NamedChannel) -> bool:
    """Whether a channel is said to be one `between` two states, by name or by a phrase."""
    between = [p for p in _joining(phrases, named) if phrases.parse.lowers[p] == "between"]
    told = {code for prep in between for code in _codes(_inside(phrases, prep))}
    return len(told) > 1 or len(set(named.states)) > 1


def _names_somebody_else(phrases: Phrases, named: NamedChannel) -> bool:
    """`talks with the rebels`: a party is told that is no state, so that none is left to guess."""
    wanted = {"with": 1, "between": 2}
    return any(
        len(_codes(_inside(phrases, prep))) < wanted.get(phrases.parse.lowers[prep], 0)
        for prep in _joining(phrases, named)
    )


def _beside(phrases: Phrases, named: NamedChannel) -> list[str]:
    """States that the sentence joins to a channel: `with X`, `between X and Y`, who holds it."""
    parse = phrases.parse
    heads, verb = _hosts(phrases, named)
    found = [party for prep in _joining(phrases, named) for party in _inside(phrases, prep)]
    for host in heads:
        owner = parse.possessor(host)
        found += phrases.parties(owner) if owner is not None else []
        for prep in parse.prepositions(host):
            found += _inside(phrases, prep) if parse.lowers[prep] == "of" else []
    if verb is not None:
        subjects, _ = subjects_of(parse, verb)
        found += [p for s in subjects if s not in heads for p in phrases.parties(s)]
    return _codes(party for party in found if not party.place)


def _inside(phrases: Phrases, prep: int) -> list[Party]:
    return [p for t in phrases.parse.complements(prep) for p in phrases.parties(t)]


def _others(phrases: Phrases, named: NamedChannel) -> set[str]:
    """States named anywhere in the sentence, but for what the channel is about."""
    parse = phrases.parse
    about = range(parse.starts[named.head], named.end)
    return {
        mention.code
        for before, mention in zip([None, *phrases.mentions], phrases.mentions, strict=False)
        if _may_be_party(mention.code)
        and mention.kind in STATES | {"person", "surname"}
        and mention.start not in about
        and not _is_where(phrases, before, mention)
    }


def _is_where(phrases: Phrases, before: Mention | None, mention: Mention) -> bool:
    """`in Peru`, `in Lima, Peru`: where something is, not whose."""
    text = phrases.text
    if text[: mention.start].endswith((" in ", " at ", "In ")):
        return True
    city = before is not None and before.kind in ("capital", "place")
    return city and before is not None and text[before.end : mention.start] == ", "


def _codes_near(phrases: Phrases) -> set[str]:
    """States named in the sentence, before it, or as the two that the article is about."""
    end = phrases.parse.ends[-1]
    pair = phrases.discourse.salient_pair(phrases.parse.start) or ()
    return {*(m.code for m in phrases.discourse.before(end) if m.code), *pair}


def _may_be_party(code: str | None) -> TypeGuard[str]:
    return code is not None and (":" not in code or code in UNIONS)


def _codes(parties: Iterable[Party]) -> list[str]:
    codes = dict.fromkeys(party.code for party in parties)
    return [code for code in codes if _may_be_party(code)]
