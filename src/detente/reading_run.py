"""`detente read`: articles coded into a workspace, and only what is new."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace

from detente.engines import Coded, CoderFactory, code_batches
from detente.errors import QueryError
from detente.records import Article, ChannelReport, Event, Rejected, Statement
from detente.store import Address, Batch, ReadAgain, Workspace, Writer

BATCH = 32
COMMIT_EVERY = 2048
"""Articles made visible together; the log of the tables keeps some memory for each commit."""
CHARACTERS = 500_000
"""Text at which a batch is full, whatever its number of articles: some 80 long articles."""
COMMIT_CHARACTERS = 16 * CHARACTERS


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


Progress = Callable[[ReadReport], None]
Item = Article | Rejected | Address
"""What is read into a workspace; an address tells one more place where an article was met."""


def read_into(
    workspace: Workspace,
    items: Iterable[Item],
    coder_factory: CoderFactory,
    *,
    workers: int = 1,
    batch: int = BATCH,
    commit_every: int = COMMIT_EVERY,
    on_progress: Progress | None = None,
) -> ReadReport:
    """Code what is new among the items, and add it to the workspace.

    `batch` articles, or half a million characters, go to a worker at a time; about `commit_every`
    articles become visible at a time. `on_progress` is told after every batch. Neither changes
    what is stored. Of two articles at one address whose texts are alike, the one that comes later
    among the items counts, and the earlier one is kept (`Workspace.revisions`); it counts again where
    the same text is read again with other options. Killed at any moment and run again, it ends with
    the same tables as a run that was let be. Raises `WorkspaceError`, what reading raises, and what
    `code_batches` does.
    """
    if batch < 1 or commit_every < 1:
        raise QueryError("batches and commits of no articles", advice="Give 1 or more.")
    with workspace.writing() as writer:
        run = _Run(writer, batch, commit_every, on_progress or (lambda report: None))
        with closing(code_batches(run.fresh(items), coder_factory, workers)) as codings_of_batches:
            for codings in codings_of_batches:
                run.take(codings)
        run.commit()
        writer.compact()
    return run.report()


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
        )


@dataclass(slots=True)
class _InCoding:
    """New articles that are being coded, and those read again among and after them."""

    articles: list[Article]
    again: list[ReadAgain]


class _Run:
    """One run: `fresh` sorts what comes in, `take` collects what was coded."""

    def __init__(
        self, writer: Writer, batch: int, commit_every: int, on_progress: Progress
    ) -> None:
        self._writer = writer
        self._batch = batch
        self._commit_every = commit_every
        self._on_progress = on_progress
        self._pending = _Pending()
        self._coding: deque[_InCoding] = deque()
        self._uncommitted: set[str] = set()
        self._changing: Counter[str] = Counter()
        """Addresses whose articles are not committed yet."""
        self._report = ReadReport()
        self._began = time.perf_counter()

    def fresh(self, items: Iterable[Item]) -> Iterator[list[Article]]:
        """Batches of articles that are not in the workspace yet."""
        for articles in grouped(self._articles_alone(items), self._batch, CHARACTERS):
            new, again = self._parted(articles)
            if new:
                self._coding.append(_InCoding(new, again))
                yield new
            else:
                self._hold(again)
                self._tell()
            self._commit_if_full()

    def take(self, codings: list[Coded]) -> None:
        """Collect the results of the oldest batch that is being coded."""
        coded = self._coding.popleft()
        self._pending.read_again(coded.again)
        for article, coding in zip(coded.articles, codings, strict=True):
            self._pending.articles.append(article)
            self._pending.characters += len(article.text)
            self._pending.events += coding.events
            self._pending.statements += coding.statements
            self._pending.channels += coding.channels
            self._pending.rejected += coding.rejected
            self._count(articles_new=1, rejected=len(coding.rejected))
            self._count(events=len(coding.events), statements=len(coding.statements))
        self._commit_if_full()
        self._tell()

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

    def _articles_alone(self, items: Iterable[Item]) -> Iterator[Article]:
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
            last.again += [replace(each, after=len(last.articles)) for each in again]
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


def grouped(articles: Iterable[Article], most: int, characters: int) -> Iterator[list[Article]]:
    """Groups of at most `most` articles, ended early once they hold this many characters.

    One article may be longer than that; it ends its group.
    """
    group: list[Article] = []
    held = 0
    for article in articles:
        group.append(article)
        held += len(article.text)
        if len(group) >= most or held >= characters:
            yield group
            group, held = [], 0
    if group:
        yield group
