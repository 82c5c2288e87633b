"""Front matter as notes have it, and what looks like it and is text."""

import datetime as dt

import pytest

from detente.reading import read
from detente.reading.front_matter import MAX_CHARACTERS, front_matter


def fenced(inside, fence="---"):
    return f"{fence}\n{inside}\n{fence}\nBody.\n"


@pytest.mark.parametrize(
    ("text", "title", "outlet", "published"),
    [
        (fenced('title: "A: b"\nsource: {name: Wire}\ndate: 2024-01-11'), "A: b", "Wire", 11),
        (fenced("source:\n  name: Wire\n  id: 1\ntags:\n  - talks\n  - fish"), None, "Wire", None),
        (fenced("publication: [Wire]\ntitle: >\n  A\n  b\ncreated: 2024-01-11"), "A b", "Wire", 11),
        (fenced("source: '[[Names/Wire|Wire]]'\npublished: 2024-01-11 10:15:00"), None, "Wire", 11),
        (fenced("source: [[Wire]]\ntitle: No\nauthor:\n- A\n- B"), "No", "Wire", None),
        (fenced("title: ~\noutlet: 1_000\ndate: 11 January 2024"), None, "1_000", 11),
        # A colon in a value is no YAML, and is written all the same.
        (fenced("title: Talks: day 1\ndate: 2024-01-11"), "Talks: day 1", None, 11),
        (fenced('title = "A"\ndate = 2024-01-11\n[source]\nname = "Wire"', "+++"), "A", "Wire", 11),
        (fenced("date = 2024-01-11T10:15:00Z\noutlet = '0042'", "+++"), None, "0042", 11),
    ],
)
def test_read(tmp_path, text, title, outlet, published):
    (tmp_path / "a.md").write_text(text)
    (article,) = read([tmp_path])
    assert (article.text, article.title, article.outlet) == ("Body.\n", title, outlet)
    assert article.published == (published and dt.date(2024, 1, published))


@pytest.mark.parametrize(
    "text",
    [
        fenced("Only a line between rules."),
        fenced("- a\n- b"),
        fenced("He said: no: not now"),
        fenced("[" * 3000),
        fenced("a: &a [*a]"),
        fenced("? [a]\n: b"),
        fenced("no toml here", "+++"),
        fenced("title: A\n" + "x" * MAX_CHARACTERS + ": b"),
        "---\ntitle: never closed\n",
        "--- \n---\n",
        "+++\ntitle: A\n---\n",
    ],
)
def test_what_is_none_stays_text(text):
    assert front_matter(text) == (None, text)
