"""Data quality as curves: how complete, timely and consistent what arrived is, by return, by measure and by year."""

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from turncurve.checks.reported import Reported
from turncurve.checks.running import Checked
from turncurve.checks.testing import passes, with_days
from turncurve.definitions.checks import Check
from turncurve.definitions.data_quality import DataQuality
from turncurve.definitions.measures import measures
from turncurve.tables.reported import REPORTED

# `about` is a return's name or a measure's id. `value` is a percentage, blank where there was nothing to count.
QUALITY: Final = pl.Schema(
    {
        "about": pl.String,
        "dimension": pl.String,
        "year": pl.Int64,
        "good": pl.Int64,
        "out_of": pl.Int64,
        "value": pl.Float64,
        "poor": pl.Boolean,
    }
)
_COUNTED: Final = pl.Schema({"about": pl.String, "year": pl.Int64, "good": pl.Int64, "out_of": pl.Int64})


def quality(reported: Reported, *, checked: Checked, wanted: Sequence[Check], definition: DataQuality) -> pl.DataFrame:
    """The three dimensions in the columns of QUALITY, one row for each return or measure, dimension and year."""
    counted = {
        "completeness": _completeness(reported, definition),
        "timeliness": _timeliness(reported, definition),
        "consistency": _consistency(reported, checked, wanted),
    }
    below = {str(dimension): line for dimension, line in definition.poor_below.items()}
    every = [
        rows.group_by("about", "year")
        .agg(pl.col("good").sum(), pl.col("out_of").sum())
        .filter(pl.col("out_of") > 0)
        .with_columns(value=100 * pl.col("good") / pl.col("out_of"))
        .select(
            "about",
            dimension=pl.lit(dimension),
            year="year",
            good="good",
            out_of="out_of",
            value="value",
            poor=pl.col("value") < below[dimension],
        )
        for dimension, rows in counted.items()
    ]
    return pl.concat([QUALITY.to_frame(), *(rows.cast(QUALITY) for rows in every)]).sort("about", "dimension", "year")


def _abouts(table: str, needed_by: Iterable[str]) -> list[str]:
    return [REPORTED[table].return_name, *needed_by]


def _for_each(rows: pl.DataFrame, abouts: Iterable[str]) -> pl.DataFrame:
    """The same counts by year for the return and for each measure that rests on them."""
    parts = [rows.select(about=pl.lit(about), year="year", good="good", out_of="out_of") for about in abouts]
    return pl.concat([_COUNTED.to_frame(), *(part.cast(_COUNTED) for part in parts)])


def _completeness(reported: Reported, definition: DataQuality) -> pl.DataFrame:
    parts = [_COUNTED.to_frame()]
    for cell in definition.cells:
        rows = with_days(reported.rows(cell.table), arrived=reported.arrived(cell.table)).filter(passes(cell.where))
        by_year = rows.group_by("year").agg(good=pl.col(cell.column).is_not_null().sum(), out_of=pl.len())
        parts.append(_for_each(by_year, _abouts(cell.table, cell.needed_by)))
    return pl.concat(parts)


def _timeliness(reported: Reported, definition: DataQuality) -> pl.DataFrame:
    """Counted for a year when the next has arrived: only then is it known what the year's own return left out."""
    parts = [_COUNTED.to_frame()]
    for kind in definition.timely:
        rows = with_days(reported.rows(kind.table), arrived=reported.arrived(kind.table))
        named = [*kind.named_by, "year"]
        own = rows.select(named).unique()
        year_before = with_days(
            rows.select(*kind.named_by, year=pl.col("year") - 1), arrived=reported.arrived(kind.table)
        ).filter(
            pl.col("year").is_in(sorted(reported.arrived(kind.table)))
            & pl.col(kind.happened).is_between("year_starts", "year_ends")
        )
        known = year_before.unique(named).join(own.with_columns(there=1), on=named, how="left")
        by_year = known.group_by("year").agg(good=pl.col("there").sum(), out_of=pl.len())
        parts.append(_for_each(by_year, _abouts(kind.table, kind.needed_by)))
    return pl.concat(parts)


def _consistency(reported: Reported, checked: Checked, wanted: Sequence[Check]) -> pl.DataFrame:
    """Of the rows of the tables that checks test, those in which none found anything; a row counts once."""
    of_rows = [check for check in wanted if check.table and REPORTED[check.table].yearly]
    abouts = {name: [one for one in of_rows if one.return_ == name] for name in ("SSDA903", "CIN census")}
    for measure in measures().values():
        abouts[measure.id] = [
            one for one in of_rows if measure.id in one.changes and one.return_ == measure.source.return_
        ]
    sizes = {name: reported.rows(name).group_by("year").agg(out_of=pl.len()) for name in {c.table for c in of_rows}}
    parts = [_COUNTED.to_frame()]
    for about, tests in abouts.items():
        tables = sorted({check.table for check in tests})
        if not tables:
            continue
        every = pl.concat([sizes[name] for name in tables]).group_by("year").agg(pl.col("out_of").sum())
        wrong = (
            checked.found.filter(pl.col("check").is_in([check.id for check in tests]))
            .unique(["table", "nth"])
            .group_by("year")
            .agg(wrong=pl.len())
        )
        by_year = every.join(wrong, on="year", how="left").with_columns(
            good=pl.col("out_of") - pl.col("wrong").fill_null(0)
        )
        parts.append(_for_each(by_year, [about]))
    return pl.concat(parts)
