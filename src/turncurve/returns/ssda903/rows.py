"""One row of a module, parsed: values in their types, and what was wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

from turncurve.definitions.code_lists import code_lists
from turncurve.returns.csv_rows import Row
from turncurve.returns.dates import EXPECTED, read_date, to_fix
from turncurve.returns.showing import code_shown, date_shown
from turncurve.returns.ssda903.modules import Field, Module
from turncurve.words.problems import RowProblem, masked

Value = str | date | int | bool | None
_FLAGS = {"0": False, "1": True, "0.0": False, "1.0": True}
_SEXES = {"1": "M", "2": "F"}
_PART_OF_A_DATE = re.compile(r"(?:\d{1,2}|ZZ)/(?:\d{1,2}|ZZ)/(?:\d{4}|ZZ(?:ZZ)?)|\d{4}-\d\d-\d\d")
_UPN_LENGTH = 13
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A row that can be used, by trusted column names; and what to say of it. `values` is None where set aside."""

    values: dict[str, Value] | None = field(repr=False)
    problems: tuple[RowProblem, ...]


def _shown(cell: str, *, field: Field) -> str:
    if not cell:
        return "nothing"
    if field.holds in ("birth", "secret", "upn"):
        return masked(cell)
    return date_shown(cell) if field.holds in ("date", "part of a date") else code_shown(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class _At:
    """The place in a return that is being read: file, year ending 31 March, and row."""

    file: str
    year: int
    row: Row

    def wrong(self, field: Field, *, expected: str, to_fix: str, rule: str, set_aside: bool = False) -> RowProblem:
        """A problem of one cell."""
        return RowProblem(
            file=self.file,
            row=self.row.line,
            field=field.name,
            found=_shown(self.row.get(field.name), field=field),
            expected=expected,
            to_fix=to_fix,
            rule=rule,
            set_aside=set_aside,
        )


def parse(row: Row, *, module: Module, file: str, year: int) -> Parsed:
    """The row's values. A needed cell that is blank or cannot be read sets the row aside; any other is left blank."""
    at = _At(file=file, year=year, row=row)
    values: dict[str, Value] = {}
    problems: list[RowProblem] = []
    lost = False
    for one in module.fields:
        cell = row.cells.get(one.name, "")
        if cell:
            value, problem = _READ[one.holds](cell, one, at)
        else:
            value, problem = None, _blank(one, at) if one.needed else None
        if problem is not None:
            problems.append(problem)
            lost = lost or problem.set_aside
        if one.into:
            values[one.into] = value
    return Parsed(values=None if lost else values, problems=tuple(problems))


_Read = tuple[Value, RowProblem | None]


def _blank(field: Field, at: _At) -> RowProblem:
    return at.wrong(
        field,
        expected="a value",
        to_fix=f"Fill {field.name} and load the file again.",
        rule="needed-and-blank",
        set_aside=True,
    )


def _text(cell: str, field: Field, at: _At) -> _Read:
    del field, at
    return cell, None


def _date(cell: str, field: Field, at: _At) -> _Read:
    day = read_date(cell)
    if day is not None:
        return day, None
    return None, at.wrong(field, expected=EXPECTED, to_fix=to_fix(cell), rule="not-a-date", set_aside=field.needed)


def _part_of_a_date(cell: str, field: Field, at: _At) -> _Read:
    if _PART_OF_A_DATE.fullmatch(cell.upper()):
        return cell, None
    expected = "a date as dd/mm/yyyy, with ZZ for a part that is not known"
    return None, at.wrong(field, expected=expected, to_fix=to_fix(cell), rule="not-a-date")


def _whole(cell: str, field: Field, at: _At) -> _Read:
    number = cell.removesuffix(".0")
    if number.isdecimal() and len(number) <= _MOST_DIGITS:
        return int(number), None
    return None, at.wrong(field, expected="a whole number", to_fix="Correct the number.", rule="not-a-number")


def _flag(cell: str, field: Field, at: _At) -> _Read:
    if cell in _FLAGS:
        return _FLAGS[cell], None
    return None, at.wrong(field, expected="0 or 1", to_fix="Correct the flag.", rule="not-a-flag")


def _upn(cell: str, field: Field, at: _At) -> _Read:
    """A UPN is kept whatever it is: it is only ever matched with others."""
    upper = cell.upper()
    if len(upper) == _UPN_LENGTH and upper.isalnum():
        return upper, None
    return _code(cell, field, at)


def _code(cell: str, field: Field, at: _At) -> _Read:
    """The code, kept whatever it is; a problem where the year's list does not have it."""
    code = cell.upper()
    kept = _SEXES.get(code, code) if field.codes == "SEX" else code
    if code in _valid(field.codes, at.year):
        return kept, None
    listed = code_lists("ssda903")[field.codes]
    known = listed.get(code)
    if known is None:
        expected = f"one of {', '.join(listed)}" + (f", or {_UPN_LENGTH} characters" if field.holds == "upn" else "")
        return kept, at.wrong(
            field,
            expected=expected,
            to_fix="Correct the code, or tell us of a new one.",
            rule="code-not-known",
        )
    return kept, at.wrong(
        field,
        expected=f"a code of the {at.year} return; {code} is valid {known.said}",
        to_fix="Check that the file is of the year its folder says, and correct the code.",
        rule="code-of-another-year",
    )


@cache
def _valid(codes: str, year: int) -> frozenset[str]:
    """The codes of a list that a return of that year may use."""
    return frozenset(code for code, means in code_lists("ssda903")[codes].items() if means.valid_in(year))


_READ: Final[dict[str, Callable[..., _Read]]] = {
    "text": _text,
    "secret": _text,
    "date": _date,
    "birth": _date,
    "part of a date": _part_of_a_date,
    "whole": _whole,
    "flag": _flag,
    "upn": _upn,
    "code": _code,
}
