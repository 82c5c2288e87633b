"""A machine in a network of its own, which is cut off in the middle and lives on."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("ray", reason="Ray is an extra: pip install 'detente[ray]'")

from cluster_coders import PatientCoder
from cluster_world import SETTINGS, Machines
from store_world import FakeCoder, items

from detente.cluster import RayCluster
from detente.reading_run import ReadReport, read_into
from detente.store import Workspace

pytestmark = pytest.mark.xdist_group("cluster")
COUNT = 120
TABLES = ("articles", "addresses", "events", "statements", "channels", "rejected", "revisions")
SPACE, CABLE, ITS_END = "detente-test", "detente0", "detente1"
HERE, THERE = "198.18.77.1", "198.18.77.2"


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@pytest.fixture
def network() -> Iterator[list[str]]:
    """A command that runs another one in a network that has one cable to this one."""
    try:
        ip("netns", "add", SPACE)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("making a network needs rights, and `ip`")
    try:
        ip("link", "add", CABLE, "type", "veth", "peer", "name", ITS_END, "netns", SPACE)
        ip("address", "add", f"{HERE}/30", "dev", CABLE)
        ip("link", "set", CABLE, "up")
        ip("-n", SPACE, "address", "add", f"{THERE}/30", "dev", ITS_END)
        ip("-n", SPACE, "link", "set", ITS_END, "up")
        ip("-n", SPACE, "link", "set", "lo", "up")
        yield ["ip", "netns", "exec", SPACE]
    finally:
        with suppress(subprocess.CalledProcessError):
            ip("link", "delete", CABLE)
        ip("netns", "delete", SPACE)


def wait_for(cluster: RayCluster, names: list[str]) -> None:
    deadline = time.monotonic() + 60
    while (found := sorted(machine.name for machine in cluster.machines())) != names:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


def test_a_machine_that_is_cut_off_loses_and_doubles_nothing(
    tmp_path: Path, network: list[str]
) -> None:
    whole, folder = tmp_path / "whole", tmp_path / "w"
    read_into(Workspace.create(whole), items(COUNT), FakeCoder)
    cut: list[int] = []

    def cut_off(report: ReadReport) -> None:
        if report.articles_new >= 20 and not cut:
            ip("link", "set", CABLE, "down")
            cut.append(report.articles_new)

    os.environ |= SETTINGS
    machines = Machines(HERE)
    try:
        machines.start_head()
        machines.start("far", within=network, ip=THERE)
        with RayCluster(machines.address) as cluster:
            wait_for(cluster, ["far", "head"])
            read_into(
                Workspace.create(folder),
                items(COUNT),
                PatientCoder,
                batch=10,
                commit_every=20,
                cluster=cluster,
                on_progress=cut_off,
            )
            wait_for(cluster, ["head"])  # on a busy machine all may be read before it is missed
    finally:
        machines.end()
    assert cut
    for name in TABLES:
        assert getattr(Workspace.open(folder), name)() == getattr(Workspace.open(whole), name)()
