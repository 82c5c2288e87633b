"""The way in: batches appended so that a kill at any moment loses and doubles nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from deltalake import DeltaTable

from detente.errors import WorkspaceError
from detente.records import Article, Rejected, Revision
from detente.schema import to_arrow
from detente.store import commits, manifest
from detente.store.batch import Address, Batch, Part
from detente.store.checking import open_to_write
from detente.store.failures import explained
from detente.store.layout import CODED, COMMITTED, TABLES, open_tables
from detente.store.ledger import Key, Ledger
from detente.store.parts import commit_parts
from detente.store.recovery import recover
from detente.store.revisions import Revised, exchange_revisions, find_revisions

FILES_BEFORE_COMPACTION = 8
FILE_SIZE = 8 * 2**20
"""Bytes of a file that compaction makes: small enough to be merged in little memory."""
FILE_ROWS = 65_536
"""Rows of such a file: where texts repeat one another few bytes unpack to many."""
APPENDS_BEFORE_REOPENING = 32
"""An open table keeps some 90 kB of each append; opened anew it keeps what its log needs."""
CODED_IN_PARTS = ("events", "statements", "channels", "rejected")


class Writer:
    """Appends to one workspace; made by `Workspace.writing`, which holds the lock.

    Opening it deletes what a killed run left half done.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._broken = False
        self._appends = 0
        with explained(folder):
            tables = open_to_write(folder)
            self._batch = manifest.last_batch(folder)
            self._tables = {name: tables[name] for name in CODED}
            self.recovered = recover(self._tables)
            self._articles = Ledger(self._tables["articles"], ("article_id",))
            self._first_addresses = Ledger(self._tables["articles"], ("address",))
            self._replaced = Ledger(self._tables["revisions"], ("article_id",))
            self._addresses = Ledger(self._tables["addresses"], ("article_id", "address"))
            self._rejected = Ledger(
                self._tables["rejected"], ("path", "place", "stage", "reason", "article_id")
            )

    def known(self, article_ids: Iterable[str]) -> set[str]:
        """Those of the articles that are complete in the workspace."""
        with explained(self._folder):
            return _known(self._articles, article_ids)

    def replaced(self, article_ids: Iterable[str]) -> set[str]:
        """Those of the articles that a later version has replaced, at one time at least."""
        with explained(self._folder):
            return _known(self._replaced, article_ids)

    def written(self, article_ids: Iterable[str]) -> set[str]:
        """Those of the articles that this writer has completed itself."""
        with explained(self._folder):
            found = self._articles.added([(article_id,) for article_id in article_ids])
        return {str(article_id) for (article_id,) in found}

    def append(self, batch: Batch) -> list[Revision]:
        """Add a batch: its `articles` rows last, as the sign that the rest is there.

        Articles already complete are passed over with what was read from them; addresses and
        rejections already recorded are too. Returns which earlier articles those of the batch replace: of
        two texts of one article the one counts that is appended later, or is `wanted_again`. After an error
        the writer refuses more, as rows of the failed batch may be in the tables until the next opening
        deletes them.
        """
        if self._broken:
            raise WorkspaceError(
                "an earlier batch could not be written",
                where=str(self._folder),
                advice="Open the workspace for writing again.",
            )
        self._broken = True
        with explained(self._folder):
            revised = self._append(self._articles_once(batch.articles), batch)
            self._reopen_at_times()
        self._broken = False
        return revised.made

    def compact(self) -> None:
        """Merge small files, and delete those that no reader of the last day can need."""
        with explained(self._folder):
            for table in self._tables.values():
                compact(table)

    def close(self) -> None:
        """Give the memory back."""
        known = (self._articles, self._first_addresses, self._replaced, self._addresses)
        for ledger in (*known, self._rejected):
            ledger.close()

    def _reopen_at_times(self) -> None:
        self._appends += 1
        if self._appends % APPENDS_BEFORE_REOPENING == 0:
            self._tables = open_tables(self._folder, CODED)

    def _append(self, articles: list[Article], batch: Batch) -> Revised:
        self._batch += 1
        own = {article.article_id for article in articles}
        if batch.parts and len(articles) < len(batch.articles):
            raise WorkspaceError(
                "what was coded holds articles that are stored",
                where=str(self._folder),
                advice="This is a fault of detente: please report it.",
            )
        addresses = self._addresses_once(articles, batch.addresses)
        rejected = self._rejected_once(batch.rejected)
        revised = find_revisions(articles, batch.again, self._tables, self._first_addresses)
        self._write("addresses", addresses)
        self._write("events", [event for event in batch.events if event.article_id in own])
        self._write("statements", [said for said in batch.statements if said.article_id in own])
        self._write("channels", [told for told in batch.channels if told.article_id in own])
        if revised.undone:
            exchange_revisions(self._tables["revisions"], revised, batch=self._batch)
        else:
            self._write("revisions", revised.made)
        self._write("rejected", rejected)
        self._commit_parts(CODED_IN_PARTS, batch.parts)
        self._write(COMMITTED, () if batch.parts else articles)
        self._commit_parts((COMMITTED,), batch.parts)
        self._articles.add([(article_id,) for article_id in sorted(own)])
        self._first_addresses.add(sorted({(article.address,) for article in articles}))
        self._replaced.add(sorted({(each.article_id,) for each in revised.made}))
        self._addresses.add([_address_key(address) for address in addresses])
        self._rejected.add([_rejected_key(row) for row in rejected])
        return revised

    def _write(self, name: str, records: Sequence[Any]) -> None:
        if records:
            rows = to_arrow(list(records), TABLES[name])
            commits.append(self._tables[name], rows, batch=self._batch)

    def _commit_parts(self, names: Sequence[str], parts: Sequence[Part]) -> None:
        for name in names:
            if own := [part for part in parts if part.table == name]:
                commit_parts(self._tables[name], own, batch=self._batch)

    def _articles_once(self, articles: Sequence[Article]) -> list[Article]:
        return _once(articles, lambda article: (article.article_id,), self._articles)

    def _addresses_once(
        self, articles: Sequence[Article], addresses: Sequence[Address]
    ) -> list[Address]:
        own = [Address(article.article_id, article.address) for article in articles]
        return _once([*own, *addresses], _address_key, self._addresses)

    def _rejected_once(self, rejected: Sequence[Rejected]) -> list[Rejected]:
        return _once(rejected, _rejected_key, self._rejected)


def _known(ledger: Ledger, article_ids: Iterable[str]) -> set[str]:
    found = ledger.known([(article_id,) for article_id in article_ids])
    return {str(article_id) for (article_id,) in found}


def _once(records: Sequence[Any], key: Any, ledger: Ledger) -> list[Any]:
    by_key: dict[Key, Any] = {}
    for record in records:
        by_key.setdefault(key(record), record)
    fresh = ledger.fresh(list(by_key))
    return [record for found, record in by_key.items() if found in fresh]


def _address_key(address: Address) -> Key:
    return (address.article_id, address.address)


def _rejected_key(row: Rejected) -> Key:
    return (row.path, row.place, row.stage, row.reason, row.article_id)


def compact(table: DeltaTable) -> None:
    """Merge small files of a table, and delete what no reader of the last day can need."""
    if len(table.file_uris()) >= FILES_BEFORE_COMPACTION:
        commits.merge_small(table, size=FILE_SIZE, rows=FILE_ROWS)
    commits.tidy(table)
