"""Work out every curve the loaded returns and published figures can draw, once, when they are loaded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import ibis
import polars as pl

from turncurve.definitions.measures import Measure, Split, measures
from turncurve.desk.answers import Council
from turncurve.journeys import Coverage, countable_periods, counted
from turncurve.store import Analysis
from turncurve.words.periods import year_ending_march

POINT_TYPES: Final[Mapping[str, type[pl.DataType]]] = {
    "measure": pl.String,
    "kind": pl.String,
    "source": pl.String,
    "place_level": pl.String,
    "place_code": pl.String,
    "place": pl.String,
    "split": pl.String,
    "split_value": pl.String,
    "every": pl.String,
    "period": pl.String,
    "ends": pl.Date,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "code": pl.String,
    "note": pl.String,
}

_SCHEMA: Final = pl.Schema(POINT_TYPES)

_KIND_OF_FILE: Final = {"SSDA903": "SSDA903 episodes", "CIN census": "CIN census"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One question to put to the store: a measure by every kind of period it has, and one split."""

    measure: Measure
    split: Split | Literal[""]
    calendar: pl.DataFrame


def coverage(analysis: Analysis, *, return_name: str) -> Coverage:
    """The years for which the return has been loaded."""
    files = analysis.table("files").filter(
        pl.col("kind").str.starts_with(_KIND_OF_FILE[return_name])
        & pl.col("year").is_not_null()
        & (pl.col("rows_used") > 0)
    )
    return Coverage(return_name=return_name, years=tuple(sorted(files.get_column("year").unique().to_list())))


def curve_points(analysis: Analysis, *, council: Council, progress: Callable[[str], None]) -> pl.DataFrame:
    """Every point of every curve, from returns and from published figures, in the columns of `POINT_TYPES`."""
    lines = list(_lines(analysis))
    progress(f"Counting {len(lines)} curves from the returns")
    questions = (counted(line.measure, calendar=ibis.memtable(line.calendar), split=line.split) for line in lines)
    from_returns = [
        _from_returns(line, rows, council=council)
        for line, rows in zip(lines, analysis.answers(questions), strict=True)
    ]
    every_point = pl.concat([pl.DataFrame(schema=POINT_TYPES), *from_returns, _from_published(analysis)])
    # A total order, so that loading the same files again gives the same table to the last row.
    return every_point.sort("measure", "source", "place_level", "place_code", "split", "split_value", "every", "ends")


def _lines(analysis: Analysis) -> Iterator[_Line]:
    for definition in measures().values():
        covered = coverage(analysis, return_name=definition.source.return_)
        # Months, quarters and years are written differently, so one calendar holds them all and one query counts them.
        periods = [
            period
            for every in definition.every
            for period in countable_periods(definition, every=every, covered=covered)
        ]
        if not periods:
            continue
        calendar = pl.DataFrame(
            {
                "period": [period.written for period in periods],
                "starts": [period.starts for period in periods],
                "ends": [period.ends for period in periods],
                # DfE divides the figures of a year by the population at the middle of the year before.
                "mid_year": [year_ending_march(period.ends) - 1 for period in periods],
            }
        )
        for split in ("", *definition.splits):
            yield _Line(measure=definition, split=split, calendar=calendar)


def _from_returns(line: _Line, rows: pl.DataFrame, *, council: Council) -> pl.DataFrame:
    by_place = line.split == "locality"
    numerator, denominator = pl.col("numerator").cast(pl.Float64), pl.col("denominator").cast(pl.Float64)
    value = pl.when(denominator > 0).then(line.measure.per * numerator / denominator)
    no_population = (line.measure.kind == "rate") & denominator.is_null()
    return rows.select(
        measure=pl.lit(line.measure.id),
        kind=pl.lit(line.measure.kind),
        source=pl.lit("returns"),
        place_level=pl.lit("locality" if by_place else "authority"),
        place_code=pl.lit("" if by_place else council.ons_code),
        place=pl.col("part") if by_place else pl.lit(council.name),
        split=pl.lit(line.split),
        split_value=pl.col("part"),
        every=pl.when(pl.col("period").str.contains("Q"))
        .then(pl.lit("quarter"))
        .when(pl.col("period").str.contains("-"))
        .then(pl.lit("month"))
        .otherwise(pl.lit("year")),
        period=pl.col("period"),
        ends=pl.col("ends"),
        numerator=numerator,
        denominator=denominator,
        value=value,
        code=pl.when(no_population)
        .then(pl.lit("no population"))
        .when(value.is_null())
        .then(pl.lit("nobody"))
        .otherwise(pl.lit("")),
        note=pl.lit(""),
    ).cast(_SCHEMA)


def _from_published(analysis: Analysis) -> pl.DataFrame:
    """The published figures in use: a measure's headline line, and its split lines where it was published so."""
    used = analysis.table("published").filter(pl.col("used"))
    headline = pl.DataFrame(
        {
            "measure": list(measures()),
            "kind": [definition.kind for definition in measures().values()],
            "headline": [definition.headline for definition in measures().values()],
        }
    )
    known = used.join(headline, on="measure")
    whole = known.filter(pl.col("split_value") == pl.col("headline")).with_columns(
        split=pl.lit(""), split_value=pl.lit("all")
    )
    halves = known.with_columns(parts=pl.col("split_value").n_unique().over("measure", "place_code"))
    split = halves.filter(pl.col("parts") > 1).with_columns(split=pl.lit("unaccompanied")).drop("parts")
    both = pl.concat([whole.select(sorted(whole.columns)), split.select(sorted(whole.columns))])
    note = pl.concat_str(pl.col("source"), pl.lit(", "), pl.col("dataset"), pl.lit(", release "), pl.col("release"))
    return both.select(
        "measure",
        "kind",
        source=pl.lit("published"),
        place_level="place_level",
        place_code="place_code",
        place="place",
        split="split",
        split_value="split_value",
        every=pl.lit("year"),
        period="period",
        ends="ends",
        numerator="numerator",
        denominator="denominator",
        value="value",
        code=pl.col("code").fill_null(""),
        note=note,
    ).cast(_SCHEMA)
