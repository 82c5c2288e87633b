"""A Ray cluster of machines that are processes here, started as a user would, and coders for it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SETTINGS = {
    "RAY_AUTH_MODE": "disabled",
    "RAY_memory_monitor_refresh_ms": "0",
    "RAY_health_check_period_ms": "500",
    "RAY_health_check_failure_threshold": "3",
    "RAY_health_check_initial_delay_ms": "500",
}
"""For processes of the cluster and its drivers: a machine that is lost is known soon."""
START = ("start", "--block", "--num-cpus=1", "--object-store-memory=100000000",
         "--node-ip-address=127.0.0.1", "--disable-usage-stats")  # fmt: skip


class Machines:
    """The machines of one cluster; `end` stops all."""

    def __init__(self) -> None:
        self._port = _free_port()
        self._head: subprocess.Popen[bytes] | None = None
        self._others: dict[str, subprocess.Popen[bytes]] = {}
        self._folder = tempfile.mkdtemp(prefix="dray")

    @property
    def address(self) -> str:
        """That of the cluster, for `--engine`."""
        return f"127.0.0.1:{self._port}"

    def start_head(self) -> None:
        self._head = self._start(
            "--head", f"--port={self._port}", "--include-dashboard=false",
            f"--temp-dir={self._folder}", "--node-name=head",
        )  # fmt: skip
        _wait_for(self._port, self._head)

    def start(self, name: str) -> None:
        """Start a machine of this name."""
        self._others[name] = self._start(f"--address={self.address}", f"--node-name={name}")

    def kill(self, name: str) -> None:
        """End a machine as if its power failed."""
        os.killpg(self._others[name].pid, signal.SIGKILL)
        self._others.pop(name).wait()

    def end(self) -> None:
        """End all, at once."""
        for each in [*self._others.values(), *filter(None, [self._head])]:
            os.killpg(each.pid, signal.SIGKILL)
            each.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, *options: str) -> subprocess.Popen[bytes]:
        ray = Path(sys.executable).with_name("ray")
        return subprocess.Popen(
            [str(ray), *START, *options], env=os.environ | SETTINGS | importable(), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def importable() -> dict[str, str]:
    """What lets another process import what this one can."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def _wait_for(port: int, starting: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        if starting.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the head of the cluster did not start")
