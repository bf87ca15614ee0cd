"""Which child each place to put right is about: kept apart from what was found, for the one export that names them."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from turncurve.checks import Reported
from turncurve.desk.putting_right import file_names
from turncurve.returns.arriving import Reading
from turncurve.returns.whose_rows import number_of
from turncurve.tables.reported import REPORTED

# Stored under this name. Nothing but the export that is written down reads it.
STORED: Final = "children_to_fix"
PLACE: Final = ("rule", "file", "row", "field")
CHILDREN: Final = pl.Schema(
    {"rule": pl.String, "file": pl.String, "row": pl.Int64, "field": pl.String, "child": pl.String}
)


def children_to_fix(found: pl.DataFrame, *, reading: Reading, reported: Reported, in_region: bool) -> pl.DataFrame:
    """The child of each row a check found or a reader spoke of, in the columns of CHILDREN, where there is one.

    `found` is in the columns of `checks.FOUND`. A row that could not be read at all is of no child here. A child's
    number is as the council wrote it, in a region's store too.
    """
    named = file_names(reading.files)
    parts = [
        _of_table(rows, table=str(table), named=named, reported=reported)
        for (table,), rows in found.group_by("table", maintain_order=True)
        if str(table) in REPORTED and "person_id" in REPORTED[str(table)].columns
    ]
    every = pl.concat([CHILDREN.to_frame(), *parts, _of_problems(reading, named=named)])
    if in_region:
        every = every.with_columns(child=number_of(pl.col("child")))
    return every.drop_nulls("child").filter(pl.col("child") != "").unique(maintain_order=True)


def _of_table(rows: pl.DataFrame, *, table: str, named: dict[tuple[str, str], str], reported: Reported) -> pl.DataFrame:
    # The place in the table tells two records on one line apart.
    whose = reported.rows(table).select(pl.col("nth").cast(pl.Int64), child="person_id")
    names = {key: named.get((key, table), named.get((key, ""), "")) for key in rows.get_column("file").unique() if key}
    return (
        rows.join(whose, on="nth", how="inner", maintain_order="left")
        .with_columns(rule="check", file=pl.col("file").replace_strict(names, default="", return_dtype=pl.String))
        .select(CHILDREN.names())
        .cast(CHILDREN)
    )


def _of_problems(reading: Reading, *, named: dict[tuple[str, str], str]) -> pl.DataFrame:
    """The child of each row a reader spoke of and yet used, where one child alone stands there."""
    said = [(one.rule, one.file, one.row, one.field) for one in reading.problems if one.row is not None]
    places = pl.DataFrame(said, schema={name: CHILDREN[name] for name in PLACE}, orient="row")
    keys: dict[str, set[str]] = {}
    for (key, _), name in named.items():
        keys.setdefault(name, set()).add(key)
    kinds = {file.name: file.table for file in reading.files}
    parts = [CHILDREN.to_frame()]
    for (file,), rows in places.group_by("file", maintain_order=True):
        # Two files may bear one name, and then nobody can say which was spoken of.
        if len(of_name := keys.get(str(file), set())) != 1:
            continue
        table = kinds.get(str(file), "")
        [key] = of_name
        standing = _standing(reading.reported, key=key, tables=[table] if table else list(reading.reported))
        parts.append(rows.join(standing, on="row", how="inner", maintain_order="left").select(CHILDREN.names()))
    return pl.concat(parts)


def _standing(reported: Mapping[str, pl.DataFrame], *, key: str, tables: Sequence[str]) -> pl.DataFrame:
    """The one child of each row of a file."""
    rows = [
        reported[name].filter(pl.col("file") == key).select("row", child="person_id")
        for name in tables
        if name in reported and "person_id" in reported[name].columns
    ]
    every = pl.concat([pl.DataFrame(schema={"row": pl.Int64, "child": pl.String}), *rows]).unique(maintain_order=True)
    return every.filter(pl.len().over("row") == 1)
