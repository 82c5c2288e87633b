"""What does it mean that object storage refuses, or does not answer? In words of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from detente.errors import DetenteError, InputError


class ObjectError(OSError):
    """One object cannot be read or written, where others may be; `code` is what storage calls it."""

    def __init__(self, reason: str, advice: str, code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
        self.code = code


ABSENT, FORBIDDEN, CHANGED = "NoSuchKey", "AccessDenied", "PreconditionFailed"
Words = tuple[str, str]

_CREDENTIALS: Words = (
    "no credentials for object storage",
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role gives them.",
)
_TURNED_DOWN: Words = (
    "object storage does not take these credentials",
    "Look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN or AWS_PROFILE; "
    "those of a session expire. Then run it again.",
)
_SILENT: Words = (
    "object storage does not answer, or broke the connection",
    "Look at the network and at AWS_ENDPOINT_URL, then run it again: what is stored is kept.",
)
_BUSY: Words = (
    "object storage is overloaded or fails",
    "Run it again later: what is stored is kept.",
)
_REGION: Words = (
    "the bucket lies in another region, or is not this server's",
    "Set AWS_REGION to the bucket's region, and AWS_ENDPOINT_URL to its server.",
)
_NO_BUCKET: Words = ("no such bucket", "Check the spelling, and the account of the credentials.")

_OF_ALL: dict[str, Words] = {
    "NoSuchBucket": _NO_BUCKET,
    "InvalidBucketName": _NO_BUCKET,
    "PermanentRedirect": _REGION,
    "301": _REGION,
    "AuthorizationHeaderMalformed": _REGION,
    **dict.fromkeys(
        """InvalidAccessKeyId SignatureDoesNotMatch ExpiredToken InvalidToken TokenRefreshRequired
        RequestTimeTooSkewed AuthFailure UnrecognizedClientException InvalidClientTokenId 401""".split(),
        _TURNED_DOWN,
    ),
    **dict.fromkeys(
        "InternalError ServiceUnavailable SlowDown Throttling RequestLimitExceeded TooManyRequests".split(),
        _BUSY,
    ),
    "RequestTimeout": _SILENT,
}
"""What storage says of whoever asks, or of the bucket: nothing else can be read then, either."""

_OF_ONE: dict[str, tuple[str, str, str]] = {
    ABSENT: (ABSENT, "does not exist", "Check the spelling of the path."),
    FORBIDDEN: (
        FORBIDDEN,
        "no permission to read it",
        "Grant s3:GetObject (and s3:ListBucket on the bucket), or leave it out.",
    ),
    CHANGED: (CHANGED, "it was changed while it was read", "Read it again."),
    "InvalidObjectState": (
        "InvalidObjectState",
        "archived: it has to be restored before it can be read",
        "Restore it (`aws s3api restore-object`), then run it again.",
    ),
}
_OF_ONE |= {"404": _OF_ONE[ABSENT], "403": _OF_ONE[FORBIDDEN], "412": _OF_ONE[CHANGED]}
_SERVER_FAILS = 500


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn what the client raises within the block into `ObjectError` or, for all objects, `InputError`.

    What it raised is not kept as the cause: its words may hold an address with a key or a signature.
    """
    try:
        yield
    except (DetenteError, OSError):
        raise
    except Exception as problem:
        meaning = _meaning(problem, where)
        if meaning is None:
            raise
        raise meaning from None


def no_client() -> InputError:
    """The error of settings by which no client can be made."""
    return InputError(
        "the settings for object storage cannot be used",
        advice="Look at AWS_ENDPOINT_URL (http://HOST:PORT or https://HOST), AWS_REGION and AWS_PROFILE.",
    )


def silent(where: str) -> InputError:
    """The error of a connection that breaks again and again."""
    return _input_error(_SILENT, where)


def _meaning(problem: Exception, where: str) -> ObjectError | InputError | None:
    """What an error of the client means; None for what is none of its."""
    from botocore.exceptions import BotoCoreError, ClientError
    from urllib3.exceptions import HTTPError

    if isinstance(problem, ClientError):
        return _of_answer(problem.response, where)
    if isinstance(problem, HTTPError):
        return silent(where)
    return _of_client(problem, where) if isinstance(problem, BotoCoreError) else None


def _of_answer(response: dict[str, dict[str, object]], where: str) -> ObjectError | InputError:
    """What storage's answer means, by its code and its status."""
    code = re.sub(r"\W", "", str(response.get("Error", {}).get("Code", "")))[:60]
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _OF_ALL:
        return _input_error(_OF_ALL[code], where)
    if code in _OF_ONE:
        code, reason, advice = _OF_ONE[code]
        return ObjectError(reason, advice, code)
    if isinstance(status, int) and status >= _SERVER_FAILS:
        return _input_error(_BUSY, where)
    reason = f"object storage refuses it: {code or status}"
    return ObjectError(reason, "Look that word up in the storage's documentation.", code)


def _of_client(problem: Exception, where: str) -> InputError:
    """What it means that there was no answer."""
    from botocore import exceptions

    without = (
        exceptions.NoCredentialsError,
        exceptions.PartialCredentialsError,
        exceptions.CredentialRetrievalError,
        exceptions.ProfileNotFound,
        exceptions.SSOError,
    )
    if isinstance(problem, without):
        return _input_error(_CREDENTIALS, where)
    broken = (
        exceptions.ConnectionError,
        exceptions.HTTPClientError,
        exceptions.IncompleteReadError,
        exceptions.ResponseStreamingError,
    )
    if isinstance(problem, broken):
        return _input_error(_SILENT, where)
    return InputError(
        f"the client for object storage fails: {type(problem).__name__}",
        where=where,
        advice="Look at AWS_ENDPOINT_URL, AWS_REGION and AWS_PROFILE, then run it again.",
    )


def _input_error(words: Words, where: str) -> InputError:
    return InputError(words[0], where=where, advice=words[1])
