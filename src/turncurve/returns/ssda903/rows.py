"""One row of a module, parsed: values in their types, and what was wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from turncurve.definitions.code_lists import code_lists
from turncurve.returns.dates import EXPECTED, read_date
from turncurve.returns.encodings import Row
from turncurve.returns.ssda903.modules import Field, Module
from turncurve.words.problems import RowProblem, masked

Value = str | date | int | bool | None
_FLAGS = {"0": False, "1": True, "0.0": False, "1.0": True}
_SEXES = {"1": "M", "2": "F"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A row that can be used, by trusted column names; and what to say of it. `values` is None where set aside."""

    values: dict[str, Value] | None
    problems: tuple[RowProblem, ...]


def problem_maker(file: str, row: Row) -> Callable[..., RowProblem]:
    """A maker of problems about one row of one file."""

    def make(*, field: Field, expected: str, to_fix: str, rule: str, set_aside: bool = False) -> RowProblem:
        found = row.get(field.name)
        return RowProblem(
            file=file,
            row=row.line,
            field=field.name,
            found=masked(found) if field.holds in ("birth", "secret") else found or "nothing",
            expected=expected,
            to_fix=to_fix,
            rule=rule,
            set_aside=set_aside,
        )

    return make


def parse(row: Row, *, module: Module, file: str, year: int) -> Parsed:
    """The row's values. A needed cell that is blank or cannot be read sets the row aside; any other is left blank."""
    make = problem_maker(file, row)
    values: dict[str, Value] = {}
    problems: list[RowProblem] = []
    lost = False
    for field in module.fields:
        value, problem = _cell(row.get(field.name), field=field, year=year, make=make)
        if problem is not None:
            problems.append(problem)
            lost = lost or problem.set_aside
        if field.into:
            values[field.into] = value
    return Parsed(values=None if lost else values, problems=tuple(problems))


def _cell(  # noqa: PLR0911 # one way out for each thing a cell may hold
    cell: str, *, field: Field, year: int, make: Callable[..., RowProblem]
) -> tuple[Value, RowProblem | None]:
    if not cell:
        if field.needed:
            return None, make(
                field=field,
                expected="a value",
                to_fix=f"Fill {field.name} and load the file again.",
                rule="needed-and-blank",
                set_aside=True,
            )
        return None, None
    if field.holds in ("date", "birth"):
        day = read_date(cell)
        if day is None:
            return None, make(
                field=field,
                expected=EXPECTED,
                to_fix="Correct the date and load the file again.",
                rule="not-a-date",
                set_aside=field.needed,
            )
        return day, None
    if field.holds == "whole":
        return (
            (int(float(cell)), None)
            if _is_number(cell)
            else (None, make(field=field, expected="a whole number", to_fix="Correct the number.", rule="not-a-number"))
        )
    if field.holds == "flag":
        return (
            (_FLAGS[cell], None)
            if cell in _FLAGS
            else (None, make(field=field, expected="0 or 1", to_fix="Correct the flag.", rule="not-a-flag"))
        )
    if field.holds == "code":
        return _coded(cell.upper(), field=field, year=year, make=make)
    return cell, None


def _is_number(cell: str) -> bool:
    return cell.removesuffix(".0").isdecimal()


def _coded(code: str, *, field: Field, year: int, make: Callable[..., RowProblem]) -> tuple[str, RowProblem | None]:
    """The code, kept whatever it is; a problem where the year's list does not have it."""
    listed: Mapping[str, object] = code_lists("ssda903").get(field.codes, {})
    kept = _SEXES.get(code, code) if field.name == "SEX" else code
    if not listed:
        return kept, None
    known = code_lists("ssda903")[field.codes].get(code)
    if known is None:
        return kept, make(
            field=field,
            expected=f"one of {', '.join(listed)}",
            to_fix="Correct the code, or tell us of a new one.",
            rule="code-not-known",
        )
    if not known.valid_in(year):
        return kept, make(
            field=field,
            expected=f"a code of the {year} return; {code} is valid {known.said}",
            to_fix="Check that the file is of the year its folder says, and correct the code.",
            rule="code-of-another-year",
        )
    return kept, None
