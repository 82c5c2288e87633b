"""`detente fetch`: what feeds, sitemaps and pages name, coded into a workspace, each text once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from detente.engines import CoderFactory
from detente.fetching.addresses import check_arrival, host_of, untracked
from detente.fetching.client import Client, Fetched
from detente.fetching.failures import FetchError
from detente.fetching.feeds import Feed, Feeds, Sitemap, Wanted
from detente.fetching.hosts import Clock, SystemClock
from detente.fetching.journal import Journal, Listed
from detente.fetching.listing import Link, Listing
from detente.fetching.report import FetchReport, Tally
from detente.fetching.sitemaps import read_sitemap
from detente.fetching.syndication import read_feed
from detente.fetching.transfer import TIMEOUT, Transfer
from detente.reading.fetched import Told, articles_at, articles_of_entry
from detente.reading.problems import Problem, Source
from detente.reading_run import ReadReport, read_into
from detente.records import Article, Rejected
from detente.store import Workspace

BATCH = 8
"""Articles that are coded together; more come in slowly, as hosts are left in peace."""
COMMIT_EVERY = 64
"""Articles made visible together: what a run that is cut has to fetch again at the most."""
LOOKED_UP = 500
"""Articles whose presence in the workspace is asked for at a time, as they come with their texts."""
MOST_SITEMAPS = 1000
"""Sitemaps that one index is followed to."""
Items = Iterator[Article | Rejected]
Progress = Callable[[FetchReport], None]


def fetch(
    feeds: Feeds,
    workspace: Workspace,
    coder_factory: CoderFactory,
    *,
    again: bool = False,
    workers: int = 1,
    timeout: float = TIMEOUT,
    clock: Clock | None = None,
    on_progress: Progress | None = None,
) -> FetchReport:
    """Fetch what is new among all that feeds name, code it, and add it to the workspace.

    A text is fetched once; what fails is a row of `rejected` and is tried anew in the next run,
    for a reason that lasts (`not found`) in three runs. Killed at any moment and run again, it
    goes on where it was: nothing is lost and nothing double. With `again`, what was taken out of
    the workspace since it was fetched, or was given up, is fetched too. `timeout` is how many
    seconds a server may be silent; `on_progress` is told after every page and batch. Raises what
    `read_into` does; nothing that comes over the network raises.
    """
    hours = clock or SystemClock()
    with (
        Journal(workspace.folder) as journal,
        Transfer(hours, contact=feeds.contact, timeout=timeout) as transfer,
    ):
        client = Client(transfer, hours, pause=feeds.pause)
        run = _Run(
            feeds, workspace, journal, client, on_progress or (lambda report: None), again=again
        )
        run.read = read_into(
            workspace,
            run.items(),
            coder_factory,
            workers=workers,
            batch=BATCH,
            commit_every=COMMIT_EVERY,
            on_progress=run.tell,
        )
        # Only now: all that was found is stored.
        journal.settle(run.taken, run.failed, run.listed)
    return run.report()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A page to be fetched, and for whom."""

    link: Link
    wanted: Wanted


class _Run:
    """One run: `items` looks first for what is named, then at each page that is new."""

    def __init__(
        self,
        feeds: Feeds,
        workspace: Workspace,
        journal: Journal,
        client: Client,
        on_progress: Progress,
        *,
        again: bool,
    ) -> None:
        self._feeds = feeds
        self._workspace = workspace
        self._journal = journal
        self._client = client
        self._on_progress = on_progress
        self._again = again
        self._tallies = {wanted.url: Tally(wanted.url) for wanted in feeds.wanted}
        self._named: set[str] = set()
        self._texts: dict[str, str] = {}
        """What feeds hold themselves of pages that are to be fetched."""
        self._waiting = 0
        self.read = ReadReport()
        self.taken: list[str] = []
        """Articles that came of this run."""
        self.failed: list[str] = []
        """Pages that failed for a reason that lasts."""
        self.listed: list[Listed] = []
        """Feeds and sitemaps that were understood whole."""

    def items(self) -> Items:
        """Articles and rejections, as `read_into` takes them."""
        self._confirm()
        if self._again:
            self._reopen()
        for wanted in self._feeds.wanted:
            yield from self._list(wanted)
        pages = interleaved(self._pages())
        self._waiting = len(pages)
        for page in pages:
            yield from self._fetch(page)
            self._waiting -= 1
            self._on_progress(self.report())

    def report(self) -> FetchReport:
        """What was done so far."""
        origins = tuple(tally.report() for tally in self._tallies.values())
        return FetchReport(origins, self._waiting, self.read)

    def tell(self, read: ReadReport) -> None:
        """Take what was coded so far, and pass it on."""
        self.read = read
        self._on_progress(self.report())

    def _confirm(self) -> None:
        """Find out what a run that was cut had stored."""
        unconfirmed = self._journal.unconfirmed()
        if unconfirmed:
            self._journal.confirm(self._there(unconfirmed))

    def _reopen(self) -> None:
        """Have what was taken out of the workspace, or was given up, fetched again."""
        stored = self._journal.stored()
        there = self._there(stored.values())
        gone = [address for address, article_id in stored.items() if article_id not in there]
        self._journal.reopen(gone)

    def _there(self, article_ids: Iterable[str]) -> set[str]:
        """Those of some articles that are in the workspace."""
        asked, found = sorted(set(article_ids)), set()
        for start in range(0, len(asked), LOOKED_UP):
            some = self._workspace.articles(asked[start : start + LOOKED_UP])
            found.update(some.column("article_id").to_pylist())
        return found

    def _list(self, wanted: Wanted) -> Items:
        if isinstance(wanted, Feed):
            yield from self._list_feed(wanted)
        elif isinstance(wanted, Sitemap):
            yield from self._list_sitemaps(wanted)
        else:
            self._name(wanted, [Link(address=wanted.url)])
        self._on_progress(self.report())

    def _list_feed(self, feed: Feed) -> Items:
        listing = yield from self._listing(feed, feed.url, read_feed)
        if feed.pages:
            self._name(feed, listing.links)
            return
        for link in listing.links:
            yield from self._entry(feed, link)

    def _list_sitemaps(self, sitemap: Sitemap) -> Items:
        addresses = [sitemap.url]
        for address in addresses:
            listing = yield from self._listing(sitemap, address, read_sitemap)
            self._name(sitemap, listing.links)
            more = [each.address for each in listing.sitemaps if not sitemap.before(each.changed)]
            fresh = [each for each in dict.fromkeys(more) if each not in addresses]
            room = MOST_SITEMAPS - len(addresses)
            addresses += fresh[:room]
            if len(fresh) > room:
                yield self._reject(sitemap, address, _TOO_MANY)

    def _listing(
        self, wanted: Wanted, address: str, read: Callable[[Fetched], Listing]
    ) -> Generator[Rejected, None, Listing]:
        """What a feed or sitemap names; nothing where that is what it named before, or it fails."""
        settings = repr(wanted)
        try:
            known = None if self._again else self._journal.validators(address, settings)
            fetched = self._client.get_changed(address, known)
            if fetched is None:
                self._tallies[wanted.url].unchanged += 1
                return Listing()
            listing = read(fetched)
        except FetchError as failure:
            yield self._reject(wanted, address, failure.problem)
            return Listing()
        for problem in listing.problems:
            yield self._reject(wanted, address, problem)
        # An index may stay as it is while the sitemaps that it names change.
        if not listing.problems and not listing.sitemaps:
            self.listed.append(Listed(address, settings, fetched.validators))
        return listing

    def _name(self, wanted: Wanted, links: Iterable[Link]) -> None:
        """Note the pages among the links that are wanted and new."""
        tally, fresh = self._tallies[wanted.url], []
        for link in {link.address: link for link in links}.values():
            if not wanted.wants(link.address, link.day):
                continue
            state = self._journal.state(link.address)
            if state == "given up":
                tally.given_up += 1
            elif state == "fetched" or link.address in self._named:
                tally.known += 1
            else:
                fresh.append(link)
        self._named.update(link.address for link in fresh)
        self._texts.update((link.address, link.text) for link in fresh if link.text)
        self._journal.name(wanted.url, fresh)

    def _entry(self, feed: Feed, link: Link) -> Items:
        tally = self._tallies[feed.url]
        if self._journal.state(link.address) == "fetched":
            tally.known += 1
            return
        found = [
            *articles_of_entry(link.text or "", link.address, _told(feed, link), feed=feed.url)
        ]
        if not self._take(feed, link.address, link.address, found):
            tally.failed.update(_reasons(found))
        yield from found

    def _pages(self) -> Iterator[_Waiting]:
        """The pages to be fetched, those that earlier runs left among them."""
        for wanted in self._feeds.wanted:
            if isinstance(wanted, Feed) and not wanted.pages:
                continue
            for link in self._journal.waiting(wanted.url):
                if wanted.wants(link.address, link.day):
                    yield _Waiting(link, wanted)

    def _fetch(self, page: _Waiting) -> Items:
        wanted, address = page.wanted, page.link.address
        # Another page may have led here.
        if self._journal.state(address) == "fetched":
            self._tallies[wanted.url].known += 1
            return
        try:
            fetched = self._client.get(address)
            check_arrival(address, fetched.address)
        except FetchError as failure:
            if failure.lasting:
                self.failed.append(address)
            yield self._reject(wanted, address, failure.problem)
            return
        final = untracked(fetched.address)
        told = replace(_told(wanted, page.link), text=self._texts.pop(address, None))
        kind, charset = fetched.kind, fetched.charset
        found = [*articles_at(final, fetched.data, told, kind=kind, charset=charset)]
        if not self._take(wanted, address, final, found):
            self._tallies[wanted.url].failed.update(_reasons(found))
            self.failed.append(address)
        yield from found

    def _take(
        self, wanted: Wanted, address: str, final: str, found: Sequence[Article | Rejected]
    ) -> bool:
        """Note that a text was fetched, if it gave an article."""
        articles = [item.article_id for item in found if isinstance(item, Article)]
        if articles:
            # The last of them is stored last.
            self._journal.fetched(address, wanted.url, final, articles[-1])
            self.taken.append(articles[-1])
            self._tallies[wanted.url].new += 1
        return bool(articles)

    def _reject(self, wanted: Wanted, address: str, problem: Problem) -> Rejected:
        self._tallies[wanted.url].failed[problem.reason] += 1
        return Source(address).reject(problem)


def interleaved(pages: Iterable[_Waiting]) -> list[_Waiting]:
    """A page of each host in turn, so that one is asked while another is left in peace."""
    by_host = defaultdict(list)
    for page in pages:
        by_host[host_of(page.link.address)].append(page)
    turns = zip_longest(*by_host.values())
    return [page for turn in turns for page in turn if page is not None]


def _told(wanted: Wanted, link: Link) -> Told:
    return Told(
        outlet=wanted.outlet,
        likely_outlet=link.outlet,
        genre=wanted.genre,
        title=link.title,
        published=link.published,
    )


def _reasons(found: Iterable[Article | Rejected]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Rejected)]


_TOO_MANY = Problem(
    f"more than {MOST_SITEMAPS:,} sitemaps", "Name those that you want, each under [[sitemap]]."
)
