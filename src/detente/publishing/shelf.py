"""What lies on object storage, under which keys, and which contents count?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from detente.buckets import BucketPath, ObjectError, is_in_bucket
from detente.buckets.failing import ABSENT
from detente.buckets.putting import put_if, upload
from detente.errors import InputError, WorkspaceError
from detente.publishing.contents import DIGEST, Contents, Kept, contents_in

FORMAT = 1
POINTER, CONTENTS, FILES = "detente-workspace.json", "contents", "files"
AT_ONCE = 8
"""Files that are on their way at once."""
CHUNK = 2**20
Item = TypeVar("Item")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a push or pull did: files and bytes that were moved, and those that there are."""

    moved: int
    moved_bytes: int
    files: int
    total_bytes: int
    newer: bool = False
    """Nothing was moved, as what it would have been moved to is further."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The contents that count, and what storage calls the version of the object that says so."""

    contents: Contents
    version: str


class Shelf:
    """A workspace on object storage. Raises `InputError` where that cannot be asked."""

    def __init__(self, address: str) -> None:
        if not is_in_bucket(address):
            raise InputError(
                "not on object storage", where=address, advice="Write it as s3://BUCKET/KEY."
            )
        self._folder = BucketPath.parse(address).folder
        self.name = str(self._folder).removesuffix("/")

    def counting(self) -> Counting | None:
        """The contents that count; None where nothing was pushed yet. Raises `WorkspaceError`."""
        try:
            told, version = (self._folder / POINTER).read()
        except ObjectError as problem:
            if problem.code == ABSENT:
                return None
            raise InputError(problem.reason, where=self.name, advice=problem.advice) from None
        digest = _named_in(told, self.name)
        try:
            data, _ = (self._folder / f"{CONTENTS}/{digest}.json").read()
        except ObjectError:
            raise self._damaged(f"{CONTENTS}/{digest}.json") from None
        if hashlib.sha256(data).hexdigest() != digest:
            raise self._damaged(f"{CONTENTS}/{digest}.json")
        return Counting(contents_in(data, self.name), version)

    def count(self, contents: Contents, before: Counting | None) -> bool:
        """Make contents, whose files are there, those that count; False where others do meanwhile."""
        listed = self._folder / f"{CONTENTS}/{contents.digest}.json"
        put_if(contents.data, listed, None)
        # The same once more: who does not refuse that would let one push undo another.
        if put_if(contents.data, listed, None):
            raise InputError(
                "this object storage keeps no conditions (`If-None-Match`), so that two who push at once"
                " could undo each other",
                where=self.name,
                advice="Use storage that does, as S3 and MinIO.",
            )
        pointer = {"format": FORMAT, "contents": contents.digest}
        data = json.dumps(pointer).encode() + b"\n"
        if put_if(data, self._folder / POINTER, before.version if before else None):
            return True
        # Asked again where no answer came, storage refuses what it did the first time.
        now = self.counting()
        return now is not None and now.contents == contents

    def there(self) -> dict[str, int | None]:
        """The digests of the files that are there, and their sizes."""
        return {entry.path.name: entry.size for entry in (self._folder / f"{FILES}/").files()}

    def put(self, file: Path, kept: Kept) -> None:
        """Put a file there."""
        upload(file, self._folder / f"{FILES}/{kept.digest}")

    def fetch(self, kept: Kept, file: Path) -> None:
        """Write a file of that content. Raises `WorkspaceError` where it is not there, or is another."""
        content = hashlib.sha256()
        try:
            stream, _ = (self._folder / f"{FILES}/{kept.digest}").open()
            with closing(stream), file.open("wb") as target:
                while chunk := stream.read(CHUNK):
                    content.update(chunk)
                    target.write(chunk)
        except ObjectError as problem:
            if problem.code == ABSENT:
                raise self._lost(f"{FILES}/{kept.digest}") from None
            raise InputError(problem.reason, where=self.name, advice=problem.advice) from None
        if content.hexdigest() != kept.digest:
            raise self._damaged(f"{FILES}/{kept.digest}")

    def _lost(self, key: str) -> WorkspaceError:
        return WorkspaceError(
            f"damaged: {key} is missing",
            where=self.name,
            advice="Push once more from a folder that has all of it: what is missing is put there again.",
        )

    def _damaged(self, key: str) -> WorkspaceError:
        return WorkspaceError(
            f"damaged: {key} is missing, or not what it was",
            where=self.name,
            advice="Push to another key, from a folder that is whole.",
        )


def at_once(do: Callable[[Item], None], items: Iterable[Item]) -> Iterator[Item]:
    """Do something for each, some at once; those that are done, in their order."""
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        waiting = [(item, pool.submit(do, item)) for item in items]
        for item, future in waiting:
            future.result()
            yield item
    finally:
        pool.shutdown(cancel_futures=True)


def _named_in(pointer: bytes, where: str) -> str:
    """The digest of the contents that a pointer names."""
    try:
        told = json.loads(pointer)
        form, digest = int(told["format"]), str(told["contents"])
    except (ValueError, KeyError, TypeError) as problem:
        raise WorkspaceError(
            f"its {POINTER} does not say which contents count",
            where=where,
            advice="Restore that object, or push to another key.",
        ) from problem
    if form > FORMAT or not DIGEST.fullmatch(digest):
        raise WorkspaceError(
            f"of format {form}, made by a newer detente; this one reads {FORMAT}",
            where=where,
            advice="Upgrade: pip install --upgrade detente",
        )
    return digest
