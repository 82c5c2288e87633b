"""What comes back of one request?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from detente.fetching.failures import AGAIN, FetchError
from detente.fetching.hosts import NAME, Clock
from detente.version import __version__

if TYPE_CHECKING:
    import httpx

TIMEOUT = 20.0
"""Seconds without any sign from a server after which it is given up."""
MOST_SECONDS = 120.0
"""Seconds that one answer may take altogether, so that none trickles in for ever."""
MOST_BYTES = 16 * 2**20
"""Bytes of an answer, unpacked."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; `data` is empty but where `status` is 200."""

    address: str
    status: int
    headers: Mapping[str, str]
    data: bytes = b""

    @property
    def location(self) -> str | None:
        """Where it sends on to, or None."""
        return self.headers.get("location") if self.status in REDIRECTS else None


class Transfer:
    """Sends requests; follows nothing, repeats nothing."""

    def __init__(self, clock: Clock, *, contact: str | None, timeout: float) -> None:
        # A tenth of a second that only fetching should wait for.
        import httpx

        agent = f"{NAME}/{__version__}" + (f" (+{contact})" if contact else "")
        self._clock = clock
        self._timeout = timeout
        self._client = httpx.Client(
            headers={"User-Agent": agent, "Accept-Language": "en"}, timeout=timeout
        )

    def __enter__(self) -> Transfer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def ask(self, address: str, headers: Mapping[str, str]) -> Answer:
        """The answer; raises `FetchError` where there is none, or none that can be taken."""
        import httpx

        try:
            with self._client.stream("GET", address, headers=dict(headers)) as response:
                data = self._body(response) if response.status_code == OK else b""
                return Answer(address, response.status_code, response.headers, data)
        except httpx.TimeoutException as error:
            raise FetchError(f"no answer within {self._timeout:g} s", AGAIN) from error
        except httpx.RemoteProtocolError as error:
            raise FetchError(f"the connection broke off: {error}", AGAIN) from error
        except httpx.TransportError as error:
            raise FetchError(
                f"cannot be reached: {error or type(error).__name__}", AGAIN
            ) from error
        except httpx.DecodingError as error:
            raise FetchError(f"what came cannot be unpacked: {error}", AGAIN) from error
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(
                f"no address that can be asked for: {error}",
                "Leave it out, or correct it.",
                lasting=True,
            ) from error

    def _body(self, response: httpx.Response) -> bytes:
        began, data = self._clock.now(), bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > MOST_BYTES:
                raise FetchError(
                    f"more than {MOST_BYTES // 2**20} MiB",
                    "Download it by other means, and read it with `detente read`.",
                    lasting=True,
                )
            if self._clock.now() - began > MOST_SECONDS:
                raise FetchError(f"not complete after {MOST_SECONDS:g} s", AGAIN)
        return bytes(data)
