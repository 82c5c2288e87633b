"""Whom a bloc means, and when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import LexiconError, QueryError
from detente.store.blocs import Member, read_blocs, resolve_party, shipped_blocs
from detente.store.countries import country_name, resolve_country


@pytest.mark.parametrize(
    ("bloc", "day", "inside", "outside"),
    [
        ("EU", "2020-01-31", "GBR FRA IGO:EU", "NOR"),
        ("European Union", "2020-02-01", "FRA", "GBR"),
        ("NATO", "2024-03-06", "FIN IGO:NATO", "SWE"),
        ("nato", "2024-03-07", "SWE", "AUT"),
        ("ASEAN", "1999-04-29", "LAO", "KHM"),
        ("G7", "2001-01-01", "CAN JPN", "RUS"),
        ("BRICS", "2023-12-31", "ZAF", "ETH"),
        ("AU", "2016-01-01", "KEN SSD", "MAR"),
        ("GCC", "2000-01-01", "OMN", "YEM"),
        ("Arab League", "2000-01-01", "DJI YEM", "IRN"),
    ],
)
def test_members_on_a_day(bloc: str, day: str, inside: str, outside: str) -> None:
    members = resolve_party(bloc).on(dt.date.fromisoformat(day))
    assert set(inside.split()) <= members
    assert members.isdisjoint(outside.split())


def test_without_a_day_whoever_was_a_member() -> None:
    assert {"GBR", "HRV"} <= resolve_party("EU").on(None)


def test_the_code_of_a_body_means_it_alone() -> None:
    assert resolve_party("IGO:EU").codes == {"IGO:EU"}
    assert resolve_party("Norway").codes == {"NOR"}
    assert resolve_party("IMF").codes == {"IGO:IMF"}  # a body whose members are not listed


def test_what_is_shipped_names_known_states_and_no_member_twice_at_once() -> None:
    for body, members in shipped_blocs().items():
        assert resolve_country(body) == body
        assert all(country_name(each.code) != each.code for each in members)
        assert all(each.since <= each.until for each in members)
        for each in members:
            terms = [other for other in members if other.code == each.code]
            assert sum(other.since <= each.since <= other.until for other in terms) == 1


def test_blocs_of_ones_own(tmp_path: Path) -> None:
    table = tmp_path / "blocs.tsv"
    table.write_text(
        "bloc\tmember\tfrom\tuntil\nLakes\tKenya\t2001-02-03\nLakes\tFIN\t\t2002-01-01\nSea\tFiji\nSea\tNOR\t2001\t2002-02\n",
        encoding="utf-8",
    )
    assert read_blocs(table) == {
        "Lakes": (
            Member("KEN", dt.date(2001, 2, 3)),
            Member("FIN", until=dt.date(2002, 1, 1)),
        ),
        "Sea": (Member("FJI"), Member("NOR", dt.date(2001, 1, 1), dt.date(2002, 2, 28))),
    }
    assert resolve_party("lakes", read_blocs(table)).on(dt.date(2003, 1, 1)) == {"KEN"}
    assert resolve_party("EU", {"EU": ("Fiji",)}).codes == {"FJI"}  # one's own before any other


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Lakes\tKenia", "blocs.tsv:2.*Kenia"),
        ("Lakes\tKEN\tlately", "blocs.tsv:2.*'lately' is no date"),
    ],
)
def test_a_table_of_blocs_with_a_mistake(tmp_path: Path, line: str, message: str) -> None:
    table = tmp_path / "blocs.tsv"
    table.write_text(f"bloc\tmember\tfrom\tuntil\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        read_blocs(table)


def test_no_such_bloc() -> None:
    with pytest.raises(QueryError, match="no state is called 'Lakes'"):
        resolve_party("Lakes")
