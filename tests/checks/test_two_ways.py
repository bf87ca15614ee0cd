"""The checks that look at neighbours, against plain loops over each child's episodes."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checks.drawing import reported_of

from turncurve.checks import run_checks
from turncurve.definitions.checks import checks

FIRST = date(2022, 4, 1)
days = st.integers(0, 900).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def episodes(draw):
    rows = []
    for number in range(draw(st.integers(1, 8))):
        began = draw(days)
        ended = draw(st.none() | st.integers(0, 200).map(lambda n, began=began: began + timedelta(days=n)))
        rows.append(
            {
                "person_id": draw(st.sampled_from("ab")),
                "year": draw(st.sampled_from([2023, 2024])),
                "began": began,
                "ended": ended,
                "reason_began": draw(st.sampled_from(["S", "P", "L", None])),
                "reason_ended": draw(st.sampled_from(["X1", "E4A", None])),
                "file": "f",
                "row": number + 2,
            }
        )
    return rows


def found_by(name, rows):
    return set(run_checks([checks()[name]], reported_of(checks()[name], {"cla_episodes": rows})).found["row"])


def in_order(rows):
    """Each child's episodes of each year with the one before and the next."""
    for key in sorted({(row["person_id"], row["year"]) for row in rows}):
        of_child = [row for row in rows if (row["person_id"], row["year"]) == key]
        of_child.sort(key=lambda row: (row["began"], row["ended"] or date.max, row["row"]))
        yield from zip(of_child, [None, *of_child], [*of_child[1:], None], strict=False)


@settings(max_examples=60, deadline=None)
@given(episodes())
def test_overlaps_gaps_and_open_episodes_are_those_a_loop_finds(rows):
    overlap, gap, left_open, again = set(), set(), set(), set()
    for row, before, following in in_order(rows):
        if following and row["ended"] and row["ended"] > following["began"]:
            overlap.add(row["row"])
        if following and row["ended"] is None:
            left_open.add(row["row"])
        if before and before["ended"] and before["ended"] < row["began"] and row["reason_began"] not in ("S", None):
            gap.add(row["row"])
        if before and before["ended"] == row["began"] and row["reason_began"] == "S":
            again.add(row["row"])
    assert found_by("episode_runs_past_the_next", rows) == overlap
    assert found_by("open_episode_before_another", rows) == left_open
    assert found_by("continues_after_a_gap", rows) == gap
    assert found_by("starts_again_the_same_day", rows) == again


@settings(max_examples=60, deadline=None)
@given(episodes())
def test_lost_and_late_episodes_are_those_a_loop_finds(rows):
    reported = {(row["person_id"], row["began"], row["year"]) for row in rows}
    both = {row["year"] for row in rows} == {2023, 2024}
    lost = {
        row["row"]
        for row in rows
        if both and row["year"] == 2023 and row["ended"] is None
        and (row["person_id"], row["began"], 2024) not in reported
    }  # fmt: skip
    late = {
        row["row"]
        for row in rows
        if both and row["year"] == 2024 and row["began"] < date(2023, 4, 1)
        and (row["person_id"], row["began"], 2023) not in reported
    }  # fmt: skip
    assert found_by("open_episode_lost", rows) == lost
    assert found_by("begun_before_and_not_reported", rows) == late


@settings(max_examples=40, deadline=None)
@given(episodes())
def test_nothing_is_found_that_was_not_tested_and_every_year_is_answered_for(rows):
    wanted = [check for check in checks().values() if check.table == "cla_episodes"]
    for check in wanted:
        checked = run_checks([check], reported_of(check, {"cla_episodes": rows}))
        years = {row["year"] for row in rows}
        assert set(checked.ran["year"]) == years
        assert checked.ran.filter(pl.col("rows_found") > pl.col("rows_tested")).is_empty()
        assert checked.found.height == checked.ran["rows_found"].sum()
