"""From annotated passages and sentences to what the reader is asked, and what it should answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tokenizers import Tokenizer

from detente.coding.actors.mentions import Mention, find_mentions
from detente.coding.actors.names import NameTable
from detente.coding.reader.labels import KINDS, MODES, STATUSES, TYPES
from detente.coding.reader.setting import Setting, issuing_names, setting_of
from detente.coding.reader.window import Window, window_of
from detente.coding.sentences import split_sentences
from detente.laboratory.evaluating.corpus import Annotated
from detente.laboratory.evaluating.marking import Marked
from detente.laboratory.evaluating.standoff import Party, Passage
from detente.laboratory.evaluating.voiced import VoicedPassage
from detente.records import Article

Span = tuple[int, int]
ARGUABLE = 0.5
"""Weight of what an annotator held arguable, and share of a second type that he would accept."""
NOT_ALL_NAMED = 0.1
"""Weight of what lies outside of parties where those that take part in nothing are not told."""


@dataclass(slots=True)
class ActLesson:
    """An act to be found: first and last piece of its trigger, and what is told of it; -1 is unknown."""

    trigger: Span
    types: dict[int, float]
    mode: int
    status: int
    recalled: int
    joint: int
    weight: float
    when: Span | None = None
    known_when: bool = False
    roles: set[tuple[int, int]] = field(default_factory=set)
    """Parties with the roles that they have in it."""
    understood: list[tuple[int, int]] = field(default_factory=list)
    """State and role where the party is only understood."""


@dataclass(slots=True)
class Position:
    """A position to be found."""

    clause: Span
    kind: int
    weight: float
    roles: set[tuple[int, int]] = field(default_factory=set)
    understood: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Lesson:
    """One window with its answers. `asks` tells which of them are known, parties, acts or positions,
    and how much pieces outside of parties count; `linked` tells a party's states, None where unknown;
    nothing is asked of the pieces before `first`."""

    window: Window
    parties: list[Span]
    annotated: list[bool]
    linked: list[frozenset[int] | None]
    acts: list[ActLesson]
    positions: list[Position]
    asks: dict[str, float]
    digest: str
    kind: str
    first: int


class LessonMaker:
    """Makes lessons with a table of names and a tokenizer."""

    def __init__(self, names: NameTable, tokenizer: Tokenizer) -> None:
        self.names = names
        self.tokenizer = tokenizer

    def of_passage(self, passage: Passage) -> Lesson:
        """The lesson of a real passage."""
        article = passage.article
        build = _Building(self._window(article, self.setting(article)))
        for start, end, code in passage.parties:
            build.party((start, end), None if code == "-" else code)
        for act in passage.acts:
            build.act(
                act.trigger,
                {
                    **dict.fromkeys(map(TYPES.index, act.others), ARGUABLE),
                    TYPES.index(act.event_type): 1.0,
                },
                MODES.index(act.mode),
                STATUSES.index(act.status),
                int(act.recalled),
                int(act.joint),
                1.0 if act.must else ARGUABLE,
                act.actors,
                act.recipients,
                (act.reporter,) if act.reporter else (),
                act.when,
                known_when=not passage.partial,
            )
        for position in passage.positions:
            build.position(
                position.clause,
                KINDS.index(position.kind),
                1.0 if position.must else ARGUABLE,
                (position.speaker,) if position.speaker else (),
                position.addressees,
            )
        parties = NOT_ALL_NAMED if passage.partial else 1.0
        asks = {"parties": parties, "acts": 1.0, "positions": 1.0}
        return build.lesson(asks, passage.digest, passage.kind, passage.begins)

    def of_sentence(self, sentence: Annotated) -> Lesson | None:
        """The lesson of a sentence of the project's corpus."""
        article = Article("", sentence.text, None, None, None, "news", "")
        build = _Building(self._window(article, self.setting(article)))
        for act in sentence.acts:
            for marked in (*act.actors, *act.recipients):
                build.party((marked.start, marked.end), marked.code)
        for marked in sentence.others:
            build.party((marked.start, marked.end), marked.code)
        for act in sentence.acts:
            build.act(
                (act.trigger.start, act.trigger.end),
                {TYPES.index(act.event_type): 1.0},
                MODES.index(act.mode),
                STATUSES.index(act.status),
                -1,
                int(len(act.actors) > 1 and not act.recipients),
                1.0,
                tuple(map(_span, act.actors)),
                tuple(map(_span, act.recipients)),
                (),
                None,
                known_when=False,
            )
        asks = {"parties": NOT_ALL_NAMED, "acts": 1.0, "positions": 0.0}
        return build.lesson(asks, sentence.text, "made")

    def of_voiced(self, passage: VoicedPassage) -> Lesson | None:
        """The lesson of a passage with marked voices."""
        article = Article(
            "", passage.text, None, passage.source, passage.published, passage.genre, ""
        )
        setting = self.setting(article)
        build = _Building(self._window(article, setting))
        for statement in passage.statements:
            for marked in (
                *(() if isinstance(statement.speaker, str) else statement.speaker),
                *statement.addressees,
            ):
                build.party((marked.start, marked.end), marked.code)
        for statement in passage.statements:
            speaker: tuple[Party, ...]
            if statement.speaker == "outlet":
                speaker = ("outlet",)
            elif statement.speaker == "issuer":
                speaker = (setting.issuer,) if setting.issuer else ()
            else:
                speaker = tuple(map(_span, statement.speaker))
            build.position(
                (statement.clause.start, statement.clause.end),
                KINDS.index(statement.kind),
                1.0,
                speaker,
                tuple(map(_span, statement.addressees)),
            )
        asks = {"parties": 0.0, "acts": 0.0, "positions": 1.0}
        return build.lesson(asks, passage.text, "voiced")

    def _window(self, article: Article, setting: Setting) -> Window:
        spans = [(s.start, s.end) for s in split_sentences(article.text)]
        return window_of(self.tokenizer, article.text, self.mentions(article), spans, setting)

    def mentions(self, article: Article) -> list[Mention]:
        """The names in an article's text."""
        return find_mentions(article.text, self.names, article.published)

    def setting(self, article: Article) -> Setting:
        """What stands before an article's text."""
        return setting_of(article, self.names, issuing_names(article, self.names))


def openings(passage: Passage) -> Iterator[Passage]:
    """A passage cut after each sentence but its last, as articles are read up to a sentence that is wanted;
    not where what is told before the cut has a party, or a time, after it."""
    for sentence in split_sentences(passage.text)[:-1]:
        end = sentence.end
        if end <= passage.begins:
            continue
        acts = tuple(act for act in passage.acts if act.trigger[1] <= end)
        positions = tuple(each for each in passage.positions if each.clause[1] <= end)
        told = [
            *(p for act in acts for p in (*act.actors, *act.recipients, act.reporter, act.when)),
            *(p for each in positions for p in (each.speaker, *each.addressees)),
        ]
        if all(span is None or isinstance(span, str) or span[1] <= end for span in told):
            yield replace(
                passage,
                text=passage.text[:end],
                parties=tuple(party for party in passage.parties if party[1] <= end),
                acts=acts,
                positions=positions,
            )


def _span(marked: Marked) -> Span:
    return (marked.start, marked.end)


OUTLET = 0
"""Number of the party that stands for the outlet itself."""


class _Building:
    def __init__(self, window: Window) -> None:
        self.window = window
        self.parties: list[Span] = [(0, 0)]
        self.annotated: list[bool] = [False]
        self.links: list[set[str] | None] = [None]
        self.numbers: dict[Span, int] = {}
        self.acts: list[ActLesson] = []
        self.positions: list[Position] = []

    def party(self, span: Span, code: str | None) -> None:
        """A mention; of several codes it has all."""
        places = self.window.at(span)
        if places is None:
            return
        if places not in self.numbers:
            self.numbers[places] = len(self.parties)
            self.parties.append(places)
            self.annotated.append(True)
            self.links.append(set())
        links = self.links[self.numbers[places]]
        if code and links is not None:
            links.add(code)

    def act(
        self,
        trigger: Span,
        types: dict[int, float],
        mode: int,
        status: int,
        recalled: int,
        joint: int,
        weight: float,
        actors: Iterable[Party],
        recipients: Iterable[Party],
        reporters: Iterable[Party],
        when: Span | None,
        *,
        known_when: bool,
    ) -> None:
        places = self.window.at(trigger)
        if places is None:
            return
        act = ActLesson(places, types, mode, status, recalled, joint, weight)
        act.when = self.window.at(when) if when else None
        act.known_when = known_when
        for role, parties in enumerate((actors, recipients, reporters)):
            self._roles(act, role, parties)
        self.acts.append(act)

    def position(
        self, clause: Span, kind: int, weight: float, speakers: Iterable[Party], to: Iterable[Party]
    ) -> None:
        places = self.window.at(clause)
        if places is None:
            return
        position = Position(places, kind, weight)
        for role, parties in ((3, speakers), (4, to)):
            self._roles(position, role, parties)
        self.positions.append(position)

    def _roles(self, told: ActLesson | Position, role: int, parties: Iterable[Party]) -> None:
        for party in parties:
            if party == "outlet":
                told.roles.add((OUTLET, role))
            elif isinstance(party, str):
                if party in self.window.states:
                    told.understood.append((self.window.states.index(party), role))
            elif (places := self.window.at(party)) in self.numbers and places is not None:
                told.roles.add((self.numbers[places], role))

    def lesson(self, asks: dict[str, float], digest: str, kind: str, begins: int = 0) -> Lesson:
        """The lesson from a character on, with names that are no annotated party beside the parties."""
        states = {code: number for number, code in enumerate(self.window.states)}
        linked = [
            None if links is None else frozenset(states[code] for code in links if code in states)
            for links in self.links
        ]
        taken = list(self.parties)
        for named in self.window.named:
            if any(first <= named.last and named.first <= last for first, last in taken[1:]):
                continue
            self.parties.append((named.first, named.last))
            self.annotated.append(False)
            linked.append(frozenset({named.state}))
        return Lesson(
            self.window,
            self.parties,
            self.annotated,
            linked,
            self.acts,
            self.positions,
            asks,
            digest,
            kind,
            self._first(begins),
        )

    def _first(self, begins: int) -> int:
        """The first piece of the text that stands at a character or after it."""
        window = self.window
        pieces = range(window.opening, len(window) - 1)
        return next((i for i in pieces if window.offsets[i][0] >= begins), window.opening)
