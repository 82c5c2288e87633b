"""How is the brief handed on? The same page as PDF and as a Word document."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from importlib.resources import files
from typing import Any

from detente.reporting.brief import MATCHED, Brief, Line, Notable
from detente.reporting.charts import Spec
from detente.reporting.static import WIDE, png, svg
from detente.reporting.summary import ENOUGH

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every part of a Word document: two runs give the same bytes."""
FONT = "Arial"
"""Of the Word document: on Windows and Mac, and on Linux drawn by Liberation Sans, which is as wide."""
SERIF = "Libertinus Serif"
"""A font that comes with the typesetter, so that no machine draws another page."""


def as_pdf(brief: Brief, chart: Spec | None, *, every: str, made: str) -> bytes:
    """The brief on a page of A4, with fonts of its own."""
    import typst

    picture = None
    if chart is not None:
        inked = json.loads(json.dumps(chart).replace("currentColor", "#1b1f24"))
        inked["config"] = {**inked.get("config", {}), "font": SERIF}
        picture = svg("net", inked, brief.chart, width=WIDE, linked=False)
    told = dataclasses.asdict(brief) | {
        "picture": picture, "every": every, "made": made, "matched": MATCHED, "enough": ENOUGH
    }  # fmt: skip
    template = files("detente.reporting").joinpath("templates", "brief.typ").read_bytes()
    page: bytes = typst.compile(
        template, sys_inputs={"brief": json.dumps(told)}, ignore_system_fonts=True
    )
    return page


def as_docx(brief: Brief, chart: Spec | None, *, made: str) -> bytes:
    """The brief as a Word document, with styles that its reader can change."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    document.core_properties.title = brief.title
    document.core_properties.author = "detente"
    _set_page(document)
    document.add_heading(_held(brief.title), 0)
    _quietly(document, brief.time)
    if brief.now:
        line = document.add_paragraph()
        line.add_run(brief.now.level).bold = True
        rests = f"; {brief.now.rests}" if brief.now.rests else ""
        line.add_run(f"  {brief.now.when}; 90% band {brief.now.band}{rests}; scale −10 to +10")
    for sentence in brief.sentences:
        document.add_paragraph(_held(sentence))
    if chart is not None:
        picture = document.add_picture(io.BytesIO(png(chart)), width=Cm(12))
        picture._inline.docPr.set("descr", _held(brief.chart))
        _quietly(document, brief.chart)
    for title, lines, note in _lists(brief):
        document.add_heading(title, 2)
        for text in lines:
            document.add_paragraph(_held(text), style="List Bullet")
        if note:
            _quietly(document, note)
    _quietly(document, f"{brief.basis} {made}")
    return _without_times(document)


def _set_page(document: Any) -> None:
    """A4 with type small enough that the brief is one page."""
    from docx.shared import Cm, Pt, RGBColor

    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.2)
    for name, size in (("Normal", 8.5), ("List Bullet", 8.5), ("Heading 2", 10), ("Title", 18)):
        style = document.styles[name]
        _set_font(style, FONT)
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0x1B, 0x1F, 0x24)
        style.paragraph_format.space_after = Pt(3)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(6)


def _set_font(style: Any, name: str) -> None:
    """Set a style's font, which the font of the document's theme would overrule."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for key in [each for each in fonts.attrib if each.endswith("Theme")]:
        del fonts.attrib[key]


def _quietly(document: Any, text: str) -> None:
    from docx.shared import Pt, RGBColor

    run = document.add_paragraph().add_run(_held(text))
    run.font.size = Pt(8)
    run.font.color.rgb = RGBColor(0x5A, 0x63, 0x6E)


def _held(text: str) -> str:
    """The text without control characters, which no part of a Word document can hold."""
    return "".join(each for each in text if each in "\t\n" or ord(each) >= ord(" "))


def _lists(brief: Brief) -> list[tuple[str, list[str], str]]:
    """Of each list its title, its lines, and the note beneath it."""
    lists = [
        ("What mattered most", [_event(each) for each in brief.events], brief.chosen),
        ("Promised, and what came", [_line(each) for each in brief.due], MATCHED),
        ("To watch", [_line(each) for each in brief.watch], ""),
    ]
    return [each for each in lists if each[1]]


def _event(each: Notable) -> str:
    return f"{each.words} ({each.day}; {each.parties}; {each.told}; {each.sure} sure)"


def _line(each: Line) -> str:
    return each.text


def _without_times(document: Any) -> bytes:
    """The document as a file in which no part tells when it was written."""
    import datetime as dt

    start = dt.datetime(*EPOCH, tzinfo=dt.UTC)
    properties = document.core_properties
    properties.created = properties.modified = start
    properties.last_modified_by, properties.revision = "", 1
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w") as file:
        for part in parts.infolist():
            kept = zipfile.ZipInfo(part.filename, EPOCH)
            kept.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(kept, parts.read(part))
    return packed.getvalue()
