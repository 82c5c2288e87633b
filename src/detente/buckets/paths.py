"""Which object, or which of them, is meant by `s3://bucket/key`? Keys are walked as folders are."""

from __future__ import annotations

import heapq
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from detente.buckets.client import client
from detente.buckets.failing import ObjectError, told
from detente.buckets.stream import ObjectStream
from detente.errors import InputError

SCHEME = "s3://"
BUFFER = 64 * 1024
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
_SIGNED = re.compile(r"[?&](?:x-amz-\w+|awsaccesskeyid|signature)=", re.IGNORECASE)
_WRITE_IT = "Write it as s3://BUCKET/KEY; credentials are taken from the environment."


def is_in_bucket(path: object) -> bool:
    """Whether a path as given means object storage."""
    return isinstance(path, str) and path[: len(SCHEME)].lower() == SCHEME


@dataclass(frozen=True, slots=True, order=True)
class BucketPath:
    """An object, or all whose keys begin with a key that ends in a slash, as a folder's files would."""

    bucket: str
    key: str = ""

    @classmethod
    def parse(cls, text: str) -> BucketPath:
        """The path that a text such as `s3://bucket/news/2024` means.

        Raises `InputError`, which does not quote it, for one that holds credentials or a signature.
        """
        bucket, _, key = text[len(SCHEME) :].partition("/")
        if not _BUCKET.fullmatch(bucket):
            raise InputError("no name of a bucket", where=SCHEME, advice=_WRITE_IT)
        if signed := _SIGNED.search(key):
            where = f"{SCHEME}{bucket}/{key[: signed.start()]}"
            raise InputError("a signed address", where=where, advice=_WRITE_IT)
        try:
            key.encode()
        except UnicodeEncodeError as problem:
            raise InputError(
                "the key is not UTF-8, as all keys are", where=SCHEME + bucket, advice=_WRITE_IT
            ) from problem
        return cls(bucket, key)

    def __str__(self) -> str:
        return f"{SCHEME}{self.bucket}/{self.key}"

    @property
    def name(self) -> str:
        """What stands after the last slash that does not end it."""
        return self.key.removesuffix("/").rpartition("/")[2]

    @property
    def folder(self) -> BucketPath:
        """What lies under this key."""
        is_one = not self.key or self.key.endswith("/")
        return self if is_one else BucketPath(self.bucket, f"{self.key}/")

    @property
    def parent(self) -> BucketPath:
        """The folder that it lies in."""
        above, slash, _ = self.key.removesuffix("/").rpartition("/")
        return BucketPath(self.bucket, above + slash)

    def __truediv__(self, name: str) -> BucketPath:
        return BucketPath(self.bucket, self.folder.key + name)

    def within(self, folder: BucketPath) -> str:
        """Its name, seen from a folder that it lies in."""
        return self.key.removeprefix(folder.key)

    def found(self) -> Entry | None:
        """The object of this key; else the folder, where anything lies in it; else None."""
        if not self.key or self.key.endswith("/"):
            return Entry(self) if self._first(self.key) else None
        # An object comes first among all those whose keys begin with its own.
        first = self._first(self.key)
        if first and first["Key"] == self.key:
            return Entry(self, first["Size"])
        return self.folder.found()

    def files(self) -> Iterator[Entry]:
        """The objects of a folder and of those within it, by name, as they are asked for.

        Those whose name, or whose folder's, begins with a dot are passed over. Held are the names of the
        folders of one folder, and some objects.
        """
        # By hand, since folders may lie in each other deeper than functions can call each other.
        levels = [self._entries()]
        while levels:
            entry = next(levels[-1], None)
            if entry is None:
                levels.pop()
            elif entry.size is None:
                levels.append(entry.path._entries())
            else:
                yield entry

    def open(self) -> tuple[io.BufferedReader, int]:
        """The bytes of the object, to be closed, and how many they are.

        Raises `ObjectError` and `InputError`, here and while it is read.
        """
        stream = ObjectStream(self.bucket, self.key)
        return io.BufferedReader(stream, BUFFER), stream.size

    def read(self) -> tuple[bytes, str]:
        """The bytes of a small object, and what storage calls this version of it."""
        with ObjectStream(self.bucket, self.key) as stream:
            return stream.readall(), stream.version

    def read_text(self, encoding: str = "utf-8") -> str:
        """The text of a small object."""
        return self.read()[0].decode(encoding)

    def _first(self, prefix: str) -> dict[str, Any] | None:
        with _listing(self):
            answer = client().list_objects_v2(Bucket=self.bucket, Prefix=prefix, MaxKeys=1)
        found: list[dict[str, Any]] = answer.get("Contents", [])
        return found[0] if found else None

    def _entries(self) -> Iterator[Entry]:
        """What lies in the folder itself, by name.

        Storage lists `a.txt` before what lies in `a/`, a folder is read the other way. So where there
        is more than one page, the folders are listed first, and the objects once more beside them.
        """
        pages = self._pages()
        first = next(pages, {})
        if not first.get("IsTruncated"):
            return iter(sorted([*self._folders([first]), *self._objects([first])]))
        folders = sorted(self._folders(chain([first], pages)))
        return heapq.merge(folders, self._objects(self._pages()))

    def _pages(self) -> Iterator[dict[str, Any]]:
        more: dict[str, str] = {}
        while True:
            with _listing(self):
                page = client().list_objects_v2(
                    Bucket=self.bucket, Prefix=self.key, Delimiter="/", **more
                )
            yield page
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def _folders(self, pages: Iterable[dict[str, Any]]) -> Iterator[Entry]:
        for page in pages:
            for each in page.get("CommonPrefixes", ()):
                path = BucketPath(self.bucket, each["Prefix"])
                if not path.name.startswith("."):
                    yield Entry(path)

    def _objects(self, pages: Iterable[dict[str, Any]]) -> Iterator[Entry]:
        for page in pages:
            for each in page.get("Contents", ()):
                path = BucketPath(self.bucket, each["Key"])
                # An object that has the folder's own key is what some programs make a folder by.
                if path != self and not path.name.startswith("."):
                    yield Entry(path, each["Size"])


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What lies in a folder: an object with its size in bytes, or a folder; ordered by name."""

    order: bytes = field(init=False, repr=False)
    path: BucketPath = field(compare=False)
    size: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", self.path.name.encode())


@contextmanager
def _listing(path: BucketPath) -> Iterator[None]:
    """What cannot be listed concerns more than one object."""
    try:
        with told(str(path)):
            yield
    except ObjectError as problem:
        raise InputError(
            problem.reason.replace("read it", "list it"), where=str(path), advice=problem.advice
        ) from None
