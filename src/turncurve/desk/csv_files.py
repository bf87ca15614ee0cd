"""Rows as CSV that a spreadsheet will open."""

import csv
import io
from collections.abc import Iterable, Sequence

from turncurve.words.cells import not_a_formula


def csv_text(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV under their column names, with the line ends of Windows and no cell that is a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    _ = writer.writerow(columns)
    writer.writerows([not_a_formula(cell) for cell in row] for row in rows)
    return written.getvalue()


def csv_file(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The same in UTF-8 with a byte order mark, so that Excel reads it."""
    return b"\xef\xbb\xbf" + csv_text(columns, rows).encode("utf-8")
