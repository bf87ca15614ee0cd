"""Checks of whole files and years, which no test of one row can say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from turncurve.checks.reported import Reported
from turncurve.tables.reported import REPORTED

# A module of fewer rows than this may halve or double by chance.
_FEWEST: Final = 30
_HALF, _TWICE = 0.5, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class InYear:
    """What was found in one year: how many things were tested, each finding's (file, what of), or why it could not."""

    year: int
    tested: int = 0
    found: tuple[tuple[str | None, str], ...] = ()
    because: str = ""


def _yearly(reported: Reported) -> list[str]:
    return [name for name, one in REPORTED.items() if one.yearly and reported.arrived(name)]


def _nothing() -> tuple[InYear, ...]:
    return (InYear(year=0, because="No return of any year arrived."),)


def _by_year(reported: Reported, name: str) -> dict[int, tuple[int, str]]:
    """Rows and the first file of each year in which a table has any."""
    counted = reported.rows(name).group_by("year").agg(rows=pl.len(), file=pl.col("file").first())
    return {year: (rows, file) for year, rows, file in counted.select("year", "rows", "file").iter_rows()}


def far_from_the_year_before(reported: Reported) -> Sequence[InYear]:
    """Tables with under half or over twice the rows of the year before, in years when both arrived."""
    years = sorted({year for name in _yearly(reported) for year in reported.arrived(name)})
    answers: list[InYear] = []
    counts = {name: _by_year(reported, name) for name in _yearly(reported)}
    for year in years:
        both = [name for name in counts if {year, year - 1} <= reported.arrived(name)]
        if not both:
            answers.append(InYear(year=year, because=f"The year before, {year - 1}, did not arrive."))
            continue
        found: list[tuple[str | None, str]] = []
        for name in both:
            now, file = counts[name].get(year, (0, None))
            before, _ = counts[name].get(year - 1, (0, ""))
            if before == 0 and year == min(counts[name], default=year):
                # A part that the Department has just begun to ask for.
                continue
            if max(now, before) >= _FEWEST and (now < before * _HALF or now > before * _TWICE):
                found.append((file, REPORTED[name].said))
        answers.append(InYear(year=year, tested=len(both), found=tuple(found)))
    return answers or _nothing()


def module_missing_in_a_year(reported: Reported) -> Sequence[InYear]:
    """Tables that arrived for another year and not for this one, though the return of this year did arrive."""
    answers: list[InYear] = []
    for return_name in ("SSDA903", "CIN census"):
        names = [name for name in _yearly(reported) if REPORTED[name].return_name == return_name]
        for year in reported.years_of(return_name):
            missing = [
                name for name in names if year not in reported.arrived(name) and year >= REPORTED[name].first_year
            ]
            answers.append(
                InYear(year=year, tested=len(names), found=tuple((None, REPORTED[name].said) for name in missing))
            )
    return _one_a_year(answers) or _nothing()


def year_missing_between(reported: Reported) -> Sequence[InYear]:
    """Years with no return at all between the first and the last that arrived."""
    answers: list[InYear] = []
    for return_name in ("SSDA903", "CIN census"):
        years = reported.years_of(return_name)
        for year in range(years[0], years[-1] + 1) if years else ():
            there = year in years
            answers.append(InYear(year=year, tested=1, found=() if there else ((None, f"the {return_name}"),)))
    return _one_a_year(answers) or _nothing()


def population_missing(reported: Reported) -> Sequence[InYear]:
    """Years of returns whose rates have no population to divide by: that of the middle of the year before."""
    known = set(reported.children.get_column("mid_year").to_list())
    years = sorted({year for name in _yearly(reported) for year in reported.arrived(name)})
    return [
        InYear(
            year=year,
            tested=1,
            found=() if year - 1 in known else ((None, f"children aged 0 to 17 in the middle of {year - 1}"),),
        )
        for year in years
    ] or _nothing()


def area_missing_in_a_year(reported: Reported) -> Sequence[InYear]:
    """Small areas counted in one year and not in another: a locality that seems to grow or shrink."""
    areas = reported.rows("small_areas")
    if not reported.arrived("small_areas"):
        return (InYear(year=0, because="small_areas.csv did not arrive."),)
    every = areas.get_column("small_area").n_unique()
    answers: list[InYear] = []
    for year, there, file in (
        areas.group_by("mid_year").agg(pl.col("small_area").n_unique(), pl.col("file").first()).sort("mid_year").rows()
    ):
        found = ((file, f"{every - there} areas in the middle of {year}"),) if there < every else ()
        answers.append(InYear(year=year, tested=every, found=found))
    return answers


def _one_a_year(answers: Sequence[InYear]) -> list[InYear]:
    """Answers of several returns put together, one a year."""
    years = sorted({one.year for one in answers})
    return [
        InYear(
            year=year,
            tested=sum(one.tested for one in answers if one.year == year),
            found=tuple(found for one in answers if one.year == year for found in one.found),
        )
        for year in years
    ]


WORKED_OUT: Final[Mapping[str, Callable[[Reported], Sequence[InYear]]]] = {
    one.__name__: one
    for one in (
        far_from_the_year_before,
        module_missing_in_a_year,
        year_missing_between,
        population_missing,
        area_missing_in_a_year,
    )
}
