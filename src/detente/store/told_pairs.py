"""Of which pairs of states does a workspace, or a data set in it, tell, and how much of each?"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from detente.store.imports import ask_imported
from detente.store.workspace import Workspace

COUNTED = """
SELECT pair, sum(coalesce(acts, 1))::BIGINT AS n FROM {source}
WHERE event_type IS NOT NULL AND pair IS NOT NULL GROUP BY pair ORDER BY n DESC, pair
"""
FILES = """
SELECT file, count(*) AS n FROM {source} WHERE pair = $pair AND event_type IS NOT NULL
GROUP BY file ORDER BY file
"""


def told_pairs(workspace: Workspace, *, dataset: str | None = None) -> dict[tuple[str, str], int]:
    """Pairs of two states, those first of whom most is told, with the reports of what was read, or the acts
    of a data set."""
    if dataset is None:
        return _read(workspace)
    found = ask_imported(workspace.folder, COUNTED, dataset)
    rows = [] if found is None else found.to_pylist()
    pairs = {_states(row["pair"]): row["n"] for row in rows}
    return {pair: n for pair, n in pairs.items() if pair[0] != pair[1]}


def files_told(workspace: Workspace, dataset: str, between: tuple[str, str]) -> dict[str, int]:
    """The names of the files that a data set was imported from, with the rows of each on two states."""
    pair = "-".join(sorted(between))
    found = ask_imported(workspace.folder, FILES, dataset, pair=pair)
    rows = [] if found is None else found.to_pylist()
    counted: Counter[str] = Counter()
    for row in rows:
        counted[PurePath(row["file"]).name] += row["n"]
    return dict(sorted(counted.items()))


def _states(pair: str) -> tuple[str, str]:
    first, _, second = pair.partition("-")
    return first, second


def _read(workspace: Workspace) -> dict[tuple[str, str], int]:
    counted: Counter[tuple[str, str]] = Counter()
    for row in workspace.catalogue().months():
        counted[row["first"], row["second"]] += row["n"]
    return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
