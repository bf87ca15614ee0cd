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

LINES = [(name, split) for name, one in measures().items() for split in ("", *one.splits)]


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


def answer(connection, name: str, split: str) -> list[tuple[object, ...]]:
    measure = measures()[name]
    question = counted(measure, calendar=ibis.memtable(calendar_of(measure)), split=split)
    rows = connection.to_pyarrow(question).to_pylist()
    found = [
        (
            row["period"],
            row["part"],
            int(row["numerator"]),
            None if row["denominator"] is None else int(row["denominator"]),
        )
        for row in rows
    ]
    assert [row["ends"] for row in rows] == sorted(row["ends"] for row in rows)
    return sorted(found, key=str)


@pytest.mark.parametrize(("name", "split"), LINES)
def test_postgresql_counts_as_duckdb_does(duckdb, postgresql, name, split):
    expected = answer(duckdb, name, split)
    assert any(row[2] for row in expected)
    assert answer(postgresql, name, split) == expected


@pytest.mark.parametrize(("name", "split"), LINES)
def test_spark_counts_as_duckdb_does(duckdb, spark, name, split):
    assert answer(spark, name, split) == answer(duckdb, name, split)
