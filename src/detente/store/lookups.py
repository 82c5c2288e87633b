"""What a question asks of the cards of a catalogue, told so that parties and words are found soon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from detente.store import catalogue_sql as sql
from detente.store import words
from detente.store.filters import SENTENCE, TITLED, Selection, add_texts
from detente.store.query import Query, check_for
from detente.store.selection import Table, told_selection
from detente.store.stems import IRREGULAR

PARTIES = ("between", "of", "by", "to")


def asked(query: Query, table: Table) -> tuple[str, Selection]:
    """Where a question is asked, as SQL, and its conditions on cards `r` and their articles `a`.

    They are those of `told_selection`, told in another way, but for words in texts: those are `telling`.
    Raises `QueryError` as it does.
    """
    check_for(query, table)
    left, looked_up = without_words(query), _can_be_looked_up(query)
    if looked_up:
        left = replace(left, between=None, directed=False, of=None, by=None, to=None)
    chosen = told_selection(left, table)
    pair = _pair_of_states(query) if looked_up else None
    if pair is not None:
        chosen.values |= dict(zip(("first", "second"), pair, strict=True))
        return sql.OF_PAIR.format(table=table), chosen
    if looked_up:
        for condition in _Lookup(chosen, query, table).conditions():
            chosen.conditions.insert(1, condition)
    return f"cards_{table} r", chosen


def without_words(query: Query) -> Query:
    """A question, whatever the words of a sentence or an article are."""
    return replace(query, words=None, article_words=None)


def telling(query: Query, table: Table) -> tuple[str, Selection]:
    """Where it is asked, as SQL, which cards tell the words of a question, and the conditions for that."""
    chosen = Selection()
    add_texts(chosen, Query(words=query.words))
    return _with_texts(chosen, query, table), chosen


def telling_corrected(query: Query, table: Table) -> tuple[str, Selection]:
    """The question, in SQL, which corrected cards tell the words of a question, with its conditions."""
    chosen = Selection()
    for text, name in (("sentence", "words"), ("article", "article_words")):
        if (asked := getattr(query, name)) is not None:
            chosen.add(sql.TELLS.format(texts=text, name=name), **{name: asked})
    return sql.TOLD_IN_CORRECTED.format(table=table, where=chosen.where), chosen


def _pair_of_states(query: Query) -> tuple[str, ...] | None:
    """The codes of the two states, in order, where a question is about them, whatever anybody is called."""
    others = (query.directed, query.of, query.by, query.to)
    texts = (query.speaker, query.addressee)
    if len(query.pairs) != 1 or any(others) or any(each is not None for each in texts):
        return None
    parties = [query.party(name) for name in query.pairs[0]]
    if any(each.is_dated or len(each.codes) != 1 for each in parties):
        return None
    return tuple(sorted(code for each in parties for code in each.codes))


def _can_be_looked_up(query: Query) -> bool:
    """Whether nothing else is asked of the parties than who they are."""
    sectors = query.actor_sector or query.recipient_sector
    named = any(getattr(query, name) is not None for name in PARTIES)
    return named and not query.unaddressed and not sectors


class _Lookup:
    """Conditions on parties, whose parameters go into a selection."""

    def __init__(self, chosen: Selection, query: Query, table: Table) -> None:
        self._chosen, self._query, self._table = chosen, query, table

    def conditions(self) -> Iterator[str]:
        """One for each field that names parties."""
        query = self._query
        if query.pairs:
            yield self._in(*(self._dyad(way) for pair in query.pairs for way in self._ways(pair)))
        if query.by is not None and query.to is not None:
            yield self._in(self._dyad((query.by, query.to)))
        elif query.by is not None:
            yield self._in(self._side(query.by, "d.acts"))
        elif query.to is not None:
            yield self._in(self._side(query.to, "NOT d.acts"))
        if query.of is not None:
            yield self._in(self._side(query.of, "true"))

    def _ways(self, pair: tuple[str, str]) -> list[tuple[str, str]]:
        return [pair] if self._query.directed else [pair, pair[::-1]]

    def _in(self, *numbers: str) -> str:
        return f"r.n IN ({' UNION ALL '.join(numbers)})"

    def _dyad(self, pair: tuple[str, str]) -> str:
        """The numbers of the cards in which one party acts upon another."""
        actor, recipient = self._are("d.actor", pair[0]), self._are("d.recipient", pair[1])
        return f"SELECT d.n FROM dyads_{self._table} d {actor} {recipient}"

    def _side(self, party: str, which: str) -> str:
        """The numbers of the cards that have a party on a side."""
        return f"SELECT d.n FROM sides_{self._table} d {self._are('d.code', party)} WHERE {which}"

    def _are(self, code: str, name: str) -> str:
        """A join with the codes of a party: of one that changes, with those of its members on the day of
        the record."""
        party, values = self._query.party(name), self._chosen.values
        own = f"named{len(values)}"
        if not party.is_dated:
            values[own] = sorted(party.codes)
            return f"JOIN (SELECT unnest(${own}::VARCHAR[]) AS code) {own} ON {own}.code = {code}"
        values[own] = [
            {"code": each.code, "since": each.since, "until": each.until} for each in party.members
        ]
        return (
            f"JOIN (SELECT unnest(${own}, recursive := true)) {own} ON {own}.code = {code}"
            f" AND (d.day IS NULL OR d.day BETWEEN {own}.since AND {own}.until)"
        )


def _with_texts(chosen: Selection, query: Query, table: Table) -> str:
    """Cards with their articles; only articles that can tell the words asked for are looked at."""
    may_tell = ["true"]
    for field, told in ((query.words, SENTENCE), (query.article_words, None)):
        for number, word in enumerate(_beginnings(field)):
            name = f"{'word' if told else 'article_word'}{number}"
            may_tell.append(sql.MAY_TELL.format(text=TITLED, name=name))
            chosen.values[name] = word
            if told:
                chosen.conditions.insert(1, sql.MAY_TELL.format(text=told, name=name))
    if query.article_words is not None:
        chosen.values["article_words"] = query.article_words
        may_tell.append(_tells(query.article_words, chosen))
    return sql.WITH_TEXTS.format(table=table, may_tell=" AND ".join(may_tell))


def _tells(asked: str, chosen: Selection) -> str:
    """Whether an article tells words; of one in usual letters only where they may stand is read."""
    patterns = [_pattern(phrase) for phrase in words.phrases(asked)]
    whole = sql.TELLS.format(texts=TITLED, name="article_words")
    if not all(patterns):
        return whole
    names = [f"pattern{number}" for number in range(len(patterns))]
    chosen.values |= dict(zip(names, patterns, strict=True))
    found = [sql.FOUND.format(text=sql.PLAIN.format(text=TITLED), name=name) for name in names]
    excerpt = f"array_to_string(list_concat({', '.join([*found, '[]'])}), E'\\n\\n')"
    return f"CASE WHEN a.odd THEN {whole} ELSE {sql.TELLS.format(texts=excerpt, name='article_words')} END"


def _pattern(phrase: tuple[str, ...]) -> str | None:
    """Where a phrase may stand in plain letters; None where one place may hide another that overlaps it."""
    begun = [re.escape(_beginning(word)) for word in phrase]
    if any(a.startswith(b) or b.startswith(a) for n, a in enumerate(begun) for b in begun[:n]):
        return None
    return r"(?:^|[^\pL\pN_])" + r"(?:['’]s)?[^\pL\pN_]+".join(
        f"{each}[\\pL\\pN_]*" for each in begun
    )


def _beginnings(asked: str | None) -> list[str]:
    """Letters that stand in every text that tells the words asked for."""
    if asked is None:
        return []
    return [_beginning(word) for phrase in words.phrases(asked) for word in phrase]


def _beginning(stem: str) -> str:
    """Letters with which every form of a word begins."""
    return stem[:-2] if stem in IRREGULAR.values() else stem[:-1]
