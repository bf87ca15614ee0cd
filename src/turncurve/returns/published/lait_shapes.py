"""The shapes LAIT comes in: long as its repository holds it, long and tidied, and wide with one column a year."""

import re
from collections.abc import Sequence
from typing import Final, Literal

import polars as pl

from turncurve.definitions.published_series import published_series
from turncurve.returns.published.cells import number

# A year as LAIT writes one, perhaps with a note such as (Rev); a span of years is not a year.
YEAR: Final = r"^(20[0-9]{2})(?:\s*\((?:Rev|Final|prov|Prov|OT)\))?$"
_LONG = frozenset({"short desc", "years", "la and regions", "values", "la number"})
_TIDY = frozenset({"measure_code", "year", "value", "old_la_code", "area"})
_WIDE = frozenset({"la number", "la and regions", "measure"})
_AREAS = frozenset({"la number", "la and regions"})
# What the tool writes where the measure has no such year at all, which is no figure and no gap either.
_NO_SUCH_YEAR = ("NaN", "#NUM!")


def shape_of(columns: Sequence[str]) -> Literal["long", "tidy", "wide"] | None:
    """Which shape a LAIT table has, by its columns in any case; None for another file."""
    there = {name.casefold() for name in columns}
    if there >= _LONG:
        return "long"
    if there >= _TIDY:
        return "tidy"
    return "wide" if there >= _WIDE and _years(columns) else None


def is_of_areas_by_year(columns: Sequence[str]) -> bool:
    """Whether the columns are areas and years, whatever they are of."""
    return {name.casefold() for name in columns} >= _AREAS and bool(_years(columns))


def tidied(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns code, year, value, dfe_code, place and vintage, one row a figure, from any of the shapes."""
    named = {name.casefold(): name for name in rows.columns}
    if shape_of(rows.columns) == "tidy":
        vintage = pl.col("vintage") if "vintage" in rows.columns else pl.lit("")
        return rows.select(
            code=named["measure_code"],
            year=named["year"],
            value=named["value"],
            dfe_code=_whole(named["old_la_code"]),
            place=named["area"],
            vintage=vintage,
        )
    area = {"dfe_code": _whole(named["la number"]), "place": pl.col(named["la and regions"]), "vintage": pl.lit("")}
    if shape_of(rows.columns) == "long":
        return rows.select(code=named["short desc"], year=named["years"], value=named["values"], **area)
    return _from_wide(rows, area=area, measure=named["measure"])


def _from_wide(rows: pl.DataFrame, *, area: dict[str, pl.Expr], measure: str) -> pl.DataFrame:
    """One row a figure. A year in which a measure has no number anywhere is one the tool does not have it for."""
    codes = {_plain(name): code for code, name in published_series().lait_names.items()}
    said = pl.col(measure).map_elements(_plain, return_dtype=pl.String)
    long = rows.select(
        said.replace_strict(codes, default="").alias("code"),
        *(column.alias(name) for name, column in area.items()),
        *_years(rows.columns),
    ).unpivot(index=["code", *area], variable_name="year", value_name="value")
    value = pl.col("value").str.strip_chars()
    long = long.with_columns(value.fill_null("")).filter(~pl.col("value").is_in(_NO_SUCH_YEAR))
    return long.filter(number("value").is_not_null().any().over("code", "year")).select("code", "year", "value", *area)


def _years(columns: Sequence[str]) -> list[str]:
    return [name for name in columns if re.match(YEAR, name.strip())]


def _whole(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.replace(r"\.0$", "")


def _plain(name: str | None) -> str:
    """A name with its spaces and capitals evened out: the tool's own differ in both from list to list."""
    return " ".join((name or "").split()).casefold()
