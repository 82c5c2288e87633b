"""Scores a coder on passages marked with who vouches for each act, and with the positions taken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from detente.coding.coder import Coding, make_article
from detente.laboratory.evaluating.labelled import RelationCoder, spans_meet
from detente.laboratory.evaluating.marking import Marked
from detente.laboratory.evaluating.voiced import MarkedStatement, Voice, VoicedPassage, VouchedAct
from detente.records import Actor, Article, Event, Statement, StatementKind

CODES = re.compile(r"\s*\((?P<codes>[A-Z:]+(?: \+ [A-Z:]+)*)\)$")
PRONOUNS = frozenset("he she it they we i you his her its their our my".split())


@dataclass(frozen=True, slots=True)
class KindScore:
    """Statements of one kind: told, marked, and told where it is marked."""

    told: int
    marked: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the told that are right, 0 to 1."""
        return self.right / self.told if self.told else 0.0

    @property
    def recall(self) -> float:
        """Share of the marked that were told, 0 to 1."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two (van Rijsbergen, 1979)."""
        both = self.told + self.marked
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class VoicedScore:
    """How well acts were given to who vouches for them, and positions to who takes them.

    `met` are marked acts that an event tells, `vouched` those of them reported by the right one. A
    statement is `matched` where a told one shares characters with its clause, each with one other;
    `speakers`, `addressees` and `conditions` are the matched ones that have these right.
    `misses` tells each fault in words: where, what, the clause.
    """

    passages: int
    acts: int
    met: int
    vouched: int
    matched: int
    speakers: int
    addressees: int
    conditions: int
    kinds: Mapping[StatementKind, KindScore]
    misses: tuple[str, ...] = field(repr=False, default=())

    @property
    def reporter(self) -> float:
        """Share of the acts told that are given to who vouches for them."""
        return self.vouched / self.met if self.met else 0.0

    @property
    def statements(self) -> KindScore:
        """All kinds taken together."""
        each = self.kinds.values()
        return KindScore(
            sum(kind.told for kind in each),
            sum(kind.marked for kind in each),
            sum(kind.right for kind in each),
        )

    @property
    def macro_f1(self) -> float:
        """Mean of the F1 of the eleven kinds, each counting alike."""
        return sum(kind.f1 for kind in self.kinds.values()) / len(self.kinds)

    @property
    def speaker_right(self) -> float:
        """Share of the matched statements that have the right speaker."""
        return self.speakers / self.matched if self.matched else 0.0

    @property
    def speaker_of_all(self) -> float:
        """Share of all marked statements that were told with the right speaker."""
        marked = self.statements.marked
        return self.speakers / marked if marked else 0.0


def score_voiced(passages: Sequence[VoicedPassage], coder: RelationCoder) -> VoicedScore:
    """Codes the passages as a reader would hand them in, and compares."""
    codings = coder.code_articles([as_article(passage) for passage in passages])
    count: Counter[str] = Counter()
    misses: list[str] = []
    for passage, coding in zip(passages, codings, strict=True):
        _count_acts(passage, coding.events, count, misses)
        _count_statements(passage, coding, count, misses)
    kinds = {
        kind: KindScore(count[f"told {kind}"], count[f"marked {kind}"], count[f"right {kind}"])
        for kind in get_args(StatementKind)
    }
    return VoicedScore(
        len(passages), count["acts"], count["met"], count["vouched"], count["matched"],
        count["speaker"], count["addressees"], count["condition"], kinds, tuple(misses),
    )  # fmt: skip


def as_article(passage: VoicedPassage) -> Article:
    """The passage as a reader hands it in: turns on lines of their own, the issuer as outlet.

    Offsets are those of the passage.
    """
    text = passage.text.replace(" / ", " \n ") if passage.genre == "transcript" else passage.text
    outlet = CODES.sub("", passage.source) if passage.source else None
    return make_article(text, passage.published, outlet, genre=passage.genre)


def _count_acts(
    passage: VoicedPassage, events: Sequence[Event], count: Counter[str], misses: list[str]
) -> None:
    for act in passage.acts:
        count["acts"] += 1
        event = next((e for e in events if _tells(e, act)), None)
        if event is None:
            continue
        count["met"] += 1
        if _vouches(event.reported_by, act.vouched_by, passage):
            count["vouched"] += 1
        else:
            misses.append(
                f"{passage.where} act '{act.trigger.text}': "
                f"{_named(event.reported_by)} for {_written(act.vouched_by)}"
            )


def _tells(event: Event, act: VouchedAct) -> bool:
    trigger = (event.trigger.start, event.trigger.end)
    return spans_meet(trigger, (act.trigger.start, act.trigger.end))


def _vouches(told: Actor | None, voice: Voice | None, passage: VoicedPassage) -> bool:
    if told is None or voice is None:
        return told is None and voice is None
    return _speaks(told, voice, passage) or _same_state(told, voice, passage)


def _count_statements(
    passage: VoicedPassage, coding: Coding, count: Counter[str], misses: list[str]
) -> None:
    for statement in coding.statements:
        count[f"told {statement.kind}"] += 1
    for marked in passage.statements:
        count[f"marked {marked.kind}"] += 1
    pairs = list(_paired(passage, coding.statements))
    for marked, told in pairs:
        count["matched"] += 1
        count[f"right {marked.kind}"] += marked.kind == told.kind
        for part, right in (
            ("speaker", _speaks(told.speaker, marked.speaker, passage)),
            ("addressees", _addressed(told) == {a.code for a in marked.addressees if a.code}),
            ("condition", _same_condition(told, marked)),
        ):
            count[part] += right
            if not right:
                misses.append(
                    f"{passage.where} {part} of {marked.kind}: {told} for {_told_of(marked)}"
                )
        if marked.kind != told.kind:
            misses.append(f"{passage.where} {told.kind} for {_told_of(marked)}")
    met = {id(marked) for marked, _ in pairs}
    answering = {id(told) for _, told in pairs}
    misses += [
        f"{passage.where} missed {_told_of(marked)}"
        for marked in passage.statements
        if id(marked) not in met
    ]
    misses += [
        f"{passage.where} extra {told.kind} of {_named(told.speaker)}: {told.about.text}"
        for told in coding.statements
        if id(told) not in answering
    ]


def _paired(
    passage: VoicedPassage, told: Sequence[Statement]
) -> Iterator[tuple[MarkedStatement, Statement]]:
    """Marked and told statements whose clauses meet, one to one: those of the same kind first, of
    these the ones of the same speaker, then by how much they share."""
    candidates = [
        (
            -(one.kind == other.kind),
            -_speaks(other.speaker, one.speaker, passage),
            -_shared(one, other),
            i,
            j,
        )
        for i, one in enumerate(passage.statements)
        for j, other in enumerate(told)
        if _shared(one, other) > 0
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    for *_, i, j in sorted(candidates):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            yield passage.statements[i], told[j]


def _shared(marked: MarkedStatement, told: Statement) -> int:
    clause, about = marked.clause, told.about
    return max(0, min(clause.end, about.end) - max(clause.start, about.start))


def _speaks(told: Actor, voice: Voice, passage: VoicedPassage) -> bool:
    """Whether the told speaker is the marked one: the same words, or a pronoun of the same state.

    The outlet is told by a name that stands nowhere in the text and no state; the issuer by its state.
    """
    if voice == "outlet":
        return told.start is None and told.country is None
    if voice == "issuer":
        return told.country is not None and told.country in _issuing(passage)
    if _is_pronoun(told) and _same_state(told, voice, passage):
        return True
    return any(_same_words(told, one) for one in voice)


def _same_words(told: Actor, one: Marked) -> bool:
    """Whether the two share characters, or are written alike: a label stands at every turn."""
    if told.text == one.text:
        return True
    span = (told.start, told.end)
    return None not in span and spans_meet(span, (one.start, one.end))  # type: ignore[arg-type]


def _is_pronoun(told: Actor) -> bool:
    return told.text.lower() in PRONOUNS


def _same_state(told: Actor, voice: Voice, passage: VoicedPassage) -> bool:
    if isinstance(voice, str):
        return told.country is not None and told.country in _issuing(passage)
    return told.country is not None and any(one.code == told.country for one in voice)


def _issuing(passage: VoicedPassage) -> list[str]:
    """States and bodies that the issuer of a statement stands for."""
    found = CODES.search(passage.source or "")
    return found["codes"].split(" + ") if found else []


def _addressed(told: Statement) -> set[str]:
    return {actor.country for actor in told.addressees if actor.country}


def _same_condition(told: Statement, marked: MarkedStatement) -> bool:
    one, other = told.condition, marked.condition
    if one is None or other is None:
        return one is None and other is None
    return spans_meet((one.start, one.end), (other.start, other.end))


def _named(actor: Actor | None) -> str:
    return f"{actor.text} ({actor.country or '-'})" if actor else "-"


def _written(voice: Voice | Iterable[Marked] | None) -> str:
    if voice is None or isinstance(voice, str):
        return voice or "-"
    return " + ".join(f"{one.text} ({one.code or '-'})" for one in voice) or "-"


def _told_of(marked: MarkedStatement) -> str:
    return (
        f"{marked.kind} of {_written(marked.speaker)} to {_written(marked.addressees)}: "
        f"{marked.clause.text} [{marked.condition.text if marked.condition else '-'}]"
    )
