"""What holds of any text, any record and any order."""

import csv
import datetime as dt
import gzip
import io
import json
import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.reading import article_id, read
from detente.reading.front_matter import front_matter
from detente.records import Article

DAY = "2024-01-11"
quick = settings(max_examples=60)

# Carriage returns become newlines, a NUL makes a text binary, a leading mark goes; all else stays.
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\ufeff"), min_size=1
).filter(lambda text: text.strip() and front_matter(text)[0] is None)


def table(rows, delimiter=","):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


FORMS = {
    "a.txt": lambda text: text,
    "a.md": lambda text: text,
    "a.jsonl": lambda text: json.dumps({"text": text}) + "\n",
    "a.ndjson": lambda text: json.dumps({"text": text}, ensure_ascii=False),
    "a.json": lambda text: json.dumps([{"text": text}]),
    "a.csv": lambda text: table([["text", "title"], [text, "t"]]),
    "a.tsv": lambda text: table([["text", "title"], [text, "t"]], "\t"),
}


@quick
@given(text=texts)
@example(text='"quoted" and "\n", then\t')
@example(text="\u2028\x85\x1c\x0b é\n\n ")
@example(text="---\nno front matter")
def test_any_text_comes_through_every_form(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("forms")
    for name, form in FORMS.items():
        data = form(text).encode()
        (folder / name).write_bytes(data)
        (folder / f"{name}.gz").write_bytes(gzip.compress(data, mtime=0))
    found = list(read([folder]))
    assert [getattr(row, "text", row) for row in found] == [text] * 2 * len(FORMS)


LINES = st.sampled_from(
    [
        *(b'{"text": "a", "date": "2024-01-11"}', b'{"title": "t", "date": "2024-01-11"}'),
        *(b'{"text": 1, "date": "2024-01-11"}', b'{"text": ""}', b"{", b"[]", b"\x80\x81"),
    ]
)


@quick
@given(lines=st.lists(LINES, min_size=1, max_size=20))
def test_nothing_is_lost(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    found = list(read([path]))
    assert len(found) == len(lines)
    good = [b'"a"' in line or b'"t"' in line for line in lines]
    assert [isinstance(row, Article) for row in found] == good


ROWS = st.sampled_from(["a,1", '"a\nb",1', '"a,1', 'a",1', "a,1,2", "a", '"a" b,1', '"a""b",1'])


@quick
@given(rows=st.lists(ROWS, min_size=1, max_size=12))
def test_every_line_of_a_table_is_accounted_for(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rows") / "a.csv"
    lines = "\n".join(["text,n", *rows]).split("\n")
    path.write_text("\n".join(lines))
    covered = 0
    for row in read([path]):
        covered += row.text.count("\n") + 1 if isinstance(row, Article) else 1
    assert covered == len(lines) - 1


@quick
@given(records=st.lists(texts, min_size=1, max_size=8, unique=True), seed=st.integers(0, 9))
def test_ids_do_not_depend_on_order(tmp_path_factory, records, seed):
    folder = tmp_path_factory.mktemp("order")

    def ids(texts):
        path = folder / "a.jsonl"
        path.write_text("\n".join(json.dumps({"text": text, "time": DAY}) for text in texts))
        return {row.text: row.article_id for row in read([path])}

    shuffled = random.Random(seed).sample(records, len(records))
    assert ids(records) == ids(shuffled)


@given(
    st.tuples(st.text("ab;-1", max_size=4), st.none() | st.text("ab;-1", max_size=4)),
    st.tuples(st.text("ab;-1", max_size=4), st.none() | st.text("ab;-1", max_size=4)),
)
def test_ids_differ_where_anything_differs(one, other):
    assert (article_id(*one, None) == article_id(*other, None)) == (one == other)


def test_id_is_pinned():
    assert article_id("A met B.", "The Wire", dt.date(2024, 1, 11)) == "3425805f12e01d9f"
