"""A sheet as a file of Stata, with labels for its variables and for values from a closed list."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from detente.commands.flat import Column, cell
from detente.commands.sheets import Sheet

if TYPE_CHECKING:
    import pandas as pd

    from detente.commands.machine import Writer

VERSION: Literal[118] = 118
"""Of the form: Stata 14 and later, in Unicode."""
LONGEST_NAME, LONGEST_LABEL, LONGEST_FIXED = 32, 80, 244
"""Characters of a variable's name and label; bytes of a text above which it is a `strL`."""
RESERVED = frozenset(
    "aggregate array boolean break byte case catch class colvector complex const continue default "
    "delegate delete do double else eltypedef end enum explicit export external float for friend "
    "function global goto if in inline int local long pragma protected quad rowmatrix rowvector "
    "short typedef typename using virtual with".split()
)
MADE = dt.datetime(2000, 1, 1)
"""When each file says that it was made: the same records give the same bytes."""
TRUTH = ("false", "true")


def stata(sheet: Sheet) -> Writer:
    """A writer of one sheet."""

    def writer(stream: BinaryIO) -> None:
        import pandas as pd

        names = variable_names(column.name for column in sheet.columns)
        values = [[row[place] for row in sheet.rows] for place in range(len(names))]
        held = {
            name: _series(column, each)
            for name, column, each in zip(names, sheet.columns, values, strict=True)
        }
        days = [n for n, c in zip(names, sheet.columns, strict=True) if c.kind is dt.date]
        whole = io.BytesIO()  # pandas goes back in what it writes
        pd.DataFrame(held, index=pd.RangeIndex(len(sheet.rows))).to_stata(
            whole,
            version=VERSION,
            write_index=False,
            time_stamp=MADE,
            data_label=f"detente {sheet.name}",
            variable_labels={
                name: column.meaning.replace("`", "")[:LONGEST_LABEL]
                for name, column in zip(names, sheet.columns, strict=True)
            },
            convert_dates=dict.fromkeys(days, "td"),
            convert_strl=[name for name, each in held.items() if _is_long(each)],
        )
        stream.write(whole.getvalue())

    return writer


def variable_names(names: Iterable[str]) -> list[str]:
    """Names as Stata takes them: short, none of its own words, each once."""
    found: list[str] = []
    for name in names:
        short = (f"_{name}" if name in RESERVED else name)[:LONGEST_NAME]
        number = 2
        while short in found:
            short = f"{name[: LONGEST_NAME - 3]}_{number}"
            number += 1
        found.append(short)
    return found


def _series(column: Column, values: Sequence[Any]) -> pd.Series[Any]:
    import pandas as pd

    if not values and (column.choices or column.kind is bool):
        return pd.Series([], dtype=object)  # pandas has no labels for the values of no rows
    if column.kind is dt.date:
        days = [None if value is None else value.isoformat() for value in values]
        return pd.Series(pd.Series(days, dtype=object).astype("datetime64[ms]"))
    if column.kind is bool:
        truth = [None if value is None else TRUTH[value] for value in values]
        return pd.Series(pd.Categorical(truth, categories=TRUTH))
    if column.choices:
        return pd.Series(pd.Categorical(values, categories=column.choices))
    if column.kind is int and None not in values:
        return pd.Series(values, dtype="int64")
    if column.kind in (int, float):
        return pd.Series(values, dtype="float64")
    return pd.Series([cell(value).replace("\0", "") for value in values], dtype=object)


def _is_long(series: pd.Series[Any]) -> bool:
    return series.dtype == object and any(len(text.encode()) > LONGEST_FIXED for text in series)
