"""Arrow columns brought back to the declared types after a query."""

from __future__ import annotations

import pyarrow as pa


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with exactly this schema.

    DuckDB drops which nested fields may be null, and renames list elements. Arrow's own cast
    refuses to restore this where a nullable struct is null, as its required children are then
    null too.
    """
    columns = [_conform(_whole(table.column(field.name)), field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    merged = column.combine_chunks()
    return pa.concat_arrays(merged.chunks) if isinstance(merged, pa.ChunkedArray) else merged


def _conform(array: pa.Array, wanted: pa.DataType) -> pa.Array:
    if pa.types.is_struct(wanted):
        children = [_conform(array.field(field.name), field.type) for field in wanted]
        return pa.StructArray.from_arrays(children, fields=list(wanted), mask=array.is_null())
    if pa.types.is_list(wanted):
        values = _conform(array.values, wanted.value_type)
        return pa.ListArray.from_arrays(array.offsets, values, type=wanted)
    return array if array.type == wanted else array.cast(wanted)
