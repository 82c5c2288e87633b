"""How the workbench is served, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

from detente.workbench.tokens import Holder

LOCAL = ("127.0.0.1", "localhost", "::1")
"""Names by which only this machine is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where it is served, to whom, and what is done then."""

    host: str = "127.0.0.1"
    port: int = 8765
    open_browser: bool = True
    holders: tuple[Holder, ...] = ()
    """Who may come in with a token; of none, whoever is at this machine may."""

    @property
    def address(self) -> str:
        """What a browser is given."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{name}:{self.port}/"

    @property
    def is_shared(self) -> bool:
        """Whether others may come in: then nothing is told of this machine's folders."""
        return bool(self.holders)

    @property
    def is_local(self) -> bool:
        """Whether nobody else can reach it."""
        return self.host in LOCAL
