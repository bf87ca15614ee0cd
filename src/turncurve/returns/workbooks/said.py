"""What is said of a workbook, or of one of its sheets, that does not hold what it should."""

from collections.abc import Iterator

from turncurve.returns.workbooks.opening import Sheet
from turncurve.returns.workbooks.parts import LIMITS, Why
from turncurve.words.problems import RowProblem


def cannot_be_opened(name: str, *, why: Why) -> RowProblem:
    """What to say of a workbook that may not or cannot be opened."""
    large = why == "too large"
    return RowProblem(
        file=name,
        rule="workbook-too-large" if large else "workbook-damaged",
        found="a workbook that holds more than is safe to open" if large else "a workbook that is damaged or locked",
        expected=f"at most {LIMITS.unpacked >> 30} GB unpacked and {LIMITS.cells:,} cells a sheet"
        if large
        else "a workbook that opens in Excel without a password",
        to_fix="Copy the lists into a new workbook and load that."
        if large
        else "Save it again in Excel, without a password, and load it again.",
        set_aside=True,
    )


def said_of_cells(sheet: Sheet, *, name: str) -> Iterator[RowProblem]:
    """A problem where cells of a sheet hold an error, and one where they hold a formula with no result."""
    for rule, rows, what, to_fix in (
        ("cells-with-errors", sheet.errors, "an error such as #N/A", "Mend the formula"),
        (
            "formulas-without-a-result",
            sheet.never_worked_out,
            "a formula that was never worked out",
            "Open and save it",
        ),
    ):
        if rows:
            many = f"{len(rows)} cells hold" if len(rows) > 1 else "1 cell holds"
            yield RowProblem(
                file=name,
                rule=rule,
                row=min(rows),
                found=f"{many} {what}, the first of them in this row; read as blank",
                expected="values",
                to_fix=f"{to_fix} in Excel and load the workbook again, if the cells should hold something.",
            )
