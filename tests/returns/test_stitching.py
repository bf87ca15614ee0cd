"""Many years made into one history."""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.returns import plain_stitching

from turncurve.returns.ssda903 import stitching

D = date
COLUMNS = {
    "person_id": pl.String,
    "began": pl.Date,
    "ended": pl.Date,
    "reason_began": pl.String,
    "reason_ended": pl.String,
    "legal_status": pl.String,
    "placement_type": pl.String,
    "year": pl.Int32,
}


def stitch(rows, *, years):
    found, repairs = stitching.stitch(pl.DataFrame(list(rows), schema=COLUMNS), years=years)
    return found.to_dicts(), {repair.rule: repair.rows for repair in repairs}


def episode(began, ended=None, *, year, child="a", rne="S", rec=None, status=None):
    return {
        "person_id": child,
        "began": began,
        "ended": ended,
        "reason_began": rne,
        "reason_ended": rec,
        "legal_status": status,
        "placement_type": None,
        "year": year,
    }


def stitched(*rows, years):
    episodes, repairs = stitch(rows, years=years)
    return [(one["began"], one["ended"]) for one in episodes], repairs


def test_open_one_year_and_closed_the_next_is_one_episode():
    rows = (episode(D(2022, 5, 1), year=2023), episode(D(2022, 5, 1), D(2023, 6, 1), year=2024, rec="E4A"))
    assert stitched(*rows, years=[2023, 2024]) == (
        [(D(2022, 5, 1), D(2023, 6, 1))],
        {"restated-by-a-newer-return": 1},
    )


def test_open_in_the_newest_year_stays_open():
    assert stitched(episode(D(2022, 5, 1), year=2024), years=[2023, 2024]) == ([(D(2022, 5, 1), None)], {})


def test_open_and_never_reported_again_counts_to_its_last_31_march():
    found, repairs = stitched(episode(D(2022, 5, 1), year=2023), years=[2023, 2024])
    assert found == [(D(2022, 5, 1), D(2023, 4, 1))]
    assert repairs == {"open-episode-closed-at-year-end": 1}


def test_open_and_followed_is_closed_by_the_next():
    rows = (episode(D(2022, 5, 1), year=2023), episode(D(2022, 9, 1), year=2024, rne="P"))
    found, repairs = stitched(*rows, years=[2023, 2024])
    assert found == [(D(2022, 5, 1), D(2022, 9, 1)), (D(2022, 9, 1), None)]
    assert repairs == {"open-episode-closed-by-the-next": 1}


def test_open_and_started_again_later_left_a_gap():
    rows = (episode(D(2022, 5, 1), year=2023), episode(D(2023, 9, 1), year=2024))
    assert stitched(*rows, years=[2023, 2024])[0] == [(D(2022, 5, 1), D(2023, 4, 1)), (D(2023, 9, 1), None)]


def test_an_overlap_is_cut_at_the_next_start():
    rows = (episode(D(2022, 5, 1), D(2022, 12, 1), year=2023, rec="X1"), episode(D(2022, 9, 1), year=2023, rne="P"))
    found, repairs = stitched(*rows, years=[2023])
    assert found[0] == (D(2022, 5, 1), D(2022, 9, 1))
    assert repairs == {"overlap-cut-at-the-next-start": 1}


@st.composite
def histories(draw):
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        began = D(2021, 4, 1) + timedelta(days=draw(st.integers(0, 900)))
        lasted = draw(st.one_of(st.none(), st.integers(0, 400)))
        rows.append(
            episode(
                began,
                None if lasted is None else began + timedelta(days=lasted),
                year=began.year + (began.month > 3) + draw(st.integers(0, 1)),
                child=draw(st.sampled_from("ab")),
                rne=draw(st.sampled_from("SPL")),
                rec=draw(st.sampled_from(["X1", "E4A", None])),
                status=draw(st.sampled_from(["C2", "V2"])),
            )
        )
    return rows


YEARS = [2022, 2023, 2024, 2025]


@settings(max_examples=80, deadline=None)
@given(histories())
def test_children_are_conserved_nothing_overlaps_and_twice_changes_nothing(rows):
    once, _ = stitch(rows, years=YEARS)
    assert {one["person_id"] for one in once} == {one["person_id"] for one in rows}
    for child in "ab":
        mine = [one for one in once if one["person_id"] == child]
        for one, following in pairwise(mine):
            assert one["ended"] is not None
            assert one["ended"] <= following["began"]
        assert all(one["ended"] is None or one["ended"] >= one["began"] for one in mine)
    again, repairs = stitch(once, years=YEARS)
    assert again == once
    assert repairs == {}


@settings(max_examples=400, deadline=None)
@given(histories(), st.sets(st.sampled_from(YEARS), min_size=1))
def test_columns_tell_the_same_history_as_a_loop(rows, years):
    """Days close together, so that every rule is met."""
    near = [{**row, "began": D(2021, 4, 1) + (row["began"] - D(2021, 4, 1)) // 40 * 40} for row in rows]
    near = [row for row in near if row["ended"] is None or row["ended"] >= row["began"]]
    plain, done = plain_stitching.stitch(near, years=years)
    found, repairs = stitch(near, years=years)
    assert found == plain
    assert repairs == done
