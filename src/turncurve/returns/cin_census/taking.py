"""What has been taken from one census: records, problems, and rows counted in and set aside."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import polars as pl

from turncurve.returns.cin_census.elements import rows_within
from turncurve.returns.safe_xml import Element, plain_name
from turncurve.tables import empty, table
from turncurve.words.problems import RowProblem

# What names one record of each table; the newest census that reports it wins.
NAMED_BY: Final = {
    "person": ("person_id",),
    "disability": ("person_id", "disability"),
    "cin_episodes": ("referral_id",),
    "cin_assessments": ("assessment_id",),
    "assessment_factors": ("assessment_id", "factor"),
    "cin_plans": ("referral_id", "started"),
    "s47_enquiry": ("s47_id",),
    "cp_plans": ("plan_id",),
    "cp_reviews": ("plan_id", "date_of_review"),
    "transfer_in_conferences": ("referral_id",),
}


@cache
def no_record(name: str) -> pl.DataFrame:
    """A table without a record, in the columns a census fills."""
    return empty(table(name)).drop("year", "file", strict=False).with_columns(row=pl.lit(None, dtype=pl.Int64))


def no_records() -> dict[str, pl.DataFrame]:
    """Every table without a record."""
    return {name: no_record(name) for name in NAMED_BY}


@dataclass(kw_only=True)
class Taken:
    """What has been taken from one census so far: records by table, problems, and rows in and set aside.

    Each record also says its `row`, the line of the element it came from.
    """

    file: str
    key: str
    year: int = 0
    authority: str = ""
    records: dict[str, pl.DataFrame] = field(default_factory=no_records, repr=False)
    problems: list[RowProblem] = field(default_factory=list)
    strange: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    rows_in: int = 0
    set_aside: int = 0

    def wrong(
        self, name: str, found: str, *, row: int | None, expected: str, to_fix: str, rule: str, set_aside: bool = False
    ) -> None:
        """Note a problem at a line; with no line, of the whole file."""
        self.problems.append(
            RowProblem(
                file=self.file,
                row=row,
                field=name,
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )

    def stray(self, at: Element, why: str, *, part: str) -> None:
        """Note an element that has no place where it stands; the rows it is or holds are set aside."""
        if rows := rows_within(at):
            self.rows_in += rows
            self.set_aside += rows
            self.wrong(
                plain_name(at.tag)[:40],
                f"{why}, in {part}, with {rows} rows",
                row=at.sourceline,
                expected="elements where the census guide has them",
                to_fix="Export the census again with the element in its place.",
                rule="out-of-place",
                set_aside=True,
            )
        else:
            self.strange[plain_name(at.tag)[:40], part, why] += 1

    def say_what_was_strange(self) -> None:
        """A problem for each kind of element that has no place here and holds no row."""
        for (name, part, why), times in sorted(self.strange.items()):
            self.wrong(
                name,
                f"{why}, in {part}: {times} times",
                row=None,
                expected="elements of the census guide, each where it belongs",
                to_fix="Nothing, if the system adds its own; it was not read. Else correct the element's name.",
                rule="element-not-known",
            )

    def set_all_aside(self) -> None:
        """Use none of the census."""
        self.set_aside = self.rows_in
        self.records = no_records()
