"""Read the Local Authority Interactive Tool's table (LAIT), in whichever of its shapes it comes."""

from collections.abc import Collection

import polars as pl

from turncurve.definitions.published_series import LaitFigure, published_series
from turncurve.definitions.reference_lists import authorities
from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.published.cells import number
from turncurve.returns.published.ees import ENGLAND_CODE
from turncurve.returns.published.files import header_of, rows_of
from turncurve.returns.published.lait_shapes import YEAR, is_of_areas_by_year, shape_of, tidied
from turncurve.returns.published.unreadable import CannotBeRead

_REGIONS = {
    "980": "E12000001",
    "981": "E12000002",
    "982": "E12000003",
    "983": "E12000004",
    "984": "E12000005",
    "985": "E12000006",
    "986": "E12000007",
    "987": "E13000001",
    "988": "E13000002",
    "989": "E12000008",
    "990": "E12000009",
}


def is_lait(file: ArrivedFile) -> bool:
    """Whether the file is a LAIT table that says which measure each figure is of, by its columns."""
    return shape_of(header_of(file)) is not None


def names_no_measure(file: ArrivedFile) -> bool:
    """Whether the file is LAIT's table of one measure over all areas, which says nowhere which measure it is."""
    columns = header_of(file)
    return shape_of(columns) is None and is_of_areas_by_year(columns)


def read_lait(file: ArrivedFile) -> tuple[pl.DataFrame, int]:
    """A LAIT table's figures, and its rows.

    LAIT marks every missing figure with a dash and does not say why. Codes of authorities and regions are looked up.
    A revised figure stands in front of the one first given.
    """
    rows = rows_of(file)
    wanted = {name for one in published_series().lait for name in (one.value, one.above, one.less, one.below)}
    numbers = _numbers(rows, codes=wanted - {"", "population"})
    # Most tables hold one measure or a few.
    there = set(numbers.get_column("code"))
    known = published_series().lait
    held = [one for one in known if (one.value or one.above) in there] or known[:1]
    return (
        pl.concat([_figure(one, numbers.lazy()) for one in held])
        .with_columns(
            source=pl.lit("LAIT"),
            dataset=pl.lit("Local Authority Interactive Tool"),
            file=pl.lit(file.key),
        )
        .collect(),
        rows.height,
    )


def lait_numbers(file: ArrivedFile, *, codes: Collection[str]) -> pl.DataFrame:
    """Figures of any measures of a LAIT table by their short codes: code, place_code, period (a year), number (blank
    where LAIT has a dash), of authorities alone. Raises CannotBeRead for a file that is no such table."""
    if not is_lait(file):
        raise CannotBeRead("not a table of the Local Authority Interactive Tool", rows=0)
    numbers = _numbers(rows_of(file), codes=codes).filter(pl.col("place_level") == "authority")
    return numbers.unique(["code", "place_code", "period"], keep="first", maintain_order=True).select(
        "code", "place_code", "period", "number"
    )


def _numbers(rows: pl.DataFrame, *, codes: Collection[str]) -> pl.DataFrame:
    """The figures of those codes whose year is one year, the newest release and revision first."""
    kept = tidied(rows).filter(pl.col("code").is_in(sorted(codes)))
    year = pl.col("year").str.strip_chars()
    kept = kept.with_columns(period=year.str.extract(YEAR), revised=year.str.contains("Rev|Final")).filter(
        pl.col("period").is_not_null()
    )
    numbers = kept.with_columns(number=number("value")).with_columns(_places())
    # A tidied table may hold rows of several releases, each with its day; one without is as new as its last year.
    day = pl.col("vintage").str.extract(r"(20[0-9]{2}-[0-9]{2}-[0-9]{2})")
    numbers = numbers.filter(pl.col("place_code").is_not_null()).with_columns(
        release=pl.coalesce(day, pl.col("period").max())
    )
    return numbers.sort("release", "revised", descending=True, maintain_order=True)


def _places() -> list[pl.Expr]:
    """Place codes by DfE code and year: a council that ended keeps its own code, so that no two are joined."""
    standing = {one.dfe_code: one.ons_code for one in authorities() if one.last_year is None}
    ended = {one.dfe_code: one for one in authorities() if one.last_year is not None and one.became}
    until = {code: one.last_year for code, one in ended.items()}
    old = {code: one.ons_code for code, one in ended.items()}
    dfe, year = pl.col("dfe_code"), pl.col("period").cast(pl.Int64)
    was = (year <= dfe.replace_strict(until, default=0, return_dtype=pl.Int64)) & dfe.is_in(sorted(old))
    here = standing | _REGIONS | {"970": ENGLAND_CODE}
    return [
        pl.when(was)
        .then(dfe.replace_strict(old, default=None, return_dtype=pl.String))
        .otherwise(dfe.replace_strict(here, default=None, return_dtype=pl.String))
        .alias("place_code"),
        pl.when(dfe == "970")
        .then(pl.lit("england"))
        .when(dfe.is_in(sorted(_REGIONS)))
        .then(pl.lit("region"))
        .otherwise(pl.lit("authority"))
        .alias("place_level"),
    ]


def _figure(figure: LaitFigure, numbers: pl.LazyFrame) -> pl.LazyFrame:
    key = ["place_level", "place_code", "period"]

    def of(name: str, *, called: str) -> pl.LazyFrame:
        return (
            numbers.filter(pl.col("code") == name)
            .select(*key, "place", "release", pl.col("number").alias(called))
            .unique(key, keep="first", maintain_order=True)
        )

    main = of(figure.value or figure.above, called="main")
    joined = main
    for name, called in ((figure.above, "above"), (figure.less, "less"), (figure.below, "under")):
        if name and name != "population":
            joined = joined.join(
                of(name, called=called).drop("place", "release"), on=key, how="left", maintain_order="left"
            )
        else:
            joined = joined.with_columns(pl.lit(None, dtype=pl.Float64).alias(called))
    said = pl.col("main") if figure.value else pl.lit(None, dtype=pl.Float64)
    above = pl.col("above") - pl.col("less") if figure.less else pl.col("above")
    if not figure.above:
        above = (pl.col("main") / 100 * pl.col("under")).round()
    blank = pl.col("main").is_null() | (above.is_null() if figure.less else pl.lit(value=False))
    return joined.select(
        *key[:2],
        "place",
        "period",
        measure=pl.lit(figure.measure),
        split_value=pl.lit(figure.split),
        numerator=above,
        denominator=pl.col("under"),
        said=said,
        code=pl.when(blank).then(pl.lit("-")).otherwise(pl.lit("")),
        of_population=pl.lit(value=figure.below == "population"),
        release="release",
    ).select(
        "place_level",
        "place_code",
        "place",
        "period",
        "measure",
        "split_value",
        "numerator",
        "denominator",
        "said",
        "code",
        "of_population",
        "release",
    )
