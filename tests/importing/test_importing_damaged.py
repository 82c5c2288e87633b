"""Files as they are found: packed twice, quoted, shortened by a spreadsheet, not what they are called."""

import bz2
import csv
import io
import lzma
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from importing_world import ICEWS_HEADER, POLECAT_HEADER, gdelt, icews, imported, rejections

from detente.commands import machine
from detente.commands.importing import summary
from detente.errors import InputError
from detente.importing import import_files, user_format
from detente.importing.formats import formats_of
from detente.importing.systems import systems_of
from detente.measuring import acts_imported
from detente.store import Workspace

KEDS = "date,source,target,code,note"
QUOTED = [f'1990-01-{day:02d},USA,IRQ,042,"one, two"' for day in range(1, 9)]
PLAIN = [f"1990-02-{day:02d},USA,IRQ,042,one" for day in range(1, 9)]
PHOENIX = (
    "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,target_root,"
    "target_agent,target_others,code,root_code,quad_class,goldstein,joined_issues,lat,lon,placename,"
    "statename,countryname,aid,process"
)


def zipped(**held: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        bz2.compress(gdelt().encode()),
        lzma.compress(gdelt().encode()),
        zipped(inner=zipped(rows=gdelt().encode()), **{"__MACOSX/._rows": b"x", ".hidden": b"x"}),
        zipped(rows=lzma.compress(gdelt().encode())),
    ],
    ids=["bz2", "xz", "zip in zip", "xz in zip"],
)
def test_packed_twice_and_otherwise(tmp_path: Path, data: bytes) -> None:
    report, rows, _ = imported(tmp_path, "gdelt", data)
    assert [row["source_id"] for row in rows] == ["1"]
    assert (report.files, report.refused_files) == (1, [])


def test_a_broken_archive_within_an_archive_stops_nothing(tmp_path: Path) -> None:
    data = zipped(a=zipped(rows=gdelt().encode())[:60], b=gdelt(GLOBALEVENTID=2).encode())
    report, rows, _ = imported(tmp_path, "gdelt", data)
    assert [row["source_id"] for row in rows] == ["2"]
    assert [name[-2:] for name in report.refused_files] == ["/a"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped(), "an empty archive"),
        (gdelt().encode("utf-16"), "in UTF-16"),
        (b"1\t2\t3\t0\n", "not a file of this kind"),
    ],
)
def test_refused_files(tmp_path: Path, data: bytes, reason: str) -> None:
    report, _, workspace = imported(tmp_path, "icews", data)
    assert rejections(workspace) == [(None, reason)]
    assert any(f"1 × {reason}. " in line for line in summary(report))


def test_a_folder_without_files(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    workspace = Workspace.open_or_create(tmp_path / "ws")
    report = import_files(workspace, [tmp_path / "none"], "gdelt")
    assert "no file found in the folders named" in list(summary(report))


@pytest.mark.parametrize("header", [True, False])
def test_cells_in_quotation_marks_between_tabs(tmp_path: Path, header: bool) -> None:
    def quoted(line: str) -> str:
        return "\t".join(f'"{cell}"' for cell in line.split("\t"))

    lines = [quoted(ICEWS_HEADER) if header else ICEWS_HEADER, quoted(icews(1)), quoted(icews(2))]
    report, rows, _ = imported(tmp_path, "icews", lines)
    assert [(row["source_id"], row["actor"], row["line"]) for row in rows] == [
        ("1", "Ministry (Norway)", 2), ("2", "Ministry (Norway)", 3),
    ]  # fmt: skip
    assert report.unaccounted == 0


def test_lone_quotation_marks_between_tabs_are_letters(tmp_path: Path) -> None:
    names = ['"Che" Perez', '"Che Perez', 'Juan "Che" Perez']
    lines = [icews(number, source=name) for number, name in enumerate(names)]
    _, rows, _ = imported(tmp_path, "icews", [ICEWS_HEADER, *lines])
    assert [row["actor"] for row in rows] == names


def polecat(number: int, actor: str = "Ministry", country: str = "NOR") -> str:
    return (
        f"P{number}\t2023-05-01\tSANCTION\texpel\t-5.5\t4\tlegal\t{actor}\t{country}\t385\tGOV\tEmbassy\t"
        "CHL\t155\tGOV\tOslo\tOslo\tNorway\t2023-05-02\tMade Post"
    )


def test_a_quoted_line_end_between_tabs(tmp_path: Path) -> None:
    lines = [POLECAT_HEADER, polecat(1, '"Foreign\nMinistry"'), polecat(2)]
    report, rows, workspace = imported(tmp_path, "polecat", lines)
    assert [(row["line"], row["actor"]) for row in rows] == [
        (2, "Foreign\nMinistry"),
        (4, "Ministry"),
    ]
    assert (report.within, report.unaccounted, rejections(workspace)) == (1, 0, [])


def test_a_row_over_two_lines_is_rejected_and_its_neighbours_are_kept(tmp_path: Path) -> None:
    lines = [
        POLECAT_HEADER,
        polecat(1),
        polecat(2, "Foreign\nMinistry"),
        polecat(3, "a\tb"),
        polecat(4),
    ]
    _, rows, workspace = imported(tmp_path, "polecat", lines)
    assert [row["source_id"] for row in rows] == ["P1", "P4"]
    assert rejections(workspace) == [
        ("line 3", "fewer than 20 cells"), ("line 4", "fewer than 20 cells"),
        ("line 5", "more than 20 cells"),
    ]  # fmt: skip


def test_several_countries_in_a_cell(tmp_path: Path) -> None:
    lines = [POLECAT_HEADER, polecat(1, country="NOR; NOR"), polecat(2, country="NOR;SWE")]
    report, rows, _ = imported(tmp_path, "polecat", lines)
    assert [row["pair"] for row in rows] == ["CHL-NOR", None]
    assert report.unknown_parties == {"NOR;SWE": 1}


def test_commas_and_tabs_in_either_set(tmp_path: Path) -> None:
    lines = [POLECAT_HEADER.replace("\t", ","), polecat(1).replace("\t", ",")]
    _, rows, _ = imported(tmp_path, "polecat", ("\ufeff" + "\n".join(lines)).encode())
    assert [row["imported_id"] for row in rows] == ["polecat:P1"]


@pytest.mark.parametrize("after", [[], QUOTED])
def test_an_open_quotation_mark_swallows_no_row_in_silence(
    tmp_path: Path, after: list[str]
) -> None:
    lines = [
        KEDS,
        *QUOTED,
        '1990-01-31,USA,IRQ,042,"open',
        *PLAIN[:3],
        *(row.replace("1990", "1991") for row in after),
    ]
    report, rows, workspace = imported(tmp_path, "keds", lines)
    kept = len(QUOTED) + max(0, len(after) - 1)
    assert (len(rows), report.unaccounted) == (kept, 0)
    assert rejections(workspace) == [
        ("line 10", "a quotation mark that is not closed before more rows")
    ]


def test_a_file_whose_marks_are_letters(tmp_path: Path) -> None:
    lines = [KEDS, '1990-01-01,USA,IRQ,042,"x', *PLAIN, '1990-01-03,USA,IRQ,042,"z" t']
    report, rows, _ = imported(tmp_path, "keds", lines)
    assert (len(rows), report.unaccounted) == (10, 0)
    assert [row["line"] for row in rows] == [2, 11, *range(3, 11)]


NOTES = st.text('a,"\n', max_size=8)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(notes=[',"\na'])
@given(notes=st.lists(NOTES, max_size=12))
def test_however_marks_stand_every_line_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, notes: list[str]
) -> None:
    lines = [f"1990-01-01,USA,IRQ,042,{note}" for note in notes]
    folder = tmp_path_factory.mktemp("made")
    report, rows, _ = imported(folder, "keds", [KEDS, *lines], name="rows.csv")
    assert report.unaccounted == 0
    assert report.lines == 1 + sum(1 + note.count("\n") for note in notes)
    assert report.verdicts["new"] == len(rows)


def test_a_row_without_an_id_is_not_lost(tmp_path: Path) -> None:
    lines = [
        gdelt(GLOBALEVENTID=""),
        gdelt(GLOBALEVENTID="", EventCode="190"),
        gdelt(GLOBALEVENTID=""),
    ]
    report, rows, _ = imported(tmp_path, "gdelt", lines)
    assert report.verdicts == {"new": 2, "duplicate": 1}
    assert len({row["imported_id"] for row in rows if row["imported_id"].startswith("gdelt:")}) == 2


def test_ids_that_a_spreadsheet_shortened_are_no_ids(tmp_path: Path) -> None:
    _, rows, workspace = imported(tmp_path, "gdelt", [gdelt(GLOBALEVENTID="4.1E+08"), gdelt()])
    assert len(rows) == 1
    assert rejections(workspace) == [("line 1", "an id that a spreadsheet shortened: '4.1E+08'")]


def test_duplicates_by_id_that_say_other_things_are_told(tmp_path: Path) -> None:
    lines = [gdelt(), gdelt(), gdelt(Actor2CountryCode="RUS"), gdelt(EventCode="190")]
    report, _, _ = imported(tmp_path, "gdelt", lines)
    assert (report.verdicts["duplicate"], report.differing) == (3, 2)
    assert "2 duplicates only by id: day, parties or code differ" in list(summary(report))


def test_a_duplicate_of_an_earlier_batch_was_not_known_before(tmp_path: Path) -> None:
    for name in ("a.CSV", "b.CSV"):
        (tmp_path / name).write_text(gdelt())
    workspace = Workspace.open_or_create(tmp_path / "ws")
    report = import_files(workspace, [tmp_path / "a.CSV", tmp_path / "b.CSV"], "gdelt", batch=1)
    assert report.verdicts == {"new": 1, "duplicate": 1}


def test_one_set_in_two_forms_is_told(tmp_path: Path) -> None:
    imported(tmp_path, "icews", [ICEWS_HEADER, icews(1), icews(2, date="2018-06-02")])
    lines = ["date\tsource\trelation\ttarget", "2018-06-01\tNorway\tMake a visit\tChile"]
    report, _, _ = imported(tmp_path, "icews", lines)
    assert report.in_two_forms == {"icews": 1}
    assert any("icews: 1 day in two forms" in line for line in summary(report))


def test_two_sets_of_one_kind_may_be_told_apart(tmp_path: Path) -> None:
    imported(tmp_path, "gdelt", [gdelt()], name="a.CSV")
    (tmp_path / "a.CSV").write_text(gdelt() + "\n")
    workspace = Workspace.open_or_create(tmp_path / "ws")
    import_files(workspace, [tmp_path / "a.CSV"], "gdelt", name="mine")
    mention = "1\t20200101000000\t20200101000000\t1\tx.example\tu" + "\t" * 10
    (tmp_path / "m.CSV").write_text(mention)
    import_files(workspace, [tmp_path / "m.CSV"], "gdelt", name="mine")
    assert set(workspace.datasets()) == {"gdelt", "mine", "mine-mentions"}
    with pytest.raises(InputError, match="not small letters"):
        import_files(workspace, [], "gdelt", name="../x")


def test_quadruples_without_a_header(tmp_path: Path) -> None:
    lines = [
        "Norway\tMake a visit\tChile\t2018-06-02",
        "South_Korea\tMake_a_visit\tChile\t2018-06-03",
    ]
    _, rows, _ = imported(tmp_path, "icews", lines)
    assert [(row["pair"], row["mode"]) for row in rows] == [
        ("CHL-NOR", "visit"),
        ("CHL-KOR", "visit"),
    ]


def test_historical_phoenix(tmp_path: Path) -> None:
    row = "1,1/3/1995,1995,1,3,CHNGOV,CHN,GOV,,USA,USA,,,42,4,1,1.9,,1,2,Beijing,,CHN,123,1"
    _, (row_,), _ = imported(tmp_path, "phoenix", [PHOENIX, row])
    assert [row_[name] for name in ("pair", "code", "actor_sector", "place")] == [
        "CHN-USA", "042", "GOV", "Beijing",
    ]  # fmt: skip
    assert str(row_["date"]) == "1995-01-03"


@pytest.mark.parametrize(
    ("codes", "whole"),
    [
        (["42", "10", "871", "190", "57"], {"42": "042", "10": "010", "871": "0871", "57": "057"}),
        (["42.0", "190.0"], {"42.0": "042", "190.0": "190"}),
        (["042", "42"], {}),
        (["10", "190", "20"], {}),
        (["999", "X1"], {}),
    ],
)
def test_codes_that_lost_their_zeros(codes: list[str], whole: dict[str, str]) -> None:
    (form, *_) = formats_of("icews")
    assert systems_of(form, dict.fromkeys(codes, 1)).whole == whole


@pytest.mark.parametrize(
    ("counts", "codes", "countries"),
    [
        ({"193": 900, "212": 5}, "weis", "weis-codes"),
        ({"193": 9000, "042": 9000, "212": 5}, "cameo", "keds-codes"),
        ({"193": 5}, "cameo", "keds-codes"),
        ({}, "cameo", "keds-codes"),
    ],
)
def test_weis_is_told_by_all_rows(counts: dict[str, int], codes: str, countries: str) -> None:
    (form, *_) = formats_of("keds")
    found = systems_of(form, counts)
    assert (found.codes, found.countries) == (codes, countries)


def test_zeros_stay_from_a_users_file_to_what_is_exported(tmp_path: Path) -> None:
    mapping = tmp_path / "mine.toml"
    mapping.write_text(
        'dataset = "mine"\ncodes = "cameo"\ncountries = "names"\n[fields]\nsource_id = "id"\n'
        'date = "day"\nactor_country = "who"\nrecipient_country = "whom"\ncode = "what"\n',
        encoding="utf-8",
    )
    lines = [
        "id,day,who,whom,what",
        '"007",2024-01-02,Chile,Norway,"042"',
        "0090,2024-01-03,Norway,Chile,0871",
    ]
    _, rows, workspace = imported(tmp_path, [user_format(mapping)], lines, name="rows.csv")
    assert [(row["source_id"], row["code"], row["cameo"]) for row in rows] == [
        ("007", "042", "042"),
        ("0090", "0871", "0871"),
    ]
    acts = acts_imported(workspace, ("CHL", "NOR"), "mine")
    assert acts["act_id"].to_pylist() == ["mine:007", "mine:0090"]
    out = io.BytesIO()
    machine.tabular(workspace.imported().drop_columns(["tracks", "contexts"]), "csv")(out)
    told = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert [(row["source_id"], row["code"]) for row in told] == [("007", "042"), ("0090", "0871")]


def test_codes_put_right_are_told(tmp_path: Path) -> None:
    lines = [KEDS, *(row.replace(",042,", ",42,") for row in PLAIN), "1990-03-01,UNK,IRQ,10,x"]
    report, rows, _ = imported(tmp_path, "keds", lines)
    assert {row["code"] for row in rows} == {"042", "010"}
    assert any("codes without their first zero in 1 file" in line for line in summary(report))


def test_a_mapping_names_columns_that_are_there_once(tmp_path: Path) -> None:
    mapping = tmp_path / "own.toml"
    mapping.write_text('dataset = "x"\n[fields]\ndate = "day"\ncode = "act"\nscore = "points"\n')
    form = user_format(mapping)
    report, *_ = imported(tmp_path, [form], ["day,act", "2020-01-01,042"])
    assert next(iter(report.advice.values())).startswith("It has no column points. ")
    report, *_ = imported(tmp_path, [form], ["day,act,points,Act", "2020-01-01,042,1,057"])
    assert report.reasons == {"two columns are called 'act'": 1}
