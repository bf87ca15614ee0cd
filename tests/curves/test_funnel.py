"""Funnels: the limits by hand, what is found, and how often a place like all others is said to stand apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from tests.curves.test_worlds import not_wholly_above, not_wholly_below

from turncurve.curves.funnel import funnel


def test_the_limits_by_hand():
    found = funnel(np.array([25.0, 50.0, 75.0]), np.array([100.0, 200.0, 300.0]), kind="percent")
    assert (found.common, found.between) == (25.0, 0.0)
    # logit(.25) = -1.0986 and a standard error of 1 / sqrt(100 x .25 x .75) = .2309.
    assert found.hi95[0] == pytest.approx(100 / (1 + np.exp(1.0986 - 1.96 * 0.2309)), abs=0.01)
    assert found.lo998[0] == pytest.approx(100 / (1 + np.exp(1.0986 + 3.0902 * 0.2309)), abs=0.01)
    assert list(found.beyond) == [0, 0, 0]
    assert found.hi95[0] > found.hi95[1] > found.hi95[2] > 25


def test_how_much_places_usually_differ_by_hand():
    y, n = np.array([10.0, 30.0, 20.0, 40.0]), np.full(4, 100.0)
    found = funnel(y, n, kind="percent")
    seen = np.log((y + 0.5) / (n - y + 0.5)) - np.log(1 / 3)
    variance = 1 / (100 * 0.25 * 0.75)
    # Equal weights w: tau squared is (sum of z squared - 3) / (4w - w).
    assert found.between**2 == pytest.approx(((seen**2).sum() / variance - 3) * variance / 3)


def test_a_place_apart_is_found_and_one_like_the_others_is_not():
    y = np.array([20.0, 22.0, 19.0, 21.0, 18.0, 60.0])
    found = funnel(y, np.full(6, 100.0), kind="percent")
    assert found.between > 0
    many = funnel(np.array([20.0] * 30 + [60.0]), np.full(31, 100.0), kind="percent")
    assert list(many.beyond) == [0] * 30 + [1]
    few = funnel(np.array([40.0, 45.0, 38.0, 5.0]), np.array([400.0, 420.0, 390.0, 410.0]), kind="rate", per=10_000)
    assert few.common == pytest.approx(10_000 * 128 / 1620)
    assert few.lo998[0] < few.lo95[0] < few.common < few.hi95[0] < few.hi998[0]


def test_where_few_are_expected_the_limits_are_exact():
    y, n = np.array([1.0, 40.0, 41.0]), np.array([12.0, 400.0, 400.0])
    found = funnel(y, n, kind="percent")
    share = 82 / 812
    spread = np.sqrt(1 / (12 * share * (1 - share)) + found.between**2)
    on_the_logit = 1 / (1 + np.exp(-(np.log(share / (1 - share)) + 3.0902 * spread)))
    assert found.hi998[0] == pytest.approx(100 * max(binom.ppf(0.999, 12, share) / 12, on_the_logit), rel=1e-4)
    assert found.lo998[0] == 0


def test_too_few_places_or_nothing_counted_has_no_funnel():
    assert funnel(np.array([1.0, 2.0]), np.array([10.0, 10.0]), kind="percent") is None
    assert funnel(np.zeros(5), np.full(5, 10.0), kind="rate") is None
    assert funnel(np.full(4, 10.0), np.full(4, 10.0), kind="percent") is None
    assert funnel(np.zeros(3), np.zeros(3), kind="percent") is None


@given(st.lists(st.integers(0, 30), min_size=3, max_size=12).filter(any), st.integers(31, 500))
def test_a_share_and_its_complement_have_mirrored_funnels(counts, of):
    y, n = np.array(counts, dtype=float), np.full(len(counts), float(of))
    one, other = funnel(y, n, kind="percent"), funnel(n - y, n, kind="percent")
    assert one.between == pytest.approx(other.between, abs=1e-9)
    few = n * min(y.sum(), (n - y).sum()) / n.sum() < 5
    if not few.any():
        assert one.lo95 == pytest.approx(100 - other.hi95, abs=1e-6)
        assert list(one.beyond) == [-way for way in other.beyond]


def beyond(chance, *, places, of, between=0.0, times=1000):
    """How many of so many places, all drawn alike, lie beyond their outer limits."""
    level = -1.1 + chance.normal(0, between, (times, places)) if between else np.full((times, places), -1.1)
    y = chance.binomial(of, 1 / (1 + np.exp(-level))).astype(float)
    found = [funnel(one, np.full(places, float(of)), kind="percent") for one in y]
    return sum(int(np.abs(one.beyond).sum()) for one in found if one is not None)


@pytest.mark.slow
@pytest.mark.parametrize(("places", "of"), [(6, 60), (6, 400), (100, 200)])
def test_places_that_are_alike_hardly_ever_stand_apart(places, of):
    times = 1000 if places < 50 else 100
    found = beyond(np.random.default_rng(places + of), places=places, of=of, times=times)
    not_wholly_above(found, places * times, 0.004)


@pytest.mark.slow
def test_places_that_usually_differ_do_not_all_stand_apart():
    # Six places that differ by .25 on the logit, 400 in each: by chance alone one in seven would be called apart.
    found = beyond(np.random.default_rng(9), places=6, of=400, between=0.25)
    not_wholly_above(found, 6000, 0.02)
    y = np.random.default_rng(9).binomial(400, 1 / (1 + np.exp(1.1 - np.random.default_rng(8).normal(0, 0.25, 6000))))
    by_chance_alone = np.abs(np.log(y / (400 - y)) + 1.1) > 3.09 / np.sqrt(400 * 0.25 * 0.75)
    not_wholly_below(by_chance_alone.sum(), 6000, 0.1)
