"""CSV text to rows: found under any heading, however the lines are tangled, every line below it accounted for."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.encodings import UNREADABLE, decoded
from turncurve.words.problems import RowProblem

_START = 16384
_HEADING_WITHIN = 10
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright lines"}
# A cell of a return holds no line breaks; one of a further column may, but not page after page of them.
_MOST_LINES_OF_A_ROW = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Where a CSV's column names stand (line 1 is the first), what they are in upper case, and what separates them."""

    line: int
    names: tuple[str, ...]
    separator: str

    @property
    def columns(self) -> frozenset[str]:
        """The names, in no order."""
        return frozenset(self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a CSV: the line it begins on, and its cells by upper-case column name, stripped."""

    line: int
    cells: dict[str, str] = field(repr=False)

    def get(self, column: str) -> str:
        """The cell of a column, "" where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands below a heading: rows that can be read, how many could not, and what was wrong."""

    rows: Sequence[Row]
    set_aside: int
    problems: tuple[RowProblem, ...]

    @property
    def rows_in(self) -> int:
        """Every row below the heading."""
        return len(self.rows) + self.set_aside


def heading_of(file: ArrivedFile, *, known: Callable[[frozenset[str]], bool]) -> Heading | None:
    """The first line, among the first ten, whose column names are `known`; None where there is none."""
    with file.open() as opened:
        start = decoded(opened.read(_START)).text
    for number, line in enumerate(islice(io.StringIO(start, newline=""), _HEADING_WITHIN), start=1):
        said = line.strip()
        if not said or not said.replace("\t", " ").isprintable():
            continue
        separator = max(_SEPARATORS, key=said.count)
        names = _cells(said, separator=separator)
        if names and known(frozenset(upper := tuple(name.strip().upper() for name in names))):
            return Heading(line=number, names=upper, separator=separator)
    return None


def sheet_of(file: ArrivedFile, *, heading: Heading) -> Sheet:
    """The rows of a CSV below its heading; wholly blank lines are not rows.

    Set aside, each with a problem: a row with more cells than there are columns, one whose quotation mark never
    closes, one with letters that cannot be read, and a last row that breaks off.
    """
    with file.open() as opened:
        text = decoded(opened.read())
    wrong = _WholeFile(file=file)
    wrong.say_of_text(encoding=text.encoding, heading=heading)
    below = _below(text.text, heading=heading)
    damaged = "\x00" in text.text or UNREADABLE in text.text
    width, rows = len(heading.names), list[Row]()
    short: list[int] = []
    for line, cells in below:
        if cells is None:
            wrong.say_of_row(line, rule="quotation-mark-never-closes")
            continue
        if not "".join(cells).strip():
            continue
        if len(cells) != width:
            if any(cell.strip() for cell in cells[width:]):
                wrong.say_of_row(line, rule="too-many-cells", found=f"{len(cells)} cells under {width} column names")
                continue
            short += [line] if len(cells) < width else []
        if damaged and any("\x00" in cell or UNREADABLE in cell for cell in cells):
            wrong.say_of_row(line, rule="letters-not-readable")
            continue
        rows.append(Row(line=line, cells=dict(zip(heading.names, map(str.strip, cells), strict=False))))
    if short and rows and rows[-1].line == short[-1] and not text.text.endswith(("\n", "\r")):
        wrong.say_of_row(short.pop(), rule="row-breaks-off")
        _ = rows.pop()
    if short:
        wrong.say_of_short_rows(short)
    return Sheet(rows=rows, set_aside=wrong.set_aside, problems=tuple(wrong.problems))


def _cells(line: str, *, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _below(text: str, *, heading: Heading) -> list[tuple[int, list[str] | None]]:
    """Each row below the heading as the line it begins on and its cells; None for cells that cannot be told apart."""
    stream = io.StringIO(text, newline="")
    _ = list(islice(stream, heading.line))
    reader = csv.reader(stream, delimiter=heading.separator, strict=True)
    rows: list[tuple[int, list[str] | None]] = []
    try:
        for cells in reader:
            line = heading.line + reader.line_num
            rows.append((line, cells))
            if reader.line_num != len(rows):
                break
        else:
            return rows
    except csv.Error:
        pass
    stream = io.StringIO(text, newline="")
    return list(_untangled(list(islice(stream, heading.line, None)), heading=heading))


def _untangled(lines: Sequence[str], *, heading: Heading) -> Iterator[tuple[int, list[str] | None]]:
    """The rows of lines of which some hold a line break within a cell, or a quotation mark that never closes."""
    at = 0
    while at < len(lines):
        used = 1
        cells = _one_row(lines[at : at + 1], separator=heading.separator)
        if cells is None and (together := _until_closed(lines, at)) > 1:
            cells = _one_row(lines[at : at + together], separator=heading.separator)
            if cells is None or len(cells) != len(heading.names):
                cells = None
            else:
                used = together
        yield heading.line + at + 1, cells
        at += used


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


_SAID_OF_ROWS = {
    "quotation-mark-never-closes": (
        "a quotation mark that never closes or closes within a cell, or a cell too long to be one",
        "cells with quotation marks around the whole, or none",
        "Take the quotation mark out, or close it, and load the file again.",
    ),
    "too-many-cells": (
        "",
        "a cell for each column name and no more",
        "Look for a comma within a cell: put that cell in quotation marks and load the file again.",
    ),
    "letters-not-readable": (
        "letters that cannot be read in the file's encoding",
        "text in UTF-8",
        "Export the file again as CSV UTF-8; the row was damaged before it arrived.",
    ),
    "row-breaks-off": (
        "a last row that breaks off before its last cell",
        "a whole row",
        "The export was cut short: export the file again.",
    ),
}


@dataclass(kw_only=True)
class _WholeFile:
    """What is said of one file's text."""

    file: ArrivedFile
    problems: list[RowProblem] = field(default_factory=list)
    set_aside: int = 0

    def say_of_row(self, line: int, *, rule: str, found: str = "") -> None:
        """A row that cannot be read."""
        what, expected, to_fix = _SAID_OF_ROWS[rule]
        self.set_aside += 1
        self._say(row=line, found=found or what, expected=expected, to_fix=to_fix, rule=rule, set_aside=True)

    def say_of_short_rows(self, lines: Sequence[int]) -> None:
        """Rows whose last cells are not there: a spreadsheet leaves them out where they are blank."""
        self._say(
            row=lines[0],
            found=f"{len(lines)} rows with fewer cells than column names, the first of them here",
            expected="a cell for each column name",
            to_fix="Nothing, if the cells left out at the end were blank: they were read so. Else export again.",
            rule="too-few-cells",
        )

    def say_of_text(self, *, encoding: str, heading: Heading) -> None:
        """What is unusual of the text as a whole, though it was read."""
        if encoding != "UTF-8":
            self._say(
                found=f"text in {encoding}",
                expected="text in UTF-8",
                to_fix="Nothing was lost: it was read so. Next time export as CSV UTF-8.",
                rule="not-utf-8",
            )
        if heading.separator != "," and len(heading.names) > 1:
            self._say(
                found=f"cells separated by {_SEPARATORS[heading.separator]}",
                expected="cells separated by commas",
                to_fix="Nothing was lost: they were read so. Next time export with commas.",
                rule="not-separated-by-commas",
            )
        if heading.line > 1:
            self._say(
                found=f"the column names in line {heading.line}",
                expected="the column names in line 1",
                to_fix="Nothing, if the lines above them are a title: they were passed over.",
                rule="heading-not-first",
            )

    def _say(
        self, *, found: str, expected: str, to_fix: str, rule: str, row: int | None = None, set_aside: bool = False
    ) -> None:
        self.problems.append(
            RowProblem(
                file=self.file.name,
                row=row,
                field="",
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )
