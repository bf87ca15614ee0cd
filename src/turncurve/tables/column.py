"""A column and a table as values: the data dictionary, the readers and the type checks are made from these."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

Holds = Literal["text", "date", "integer", "number", "yes_no"]

DTYPES: Mapping[Holds, type[pl.DataType]] = {
    "text": pl.String,
    "date": pl.Date,
    "integer": pl.Int64,
    "number": pl.Float64,
    "yes_no": pl.Boolean,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what it holds, what it means, and where it comes from.

    `ssd` names the field of the Standard Safeguarding Dataset 1.4.5 that the column stands for, where there is one.
    """

    holds: Holds
    means: str
    comes_from: str
    ssd: str = ""
    may_be_blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One trusted table: a row's meaning and its columns in order."""

    name: str
    one_row_is: str
    columns: Mapping[str, Column]
    ssd: str = ""


def empty(table: Table) -> pl.DataFrame:
    """The table with no rows and every column in its type."""
    return pl.DataFrame(schema={name: DTYPES[column.holds] for name, column in table.columns.items()})


def in_shape(rows: pl.DataFrame, *, table: Table) -> pl.DataFrame:
    """The rows with exactly the table's columns, in its order and types; a column that is not there is blank."""
    if rows.is_empty():
        # Literals selected from a frame with no columns would make one row out of nothing.
        return empty(table)
    wanted = [
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(DTYPES[column.holds]).alias(name)
        for name, column in table.columns.items()
    ]
    return rows.select(wanted)
