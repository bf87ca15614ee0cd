"""Every check run: what it tested, what it found, and for which years it could not run and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from turncurve.checks.reported import Reported
from turncurve.checks.testing import found, tested
from turncurve.checks.worked_out import WORKED_OUT
from turncurve.definitions.checks import Check
from turncurve.tables.reported import REPORTED

# `row` is blank where the finding is of a whole file, and `file` where it is of a file that never came.
# `nth` is the row's place in its table: two records may stand on one line.
FOUND: Final = pl.Schema(
    {
        "check": pl.String,
        "file": pl.String,
        "row": pl.Int64,
        "field": pl.String,
        "year": pl.Int64,
        "table": pl.String,
        "nth": pl.Int64,
    }
)
# One row a check and year; `because` says why it could not run, and is "" where it ran.
RAN: Final = pl.Schema(
    {"check": pl.String, "year": pl.Int64, "rows_tested": pl.Int64, "rows_found": pl.Int64, "because": pl.String}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the checks gave: `found` in the columns of FOUND, `ran` in those of RAN. No child is named in either."""

    found: pl.DataFrame
    ran: pl.DataFrame


def run_checks(wanted: Iterable[Check], reported: Reported) -> Checked:
    """Run checks over what was reported. Nothing is changed; a check that could not run says for which year and why."""
    every = [_run(check, reported) for check in wanted]
    return Checked(
        found=pl.concat([FOUND.to_frame(), *(one.found for one in every)]),
        ran=pl.concat([RAN.to_frame(), *(one.ran for one in every)]),
    )


def _run(check: Check, reported: Reported) -> Checked:
    if check.worked_out_by:
        return _worked_out(check, reported)
    reasons = cannot_run(check, reported)
    years = sorted(set(reported.arrived(check.table)) - set(reasons))
    if not years:
        return Checked(found=FOUND.to_frame(), ran=_not_run(check, reasons))
    rows = tested(check, reported, years=years)
    kept = found(check, rows, reported)
    field = REPORTED[check.table].field_of(check.field)
    findings = kept.select(
        check=pl.lit(check.id),
        file="file",
        row="row",
        field=pl.lit(field),
        year="year",
        table=pl.lit(check.table),
        nth="nth",
    )
    return Checked(
        found=findings.cast(FOUND),
        ran=pl.concat([_counted(check, years=years, rows=rows, kept=kept), _not_run(check, reasons)]),
    )


def cannot_run(check: Check, reported: Reported) -> dict[int, str]:
    """The years for which a check cannot run, each with why; {0: why} where nothing of its table arrived."""
    arrived = reported.arrived(check.table)
    if not arrived:
        return {0: f"{_said(check.table)} did not arrive."}
    reasons: dict[int, str] = {}
    for year in sorted(arrived):
        missing = [name for name in check.tables if not _there(name, year, reported)]
        if missing:
            reasons[year] = f"{_said(missing[0])} did not arrive."
        elif check.needs_year_before and not all(_there(name, year - 1, reported) for name in check.tables):
            reasons[year] = f"The year before, {year - 1}, did not arrive."
        elif check.needs_year_after and not all(_there(name, year + 1, reported) for name in check.tables):
            reasons[year] = f"The year after, {year + 1}, did not arrive."
    return reasons


def _there(name: str, year: int, reported: Reported) -> bool:
    return year in reported.arrived(name) if REPORTED[name].yearly and year else bool(reported.arrived(name))


def _said(name: str) -> str:
    said = REPORTED[name].said
    return said if said.endswith(".csv") else said[:1].upper() + said[1:]


def _not_run(check: Check, reasons: dict[int, str]) -> pl.DataFrame:
    rows = [
        {"check": check.id, "year": year, "rows_tested": 0, "rows_found": 0, "because": because}
        for year, because in reasons.items()
    ]
    return pl.DataFrame(rows, schema=RAN)


def _counted(check: Check, *, years: list[int], rows: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    every = pl.DataFrame({"year": years}, schema={"year": pl.Int64})
    counted = every.join(rows.group_by("year").agg(rows_tested=pl.len()), on="year", how="left")
    counted = counted.join(kept.group_by("year").agg(rows_found=pl.len()), on="year", how="left")
    return counted.select(
        check=pl.lit(check.id),
        year="year",
        rows_tested=pl.col("rows_tested").fill_null(0),
        rows_found=pl.col("rows_found").fill_null(0),
        because=pl.lit(""),
    ).cast(RAN)


def _worked_out(check: Check, reported: Reported) -> Checked:
    """A check of whole files and years: a function says what it found in each year, or why it cannot."""
    answers = WORKED_OUT[check.worked_out_by](reported)
    ran = [
        {
            "check": check.id,
            "year": one.year,
            "rows_tested": one.tested,
            "rows_found": len(one.found),
            "because": one.because,
        }
        for one in answers
    ]
    findings = [
        {"check": check.id, "file": file, "field": field, "year": one.year, "table": ""}
        for one in answers
        for file, field in one.found
    ]
    return Checked(found=pl.DataFrame(findings, schema=FOUND), ran=pl.DataFrame(ran, schema=RAN))
