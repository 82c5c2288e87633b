"""Names that bind in time: who holds an office, and which bodies there are, when a text is written."""

from __future__ import annotations

import datetime as dt

import pytest

from detente import tables
from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import DATA, day, default_names, forenames, name_table
from detente.coding.actors.terms import days_of
from detente.coding.coder import Coder


def _found(text: str, published: str) -> str:
    when = dt.date.fromisoformat(published) if published != "-" else None
    found = [mention for mention in find_mentions(text, name_table(), when) if mention.code]
    return "; ".join(f"{text[m.start : m.end]} {m.code}" for m in found) or "none"


# text | published, or - where it is not known | names found, with the state of each
CASES = """
Treasury Secretary James Baker left. Baker slept. | 1987-05-01 | James Baker USA; Baker USA
James Baker left. | 2001-05-01 | James Baker IGO:UN
Gorbachev met Shultz. | 1987-05-01 | Gorbachev RUS; Shultz USA
Gorbachev met Shultz. | 2015-05-01 | none
Modi met Macron. | 1987-05-01 | none
Kristi Noem spoke. | 1987-05-01 | none
Chamberlain met Daladier. | 1938-09-29 | Chamberlain GBR; Daladier FRA
Hitler met Mussolini. | 1938-09-29 | Hitler DEU; Mussolini ITA
Stalin, Churchill and Roosevelt met. | 1945-02-08 | Stalin RUS; Churchill GBR; Roosevelt USA
Khrushchev wrote to Kennedy. | 1962-10-24 | Khrushchev RUS; Kennedy USA
Nasser met Nehru and Tito. | 1961-05-01 | Nasser EGY; Nehru IND; Tito SRB
Sukarno met Nkrumah. | 1961-05-01 | Sukarno IDN; Nkrumah GHA
Qaddafi met Arafat. Mr. Gadhafi left. | 1987-05-01 | Qaddafi LBY; Arafat PSE; Gadhafi LBY
Galtieri and Mrs. Thatcher spoke. | 1982-05-01 | Galtieri ARG; Mrs. Thatcher GBR
The Nixon-Brezhnev talks began. | 1973-05-01 | Nixon USA; Brezhnev RUS
President Thieu met President Johnson. | 1967-05-01 | Thieu VNM; Johnson USA
Chiang Kai-shek spoke. | 1937-08-01 | Chiang Kai-shek CHN
Chiang Kai-shek spoke. | 1958-08-01 | Chiang Kai-shek TWN
George Bush spoke. Bush slept. | 1990-05-01 | George Bush USA; Bush USA
Former President Jimmy Carter spoke. Carter slept. | 1994-05-01 | Jimmy Carter USA; Carter USA
Former President Reagan waved. President Reagan waved. | 1994-05-01 | Reagan USA
Richard Nixon had gone there. Nixon slept. | 2024-05-01 | Richard Nixon USA; Nixon USA
Harold Brown bought a farm. | 1999-05-01 | none
Former Defense Secretary Harold Brown bought a farm. | 1999-05-01 | Harold Brown USA
Alden Clausen bought a bank. | 1989-05-01 | none
Carlos sold bread; Vincent baked it. | 1988-05-01 | none
King Fahd spoke. Fahd slept. | 1987-05-01 | King Fahd SAU; Fahd SAU
Foreign Minister Yang spoke. | 2012-05-01 | none
Foreign Minister Yang of China spoke. | 2012-05-01 | Yang CHN; China CHN
Nixon met Mao in 1972. Kissinger slept. | - | Nixon USA; Mao CHN; Kissinger USA
On 3 May 2015 Obama wrote; it was signed by 2016. | - | Obama USA
Obama wrote to Modi. | - | Modi IND
No tax had been so high since 1975, Gordon Brown said. | - | Gordon Brown GBR
Carrie and Regina are names. | 2019-05-01 | none
Some 1972 of them saw Nixon. | - | none
The National Unity Government fell. | 1981-05-01 | National Unity Government TCD
The National Unity Government fell. | 1995-05-01 | none
The National Unity Government spoke. | 2023-05-01 | National Unity Government MMR
Homeland Security wrote. | 1987-05-01 | none
The mujahideen attacked. | 1986-05-01 | mujahideen AFG
The mujahideen attacked. | 2005-05-01 | none
The SPLA attacked. | 1991-05-01 | SPLA SDN
The SPLA attacked. | 2014-05-01 | SPLA SSD
EC ministers met the OAU and the CSCE. | 1987-05-01 | EC IGO:EU; OAU IGO:AU; CSCE IGO:OSCE
The EC wrote. | 2015-05-01 | none
The Contadora Group met. | 1985-05-01 | Contadora Group IGO:CONTADORA
The League of Nations met. | 1933-05-01 | League of Nations IGO:LON
The Warsaw Pact had gone in. | 2018-05-01 | Warsaw Pact IGO:WARSAWPACT
East Germany met Yugoslavia. | 1975-05-01 | East Germany DEU; Yugoslavia SRB
The Soviets left Czechoslovakia. | - | Soviets RUS; Czechoslovakia CZE
South Vietnam and Rhodesia were states. | - | South Vietnam VNM; Rhodesia ZWE
Zaire and Austria-Hungary were states. | - | Zaire COD; Austria-Hungary AUT
Manchukuo was none. | 1935-05-01 | none
Boko Haram, the PKK and the LRA fought. | 2013-05-01 | Boko Haram NGA; PKK TUR; LRA UGA
Hamas fought. | 1975-05-01 | none
"""


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [line.split(" | ") for line in CASES.strip().splitlines()],
)
def test_names_of_the_day(text: str, published: str, expected: str) -> None:
    assert _found(text, published) == expected


# a name that is another's here
BEARERS = """
<Wagner and Baker> fell; CDC Bread Inc rose. | 1987-05-01 | none
The Robinson-Oven Co fell. | 1987-05-01 | none
Deputy head Nikolai Antonov came. Antonov slept. | 1987-05-01 | none
Charles de Gaulle airport and the Ronald Reagan Building were shut. | 2020-05-01 | none
Trade Minister Saleh spoke. | 1987-05-01 | none
Groups took the town of Wardak; O'Higgins slept. | 2024-05-01 | none
Saddam Hussein spoke. Barbara Hussein slept. | 2002-05-01 | Saddam Hussein IRQ
The Council of Bread Industries (CBI) met. The CBI slept. | 2020-05-01 | none
The Social Democratic Alliance won. | 2020-05-01 | none
Canada's House of Commons met. | 1987-05-01 | Canada CAN
The United States Department of State wrote. | 2020-05-01 | United States USA; Department of State USA
Attorney General Mark Smithson met General Paul J. Young. | 2020-05-01 | none
"""


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [line.split(" | ") for line in BEARERS.strip().splitlines()],
)
def test_what_bears_anothers_name(text: str, published: str, expected: str) -> None:
    assert _found(text, published) == expected


# text | first and last year that it tells
YEARS = (
    ("It was signed in 1987.", "1987 1987"),
    ("On 3 May 1987 and in June 1991 they met.", "1987 1991"),
    ("Between 1987 and 1991 they met.", "1987 1991"),
    ("The 1972 treaty, late 1973, 1975-06-01.", "1972 1975"),
    ("May 3, 1987: nothing.", "1987 1987"),
    ("They paid 1987 dollars for 2,000 ships and 1990 sheep.", "9999 9999"),
    ("In 1500 it was otherwise; in 1987.5 too.", "9999 9999"),
)


@pytest.mark.parametrize(("text", "years"), YEARS)
def test_years_that_a_text_tells(text: str, years: str) -> None:
    days = days_of(text, None)
    assert f"{days.first.year} {days.last.year}" == years


def test_the_day_of_publication_counts_before_the_years_told() -> None:
    assert days_of("In 1987.", dt.date(2020, 5, 1)).first == dt.date(2020, 5, 1)


def test_a_house_speaker_is_of_no_state_that_is_not_told() -> None:
    text = "Peru spoke with Chile. The House Speaker condemned Iran."
    found = [
        mention.code
        for trace in Coder().explain(text, published="1987-05-01")
        for mention in trace.mentions
    ]
    assert found == ["PER", "CHL", "IRN"]


HEIRS = frozenset({"SUN", "YUG", "SCG", "CSK", "DDR", "YMD", "VDR", "RVN"})


def test_former_states_stand_for_their_heirs() -> None:
    assert {name.code for name in default_names()} & HEIRS == set()


@pytest.mark.parametrize("name", ["institutions.tsv", "organisations.tsv"])
def test_terms_of_bodies_are_in_order(name: str) -> None:
    bad = []
    for row in tables.rows(tables.packaged(*DATA, name), ("names", "from", "to")):
        since, until = day(row["from"], row.where), day(row["to"], row.where, last=True)
        if since and until and since > until:
            bad.append(row.where)
    assert bad == []


COLUMNS = ("name", "aliases", "country", "office", "sector", "from", "to")
HOLDERS = pytest.mark.parametrize(
    "table", tables.packaged_tables(*DATA, "officeholders"), ids=lambda table: table.name
)


@HOLDERS
def test_no_alias_is_a_forename(table: tables.Traversable) -> None:
    bad = [
        f"{row.where} {alias}"
        for row in tables.rows(table, COLUMNS)
        for alias in row.many("aliases")
        if alias in forenames()
    ]
    assert bad == []


def test_a_name_at_one_time_is_one_persons() -> None:
    held: dict[tuple[str, str | None], list[tuple[dt.date, dt.date, str]]] = {}
    for name in default_names():
        if name.kind == "person":
            term = (name.opens(), name.closes(), name.canonical)
            held.setdefault((name.surface, name.code), []).append(term)
    bad = {
        (key, one[2], other[2])
        for key, terms in held.items()
        for one in terms
        for other in terms
        if one[2] < other[2] and one[0] <= other[1] and other[0] <= one[1]
    }
    assert bad == set()
