"""A short CSV as rows, one by one: for lists, whose every row is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.csv_heading import Heading
from turncurve.returns.csv_pieces import LINE, Below
from turncurve.words.problems import RowProblem


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


def sheet_of(file: ArrivedFile, *, heading: Heading) -> Sheet:
    """The rows of a CSV below its heading; what is set aside, and when, is as in `Below`."""
    below = Below(file=file, heading=heading)
    rows = [Row(line=cells.pop(LINE), cells=cells) for piece in below.pieces() for cells in piece.iter_rows(named=True)]
    return Sheet(rows=rows, set_aside=below.wrong.set_aside, problems=tuple(below.wrong.problems))
