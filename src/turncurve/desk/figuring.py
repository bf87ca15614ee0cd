"""Work out every curve the loaded returns and published figures can draw, once, when they are loaded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import ibis
import ibis.expr.types as ir
import polars as pl

from turncurve.definitions.measures import Measure, measures
from turncurve.definitions.reference_lists import members_of, stood_in
from turncurve.desk.answers import Council
from turncurve.journeys import (
    JOURNEYS_BY_LAST_DAY,
    NOT_PLANNED,
    ON_THE_WAY,
    Coverage,
    countable_periods,
    counted,
    journey,
)
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
    "squares": pl.Float64,
    "code": pl.String,
    "note": pl.String,
}

_SCHEMA: Final = pl.Schema(POINT_TYPES)

_EVERY: Final = (
    pl.when(pl.col("period").str.contains("Q"))
    .then(pl.lit("quarter"))
    .when(pl.col("period").str.contains("-"))
    .then(pl.lit("month"))
    .otherwise(pl.lit("year"))
)

_CALENDAR: Final = {"period": "string", "starts": "date", "ends": "date", "mid_year": "int64"}

_TABLE_OF_LIST: Final = {"lead workers": "lead_workers"}
_KIND_OF_FILE: Final = {"SSDA903": "SSDA903 episodes", "CIN census": "CIN census"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One question to put to the store: a measure by every kind of period and every split it has."""

    measure: Measure
    calendar: pl.DataFrame
    journey: str


def coverage(
    analysis: Analysis, *, return_name: str, module: str = "", or_list: str = "", in_region: bool = False
) -> Coverage:
    """The years for which the return, or one module of it, has been loaded; or the whole return and a list that will
    do instead of the module, for the years from the list's first day to its last.

    In a region's store those for which every authority that has ever loaded it, and stood then, has: a year without one
    of them would read as a fall. A list is one council's, so in a region it will not do.
    """
    whole = _years_of(analysis, kind=_KIND_OF_FILE[return_name], in_region=in_region)
    years = whole if not module else _years_of(analysis, kind=f"{return_name} {module}", in_region=in_region)
    if or_list:
        listed = set[int]() if in_region else whole & _years_listed(analysis, table=_TABLE_OF_LIST[or_list])
        years = years | listed if module else listed
    return Coverage(return_name=return_name, years=tuple(sorted(years)))


def _years_of(analysis: Analysis, *, kind: str, in_region: bool) -> set[int]:
    rows = analysis.table("rows_of").filter(pl.col("kind").str.starts_with(kind) & (pl.col("rows") > 0))
    loaded: dict[int, set[str]] = {}
    for year, authority in rows.select("year", "authority").iter_rows():
        loaded.setdefault(year, set()).add(authority)
    everybody = {one for of_year in loaded.values() for one in of_year}
    return {
        year
        for year, loaders in loaded.items()
        if not in_region or loaders >= {one for one in everybody if stood_in(one, year)}
    }


def _years_listed(analysis: Analysis, *, table: str) -> set[int]:
    """The years ending 31 March from the first day a list names to the last."""
    rows = analysis.table(table)
    days = [day for name in ("began", "ended") for day in rows.get_column(name).drop_nulls().to_list()]
    return set(range(year_ending_march(min(days)), year_ending_march(max(days)) + 1)) if days else set()


def curve_points(analysis: Analysis, *, council: Council, progress: Callable[[str], None]) -> pl.DataFrame:
    """Every point of every curve, from returns and from published figures, in the columns of `POINT_TYPES`."""
    lines = list(_lines(analysis, in_region=bool(members_of(council.ons_code))))
    progress(f"Counting {len(lines)} measures from the returns")
    # Several measures are counted on one journey, so each is worked out once and then asked for by name.
    journeys = dict(_on_the_way())
    given: dict[str, pl.DataFrame] = {}
    for line in lines:
        if line.journey not in journeys:
            journeys[line.journey] = _journey(line.measure.journey, named=line.journey)
            given[_calendar_of(line.journey)] = line.calendar
        given[_calendar_of(line.measure.id)] = line.calendar
    answers = analysis.answers(
        (_question(line.measure.id, on=line.journey) for line in lines), first=journeys, given=given
    )
    from_returns = [_from_returns(line, rows, council=council) for line, rows in zip(lines, answers, strict=True)]
    every_point = pl.concat([pl.DataFrame(schema=POINT_TYPES), *from_returns, _from_published(analysis)])
    # A total order, so that loading the same files again gives the same table to the last row.
    return every_point.sort("measure", "source", "place_level", "place_code", "split", "split_value", "every", "ends")


# The same questions are put to every store, each with the store's own periods, so they are put together once.


def _calendar_of(what: str) -> str:
    return f"calendar_of_{what}"


@cache
def _on_the_way() -> Mapping[str, ir.Table]:
    return {f"on_the_way_{name}": passed() for name, passed in ON_THE_WAY.items()}


@cache
def _journey(name: str, *, named: str) -> ir.Table:
    return journey(name, calendar=ibis.table(_CALENDAR, name=_calendar_of(named)))


@cache
def _question(measure_id: str, *, on: str) -> ir.Table:
    measure = measures()[measure_id]
    return counted(
        measure,
        calendar=ibis.table(_CALENDAR, name=_calendar_of(measure_id)),
        splits=measure.splits,
        rows=ibis.table(_journey(measure.journey, named=on).schema(), name=on),
    )


def _lines(analysis: Analysis, *, in_region: bool) -> Iterator[_Line]:
    days_looked_at: dict[tuple[date, ...], int] = {}
    for definition in measures().values():
        source = definition.source
        covered = coverage(
            analysis,
            return_name=source.return_,
            module=source.module,
            or_list=source.or_list,
            in_region=in_region,
        )
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
        named = f"journey_{definition.journey}"
        if definition.journey in JOURNEYS_BY_LAST_DAY:
            days = tuple(sorted({period.ends for period in periods}))
            named += f"_{days_looked_at.setdefault(days, len(days_looked_at) + 1)}"
        yield _Line(measure=definition, calendar=calendar, journey=named)


def _from_returns(line: _Line, rows: pl.DataFrame, *, council: Council) -> pl.DataFrame:
    by_place = pl.col("split") == "locality"
    numerator, denominator = pl.col("numerator").cast(pl.Float64), pl.col("denominator").cast(pl.Float64)
    value = pl.when(denominator > 0).then(line.measure.per * numerator / denominator)
    no_population = (line.measure.kind == "rate") & denominator.is_null()
    # A part nobody planned for shows by month, quarter or year only where it holds someone in one of them.
    counted_here = pl.col("numerator" if line.measure.kind == "rate" else "denominator").fill_null(0)
    holds_someone = (counted_here > 0).any().over("split", "part", "every")
    return (
        rows.with_columns(every=_EVERY)
        .filter(~pl.col("part").is_in(NOT_PLANNED) | holds_someone)
        .select(
            measure=pl.lit(line.measure.id),
            kind=pl.lit(line.measure.kind),
            source=pl.lit("returns"),
            place_level=pl.when(by_place).then(pl.lit("locality")).otherwise(pl.lit("authority")),
            place_code=pl.when(by_place).then(pl.lit("")).otherwise(pl.lit(council.ons_code)),
            place=pl.when(by_place).then(pl.col("part")).otherwise(pl.lit(council.name)),
            split=pl.col("split"),
            split_value=pl.col("part"),
            every=pl.col("every"),
            period=pl.col("period"),
            ends=pl.col("ends"),
            numerator=numerator,
            denominator=denominator,
            value=value,
            squares=pl.col("squares").cast(pl.Float64),
            code=pl.when(no_population)
            .then(pl.lit("no population"))
            .when(value.is_null())
            .then(pl.lit("nobody"))
            .otherwise(pl.lit("")),
            note=pl.lit(""),
        )
        .cast(_SCHEMA)
    )


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
        squares=pl.lit(None, dtype=pl.Float64),
        code=pl.col("code").fill_null(""),
        note=note,
    ).cast(_SCHEMA)
