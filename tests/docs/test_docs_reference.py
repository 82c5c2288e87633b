"""Whatever exists is in the docs, and whatever the docs name exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import click
import pytest
from doc_pages import PAGES, ROOT, listed, name_of, section, text_of

import detente
from detente import errors, records, schema
from detente.cli import main
from detente.coding import ontology, topics

COMMANDS = dict(main.commands)
CONTEXT = click.Context(main, info_name="detente")


def options_of(command: click.Command) -> set[str]:
    return {
        name
        for parameter in command.get_params(CONTEXT)
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--")
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_are_in_the_docs(name: str) -> None:
    told = section("commands.md", f"detente {name}")
    assert [option for option in sorted(options_of(COMMANDS[name])) if option not in told] == []


def test_no_other_command_has_a_heading() -> None:
    headings = re.findall(r"^## detente (\S+)$", text_of("commands.md"), re.MULTILINE)
    assert headings == list(main.list_commands(CONTEXT))


# Of other programs, where the docs or the Makefile show them.
FOREIGN = {"--against", "--check", "--help", "--share", "--strict", "--version"}
FOREIGN |= {"--erring", "--inputs", "--imports", "--sizes", "--worlds", "--other"}
FOREIGN |= {
    "--address",
    "--autoscaling-config",
    "--head",
    "--num-cpus",
    "--object-store-memory",
    "--port",
}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_and_options_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    known = set().union(*map(options_of, COMMANDS.values())) | FOREIGN
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - known == set()
    in_code = "\n".join(re.findall(r"`[^`]+`|^\$ .*$", text, re.MULTILINE))
    called = set(re.findall(r"(?:`|\$ |\| )detente ([a-z]+)", in_code))
    assert called - set(COMMANDS) == set()


def record_classes() -> list[type]:
    return [
        kind
        for kind in vars(records).values()
        if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__")
    ]


@pytest.mark.parametrize("record", record_classes(), ids=lambda kind: kind.__name__)
def test_the_fields_of_a_record_are_its_table(record: type) -> None:
    told = section("records.md", record.__name__)
    assert schema.docs_table(record) in told


def test_statuses_are_explained() -> None:
    assert set(get_args(records.Status)) <= set(listed(section("records.md", "Event")))


def test_kinds_of_statements_are_explained() -> None:
    told = listed(section("statements.md", "The kinds"))
    assert told == list(get_args(records.StatementKind))


def test_event_types_and_modes_are_listed() -> None:
    types = list(ontology.event_types())
    told = listed(text_of("ontology.md"))
    assert told[: len(types)] == types
    assert told[len(types) : 2 * len(types)] == types
    modes = re.findall(r"^\| `([A-Z]+)` \| `([a-z-]+)` \|", text_of("ontology.md"), re.MULTILINE)
    assert modes == [(name, mode) for name in types for mode in ontology.modes(name)]


def test_quad_classes_hold_their_types() -> None:
    rows = section("ontology.md", "Quad classes")
    for name in ontology.event_types():
        (row,) = (line for line in rows.splitlines() if re.search(rf"\b{name}\b", line))
        assert row.startswith(f"| {ontology.quad_class(name)} |")


def test_tables_of_names() -> None:
    folder = ROOT / "src" / "detente" / "coding" / "actors" / "data"
    there = {path.name for path in folder.glob("*.tsv")} | {"officeholders/*.tsv"}
    rows = dict(
        re.findall(r"^\| `([^`]+\.tsv)` \| [^|]* \| ([^|]*) \|$", text_of("names.md"), re.MULTILINE)
    )
    assert set(rows) == there
    for name, told in rows.items():
        first = sorted(folder.glob(name))[0].read_text("utf-8").splitlines()
        header = next(line for line in first if line and not line.startswith("#"))
        assert re.findall(r"`([a-z]+)`", told) == header.split("\t"), name


def cells(pattern: str, column: str) -> set[str]:
    """The values in one column of the tables of names that fit a pattern."""
    from detente import tables

    folder = ROOT / "src" / "detente" / "coding" / "actors" / "data"
    return {row[column] for path in folder.glob(pattern) for row in tables.rows(path, (column,))}


def test_offices_are_listed() -> None:
    told = set(re.findall(r"`([a-z-]+)`", section("names.md", "Office-holders")))
    assert cells("officeholders/*.tsv", "office") <= told


def test_sectors_are_listed() -> None:
    told = set(re.findall(r"`([A-Z]{3})`", section("names.md", "Sectors")))
    used = {
        sector
        for pattern in (
            "agents.tsv",
            "institutions.tsv",
            "organisations.tsv",
            "officeholders/*.tsv",
        )
        for sector in cells(pattern, "sector")
    }
    assert used - {""} <= told


def test_tracks_issues_and_contexts_are_listed() -> None:
    told = {
        "Tracks": topics.track_names(),
        "Issues": topics.issue_names(),
        "Contexts": topics.context_names(),
    }
    for heading, names in told.items():
        assert ", ".join(f"`{name}`" for name in names) in section("lists.md", heading)


def test_errors_are_listed() -> None:
    there = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.DetenteError)
    }
    assert set(listed(section("python.md", "Errors"))) == there


def test_public_names_are_in_the_docs() -> None:
    told = text_of("python.md")
    public = [name for name in detente.__all__ if not name.startswith("__")]
    assert "Coder" in public
    assert [
        name for name in public if not re.search(rf"`[^`]*\b{name}\b|>>>.*\b{name}\b", told)
    ] == []


def test_public_names_are_where_they_are_looked_for() -> None:
    assert set(detente._HOMES) == set(detente.__all__)
    assert all(hasattr(detente, name) for name in detente.__all__)


def packages() -> set[str]:
    source = ROOT / "src" / "detente"
    found = {path.parent.relative_to(source) for path in source.rglob("__init__.py")}
    return {".".join(path.parts) for path in found if path.parts}


def test_packages_are_in_the_map() -> None:
    assert set(listed(section("CONTRIBUTING.md", "Where things are"))) == packages()


def test_dependencies_are_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["mcp"],
        *project["project"]["optional-dependencies"]["ray"],
        *project["project"]["optional-dependencies"]["s3"],
        *project["project"]["optional-dependencies"]["train"],
        *project["dependency-groups"]["dev"],
    ]
    names = [re.match(r"[\w-]+", line)[0].lower() for line in wanted]  # type: ignore[index]
    assert listed(text_of("dependencies.md")) == names


def test_the_pages_are_in_the_menu() -> None:
    menu = set(re.findall(r"\b([\w-]+\.md)\b", (ROOT / "mkdocs.yml").read_text("utf-8")))
    assert menu == {path.name for path in (ROOT / "docs").glob("*.md")}
