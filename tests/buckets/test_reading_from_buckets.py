"""What is read of a bucket is what is read of a folder, and what goes wrong is told."""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import replace
from typing import Any

import pytest
from buckets_world import RECORD, files, put, save
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.buckets import BucketPath, paths, stream
from detente.buckets.client import client
from detente.errors import DetenteError, InputError
from detente.reading import ReadingOptions, columns_of, count, read, used_mapping
from detente.records import Article, Rejected

botocore = pytest.importorskip("botocore.exceptions", reason="needs the extra `s3`")


NUMBERS = itertools.count()


def seen(item: Article | Rejected, place: str) -> Article | Rejected:
    """What was read, without where."""
    if isinstance(item, Article):
        return replace(item, address=item.address.removeprefix(place))
    return replace(item, path=item.path.removeprefix(place))


def test_a_bucket_is_read_as_a_folder_is(tmp_path, bucket):
    folder, address = save(tmp_path / "in", files()), put(bucket, "in", files())
    here = [seen(item, str(folder)) for item in read([folder])]
    there = [seen(item, address) for item in read([address])]
    assert there == here
    assert sum(isinstance(item, Article) for item in here) > 20
    assert sum(isinstance(item, Rejected) for item in here) > 5
    assert any(isinstance(item, Article) and item.outlet == "The Harbour" for item in there)


def test_bytes_and_names_are_told_as_of_a_folder(tmp_path, bucket):
    folder, address = save(tmp_path / "in", files()), put(bucket, "in", files())
    taken: list[int] = []
    names: list[str] = []
    assert [*read([f"{address}/"], on_progress=taken.append, on_file=names.append)]
    assert sum(taken) == count([address]) == count([folder])
    told: list[str] = []
    assert [*read([folder], on_file=told.append)]
    assert names == [name.replace(str(folder), address) for name in told]


def test_several_places_and_one_object(tmp_path, bucket):
    folder = save(tmp_path / "in", {"a.txt": b"Chile met Fiji."})
    address = put(
        bucket, "in", {"one.json": json.dumps(RECORD).encode(), "one.json.bak/x.txt": b"Kenya."}
    )
    found = [*read([f"{address}/one.json", folder, f"{address}/one.json.bak"])]
    assert [item.text for item in found] == [RECORD["text"], "Chile met Fiji.", "Kenya."]
    assert found[0].address == f"{address}/one.json"


def test_a_mapping_is_shown_as_for_a_folder(tmp_path, bucket):
    folder, address = save(tmp_path / "in", files()), put(bucket, "in", files())
    assert used_mapping([address]).replace(address, "") == used_mapping([folder]).replace(
        str(folder), ""
    )
    with pytest.raises(InputError, match="each place alone"):
        used_mapping([address, folder])


def test_a_mapping_that_is_named(tmp_path, bucket):
    address = put(bucket, "in", {"a/x.csv": b"body,outlet\nChile met Fiji.,\n"})
    named = tmp_path / "my.toml"
    named.write_text('["a/*.csv"]\noutlet = "The Coast"\n["a/*.csv".columns]\ntext = "body"\n')
    (found,) = read([address], ReadingOptions(mapping=named))
    assert (found.text, found.outlet) == ("Chile met Fiji.", "The Coast")


def test_columns_of_an_object(bucket):
    address = put(bucket, "in", {"x.csv": b"body,day\nChile met Fiji.,2024-05-03\n"})
    assert columns_of(f"{address}/x.csv") == {"body": "Chile met Fiji.", "day": "2024-05-03"}
    assert columns_of(f"{address}/gone.csv") == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(
    names=st.sets(
        st.lists(
            st.sampled_from(["a", "a-b", "a.b", "a b", "ab", "é", "z"]), min_size=1, max_size=3
        ).map("/".join),
        max_size=12,
    ),
    at_once=st.integers(1, 3),
)
def test_objects_come_in_the_order_of_a_folder(storage, names, at_once):
    # A folder holds no file of the name of a folder in it.
    chosen = [f"{name}.txt" for name in names]
    name = f"order-{next(NUMBERS)}"
    client().create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )
    put(name, "in", dict.fromkeys(chosen, b"x"))
    ask = client().list_objects_v2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "client", lambda: Pages(ask, at_once))
        found = [entry.path.key.removeprefix("in/") for entry in BucketPath(name, "in/").files()]
    assert found == sorted(chosen, key=lambda each: [part.encode() for part in each.split("/")])


class Pages:
    """A client whose lists are short."""

    def __init__(self, ask: Any, at_once: int) -> None:
        self._ask, self._at_once = ask, at_once

    def list_objects_v2(self, **question: Any) -> Any:
        return self._ask(**question, MaxKeys=self._at_once)


class Breaking:
    """A client whose connections break after some bytes."""

    def __init__(self, after: int, *, times: int = 1_000_000) -> None:
        self.asked = 0
        self._real, self._after, self._times = client(), after, times

    def get_object(self, **question: Any) -> Any:
        self.asked += 1
        answer = self._real.get_object(**question)
        if self.asked <= self._times:
            answer["Body"] = Broken(answer["Body"], self._after)
        return answer


class Broken:
    def __init__(self, body: Any, left: int) -> None:
        self._body, self._left = body, left

    def read(self, size: int) -> bytes:
        if not self._left:
            raise botocore.IncompleteReadError(actual_bytes=0, expected_bytes=1)
        chunk = self._body.read(min(size, self._left))
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        self._body.close()


LINES = "".join(
    f"{json.dumps({**RECORD, 'text': f'Fiji warned Kenya, {n}.'})}\n" for n in range(50)
).encode()


@pytest.mark.parametrize("after", [1, 1000])
def test_a_connection_that_breaks_is_gone_on_with(bucket, monkeypatch, after):
    data = LINES if after > 1 else LINES[:150]
    address = put(bucket, "in", {"x.jsonl": data})
    whole = [*read([address])]
    breaking = Breaking(after)
    monkeypatch.setattr(stream, "client", lambda: breaking)
    assert [*read([address])] == whole
    assert breaking.asked == -(-len(data) // after)


def test_a_connection_that_gives_nothing_ends_the_run(bucket, monkeypatch):
    address = put(bucket, "in", {"x.jsonl": LINES, "y.jsonl": LINES})
    breaking = Breaking(0)
    monkeypatch.setattr(stream, "client", lambda: breaking)
    with pytest.raises(InputError, match="broke the connection"):
        list(read([address]))


def test_an_object_that_changes_while_it_is_read_is_one_row(bucket, monkeypatch):
    address = put(bucket, "in", {"x.jsonl": LINES, "y.txt": b"Chile met Fiji."})

    class Changing(Breaking):
        def get_object(self, **question: Any) -> Any:
            if "Range" in question:
                put(bucket, "in", {"x.jsonl": LINES[::-1]})
            return super().get_object(**question)

    changing = Changing(3000, times=1)
    monkeypatch.setattr(stream, "client", lambda: changing)
    found = [*read([address])]
    rows = [item for item in found if isinstance(item, Rejected)]
    assert [(row.path, row.reason) for row in rows] == [
        (f"{address}/x.jsonl", "it was changed while it was read")
    ]
    assert found[-1].text == "Chile met Fiji."


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("NoSuchKey", 404, "does not exist"),
        ("AccessDenied", 403, "no permission to read it"),
        ("InvalidObjectState", 403, "archived: it has to be restored before it can be read"),
        ("Odd'Code\n<x>", 400, "object storage refuses it: OddCodex"),
    ],
)
def test_an_object_that_cannot_be_read_is_one_row(bucket, monkeypatch, code, status, reason):
    address = put(bucket, "in", {"x.txt": b"x", "y.txt": b"Chile met Fiji."})
    real = client()

    class Refusing:
        def get_object(self, **question: Any) -> Any:
            if question["Key"] == "in/x.txt":
                error = {"Code": code, "Message": "key-that-nobody-sees"}
                answer = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": status}}
                raise botocore.ClientError(answer, "GetObject")
            return real.get_object(**question)

    monkeypatch.setattr(stream, "client", Refusing)
    row, article = read([address])
    assert (row.path, row.reason, article.text) == (f"{address}/x.txt", reason, "Chile met Fiji.")
    assert "nobody" not in repr(row)


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("s3://archive-of-nobody/in", "no such bucket"),
        ("s3://", "no name of a bucket"),
        ("s3://KEY:nobody-sees@archive/in", "no name of a bucket"),
        ("s3://archive/in/x.txt?X-Amz-Signature=nobody-sees", "a signed address"),
        ("https://archive.example/x.txt?X-Amz-Signature=nobody-sees", "a web address"),
        ("https://key:nobody-sees@archive.example/x.txt", "a web address"),
        ("s3://archive/\udcff", "not UTF-8"),
    ],
)
def test_places_that_are_none(storage, given, what):
    with pytest.raises(InputError, match=what) as told:
        read([given])
    assert told.value.advice
    assert "nobody-sees" not in str(told.value)


def test_what_does_not_exist(bucket):
    address = put(bucket, "in", {"x.txt": b"Chile met Fiji.", ".y.txt": b"", ".z/a.txt": b""})
    client().put_object(Bucket=bucket, Key="made/", Body=b"")
    with pytest.raises(InputError, match="does not exist"):
        read([f"{address}/x"])
    _, gone, made = read([address, f"{address}/x", f"s3://{bucket}/made"])
    assert (gone.path, gone.reason) == (f"{address}/x", "does not exist")
    assert (made.path, made.reason) == (f"s3://{bucket}/made", "a folder without files")


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "no credentials"),
        ({"AWS_PROFILE": "nobody-sees"}, "settings for object storage"),
        ({"AWS_ENDPOINT_URL": "nobody-sees"}, "settings for object storage"),
        ({"AWS_ENDPOINT_URL": "http://key:nobody-sees@127.0.0.1:9"}, "does not answer"),
    ],
)
def test_storage_that_cannot_be_asked(storage, monkeypatch, settings, what):
    monkeypatch.setattr("detente.buckets.client.ATTEMPTS", 1)
    for name, value in settings.items():
        storage.delenv(name) if value is None else storage.setenv(name, value)
    with pytest.raises(DetenteError, match=what) as told:
        read(["s3://archive/in"])
    assert told.value.advice
    assert "nobody-sees" not in f"{told.value}{told.value.__cause__}"


def test_the_client_is_an_extra(monkeypatch):
    client.cache_clear()
    monkeypatch.setitem(sys.modules, "boto3.session", None)
    with pytest.raises(DetenteError, match=r"detente\[s3\]"):
        read(["s3://archive/in"])
