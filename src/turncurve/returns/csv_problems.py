"""What is said of one CSV's text: of rows that cannot be read, and of the whole."""

from dataclasses import dataclass, field
from typing import Final

from turncurve.returns.csv_heading import SEPARATORS, Heading
from turncurve.words.problems import RowProblem

_SAID_OF_ROWS: Final = {
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


def column_twice(file: str, *, field: str = "") -> RowProblem:
    """A column name that stands more than once among those that are read."""
    return RowProblem(
        file=file,
        field=field,
        found="the same column name more than once",
        expected="each column name once",
        to_fix="Take out the column that is not wanted: which of them is right cannot be told.",
        rule="column-twice",
        set_aside=True,
    )


@dataclass(kw_only=True)
class TextProblems:
    """What is said of one file's text, and how many of its rows were set aside for it."""

    file: str
    problems: list[RowProblem] = field(default_factory=list)
    set_aside: int = 0

    def say_of_row(self, line: int, *, rule: str, found: str = "") -> None:
        """A row that cannot be read."""
        what, expected, to_fix = _SAID_OF_ROWS[rule]
        self.set_aside += 1
        self._say(row=line, found=found or what, expected=expected, to_fix=to_fix, rule=rule, set_aside=True)

    def say_of_short_rows(self, *, first: int, rows: int) -> None:
        """Rows whose last cells are not there: a spreadsheet leaves them out where they are blank."""
        self._say(
            row=first,
            found=f"{rows} rows with fewer cells than column names, the first of them here",
            expected="a cell for each column name",
            to_fix="Nothing, if the cells left out at the end were blank: they were read so. Else export again.",
            rule="too-few-cells",
        )

    def say_of_blank_rows(self, *, first: int, rows: int) -> None:
        """Rows with nothing in them that are not the last."""
        self._say(
            row=first,
            found=f"{rows} rows with nothing in any cell, the first of them here",
            expected="a row for each record, one under the other",
            to_fix="Nothing, if no record was blanked out: they were passed over. Else export again.",
            rule="blank-rows",
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
                found=f"cells separated by {SEPARATORS[heading.separator]}",
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
                file=self.file,
                row=row,
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )
