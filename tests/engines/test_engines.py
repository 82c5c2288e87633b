from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from engine_fakes import Echo, Moody, Short, SlowFirst, WhoAmI, article, no_model, stillborn
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.engines import CoderFactory, code_batches
from detente.engines.isolating import pieces_of
from detente.errors import DetenteError, LexiconError, QueryError
from detente.records import Article

both = pytest.mark.parametrize("workers", [1, 2])


def batched(texts: list[str], size: int) -> list[list[Article]]:
    told = [article(f"a{number}", text) for number, text in enumerate(texts)]
    return [told[first : first + size] for first in range(0, len(told), size)]


def reasons(batches: list[list[Article]], factory: CoderFactory, workers: int) -> list[str]:
    codings = [one for batch in code_batches(batches, factory, workers) for one in batch]
    return [rejected.reason for coding in codings for rejected in coding.rejected]


@settings(max_examples=30)
@given(texts=st.lists(st.text(max_size=5), max_size=12), size=st.integers(1, 13))
def test_the_batch_size_changes_nothing(texts: list[str], size: int) -> None:
    assert reasons(batched(texts, size), Echo, 1) == texts


@settings(max_examples=4)
@given(texts=st.lists(st.text(max_size=5), max_size=12), size=st.integers(1, 5))
def test_the_number_of_workers_changes_nothing(texts: list[str], size: int) -> None:
    assert reasons(batched(texts, size), Echo, 3) == texts


def test_what_is_done_first_is_not_told_first() -> None:
    texts = ["slow", "one", "two", "slow", "three"]
    assert reasons(batched(texts, 1), SlowFirst, 2) == texts


def test_big_batches_do_not_lock_up() -> None:
    texts = ["x" * 3_000_000] * 8  # far above what a pipe holds
    assert reasons(batched(texts, 1), Echo, 2) == texts


def test_one_coder_in_each_worker() -> None:
    found = reasons(batched([""] * 12, 1), WhoAmI, 2)
    assert len(set(found)) == 2
    assert str(os.getpid()) not in {text.split()[0] for text in found}


def test_few_batches_are_under_way() -> None:
    drawn = 0

    def endless() -> Iterator[list[Article]]:
        nonlocal drawn
        while True:
            drawn += 1
            yield [article(str(drawn))]

    results = code_batches(endless(), Echo, 2)
    for given_back in range(20):
        next(results)
        assert drawn <= given_back + 4
    results.close()
    assert not multiprocessing.active_children()


@both
def test_an_article_that_breaks_the_coder_is_a_rejection(workers: int) -> None:
    found = reasons(batched(["fine", "fail", "fine"], 3), Moody, workers)
    assert found == ["fine", "the coder failed: ValueError: what is this?", "fine"]


@both
@pytest.mark.parametrize(
    ("factory", "text", "error", "message"),
    [
        (Moody, "lexicon", LexiconError, "names.tsv:1: no column code"),
        (no_model, "fine", LexiconError, "names.tsv:7"),
        (Short, "fine", DetenteError, "0 results for 1 articles"),
    ],
)
def test_errors_that_are_not_about_a_text_stop_the_run(
    workers: int, factory: CoderFactory, text: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        reasons(batched([text, "fine"], 1), factory, workers)
    assert not multiprocessing.active_children()


GIVEN_UP = "the process that coded it ended, each time that it was tried"


@pytest.mark.parametrize("poison", ["die", "exit"])
def test_an_article_that_ends_its_worker_each_time_is_a_rejection(poison: str) -> None:
    texts = [f"fine {number}" for number in range(40)]
    texts[11] = texts[29] = poison
    expected = [GIVEN_UP if text == poison else text for text in texts]
    assert reasons(batched(texts, 20), Moody, 2) == expected
    assert not multiprocessing.active_children()


def test_a_worker_that_ends_once_costs_no_article(tmp_path: Path) -> None:
    once = replace(article("a", "die once"), address=str(tmp_path / "met"))
    batches = [[once], [article("b", "fine")]]
    assert reasons(batches, Moody, 2) == ["die once", "fine"]
    assert (tmp_path / "met").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts no work of a process")
def test_an_article_that_takes_work_without_end_is_a_rejection() -> None:
    batches = batched(["fine", "spin", "fine"], 1)
    codings = [one for batch in code_batches(batches, Moody, 2, seconds=1) for one in batch]
    assert [row.reason for coding in codings for row in coding.rejected] == [
        "fine",
        GIVEN_UP,
        "fine",
    ]


def test_workers_that_end_whatever_they_are_given_stop_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("detente.engines.isolating.LOST_IN_A_ROW", 4)
    with pytest.raises(DetenteError, match="whatever they are given: 4 articles in a row"):
        reasons(batched(["exit"] * 6, 1), Moody, 2)
    assert not multiprocessing.active_children()


def test_workers_that_end_before_they_have_a_coder_stop_the_run() -> None:
    with pytest.raises(DetenteError, match="ended with status 4 before it could code anything"):
        reasons(batched(["fine"], 1), stillborn, 2)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("count", [*range(1, 20), 512, 1000])
def test_pieces_hold_everything_once_and_are_smaller(count: int) -> None:
    pieces = pieces_of(count)
    assert [place for piece in pieces for place in piece] == list(range(count))
    assert len(pieces) <= 8 and max(map(len, pieces)) < max(2, count)


def test_what_other_processes_cannot_import_is_refused() -> None:
    with pytest.raises(DetenteError, match="top of a module"):
        reasons(batched(["fine"], 1), lambda: Echo(), 2)


def test_an_error_of_reading_ends_the_workers() -> None:
    def broken() -> Iterator[list[Article]]:
        yield [article("a")]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        list(code_batches(broken(), Echo, 2))
    assert not multiprocessing.active_children()


def test_no_workers_are_refused() -> None:
    with pytest.raises(QueryError, match="1 or more"):
        code_batches([], Echo, 0)


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended but was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc who is alive")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_its_parent(end: signal.Signals) -> None:
    command = [sys.executable, str(Path(__file__).with_name("engine_run.py"))]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        assert run.stdout is not None
        workers = [int(word) for word in run.stdout.readline().split()]
        assert len(workers) == 2
        # Ctrl-C reaches the whole group of processes, a kill the one.
        stop: Callable[[int, int], None] = os.killpg if end == signal.SIGINT else os.kill
        stop(run.pid, end)
        run.wait(timeout=10)
    deadline = time.monotonic() + 10
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(alive, workers))
