"""Who asks object storage, and with whose credentials? Those that all programs for S3 use."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from detente.buckets.failing import no_client
from detente.errors import MissingExtraError

ATTEMPTS = 5
"""How many times a request is made, with growing pauses, until it is given up."""
CONNECTING = 10
WAITING = 60
"""Seconds in which a server must take a connection, and then answer."""


@cache
def client() -> Any:
    """The client of this process, by the environment: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_PROFILE` …

    Raises `MissingExtraError` where boto3 is not installed, and `InputError` for settings that cannot be
    used; credentials are looked at by the first request.
    """
    try:
        from boto3.session import Session
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError as problem:
        raise MissingExtraError(
            "object storage needs the client for it", advice="pip install 'detente[s3]'"
        ) from problem
    config = Config(
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        connect_timeout=CONNECTING,
        read_timeout=WAITING,
        # Newer sums of what is sent are unknown to many servers that are asked as S3 is.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    # boto3 by itself reads AWS_DEFAULT_REGION alone, other clients this one, too.
    region = os.environ.get("AWS_REGION") or None
    try:
        return Session().client("s3", region_name=region, config=config)
    except (BotoCoreError, ValueError):
        # Its words may quote an address with a password in it.
        pass
    raise no_client()
