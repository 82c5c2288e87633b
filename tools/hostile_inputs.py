"""Classes of broken and hostile inputs, each made from a seed: files, folders and names."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

PROSE = (
    "Kenya criticised Fiji over fishing on Monday. Chile and Norway signed an agreement last week. "
)
ODD_DAYS = ("9999-12-31", "0202-12-20", "infinity", "-infinity", "nan", "0000-00-00", "2024-02-30",
            "1e400", "99999999999999999999", "20240111999", "31/31/2024", "0001-01-01")  # fmt: skip
ODD_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "-1", "1" + "0" * 400, "99991231")
CHARSETS = ("hex", "base64", "zlib", "rot13", "punycode", "idna", "unicode_escape", "undefined", "utf-16",
            "utf-7", "mbcs", "../../etc", "x" * 300, "utf-8\0", "cp037", "uu", "bz2")  # fmt: skip
REPEATED = ("U.S. ", "China-", "China ", "China. ", "a", " ", "\n", ".", '"', "“", "(", "[", "1,",
            "Jan 1, ", "\u200b", "\u202e", "a\u0301", "\x85", "A. ", "'s ", "MR. A: ", "last week ", "—",
            "# ", "#", "Date: ", "Document 1\n", "1 of 9 DOCUMENTS\n", "---\n", "\u0000", "\x1b[2J", "٣",
            "𝟗")  # fmt: skip
TAGS = ("<div>", "<b>", "<p>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<br>", "<!--", "<", "&amp;",
        "</p>", "<a href=x>y</a>", "<time datetime=2024-01-11>x</time>", "<h1>x</h1>", "<figure>", "</svg>",
        "<![CDATA[", "<?xml ", "<svg><title>", "<script>", "<meta name=date content=x>")  # fmt: skip

Made = tuple[str, bytes]
"""A file's name and bytes."""
Maker = Callable[[Random, int], Made]


# The classes: each makes one file of about `size` characters.


def _text(random: Random, size: int) -> Made:
    piece = random.choice(REPEATED)
    return random.choice(("a.txt", "a.md")), (piece * (size // len(piece) + 1)).encode()


def _base64(random: Random, size: int) -> Made:
    image = base64.b64encode(random.randbytes(size)).decode()
    if random.random() < 0.5:
        return "a.html", _page(f'<p><img src="data:image/png;base64,{image}">{PROSE}</p>')
    return "a.txt", f"{PROSE}\n\ndata:image/png;base64,{image}\n\n{PROSE}".encode()


def _page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article><p>{PROSE * 3}</p>{body}".encode()


def _nested_tags(random: Random, size: int) -> Made:
    tag = random.choice(TAGS)
    return "a.html", _page(tag * (size // len(tag) + 1))


def _attributes(random: Random, size: int) -> Made:
    mark = random.choice(("", '"', "'"))
    return "a.html", _page(
        f"<p {' '.join(f'a{at}={mark}1{mark}' for at in range(size // 8))}>x</p>"
    )


def _charset(random: Random, size: int) -> Made:
    name = random.choice(CHARSETS)
    body = "é".encode("latin-1") * (size // 4) + b" deadbeef"
    if random.random() < 0.5:
        return "a.html", _page("", f'<meta charset="{name}">') + body
    return (
        "a.eml",
        f"From: a\nSubject: b\nContent-Type: text/plain; charset={name}\n\n".encode() + body,
    )


def _keys(random: Random, size: int) -> Made:
    half = random.choice(
        ("\\ud800", "\\udfff", "\\u0000", "\\u001b[2J", "\\u202e", "../../a", "=1+1")
    )
    key, value = random.sample((half, "text", "title", "date", "outlet", "url", "genre"), 2)
    record = f'{{"{key}": "{half}", "{value}": "{half} {"x" * size}"}}'
    return random.choice(("a.json", "a.jsonl")), f"{record}\n{record}\n".encode()


def _nested_json(random: Random, size: int) -> Made:
    piece = random.choice(("[", '{"a":', '[{"text":', '{"text":['))
    return random.choice(("a.json", "a.jsonl")), (piece * (size // len(piece))).encode()


def _table(random: Random, size: int) -> Made:
    row = random.choice(('a",a","\n', '",a","\n', '"a,b\n', 'a,"b""\n', "a,b,c\n", ",\n", '"\0,b\n',
                         "=1+1,b\r", "a;b\r\n", "\t\n", '"' * 9 + "\n"))  # fmt: skip
    return random.choice(("a.csv", "a.tsv")), f"text,date\n{row * (size // len(row))}".encode()


def _wide(random: Random, size: int) -> Made:
    header = ",".join(f"c{at}" for at in range(size // 8))
    return "a.csv", f"text,{header}\n{'a,' * (size // 8)}a\n{'b,' * random.randrange(9)}\n".encode()


def _odd_values(random: Random, size: int) -> Made:
    lines = [
        f'{{"text": "{PROSE}", "date": "{random.choice(ODD_DAYS)}", "n": {random.choice(ODD_NUMBERS)}}}\n'
        f'{{"text": "{PROSE}", "date": {random.choice(ODD_NUMBERS)}}}\n'
        for _ in range(max(1, size // 400))
    ]
    return "a.jsonl", "".join(lines).encode()


def _bytes(random: Random, size: int) -> Made:
    suffix = random.choice(("txt", "csv", "json", "jsonl", "html", "eml", "mbox", "rtf", "warc", "pdf",
                            "docx", "odt", "epub", "gz", "xyz"))  # fmt: skip
    kind = random.choice(
        ("", "%PDF-1.7\n", "PK\x03\x04", "{\\rtf1 ", "WARC/1.0\r\n", "\ufeff", "\x1f\x8b")
    )
    return f"a.{suffix}", kind.encode("utf-8") + random.randbytes(size)


def _encodings(random: Random, size: int) -> Made:
    name = random.choice(
        ("utf-16", "utf-16-le", "utf-32", "cp1252", "koi8-r", "shift_jis", "utf-8-sig")
    )
    data = bytearray(
        (f"{PROSE} Ünïted «Нáций» 日本\r\n" * (size // 100 + 1)).encode(name, "ignore")
    )
    for _ in range(random.randrange(4)):
        data[random.randrange(len(data))] = random.randrange(256)
    return random.choice(("a.txt", "a.csv", "a.jsonl")), bytes(
        data[: random.randrange(1, len(data) + 1)]
    )


def _controls(random: Random, size: int) -> Made:
    signs = (
        "\x00\x01\x07\x08\x0b\x0c\x1b\x7f\u200b\u200d\u202e\u2066\ufeff\ufffe\U000e0001\r\n\u2028"
    )
    text = "".join(
        random.choice((*signs, "Kenya criticised Fiji. ")) for _ in range(size // 12 + 1)
    )
    return "a.txt", text.encode()


def _mail(random: Random, size: int) -> Made:
    pieces = {
        "nested": "Content-Type: multipart/mixed; boundary=a\n\n--a\n", "parts": "--a\n\nx\n",
        "inside": "Content-Type: message/rfc822\n\n", "headers": "X: y\n", "to": "a, ", "quotes": '"',
        "parameters": "a=b;", "words": "=?utf-8?q?a?= ",
    }  # fmt: skip
    name = random.choice(tuple(pieces))
    many = pieces[name] * (size // len(pieces[name]))
    header = {"to": "From: ", "quotes": "From: ", "words": "Subject: ",
              "parameters": "Content-Type: text/plain; "}.get(name, "")  # fmt: skip
    return "a.eml", f"Date: x\nTo: b\n{header}{many}\n\n{PROSE}".encode()


def _packed(random: Random, size: int) -> Made:
    piece = random.choice((b"{}\n", b"\0", b"\n", b"a", b'{"text": "a"}\n', b"text,date\n"))
    data = gzip.compress(piece * size, mtime=0)
    if random.random() < 0.3:
        data = data[: random.randrange(1, len(data))]
    return random.choice(("a.jsonl.gz", "a.txt.gz", "a.gz", "a.csv")), data


def _entities(random: Random, size: int) -> Made:
    """An e-book, or another kind of zip, with entities that hold each other, or too much in it."""
    laughs = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 9}">' for at in range(1, 10))
    page = (
        f'<!DOCTYPE html [<!ENTITY e0 "ha">{laughs}]><html><body><p>&e9; {PROSE}</p></body></html>'
    )
    kind = random.choice(
        ("application/epub+zip", "application/vnd.oasis.opendocument.text", "word")
    )
    parts = {
        "mimetype": kind, "META-INF/container.xml": page, "content.xml": page, "[Content_Types].xml": page,
        "word/document.xml": page, "../../evil.txt": "x",
        "a" * 200: "\0" * (size * random.choice((1, 100))),
    }  # fmt: skip
    return f"a.{random.choice(('epub', 'odt', 'docx'))}", _zipped(parts)


def _zipped(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return stream.getvalue()


@cache
def _documents() -> tuple[Made, ...]:
    """Good files of several kinds, to be damaged."""
    import docx
    import odfdo

    word = docx.Document()
    word.add_paragraph(PROSE * 3)
    text = odfdo.Document("text")
    text.body.append(odfdo.Paragraph(PROSE * 3))
    streams = io.BytesIO(), io.BytesIO()
    word.save(streams[0])
    text.save(streams[1])
    stream = f"BT /F1 12 Tf 20 700 Td ({PROSE}) Tj ET"
    pdf = (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]"
        "/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
        f"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\n"
        "endstream endobj\ntrailer<</Root 1 0 R>>\n"
    )
    page = _page(f"<p>{PROSE * 9}</p>")
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    warc = (
        f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
        + answer
    )
    return (
        ("a.docx", streams[0].getvalue()), ("a.odt", streams[1].getvalue()), ("a.pdf", pdf.encode()),
        ("a.warc", warc), ("a.html", page), ("a.rtf", b"{\\rtf1\\ansi " + PROSE.encode() * 9 + b"}"),
        ("a.eml", b"From: A <a@b.example>\nSubject: x\nDate: Thu, 11 Jan 2024 10:00:00 +0000\n\n" + page),
        ("a.json", json.dumps([{"text": PROSE, "date": "2024-01-11"}] * 9).encode()),
    )  # fmt: skip


def _damaged(random: Random, size: int) -> Made:
    """A good file cut off, with bytes changed, with a piece of it repeated, or under another's name."""
    (name, good), (other, _) = random.choice(_documents()), random.choice(_documents())
    data = bytearray(good)
    for _ in range(random.randrange(6)):
        data[random.randrange(len(data))] = random.randrange(256)
    start = random.randrange(len(data))
    if random.random() < 0.4:
        data[start:start] = data[start : start + 99] * (size // 99 + 1)
    return random.choice((name, name, other)), bytes(data[: random.choice((len(data), start + 1))])


def _lines(random: Random, size: int) -> Made:
    name = random.choice(("a.jsonl", "a.csv", "a.txt"))
    line = random.choice(
        ('{"text": "Kenya criticised Fiji."}', "Kenya criticised Fiji,2024", "x" * 5_000)
    )
    ends = ("\r", "\n", "\r\n", "\n\r", "\x85", "\u2028", "\0\n")
    return name, "".join(line + random.choice(ends) for _ in range(size // 60 + 1)).encode()


MAKERS: dict[str, Maker] = {
    "one piece over and over": _text, "inlined picture": _base64, "nested tags": _nested_tags,
    "many attributes": _attributes, "declared encoding": _charset, "keys and values": _keys,
    "nested JSON": _nested_json, "broken rows": _table, "wide rows": _wide,
    "odd dates and numbers": _odd_values, "random bytes": _bytes, "broken encodings": _encodings,
    "control characters": _controls, "mail": _mail,
    "packed": _packed, "entities and bombs": _entities, "damaged documents": _damaged,
    "ends of lines": _lines,
}  # fmt: skip
NAMES: tuple[bytes, ...] = (
    b"\xff\xfe.txt", b"a\nb.txt", b"a" * 251 + b".txt", b"=1+1.csv", b"-rf.txt", b"..a.txt", b"a b'\".json",
    b"\x1b[2J.txt", b"%2e%2e%2f.html", b"[a]*?.csv", b"{a}.jsonl", "\u202etxt.exe".encode(), b"$(a);b.txt",
)  # fmt: skip


def _deep(random: Random, place: Path) -> None:
    """Folders in each other, deeper than functions call each other."""
    here = os.open(place, os.O_RDONLY)
    for _ in range(random.choice((300, 600))):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def _linked(random: Random, place: Path) -> None:
    """Links in a circle, to nothing and to what is no file."""
    for name, target in (("a", "."), ("b", "b"), ("c", "/dev/zero"), ("d", "nothing"), ("e", "..")):
        if random.random() < 0.7:
            (place / name).symlink_to(target)


def _named(random: Random, place: Path) -> None:
    """A text under a name that no one expects."""
    _, data = _controls(random, 200)
    (place / os.fsdecode(random.choice(NAMES))).write_bytes(data)


PLACERS: dict[str, Callable[[Random, Path], None]] = {
    "deep folders": _deep, "links": _linked, "names of files": _named,
}  # fmt: skip
CLASSES = (*MAKERS, *PLACERS)


def class_of(number: int) -> str:
    return CLASSES[number % len(CLASSES)]


def make(number: int, seed: int, place: Path) -> None:
    """Write one input into a folder; its class goes by its number."""
    random, name = Random(f"{seed}/{number}"), class_of(number)
    if name in PLACERS:
        PLACERS[name](random, place)
        return
    file, data = MAKERS[name](random, int(10 ** random.uniform(1, 3.7)))
    (place / file).write_bytes(data)
