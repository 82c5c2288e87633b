"""Small files of all formats, and how they get into a bucket."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import docx
import odfdo

from detente.buckets.client import client

TEXT = "Oslo, 3 May 2024\n\nNorway thanked Chile for its help in talks with Kenya on Friday."
RECORD = {
    "text": "Fiji warned Kenya.",
    "published": "2024-05-03",
    "outlet": "The Coast",
    "title": "A",
}
PAGE = (
    "<html><head><title>Talks</title><meta property='article:published_time' content='2024-05-04'></head>"
    f"<body><article><h1>Talks</h1><p>{TEXT}</p><p>{TEXT} Then they went home.</p></article></body></html>"
)
MAIL = f"From: Coast <a@coast.example>\nSubject: Talks\nDate: Fri, 3 May 2024 10:00:00 +0000\n\n{TEXT}\n"
WEB = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://coast.example/a\r\n"
    b"WARC-Date: 2024-05-04T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
    b"Content-Type: application/http; msgtype=response\r\n"
    + f"Content-Length: {len(WEB)}\r\n\r\n".encode()
    + WEB
    + b"\r\n\r\n"
)


def files() -> dict[str, bytes]:
    """File by file what lies in an archive; folders and files whose names sort in odd places among them."""
    line = json.dumps(RECORD)
    table = (
        "text,published,outlet\nChile helped Fiji.,03/05/2024,Coast\nIt rained.,13/05/2024,Coast\n"
    )
    return {
        "a/b.txt": TEXT.encode(),
        "a-b.txt": b"\xef\xbb\xbf" + TEXT.encode(),
        "a.txt": b"Kenya met Fiji.\x00",
        "a b/é.md": b"---\npublished: 2024-05-06\n---\n" + TEXT.encode(),
        "empty.txt": b"",
        ".hidden/x.txt": b"not read",
        "mail.eml": MAIL.encode(),
        "mail.mbox": f"From a Fri May  3 10:00:00 2024\n{MAIL}\n".encode(),
        "notes.rtf": rb"{\rtf1\ansi Norway thanked Chile for its help.\par}",
        "page.html": PAGE.encode(),
        "table.csv": table.encode(),
        "table.csv.gz": gzip.compress(table.replace(",", ";").encode()),
        "table.tsv": table.replace(",", "\t").encode(),
        "torn.jsonl.gz": gzip.compress(f"{line}\n".encode() * 40)[:-9],
        "word.docx": _word(),
        "word.odt": _open_text(),
        "book.epub": _book(),
        "report.pdf": b"%PDF-1.4 and no more of it",
        "web.warc": WARC,
        "web.warc.gz": gzip.compress(WARC),
        "one.json": line.encode(),
        "many.json": f"[{line}, {line}]".encode(),
        "many.jsonl": f"{line}\n{{broken\n".encode(),
        "many.ndjson": f"{line}\n".encode("utf-16"),
        "detente.toml": b'["a/*.txt"]\noutlet = "The Harbour"\n',
    }


def save(folder: Path, given: dict[str, bytes]) -> Path:
    """Write files into a folder."""
    for name, data in given.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def put(bucket: str, prefix: str, given: dict[str, bytes]) -> str:
    """Put files into a bucket, below a key; the address of it."""
    for name, data in given.items():
        client().put_object(Bucket=bucket, Key=f"{prefix}/{name}", Body=data)
    return f"s3://{bucket}/{prefix}"


def _word() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(TEXT)
    document.save(file)
    return file.getvalue()


def _open_text() -> bytes:
    document, file = odfdo.Document("text"), io.BytesIO()
    document.body.clear()
    document.body.append(odfdo.Paragraph("Norway thanked Chile for its help."))
    document.save(file)
    return file.getvalue()


def _book() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
    return file.getvalue()
