"""Names in text and the states they stand for; and a lint of every shipped name file."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import tables
from detente.coding.actors.agents import agents
from detente.coding.actors.mentions import Mention, find_mentions
from detente.coding.actors.name import Name
from detente.coding.actors.names import (
    DATA,
    build_table,
    day,
    default_names,
    name_table,
    surname,
    user_names,
)
from detente.coding.coder import Coder
from detente.errors import InputError, LexiconError

BUGS: dict[str, str] = {}
"""Start of a row to the reason why it is not read rightly yet."""


def _found(text: str, published: str | None = "2024-05-15") -> list[Mention]:
    when = dt.date.fromisoformat(published) if published else None
    return [m for m in find_mentions(text, name_table(), when) if m.code]


def _codes(text: str, published: str | None = "2024-05-15") -> str:
    return " ".join(str(mention.code) for mention in _found(text, published))


# text | published | codes in order; none where nothing is a state
CASES = """
Mali and Côte d'Ivoire spoke. | 2024-05-15 | MLI CIV
Kosovo warned Serbia. | 2024-05-15 | XKX SRB
Israeli policemen met Palestinian statesmen. | 2024-05-15 | ISR PSE
The Kyrgyz Republic and Kyrgyzstan are one. | 2024-05-15 | KGZ KGZ
The US, the UK and the UAE agreed. | 2024-05-15 | USA GBR ARE
The U.S. and the U.A.E. agreed. | 2024-05-15 | USA ARE
Peruvians met Ecuadoreans. | 2024-05-15 | PER ECU
A Burkinabe officer met a Beninese one. | 2024-05-15 | BFA BEN
A Nigerien envoy met a Nigerian one. | 2024-05-15 | NER NGA
Antananarivo wrote to Ulaanbaatar. | 2024-05-15 | MDG MNG
Canberra wrote to Suva. | 2024-05-15 | AUS FJI
Wellington ate. | 2024-05-15 | none
New Zealand said so. Wellington wrote. | 2024-05-15 | NZL NZL
The Kremlin, the Élysée and the Casa Rosada were lit. | 2024-05-15 | RUS FRA ARG
The Blue House and Malacañang were dark. | 2024-05-15 | KOR PHL
Papua New Guinea, Guinea-Bissau and Guinea met. | 2024-05-15 | PNG GNB GIN
The South Sudanese army left Sudan. | 2024-05-15 | SSD SDN
The Democratic Republic of the Congo and the Republic of the Congo met. | 2024-05-15 | COD COG
Dominican Republic aides met the Dominica team. | 2024-05-15 | DOM DMA
North Korea and South Korea met. | 2024-05-15 | PRK KOR
Equatorial Guinea's envoy left. | 2024-05-15 | GNQ
The South China Sea and the Indian Ocean are wide. | 2024-05-15 | none
New Mexico and New England are cold. | 2024-05-15 | USA
Sino-Russian and Franco-German ties grew. | 2024-05-15 | CHN RUS FRA DEU
Somalian is not Mali and Omani is not Oman; romance is not Oman. | 2024-05-15 | SOM MLI OMN OMN OMN
Chinatown, Indianapolis and Romania differ. | 2024-05-15 | ROU
The State Department wrote to Itamaraty. | 2024-05-15 | USA BRA
ASEAN, Mercosur and the African Union met. | 2024-05-15 | IGO:ASEAN IGO:MERCOSUR IGO:AU
Michael Jordan played well. | 2024-05-15 | none
Jordan closed its border. | 2024-05-15 | JOR
Denzel Washington arrived. | 2024-05-15 | none
Turkey and Türkiye are one. | 2024-05-15 | TUR TUR
Chad Smith drummed. | 2024-05-15 | none
Georgia's parliament sat in Tbilisi. | 2024-05-15 | GEO GEO
Hamilton is a fine musical. | 2024-05-15 | none
Jamaica's premier spoke in Kingston. | 2024-05-15 | JAM JAM
Angela Merkel met Emmanuel Macron. | 2020-05-15 | DEU FRA
Narendra Modi and Anthony Albanese met. | 2023-05-15 | IND AUS
Modi spoke. | 2024-05-15 | IND
Modi spoke. | 1985-05-15 | none
Ruto and Kagame spoke. | 2024-05-15 | KEN RWA
President Zelensky thanked Prime Minister Trudeau. | 2023-05-15 | UKR CAN
Wang sells tea. | 2024-05-15 | none
Yang Jiechi flew home. Yang slept. | 2010-05-15 | CHN CHN
Penny Wong flew home. Wong slept. | 2024-05-15 | AUS AUS
Foreign Minister Wang Yi flew home. Wang slept. | 2024-05-15 | CHN CHN
President Lula spoke. | 2024-05-15 | BRA
Modi flew to Kenya. Sheinbaum stayed. | 2025-05-15 | IND KEN MEX
Foreign Minister Wang flew home. | 2024-05-15 | CHN
Brown rice is healthy. | 2008-05-15 | none
May is a warm month. | 2018-05-15 | none
Gordon Brown spoke. Brown left. | 2008-05-15 | GBR GBR
PERU WARNS CHILE'S NAVY | 2024-05-15 | PER CHL
US, PERU SIGN PACT | 2024-05-15 | USA PER
PERU! it said. | 2024-05-15 | none
"""


def _cases() -> list[object]:
    found = []
    for line in CASES.strip().splitlines():
        reason = next((why for start, why in BUGS.items() if line.startswith(start)), None)
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        found.append(pytest.param(*line.split(" | "), marks=marks))
    return found


@pytest.mark.parametrize(("text", "published", "expected"), _cases())
def test_states(text: str, published: str, expected: str) -> None:
    assert (_codes(text, published) or "none") == expected


# the same name holds another office in another year
OFFICES = (
    ("Vladimir Putin", "2001-05-15", "head-of-state"),
    ("Vladimir Putin", "2009-05-15", "head-of-government"),
    ("Vladimir Putin", "2014-05-15", "head-of-state"),
    ("Dmitry Medvedev", "2010-05-15", "head-of-state"),
    ("Dmitry Medvedev", "2015-05-15", "head-of-government"),
    ("Xi Jinping", "2009-05-15", "deputy-head"),
    ("Xi Jinping", "2014-05-15", "head-of-state"),
    ("Recep Tayyip Erdogan", "2008-05-15", "head-of-government"),
    ("Recep Tayyip Erdogan", "2018-05-15", "head-of-state"),
    ("Joe Biden", "2012-05-15", "deputy-head"),
    ("Joe Biden", "2022-05-15", "head-of-state"),
    ("Hu Jintao", "2009-05-15", "head-of-state"),
    ("Kim Jong Un", "2020-05-15", "head-of-state"),
)


@pytest.mark.parametrize(
    ("name", "published", "office"),
    list(OFFICES),
)
def test_office_of_the_day(name: str, published: str, office: str) -> None:
    (mention,) = _found(f"{name} spoke.", published)
    assert mention.is_person
    assert mention.office == office


KINDS = (
    ("Mongolia spoke.", "country", "GOV"),
    ("Ulaanbaatar spoke.", "capital", "GOV"),
    ("The Kremlin spoke.", "seat", "GOV"),
    ("Bolivians spoke.", "people", "CVL"),
    ("The Bolivian side spoke.", "adjective", None),
    ("The Pentagon spoke.", "institution", "MIL"),
    ("Mercosur spoke.", "organisation", "IGO"),
    ("Xinjiang spoke.", "place", None),
)


@pytest.mark.parametrize(("text", "kind", "sector"), KINDS)
def test_kind_and_sector(text: str, kind: str, sector: str | None) -> None:
    (mention,) = _found(text)
    assert (mention.kind, mention.sector) == (kind, sector)


# a careful reading counts where nothing beside it speaks against it
def test_caution_wants_support() -> None:
    table = build_table(
        [
            Name("Norland", "country", "NOR", "GOV", "Norland"),
            Name("Reading", "capital", "NOR", "GOV", "Norland", caution=True),
        ]
    )
    alone = find_mentions("Reading is good.", table, None)
    beside = find_mentions("Norland spoke. Reading is good.", table, None)
    assert [m.code for m in alone] == []
    assert [m.start for m in beside] == [0, 15]


@pytest.mark.parametrize(
    ("name", "country", "family"),
    [
        ("Jacinda Ardern", "NZL", "Ardern"),
        ("Xi Jinping", "CHN", "Xi"),
        ("Nguyen Phu Trong", "VNM", "Nguyen"),
        ("Sukarno", "IDN", None),
        ("Luis Arce", None, "Arce"),
    ],
)
def test_family_name(name: str, country: str | None, family: str | None) -> None:
    assert surname(name, country) == family


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("2010", False, "2010-01-01"),
        ("2010", True, "2010-12-31"),
        ("2012-02", True, "2012-02-29"),
        ("2010-12", True, "2010-12-31"),
        ("2010-06-07", True, "2010-06-07"),
        ("", True, "None"),
    ],
)
def test_partial_day(text: str, last: bool, expected: str) -> None:
    assert str(day(text, "x:1", last=last)) == expected


def test_user_file_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(
        "name\tcountry\tsector\taliases\tfrom\tto\n"
        "# ours\n"
        "River Commission\tIGO:RIVER\tIGO\tthe Commission of Rivers\t\t\n"
        "Fiji\tXFJ\tGOV\t\t\t\n"
        "Old Council\tTON\tGOV\t\t2001\t2003-06\n",
        encoding="utf-8",
    )
    coding = Coder(names=[path]).code(
        "The River Commission condemned Fiji.", published="2024-05-15"
    )
    (event,) = coding.events
    assert [actor.country for actor in (*event.actors, *event.recipients)] == ["IGO:RIVER", "XFJ"]
    names = user_names(path)
    assert [name.surface for name in names][:2] == ["River Commission", "the Commission of Rivers"]
    assert (names[-1].since, names[-1].until) == (dt.date(2001, 1, 1), dt.date(2003, 6, 30))


def test_user_file_in_petrarch_format(tmp_path: Path) -> None:
    path = tmp_path / "mine.actors.txt"
    path.write_text("RIVER_LEAGUE_ [IGORIV]\n", encoding="utf-8")
    coding = Coder(names=[path]).code(
        "Chile accused the River League of fraud.", published="2024-05-15"
    )
    assert [actor.country for event in coding.events for actor in event.recipients] == ["IGO:RIV"]


BAD_FILES = (
    ("name\tcountry\nFiji\tFJI\n", "mine.tsv:1", "no column sector"),
    ("name;country;sector\nFiji;FJI;GOV\n", "mine.tsv:1", "separated by semicolons, not by tabs"),
    ('# note\n"name", "sector", "country"\n', "mine.tsv:2", "separated by commas, not by tabs"),
    ("name;country\nFiji;FJI\n", "mine.tsv:1", "no column name, country, sector"),
    ("name\tcountry\tsector\nFiji\tFJI\tGOV\tmore\n", "mine.tsv:2", "4 cells"),
    ("name\tcountry\tsector\tfrom\n# note\nFiji\tFJI\tGOV\tMay\n", "mine.tsv:3", "'May' is not"),
    ("name\tcountry\tsector\tfrom\nFiji\tFJI\tGOV\t2001-02-30\n", "mine.tsv:2", "calendar"),
    ("name\tcountry\tsector\tto\nFiji\tFJI\tGOV\t2001-13\n", "mine.tsv:2", "calendar"),
)


@pytest.mark.parametrize(("lines", "where", "reason"), BAD_FILES)
def test_bad_user_file_names_its_line(tmp_path: Path, lines: str, where: str, reason: str) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(LexiconError, match=reason) as caught:
        Coder(names=[path])
    assert caught.value.where == where
    assert caught.value.advice


def test_a_table_as_spreadsheets_save_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_bytes("\ufeffname\tcountry\tsector\r\nRiver League\tFJI\tGOV\r\n".encode())
    assert [(name.surface, name.code) for name in user_names(path)] == [("River League", "FJI")]


@pytest.mark.parametrize("name", ["mine.tsv", "mine.actors.txt", "mine.agents.txt"])
def test_a_table_in_another_encoding(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes("name\tcountry\tsector\nZürich\tCHE\tGOV\n".encode("latin-1"))
    with pytest.raises(InputError, match="is not UTF-8"):
        Coder(names=[path])


SURFACES = st.sampled_from(sorted({n.surface for n in default_names() if n.kind == "country"}))


@given(SURFACES, SURFACES)
def test_country_names_are_found_whole(first: str, second: str) -> None:
    text = f"yesterday {first} / {second} "
    hits = name_table().find(text)
    assert [text[hit.start : hit.end] for hit in hits] == [first, second]


@given(st.lists(st.one_of(SURFACES, st.text(max_size=9))).map(" ".join))
def test_mentions_are_in_order_and_apart(text: str) -> None:
    last = 0
    for mention in find_mentions(text, name_table(), None):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end


ISO_CODES = """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD
    BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR
    COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH
    ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL
    GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR
    JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR
    MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL
    NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY
    PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP
    SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA
    UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""
ISO = frozenset(ISO_CODES.split())
FORMER = frozenset({"SUN", "YUG", "SCG", "CSK", "DDR", "YMD", "ANT", "VDR", "RVN", "XKX"})
"""Codes of states that are no more (ISO 3166-3 and older), and Kosovo's user-assigned code."""
OTHER = re.compile(r"(?:IGO|REB|NGO|CRM):[A-Z0-9-]+")
SECTOR_CODES = """
    GOV MIL COP SPY JUD LEG OPP PTY REB BUS CVL EDU LAB MED NGO IGO REL CRM REF HLH IMG
    UAF MNC AGR
"""
SECTORS = frozenset(SECTOR_CODES.split())
OFFICE = re.compile(r"[a-z]+(?:-[a-z]+)*")


def _files() -> list[Traversable]:
    return [*tables.packaged_tables(*DATA), *tables.packaged_tables(*DATA, "officeholders")]


COLUMNS = {
    "agents.tsv": ("nouns",),
    "countries.tsv": ("code", "names"),
    "institutions.tsv": ("names", "country"),
    "nonactors.tsv": ("name",),
    "organisations.tsv": ("code", "names"),
    "subnational.tsv": ("name", "country"),
}
HOLDERS = ("name", "aliases", "country", "office", "sector", "from", "to")


def _rows(table: Traversable) -> Iterator[tables.Row]:
    return tables.rows(table, HOLDERS if _is_holders(table) else COLUMNS[table.name])


def _is_holders(table: Traversable) -> bool:
    return "office" in table.read_text(encoding="utf-8").splitlines()[0].split("\t")


FILES = pytest.mark.parametrize(
    "table", _files(), ids=lambda table: f"{'h-' if _is_holders(table) else ''}{table.name}"
)


@FILES
def test_codes_are_known(table: Traversable) -> None:
    bad = [
        f"{row.where} {code}"
        for row in _rows(table)
        if (code := row.cells.get("country") or row.cells.get("code"))
        and code not in ISO | FORMER
        and not OTHER.fullmatch(code)
    ]
    assert bad == []


@FILES
def test_names_are_not_empty_or_short(table: Traversable) -> None:
    bad = []
    for row in _rows(table):
        column = next(name for name in ("names", "name", "nouns") if name in row.cells)
        surfaces = [s for name, cell in row.cells.items() for s in cell.split("|")
                    if name not in ("sector", "kind", "caution", "from", "to")]  # fmt: skip
        if not row[column] or any(0 < len(surface.strip()) < 2 for surface in surfaces):
            bad.append(row.where)
        if any("||" in cell or cell.startswith("|") or cell.endswith("|") for cell in
               row.cells.values()):  # fmt: skip
            bad.append(f"{row.where} has an empty name")
    assert bad == []


@FILES
def test_sectors_are_known(table: Traversable) -> None:
    bad = [f"{row.where} {row.cells['sector']}" for row in _rows(table)
           if "sector" in row.cells and row["sector"] not in SECTORS]  # fmt: skip
    assert bad == []


@FILES
def test_no_row_twice(table: Traversable) -> None:
    lines = [
        line
        for line in table.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    assert [line for line, times in Counter(lines).items() if times > 1] == []


@FILES
def test_dates_are_in_order(table: Traversable) -> None:
    if not _is_holders(table):
        return
    bad = []
    for row in _rows(table):
        since, until = day(row["from"], row.where), day(row["to"], row.where, last=True)
        if since and until and since > until:
            bad.append(row.where)
        if not OFFICE.fullmatch(row["office"]):
            bad.append(f"{row.where} office {row['office']!r}")
    assert bad == []


def test_every_country_is_there_once() -> None:
    path = tables.packaged(*DATA, "countries.tsv")
    codes = Counter(row["code"] for row in tables.rows(path, ("code",)))
    assert [code for code, times in codes.items() if times > 1] == []
    assert sorted(ISO - set(codes)) == []


def test_cautions_are_names_of_their_row() -> None:
    columns = ("names", "adjectives", "people", "capitals", "seats", "cautions")
    bad = [
        f"{row.where} {caution}"
        for row in tables.rows(tables.packaged(*DATA, "countries.tsv"), columns)
        for caution in row.many("cautions")
        if not any(caution in row.many(column) for column in columns[:-1])
    ]
    assert bad == []


def test_agents_are_lower_case_and_of_one_sector() -> None:
    path = tables.packaged(*DATA, "agents.tsv")
    nouns: dict[str, set[str]] = {}
    for row in tables.rows(path, ("nouns", "sector", "kind")):
        assert row["kind"] in ("person", "group", "body"), row.where
        for noun in row.many("nouns"):
            assert noun == noun.lower(), row.where
            nouns.setdefault(noun, set()).add(row["sector"])
    assert {noun: found for noun, found in nouns.items() if len(found) > 1} == {}
    assert agents()["minister"][-1].words == ("minister",)


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\u00a0", "\u2009"])
def test_a_name_may_be_wrapped_to_the_next_line(space: str) -> None:
    text = f"North{space}Korea wrote to South{space}Korea and Papua New{space}Guinea."
    assert _codes(text) == "PRK KOR PNG"
    assert [text[m.start : m.end].split()[0] for m in _found(text)] == ["North", "South", "Papua"]


def test_a_name_does_not_go_on_in_the_next_paragraph() -> None:
    assert _codes("She went north to see New\n\nZealand farmers.") == ""
