"""The pages as files: every link leads to one, nothing of this machine is told, the bytes are the same."""

from __future__ import annotations

import json
import posixpath
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from workbench_world import _batch, stored

from detente.cli import main
from detente.errors import InputError, QueryError
from detente.store import Batch, Workspace
from detente.workbench.addresses import OutletAsked
from detente.workbench.site import LIST, MOST, Written, file_of, write_site


@pytest.fixture(scope="module")
def read_here(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The made-up world, with an article that was read from a file of this machine."""
    folder = tmp_path_factory.mktemp("secret-folder")
    made = stored(folder / "ws")
    batch = _batch(5, 7, "Norway", "warned", "Chile", "THREATEN")
    (article,), (event,) = batch.articles, batch.events
    article = replace(article, article_id="here", address=str(folder / "texts" / "note.txt"),
                      text=f"{article.text} Once more.")  # fmt: skip
    with made.writing() as writer:
        writer.append(
            Batch(articles=(article,), events=(replace(event, event_id="here", article_id="here"),))
        )
    return made


@pytest.fixture(scope="module")
def made(read_here: Workspace, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    out = tmp_path_factory.mktemp("site")
    return out, write_site(read_here, out)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def test_all_links_lead_to_a_file_and_all_files_are_led_to(made: tuple[Path, Written]) -> None:
    folder, written = made
    seen, waiting = {"index.html"}, ["index.html"]
    while waiting:
        name = waiting.pop()
        if not name.endswith(".html"):
            continue
        page = html.fromstring((folder / name).read_bytes())
        ids = set(page.xpath("//@id"))
        for link in page.xpath("//@href | //@src | //@action"):
            if link.startswith(("https:", "data:")):
                continue
            to, _, place = link.partition("#")
            assert not place or to or place in ids, (name, link)
            led = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(to)))
                if to
                else name
            )
            assert (folder / led).is_file(), (name, link)
            if led not in seen:
                seen.add(led)
                waiting.append(led)
    assert seen | {LIST} == set(files_in(folder))
    assert written.pages == sum(name.endswith(".html") for name in seen)
    assert {
        "event/e5.html",
        "article/a5.json",
        "pair/CHL/NOR.csv",
        "pair/CHL/NOR/turns.html",
    } <= seen


def test_a_page_has_nothing_that_needs_a_server_or_tells_of_this_machine(
    made: tuple[Path, Written],
) -> None:
    folder, _ = made
    for name, told in files_in(folder).items():
        assert b"secret-folder" not in told, name
        assert b"/search" not in told and b"/why" not in told, name
        if name.endswith(".html"):
            assert b"<form" not in told and b"<script" not in told, name
    assert b"note.txt" in (folder / "event" / "here.html").read_bytes()


def test_twins_lead_to_files(made: tuple[Path, Written]) -> None:
    folder, _ = made
    (row,) = (
        each
        for each in json.loads((folder / "index.json").read_text())["rows"]
        if each["pair"] == "Chile – Norway"
    )
    assert row["address"] == "pair/CHL/NOR.html" and (folder / row["last_address"]).is_file()
    told = json.loads((folder / "event" / "here.json").read_text())
    assert (told["source"]["origin"], told["why"]) == ("note.txt", None)


def test_the_same_bytes_again_and_what_is_gone_goes(read_here: Workspace, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write_site(read_here, first, between=[("Chile", "Norway")])
    write_site(Workspace.open(read_here.folder), second, between=[("CHL", "NOR")])
    assert files_in(first) == files_in(second)
    (second / "mine.txt").write_text("mine")
    write_site(read_here, second, between=[("KEN", "NOR")])
    names = set(files_in(second))
    assert "mine.txt" in names and "pair/CHL/NOR.html" not in names
    assert "pair/KEN/NOR.html" in names
    fresh = tmp_path / "fresh"
    write_site(read_here, fresh, between=[("KEN", "NOR")])
    assert files_in(second) == {**files_in(fresh), "mine.txt": b"mine"}


def test_what_is_another_s_stays(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(InputError, match="no page of a site that detente wrote"):
        write_site(workspace, tmp_path)
    assert files_in(tmp_path) == {"index.html": b"mine"}
    (tmp_path / LIST).write_text("../outside.html\n/etc/x.html\nindex.html\n")
    (tmp_path.parent / "outside.html").write_text("mine")
    write_site(workspace, tmp_path, pairs=0, most=1)
    assert (tmp_path.parent / "outside.html").read_text() == "mine"


@pytest.mark.parametrize("below", ["", "public", "articles/new/site"])
def test_pages_never_lie_among_the_tables_of_a_workspace(tmp_path: Path, below: str) -> None:
    made, other = stored(tmp_path / "ws"), stored(tmp_path / "other")
    before = files_in(tmp_path)
    for each in (made, other):
        with pytest.raises(InputError, match="lies in a workspace"):
            write_site(each, made.folder / below)
    assert files_in(tmp_path) == before


def test_a_state_that_does_not_exist_is_told(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="Atlantis"):
        write_site(workspace, tmp_path / "x", between=[("CHL", "Atlantis")])
    assert not (tmp_path / "x").exists()


def test_the_command_says_what_it_wrote_and_what_it_left(
    workspace: Workspace, tmp_path: Path
) -> None:
    asked: list[Any] = [
        "site",
        workspace.folder,
        "--out",
        tmp_path / "out",
        "--pairs",
        1,
        "--most",
        20,
    ]
    done = CliRunner().invoke(main, [str(each) for each in asked])
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(tmp_path / "out" / "index.html")
    assert "20 pages, " in done.stderr and "--most " in done.stderr
    assert sum(name.endswith(".html") for name in files_in(tmp_path / "out")) == 20


def test_the_most_of_the_command_is_that_of_the_library() -> None:
    from detente.commands import site

    assert site.MOST == MOST


@given(first=st.text(min_size=1, max_size=80), second=st.text(min_size=1, max_size=80))
def test_outlets_have_files_of_their_own(first: str, second: str) -> None:
    one, other = (file_of(OutletAsked(name).address) for name in (first, second))
    assert (one.casefold() == other.casefold()) == (first == second)
    assert one.count("/") == 1 and len(one) < 100 and one.isascii()
