"""Thresholds and probabilities of a reader, fitted on real passages that nothing was learnt from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from detente.coding.actors.names import name_table
from detente.coding.reader.decoding import (
    ActRead,
    PartyRead,
    PositionRead,
    Seen,
    Thresholds,
    WindowRead,
    acts_of,
    at_an_end,
    positions_of,
    read_window,
)
from detente.coding.reader.model import ReaderModel
from detente.coding.sentences import split_sentences
from detente.laboratory.evaluating.passages import (
    NOTHING,
    CodedPassage,
    PassageScores,
    ToldPosition,
    Unit,
    pairs_of,
    score_passage,
)
from detente.laboratory.evaluating.standoff import OUTLET, Passage
from detente.laboratory.training.isotonic import rising
from detente.laboratory.training.reader.card import write_card
from detente.laboratory.training.reader.lessons import LessonMaker

ACTS: dict[str, tuple[float, ...]] = {
    "act": (0.15, 0.2, 0.25, 0.3, 0.35, 0.4), "party": (0.2, 0.3, 0.4, 0.5, 0.6),
    "role": (0.4, 0.5, 0.55, 0.6, 0.7), "least": (0.05, 0.1, 0.15, 0.25, 0.35, 0.5, 0.8),
    "sure_act": (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4),
    "link": (0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6), "begins": (0.4, 0.5, 0.6, 0.7),
    "joint": (0.4, 0.5, 0.6),
}  # fmt: skip
POSITIONS: dict[str, tuple[float, ...]] = {
    "position": (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6), "opens": (0.3, 0.5, 0.7),
    "speaker": (0.1, 0.2, 0.35, 0.5), "sure_position": (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35),
}  # fmt: skip
AT_THE_ENDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
RIGHT_AT_THE_ENDS = 0.65
"""Share of the acts at the ends of the scale that must be right with parties and type: what is wrong there
weighs most in every measure, so that less is told of them, more surely."""
ROUNDS = 2
"""How often each threshold is chosen anew, the others as they then are."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage with what the network sees in it."""

    passage: Passage
    seen: Seen


def calibrated(folder: Path, passages: Sequence[Passage], tell: Callable[[str], None]) -> None:
    """Choose the thresholds of the reader in a folder by F1 on passages, fit the lines of its confidence,
    and write both to its card."""
    model = ReaderModel(folder)
    reads = list(_read_all(model, passages))
    if not reads:
        return
    best = _chosen(ACTS, Thresholds(), lambda at: _worth_of_acts(_total(reads, _acts, at)))
    best = _chosen(POSITIONS, best, lambda at: _total(reads, _positions, at).positions.f1)
    best = replace(best, sure_extreme=_sure_at_the_ends(reads, best))
    scores = _total(reads, read_window, best)
    tell(
        f"held out: parties {scores.parties.f1:.3f}, and type {scores.typed.f1:.3f}, positions "
        f"{scores.positions.f1:.3f} at {asdict(best)}"
    )
    write_card(
        folder,
        {
            **model.card,
            "thresholds": asdict(best),
            "confidence": _lines(reads, best),
            "held_out": {
                "passages": len(reads),
                "parties": round(scores.parties.f1, 3),
                "parties_and_type": round(scores.typed.f1, 3),
                "positions": round(scores.positions.f1, 3),
            },
        },
    )


def _worth_of_acts(scores: PassageScores) -> float:
    """Parties count beside type, as by the type alone much is left out that is half right."""
    return scores.parties.f1 + scores.typed.f1


def _chosen(
    choices: Mapping[str, Sequence[float]], at: Thresholds, worth: Callable[[Thresholds], float]
) -> Thresholds:
    """Thresholds by which the most is gained, chosen one by one."""
    for name, values in [*choices.items()] * ROUNDS:
        at = max((replace(at, **{name: value}) for value in values), key=worth)
    return at


def _read_all(model: ReaderModel, passages: Iterable[Passage]) -> Iterable[_Read]:
    maker = LessonMaker(name_table(()), model.tokenizer)
    for passage in passages:
        article = passage.article
        spans = [(each.start, each.end) for each in split_sentences(article.text)]
        seen = model.seen(article.text, maker.mentions(article), spans, maker.setting(article))
        yield _Read(passage, seen)


def _sure_at_the_ends(reads: Sequence[_Read], at: Thresholds) -> float:
    """How sure an act at an end of the scale must be for enough of those told to be right."""
    judged = _total(reads, _at_the_ends, at).sure_acts.judged

    def share(least: float) -> float:
        over = [right for sure, right in judged if sure >= least]
        return sum(over) / max(1, len(over))

    enough = (least for least in AT_THE_ENDS if share(least) >= RIGHT_AT_THE_ENDS)
    return next(enough, max(AT_THE_ENDS, key=share))


def _at_the_ends(seen: Seen, at: Thresholds) -> WindowRead:
    acts = acts_of(seen, replace(at, sure_extreme=0.0))
    return WindowRead(tuple(act for act in acts if at_an_end(act)), ())


def _acts(seen: Seen, at: Thresholds) -> WindowRead:
    return WindowRead(acts_of(seen, at), ())


def _positions(seen: Seen, at: Thresholds) -> WindowRead:
    return WindowRead((), positions_of(seen, at))


def _total(
    reads: Sequence[_Read], read: Callable[[Seen, Thresholds], WindowRead], at: Thresholds
) -> PassageScores:
    total = NOTHING
    for each in reads:
        total += score_passage(each.passage, told_of(read(each.seen, at)))
    return total


def told_of(read: WindowRead) -> CodedPassage:
    """What a window tells, as it is scored."""
    return CodedPassage(
        [unit for act in read.acts for unit in _units(act)],
        [_position(each) for each in read.positions if each.speaker],
    )


def _units(act: ActRead) -> list[Unit]:
    pairs = pairs_of(_codes(act.actors), _codes(act.recipients), joint=act.joint)
    types = frozenset({act.event_type})
    return [Unit(pair, types, act.status, confidence=act.surety) for pair in pairs]


def _codes(parties: Iterable[PartyRead]) -> list[str]:
    return list(dict.fromkeys(code for party in parties for code in party.states))


def _position(read: PositionRead) -> ToldPosition:
    speaker = read.speaker
    assert speaker is not None
    by = OUTLET if speaker.outlet else next(iter(speaker.states), None)
    return ToldPosition(read.kind, by, read.clause, read.surety)


def _lines(reads: Sequence[_Read], at: Thresholds) -> dict[str, Any]:
    """Rising lines from how sure the reader is of acts and positions to the share that is right, matched
    one to one as in the scores: a second telling is wrong, what an annotator held arguable is right."""
    scores = _total(reads, read_window, at)
    return {
        "acts": rising(scores.sure_acts.judged),
        "positions": rising(scores.sure_positions.judged),
    }
