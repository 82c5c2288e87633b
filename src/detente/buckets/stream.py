"""What are the bytes of an object? Streamed, and gone on with where the connection breaks."""

from __future__ import annotations

import io
from typing import Any

from detente.buckets.client import client
from detente.buckets.failing import silent, told

TRIES = 5
"""How many times in a row a connection may break before a byte has come."""


class ObjectStream(io.RawIOBase):
    """An object from its start; nothing of it is held here.

    Where the connection breaks it is asked for the rest, of the same version. Raises `ObjectError` and
    `InputError`, when it is made and while it is read.
    """

    def __init__(self, bucket: str, key: str) -> None:
        self._object = {"Bucket": bucket, "Key": key}
        self._where = f"s3://{bucket}/{key}"
        self._at = 0
        answer = self._ask()
        self.size: int = answer["ContentLength"]
        self.version: str = answer["ETag"]
        """What storage calls this content of the object."""
        self._body: Any = answer["Body"]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        for _ in range(TRIES):
            if self._at >= self.size:
                return 0
            chunk = self._next(min(len(buffer), self.size - self._at))
            if chunk:
                buffer[: len(chunk)] = chunk
                self._at += len(chunk)
                return len(chunk)
        raise silent(self._where)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _next(self, size: int) -> bytes:
        """Some bytes more, or none where the connection breaks."""
        from botocore.exceptions import BotoCoreError
        from urllib3.exceptions import HTTPError

        if self._body is None:
            self._body = self._ask(Range=f"bytes={self._at}-{self.size - 1}", IfMatch=self.version)[
                "Body"
            ]
        try:
            chunk = bytes(self._body.read(size))
        except (BotoCoreError, HTTPError, OSError):
            chunk = b""
        if not chunk:
            self._let_go()
        return chunk

    def _ask(self, **more: str) -> dict[str, Any]:
        with told(self._where):
            answer: dict[str, Any] = client().get_object(**self._object, **more)
            return answer

    def _let_go(self) -> None:
        body, self._body = getattr(self, "_body", None), None
        if body is not None:
            body.close()
