"""PETRARCH's actor and agent dictionaries."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.coding.actors.name import Days, Name
from detente.coding.actors.petrarch import actor_names, agent_sectors
from detente.errors import LexiconError

# lines of a file | surface, country, sector, since, until of each name
ACTORS = (
    ("BURKINA_FASO_ [BFA]", ["Burkina Faso BFA GOV - -"]),
    ("JOHN_DOE_ [NZLGOV]", ["John Doe NZL GOV - -"]),
    ("JOHN_DOE_ [NZLGOV 010120-050119]", ["John Doe NZL GOV 2001-01-20 2005-01-19"]),
    ("JOHN_DOE_ [NZLGOV 20010120-20050119]", ["John Doe NZL GOV 2001-01-20 2005-01-19"]),
    ("JOHN_DOE_ [NZLGOV <010120]", ["John Doe NZL GOV - 2001-01-20"]),
    ("JOHN_DOE_ [NZLOPP >050119]", ["John Doe NZL OPP 2005-01-19 -"]),
    (
        "JOHN_DOE_ [NZLGOV <010120] [NZLOPP >010121]",
        ["John Doe NZL GOV - 2001-01-20", "John Doe NZL OPP 2001-01-21 -"],
    ),
    ("JANE_ROE_ [PERMIL]\n+J_ROE", ["Jane Roe PER MIL - -", "J Roe PER MIL - -"]),
    ("JANE_ROE_\n+J_ROE\n[PERMIL]", ["Jane Roe PER MIL - -", "J Roe PER MIL - -"]),
    (
        "JANE_ROE_\n[PERMIL <991231]\n[PERGOV >000101]",
        ["Jane Roe PER MIL - 1999-12-31", "Jane Roe PER GOV 2000-01-01 -"],
    ),
    ("LEAGUE_OF_RIVERS_ [IGORIV]", ["League of Rivers IGO:RIV IGO - -"]),
    ("OLD_KING_ [NPLGOV 300101-300201]", ["Old King NPL GOV 1930-01-01 1930-02-01"]),
    ("# a comment\n; another\n\nMALI_ [MLI]  # one more", ["Mali MLI GOV - -"]),
    ("MALI_ [mli]", ["Mali MLI GOV - -"]),
    ("NAMELESS_\nMALI_ [MLI]", ["Mali MLI GOV - -"]),
    ("", []),
)


def _written(name: Name) -> str:
    term = (str(day) if day else "-" for day in (name.since, name.until))
    return " ".join([name.surface, str(name.code), str(name.sector), *term])


@pytest.mark.parametrize(("lines", "expected"), ACTORS)
def test_actor_file(tmp_path: Path, lines: str, expected: list[str]) -> None:
    path = tmp_path / "my.actors.txt"
    path.write_text(lines, encoding="utf-8")
    assert [_written(name) for name in actor_names(path)] == expected


def test_spellings_share_the_first_as_their_name(tmp_path: Path) -> None:
    path = tmp_path / "my.actors.txt"
    path.write_text("JANE_ROE_ [PERMIL]\n+J_ROE\n", encoding="utf-8")
    assert {name.canonical for name in actor_names(path)} == {"Jane Roe"}


def test_day_of_an_actor_counts_from_its_term(tmp_path: Path) -> None:
    path = tmp_path / "my.actors.txt"
    path.write_text("JANE_ROE_ [PERMIL 010120-050119]", encoding="utf-8")
    (name,) = actor_names(path)
    held = [
        name.held_in(Days(dt.date(year, 6, 1), dt.date(year, 6, 1))) for year in (2000, 2003, 2006)
    ]
    assert held == [False, True, False]


def test_agent_file(tmp_path: Path) -> None:
    path = tmp_path / "my.agents.txt"
    path.write_text(
        "# roles\n!PERSON! = MAN, MEN\nFOREIGN_MINISTER [~GOV]\nSOLDIER_ [~MIL]\n+TROOPER\n",
        encoding="utf-8",
    )
    assert agent_sectors(path) == {"foreign minister": "GOV", "soldier": "MIL", "trooper": "MIL"}


BAD = (
    ("MALI_ [MLI]\nJOHN_DOE_ [NZLGOV 010199-]", 2, "not a code with dates"),
    ("MALI_ [MLI]\n\n# note\nJOHN_DOE_ [123]", 4, "not a code with dates"),
    ("JOHN_DOE_ [NZLGOV >991345]", 1, "not a day"),
    ("JOHN_DOE_ [NZLGOV 20010230-20020101]", 1, "not a day"),
    ("MALI_ [MLI]\nJOHN]DOE[", 2, "not an entry"),
    ("MALI_ [MLI]\nJOHN_DOE_ [NZLGOV", 2, "not an entry"),
    ("JOHN_DOE_ []", 1, "not a code with dates"),
)


@pytest.mark.parametrize(("lines", "number", "reason"), BAD)
def test_bad_line_names_file_and_line(tmp_path: Path, lines: str, number: int, reason: str) -> None:
    path = tmp_path / "my.actors.txt"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(LexiconError, match=reason) as caught:
        actor_names(path)
    assert caught.value.where == f"my.actors.txt:{number}"
    assert caught.value.advice
