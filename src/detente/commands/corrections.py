"""`detente corrections`: what reviewers said, whether it holds, and where they do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine
from detente.commands.failing import Command
from detente.commands.options import WORKSPACE_ARGUMENT
from detente.commands.shown import many, one_line

if TYPE_CHECKING:
    from detente.records import Correction
    from detente.store import Workspace
    from detente.store.corrected import Validity

COLUMNS = (
    "made", "reviewer", "judgement", "table", "records", "changed", "why", "holds", "note",
    "disagrees_with", "sentence", "article_id", "correction_id", "version",
)  # fmt: skip
FORMS = ("csv", "jsonl")


@click.command(cls=Command, short_help="What reviewers set right.")
@WORKSPACE_ARGUMENT
@click.option("--by", "reviewer", metavar="NAME", help="Only those of one reviewer.")
@click.option("--lost", is_flag=True, help="Only those that no longer fit, with the reason.")
@click.option(
    "--disputed", is_flag=True, help="Only those of records on which two reviewers differ."
)
@click.option("--as", "form", type=click.Choice(["table", *FORMS]), help="For programs.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write to a file that ends in .csv or .jsonl.")  # fmt: skip
@click.option("--passages", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the corrected sentences instead, as `detente train --onto` and `detente evaluate`"
              " read them (.jsonl).")  # fmt: skip
@click.option("--with-text", is_flag=True,
              help="Put the sentences' text into that file; else it points to the workspace.")  # fmt: skip
def corrections(
    folder: Path,
    reviewer: str | None,
    lost: bool,
    disputed: bool,
    form: str | None,
    out: Path | None,
    passages: Path | None,
    with_text: bool,
) -> None:
    """Print the corrections of a workspace, in the order in which they were made.

    \b
    detente corrections ws
    detente corrections ws --disputed --out disputed.csv
    detente corrections ws --passages corrected.jsonl
    """
    from detente.correcting import disagreements
    from detente.store import Workspace

    workspace = Workspace.open(folder)
    if passages is not None:
        if reviewer or lost or disputed or form or out:
            raise click.UsageError("--passages goes with no other option but --with-text.")
        _write_passages(workspace, passages, with_text=with_text)
        return
    if with_text:
        raise click.UsageError("--with-text goes with --passages.")
    form = _form(form, out)
    every, validity = workspace.corrections(), workspace.validity()
    against: dict[str, list[str]] = {}
    for each in disagreements(every):
        against.setdefault(each.first.correction_id, []).append(each.second.reviewer)
        against.setdefault(each.second.correction_id, []).append(each.first.reviewer)
    found = [
        each
        for each in every
        if (reviewer is None or each.reviewer.casefold() == reviewer.casefold())
        and not (lost and validity[each.correction_id].holds)
        and not (disputed and each.correction_id not in against)
    ]
    rows = [_row(each, validity[each.correction_id], against) for each in found]
    if form == "table":
        _show(rows)
    elif form == "csv":
        machine.write(out, machine.csv_rows(COLUMNS, (_cells(row) for row in rows)))
    else:
        machine.write(out, machine.lines(_lines(rows)))


def _write_passages(workspace: Workspace, out: Path, *, with_text: bool) -> None:
    from detente.correcting.passages import passages_of

    if out.suffix.lower() != ".jsonl":
        raise click.UsageError("Passages are written to a file that ends in .jsonl.")
    found = passages_of(workspace, with_text=with_text)
    machine.write(out, machine.lines(_lines(found.rows)))
    click.echo(
        f"{many(len(found.rows), 'passage')} from {many(found.corrections, 'correction')}", err=True
    )
    for count, why in (
        (found.lost, "no longer fit (--lost lists them)"),
        (found.linking, "say which events tell one act, which no sentence shows"),
    ):
        if count:
            click.echo(f"left out: {many(count, 'correction')} that {why}", err=True)


def _form(form: str | None, out: Path | None) -> str:
    ending = out.suffix.lower().removeprefix(".") if out else None
    if ending is not None and ending not in FORMS:
        raise click.UsageError("Corrections are written to a file that ends in .csv or .jsonl.")
    if form and ending and form != ending:
        raise click.UsageError(f"--as {form} and the ending .{ending} contradict each other.")
    return form or ending or "table"


def _row(each: Correction, validity: Validity, against: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "made": each.made,
        "reviewer": each.reviewer,
        "judgement": each.judgement,
        "table": each.table,
        "records": list(each.records),
        "changed": changes(each),
        "why": each.why,
        "holds": validity.holds,
        "note": validity.note,
        "disagrees_with": sorted(set(against.get(each.correction_id, ()))),
        "sentence": each.sentence,
        "article_id": each.article_id,
        "correction_id": each.correction_id,
        "version": each.version,
    }


def changes(each: Correction) -> list[str]:
    """What a correction changes, a field each: `type: CONSULT → AGREE`; of what was added all fields."""
    from detente.correcting import differences

    if each.judgement in ("accept", "delete"):
        return []
    return [
        f"{one.name}: {one.after}"
        if one.before is None
        else f"{one.name}: {one.before} → {one.after}"
        for one in differences(each)
    ]


def _show(rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        click.echo("no corrections as asked", err=True)
        return
    for row in rows:
        moment = row["made"][:16].replace("T", " ")
        named = ", ".join(row["records"]) or row["article_id"]
        click.echo(one_line(f"{moment}  {row['reviewer']}: {row['judgement']} {named}"))
        for line in _notes(row):
            click.echo(f"    {one_line(line)}")
    click.echo(many(len(rows), "correction"), err=True)


def _notes(row: dict[str, Any]) -> Iterable[str]:
    yield from row["changed"]
    if row["why"]:
        yield f"why: {row['why']}"
    if row["sentence"]:
        yield f"“{' '.join(row['sentence'].split())}”"
    if not row["holds"]:
        yield f"does not fit: {row['note']}"
    elif row["note"]:
        yield f"holds: {row['note']}"
    if row["disagrees_with"]:
        yield f"disagrees: {', '.join(row['disagrees_with'])}"


def _cells(row: dict[str, Any]) -> list[str]:
    from detente.commands.flat import cell

    return [
        "; ".join(row[name]) if isinstance(row[name], list) else cell(row[name]) for name in COLUMNS
    ]


def _lines(rows: Iterable[dict[str, Any]]) -> Iterable[str]:
    import json

    return (json.dumps(row, ensure_ascii=False) for row in rows)
