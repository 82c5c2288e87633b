"""What archives and news services export, and web archives; all of it invented."""

import datetime as dt
import gzip
import io
import json

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from detente.reading import ReadingOptions, read, warc
from detente.reading.archives import articles_of
from detente.reading.markup import text_of_markup, without_markup
from detente.records import Article, Rejected

DAY = dt.date(2024, 1, 11)
TEXT = "Norway and Chile resumed talks.\n\nFiji will attend on Friday."
FIELDS = (TEXT, "Norway and Chile resume talks", "The Harbour Gazette", "2024-01-11")

LABELLED = """HD
{title}
BY
Ana Ruiz
WC
1,412 words
PD
11 January 2024
ET
14:05
SN
The Harbour Gazette
SC
HARBG
LA
English
CY
Copyright 2024 Harbour Press. All rights reserved.
LP
{lead}
TD
{rest}
RE
nor : Norway | chil : Chile
AN
Document HARBG00020240111ek1b0001x
"""

READING = """World News
{title}
By Ana Ruiz
1,412 words
11 January 2024
14:05 GMT
The Harbour Gazette
HARBG
English
Copyright 2024 Harbour Press.
All rights reserved.

{text}

Document HARBG00020240111ek1b0001x

"""

UNI = """{title}
The Harbour Gazette
January 11, 2024 Thursday 10:15 AM GMT

Copyright 2024 Harbour Press All Rights Reserved
Section: WORLD; Pg. 4
Length: 1,412 words
Byline: Ana Ruiz
Dateline: SANTIAGO

Body

{text}

Graphic

A harbour.

Classification

Language: ENGLISH
Load-Date: January 12, 2024

End of Document

"""

OLD = """                     2 of 3 DOCUMENTS

                     The Harbour Gazette

                     January 11, 2024, Thursday, Late Edition - Final

{title}

BYLINE: Ana Ruiz

SECTION: WORLD; Pg. 4

LENGTH: 1,412 words

DATELINE: SANTIAGO

BODY:

{text}

LOAD-DATE: January 12, 2024

LANGUAGE: ENGLISH

                     Copyright 2024 Harbour Press
                     All Rights Reserved

"""


def inline(labelled, gap):
    """Codes in front of what they label, as some exports have them."""
    lines = labelled.split("\n")
    codes = {"HD", "BY", "WC", "PD", "ET", "SN", "SC", "LA", "CY", "LP", "TD", "RE", "AN"}
    made = []
    for line in lines:
        if made and made[-1] in codes:
            made[-1] += gap + line
        else:
            made.append(line)
    return "\n".join(made)


def filled(layout, text=TEXT, title=FIELDS[1]):
    lead, _, rest = text.partition("\n\n")
    return layout.format(title=title, text=text, lead=lead, rest=rest)


LAYOUTS = [
    LABELLED,
    inline(LABELLED, "\t"),
    inline(LABELLED, "   "),
    READING,
    READING.replace("World News\n", "").replace("14:05 GMT\n", "").replace("By Ana Ruiz\n", ""),
    READING.replace("Copyright 2024 Harbour Press.\nAll rights reserved.\n", ""),
    READING.replace("Copyright 2024 Harbour Press.\nAll rights", "(c) 2024 The Gazette. All rights"),
    UNI,
    UNI.replace("The Harbour Gazette\n", "\nThe Harbour Gazette\n\n"),
    UNI.replace("January 11, 2024 Thursday 10:15 AM GMT", "Thursday, January 11, 2024"),
    OLD,
    OLD.replace("{title}\n", "").replace("SECTION:", "HEADLINE: {title}\n\nSECTION:"),
    OLD.replace("January 11, 2024, Thursday, Late Edition - Final", "11 January 2024"),
]  # fmt: skip


def of(draft):
    return draft.text, draft.title, draft.outlet, draft.published


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout):
    one = filled(layout)
    (draft,) = articles_of(one)
    assert of(draft) == FIELDS
    assert draft.notes == ()
    several = articles_of((one * 3).replace("\n", "\r\n"))
    assert [of(draft) for draft in several] == [FIELDS] * 3
    assert [draft.place for draft in several] == ["article 1", "article 2", "article 3"]


WORD = st.sampled_from("IN RE talks PD AN Body NS: 12 HD Chile Length: Graphics TD 2024".split())
LINE = st.lists(WORD, min_size=2, max_size=5).map(" ".join)
PROSE = st.lists(LINE.map("So {}.".format), min_size=2, max_size=4).map("\n\n".join)


@settings(max_examples=60)
@given(texts=st.lists(PROSE, min_size=1, max_size=4), at=st.integers(0, len(LAYOUTS) - 1))
def test_any_prose_comes_out_of_every_layout(texts, at):
    drafts = articles_of("".join(filled(LAYOUTS[at], text) for text in texts))
    assert [draft.text for draft in drafts] == texts


@pytest.mark.parametrize("gap", ["\n", "\t", "   "])
def test_lines_of_text_that_look_like_codes_stay_text(gap):
    text = "Lead.\n\nHD signals fade.\n\nIN RED it was said.\n\nPD 7 is a road.\n\nLP\n\nEnd."
    (draft,) = articles_of(filled(LABELLED if gap == "\n" else inline(LABELLED, gap), text))
    assert draft.text == text


@pytest.mark.parametrize(
    "page",
    [
        "Page 3 of 9 © 2024 Factiva, Inc. All rights reserved.".replace(" ©", "\n©"),
        "About LexisNexis | Privacy Policy | Terms & Conditions | Copyright © 2024 LexisNexis",
        "Search Summary\nText\nNorway and Chile",
    ],
)
def test_what_the_archive_prints_itself_is_no_text(page):
    drafts = articles_of(filled(READING) + page + "\n")
    assert [of(draft) for draft in drafts] == [FIELDS]


def test_cover_page_of_nexis():
    cover = "User Name: A\nDate and Time: Thursday, January 11, 2024 10:15 AM\nDocuments (1)\n\n"
    assert [of(draft) for draft in articles_of(cover + filled(UNI))] == [FIELDS]


@pytest.mark.parametrize("layout", [LABELLED, READING, UNI, OLD])
@pytest.mark.parametrize("strange", ["Some words of no layout.\n", "11 January 2024\n"])
def test_what_does_not_fit_is_kept_whole_with_a_note(layout, strange):
    ends = {READING: "Document X00000020240111ek1b0001x\n", UNI: "End of Document\n"}
    end = ends.get(layout, ends[READING])
    made = f"{strange}2 of 3 DOCUMENTS\n{filled(OLD)}" if layout == OLD else strange + end
    drafts = articles_of(made if layout == OLD else made + filled(layout))
    whole = [draft for draft in drafts if draft.notes]
    assert [draft.text for draft in whole] == [strange.strip()]
    assert "does not fit" in whole[0].notes[0].reason
    assert FIELDS in [of(draft) for draft in drafts]


def test_an_article_without_a_day_says_so():
    undated = filled(LABELLED).replace("11 January 2024", "January 2024")
    (draft,) = articles_of(undated)
    assert (draft.published, draft.text) == (None, TEXT)
    assert "no date" in draft.notes[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Norway and Chile met.",
        "Document what you do.\n412 words\n",
        "End of Document\n",
        "2 of 3 documents\nwere lost.",
    ],
)
def test_other_texts_are_no_export(text):
    assert articles_of(text) is None


@pytest.mark.parametrize("layout", [LABELLED, READING, UNI, OLD])
def test_an_export_is_read_from_a_file(tmp_path, layout):
    path = tmp_path / "a.txt"
    path.write_text(filled(layout) * 2)
    first, second = read([path])
    assert (first.text, first.title, first.outlet, first.published) == (*FIELDS[:3], DAY)
    assert [first.address, second.address] == [f"{path}#1", f"{path}#2"]


# JSON of news services


def written(folder, document, name="a.json"):
    path = folder / name
    path.write_text(json.dumps(document))
    return path


NEWS_API = {
    "source": {"id": None, "name": "The Wire"},
    "author": "A",
    "title": "Talks",
    "description": "Norway met Chile.",
    "url": "https://wire.example/1",
    "publishedAt": "2024-01-11T10:00:00Z",
    "content": "The talks went on… [+1234 chars]",
}
GUARDIAN = {
    "id": "world/1",
    "webPublicationDate": "2024-01-11T10:00:00Z",
    "webTitle": "Talks &amp; more",
    "webUrl": "https://guardian.example/1",
    "pillarName": "Opinion",
    "fields": {
        "headline": "Talks",
        "body": "<p>Norway met <a href='x'>Chile</a>.</p><figure>A ship</figure><p>Fiji came.</p>",
        "bodyText": "Norway met Chile. Fiji came.",
    },
}
MEDIA_CLOUD = {
    "id": 7,
    "media_name": "wire.example",
    "title": "Talks",
    "publish_date": "2024-01-11",
    "url": "https://wire.example/1",
    "text": "Norway met Chile.",
}
GDELT = {
    "url": "https://wire.example/1",
    "title": "Norway met Chile",
    "seendate": "20240111T101500Z",
    "domain": "wire.example",
    "language": "English",
}
ZOTERO = {
    "itemType": "newspaperArticle",
    "title": "Talks",
    "abstractNote": "Norway met Chile.",
    "publicationTitle": "The Wire",
    "date": "January 11, 2024",
    "url": "https://wire.example/1",
}
CSL = {
    "id": "a",
    "type": "article-newspaper",
    "title": "Talks",
    "abstract": "Norway met Chile.",
    "container-title": "The Wire",
    "issued": {"date-parts": [[2024, "1", 11]]},
    "URL": "https://wire.example/1",
}
MET = "Norway met Chile."
ADDRESS = "https://wire.example/1"


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (
            {"status": "ok", "totalResults": 1, "articles": [NEWS_API]},
            (f"{MET}\n\nThe talks went on…", "Talks", "The Wire", DAY, "news", ADDRESS),
        ),
        (
            {"articles": [{**NEWS_API, "content": "Norway met Chile. So it was said."}]},
            ("Norway met Chile. So it was said.", "Talks", "The Wire", DAY, "news", ADDRESS),
        ),
        (
            {"articles": [{**NEWS_API, "text": "All of it."}]},
            ("All of it.", "Talks", "The Wire", DAY, "news", ADDRESS),
        ),
        (
            {"response": {"status": "ok", "results": [GUARDIAN]}},
            (f"{MET}\n\nFiji came.", "Talks", "The Guardian", DAY, "opinion", GUARDIAN["webUrl"]),
        ),
        (
            {"response": {"content": {**GUARDIAN, "pillarName": "News", "fields": {}}}},
            ("Talks & more", "Talks & more", "The Guardian", DAY, "news", GUARDIAN["webUrl"]),
        ),
        (
            [{**GUARDIAN, "fields": {"bodyText": MET}}],
            (MET, "Talks & more", "The Guardian", DAY, "opinion", GUARDIAN["webUrl"]),
        ),
        ([MEDIA_CLOUD], (MET, "Talks", "wire.example", DAY, "news", ADDRESS)),
        ({"stories": [MEDIA_CLOUD]}, (MET, "Talks", "wire.example", DAY, "news", ADDRESS)),
        (
            {"articles": [GDELT]},
            ("Norway met Chile", "Norway met Chile", "wire.example", DAY, "news", ADDRESS),
        ),
        ([ZOTERO], (MET, "Talks", "The Wire", DAY, "news", ADDRESS)),
        ({"items": [ZOTERO]}, (MET, "Talks", "The Wire", DAY, "news", ADDRESS)),
        (
            [{"key": "A", "meta": {"parsedDate": "2024-01-11"}, "data": {**ZOTERO, "date": "?"}}],
            (MET, "Talks", "The Wire", DAY, "news", ADDRESS),
        ),
        ([CSL], (MET, "Talks", "The Wire", DAY, "news", ADDRESS)),
        (CSL, (MET, "Talks", "The Wire", DAY, "news", ADDRESS)),
    ],
)
def test_services(tmp_path, document, wanted):
    for name, data in {"a.json": document, "a.jsonl": document, "a": document}.items():
        if name == "a.jsonl" and isinstance(document, list):
            data = document[0]
        found = read([written(tmp_path, data, name)])
        (article,) = [row for row in found if isinstance(row, Article)]
        told = (article.text, article.title, article.outlet, article.published)
        assert (*told, article.genre, article.address) == wanted


def test_cut_texts_are_told(tmp_path):
    article, note = read([written(tmp_path, {"articles": [NEWS_API]})])
    assert note.article_id == article.article_id
    assert "only the beginning" in note.reason


@pytest.mark.parametrize(
    ("good", "other", "reason"),
    [
        (NEWS_API, {**NEWS_API, "title": "[Removed]"}, "removed by the service: 2 left out"),
        (GDELT, {**GDELT, "language": "Spanish"}, "not in English: Spanish: 2 left out"),
        (ZOTERO, {"itemType": "note", "note": "x"}, "notes, attachments and annotations: 2"),
        (ZOTERO, {"key": "B", "data": {"itemType": "attachment"}}, "notes, attachments"),
    ],
)
def test_what_is_left_out_is_counted(tmp_path, good, other, reason):
    found = list(read([written(tmp_path, [other, good, other])]))
    articles = [row for row in found if isinstance(row, Article)]
    (row,) = [row for row in found if isinstance(row, Rejected) and row.article_id is None]
    assert [article.address for article in articles] == [ADDRESS]
    assert row.reason.startswith(reason)


def test_a_year_alone_is_no_day(tmp_path):
    record = {**CSL, "issued": {"date-parts": [[2024]]}}
    article, note = read([written(tmp_path, [record])])
    assert (article.published, note.reason) == (None, "date not understood: 2024")


def test_several_answers_in_json_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    answer = {"articles": [{**NEWS_API, "url": None}] * 2}
    path.write_text(json.dumps(answer) + "\n" + json.dumps(answer) + "\n")
    found = [row for row in read([path]) if isinstance(row, Article)]
    assert [row.address for row in found] == [f"{path}#{at}" for at in ("1.1", "1.2", "2.1", "2.2")]


def test_columns_given_come_before_what_is_known_of_a_service(tmp_path):
    path = written(tmp_path, [{**MEDIA_CLOUD, "own": "Mine."}])
    (article,) = read([path], ReadingOptions(columns={"text": "own"}))
    assert (article.text, article.published) == ("Mine.", DAY)


UNDATED = [{"title": "a", "text": "A met B.", "when_it_was": "2024-01-11"}] * 3


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize("record", [UNDATED[0], {**NEWS_API, "publishedAt": None}])
def test_a_file_without_one_date_says_so(tmp_path, name, record):
    path = tmp_path / name
    records = [record, {"text": ""}, record]
    lines = "\n".join(map(json.dumps, records))
    path.write_text(json.dumps(records) if name == "a.json" else lines)
    found = list(read([path]))
    (note,) = [row for row in found if "not one date" in getattr(row, "reason", "")]
    assert "2 articles" in note.reason and note.article_id
    assert ("`when_it_was` may hold it" in note.reason) == (record is UNDATED[0])
    assert sum(isinstance(row, Article) for row in found) == 2


@pytest.mark.parametrize(
    ("records", "options"),
    [
        ([*UNDATED, {"text": "b", "date": "2024-01-11"}], None),
        ([{"text": "b", "date": "2024-01-11"}, *UNDATED], None),
        (UNDATED, ReadingOptions(published=DAY)),
        (UNDATED, ReadingOptions(columns={"published": "when_it_was"})),
        (UNDATED[:1], None),
    ],
)
def test_one_date_is_enough(tmp_path, records, options):
    found = list(read([written(tmp_path, records)], options))
    assert [type(row) for row in found] == [Article] * len(records)


@pytest.mark.parametrize("damaged", [False, True])
def test_no_article_is_lost_where_the_file_is_damaged(tmp_path, damaged):
    lines = "".join(json.dumps({"text": f"{at} {at**9}"}) + "\n" for at in range(500))
    packed = gzip.compress(lines.encode(), mtime=0)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed[:-100] if damaged else packed)
    found = list(read([path]))
    numbers = [int(row.text.split()[0]) for row in found if isinstance(row, Article)]
    assert numbers == list(range(len(numbers))) and len(numbers) > 300
    assert ("gzip" in found[-1].reason) == damaged


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>A &amp; B<br>C</p><p>D</p>", "A & B\n\nC\n\nD"),
        ("plain", "plain"),
        ("<ul><li>A<li>B</ul>", "A\n\nB"),
        ("<p>A<script>x < y</script><style>p{}</style> B", "A B"),
        ("<figure><img></figure>A", "A"),
        ("<svg/>A<br/>B", "A\n\nB"),
        ("<figure><figcaption>A</figure>B</p>", "B"),
        ("a < b > c", "a < b > c"),
        ("<p>A", "A"),
    ],
)
def test_text_of_markup(markup, text):
    assert text_of_markup(markup) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A\n\nB & C; D", "A\n\nB & C; D"),
        ("A\n\n&quot;B&quot; &#8211; C", 'A\n\n"B" – C'),
        ("<p>A</p><p>B</p>", "A\n\nB"),
        ("x <y> z", "x <y> z"),
    ],
)
def test_markup_goes_and_all_else_stays(text, wanted):
    assert without_markup(text) == wanted


# Web archives

PAGE = """<html><head><title>Talks open</title><meta charset="utf-8">
<meta property="og:site_name" content="The Wire"><meta property="og:title" content="Talks open">
DATE</head><body><article><h1>Talks open</h1><p>Norway and Chile opened talks in Oslo on Thursday,
the first in a year, officials of both told reporters after the morning session had ended — late.
</p><p>The two delegations will meet again on Friday to discuss fishing, visas and the reopening of
a line between their coast guards that has been silent since the summer.</p></article></body>"""
DATED = PAGE.replace(
    "DATE", '<meta property="article:published_time" content="2024-01-11T08:00:00Z">'
).encode()
PLAIN = PAGE.replace("DATE", "").encode()


def record(body=DATED, *, kind="response", status="200 OK", address=ADDRESS, **headers):
    """One record, as warcio writes it; the page was fetched on 2 March 2024."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    told = {"Content_Type": "text/html; charset=utf-8", **headers}
    http = StatusAndHeaders(
        status, [(name.replace("_", "-"), value) for name, value in told.items()], "HTTP/1.1"
    )
    with_http = kind in ("response", "request", "revisit")
    made = writer.create_warc_record(
        address,
        kind,
        payload=io.BytesIO(body),
        http_headers=http if with_http else None,
        warc_content_type="" if with_http else told["Content_Type"],
        warc_headers_dict={"WARC-Date": "2024-03-02T10:00:00Z"},
    )
    writer.write_record(made)
    return out.getvalue()


def archive(folder, *records, name="a.warc"):
    path = folder / name
    packed = name.endswith(".gz")
    path.write_bytes(b"".join(gzip.compress(one, mtime=0) if packed else one for one in records))
    return path


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a", "a.gz"])
def test_a_web_archive(tmp_path, name):
    info = record(b"software: x", kind="warcinfo", Content_Type="application/warc-fields")
    path = archive(tmp_path, info, record(kind="request", body=b""), record(), name=name)
    (article,) = read([path])
    assert article.text.startswith("Norway and Chile opened talks")
    told = (article.title, article.outlet, article.published, article.address)
    assert told == ("Talks open", "The Wire", DAY, ADDRESS)


def test_the_day_of_the_fetch_is_a_guess_and_told(tmp_path):
    path = archive(tmp_path, record(PLAIN))
    article, note = read([path])
    assert article.published == dt.date(2024, 3, 2)
    assert "fetched" in note.reason and note.article_id == article.article_id
    (given,) = read([path], ReadingOptions(published=DAY))
    assert given.published == DAY


def chunked(data):
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (data[:99], data[99:], b""))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(DATED, mtime=0), {"Content_Encoding": "gzip"}),
        (chunked(DATED), {"Transfer_Encoding": "chunked"}),
        (
            chunked(gzip.compress(DATED, mtime=0)),
            {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"},
        ),
        (DATED, {"Content_Type": "application/xhtml+xml"}),
        (DATED, {"kind": "resource"}),
        (DATED.replace(b"utf-8", b"windows-1252").decode().encode("cp1252"), {}),
    ],
)
def test_pages_as_servers_send_them(tmp_path, body, headers):
    (article,) = read([archive(tmp_path, record(body, **headers))])
    assert "had ended — late." in article.text


def dated(written, *, site="gazette", path="talks"):
    """A page of a site that does not name itself, with a date as written."""
    head = f'<meta name="date" content="{written}"></head>'.encode()
    return record(
        PLAIN.replace(b"og:site_name", b"x").replace(b"</head>", head),
        address=f"https://www.{site}.example/{path}",
    )


def test_a_page_of_an_archive_has_its_outlet_by_its_address(tmp_path):
    (article,) = read([archive(tmp_path, dated("2024-01-11"))])
    assert (article.outlet, article.published) == ("gazette.example", DAY)
    (given,) = read([archive(tmp_path, dated("2024-01-11"))], ReadingOptions(outlet="The Wire"))
    assert given.outlet == "The Wire"


@pytest.mark.parametrize(
    ("records", "days"),
    [
        # Another page of the same site tells, before or behind it; that of another site does not.
        ([("11/01/2024", "gazette"), ("13/01/2024", "gazette")], ["2024-01-11", "2024-01-13"]),
        ([("01/13/2024", "gazette"), ("01/11/2024", "gazette")], ["2024-01-13", "2024-01-11"]),
        ([("11/01/2024", "gazette"), ("13/01/2024", "fjord")], [None, "2024-01-13"]),
        (
            [("11/01/2024", "a"), ("01/11/2024", "b"), ("13/01/2024", "a"), ("01/13/2024", "b")],
            ["2024-01-11", "2024-01-11", "2024-01-13", "2024-01-13"],
        ),
    ],
)
def test_each_site_of_an_archive_writes_dates_in_its_own_way(tmp_path, records, days):
    pages = [
        dated(written, site=site, path=f"{number}")
        for number, (written, site) in enumerate(records)
    ]
    found = list(read([archive(tmp_path, *pages)]))
    articles = [one for one in found if isinstance(one, Article)]
    assert [one.published and one.published.isoformat() for one in articles] == days
    told = [one.reason for one in found if isinstance(one, Rejected)]
    assert len(told) == days.count(None)
    assert all("on pages of gazette.example" in reason for reason in told)


def test_a_site_with_both_orders_is_told_apart_from_others(tmp_path):
    pages = [dated("13/01/2024"), dated("01/13/2024", path="b"), dated("02/03/2024", path="c")]
    pages += [dated("13/01/2024", site="fjord"), dated("11/01/2024", site="fjord", path="b")]
    found = list(read([archive(tmp_path, *pages)]))
    assert [one.published for one in found if isinstance(one, Article)] == [
        dt.date(2024, 1, 13), dt.date(2024, 1, 13), None, dt.date(2024, 1, 13), DAY,
    ]  # fmt: skip
    (row,) = [one for one in found if isinstance(one, Rejected)]
    assert "on pages of gazette.example: it has both orders" in row.reason


def test_what_is_no_page_is_counted_by_kind(tmp_path):
    records = [
        record(b"\0\1\2" * 40_000, Content_Type="image/png"),
        record(b"\0\1", Content_Type="image/png"),
        record(status="404 Not Found"),
        record(b"", kind="revisit"),
        record(Content_Encoding="br"),
        record(b"Text", kind="conversion", Content_Type="text/plain"),
        record(),
    ]
    article, *others = read([archive(tmp_path, *records)])
    assert article.published == DAY
    assert [row.reason.removeprefix("no web page: ") for row in others] == [
        "1 × answer with status 404",
        "2 × image/png",
        "1 × page packed by br",
        "1 × record of type conversion",
        "1 × record of type revisit",
    ]


BROKEN = record()
LENGTH = b"Content-Length: "


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"no record at all\nand more\n\n", "not the start of a record"),
        (BROKEN.replace(LENGTH, b"Content-Size: "), "how long it is"),
        (BROKEN.replace(LENGTH, LENGTH + b"-"), "how long it is"),
        (b"WARC/1.0\r\n" + b"A: b\r\n" * 20_000 + b"\r\n", "headers of more than 64 KiB"),
        (record(b"<html><body></body></html>"), "no article"),
        (record(b"\x1f\x8b" + bytes(99), Content_Encoding="gzip"), "gzip"),
        (record(gzip.compress(DATED)[:-9], Content_Encoding="gzip"), "gzip"),
        (record(b"x" * (17 << 20)), "more than 16 MiB"),
        (record(gzip.compress(b"x" * (40 << 20)), Content_Encoding="gzip"), "more than 16 MiB"),
        (BROKEN.replace(b"WARC-Target-URI", b"WARC-Target-URX"), "broken record"),
    ],
)
def test_a_broken_record_costs_no_other(tmp_path, capsys, bad, reason):
    found = list(read([archive(tmp_path, record(), bad, record())]))
    assert [type(row) for row in found] == [Article, Rejected, Article]
    assert found[1].place == f"byte {len(record())}"
    assert reason in found[1].reason
    assert capsys.readouterr() == ("", "")


def test_an_archive_that_breaks_off(tmp_path):
    article, row = read([archive(tmp_path, record(), record()[:-500])])
    assert isinstance(article, Article)
    assert (row.place, "ends in the middle" in row.reason) == (f"byte {len(record())}", True)
    path = archive(tmp_path, record(b"\0", Content_Type="image/png"), record(), name="a.warc.gz")
    path.write_bytes(path.read_bytes()[:-300])
    damage, counted = read([path])
    assert "gzip" in damage.reason and "image/png" in counted.reason


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=60), at=st.integers(0, len(BROKEN)), lost=st.integers(0, 60))
def test_damage_to_an_archive_is_a_row_and_no_error(tmp_path_factory, data, at, lost):
    path = tmp_path_factory.mktemp("damage") / "a.warc"
    path.write_bytes(BROKEN[:at] + data + BROKEN[at + lost :])
    assert list(read([path]))


def test_archives_are_told_by_their_first_bytes():
    assert warc.is_warc(record()) and not warc.is_warc(b"WARCHEST\n")


def in_word(path, text):
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(path)


def in_rtf(path, text):
    path.write_text("{\\rtf1\\ansi " + text.replace("\n", "\\par\n") + "}", encoding="utf-8")


@pytest.mark.parametrize(("name", "write"), [("a.docx", in_word), ("a.rtf", in_rtf)])
@pytest.mark.parametrize("layout", [LABELLED, READING])
def test_an_export_is_taken_apart_in_documents_too(tmp_path, name, write, layout):
    lead, _, rest = TEXT.partition("\n\n")
    one = layout.format(title=FIELDS[1], lead=lead, rest=rest, text=TEXT)
    write(tmp_path / name, one + "\n" + one.replace("Chile", "Kenya").replace("ek1b", "ek2b"))
    found = [row for row in read([tmp_path / name]) if isinstance(row, Article)]
    assert [(row.title, row.outlet, row.published) for row in found] == [
        (FIELDS[1], FIELDS[2], DAY), (FIELDS[1].replace("Chile", "Kenya"), FIELDS[2], DAY),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("record", "outlet"),
    [
        ({"itemType": ["note"], "title": "Talks end", "source": "Gazette"}, "Gazette"),
        (
            {
                "title": "Talks end",
                "publishedAt": "2024-01-11",
                "source": "Gazette",
                "content": TEXT,
            },
            "Gazette",
        ),
    ],
)
def test_odd_values_in_a_record_end_no_run(tmp_path, record, outlet):
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    (article,) = [row for row in read([tmp_path / "a.jsonl"]) if isinstance(row, Article)]
    assert (article.title, article.outlet) == ("Talks end", outlet)
