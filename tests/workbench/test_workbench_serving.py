"""`detente serve`: what it says, what it refuses, and that it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from workbench_world import stored

from detente.cli import main
from detente.store import Workspace


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["serve", *words])
    return done.exit_code, done.output


def test_a_port_that_is_taken_is_told(workspace: Workspace) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, told = run(str(workspace.folder), "--port", str(port), "--no-browser")
    assert code == 1
    assert f"port {port} is taken" in told and "--port 0" in told


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_nobody_else_is_let_in(workspace: Workspace, host: str) -> None:
    code, told = run(str(workspace.folder), "--host", host, "--no-browser")
    assert code == 2 and "lets others in" in told and "--make-token" in told


def test_a_folder_without_a_workspace_is_refused(tmp_path: Path) -> None:
    code, told = run(str(tmp_path), "--no-browser", "--port", "0")
    assert code == 1 and "not a workspace" in told


def asked(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=120) as answer:
        return bytes(answer.read())


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_it_prints_its_address_answers_and_ends(tmp_path: Path) -> None:
    folder = stored(tmp_path / "ws").folder
    command = [sys.executable, "-m", "detente", "serve", str(folder), "--port", "0", "--no-browser"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as serving:
        assert serving.stdout is not None and serving.stderr is not None
        address = serving.stdout.readline().strip()
        # On a slow machine the first of them say that it is looking.
        pages = (asked(address) for _ in range(100))
        assert any(b"Pairs of states" in page for page in pages)
        serving.send_signal(signal.SIGINT)
        assert serving.wait(timeout=60) == 0
        assert serving.stderr.read() == ""
