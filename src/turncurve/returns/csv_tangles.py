"""Lines of a CSV to rows where some hold a line break within a cell, or a quotation mark that never closes."""

import csv
import io
from collections.abc import Iterator, Sequence

# A cell of a return holds no line breaks; one of a further column may, but not page after page of them.
_MOST_LINES_OF_A_ROW = 50

TangledRow = tuple[int, list[str] | None]


def rows_of(text: str, *, separator: str, width: int, after: int, last: bool) -> tuple[list[TangledRow], int, str]:
    """Each row of a text as the line it begins on and its cells (None where they cannot be told apart).

    `after` is the number of lines above the text; `width` how many cells a row should have. With them come the number
    of lines read and, unless the text is the file's `last`, what is left over: lines of a row that goes on.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[TangledRow] = []
    try:
        for cells in reader:
            if reader.line_num != len(rows) + 1:
                break
            rows.append((after + reader.line_num, cells))
        else:
            return rows, len(rows), ""
    except csv.Error:
        pass
    lines = list(io.StringIO(text, newline=""))
    rows = [(after + at + 1, cells) for at, cells in _untangled(lines, separator=separator, width=width, last=last)]
    read = rows.pop()[0] - after - 1
    return rows, read, "".join(lines[read:])


def _untangled(
    lines: Sequence[str], *, separator: str, width: int, last: bool
) -> Iterator[tuple[int, list[str] | None]]:
    """Rows by the place of their first line; at the end the place of the first line that was not read."""
    at = 0
    while at < len(lines):
        used = 1
        cells = _one_row(lines[at : at + 1], separator=separator)
        if cells is None:
            together = _until_closed(lines, at)
            if not together and not last and at + _MOST_LINES_OF_A_ROW > len(lines):
                break
            if together > 1:
                cells = _one_row(lines[at : at + together], separator=separator)
                if cells is None or len(cells) != width:
                    cells = None
                else:
                    used = together
        yield at, cells
        at += used
    yield at, None


def _one_row(lines: Sequence[str], *, separator: str) -> list[str] | None:
    try:
        return next(csv.reader(lines, delimiter=separator, strict=True), [])
    except csv.Error:
        return None


def _until_closed(lines: Sequence[str], at: int) -> int:
    """How many lines from here hold an even number of quotation marks together; 0 where no few do."""
    marks = 0
    for more, line in enumerate(lines[at : at + _MOST_LINES_OF_A_ROW], start=1):
        marks += line.count('"')
        if marks % 2 == 0:
            return more
    return 0
