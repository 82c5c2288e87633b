"""What a workspace's events tell, each occurrence once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from store_world import AMERICA, CHINA, DAY, RUSSIA, article, event

from detente.records import Article, Event
from detente.store import Batch, Query, Workspace

PAIR = ("CHN", "USA")
FISH = "China accused its rival of dumping frozen fish on markets."
FISH_AGAIN = "Frozen fish was being dumped on its markets, China charged."
VISAS = "A visa rule for engineers angered China."
NEXT = DAY + dt.timedelta(days=1)


def told(name: str, text: str, **changes: Any) -> tuple[Article, Event]:
    """An article of one sentence, and what it tells."""
    published = changes.pop("published", DAY)
    source = article(
        1, article_id=f"of {name}", text=text, outlet=f"The {name}", published=published
    )
    made = {"date_start": DAY, "date_end": DAY, "date_precision": "day", **changes}
    return source, event(name, source.article_id, end=len(text), **made)


TOLD = (
    told("fish", FISH),
    told("again", FISH_AGAIN, published=NEXT, tracks=("economic",)),
    told("copy", FISH, published=NEXT),
    told("unnamed", FISH, recipients=()),
    told("visas", VISAS, status="denied"),
    told("alone", VISAS, recipients=()),
    told("others", VISAS, recipients=(RUSSIA,)),
    told("back", FISH, actors=(AMERICA,), recipients=(CHINA,)),
)


def stored(folder: Path, *batches: tuple[tuple[Article, Event], ...]) -> Workspace:
    workspace = Workspace.create(folder)
    for batch in batches:
        with workspace.writing() as writer:
            writer.append(Batch(tuple(a for a, _ in batch), tuple(e for _, e in batch)))
    return workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return stored(tmp_path_factory.mktemp("merged") / "w", TOLD)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"between": PAIR}, "again copy fish unnamed; back; visas"),
        ({"between": PAIR, "directed": True}, "again copy fish unnamed; visas"),
        ({"between": PAIR, "since": NEXT}, ""),
        ({"between": PAIR, "until": DAY, "limit": 1}, "back"),
        ({"between": PAIR, "track": "legal"}, ""),
        ({"between": ("RUS", "CHN")}, "alone others"),
        ({}, "again copy fish unnamed; alone others; back; visas"),
        ({"of": "CHN"}, "again copy fish unnamed; alone others; back; visas"),
        ({"of": "RUS"}, "alone others"),
        ({"by": "USA"}, "back"),
        ({"to": "USA"}, "again copy fish unnamed; visas"),
        ({"by": "CHN", "to": "RUS"}, "alone others"),
        ({"by": "CHN", "to": "Rivals"}, "again copy fish unnamed; alone others; visas"),
        ({"between": [PAIR, ("CHN", "RUS")]}, "again copy fish unnamed; alone others; back; visas"),
        ({"status": "denied"}, "visas"),
        ({"type": "AID"}, ""),
        ({"confidence": 0.6}, ""),
        # What is said of reports must hold of one that tells it.
        ({"outlet": "the AGAIN"}, "again copy fish unnamed"),
        ({"words": '"frozen fish" charge'}, "again copy fish unnamed"),
        ({"words": "visas", "by": "CHN"}, "alone others; visas"),
        ({"reported_since": NEXT}, "again copy fish unnamed"),
        ({"reported_since": NEXT, "outlet": "The unnamed"}, ""),
        ({"to": "RUS", "recipient_sector": "MIL"}, "alone others"),
        ({"to": "USA", "recipient_sector": "MIL"}, ""),
        ({"actor_sector": "GOV", "to": "USA"}, "again copy fish unnamed; visas"),
    ],
)
def test_what_happened(workspace: Workspace, asked: dict[str, Any], found: str) -> None:
    occurrences = workspace.occurrences(Query(**asked, blocs={"Rivals": ("RUS", "USA")}))
    assert "; ".join(sorted(" ".join(each.members) for each in occurrences)) == found


@pytest.mark.parametrize(("sort", "first"), [("outlets", 1), ("-outlets", 4)])
def test_orders(workspace: Workspace, sort: str, first: int) -> None:
    every = workspace.occurrences(Query(sort=sort))
    assert len(every[0].outlets) == first
    assert sorted(every, key=str) == sorted(workspace.occurrences(), key=str)
    assert workspace.occurrences(Query(sort=sort, limit=2)) == every[:2]


def test_copies_and_reports(workspace: Workspace) -> None:
    merged = workspace.merged(Query(between=PAIR, directed=True))
    (fish,) = (each for each in merged.occurrences if each.left_out is None)
    assert (fish.texts, len(fish.outlets), fish.recipients) == (2, 4, ("USA",))
    assert {merged.reports[name].sentence for name in fish.members} == {FISH, FISH_AGAIN}


def test_articles_read_later_give_what_reading_all_at_once_gives(
    workspace: Workspace, tmp_path: Path
) -> None:
    for cut in range(1, len(TOLD)):
        parts = stored(tmp_path / str(cut), TOLD[cut:], TOLD[:cut])
        assert parts.occurrences(Query(between=PAIR)) == workspace.occurrences(Query(between=PAIR))


def test_the_classical_filter_reads_the_same_events(workspace: Workspace) -> None:
    found = workspace.occurrences(Query(between=PAIR), merge="one-a-day")
    assert sorted(" ".join(each.members) for each in found) == ["again copy fish", "back"]


def test_nothing_to_merge(tmp_path: Path) -> None:
    empty = stored(tmp_path / "empty")
    assert empty.occurrences() == [] == empty.occurrences(Query(between=PAIR))
