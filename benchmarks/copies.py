"""Are copies found among many articles, and how long does it take, in how much memory?

    python benchmarks/copies.py [--articles N …] [--copies N] [--sentences N] [--folder F]

Makes, seeded, workspaces of N articles (`detente.laboratory.datasets.reprints`): sentences of
`examples/china-us` put together anew, each in thousands of articles; a fiftieth of them share a quarter
of their text. `--copies` of the largest, and as large a share of the others, print the text of another one,
changed: another headline, up to half of the end cut, a dateline, one sentence edited. Then `detente copies`
is run as a command of its own. Told are what share of the planted copies is found, as copies of anything
and of their original, by what was done to them; how many are found that were not planted (each of which
has four fifths of its text in common with another: sentences meet by chance); how long a thousand articles
take by clock and processor, without what a hundred take in all; and the most memory, beside what was told
before. With fewer `--sentences` each stands in more articles, and more articles meet. Nothing is an
assertion.
"""

from __future__ import annotations

import argparse
import itertools
import random
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
BATCH, FEW = 4000, 100


def main() -> None:
    """Reads the arguments, makes workspaces, asks and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--articles", type=int, nargs="+", default=[10_000, 50_000], help="how many"
    )
    parser.add_argument("--copies", type=int, help="of the largest (6 in 100)")
    parser.add_argument("--sentences", type=int, help="of which articles are made (all)")
    parser.add_argument("--folder", type=Path, help="where the workspaces are made, and kept")
    given = parser.parse_args()
    share = 0.06 if given.copies is None else given.copies / max(given.articles)
    with tempfile.TemporaryDirectory() as name:
        few = Path(name) / "few"
        apart(make, few, Reprints(articles=FEW, copies=0), given.sentences)
        start = cost([*DETENTE, "copies", str(few)])
        say(f"{f'{FEW} articles':24}{start}")
        for articles in given.articles:
            world = Reprints(articles=articles, copies=round(articles * share))
            called = f"{articles}-{world.copies}-{given.sentences or 'all'}"
            folder = (given.folder or Path(name)) / called
            if not folder.exists():
                apart(make, folder, world, given.sentences)
            found = report(world, folder, Path(name) / "copies.parquet", start)
            apart(told, world, found, given.sentences)


def make(folder: Path, world: Reprints, most: int | None) -> None:
    """Write the articles of a world, as they come."""
    made = (each.article for each in reprints(world, sentences(most), SEED))
    with Workspace.create(folder).writing() as writer:
        while some := tuple(itertools.islice(made, BATCH)):
            writer.append(Batch(some))
        writer.compact()


def sentences(most: int | None) -> list[str]:
    """Those of the sample, or so many of them, drawn."""
    articles = (each for each in read([SAMPLE], ReadingOptions()) if isinstance(each, Article))
    found = [
        article.text[each.start : each.end]
        for article in articles
        for each in split_sentences(article.text)
    ]
    return found if most is None else random.Random(SEED).sample(found, most)


def report(world: Reprints, folder: Path, out: Path, start: Cost) -> dict[str, str]:
    """Finds the copies, and prints how dear it was."""
    taken = cost([*DETENTE, "copies", str(folder), "--show", "articles", "--out", str(out)])
    table = pq.read_table(out)
    ids, firsts = (table.column(name).to_pylist() for name in ("article_id", "copy_of"))
    found = dict(zip(ids, firsts, strict=True))
    say(f"{f'{world.articles:,} articles':24}{taken}, told before {megabytes(world.articles):,} MB")
    thousand = (world.articles - FEW) / 1000
    say(
        f"{'of a thousand articles':24}{1000 * (taken.clock - start.clock) / thousand:7.0f} ms, processor "
        f"{1000 * (taken.processor - start.processor) / thousand:6.0f} ms"
    )
    return found


def told(world: Reprints, found: Mapping[str, str], most: int | None) -> None:
    """Prints what was found of what was planted, and of what else."""
    planted, copies, right = Counter[str](), Counter[str](), Counter[str]()
    for each in reprints(world, sentences(most), SEED):
        if each.change and each.original:
            copy_of = found.get(each.article.article_id)
            planted[each.change] += 1
            copies[each.change] += copy_of is not None
            right[each.change] += copy_of == found.get(each.original, each.original)
    for change in CHANGES:
        _line(change, planted[change], copies[change], right[change])
    _line("all", planted.total(), copies.total(), right.total())
    say(f"  {len(found) - copies.total():,} of {len(found):,} found were not planted")


def _line(name: str, planted: int, copies: int, right: int) -> None:
    shares = (
        f"{copies / max(planted, 1):.4f}, as those of their original {right / max(planted, 1):.4f}"
    )
    say(f"  {name:10}{planted:8,} planted, found {shares}")


if __name__ == "__main__":
    main()
