"""Cells of published files: numbers, or a code that says why there is none."""

import io
import zlib

import polars as pl

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.encodings import as_text

# c suppressed; z not applicable; x and : not available; u low reliability; k and low round to zero; - LAIT's one mark.
CODES = ("c", "z", "x", "u", "k", "low", ":", "-")
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
# A published file is at most some tens of megabytes; beyond this it is not one.
_MOST = 2 << 30


def is_parquet(file: ArrivedFile) -> bool:
    """Whether the file is Parquet, by its first bytes."""
    with file.open() as opened:
        return opened.read(4) == _PARQUET


def start_of(file: ArrivedFile) -> str:
    """The first lines of a CSV, gzipped or not."""
    with file.open() as opened:
        content = opened.read(65536)
    if content.startswith(_GZIP):
        content = zlib.decompressobj(wbits=31).decompress(content, 65536)
    return as_text(content)


def header_of(file: ArrivedFile) -> tuple[str, ...]:
    """The column names of a CSV or Parquet file, as written; empty where there are none."""
    if is_parquet(file):
        with file.open() as opened:
            return tuple(pl.read_parquet_schema(opened))
    line = start_of(file).split("\n")[0].strip("\r\ufeff")
    if "\x00" in line or "," not in line:
        return ()
    return tuple(name.strip().strip('"') for name in line.split(","))


def rows_of(file: ArrivedFile) -> pl.DataFrame:
    """Every row as text, columns as written. Numbers of Parquet become text too."""
    if is_parquet(file):
        with file.open() as opened:
            return pl.read_parquet(opened).cast(pl.String)
    with file.open() as opened:
        content = opened.read(_MOST)
    if content.startswith(_GZIP):
        content = zlib.decompressobj(wbits=31).decompress(content, _MOST)
    # Published files are UTF-8, with or without a byte order mark.
    rows = pl.read_csv(
        io.BytesIO(content.removeprefix(b"\xef\xbb\xbf")),
        infer_schema=False,
        truncate_ragged_lines=True,
        encoding="utf8-lossy",
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
