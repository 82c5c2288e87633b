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
    from detente.errors import DetenteError
    from detente.reading_run import read_into
    from detente.reporting import report
    from detente.store import Query, Workspace
    from detente.version import __version__

__all__ = [
    "Coder",
    "Coding",
    "DetenteError",
    "Query",
    "Workspace",
    "__version__",
    "read_into",
    "report",
]

_HOMES = {
    "Coder": "detente.coding.coder",
    "Coding": "detente.coding.coder",
    "DetenteError": "detente.errors",
    "Query": "detente.store",
    "Workspace": "detente.store",
    "__version__": "detente.version",
    "read_into": "detente.reading_run",
    "report": "detente.reporting",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(
            f"module 'detente' has no attribute {name!r}; it has {', '.join(__all__)}"
        )
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
