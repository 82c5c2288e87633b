"""`detente robustness`: does a finding stand where it is computed otherwise, or among many pairs?"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine, measures_tables
from detente.commands.failing import Command
from detente.commands.options import (
    DAYS,
    EVERY,
    FORM,
    FROM,
    WORKSPACE_ARGUMENT,
    Day,
)
from detente.commands.progress import progress
from detente.commands.question import in_words
from detente.errors import TooLittleDataError

if TYPE_CHECKING:
    from detente.commands.fitted import Column
    from detente.commands.progress import Shown
    from detente.measuring import Every
    from detente.measuring.exporting import Exports
    from detente.robustness import DiscoveriesResult, Material, RobustnessResult
    from detente.store import Workspace

ROWS = ("findings", "choices", "specifications")
CHARTS = (".svg", ".html")


@click.command(cls=Command, short_help="What stands, computed otherwise.")
@WORKSPACE_ARGUMENT
@click.option(
    "--between", nargs=2, multiple=True, metavar="A B",
    help="Two states, as ISO codes or English names; of several pairs, what may be told of all together.",
)  # fmt: skip
@click.option(
    "--least", type=click.IntRange(min=1), metavar="N",
    help="Instead: all pairs of which N acts are told, or more.",
)  # fmt: skip
@EVERY
@click.option(
    "--event", "events", type=Day(), multiple=True,
    help="A day of which it is asked what followed; may be repeated.",
)  # fmt: skip
@DAYS
@FROM
@click.option(
    "--sample", type=click.IntRange(min=0), default=40, show_default=True, metavar="N",
    help="Ways drawn from all combinations, beside each that departs in one choice.",
)  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="Of what is drawn.")
@click.option(
    "--rows", type=click.Choice(ROWS), default="findings", show_default=True, metavar="ROWS",
    help="For programs: a row for each finding, for each choice (choices), or for each way of computing it "
    "(specifications).",
)  # fmt: skip
@click.option(
    "--chart", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Draw the specification curve into a file that ends in .svg or .html.",
)  # fmt: skip
@FORM
def robustness(
    folder: Path,
    between: Sequence[tuple[str, str]],
    least: int | None,
    every: Every,
    events: tuple[dt.date, ...],
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    sample: int,
    seed: int,
    rows: str,
    chart: Path | None,
    form: str,
    out: Path | None,
) -> None:
    """Compute turns, spells, answers and what followed events in many ways, and tell what stands.

    The ways differ in scores, merging, period, coverage, lags, data set, span, confidence and seed. Random
    dates and other pairs show how much is found where nothing is. Of several pairs it is told instead which
    findings may be told together, with false ones held to a rate.

    \b
    detente robustness ws --between CHN USA --event 2023-02-04
    detente robustness ws --least 500 --from gdelt
    """
    from detente.store import Workspace

    machine.check_form(form, out)
    many = least is not None or len(between) > 1
    _check(between, least, chart, rows, many=many)
    workspace = Workspace.open(folder)
    asked: dict[str, Any] = {"every": every, "since": since, "until": until, "dataset": dataset}
    if many:
        pairs = between or _told(workspace, least or 1, dataset)
        found_many = _discoveries(workspace, pairs, events, asked)
        measures_tables.show_or_write(found_many, form, out)
        return
    found = _computed(workspace, between[0], events, sample, seed, asked)
    if chart is not None:
        _draw(found, chart)
    if form == "table":
        _show(found)
    else:
        tables: dict[str, Exports] = {
            "findings": found, "choices": found.choices, "specifications": found.curve,
        }  # fmt: skip
        machine.write(out, machine.tabular(tables[rows].to_table(), form, question=in_words()))


def _check(
    between: Sequence[tuple[str, str]],
    least: int | None,
    chart: Path | None,
    rows: str,
    *,
    many: bool,
) -> None:
    """Refuse, before any work, what contradicts itself."""
    if bool(between) == (least is not None):
        raise click.UsageError("Give --between A B, or --least N for all pairs, and not both.")
    if many and (chart is not None or rows != "findings"):
        raise click.UsageError("--chart and --rows are of one pair.")
    if chart is not None and chart.suffix not in CHARTS:
        raise click.UsageError(f"The chart's file ends in {' or '.join(CHARTS)}.")


def _told(workspace: Workspace, least: int, dataset: str | None) -> list[tuple[str, str]]:
    from detente.store.told_pairs import told_pairs

    return [pair for pair, n in told_pairs(workspace, dataset=dataset).items() if n >= least]


def _computed(
    workspace: Workspace, between: tuple[str, str], events: Any, sample: int, seed: int, asked: Any
) -> RobustnessResult:
    from detente.robustness import Robustness, gathered

    search = Robustness(every=asked["every"], events=events, sample=sample, seed=seed)
    with progress(0, "robustness") as shown:
        material = gathered(workspace, between, **asked, doing=shown.say)
        return search.fit(
            material, doing=lambda done, all_: shown.say(f"{done} of {all_} computed")
        )


def _discoveries(
    workspace: Workspace, pairs: Sequence[tuple[str, str]], events: Any, asked: dict[str, Any]
) -> DiscoveriesResult:
    from detente.robustness import Discoveries

    with progress(0, "robustness") as shown:
        return Discoveries(every=asked["every"], events=events).fit(
            _materials(workspace, pairs, asked, shown)
        )


def _materials(
    workspace: Workspace, pairs: Sequence[tuple[str, str]], asked: dict[str, Any], shown: Shown
) -> Iterator[Material]:
    """The acts of each pair, one after the other; one of which nothing is told is named and passed over."""
    from detente.robustness import gathered

    began = time.monotonic()
    for number, pair in enumerate(pairs):
        shown.count(f"{number} of {len(pairs)} pairs", time.monotonic() - began)
        try:
            yield gathered(workspace, pair, **asked, alone=True)
        except TooLittleDataError as refusal:
            click.echo(f"passed over: {refusal.what}", err=True)


def _show(found: RobustnessResult) -> None:
    from detente.commands.fitted import Row, show_fitted
    from detente.robustness.wording import notes, ways

    table: list[Row] = [
        (
            each.finding,
            {True: "yes", False: "no", None: "cannot"}[each.told],
            each.verdict,
            ways(each),
            "" if each.random_dates is None else f"{each.random_dates:.0%}",
            f"{each.placebo_found} of {each.placebo_pairs}" if each.placebo_pairs else "",
            each.turned_by,
        )
        for each in found.standings
    ]
    show_fitted(_columns(), table, note="\n".join(notes(found)))


def _columns() -> list[Column]:
    from detente.commands.fitted import Column

    return [
        Column(head="finding", worth=9, least=24, most=48),
        Column(head="told", worth=6),
        Column(head="verdict", worth=8),
        Column(head="found in", worth=7),
        Column(head="at random dates", worth=4, least=8, right=True),
        Column(head="in other pairs", worth=3, least=8, right=True),
        Column(head="turned by", worth=5, least=20, most=40, grows=True),
    ]


def _draw(found: RobustnessResult, path: Path) -> None:
    """Write the specification curve, whole or not at all."""
    import vl_convert

    drawn = found.chart().to_json(indent=None)
    if path.suffix == ".svg":
        text: str = vl_convert.vegalite_to_svg(drawn)
    else:
        text = vl_convert.vegalite_to_html(drawn, bundle=True)
    machine.write(path, machine.lines([text]))
