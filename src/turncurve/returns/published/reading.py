"""Read published files of any kind, and say which figure is used where several are published."""

from collections.abc import Callable, Sequence

import polars as pl

from turncurve.definitions.measures import measures
from turncurve.returns.arriving import ArrivedFile, FileReport, Reading
from turncurve.returns.published.cells import code, header_of, number, rows_of
from turncurve.returns.published.ees import data_set, placed, read_data_sets
from turncurve.returns.published.lait import is_lait, read_lait
from turncurve.tables import in_shape, table

_NEIGHBOURS = frozenset({"LA.number", "SN_rank", "SN_LA_number", "SN_LA_name"})
_POPULATION = frozenset({"time_period", "age_group", "population_estimate"})
_INVENTED = frozenset({"time_period", "geographic_level", "measure", "numerator", "denominator", "value"})
_EES_KEYS = frozenset({"time_period", "geographic_level"})
LAIT, NEIGHBOURS, POPULATION, INVENTED, NOT_USED = (
    "LAIT",
    "statistical neighbours",
    "population estimates",
    "published-style figures (invented)",
    "DfE data set not used yet",
)


def recognise(file: ArrivedFile) -> str | None:  # noqa: PLR0911 # one way out for each kind of file
    """What published file it is, in plain words, from its columns; None for another file."""
    columns = frozenset(header_of(file))
    if not columns:
        return None
    if columns >= _NEIGHBOURS:
        return NEIGHBOURS
    if is_lait(file):
        return LAIT
    if columns >= _INVENTED:
        return INVENTED
    if columns >= _POPULATION:
        return POPULATION
    if (known := data_set(file)) is not None:
        return f"DfE {known.publication}: {known.title}"
    return NOT_USED if columns >= _EES_KEYS else None


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The tables published, population, neighbours and authorities.

    Every figure is kept. Of several for the same measure, place, split and year one is `used`: Explore Education
    Statistics wins over LAIT, and the newer release over the older. A rate is worked out from its count and the
    population at the middle of the year before, where both are published.
    """
    kinds = [(file, recognise(file) or "") for file in files]
    reports: list[FileReport] = []
    sets = [
        (file, known)
        for file, _ in kinds
        if (known := data_set(file)) is not None and recognise(file) not in (LAIT, INVENTED, POPULATION)
    ]
    progress(f"Reading {len(files)} published files")
    figures, places, counts = read_data_sets(sets)
    every = [figures] if figures.height else []
    authorities = [places] if places.height else []
    neighbours: list[pl.DataFrame] = []
    population: list[pl.DataFrame] = []
    for file, kind in kinds:
        rows_in = used = 0
        note = ""
        if kind == LAIT:
            found, rows_in, used = read_lait(file)
            every.append(found)
        elif kind == INVENTED:
            found, known_places, rows_in = _invented(file)
            every.append(found)
            authorities.append(known_places)
            used = rows_in
        elif kind == NEIGHBOURS:
            neighbours.append(_neighbours(file))
            rows_in = used = neighbours[-1].height
        elif kind == POPULATION:
            found, rows_in = _population(file)
            population.append(found)
            used = rows_in
            note = f"{found.height} estimates"
        elif file.key in counts:
            rows_in = counts[file.key][0]
            used, note = rows_in, f"{counts[file.key][1]} rows of England, regions and authorities"
        else:
            rows_in = used = rows_of(file).height
            note = "nothing is drawn from it yet"
        reports.append(
            FileReport(
                name=file.name,
                key=file.key,
                kind=kind,
                year=None,
                rows_in=rows_in,
                rows_used=used,
                rows_set_aside=rows_in - used,
                note=note,
            )
        )
    people = _one_each(population, on=["place_code", "mid_year"])
    published = _resolved(every, people)
    return Reading(
        tables={
            "published": in_shape(published, table=table("published")),
            "population": in_shape(people, table=table("population")),
            "neighbours": in_shape(_one_each(neighbours, on=["authority_dfe_code", "rank"]), table=table("neighbours")),
            "authorities": in_shape(_authorities(authorities), table=table("authorities")),
        },
        files=tuple(reports),
        problems=(),
    )


def _one_each(frames: Sequence[pl.DataFrame], *, on: Sequence[str]) -> pl.DataFrame:
    return pl.concat(frames).unique(on, keep="last", maintain_order=True) if frames else pl.DataFrame()


def _authorities(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """One row an authority, with its region from a file that names it: not every file does."""
    if not frames:
        return pl.DataFrame()
    return (
        pl.concat(frames).sort("region_code", nulls_last=True).unique("place_code", keep="first", maintain_order=True)
    )


def _neighbours(file: ArrivedFile) -> pl.DataFrame:
    rows = rows_of(file)
    return rows.select(
        authority_dfe_code="LA.number",
        rank=pl.col("SN_rank").cast(pl.Int64, strict=False),
        neighbour_dfe_code="SN_LA_number",
        neighbour="SN_LA_name",
        file=pl.lit(file.key),
    )


def _population(file: ArrivedFile) -> tuple[pl.DataFrame, int]:
    rows = rows_of(file)
    there = placed(rows).with_columns(children=number("population_estimate")).filter(pl.col("children").is_not_null())
    return there.select(
        "place_level",
        "place_code",
        "place",
        mid_year=pl.col("period").cast(pl.Int64),
        children=pl.col("children").cast(pl.Int64),
        file=pl.lit(file.key),
    ), rows.height


def _invented(file: ArrivedFile) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    rows = rows_of(file)
    there = placed(rows)
    headline = {name: definition.headline for name, definition in measures().items()}
    found = there.select(
        "place_level",
        "place_code",
        "place",
        "period",
        "measure",
        split_value=pl.col("measure").replace_strict(headline, default="all"),
        numerator=number("numerator"),
        denominator=number("denominator"),
        said=number("value"),
        code=code("value"),
        of_population=pl.lit(value=False),
        source=pl.lit("invented"),
        dataset=pl.lit("Invented figures"),
        release=pl.col("period").max(),
        file=pl.lit(file.key),
    )
    places = there.filter(pl.col("place_level") == "authority").select(
        "place_code", "dfe_code", "place", region_code="region_code_found", region="region_found"
    )
    return found, places.unique().with_columns(file=pl.lit(file.key)), rows.height


def _resolved(every: Sequence[pl.DataFrame], people: pl.DataFrame) -> pl.DataFrame:
    """Figures with their denominators and values, and `used` on one of each."""
    if not every:
        return pl.DataFrame()
    columns = every[0].columns
    figures = pl.concat([frame.select(columns) for frame in every])
    figures = figures.with_columns(year=pl.col("period").cast(pl.Int64))
    if people.height:
        below = people.select("place_code", year=pl.col("mid_year") + 1, living=pl.col("children").cast(pl.Float64))
        figures = figures.join(below, on=["place_code", "year"], how="left")
    else:
        figures = figures.with_columns(living=pl.lit(None, dtype=pl.Float64))
    per = {name: float(definition.per) for name, definition in measures().items()}
    figures = figures.with_columns(
        denominator=pl.when(pl.col("of_population")).then(pl.col("living")).otherwise(pl.col("denominator")),
        per=pl.col("measure").replace_strict(per, default=100.0),
        ends=pl.date(pl.col("year"), 3, 31),
    )
    worked = pl.when(pl.col("denominator") > 0).then(pl.col("per") * pl.col("numerator") / pl.col("denominator"))
    figures = figures.with_columns(value=pl.coalesce(worked, pl.col("said")))
    rank = pl.col("source").replace_strict(
        {"Explore Education Statistics": 2, "LAIT": 1}, default=3, return_dtype=pl.Int64
    )
    best = figures.with_columns(rank=rank, has=pl.col("value").is_not_null()).sort(
        ["rank", "release"], descending=True, maintain_order=True
    )
    first = pl.int_range(pl.len()).over("measure", "place_code", "split_value", "period") == 0
    return best.with_columns(
        used=first,
        code=pl.when(pl.col("value").is_null() & (pl.col("code") == "")).then(pl.lit(":")).otherwise(pl.col("code")),
    )
