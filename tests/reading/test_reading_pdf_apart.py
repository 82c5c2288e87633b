"""A PDF that takes all memory, or works for ever, is told; those beside it are read."""

import os
import signal
import subprocess
import sys

import pytest

from detente.reading import pdf_apart, read
from detente.records import Article, Rejected

linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited so on Linux")


def stream(content, extra=b""):
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


def pdf(content, *forms):
    """A page that shows some content, and what it names."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page + b"/XObject<</X 6 0 R>>>>>>",
        stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *forms,
    ]
    numbered = (b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + b"".join(numbered) + b"trailer<</Root 1 0 R>>"


def form(shown, content):
    """What shows another form, by its number."""
    kind = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    return stream(content, kind % shown)


TWENTY_TIMES = b"/X Do " * 20
WITHOUT_END = pdf(TWENTY_TIMES, *(form(number, TWENTY_TIMES) for number in range(7, 19)))
"""Twenty times what shows twenty times …: in four kilobytes, more than any memory holds."""


def good(text):
    return pdf(b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % text.encode())


def texts(found):
    return [each.text for each in found if isinstance(each, Article)]


@linux
def test_a_file_that_takes_all_memory_loses_no_other(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_apart, "MEMORY", 256 * 1024**2)
    monkeypatch.setattr(pdf_apart, "_READER", pdf_apart._Reader())
    assert len(WITHOUT_END) < 5_000
    (tmp_path / "a.pdf").write_bytes(good("Kenya criticised Fiji on Monday."))
    (tmp_path / "b.pdf").write_bytes(WITHOUT_END)
    (tmp_path / "c.pdf").write_bytes(good("Chile met Norway on Tuesday."))
    found = list(read([tmp_path]))
    assert texts(found) == ["Kenya criticised Fiji on Monday.", "Chile met Norway on Tuesday."]
    (row,) = (each for each in found if isinstance(each, Rejected))
    assert row.path.endswith("b.pdf")
    assert "more memory or work" in row.reason and "pdftotext" in row.advice
    pdf_apart._READER.end()


def test_a_process_that_ended_meanwhile_is_started_again(tmp_path):
    (tmp_path / "a.pdf").write_bytes(good("Kenya criticised Fiji on Monday."))
    whole = texts(read([tmp_path]))
    assert whole and pdf_apart._READER._process
    pdf_apart._READER._process.kill()
    pdf_apart._READER._process.wait()
    assert texts(read([tmp_path])) == whole


def test_what_is_interrupted_answers_no_later_question(tmp_path, monkeypatch):
    (tmp_path / "a.pdf").write_bytes(good("Kenya criticised Fiji on Monday."))
    list(read([tmp_path]))
    taken = pdf_apart._taken

    def interrupted(stream):
        raise KeyboardInterrupt

    monkeypatch.setattr(pdf_apart, "_taken", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(read([tmp_path]))
    monkeypatch.setattr(pdf_apart, "_taken", taken)
    (tmp_path / "a.pdf").write_bytes(good("Chile met Norway on Tuesday."))
    assert texts(read([tmp_path])) == ["Chile met Norway on Tuesday."]


def test_where_no_process_starts_the_cause_is_told(tmp_path, monkeypatch):
    (tmp_path / "a.pdf").write_bytes(good("Kenya criticised Fiji on Monday."))
    monkeypatch.setattr(pdf_apart, "_READER", pdf_apart._Reader())
    monkeypatch.setattr(sys, "executable", os.devnull)
    (row,) = read([tmp_path])
    assert "does not start" in row.reason


def test_nothing_of_the_folder_where_one_is_is_imported(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("open('imported', 'w')")
    (tmp_path / "a.pdf").write_bytes(good("Kenya criticised Fiji on Monday."))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pdf_apart, "_READER", pdf_apart._Reader())
    assert texts(read([tmp_path / "a.pdf"]))
    pdf_apart._READER.end()
    assert not (tmp_path / "imported").exists()


WORKS_FOR_EVER = """
from detente.reading import pdf_apart
pdf_apart.SECONDS = 0
pdf_apart._allow_work(0)
while True: pass
"""


@linux
def test_work_without_end_is_ended():
    done = subprocess.run([sys.executable, "-c", WORKS_FOR_EVER], check=False)
    assert done.returncode == -signal.SIGXCPU
