"""Read statistical neighbours: one row a pair, or one row an authority with its ten neighbours across."""

import re
from collections.abc import Sequence

import polars as pl

from turncurve.definitions.reference_lists import authorities
from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.published.files import header_of, rows_of

_LONG = frozenset({"la number", "sn rank", "sn la number"})
_RANK = re.compile(r"^sn ?(\d+)$")
# The authority's own code, in the lists of 2021 and 2025 (as the tool holds them) and in the model of 2025.
_AUTHORITY = ("la number", "old la code")


def is_neighbours(file: ArrivedFile) -> bool:
    """Whether the file lists statistical neighbours, by its columns."""
    named = _named(header_of(file))
    return named.keys() >= _LONG or _is_wide(named)


def read_neighbours(file: ArrivedFile) -> tuple[pl.DataFrame, int, int]:
    """The columns of `neighbours`, the rows of the file, and those of them that gave a neighbour.

    A name the file does not give comes from our own list of authorities.
    """
    rows = rows_of(file)
    named = _named(rows.columns)
    wide = _is_wide(named)
    pairs = _pairs_across(rows, named) if wide else _pairs_down(rows, named)
    names = pl.col("neighbour_dfe_code").replace_strict(_names(rows, named), default=None, return_dtype=pl.String)
    whole = pairs.with_columns(
        rank=pl.col("rank").cast(pl.Int64, strict=False),
        neighbour=pl.coalesce(pl.col("neighbour"), names),
        file=pl.lit(file.key),
    ).drop_nulls(["authority_dfe_code", "rank", "neighbour_dfe_code"])
    used = whole["authority_dfe_code"].n_unique() if wide else whole.height
    return whole.select("authority_dfe_code", "rank", "neighbour_dfe_code", "neighbour", "file"), rows.height, used


def _pairs_down(rows: pl.DataFrame, named: dict[str, str]) -> pl.DataFrame:
    return rows.select(
        authority_dfe_code=_code(named["la number"]),
        rank=named["sn rank"],
        neighbour_dfe_code=_code(named["sn la number"]),
        neighbour=pl.col(named["sn la name"]) if "sn la name" in named else pl.lit(None, dtype=pl.String),
    )


def _pairs_across(rows: pl.DataFrame, named: dict[str, str]) -> pl.DataFrame:
    """The columns SN1, SN2 and so on hold codes; how close each neighbour is stands between them and is not used."""
    across = {named[name]: found[1] for name in named if (found := _RANK.match(name))}
    codes = rows.select(_code(_authority(named)).alias("authority_dfe_code"), *(_code(column) for column in across))
    pairs = codes.unpivot(index="authority_dfe_code", variable_name="column", value_name="neighbour_dfe_code")
    return pairs.with_columns(
        rank=pl.col("column").replace_strict(across), neighbour=pl.lit(None, dtype=pl.String)
    ).sort("authority_dfe_code", maintain_order=True)


def _is_wide(named: dict[str, str]) -> bool:
    return {"sn 1", "sn1"} & named.keys() != set() and any(name in named for name in _AUTHORITY)


def _authority(named: dict[str, str]) -> str:
    return next(named[name] for name in _AUTHORITY if name in named)


def _named(columns: Sequence[str]) -> dict[str, str]:
    """Columns by their names with dots, underscores and capitals evened out; the first of each name."""
    named: dict[str, str] = {}
    for column in columns:
        _ = named.setdefault(" ".join(re.split(r"[\s._]+", column.strip().casefold())), column)
    return named


def _names(rows: pl.DataFrame, named: dict[str, str]) -> dict[str, str]:
    ours = {one.dfe_code: one.name for one in authorities()}
    if "la name" not in named or not any(name in named for name in _AUTHORITY):
        return ours
    theirs = rows.select(_code(_authority(named)).alias("code"), pl.col(named["la name"]).alias("name")).drop_nulls()
    return ours | dict(zip(theirs["code"].to_list(), theirs["name"].to_list(), strict=True))


def _code(column: str) -> pl.Expr:
    code = pl.col(column).str.strip_chars().str.replace(r"\.0$", "")
    return pl.when(code.str.contains(r"^[0-9]{3}$")).then(code).otherwise(None).alias(column)
