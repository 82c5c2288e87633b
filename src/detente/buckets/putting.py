"""How is something put on object storage, and only where nobody else did meanwhile?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from detente.buckets.client import client
from detente.buckets.failing import CHANGED, FORBIDDEN, ObjectError, told
from detente.buckets.paths import BucketPath
from detente.errors import InputError

MEANWHILE = (CHANGED, "ConditionalRequestConflict", "409")


def upload(file: Path, to: BucketPath) -> None:
    """Put a file there, in parts where it is large; it is there whole or not at all.

    Raises `InputError` where that cannot be done.
    """
    from boto3.s3.transfer import TransferConfig

    with _putting(to), file.open("rb") as data:
        config = TransferConfig(use_threads=False)
        client().upload_fileobj(data, to.bucket, to.key, Config=config)


def put_if(data: bytes, to: BucketPath, version: str | None) -> bool:
    """Put something there if what is there is of a version, or if nothing is; whether it was put.

    Raises `InputError` where that cannot be done.
    """
    condition: dict[str, Any] = {"IfMatch": version} if version else {"IfNoneMatch": "*"}
    try:
        with told(str(to)):
            client().put_object(Bucket=to.bucket, Key=to.key, Body=data, **condition)
    except ObjectError as problem:
        if problem.code in MEANWHILE:
            return False
        raise _refused(problem, to) from None
    return True


@contextmanager
def _putting(to: BucketPath) -> Iterator[None]:
    try:
        with told(str(to)):
            yield
    except ObjectError as problem:
        raise _refused(problem, to) from None


def _refused(problem: ObjectError, to: BucketPath) -> InputError:
    if problem.code == FORBIDDEN:
        return InputError(
            "no permission to write there", where=str(to), advice="Grant s3:PutObject on it."
        )
    return InputError(problem.reason, where=str(to), advice=problem.advice)
