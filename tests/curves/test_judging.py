"""Which verdict, when, and why none."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from turncurve.curves import Series, Verdict, forecast, judge, period_end_after
from turncurve.curves.verdicts import Judgement
from turncurve.words.periods import periods

TURNING = date(2024, 3, 31)


def series(
    share_before=0.25,
    share_after=0.25,
    *,
    every="quarter",
    first=date(2019, 4, 1),
    last=date(2026, 3, 31),
    of=200,
    **more,
):
    ends = [p.ends for p in periods(every=every, first=first, last=last)]
    chance = np.random.default_rng(5)
    above = [int(chance.binomial(of, share_after if end > TURNING else share_before)) for end in ends]
    return Series(
        kind="percent",
        every=every,
        ends=tuple(ends),
        numerator=tuple(float(one) for one in above),
        denominator=tuple(float(of) for _ in ends),
        value=tuple(100 * one / of for one in above),
        **more,
    )


def judged(curve, **changed) -> Judgement:
    asked = {
        "turning_date": TURNING,
        "declared_on": date(2024, 3, 1),
        "good_is": "lower",
        "chosen_because_bad": False,
        "as_at": date(2026, 3, 31),
    }
    return judge(curve, **(asked | changed))


def test_no_date_no_verdict():
    assert judged(series(), turning_date=None).verdict == Verdict.NO_DATE


def test_a_real_fall_has_turned_with_its_interval():
    found = judged(series(0.30, 0.15))
    assert found.verdict in (Verdict.TURNED, Verdict.SUSTAINED)
    assert found.lo90 < found.effect < found.hi90 < 0
    assert found.effect == pytest.approx(-15, abs=5)


def test_the_same_fall_is_for_the_worse_where_higher_is_good():
    found = judged(series(0.30, 0.15), good_is="higher")
    assert found.verdict == Verdict.WORSE
    assert found.effect < 0


def test_nothing_happened():
    assert judged(series(0.25, 0.25)).verdict == Verdict.NO_SIGN


def test_too_few_points_before_says_why_and_from_when():
    found = judged(series(first=date(2023, 4, 1)))
    assert found.verdict == Verdict.CANNOT
    assert "only 4 quarterly points" in found.reason
    assert "8 are needed" in found.reason
    assert found.earliest == date(2026, 3, 31)


def test_yearly_dorset_could_first_be_judged_in_2030():
    yearly = series(every="year", first=date(2019, 4, 1), last=date(2025, 3, 31))
    found = judged(yearly, turning_date=date(2022, 3, 31), as_at=date(2025, 12, 31))
    assert found.verdict == Verdict.CANNOT
    assert "only 3 yearly points" in found.reason
    assert found.earliest == date(2030, 3, 31)


def test_three_years_after_eight_before_gives_a_verdict():
    yearly = series(every="year", first=date(2013, 4, 1), last=date(2025, 3, 31))
    found = judged(yearly, turning_date=date(2022, 3, 31), as_at=date(2025, 12, 31))
    assert found.verdict in (Verdict.NO_SIGN, Verdict.TURNED, Verdict.WORSE, Verdict.TOO_SMALL)
    assert len(found.looks) == 1


def test_before_the_first_look_it_is_too_early_and_says_when():
    found = judged(series(last=date(2024, 6, 30)), as_at=date(2024, 7, 1))
    assert found.verdict == Verdict.TOO_EARLY
    assert found.earliest == date(2025, 3, 31)


def test_between_looks_strong_evidence_is_an_early_sign_and_no_more():
    found = judged(series(0.40, 0.10, last=date(2024, 12, 31)), as_at=date(2025, 1, 1))
    assert found.verdict == Verdict.EARLY_SIGN
    assert found.e_value >= 3
    assert found.looks == ()


def test_small_numbers_are_said_to_be_too_small():
    found = judged(series(0.25, 0.25, of=6))
    assert found.verdict == Verdict.TOO_SMALL
    assert found.reason


def test_rolling_figures_are_refused():
    found = judged(series(smoothed=True))
    assert found.verdict == Verdict.CANNOT
    assert "rolling" in found.reason


def test_a_break_leaves_only_what_can_be_compared():
    broken = judged(series(breaks=(date(2022, 10, 1),)))
    assert broken.verdict == Verdict.CANNOT
    assert broken.n_before == 6
    assert "1 October 2022" in broken.reason
    assert "only 6 quarterly points" in broken.reason
    assert broken.earliest == date(2025, 9, 30)
    # Long enough before the turning date, a break only shortens what is learned from.
    old = judged(series(0.30, 0.12, of=400, first=date(2012, 4, 1), breaks=(date(2018, 4, 1), date(2017, 5, 15))))
    fresh = judged(series(0.30, 0.12, of=400, first=date(2012, 4, 1)).between(24, 56))
    assert old == fresh
    assert old.n_before == 24


def test_a_break_after_the_turning_date_ends_the_looking_but_not_a_look_that_was_made():
    before_a_look = judged(series(breaks=(date(2025, 1, 1),)))
    assert before_a_look.verdict == Verdict.CANNOT
    assert "1 January 2025" in before_a_look.reason
    assert "new turning date" in before_a_look.reason
    assert before_a_look.earliest == date(2027, 12, 31)
    curve = series(0.40, 0.10, of=400)
    after_a_look = judged(replace(curve, breaks=(date(2025, 4, 1),)))
    assert after_a_look.verdict == Verdict.TURNED
    assert after_a_look.looks == judged(curve).looks[:1]
    # A period that a break falls in belongs to neither side.
    assert judged(replace(curve, breaks=(date(2025, 5, 1),))).looks == after_a_look.looks


def test_a_date_declared_after_its_figures_is_marked():
    assert judged(series(), declared_on=date(2025, 1, 1)).looked_back
    assert not judged(series()).looked_back


@pytest.mark.parametrize("as_at", [date(2025, 3, 31), date(2025, 9, 30), date(2026, 3, 31)])
def test_later_figures_never_change_a_look(as_at):
    curve = series(0.30, 0.20)
    assert judged(curve, as_at=as_at).looks[0] == judged(curve, as_at=date(2025, 3, 31)).looks[0]


def test_comparable_places_that_did_not_move():
    yearly = {"every": "year", "first": date(2012, 4, 1), "last": date(2027, 3, 31)}
    others = [series(0.30, 0.30, **yearly) for _ in range(5)]
    found = judged(series(0.30, 0.15, **yearly), as_at=date(2027, 3, 31), comparators=others)
    assert found.verdict == Verdict.TURNED_ALONE
    moved = [series(0.30, 0.15, **yearly) for _ in range(5)]
    same = judged(series(0.30, 0.15, **yearly), as_at=date(2027, 3, 31), comparators=moved)
    assert same.verdict == Verdict.TURNED


def test_a_turn_that_lasts_is_sustained_and_one_that_does_not_slips_back():
    lasting = judged(series(0.30, 0.12, of=400))
    assert lasting.verdict == Verdict.SUSTAINED
    back = series(0.30, 0.12, of=400)
    again = tuple(120.0 if end > date(2025, 3, 31) else n for end, n in zip(back.ends, back.numerator, strict=True))
    slipped = Series(
        kind="percent", every="quarter", ends=back.ends, numerator=again, denominator=back.denominator,
        value=tuple(n / 4 for n in again),
    )  # fmt: skip
    assert judged(slipped).verdict == Verdict.SLIPPED_BACK


def test_suppressed_figures_are_skipped_and_never_zero():
    curve = series(0.25, 0.25)
    hole = Series(
        kind="percent", every="quarter", ends=curve.ends, denominator=curve.denominator,
        numerator=(*curve.numerator[:5], None, *curve.numerator[6:]), value=(*curve.value[:5], None, *curve.value[6:]),
    )  # fmt: skip
    found = judged(hole)
    assert found.n_before == judged(curve).n_before - 1
    assert found.effect == pytest.approx(judged(curve).effect, abs=1.0)


def test_a_forecast_learns_nothing_from_what_it_forecasts():
    before, changed = series(0.25, 0.25), series(0.25, 0.05)
    horizon = [period_end_after(TURNING, every="quarter", periods=n) for n in (1, 2, 3, 4)]
    one = forecast(before, learned_up_to=TURNING, horizon=horizon)
    assert one == forecast(changed, learned_up_to=TURNING, horizon=horizon)
    for point in one.points:
        assert point.lo95 < point.lo80 < point.median < point.hi80 < point.hi95
    with pytest.raises(ValueError, match="already learned"):
        forecast(before, learned_up_to=TURNING, horizon=[TURNING])


@pytest.mark.slow
def test_forecast_intervals_hold_what_comes_about_as_often_as_they_say():
    chance = np.random.default_rng(3)
    ends = tuple(p.ends for p in periods(every="quarter", first=date(2019, 4, 1), last=date(2025, 3, 31)))
    inside80 = inside95 = total = 0
    for _ in range(120):
        level = np.log(0.3 / 0.7) + np.cumsum(chance.normal(0, 0.06, len(ends)))
        n = chance.binomial(150, 1 / (1 + np.exp(-level)))
        curve = Series(
            kind="percent", every="quarter", ends=ends, numerator=tuple(float(x) for x in n), denominator=(150.0,) * len(ends),
            value=tuple(float(x) / 1.5 for x in n),
        )  # fmt: skip
        made = forecast(curve, learned_up_to=TURNING, horizon=[end for end in ends if end > TURNING])
        for point in made.points:
            came = curve.value[ends.index(point.ends)]
            inside80 += point.lo80 <= came <= point.hi80
            inside95 += point.lo95 <= came <= point.hi95
            total += 1
    error = 1.96 * np.sqrt(0.25 / 120)
    assert 0.78 - error <= inside80 / total <= 0.90 + error
    assert 0.93 - error <= inside95 / total
