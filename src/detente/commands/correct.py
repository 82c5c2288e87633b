"""`detente correct`: what a reviewer says of one record, or of several that belong together."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from detente.commands.failing import Command
from detente.commands.options import WORKSPACE_ARGUMENT, Decorated
from detente.errors import QueryError

if TYPE_CHECKING:
    from detente.correcting import Reviewer
    from detente.records import Correction
    from detente.store import Workspace
    from detente.store.corrected import Coded

LEAST = 6
"""Characters of an id that may stand for it."""
Table = Literal["articles", "events", "statements"]
PART = re.compile(r",\s*(?=[a-z_]+=)")
"""Between two fields of a part: `type=SANCTION, trigger=ban`."""


class Setting(click.ParamType):  # type: ignore[type-arg]
    """`FIELD=VALUE`, the value being what follows the first sign."""

    name = "FIELD=VALUE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        field, sign, text = str(value).partition("=")
        if not (sign and field.strip()):
            self.fail(f"{value!r} is not FIELD=VALUE, such as type=SANCTION.", param, ctx)
        return field.strip(), text.strip()


def judging(name: str, meaning: str) -> Callable[[Decorated], Decorated]:
    """An option that says what is judged; two of them contradict each other, and are refused."""

    def choose(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        held = ctx.params.setdefault("judgement", None)
        if value and held:
            raise click.UsageError(f"--{held} and --{name} contradict each other.")
        ctx.params["judgement"] = name if value else held

    return click.option(
        f"--{name}", is_flag=True, expose_value=False, callback=choose, help=meaning
    )


@click.command(cls=Command, short_help="Set a record right.")
@WORKSPACE_ARGUMENT
@click.argument("records", nargs=-1, metavar="ID...")
@judging("accept", "It is right as it is.")
@judging("delete", "The text does not tell it.")
@judging("merge", "Events of one article are one: the first, with what --set changes.")
@judging("together", "Events, of whatever articles, tell one act.")
@judging("apart", "Events do not tell the act of the others of their occurrence.")
@click.option("--set", "values", type=Setting(), multiple=True,
              help="What a field should be; may be repeated. Parties are written `the Pentagon = USA/MIL`,"
              " several with `;` between.")  # fmt: skip
@click.option("--part", "parts", multiple=True, metavar="FIELD=VALUE,...",
              help="One of the events that an event is split into; at least two.")  # fmt: skip
@click.option("--add", "article", metavar="ARTICLE",
              help="Add what was missed in an article: --set tells trigger, type and actors, or about,"
              " kind and speaker.")  # fmt: skip
@click.option("--why", metavar="TEXT", help="The reason, kept with it.")
@click.option("--by", "reviewer", metavar="NAME", envvar="DETENTE_REVIEWER",
              help="Who says so; else $DETENTE_REVIEWER, else the name of the user.")  # fmt: skip
def correct(
    folder: Path,
    records: tuple[str, ...],
    judgement: str | None,
    values: Sequence[tuple[str, str]],
    parts: Sequence[str],
    article: str | None,
    why: str | None,
    reviewer: str | None,
) -> None:
    """Say of an event or statement what it should be. ID is its `event_id` or `statement_id`, or six or
    more characters with which no other begins.

    What the coder read stays where it is; every question is answered with what stands since, and
    --uncorrected shows the other. `detente corrections` lists what was said.

    \b
    detente correct ws 3fa9c1 --accept
    detente correct ws 3fa9c1 --set type=SANCTION --why "not a threat"
    detente correct ws 3fa9c1 --delete --by Ana
    detente correct ws --add 77e0b2 --set trigger=expelled \\
        --set type=SANCTION --set actors=Fiji
    """
    from detente.correcting import Reviewer
    from detente.store import Workspace

    _check(records, judgement, dict(values), parts, article)
    workspace = Workspace.open(folder)
    judge = Reviewer(workspace, reviewer or getpass.getuser())
    made = (
        _added(judge, full_id(workspace, article, "articles"), dict(values), why)
        if article
        else _judged(judge, workspace, records, judgement, dict(values), parts, why)
    )
    click.echo(f"{made.judgement}: kept as correction {made.correction_id}", err=True)
    if article:
        click.echo(_ids(made))


def _check(
    records: Sequence[str],
    judgement: str | None,
    values: dict[str, str],
    parts: Sequence[str],
    article: str | None,
) -> None:
    """Refuse what goes not together, lest part of it be passed over."""
    if article and (records or judgement or parts):
        raise click.UsageError("--add goes with no id and no other judgement.")
    if parts and (judgement or values):
        raise click.UsageError("--part goes with no other judgement, and says itself what is set.")
    if values and judgement not in (None, "merge"):
        raise click.UsageError(f"--set does not go with --{judgement}.")


def _added(judge: Reviewer, article: str, values: dict[str, str], why: str | None) -> Correction:
    table: Coded = "statements" if {"about", "kind", "speaker"} & values.keys() else "events"
    return judge.add(table, article, values, why=why)


def _judged(
    judge: Reviewer,
    workspace: Workspace,
    records: Sequence[str],
    judgement: str | None,
    values: dict[str, str],
    parts: Sequence[str],
    why: str | None,
) -> Correction:
    if not records:
        raise click.UsageError("Name a record by its id, or --add ARTICLE.")
    records = [full_id(workspace, each, "events", "statements") for each in records]
    if judgement in ("merge", "together", "apart"):
        if judgement == "merge":
            return judge.merge(records, values, why=why)
        return (judge.together if judgement == "together" else judge.apart)(records, why=why)
    if len(records) > 1:
        raise click.UsageError("Several records are for --merge, --together and --apart.")
    (record,) = records
    if parts:
        return judge.split(record, [_part(each) for each in parts], why=why)
    table = table_of(workspace, record)
    if judgement == "accept":
        return judge.accept(table, record, why=why)
    if judgement == "delete":
        return judge.delete(table, record, why=why)
    if not values:
        raise click.UsageError("Say what is right: --accept, --delete, --set or --part.")
    return judge.change(table, record, values, why=why)


def full_id(workspace: Workspace, text: str, *tables: Table) -> str:
    """The id that begins with a text; the text itself where it is an id, is short, or begins none. Raises
    `QueryError` where it begins several."""
    if len(text) < LEAST:
        return text
    found = [each for table in tables for each in workspace.beginning(table, text)]
    if text in found or not found:
        return text
    if len(found) > 1:
        raise QueryError(
            f"several ids begin with {text}", advice=f"Write one of them: {', '.join(found)}."
        )
    return found[0]


def _ids(made: Correction) -> str:
    """The ids of the records that a correction made."""
    from detente.store.corrected import id_of, records_of

    return "\n".join(id_of(each) for each in records_of(made.table, made.after))


def table_of(workspace: Workspace, record: str) -> Coded:
    """Whether an id is that of an event or of a statement; unknown ones are taken for events."""
    from detente.store import Query

    return "statements" if workspace.count("statements", Query(ids=[record])) else "events"


def _part(text: str) -> dict[str, str]:
    found = [Setting().convert(each, None, None) for each in PART.split(text) if each.strip()]
    return dict(found)
