"""Modules stay short enough to be read in one go."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "detente"
MOST = 500


def test_no_module_is_longer_than_can_be_read_in_one_go() -> None:
    longer = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST
    ]
    assert not longer
