"""Which address is meant?"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from detente.fetching.failures import FetchError

SCHEMES = ("http", "https")
_TRACKERS = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|ttclid|yclid|igshid|mc_[ce]id|mkt_tok|xtor|at_medium|at_campaign)=",
    re.IGNORECASE,
)
"""Parameters that tell a site where a reader came from, and never which page is meant."""
_WALLS = frozenset(
    "consent cookiewall cookie-consent guce login signin sign-in sso subscribe captcha".split()
)
"""Parts of addresses at which sites stop readers who have not agreed, paid or logged in."""


def web_address(written: object, base: str = "") -> str | None:
    """The whole address, without fragment, of a page on the web; None for anything else.

    Files, other schemes and addresses with a name or password in them are something else.
    """
    if not isinstance(written, str) or not written.strip():
        return None
    try:
        parts = urlsplit(urljoin(base, written.strip()))
        whole = parts._replace(netloc=parts.netloc.lower(), fragment="").geturl()
        whole.encode("utf-8")
        known = parts.scheme in SCHEMES and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return whole if known and "@" not in parts.netloc else None


def untracked(address: str) -> str:
    """The address of the page alone, without what only tells where its reader comes from."""
    parts = urlsplit(address)
    kept = [part for part in parts.query.split("&") if not _TRACKERS.match(part)]
    return parts._replace(query="&".join(kept)).geturl()


def check_arrival(asked: str, ended: str) -> None:
    """Raise `FetchError` where redirects led away from the page that was asked for.

    Sites send readers to their front page where a text is gone, and to a wall where they have not
    agreed, paid or logged in; both have a text, which is not the one that was asked for.
    """
    if _is_front(ended) and not _is_front(untracked(asked)):
        raise FetchError(
            "it is sent on to a front page",
            "The text is probably gone: check the address, or leave it out.",
            lasting=True,
        )
    if _WALLS & (_parts(ended) - _parts(asked)):
        raise FetchError(
            "it is sent on to a page that asks for consent or a login",
            "If you have access, save the page and read it with `detente read`.",
            lasting=True,
        )


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def _parts(address: str) -> set[str]:
    """The labels of its host and the steps of its path."""
    parts = urlsplit(address.lower())
    return {*(parts.hostname or "").split("."), *parts.path.split("/")}


def host_of(address: str) -> str:
    """Host and port, as one server has its own pauses."""
    return urlsplit(address).netloc


def root_of(address: str) -> str:
    """Scheme, host and port: where the `robots.txt` that holds for an address lies."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
