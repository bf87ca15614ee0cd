"""The method on real authorities' published curves: false claims at arbitrary dates, and coverage (3.9 tests 4 and 5)."""

import pytest
from tests.curves.real_panel import coverage, placebo
from tests.curves.test_worlds import not_wholly_above, not_wholly_below
from tests.support.shared import needs_shared


def not_wholly_outside(ps, below, low, high):
    not_wholly_below((ps < below).sum(), ps.size, low)
    not_wholly_above((ps < below).sum(), ps.size, high)


@needs_shared
@pytest.mark.slow
def test_at_arbitrary_dates_real_curves_are_claimed_as_often_as_chance_says():
    ps = placebo()
    assert ps.size > 2500
    not_wholly_outside(ps, 0.05, 0.035, 0.065)
    not_wholly_outside(ps, 0.10, 0.08, 0.12)
    not_wholly_outside(ps, 0.25, 0.22, 0.28)


@needs_shared
@pytest.mark.long
def test_real_figures_fall_inside_their_intervals_as_often_as_they_say():
    rows = coverage()
    many = len(rows)
    assert many > 5000
    inside80, inside95 = rows[:, 0].sum(), rows[:, 1].sum()
    not_wholly_below(inside80, many, 0.78)
    not_wholly_above(inside80, many, 0.86)
    not_wholly_below(inside95, many, 0.93)
    not_wholly_above(inside95, many, 0.97)
    # The method's own marks (interval score 7.1, error .98) are for all 147 authorities; on these 108 the figures are
    # held to what was measured, and to beating no change.
    score, error, no_change = rows[:, 2:].mean(axis=0)
    assert score <= 7.6
    assert error <= 1.05
    assert error < no_change
