"""No row is lost for its code: roots and extensions, states by data set, and tables of one's own."""

from pathlib import Path

import pytest
from importing_world import ICEWS_HEADER, icews, imported

from detente.commands.importing import summary
from detente.errors import DetenteError, InputError, LexiconError
from detente.importing import codebook, user_format
from detente.importing.codebooks import weis_codes
from detente.importing.formats import formats_of
from detente.importing.resolving import act, parties
from detente.importing.systems import systems_of

KEDS = "date,source,target,code"
WEIS = "1990-08-02,IRQ,KUW,223"
"""A row by which a file is known to be in WEIS."""


@pytest.mark.parametrize(
    ("code", "cameo", "goldstein", "extends"),
    [
        ("220", "190", -9.0, None),
        ("180", "140", -6.4, None),
        ("223", "190", -10.0, None),
        ("0329", "042", 1.9, "032"),
        ("183", "140", -6.4, "180"),
        ("224", "190", -9.0, "220"),
    ],
)
def test_roots_and_extensions_of_weis(
    code: str, cameo: str, goldstein: float, extends: str | None
) -> None:
    found = act("weis", code, "")
    assert (found.known, found.cameo, found.goldstein, found.extends) == (
        True, cameo, goldstein, extends,
    )  # fmt: skip


@pytest.mark.parametrize("code", ["000", "230", "22", "2", "22x", "", "99999"])
def test_no_code_of_weis(code: str) -> None:
    assert not act("weis", code, "").known


def test_every_root_of_weis_is_listed_and_scored_by_what_lies_under_it() -> None:
    for root in (f"{number:02d}" for number in range(1, 23)):
        under = [row for code, row in weis_codes().items() if code[:2] == root and code[2] != "0"]
        scores = [row.goldstein for row in under if row.goldstein is not None]
        listed = weis_codes()[f"{root}0"].goldstein
        assert listed is not None
        if root not in ("07", "15", "16", "17"):  # Goldstein scored these themselves
            assert listed == pytest.approx(sum(scores) / len(scores), abs=0.051)


def test_codes_read_as_the_one_above_them_are_told(tmp_path: Path) -> None:
    lines = [KEDS, WEIS, "1990-08-03,IRQ,KUW,224", "1990-08-04,IRQ,KUW,224"]
    report, rows, _ = imported(tmp_path, "keds", lines)
    assert [row["event_type"] for row in rows] == ["ASSAULT"] * 3
    assert report.extended_codes == {"224 as 220": 2}
    assert "codes read as the one above them: 224 as 220 (2)" in list(summary(report))


@pytest.mark.parametrize("code", ["220", "224", "213"])
def test_roots_and_extensions_tell_that_a_file_is_weis(code: str) -> None:
    assert systems_of(formats_of("keds")[0], {code: 1, "042": 3}).codes == "weis"


def test_codes_of_weis_get_their_zeros_back() -> None:
    counts = dict.fromkeys(["223", "31", "22", "192"], 1)
    assert systems_of(formats_of("keds")[0], counts).whole == {"31": "031", "22": "022"}


@pytest.mark.parametrize(
    ("text", "weis", "cameo"),
    [
        ("MAC", "MKD", "MKD"),
        ("ISL", None, "ISL"),
        ("FRY", "YUG", "YUG"),
        ("AZR", "AZE", "AZE"),
        ("TAJ", "TJK", "TJK"),
        ("KYR", "KGZ", "KGZ"),
        ("SLO", "SVN", "SVN"),
        ("CRO", "HRV", "HRV"),
        ("BAH", "BHR", "BHR"),
        ("IDI", "IND", None),
        ("GRE", "GRD", None),
    ],
)
def test_states_by_data_set(tmp_path: Path, text: str, weis: str | None, cameo: str | None) -> None:
    for code, expected in (("223", weis), ("190", cameo)):
        folder = tmp_path / code
        folder.mkdir()
        lines = [KEDS, f"1996-05-01,USA,{text},{code}"]
        _, rows, _ = imported(folder, "keds", lines)
        assert rows[0]["recipient_country"] == expected


def test_a_code_that_was_reused_goes_by_the_day(tmp_path: Path) -> None:
    lines = [KEDS, "1989-05-01,USA,MAC,042", "1993-05-01,USA,MACGOV,042"]
    _, rows, _ = imported(tmp_path, "keds", lines)
    assert [row["recipient_country"] for row in rows] == ["MAC", "MKD"]
    assert rows[1]["recipient_sector"] == "GOV"


def test_phoenix_and_gdelt_keep_their_own_codes() -> None:
    for system in ("codes", "actor-codes"):
        assert [each.country for each in parties(system, "MAC")] == ["MAC"]


def test_who_is_known_to_be_no_state_is_not_counted_as_unknown(tmp_path: Path) -> None:
    lines = [KEDS, WEIS, "1990-08-03,IRQ,ISL,121", "1990-08-03,IRQ,QQQ,121"]
    report, rows, _ = imported(tmp_path, "keds", lines)
    assert [row["pair"] for row in rows] == ["IRQ-KWT", None, None]
    assert report.unknown_parties == {"QQQ": 1}


COUNTRIES = """
text\tcountry\tsince\tuntil
MON\tMNE
QQX\tFJI\t\t1993-12-31
QQX\tKEN\t1994-01-01\t
ISR\t
The Emirates\tARE
SLA\tREB:SLA
"""


def own(folder: Path, text: str) -> Path:
    path = folder / "mine.tsv"
    path.write_text(text.lstrip(), encoding="utf-8")
    return path


def test_countries_of_ones_own_go_first(tmp_path: Path) -> None:
    book = codebook(countries=own(tmp_path, COUNTRIES))
    lines = [KEDS] + [
        f"{day},CHL,{code},042"
        for day, code in [
            ("1993-01-01", "MONGOV"), ("1993-01-01", "QQX"), ("1995-01-01", "qqx"),
            ("1995-01-01", "ISRMIL"), ("1995-01-01", "SLA"), ("1995-01-01", "NOR"),
        ]
    ]  # fmt: skip
    report, rows, _ = imported(tmp_path, "keds", lines, codebook=book)
    told = [(row["recipient_country"], row["recipient_sector"]) for row in rows]
    assert told == [
        ("MNE", "GOV"), ("FJI", None), ("KEN", None), (None, "MIL"), ("REB:SLA", None), ("NOR", None),
    ]  # fmt: skip
    assert not report.unknown_parties


def test_names_of_ones_own_go_first(tmp_path: Path) -> None:
    book = codebook(countries=own(tmp_path, COUNTRIES))
    row = icews(**{"from": "", "source": "the emirates"})
    _, rows, _ = imported(tmp_path, "icews", [ICEWS_HEADER, row], codebook=book)
    assert rows[0]["actor_country"] == "ARE"


def test_codes_of_ones_own_go_first(tmp_path: Path) -> None:
    book = codebook(codes=own(tmp_path, "code\tcameo\tgoldstein\nX1\t057\n042\t190\t-3.5\n"))
    lines = [KEDS] + [
        f"1995-01-0{n},CHL,NOR,{code}" for n, code in enumerate(("X1", "042", "036"), 1)
    ]
    report, rows, _ = imported(tmp_path, "keds", lines, codebook=book)
    assert [(row["code"], row["event_type"], row["goldstein"]) for row in rows] == [
        ("X1", "SUPPORT", 8.0), ("042", "ASSAULT", -3.5), ("036", "AGREE", 4.0),
    ]  # fmt: skip
    assert not report.unknown_codes


def test_a_mapping_may_name_tables(tmp_path: Path) -> None:
    own(tmp_path, "text\tcountry\nAlpha\tCHL\nBeta\tNOR\n")
    (tmp_path / "codes.tsv").write_text("code\tcameo\nhello\t042\n")
    (tmp_path / "own.toml").write_text(
        'dataset = "mine"\ncodes = "cameo"\ncountries = "names"\n'
        'own_countries = "mine.tsv"\nown_codes = "codes.tsv"\n'
        '[fields]\ndate = "day"\nactor_country = "a"\nrecipient_country = "b"\ncode = "c"\n'
    )
    lines = ["day,a,b,c", "2020-01-01,alpha,Beta,hello"]
    _, rows, _ = imported(tmp_path, [user_format(tmp_path / "own.toml")], lines, name="rows.csv")
    assert [(row["pair"], row["event_type"]) for row in rows] == [("CHL-NOR", "CONSULT")]


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("countries", "text\tcountry\nX\tXQZ\n", "mine.tsv:2: 'XQZ' is no country's code"),
        ("countries", "text\tcountry\tsince\nX\tCHL\tnow\n", "since = 'now' is no day"),
        (
            "countries",
            "text\tcountry\tsince\tuntil\nX\tCHL\t\t1999-01-01\nX\tNOR\t1999-01-01\t\n",
            "mine.tsv:3: 'X' stands for two on 1999-01-01",
        ),
        ("countries", "name\tcountry\nX\tCHL\n", "no column text"),
        ("codes", "code\tcameo\nX\t999\n", "mine.tsv:2: '999' is no code of CAMEO"),
        ("codes", "code\tcameo\nX\t042\nX\t057\n", "'X' stands here twice"),
        ("codes", "code\tcameo\tgoldstein\nX\t042\tnan\n", "outside -10 to 10"),
        ("codes", "code\tcameo\tgoldstein\nX\t042\thigh\n", "goldstein = 'high' is no number"),
    ],
)
def test_tables_that_are_wrong(tmp_path: Path, kind: str, text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        codebook(**{kind: own(tmp_path, text)})


def test_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        codebook(codes=tmp_path / "none.tsv")
    (tmp_path / "latin.tsv").write_bytes("text\tcountry\nCôte\tCIV\n".encode("latin-1"))
    with pytest.raises(DetenteError, match="is not UTF-8"):
        codebook(countries=tmp_path / "latin.tsv")
