"""`detente serve`: tokens are made, and nobody is let in without one."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from commands_run import run_detente

from detente.commands.serve import ROLES
from detente.workbench.tokens import Role, holder_of, read_tokens


def test_a_token_is_printed_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    path = tmp_path / "tokens.toml"
    for name, role in (("Ana", "review"), ("Rui", "read")):
        words = ("serve", "--make-token", name, "--role", role, "--tokens", path)
        done = run_detente(*words)
        token = done.stdout.strip()
        held = holder_of(token, read_tokens(path))
        assert done.exit_code == 0 and token not in path.read_text()
        assert held is not None and (held.name, held.role) == (name, role)
    assert run_detente(*words).exit_code == 1


def test_without_a_file_what_belongs_in_one_is_printed(tmp_path: Path) -> None:
    done = run_detente("serve", "--make-token", "Ana")
    token, _, rest = done.stdout.partition("\n\n")
    path = tmp_path / "tokens.toml"
    path.write_text(rest)
    held = holder_of(token, read_tokens(path))
    assert held is not None and (held.name, held.role) == ("Ana", "read")


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("ws", "--host", "0.0.0.0"), 2, "needs --tokens"),
        (("ws", "--host", "192.0.2.1"), 2, "needs --tokens"),
        ((), 2, "Missing argument 'WORKSPACE'"),
        (("ws", "--tokens", "none.toml"), 1, "none.toml"),
        (("--make-token", " "), 1, "needs a name"),
    ],
)
def test_what_cannot_be_served_is_refused(words: tuple[str, ...], status: int, told: str) -> None:
    done = run_detente("serve", *words)
    assert done.exit_code == status
    assert told in " ".join(done.output.split())


def test_roles_stated_again_are_those_of_the_library() -> None:
    assert get_args(Role) == ROLES
