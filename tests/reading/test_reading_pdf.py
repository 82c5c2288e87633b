"""A PDF comes out as its paragraphs, in the order in which they are read."""

import datetime as dt
import hashlib
import random
from itertools import cycle, product

import pytest
import typst

from detente.reading import read
from detente.reading.pdf_layout import Piece, reading_order, without_running_lines
from detente.reading.pdf_paragraphs import paragraphs
from detente.records import Article, Rejected

DAY = dt.date(2024, 1, 11)
SMALL_PAGE = "#set page(width: 12cm, height: 9cm, margin: 1cm)\n#set text(size: 10pt)\n"


def printed(markup, title="", day=dt.date(2001, 2, 3)):
    date = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"
    head = f'#set document(title: "{title}", date: {date})\n'
    return typst.compile((head + SMALL_PAGE + markup).encode())


def rows(folder, data, name="a.pdf"):
    path = folder / name
    path.write_bytes(data)
    found = list(read([path]))
    articles = [row for row in found if isinstance(row, Article)]
    rejected = [row for row in found if isinstance(row, Rejected)]
    assert all(row.reason and row.advice and row.stage == "reading" for row in rejected)
    return articles, rejected


def told(folder, markup):
    (article,), rejected = rows(folder, printed(markup))
    assert rejected == []
    return article.text.split("\n\n")


NORWAY = (
    "Norway told Chile on Monday that its patience with the quota was at an end, and that no"
    " licence would be given to vessels which had not been inspected in Bergen before June."
)
KENYA = (
    "Kenya and Fiji meanwhile agreed to open their ports to each other and to share what their"
    " patrols report of the weather, of ships in distress and of smugglers on the high seas."
)


@pytest.mark.parametrize(
    "markup",
    [
        f"= Quotas\n{NORWAY}\n\n{KENYA}",
        f"#set par(justify: true, first-line-indent: 1em, spacing: 0.65em)\n= Quotas\n{NORWAY}\n\n{KENYA}",
        f"#set par(leading: 1.6em, spacing: 2.9em)\n= Quotas\n{NORWAY}\n\n{KENYA}",
        # Two columns, under a headline that runs across both.
        "#place(top, scope: 'parent', float: true, text(18pt)[Quotas])\n".replace("'", '"')
        + f"#set page(columns: 2, height: 7cm)\n{NORWAY}\n#colbreak()\n{KENYA}",
        # The page is turned on its side.
        f"#rotate(90deg, reflow: true, block(width: 7cm)[= Quotas\n{NORWAY}\n\n{KENYA}])",
    ],
    ids=["plain", "indented", "double-spaced", "columns", "sideways"],
)
def test_paragraphs_are_put_together(tmp_path, markup):
    assert told(tmp_path, markup) == ["Quotas", NORWAY, KENYA]


def test_columns_that_the_file_has_line_by_line(tmp_path):
    left = ["Norway told Chile that its", "patience with the quota is", "at an end for this year."]
    right = ["Kenya and Fiji agreed to", "open their ports to each", "other, and to Norway."]
    cells = "".join(f"[{one}], [{other}], " for one, other in zip(left, right, strict=True))
    markup = f"#grid(columns: (4.7cm, 4.7cm), column-gutter: 8pt, row-gutter: 5pt, {cells})"
    assert told(tmp_path, markup) == [" ".join(left), " ".join(right)]


def test_a_paragraph_goes_on_over_pages_and_footnotes(tmp_path):
    markup = f"#set page(height: 3.6cm)\n{NORWAY}#footnote[So the Herald.] {KENYA}"
    assert told(tmp_path, markup) == [f"{NORWAY}[1] {KENYA}", "[1] So the Herald."]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (r"The agree-\ ment holds.", "The agreement holds."),
        (r"A long-term plan, a long-\ term one.", "A long-term plan, a long-term one."),
        (r"The US-\ Chilean and U.S.-\ Fijian talks.", "The US-Chilean and U.S.-Fijian talks."),
        (r"Sino-\ Kenyan ties.", "Sino-Kenyan ties."),
        (r"State-of-the-\ art boats.", "State-of-the-art boats."),
        (r"The efficient office of affluent Fiji.", "The efficient office of affluent Fiji."),
        ("- Norway left\n- Chile stayed", "• Norway left\n\n• Chile stayed"),
        (r"Chile left. \ Kenya met Fiji in Suva.", "Chile left.\n\nKenya met Fiji in Suva."),
    ],
)
def test_words_and_lines(tmp_path, markup, text):
    (article,), _ = rows(tmp_path, printed(markup))
    assert article.text == text


RUNNING = """#set page(height: 4.5cm, header: context {
  if calc.odd(counter(page).get().first()) [QUOTAS #h(1fr) No. 3]
  else [The Fjord Herald #h(1fr) Page #counter(page).display()]
}, footer: align(center, context counter(page).display("i")))
"""


@pytest.mark.parametrize("pages", [4, 5, 12])
def test_running_lines_and_page_numbers_are_left_out(tmp_path, pages):
    states = ["Chile", "Fiji", "Kenya", "Norway"]
    said = [f"{one} told {other} so." for one, other in product(states, states)][:pages]
    assert told(tmp_path, RUNNING + "\n#pagebreak()\n".join(said)) == said


def test_where_all_lines_recur_they_are_kept(tmp_path):
    said = [f"Form {number} is blank." for number in range(3)]
    assert told(tmp_path, "\n#pagebreak()\n".join(said)) == said


def test_what_stands_askew_is_left_out(tmp_path):
    stamp = "#place(center + horizon, rotate(45deg, text(30pt)[DRAFT]))"
    assert told(tmp_path, stamp + NORWAY) == [NORWAY]


@pytest.mark.parametrize(
    ("title", "day", "name", "markup", "expected"),
    [
        ("Quota talks", DAY, "a.pdf", NORWAY, ("Quota talks", None)),
        ("Microsoft Word - q.doc", DAY, "a.pdf", NORWAY, (None, None)),
        ("", dt.date(2001, 2, 3), "2024-01-11.pdf", NORWAY, (None, DAY)),
        ("", dt.date(2001, 2, 3), "a.pdf", f"SUVA, Jan 11, 2024 - {NORWAY}", (None, DAY)),
        (
            "",
            dt.date(2001, 2, 3),
            "a",
            f"OPINION\n\nPublished: 2024-01-11\n\n{NORWAY}",
            (None, DAY),
        ),
    ],
)
def test_title_and_date(tmp_path, title, day, name, markup, expected):
    (article,), _ = rows(tmp_path, printed(markup, title, day), name)
    assert (article.title, article.published) == expected
    assert article.file_made == day
    assert article.genre == ("opinion" if "OPINION" in markup else "news")


# What cannot be read

PICTURE = (
    '#image(bytes(range(4 * 4 * 3)), width: 6cm, format: (encoding: "rgb8", width: 4, height: 4))\n'
)


def test_a_scan_is_told_so(tmp_path):
    articles, (rejected,) = rows(tmp_path, printed(PICTURE))
    assert articles == []
    assert "pictures" in rejected.reason and "ocrmypdf" in rejected.advice


def test_scanned_pages_among_others_are_a_note(tmp_path):
    markup = NORWAY + "\n#pagebreak()\n" + PICTURE + "\n#pagebreak()\n#pagebreak()\n" + PICTURE
    (article,), (note,) = rows(tmp_path, printed(markup))
    assert note.reason.endswith("2, 4")
    assert note.article_id == article.article_id


def test_fonts_that_do_not_tell_their_letters(tmp_path):
    _, (rejected,) = rows(tmp_path, printed("\ue001\ue002\ue003\ue004 \ue005\ue006 ab"))
    assert "fonts" in rejected.reason


def test_a_text_without_end_is_cut_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr("detente.reading.pdf.MAX_CHARACTERS", 300)
    (article,), (note,) = rows(tmp_path, printed(f"{NORWAY}\n#pagebreak()\n{KENYA}"))
    assert article.text == NORWAY
    assert "up to page 1" in note.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "a damaged PDF"),
        (b"%PDF-1.4\n" + random.Random(1).randbytes(5000), "a damaged PDF"),
        (b"<html>Log in</html>", "or none"),
        (printed(NORWAY)[:3000], "a damaged PDF"),
    ],
)
def test_damaged(tmp_path, data, reason):
    articles, (rejected,) = rows(tmp_path, data)
    assert articles == []
    assert reason in rejected.reason


@pytest.mark.parametrize("seed", range(10))
def test_damage_never_ends_a_run(tmp_path, seed):
    dice = random.Random(seed)
    data = bytearray(printed(NORWAY))
    for _ in range(30):
        data[dice.randrange(8, len(data))] = dice.randrange(256)
    articles, rejected = rows(tmp_path, bytes(data))
    assert articles or rejected


PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def rc4(key, data):
    state, other, out = list(range(256)), 0, bytearray()
    for at, letter in zip(range(256), cycle(key), strict=False):
        other = (other + state[at] + letter) % 256
        state[at], state[other] = state[other], state[at]
    one = other = 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        out.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(out)


def locked(password):
    """A PDF that says `Chile left.`, encrypted by the standard's first method (40 bits)."""

    def digest(*parts):
        return hashlib.md5(b"".join(parts), usedforsecurity=False).digest()

    padded = (password + PADDING)[:32]
    owner = rc4(digest(b"owner", PADDING[:27])[:5], padded)
    key = digest(padded, owner, bytes.fromhex("c4ffffff"), b"id")[:5]
    content = rc4(
        digest(key, bytes([4, 0, 0, 0, 0]))[:10], b"BT /F 12 Tf 9 50 Td (Chile left.) Tj ET"
    )
    user = rc4(key, PADDING).hex().encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/Standard/V 1/R 2/P -60/O<%s>/U<%s>>>" % (owner.hex().encode(), user),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"xref\n0 7\n0000000000 65535 f \n" + b"".join(places)
    trailer = b"trailer<</Size 7/Root 1 0 R/Encrypt 6 0 R/ID[<6964><6964>]>>"
    return body + table + trailer + b"\nstartxref\n%d\n%%%%EOF" % len(body)


def test_passwords(tmp_path):
    (article,), rejected = rows(tmp_path, locked(b""))
    assert (article.text, rejected) == ("Chile left.", [])
    articles, (rejected,) = rows(tmp_path, locked(b"secret"))
    assert articles == []
    assert "password" in rejected.reason


# Lines and their places


def line(text, left, top, width=None):
    return Piece(text, left, top, left + (5 * len(text) if width is None else width), top + 10)


def test_bands_of_columns_are_read_one_after_the_other():
    page = [line("Headline across the whole of the page", 0, 0, 210)]
    for band, row, side in product((0, 100), range(4), (0, 110)):
        page.append(line(f"{band} {side} {row}", side, 20 + band + 12 * row, 100))
    page.append(line("Second headline across the whole page", 0, 100, 210))
    shuffled = random.Random(3).sample(page, len(page))
    found = [piece.text for block in reading_order(shuffled, 210) for piece in block]
    bands = [[f"{band} {side} {row}" for side in (0, 110) for row in range(4)] for band in (0, 100)]
    assert found == [page[0].text, *bands[0], page[-1].text, *bands[1]]


def test_narrow_columns_are_a_table_and_read_by_rows():
    page = [line(f"Quota of state {row}", 0, 12 * row, 150) for row in range(5)]
    page += [line(str(row), 180, 12 * row, 10) for row in range(5)]
    (block,) = reading_order(page, 200)
    assert [piece.text for piece in block] == [f"Quota of state {row} {row}" for row in range(5)]


def test_wide_spaces_between_words_are_no_gutter():
    words = ["Norway told Chile on Monday", "that its patience was at an end"]
    page = []
    for row in range(40):
        middle = 100 if row % 8 == 3 else 60 + 7 * (row % 5)
        page += [
            line(words[0], 0, 12 * row, middle - 8),
            line(words[1], middle, 12 * row, 200 - middle),
        ]
    (block,) = reading_order(page, 200)
    assert {piece.text for piece in block} == {" ".join(words)}


def test_words_set_wide_apart_are_columns_still():
    page = []
    for row, side in product(range(6), (0, 110)):
        places = [0, 20 + row, 41 - row, 60 + row, 80]
        page += [line(str(at), side + x, 12 * row, 10) for at, x in enumerate(places)]
    left, right = reading_order(page, 200)
    assert {piece.text for piece in (*left, *right)} == {"0 1 2 3 4"}
    assert (len(left), len(right)) == (6, 6)


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        (line("Herald 8", 0, 0), False),
        (line("Herald 8", 0, 30), True),  # elsewhere on its page
        (line("Review 8", 0, 0), True),
        (line("- 8 -", 0, 0), True),
    ],
)
def test_what_a_running_line_is(second, kept):
    pages = [[line("Herald 7", 0, 0), line("One.", 0, 90)], [second, line("Two.", 0, 80)]]
    first, _ = without_running_lines(pages)
    assert ("Herald 7" in [piece.text for piece in first]) == kept


def test_a_year_alone_is_no_page_number():
    page = [line("1994", 0, 0), line("Chile left.", 0, 30), line("xiv", 0, 90)]
    assert [piece.text for piece in without_running_lines([page])[0]] == ["1994", "Chile left."]


def test_a_sentence_is_not_cut_where_lines_are_short_beside_a_picture():
    block = [
        line("Norway told Chile that its patience was at", 0, 0),
        line("an end and that no", 0, 12),
        line("licence would be", 0, 24),
        line("given to vessels which had not been seen.", 0, 36),
    ]
    assert paragraphs([block]) == [" ".join(piece.text for piece in block)]


def test_no_lines_are_no_paragraphs():
    assert paragraphs([]) == []
    assert reading_order([], 0.0) == []
