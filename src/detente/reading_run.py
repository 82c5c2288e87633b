"""`detente read`: articles coded into a workspace, and only what is new."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from detente.engines import Coded, CoderFactory, code_batches
from detente.engines.grouping import BATCH, CHARACTERS, grouped
from detente.engines.isolating import given_up
from detente.errors import QueryError
from detente.records import Article, ChannelReport, Event, Rejected, Statement
from detente.store import Address, Batch, Part, ReadAgain, Workspace, Writer

if TYPE_CHECKING:
    from detente.cluster import CodedWhole, RayCluster, Unit, Waves

COMMIT_EVERY = 2048
"""Articles made visible together; the log of the tables keeps some memory for each commit."""
COMMIT_CHARACTERS = 16 * CHARACTERS
UNIT = 256
"""Articles that a worker of a cluster codes at once: some seconds of work, and files that are not tiny."""
UNIT_CHARACTERS = 2 * CHARACTERS
FIRST_WAVE = 64
"""Units that are staged before anything is coded, or two for each worker: some seconds of the driver."""
LATER_WAVES = 64
"""Units for each worker that a later wave has at most."""
WAVE = 1024
"""Units that a wave has at most; what is staged is remembered here by its ids."""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What a run did, or has done so far."""

    articles_new: int = 0
    articles_known: int = 0
    """Articles that were complete before this run."""
    articles_repeated: int = 0
    """Articles that were met before in this run, such as a story that two files hold."""
    articles_revised: int = 0
    """Articles that count instead of another version; told once they are stored."""
    events: int = 0
    statements: int = 0
    rejected: int = 0
    """Rejections met in this run, recorded by an earlier one or not."""
    seconds: float = 0.0
    hindered: tuple[str, ...] = ()
    """What machines of a cluster told that could not write; others coded what they had."""


Progress = Callable[[ReadReport], None]
Item = Article | Rejected | Address
"""What is read into a workspace; an address tells one more place where an article was met."""


def read_into(
    workspace: Workspace,
    items: Iterable[Item],
    coder_factory: CoderFactory,
    *,
    workers: int | None = None,
    batch: int | None = None,
    commit_every: int = COMMIT_EVERY,
    on_progress: Progress | None = None,
    cluster: RayCluster | None = None,
) -> ReadReport:
    """Code what is new among the items, and add it to the workspace.

    It is coded in this process, in as many `workers`, or by the workers of a Ray cluster. `batch`
    articles (32, on a cluster 256), or some text (half a million characters, on a cluster one), go to a
    worker at a time; about `commit_every` articles become visible at a time. `on_progress` is told after
    every batch. None of this changes what is stored. Of two articles at one address whose texts are alike,
    the one that comes later among the items counts, and the earlier one is kept (`Workspace.revisions`);
    it counts again where the same text is read again with other options. Killed at any moment and run
    again, it ends with the same tables as a run that was let be. Raises `WorkspaceError`, what reading
    raises, and what `code_batches` and the cluster do.
    """
    if (batch is not None and batch < 1) or commit_every < 1:
        raise QueryError("batches and commits of no articles", advice="Give 1 or more.")
    with workspace.writing() as writer:
        run = _Run(writer, commit_every, on_progress or (lambda report: None))
        if cluster is None:
            fresh = run.fresh(grouped(run.articles_alone(items), batch or BATCH, CHARACTERS))
            _code_here(run, fresh, coder_factory, workers or 1)
        else:
            alone = run.articles_alone(items)
            fresh = run.fresh(grouped(alone, batch or UNIT, UNIT_CHARACTERS))
            _code_on(cluster, workspace, run, fresh, coder_factory)
        run.commit()
        writer.compact()
    return run.report()


def _code_here(
    run: _Run, fresh: Iterator[list[Article]], coder_factory: CoderFactory, workers: int
) -> None:
    coding: deque[list[Article]] = deque()

    def remembered() -> Iterator[list[Article]]:
        for articles in fresh:
            coding.append(articles)
            yield articles

    with closing(code_batches(remembered(), coder_factory, workers)) as codings_of_batches:
        for codings in codings_of_batches:
            run.take(coding.popleft(), codings)


def _code_on(
    cluster: RayCluster,
    workspace: Workspace,
    run: _Run,
    fresh: Iterator[list[Article]],
    coder_factory: CoderFactory,
) -> None:
    from detente.cluster import Waves

    with Waves(workspace.folder, cluster, coder_factory) as waves:
        staging = _Staging(waves, fresh)
        staging.fill(max(FIRST_WAVE, 2 * cluster.workers))
        while staging.waiting:
            staging.most = min(WAVE, LATER_WAVES * cluster.workers)
            with closing(waves.code(staging.taken(), staging.more)) as coded:
                for whole in coded:
                    run.take_whole(whole)
            run.note_hindered(waves.hindered)
            if not staging.waiting:
                staging.fill(2 * cluster.workers)


class _Staging:
    """The next wave, staged while one is coded."""

    def __init__(self, waves: Waves, fresh: Iterator[list[Article]]) -> None:
        self._waves = waves
        self._fresh = fresh
        self.waiting: list[Unit] = []
        self.most = 0
        """Units that it may have."""

    def fill(self, most: int) -> None:
        """Stage so many units, or what is left."""
        self.most = most
        while self.more():
            pass

    def more(self) -> bool:
        """Stage one more unit; whether there was one, and room for it."""
        if len(self.waiting) >= self.most:
            return False
        articles = next(self._fresh, None)
        if articles is None:
            return False
        self.waiting.append(self._waves.stage(articles))
        return True

    def taken(self) -> list[Unit]:
        """What is staged, to be coded."""
        taken, self.waiting = self.waiting, []
        return taken


@dataclass(slots=True)
class _Pending:
    """What the next commit will hold."""

    articles: list[Article] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    channels: list[ChannelReport] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    again: list[ReadAgain] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    characters: int = 0

    def read_again(self, again: Iterable[ReadAgain]) -> None:
        """Add articles that were read again, told after how many of those not yet taken."""
        before = len(self.articles)
        self.again += [replace(each, after=before + each.after) for each in again]

    def batch(self) -> Batch:
        return Batch(
            tuple(self.articles),
            tuple(self.events),
            tuple(self.statements),
            tuple(self.rejected),
            tuple(self.addresses),
            tuple(self.channels),
            tuple(self.again),
            tuple(self.parts),
        )


@dataclass(slots=True)
class _InCoding:
    """How many new articles are being coded, and those read again among and after them."""

    count: int
    again: list[ReadAgain]


class _Run:
    """One run: `fresh` sorts what comes in, `take` collects what was coded."""

    def __init__(self, writer: Writer, commit_every: int, on_progress: Progress) -> None:
        self._writer = writer
        self._commit_every = commit_every
        self._on_progress = on_progress
        self._pending = _Pending()
        self._coding: deque[_InCoding] = deque()
        self._uncommitted: set[str] = set()
        self._changing: Counter[str] = Counter()
        """Addresses whose articles are not committed yet."""
        self._report = ReadReport()
        self._began = time.perf_counter()

    def fresh(self, batches: Iterable[list[Article]]) -> Iterator[list[Article]]:
        """Of batches of articles, those that are not in the workspace yet."""
        for articles in batches:
            new, again = self._parted(articles)
            if new:
                self._coding.append(_InCoding(len(new), again))
                yield new
            else:
                self._hold(again)
                self._tell()
            self._commit_if_full()

    def take(self, articles: list[Article], codings: list[Coded]) -> None:
        """Collect the results of the oldest batch that is being coded."""
        self._take_articles(articles)
        for coding in codings:
            self._pending.events += coding.events
            self._pending.statements += coding.statements
            self._pending.channels += coding.channels
            self._pending.rejected += coding.rejected
            self._count(rejected=len(coding.rejected))
            self._count(events=len(coding.events), statements=len(coding.statements))
        self._commit_if_full()
        self._tell()

    def take_whole(self, coded: CodedWhole) -> None:
        """Collect what workers wrote of the oldest batch that is being coded."""
        self._take_articles(coded.articles)
        self._pending.parts += [coded.staged, *coded.parts]
        for place in coded.given_up:
            self._pending.rejected += given_up(coded.articles[place]).rejected
        rows = Counter[str]()
        for part in coded.parts:
            rows[part.table] += part.rows
        self._count(rejected=coded.rejected + len(coded.given_up))
        self._count(events=rows["events"], statements=rows["statements"])
        self._commit_if_full()
        self._tell()

    def _take_articles(self, articles: Sequence[Article]) -> None:
        coded = self._coding.popleft()
        self._pending.read_again(coded.again)
        self._pending.articles += articles
        self._pending.characters += sum(len(article.text) for article in articles)
        self._count(articles_new=len(articles))

    def commit(self) -> None:
        """Make what is pending visible."""
        pending, self._pending = self._pending, _Pending()
        revisions = self._writer.append(pending.batch())
        self._count(articles_revised=len({each.replaced_by for each in revisions}))
        self._uncommitted.difference_update(article.article_id for article in pending.articles)
        self._changing -= Counter(each.address for each in pending.articles)
        self._changing -= Counter(each.address for each in pending.again)

    def report(self) -> ReadReport:
        """What was done so far."""
        return replace(self._report, seconds=time.perf_counter() - self._began)

    def note_hindered(self, told: tuple[str, ...]) -> None:
        """Keep what machines told that could not write."""
        self._report = replace(self._report, hindered=told)

    def articles_alone(self, items: Iterable[Item]) -> Iterator[Article]:
        """The articles among the items; what else there is becomes pending."""
        for item in items:
            if isinstance(item, Article):
                yield item
                continue
            if isinstance(item, Address):
                self._pending.addresses.append(item)
            else:
                self._pending.rejected.append(item)
                self._count(rejected=1)
            self._commit_if_full()

    def _parted(self, articles: list[Article]) -> tuple[list[Article], list[ReadAgain]]:
        """The new articles; and of the others those that may be another version of what counts."""
        known = self._writer.known(article.article_id for article in articles)
        repeated = self._writer.written(known) | self._uncommitted
        replaced = self._writer.replaced(known)
        new: list[Article] = []
        again: list[ReadAgain] = []
        for article in articles:
            article_id, address = article.article_id, article.address
            if article_id in repeated or article_id in known:
                self._pending.addresses.append(Address(article_id, address))
                self._count_again(repeated=article_id in repeated)
                if article_id not in replaced and address not in self._changing:
                    continue
                again.append(ReadAgain(article_id, address, len(new)))
            else:
                self._uncommitted.add(article_id)
                repeated.add(article_id)
                new.append(article)
            self._changing[address] += 1
        return new, again

    def _hold(self, again: list[ReadAgain]) -> None:
        """Keep what was read again in its place, after all that is being coded."""
        if self._coding:
            last = self._coding[-1]
            last.again += [replace(each, after=last.count) for each in again]
        else:
            self._pending.read_again(again)

    def _count_again(self, *, repeated: bool) -> None:
        self._count(articles_repeated=repeated, articles_known=not repeated)

    def _commit_if_full(self) -> None:
        pending = self._pending
        rows = max(len(pending.articles), len(pending.rejected), len(pending.addresses))
        if rows >= self._commit_every or pending.characters >= COMMIT_CHARACTERS:
            self.commit()

    def _count(self, **more: int) -> None:
        counts = {name: getattr(self._report, name) + count for name, count in more.items()}
        self._report = replace(self._report, **counts)

    def _tell(self) -> None:
        self._on_progress(self.report())
