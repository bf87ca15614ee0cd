"""Read data sets of Explore Education Statistics, in the shape the site offers for download or a tidied one."""

from collections.abc import Sequence
from functools import reduce
from operator import add

import polars as pl

from turncurve.definitions.published_series import DataSet, Figure, published_series
from turncurve.definitions.reference_lists import authorities
from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.published.cells import code, header_of, number, rows_of, start_of

ENGLAND_CODE = "E92000001"
_LEVELS = {"national": "england", "regional": "region", "local authority": "authority"}


def data_set(file: ArrivedFile) -> DataSet | None:
    """The data set a file is, by its columns (any order and case) and what one of them holds; None for another."""
    columns = {name.casefold() for name in header_of(file)}
    start: str | None = None
    for known in published_series().ees:
        if {name.casefold() for name in known.columns} <= columns:
            if known.has:
                start = start if start is not None else start_of(file)
                if not all(value in _column_start(start, name) for name, value in known.has.items()):
                    continue
            return known
    return None


def _column_start(start: str, column: str) -> frozenset[str]:
    import csv  # only to split the first lines

    lines = list(csv.reader(start.strip("\ufeff").splitlines()[:-1]))
    at = [name.casefold() for name in lines[0]].index(column.casefold())
    return frozenset(line[at] for line in lines[1:] if len(line) > at)


def placed(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of England, the regions and the authorities, with place_level, place_code, place and dfe_code.

    A row a dashboard added (a median of neighbours) has another level and is left out. Region codes are looked up where
    the file gives only names.
    """
    named = {name.casefold(): name for name in rows.columns}

    def text(*names: str) -> pl.Expr:
        there = [pl.col(named[name]) for name in names if name in named]
        return (pl.coalesce(there) if there else pl.lit(None, dtype=pl.String)).str.strip_chars()

    regions = {one.region.casefold(): one.region_code for one in authorities()} | {"london": "E12000007"}
    level = text("geographic_level").str.to_lowercase().replace_strict(_LEVELS, default=None)
    region_name = text("region_name", "geo_breakdown")
    region_code = text("region_code").replace("", None)
    looked_up = region_name.str.to_lowercase().replace_strict(regions, default=None, return_dtype=pl.String)
    return (
        rows.with_columns(place_level=level)
        .filter(pl.col("place_level").is_not_null())
        .with_columns(
            place_code=pl.when(pl.col("place_level") == "england")
            .then(pl.lit(ENGLAND_CODE))
            .when(pl.col("place_level") == "region")
            .then(pl.coalesce(region_code, looked_up))
            .otherwise(text("new_la_code")),
            place=pl.when(pl.col("place_level") == "england")
            .then(pl.lit("England"))
            .when(pl.col("place_level") == "region")
            .then(region_name)
            .otherwise(text("la_name", "geo_breakdown")),
            dfe_code=text("old_la_code"),
            region_code_found=region_code,
            region_found=text("region_name"),
            period=text("time_period"),
        )
        .filter(pl.col("place_code").is_not_null() & pl.col("period").str.contains(r"^20\d\d$"))
    )


def figures_of(known: DataSet, rows: pl.DataFrame) -> pl.DataFrame:
    """The figures a data set draws: measure, place, split_value, period, numerator, denominator, value and code.

    `below` is true where the denominator is the population, still to be joined.
    """
    named = {name.casefold(): name for name in rows.columns}
    return pl.concat([_figure(figure, rows, named) for figure in known.figures])


def _matching(where: dict[str, str], named: dict[str, str]) -> pl.Expr:
    return reduce(lambda a, b: a & b, [pl.col(named[k.casefold()]) == v for k, v in where.items()], pl.lit(value=True))


def _figure(figure: Figure, rows: pl.DataFrame, named: dict[str, str]) -> pl.DataFrame:
    above = [named[name.casefold()] for name in figure.above]
    kept = rows.filter(_matching(figure.where, named))
    blank = pl.lit(None, dtype=pl.Float64)
    if figure.below_where:
        below_rows = rows.filter(_matching(figure.below_where, named)).select(
            "place_code", "period", denominator=number(above[0])
        )
        kept = kept.join(below_rows, on=["place_code", "period"], how="left")
        below = pl.col("denominator")
    elif isinstance(figure.below, tuple) and figure.below:
        below = reduce(add, [number(named[name.casefold()]) for name in figure.below])
    else:
        below = blank
    said = number(named[figure.value.casefold()]) if figure.value.casefold() in named else blank
    first_code = (
        pl.concat_list([code(name) for name in above]).list.eval(pl.element().filter(pl.element() != "")).list.first()
    )
    return kept.select(
        "place_level",
        "place_code",
        "place",
        "period",
        measure=pl.lit(figure.measure),
        split_value=pl.lit(figure.split),
        numerator=reduce(add, [number(name) for name in above]),
        denominator=below,
        said=said,
        code=first_code.fill_null(""),
        of_population=pl.lit(value=figure.below == "population"),
    )


def read_data_sets(
    files: Sequence[tuple[ArrivedFile, DataSet]],
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, tuple[int, int]]]:
    """Figures and authorities of data sets, and each file's (rows, rows of places we show) by key."""
    figures: list[pl.DataFrame] = []
    places: list[pl.DataFrame] = []
    counts: dict[str, tuple[int, int]] = {}
    for file, known in files:
        rows = rows_of(file)
        there = placed(rows)
        counts[file.key] = (rows.height, there.height)
        found = figures_of(known, there)
        release = str(there.get_column("period").max() or "")
        figures.append(
            found.with_columns(
                source=pl.lit("Explore Education Statistics"),
                dataset=pl.lit(known.title),
                release=pl.lit(release),
                file=pl.lit(file.key),
            )
        )
        places.append(_authorities(there, file))
    return (
        pl.concat(figures) if figures else pl.DataFrame(),
        pl.concat(places) if places else pl.DataFrame(),
        counts,
    )


def _authorities(there: pl.DataFrame, file: ArrivedFile) -> pl.DataFrame:
    return (
        there.filter(pl.col("place_level") == "authority")
        .select("place_code", "dfe_code", "place", region_code="region_code_found", region="region_found")
        .unique()
        .with_columns(file=pl.lit(file.key))
    )
