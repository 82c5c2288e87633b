"""How is a row made of the statements that tell the same?"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from detente.ledgers.bearing import bearings
from detente.ledgers.closing import outcomes, settled
from detente.ledgers.fulfilling import NOTHING, came_of
from detente.ledgers.gathering import HeldStatement, Record, held
from detente.ledgers.happening import Happenings, happenings
from detente.ledgers.joining import Said, joined
from detente.ledgers.promising import Promise, promise_of
from detente.ledgers.strength import grade, trend
from detente.ledgers.titles import stands_alone, title
from detente.ledgers.words import called_a_line, content_beside
from detente.merging.dyads import party_codes
from detente.records import Family, LedgerRow, Wording
from detente.store.query import several

GRADED: frozenset[Family] = frozenset({"red-line", "demand"})
"""Families that are softened or sharpened; a promise is no stronger for its words."""


def ledger(
    record: Record,
    state: str,
    family: Family,
    *,
    towards: str | Collection[str] | None = None,
    happened: Happenings | None = None,
) -> list[LedgerRow]:
    """The rows of one family of a state's positions, the most often stated first.

    Positions addressed to nobody count as said to `towards`, one state or several, where it is given.
    `happened` is what the record tells (`happened_in`), for whoever asks for several ledgers of it. The
    result does not depend on the order of the record.
    """
    statements = held(record, state, family)
    found = happened_in(record) if happened is None else happened
    groups = joined([_compared(each) for each in statements])
    others = frozenset(several(towards or ()))
    rows = [
        _row([statements[place] for place in group], found, state, family, others)
        for group in groups
    ]
    return sorted(rows, key=most_stated)


def happened_in(record: Record) -> Happenings:
    """What may bear on the ledgers of a record."""
    return happenings(record.reports, record.statements, record.articles)


def most_stated(row: LedgerRow) -> tuple[int, int, dt.date, str]:
    """Sorts rows by how often they were stated, the most first."""
    return -row.days, -row.times, row.first or dt.date.max, row.row_id


def _compared(one: HeldStatement) -> Said:
    text = one.said.about.text
    if one.said.kind == "red-line":
        text = called_a_line(text)
    issues = one.issues
    words = content_beside(text, issues)
    return Said(
        words or (frozenset(issues) if one.said.kind == "red-line" else words),
        issues,
        frozenset(party_codes(one.said.addressees)) - {*one.parties},
    )


def _row(
    row: Sequence[HeldStatement],
    found: Happenings,
    state: str,
    family: Family,
    towards: frozenset[str],
) -> LedgerRow:
    parties = {code for each in row for code in each.parties}
    compared = [_compared(each) for each in row]
    addressees = {code for each in compared for code in each.addressees} - {state}
    others = frozenset(addressees or towards | parties) - {state}
    wordings = _wordings(row, family)
    originals = [place for place, each in enumerate(wordings) if each.copy_of is None]
    clearest = _clearest([row[place] for place in originals], [compared[n] for n in originals])
    first, last = _strongest(_on_edge(wordings, first=True)), _strongest(_on_edge(wordings))
    days = {each.date for each in wordings if each.date}
    promises = _promises(row, found, state) if family == "commitment" else []
    fulfilled = came_of(promises, found, state, others) if promises else NOTHING
    came = bearings(row, found, family=family, state=state, others=others, fulfilled=fulfilled)
    return LedgerRow(
        row_id=_identify(state, family, row[0].said.statement_id),
        family=family,
        state=state,
        jointly=tuple(sorted(parties - {state})),
        addressees=tuple(sorted(addressees)),
        issues=_issues(compared),
        first=min(days, default=None),
        last=max(days, default=None),
        times=sum(each.copy_of is None for each in wordings),
        days=len(days),
        outlets=len({each.outlet for each in wordings if each.outlet}),
        wording=_title(clearest),
        statement_id=clearest.said.statement_id,
        first_wording=first.text,
        first_grade=first.grade,
        last_wording=last.text,
        last_grade=last.grade,
        trend=trend(first.grade, last.grade) if len(days) > 1 else None,
        due=max((each.due for each in promises if each.due), default=None),
        outcomes=outcomes(came, promises, found.last, doubtful=bool(fulfilled.possible)),
        settled=settled(came, found),
        wordings=wordings,
        bearings=came,
    )


def _title(one: HeldStatement) -> str:
    said = one.said
    start, end = (place - said.start for place in (said.about.start, said.about.end))
    condition = said.condition.text if said.condition else None
    return title(one.sentence, start, end, condition=condition)


def _identify(state: str, family: Family, statement_id: str) -> str:
    key = json.dumps([state, family, statement_id])
    return hashlib.blake2b(key.encode(), digest_size=5).hexdigest()


def _issues(compared: Iterable[Said]) -> tuple[str, ...]:
    """The most often named first."""
    counts = Counter(issue for each in compared for issue in each.issues)
    return tuple(sorted(counts, key=lambda issue: (-counts[issue], issue)))


def _promises(row: Sequence[HeldStatement], found: Happenings, state: str) -> list[Promise]:
    told = (promise_of(each, state, found.people) for each in row)
    return [each for each in told if each is not None]


def _wordings(row: Sequence[HeldStatement], family: Family) -> tuple[Wording, ...]:
    seen: dict[tuple[dt.date | None, str], str] = {}
    made = []
    for each in row:
        said = each.said
        key = (each.day, " ".join(each.sentence.lower().split()))
        original = seen.setdefault(key, said.statement_id)
        made.append(
            Wording(
                statement_id=said.statement_id,
                article_id=said.article_id,
                date=each.day,
                outlet=each.article.outlet,
                speaker=said.speaker.text,
                kind=said.kind,
                text=said.about.text,
                condition=said.condition.text if said.condition else None,
                quoted=said.quoted,
                grade=grade(said.about.text) if family in GRADED else None,
                copy_of=None if original == said.statement_id else original,
                confidence=said.confidence,
            )
        )
    return tuple(made)


def _on_edge(wordings: Sequence[Wording], *, first: bool = False) -> list[Wording]:
    """The wordings of the first or the last day."""
    dated = [each for each in wordings if each.date] or list(wordings)
    edge = dated[0 if first else -1].date
    return [each for each in dated if each.date == edge]


def _strongest(wordings: Sequence[Wording]) -> Wording:
    return max(wordings, key=lambda each: (each.grade or 0, each.quoted, each.confidence))


def _clearest(row: Sequence[HeldStatement], compared: Sequence[Said]) -> HeldStatement:
    """The wording most like all of them; of equals one that stands alone, one quoted, the
    surest, the shortest, the first."""
    counts = Counter(member for each in compared for member in each.matter)
    whole = sum(counts.values()) / len(row)

    def rank(place: int) -> tuple[float, bool, bool, float, int, int]:
        said, matter = row[place].said, compared[place].matter
        common = sum(counts[member] for member in sorted(matter)) / len(row)
        likeness = round(2 * common / (len(matter) + whole), 9) if matter else 0.0
        text = said.about.text
        return (
            -likeness,
            not stands_alone(text),
            not said.quoted,
            -said.confidence,
            len(text),
            place,
        )

    return row[min(range(len(row)), key=rank)]
