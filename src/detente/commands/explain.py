"""`detente explain`: why each sentence was or was not coded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import explain_text, inputs, machine
from detente.commands.failing import REJECTED, Command
from detente.commands.options import AS_JSON, INPUT, PATH_ARGUMENT, Model
from detente.records import Article

if TYPE_CHECKING:
    from detente.coding.coder import Coder, SentenceTrace

    Explained = tuple[Article, tuple[SentenceTrace, ...]]


@click.command(cls=Command, short_help="Why each sentence was or was not coded.")
@PATH_ARGUMENT
@INPUT
@click.option("--parse", is_flag=True, help="Show how each sentence was parsed.")
@AS_JSON
@click.pass_context
def explain(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    names: tuple[Path, ...],
    model: Model,
    calendar: inputs.Given,
    parse: bool,
    form: str,
    **options: Any,
) -> None:
    """Show what was seen in each sentence, what was kept, what was left out, and why.

    \b
    echo "China summoned the US ambassador on Monday." | detente explain -
    """
    from detente.reading import read

    tally = inputs.ReadTally()
    items = read(paths, inputs.reading_options(**options))
    make = partial(inputs.coder, names, model, calendar)
    found = _explained(inputs.articles(items, tally), make)
    if form == "json":
        machine.write(None, machine.lines([_json(found, parse)]))
    else:
        for article, traces in found:
            explain_text.show(article, traces, parse=parse)
    ctx.exit(REJECTED if tally.rejected else 0)


def _explained(articles: Iterator[Article], make: Callable[[], Coder]) -> Iterator[Explained]:
    coder = None
    for article in articles:
        coder = coder or make()
        yield article, tuple(coder.code_articles([article], trace=True)[0].traces)


def _json(found: Iterator[Explained], parse: bool) -> str:
    documents = [
        {
            "address": article.address,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "genre": article.genre,
            "sentences": [_sentence(article, trace, parse) for trace in traces],
        }
        for article, traces in found
    ]
    return json.dumps(documents, ensure_ascii=False, indent=1, default=str)


def _sentence(article: Article, trace: SentenceTrace, parse: bool) -> dict[str, Any]:
    from detente.schema import to_dict

    shown: dict[str, Any] = {
        "sentence": trace.sentence,
        "start": trace.start,
        "end": trace.end,
        "text": article.text[trace.start : trace.end],
        "not_read": trace.skipped,
        "names": [_name(article, mention) for mention in trace.mentions],
        "events": [to_dict(event) for event in trace.events],
        "dating": list(trace.dating),
        "statements": [to_dict(said) for said in trace.statements],
        "channels": [to_dict(told) for told in trace.channels],
        "no_channel": [{"name": name, "reason": reason} for name, reason in trace.no_channel],
        "left_out": [{"word": word, "reason": reason} for word, reason in trace.left_out],
    }
    return shown | ({"parse": trace.parse} if parse else {})


def _name(article: Article, mention: Any) -> dict[str, Any]:
    return {
        "text": article.text[mention.start : mention.end],
        "start": mention.start,
        "end": mention.end,
        "name": mention.name,
        "kind": mention.kind,
        "country": mention.code,
        "sector": mention.sector,
        "office": mention.office,
    }
