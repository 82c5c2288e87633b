"""Messages and mailboxes, whole and broken."""

import datetime as dt
import mailbox
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading import mail, read
from detente.records import Article, Rejected

DAY = dt.date(2024, 1, 11)
WORDS = "Norway and Chile resumed talks.\n\nFiji will attend.\n"
PARAGRAPHS = "".join(
    f"<p>Norway and Chile resumed talks on fishing for the {at}th time, officials of both sides "
    "said in Santiago after a long morning session.</p>"
    for at in range(4, 9)
)


def message(text=WORDS, *, html=None, **headers):
    made = EmailMessage()
    told = {"subject": "Talks", "from": "The Wire <a@wire.example>", "date": "2024", **headers}
    told["date"] = headers.get("date", "Thu, 11 Jan 2024 23:30:00 -0500")
    for name, value in told.items():
        if value is not None:
            made[name.replace("_", "-")] = value
    if text is not None:
        made.set_content(text)
    if html is not None and text is None:
        made.set_content(html, subtype="html")
    elif html is not None:
        made.add_alternative(html, subtype="html")
    return made


def write(folder, data, name="a.eml"):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.as_bytes(policy=SMTP))
    return path


def fields(article):
    return article.text, article.title, article.outlet, article.published


@pytest.mark.parametrize("name", ["a.eml", "a", "a.eml.txt.mail"])
def test_a_message(tmp_path, name):
    made = message(mime_version="1.0") if name == "a.eml" else message(message_id="<1@a.example>")
    (article,) = read([write(tmp_path, made, name)])
    assert fields(article) == (WORDS, "Talks", "The Wire", DAY)
    assert article.address == str(tmp_path / name)


@pytest.mark.parametrize(
    ("headers", "title", "outlet"),
    [
        ({"subject": "Präsident: Café talks"}, "Präsident: Café talks", "The Wire"),
        ({"subject": "a long subject " * 9}, ("a long subject " * 9).strip(), "The Wire"),
        ({"subject": None}, None, "The Wire"),
        ({"from": "Zoë Núñez <z@wire.example>"}, "Talks", "Zoë Núñez"),
        ({"from": "a@wire.example"}, "Talks", None),
        ({"from": "a@wire.example", "list_id": "Fjord News <f.wire.example>"}, "Talks", "Fjord News"),
        ({"from": "a@wire.example", "list_id": "<f.wire.example>"}, "Talks", "f.wire.example"),
    ],
)  # fmt: skip
def test_headers(tmp_path, headers, title, outlet):
    (article,) = read([write(tmp_path, message(**headers))])
    assert fields(article)[1:3] == (title, outlet)


def test_headers_in_bare_bytes(tmp_path):
    raw = "Subject: Café talks\nFrom: Zoë <a@b.example>\nDate: 11 Jan 2024\n\nText.\n".encode()
    (article,) = read([write(tmp_path, raw)])
    assert fields(article) == ("Text.\n", "Café talks", "Zoë", DAY)


def test_a_date_that_is_none(tmp_path):
    raw = b"Subject: a\nDate: some day\n\nText.\n"
    article, note = read([write(tmp_path, raw)])
    assert article.published is None
    assert (note.reason, note.article_id) == (
        "date not understood: some day",
        article.article_id,
    )


def test_address_of_an_archive(tmp_path):
    made = message(archived_at="<https://lists.example/1>")
    (article,) = read([write(tmp_path, made)])
    assert article.address == "https://lists.example/1"


def test_plain_text_comes_before_html_and_attachments_are_no_text(tmp_path):
    made = message(html="<p>Never this.</p>")
    made.add_attachment("Never this.", filename="a.txt")
    (article,) = read([write(tmp_path, made)])
    assert article.text == WORDS


@pytest.mark.parametrize("text", [None, " \n"])
def test_html_where_there_is_no_plain_text(tmp_path, text):
    page = f"<html><head><style>p {{}}</style></head><body><article>{PARAGRAPHS}</article></body>"
    (article,) = read([write(tmp_path, message(text, html=page))])
    assert article.text.count("Norway and Chile resumed") == 5
    assert "<p>" not in article.text and "{" not in article.text
    assert len(article.text.splitlines()) >= 5


def test_a_newsletter_in_tables_is_read_whole(tmp_path):
    cells = "".join(f"<tr><td>Norway met Chile on day {at}.</td></tr>" for at in range(9))
    (article,) = read([write(tmp_path, message(None, html=f"<table>{cells}</table>"))])
    assert article.text.split("\n\n") == [f"Norway met Chile on day {at}." for at in range(9)]


@pytest.mark.parametrize(
    ("charset", "written", "text", "notes"),
    [
        ("iso-8859-1", "cp1252", "Café", 0),
        ("windows-1251", "cp1251", "Россия", 0),
        ("utf-8", "utf-8", "Café", 0),
        ("us-ascii", "utf-8", "Café", 0),
        ("no-such", "utf-8", "Café", 0),
        ("utf-8", "cp1252", "Café – yes", 1),  # declared wrongly: a guess, and told
    ],
)
def test_charsets(tmp_path, charset, written, text, notes):
    head = (
        f"From: A <a@b.example>\nDate: 11 Jan 2024\nContent-Type: text/plain; charset={charset}\n\n"
    )
    article, *others = read([write(tmp_path, head.encode() + text.encode(written))])
    assert article.text == text
    assert len(others) == notes


def test_a_mailbox(tmp_path):
    box = mailbox.mbox(tmp_path / "a.mbox")
    texts = ["First.\n", "\nFrom Oslo it was said at 10:30 that talks go on.\n", "Third.\n"]
    for text in texts:
        box.add(message(text))
    box.close()
    (tmp_path / "inbox").write_bytes((tmp_path / "a.mbox").read_bytes())
    found = list(read([tmp_path]))
    assert [article.text.strip() for article in found] == [text.strip() for text in texts] * 2
    assert found[1].address == f"{tmp_path / 'a.mbox'}#2"


LINE = st.sampled_from(
    ["From Oslo.", ">From Oslo.", "", "Words.", "From: a", "From x at 10:30", " "]
)


@settings(max_examples=60)
@given(texts=st.lists(st.lists(LINE, min_size=1).map("\n".join), min_size=1, max_size=5))
def test_any_mailbox_gives_back_its_messages(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("box") / "a.mbox"
    box = mailbox.mbox(path)
    for text in texts:
        box.add(message(text + "\nEnd.\n"))
    box.close()
    # The standard library marks every line that begins with `From `, but not those marked before.
    wanted = [f"{text}\nEnd.".replace(">From", "From") for text in texts]
    found = [article.text.strip("\n").replace(">From", "From") for article in read([path])]
    assert found == [text.strip("\n") for text in wanted]


BETWEEN = b"From a@b.example Thu Jan 11 10:00:00 2024\n"
FINE = message("Fine.\n").as_bytes()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"No header here.\n", "not a message"),
        (message(None).as_bytes(), "no text"),
        (b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n", "no text"),
        (b"Subject: a\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBO\n", "no text"),
        (b"Subject: a\nContent-Type: text/plain\n\n" + b"x" * 100_000 + b"\n", "more than"),
    ],
)  # fmt: skip
def test_a_broken_message_costs_no_other(tmp_path, monkeypatch, bad, reason):
    monkeypatch.setattr(mail, "MAX_MESSAGE", 50_000)
    box = b"\n".join([BETWEEN + FINE, BETWEEN + bad, BETWEEN + FINE])
    found = list(read([write(tmp_path, box, "a.mbox")]))
    assert [type(row) for row in found] == [Article, Rejected, Article]
    assert found[1].place == "message 2"
    assert reason in found[1].reason


@settings(max_examples=60)
@given(data=st.binary(max_size=400), cut=st.integers(0, 400))
def test_damage_is_a_row_and_no_error(tmp_path_factory, data, cut):
    path = tmp_path_factory.mktemp("damage") / "a.eml"
    whole = message("Fine.\n", html="<p>Fine.</p>").as_bytes()
    path.write_bytes(whole[:cut] + data + whole[cut:])
    assert list(read([path]))


@pytest.mark.parametrize(
    "head",
    [
        b"From the sea, Norway looks small.\n",
        b"Date: 11 January 2024\nFrom: Oslo\n\nTalks.\n",
        b"Norway: Talks\n",
        b"",
    ],
)
def test_prose_is_no_mail(head):
    assert not mail.is_mail(head)


@pytest.mark.parametrize(
    "part",
    [
        "Content-Type: message/rfc822\n\n",
        'Content-Type: multipart/mixed; boundary="b{}"\n\n--b{}\n',
    ],
)
def test_messages_nested_without_end_are_told_in_words(tmp_path, part):
    nested = "".join(part.format(at, at) for at in range(2_000))
    (tmp_path / "a.eml").write_text(f"From: a@wire.example\nSubject: Talks\n{nested}\n{WORDS}")
    (rejected,) = read([tmp_path / "a.eml"])
    assert (
        rejected.reason == "the message cannot be parsed: too many parts are nested in one another"
    )
    assert "forwarded" in rejected.advice
