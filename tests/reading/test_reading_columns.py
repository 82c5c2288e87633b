from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from detente.reading import ReadingOptions, columns_of, likely_column, takes_front_matter

STORY = {
    "source": {"id": None, "name": "Fjord Herald"},
    "headline": "Talks",
    "when": "2024-01-11T10:00:00Z",
    "tags": [{"t": 1}],
}
FLAT = {
    "source.id": "",
    "source.name": "Fjord Herald",
    "headline": "Talks",
    "when": "2024-01-11T10:00:00Z",
    "tags": "[{'t': 1}]",
}


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.csv", "body;Datum\nText;2024-03-01\n", {"body": "Text", "Datum": "2024-03-01"}),
        ("a.csv", "body,Datum\n", {"body": "", "Datum": ""}),
        ("a.tsv", '"two\nlines"\tday\nx\ty\n', {"two\nlines": "x", "day": "y"}),
        ("a.jsonl", f"{json.dumps(STORY)}\n{{}}\n", FLAT),
        ("a.json", json.dumps({"status": "ok", "articles": [STORY]}), FLAT),
        ("a.json", json.dumps([STORY], indent=1), FLAT),
        ("a.json", "{broken", {}),
        ("a.json", "[1, 2]", {}),
        ("a.txt", "Only a text, of one line.\n", {}),
        ("a.csv", "", {}),
    ],
)
def test_columns(tmp_path: Path, name: str, text: str, found: dict[str, str]) -> None:
    plain, packed = tmp_path / name, tmp_path / f"{name}.gz"
    plain.write_text(text, encoding="utf-8")
    packed.write_bytes(gzip.compress(text.encode()))
    assert columns_of(str(plain)) == columns_of(str(packed)) == found


def test_columns_have_the_letters_of_their_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Körper;Veröffentlicht am\nText über Öl;2024-03-01\n".encode("cp1252"))
    assert columns_of(str(path)) == {"Körper": "Text über Öl", "Veröffentlicht am": "2024-03-01"}


def test_a_table_without_a_header_has_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Text;2024-03-01\n", encoding="utf-8")
    options = ReadingOptions(columns={"text": "1"})
    assert columns_of(str(path), options) == {"1": "Text", "2": "2024-03-01"}


@pytest.mark.parametrize(
    ("name", "text", "takes"),
    [
        ("a.md", "Kenya met Fiji.", True),
        ("a.txt", "Kenya met Fiji.", True),
        ("a", "Kenya met Fiji.", True),
        ("a.pdf", "%PDF-1.7", False),
        ("a.txt", "%PDF-1.7", False),
        ("a.html", "<p>Kenya met Fiji.", False),
        ("a.csv", "text,date\n", False),
    ],
)
def test_what_takes_front_matter(tmp_path: Path, name: str, text: str, takes: bool) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert takes_front_matter(str(tmp_path / name)) is takes


def test_a_file_that_is_not_there() -> None:
    assert columns_of("nowhere.csv") == {}
    assert not takes_front_matter("nowhere.md")


@pytest.mark.parametrize(
    ("columns", "date", "outlet"),
    [
        (FLAT, "when", "source.name"),
        ({"updated": "soon", "publishedAt": "2024-03-01"}, "publishedAt", None),
        ({"a": "2024-03-01", "day": "2024-03-02"}, "day", None),
        ({"publication_date": "2024-03-01"}, "publication_date", None),
        ({"body": "Text", "medium": "Echo"}, None, None),
        (
            {"body": "Text", "when": "02/07/2023"},
            "when",
            None,
        ),  # which comes first is another matter
        ({"site": "", "newspaper": "Echo"}, None, "newspaper"),
    ],
)
def test_likely_columns(columns: dict[str, str], date: str | None, outlet: str | None) -> None:
    assert likely_column("published", columns) == date
    assert likely_column("outlet", columns) == outlet
