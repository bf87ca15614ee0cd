"""Bytes to text, and CSV text to rows, whatever the exporting system wrote."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from turncurve.returns.arriving import ArrivedFile

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def as_text(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without its mark), UTF-16 with its mark, or Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def first_line(file: ArrivedFile) -> str:
    """The first line of a file, without reading the rest."""
    with file.open() as opened:
        start = opened.read(8192)
    # An even number of bytes, so that a two-byte encoding is not cut in the middle of a letter.
    return (
        as_text(start[: len(start) // 2 * 2] if start[:2] in (b"\xff\xfe", b"\xfe\xff") else start)
        .split("\n")[0]
        .strip()
    )


def columns_of(file: ArrivedFile) -> tuple[str, ...]:
    """The column names of a CSV, upper case; empty where the first line holds none."""
    line = first_line(file)
    if not line or not line.isprintable():
        return ()
    found = next(csv.reader([line]), [])
    return tuple(name.strip().upper() for name in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a CSV: the line it stands on (the heading is 1) and its cells by upper-case column name, stripped."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell of a column, "" where there is none."""
        return self.cells.get(column, "")


def rows_of(file: ArrivedFile) -> Sequence[Row]:
    """The rows of a CSV below its heading; wholly blank lines are not rows."""
    with file.open() as opened:
        text = as_text(opened.read())
    reader = csv.reader(io.StringIO(text, newline=""))
    heading = [name.strip().upper() for name in next(reader, [])]
    rows: list[Row] = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            named = {name: cell.strip() for name, cell in zip(heading, cells, strict=False)}
            rows.append(Row(line=reader.line_num, cells=named))
    return rows
