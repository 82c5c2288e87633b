"""`detente evaluate`: the coder scored against labelled data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import Command
from detente.commands.options import AS_JSON, BETWEEN, DAYS, MODEL, Model
from detente.laboratory.commands import score_text

if TYPE_CHECKING:
    from detente.laboratory.commands.score_merging import MergingResult
    from detente.laboratory.commands.score_outcomes import OutcomeResult
    from detente.laboratory.commands.score_results import Result


@click.command(cls=Command, short_help="Score the coder against labelled data.")
@click.argument("sets", nargs=-1, required=True, metavar="SET...",
                type=click.Path(path_type=Path))  # fmt: skip
@BETWEEN
@click.option(
    "--articles", type=click.Path(path_type=Path),
    help="Articles that a record is told in; else the folder `articles` beside it.",
)  # fmt: skip
@click.option(
    "--occurrences", is_flag=True,
    help="Score how the events of a record's articles are merged instead; --articles may be a workspace.",
)  # fmt: skip
@DAYS
@MODEL
@click.option(
    "--sources", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="FOLDER",
    help="Where the texts of real passages lie: collections, or the workspace that was corrected.",
)  # fmt: skip
@click.option("--every", is_flag=True, help="Score every real passage, not those held out alone.")
@click.option("--misses", is_flag=True, help="List what was missed or told wrongly.")
@AS_JSON
def evaluate(
    sets: tuple[Path, ...],
    between: tuple[str, str] | None,
    articles: Path | None,
    occurrences: bool,
    since: dt.date | None,
    until: dt.date | None,
    model: Model,
    sources: Path | None,
    every: bool,
    misses: bool,
    form: str,
) -> None:
    """Score the coder against labelled data, of a kind told by its content.

    A record of what happened (`record*.csv`, or a folder with them): how much of it was found in
    the articles, and how many of the dated events answer to it. Judgements in a `readings.csv`
    beside it count; an `outcomes.csv` there scores what ledgers say came of commitments. Marked
    sentences (a table with marked_sentence and event_type): how often parties, type and quad class were
    right. Tagged words (one a line, with `B-S`, `I-T` ...): how many of the spans that act and undergo
    were found. Annotated sentences (`*.txt`, as in `corpus/`): each field, on the tenth of them that no
    model is trained on. Dates (`*.tml`): time expressions and their values. Attributions (a folder with
    `text` and `attributions`): sources and what is said on their word. Real passages (`*.jsonl`, with
    their text or stand-off as in `corpus/real`): acts by state code, those within one state apart, and
    positions, with where they are lost, on the part that no shipped reader learnt from. Graded words (one
    a line, with its number and how sure it is to have happened): whether what happened is told so.

    \b
    detente evaluate examples/china-us --between CHN USA
    detente evaluate corpus/relations
    detente evaluate marked-dates/ --misses
    detente evaluate corpus/real --sources collections/
    """
    from detente.store.query import resolve_pair

    if (since or until) and not occurrences:
        raise click.UsageError("--since and --until go with --occurrences.")
    pair = resolve_pair(between) if between else None
    found: Iterator[Result | MergingResult | OutcomeResult]
    if occurrences:
        from detente.laboratory.commands.score_merging import merging_scores

        found = merging_scores(
            sets, between=pair, articles=articles, model=model, since=since, until=until
        )
    else:
        from detente.laboratory.commands.scoring import scores

        found = scores(
            sets, between=pair, articles=articles, model=model, sources=sources, every=every
        )
    if form == "json":
        documents = [score.to_dict(misses=misses) for score in found]
        click.echo(json.dumps(documents, ensure_ascii=False, indent=1, default=str))
    else:
        for score in found:
            score_text.show(score, misses=misses)
