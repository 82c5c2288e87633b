"""What an audit said, in sentences."""

from __future__ import annotations

from detente.auditing.accuracy import Accuracy, AccuracyRow, accuracy
from detente.auditing.checking import checked
from detente.auditing.indexing import AuditedSeries
from detente.errors import QueryError, TooLittleDataError
from detente.measuring.figures import many
from detente.store import Workspace

NONE = "No sample of it was checked by hand."
WORDS = {
    "precision": "of what it tells is told by the text",
    "all right": "is right in every respect",
    "parties": "has the right parties",
    "direction": "the right direction",
    "type": "the right type",
    "date": "the right day",
    "recall": "of what the texts tell was found",
    "agreement": "of what two reviewers saw they judged alike",
}
"""How the figures go on."""


def audit_sentence(workspace: Workspace, between: tuple[str, str]) -> str:
    """Whether what is told of two states rests on an audit, and what that said, as one sentence."""
    try:
        found = accuracy(checked(workspace, between))
    except TooLittleDataError:
        return "A sample of it was drawn to be checked by hand, and hardly any of it is checked."
    except QueryError:
        return NONE
    parts = [
        f"{share(row)} {WORDS[name]}"
        for name in ("precision", "recall")
        if (row := found.of(name)) is not None and row.value is not None
    ]
    if not parts:
        return NONE
    left = f"; {many(found.left, 'unit')} of it not yet" if found.left else ""
    return f"By a sample checked by hand, {' and '.join(parts)}{left}."


def in_words(found: Accuracy) -> str:
    """The figures of an audit, one a line."""
    lines = []
    for row in found.rows:
        if row.figure in WORDS:
            lines.append(f"{share(row)} {WORDS[row.figure]} ({many(row.checked, 'unit')} checked).")
    if found.left:
        lines.append(
            f"Still to be checked: {many(found.left, 'unit')} of the sample; the figures hold if those are"
            " like the others."
        )
    if found.gone:
        lines.append(f"In the workspace no more: {many(found.gone, 'unit')} of the sample.")
    return "\n".join(lines)


def share(row: AccuracyRow) -> str:
    """`81% (73 to 88)`."""
    if row.value is None:
        return "an unknown share"
    told = f"{row.value:.0%}"
    if row.low is None or row.high is None:
        return told
    return f"{told} ({100 * row.low:.0f} to {100 * row.high:.0f})"


def series_in_words(found: AuditedSeries) -> str:
    """The figures over all periods, one a line."""
    lines = [
        f"{each.name}: {_number(each.told.value, each.name)}"
        f" ({_number(each.told.low, each.name)} to {_number(each.told.high, each.name)});"
        f" as coded {_number(each.told.coded, each.name)}"
        for each in found.figures
    ]
    if found.left:
        lines.append(f"still to be checked: {many(found.left, 'unit')} of the sample")
    return "\n".join(lines)


def _number(value: float | None, name: str) -> str:
    if value is None:
        return "none"
    return f"{value:.0%}" if name.startswith("share") else f"{value + 0.0:+.2f}"
