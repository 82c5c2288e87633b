"""What each data set's rows become."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from importing_world import ICEWS_HEADER, POLECAT_HEADER, gdelt, icews, imported

from detente.errors import InputError
from detente.importing import user_format
from detente.importing.formats import KINDS, formats_of

VISIT = {"event_type": "CONSULT", "mode": "visit", "score": 4.0, "quad_class": "verbal cooperation"}
POLECAT = (
    "P1\t2023-05-01\tSANCTION\texpel\t-5.5\t4\tdiplomatic;legal\tForeign Ministry\tNOR\t385\tGOV\tEmbassy\t"
    "CHL\t155\tGOV\tOslo\tOslo\tNorway\t2023-05-02\tMade Post"
)
PHOENIX = (
    "7\t20150203\t2015\t2\t3\tNORGOV\tNOR\tGOV\t\tIGOUNO\tIGO\t\t\t42\t4\t1\t1.9\t\t1\t2\tOslo\t\tNO\t9\t"
    "http://www.made.example/a\tmade"
)


@pytest.mark.parametrize(
    ("kind", "lines", "expected"),
    [
        pytest.param(
            "gdelt",
            [gdelt(57, GoldsteinScale=1.9, NumMentions=4, Actor1Type1Code="GOV", Actor1Name="BEIJING")],
            {**VISIT, "imported_id": "gdelt:1", "dataset": "gdelt", "line": 1, "pair": "CHN-USA",
             "date": dt.date(2014, 2, 3), "actor": "BEIJING", "actor_sector": "GOV", "goldstein": 1.9,
             "mentions": 4, "outlet": None, "cameo": "042", "code": "042"},
            id="gdelt, 57 columns",
        ),
        pytest.param(
            "gdelt",
            [gdelt(58, SOURCEURL="https://www.made.example/x/y", Actor2CountryCode="ROM")],
            {"recipient_country": "ROU", "outlet": "made.example", "url": "https://www.made.example/x/y"},
            id="gdelt, 58 columns",
        ),
        pytest.param(
            "gdelt",
            [gdelt(61, DATEADDED="20200101103000", Actor2CountryCode="", Actor2KnownGroupCode="UNO",
                   ActionGeo_FullName="Oslo, Norway", NumArticles=3, NumSources=2)],
            {"recipient_country": "IGO:UN", "pair": "CHN-IGO:UN", "place": "Oslo, Norway", "articles": 3,
             "sources": 2},
            id="gdelt, 61 columns",
        ),
        pytest.param(
            "gdelt",
            ["8\t20200101000000\t20200102103000\t1\tmade.example\thttps://made.example/z" + "\t" * 10],
            {"dataset": "gdelt-mentions", "source_id": "8", "date": dt.date(2020, 1, 1), "actor": None,
             "outlet": "made.example", "event_type": None, "quad_class": None, "code": None},
            id="gdelt mentions",
        ),
        pytest.param(
            "icews",
            [ICEWS_HEADER, icews(5)],
            {**VISIT, "imported_id": "icews:5", "line": 2, "actor": "Ministry (Norway)",
             "actor_country": "NOR", "actor_sector": "GOV", "recipient_country": "CHL",
             "recipient_sector": "GOV", "goldstein": 1.9, "outlet": "Made Post", "place": "Oslo"},
            id="icews in its own columns",
        ),
        pytest.param(
            "icews",
            [ICEWS_HEADER, icews(target="European Union", to="NA", sectors="Government,Military")],
            {"recipient_country": "IGO:EU", "actor_sector": "MIL", "pair": "IGO:EU-NOR"},
            id="icews, an organisation has no country",
        ),
        pytest.param(
            "icews",
            ["date\tsource\trelation\ttarget", "2018-01-02\tPolice (Norway)\tMake a visit\tLima"],
            {**VISIT, "source_id": None, "actor_country": "NOR", "actor_sector": "COP",
             "recipient_country": "PER", "code": "Make a visit", "cameo": "042", "goldstein": 1.9},
            id="icews as quadruples of names",
        ),
        pytest.param(
            "polecat",
            [POLECAT_HEADER, POLECAT],
            {"imported_id": "polecat:P1", "event_type": "SANCTION", "mode": "expel", "score": -5.5,
             "cameo": "166", "contexts": ["legal", "diplomatic"], "tracks": ["diplomatic", "legal"],
             "actor_country": "NOR", "actor_sector": "GOV", "recipient_country": "CHL",
             "outlet": "Made Post", "place": "Oslo"},
            id="polecat",
        ),
        pytest.param(
            "phoenix",
            [PHOENIX],
            {**VISIT, "imported_id": "phoenix:7", "actor_country": "NOR", "actor_sector": "GOV",
             "recipient_country": "IGO:UN", "recipient_sector": "IGO", "cameo": "042", "outlet": "made"},
            id="phoenix without a header, a leading zero lost",
        ),
        pytest.param(
            "keds",
            ["date,source,target,code", "1979-04-15,ISRMIL,LBN,190"],
            {"actor_country": "ISR", "actor_sector": "MIL", "recipient_country": "LBN",
             "event_type": "ASSAULT", "goldstein": -10.0, "tracks": ["military"]},
            id="keds as a table",
        ),
        pytest.param(
            "keds",
            ["790415 ISR LBN 042 (Make a visit)", "", "790416\tPAL\tISR\t111"],
            {**VISIT, "date": dt.date(1979, 4, 15), "line": 1},
            id="keds as lines",
        ),
        pytest.param(
            "keds",
            ["date,source,target,code", "1990-08-02,IRQ,KUW,223", "1990-08-03,UNK,IRQ,193"],
            {"recipient_country": "KWT", "event_type": "ASSAULT", "cameo": "190", "goldstein": -10.0},
            id="keds in WEIS codes",
        ),
    ],
)  # fmt: skip
def test_row(tmp_path: Path, kind: str, lines: list[str], expected: dict[str, Any]) -> None:
    report, rows, _ = imported(tmp_path, kind, lines)
    assert report.unaccounted == 0
    assert {name: rows[0][name] for name in expected} == expected


def test_weis_means_other_things_than_cameo(tmp_path: Path) -> None:
    """193 is aid cut off in WEIS, and gunfire in CAMEO; UNK is the United Kingdom in WEIS only."""
    lines = ["date,source,target,code", "1990-08-02,IRQ,KUW,223", "1990-08-03,UNK,IRQ,193"]
    _, rows, _ = imported(tmp_path, "keds", lines)
    assert [rows[1][name] for name in ("actor_country", "event_type", "goldstein")] == [
        "GBR", "SANCTION", -5.6,
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["010", "019", "020", "0253"])
def test_statements_and_appeals_have_no_plover_type(tmp_path: Path, code: str) -> None:
    report, rows, _ = imported(tmp_path, "gdelt", [gdelt(EventCode=code)])
    assert rows[0]["event_type"] is None
    assert rows[0]["score"] is None
    assert rows[0]["quad_class"] == "verbal cooperation"
    assert (report.untyped, report.unknown_codes) == (1, {})


def test_unknown_codes_and_countries_are_counted_and_kept(tmp_path: Path) -> None:
    lines = [
        gdelt(EventCode="X1"),
        gdelt(GLOBALEVENTID=2, Actor1CountryCode="QQQ", EventCode="999"),
    ]
    report, rows, _ = imported(tmp_path, "gdelt", lines)
    assert report.unknown_codes == {"X1": 1, "999": 1}
    assert report.unknown_parties == {"QQQ": 1}
    assert [row["event_type"] for row in rows] == [None, None]
    assert [row["pair"] for row in rows] == ["CHN-USA", None]


MAPPING = """
dataset = "ports"
date = "%d/%m/%Y"
codes = "cameo-names"
countries = "names"
nulls = ["", "n/a"]

[fields]
source_id = "No"
date = "Day"
actor = "Who"
actor_country = "Who"
recipient_country = ["Whom", "Else"]
code = "What"
url = "Link"
"""


def test_own_mapping(tmp_path: Path) -> None:
    (tmp_path / "ports.toml").write_text(MAPPING)
    lines = [
        "No;Day;Who;Whom;Else;What;Link",
        '3;02/01/2020;Peru;n/a;Chile;"Accuse; loudly";',
        "4;03/01/2020;Peru;Fiji;;Accuse of aggression;",
    ]
    report, rows, _ = imported(
        tmp_path, [user_format(tmp_path / "ports.toml")], lines, name="rows.csv"
    )
    assert [row["pair"] for row in rows] == ["CHL-PER", "FJI-PER"]
    assert [row["event_type"] for row in rows] == [None, "ACCUSE"]
    assert report.unknown_codes == {"Accuse; loudly": 1}
    assert rows[1]["imported_id"] == "ports:4"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dataset = ", "no TOML"),
        ('dataset = "x"', "needs `dataset` and"),
        ('dataset = "x"\nfoo = 1\n[fields]\ndate = "d"', "'foo' is no setting"),
        ('dataset = "x"\n[fields]\ndate = "d"\nwho = "w"', "'who' is no field"),
        ('dataset = "../X"\n[fields]\ndate = "d"', "not small letters and digits"),
        ('dataset = "x"\ncodes = "weiss"\n[fields]\ndate = "d"', "codes = 'weiss' is none of"),
    ],
)
def test_wrong_mapping(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(InputError, match=message):
        user_format(tmp_path / "own.toml")


def test_every_shipped_format_can_be_read() -> None:
    for kind in KINDS:
        assert [form.name for form in formats_of(kind)] == list(KINDS[kind])
