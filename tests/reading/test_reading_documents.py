"""Word, OpenDocument, RTF and EPUB files come out as their paragraphs, broken ones as a row."""

import datetime as dt
import gzip
import io
import random
import zipfile

import docx
import odfdo
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from detente.reading import MAX_ARTICLE, ReadingOptions, article_id, read
from detente.reading.articles import split_text
from detente.reading.paragraphs import real_title
from detente.reading.problems import Source
from detente.records import Article, Rejected

DAY = dt.date(2024, 1, 11)
MADE, LATER = dt.date(2001, 1, 1), dt.date(2024, 2, 1)


def rows(path, options=None):
    found = list(read([path], options))
    articles = [row for row in found if isinstance(row, Article)]
    rejected = [row for row in found if isinstance(row, Rejected)]
    assert all(row.reason and row.advice and row.stage == "reading" for row in rejected)
    return articles, rejected


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zipped(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


# Word


def word(*paragraphs, title="", created=None):
    document = docx.Document()
    document.core_properties.title = title
    if created:
        document.core_properties.created = created
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def test_word_in_the_order_of_the_document(tmp_path):
    document = word(title="Quota talks", created=dt.datetime(2024, 1, 11, 9, 30))
    document.add_heading("Talks open")
    document.add_paragraph("Chile met\tNorway.\nFiji watched.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Chile", "12 boats"
    document.add_paragraph(" ")
    document.add_paragraph("Kenya left.")
    document.sections[0].header.paragraphs[0].text = "A page header"
    (article,), _ = rows(save(tmp_path, "a.docx", saved(document)))
    told = ["Talks open", "Chile met\tNorway.\nFiji watched.", "Chile", "12 boats", "Kenya left."]
    assert article.text.split("\n\n") == told
    assert (article.title, article.file_made, article.genre) == ("Quota talks", DAY, "news")


def save(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


CHANGES = """<w:p {}><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Norway </w:t></w:r>
<w:del><w:r><w:delText>refused </w:delText></w:r></w:del><w:ins><w:r><w:t>accepted </w:t></w:r></w:ins>
<w:moveFrom><w:r><w:t>gone </w:t></w:r></w:moveFrom>
<w:hyperlink><w:r><w:t>the quota</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p>"""
BOX = """<w:p {} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>
<w:t>Around.</w:t><mc:AlternateContent><mc:Choice>
<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p>
</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p>
</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


@pytest.mark.parametrize(
    ("markup", "text"),
    [(CHANGES, "Norway accepted the quota."), (BOX, "Around.\n\nIn the box.")],
)
def test_word_with_tracked_changes_and_text_boxes(tmp_path, markup, text):
    document = word()
    document.element.body.insert(0, parse_xml(markup.format(nsdecls("w"))))
    (article,), _ = rows(save(tmp_path, "a.docx", saved(document)))
    assert article.text == text


def test_footnotes_of_word_come_last_behind_their_marks(tmp_path):
    document = word("Chile agreed.", "Fiji did not.")
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>Note {number}.</w:t></w:r></w:p></w:footnote>'
        for number in (2, 5)
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    for paragraph, number in zip(document.paragraphs, (5, 2), strict=True):
        reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="{number}"/></w:r>'
        paragraph._p.append(parse_xml(reference))
    (article,), _ = rows(save(tmp_path, "a.docx", saved(document)))
    assert article.text == "Chile agreed.[1]\n\nFiji did not.[2]\n\n[1] Note 5.\n\n[2] Note 2."


@pytest.mark.parametrize(
    ("name", "first", "published"),
    [
        ("a.docx", "SUVA, Jan 11, 2024 (Wire) - Fiji agreed.", DAY),
        ("a.docx", "Published: 11 January 2024", DAY),
        ("talks-2024-01-11.docx", "Fiji agreed.", DAY),
        ("a.docx", "Fiji agreed.", None),
    ],
)
def test_dates_of_documents_are_guessed_in_this_order(tmp_path, name, first, published):
    path = save(tmp_path, name, saved(word("Talks", first, created=dt.datetime(2001, 1, 1))))
    (article,), rejected = rows(path)
    assert (article.published, article.file_made, rejected) == (published, MADE, [])
    (article,), rejected = rows(path, ReadingOptions(dated_by_file=True))
    assert (article.published, article.file_made, rejected) == (published or MADE, MADE, [])
    (article,), _ = rows(path, ReadingOptions(dated_by_file=True, published=LATER))
    assert (article.published, article.file_made) == (LATER, MADE)


@pytest.mark.parametrize(
    ("created", "made"),
    [
        (None, None),  # the day of python-docx's own template
        (dt.datetime(1601, 1, 1), dt.date(1601, 1, 1)),
        (dt.datetime(1101, 1, 1), None),
    ],
)
def test_days_that_programs_make_up_are_none(tmp_path, created, made):
    (article,), _ = rows(save(tmp_path, "a.docx", saved(word("Talks", created=created))))
    assert (article.published, article.file_made) == (None, made)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Talks\n on quotas", "Talks on quotas"),
        ("Microsoft Word - talks.doc", None),
        ("talks_final.indd", None),
        ("Untitled 1", None),
        ("Document1", None),
        ("A-17", None),  # the file's own name
        ("2024/17", None),
        ("", None),
        (None, None),
    ],
)
def test_titles_that_a_program_wrote_are_none(written, title):
    assert real_title(written, Source("in/a-17.docx", ".docx")) == title


# OpenDocument


def open_text():
    document = odfdo.Document("text")
    document.body.clear()
    document.meta.title = "Quota talks"
    document.meta.creation_date = dt.datetime(2024, 1, 11, 9, 30)
    return document


def test_open_document(tmp_path):
    document = open_text()
    told = odfdo.Paragraph("Norway met  Chile on Monday.")
    told.insert_note(after="Chile", note_id="n1", citation="1", body="Not Fiji.")
    told.insert_annotation(after="Norway", body="Really?", creator="A reader")
    table = odfdo.Table("T", 1, 1)
    table.set_value("A1", "12 boats")
    for element in (odfdo.Header(1, "Talks open"), told, table, odfdo.Paragraph("Kenya left.")):
        document.body.append(element)
    (article,), _ = rows(save(tmp_path, "a.odt", saved(document)))
    assert article.text.split("\n\n") == [
        "Talks open",
        "Norway met  Chile[1] on Monday.",
        "12 boats",
        "Kenya left.",
        "[1] Not Fiji.",
    ]
    assert (article.title, article.file_made) == ("Quota talks", DAY)


def test_struck_out_text_of_open_document_is_left_out(tmp_path):
    document = open_text()
    document.body.append(
        odfdo.Element.from_tag(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Refused.</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
        )
    )
    document.body.append(odfdo.Paragraph("Agreed."))
    (article,), _ = rows(save(tmp_path, "a.odt", saved(document)))
    assert article.text == "Agreed."


# RTF


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"Chile met Norway.\par Fiji\rquote s turn.\par", "Chile met Norway.\n\nFiji’s turn."),
        (rb"Caf\'e9 \u8212?\line end", "Café —\n\nend"),
        (rb"\u-10179?\u-8704? smiles", "😀 smiles"),
        (rb"\trowd Chile\cell 12\cell\row Done.", "Chile\n\n12\n\nDone."),
        (
            rb'See {\field{\*\fldinst{HYPERLINK "http://fiji.example"}}{\fldrslt the treaty}}.',
            "See the treaty.",
        ),
        (rb"{\header Page header}{\*\generator X;}Chile left.", "Chile left."),
        ("Café".encode("cp1252"), "Café"),
        ("Café — fin".encode(), "Café — fin"),
    ],
)
def test_rtf(tmp_path, body, text):
    data = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Times;}}\f0 " + body + b"}"
    (article,), rejected = rows(save(tmp_path, "a.rtf", data))
    assert (article.text, rejected) == (text, [])


def test_properties_and_code_page_of_rtf(tmp_path):
    data = (
        rb"{\rtf1\ansi\ansicpg1250{\info{\title Quota ta\'9aks}{\author A}"
        rb"{\creatim\yr2024\mo1\dy11\hr9}}Ko\'9aice.}"
    )
    (article,), _ = rows(save(tmp_path, "a.doc", data))
    assert (article.title, article.file_made, article.text) == ("Quota tašks", DAY, "Košice.")


@pytest.mark.parametrize(
    ("data", "reason"),
    [(rb"{\rtf1 Chile \'81 left.}", "does not have: 1"), (rb"{\rtf1 Chile left.", "breaks off")],
)
def test_what_rtf_lost_is_told(tmp_path, data, reason):
    (article,), (note,) = rows(save(tmp_path, "a.rtf", data))
    assert reason in note.reason
    assert note.article_id == article.article_id


def test_rtf_with_many_fonts_takes_no_square_of_time(tmp_path):
    data = rb"{\rtf1{\fonttbl" + rb"\f1" * 300_000 + rb"}Chile left.}"
    (article,), _ = rows(save(tmp_path, "a.rtf", data))
    assert article.text == "Chile left."


@pytest.mark.parametrize(("told", "spaces"), [("3", 3), ("2000000000", 1_000)])
def test_spaces_are_believed_up_to_a_number(tmp_path, told, spaces):
    document = odfdo.Document("text")
    said = f'<text:p>Chile<text:s text:c="{told}"/>met Norway.</text:p>'
    document.body.append(odfdo.Element.from_tag(said))
    (article,), _ = rows(save(tmp_path, "a.odt", saved(document)))
    assert article.text == f"Chile{' ' * spaces}met Norway."


# E-books

PROSE = "Norway told Chile that the quota would be halved in the spring."
OPF = """<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>The quota</dc:title>
<dc:publisher>Fjord Press</dc:publisher><dc:date>2024-01-11T00:00:00Z</dc:date>
</metadata><manifest>{}<item id="ncx" href="toc.ncx"/></manifest><spine>{}</spine></package>"""
NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Of the
 sea</text></navLabel><content src="text/c%201.xhtml#top"/></navPoint></navMap></ncx>"""
CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"""


def page(body):
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'


def book(chapters, **others):
    items = "".join(
        f'<item id="i{number}" href="text/{name.replace(" ", "%20")}"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(chapters)))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": OPF.format(items, spine),
            "OEBPS/toc.ncx": NCX,
            **{f"OEBPS/text/{name}": body for name, body in chapters.items() if body},
            **others,
        }
    )


def test_a_document_that_a_book_names_again_and_again_is_read_once(tmp_path):
    spine = '<itemref idref="i"/>' * 10_000
    opf = OPF.format('<item id="i" href="a.xhtml"/>', spine)
    data = book({}, **{"OEBPS/book.opf": opf, "OEBPS/a.xhtml": page(f"<p>{PROSE}</p>")})
    assert len(rows(save(tmp_path, "a.epub", data))[0]) == 1


def test_chapters_of_an_e_book(tmp_path):
    chapters = {
        "cover.xhtml": page('<img src="x.png"/>'),
        "c 1.xhtml": page(f"<p>{PROSE}</p><ul><li>Fiji&nbsp;&amp;<br/>Kenya</li></ul>"),
        "c2.xhtml": page(f"<div><h2>The <i>ports</i></h2>{PROSE}<p>End<!-- x -->.</p></div>"),
        "broken.xhtml": f"<html><body><p>{PROSE}<p>And <b>so on</body>",
        "index.xhtml": page("<p>Chile, 12</p>"),
    }
    path = save(tmp_path, "a.epub", book(chapters))
    articles, (note,) = rows(path)
    assert [(found.title, found.text) for found in articles] == [
        ("Of the sea", f"{PROSE}\n\nFiji & Kenya"),
        ("The ports", f"{PROSE}\n\nEnd."),
        (None, f"{PROSE}\n\nAnd so on"),
    ]
    assert [found.address for found in articles] == [f"{path}#{number}" for number in (2, 3, 4)]
    assert {(found.outlet, found.file_made) for found in articles} == {("Fjord Press", DAY)}
    assert {found.published for found in articles} == {None}  # a book is of later than its chapters
    assert "cover.xhtml, OEBPS/text/index.xhtml" in note.reason
    assert note.article_id == articles[0].article_id


def test_parts_of_an_e_book_that_cannot_be_read_cost_no_other(tmp_path):
    locked = '<EncryptedData><CipherReference URI="OEBPS/text/c2.xhtml"/></EncryptedData>'
    rights = f"<encryption>{locked}</encryption>"
    chapters = {"c1.xhtml": page(f"<p>{PROSE}</p>"), "c2.xhtml": b"\x8f\x01", "c3.xhtml": ""}
    data = book(chapters, **{"META-INF/encryption.xml": rights})
    articles, rejected = rows(save(tmp_path, "a.epub", data))
    assert [found.text for found in articles] == [PROSE]
    assert [row.place for row in rejected] == ["chapter 2", "chapter 3"]
    assert "encrypted" in rejected[0].reason and "missing" in rejected[1].reason


def test_an_e_book_of_pictures(tmp_path):
    _, (rejected,) = rows(save(tmp_path, "a.epub", book({"c.xhtml": page("<img/>")})))
    assert "without prose" in rejected.reason


# What kind of file it is


def test_documents_are_told_by_their_content(tmp_path):
    document = open_text()
    document.body.append(odfdo.Paragraph("Chile left."))
    contents = [
        saved(word("Chile left.")),
        saved(document),
        rb"{\rtf1 Chile left.}",
        gzip.compress(saved(word("Chile left.")), mtime=0),
    ]
    for name in ("a", "a.txt", "a.docx", "a.odt"):
        for content in contents:
            (article,), rejected = rows(save(tmp_path, name, content))
            assert (article.text, rejected) == ("Chile left.", [])


def test_text_that_begins_like_a_mark_stays_text(tmp_path):
    (article,), _ = rows(save(tmp_path, "a.txt", b"PK met %PDF and {rtf."))
    assert article.text == "PK met %PDF and {rtf."


ODF = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "(.xlsx)"),
        ("a.pptx", zipped({"[Content_Types].xml": "", "ppt/slides.xml": ""}), "(.pptx)"),
        ("a.ods", zipped({"mimetype": ODF + "spreadsheet"}), "(.ods)"),
        ("a.odp", zipped({"mimetype": ODF + "presentation"}), "(.odp)"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".doc"),
        ("a.zip", zipped({"a.txt": "Chile left."}), "zip archive"),
        ("a.docx", zipped({}), "zip archive"),
        ("a.docx", zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "parsed"),
        ("a.odt", zipped({"mimetype": ODF + "text"}), "parsed"),
        ("a.odt", zipped({"mimetype": ODF + "text", "content.xml": "<a>"}), "parsed"),
        ("a.epub", zipped({"mimetype": "application/epub+zip"}), "parsed"),
        ("a.docx", b"<html>log in</html>", "no zip file"),
        ("a.docx", saved(word("Chile left."))[:-400], "damaged or cut off"),
        ("a.docx", saved(word()), "no text"),
        ("a.rtf", rb"{\rtf1 }", "no text"),
        ("a.rtf", rb"{\rtf1 \uc-1\u}", "no text"),
        (
            "a.odt",
            zipped({"mimetype": ODF + "text", "META-INF/manifest.xml": "<x encryption-data=''/>"}),
            "password",
        ),
        ("a.docx", zipped({"word/document.xml": bytes(129 << 20)}), "more than 128 MiB"),
        ("a.rtf", rb"{\rtf1 " + b"x" * (64 << 20), "more than 64 MiB"),
    ],
)
def test_what_is_none_is_one_row(tmp_path, name, content, reason):
    articles, (rejected,) = rows(save(tmp_path, name, content))
    assert articles == []
    assert reason in rejected.reason


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "whole",
    [saved(word("Chile left.", PROSE)), book({"c.xhtml": page(f"<p>{PROSE}</p>")})],
    ids=["docx", "epub"],
)
def test_damage_never_ends_a_run(tmp_path, whole, seed):
    dice = random.Random(seed)
    data = bytearray(whole)
    for _ in range(20):
        data[dice.randrange(4, len(data))] = dice.randrange(256)
    for content in (data, data[: dice.randrange(5, len(data))], data[:4] + dice.randbytes(999)):
        articles, rejected = rows(save(tmp_path, "a.dat", bytes(content)))
        assert articles or rejected


# Texts that are too long


def test_a_long_text_is_split_at_paragraphs(tmp_path):
    paragraph = "Norway and Chile met. " * 999 + "\n\n"
    text = paragraph * 100
    path = save(tmp_path, "2024-01-11.txt", text.encode())
    articles, notes = rows(path)
    assert "".join(found.text for found in articles) == text
    assert all(len(found.text) <= MAX_ARTICLE for found in articles)
    assert all(found.text.endswith("\n\n") for found in articles)
    assert [found.address for found in articles] == [f"{path}#part {n}" for n in (1, 2, 3)]
    assert [found.article_id for found in articles] == [
        article_id(found.text, None, DAY) for found in articles
    ]
    assert [note.article_id for note in notes] == [found.article_id for found in articles]
    assert "part 2 of 3" in notes[1].reason


def test_only_the_first_part_has_the_other_notes(tmp_path):
    text = "x" * MAX_ARTICLE + " y"
    path = save(tmp_path, "a.jsonl", f'{{"text": "{text}", "date": "soon"}}\n'.encode())
    articles, notes = rows(path)
    assert [len(found.text) for found in articles] == [MAX_ARTICLE, 2]
    assert ["date" in note.reason for note in notes] == [True, False, False]
    assert {note.place for note in notes} == {"line 1"}


@given(st.text(alphabet="ab. \n", max_size=60), st.integers(2, 20))
def test_nothing_of_a_split_text_is_lost(text, most):
    parts = split_text(text, most)
    assert "".join(parts) == text
    assert all(len(part) <= most for part in parts)
    assert all(parts) or text == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one two", ["one two"]),
        ("one.\n\ntwo. three", ["one.\n\n", "two. three"]),
        ("one two\nthree four", ["one two\n", "three four"]),
        ("one two. three", ["one two. ", "three"]),
        ("one two three", ["one two ", "three"]),
        ("onetwothreefour", ["onetwothre", "efour"]),
    ],
)
def test_where_a_text_is_cut(text, parts):
    assert split_text(text, 10) == parts


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Norway and Chile resume talks", "Norway and Chile resume talks"),
        ("“No deal”, says Norway", "“No deal”, says Norway"),
        ("Norway and Chile resumed their talks.", None),
        ("OSLO, 11 January 2024 (Wire) -", None),
        ("Published: today", None),
        ("Annex", None),
    ],
)
def test_a_headline_above_the_text_is_its_title(tmp_path, first, title):
    document = docx.Document()
    for text in (first, "They had been broken off in May. Fiji will attend."):
        document.add_paragraph(text)
    document.save(tmp_path / "a.docx")
    (article,) = [row for row in read([tmp_path / "a.docx"]) if isinstance(row, Article)]
    assert article.title == title
    assert article.text.startswith("They had" if title else first)


def test_a_heading_opens_a_note(tmp_path):
    (tmp_path / "a.md").write_text("# Norway and Chile resume talks\n\nThey had been broken off.\n")
    (article,) = [row for row in read([tmp_path / "a.md"]) if isinstance(row, Article)]
    assert (article.title, article.text.strip()) == (
        "Norway and Chile resume talks", "They had been broken off.",
    )  # fmt: skip
