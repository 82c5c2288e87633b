"""The pages as files: a folder that any web server shows, and a browser without one."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from starlette.routing import compile_path

from detente.errors import InputError, NotFoundError, QueryError
from detente.store import Workspace
from detente.store.mark import MARK
from detente.store.query import resolve_pair
from detente.workbench import pages, twins
from detente.workbench.addresses import FEED, HOME, PARTS, WATCH, OverviewAsked, PairAsked, twin
from detente.workbench.offline import offline
from detente.workbench.pages import PAGES, Page
from detente.workbench.views.overview import overview
from detente.workbench.views.watch import feed, is_watched

LIST = "detente-site.txt"
"""Names the files that a site has, so that a later run knows which are its own."""
CHARSET = '<meta charset="utf-8">'
POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'\">"
)
"""Of every page: whatever a text says, a browser runs nothing of it."""
STYLE = "static/workbench.css"
MOST = 2_000
"""Pages, where nothing else is said."""
Doing = Callable[[str], None]
LINK = re.compile(
    r'(?P<before><a\b[^>]*?) href="(?P<to>/[^"]*)"(?P<after>[^>]*)>(?P<text>.*?)</a>', re.DOTALL
)
FOLLOWED = re.compile(r"/(event|statement|occurrence|article|outlet)/[^?#]+(?<!/why)")
"""What is written because a page leads to it."""
PLAIN = re.compile(r"[a-z0-9_-]{1,64}|[A-Z]{1,16}")
"""Parts of an address that every file system keeps apart as they are."""


OWN = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9_./-]*\.(html|json|csv|css|rss)")
"""A file that may be of a site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a site holds."""

    front: Path
    """The page to begin with."""
    pages: int
    bytes: int
    left: int
    """Pages that others lead to, and that were one too many."""


def write_site(
    workspace: Workspace,
    out: Path,
    *,
    between: Sequence[tuple[str, str]] = (),
    pairs: int = 20,
    most: int = MOST,
    doing: Doing = lambda _: None,
) -> Written:
    """Write the overview, what is watched, the pages of pairs, and the records, articles and outlets that
    they lead to.

    The pairs are those named, or as many as are asked for of whom most is told. The same workspace gives
    the same bytes. Files in the folder that are not of an earlier site stay as they are. Raises
    `QueryError` for a state that does not exist, and `InputError` where the folder lies in a workspace or
    cannot be written to, or another's file stands where a page belongs.
    """
    _check_apart(out)
    asked = [PairAsked(between=resolve_pair(pair)) for pair in between] or _told_most(
        workspace, pairs
    )
    is_asked = len(asked) * (1 + len(PARTS)) + 1 + is_watched(workspace)
    return _Site(workspace, out, asked, max(most, is_asked)).write(doing)


def _check_apart(out: Path) -> None:
    """Refuse a folder in which pages would lie among the tables of a workspace."""
    place = out.resolve()
    if any((each / MARK).is_file() for each in (place, *place.parents)):
        raise InputError(
            "lies in a workspace, and pages are not to lie among its tables", where=str(out),
            advice="Choose a folder of its own.",
        )  # fmt: skip


def _told_most(workspace: Workspace, pairs: int) -> list[PairAsked]:
    rows = overview(workspace, OverviewAsked()).rows[:pairs]
    return [PairAsked(between=(row.first, row.second)) for row in rows]


def file_of(address: str) -> str:
    """The file of a page, below the folder of the site, for its address without what is asked of it."""
    if address == HOME:
        return "index.html"
    return f"{'/'.join(map(_named, address.strip('/').split('/')))}.html"


def _named(part: str) -> str:
    """A part of an address as the name of a file: legible, and the same on every system."""
    if PLAIN.fullmatch(part):
        return part
    legible = re.sub(r"[^a-z0-9]+", "-", unquote(part).casefold()).strip("-")[:40]
    sign = hashlib.sha256(part.encode()).hexdigest()[:10]
    return f"{legible}-{sign}" if legible else sign


@dataclass(slots=True)
class _Site:
    workspace: Workspace
    out: Path
    pairs: Sequence[PairAsked]
    most: int
    files: dict[str, str] = field(default_factory=dict)
    """Addresses of pages with their files; of a pair either order."""
    missed: set[str] = field(default_factory=set)
    waiting: deque[str] = field(default_factory=deque)
    """Pages that are still to be written."""
    count: int = 0
    """Pages that are written or waiting."""
    size: int = 0
    own: set[str] = field(default_factory=set)
    """Files of an earlier site."""
    made: list[str] = field(default_factory=list)

    def write(self, doing: Doing) -> Written:
        """Page after page, those first that are asked for."""
        self.own = self._earlier()
        self._ask()
        while self.waiting:
            address = self.waiting.popleft()
            doing(f"page {self.count - len(self.waiting):,} of {self.count:,}")
            shown = self._shown(address)
            self._follow(address, shown[0])
            self._keep(address, *shown)
        self._put(STYLE, (Path(__file__).parent / STYLE).read_bytes())
        self._finish()
        return Written(
            front=self.out / file_of(HOME),
            pages=self.count,
            bytes=self.size,
            left=len(self.missed),
        )

    def _ask(self) -> None:
        """The overview, what is watched, and each pair with its parts."""
        self._add(HOME)
        if is_watched(self.workspace):
            self._add(WATCH)
        for pair in self.pairs:
            first, second = pair.between
            turned = PairAsked(between=(second, first))
            for part in (None, *PARTS):
                if pair.of(part) not in self.files:
                    self._add(pair.of(part))
                    self.files[turned.of(part)] = self.files[pair.of(part)]

    def _add(self, address: str) -> None:
        self.files[address] = file_of(address)
        self.waiting.append(address)
        self.count += 1

    def _shown(self, address: str) -> tuple[str, Any]:
        """A page, without what only a server does, and its view; of what is not there one that says so."""
        page, path = page_at(address)
        fill = partial(pages.filled, here=address, served=False, watched=WATCH in self.files)
        try:
            view = offline(page.view(self.workspace, page.ask(path, {})))
        except (NotFoundError, QueryError) as problem:
            told: dict[str, Any] = {"what": problem.what, "advice": None, "status": 404}
            return fill("problem.html", **told), None
        return fill(page.template, view=view), view

    def _follow(self, here: str, markup: str) -> None:
        """Let pages be written to which a page leads, as long as there is room."""
        twins_of_it = {twin(here, ending) for ending in twins.ENDINGS}
        for link in LINK.finditer(markup):
            address = _address(link)
            if address in self.files or address in twins_of_it or not FOLLOWED.fullmatch(address):
                continue
            if self.count < self.most:
                self._add(address)
            else:
                self.missed.add(address)

    def _keep(self, address: str, markup: str, view: Any) -> None:
        """Write a page with its twins."""
        name = self.files[address]
        up = "../" * name.count("/")
        beside = {ending: f"{name.removesuffix('html')}{ending}" for ending in twins.ENDINGS}
        if view is not None:
            self.files |= {twin(address, ending): file for ending, file in beside.items()}
        if address == WATCH and view.groups:
            self.files[FEED] = file_of(WATCH).replace("html", "rss")
            self._put(self.files[FEED], feed(self.workspace, page=name))
        linked = LINK.sub(lambda link: self._link(link, up), markup)
        linked = linked.replace(CHARSET, f"{CHARSET}\n{POLICY}", 1)
        self._put(name, linked.replace('href="/static/', f'href="{up}static/').encode())
        if view is not None:
            told = offline(view, self.files)
            self._put(beside["json"], twins.to_json(told).encode())
            self._put(beside["csv"], twins.to_csv(told.rows, twins.header_of(told)).encode())

    def _link(self, link: re.Match[str], up: str) -> str:
        """A link to the file of a page; of what is no page of the site only the words stay."""
        _, mark, place = link["to"].partition("#")
        name = self.files.get(_address(link))
        if name is None:
            title = re.sub(r' (rel|aria-current)="[^"]*"', "", link["before"][2:] + link["after"])
            return f"<span{title}>{link['text']}</span>"
        to = f"{up}{quote(name)}{mark}{place}"
        return f'{link["before"]} href="{to}"{link["after"]}>{link["text"]}</a>'

    def _put(self, name: str, told: bytes) -> None:
        place = self.out / name
        if place.exists() and name not in self.own:
            raise InputError(
                "is there, and is no page of a site that detente wrote", where=str(place),
                advice="Choose an empty folder.",
            )  # fmt: skip
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(told)
            self.made.append(name)
            # At once, so that a site that was stopped half-way is known as one.
            with (self.out / LIST).open("a", encoding="utf-8", newline="\n") as names:
                names.write(f"{name}\n")
        except OSError as problem:
            raise _unwritten(place, problem) from problem
        self.size += len(told)

    def _earlier(self) -> set[str]:
        """The files of an earlier site in the folder."""
        held = self.out / LIST
        if not held.is_file():
            return set()
        names = held.read_text(encoding="utf-8", errors="replace").splitlines()
        return {name for name in names if OWN.fullmatch(name) and ".." not in name}

    def _finish(self) -> None:
        """Take away pages of an earlier site that this one does not have, and name those it has."""
        listed = "".join(f"{name}\n" for name in sorted(set(self.made)))
        place = self.out / LIST
        try:
            for name in sorted(self.own - set(self.made)):
                place = self.out / name
                place.unlink(missing_ok=True)
            place = self.out / LIST
            place.write_text(listed, encoding="utf-8", newline="\n")
        except OSError as problem:
            raise _unwritten(place, problem) from problem


def _unwritten(place: Path, problem: OSError) -> InputError:
    return InputError(
        f"cannot be written ({problem.strerror or problem})", where=str(place),
        advice="Choose a folder that you may write to.",
    )  # fmt: skip


def _address(link: re.Match[str]) -> str:
    """The page that a link leads to, without a place in it."""
    return unescape(link["to"].partition("#")[0])


def page_at(address: str) -> tuple[Page, dict[str, str]]:
    """Which page an address is of, and the parts of its path."""
    path = unquote(address)
    for page in PAGES:
        if found := compile_path(page.path)[0].match(path):
            return page, found.groupdict()
    raise AssertionError(f"{address} is of no page")
