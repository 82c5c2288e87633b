"""Scores for a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from detente.commands.record_tables import plain_table
from detente.commands.shown import BOTH, TO, console, many, one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from detente.laboratory.commands.score_merging import MergingResult
    from detente.laboratory.commands.score_outcomes import OutcomeResult
    from detente.laboratory.commands.score_results import (
        AnnotatedResult,
        AttributedResult,
        Counts,
        DatedResult,
        GradedResult,
        PassagesResult,
        RecordResult,
        RelationResult,
        Result,
        TaggedResult,
        TimedResult,
        VoicedResult,
    )
    from detente.laboratory.evaluating import SpanScore
    from detente.laboratory.evaluating.graded import GradeAgreement
    from detente.laboratory.evaluating.passages import Counts as PassageCounts
    from detente.laboratory.evaluating.passages import PassageScores
    from detente.laboratory.evaluating.record import RecordedAct
    from detente.laboratory.evaluating.tagged import FoundSpans
    from detente.laboratory.evaluating.times import Answered

NONE = "none"
FEW = 20
"""Passages by which a coder can hardly be judged."""


def show(result: Result | MergingResult | OutcomeResult, *, misses: bool) -> None:
    """Print one score."""
    from detente.laboratory.commands import score_results as kinds
    from detente.laboratory.commands.score_merging import MergingResult
    from detente.laboratory.commands.score_outcomes import OutcomeResult

    screen = console()
    screen.print(one_line(result.name), style="bold")
    if isinstance(result, MergingResult):
        _show_merging(screen, result)
    elif isinstance(result, OutcomeResult):
        _show_outcomes(screen, result, misses)
    elif isinstance(result, kinds.RecordResult):
        _show_record(screen, result, misses)
    elif isinstance(result, kinds.AnnotatedResult):
        _show_annotated(screen, result, misses)
    elif isinstance(result, kinds.PassagesResult):
        _show_passages(screen, result, misses)
    elif isinstance(result, kinds.DatedResult):
        _show_dated(screen, result, misses)
    elif isinstance(result, kinds.VoicedResult):
        _show_voiced(screen, result, misses)
    elif isinstance(result, kinds.TaggedResult):
        _show_tagged(screen, result)
    elif isinstance(result, kinds.TimedResult):
        _show_timed(screen, result, misses)
    elif isinstance(result, kinds.AttributedResult):
        _show_attributed(screen, result, misses)
    elif isinstance(result, kinds.GradedResult):
        _show_graded(screen, result, misses)
    else:
        _show_relations(screen, result, misses)


def _show_record(screen: Console, result: RecordResult, misses: bool) -> None:
    score = result.score
    rows, found = len(score.found) + len(score.missed), len(score.found)
    pair = f" between {' and '.join(result.between)}" if result.between else ""
    right = len(score.answering) + len(score.read_true)
    dated = right + len(score.read_false) + len(score.unread)
    screen.print(f"record{pair}: {found} of {rows} rows found, {_share(found, rows)}")
    screen.print(
        f"dated events{pair}: {right} of {dated} hold, {_share(right, dated)} "
        f"({len(score.answering)} answer to a row, {len(score.read_true)} read as true, "
        f"{len(score.read_false)} read as false, {len(score.unread)} not read)"
    )
    _show_counts(screen, "type", result.by_type)
    _show_counts(screen, "track", result.by_track)
    if misses:
        _show_missed(screen, score.missed)


def _show_merging(screen: Console, result: MergingResult) -> None:
    heads = ("events", "happenings", "P", "R", "F1", "pairs")
    table = plain_table("told by", "merged", *heads, right=heads)
    for by, ways in result.scores.items():
        for how, score in ways.items():
            figures = (score.precision, score.recall, score.f1, score.pair_f1)
            counts = (str(score.events), str(score.happenings))
            table.add_row(by, how, *counts, *(f"{figure:.3f}" for figure in figures))
    screen.print(table)
    screen.print("P, R, F1: B-cubed over events; pairs: F1 over pairs of events")


def _show_outcomes(screen: Console, result: OutcomeResult, misses: bool) -> None:
    score = result.score
    pair = f" between {' and '.join(result.between)}" if result.between else ""
    right, said = len(score.right), len(score.right) + len(score.wrong)
    screen.print(
        f"commitments{pair}: what came of them is said rightly of {right} of the {score.decided} that "
        f"have a row and a known end, {_share(right, score.decided)}; of what is said {right} of {said} "
        f"is right, {_share(right, said)}; {score.on_day} of {score.closed} by what happened on the day; "
        f"{len(score.without_row)} have no row"
    )
    if misses:
        table = plain_table("true", "said", "commitment")
        for one, told in result.misses:
            table.add_row(one.truth, told, one_line(one.clause))
        screen.print(table)


def _show_relations(screen: Console, result: RelationResult, misses: bool) -> None:
    score = result.score
    screen.print(
        f"{score.rows} sentences: parties right {score.parties:.1%}, with root {score.root:.1%}, "
        f"with quad class {score.quad:.1%}; {score.events_per_sentence:.2f} events a sentence"
    )
    _show_given(screen, result.given)
    _show_counts(screen, "type", score.by_type)
    if misses:
        table = plain_table("type", "missed sentence")
        for row in result.missed:
            table.add_row(row.event_type, one_line(row.sentence))
        screen.print(table)


def _show_annotated(screen: Console, result: AnnotatedResult, misses: bool) -> None:
    score = result.score
    screen.print(
        f"{score.sentences} sentences held out, with {score.acts} acts between states: parties "
        f"right {score.parties:.1%}, with type {score.root:.1%}; of these the mode "
        f"{score.mode:.1%}, the status {score.status:.1%}, the trigger {score.trigger:.1%}"
    )
    screen.print(
        f"events between states that answer to an act: {score.precision:.1%}; sentences without "
        f"an act that gave one: {score.false_alarms:.1%} of {score.empty}"
    )
    _show_given(screen, result.given)
    screen.print(f"confidence: expected calibration error {score.reliability.error:.3f}")
    table = plain_table("told", "events", "right", right=("told", "events", "right"))
    for each in score.reliability.bins:
        table.add_row(f"{each.told:.0%}", str(each.records), f"{each.right:.0%}")
    screen.print()
    screen.print(table)
    if misses:
        table = plain_table("marked", "told", "acts", right=("acts",))
        for (marked, told), acts in sorted(score.confusion.items(), key=lambda row: -row[1]):
            table.add_row(marked, told, str(acts))
        screen.print()
        screen.print(table)


def _show_dated(screen: Console, result: DatedResult, misses: bool) -> None:
    score, raw = result.score, result.score.raw
    screen.print(
        f"{score.acts} acts held out, at their own words: the days right {score.date:.1%}, the status "
        f"{score.status:.1%} (macro F1 {score.macro_status:.3f}), background or news {score.recalled:.1%}"
    )
    screen.print(
        f"from raw text {raw.met} of them are events: the days right {raw.date:.1%}, the status "
        f"{raw.status:.1%}, background or news {raw.recalled:.1%}"
    )
    table = plain_table("status", "F1", right=("F1",))
    for status, f1 in score.by_status.items():
        table.add_row(status, f"{f1:.3f}")
    screen.print()
    screen.print(table)
    if misses:
        table = plain_table("act", "wanted", "told", "where")
        for each in score.wrong:
            table.add_row(*_wrongly_dated(each))
        screen.print()
        screen.print(table)


def _wrongly_dated(answered: Answered) -> tuple[str, str, str, str]:
    act, told = answered.act, answered.told
    first, last = (act.when.first, act.when.last) if act.when else (None, None)
    return (
        one_line(act.trigger.text),
        _days(first, last, act.status, act.recalled),
        _days(told.start, told.end, answered.status, told.recalled),
        one_line(Path(answered.passage.where).name),
    )


def _days(start: dt.date | None, end: dt.date | None, status: str, recalled: bool) -> str:
    days = NONE if start is None else str(start) if start == end else f"{start} to {end}"
    return f"{days} {status}{' recalled' if recalled else ''}"


def _show_voiced(screen: Console, result: VoicedResult, misses: bool) -> None:
    score, all_kinds = result.score, result.score.statements
    screen.print(
        f"{score.passages} passages held out; of {score.acts} acts {score.met} are events, "
        f"whose reporter is right in {score.reporter:.1%}"
    )
    screen.print(
        f"of {all_kinds.marked} positions {score.matched} are met: the speaker right "
        f"{score.speaker_right:.1%}, the addressees {_share(score.addressees, score.matched)}, the "
        f"condition {_share(score.conditions, score.matched)}; of all, with the right speaker "
        f"{score.speaker_of_all:.1%}"
    )
    screen.print(f"kinds: macro F1 {score.macro_f1:.3f}")
    table = plain_table("kind", "marked", "told", "precision", "recall", "F1",
                        right=("marked", "told", "precision", "recall", "F1"))  # fmt: skip
    for kind, each in score.kinds.items():
        table.add_row(
            kind, str(each.marked), str(each.told), f"{each.precision:.3f}", f"{each.recall:.3f}",
            f"{each.f1:.3f}",
        )  # fmt: skip
    screen.print()
    screen.print(table)
    if misses:
        screen.print()
        for miss in score.misses:
            screen.print(one_line(miss))


def _show_passages(screen: Console, result: PassagesResult, misses: bool) -> None:
    total = result.total
    for source, number in sorted(result.missing.items()):
        screen.print(f"{number} passages of {source} have no text here and are left out")
    if result.not_asked:
        whole = many(total.passages + result.not_asked, "passage")
        verb = "is" if total.passages == 1 else "are"
        screen.print(
            f"{total.passages} of {whole} {verb} held out from training, and alone scored here;"
            " --every scores all of them, from which a reader may have learnt"
            f"{'. So few tell little' if total.passages < FEW else ''}"
        )
    if not total.has_any:
        screen.print("no act and no position is marked or told there: there is nothing to score")
        return
    screen.print(_passages_table(result))
    screen.print(
        f"F1 of ordered pairs of states (precision {total.typed.precision:.3f}, recall "
        f"{total.typed.recall:.3f} with type), of acts within a state with type, and of positions with "
        "speaker and kind; status: share right where the parties are; tracks: F1 where parties and type "
        "are right and somebody told them; a column that is not there had nothing to score"
    )
    sure = {"acts": total.sure_acts, "positions": total.sure_positions}
    errors = [f"{name} {each.error:.3f}" for name, each in sure.items() if each.judged]
    if errors:
        screen.print(f"confidence, expected calibration error: {', '.join(errors)}")
    lost = ", ".join(f"{reason} {number}" for reason, number in sorted(total.lost.items()))
    if lost:
        screen.print(f"positions not found, by where they were lost: {lost}")
    if misses:
        _show_wrong(screen, total)


def _passages_table(result: PassagesResult) -> Table:
    """The scores by kind of text, in columns of what there was to score."""
    total = result.total
    named = [name for name, counts in total.figures.items() if counts.told or counts.asked]
    heads = ("passages", *named)
    table = plain_table("text", *heads, right=heads)
    for kind, scores in [*sorted(result.scores.items()), ("all", total)]:
        figures = (_figure(name, scores.figures[name]) for name in named)
        table.add_row(kind, str(scores.passages), *figures)
    return table


def _figure(name: str, counts: PassageCounts) -> str:
    """A score with three digits; nothing where nothing was marked or told."""
    if not counts.told and not counts.asked:
        return ""
    return f"{counts.precision if name == 'status' else counts.f1:.3f}"


def _show_wrong(screen: Console, total: PassageScores) -> None:
    table = plain_table("wrong", "asked", "told", "where")
    for each in sorted(total.wrong, key=lambda each: each.kind):
        table.add_row(each.kind, each.asked or NONE, each.told or NONE, each.where)
    screen.print()
    screen.print(table)


def _show_tagged(screen: Console, result: TaggedResult) -> None:
    score = result.score
    screen.print(f"{score.sentences} sentences with tagged words, spans by overlap")
    _show_found(screen, "side", {"actors": score.actors, "recipients": score.recipients})


def _show_timed(screen: Console, result: TimedResult, misses: bool) -> None:
    score = result.score
    screen.print(
        f"{score.texts} texts with {score.dates.tagged} dates; of the {score.overlapping} that an "
        f"expression overlaps, the value is right in {score.values:.1%}"
    )
    _show_found(screen, "found", {"dates": score.dates})
    if misses:
        table = plain_table("text", "wanted", "told", "file")
        for miss in score.misses:
            text, name = one_line(miss.text), one_line(Path(miss.where).name)
            table.add_row(text, miss.wanted or NONE, miss.told or NONE, name)
        screen.print()
        screen.print(table)


def _show_attributed(screen: Console, result: AttributedResult, misses: bool) -> None:
    score = result.score
    screen.print(f"{score.texts} texts with {score.joined.tagged} attributions, spans by overlap")
    _show_found(
        screen, "found", {"sources with content": score.joined, "sources alone": score.sources}
    )
    if misses:
        table = plain_table("missed source", "content", "file")
        for where, one in score.missed:
            name = one_line(Path(where).name)
            table.add_row(one_line(one.source.text), one_line(one.content.text), name)
        screen.print()
        screen.print(table)


def _show_graded(screen: Console, result: GradedResult, misses: bool) -> None:
    score = result.score
    screen.print(f"{score.sentences} sentences with graded words")
    for what, agreement in (("triggers of events", score.events), ("verbs and nouns", score.words)):
        _show_agreement(screen, what, agreement)
    if misses:
        table = plain_table("word", "grade", "told", "of", "sentence", right=("grade",))
        for each in score.disagreements:
            kind = "event" if each.of_event else "word"
            table.add_row(each.word, f"{each.grade:g}", each.status, kind, one_line(each.sentence))
        screen.print()
        screen.print(table)


def _show_agreement(screen: Console, what: str, agreement: GradeAgreement) -> None:
    (happened, told), (others, told_not) = agreement.happened, agreement.not_happened
    screen.print()
    screen.print(
        f"{what}: {told} of {happened} that happened and {told_not} of {others} that did not are "
        f"told so, {_percent(agreement.share)}; without those told as planned "
        f"{_percent(agreement.share_but_planned)}"
    )
    table = plain_table("told", "happened", "did not", right=("happened", "did not"))
    for name, (yes, no) in agreement.told.items():
        table.add_row(name, str(yes), str(no))
    screen.print(table)


def _show_found(screen: Console, head: str, rows: Mapping[str, FoundSpans]) -> None:
    table = plain_table(head, "told", "precision", "recall", "F1",
                        right=("told", "precision", "recall", "F1"))  # fmt: skip
    for name, found in rows.items():
        table.add_row(
            name,
            str(found.told),
            f"{found.precision:.3f}",
            f"{found.recall:.3f}",
            f"{found.f1:.3f}",
        )
    screen.print(table)


def _show_given(screen: Console, given: SpanScore) -> None:
    screen.print(
        f"with the spans given: macro F1 {given.root:.3f} over types, "
        f"{given.quad:.3f} over quad classes"
    )


def _show_counts(screen: Console, head: str, counts: Counts) -> None:
    table = plain_table(head, "rows", "found", "share", right=("rows", "found", "share"))
    for name, (rows, found) in counts.items():
        table.add_row(name, str(rows), str(found), _share(found, rows))
    screen.print()
    screen.print(table)


def _show_missed(screen: Console, missed: tuple[RecordedAct, ...]) -> None:
    table = plain_table("missed", "date", "who", "type", "what")
    for row in missed:
        joint = f" {BOTH} " if row.reciprocal else ", "
        whom = f" {TO} {', '.join(sorted(row.recipients))}" if row.recipients else ""
        who = joint.join(sorted(row.actors)) + whom
        table.add_row(row.row_id, str(row.start), who, row.event_type, one_line(row.what))
    screen.print()
    screen.print(table)


def _share(found: int, rows: int) -> str:
    return _percent(found / rows if rows else None)


def _percent(share: float | None) -> str:
    return NONE if share is None else f"{share:.1%}"
