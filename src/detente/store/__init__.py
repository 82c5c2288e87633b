"""The one folder: Delta Lake tables that are appended to safely and read by query."""

from detente.coding.topics import TRACKS
from detente.store.batch import Address, Batch, Part, ReadAgain
from detente.store.countries import resolve_country
from detente.store.mark import FORMAT
from detente.store.occurrences import Merged
from detente.store.query import Query
from detente.store.removal import Removed
from detente.store.status import Status
from detente.store.workspace import Workspace
from detente.store.writer import Writer

__all__ = [
    "FORMAT",
    "TRACKS",
    "Address",
    "Batch",
    "Merged",
    "Part",
    "Query",
    "ReadAgain",
    "Removed",
    "Status",
    "Workspace",
    "Writer",
    "resolve_country",
]
