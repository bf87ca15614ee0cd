"""Read children in need censuses of any years into trusted tables."""

import re
from collections.abc import Callable, Sequence

from turncurve.returns.arriving import ArrivedFile, FileReport, Reading
from turncurve.returns.cin_census.stitching import reported
from turncurve.returns.cin_census.streaming import read_file
from turncurve.returns.cin_census.taking import Taken
from turncurve.returns.cin_census.whole import replace
from turncurve.returns.cin_census.whose import by_authority, of_member, stitched_together
from turncurve.returns.safe_xml import declares, start_of
from turncurve.returns.years import missing_years, year_missing

KIND = "CIN census"
_MESSAGE = re.compile(rb"<(?:[\w.-]+:)?message[\s>/]", re.IGNORECASE)
_COLLECTION = re.compile(rb"<(?:[\w.-]+:)?collection\s*>\s*([^<\s]*)", re.IGNORECASE)
_AUTHORITY = re.compile(rb"<(?:[\w.-]+:)?LEA\s*>\s*(\d{3})\s*<", re.IGNORECASE)
_OF_A_CENSUS = re.compile(rb"<(?:[\w.-]+:)?(?:collectiondetails|children)[\s>/]", re.IGNORECASE)


def recognise(file: ArrivedFile) -> str | None:
    """ "CIN census" for XML whose first lines hold its Message and collection; None for another file."""
    start = start_of(file)
    if _MESSAGE.search(start) is None:
        return None
    if (collection := _COLLECTION.search(start)) is not None:
        return KIND if collection[1].upper().startswith(b"CIN") else None
    return KIND if b"SEN2" not in start and (_OF_A_CENSUS.search(start) or declares(start)) else None


def authorities_in(file: ArrivedFile) -> frozenset[str]:
    """The DfE code of the region's authority that the census's header names, or the file's path; "" for neither."""
    named = _AUTHORITY.search(start_of(file))
    code = named[1].decode() if named else ""
    return frozenset({code if code in file.members else file.authority})


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
        censuses.append(of_member(read_file(file), file=file))
    in_region = any(file.members for file in files)
    for own in by_authority(censuses, in_region=in_region):
        replace(own)
    used = sorted(
        (census for census in censuses if census.year and census.records["person"].height), key=lambda one: one.year
    )
    years = frozenset(census.year for census in used)
    problems = [problem for census in censuses for problem in census.problems]
    problems += [year_missing("CIN census", year=year, rows_missing="census") for year in missing_years(years)]
    as_reported = reported(used, return_name=KIND) if used else {}
    tables, repairs = stitched_together(by_authority(used, in_region=in_region))
    return Reading(
        tables=tables,
        files=tuple(_report(census) for census in censuses),
        problems=tuple(problems),
        repairs=repairs,
        reported=as_reported,
        covered=dict.fromkeys(as_reported, years),
    )


def _report(census: Taken) -> FileReport:
    return FileReport(
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
