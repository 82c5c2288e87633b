"""What states do and say to one another, read from news and kept with its sources.

    import detente
    coder = detente.Coder()
    coding = coder.code(text, published="2024-01-11", outlet="…")
    coding.events, coding.statements

The names here are loaded when they are first used, so that `import detente` is light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.late import late_names

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
    from detente.forecasting import Forecasts, Risks
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
    from detente.modelling import Latent, counts_of
    from detente.networks import Balance, Blocs, Network, Thirds
    from detente.reading_run import read_into
    from detente.records import (
        Actor,
        Alert,
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
    from detente.replicating import replicate
    from detente.reporting import report
    from detente.robustness import Discoveries, Robustness, gathered
    from detente.store import Query, Workspace
    from detente.version import __version__
    from detente.watching import Watchlist, read_watchlist, watch

_NAMES = {
    "detente.coding.coder": "Coder Coding",
    "detente.errors": "DetenteError InputError LexiconError MissingExtraError ModelError NotFoundError "
    "QueryError "
    "TooLittleDataError WorkspaceError",
    "detente.forecasting": "Forecasts Risks",
    "detente.frames": "frame",
    "detente.ledgers": "commitments demands red_lines",
    "detente.measuring": "Drivers LeadLag Level Question Reciprocity Relationship Shocks States "
    "TurnOrder Turns measure measure_by_track relationship",
    "detente.measuring.agreement": "Agreement",
    "detente.modelling": "Latent counts_of",
    "detente.networks": "Balance Blocs Network Thirds",
    "detente.reading_run": "read_into",
    "detente.records": "Actor Alert Article Channel ChannelReport Event Evidence Imported LedgerRow "
    "Occurrence Rejected Statement",
    "detente.replicating": "replicate",
    "detente.reporting": "report",
    "detente.robustness": "Discoveries Robustness gathered",
    "detente.store": "Query Workspace",
    "detente.version": "__version__",
    "detente.watching": "Watchlist read_watchlist watch",
}
"""Where the names are that are to be had here."""
_HOMES = {
    name: home.removeprefix("detente.") for home, names in _NAMES.items() for name in names.split()
}

__all__ = [
    "Actor",
    "Agreement",
    "Alert",
    "Article",
    "Balance",
    "Blocs",
    "Channel",
    "ChannelReport",
    "Coder",
    "Coding",
    "DetenteError",
    "Discoveries",
    "Drivers",
    "Event",
    "Evidence",
    "Forecasts",
    "Imported",
    "InputError",
    "Latent",
    "LeadLag",
    "LedgerRow",
    "Level",
    "LexiconError",
    "MissingExtraError",
    "ModelError",
    "Network",
    "NotFoundError",
    "Occurrence",
    "Query",
    "QueryError",
    "Question",
    "Reciprocity",
    "Rejected",
    "Relationship",
    "Risks",
    "Robustness",
    "Shocks",
    "Statement",
    "States",
    "Thirds",
    "TooLittleDataError",
    "TurnOrder",
    "Turns",
    "Watchlist",
    "Workspace",
    "WorkspaceError",
    "__version__",
    "commitments",
    "counts_of",
    "demands",
    "frame",
    "gathered",
    "measure",
    "measure_by_track",
    "read_into",
    "read_watchlist",
    "red_lines",
    "relationship",
    "replicate",
    "report",
    "watch",
]

__getattr__, __dir__ = late_names("detente", _HOMES, __all__)
