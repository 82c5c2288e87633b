"""Alerts to an address that waits for them.

The address of a webhook is a secret: whoever has it can post. No message names more of it than its host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from detente.errors import InputError
from detente.fetching.hosts import Clock
from detente.version import __version__
from detente.watching.telling import as_json

if TYPE_CHECKING:
    import httpx

TRIES = 3
TIMEOUT = 10.0
"""Seconds without a sign of life after which a try is given up."""
BACKOFF = 2.0
"""Seconds before the second try, twice as many before the third."""
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that mean: try again."""
NOT_TOLD = "Nothing is noted as told: the next run tells it again."


def post(address: str, told: dict[str, Any], *, clock: Clock, timeout: float = TIMEOUT) -> None:
    """Post a payload as JSON; raises `InputError` where nobody took it after three tries.

    Redirects are not followed, since they may lead to somebody else. What was posted may have been taken
    though no answer came: the header `Idempotency-Key` is the same in each try, and so is `id`.
    """
    import httpx

    host = _host(address)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"detente/{__version__}",
        "Idempotency-Key": str(told["id"]),
    }
    body = as_json(told).encode()
    failure = ""
    with httpx.Client(timeout=timeout, follow_redirects=False) as client:
        for attempt in range(TRIES):
            if attempt:
                clock.sleep(BACKOFF * 2 ** (attempt - 1))
            try:
                with client.stream("POST", address, content=body, headers=headers) as response:
                    if response.is_success:
                        return
                    failure = _refused(response, host)
            except httpx.TimeoutException:
                failure = f"no answer within {timeout:g} s"
            except httpx.InvalidURL as problem:
                raise _no_address() from problem
            except httpx.TransportError as problem:
                failure = f"cannot be reached ({type(problem).__name__})"
    raise InputError(
        f"the webhook took nothing in {TRIES} tries: {failure}", where=host, advice=NOT_TOLD
    )


def check(address: str) -> None:
    """Refuse, before any work, what is no address to post to."""
    _host(address)


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname
        host = host if parts.port != 0 else None
    except ValueError:
        host = None
    if not host or parts.scheme not in ("https", "http"):
        raise _no_address()
    return f"{parts.scheme}://{host}"


def _no_address() -> InputError:
    return InputError(
        "the webhook's address is none that can be posted to",
        advice="Give one that begins with https:// or http://",
    )


def _refused(response: httpx.Response, host: str) -> str:
    """Why an answer is no success, where another try may help. Raises where it will not."""
    status = response.status_code
    if status in LATER:
        return f"it answers {status}"
    if response.is_redirect:
        to = _host_of(response)
        raise InputError(
            f"the webhook answers {status}, and sends on to {to}, which is not followed",
            where=host,
            advice=f"Give the address that it leads to, if it is yours. {NOT_TOLD}",
        )
    raise InputError(
        f"the webhook refuses what is posted: it answers {status}",
        where=host,
        advice=f"Check the address, and what it takes. {NOT_TOLD}",
    )


def _host_of(response: httpx.Response) -> str:
    import httpx

    try:
        return httpx.URL(response.headers["location"]).host or "another path"
    except httpx.InvalidURL:
        return "somewhere"
