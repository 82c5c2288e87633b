"""How often is an outlet said to select or to present, in made worlds in which it is known who does?

    python benchmarks/eyes.py [--worlds N] [--only index|clusters] [--world NAME]

Worlds are of `detente.laboratory.datasets.eyes`: stories, volumes that move, weeks in which an outlet was
not read, hostile acts that all tell rather, outlets with minds of their own about each story, and a coder
that misreads. Told are, for the outlet that is meant and for the others, how often a part has p of .05 or
less, the mean of each part, and how often intervals hold 0; then, how often clusters stand, and how often
they are those of the world. `--world` may be repeated. Nothing is an assertion.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from detente.comparing import Clustered, Clusters, OutletIndex, OutletIndexes
from detente.laboratory.datasets.eyes import Watched, watched

INDEX = {
    "neither": Watched(),
    "neither, 3,000 acts": Watched(acts=3000),
    "neither, strong minds": Watched(story=2.0),
    "neither, all alike told": Watched(popular=0.0),
    "neither, four outlets": Watched(outlets=4, acts=500),
    "selects": Watched(selects=0.8),
    "selects a little": Watched(selects=0.4),
    "presents": Watched(presents=1.5),
    "presents a little": Watched(presents=0.5),
    "both, against another": Watched(selects=0.8, presents=-1.5),
}
CLUSTERS = {
    "none": Watched(unlike=0),
    "none, all alike told": Watched(unlike=0, popular=0.0),
    "three tell other acts": Watched(unlike=3, schools=0.6),
    "three tell very other": Watched(unlike=3, schools=1.0),
    "three score lower": Watched(unlike=3, presents=1.5),
}
FIRST_SEED = 9000
"""None of these worlds was used to choose a setting."""


def main() -> None:
    """Reads the arguments and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--only", choices=("index", "clusters"))
    parser.add_argument("--world", action="append", choices=[*INDEX, *CLUSTERS])
    asked = parser.parse_args()
    seeds = range(FIRST_SEED, FIRST_SEED + asked.worlds)
    if asked.only != "clusters":
        indexes(seeds, chosen(INDEX, asked.world))
    if asked.only != "index":
        clusters(seeds, chosen(CLUSTERS, asked.world))


def chosen(worlds: Mapping[str, Watched], names: Sequence[str] | None) -> dict[str, Watched]:
    """The worlds that are asked for."""
    return {name: world for name, world in worlds.items() if names is None or name in names}


def indexes(seeds: Sequence[int], worlds: Mapping[str, Watched]) -> None:
    """What is said of the first outlet, and of the others."""
    told(f"{'world':25}{'who':8}{'rows':>6}  {'selection: p<=.05':>18}{'mean':>7}{'within':>8}"
         f"  {'presentation: p<=.05':>21}{'mean':>7}{'within':>8}")  # fmt: skip
    for name, world in worlds.items():
        rows = [row for seed in seeds for row in OutletIndexes().fit(watched(world, seed)).rows]
        known = [row for row in rows if row.selection_p is not None]
        first = [row for row in known if row.outlet == "outlet 0"]
        others = [row for row in known if row.outlet != "outlet 0"]
        for who, held in (("first", first), ("others", others)):
            chosen, shown = (
                f"{clear(held, part):{size}.3f}{mean(held, part):7.2f}{within(held, part):8.2f}"
                for part, size in (("selection", 18), ("presentation", 21))
            )
            told(f"{name:25}{who:8}{len(held):6}  {chosen}  {shown}")


def clear(rows: Sequence[OutletIndex], part: str) -> float:
    """The share of rows of which a part has p of .05 or less."""
    return share(getattr(row, f"{part}_p") <= 0.05 for row in rows)


def mean(rows: Sequence[OutletIndex], part: str) -> float:
    """The mean of a part."""
    return float(sum(getattr(row, part) for row in rows)) / max(len(rows), 1)


def within(rows: Sequence[OutletIndex], part: str) -> float:
    """The share of rows whose interval of a part holds 0."""
    return share(getattr(row, f"{part}_low") <= 0 <= getattr(row, f"{part}_high") for row in rows)


def clusters(seeds: Sequence[int], asked: Mapping[str, Watched]) -> None:
    """How often clusters stand, and are the right ones."""
    told(f"\n{'world':25}{'by':10}{'worlds':>7}{'p<=.05':>8}{'stand':>8}{'right':>8}")
    for name, world in asked.items():
        found: dict[str, list[list[Clustered]]] = defaultdict(list)
        for seed in seeds:
            rows = Clusters().fit(watched(world, seed)).rows
            for way in ("telling", "scoring"):
                if held := [row for row in rows if row.by == way]:
                    found[way].append(held)
        for way, worlds in found.items():
            told(
                f"{name:25}{way:10}{len(worlds):7}{share(rows[0].p_value <= 0.05 for rows in worlds):8.2f}"
                f"{share(any(row.cluster for row in rows) for rows in worlds):8.2f}"
                f"{share(is_right(rows, world.unlike) for rows in worlds):8.2f}"
            )


def is_right(rows: Sequence[Clustered], unlike: int) -> bool:
    """Whether the outlets of their own kind make one cluster, as far as they tell enough to be in any."""
    wanted = {row.outlet for row in rows} & {f"outlet {at}" for at in range(unlike)}
    found = defaultdict(set)
    for row in rows:
        found[row.cluster].add(row.outlet)
    return len(wanted) > 1 and wanted in [found[each] for each in found if each is not None]


def share(values: Iterable[bool]) -> float:
    """How many of some are so."""
    held = list(values)
    return sum(held) / max(len(held), 1)


def told(line: str) -> None:
    """Print it at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
