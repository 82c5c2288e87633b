"""A Ray cluster of machines that are processes here, started as a user would, and coders for it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
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
         "--disable-usage-stats")  # fmt: skip
HERE = "127.0.0.1"


class Machines:
    """The machines of one cluster; `end` stops all."""

    def __init__(self, ip: str = HERE) -> None:
        self._ip = ip
        self._port = _free_port()
        self._head: subprocess.Popen[bytes] | None = None
        self._others: dict[str, subprocess.Popen[bytes]] = {}
        self._folders: list[str] = []

    @property
    def address(self) -> str:
        """That of the cluster, for `--engine`."""
        return f"{self._ip}:{self._port}"

    def start_head(self) -> None:
        """Start the head, on the port that it had before if it had one."""
        self._folders.append(tempfile.mkdtemp(prefix="dray"))
        self._head = self._start(
            "--head", f"--port={self._port}", "--include-dashboard=false",
            f"--temp-dir={self._folders[-1]}", "--node-name=head", f"--node-ip-address={self._ip}",
        )  # fmt: skip
        _wait_for(self._ip, self._port, self._head)

    def start(self, name: str, *, within: Sequence[str] = (), ip: str | None = None) -> None:
        """Start a machine of this name; `within` is a command that runs another one."""
        options = (
            f"--address={self.address}",
            f"--node-name={name}",
            f"--node-ip-address={ip or self._ip}",
        )
        self._others[name] = self._start(*options, within=within)

    def kill(self, name: str) -> None:
        """End a machine as if its power failed."""
        _kill(self._others.pop(name))

    def kill_head(self) -> None:
        """End the head as if its power failed."""
        if self._head is not None:
            _kill(self._head)
        self._head = None

    def end(self) -> None:
        """End all, at once."""
        self.kill_head()
        for name in list(self._others):
            self.kill(name)
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)

    def _start(self, *options: str, within: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        ray = Path(sys.executable).with_name("ray")
        return subprocess.Popen(
            [*within, str(ray), *START, *options], env=os.environ | SETTINGS | importable(),
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def _kill(machine: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(machine.pid, signal.SIGKILL)
    machine.wait()


def importable() -> dict[str, str]:
    """What lets another process import what this one can."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def _wait_for(ip: str, port: int, starting: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with socket.socket() as asked:
            if asked.connect_ex((ip, port)) == 0:
                return
        if starting.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the head of the cluster did not start")
