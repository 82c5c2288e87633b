"""Records as rows of text cells."""

import dataclasses
import datetime as dt

import pytest

from detente.commands.flat import flat_header, flat_row
from detente.records import Actor, Bearing, Evidence, Rejected, Round, Statement


def statement(*addressees: Actor) -> Statement:
    speaker = Actor("Beijing", 0, 7, "China", "CHN", "GOV")
    return Statement(
        "s", "a", 0, 0, 9, speaker, addressees, "demand", Evidence("go; now", 1, 8), (), ("legal",),
        None, True, dt.date(2024, 1, 11), 0.5, "c",
    )  # fmt: skip


def cells(item: Statement) -> dict[str, str]:
    return dict(zip(flat_header(Statement), flat_row(item), strict=True))


def test_nested_records_have_a_column_for_each_field() -> None:
    header = flat_header(Statement)
    assert header[5:8] == ["speaker_text", "speaker_start", "speaker_end"]
    assert [name for name in header if name.startswith("condition")] == [
        "condition_text", "condition_start", "condition_end"
    ]  # fmt: skip


@pytest.mark.parametrize("record", [Round, Rejected])
def test_flat_records_keep_their_names(record: type) -> None:
    from detente.schema import csv_header

    assert flat_header(record) == csv_header(record)


def test_cells() -> None:
    row = cells(statement())
    assert (row["about_text"], row["about_end"]) == ("go; now", "8")
    assert (row["quoted"], row["date"], row["condition_text"]) == ("true", "2024-01-11", "")
    assert (row["tracks"], row["issues"], row["addressees_text"]) == ("legal", "", "")


def test_columns_of_a_list_run_in_parallel() -> None:
    row = cells(statement(Actor("a;b", 1, 4, None, None, None), Actor("c", 5, 6, "C", "CUB", None)))
    assert (row["addressees_text"], row["addressees_country"]) == (r"a\;b;c", ";CUB")
    assert (row["addressees_start"], row["addressees_sector"]) == ("1;5", ";")


def test_a_list_within_a_member_has_commas() -> None:
    bearing = Bearing(
        "e", None, "a", dt.date(2024, 1, 11), ("CHN", "USA"), (), "CONSULT", "met", "done", None,
        None, ("trade", "talk"),
    )  # fmt: skip
    row = dict(zip(flat_header(Bearing), flat_row(bearing), strict=True))
    assert (row["actors"], row["recipients"], row["shared"]) == ("CHN;USA", "", "trade;talk")
    assert flat_row(Several((bearing, bearing)))[4] == "CHN,USA;CHN,USA"


@dataclasses.dataclass(frozen=True, slots=True)
class Several:
    """A record with a list of records that hold lists."""

    bearings: tuple[Bearing, ...]
