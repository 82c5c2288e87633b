import pytest

from detente.reading import read
from detente.reading.encoding import Decoder, declared_encoding, guess

WESTERN = "The café in São Paulo — “closed”, said Mr Müller. It cost £5 and the naïve paid."
RUSSIAN = "Министр иностранных дел России заявил, что переговоры будут продолжены. " * 4
CHINESE = "外交部发言人表示，中方对此坚决反对，并将采取必要措施维护自身利益。" * 8


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5"),
    ],
)
def test_guess_reads_the_text(text, encoding):
    data = text.encode(encoding, "ignore")
    found = guess(data)
    assert found is not None
    assert data.decode(found) == data.decode(encoding)


@pytest.mark.parametrize(
    "data",
    [
        b"caf\xc3 and more",  # half of an é: as cp1252 it would be a capital inside a word
        b"say \xc3(",
        "Путин said".encode("cp1251"),
        b"\xff\xfe\xfd\xfc",
        b"price \xa4\xa5\xa6",
    ],
)
def test_too_little_to_guess_from(data):
    assert guess(data) is None


def test_damaged_utf8_is_not_guessed_at():
    decoder = Decoder(b"plain")
    assert decoder.decode("naïve\n".encode()).text == "naïve\n"
    # Most of the file's head is UTF-8, or a sequence is cut short.
    for head, piece in [("é é é".encode(), b"caf\xe9"), (b"", b"he said \xe2\x80 so")]:
        found = Decoder(head).decode(piece)
        assert found.text is None
        assert "not UTF-8" in found.problem.reason


def test_guess_is_told_once():
    decoder = Decoder(b"")
    problems = [decoder.decode(piece).problem for piece in (b"a\n", b"caf\xe9\n", b"na\xefve\n")]
    assert [bool(problem) for problem in problems] == [False, True, False]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<html><meta charset="gb2312">', "gb18030"),
        (b"<meta http-equiv=x content='text/html; charset=ISO-8859-1'>", "cp1252"),
        (b"<meta charset=utf-8>", None),
        (b"<meta charset=nonsense>", None),
        (b"<p>charset=big5", None),
    ],
)
def test_declared(head, encoding):
    assert declared_encoding(head) == encoding


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", "é\n中"), ("a.jsonl", '{"text": "é\\n中"}'), ("a.csv", 'text\n"é\n中"')],
)
def test_byte_order_marks(tmp_path, name, content, encoding):
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    (article,) = read([path])
    assert article.text == "é\n中"


def test_broken_utf16_keeps_what_came_before(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(('{"text": "one"}\n' * 2000).encode("utf-16") + b"\x00\xd8\x41\x00")
    *articles, rejected = read([path])
    assert len(articles) > 500
    assert "encoding" in rejected.reason
