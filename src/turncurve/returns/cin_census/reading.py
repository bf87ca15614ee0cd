"""Read children in need censuses of any years into trusted tables."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import polars as pl

from turncurve.returns.arriving import ArrivedFile, FileReport, Reading
from turncurve.returns.cin_census.records import take_child
from turncurve.returns.cin_census.stitching import stitched
from turncurve.returns.cin_census.taking import Taken
from turncurve.returns.dates import read_date
from turncurve.returns.safe_xml import (
    Element,
    XMLBroken,
    declared_after_all,
    declares,
    forget,
    has_attributes,
    how_it_broke,
    plain_name,
    start_of,
    streamed,
)
from turncurve.returns.years import (
    dates_of_another_year,
    first_day,
    last_day,
    missing_years,
    year_missing,
    year_said,
    years_named,
)
from turncurve.tables.reported import REPORTED, as_reported
from turncurve.words.periods import year_ending_march
from turncurve.words.problems import RowProblem

KIND = "CIN census"
_MESSAGE = re.compile(rb"<(?:[\w.-]+:)?message[\s>/]", re.IGNORECASE)
_COLLECTION = re.compile(rb"<(?:[\w.-]+:)?collection\s*>\s*([^<\s]*)", re.IGNORECASE)
_OF_A_CENSUS = re.compile(rb"<(?:[\w.-]+:)?(?:collectiondetails|children)[\s>/]", re.IGNORECASE)
_SPELT: Final = (
    "Child",
    "child",
    "CHILD",
    "ReferenceDate",
    "referenceDate",
    "referencedate",
    "REFERENCEDATE",
    "LEA",
    "Lea",
    "lea",
)


def recognise(file: ArrivedFile) -> str | None:
    """ "CIN census" for XML whose first lines hold its Message and collection; None for another file."""
    start = start_of(file)
    if _MESSAGE.search(start) is None:
        return None
    if (collection := _COLLECTION.search(start)) is not None:
        return KIND if collection[1].upper().startswith(b"CIN") else None
    return KIND if b"SEN2" not in start and (_OF_A_CENSUS.search(start) or declares(start)) else None


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The trusted tables of CIN census XML files, all years together, in whatever order the files come.

    A row is a Child, a disability, a CINdetails or a dated record or factor within one. A file that declares entities
    is set aside whole. A file that breaks off keeps the children before the break, and says where it broke. The year
    is that of ReferenceDate. In a stitched history the newest census that reports a record wins; of two of one year
    that share a child, the one that arrived later is used and the other is not (see decision 0003).
    """
    censuses: list[Taken] = []
    for file in files:
        progress(f"Reading {file.name}")
        censuses.append(_read_file(file))
    _replace(censuses)
    problems = [problem for census in censuses for problem in census.problems]
    used = [census for census in censuses if census.year and census.records["person"]]
    problems += [
        year_missing("CIN census", year=year, rows_missing="census")
        for year in missing_years({census.year for census in used})
    ]
    reported = _as_reported(used)
    years = frozenset(census.year for census in used)
    tables, repairs = stitched(sorted(used, key=lambda one: one.year))
    reports = [
        FileReport(
            name=census.file,
            key=census.key,
            kind=KIND,
            year=census.year or None,
            rows_in=census.rows_in,
            rows_used=census.rows_in - census.set_aside,
            rows_set_aside=census.set_aside,
            note="" if census.rows_in else "no rows",
            authority=census.authority if census.authority.isdecimal() else "",
        )
        for census in censuses
    ]
    return Reading(
        tables=tables,
        files=tuple(reports),
        problems=tuple(problems),
        repairs=repairs,
        reported=reported,
        covered=dict.fromkeys(reported, years),
    )


def _as_reported(censuses: Sequence[Taken]) -> dict[str, pl.DataFrame]:
    """The records of every census as it reports them, for the checks; nothing where no census can be used."""
    if not censuses:
        return {}
    return {
        name: as_reported(
            name,
            [
                {**record, "year": census.year, "file": census.key}
                for census in censuses
                for record in census.records[one.like].values()
            ],
        )
        for name, one in REPORTED.items()
        if one.return_name == KIND
    }


def _read_file(file: ArrivedFile) -> Taken:
    taken = Taken(file=file.name, key=file.key, year=0)
    if declares(start_of(file)):
        _say_it_declares(taken)
        return taken
    with file.open() as opened:
        try:
            for _, element in streamed(opened, tags=_SPELT):
                if not _take(element, taken):
                    break
        except XMLBroken as broken:
            taken.rows_in += 1
            taken.set_aside += 1
            _whole(
                taken,
                found=how_it_broke(broken),
                expected="XML that is whole",
                rule="xml-broken",
                to_fix="Export the census again; the children before the break were read.",
            )
    _say_of_whole(taken)
    return taken


def _take(element: Element, taken: Taken) -> bool:
    """Take one element the census is read by; False where the file turns out to declare entities after all."""
    if not taken.rows_in and declared_after_all(element):
        _say_it_declares(taken)
        return False
    if plain_name(element.tag).lower() == "referencedate":
        if not taken.year and (day := read_date((element.text or "").strip())) is not None:
            taken.year = year_ending_march(day)
        return True
    if plain_name(element.tag).lower() == "lea":
        taken.authority = taken.authority or (element.text or "").strip()
        return True
    if not taken.rows_in and element.tag.startswith("{"):
        _whole(
            taken,
            found="names in a namespace",
            expected="names in none",
            rule="xml-namespace",
            to_fix="Nothing: they were read as if they were in none.",
            set_aside=False,
        )
    if has_attributes(element):
        taken.strange["Child", "its attributes", "no part of the census"] += 1
    take_child(element, taken)
    forget(element)
    return True


def _say_it_declares(taken: Taken) -> None:
    _whole(
        taken,
        found="a document type or entity declaration",
        expected="plain XML",
        rule="xml-declares-entities",
        to_fix="Export the census again; no census needs one, and it is not opened.",
    )


def _say_of_whole(taken: Taken) -> None:
    """What can be said once the census has been read to its end."""
    taken.say_what_was_strange()
    if not taken.year:
        _whole(
            taken,
            found="no ReferenceDate that is a date",
            expected="Header/CollectionDetails/ReferenceDate as yyyy-03-31",
            rule="year-not-known",
            to_fix="Export the census again with its header.",
        )
        _set_all_aside(taken)
        return
    if not taken.rows_in:
        _whole(
            taken,
            found="a header and no Child",
            expected="Children, with a Child for each",
            rule="no-rows",
            to_fix="Export the census again. It was left out, so nothing open before it was closed by it.",
            set_aside=False,
        )
    outside = Counter(
        year_ending_march(day)
        for record in taken.records["cin_episodes"].values()
        if (day := _outside(record["referral_date"], record["closed"], year=taken.year)) is not None
    )
    named = years_named(taken.file)
    if outside:
        rows = len(taken.records["cin_episodes"])
        taken.problems.append(
            dates_of_another_year(
                taken.file, year=taken.year, named_by="ReferenceDate", rows=rows, outside=outside, first_row=None
            )
        )
    if named and named[0] != taken.year:
        _whole(
            taken,
            found=f"{year_said(named[0])} in the folder or name, {year_said(taken.year)} in ReferenceDate",
            expected="one year",
            rule="two-years-named",
            to_fix=f"It was read as the census of {year_said(taken.year)}. Rename it, or correct ReferenceDate.",
            set_aside=False,
        )


def _outside(referred: object, closed: object, *, year: int) -> date | None:
    """The day by which an episode lies wholly outside a year; None where it touches it."""
    if isinstance(referred, date) and referred > last_day(year):
        return referred
    return closed if isinstance(closed, date) and closed < first_day(year) else None


def _set_all_aside(taken: Taken) -> None:
    taken.set_aside = taken.rows_in
    for records in taken.records.values():
        records.clear()


def _replace(censuses: Sequence[Taken]) -> None:
    """Set aside a census whose year arrived again later, where the two share a child."""
    newer: dict[int, list[Taken]] = {}
    for one in reversed(censuses):
        later = newer.setdefault(one.year, [])
        mine = one.records["person"].keys()
        by = next((other for other in later if not mine.isdisjoint(other.records["person"].keys())), None)
        if by is None:
            later.append(one)
            continue
        _whole(
            one,
            found=f"a census of {year_said(one.year)} that arrived again as {by.file}",
            expected="one census a year",
            rule="replaced-by-a-newer-file",
            to_fix="Nothing, if the later one is right: it is used, this one is not. Else export the right one again.",
        )
        _set_all_aside(one)


def _whole(taken: Taken, *, found: str, expected: str, rule: str, to_fix: str, set_aside: bool = True) -> None:
    taken.problems.append(
        RowProblem(
            file=taken.file,
            row=None,
            field="",
            found=found,
            expected=expected,
            to_fix=to_fix,
            rule=rule,
            set_aside=set_aside,
        )
    )
