"""Cells of published files: numbers, or a code that says why there is none."""

import polars as pl

# c suppressed; z not applicable; x and : not available; u low reliability; k and low round to zero; - LAIT's one mark.
CODES = ("c", "z", "x", "u", "k", "low", ":", "-")


def number(column: str) -> pl.Expr:
    """The number a text cell holds, blank for a code or anything else; thousands may have commas."""
    held = pl.col(column).str.strip_chars().str.replace_all(",", "").cast(pl.Float64, strict=False)
    # "NaN" and "inf" are words a spreadsheet writes, and no figures.
    return pl.when(held.is_finite()).then(held)


def code(column: str) -> pl.Expr:
    """The code a text cell holds in place of a number, "" where it holds a number; an empty cell is ":"."""
    cell = pl.col(column).fill_null("").str.strip_chars().str.to_lowercase()
    return (
        pl.when(number(column).is_not_null()).then(pl.lit("")).when(cell.is_in(CODES)).then(cell).otherwise(pl.lit(":"))
    )
