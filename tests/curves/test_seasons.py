"""Curves with seasons: the filter against the plain joint distribution, and what seasons cost and save."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.curves.test_departure import DIFFUSE, one_model
from tests.curves.test_worlds import AFTER, BEFORE, flat, not_wholly_above, not_wholly_below, observed, over_dispersed

from turncurve.curves import Series, departures, forecast, grid_for, period_end_after
from turncurve.curves.filtering import SEASON_SPREAD
from turncurve.definitions.measures import measures

QUARTER = np.arange(BEFORE + AFTER) % 4
# A strong season: quarters from 22% to 29% where the year's level is 25%.
PATTERN = 0.3 * np.array([-0.2, 0.4, 0.6, -0.8])


def plainly(z, v, after, season, *, s2, q, phi, k):
    """Effect and standard error by generalised least squares on the whole covariance, seasons included."""
    n = len(z)
    t = np.arange(n)
    slope_to = np.array([sum(phi**j for j in range(1, i + 1)) for i in t])
    covariance = DIFFUSE + q * np.minimum.outer(t, t) + k * np.outer(slope_to, slope_to)
    covariance += SEASON_SPREAD**2 * np.equal.outer(season, season) + np.diag(v + s2)
    seen = ~np.isnan(z)
    inverse = np.linalg.inv(covariance[np.ix_(seen, seen)])
    x = after[seen].astype(float)
    information = x @ inverse @ x
    return (x @ inverse @ z[seen]) / information, information**-0.5


@settings(max_examples=40, deadline=None)
@given(
    z=st.lists(st.floats(-2, 2), min_size=9, max_size=16),
    gaps=st.sets(st.integers(1, 15), max_size=4),
    q=st.sampled_from([0.0, 0.01, 0.05]),
    phi=st.sampled_from([0.8, 1.0]),
    starts_in=st.integers(0, 3),
)
def test_with_seasons_the_filter_agrees_with_the_joint_distribution(z, gaps, q, phi, starts_in):
    z = np.array(z)
    after = np.arange(z.size) >= z.size - 3
    for gap in gaps:
        if gap < z.size - 1:
            z[gap] = np.nan
    season = (np.arange(z.size) + starts_in) % 4
    v = np.full(z.size, 0.05)
    fast = departures(
        z[None], np.where(np.isnan(z), np.nan, v)[None], after=after, good_is="lower",
        grid=one_model(0.02, q, 0.0, phi, 0.01), ramp_over=1, season=season, seasons=4,
    )  # fmt: skip
    effect, error = plainly(z, v, after, season, s2=0.02, q=q, phi=phi, k=0.01)
    assert fast.effect[0, 0] == pytest.approx(effect, abs=5e-3)
    assert fast.spread[0, 0] == pytest.approx(error, rel=5e-3)


def claimed(level, chance, *, seasonal):
    z, v = observed(level, chance)
    season = {"season": QUARTER, "seasons": 4} if seasonal else {}
    after = np.arange(BEFORE + AFTER) >= BEFORE
    found = departures(z, v, after=after, good_is="lower", grid=grid_for("quarter"), ramp_over=4, **season)
    return int((found.p < 0.05).sum())


def check_seasons(many):
    """The false claims and the power of the seasonal test where there are seasons and where there are none."""
    for make, pattern in ((flat, PATTERN), (over_dispersed, PATTERN), (over_dispersed, 0 * PATTERN)):
        chance = np.random.default_rng([31, many])
        level = make(chance, many, BEFORE + AFTER) + pattern[QUARTER]
        not_wholly_above(claimed(level, chance, seasonal=True), many, 0.065)
        level[:, BEFORE:] -= 0.6
        not_wholly_below(claimed(level, chance, seasonal=True), many, 0.58)


@pytest.mark.slow
def test_seasons_keep_false_claims_and_power():
    check_seasons(100)


@pytest.mark.long
def test_seasons_keep_false_claims_and_power_in_hundreds_of_worlds():
    check_seasons(800)


@pytest.mark.long
def test_declaring_seasons_that_are_not_there_costs_little_power():
    chance = np.random.default_rng(32)
    level = over_dispersed(chance, 800, BEFORE + AFTER)
    level[:, BEFORE:] -= 0.6
    seasonal = claimed(level, np.random.default_rng(33), seasonal=True)
    plain = claimed(level, np.random.default_rng(33), seasonal=False)
    assert seasonal >= plain - 0.04 * 800


def test_a_seasonal_forecast_follows_the_seasons():
    ends = tuple(period_end_after(date(2016, 3, 31), every="quarter", periods=n) for n in range(32))
    share = 1 / (1 + np.exp(-(-1.1 + PATTERN[np.arange(32) % 4])))
    counted = tuple(float(round(2000 * one)) for one in share)
    curve = Series(
        kind="percent", every="quarter", ends=ends[:24], numerator=counted[:24], denominator=(2000.0,) * 24,
        value=tuple(n / 20 for n in counted[:24]), seasonal=True,
    )  # fmt: skip
    made = forecast(curve, learned_up_to=ends[23], horizon=ends[24:28])
    came = 100 * share[24:28]
    np.testing.assert_allclose([point.median for point in made.points], came, atol=0.7)
    plain = forecast(replace(curve, seasonal=False), learned_up_to=ends[23], horizon=ends[24:28])
    widths = [sum(point.hi80 - point.lo80 for point in one.points) for one in (made, plain)]
    assert widths[0] < widths[1]


def test_only_assessments_have_seasons():
    assert [one.id for one in measures().values() if one.seasonal] == ["assessments_in_45_days"]
