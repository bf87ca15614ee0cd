"""Learn what all authorities' published curves teach about one, and write definitions/reference/pooled_priors.csv.

`scripts/learn_priors.py LAIT`, with the whole table of the Local Authority Interactive Tool as downloaded. A measure is
learned from where at least fifty authorities have seven years of it or more. `--check` says whether the list is what
the table gives, and changes nothing.
"""

import argparse
import csv
import io
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import polars as pl

from turncurve.curves import Model, grid_for, learned_prior, models_of, transformed
from turncurve.curves.series import Floats
from turncurve.definitions.measures import Measure, measures
from turncurve.definitions.pooled_priors import COLUMNS
from turncurve.desk.drawing import as_series
from turncurve.returns.published import read
from turncurve.store.arrivals import before_arrival

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "src" / "turncurve" / "definitions" / "reference" / "pooled_priors.csv"
FEWEST_PLACES, FEWEST_YEARS = 50, 7
# A model is named where it has this weight and more; the others share the rest as in the grid.
NAMED = 0.01


def main(said: Sequence[str]) -> int:
    """Learn, and write or check."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    _ = parser.add_argument("lait", type=Path)
    _ = parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the list is another")
    asked = parser.parse_args(said)
    table = published(asked.lait)
    text = io.StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(("measure", *COLUMNS, "weight", "authorities", "first_year", "last_year"))
    # A mean is published without its spread, so how much of its wandering is chance is not known.
    for measure in sorted((one for one in measures().values() if one.kind != "mean"), key=lambda one: one.id):
        rows = table.filter((pl.col("measure") == measure.id) & (pl.col("split_value") == measure.headline))
        z, v, years = panel(rows, measure=measure)
        if z.shape[0] < FEWEST_PLACES:
            continue
        print(f"{measure.id}: {z.shape[0]} authorities, {years[0]} to {years[1]}", file=sys.stderr)
        for model, weight in named(z, v).items():
            written.writerow((measure.id, *(f"{one:g}" for one in model), f"{weight:.4f}", z.shape[0], *years))
    if asked.check:
        return int(LIST.read_text(encoding="utf-8") != text.getvalue())
    _ = LIST.write_text(text.getvalue(), encoding="utf-8")
    return 0


def published(file: Path) -> pl.DataFrame:
    """The figures of authorities the product would use, from one published file."""
    arrived = replace(before_arrival(file, name=file.name), digest=sha256(file.read_bytes()).hexdigest())
    found = read([arrived], progress=lambda _: None)
    return found.tables["published"].filter(pl.col("used") & (pl.col("place_level") == "authority"))


def panel(rows: pl.DataFrame, *, measure: Measure) -> tuple[Floats, Floats, tuple[int, int]]:
    """Figures less the middle of all authorities, and variances (authorities, years), of those with years enough."""
    ends = sorted(set(rows.get_column("ends").to_list()))
    every = pl.DataFrame({"ends": ends}, schema={"ends": pl.Date})
    zs: list[Floats] = []
    vs: list[Floats] = []
    for _, line in sorted(rows.group_by("place_code"), key=lambda one: str(one[0])):
        whole = every.join(line, on="ends", how="left").sort("ends")
        z, v = transformed(as_series(whole, measure=measure, every="year"))
        if (~np.isnan(z)).sum() >= FEWEST_YEARS:
            zs.append(z)
            vs.append(v)
    if not zs:
        return np.zeros((0, len(ends))), np.zeros((0, len(ends))), (0, 0)
    z, v = np.stack(zs), np.stack(vs)
    seen = ~np.isnan(z).all(axis=0)
    kept = [end for end, there in zip(ends, seen, strict=True) if there]
    return z[:, seen] - np.nanmedian(z[:, seen], axis=0), v[:, seen], (kept[0].year, kept[-1].year)


def named(z: Floats, v: Floats) -> Mapping[Model, float]:
    """The models the curves make likely, with their weights."""
    grid = grid_for("year")
    weight = learned_prior(z, v, grid=grid)
    return {model: round(float(one), 4) for model, one in zip(models_of(grid), weight, strict=True) if one >= NAMED}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
