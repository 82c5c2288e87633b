"""Arrow schema, JSON Schema, CSV header and docs table of each record, derived from `records`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import typing
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pyarrow as pa

SCALARS: dict[Any, tuple[pa.DataType, dict[str, Any]]] = {
    str: (pa.string(), {"type": "string"}),
    int: (pa.int64(), {"type": "integer"}),
    float: (pa.float64(), {"type": "number"}),
    bool: (pa.bool_(), {"type": "boolean"}),
    dt.date: (pa.date32(), {"type": "string", "format": "date"}),
}


@cache
def hints(record: type) -> dict[str, Any]:
    """Field name to resolved type of a record class, in declared order."""
    resolved = typing.get_type_hints(record)
    return {field.name: resolved[field.name] for field in dataclasses.fields(record)}


def _unwrap_optional(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint, False
    members = [member for member in typing.get_args(hint) if member is not type(None)]
    (inner,) = members
    return inner, True


def _arrow_type(hint: Any) -> pa.DataType:
    inner, _ = _unwrap_optional(hint)
    if inner in SCALARS:
        return SCALARS[inner][0]
    if typing.get_origin(inner) is typing.Literal:
        return pa.string()
    if typing.get_origin(inner) is tuple:
        return pa.list_(pa.field("element", _arrow_type(typing.get_args(inner)[0])))
    return pa.struct(list(_schema_of(inner)))


def _schema_of(record: Any) -> pa.Schema:
    schema: pa.Schema = arrow_schema(record)
    return schema


@cache
def arrow_schema(record: type) -> pa.Schema:
    """Arrow schema of a record class; nullable exactly where the declaration allows None."""
    return pa.schema(
        pa.field(name, _arrow_type(hint), nullable=_unwrap_optional(hint)[1])
        for name, hint in hints(record).items()
    )


def _json_type(hint: Any) -> dict[str, Any]:
    inner, optional = _unwrap_optional(hint)
    if inner in SCALARS:
        schema = dict(SCALARS[inner][1])
    elif typing.get_origin(inner) is typing.Literal:
        schema = {"type": "string", "enum": list(typing.get_args(inner))}
    elif typing.get_origin(inner) is tuple:
        schema = {"type": "array", "items": _json_type(typing.get_args(inner)[0])}
    else:
        schema = _object_schema(inner)
    return {"anyOf": [schema, {"type": "null"}]} if optional else schema


def _object_schema(record: type) -> dict[str, Any]:
    properties = {
        name: {**_json_type(hint), "description": meaning(record, name)}
        for name, hint in hints(record).items()
    }
    return {
        "type": "object",
        "title": record.__name__,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def json_schema(record: type) -> dict[str, Any]:
    """JSON Schema (2020-12) of a record class as `to_json` writes it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_object_schema(record)}


def csv_header(record: type) -> list[str]:
    """Column names of a record's CSV form, in declared order."""
    return list(hints(record))


def meaning(record: type, name: str) -> str:
    """What a field means."""
    (found,) = (field for field in dataclasses.fields(record) if field.name == name)
    return str(found.metadata["meaning"])


def type_name(hint: Any) -> str:
    """A field's type in words, for the docs' tables."""
    inner, optional = _unwrap_optional(hint)
    if typing.get_origin(inner) is typing.Literal:
        name = "one of " + ", ".join(f"`{value}`" for value in typing.get_args(inner))
    elif typing.get_origin(inner) is tuple:
        name = f"list of {type_name(typing.get_args(inner)[0])}"
    else:
        name = {str: "text", int: "integer", float: "number", bool: "true or false"}.get(
            inner, inner.__name__
        )
    return f"{name}, or null" if optional else name


def choices(record: type) -> dict[str, tuple[str, ...]]:
    """The fields of a record class that have a closed list of values, with it."""
    found = {name: _unwrap_optional(hint)[0] for name, hint in hints(record).items()}
    return {
        name: typing.get_args(inner)
        for name, inner in found.items()
        if typing.get_origin(inner) is typing.Literal
    }


def scalar(hint: Any) -> type:
    """The plain type of a field's values: `str`, `int`, `float`, `bool` or `date`; `str` for any other."""
    inner, _ = _unwrap_optional(hint)
    return inner if inner in SCALARS else str


def docs_table(record: type) -> str:
    """Markdown table of a record's fields, for `docs/records.md`."""
    rows = [
        f"| `{name}` | {type_name(hint)} | {meaning(record, name)} |"
        for name, hint in hints(record).items()
    ]
    return "\n".join(["| field | type | meaning |", "|---|---|---|", *rows])


def to_dict(record: Any) -> dict[str, Any]:
    """A record as plain dicts, lists and dates."""
    kind: type = type(record)
    return {name: _plain(getattr(record, name)) for name in hints(kind)}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return to_dict(value)
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return value


def from_dict(record: type, values: dict[str, Any]) -> Any:
    """The record that `to_dict` (or a row of its Arrow table) came from."""
    return record(
        **{
            name: values[name] if build is None else build(values[name])
            for name, build in _builders(record)
        }
    )


Build = Callable[[Any], Any]


@cache
def _builders(record: type) -> tuple[tuple[str, Build | None], ...]:
    """The fields of a record class, each with what makes its value; None where it is taken as it is."""
    return tuple((name, _builder(hint)) for name, hint in hints(record).items())


def _builder(hint: Any) -> Build | None:
    inner, _ = _unwrap_optional(hint)
    if typing.get_origin(inner) is tuple:
        return _unless_none(_build_all(_builder(typing.get_args(inner)[0])))
    if dataclasses.is_dataclass(inner):
        return _unless_none(partial(from_dict, typing.cast(type, inner)))
    return None


def _build_all(build: Build | None) -> Build:
    return tuple if build is None else lambda values: tuple(map(build, values))


def _unless_none(build: Build) -> Build:
    return lambda value: None if value is None else build(value)


def to_json(record: Any) -> str:
    """One line of JSON; dates in ISO form."""
    return json.dumps(to_dict(record), ensure_ascii=False, default=dt.date.isoformat)


def from_json(record: type, line: str) -> Any:
    """The record that `to_json` wrote. Raises `KeyError` and `ValueError` for what is none."""
    return from_dict(record, _dated(record, json.loads(line)))


def _dated(record: type, values: dict[str, Any]) -> dict[str, Any]:
    """Values with their dates as dates; only plain fields of a record hold any."""
    return {
        name: dt.date.fromisoformat(value)
        if isinstance(value, str) and scalar(hints(record)[name]) is dt.date
        else value
        for name, value in values.items()
    }


def to_arrow(records: list[Any], record: type) -> pa.Table:
    """Arrow table of records of one class, in the order given."""
    return pa.Table.from_pylist([to_dict(item) for item in records], schema=arrow_schema(record))


def to_rows(table: pa.Table, record: type) -> list[Any]:
    """The records in an Arrow table of one class."""
    return [from_dict(record, row) for row in table.to_pylist()]
