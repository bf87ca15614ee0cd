"""One cell of a module: its value, and what was wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from turncurve.definitions.code_lists import code_lists
from turncurve.returns.dates import EXPECTED, read_date, to_fix
from turncurve.returns.showing import code_shown, date_shown
from turncurve.returns.ssda903.modules import Field
from turncurve.words.problems import masked

Value = str | date | int | bool | None
_FLAGS = {"0": False, "1": True, "0.0": False, "1.0": True}
_SEXES = {"1": "M", "2": "F"}
_PART_OF_A_DATE = re.compile(r"(?:\d{1,2}|ZZ)/(?:\d{1,2}|ZZ)/(?:\d{4}|ZZ(?:ZZ)?)|\d{4}-\d\d-\d\d")
_UPN_LENGTH = 13
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong with a cell, wherever it stands."""

    expected: str
    to_fix: str
    rule: str


def value_of(cell: str, *, field: Field) -> Value:
    """What a filled cell holds, in the field's type; None where it cannot be read. A code is kept whatever it is."""
    return _VALUE[field.holds](cell, field)


def wrong_with(cell: str, *, field: Field, year: int) -> Wrong | None:
    """What is wrong with a filled cell in a return of the year ending 31 March; None where nothing is."""
    if field.holds in ("code", "upn"):
        return _wrong_code(cell, field, year)
    if field.holds in ("text", "secret") or value_of(cell, field=field) is not None:
        return None
    return _WRONG[field.holds](cell)


def blank(field: Field) -> Wrong:
    """What is wrong with a needed cell that is blank."""
    return Wrong(expected="a value", to_fix=f"Fill {field.name} and load the file again.", rule="needed-and-blank")


def shown(cell: str, *, field: Field) -> str:
    """How much of a cell may be shown to the person who loads."""
    if not cell:
        return "nothing"
    if field.holds in ("birth", "secret", "upn"):
        return masked(cell)
    return date_shown(cell) if field.holds in ("date", "part of a date") else code_shown(cell)


def _part_of_a_date(cell: str, field: Field) -> Value:
    del field
    return cell if _PART_OF_A_DATE.fullmatch(cell.upper()) else None


def _whole(cell: str, field: Field) -> Value:
    del field
    number = cell.removesuffix(".0")
    return int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else None


def _code(cell: str, field: Field) -> Value:
    code = cell.upper()
    return _SEXES.get(code, code) if field.codes == "SEX" else code


_VALUE: Final[dict[str, Callable[[str, Field], Value]]] = {
    "text": lambda cell, _: cell,
    "secret": lambda cell, _: cell,
    "date": lambda cell, _: read_date(cell),
    "birth": lambda cell, _: read_date(cell),
    "part of a date": _part_of_a_date,
    "whole": _whole,
    "flag": lambda cell, _: _FLAGS.get(cell),
    "upn": _code,
    "code": _code,
}


def _not_a_date(cell: str) -> Wrong:
    return Wrong(expected=EXPECTED, to_fix=to_fix(cell), rule="not-a-date")


def _not_part_of_a_date(cell: str) -> Wrong:
    expected = "a date as dd/mm/yyyy, with ZZ for a part that is not known"
    return Wrong(expected=expected, to_fix=to_fix(cell), rule="not-a-date")


def _not_a_number(cell: str) -> Wrong:
    del cell
    return Wrong(expected="a whole number", to_fix="Correct the number.", rule="not-a-number")


def _not_a_flag(cell: str) -> Wrong:
    del cell
    return Wrong(expected="0 or 1", to_fix="Correct the flag.", rule="not-a-flag")


_WRONG: Final[dict[str, Callable[[str], Wrong]]] = {
    "date": _not_a_date,
    "birth": _not_a_date,
    "part of a date": _not_part_of_a_date,
    "whole": _not_a_number,
    "flag": _not_a_flag,
}


def _wrong_code(cell: str, field: Field, year: int) -> Wrong | None:
    """A code that the year's list does not have; a pupil's own number is only ever matched with others."""
    code = cell.upper()
    if (field.holds == "upn" and len(code) == _UPN_LENGTH and code.isalnum()) or code in _valid(field.codes, year):
        return None
    listed = code_lists("ssda903")[field.codes]
    known = listed.get(code)
    if known is None:
        expected = f"one of {', '.join(listed)}" + (f", or {_UPN_LENGTH} characters" if field.holds == "upn" else "")
        return Wrong(expected=expected, to_fix="Correct the code, or tell us of a new one.", rule="code-not-known")
    return Wrong(
        expected=f"a code of the {year} return; {code} is valid {known.said}",
        to_fix="Check that the file is of the year its folder says, and correct the code.",
        rule="code-of-another-year",
    )


@cache
def _valid(codes: str, year: int) -> frozenset[str]:
    """The codes of a list that a return of that year may use."""
    return frozenset(code for code, means in code_lists("ssda903")[codes].items() if means.valid_in(year))
