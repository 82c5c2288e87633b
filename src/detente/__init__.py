"""What states do and say to one another, read from news and kept with its sources.

    import detente
    coder = detente.Coder()
    coding = coder.code(text, published="2024-01-11", outlet="…")
    coding.events, coding.statements

The names here are loaded when they are first used, so that `import detente` is light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.coding.coder import Coder, Coding
    from detente.errors import (
        DetenteError,
        InputError,
        LexiconError,
        MissingExtraError,
        ModelError,
        NotFoundError,
        QueryError,
        TooLittleDataError,
        WorkspaceError,
    )
    from detente.frames import frame
    from detente.ledgers import commitments, demands, red_lines
    from detente.measuring import (
        Drivers,
        LeadLag,
        Level,
        Question,
        Reciprocity,
        Relationship,
        Shocks,
        States,
        TurnOrder,
        Turns,
        relationship,
    )
    from detente.measuring.agreement import Agreement
    from detente.measuring.measure import measure, measure_by_track
    from detente.reading_run import read_into
    from detente.records import (
        Actor,
        Article,
        Channel,
        ChannelReport,
        Event,
        Evidence,
        Imported,
        LedgerRow,
        Occurrence,
        Rejected,
        Statement,
    )
    from detente.reporting import report
    from detente.store import Query, Workspace
    from detente.version import __version__

_NAMES = {
    "detente.coding.coder": "Coder Coding",
    "detente.errors": "DetenteError InputError LexiconError MissingExtraError ModelError NotFoundError "
    "QueryError "
    "TooLittleDataError WorkspaceError",
    "detente.frames": "frame",
    "detente.ledgers": "commitments demands red_lines",
    "detente.measuring": "Drivers LeadLag Level Question Reciprocity Relationship Shocks States "
    "TurnOrder Turns measure measure_by_track relationship",
    "detente.measuring.agreement": "Agreement",
    "detente.reading_run": "read_into",
    "detente.records": "Actor Article Channel ChannelReport Event Evidence Imported LedgerRow "
    "Occurrence Rejected Statement",
    "detente.reporting": "report",
    "detente.store": "Query Workspace",
    "detente.version": "__version__",
}
"""Where the names are that are to be had here."""
_HOMES = {name: home for home, names in _NAMES.items() for name in names.split()}

__all__ = [
    "Actor",
    "Agreement",
    "Article",
    "Channel",
    "ChannelReport",
    "Coder",
    "Coding",
    "DetenteError",
    "Drivers",
    "Event",
    "Evidence",
    "Imported",
    "InputError",
    "LeadLag",
    "LedgerRow",
    "Level",
    "LexiconError",
    "MissingExtraError",
    "ModelError",
    "NotFoundError",
    "Occurrence",
    "Query",
    "QueryError",
    "Question",
    "Reciprocity",
    "Rejected",
    "Relationship",
    "Shocks",
    "Statement",
    "States",
    "TooLittleDataError",
    "TurnOrder",
    "Turns",
    "Workspace",
    "WorkspaceError",
    "__version__",
    "commitments",
    "demands",
    "frame",
    "measure",
    "measure_by_track",
    "read_into",
    "red_lines",
    "relationship",
    "report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(
            f"module 'detente' has no attribute {name!r}; it has {', '.join(__all__)}"
        )
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
