"""The lines of a curve as stored: the whole and its parts, with the lines it is compared with."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from turncurve.definitions.measures import Measure
from turncurve.desk.answers import Council
from turncurve.desk.workspace import Workspace
from turncurve.store import Analysis, current
from turncurve.words.periods import Every
from turncurve.words.problems import Problem

ENGLAND: Final = "England"
NEIGHBOURS: Final = "Statistical neighbours (middle)"
_FEWEST_NEIGHBOURS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which lines a question is about. `place` is "" for the whole authority; `split` is "" for the whole."""

    measure: Measure
    place: str
    split: str
    every: Every
    as_at: date


def analysis_of(workspace: Workspace) -> Analysis:
    """The database in use. Raises Problem where nothing has been loaded."""
    analysis = current(workspace.analysis)
    if analysis is None:
        raise Problem(
            f"Nothing has been loaded for {workspace.council.name} yet.",
            to_fix=f"Load returns or published figures: turncurve load FILES --at {workspace.folder}",
        )
    return analysis


def points(analysis: Analysis, *, as_at: date) -> pl.DataFrame:
    """Every stored point whose period had ended by the day."""
    return analysis.table("curve_points").filter(pl.col("ends") <= as_at)


def source_of(stored: pl.DataFrame, *, measure: str) -> str:
    """Where the council's own line of a measure comes from: returns where loaded, else published; "" for neither."""
    own = stored.filter((pl.col("measure") == measure) & pl.col("place_level").is_in(["authority", "locality"]))
    found = set(own.get_column("source").to_list())
    return "returns" if "returns" in found else "published" if found else ""


def own_lines(stored: pl.DataFrame, *, council: Council, measure: str) -> pl.DataFrame:
    """All of the council's own lines of a measure, every split and period kind: what must be protected together."""
    source = source_of(stored, measure=measure)
    mine = (pl.col("place_code") == council.ons_code) | (pl.col("place_level") == "locality")
    return stored.filter((pl.col("measure") == measure) & (pl.col("source") == source) & mine)


def chosen(lines: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The lines of one question among the council's own: the whole, or the parts of the split."""
    of_kind = lines.filter(pl.col("every") == asked.every)
    if asked.place:
        return of_kind.filter((pl.col("split") == "locality") & (pl.col("place") == asked.place))
    return of_kind.filter(pl.col("split") == asked.split)


def compared(
    stored: pl.DataFrame, *, analysis: Analysis, council: Council, measure: str
) -> list[tuple[str, pl.DataFrame]]:
    """The published lines of England, the region and the middle of the statistical neighbours, oldest point first."""
    lines = stored.filter(
        (pl.col("measure") == measure) & (pl.col("source") == "published") & (pl.col("split") == "")
    ).sort("ends")
    england = f"{ENGLAND} (invented)" if council.invented else ENGLAND
    found = [(england, lines.filter(pl.col("place_level") == "england"))]
    authorities = analysis.table("authorities").filter(pl.col("place_code") == council.ons_code)
    if authorities.height and authorities.item(0, "region_code"):
        region = authorities.row(0, named=True)
        found.append((str(region["region"]), lines.filter(pl.col("place_code") == region["region_code"])))
    found.append((NEIGHBOURS, _middle(lines, neighbour_codes(analysis, council=council))))
    return [(name, line) for name, line in found if line.height]


def neighbour_codes(analysis: Analysis, *, council: Council) -> list[str]:
    """ONS codes of the council's statistical neighbours."""
    listed = analysis.table("neighbours").filter(pl.col("authority_dfe_code") == council.dfe_code)
    known = analysis.table("authorities").select("dfe_code", "place_code").unique()
    both = listed.join(known, left_on="neighbour_dfe_code", right_on="dfe_code")
    return both.get_column("place_code").unique().to_list()


def neighbour_lines(stored: pl.DataFrame, *, measure: str, codes: list[str]) -> list[pl.DataFrame]:
    """Each neighbour's published line of a measure."""
    lines = stored.filter(
        (pl.col("measure") == measure)
        & (pl.col("source") == "published")
        & (pl.col("split") == "")
        & pl.col("place_code").is_in(codes)
    )
    return lines.sort("ends").partition_by("place_code")


def _middle(lines: pl.DataFrame, codes: list[str]) -> pl.DataFrame:
    """The median of the neighbours' figures where at least three have one."""
    theirs = lines.filter(pl.col("place_code").is_in(codes) & pl.col("value").is_not_null())
    middle = theirs.group_by("measure", "kind", "source", "split", "split_value", "every", "period", "ends").agg(
        pl.col("value").median(), how_many=pl.len()
    )
    blank = pl.lit(None, dtype=pl.Float64)
    return (
        middle.filter(pl.col("how_many") >= _FEWEST_NEIGHBOURS)
        .with_columns(
            place_level=pl.lit("region"),
            place_code=pl.lit(""),
            place=pl.lit(NEIGHBOURS),
            numerator=blank,
            denominator=blank,
            squares=blank,
            code=pl.lit(""),
            note=pl.format("median of {} neighbours", "how_many"),
        )
        .select(lines.columns)
        .sort("ends")
    )
