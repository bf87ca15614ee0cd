"""A list where it lies: which of Annex A's it is, where its captions stand, and the rows below them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from turncurve.definitions.annex_a import AnnexAList, Column, annex_a_lists, columns_called
from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.encodings import as_text

CAPTIONS_WITHIN: Final = 15
_START: Final = 16384
_FEWEST_CAPTIONS: Final = 3
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
Line = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet or a CSV that holds a list: its lines with their numbers, and where the captions stand.

    `columns` are the list's columns by their position. `above` is what stands over the captions. `twice` are
    columns for which a second caption stands, which was not read.
    """

    of: AnnexAList
    columns: Mapping[int, Column]
    rows: Sequence[Line] = field(repr=False)
    above: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Column, ...]:
        """The list's columns that are not there."""
        there = {column.heading for column in self.columns.values()}
        return tuple(column for column in self.of.columns if column.heading not in there)


def captions_of(lines: Sequence[Line]) -> tuple[AnnexAList, int] | None:
    """The list whose captions stand in one of the first lines, and that line's position; None where there is none."""
    best: tuple[int, AnnexAList, int] | None = None
    for position, (_, cells) in enumerate(lines[:CAPTIONS_WITHIN]):
        met: dict[int, set[str]] = {}
        for cell in filter(None, cells):
            for number, column in columns_called(cell).items():
                met.setdefault(number, set()).add(column.into or column.heading)
        for one in annex_a_lists():
            found = met.get(one.number, set[str]())
            enough = len(found) >= _FEWEST_CAPTIONS and found.issuperset(one.known_by)
            if enough and (best is None or len(found) > best[0]):
                best = (len(found), one, position)
    return None if best is None else best[1:]


def grid_of(lines: Sequence[Line]) -> Grid | None:
    """The list that some lines hold; None where they hold none. Blank lines are not rows."""
    found = captions_of(lines)
    if found is None:
        return None
    of, position = found
    columns: dict[int, Column] = {}
    twice: list[str] = []
    for at, cell in enumerate(lines[position][1]):
        if cell and (column := of.column_of(cell)) is not None:
            if column in columns.values():
                twice.append(column.heading)
            else:
                columns[at] = column
    rows = [(number, cells) for number, cells in lines[position + 1 :] if any(cells)]
    above = tuple(cell for _, cells in lines[:position] for cell in cells if cell)
    return Grid(of=of, columns=columns, rows=rows, above=above, twice=tuple(twice))


def csv_lines(file: ArrivedFile) -> list[Line]:
    """Every line of a CSV with its number. Raises csv.Error where a quotation mark never closes, or within a cell."""
    with file.open() as opened:
        return list(_lines(as_text(opened.read()), strict=True))


def lines_not_blank(file: ArrivedFile) -> int:
    """How many lines of a CSV hold anything, whatever they hold."""
    with file.open() as opened:
        return sum(bool(line.strip(b', \t\r"')) for line in opened)


def csv_start(file: ArrivedFile) -> list[Line]:
    """The first lines of a CSV, the last of which may be cut short; none for a file that is not text."""
    with file.open() as opened:
        start = opened.read(_START)
    text = as_text(start[: len(start) // 2 * 2])
    if _NOT_TEXT.search(text):
        return []
    try:
        return list(_lines("\n".join(text.splitlines()[:CAPTIONS_WITHIN]), strict=False))
    except csv.Error:
        return []


def _lines(text: str, *, strict: bool) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), strict=strict)
    for cells in reader:
        yield reader.line_num, [" ".join(cell.split()) for cell in cells]
