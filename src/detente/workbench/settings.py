"""How the workbench is served."""

from __future__ import annotations

from dataclasses import dataclass

LOCAL = ("127.0.0.1", "localhost", "::1")
"""Names by which only this machine is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where it is served, and what is done then."""

    host: str = "127.0.0.1"
    port: int = 8765
    open_browser: bool = True

    @property
    def address(self) -> str:
        """What a browser is given."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{name}:{self.port}/"

    @property
    def is_local(self) -> bool:
        """Whether nobody else can reach it."""
        return self.host in LOCAL
