"""`network` and `thirds`, on imported events that need no coder."""

from __future__ import annotations

import csv
import io
import itertools
from pathlib import Path

import numpy as np
import pytest
from commands_run import Run

from detente.importing import import_files
from detente.networks.balance import BalanceRow
from detente.networks.network import Edge
from detente.networks.thirds import ThirdRow
from detente.schema import csv_header
from detente.store import Workspace

FRIENDS, ENEMIES = "042", "172"
CAMPS = (("CHL", "KEN", "FJI", "PER"), ("NOR", "GHA", "MEX", "THA"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two camps, friends within and enemies between, for two years."""
    folder = tmp_path_factory.mktemp("networks")
    rng = np.random.default_rng(1)
    lines = ["date,source,target,code"]
    for one, other in itertools.combinations(sorted(sum(CAMPS, ())), 2):
        within = any(one in camp and other in camp for camp in CAMPS)
        for year, month in itertools.product((2019, 2020), range(1, 13)):
            day = f"{year}-{month:02}-{rng.integers(1, 29):02}"
            lines.append(f"{day},{one},{other},{FRIENDS if within else ENEMIES}")
    path = folder / "made.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    import_files(Workspace.open_or_create(folder / "ws"), [path], "keds")
    return folder / "ws"


def rows(run: Run, *asked: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*asked, "--as", "csv").stdout)))


def test_edges(run: Run, made: Path) -> None:
    found = rows(run, "network", made, "--from", "keds")
    assert list(found[0]) == csv_header(Edge)
    assert len(found) == 2 * 28
    signs = {(row["first"], row["second"]): row["sign"] for row in found}
    assert (signs["CHL", "KEN"], signs["CHL", "NOR"]) == ("friendly", "hostile")
    shown = run("network", made, "--from", "keds").stdout
    assert "2019: 28 pairs with acts: 12 friendly, 16 hostile, 0 not known." in shown


def test_balance_and_blocs(run: Run, made: Path) -> None:
    found = rows(run, "network", made, "--from", "keds", "--balance")
    assert list(found[0]) == csv_header(BalanceRow)
    assert [row["balanced"] for row in found] == ["1.0", "1.0"]
    assert "More balanced than chance has it: 2019, 2020" in " ".join(
        run("network", made, "--from", "keds", "--balance").stdout.split()
    )
    shown = run("network", made, "--from", "keds", "--blocs").stdout
    assert "  1. CHL, FJI, KEN, PER\n  2. GHA, MEX, NOR, THA" in shown


def test_cohesion_of_blocs(run: Run, made: Path) -> None:
    asked = ("network", made, "--from", "keds", "--cohesion")
    own = ("--bloc", "South=CHL,KEN,FJI,PER", "--states", "NOR,GHA", "--since", "2020")
    shown = run(*asked, *own).stdout
    assert "2020: within South +4.0 (" in shown and "2020: NOR and South -7.0 (" in shown
    assert run(*asked).exit_code == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--neutral", "warm"), "--neutral warm"),
        (("--from", "icews"), "no data set 'icews'"),
        (("--from", "keds", "--states", "Atlantis"), "Atlantis"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, made: Path, asked: tuple[str, ...], told: str) -> None:
    done = run("network", made, *asked)
    assert done.exit_code != 0 and told in done.output


def test_thirds(run: Run, made: Path) -> None:
    asked = ("thirds", made, "--between", "CHL", "NOR", "--from", "keds")
    found = rows(run, *asked)
    assert list(found[0]) == csv_header(ThirdRow)
    assert {row["third"] for row in found} == {*sum(CAMPS, ())} - {"CHL", "NOR"}
    shown = " ".join(run(*asked).stdout.split())
    assert "Chile and Norway, 2019-01-" in shown and "6 thirds with 20 acts or more" in shown


def test_nothing_that_was_read_joins_two_states(run: Run, made: Path) -> None:
    assert "No act joins two states" in run("network", made).stdout
    assert run("thirds", made, "--between", "CHL", "NOR").exit_code == 1
