"""Rows of a module as columns of text to columns of values, each distinct cell read once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from turncurve.returns.csv_pieces import LINE
from turncurve.returns.dates import is_iso
from turncurve.returns.ssda903.cells import Wrong, blank, shown, value_of, wrong_with
from turncurve.returns.ssda903.modules import Field, Module
from turncurve.words.problems import RowProblem

# Beside the cells: which of the files a row stands in, and the year ending 31 March it reports.
NTH: Final = "\x00nth"
YEAR: Final = "\x00year"
# Beside the values: two numbers of the row's cells, alike only where all cells are alike; and rule 148.
CELLS: Final = "\x00cells"
CELLS_AGAIN: Final = "\x00cells again"
HALF_ENDED: Final = "\x00half ended"

_TYPES: Final[Mapping[str, type[pl.DataType]]] = {
    "text": pl.String,
    "secret": pl.String,
    "date": pl.Date,
    "birth": pl.Date,
    "part of a date": pl.String,
    "whole": pl.Int64,
    "flag": pl.Boolean,
    "upn": pl.String,
    "code": pl.String,
}


def values_of(
    cells: pl.DataFrame, *, module: Module, files: Sequence[str]
) -> tuple[pl.DataFrame, list[tuple[int, RowProblem]]]:
    """Values by trusted column name, and each problem with the place in `files` of its file, in the rows' order.

    `cells` has LINE, NTH, YEAR and the module's columns, "" where blank. A row of which a needed cell is blank or
    cannot be read is not among the values; any other such cell is blank there.
    """
    problems: list[tuple[int, int, int, RowProblem]] = []
    columns = [cells.get_column(name) for name in (NTH, LINE, YEAR)]
    kept = pl.repeat(value=True, n=cells.height, dtype=pl.Boolean, eager=True)
    for place, one in enumerate(module.fields):
        column = _Column.of(cells.get_column(one.name), field=one)
        problems += _problems(cells, column=column, place=place, files=files)
        columns += [column.values.alias(one.into)] if one.into else []
        kept = kept & column.values.is_not_null() if one.needed else kept
    own = cells.select(one.name for one in module.fields)
    columns += [own.hash_rows(seed=1).alias(CELLS), own.hash_rows(seed=2).alias(CELLS_AGAIN)]
    if module.table == "cla_episodes":
        columns.append(((own.get_column("DEC") == "") != (own.get_column("REC") == "")).alias(HALF_ENDED))
    problems.sort(key=lambda one: one[:3])
    values = pl.DataFrame(columns)
    return values if kept.all() else values.filter(kept), [(nth, problem) for nth, _, _, problem in problems]


def written_both_ways(cells: pl.DataFrame, *, module: Module) -> Mapping[int, tuple[int, bool]]:
    """By file, the rows with a date as yyyy-mm-dd, and whether a row has one otherwise."""
    dated = [one.name for one in module.fields if one.holds in ("date", "birth")]
    iso = {name: [cell for cell in cells.get_column(name).unique().to_list() if is_iso(cell)] for name in dated}
    is_so = {name: pl.col(name).is_in(iso[name]) for name in dated}
    found = cells.group_by(NTH).agg(
        pl.any_horizontal(is_so.values()).sum().alias("iso"),
        pl.any_horizontal((pl.col(name) != "") & ~so for name, so in is_so.items()).any().alias("otherwise"),
    )
    return {nth: (rows, otherwise) for nth, rows, otherwise in found.iter_rows()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One column's values, and its distinct cells that may be wrong."""

    field: Field
    values: pl.Series
    distinct: Sequence[str]

    @classmethod
    def of(cls, cells: pl.Series, *, field: Field) -> "_Column":
        if field.holds in ("text", "secret"):
            return cls(field=field, values=cells.replace("", None), distinct=())
        distinct = cells.unique()
        found = distinct.to_list()
        values = [value_of(cell, field=field) if cell else None for cell in found]
        held = _TYPES[field.holds]
        # Of no rows at all the replaced column would stay text.
        read = cells.replace_strict(distinct, pl.Series(values, dtype=held)).cast(held)
        return cls(field=field, values=read, distinct=[cell for cell in found if cell])


def _problems(
    cells: pl.DataFrame, *, column: _Column, place: int, files: Sequence[str]
) -> Iterator[tuple[int, int, int, RowProblem]]:
    """Each wrong cell's problem with the places of its file, its row and its field."""
    field = column.field
    years = cells.get_column(YEAR).unique().to_list()
    wrong = {
        (cell, year): said
        for cell in column.distinct
        for year in years
        if (said := wrong_with(cell, field=field, year=year)) is not None
    }
    if field.needed:
        wrong |= {("", year): blank(field) for year in years}
    if not wrong:
        return
    found = cells.filter(pl.col(field.name).is_in({cell for cell, _ in wrong}))
    for nth, line, year, cell in found.select(NTH, LINE, YEAR, field.name).iter_rows():
        if (said := wrong.get((cell, year))) is not None:
            yield nth, line, place, _problem(said, file=files[int(nth)], line=line, cell=cell, field=field)


def _problem(wrong: Wrong, *, file: str, line: int, cell: str, field: Field) -> RowProblem:
    return RowProblem(
        file=file,
        row=line,
        field=field.name,
        found=shown(cell, field=field),
        expected=wrong.expected,
        to_fix=wrong.to_fix,
        rule=wrong.rule,
        set_aside=field.needed,
    )
