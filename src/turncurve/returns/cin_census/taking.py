"""What has been taken from one census, and the cells of one element, read with what is wrong noted."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Final

from turncurve.definitions.code_lists import code_lists
from turncurve.returns.cin_census.elements import Cells, Held, rows_within, take_apart
from turncurve.returns.dates import EXPECTED, read_date, to_fix
from turncurve.returns.safe_xml import Element, plain_name
from turncurve.returns.showing import code_shown, date_shown
from turncurve.words.problems import RowProblem, masked

Value = str | date | int | bool | None
Record = dict[str, Value]
_YES_NO = {"0": False, "1": True, "false": False, "true": True}
_MOST_DIGITS = 9
# What names one record of each table; the newest census that reports it wins.
NAMED_BY: Final = {
    "person": itemgetter("person_id"),
    "disability": itemgetter("person_id", "disability"),
    "cin_episodes": itemgetter("referral_id"),
    "cin_assessments": itemgetter("assessment_id"),
    "assessment_factors": itemgetter("assessment_id", "factor"),
    "cin_plans": itemgetter("referral_id", "started"),
    "s47_enquiry": itemgetter("s47_id"),
    "cp_plans": itemgetter("plan_id"),
    "cp_reviews": itemgetter("plan_id", "date_of_review"),
    "transfer_in_conferences": itemgetter("referral_id"),
}


@dataclass(kw_only=True)
class Taken:
    """What has been taken from one census so far: records by table and name, problems, and rows in and set aside.

    Each record also says its `row`, the line of the element it came from.
    """

    file: str
    key: str
    year: int
    records: dict[str, dict[object, Record]] = field(
        default_factory=lambda: {name: {} for name in NAMED_BY}, repr=False
    )
    problems: list[RowProblem] = field(default_factory=list)
    strange: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    rows_in: int = 0
    set_aside: int = 0
    authority: str = ""

    def keep(self, table: str, record: Record, *, at: Element) -> Record | None:
        """Keep one record, unless the census has given it before: then the earlier one, and this is kept nowhere."""
        of_table, name = self.records[table], NAMED_BY[table](record)
        record["row"] = at.sourceline
        if (earlier := of_table.get(name)) is not None:
            return earlier
        of_table[name] = record
        return None

    def keep_row(self, table: str, record: Record, *, at: Element) -> None:
        """Keep one record that is a row; the second of the same is set aside."""
        if (earlier := self.keep(table, record, at=at)) is not None:
            same = {**earlier, "row": None} == {**record, "row": None}
            self.set_aside += 1
            self.wrong(
                at,
                plain_name(at.tag),
                f"the same as the one at line {earlier['row']}"
                if same
                else f"another for the same: line {earlier['row']}",
                expected="each only once",
                to_fix="Take the second out." if same else "Keep the one that is right and take the other out.",
                rule="same-row-twice" if same else "two-rows-for-one",
                set_aside=True,
            )

    def refuse(
        self, at: Element, name: str, found: str, *, expected: str, to_fix: str, rule: str, counted: int = 0
    ) -> None:
        """Set aside an element that is a row, with every row it holds but those `counted` already."""
        within = rows_within(at) - 1 - counted
        self.rows_in += within
        self.set_aside += 1 + within
        self.wrong(at, name, found, expected=expected, to_fix=to_fix, rule=rule, set_aside=True)

    def wrong(
        self, at: Element, name: str, found: str, *, expected: str, to_fix: str, rule: str, set_aside: bool = False
    ) -> None:
        """Note a problem at an element."""
        self.problems.append(
            RowProblem(
                file=self.file,
                row=at.sourceline,
                field=name,
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )

    def stray(self, at: Element, why: str, *, part: str) -> int:
        """Note an element that has no place where it stands; the rows it is or holds are set aside. How many."""
        if rows := rows_within(at):
            self.rows_in += rows
            self.set_aside += rows
            self.wrong(
                at,
                plain_name(at.tag)[:40],
                f"{why}, in {part}, with {rows} rows",
                expected="elements where the census guide has them",
                to_fix="Export the census again with the element in its place.",
                rule="out-of-place",
                set_aside=True,
            )
        else:
            self.strange[plain_name(at.tag)[:40], part, why] += 1
        return rows

    def say_what_was_strange(self) -> None:
        """A problem for each kind of element that has no place here and holds no row."""
        for (name, part, why), times in sorted(self.strange.items()):
            self.problems.append(
                RowProblem(
                    file=self.file,
                    row=None,
                    field=name,
                    found=f"{why}, in {part}: {times} times",
                    expected="elements of the census guide, each where it belongs",
                    to_fix="Nothing, if the system adds its own; it was not read. Else correct the element's name.",
                    rule="element-not-known",
                    set_aside=False,
                )
            )


class Reader:
    """Reads the cells of one element, noting what is wrong."""

    __slots__ = ("cells", "counted", "element", "held", "part", "taken")

    def __init__(self, element: Element, *, part: str, taken: Taken) -> None:
        self.element, self.part, self.taken = element, part, taken
        self.counted = 0
        self.cells: Cells
        self.held: Held
        self.cells, self.held = take_apart(element, part=part, strange=self._stray)

    def _stray(self, at: Element, why: str) -> None:
        self.counted += self.taken.stray(at, why, part=self.part)

    def text(self, name: str) -> str | None:
        """The cell, or None where it is blank."""
        return self.cells.get(name) or None

    def day(self, name: str, *, secret: bool = False) -> date | None:
        """The date of a cell; None where it is blank or, with a problem, no date."""
        cell = self.cells.get(name)
        if not cell:
            return None
        found = read_date(cell)
        if found is None:
            shown = masked(cell) if secret else date_shown(cell)
            self.taken.wrong(self.element, name, shown, expected=EXPECTED, to_fix=to_fix(cell), rule="not-a-date")
        return found

    def needed_day(self, name: str, *, why: str) -> date | None:
        """The date that names the element; None, the element and all it holds set aside, where there is none."""
        cell = self.cells.get(name, "")
        if (found := read_date(cell)) is None:
            self.taken.refuse(
                self.element,
                name,
                date_shown(cell),
                expected=EXPECTED,
                to_fix=to_fix(cell) if cell else why,
                rule="not-a-date" if cell else "needed-and-blank",
                counted=self.counted,
            )
        return found

    def ends_before(self, name: str, *, ended: date | None, began: date, after: str) -> bool:
        """Whether the element ends before it begins: then it is set aside with all it holds."""
        if ended is None or ended >= began:
            return False
        self.taken.refuse(
            self.element,
            name,
            f"{ended}, with {after} {began}",
            expected=f"a day on or after {after}",
            to_fix="Correct the dates and load the census again.",
            rule="ends-before-it-begins",
            counted=self.counted,
        )
        return True

    def code(self, name: str, *, codes: str = "") -> str | None:
        """The code of a cell, kept whatever it is; a problem where the year's list does not have it."""
        cell = self.cells.get(name, "").upper()
        if not cell:
            return None
        check_code(cell, at=self.element, name=name, codes=codes or name, taken=self.taken)
        return cell

    def yes_no(self, name: str) -> bool | None:
        """A flag; None where it is blank or, with a problem, no flag."""
        cell = self.cells.get(name, "").lower()
        if cell and cell not in _YES_NO:
            self.taken.wrong(
                self.element,
                name,
                code_shown(cell),
                expected="0, 1, true or false",
                to_fix="Correct the flag.",
                rule="not-a-flag",
            )
        return _YES_NO.get(cell)

    def whole(self, name: str) -> int | None:
        """A whole number; None where it is blank or, with a problem, none."""
        cell = self.cells.get(name)
        if not cell:
            return None
        if not (cell.isdecimal() and len(cell) <= _MOST_DIGITS):
            self.taken.wrong(
                self.element,
                name,
                code_shown(cell),
                expected="a whole number",
                to_fix="Correct the number.",
                rule="not-a-number",
            )
            return None
        return int(cell)


def check_code(cell: str, *, at: Element, name: str, codes: str, taken: Taken) -> None:
    """Note a code that the list does not have, or not in the census's year."""
    listed = code_lists("cin_census")[codes]
    known = listed.get(cell)
    if known is None:
        taken.wrong(
            at,
            name,
            code_shown(cell),
            expected=f"one of {', '.join(listed)}",
            to_fix="Correct the code, or tell us of a new one.",
            rule="code-not-known",
        )
    elif taken.year and not known.valid_in(taken.year):
        taken.wrong(
            at,
            name,
            cell,
            expected=f"a code of the {taken.year} census; {cell} is valid {known.said}",
            to_fix="Check the census year and correct the code.",
            rule="code-of-another-year",
        )
