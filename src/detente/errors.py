"""Every error that detente raises on purpose.

    DetenteError
    ├── InputError        a file, folder or record that cannot be read
    ├── WorkspaceError    the folder of tables: missing, locked, full, of another version
    ├── LexiconError      a line of a name list or table that does not parse
    ├── QueryError        a country, track, date or period that does not exist
    │   ├── NotFoundError       no record or article has the id asked for
    │   └── TooLittleDataError  what was asked has an answer, but not from so little
    ├── ModelError        a relation model that cannot be used
    └── MissingExtraError a part that is not installed

Each message says what happened, where, why, and what to do now.
"""

from __future__ import annotations


class DetenteError(Exception):
    """Base of all; `str(error)` is fit to show to a user."""

    def __init__(self, what: str, *, where: str | None = None, advice: str | None = None) -> None:
        self.what = what
        self.where = where
        self.advice = advice
        parts = [f"{where}: {what}" if where else what, advice]
        super().__init__("\n".join(part for part in parts if part))


class InputError(DetenteError):
    """A file, folder or record cannot be read."""


class WorkspaceError(DetenteError):
    """The workspace cannot be opened, written or understood."""


class LexiconError(DetenteError):
    """A line of a name list or table does not parse."""


class QueryError(DetenteError):
    """A question names something that does not exist."""


class NotFoundError(QueryError):
    """No record or article has the id that is asked for."""


class TooLittleDataError(QueryError):
    """There is too little to answer a question that could be answered from more."""


class ModelError(DetenteError):
    """A folder holds no relation model, or one made for other types."""


class MissingExtraError(DetenteError):
    """A part of detente is not installed."""
