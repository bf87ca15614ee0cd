"""The rows of a CSV, plainly: the whole text at once through the standard library, by which the pieces are judged."""

import csv
import io
from itertools import islice

from turncurve.returns.encodings import UNREADABLE

_MOST_LINES_OF_A_ROW = 50


def plain_rows(text, *, names, separator, above):
    """Rows as (line, cells by name), the lines set aside by rule, and the lines of short rows, below `above` lines."""
    rows, aside, short = [], [], []
    damaged = "\x00" in text or UNREADABLE in text
    for line, cells in _below(text, above=above, separator=separator, width=len(names)):
        if cells is None:
            aside.append((line, "quotation-mark-never-closes"))
            continue
        if not "".join(cells).strip():
            continue
        if len(cells) != len(names):
            if any(cell.strip() for cell in cells[len(names) :]):
                aside.append((line, "too-many-cells"))
                continue
            short += [line] if len(cells) < len(names) else []
        if damaged and any("\x00" in cell or UNREADABLE in cell for cell in cells):
            aside.append((line, "letters-not-readable"))
            continue
        rows.append((line, dict.fromkeys(names, "") | dict(zip(names, map(str.strip, cells), strict=False))))
    last_line = len(list(io.StringIO(text, newline="")))
    if short and rows and rows[-1][0] == short[-1] == last_line and not text.endswith(("\n", "\r")):
        aside.append((short.pop(), "row-breaks-off"))
        rows.pop()
    return rows, aside, short


def _below(text, *, above, separator, width):
    """Each row below the heading as the line it begins on and its cells; None for cells that cannot be told apart."""
    stream = io.StringIO(text, newline="")
    _ = list(islice(stream, above))
    reader = csv.reader(stream, delimiter=separator, strict=True)
    rows = []
    try:
        for cells in reader:
            line = above + reader.line_num
            rows.append((line, cells))
            if reader.line_num != len(rows):
                break
        else:
            return rows
    except csv.Error:
        pass
    stream = io.StringIO(text, newline="")
    return list(_untangled(list(islice(stream, above, None)), above=above, separator=separator, width=width))


def _untangled(lines, *, above, separator, width):
    """The rows of lines of which some hold a line break within a cell, or a quotation mark that never closes."""
    at = 0
    while at < len(lines):
        used = 1
        cells = _one_row(lines[at : at + 1], separator=separator)
        if cells is None and (together := _until_closed(lines, at)) > 1:
            cells = _one_row(lines[at : at + together], separator=separator)
            if cells is None or len(cells) != width:
                cells = None
            else:
                used = together
        yield above + at + 1, cells
        at += used


def _one_row(lines, *, separator):
    try:
        return next(csv.reader(lines, delimiter=separator, strict=True), [])
    except csv.Error:
        return None


def _until_closed(lines, at):
    """How many lines from here hold an even number of quotation marks together; 0 where no few do."""
    marks = 0
    for more, line in enumerate(lines[at : at + _MOST_LINES_OF_A_ROW], start=1):
        marks += line.count('"')
        if marks % 2 == 0:
            return more
    return 0
