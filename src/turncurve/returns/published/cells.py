"""Cells of published files: numbers, or a code that says why there is none."""

import csv
import gzip
import io
import zlib
from typing import BinaryIO, cast

import polars as pl

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.encodings import as_text
from turncurve.returns.workbooks import first_sheet, is_workbook

# c suppressed; z not applicable; x and : not available; u low reliability; k and low round to zero; - LAIT's one mark.
CODES = ("c", "z", "x", "u", "k", "low", ":", "-")
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_START = 65_536
# A published file is at most some tens of megabytes; beyond this it is not one.
_MOST = 2 << 30


def is_parquet(file: ArrivedFile) -> bool:
    """Whether the file is Parquet, by its first bytes."""
    with file.open() as opened:
        return opened.read(4) == _PARQUET


def header_of(file: ArrivedFile) -> tuple[str, ...]:
    """The column names of a CSV, Parquet file or workbook, as written; empty where there are none."""
    if is_parquet(file):
        with file.open() as opened:
            return tuple(pl.read_parquet_schema(opened))
    if is_workbook(file):
        return tuple(first_sheet(file).columns)
    line = _start_of(file).replace("\r", "\n").split("\n")[0].strip("\ufeff")
    if "\x00" in line or "," not in line:
        return ()
    return tuple(name.strip() for name in next(csv.reader([line]), []))


def first_rows(file: ArrivedFile) -> pl.DataFrame:
    """Rows from the start of the file, enough to see what kind of rows it has."""
    if is_parquet(file) or is_workbook(file):
        return rows_of(file).head(2_000)
    whole_lines = _start_of(file).rpartition("\n")[0]
    return _csv(whole_lines.encode())


def rows_of(file: ArrivedFile) -> pl.DataFrame:
    """Every row as text, columns as written. Numbers of Parquet become text too."""
    if is_parquet(file):
        with file.open() as opened:
            return pl.read_parquet(opened).cast(pl.String)
    if is_workbook(file):
        return first_sheet(file)
    return _csv(_unzipped(file, at_most=_MOST))


def _start_of(file: ArrivedFile) -> str:
    """The first lines of a CSV, gzipped or not; nothing of a gzip that is damaged there."""
    try:
        return as_text(_unzipped(file, at_most=_START))
    except (EOFError, OSError, zlib.error):
        return ""


def _unzipped(file: ArrivedFile, *, at_most: int) -> bytes:
    with file.open() as opened:
        gzipped = opened.read(2) == _GZIP
        _ = opened.seek(0)
        stream = cast("BinaryIO", gzip.GzipFile(fileobj=opened)) if gzipped else opened
        return stream.read(at_most)


def _csv(content: bytes) -> pl.DataFrame:
    # Published files are UTF-8, with or without a byte order mark.
    rows = pl.read_csv(
        io.BytesIO(content.removeprefix(b"\xef\xbb\xbf")),
        infer_schema=False,
        truncate_ragged_lines=True,
        encoding="utf8-lossy",
        raise_if_empty=False,
    )
    return rows.rename({name: name.strip().strip('"') for name in rows.columns})


def number(column: str) -> pl.Expr:
    """The number a text cell holds, blank for a code or anything else; thousands may have commas."""
    return pl.col(column).str.strip_chars().str.replace_all(",", "").cast(pl.Float64, strict=False)


def code(column: str) -> pl.Expr:
    """The code a text cell holds in place of a number, "" where it holds a number; an empty cell is ":"."""
    cell = pl.col(column).fill_null("").str.strip_chars().str.to_lowercase()
    return (
        pl.when(number(column).is_not_null()).then(pl.lit("")).when(cell.is_in(CODES)).then(cell).otherwise(pl.lit(":"))
    )
