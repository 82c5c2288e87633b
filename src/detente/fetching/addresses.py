"""Which address is meant?"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

SCHEMES = ("http", "https")


def web_address(written: object, base: str = "") -> str | None:
    """The whole address, without fragment, of a page on the web; None for anything else.

    Files, other schemes and addresses with a name or password in them are something else.
    """
    if not isinstance(written, str):
        return None
    try:
        parts = urlsplit(urljoin(base, written.strip()))
        whole = parts._replace(netloc=parts.netloc.lower(), fragment="").geturl()
        whole.encode("utf-8")
        known = parts.scheme in SCHEMES and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return whole if known and "@" not in parts.netloc else None


def host_of(address: str) -> str:
    """Host and port, as one server has its own pauses."""
    return urlsplit(address).netloc


def site_of(address: str) -> str:
    """Scheme, host and port, as a `robots.txt` holds for them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
