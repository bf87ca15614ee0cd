"""Read published files of any kind, and say which figure is used where several are published."""

from collections.abc import Callable, Sequence

import polars as pl

from turncurve.definitions.measures import measures
from turncurve.returns.arriving import ArrivedFile, FileReport, Reading
from turncurve.returns.published.cells import code, header_of, number, rows_of
from turncurve.returns.published.ees import data_set, placed, read_data_sets
from turncurve.returns.published.lait import is_lait, names_no_measure, read_lait
from turncurve.returns.published.neighbours import is_neighbours, read_neighbours
from turncurve.tables import in_shape, table
from turncurve.words.problems import RowProblem

_POPULATION = frozenset({"time_period", "age_group", "population_estimate"})
_INVENTED = frozenset({"time_period", "geographic_level", "measure", "numerator", "denominator", "value"})
_EES_KEYS = frozenset({"time_period", "geographic_level"})
LAIT, LAIT_OF_NOTHING, NEIGHBOURS, POPULATION, INVENTED, NOT_USED = (
    "LAIT",
    "LAIT table that does not name its measure",
    "statistical neighbours",
    "population estimates",
    "published-style figures (invented)",
    "DfE data set not used yet",
)


def recognise(file: ArrivedFile) -> str | None:  # noqa: PLR0911 # one way out for each kind of file
    """What published file it is, in plain words, from its columns in any case; None for another file."""
    columns = frozenset(name.casefold() for name in header_of(file))
    if not columns:
        return None
    if is_neighbours(file):
        return NEIGHBOURS
    if is_lait(file):
        return LAIT
    if columns >= _INVENTED:
        return INVENTED
    if columns >= _POPULATION:
        return POPULATION
    if columns >= _EES_KEYS:
        known = data_set(file)
        return f"DfE {known.publication}: {known.title}" if known else NOT_USED
    return LAIT_OF_NOTHING if names_no_measure(file) else None


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The tables published, population, neighbours and authorities.

    Every figure is kept. Of several for the same measure, place, split and year one is `used`: Explore Education
    Statistics wins over LAIT, the newer release over the older, and of one release the file that arrived last. A rate
    is worked out from its count and the population at the middle of the year before, where both are published.
    """
    kinds = [(file, recognise(file) or "") for file in files]
    reports: list[FileReport] = []
    problems: list[RowProblem] = []
    sets = [
        (file, known)
        for file, kind in kinds
        if kind not in (LAIT, INVENTED, POPULATION, NEIGHBOURS) and (known := data_set(file)) is not None
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
            found, rows_in = read_lait(file)
            every.append(found)
            used, note = rows_in, "" if found.height else "nothing is drawn from it yet"
        elif kind == LAIT_OF_NOTHING:
            rows_in = rows_of(file).height
            problems.append(_names_no_measure(file))
        elif kind == INVENTED:
            found, known_places, rows_in = _invented(file)
            every.append(found)
            authorities.append(known_places)
            used = rows_in
        elif kind == NEIGHBOURS:
            found, rows_in, used = read_neighbours(file)
            neighbours.append(found)
            note = f"{found.height} neighbours"
            if used < rows_in:
                problems.append(_without_codes(file, rows=rows_in - used))
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
            "neighbours": in_shape(_last_list_of_each(neighbours), table=table("neighbours")),
            "authorities": in_shape(_authorities(authorities), table=table("authorities")),
        },
        files=tuple(reports),
        problems=tuple(problems),
    )


def _names_no_measure(file: ArrivedFile) -> RowProblem:
    return RowProblem(
        file=file.name,
        row=None,
        field="",
        found="a LAIT table with a column a year, which does not say what it is a table of",
        expected="a column Measure",
        to_fix="Download it from LAIT's page 'Create your own', where each row names its measure.",
        rule="measure-not-named",
        set_aside=True,
    )


def _without_codes(file: ArrivedFile, *, rows: int) -> RowProblem:
    return RowProblem(
        file=file.name,
        row=None,
        field="LA number",
        found=f"{rows} rows that name no neighbour by its code",
        expected="the DfE's three-figure codes",
        to_fix="Nothing, if they are notes; else download the list again.",
        rule="needed-and-blank",
        set_aside=True,
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


def _last_list_of_each(lists: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Each authority's neighbours from the last list that has it, so that two models are never mixed."""
    if not lists:
        return pl.DataFrame()
    every = pl.concat([one.with_columns(list=pl.lit(at)) for at, one in enumerate(lists)])
    last = every.filter(pl.col("list") == pl.col("list").max().over("authority_dfe_code"))
    return last.unique(["authority_dfe_code", "rank"], keep="first", maintain_order=True)


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
    figures = pl.concat([frame.select(columns) for frame in every]).with_row_index("arrived")
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
    best = figures.with_columns(rank=rank).sort(["rank", "release", "arrived"], descending=True)
    first = pl.int_range(pl.len()).over("measure", "place_code", "split_value", "period") == 0
    return best.with_columns(
        used=first,
        code=pl.when(pl.col("value").is_null() & (pl.col("code") == "")).then(pl.lit(":")).otherwise(pl.col("code")),
    )
