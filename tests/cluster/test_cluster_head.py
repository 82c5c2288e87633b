"""The head of a cluster ends in the middle and is started again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("ray", reason="Ray is an extra: pip install 'detente[ray]'")

from cluster_world import SETTINGS, Machines, importable
from store_world import FakeCoder, items

from detente.reading_run import read_into
from detente.store import Workspace

pytestmark = pytest.mark.xdist_group("cluster")
COUNT = 120
TABLES = ("articles", "addresses", "events", "statements", "channels", "rejected", "revisions")
SCRIPT = Path(__file__).with_name("cluster_run.py")


def run(folder: Path, address: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(folder), str(COUNT), address],
        env=os.environ | SETTINGS | importable(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_head_that_ends_is_told_and_the_next_run_codes_the_rest(tmp_path: Path) -> None:
    whole, folder = tmp_path / "whole", tmp_path / "w"
    read_into(Workspace.create(whole), items(COUNT), FakeCoder)
    Workspace.create(folder)
    machines = Machines()
    try:
        machines.start_head()
        with run(folder, machines.address) as driver:
            deadline = time.monotonic() + 120
            while not len(Workspace.open(folder).articles()):
                assert time.monotonic() < deadline
                time.sleep(0.1)
            machines.kill_head()
            assert "the head of the Ray cluster is lost" in driver.communicate(timeout=120)[1]
        assert driver.returncode == 1
        assert 0 < len(Workspace.open(folder).articles()) < COUNT
        machines.start_head()
        with run(folder, machines.address) as again:
            said = again.communicate(timeout=240)[1]
        assert again.returncode == 0, said
    finally:
        machines.end()
    for name in TABLES:
        assert getattr(Workspace.open(folder), name)() == getattr(Workspace.open(whole), name)()
