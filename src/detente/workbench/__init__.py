"""The workbench: a workspace looked through in a browser, on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.workbench.settings import Settings

if TYPE_CHECKING:
    from detente.workbench.app import make_app

__all__ = ["Settings", "make_app"]


def __getattr__(name: str) -> Any:
    """The application is loaded when it is made: the address is told before that."""
    if name != "make_app":
        raise AttributeError(f"module 'detente.workbench' has no attribute {name!r}")
    from detente.workbench.app import make_app

    return make_app
