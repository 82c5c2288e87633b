"""What does an address give, asked for politely?"""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass

from detente.fetching.addresses import host_of, root_of, web_address
from detente.fetching.failures import AGAIN, FetchError
from detente.fetching.hosts import Clock, Host, Rules, rules_of
from detente.fetching.transfer import OK, Answer, Transfer
from detente.reading.problems import Problem

TRIES = 3
BACKOFF = 4.0
"""Seconds before the second try, twice as many before the third, unless the host says how many."""
MOST_REDIRECTS = 10
BUSY = frozenset({429, 502, 503, 504})
"""Answers that mean: later."""
UNCHANGED = 304
GONE = frozenset({404, 410})
NOT_OURS = frozenset({401, 402, 403, 451})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants to hear, to answer that nothing has changed."""

    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The same in a request."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `address` is where the redirects ended; `kind` is its content type."""

    address: str
    kind: str
    charset: str | None
    data: bytes
    validators: Validators


class Client:
    """Asks hosts in turn: never two at a time, none too often, none for what it forbids."""

    def __init__(self, transfer: Transfer, clock: Clock, *, pause: float) -> None:
        self._transfer = transfer
        self._clock = clock
        self._pause = pause
        self._hosts: dict[str, Host] = {}
        self._rules: dict[str, Rules] = {}

    def get(self, address: str) -> Fetched:
        """What is at an address; raises `FetchError`."""
        return _taken(self._arrive(address, {}))

    def get_changed(self, address: str, known: Validators | None) -> Fetched | None:
        """The same; None where it is still what came with the validators."""
        answer = self._arrive(address, known.headers if known else {})
        return None if answer.status == UNCHANGED and known else _taken(answer)

    def _arrive(self, address: str, headers: Mapping[str, str], *, checked: bool = True) -> Answer:
        """The answer at the end of all redirects."""
        seen = [address]
        while True:
            if checked:
                self._rules_for(seen[-1]).check(seen[-1])
            answer = self._patiently(seen[-1], headers)
            if answer.location is None:
                return answer
            seen.append(_next(answer, seen))

    def _patiently(self, address: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a request that is repeated where the host is busy or the line breaks."""
        host = self._host(address)
        for attempt in range(TRIES):
            host.await_turn(self._clock)
            backoff = BACKOFF * 2**attempt
            try:
                answer = self._transfer.ask(address, headers)
            except FetchError as failure:
                host.rest(self._clock, 0.0 if failure.lasting else backoff)
                if failure.lasting:
                    raise
                host.silent += 1
                last = failure
                continue
            host.silent = 0
            if answer.status not in BUSY:
                host.rest(self._clock)
                return answer
            host.rest(self._clock, self._asked_for(answer, backoff))
            last = FetchError(f"the server is busy (HTTP {answer.status})", AGAIN)
        raise last

    def _host(self, address: str) -> Host:
        name = host_of(address)
        return self._hosts.setdefault(name, Host(name, self._pause))

    def _rules_for(self, address: str) -> Rules:
        site = root_of(address)
        if site not in self._rules:
            self._rules[site] = self._read_rules(site)
            host = self._host(address)
            host.pause = max(host.pause, self._rules[site].delay)
        return self._rules[site]

    def _read_rules(self, site: str) -> Rules:
        """The rules of a site; none where it has no robots.txt, all forbidden where it cannot say."""
        try:
            answer = self._arrive(f"{site}/robots.txt", {}, checked=False)
        except FetchError as failure:
            # A host that gave no answer at all would give none to anything else.
            silent = self._host(site).silent
            return Rules(problem=failure.problem if silent else _unread(failure.problem))
        if answer.status == OK:
            return rules_of(answer.data)
        if answer.status >= 500:
            return Rules(problem=_unread(_refused(answer.status).problem))
        return Rules()

    def _asked_for(self, answer: Answer, otherwise: float) -> float:
        """Seconds that the host wants to be left in peace, by its `Retry-After`."""
        written = answer.headers.get("retry-after", "").strip()
        if written.isascii() and written.isdigit():
            return float(written)
        try:
            return email.utils.parsedate_to_datetime(written).timestamp() - self._clock.wall()
        except (ValueError, OverflowError):
            return otherwise


def _taken(answer: Answer) -> Fetched:
    if answer.status != OK:
        raise _refused(answer.status)
    written = answer.headers.get("content-type", "")
    charset = _CHARSET.search(written)
    return Fetched(
        address=answer.address,
        kind=written.partition(";")[0].strip().lower(),
        charset=charset[1] if charset else None,
        data=answer.data,
        validators=Validators(_plain(answer, "etag"), _plain(answer, "last-modified")),
    )


def _next(answer: Answer, seen: list[str]) -> str:
    address = web_address(answer.location, answer.address)
    if address is None:
        raise FetchError(
            f"it is sent on to no web address: {str(answer.location)[:80]}",
            "Leave it out, or give the address that it should lead to.",
            lasting=True,
        )
    if address in seen:
        raise FetchError("it is sent on in a circle", "Leave it out.", lasting=True)
    if len(seen) > MOST_REDIRECTS:
        raise FetchError(
            f"it is sent on more than {MOST_REDIRECTS} times", "Leave it out.", lasting=True
        )
    return address


def _refused(status: int) -> FetchError:
    if status in GONE:
        return FetchError(
            f"nothing is there (HTTP {status})", "Check the address, or leave it out.", lasting=True
        )
    if status in NOT_OURS:
        return FetchError(
            f"the site does not give it to everybody (HTTP {status})",
            "If you have access, save the page and read it with `detente read`.",
            lasting=True,
        )
    reason = f"the server answers HTTP {status}"
    if status >= 500:
        return FetchError(reason, AGAIN)
    return FetchError(reason, "Open the address in a browser to see why.", lasting=True)


def _unread(problem: Problem) -> Problem:
    return Problem(f"the site's robots.txt cannot be read ({problem.reason})", problem.advice)


def _plain(answer: Answer, name: str) -> str | None:
    """A header's value if it can be sent back."""
    value = answer.headers.get(name, "")
    return value if value.isascii() and value.isprintable() and value else None
