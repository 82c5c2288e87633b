"""What are the bytes of a file?

Opens a file, an object of a bucket or standard input, unpacks gzip, turns UTF-16 and UTF-32 into
UTF-8, and reports how far it has come. Nothing here holds more than some `SAMPLE` bytes.
"""

from __future__ import annotations

import codecs
import io
import sys
import zlib
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from detente.buckets import BucketPath
from detente.reading.encoding import SAMPLE, byte_order_mark
from detente.reading.paths import Location
from detente.reading.problems import READ_ERRORS, UnpacksTooFarError

Progress = Callable[[int], None]
GZIP = b"\x1f\x8b"
MOST_TIMES = 200
"""How much larger packed data may become. Text becomes five times as large, a table of figures twenty."""
ANY_TIMES = 64 * 1024 * 1024
"""Bytes up to which it does not matter how much larger they became."""
_GZIP_FORMAT = 31
_STEP = 1024


class _Bytes(io.RawIOBase):
    """A raw stream made of `take`, which gives 1 to `size` bytes, or none at the end."""

    @abstractmethod
    def take(self, size: int) -> bytes: ...

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self.take(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def buffered(self) -> io.BufferedReader:
        return io.BufferedReader(self)


class Counted(_Bytes):
    """A stream that reports the bytes taken from it."""

    def __init__(self, stream: io.BufferedReader, report: Progress) -> None:
        self._stream = stream
        self._report = report
        self.taken = 0

    def take(self, size: int) -> bytes:
        chunk = self._stream.read1(size)
        self.taken += len(chunk)
        self._report(len(chunk))
        return chunk


class Unpacked(_Bytes):
    """A gzip stream of one or more members, unpacked; `UnpacksTooFarError` where that has no end.

    Unlike `gzip.GzipFile` it unpacks in small steps of one size in every version of Python:
    a step that meets damage loses all that it had unpacked.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._packed = b""
        self._in = self._out = 0
        self._member = zlib.decompressobj(_GZIP_FORMAT)

    def take(self, size: int) -> bytes:
        while not self._member.eof or self._next_member():
            if not self._packed:
                self._packed = self._stream.read1(io.DEFAULT_BUFFER_SIZE)
            ended = not self._packed
            chunk = self._member.decompress(self._packed, min(size, _STEP))
            self._in += len(self._packed) - len(self._member.unconsumed_tail)
            self._packed = self._member.unconsumed_tail
            if chunk:
                self._check(len(chunk))
                return chunk
            if ended and not self._member.eof:
                raise EOFError("it ends in the middle")
        return b""

    def _check(self, unpacked: int) -> None:
        self._out += unpacked
        if self._out > ANY_TIMES and self._out > MOST_TIMES * self._in:
            raise UnpacksTooFarError(MOST_TIMES)

    def _next_member(self) -> bool:
        rest = self._member.unused_data + self._stream.read1(io.DEFAULT_BUFFER_SIZE)
        # Tapes and block devices pad with zeros.
        if not rest.strip(b"\0"):
            return False
        self._member = zlib.decompressobj(_GZIP_FORMAT)
        self._packed = rest
        return True


class Replayed(_Bytes):
    """A stream whose first bytes were read already, with the error that reading them met."""

    def __init__(self, head: bytes, stream: io.BufferedReader, error: Exception | None) -> None:
        self._head = head
        self._stream = stream
        self._error = error

    def take(self, size: int) -> bytes:
        if not self._head and self._error:
            raise self._error
        if not self._head:
            return self._stream.read1(size)
        chunk, self._head = self._head[:size], self._head[size:]
        return chunk


class AsUtf8(_Bytes):
    """A stream in another encoding, seen as UTF-8; `UnicodeDecodeError` where it breaks it."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._ready = b""

    def take(self, size: int) -> bytes:
        while not self._ready:
            chunk = self._stream.read1(io.DEFAULT_BUFFER_SIZE)
            self._ready = self._decoder.decode(chunk, final=not chunk).encode("utf-8")
            if not chunk:
                break
        chunk, self._ready = self._ready[:size], self._ready[size:]
        return chunk


class Opened:
    """A file's bytes from the start, unpacked; `head` shows up to `SAMPLE` of them beforehand.

    `packed` says that gzip data is expected; it is unpacked also where it is not. `error` is
    what reading the head met, if anything; reading `stream` raises it after the head.
    """

    def __init__(self, stream: io.BufferedReader, *, packed: bool = False) -> None:
        self._look(stream)
        if packed or self.head.startswith(GZIP):
            self._look(Unpacked(self.stream).buffered())
        mark = byte_order_mark(self.head)
        if mark:
            self._pass_mark(*mark)

    def _look(self, stream: io.BufferedReader) -> None:
        self.head, self.error = _take_head(stream)
        self.stream = Replayed(self.head, stream, self.error).buffered()

    def _pass_mark(self, encoding: str, length: int) -> None:
        self.stream.read(length)
        utf8 = encoding == "utf-8"
        self._look(self.stream if utf8 else AsUtf8(self.stream, encoding).buffered())


def _take_head(stream: io.BufferedReader) -> tuple[bytes, Exception | None]:
    head = bytearray()
    try:
        while len(head) < SAMPLE and (chunk := stream.read1(_STEP)):
            head += chunk
    except READ_ERRORS as error:
        return bytes(head), error
    return bytes(head), None


@contextmanager
def opened(path: Location, *, packed: bool, on_progress: Progress) -> Iterator[Opened]:
    """The bytes of a file; on leaving, its whole size has been reported to `on_progress`.

    `packed` says that the name promises gzip. Raises `READ_ERRORS`, here or while it is read.
    """
    file, size = _whole(path)
    with file:
        counted = Counted(file, on_progress)
        try:
            yield Opened(counted.buffered(), packed=packed)
        finally:
            on_progress(max(0, size - counted.taken))


def _whole(path: Location) -> tuple[io.BufferedReader, int]:
    if isinstance(path, BucketPath):
        return path.open()
    return path.open("rb"), path.stat().st_size


def standard_input(on_progress: Progress) -> Opened:
    """The bytes of standard input, which stays open."""
    standard = cast(io.BufferedReader, sys.stdin.buffer)
    return Opened(Counted(standard, on_progress).buffered())


def in_memory(data: bytes) -> Opened:
    """Bytes that lie within another file, opened as a file of their own."""
    return Opened(io.BufferedReader(io.BytesIO(data)))
