"""A server that is asked as S3 is, started here, and a bucket of its own for each test."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from detente.buckets.client import client

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
"""The small made-up world of the store's tests serves here, too."""
NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    moto = pytest.importorskip("moto.server", reason="needs `moto[server]`, a server like S3")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def storage(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment of a user of that server; to be changed before anything is asked."""
    settings = {
        "AWS_ENDPOINT_URL": server,
        "AWS_REGION": "eu-north-1",
        "AWS_ACCESS_KEY_ID": "key-that-nobody-sees",
        "AWS_SECRET_ACCESS_KEY": "secret-that-nobody-sees",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/nowhere",
        "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
    }
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    client.cache_clear()
    yield monkeypatch
    client.cache_clear()


@pytest.fixture
def bucket(storage: pytest.MonkeyPatch) -> str:
    """The name of an empty bucket."""
    name = f"archive-{next(NUMBERS)}"
    region = {"LocationConstraint": "eu-north-1"}
    client().create_bucket(Bucket=name, CreateBucketConfiguration=region)
    return name
