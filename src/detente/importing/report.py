"""What an import did: every line of every file in one of its counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

VERDICTS = ("new", "known", "duplicate", "outside", "rejected")


@dataclass(slots=True)
class DaySpan:
    """The days that a data set has rows of."""

    first: dt.date
    last: dt.date
    missing: list[dt.date]
    """Days between them without a row."""


@dataclass(slots=True)
class ImportReport:
    """What was done, or has been done so far.

    `lines` = `headers` + `blank` + `within` + the counts of `verdicts`; `within` are lines that only go on
    with a quoted cell of the line before.
    """

    files: int = 0
    lines: int = 0
    headers: int = 0
    blank: int = 0
    within: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    """`new` (imported), `known` (imported before), `duplicate`, `outside` (of --between), `rejected`."""
    by_file: dict[str, Counter[str]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    """Why rows and files were rejected."""
    examples: dict[str, str] = field(default_factory=dict)
    """By the reason, file and line of the first row that was rejected for it."""
    advice: dict[str, str] = field(default_factory=dict)
    """What to do about a file that was refused, by the reason."""
    differing: int = 0
    """Duplicates by their id whose day, parties or code differ from the first row of that id."""
    identical: int = 0
    """Rows without an id that are like another of their file in every cell, and were kept as acts of their
    own."""
    refused_files: list[str] = field(default_factory=list)
    """Files that could not be read, or not to their end."""
    unknown_codes: Counter[str] = field(default_factory=Counter)
    extended_codes: Counter[str] = field(default_factory=Counter)
    """Codes that no table has and that were read as the one above them: `0329 as 032`."""
    unknown_parties: Counter[str] = field(default_factory=Counter)
    untyped: int = 0
    """Rows whose CAMEO code has no type in PLOVER; they are kept, and are not acts."""
    weis_files: dict[str, None] = field(default_factory=dict)
    """Files that were told by their codes to be WEIS."""
    shortened_files: dict[str, None] = field(default_factory=dict)
    """Files whose codes had lost their first zeros, which were put back."""
    in_two_forms: dict[str, int] = field(default_factory=dict)
    """Days of a data set that are in the workspace both with ids and without, and so count twice."""
    days: dict[str, DaySpan] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def repeated_files(self) -> list[str]:
        """Files that had rows, and none that was new or rejected: given twice, or imported before."""
        return [
            name
            for name, counts in self.by_file.items()
            if counts["known"] + counts["duplicate"] and not counts["new"] + counts["rejected"]
        ]

    @property
    def unaccounted(self) -> int:
        """Lines that are in no count: always 0, or the file was read wrongly."""
        counted = self.headers + self.blank + self.within + self.verdicts.total()
        return self.lines - counted
