"""Whose words a clause is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.coding.actors.mentions import Mention
from detente.coding.actors.phrases import Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.frames import subjects_of
from detente.coding.relations.stance import effect_of
from detente.coding.voice.quotes import QUESTIONERS, Turn, covering, quote_spans, turns
from detente.records import Actor, Article

HEAD_OF_TEXT = 300
GOVERNMENT = frozenset({"GOV", "MIL", "LEG"})


@dataclass(slots=True)
class Voices:
    """Who speaks where in one article: quotations, turns, the issuer, the outlet."""

    article: Article
    mentions: list[Mention]
    quotes: list[tuple[int, int]] = field(init=False)
    turns: list[Turn] = field(init=False)
    last_speaker: Actor | None = None
    last_paragraph: int = -1

    def __post_init__(self) -> None:
        self.quotes = quote_spans(self.article.text)
        self.turns = turns(self.article.text) if self.article.genre == "transcript" else []

    def quoted(self, offset: int) -> bool:
        """Whether an offset stands inside quotation marks."""
        return covering(self.quotes, offset) is not None

    def attributed(self, phrases: Phrases, node: int) -> Actor | None:
        """Who is said to say this clause; None where the text itself does."""
        parse = phrases.parse
        offset = parse.starts[node]
        for verb in verbs_of_saying_above(parse, node):
            speaker = speaker_of_verb(phrases, verb)
            if speaker is not None:
                return speaker
        according = _according_to(phrases)
        if according is not None:
            return according
        if self.quoted(offset):
            beside = self._beside_quote(phrases, node)
            return beside or self.last_speaker
        return None

    def first_person(self, phrases: Phrases, token: int) -> Actor | None:
        """Who `we` is: the speaker of the quotation, of the turn, or the issuer of the statement."""
        if self.quoted(phrases.parse.starts[token]):
            return self._beside_quote(phrases, token) or self.last_speaker
        if self.article.genre in ("transcript", "statement"):
            return self.own_voice(phrases.parse.starts[token])
        return None

    def asked(self, offset: int) -> bool:
        """Whether an offset stands in a journalist's turn of a transcript."""
        return any(
            turn.start <= offset < turn.end and turn.label.split()[0] in QUESTIONERS
            for turn in self.turns
        )

    def own_voice(self, offset: int) -> Actor | None:
        """Who speaks where nobody is named: the turn's speaker, the issuer, or the outlet.

        None in plain news, whose unattributed sentences are reports and not positions, and in a
        journalist's question.
        """
        if self.article.genre == "transcript":
            return self._turn_speaker(offset)
        if self.article.genre == "statement":
            return self._issuer()
        if self.article.genre == "opinion":
            return Actor(
                self.article.outlet or "the outlet", None, None, self.article.outlet, None, "MED"
            )
        return None

    def note(self, phrases: Phrases, paragraph: int) -> None:
        """Remember the last speaker for quotations that run on in the next sentences."""
        if paragraph != self.last_paragraph and not self.quotes:
            self.last_speaker = None
        self.last_paragraph = paragraph
        for verb in range(len(phrases.parse)):
            if phrases.parse.is_verb(verb) and says(phrases.parse, verb):
                speaker = speaker_of_verb(phrases, verb)
                if speaker is not None:
                    self.last_speaker = speaker

    def _beside_quote(self, phrases: Phrases, node: int) -> Actor | None:
        """`"…," said X`: the verb of saying in the same sentence, outside the quotation."""
        parse = phrases.parse
        for verb in range(len(parse)):
            outside = not self.quoted(parse.starts[verb])
            if outside and parse.is_verb(verb) and says(parse, verb):
                speaker = speaker_of_verb(phrases, verb)
                if speaker is not None:
                    return speaker
        return None

    def _turn_speaker(self, offset: int) -> Actor | None:
        turn = next((t for t in self.turns if t.start <= offset < t.end), None)
        if turn is None or turn.label in QUESTIONERS:
            return None
        word = turn.label.split()[-1].strip(".").capitalize()
        named = next((m for m in self.mentions if m.is_person and m.name.split()[-1] == word), None)
        issuer = self._issuer()
        country = named.code if named else (issuer.country if issuer else None)
        start = turn.start - len(turn.label)
        name = named.name if named else None
        found = self.article.text.rfind(turn.label, 0, turn.start)
        start = found if found >= 0 else start
        return Actor(turn.label, start, start + len(turn.label), name, country, "GOV")

    def _issuer(self) -> Actor | None:
        """The state whose office a statement comes from.

        The first state named before the first turn of a transcript (`at the ministry in Lima`);
        else the first office named at the head of the text, then the first state.
        """
        intro = self.turns[0].start - len(self.turns[0].label) - 2 if self.turns else 0
        for mention in self.mentions:
            if mention.code and mention.start < intro:
                return _actor(self.article.text, mention)
        named = [
            m
            for m in self.mentions
            if m.code and not m.is_person and m.kind != "place" and not self.asked(m.start)
        ]
        offices = [m for m in named if m.kind in ("institution", "seat") and m.start < HEAD_OF_TEXT]
        chosen = next((m for m in offices if m.sector in GOVERNMENT), named[0] if named else None)
        return _actor(self.article.text, chosen) if chosen else None


def _actor(text: str, mention: Mention) -> Actor:
    written = text[mention.start : mention.end]
    sector = mention.sector or "GOV"
    return Actor(written, mention.start, mention.end, mention.name, mention.code, sector)


def verbs_of_saying_above(parse: Parse, node: int) -> Iterator[int]:
    """Verbs of saying that take the clause of a token as content, innermost first."""
    below = node
    for head in parse.ancestors(node):
        saying = parse.is_verb(head) and says(parse, head)
        if saying and parse.deps[below] in ("ccomp", "parataxis", "xcomp"):
            yield head
        inverted = (
            saying and parse.deps[below] in ("advcl", "conj") and _clause_first(parse, below, head)
        )
        if inverted and parse.first(below, "mark", "cc") is None:
            yield head
        below = head
    for child in parse.by_dep(below, "parataxis"):
        if parse.is_verb(child) and says(parse, child) and child != node:
            yield child


def _clause_first(parse: Parse, clause: int, verb: int) -> bool:
    return (
        clause < verb
        and parse.first(verb, "nsubj") is not None
        and parse.first(clause, "nsubj") is not None
    )


def says(parse: Parse, verb: int) -> bool:
    """Whether a verb gives words to its subject: `said`, `denied`, `told reporters`."""
    if effect_of(parse, verb) in ("report", "deny"):
        return True
    return parse.lemmas[verb] == "tell" and parse.first(verb, "xcomp") is None


def speaker_of_verb(phrases: Phrases, verb: int) -> Actor | None:
    """Subject of a verb of saying as an actor, state known or not; None where there is none."""
    heads, via = subjects_of(phrases.parse, verb)
    if via == "none":
        heads = [
            inner
            for prep in phrases.parse.by_dep(verb, "agent")
            for inner in phrases.parse.by_dep(prep, "pobj")
        ]
    for head in heads:
        parties = phrases.parties(head, coordinated=False)
        if parties:
            return parties[0].actor
        if phrases.parse.tags[head].startswith(("NN", "PRP")):
            return phrases.unresolved(head)
    return None


def _according_to(phrases: Phrases) -> Actor | None:
    parse = phrases.parse
    for token in range(len(parse)):
        if parse.lowers[token] != "according":
            continue
        for child in parse.subtree(token):
            if parse.deps[child] == "pobj":
                parties: list[Party] = phrases.parties(child, coordinated=False)
                if parties:
                    return parties[0].actor
                return phrases.unresolved(child)
    return None
