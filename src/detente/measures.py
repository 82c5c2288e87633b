"""Each measure of a command in one call: from a workspace to a result whose rows go anywhere.

    from detente import Workspace, measures
    measures.latent(Workspace.open("ws"), ("CHN", "USA"), every="week").to_pandas()

A function has the name of its command and takes the command's options by the same names; where a command
has `--show`, the function has `show`. Each returns a result that says what was found (`print`), has its
rows as records (`records()`), and hands them on (`to_pandas()`, `to_polars()`, `to_table()`,
`write("rows.csv")`). The classes behind them, with more settings, are in the packages that each names.

Raised are `QueryError` for a state, unit or choice that does not exist, and `TooLittleDataError`, with what
to ask instead, where too little is told. What a measure needs is loaded when it is first called.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from detente.days import Day
from detente.measuring.flows import Of
from detente.measuring.periods import Every
from detente.store import Query, Workspace
from detente.store.blocs import Blocs as Members
from detente.store.query import as_days, check_choice

if TYPE_CHECKING:
    from detente.comparing import By, Copied, Framed, Gathered, Voices
    from detente.comparing.positions import Part
    from detente.forecasting import ForecastsResult, History, RisksResult
    from detente.measuring.exporting import Exports
    from detente.merging import Merge
    from detente.modelling import LatentResult
    from detente.modelling.counting import By as CountedBy
    from detente.networks import NetworkResult, ThirdsResult
    from detente.robustness import DiscoveriesResult, Material, RobustnessResult

__all__ = [
    "copies",
    "discoveries",
    "forecast",
    "framing",
    "latent",
    "network",
    "outlets",
    "risk",
    "robustness",
    "thirds",
    "voices",
]

Pair = tuple[str, str]
ShowForecast = Literal["forecasts", "scores"]
ShowNetwork = Literal["edges", "balance", "blocs", "cohesion"]
ShowVoices = Literal["thirds", "kinds", "periods", "statements", "audience"]
ShowOutlets = Literal["coverage", "acts", "omissions", "index", "distances", "clusters"]
ShowFraming = Literal["outlets", "positions", "deeds", "loaded", "shown"]
ShowCopies = Literal["outlets", "texts", "articles"]


def _nobody(*_: object) -> None:
    """Tell nobody."""


def latent(
    workspace: Workspace,
    between: Pair,
    *,
    every: Every = "month",
    by: CountedBy = "type",
    track: str | None = None,
    since: Day | None = None,
    until: Day | None = None,
    datasets: Collection[str] = (),
    uncorrected: bool = False,
) -> LatentResult:
    """The hidden relation of two states by period: level, conflict, cooperation, each with its band.

    `items_table()` of it has what each sort of act tells. `datasets` are those of `--from`; `own` is what
    was read.
    """
    from detente.modelling import Latent, counts_in

    counts = counts_in(
        workspace, between, every=every, by=by, track=track, since=since, until=until,
        datasets=datasets, uncorrected=uncorrected,
    )  # fmt: skip
    return Latent().fit(counts)


def forecast(
    workspace: Workspace,
    between: Pair,
    *,
    ahead: int = 3,
    every: Every = "month",
    of: Of = "hostility",
    track: str | None = None,
    directed: bool = False,
    since: Day | None = None,
    until: Day | None = None,
    dataset: str | None = None,
    uncorrected: bool = False,
) -> ForecastsResult:
    """The next periods as distributions, each beside how such forecasts did; `scoreboard()` of it has every
    model and baseline."""
    from detente.forecasting import Forecasts

    held = _history(
        workspace, between, every, of, track, directed, since, until, dataset, uncorrected
    )
    return Forecasts(ahead=ahead).fit(held)


def risk(
    workspace: Workspace,
    between: Pair,
    *,
    ahead: int = 3,
    begins: bool = False,
    threshold: float | None = None,
    every: Every = "month",
    of: Of = "hostility",
    track: str | None = None,
    directed: bool = False,
    since: Day | None = None,
    until: Day | None = None,
    dataset: str | None = None,
    uncorrected: bool = False,
) -> RisksResult:
    """The chance that a spell is on within each of the next periods (`detente forecast --risk`)."""
    from detente.forecasting import Risks

    held = _history(
        workspace, between, every, of, track, directed, since, until, dataset, uncorrected
    )
    return Risks(ahead=ahead, begins=begins, threshold=threshold).fit(held)


def _history(
    workspace: Workspace,
    between: Pair,
    every: Every,
    of: Of,
    track: str | None,
    directed: bool,
    since: Day | None,
    until: Day | None,
    dataset: str | None,
    uncorrected: bool,
) -> History:
    from detente.forecasting import history

    return history(
        workspace, between, every=every, of=of, track=track, directed=directed, since=since,
        until=until, dataset=dataset, uncorrected=uncorrected,
    )  # fmt: skip


def network(
    workspace: Workspace,
    *,
    show: ShowNetwork = "edges",
    every: Every = "year",
    states: Collection[str] = (),
    blocs: Members | None = None,
    neutral: float | Literal["mean"] = 0.0,
    seed: int = 0,
    since: Day | None = None,
    until: Day | None = None,
    dataset: str | None = None,
) -> Exports:
    """How each pair of states stands by period, or the balance of triads, blocs, or the cohesion of some.

    `states` are codes, names or blocs; `blocs` are your own, name to members. `cohesion` needs one of them.
    """
    from detente.errors import QueryError
    from detente.networks import Network, pair_sums

    check_choice("table", show, ("edges", "balance", "blocs", "cohesion"))
    own = Query(blocs=blocs or {})
    names = list(dict.fromkeys((*states, *own.blocs)))
    if show == "cohesion" and not names:
        raise QueryError(
            "no bloc is named whose cohesion is asked for",
            advice="Name states=['NATO'], or your own: blocs={'NAME': ['FRA', 'DEU']}.",
        )
    first, last = as_days(since, until)
    sums = pair_sums(
        workspace, every=every, dataset=dataset, since=first, until=last, states=names,
        blocs=own.blocs, together=show not in ("balance", "blocs"),
    )  # fmt: skip
    return _network(Network(neutral=neutral).fit(sums, every=every), show, seed, names, own)


def _network(
    edges: NetworkResult, show: ShowNetwork, seed: int, names: Sequence[str], asked: Query
) -> Exports:
    from detente.networks import Balance, Blocs, cohesion

    if show == "balance":
        return Balance(seed=seed).fit(edges)
    if show == "blocs":
        return Blocs(seed=seed).fit(edges)
    if show == "cohesion":
        return cohesion(edges, {name: asked.party(name).codes for name in names})
    return edges


def thirds(
    workspace: Workspace,
    between: Pair,
    *,
    every: Every = "month",
    within: int = 3,
    fewest: int = 20,
    seed: int = 0,
    since: Day | None = None,
    until: Day | None = None,
    dataset: str | None = None,
) -> ThirdsResult:
    """Whose relation to either of two states moves with theirs, and who goes between them."""
    from detente.networks import Thirds, about

    first, last = as_days(since, until)
    told = about(workspace, between, dataset=dataset, since=first, until=last)
    return Thirds(within=within, fewest=fewest, seed=seed).fit(told, every=every)


def robustness(
    workspace: Workspace,
    between: Pair,
    *,
    every: Every = "month",
    events: Sequence[Day] = (),
    sample: int = 40,
    seed: int = 0,
    since: Day | None = None,
    until: Day | None = None,
    dataset: str | None = None,
) -> RobustnessResult:
    """What stands of two states, computed in other reasonable ways; `choices` and `curve` of it have what
    each choice and each way finds."""
    from detente.robustness import Robustness, gathered

    material = gathered(workspace, between, every=every, since=since, until=until, dataset=dataset)
    return Robustness(every=every, events=tuple(events), sample=sample, seed=seed).fit(material)


def discoveries(
    workspace: Workspace,
    pairs: Sequence[Pair] = (),
    *,
    least: int = 1,
    every: Every = "month",
    events: Sequence[Day] = (),
    since: Day | None = None,
    until: Day | None = None,
    dataset: str | None = None,
    passed_over: Callable[[Pair, str], None] = _nobody,
) -> DiscoveriesResult:
    """What may be told of many pairs together: `detente robustness` with `--least`, or `--between` often.

    Without `pairs` it is all of which `least` acts are told. One of which none is told in that time is
    passed over, and told to `passed_over` with the reason.
    """
    from detente.robustness import Discoveries
    from detente.store.told_pairs import told_pairs

    if not pairs:
        told = told_pairs(workspace, dataset=dataset)
        pairs = [pair for pair, n in told.items() if n >= least]
    return Discoveries(every=every, events=tuple(events)).fit(
        _materials(workspace, pairs, every, since, until, dataset, passed_over)
    )


def _materials(
    workspace: Workspace,
    pairs: Sequence[Pair],
    every: Every,
    since: Day | None,
    until: Day | None,
    dataset: str | None,
    passed_over: Callable[[Pair, str], None],
) -> Iterator[Material]:
    from detente.errors import TooLittleDataError
    from detente.robustness import gathered

    for pair in pairs:
        try:
            yield gathered(
                workspace, pair, every=every, since=since, until=until, dataset=dataset, alone=True
            )
        except TooLittleDataError as refusal:
            passed_over(pair, refusal.what)


def voices(
    workspace: Workspace,
    between: Pair,
    query: Query | None = None,
    *,
    show: ShowVoices = "thirds",
    every: Every = "month",
    together: bool = False,
    seed: int = 0,
) -> Exports:
    """What others say and do about two states: each third and whom it sides with, or as `show` says.

    `query` narrows the records by days, outlets, words, issues or confidence, and names no party.
    """
    from detente.comparing import voices_about

    check_choice("table", show, ("thirds", "kinds", "periods", "statements", "audience"))
    return _voices(voices_about(workspace, between, query), show, every, together, seed)


def _voices(found: Voices, show: ShowVoices, every: Every, together: bool, seed: int) -> Exports:
    from detente.comparing import Siding, StatementsResult, audience, kinds

    if show == "statements":
        return StatementsResult(found)
    if show == "kinds":
        return kinds(found)
    if show == "audience":
        return audience(found, seed=seed)
    options = Siding(seed=seed, together=together)
    return options.by_period(found, every=every) if show == "periods" else options.fit(found)


def outlets(
    workspace: Workspace,
    between: Pair,
    query: Query | None = None,
    *,
    show: ShowOutlets = "coverage",
    by: By = "outlet",
    table: str | Path | None = None,
    every: Every | None = None,
    merge: Merge = "alike",
    independent: bool = False,
    left_out: Callable[[Sequence[str]], None] = _nobody,
) -> Exports:
    """Which outlet told what of two states, when first, in whose words; or as `show` says.

    `query` narrows the acts and names no party. With `by` outlets are counted together by what a table of
    outlets says of them, your own (`table`) before the shipped one; who has no such entry is told to
    `left_out`. `every` is of `index` alone.
    """
    from detente.comparing import gathered, grouped, outlet_table, unplaced
    from detente.errors import QueryError

    check_choice("table", show, ("coverage", "acts", "omissions", "index", "distances", "clusters"))
    if every and show != "index":
        raise QueryError(f"{show} of outlets is not taken by {every}", advice="Leave every out.")
    asked = replace(query or Query(), between=between)
    known = outlet_table(None if table is None else Path(table))
    found = gathered(workspace, asked, merge=merge, independent=independent)
    if by != "outlet":
        found = grouped(found, known, by)
        left_out(unplaced(found))
    return _outlets(found, show, every)


def _outlets(found: Gathered, show: ShowOutlets, every: Every | None) -> Exports:
    from detente.comparing import (
        Clusters,
        Distances,
        Omissions,
        OutletIndexes,
        acts_by_outlet,
        coverage_by_outlet,
    )

    if show == "omissions":
        return Omissions().fit(found.telling())
    if show == "index":
        return OutletIndexes(every=every).fit(found.scored())
    if show in ("distances", "clusters"):
        return (Distances() if show == "distances" else Clusters()).fit(found.scored())
    return acts_by_outlet(found) if show == "acts" else coverage_by_outlet(found)


def framing(
    workspace: Workspace,
    between: Pair,
    *,
    show: ShowFraming = "outlets",
    by: Part = "all",
    words: str | None = None,
    since: Day | None = None,
    until: Day | None = None,
    outlets: Collection[str] = (),
    on_progress: Callable[[int], None] = _nobody,
) -> Exports:
    """How outlets tell the deeds of two states: shares by outlet, each deed, or each loaded word; in what
    light outlets show the two (`by` period or issue), and each sentence with its light.

    Sentences are read anew, some hundred a second; `on_progress` is told how many articles are done.
    """
    from detente.comparing import framed

    check_choice("table", show, get_args(ShowFraming))
    first, last = as_days(since, until)
    found = framed(
        workspace, between, words=words, since=first, until=last, outlets=tuple(outlets),
        on_progress=on_progress,
    )  # fmt: skip
    return _framing(found, show, by)


def _framing(found: Framed, show: ShowFraming, by: Part) -> Exports:
    from detente.comparing import Framing, Positions

    rows = {"deeds": found.deeds_result, "loaded": found.loaded_result, "shown": found.shown_result}
    if show in rows:
        return rows[show]()
    return Positions(by=by).fit(found) if show == "positions" else Framing().fit(found)


def copies(
    workspace: Workspace, query: Query | None = None, *, show: ShowCopies = "outlets"
) -> Exports:
    """Text that several outlets print: by outlet, each text, or each article that is a copy.

    `query` narrows the articles: `reported_since`, `reported_until`, `outlet`, `genre`, `article_words`.
    """
    from detente.comparing import copied

    check_choice("table", show, ("outlets", "texts", "articles"))
    return _copies(copied(workspace, query), show)


def _copies(found: Copied, show: ShowCopies) -> Exports:
    if show == "articles":
        return found.articles()
    return found.texts() if show == "texts" else found.outlets()
