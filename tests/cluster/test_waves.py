"""What is done about units that do not come back, told by a cluster that is none."""

from __future__ import annotations

import errno
import socket
import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
from deltalake import DeltaTable
from store_world import DAY, FakeCoder, article, items

from detente.cluster import RayCluster, Unit
from detente.cluster.build import digest_of
from detente.cluster.head import PATIENCE, Head
from detente.cluster.marks import FOLDER, Marks
from detente.cluster.ray_cluster import Answer
from detente.cluster.unit_coder import UnitCoder, check_writing_here
from detente.cluster.units import Coded, Hindered
from detente.engines import CoderFactory
from detente.engines.isolating import TRIES
from detente.errors import DetenteError, LexiconError, WorkspaceError
from detente.reading_run import read_into
from detente.records import Article
from detente.store import Part, Workspace
from detente.store.parts import commit_parts, read_part

PAGE = "https://news.example/page"
TABLES = ("articles", "addresses", "events", "statements", "channels", "rejected", "revisions")


class PretendedCluster:
    """Codes in this process; of some units, as its function says, nothing comes back."""

    workers = 1

    def __init__(
        self, fails: Callable[[list[Article], int], str | None], machines: int = 1
    ) -> None:
        self._fails = fails
        self._machines = machines
        self.tried: Counter[str] = Counter()
        self.waves: list[int] = []
        """How many units each had."""

    def check(self, marks: Marks, version: str) -> None:
        assert marks.are_seen()

    def check_head(self) -> None:
        pass

    def machines(self) -> list[int]:
        return list(range(self._machines))

    def code(self, units: Sequence[Unit], coder: Sequence[Any]) -> Generator[Answer]:
        workspace, marks, *_ = coder
        made = UnitCoder(*coder)
        self.waves.append(len(units))
        for unit in units:
            self.tried[unit.name] += 1
            articles = read_part(workspace, unit.staged, unit.first, unit.count)
            fails = self._fails(articles, self.tried[unit.name])
            if fails is None:
                yield unit, made(unit)
            elif fails == "full":
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr("detente.cluster.unit_coder.write_part", full)
                    answer = made(unit)
                self._machines -= isinstance(answer, Hindered)
                yield unit, answer
            elif fails == "begun":
                marks.begin(unit)
                marks.begin(unit)


def full(*given: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def nothing(articles: list[Article], tried: int) -> None:
    return None


def read(
    folder: Path, cluster: Any, coder: CoderFactory = FakeCoder, count: int = 100
) -> Workspace:
    workspace = Workspace.open_or_create(folder)
    read_into(workspace, items(count), coder, batch=20, commit_every=30, cluster=cluster)
    return workspace


def marks_left(workspace: Path) -> list[str]:
    return [each.name for each in workspace.iterdir() if each.name.startswith(FOLDER)]


def answers(workspace: Workspace) -> dict[str, Any]:
    return {name: getattr(workspace, name)() for name in TABLES}


@pytest.fixture(autouse=True)
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are pretended: a limit of their work would end the process that tests them."""
    monkeypatch.setattr("detente.cluster.unit_coder.allow", lambda articles, seconds: None)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    workspace = Workspace.create(tmp_path_factory.mktemp("whole") / "w")
    read_into(workspace, items(100), FakeCoder)
    return answers(workspace)


def test_what_workers_wrote_is_what_this_process_writes(
    tmp_path: Path, whole: dict[str, Any]
) -> None:
    assert answers(read(tmp_path / "w", PretendedCluster(nothing))) == whole
    assert not marks_left(tmp_path / "w")


def test_many_waves_are_one_record(
    tmp_path: Path, whole: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, units in (("FIRST_WAVE", 1), ("LATER_WAVES", 1), ("WAVE", 1)):
        monkeypatch.setattr(f"detente.reading_run.{name}", units)
    cluster = PretendedCluster(nothing)
    assert answers(read(tmp_path / "w", cluster)) == whole
    assert cluster.waves == [2, 1, 1, 1, 1]


def test_units_that_were_never_begun_are_tried_again_as_they_are(
    tmp_path: Path, whole: dict[str, Any]
) -> None:
    cluster = PretendedCluster(lambda articles, tried: "lost" if tried <= 3 else None)
    assert answers(read(tmp_path / "w", cluster)) == whole
    assert set(cluster.tried.values()) == {4}


def test_an_article_that_ends_its_worker_is_found_and_told(
    tmp_path: Path, whole: dict[str, Any]
) -> None:
    poison = {"a0033", "a0034", "a0099"}
    cluster = PretendedCluster(
        lambda articles, tried: "begun" if poison & {each.article_id for each in articles} else None
    )
    found = answers(read(tmp_path / "w", cluster))
    of_others = ~pc.field("article_id").isin(sorted(poison))
    assert found["articles"] == whole["articles"]
    assert found["events"] == whole["events"].filter(of_others)
    told = found["rejected"].filter(pc.field("article_id").isin(sorted(poison))).to_pylist()
    assert [row["article_id"] for row in told] == sorted(poison)
    assert {row["reason"] for row in told} == {
        "the process that coded it ended, each time that it was tried"
    }


def test_what_comes_late_is_committed_in_order(tmp_path: Path) -> None:
    told = [
        article(
            number, address=PAGE, outlet=None, published=DAY, text=f"One two three four {number}"
        )
        for number in range(40)
    ]
    here, there = Workspace.create(tmp_path / "here"), Workspace.create(tmp_path / "there")
    read_into(here, told, FakeCoder)
    first_fails = PretendedCluster(
        lambda articles, tried: "begun" if len(articles) > 3 and tried == 1 else None
    )
    read_into(there, told, FakeCoder, batch=9, commit_every=5, cluster=first_fails)  # type: ignore[arg-type]
    assert answers(there) == answers(here)
    assert len(answers(here)["revisions"]) > 0


def test_a_cluster_that_codes_nothing_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="the cluster codes nothing"):
        read(tmp_path / "w", PretendedCluster(lambda articles, tried: "lost"))
    assert not marks_left(tmp_path / "w")


def test_what_a_machine_cannot_write_others_code(tmp_path: Path, whole: dict[str, Any]) -> None:
    """However often: the articles are not to blame."""
    folder, times = tmp_path / "w", TRIES + 2

    def fails(articles: list[Article], tried: int) -> str | None:
        has_it = "a0040" in {article.article_id for article in articles}
        return "full" if has_it and tried <= times else None

    cluster = PretendedCluster(fails, machines=times + 1)
    workspace = Workspace.create(folder)
    report = read_into(workspace, items(100), FakeCoder, batch=20, cluster=cluster)  # type: ignore[arg-type]
    assert answers(workspace) == whole
    assert max(cluster.tried.values()) == times + 1
    (told,) = report.hindered
    assert f"{folder}, on the machine {socket.gethostname()}: no space left on the disk" in told


def test_where_no_machine_can_write_the_run_ends(tmp_path: Path, whole: dict[str, Any]) -> None:
    late = PretendedCluster(
        lambda articles, tried: "full" if articles[0].article_id > "a0050" else None
    )
    with pytest.raises(WorkspaceError, match=r"on the machine .*: no space left on the disk"):
        read(tmp_path / "w", late)
    assert not marks_left(tmp_path / "w")
    assert 0 < len(Workspace.open(tmp_path / "w").articles()) < 100
    assert answers(read(tmp_path / "w", PretendedCluster(nothing))) == whole


def no_model() -> FakeCoder:
    raise LexiconError("does not parse", where="names.tsv:7")


def test_what_is_not_about_a_text_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"names\.tsv:7"):
        read(tmp_path / "w", PretendedCluster(nothing), no_model)


def test_a_stopped_run_goes_on(tmp_path: Path, whole: dict[str, Any]) -> None:
    fails_later = PretendedCluster(
        lambda articles, tried: "lost" if articles[0].article_id > "a0050" else None
    )
    with pytest.raises(DetenteError, match="codes nothing"):
        read(tmp_path / "w", fails_later)
    assert 0 < len(Workspace.open(tmp_path / "w").articles()) < 100
    assert answers(read(tmp_path / "w", PretendedCluster(nothing))) == whole


def test_what_a_worker_wrote_elsewhere_is_not_committed(tmp_path: Path) -> None:
    class Elsewhere(PretendedCluster):
        def code(self, units: Sequence[Unit], coder: Sequence[Any]) -> Generator[Answer]:
            for unit, answer in super().code(units, coder):
                assert isinstance(answer, Coded)
                (tmp_path / "w" / answer.parts[0].table / answer.parts[0].name).unlink()
                yield unit, answer

    with pytest.raises(WorkspaceError, match="a file that a worker wrote is not here"):
        read(tmp_path / "w", Elsewhere(nothing))
    assert len(Workspace.open(tmp_path / "w").articles()) == 0


class Headless(PretendedCluster):
    """Its head is lost after some units; nothing comes any more."""

    lost = False

    def check_head(self) -> None:
        if self.lost:
            raise DetenteError("the head is lost")

    def code(self, units: Sequence[Unit], coder: Sequence[Any]) -> Generator[Answer]:
        answers = super().code(units, coder)
        for _ in range(3):
            yield next(answers)
        self.lost = True
        time.sleep(60)


def test_a_run_whose_head_is_lost_is_told_so(tmp_path: Path, whole: dict[str, Any]) -> None:
    with pytest.raises(DetenteError, match="the head is lost"):
        read(tmp_path / "w", Headless(nothing))
    assert not marks_left(tmp_path / "w")
    assert 0 < len(Workspace.open(tmp_path / "w").articles()) < 100
    assert answers(read(tmp_path / "w", PretendedCluster(nothing))) == whole


def test_a_head_may_be_away_for_a_moment() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        head = Head(address, each=0, gone=0.2)
        head.check()
    head.check()  # nobody listens, but not for long
    time.sleep(0.25)
    with pytest.raises(DetenteError, match=f"{address}: the head of the Ray cluster is lost"):
        head.check()


def test_a_head_that_may_be_away_for_long_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PATIENCE, "300")
    Head("127.0.0.1:1", each=0, gone=0).check()


def test_a_build_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    digests = set()
    for name, text in (("a.py", "1"), ("a.py", "2"), ("b.py", "2")):
        (tmp_path / name).write_text(text)
        digests.add(digest_of(tmp_path))
    (tmp_path / "b.cpython-313.pyc").write_text("compiled")
    assert digest_of(tmp_path) in digests
    assert len(digests) == 3


def test_a_machine_that_sees_the_workspace_and_cannot_write_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(self: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    marks = Marks.of_new_run(tmp_path)
    monkeypatch.setattr(Path, "touch", no)
    with pytest.raises(WorkspaceError, match=r"on the machine .*: no permission"):
        check_writing_here(marks)


def test_a_cluster_is_not_used_from_outside() -> None:
    with pytest.raises(DetenteError, match="not started from outside"):
        RayCluster("ray://127.0.0.1:10001").__enter__()


def test_a_worker_elsewhere_says_so(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "w" / f"{FOLDER}other")
    answer = UnitCoder(tmp_path / "w", marks, FakeCoder, "0")(Unit(1, None, 0, 1))  # type: ignore[arg-type]
    assert isinstance(answer, WorkspaceError)
    assert "does not see the workspace" in str(answer)


@pytest.mark.parametrize("table", ["events", "statements", "channels", "rejected", "articles"])
def test_an_end_between_any_two_tables_is_repaired(
    tmp_path: Path, whole: dict[str, Any], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def commit_or_end(open_table: DeltaTable, parts: Sequence[Part], *, batch: int) -> None:
        commit_parts(open_table, parts, batch=batch)
        if parts[0].table == table and parts[0].rows > 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("detente.store.writer.commit_parts", commit_or_end)
        read(tmp_path / "w", PretendedCluster(nothing))
    assert answers(read(tmp_path / "w", PretendedCluster(nothing))) == whole
    for name in TABLES:
        rows = DeltaTable(tmp_path / "w" / name).to_pyarrow_table()
        assert len(rows) == len(whole[name]), name
