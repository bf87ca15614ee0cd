"""Walked elements as rows: for each part that is a row, a table of its cells as they are written."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from turncurve.returns.cin_census.elements import CHILD, PLACES, ROWS, Part
from turncurve.returns.cin_census.taking import Taken
from turncurve.returns.cin_census.walking import Walked

Positions = NDArray[np.intp]
_BEGINS: Final = {CHILD: 0} | {
    row: PLACES[part.name][row.name].number for part in CHILD.within() for row in part.parts if row.is_row
}
_AROUND: Final = {row: outer for outer in ROWS for row in outer.rows_in_row()}
_HOW_MANY: Final = 1 + sum(len(places) for places in PLACES.values())


def rows_of(walked: Walked, *, taken: Taken) -> dict[str, pl.DataFrame]:
    """The rows by the name of their part, counted in: `at`, `above` (the row each stands in), `row` (its line), cells.

    A cell is text without the space around it, null where it is blank or not there. The cells of a part given once
    stand at that part's line, `row of` it. Of a cell given more than once in a row the first is used; another that says
    otherwise is noted.
    """
    elements = _Elements(walked)
    rows = {part.name: elements.rows(part, taken=taken) for part in ROWS}
    taken.rows_in += sum(of_part.height for of_part in rows.values())
    return rows


class _Elements:
    """Walked elements in columns, found by their place. A last one, blank, stands for those that are not there."""

    def __init__(self, walked: Walked) -> None:
        stripped = pl.col("text").str.strip_chars()
        written = pl.DataFrame({"text": [*walked.texts, None]}, schema={"text": pl.String})
        self.texts = written.select(pl.when(stripped != "").then(stripped)).to_series()
        self.lines = pl.Series([*walked.lines, None], dtype=pl.Int64)
        places = np.frombuffer(walked.places, dtype=np.uint8)
        self._ordered = np.argsort(places, kind="stable")
        self._bounds = np.searchsorted(places[self._ordered], np.arange(_HOW_MANY + 1))

    def rows(self, part: Part, *, taken: Taken) -> pl.DataFrame:
        """The rows of one part."""
        begins = self._standing(_BEGINS[part])
        columns = [pl.Series("at", np.arange(begins.size)), self.lines[begins].alias("row")]
        if part in _AROUND:
            columns.append(pl.Series("above", _row_of(begins, self._standing(_BEGINS[_AROUND[part]]))))
        if part.is_text:
            columns.append(self.texts[begins].alias(part.name))
        for once in (held for held in part.parts if held.once):
            given = self._standing(PLACES[part.name][once.name].number)
            first = self._first_in_each(_row_of(given, begins), given, rows=begins.size)
            columns.append(self.lines[first].alias(f"row of {once.name}"))
        for within, cell in part.row_cells():
            given = self._standing(PLACES[within.name][cell].number)
            rows = _row_of(given, begins)
            first = self._first_in_each(rows, given, rows=begins.size)
            columns.append(self.texts[first].alias(cell))
            if not np.diff(rows).all():
                otherwise = self.texts[given].ne_missing(self.texts[first[rows]])
                if times := int(otherwise.sum()):
                    taken.strange[cell, within.name, "given more than once"] += times
        return pl.DataFrame(columns)

    def _standing(self, place: int) -> Positions:
        """Where the elements of one place stand, in order."""
        return self._ordered[self._bounds[place] : self._bounds[place + 1]]

    def _first_in_each(self, row_of: Positions, given: Positions, *, rows: int) -> Positions:
        """For each row, where the first of the elements given in it stands; the blank one where none is."""
        first = np.full(rows, len(self.texts) - 1)
        # From the last to the first, so that the first stays.
        first[row_of[::-1]] = given[::-1]
        return first


def _row_of(elements: Positions, begins: Positions) -> Positions:
    """The number of the row each element stands in: the last begun before it."""
    return np.searchsorted(begins, elements, side="right") - 1
