"""A real cluster of two machines, here processes: the same record, whatever ends in the middle."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

pytest.importorskip("ray", reason="Ray is an extra: pip install 'detente[ray]'")

from cluster_coders import POISON, LethalCoder, PatientCoder
from cluster_world import SETTINGS, Machines, importable
from store_world import FakeCoder, items

from detente.cluster import RayCluster
from detente.cluster.marks import FOLDER, Marks
from detente.engines import CoderFactory
from detente.errors import DetenteError, WorkspaceError
from detente.reading_run import ReadReport, read_into
from detente.store import Workspace
from detente.version import __version__

pytestmark = pytest.mark.xdist_group("cluster")  # one cluster is enough
COUNT = 120
TABLES = ("articles", "addresses", "events", "statements", "channels", "rejected", "revisions")
SCRIPT = Path(__file__).with_name("cluster_run.py")


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    made = Machines()
    os.environ |= SETTINGS
    try:
        made.start_head()
        made.start("second")
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def cluster(machines: Machines) -> Iterator[RayCluster]:
    with RayCluster(machines.address) as cluster:
        wait_until(lambda: len(cluster.machines()) == 2)
        yield cluster


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(folder: Path) -> dict[str, pa.Table]:
    """What each question is answered, in the order in which it is."""
    workspace = Workspace.open(folder)
    return {name: getattr(workspace, name)() for name in TABLES}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    folder = tmp_path_factory.mktemp("whole") / "w"
    read_into(Workspace.create(folder), items(COUNT), FakeCoder)
    return answers(folder)


def read(
    folder: Path, cluster: RayCluster, coder: CoderFactory, each: Callable[[ReadReport], None]
) -> ReadReport:
    workspace = Workspace.open_or_create(folder)
    return read_into(
        workspace, items(COUNT), coder, batch=10, commit_every=20, cluster=cluster, on_progress=each
    )


def test_the_cluster_gives_what_this_process_and_two_give(
    tmp_path: Path, cluster: RayCluster, whole: dict[str, pa.Table]
) -> None:
    here = read_into(Workspace.create(tmp_path / "two"), items(COUNT), FakeCoder, workers=2)
    there = read(tmp_path / "w", cluster, FakeCoder, lambda report: None)
    assert answers(tmp_path / "two") == whole
    assert answers(tmp_path / "w") == whole
    assert dataclasses.replace(there, seconds=0) == dataclasses.replace(here, seconds=0)


def test_an_article_that_ends_its_worker_each_time_is_a_rejection(
    tmp_path: Path, cluster: RayCluster, whole: dict[str, pa.Table]
) -> None:
    read(tmp_path / "w", cluster, LethalCoder, lambda report: None)
    found = answers(tmp_path / "w")
    assert found["articles"] == whole["articles"]
    of_others = pc.field("article_id") != POISON
    for name in ("events", "statements", "channels"):
        assert found[name].equals(whole[name].filter(of_others))
    (row,) = found["rejected"].filter(pc.field("article_id") == POISON).to_pylist()
    assert row["reason"] == "the process that coded it ended, each time that it was tried"


def test_a_worker_and_a_machine_may_end_in_the_middle(
    tmp_path: Path, cluster: RayCluster, machines: Machines, whole: dict[str, pa.Table]
) -> None:
    machines.start("third")
    wait_until(lambda: len(cluster.machines()) == 3)
    ended: list[str] = []

    def end_some(report: ReadReport) -> None:
        if report.articles_new >= 20 and not ended:
            ended.append("worker")
            os.kill(a_worker(), signal.SIGKILL)
        if report.articles_new >= 40 and len(ended) == 1:
            ended.append("third")
            machines.kill("third")

    read(tmp_path / "w", cluster, PatientCoder, end_some)
    assert ended == ["worker", "third"]
    assert answers(tmp_path / "w") == whole


def a_worker() -> int:
    """The process id of a worker that codes."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if b"ray::MapWorker" in path.read_bytes():
                return int(path.parent.name)
    raise AssertionError("no worker runs")


def test_processors_that_others_use_are_waited_for(
    tmp_path: Path, cluster: RayCluster, whole: dict[str, pa.Table]
) -> None:
    import ray

    @ray.remote(num_cpus=1)
    def busy(seconds: float) -> None:
        time.sleep(seconds)

    held = [busy.remote(12) for _ in range(2)]
    read(tmp_path / "w", cluster, FakeCoder, lambda report: None)
    assert answers(tmp_path / "w") == whole
    ray.get(held)


def test_the_driver_may_end_in_the_middle(
    tmp_path: Path, cluster: RayCluster, machines: Machines, whole: dict[str, pa.Table]
) -> None:
    folder = tmp_path / "w"
    Workspace.create(folder)
    command = [sys.executable, str(SCRIPT), str(folder), str(COUNT), machines.address]
    with subprocess.Popen(command, env=os.environ | importable()) as driver:
        wait_until(lambda: len(Workspace.open(folder).articles()) > 0)
        driver.kill()
    assert 0 < len(Workspace.open(folder).articles()) < len(whole["articles"])
    read(folder, cluster, FakeCoder, lambda report: None)
    assert answers(folder) == whole


def seeing(folder: Path, options: str) -> list[str]:
    """A command that runs another one for which something else is mounted at a folder."""
    script = f'mount {options} "$0" && exec "$@"'
    return ["unshare", "--mount", "sh", "-c", script, str(folder)]


@contextlib.contextmanager
def others_busy(cluster: RayCluster, name: str) -> Iterator[None]:
    """Only the machine of this name has a processor to give."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    @ray.remote(num_cpus=1, max_retries=0)
    def busy() -> None:
        time.sleep(600)

    others = [machine.node_id for machine in cluster.machines() if machine.name != name]
    there = [NodeAffinitySchedulingStrategy(node_id, soft=False) for node_id in others]
    held = [busy.options(scheduling_strategy=each).remote() for each in there]
    try:
        wait_until(lambda: ray.available_resources().get("CPU", 0) == 1)
        yield
    finally:
        for each in held:
            ray.cancel(each, force=True)


def can_mount() -> bool:
    try:
        return subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0
    except OSError:
        return False


needs_mounting = pytest.mark.skipif(not can_mount(), reason="mounting needs rights")
FULL = "-t tmpfs -o nr_inodes=1 none"  # nothing more can be made there
OTHER = "-t tmpfs none"
READ_ONLY = "-t tmpfs -o ro none"


@pytest.fixture
def elsewhere(
    tmp_path: Path, cluster: RayCluster, machines: Machines, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """A workspace in which a third machine sees something else in the place of a table."""
    folder = tmp_path / "w"
    Workspace.create(folder)
    machines.start("elsewhere", within=seeing(folder / "events", request.param))
    try:
        wait_until(lambda: len(cluster.machines()) == 3)
        yield folder
    finally:
        machines.kill("elsewhere")
        wait_until(lambda: len(cluster.machines()) == 2)


@needs_mounting
@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        (FULL, r"on the machine .*: no space left on the disk"),
        (READ_ONLY, r"on the machine .*: no permission to read or write here"),
    ],
    indirect=["elsewhere"],
)
def test_what_a_machine_cannot_write_others_do(
    elsewhere: Path, cluster: RayCluster, whole: dict[str, pa.Table], said: str
) -> None:
    """It codes first, as the others are busy, and all else waits for them."""
    with contextlib.ExitStack() as busy:
        busy.enter_context(others_busy(cluster, "elsewhere"))
        let_go = threading.Thread(target=_when_left_out, args=(cluster, busy.close))
        let_go.start()
        report = read(elsewhere, cluster, FakeCoder, lambda report: None)
        let_go.join()
    (told,) = report.hindered
    assert re.search(said, told)
    assert answers(elsewhere) == whole


def _when_left_out(cluster: RayCluster, then: Callable[[], None]) -> None:
    wait_until(lambda: len(cluster.machines()) == 2)
    then()


@needs_mounting
@pytest.mark.parametrize("elsewhere", [OTHER], indirect=True)
def test_a_machine_that_writes_elsewhere_ends_the_run_and_nothing_else(
    elsewhere: Path, cluster: RayCluster, whole: dict[str, pa.Table]
) -> None:
    with (
        others_busy(cluster, "elsewhere"),
        pytest.raises(WorkspaceError, match="a file that a worker wrote is not here"),
    ):
        read(elsewhere, cluster, FakeCoder, lambda report: None)
    assert len(Workspace.open(elsewhere).articles()) == 0
    read_into(Workspace.open(elsewhere), items(COUNT), FakeCoder)
    assert answers(elsewhere) == whole


def test_a_workspace_that_a_machine_does_not_see_is_told_before_the_run(
    tmp_path: Path, cluster: RayCluster
) -> None:
    marks = Marks(tmp_path / "w" / f"{FOLDER}elsewhere")
    with pytest.raises(WorkspaceError, match=r"the machine .* does not see the workspace"):
        cluster.check(marks, __version__)


def test_another_version_on_a_machine_is_told_before_the_run(
    tmp_path: Path, cluster: RayCluster
) -> None:
    with pytest.raises(WorkspaceError, match=r"has detente .*, and this machine 0\.0\.7"):
        cluster.check(Marks.of_new_run(tmp_path), "0.0.7")


def test_an_address_where_nobody_answers_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ray.is_initialized", lambda: False)
    with (
        pytest.raises(DetenteError, match=r"127\.0\.0\.1:1: no Ray cluster answers there"),
        RayCluster("127.0.0.1:1"),
    ):
        raise AssertionError
