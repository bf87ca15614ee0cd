"""Read data sets of Explore Education Statistics, in the shape the site offers for download or a tidied one."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add

import polars as pl

from turncurve.definitions.published_series import DataSet, Figure, Spelled, published_series
from turncurve.definitions.reference_lists import authorities, renamed
from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.published.cells import code, number
from turncurve.returns.published.files import first_rows, header_of, rows_of
from turncurve.returns.published.unreadable import CannotBeRead

ENGLAND_CODE = "E92000001"
_FIGURE = {
    **dict.fromkeys(("place_level", "place_code", "place", "period", "measure", "split_value"), pl.String),
    **dict.fromkeys(("numerator", "denominator", "said"), pl.Float64),
    "code": pl.String,
    "of_population": pl.Boolean,
}
_PLACED = ("place_level", "place_code", "place", "period")
_LEVELS = {"national": "england", "regional": "region", "local authority": "authority"}


def data_set(file: ArrivedFile) -> DataSet | None:
    """The data set a file is, by its columns (any order, case, release) and what one of them holds; None for others."""
    columns = header_of(file)
    start: pl.DataFrame | None = None
    for known in published_series().ees:
        newest = {name.casefold() for name in _newest_names(columns, known).values()}
        if {name.casefold() for name in known.columns} <= newest:
            if known.has:
                start = first_rows(file) if start is None else start
                if not _has(start.rename(_newest_names(start.columns, known)), known):
                    continue
            return known
    return None


def _newest_names(columns: Sequence[str], known: DataSet) -> dict[str, str]:
    """What the newest release calls each column: its own name, unless an older release's name stands in its place."""
    there = {name.casefold(): name for name in columns}
    named = {name: name for name in columns}
    for newest, older in known.also.items():
        found = next((there[name.casefold()] for name in (newest, *older) if name.casefold() in there), None)
        if found is not None and newest not in columns:
            named[found] = newest
    return named


def _has(start: pl.DataFrame, known: DataSet) -> bool:
    named = {name.casefold(): name for name in start.columns}
    return all(
        {value.casefold() for value in values}
        <= {held.strip().casefold() for held in start[named[name.casefold()]] if held}
        for name, values in known.has.items()
    )


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
            .otherwise(text("new_la_code").replace(renamed())),
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
        .filter(pl.col("place_code").is_not_null() & pl.col("period").str.contains(r"^20[0-9]{2}$"))
    )


def figures_of(known: DataSet, rows: pl.DataFrame) -> pl.DataFrame:
    """The figures a data set draws: measure, place, split_value, period, numerator, denominator, value and code.

    `below` is true where the denominator is the population, still to be joined. A figure is left out where an older
    release has no column for it.
    """
    named = {name.casefold(): name for name in rows.columns}
    drawn = [figure for figure in known.figures if _columns_of(figure) <= named.keys()]
    cells = _cells(drawn, rows, named)
    found = [_figure(figure, cells) for figure in drawn]
    return pl.concat(found) if found else pl.DataFrame(schema=_FIGURE)


def _columns_of(figure: Figure) -> frozenset[str]:
    """The columns a figure cannot do without, in small letters."""
    below = figure.below if isinstance(figure.below, tuple) else ()
    return frozenset(name.casefold() for name in (*figure.above, *below, *figure.where, *figure.below_where))


def _cells(figures: Sequence[Figure], rows: pl.DataFrame, named: Mapping[str, str]) -> pl.DataFrame:
    """The places and periods of rows, and what the figures draw on: what a cell says, or its number and its code.

    Each is read once for all figures; a column is found by what is read of it and its name in small letters.
    """
    said, counted = dict[str, None](), dict[str, None]()
    for figure in figures:
        below = figure.below if isinstance(figure.below, tuple) else ()
        said |= dict.fromkeys(name.casefold() for name in (*figure.where, *figure.below_where))
        counted |= dict.fromkeys(name.casefold() for name in (*figure.above, *below))
        if figure.value and figure.value.casefold() in named:
            counted[figure.value.casefold()] = None
    return rows.select(
        *_PLACED,
        *(pl.col(named[name]).str.strip_chars().str.to_lowercase().alias(f"said {name}") for name in said),
        *(number(named[name]).alias(f"number {name}") for name in counted),
        *(code(named[name]).alias(f"code {name}") for name in counted),
    )


def _matching(where: Mapping[str, Spelled]) -> pl.Expr:
    """Rows whose cells are what is said, in any of its spellings and any case."""
    return pl.all_horizontal(
        pl.lit(value=True),
        *(
            pl.col(f"said {column.casefold()}").is_in(
                [one.lower() for one in ((said,) if isinstance(said, str) else said)]
            )
            for column, said in where.items()
        ),
    )


def _number(name: str) -> pl.Expr:
    return pl.col(f"number {name.casefold()}")


def _code(name: str) -> pl.Expr:
    return pl.col(f"code {name.casefold()}")


def _figure(figure: Figure, cells: pl.DataFrame) -> pl.DataFrame:
    kept = cells.filter(_matching(figure.where))
    blank, none = pl.lit(None, dtype=pl.Float64), pl.lit("")
    below, below_codes = blank, [none]
    if figure.below_where:
        below_rows = (
            cells.filter(_matching(figure.below_where))
            .select(
                "place_code", "period", denominator=_number(figure.above[0]), denominator_code=_code(figure.above[0])
            )
            .unique(["place_code", "period"], keep="first", maintain_order=True)
        )
        kept = kept.join(below_rows, on=["place_code", "period"], how="left", maintain_order="left")
        below, below_codes = pl.col("denominator"), [pl.col("denominator_code").fill_null(":")]
    elif isinstance(figure.below, tuple) and figure.below:
        below = reduce(add, [_number(name) for name in figure.below])
        below_codes = [_code(name) for name in figure.below]
    said, said_code = blank, none
    if figure.value and f"number {figure.value.casefold()}" in cells.columns:
        said, said_code = _number(figure.value), _code(figure.value)
    # Where the count is there but what it is out of is not, and neither is the figure itself, their codes say why. Then
    # the count alone is no figure, and stands nowhere beside a suppressed one.
    why = pl.when(below.is_null() & said.is_null()).then(_first_code([*below_codes, said_code])).otherwise(none)
    counted = _first_code([_code(name) for name in figure.above])
    return kept.select(
        *_PLACED,
        measure=pl.lit(figure.measure),
        split_value=pl.lit(figure.split),
        numerator=pl.when(why == "").then(reduce(add, [_number(name) for name in figure.above])),
        denominator=below,
        said=said,
        code=pl.when(counted != "").then(counted).otherwise(why),
        of_population=pl.lit(value=figure.below == "population"),
    )


def _first_code(codes: Sequence[pl.Expr]) -> pl.Expr:
    """The first code that is not blank."""
    return pl.coalesce(*(pl.when(one != "").then(one) for one in codes), pl.lit(""))


def read_data_sets(
    files: Sequence[tuple[ArrivedFile, DataSet]],
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, tuple[int, int]]]:
    """Figures and authorities of data sets, and each file's (rows, rows of places we show) by key.

    A file that cannot be read has no key there.
    """
    figures: list[pl.DataFrame] = []
    places: list[pl.DataFrame] = []
    counts: dict[str, tuple[int, int]] = {}
    for file, known in files:
        try:
            rows = rows_of(file)
        except CannotBeRead:
            continue
        there = placed(rows.rename(_newest_names(rows.columns, known)))
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
        .unique(maintain_order=True)
        .with_columns(file=pl.lit(file.key))
    )
