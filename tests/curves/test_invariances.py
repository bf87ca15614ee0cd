"""What must not change an answer, and figures so small, large or few that a careless sum would break on them."""

import warnings
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turncurve.curves import Series, Verdict, forecast, judge, period_end_after
from turncurve.curves.series import expected_noise, natural, transformed

FIRST = date(2015, 3, 31)
EVERY = st.sampled_from(["quarter", "year"])


def made(counts, below, *, every="quarter", first=FIRST, kind="percent", **more):
    ends = tuple(period_end_after(first, every=every, periods=n) for n in range(len(counts)))
    value = [
        None if y is None or not n else 100 * y / n if kind == "percent" else 1000 * y / n
        for y, n in zip(counts, below, strict=True)
    ]
    return Series(
        kind=kind, every=every, ends=ends, numerator=tuple(counts), denominator=tuple(below), value=tuple(value),
        per=100.0 if kind == "percent" else 1000.0, **more,
    )  # fmt: skip


def judged(curve, *, before, good_is="lower", bad=False, as_at=None, **more):
    turning = curve.ends[before - 1]
    return judge(
        curve, turning_date=turning, declared_on=turning, good_is=good_is, chosen_because_bad=bad,
        as_at=as_at or curve.ends[-1], **more,
    )  # fmt: skip


@st.composite
def curves(draw, periods=20, gaps=True):
    below = [float(n) for n in draw(st.lists(st.integers(20, 300), min_size=periods, max_size=periods))]
    shares = draw(st.lists(st.floats(0.05, 0.95), min_size=periods, max_size=periods))
    counts = [float(round(n * share)) for n, share in zip(below, shares, strict=True)]
    if gaps:
        for gap in draw(st.sets(st.integers(1, periods - 1), max_size=3)):
            counts[gap] = below[gap] = None
    return made(counts, below)


def said(found):
    return [found.verdict, found.reason, found.earliest, *(look.ends for look in found.looks)]


def numbers(found):
    each = [found.effect, found.lo90, found.hi90, found.p, found.e_value, found.detectable, found.rebound]
    each += [one for look in found.looks for one in (look.p, look.p_worse)]
    if found.forecast is not None:
        each += [
            x for point in found.forecast.points for x in (point.median, point.lo80, point.hi80, point.lo95, point.hi95)
        ]
    return [one for one in each if one is not None]


@settings(max_examples=25, deadline=None)
@given(curve=curves(), bad=st.booleans())
def test_counting_the_others_instead_mirrors_everything(curve, bad):
    others = made(
        [None if y is None else n - y for y, n in zip(curve.numerator, curve.denominator, strict=True)],
        curve.denominator,
    )
    one, two = judged(curve, before=12, bad=bad), judged(others, before=12, good_is="higher", bad=bad)
    assert one.verdict == two.verdict
    for a, b in zip(one.looks, two.looks, strict=True):
        assert (a.p, a.p_worse) == pytest.approx((b.p, b.p_worse), abs=1e-9)
    if one.effect is not None:
        assert one.effect == pytest.approx(-two.effect, abs=1e-6)
    if one.detectable is not None:
        assert one.detectable == pytest.approx(two.detectable, abs=1e-6)
    # What is good the other way round swaps the two directions.
    swapped = judged(curve, before=12, good_is="higher", bad=bad)
    for a, b in zip(one.looks, swapped.looks, strict=True):
        assert (a.p, a.p_worse) == pytest.approx((b.p_worse, b.p), abs=1e-9)


@given(
    y=st.integers(200, 5000), n=st.integers(6000, 20000), times=st.integers(2, 50),
    kind=st.sampled_from(["percent", "rate"]),
)  # fmt: skip
def test_counts_and_numbers_multiplied_shrink_the_variance_by_as_much(y, n, times, kind):
    z, v = transformed(made([float(y)], [float(n)], kind=kind))
    more_z, more_v = transformed(made([float(y * times)], [float(n * times)], kind=kind))
    # The half that is added to a count fades as counts grow.
    assert v[0] / more_v[0] == pytest.approx(times, rel=0.01)
    assert more_z[0] == pytest.approx(z[0], abs=0.01)


@settings(max_examples=15, deadline=None)
@given(curve=curves(), years=st.integers(-15, 15))
def test_other_dates_change_nothing(curve, years):
    moved = replace(curve, ends=tuple(period_end_after(end, every="quarter", periods=4 * years) for end in curve.ends))
    one, two = judged(curve, before=12), judged(moved, before=12)
    assert (one.verdict, numbers(one)) == (two.verdict, numbers(two))


@settings(max_examples=20, deadline=None)
@given(curve=curves(periods=26), upto=st.integers(17, 26), bad=st.booleans())
def test_later_figures_and_later_gaps_never_change_a_look(curve, upto, bad):
    now = judged(curve, before=12, bad=bad, as_at=curve.ends[upto - 1])
    later = judged(curve, before=12, bad=bad)
    assert later.looks[: len(now.looks)] == now.looks
    if now.verdict != Verdict.CANNOT:
        assert (now.detectable, now.rebound) == (later.detectable, later.rebound)
        shared = min(len(now.forecast.points), len(later.forecast.points))
        assert now.forecast.points[:shared] == later.forecast.points[:shared]


@settings(max_examples=20, deadline=None)
@given(curve=curves())
def test_a_period_not_given_is_a_period_missing(curve):
    keep = [i for i, y in enumerate(curve.numerator) if y is not None or i in (0, 11, 19)]
    thinned = Series(
        kind="percent", every="quarter", ends=tuple(curve.ends[i] for i in keep),
        numerator=tuple(curve.numerator[i] for i in keep), denominator=tuple(curve.denominator[i] for i in keep),
        value=tuple(curve.value[i] for i in keep),
    )  # fmt: skip
    turning = curve.ends[11]
    asked = {"turning_date": turning, "declared_on": turning, "good_is": "lower", "chosen_because_bad": False}
    one = judge(curve, as_at=curve.ends[-1], **asked)
    two = judge(thinned, as_at=curve.ends[-1], **asked)
    assert said(one) == said(two)
    assert numbers(one) == pytest.approx(numbers(two))


def test_a_missing_figure_puts_the_next_look_off_and_never_into_the_past():
    counts = [50.0] * 12 + [50.0, None, None, 50.0]
    found = judged(made(counts, [200.0] * 16), before=12)
    assert found.n_after == 2
    assert found.earliest == period_end_after(found.turning_date, every="quarter", periods=6)


def test_figures_that_stop_before_the_turning_date_forecast_over_the_gap():
    curve = made([50.0] * 12, [200.0] * 12)
    turning = period_end_after(curve.ends[-1], every="quarter", periods=2)
    found = judge(
        curve, turning_date=turning, declared_on=turning, good_is="lower", chosen_because_bad=False, as_at=turning
    )
    assert found.verdict == Verdict.TOO_EARLY
    assert found.earliest == period_end_after(turning, every="quarter", periods=4)
    first = period_end_after(turning, every="quarter", periods=1)
    assert found.forecast.points[0].ends == first
    near = forecast(
        curve, learned_up_to=curve.ends[-1], horizon=[period_end_after(curve.ends[-1], every="quarter", periods=1)]
    )
    far = found.forecast.points[0]
    assert far.hi95 - far.lo95 > near.points[0].hi95 - near.points[0].lo95


def test_periods_that_are_not_whole_periods_apart_are_refused():
    with pytest.raises(ValueError, match="whole number"):
        replace(made([5.0, 6.0], [9.0, 9.0]), ends=(date(2020, 3, 31), date(2020, 5, 31))).evenly()


sizes = st.one_of(st.integers(0, 6), st.integers(0, 400), st.integers(10**6, 10**8))


@st.composite
def hard_curves(draw):
    kind = draw(st.sampled_from(["percent", "rate", "count", "mean"]))
    every = draw(EVERY)
    periods = draw(st.integers(1, 16))
    below = draw(st.lists(sizes, min_size=periods, max_size=periods))
    how = draw(st.sampled_from(["any", "none", "all", "same", "missing"]))
    counts = []
    for n in below:
        y = {"any": draw(st.integers(0, n)), "none": 0, "all": n, "same": n // 3, "missing": None}[how]
        counts.append(None if draw(st.integers(0, 9)) == 0 else y)
    value = [
        None if y is None or n == 0 else {"percent": 100 * y / n, "rate": 1000 * y / n, "count": float(y), "mean": y + 1.0}[kind]
        for y, n in zip(counts, below, strict=True)
    ]  # fmt: skip
    # Sources may publish the value without its counts, or hide one of the two.
    hide = draw(st.sampled_from(["nothing", "numerator", "denominator", "both"]))
    return Series(
        kind=kind, every=every, per=1000.0, value=tuple(value), spread=draw(st.sampled_from([None, 3.0])),
        ends=tuple(period_end_after(FIRST, every=every, periods=n) for n in range(periods)),
        numerator=tuple(None if hide in ("numerator", "both") or y is None else float(y) for y in counts),
        denominator=tuple(None if hide in ("denominator", "both") else float(n) for n in below),
        seasonal=draw(st.booleans()), design_effect=draw(st.sampled_from([1.0, 1.5])),
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(curve=hard_curves(), before=st.integers(1, 14), bad=st.booleans(), good_is=st.sampled_from(["lower", "higher"]))
def test_nothing_shown_is_ever_nan_or_endless_and_nothing_warns(curve, before, bad, good_is):
    turning = period_end_after(FIRST, every=curve.every, periods=before - 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = judge(
            curve, turning_date=turning, declared_on=turning, good_is=good_is, chosen_because_bad=bad,
            as_at=curve.ends[-1],
        )  # fmt: skip
    assert np.isfinite(numbers(found)).all()
    for look in found.looks:
        assert 0 <= look.p <= 1
        assert 0 <= look.p_worse <= 1
    if curve.kind == "percent" and found.forecast is not None:
        assert all(0 <= point.lo95 <= point.hi95 <= 100 for point in found.forecast.points)
    if found.n_before < 8:
        assert found.verdict == Verdict.CANNOT


@given(curve=hard_curves())
def test_the_scale_of_the_model_goes_there_and_back(curve):
    z, v = transformed(curve)
    assert ((v > 0) | np.isnan(v)).all()
    assert (np.isnan(z) == np.isnan(v)).all()
    if curve.kind == "mean":
        for back, value in zip(natural(curve, z), curve.value, strict=True):
            assert np.isnan(back) or back == pytest.approx(value)


def test_a_numerator_whose_denominator_is_hidden_is_not_of_three_hundred():
    hidden = Series(kind="percent", every="year", ends=(FIRST,), value=(40.0,), numerator=(900.0,), denominator=(None,))
    z, _ = transformed(hidden)
    assert natural(hidden, z)[0] == pytest.approx(40, abs=0.1)


def test_a_count_without_a_numerator_is_its_value_and_nought_is_a_figure():
    counted = Series(
        kind="count", every="year", ends=(FIRST, period_end_after(FIRST, every="year", periods=1)), value=(12.0, 0.0),
        numerator=(None, None), denominator=(None, None),
    )  # fmt: skip
    z, v = transformed(counted)
    np.testing.assert_allclose(z, np.log([12.5, 0.5]))
    np.testing.assert_allclose(v, [1 / 12.5, 1 / 0.5])
    assert expected_noise(counted, np.log(np.array([10.0])), last=1)[0] == pytest.approx(1 / 10.5)
