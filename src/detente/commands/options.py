"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar, get_args

import click

from detente.commands.machine import ENDINGS, form_for
from detente.days import as_day, first_day, last_day
from detente.errors import InputError
from detente.records import EventType, Genre, QuadClass, StatementKind, Status

# Stated again here, since their modules load DuckDB; a test holds them to be the same.
TRACKS = ("leaders", "diplomatic", "military", "economic", "technology", "people", "legal",
          "humanitarian", "information")  # fmt: skip
PERIODS = ("day", "week", "month", "quarter", "year")
MEASURES = ("mean", "total", "hostility", "cooperation", "acts")
SCORES = ("plover", "goldstein")
NORMALISE = ("none", "coverage", "outlets")
LEDGERS = ("red-lines", "commitments", "demands")
FORMS = ("table", "csv", "jsonl", "parquet", "xlsx", "dta")
MERGES = ("alike", "one-a-day")
FACTS = ("sentence", "title", "address", "outlet", "published")
"""What of its article can be added to a record."""

Model = Path | Literal["shipped"]
"""A folder with a relation model, the shipped one, or none at all."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Decorator = Callable[[Decorated], Decorated]


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date in ISO form."""

    name = "date"

    def __init__(self, read: Callable[[str], dt.date] = as_day) -> None:
        self._read = read

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return self._read(value)
        except InputError as problem:
            self.fail(f"{problem.what}. {problem.advice}", param, ctx)


FIRST, LAST = Day(first_day), Day(last_day)
"""Ends of a time, of which a month or a year may be one: its first day, or its last."""


class Column(click.ParamType):  # type: ignore[type-arg]
    """`FIELD=NAME`: which column or key holds a field."""

    name = "FIELD=NAME"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        field, equals, name = str(value).partition("=")
        if not (field and equals and name):
            self.fail(f"{value!r} is not FIELD=NAME, such as text=body.", param, ctx)
        return field, name


class ModelFolder(click.ParamType):  # type: ignore[type-arg]
    """A folder with a model, or `shipped`."""

    name = "FOLDER"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Model:
        if value == "shipped" or isinstance(value, Path):
            return value  # type: ignore[no-any-return]
        if not Path(value).is_dir():
            self.fail(f"{value!r} is neither a folder nor `shipped`.", param, ctx)
        return Path(value)


class CalendarChoice(click.ParamType):  # type: ignore[type-arg]
    """`KEY=VALUE`: what a word of the calendar means where the texts are written."""

    name = "KEY=VALUE"
    known: ClassVar[dict[str, tuple[str, ...]]] = {
        "weeks": ("monday", "saturday", "sunday"),
        "seasons": ("north", "south"),
        "fiscal": tuple(map(str, range(1, 13))),
        "numeric": ("day-first", "month-first"),
    }

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str | int]:
        if isinstance(value, tuple):
            return value
        key, _, word = str(value).partition("=")
        if word not in self.known.get(key, ()):
            ways = "; ".join(f"{name}={'|'.join(words)}" for name, words in self.known.items())
            self.fail(f"{value!r} is none of {ways}.", param, ctx)
        return key, int(word) if key == "fiscal" else word


def together(*decorators: Decorator[Any]) -> Decorator[Any]:
    """Several decorators as one; the first stands first in `--help`."""

    def apply(command: Any) -> Any:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return apply


PATH_ARGUMENT = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
WORKSPACE_ARGUMENT = click.argument("folder", type=click.Path(path_type=Path), metavar="WORKSPACE")

MODEL = click.option(
    "--model", type=ModelFolder(), default="shipped", show_default=True,
    help="The reader: `shipped`, or a folder from `detente train`.",
)  # fmt: skip

CODING = together(
    click.option(
        "--names", multiple=True, metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Your own names: a table of name, country, sector; may be repeated.",
    ),
    click.option(
        "--calendar", type=CalendarChoice(), multiple=True,
        help="Calendar of the texts: weeks=sunday, seasons=south, fiscal=4 (month in which a fiscal year "
        "begins), numeric=day-first or month-first (how 3/4/2024 is read); may be repeated.",
    ),
    MODEL,
)  # fmt: skip
"""How texts are coded, wherever they come from."""
INPUT = together(
    click.option("--published", type=Day(), help="Publication date, where a text gives none."),
    click.option(
        "--dated-by-file", is_flag=True,
        help="Take the day on which a PDF, document or e-book was made for its publication date, where "
        "nothing else gives one.",
    ),
    click.option("--outlet", help="Who published it, where a text does not say."),
    click.option(
        "--genre", type=click.Choice(get_args(Genre)), help="Kind of text, where it is not told."
    ),
    click.option(
        "--column", "columns", type=Column(), multiple=True,
        help="Column or key that holds text, title, outlet, published, genre or address, tried before "
        "the usual ones; fields.body is a key in a nested object; may be repeated.",
    ),
    click.option(
        "--dates", type=click.Choice(("day-first", "month-first")), metavar="ORDER",
        help="How publication dates such as 02/07/2023 are read, day-first or month-first; else by the "
        "other dates of the file.",
    ),
    click.option(
        "--years", nargs=2, type=int, default=(1600, 2199), show_default=True, metavar="FIRST LAST",
        help="Years of publication that are believed; dates outside them are left out.",
    ),
    click.option(
        "--mapping", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="What single files are, in TOML; else detente.toml in the folder that is read.",
    ),
    click.option("--delimiter", help="Character between the cells of tables; found if not given."),
    CODING,
)  # fmt: skip

_BETWEEN = "Two states, as ISO codes or English names."
BETWEEN = click.option("--between", nargs=2, metavar="A B", help=_BETWEEN)


def _tell_of_blocs(
    context: click.Context, parameter: click.Parameter, between: tuple[str, str]
) -> tuple[str, str]:
    from detente.commands.relating import tell_of_blocs

    tell_of_blocs(between)
    return between


BETWEEN_REQUIRED = click.option(
    "--between", nargs=2, metavar="A B", required=True, help=_BETWEEN, callback=_tell_of_blocs
)
DAYS = together(
    click.option("--since", type=FIRST, help="First day; or a month or year, from its first."),
    click.option("--until", type=LAST, help="Last day, included; or a month or year, to its last."),
)
TRACK = click.option(
    "--track", type=click.Choice(TRACKS), metavar="TRACK",
    help=f"Only this field of the relation: {', '.join(TRACKS)}.",
)  # fmt: skip
MERGE = click.option(
    "--merge", type=click.Choice(MERGES), default="alike", show_default=True,
    help="What makes one occurrence of several reports: parties, type, time and words alike; or the "
    "classical filter, the same parties, type and day.",
)  # fmt: skip
EVERY = click.option(
    "--every", type=click.Choice(PERIODS), default="month", show_default=True,
    help="Length of a period.",
)  # fmt: skip


def _of(default: str) -> Decorator[Any]:
    return click.option(
        "--of", type=click.Choice(MEASURES), default=default, show_default=True, metavar="MEASURE",
        help="What of the acts is measured each period: their mean score (mean), its total, hostility "
        "(scores below zero), cooperation (above), or how many acts.",
    )  # fmt: skip


OF = _of("total")
OF_MEAN = _of("mean")
OF_HOSTILITY = _of("hostility")
DIRECTED = click.option(
    "--directed", is_flag=True, help="Only what the first state does to the second."
)
FROM = click.option(
    "--from", "dataset", metavar="DATASET",
    help="Imported data, such as gdelt, instead of the events read here.",
)  # fmt: skip
SCORED = together(
    click.option(
        "--scores", type=click.Choice(SCORES), default="plover", show_default=True,
        help="Whose scores of acts.",
    ),
    click.option(
        "--normalise", type=click.Choice(NORMALISE), default="none", show_default=True,
        help="Score for each thousand acts of all states (coverage), or with the outlets' shares held "
        "constant (outlets).",
    ),
    FROM,
)  # fmt: skip
STATUS = click.option(
    "--status", type=click.Choice(get_args(Status)), multiple=True,
    help="Only acts told as such; may be repeated.",
)  # fmt: skip


def _one_of_two(command: Callable[..., Any]) -> Callable[..., Any]:
    """Refuses to keep only background and only news at once."""

    @functools.wraps(command)
    def informed(*given: Any, recalled: bool, news: bool, **asked: Any) -> Any:
        if recalled and news:
            raise click.UsageError(
                "--recalled and --news exclude each other: leave both out for all that is told."
            )
        return command(*given, recalled=recalled if recalled or news else None, **asked)

    return informed


RECALLED = together(
    click.option("--recalled", is_flag=True, help="Only what is told as background."),
    click.option("--news", is_flag=True, help="Only what is told as news."),
    _one_of_two,
)


def several(option: str, field: str, metavar: str, help: str) -> Decorator[Any]:
    """An option that may be repeated: any of its values will do."""
    return click.option(
        option, field, multiple=True, metavar=metavar, help=f"{help}; may be repeated."
    )


class Listed(click.Choice):  # type: ignore[type-arg]
    """One of a list; of two words it may be written with a hyphen (`verbal-conflict`), as in a `Query`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        apart = str(value).replace("-", " ")
        return super().convert(apart if apart.lower() in self.choices else value, param, ctx)


def _one_of(option: str, choices: tuple[str, ...], help: str) -> Decorator[Any]:
    return click.option(
        option, type=Listed(choices, case_sensitive=False), multiple=True,
        metavar=option.removeprefix("--").upper(),
        help=f"{help}: {', '.join(choices)}; may be repeated.",
    )  # fmt: skip


# Who. A bloc stands wherever a state may.
BLOC = several("--bloc", "bloc", "NAME=A,B", "A bloc of your own, or a table of them")
PAIRS = click.option(
    "--between", nargs=2, multiple=True, metavar="A B",
    help="Two states or blocs, as ISO codes or English names (EU, NATO); may be repeated.",
)  # fmt: skip
PARTIES = together(
    PAIRS,
    click.option("--of", metavar="A", help="Who acts or speaks, or is acted upon or addressed."),
)
SIDES = together(
    click.option("--by", metavar="A", help="Who acts or speaks."),
    click.option("--to", metavar="B", help="Who is acted upon or addressed."),
    several(
        "--actor-sector", "actor_sector", "SECTOR", "Sector of who acts or speaks: GOV, MIL, BUS …"
    ),
    several("--recipient-sector", "recipient_sector", "SECTOR", "Sector of the other side"),
)
# What.
ACT = together(
    _one_of("--type", get_args(EventType), "PLOVER type"),
    several("--mode", "mode", "MODE", "PLOVER mode, such as seize"),
    _one_of("--quad-class", get_args(QuadClass), "Of the type"),
)
SPEAKER = click.option(
    "--speaker", metavar="WORDS", help="Words in the phrase or name of who speaks."
)
POSITION = together(
    _one_of("--kind", get_args(StatementKind), "What kind of position"),
    SPEAKER,
    click.option("--addressee", metavar="WORDS", help="Words in that of who is addressed."),
)
ISSUE = several("--issue", "issue", "ISSUE", "What it is about, such as arms-control")
ABOUT = together(
    ISSUE,
    _one_of("--track", TRACKS, "Field of the relation"),
)
SURE = click.option(
    "--confidence", type=click.FloatRange(0, 1), metavar="P", help="The least, 0 to 1."
)
# Where it was told.
TOLD = together(
    several("--outlet", "outlet", "NAME", "Who published it"),
    _one_of("--genre", get_args(Genre), "Kind of text"),
    click.option("--reported-since", type=FIRST, help="First day of publication."),
    click.option("--reported-until", type=LAST, help="Last day of publication, included."),
    click.option(
        "--words", metavar="WORDS",
        help="Words that its sentence has, in any form; those in quotation marks one after the other.",
    ),
    click.option("--article-words", metavar="WORDS", help="The same of the article or its title."),
)  # fmt: skip
WITH = click.option(
    "--with", "added", metavar="FACTS", callback=lambda _, __, given: facts(given),
    help=f"Add to the output, of each record: {', '.join(FACTS)}; joined by commas.",
)  # fmt: skip


def facts(given: str | None) -> tuple[str, ...]:
    """Facts that are asked for beside a record, told apart by commas."""
    asked = tuple(each.strip() for each in (given or "").split(",") if each.strip())
    if unknown := [each for each in asked if each not in FACTS]:
        raise click.BadParameter(f"'{unknown[0]}' is none of {', '.join(FACTS)}.")
    return asked


def order(*by: str) -> Decorator[Any]:
    """An option that sorts by one of some columns."""
    return click.option(
        "--sort", default="date", metavar="ORDER",
        type=click.Choice([way + each for each in by for way in ("", "-")]),
        help=f"By {', '.join(by)}, upwards; downwards with - before it.",
    )  # fmt: skip


LEDGER = together(
    click.option("--of", metavar="A", help="The state whose ledger it is; of a bloc each member's."),
    click.option("--towards", metavar="B", help="Only what it says to this state, or to nobody."),
    click.option(
        "--between", nargs=2, metavar="A B", help="Instead: what each of two says to the other."
    ),
    BLOC,
    click.option(
        "--kind", type=click.Choice(LEDGERS), required=True, help="Which ledger.",
    ),
)  # fmt: skip
SUPERSEDED = click.option(
    "--superseded", is_flag=True, help="Also earlier versions of articles that have changed."
)
UNCORRECTED = click.option(
    "--uncorrected", is_flag=True, help="As the coder read it, without what reviewers set right."
)
LIMIT = click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most so many.")


def _with_form(command: Callable[..., Any]) -> Callable[..., Any]:
    """Lets a command know the form, where the ending of the file alone tells it."""

    @functools.wraps(command)
    def informed(*given: Any, form: str | None, out: Path | None, **asked: Any) -> Any:
        return command(*given, form=form_for(form, out), out=out, **asked)

    return informed


FORM = together(
    click.option(
        "--as", "form", type=click.Choice(FORMS),
        help="Form of the output; else the ending of --out tells it, and a table is shown without.",
    ),
    click.option(
        "--out", type=click.Path(dir_okay=False, path_type=Path),
        help=f"File to write to instead of standard output; it ends in {ENDINGS}.",
    ),
    _with_form,
)  # fmt: skip
AS_JSON = click.option(
    "--as", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="Form of the output.",
)  # fmt: skip
