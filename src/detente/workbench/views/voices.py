"""What others say and do about two states, and to whom the two speak of each other, with the sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from detente.reporting import wording
from detente.reporting.thirds import HeardView, ThirdsView, ThirdView, thirds_view
from detente.store import Workspace
from detente.workbench.addresses import VoicesAsked, of_pair

KEPT = 8
"""Questions that are kept until the workspace changes; each goes through all its records."""


@dataclass(frozen=True, slots=True)
class VoicesView:
    """What the page shows."""

    asked: VoicesAsked
    title: str
    """The two, as they are named together."""
    names: tuple[str, str]
    pair_address: str
    refused: str
    """Why there is nothing to show; empty where there is."""
    rows: tuple[ThirdView, ...]
    heard: tuple[HeardView, ...]
    siding_asked: int
    """Of how many thirds it was asked whom they side with."""


def voices(workspace: Workspace, asked: VoicesAsked) -> VoicesView:
    """All thirds, those told of most first."""
    first, second = map(wording.country_name, asked.between)
    found = _read(workspace, workspace.catalogue().state, asked)
    return VoicesView(
        asked=asked,
        title=wording.pair_name(asked.between),
        names=(first, second),
        pair_address=of_pair(*asked.between),
        refused=found.refused,
        rows=found.rows,
        heard=found.heard,
        siding_asked=found.asked,
    )


@lru_cache(maxsize=KEPT)
def _read(workspace: Workspace, state: object, asked: VoicesAsked) -> ThirdsView:
    return thirds_view(workspace, asked.between, since=asked.since, until=asked.until)
