"""Published files of every container as rows of text: CSV, gzipped or not, Parquet and Excel."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterable
from typing import BinaryIO, Final, cast

import polars as pl

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.encodings import as_text
from turncurve.returns.published.parquet import columns_of_parquet, is_parquet, rows_of_parquet
from turncurve.returns.published.unreadable import CannotBeRead
from turncurve.returns.workbooks import first_sheet, is_workbook

_GZIP: Final = b"\x1f\x8b"
_START: Final = 65_536
# A published file is at most some tens of megabytes; beyond this it is not one.
_MOST: Final = 2 << 30
# Columns read beyond the last that has a name, so that a row with more cells than names is met.
_BEYOND: Final = 8
_OPEN_QUOTES: Final = "quotation marks that never close, or close within a cell"
_DAMAGED_GZIP: Final = (EOFError, OSError, zlib.error)


def header_of(file: ArrivedFile) -> tuple[str, ...]:
    """The column names of a CSV, Parquet file or workbook, as written; empty where there are none."""
    if is_parquet(file):
        return columns_of_parquet(file)
    if is_workbook(file):
        return tuple(first_sheet(file).columns)
    return _names(_lines_ended_alike(_start_of(file)).partition("\n")[0])


def first_rows(file: ArrivedFile) -> pl.DataFrame:
    """Rows from the start of the file, enough to see what kind of rows it has; none where they cannot be read."""
    try:
        if is_parquet(file) or is_workbook(file):
            return rows_of(file).head(2_000)
        heading, _, below = _lines_ended_alike(_start_of(file)).partition("\n")
        whole_lines = below.rpartition("\n")[0]
        return _table(f"{heading}\n{whole_lines}").select(header_of(file))
    except CannotBeRead:
        return pl.DataFrame(schema=dict.fromkeys(header_of(file), pl.String))


def in_small_letters(rows: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """The rows with the columns of those names, in whatever capitals, named so."""
    written = {name.casefold(): name for name in rows.columns}
    return rows.rename({written[name]: name for name in names if name not in rows.columns and name in written})


def rows_of(file: ArrivedFile) -> pl.DataFrame:
    """Every row that is not blank as text, columns as written. Numbers of Parquet become text too.

    Raises CannotBeRead for a file whose rows or cells cannot be told apart.
    """
    if is_parquet(file):
        return rows_of_parquet(file)
    if is_workbook(file):
        return first_sheet(file)
    try:
        content = _unzipped(file, at_most=_MOST + 1)
    except _DAMAGED_GZIP as wrong:
        raise CannotBeRead("a compressed file that is damaged or not complete", rows=0) from wrong
    if len(content) > _MOST:
        raise CannotBeRead("a file far larger than any that is published", rows=0)
    return _rows(_lines_ended_alike(as_text(content)))


def _rows(text: str) -> pl.DataFrame:
    """The rows of a CSV, each with no more cells than there are column names."""
    names = _names(text.partition("\n")[0])
    table = _table(text)
    below = text.partition("\n")[2].removesuffix("\n")
    lines = below.count("\n") + bool(below)
    if '"' in below and table.height != lines and table.height != _rows_plainly(below):
        raise CannotBeRead(_OPEN_QUOTES, rows=_not_blank(below))
    filled = table.filter(_holds_something(pl.all()))
    if filled.select(_holds_something(pl.col(filled.columns[len(names) :])).any()).item():
        raise CannotBeRead("rows with more cells than there are column names", rows=filled.height)
    return filled.select(names)


def _holds_something(cells: pl.Expr) -> pl.Expr:
    """Whether any of a row's cells holds more than blanks."""
    return pl.concat_str(cells, ignore_nulls=True).str.strip_chars() != ""


def _table(text: str) -> pl.DataFrame:
    """Every line below the first as a row, with columns beyond those that have names. Blank lines are rows here."""
    heading, _, below = text.partition("\n")
    names = [*_names(heading), *(f"\n{number}" for number in range(_BEYOND))]
    schema = dict.fromkeys(names, pl.String)
    if not below.strip():
        return pl.DataFrame(schema=schema)
    # A first row of our own, because the reader takes the width from the first it meets.
    wide = ",".join("0" for _ in names)
    try:
        return pl.read_csv(
            io.BytesIO(f"{wide}\n{below}".encode()),
            has_header=False,
            schema=schema,
            truncate_ragged_lines=True,
            quote_char='"' if '"' in below else None,
        ).slice(1)
    except pl.exceptions.PolarsError as wrong:
        raise CannotBeRead(_OPEN_QUOTES, rows=_not_blank(below)) from wrong


def _rows_plainly(below: str) -> int | None:
    """How many rows the text holds by a strict reader, which minds every quotation mark; None where it refuses."""
    try:
        return sum(1 for _ in csv.reader(io.StringIO(below, newline=""), strict=True))
    except csv.Error:
        return None


def _not_blank(below: str) -> int:
    return sum(bool(line.strip(', \t"')) for line in below.split("\n"))


def _names(line: str) -> tuple[str, ...]:
    """The column names of a heading; a name that stands twice gets a number the second time."""
    said = line.removeprefix("\ufeff")
    if "\x00" in said or "," not in said:
        return ()
    names: list[str] = []
    for number, cell in enumerate(next(csv.reader([said]), []), start=1):
        name = cell.strip()
        while name in names:
            name = f"{name} {number}"
        names.append(name)
    return tuple(names)


def _lines_ended_alike(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _start_of(file: ArrivedFile) -> str:
    """The first lines of a CSV, gzipped or not; nothing of a gzip that is damaged there."""
    try:
        return as_text(_unzipped(file, at_most=_START))
    except _DAMAGED_GZIP:
        return ""


def _unzipped(file: ArrivedFile, *, at_most: int) -> bytes:
    with file.open() as opened:
        gzipped = opened.read(2) == _GZIP
        _ = opened.seek(0)
        stream = cast("BinaryIO", gzip.GzipFile(fileobj=opened)) if gzipped else opened
        return stream.read(at_most)
