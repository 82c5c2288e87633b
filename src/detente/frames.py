"""Records as a pandas data frame, with a column for each field and the type that it has."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from detente import records
from detente.errors import QueryError
from detente.schema import choices, hints, to_arrow

if TYPE_CHECKING:
    import pandas as pd

RECORDS: tuple[type, ...] = typing.get_args(records.Record)


def frame(told: pa.Table | Sequence[Any], *, record: type | None = None) -> pd.DataFrame:
    """A data frame of an Arrow table, such as `Workspace.events` gives, or of records of one class.

    Days are `datetime64`; what has a closed list of values is categorical, with all of them; texts
    and codes are strings (`042` stays `042`), with `<NA>` where there is none; whole numbers and truth
    values too, where there may be none. Lists and nested records stay lists and dicts. `record` is the
    class, where an empty list does not tell it.
    """
    if isinstance(told, pa.Table):
        return _frame(told, record or _record_of(told))
    kind = record or (type(told[0]) if told else None)
    if kind is None:
        raise QueryError("nothing tells of what class no records are", advice="Give record=Event.")
    return _frame(to_arrow(list(told), kind), kind)


def _record_of(table: pa.Table) -> type | None:
    """The class whose fields a table begins with."""
    names = table.column_names
    fitting = (each for each in RECORDS if [*hints(each)] == names[: len(hints(each))])
    return next(fitting, None)


def _frame(table: pa.Table, record: type | None) -> pd.DataFrame:
    import pandas as pd

    closed = {} if record is None else choices(record)
    columns = {
        field.name: _series(table.column(field.name), field, closed.get(field.name))
        for field in table.schema
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(table)))


def _series(column: pa.ChunkedArray, field: pa.Field, closed: Sequence[str] | None) -> Any:
    import pandas as pd

    kind = field.type
    if pa.types.is_nested(kind):
        return pd.Series(column.to_pylist(), dtype=object)
    types = {
        pa.string(): pd.StringDtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    made = column.to_pandas(date_as_object=False, types_mapper=types.get)
    if closed is not None:
        return made.astype(pd.CategoricalDtype(list(closed)))
    plain = {pa.int64(): "int64", pa.bool_(): "bool"}.get(kind)
    return made.astype(plain) if plain and not field.nullable else made
