"""Are copies found among many articles, and how long does it take, in how much memory?

    python benchmarks/copies.py [--articles N …] [--copies N] [--folder F]

Makes, seeded, workspaces of N articles (`detente.laboratory.datasets.reprints`): sentences of
`examples/china-us` put together anew, each in thousands of articles; a fiftieth of them share half of their
text. `--copies` of the last and largest, and as large a share of the others, print the text of another one,
changed: another headline, the end cut, a dateline, one sentence edited. Then `detente copies` is run as a
command of its own. Told are what share of the planted copies is found by what was done to them, what share
of what is found was planted or has, read through, four fifths of its text in common, seconds of clock and
processor for a thousand articles, and the most memory, beside what was told before. Nothing is an assertion.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

from detente.coding.sentences import split_sentences
from detente.comparing.signed import megabytes
from detente.laboratory.datasets.reprints import CHANGES, Reprints, reprints
from detente.reading import ReadingOptions, read
from detente.records import Article
from detente.store import Batch, Workspace
from millions import DETENTE, Cost, apart, cost, say

SAMPLE = Path(__file__).parent.parent / "examples" / "china-us" / "articles"
SEED = 19
BATCH = 4000


def main() -> None:
    """Reads the arguments, makes workspaces, asks and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 50_000], help="how many")
    parser.add_argument("--copies", type=int, help="of the largest (6 in 100)")
    parser.add_argument("--folder", type=Path, help="where the workspaces are made, and kept")
    given = parser.parse_args()
    share = 0.06 if given.copies is None else given.copies / max(given.articles)
    start = cost([*DETENTE, "copies", "--help"])
    say(f"{'start':24}{start}")
    with tempfile.TemporaryDirectory() as name:
        for articles in given.articles:
            world = Reprints(articles=articles, copies=round(articles * share))
            folder = (given.folder or Path(name)) / f"{articles}-{world.copies}"
            if not folder.exists():
                apart(make, folder, world)
            report(world, folder, Path(name) / "copies.parquet", start)


def make(folder: Path, world: Reprints) -> None:
    """Write the articles of a world, as they come."""
    made = (each.article for each in reprints(world, sentences(), SEED))
    with Workspace.create(folder).writing() as writer:
        while some := tuple(itertools.islice(made, BATCH)):
            writer.append(Batch(some))
        writer.compact()


def sentences() -> list[str]:
    """Those of the sample."""
    articles = (each for each in read([SAMPLE], ReadingOptions()) if isinstance(each, Article))
    return [
        article.text[each.start : each.end]
        for article in articles
        for each in split_sentences(article.text)
    ]


def report(world: Reprints, folder: Path, out: Path, start: Cost) -> None:
    """Finds the copies, and prints how right and how dear it was."""
    taken = cost([*DETENTE, "copies", str(folder), "--show", "articles", "--out", str(out)])
    table = pq.read_table(out)
    ids, firsts = (table.column(name).to_pylist() for name in ("article_id", "copy_of"))
    found = dict(zip(ids, firsts, strict=True))
    say(f"{f'{world.articles:,} articles':24}{taken}, told before {megabytes(world.articles):,} MB")
    thousand = world.articles / 1000
    say(
        f"{'of a thousand articles':24}{1000 * (taken.clock - start.clock) / thousand:7.0f} ms, processor "
        f"{1000 * (taken.processor - start.processor) / thousand:6.0f} ms"
    )
    apart(told, world, found)


def told(world: Reprints, found: Mapping[str, str]) -> None:
    """Prints what was found of what was planted, and of what else."""
    planted, right = Counter[str](), Counter[str]()
    for each in reprints(world, sentences(), SEED):
        if each.change and each.original:
            planted[each.change] += 1
            first = found.get(each.original, each.original)
            right[each.change] += found.get(each.article.article_id) == first
    for change in CHANGES:
        share = right[change] / max(planted[change], 1)
        say(f"  {change:22}{right[change]:7,} of {planted[change]:7,} found: {share:.4f}")
    share = right.total() / max(planted.total(), 1)
    say(f"  {'all':22}{right.total():7,} of {planted.total():7,} found: {share:.4f}")
    say(f"  {len(found) - right.total():,} of {len(found):,} found were not planted")


if __name__ == "__main__":
    main()
