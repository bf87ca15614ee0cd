"""What is said of a sheet of a workbook as a whole."""

from collections.abc import Sequence

from turncurve.returns.csv_heading import HEADING_WITHIN
from turncurve.words.problems import RowProblem


def no_module(name: str) -> RowProblem:
    """A sheet that is no module, which stops no other from being read."""
    return RowProblem(
        file=name,
        rule="sheet-not-a-module",
        found="a sheet in which no module's column names were found",
        expected=f"the column names of an SSDA903 module in one of the first {HEADING_WITHIN} rows",
        to_fix="Nothing, if it is a cover or notes; else give its columns the names of the collection guide.",
        set_aside=True,
    )


def hidden(name: str) -> RowProblem:
    """A module on a sheet that cannot be seen."""
    return RowProblem(
        file=name,
        rule="sheet-hidden",
        found="a module on a hidden sheet",
        expected="modules on sheets that can be seen",
        to_fix="Unhide the sheet if it belongs to the return, or delete it, and load the workbook again.",
        set_aside=True,
    )


def heading_lower_down(name: str, *, line: int) -> RowProblem:
    """Column names that do not stand in the first row."""
    return RowProblem(
        file=name,
        rule="heading-not-first",
        found=f"the column names in row {line}",
        expected="the column names in row 1",
        to_fix="Nothing, if the rows above them are a title: they were passed over.",
    )


def under_no_name(name: str, *, rows: Sequence[int]) -> RowProblem:
    """Cells in a column that has no name."""
    return RowProblem(
        file=name,
        rule="cells-under-no-name",
        row=rows[0],
        found=f"{len(rows)} rows with something in a column that has no name, the first of them here",
        expected="a name above every column",
        to_fix="Nothing, if it is a note: the other cells were read. Else give the column its name and load again.",
    )
