"""The fast filter against the plain joint distribution, and what must not change the answer."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from turncurve.curves import departures, grid_for
from turncurve.curves.grid import Grid
from turncurve.words.periods import periods

DIFFUSE = 1e7


def one_model(s2, q, r, phi, k):
    at = np.array([1.0])
    return Grid(s2=at * s2, q=at * q, r=at * r, phi=at * phi, k=at * k, log_prior=at * 0.0)


def plainly(z, v, after, *, s2, q, r, phi, k):
    """The effect and its standard error by writing down the joint normal distribution of every period.

    The state at each period is a sum of the first level, the first slope and every step's noise; generalised least
    squares on the level of the effect then gives the answer with no recursion at all.
    """
    n = len(z)
    sources = [np.sqrt(DIFFUSE), np.sqrt(k)] + [np.sqrt(q)] * (n - 1) + [np.sqrt(r)] * (n - 1)
    loads = np.zeros((n, len(sources)))
    level, slope = np.zeros(len(sources)), np.zeros(len(sources))
    level[0], slope[1] = 1, 1
    loads[0] = level
    for t in range(1, n):
        new_slope = phi * slope
        level = level + phi * slope
        level = level.copy()
        level[2 + t - 1] += 1
        slope = new_slope.copy()
        slope[2 + (n - 1) + t - 1] += 1
        loads[t] = level
    scaled = loads * np.array(sources)
    seen = ~np.isnan(z)
    covariance = (scaled @ scaled.T)[np.ix_(seen, seen)] + np.diag(v[seen] + s2)
    x = after[seen].astype(float)
    inverse = np.linalg.inv(covariance)
    # The diffuse first level is a constant the regression must not use up.
    information = x @ inverse @ x
    return (x @ inverse @ z[seen]) / information, information**-0.5


numbers = st.floats(-2, 2, allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(
    z=st.lists(numbers, min_size=6, max_size=14),
    gaps=st.sets(st.integers(1, 13)),
    q=st.sampled_from([0.0, 0.01, 0.05]),
    r=st.sampled_from([0.0, 0.002]),
    phi=st.sampled_from([0.8, 0.9, 1.0]),
    k=st.sampled_from([0.001, 0.02]),
)
def test_the_filter_agrees_with_the_joint_distribution(z, gaps, q, r, phi, k):
    seen = np.array(z)
    after = np.arange(len(z)) >= len(z) // 2 + 1
    for gap in gaps:
        if gap < len(z) - 1:
            seen[gap] = np.nan
    if np.isnan(seen[after]).all() or (~np.isnan(seen[~after])).sum() < 2:
        return
    v = np.where(np.isnan(seen), np.nan, 0.05)
    fast = departures(
        seen[None], v[None], after=after, good_is="lower", grid=one_model(0.02, q, r, phi, k), ramp_over=1
    )
    effect, error = plainly(seen, np.nan_to_num(v), after, s2=0.02, q=q, r=r, phi=phi, k=k)
    assert fast.effect[0, 0] == pytest.approx(effect, abs=2e-3)
    assert fast.spread[0, 0] == pytest.approx(error, rel=2e-3)
    assert fast.p_own[0] == pytest.approx(norm.cdf(effect / error), abs=5e-3)


@pytest.fixture
def curve():
    chance = np.random.default_rng(11)
    z = chance.normal(-1.1, 0.3, (3, 24))
    v = np.full((3, 24), 0.08)
    return z, v, np.arange(24) >= 18


def test_what_is_good_mirrors(curve):
    z, v, after = curve
    lower = departures(z, v, after=after, good_is="lower", grid=grid_for("quarter"), ramp_over=4)
    higher = departures(-z, v, after=after, good_is="higher", grid=grid_for("quarter"), ramp_over=4)
    other = departures(z, v, after=after, good_is="higher", grid=grid_for("quarter"), ramp_over=4)
    np.testing.assert_allclose(lower.p, higher.p, atol=1e-9)
    np.testing.assert_allclose(lower.p_worse, other.p, atol=1e-9)


def test_missing_periods_are_allowed(curve):
    z, v, after = curve
    z[0, [3, 9, 20]] = np.nan
    found = departures(z, v, after=after, good_is="lower", grid=grid_for("quarter"), ramp_over=4)
    assert np.isfinite(found.p).all()
    assert np.isfinite(found.evidence).all()


def test_a_level_shift_of_the_whole_curve_changes_nothing(curve):
    z, v, after = curve
    one = departures(z, v, after=after, good_is="lower", grid=grid_for("quarter"), ramp_over=4)
    two = departures(z + 5, v, after=after, good_is="lower", grid=grid_for("quarter"), ramp_over=4)
    np.testing.assert_allclose(one.p, two.p, atol=1e-9)


def test_many_at_once_are_each_alone(curve):
    z, v, after = curve
    together = departures(z, v, after=after, good_is="lower", grid=grid_for("quarter"), ramp_over=4, drop_before=4)
    for i in range(3):
        alone = departures(
            z[i : i + 1],
            v[i : i + 1],
            after=after,
            good_is="lower",
            grid=grid_for("quarter"),
            ramp_over=4,
            drop_before=4,
        )
        assert alone.p[0] == pytest.approx(together.p[i], abs=1e-12)
        assert alone.evidence[0] == pytest.approx(together.evidence[i], rel=1e-9)


def test_the_quarterly_grid_has_the_points_the_method_was_measured_with():
    assert grid_for("quarter").size == 208
    assert np.exp(grid_for("quarter").log_prior).sum() == pytest.approx(1)


def test_quarters_are_calendar_quarters():
    first = next(iter(periods(every="quarter", first=date(2020, 4, 1), last=date(2020, 12, 31))))
    assert first.written == "2020Q2"
