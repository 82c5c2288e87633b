"""The guard: who is let in, and what is refused before any page is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from detente.workbench.addresses import HOME, is_own
from detente.workbench.sessions import NOBODY, Sessions, Visitor
from detente.workbench.settings import LOCAL, Settings
from detente.workbench.tokens import holder_of

Next = Callable[[Request], Awaitable[Response]]
Refuse = Callable[[Request, int, str, str], Response]
"""What makes a page of a status, what is refused, and what to do now."""
Welcome = Callable[[Request, str], Response]
"""What makes the page for one who came in, from where he wanted to go."""
MOST_BODY = 256 * 1024
"""Bytes of a form."""
MOST_FIELDS = 400
SLOWEST = 30.0
"""Seconds that a form may take to come."""
FORM = "application/x-www-form-urlencoded"
READING = ("GET", "HEAD")
OPEN = "/static/"
"""What whoever comes may have: style sheet and script, which tell nothing of the workspace."""
MOST_FAILURES, WITHIN = 10, 60.0
"""Wrong tokens that one address may try, in so many seconds."""
MOST_ADDRESSES = 10_000


class Refusal(Exception):  # noqa: N818 - what is refused is no error
    """Why a request is not answered."""

    def __init__(self, status: int, what: str, advice: str) -> None:
        super().__init__(what)
        self.status, self.what, self.advice = status, what, advice


@dataclass(slots=True)
class Failures:
    """Wrong tokens of late, by the address that tried them."""

    clock: Callable[[], float] = time.monotonic
    _held: dict[str, list[float]] = field(default_factory=dict)

    def add(self, address: str) -> None:
        """One more."""
        if len(self._held) >= MOST_ADDRESSES:
            self._held = {each: self._late(each) for each in self._held if self._late(each)}
        self._held[address] = [*self._late(address), self.clock()]

    def are_many(self, address: str) -> bool:
        """Whether this address must wait."""
        return len(self._late(address)) >= MOST_FAILURES

    def _late(self, address: str) -> list[float]:
        return [each for each in self._held.get(address, ()) if self.clock() - each < WITHIN]


class Guard:
    """Lets in whoever may come, and puts the `Visitor` where pages find him: `request.state.visitor`.

    On this machine alone whoever is at it may review. Where others reach it a token is asked for, once:
    then a cookie says who it is. Only a reviewer may post, and only a form that was served to his session.
    """

    def __init__(
        self, settings: Settings, refuse: Refuse, welcome: Welcome, sessions: Sessions | None = None
    ) -> None:
        self._settings, self._refuse, self._welcome = settings, refuse, welcome
        self.sessions = sessions or Sessions()
        self.failures = Failures()
        self._cookie = f"detente-{settings.port}"

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Answer a request, or say why not."""
        request.state.visitor, request.state.sessions = NOBODY, self.sessions
        try:
            self._check(request.headers)
            known = self.sessions.read(request.cookies.get(self._cookie, ""))
            if (token := self._token(request)) is not None:
                return self._enter(request, token)
            program = self._program(request)
            visitor = program or self._admitted(known)
            if visitor.role is None and not request.scope["path"].startswith(OPEN):
                raise Refusal(
                    401, "this workbench is shared with a token",
                    "Open the link that you were given: it ends in ?token=… and is needed once. A program "
                    "sends the header `Authorization: Bearer …`.",
                )  # fmt: skip
            _check_method(request, visitor)
        except Refusal as no:
            return self._refused(request, no)
        request.state.visitor = visitor
        response = await call_next(request)
        if request.state.visitor != known and visitor.role is not None and program is None:
            self._remember(request, response)
        return response

    def _refused(self, request: Request, no: Refusal) -> Response:
        response = self._refuse(request, no.status, no.what, no.advice)
        if no.status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    def _check(self, headers: Headers) -> None:
        """Refuse names that are not of this machine, behind which a foreign page could reach it."""
        host = _host(headers.get("host", ""))
        if self._settings.is_local and not self._settings.holders and host not in LOCAL:
            raise Refusal(
                400, f"'{host}' is not this machine", "Open the address that was printed."
            )
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            raise Refusal(400, "the length of the request is no number", "Send it again.")
        if len(length) > len(str(MOST_BODY)) or int(length) > MOST_BODY:
            raise Refusal(413, "that is too much to send", "Nothing is uploaded here: send a form.")

    def _admitted(self, known: Visitor | None) -> Visitor:
        """Who it is by his cookie; on this machine alone a new session of one who may review."""
        holders = {each.sha256 for each in self._settings.holders}
        if holders:
            return known if known and known.holder in holders else NOBODY
        local = known if known and not known.holder else None
        return local or self.sessions.begun("", "review")

    def _token(self, request: Request) -> str | None:
        """The token in an address, where tokens are asked for."""
        given = request.query_params.get("token")
        return given if self._settings.holders and request.method in READING else None

    def _program(self, request: Request) -> Visitor | None:
        """A program, which sends its token each time and has no cookie; None where it sends none."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = self._settings.holders and scheme.lower() == "bearer"
        return self._holder(request, token.strip()) if given else None

    def _holder(self, request: Request, token: str) -> Visitor:
        """Who holds a token."""
        address = request.client.host if request.client else ""
        if self.failures.are_many(address):
            raise Refusal(429, "too many wrong tokens came from there", "Wait a minute.")
        holder = holder_of(token, self._settings.holders)
        if holder is None:
            self.failures.add(address)
            raise Refusal(401, "that is no token of this workbench", "Ask for a new link.")
        return self.sessions.begun(holder.name, holder.role, holder.sha256)

    def _enter(self, request: Request, token: str) -> Response:
        request.state.visitor = self._holder(request, token)
        # A page, not a redirect: after a redirect from another site the strict cookie would not be sent.
        response = self._welcome(request, _without_token(request))
        self._remember(request, response)
        return response

    def _remember(self, request: Request, response: Response) -> None:
        response.set_cookie(
            self._cookie, self.sessions.written(request.state.visitor), httponly=True,
            samesite="strict", secure=request.url.scheme == "https", path="/",
        )  # fmt: skip


def _check_method(request: Request, visitor: Visitor) -> None:
    """Refuse a post of one who may only read, of another site, and of anything but a form."""
    if request.method in READING:
        return
    if request.method != "POST":
        raise Refusal(405, f"{request.method} does nothing here", "Use the pages.")
    if not visitor.may_review:
        raise Refusal(403, "you may read, but not judge", "Ask for a token to review with.")
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    foreign = origin is not None and origin.lower().partition("://")[2] != host.lower()
    if foreign or request.headers.get("sec-fetch-site", "same-origin") not in OWN:
        raise Refusal(403, "that form is of another site", "Judge in the pages served here.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refusal(415, "only forms are taken, no files", "Use the pages.")


OWN = ("same-origin", "none")
"""Where a browser may say that a form comes from."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form says."""

    fields: Mapping[str, list[str]]

    def one(self, name: str) -> str:
        """The value of a field; of several the last."""
        return self.fields.get(name, [""])[-1].replace("\r\n", "\n").strip()

    def all(self, name: str) -> list[str]:
        """The values of a field that may have several."""
        return [each.strip() for each in self.fields.get(name, []) if each.strip()]


@dataclass(frozen=True, slots=True)
class Taker:
    """What is done with a posted form."""

    take: Callable[[Request, Form], Response]
    again: Callable[[Request, Form, Mapping[str, str]], Response]
    """Shows the form again as it was filled in, with what is wrong by field; stores nothing."""


def taking(taker: Taker) -> Callable[[Request], Awaitable[Response]]:
    """What answers a posted form; nothing is stored of one that was served to another session."""

    async def posted(request: Request) -> Response:
        form = await _read(request)
        if request.state.sessions.is_from(request.state.visitor, form.fields.get("csrf", [])):
            return await run_in_threadpool(taker.take, request, form)
        return await run_in_threadpool(taker.again, request, form, {"": EARLIER})

    return posted


EARLIER = (
    "The page was of an earlier session: nothing is stored. See whether all is right, and send it."
)


async def _read(request: Request) -> Form:
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BODY:
                    raise HTTPException(413, "that is too much to send")
    except TimeoutError as problem:
        raise HTTPException(408, "the form came too slowly") from problem
    try:
        text = body.decode("utf-8")
        return Form(parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as problem:
        raise HTTPException(400, "that is no form") from problem


def _without_token(request: Request) -> str:
    """The address without the token in it."""
    url = request.url.remove_query_params("token")
    asked = f"{url.path}?{url.query}" if url.query else url.path
    return asked if is_own(asked) else HOME


def _host(header: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""
