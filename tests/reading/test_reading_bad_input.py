"""Each kind of bad input is a row that says where, why and what to do; the rest is read."""

import gzip
import json
import os
import socket
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.reading import ReadingOptions, read
from detente.reading.problems import Source, in_words, of_error
from detente.records import Article, Rejected

GOOD = b'{"text": "good", "date": "2024-01-11"}\n'


def rows(paths, options=None):
    found = list(read(paths, options))
    for row in found:
        if isinstance(row, Rejected):
            assert row.stage == "reading" and row.path and row.reason and row.advice
    articles = [row for row in found if isinstance(row, Article)]
    return articles, [row for row in found if isinstance(row, Rejected)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.jsonl.gz", gzip.compress(b"", mtime=0), "empty"),
        ("a.txt", b" \n\n", "no text"),
        ("a.md", b"---\ntitle:\n---\n", "no text"),
        ("a.jsonl", b"\n\n", "no records"),
        ("a.json", b"[]", "no records"),
        ("a.csv", b"text,date\n", "no records"),
        ("a.txt", b"a\0b", "binary"),
        ("a.bin", bytes(range(256)), "binary"),
        ("a.txt", b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "PDF"),
        ("a.zip", b"PK\x03\x04\0\0", "zip"),
        ("a.gz", gzip.compress(gzip.compress(b"a", mtime=0), mtime=0), "twice"),
        ("a.txt.gz", b"never packed", "gzip"),
        ("a.txt.gz", gzip.compress(b"words " * 999, mtime=0)[:-9], "gzip"),
        ("a.txt", "né ".encode() * 9 + b"\xe9", "not UTF-8: e9 at byte 37"),
        ("a.txt", "Путин said".encode("cp1251"), "encoding cannot be told"),
        ("a.txt", b"x" * (17 << 20), "more than 16 MiB"),
        ("a.csv", b"a,b\n1,2\n", "no text"),
        ("a.json", b'{"text": "a"', "malformed JSON"),
        ("a.json", b"[" * 200_000, "nested too deep"),
        ("a.json", b"7", "a number"),
        ("a.json", b" " * (65 << 20), "more than 64 MiB"),
        ("a.html", b"<html><body><p></p></body></html>", "no article"),
        ("a.html", b"", "empty"),
    ],
)
def test_whole_file(tmp_path, name, content, reason):
    bad, good = tmp_path / name, tmp_path / "z.jsonl"
    bad.write_bytes(content)
    good.write_bytes(GOOD)
    articles, rejected = rows([bad, good])
    assert [article.text for article in articles] == ["good"]
    assert [row.path for row in rejected] == [str(bad)]
    assert reason in rejected[0].reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "a"', "malformed JSON"),
        (b"[1]", "a list"),
        (b"null", "null"),
        (b"{}", "no text"),
        (b'{"text": ""}', "no text"),
        (b'{"text": ["a"]}', "text is a list"),
        (b'{"text": "a\\u0000"}', "NUL"),
        (b'{"text": "\\ud800"}', "surrogate"),
        (b'{"text": "a\0"}', "NUL"),
        (b'{"text": "caf\xc3"}', "encoding cannot be told"),
        (b'{"text": 1' + b"0" * 5000 + b"}", "malformed JSON: a number of too many digits"),
    ],
)
def test_one_line(tmp_path, line, reason):
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD + line + b"\n" + GOOD)
    articles, (rejected,) = rows([path])
    assert [article.address for article in articles] == [f"{path}#1", f"{path}#3"]
    assert rejected.place == "line 2"
    assert reason in rejected.reason


def test_what_is_no_article_in_a_list_hides_no_other(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(
        b'{"status": "ok", "tags": ["a"], "articles": [' + GOOD + b', "an advertisement"]}'
    )
    (article,), (rejected,) = rows([path])
    assert article.text == "good"
    assert (rejected.place, rejected.reason) == ("record 2", "a text where an object should be")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_line_of_50_megabytes(tmp_path, name):
    path = tmp_path / name
    head = b"" if name == "a.jsonl" else b"text,date\n"
    good = GOOD if name == "a.jsonl" else b"good,2024-01-11\n"
    path.write_bytes(head + good + b"x" * (50 << 20) + b"\n" + good)
    articles, rejected = rows([path])
    assert len(articles) == 2
    assert "16 MiB" in rejected[0].reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,b,c", "3 cells where there should be 2"),
        ("a", "1 cells"),
        ('"never closed,2024-01-11', "malformed row"),
        ('"closed" late,2024-01-11', "malformed row"),
        (",2024-01-11", "no text"),
    ],
)
def test_one_row(tmp_path, row, reason):
    path = tmp_path / "a.csv"
    path.write_text(f"text,date\none,2024-01-11\n{row}\nlast,2024-01-11\n")
    articles, (rejected,) = rows([path])
    assert [article.text for article in articles] == ["one", "last"]
    assert rejected.place == "line 3"
    assert reason in rejected.reason


@pytest.mark.parametrize(
    ("record", "reason", "kept"),
    [
        ({"date": "soon"}, "date not understood: soon", ("published", None)),
        ({"genre": "rumour"}, "no genre 'rumour'", ("genre", "news")),
        ({"outlet": ["a"]}, "outlet is a list", ("outlet", None)),
        ({"title": "\ud800"}, "title is not valid Unicode", ("title", None)),
    ],
)
def test_kept_with_a_note(tmp_path, record, reason, kept):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "a", **record}))
    (article,), (note,) = rows([path])
    assert getattr(article, kept[0]) == kept[1]
    assert reason in note.reason
    assert (note.article_id, note.place) == (article.article_id, "line 1")


def test_guessed_encoding_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("text\ncafé\nnaïve\n".encode("cp1252"))
    articles, (note,) = rows([path])
    assert [article.text for article in articles] == ["café", "naïve"]
    assert "cp1252" in note.reason


@pytest.mark.parametrize("damage", ["cut off", "overwritten", "trailing"])
def test_damaged_gzip_keeps_what_came_before(tmp_path, damage):
    lines = b"".join(
        json.dumps({"text": f"{at} {at**7}", "date": "2024-01-11"}).encode() + b"\n"
        for at in range(9000)
    )
    packed = bytearray(gzip.compress(lines, mtime=0))
    if damage == "cut off":
        del packed[-1000:]
    elif damage == "overwritten":
        packed[-2000:-1000] = b"\xff" * 1000
    else:
        packed += b"not gzip"
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed)
    articles, rejected = rows([path])
    assert 8500 < len(articles) <= 9000
    assert "gzip" in rejected[-1].reason


def test_members_and_padding_of_gzip(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(GOOD, mtime=0) + gzip.compress(GOOD, mtime=0) + bytes(512))
    assert len(rows([path])[0]) == 2


def test_missing_paths(tmp_path):
    good = tmp_path / "a.jsonl"
    good.write_bytes(GOOD)
    articles, (rejected,) = rows([tmp_path / "none", good])
    assert len(articles) == 1
    assert "does not exist" in rejected.reason
    for paths in ([tmp_path / "none"], []):
        with pytest.raises(InputError):
            read(paths)


def test_special_files_are_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        articles, rejected = rows([tmp_path, "/dev/zero"])
    assert articles == []
    assert [row.reason.split(",")[0] for row in rejected] == ["a pipe", "a socket", "a device"]


def test_links(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(GOOD)
    (folder / "back").symlink_to(tmp_path)
    (folder / "gone").symlink_to(tmp_path / "gone")
    (folder / "self").symlink_to(folder / "self")
    articles, rejected = rows([tmp_path])
    assert len(articles) == 1
    assert [Path(row.path).name for row in rejected] == ["back", "gone", "self"]
    assert "read already" in rejected[0].reason
    assert "does not exist" in rejected[1].reason


def test_links_are_followed_out_of_a_folder(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for place, line in ((inside, GOOD), (outside, b'{"text": "Fiji thanked Chile."}\n')):
        place.mkdir()
        (place / "a.jsonl").write_bytes(line)
    (inside / "file.jsonl").symlink_to(outside / "a.jsonl")
    (inside / "folder").symlink_to(outside)
    articles, rejected = rows([inside])
    assert [row.text for row in articles].count("Fiji thanked Chile.") == 2 and rejected == []


def test_folders_are_walked_by_name_without_dot_files(tmp_path):
    for name in ("b.txt", "B.txt", "a/c.txt", ".hidden.txt", ".git/d.txt", "a10.txt", "a9.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    articles, rejected = rows([tmp_path, tmp_path / ".hidden.txt"])
    texts = [article.text for article in articles]
    assert texts == ["B.txt", "a/c.txt", "a10.txt", "a9.txt", "b.txt", ".hidden.txt"]
    assert rejected == []


def test_empty_folder(tmp_path):
    assert "without files" in rows([tmp_path])[1][0].reason


def test_name_that_is_not_unicode(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("a")
    (article,), _ = rows([tmp_path])
    assert article.address.endswith("caf\\xe9.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("a")
    path.chmod(0)
    assert "permission" in rows([path])[1][0].reason


@pytest.mark.parametrize("method", ["open", "iterdir"])
def test_denied(tmp_path, monkeypatch, method):
    def deny(*_, **__):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("a")
    monkeypatch.setattr(Path, method, deny)
    _, (rejected,) = rows([tmp_path])
    assert "no permission" in rejected.reason


def test_parser_that_fails_costs_one_page(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise AssertionError("deep inside")

    (tmp_path / "a.html").write_text("<html></html>")
    (tmp_path / "b.jsonl").write_bytes(GOOD)
    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    articles, (rejected,) = rows([tmp_path])
    assert len(articles) == 1
    assert "AssertionError: deep inside" in rejected.reason


def test_errors_of_the_disk_are_told():
    assert "Input/output error" in of_error(OSError(5, "Input/output error")).reason
    assert Source("a/b.txt").file_name == "b.txt"


def test_columns_that_are_numbers_beyond_the_table(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("one,two\n")
    _, (rejected,) = rows([path], ReadingOptions(columns={"text": "3"}))
    assert "`3`" in rejected.reason


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            RecursionError("maximum recursion depth exceeded"),
            "too many parts are nested in one another",
        ),
        (MemoryError(), "it takes more memory than there is"),
        (KeyError("a"), "it is damaged, or not made by the rules of its format (KeyError: 'a')"),
        (StopIteration(), "it is damaged, or not made by the rules of its format (StopIteration)"),
    ],
)
def test_what_a_parser_raises_is_told_in_words(error, words):
    assert in_words(error) == words
