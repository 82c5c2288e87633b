"""The hidden relation and the forecasts of a report, with their doubt, or why there are none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from reporting_world import article, event, stored

from detente import measures
from detente.forecasting import Forecasts
from detente.laboratory.datasets.futures import future
from detente.laboratory.datasets.relations import relation
from detente.modelling import Latent, Source, counts_of
from detente.reporting import gathering
from detente.reporting.foresight import ForecastView, forecast_view, foresight, latent_view
from detente.reporting.gathering import Asked
from detente.store import Batch


def test_a_hidden_relation_in_sentences() -> None:
    world = relation("all of it", seed=2)
    sources = {name: Source(acts, world.volumes[name]) for name, acts in world.acts.items()}
    found = latent_view(Latent().fit(counts_of(sources, ("KEN", "PER"))))
    stood, worst, apart = found.sentences
    assert stood.startswith("In 2019-12, the last month of this time, the balance of cooperation")
    assert "−0.4 (−1.1 to +0.4), by its 90% band" in stood
    assert worst.startswith(
        "It was worst in 2019-06, at −1.7 (−2.2 to −1.1), and best in 2012-02, at "
    )
    assert "in 2012-02 (balance +2.5, mean score +1.2)" in apart
    assert (found.refused, len(found.rows)) == ("", 120)


def view(kind: str, seed: int) -> ForecastView:
    return forecast_view(Forecasts(ahead=2).fit(future(kind, seed=seed)))


@pytest.mark.parametrize(
    ("kind", "seed", "told"),
    [
        (
            "level in noise",
            2,
            "The local level forecasts the mean score better than all past values",
        ),
        ("white noise", 5, "No model forecasts the mean score clearly better than all past values"),
    ],
)
def test_whether_forecasts_are_better_than_nothing_comes_first(
    kind: str, seed: int, told: str
) -> None:
    found = view(kind, seed)
    assert found.verdict.startswith(told) and "\n" not in found.verdict
    assert [row.ahead for row in found.rows] == [1, 2]
    assert (found.known, found.adjusted, found.refused) == ("in 2014-12", False, "")


def test_what_is_refused_is_one_sentence() -> None:
    latent, forecast = latent_view("only 3 of them"), forecast_view("only 3 of them")
    assert latent.refused == "A hidden relation cannot be told: only 3 of them."
    assert forecast.refused == "Whether what comes can be foretold was not tested: only 3 of them."
    assert (latent.rows, latent.computed, forecast.rows, forecast.computed) == ((), None, (), None)


def test_forecasts_of_very_many_acts_are_left_to_their_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.reporting.foresight.MOST_ACTS", 1)
    made = article("a", "China met America. China accused America.", dt.date(2018, 1, 10))
    acts = [("CONSULT", "met"), ("ACCUSE", "accused")]
    events = tuple(
        event(made, *each, "China", "America", date_start=made.published) for each in acts
    )
    workspace = stored(tmp_path / "ws", Batch(articles=(made,), events=events))
    monkeypatch.setattr(gathering, "stand", lambda *given, **asked: None)
    asked = Asked(between=("CHN", "USA"), since=None, until=None, every="month")
    told = foresight(workspace, gathering.gather(workspace, asked)).forecast.refused
    assert told.endswith("with 2 acts that takes a while, and `detente forecast` does it.")


def test_the_report_tells_what_the_commands_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five years in which the two meet each month, and quarrel the more, the later it is."""
    articles, events = [], []
    for number in range(60):
        day = dt.date(2018 + number // 12, 1 + number % 12, 10)
        for at in range(1 + number // 18):
            meets = at == 0
            text = f"China {'met' if meets else 'accused'} America over matter {number} of {at}."
            told = article(f"a{number}-{at}", text, day + dt.timedelta(days=4 * at))
            kind, trigger = ("CONSULT", "met") if meets else ("ACCUSE", "accused")
            articles.append(told)
            events.append(event(told, kind, trigger, "China", "America", date_start=told.published))
    workspace = stored(tmp_path / "ws", Batch(articles=tuple(articles), events=tuple(events)))
    pair, since = ("CHN", "USA"), dt.date(2018, 3, 1)
    # What the other measures find is not looked at here, and takes most of the time.
    monkeypatch.setattr(gathering, "stand", lambda *given, **asked: None)
    asked = Asked(between=pair, since=since, until=None, every="month")
    found = foresight(workspace, gathering.gather(workspace, asked))
    assert found.latent.rows == measures.latent(workspace, pair, since=since).rows
    assert found.forecast.rows == measures.forecast(workspace, pair, since=since).forecasts
    assert len(found.forecast.rows) == 3
    assert found.latent.sentences[0].startswith("In December 2022, the last month of this time")
