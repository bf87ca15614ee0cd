"""Every journey, counted, is one expression that PostgreSQL and Spark can be given as well, in their own words."""

import re
from datetime import date

import ibis
import pytest

from turncurve.definitions.measures import Measure, measures
from turncurve.journeys import counted

CALENDAR = {"period": ["2024"], "starts": [date(2023, 4, 1)], "ends": [date(2024, 3, 31)], "mid_year": [2023]}
DUCKDB_ALONE = ("DATE_DIFF(", "STRFTIME(", "LIST_", "STRUCT_")


# One measure for each journey and each way of counting it.
EACH_WAY = {(one.journey, one.kind, one.each): one for one in measures().values()}


@pytest.mark.slow
@pytest.mark.parametrize("measure", EACH_WAY.values(), ids=lambda measure: measure.id)
def test_a_measure_can_be_said_to_other_engines(measure: Measure):
    asked = counted(measure, calendar=ibis.memtable(CALENDAR), splits=measure.splits)
    said = {engine: ibis.to_sql(asked, dialect=engine) for engine in ("postgres", "pyspark")}
    for text in said.values():
        assert text.startswith(("WITH", "SELECT"))
        assert not [word for word in DUCKDB_ALONE if word in text]
        # A number with a point would be a decimal on Spark, and its mean would be rounded without a word.
        assert not re.findall(r"(?<![\w.'])\d+\.\d+(?![\w'])", text)
    # PostgreSQL will not take a Boolean for a large whole number (Ibis's own counts on Spark do, which it allows).
    assert not re.search(r"CAST\([^()]*(?:>|<|=|IS NULL|IS NOT NULL)[^()]* AS (?:BIGINT|INT)", said["postgres"])
