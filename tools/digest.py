"""One digest of all that the coder records, to see whether a change of the code changes a record.

    python tools/digest.py                      the sample and the corpus
    python tools/digest.py --sources FOLDER     real text too, where the folder holds it

Codes each group of texts and prints how many texts and records it has and a digest of them, then one of
all groups. Events, statements and reports of channels count with every field; why something was left out
does not.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from pathlib import Path

import click

from detente.coding.coder import Coder, make_article
from detente.laboratory.evaluating.corpus import read_corpus
from detente.laboratory.evaluating.dated import read_dated
from detente.laboratory.evaluating.sources import SOURCES
from detente.laboratory.evaluating.voiced import read_voiced
from detente.reading import ReadingOptions, read
from detente.records import Article
from detente.schema import to_json

ROOT = Path(__file__).resolve().parent.parent
TOGETHER = 100
"""Texts that a process codes at a time."""
REAL = {
    "wire-1987": 2000, "current-events": 3000, "white-house-briefings-china": 500, "icbe": 1000,
}  # fmt: skip
"""Collections of real text, and how many of their texts count at most."""
Texts = Callable[[], Iterator[Article]]


def main() -> None:
    """Code every group and print its digest."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sources", type=Path, help="folder with `corpora` and `dev-sets`")
    chosen = groups(parser.parse_args().sources)
    whole = hashlib.sha256()
    with ProcessPoolExecutor() as pool:
        for name, texts in chosen.items():
            told, records = hashlib.sha256(), 0
            articles = list(texts())
            parts = [articles[i : i + TOGETHER] for i in range(0, len(articles), TOGETHER)]
            for lines in pool.map(coded, parts):
                for line in lines:
                    told.update(line.encode())
                    records += 1
            whole.update(told.digest())
            digest = told.hexdigest()[:16]
            click.echo(f"{name:28} {len(articles):6} texts {records:6} records  {digest}")
    click.echo(f"all {whole.hexdigest()[:16]}")


def groups(sources: Path | None) -> dict[str, Texts]:
    """The groups of texts that are there."""
    found: dict[str, Texts] = {
        "sample": sample,
        "relations": relations,
        "voice": voice,
        "time": times,
    }
    for name, most in REAL.items():
        if sources and (sources / SOURCES[name].file).is_file():
            found[name] = partial(real, name, sources, most)
    return found


@cache
def coder() -> Coder:
    """One coder for each process."""
    return Coder()


def coded(articles: list[Article]) -> list[str]:
    """The records of some articles, a line each."""
    return [
        to_json(record) + "\n"
        for coding in coder().code_articles(articles)
        for record in (*coding.events, *coding.statements, *coding.channels)
    ]


def sample() -> Iterator[Article]:
    """The articles of the sample."""
    for each in read([ROOT / "examples" / "china-us" / "articles"], ReadingOptions()):
        if isinstance(each, Article):
            yield each


def relations() -> Iterator[Article]:
    """Every annotated sentence, on its own."""
    for each in read_corpus(sorted((ROOT / "corpus" / "relations").glob("*.txt"))):
        yield make_article(each.text)


def voice() -> Iterator[Article]:
    """Every passage with marked voices."""
    for each in read_voiced(sorted((ROOT / "corpus" / "voice").glob("*.txt"))):
        yield make_article(each.text, each.published, each.source, None, each.genre)


def times() -> Iterator[Article]:
    """Every dated passage."""
    for each in read_dated(sorted((ROOT / "corpus" / "time").glob("*.txt"))):
        yield make_article(each.text, each.published)


def real(name: str, sources: Path, most: int) -> Iterator[Article]:
    """The first texts of a collection."""
    source = SOURCES[name]
    for row in islice(source.rows(sources / source.file), most):
        if row.get("date") == "date":
            continue  # the line that names the columns
        parts = [each["text"] for each in row.get("sentences", [row])]
        text, outlet = "\n\n".join(parts), row.get("outlet") or source.outlet or None
        yield make_article(text, row.get("date") or None, outlet, row.get(source.title) or None)


if __name__ == "__main__":
    main()
