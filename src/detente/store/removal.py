"""Taking articles out again, with all that was coded from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deltalake import DeltaTable

from detente.errors import QueryError
from detente.store import kept
from detente.store.checking import open_to_write
from detente.store.failures import explained
from detente.store.layout import CODED, COMMITTED, ask, connect
from detente.store.lock import writer_lock
from detente.store.recovery import OWNED, delete_rows, recover
from detente.store.writer import compact

# Within a file lie its records (`#3`) and the parts of a long text (`#part 2`). A file may have such a
# sign in its name, too: `news#1.csv` does not lie within `news`.
RECORD = "(#[0-9]+)?(#part [0-9]+)?$"
FILES = "(SELECT unnest($files::VARCHAR[]) AS file) f"
TURNED_DOWN = "(r.path = f.file OR starts_with(r.path, f.file || '/'))"
MET = f"""(starts_with(r.address, f.file || '/') OR starts_with(r.address, f.file)
    AND regexp_matches(substr(r.address, length(f.file) + 1), '^{RECORD}'))"""
NAMED = "list_contains(list_transform($outlets::VARCHAR[], lambda x: lower(x)), lower(outlet))"
ARTICLES = f"""
SELECT article_id, outlet, {NAMED} AS named
FROM articles WHERE list_contains($ids::VARCHAR[], article_id) OR {NAMED}
    OR article_id IN (SELECT r.article_id FROM addresses r SEMI JOIN {FILES} ON {MET})
ORDER BY article_id
"""
PATHS = f"SELECT DISTINCT path FROM rejected r SEMI JOIN {FILES} ON {TURNED_DOWN} ORDER BY path"
MET_IN = f"""
SELECT DISTINCT regexp_replace(r.address, '{RECORD}', '') AS file
FROM addresses r SEMI JOIN {FILES} ON {MET} ORDER BY file
"""
UNKNOWN = f"""
SELECT file FROM {FILES} WHERE NOT EXISTS (SELECT 1 FROM addresses r WHERE {MET})
    AND NOT EXISTS (SELECT 1 FROM rejected r WHERE {TURNED_DOWN})
"""
COUNT = "SELECT count(*) FROM {} r SEMI JOIN taken t ON t.article_id = r.article_id"
RESTORED = """
SELECT count(DISTINCT article_id) FROM revisions
WHERE article_id NOT IN (FROM taken) AND replaced_by IN (FROM taken) AND article_id NOT IN
    (SELECT article_id FROM revisions WHERE replaced_by NOT IN (FROM taken))
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be taken out: articles by id, by outlet, by the file or folder they were met in."""

    article_ids: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """What is taken out: the articles, and how much goes with them."""

    article_ids: tuple[str, ...]
    paths: tuple[str, ...]
    """Files whose rejected records go, too."""
    events: int
    statements: int
    channels: int
    restored: int
    """Earlier versions that count again, as the article that replaced them goes."""
    outlets: tuple[str, ...] = ()
    """Outlets as the articles have them, where they were asked for by outlet, in whatever case."""
    files: tuple[str, ...] = ()
    """Files in which articles were met, where they were asked for by file or folder."""


Confirm = Callable[[Removed], bool]


def asked_for(
    article_ids: Sequence[str], outlets: Sequence[str], files: Sequence[str | Path]
) -> Asked:
    """What is to be taken out; raises `QueryError` where nothing is named."""
    if not (article_ids or outlets or files):
        raise QueryError("nothing to take out", advice="Name articles, outlets or files.")
    return Asked(tuple(article_ids), tuple(outlets), tuple(str(Path(file)) for file in files))


def remove(folder: Path, asked: Asked, confirm: Confirm) -> Removed | None:
    """Take out what is asked for, holding the workspace for writing; None where `confirm` says no.

    Killed at any moment, it leaves no article half; what is left over is deleted by whoever writes next.
    Raises `QueryError`, and deletes nothing, where one of what is asked for is not there.
    """
    with writer_lock(folder):
        with explained(folder):
            there = open_to_write(folder)
            tables = {name: there[name] for name in CODED}
            recover(tables)
            found = _found(tables, asked)
        if not confirm(found):
            return None
        with explained(folder):
            _delete(tables, found)
            for table in tables.values():
                compact(table)
            kept.forget(folder)  # it holds the texts, too
    return found


def _found(tables: dict[str, DeltaTable], asked: Asked) -> Removed:
    ids, outlets, files = list(asked.article_ids), list(asked.outlets), list(asked.files)
    with connect(tables) as connection:
        found = ask(connection, ARTICLES, ids=ids, outlets=outlets, files=files)
        paths = ask(connection, PATHS, files=files)["path"].to_pylist()
        unknown = ask(connection, UNKNOWN, files=files)["file"].to_pylist()
        met_in = ask(connection, MET_IN, files=files)["file"].to_pylist()
        connection.register("taken", found.select(["article_id"]))
        counts = [COUNT.format(name) for name in ("events", "statements", "channels")]
        told = [int(ask(connection, sql)[0][0].as_py()) for sql in (*counts, RESTORED)]
    taken = found["article_id"].to_pylist()
    named = sorted({row["outlet"] for row in found.to_pylist() if row["named"]})
    there = {name.lower() for name in named}
    _refuse_unknown("article", set(ids).difference(taken))
    _refuse_unknown("article of outlet", {name for name in outlets if name.lower() not in there})
    _refuse_unknown("article from", set(unknown))
    events, statements, channels, restored = told
    return Removed(
        tuple(taken),
        tuple(paths),
        events=events,
        statements=statements,
        channels=channels,
        restored=restored,
        outlets=tuple(named),
        files=tuple(met_in),
    )


def _delete(tables: dict[str, DeltaTable], found: Removed) -> None:
    # Articles go before what was coded from them: without its article such a row is unseen, and `recover`
    # deletes it. The other way round, a kill would leave articles that seem to have told nothing.
    delete_rows(tables["rejected"], found.paths, key="path")
    delete_rows(tables["rejected"], found.article_ids, only="stage <> 'coding'")
    delete_rows(tables[COMMITTED], found.article_ids)
    for name, key in OWNED.items():
        delete_rows(tables[name], found.article_ids, key=key)
    delete_rows(tables["revisions"], found.article_ids)


def _refuse_unknown(what: str, unknown: set[str]) -> None:
    if unknown:
        named = ", ".join(sorted(unknown)[:5])
        raise QueryError(
            f"no {what} {named} in the workspace",
            advice="`detente status WORKSPACE --as csv` lists the outlets; `--as jsonl` of `detente events`"
            " and of the other questions gives each `article_id`.",
        )
