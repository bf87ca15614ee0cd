"""The record of a curve's forecasts on its own past: each is the forecast of its day, and knows nothing of later."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.curves.test_judging import TURNING, judged, series
from tests.support.fake_answers import curve

from turncurve.curves import Series, back_test, forecast, natural, period_end_after, transformed
from turncurve.report.sentences import record_in_short, record_sentence


def counted(every, values, *, of=200, first=date(2015, 3, 31), seasonal=False):
    ends = tuple(period_end_after(first, every=every, periods=n) for n in range(len(values)))
    return Series(
        kind="percent", every=every, ends=ends, value=tuple(values), seasonal=seasonal,
        numerator=tuple(None if one is None else round(one * of / 100) for one in values),
        denominator=tuple(None if one is None else of for one in values),
    )  # fmt: skip


def drawn(every, periods, *, seed, seasonal=False):
    chance = np.random.default_rng(seed)
    in_year = {"year": 1, "quarter": 4, "month": 12}[every]
    level = 25 + np.cumsum(chance.normal(0, 0.8, periods)) + 3 * (np.arange(periods) % in_year == 0)
    return counted(every, [float(one) for one in level], seasonal=seasonal)


def plainly(whole, *, ahead, fewest):
    """The same by asking for the forecast of each day, one after another."""
    z, _ = transformed(whole)
    came = natural(whole, z)
    errors, in80, in95 = [], 0, 0
    known = [n for n in range(len(whole.ends)) if not np.isnan(z[n])]
    for place, origin in enumerate(known):
        wanted = [n for n in known if origin < n <= origin + ahead]
        if place + 1 < fewest or not wanted:
            continue
        said = forecast(whole, learned_up_to=whole.ends[origin], horizon=[whole.ends[n] for n in wanted])
        for n, point in zip(wanted, said.points, strict=True):
            errors.append(abs(point.median - came[n]))
            in80 += point.lo80 <= came[n] <= point.hi80
            in95 += point.lo95 <= came[n] <= point.hi95
    return errors, in80, in95


@pytest.mark.parametrize(
    ("every", "periods", "seasonal", "fewest"),
    [("year", 10, False, 5), ("quarter", 20, False, 8), ("quarter", 18, True, 8), ("month", 22, True, 12)],
)
def test_each_is_the_forecast_that_would_have_been_made_on_its_day(every, periods, seasonal, fewest):
    whole = drawn(every, periods, seed=3, seasonal=seasonal)
    gone = len(whole.ends) - 4
    whole = replace(whole, **{
        name: tuple(None if n == gone else one for n, one in enumerate(getattr(whole, name)))
        for name in ("value", "numerator", "denominator")
    })  # fmt: skip
    errors, in80, in95 = plainly(whole, ahead=3, fewest=fewest)
    found = back_test(whole, ahead=3)
    assert (found.forecasts, found.in80, found.in95) == (len(errors), in80, in95)
    assert found.error == pytest.approx(np.mean(errors), rel=1e-6)
    assert found.furthest == 3


def test_no_change_and_the_straight_line_by_hand():
    # Odds that double each year are a straight line on the scale of the model, so the line is right and no change not.
    odds = 0.05 * 1.2 ** np.arange(8)
    shares = [float(100 * one / (1 + one)) for one in odds]
    whole = counted("year", shares, of=100_000)
    found = back_test(whole, ahead=2)
    pairs = [(4, 5), (4, 6), (5, 6), (5, 7), (6, 7)]
    assert (found.forecasts, found.origins, found.furthest) == (5, 3, 2)
    assert found.no_change == pytest.approx(np.mean([shares[n] - shares[o] for o, n in pairs]), rel=0.01)
    assert found.straight_line < 0.02


def test_no_change_of_a_curve_with_seasons_is_the_same_season_of_the_year_before():
    whole = counted("quarter", [20.0, 30.0, 25.0, 28.0] * 5, of=100_000, seasonal=True)
    assert back_test(whole, ahead=8).no_change == pytest.approx(0, abs=0.01)
    assert back_test(replace(whole, seasonal=False), ahead=8).no_change > 3


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 8))
def test_what_comes_later_changes_no_forecast_of_the_past(seed, later):
    whole = drawn("quarter", 24, seed=seed)
    first = back_test(whole.between(0, 16), ahead=2)
    again = back_test(whole.between(0, 16 + later), ahead=2)
    assert again.forecasts == first.forecasts + 2 * later
    total = again.error * again.forecasts - first.error * first.forecasts
    assert total >= -1e-9
    assert again.in95 >= first.in95


def test_too_short_a_past_has_no_record():
    assert back_test(drawn("quarter", 8, seed=1), ahead=4) is None
    assert back_test(drawn("quarter", 9, seed=1), ahead=4).forecasts == 1
    assert back_test(drawn("year", 5, seed=1), ahead=3) is None


def test_a_judgement_holds_the_record_of_the_past_before_its_turning_date():
    whole = series(0.25, 0.1)
    found = judged(whole)
    assert found.back_test == back_test(whole.up_to(TURNING), ahead=8)
    assert found.forecast is not None


def test_the_record_is_said_with_what_to_make_of_it():
    measure = curve("re_referrals").measure
    found = judged(series(0.25, 0.2))
    record = found.back_test
    said = record_sentence(found, measure=measure, every="quarter")
    assert f"{record.forecasts} such forecasts of up to {record.furthest} quarters ahead" in said
    assert f"held {record.in95} of the {record.forecasts}, the 80% band {record.in80}" in said
    assert f"no change {record.no_change:.1f}, straight line {record.straight_line:.1f}" in record_in_short(found)
    worse = replace(record, no_change=record.error - 0.1, in95=record.forecasts // 2)
    said = record_sentence(replace(found, back_test=worse), measure=measure, every="quarter")
    assert "nothing would change did better here" in said
    assert "too narrow" in said
    short = replace(found, back_test=None)
    assert "too short" in record_sentence(short, measure=measure, every="quarter")
    assert "too short" in record_in_short(short)
    assert record_sentence(None, measure=measure, every="quarter") == record_in_short(None) == ""
