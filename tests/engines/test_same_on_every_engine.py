"""One measure, one definition, one answer: DuckDB, PostgreSQL and Spark count every curve alike."""

from datetime import date

import ibis
import polars as pl
import pytest

from turncurve.definitions.measures import measures
from turncurve.journeys import counted
from turncurve.words.periods import periods, year_ending_march

pytestmark = [
    pytest.mark.long,
    pytest.mark.slow,
    # Spark's own client leaves sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]


# The invented workers of a child begin with care.
NOBODY_INVENTED = {"same_lead_into_care", "same_lead_onto_plan"}


def calendar_of(measure) -> pl.DataFrame:
    """Two years of the measure's usual periods, and those years."""
    wanted = [
        period
        for every in dict.fromkeys((measure.usual, "year"))
        for period in periods(every=every, first=date(2022, 4, 1), last=date(2024, 3, 31))
    ]
    return pl.DataFrame(
        {
            "period": [one.written for one in wanted],
            "starts": [one.starts for one in wanted],
            "ends": [one.ends for one in wanted],
            "mid_year": [year_ending_march(one.ends) - 1 for one in wanted],
        }
    )


def answer(connection, name: str) -> list[tuple[object, ...]]:
    """The measure whole and by every split: a row is split, part, period, and the counts as whole numbers."""
    measure = measures()[name]
    question = counted(measure, calendar=ibis.memtable(calendar_of(measure)), splits=measure.splits)
    rows = connection.to_pyarrow(question).to_pylist()
    found = [
        (
            row["split"],
            row["part"],
            row["period"],
            *(None if row[count] is None else int(row[count]) for count in ("numerator", "denominator", "squares")),
        )
        for row in rows
    ]
    # Blanks sort as engines please, so the order is held to the columns that are never blank.
    by_part = {(row["split"], row["part"]): [] for row in rows}
    for row in rows:
        by_part[row["split"], row["part"]].append(row["ends"])
    assert all(days == sorted(days) for days in by_part.values())
    return sorted(found, key=str)


@pytest.mark.parametrize("name", measures())
def test_postgresql_counts_as_duckdb_does(duckdb, postgresql, name):
    expected = answer(duckdb, name)
    assert any(row[3] for row in expected) or name in NOBODY_INVENTED
    assert answer(postgresql, name) == expected


@pytest.mark.parametrize("name", measures())
def test_spark_counts_as_duckdb_does(duckdb, spark, name):
    assert answer(spark, name) == answer(duckdb, name)
