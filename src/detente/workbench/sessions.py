"""Sessions: what a browser keeps of who looks, signed so that nobody else can write it."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.workbench.tokens import Role


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page, and what he may do."""

    name: str = ""
    """Of a reviewer; empty until he says it."""
    role: Role | None = None
    """None for one who was not let in."""
    session: str = ""
    holder: str = ""
    """The hash of the token he came in with; empty where none is needed."""
    csrf: str = ""
    """What a form must carry: only a page that was served to this session knows it."""

    @property
    def may_review(self) -> bool:
        """Whether he may judge records."""
        return self.role == "review"


NOBODY = Visitor()


class Sessions:
    """Writes and reads the cookie of a session; the key is made with the server and ends with it."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)

    def begun(self, name: str, role: Role, holder: str = "") -> Visitor:
        """One who comes in."""
        return self._with_csrf(Visitor(name, role, secrets.token_urlsafe(18), holder))

    def named(self, visitor: Visitor, name: str) -> Visitor:
        """The same session under another name."""
        return replace(visitor, name=name)

    def written(self, visitor: Visitor) -> str:
        """What a cookie keeps."""
        told = [visitor.name, visitor.role, visitor.session, visitor.holder]
        text = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
        return f"{text}.{self._signed('session', text)}"

    def read(self, cookie: str) -> Visitor | None:
        """Whose cookie it is; None for one that this server did not write."""
        text, _, sign = cookie.partition(".")
        if not hmac.compare_digest(sign.encode(), self._signed("session", text).encode()):
            return None
        try:
            name, role, session, holder = json.loads(base64.urlsafe_b64decode(text))
        except (ValueError, binascii.Error):
            return None
        return self._with_csrf(Visitor(name, role, session, holder))

    def is_from(self, visitor: Visitor, given: Sequence[str]) -> bool:
        """Whether a form was served to this session."""
        sent = "".join(given[:1]).encode("utf-8", "surrogatepass")
        return bool(visitor.csrf) and hmac.compare_digest(sent, visitor.csrf.encode())

    def _with_csrf(self, visitor: Visitor) -> Visitor:
        return replace(visitor, csrf=self._signed("form", visitor.session))

    def _signed(self, what: str, text: str) -> str:
        return hmac.digest(self._key, f"{what}:{text}".encode(), "sha256").hex()
