"""What is in a zip file that is one document: .docx, .odt or an e-book?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

from detente.reading.documents import whole
from detente.reading.drafts import Draft
from detente.reading.epub import read_epub
from detente.reading.office import read_docx, read_odt
from detente.reading.options import ReadingOptions
from detente.reading.problems import Problem, Source, in_words
from detente.reading.streams import Opened
from detente.records import Rejected

MAX_UNPACKED = 128 * 1024 * 1024
"""Most bytes that the parts of one file may have together once they are unpacked."""

_ENCRYPTED = 1
_ODF_LIST = "META-INF/manifest.xml"
_Reader = Callable[[bytes, Source], Iterator[Draft | Rejected]]

_READERS: dict[str, _Reader] = {
    "application/vnd.oasis.opendocument.text": read_odt,
    "application/epub+zip": read_epub,
    "word/": read_docx,
}
_OTHERS = {
    "application/vnd.oasis.opendocument.spreadsheet": ("a spreadsheet (.ods)", "Save it as CSV."),
    "application/vnd.oasis.opendocument.presentation": ("slides (.odp)", "Save them as .txt."),
    "xl/": ("a spreadsheet (.xlsx)", "Save it as CSV."),
    "ppt/": ("slides (.pptx)", "Save them as .txt."),
}


def read_zipped(
    file: Opened, source: Source, options: ReadingOptions
) -> Iterator[Draft | Rejected]:
    """The drafts in a Word or OpenDocument text or in an e-book, told by what the zip holds.

    Whatever else a zip file is, or is wrong with it, is one rejected row.
    """
    data = whole(file)
    if isinstance(data, Problem):
        yield source.reject(data)
        return
    reader = _reader(data)
    if isinstance(reader, Problem):
        yield source.reject(reader)
        return
    try:
        yield from reader(data, source)
    # The libraries raise whatever a broken part makes them, and one file must not end a run.
    except Exception as error:
        yield source.reject(_unreadable(error))


def _reader(data: bytes) -> _Reader | Problem:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            kind = _kind(archive)
            encrypted = _is_encrypted(archive)
    # A broken table of contents makes `zipfile` raise more than `BadZipFile`.
    except Exception as error:
        return Problem(
            f"damaged or cut off: no zip file, as .docx, .odt and .epub are ({error})",
            "Fetch it again, or open it in its program and save it anew.",
        )
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        return _TOO_MUCH
    if encrypted:
        return Problem("encrypted: it needs a password", "Save a copy without one.")
    if kind is None:
        return Problem("not text but a zip archive", "Unpack it, and read the folder.")
    if kind in _OTHERS:
        what, advice = _OTHERS[kind]
        return Problem(f"not text but {what}", advice)
    return _READERS[kind]


def _kind(archive: zipfile.ZipFile) -> str | None:
    """The media type that an archive states, or the folder by which Office files are known."""
    names = archive.namelist()
    stated = _start(archive, "mimetype") if "mimetype" in names else ""
    for kind in (*_READERS, *_OTHERS):
        # Templates and masters have their kind's name and a suffix to it.
        if stated.startswith(kind):
            return kind
    if "[Content_Types].xml" in names:
        folders = {name.partition("/")[0] + "/" for name in names}
        return next((kind for kind in (*_READERS, *_OTHERS) if kind in folders), None)
    return "application/epub+zip" if "META-INF/container.xml" in names else None


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether its parts are, by the flags of the zip file or the list that OpenDocument has."""
    if any(part.flag_bits & _ENCRYPTED for part in archive.infolist()):
        return True
    if _ODF_LIST not in archive.namelist():
        return False
    with archive.open(_ODF_LIST) as part:
        return b"encryption-data" in part.read(MAX_UNPACKED)


def _start(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(100).decode("ascii", "replace").strip()


def _unreadable(error: Exception) -> Problem:
    return Problem(
        f"the document cannot be parsed: {in_words(error)}",
        "Open it in its program and save it anew, or save its text as .txt.",
    )


_TOO_MUCH = Problem(
    f"it would unpack to more than {MAX_UNPACKED // 2**20} MiB",
    "If it is what it should be, take the pictures out, or save its text as .txt.",
)
