"""The gate: curve points go in with true numbers and come out as a Publishable."""

from dataclasses import replace
from typing import Any

import polars as pl

from turncurve.definitions.measures import SplitValue, measures
from turncurve.definitions.policies import Policy
from turncurve.disclosure.hiding import hide, small
from turncurve.disclosure.publishable import COLUMNS, HIDDEN, SEAL, Publishable
from turncurve.disclosure.totals import ALL, Cell, sums
from turncurve.words.periods import Every

# What a row does not say of itself.
_WORKED_OUT = ("part_of", "wanted")


def protect(lines: pl.DataFrame, *, policy: Policy) -> Publishable:
    """The points of curves that are published together, protected under the policy.

    `lines` has the columns of `disclosure.publishable.COLUMNS`; `kind` is percent, rate or mean, `every` month, quarter
    or year, `ends` the period's last day, `split_value` "" or "all" where nothing is split off, `place_level`
    authority, locality, region or england, `code` "" or the published reason why there is no figure. A further
    yes-or-no column `snapshot` may say that the measure is a count on a day; without it the measure's definition says
    so, and a measure nobody has defined is taken as a count of what happened in the period, which adds up over time.

    Hide together what is shown together: two calls do not know of each other, and what one hides the other may give
    away. Raises KeyError where a column is missing. Rules: the Department for Education's for children in need and
    children looked after (counts of 1 to 5 shown as c, secondary suppression).
    """
    missing = [name for name in COLUMNS if name not in lines.columns]
    if missing:
        raise KeyError(f"the lines have no column {', '.join(missing)}")
    numbered = lines.with_columns(pl.col("code").fill_null("")).with_row_index("position")
    hidden: set[int] = set()
    if policy.hide_counts_to:
        for of_one in numbered.partition_by("measure"):
            positions = of_one["position"].to_list()
            hidden |= {positions[i] for i in _hidden(of_one, policy=policy)}
    is_hidden = pl.Series("hidden_here", [i in hidden for i in range(numbered.height)], dtype=pl.Boolean)
    protected = (
        numbered.drop("position")
        .with_columns(is_hidden, pl.col("numerator", "denominator", "value").cast(pl.Float64))
        .with_columns(
            pl.when(pl.col("hidden_here")).then(pl.lit(HIDDEN)).otherwise(pl.col("code")).alias("code"),
        )
        .with_columns(pl.when(pl.col("code") == "").then(pl.col("numerator", "denominator", "value")))
    )
    return Publishable(_rounded(protected, policy=policy), policy=policy, seal=SEAL)


def _hidden(of_one: pl.DataFrame, *, policy: Policy) -> set[int]:
    """Which rows of one measure to hide, as positions among them."""
    said = measures().get(of_one["measure"][0])
    snapshot = pl.col("snapshot") if "snapshot" in of_one.columns else pl.lit(bool(said and said.snapshot))
    headline = said.headline if said else "all"
    standing = of_one.with_columns(snapshot=snapshot).select(name for name in Cell.__slots__ if name not in _WORKED_OUT)
    usual = said.usual if said and said.usual in set(of_one["every"]) else "year"
    cells = [_standing(row, headline=headline, usual=usual) for row in standing.iter_rows(named=True)]
    # What others published as hidden has no number here, and what we show must not give it away either.
    already = {i for i, code in enumerate(of_one["code"]) if code == HIDDEN}
    ours = {i for i, cell in enumerate(cells) if i not in already and small(cell, up_to=policy.hide_counts_to)}
    if not policy.secondary:
        return ours
    return hide(cells, sums(cells), first=ours | already) - already


def _standing(row: dict[str, Any], *, headline: SplitValue, usual: Every) -> Cell:
    """The cell of a row. The line without a split, a locality's line and the age bands are all of the headline's
    children, which need not be all children; and the council's own headline, by its usual period, is what readers
    come for."""
    of_headline = ALL if headline == "all" else ("unaccompanied", headline)
    if row["split"] in ("", "locality"):
        row = {**row, "split": of_headline[0], "split_value": of_headline[1]}
    part_of = ALL if row["split"] == "unaccompanied" else of_headline
    cell = Cell(**row, part_of=part_of)
    own_headline = cell.place_level == "authority" and cell.children == of_headline
    return replace(cell, wanted=own_headline and cell.every == usual)


def _rounded(rows: pl.DataFrame, *, policy: Policy) -> pl.DataFrame:
    """Counts to the nearest so many and values to so few places, where the policy says so."""
    if policy.round_counts_to == 1:
        return rows
    nearest = policy.round_counts_to
    return rows.with_columns(
        (pl.col("numerator", "denominator") / nearest).round(0, mode="half_away_from_zero") * nearest,
        pl.col("value").round(policy.decimals, mode="half_away_from_zero"),
    )
