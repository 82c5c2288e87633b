"""What are the messages of a mail or a mailbox, and what do they say of themselves?"""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from typing import TYPE_CHECKING, NamedTuple

from detente.reading.drafts import Draft
from detente.reading.encoding import Decoded, Decoder, is_character_set
from detente.reading.markup import text_of_markup
from detente.reading.options import ReadingOptions
from detente.reading.problems import Problem, Source, in_words
from detente.reading.streams import Opened, in_memory
from detente.reading.web import read_page
from detente.records import Rejected

MAX_MESSAGE = 64 * 1024 * 1024
"""Most bytes of one message, its attachments included."""

MAX_HEADER = 2_000
"""Characters of a header that are read: to parse addresses or parameters takes the square of them."""

_LINE = 1024 * 1024
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
# A sentence may begin with "From " as well: between messages a date and a time follow.
_BETWEEN = re.compile(rb"From .{0,300}?" + _MONTH + rb" .{0,40}?\d{1,2}:\d{2}")
_ESCAPED = re.compile(rb">+From ")
_HEADER = re.compile(rb"([!-9;-~]+):(?=\s)")
_TRANSPORT = {b"received", b"return-path", b"message-id", b"mime-version", b"delivered-to"}
_ADDRESSED = ("from", "subject", "date", "message-id")


if TYPE_CHECKING:
    _Rules = email.policy.EmailPolicy[EmailMessage]
else:
    _Rules = email.policy.EmailPolicy


class _Shortened(_Rules):
    """The usual rules, but for headers that have no end: the parser itself looks into some of them."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER]


_POLICY = _Shortened()


def is_mail(head: bytes) -> bool:
    """Whether a file begins as a mailbox does, or with headers that only mail has."""
    first, _, rest = head.partition(b"\n")
    if _BETWEEN.match(first):
        return _HEADER.match(rest) is not None
    lines = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0].splitlines()
    names = {found[1].lower() for found in map(_HEADER.match, lines) if found}
    return bool(lines) and bool(_HEADER.match(lines[0])) and bool(names & _TRANSPORT)


def read_mail(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The drafts in a message (`.eml`) or in a mailbox (`.mbox`), one a message.

    The text is the message's plain text, else the text of its HTML; attachments are no articles.
    Title is the subject, outlet the sender's name or the list's, and the day that of the header.
    Mailboxes are read as a stream.
    """
    for message in _messages(file):
        found = _draft(message, source, options)
        if isinstance(found, Problem):
            yield source.reject(found, message.place)
        else:
            yield found


class _Message(NamedTuple):
    """One message as it lies in the file; `data` is None where it is too long to be read."""

    place: str | None
    data: bytes | None


def _messages(file: Opened) -> Iterator[_Message]:
    if file.head.startswith(b"From "):
        yield from _in_mailbox(file)
        return
    data = file.stream.read(MAX_MESSAGE + 1)
    yield _Message(None, data if len(data) <= MAX_MESSAGE else None)


def _in_mailbox(file: Opened) -> Iterator[_Message]:
    number = 0
    gathered = _Gathered()
    blank, begins = True, True
    while line := file.stream.readline(_LINE):
        if begins and blank and (not number or _BETWEEN.match(line)):
            if number:
                yield _Message(f"message {number}", gathered.data())
            number += 1
            gathered = _Gathered()
        else:
            # Mailboxes write a line of text that begins so with a mark in front.
            gathered.add(line[1:] if begins and _ESCAPED.match(line) else line)
        blank = begins and not line.strip()
        begins = line.endswith(b"\n")
    yield _Message(f"message {number}", gathered.data())


class _Gathered:
    """The lines of one message, no more of them kept than a message may have."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, line: bytes) -> None:
        self._size += len(line)
        if self._size <= MAX_MESSAGE:
            self._lines.append(line)

    def data(self) -> bytes | None:
        return b"".join(self._lines) if self._size <= MAX_MESSAGE else None


def _draft(message: _Message, source: Source, options: ReadingOptions) -> Draft | Problem:
    if message.data is None:
        return _TOO_LONG
    # A message may be broken in any way, also in ways that `email` does not expect.
    try:
        parsed = email.message_from_bytes(message.data, policy=_POLICY)
        if not any(name in parsed for name in _ADDRESSED):
            return _NO_HEADERS
        text = _text(parsed, source, options)
        if text is None or not text.text or not text.text.strip():
            return (text and text.problem) or _NO_TEXT
        return Draft(
            text=text.text,
            title=_header(parsed, "subject"),
            outlet=_outlet(parsed),
            published=_day(parsed),
            address=_address(parsed),
            place=message.place,
            notes=(text.problem,) if text.problem else (),
        )
    except Exception as error:
        return Problem(
            f"the message cannot be parsed: {in_words(error)}",
            "Save its text, or that of the message forwarded in it, as .txt instead.",
        )


def _text(message: EmailMessage, source: Source, options: ReadingOptions) -> Decoded | None:
    """The message's own words: its plain text, where it has any, else those of its HTML."""
    plain = message.get_body(("plain",))
    found = _decoded(plain) if plain is not None else None
    if found and found.text and found.text.strip():
        return found
    page = message.get_body(("html",))
    if page is None:
        return found
    decoded = _decoded(page)
    if decoded.text is None:
        return decoded
    return Decoded(_words_of_page(decoded.text, source, options), decoded.problem)


def _decoded(part: MIMEPart) -> Decoded:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return Decoded(None)
    declared = part.get_content_charset() or "utf-8"
    try:
        return Decoded(data.decode(declared if is_character_set(declared) else "utf-8"))
    except UnicodeDecodeError:
        # Declared wrongly, or not at all.
        return Decoder(data).decode(data)


def _words_of_page(markup: str, source: Source, options: ReadingOptions) -> str:
    """The main text of a message in HTML, or all of it where that leaves out most.

    Newsletters are laid out in tables, which on a page would not be text.
    """
    whole = text_of_markup(markup)
    for found in read_page(in_memory(markup.encode("utf-8", "replace")), source, options):
        if isinstance(found, Draft) and isinstance(found.text, str):
            return found.text if len(found.text) * 2 > len(whole) else whole
    return whole


def _header(message: EmailMessage, name: str) -> str | None:
    """A header's words on one line, decoded; also where it holds bare bytes of UTF-8."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), None)
    if raw is None:
        return None
    written = str(raw)
    data = written.encode("utf-8", "surrogateescape")
    parsed = message.policy.header_fetch_parse(name, written) if data.isascii() else None
    words = Decoder(data).decode(data).text if parsed is None else str(parsed)
    return " ".join((words or "").split()) or None


def _outlet(message: EmailMessage) -> str | None:
    return _name(message, "from") or _name(message, "sender") or _list(message)


def _name(message: EmailMessage, header: str) -> str | None:
    return email.utils.parseaddr(_header(message, header) or "")[0].strip() or None


def _list(message: EmailMessage) -> str | None:
    written = _header(message, "list-id") or ""
    name, address = email.utils.parseaddr(written)
    return name.strip() or address.strip() or written.strip("<> ") or None


def _day(message: EmailMessage) -> str | None:
    """The day of the `Date` header as its sender wrote it; what is no date is left as it is."""
    written = _header(message, "date")
    try:
        return email.utils.parsedate_to_datetime(written or "").date().isoformat()
    except ValueError:
        return written


def _address(message: EmailMessage) -> str | None:
    written = (_header(message, "archived-at") or "").strip("<> ")
    return written if written.startswith(("http://", "https://")) else None


_TOO_LONG = Problem(
    f"a message of more than {MAX_MESSAGE // 2**20} MiB", "Save its text as .txt instead."
)
_NO_HEADERS = Problem(
    "not a message: no sender, subject or date",
    "Export it again from the mail program; a text may be named .txt.",
)
_NO_TEXT = Problem(
    "no text in the message", "Attachments are not read: save them, and read them as files."
)
