"""Every verdict is reached, and each is said in its one sentence with its numbers, and with no reason why."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.curves.test_comparing import TURNING as YEARLY_TURNING
from tests.curves.test_comparing import YEARS, eleven
from tests.curves.test_judging import judged, series
from tests.support.fake_answers import curve

from turncurve.curves import Verdict, judge, natural
from turncurve.curves.filtering import log_weights, run_filter
from turncurve.curves.grid import grid_for
from turncurve.curves.mixtures import normalised
from turncurve.curves.series import transformed
from turncurve.report.sentences import detectable_sentence, rebound_sentence, verdict_sentence


def said(judgement, measure="re_referrals"):
    return verdict_sentence(replace(curve(measure), judgement=judgement))


def alone():
    ours, others = eleven(np.random.default_rng(3), ours=-1.0)
    return judge(
        ours, turning_date=YEARLY_TURNING, declared_on=YEARLY_TURNING, good_is="lower", chosen_because_bad=False,
        as_at=YEARS[-1], comparators=others,
    )  # fmt: skip


def slipped():
    back = series(0.30, 0.12, of=400)
    again = tuple(120.0 if end > date(2025, 3, 31) else n for end, n in zip(back.ends, back.numerator, strict=True))
    return judged(replace(back, numerator=again, value=tuple(n / 4 for n in again)))


REACHED = {
    Verdict.NO_DATE: (lambda: judged(series(), turning_date=None), "No turning date has been declared"),
    Verdict.CANNOT: (lambda: judged(series(smoothed=True)), "This curve cannot be judged: the figures are rolling"),
    Verdict.TOO_EARLY: (
        lambda: judged(series(last=date(2024, 6, 30)), as_at=date(2024, 7, 1)),
        "It is too early to say. So far it is on average about",
    ),
    Verdict.TOO_SMALL: (lambda: judged(series(of=6)), "The numbers are too small to tell"),
    Verdict.NO_SIGN: (
        lambda: judged(series(first=date(2013, 4, 1))),
        "There is no sign that this curve has turned: on average about",
    ),
    Verdict.EARLY_SIGN: (
        lambda: judged(series(0.40, 0.10, last=date(2024, 12, 31)), as_at=date(2025, 1, 1)),
        "the next look is on the figures to 31 March 2025. So far it is on average about",
    ),
    Verdict.TURNED: (
        lambda: judged(series(0.30, 0.10, of=400), as_at=date(2025, 4, 1)),
        "This curve has turned: on average about",
    ),
    Verdict.TURNED_ALONE: (alone, "and comparable places did not move the same way (rank 1 of 11"),
    Verdict.SUSTAINED: (
        lambda: judged(series(0.30, 0.12, of=400)),
        "This curve has turned and stayed turned for a year after: on average about",
    ),
    Verdict.SLIPPED_BACK: (slipped, "This curve had turned and has slipped back"),
    Verdict.WORSE: (lambda: judged(series(0.15, 0.30)), "This curve has turned for the worse: on average about"),
}


def test_every_verdict_there_is_is_reached_here():
    assert set(REACHED) == set(Verdict)


@pytest.mark.parametrize("verdict", REACHED)
def test_each_verdict_has_its_sentence(verdict):
    make, sentence = REACHED[verdict]
    found = make()
    assert found.verdict == verdict
    text = said(found)
    assert sentence in text
    assert "{" not in text
    assert "nan" not in text.lower()
    assert not any(word in text.lower() for word in ("because of", "impact of", "caused"))
    if "about" in sentence or verdict in (Verdict.TURNED_ALONE, Verdict.SLIPPED_BACK):
        assert "90% interval" in text


def test_a_fall_that_the_straight_line_would_give_is_no_turn_and_says_so():
    curve_before = series(0.25, of=2000, first=date(2015, 4, 1))
    t = np.arange(len(curve_before.ends))
    # Slow, then falling at a pace that a damped forecast does not follow but a straight line does.
    share = 1 / (1 + np.exp(-(-0.6 - 0.035 * t)))
    counted = tuple(float(round(2000 * one)) for one in share)
    falling = replace(curve_before, numerator=counted, value=tuple(n / 20 for n in counted))
    found = judged(falling)
    assert found.verdict not in (Verdict.TURNED, Verdict.SUSTAINED)
    # The same the other way round: a curve that goes on getting worse as it was has not turned for the worse.
    assert judged(falling, good_is="higher").verdict != Verdict.WORSE


def test_a_curve_chosen_at_its_worst_must_also_turn_from_the_year_before_that():
    calm = series(0.25, 0.25, of=300, first=date(2015, 4, 1))
    bad = [
        n * (1.5 if date(2023, 3, 31) < end <= date(2024, 3, 31) else 1.0)
        for n, end in zip(calm.numerator, calm.ends, strict=True)
    ]
    worst = replace(calm, numerator=tuple(bad), value=tuple(n / 3 for n in bad))
    guarded = judged(worst, chosen_because_bad=True)
    assert guarded.verdict not in (Verdict.TURNED, Verdict.SUSTAINED)
    assert guarded.rebound < 0
    page = rebound_sentence(guarded, measure=curve("re_referrals").measure)
    assert f"about {-guarded.rebound:.1f} points down" in page
    assert rebound_sentence(judged(worst), measure=curve("re_referrals").measure) == ""


def test_the_rebound_is_one_less_the_gain_times_the_surprise():
    yearly = series(0.25, every="year", first=date(2013, 4, 1), last=date(2027, 3, 31))
    before = yearly.up_to(date(2024, 3, 31))
    found = judged(yearly, chosen_because_bad=True, as_at=date(2027, 3, 31))
    z, v = transformed(before)
    grid = grid_for("year")
    filtered = run_filter(z[None, :, None], v[None], grid=grid)
    weight = normalised(log_weights(filtered, grid=grid, before=np.ones(z.size, dtype=bool)))[0]
    p = filtered.predicted_variance[0, :, -1]
    gain = p / (p + grid.s2 + v[-1])
    expected = float(weight @ ((1 - gain) * (z[-1] - filtered.predicted[0, :, -1])))
    there, back = natural(yearly, np.array([z[-1], z[-1] - expected]))
    assert found.rebound == pytest.approx(back - there, abs=1e-9)


def test_what_could_be_seen_is_said_before_anything_has_been():
    declared = judged(series(last=date(2024, 3, 31)), as_at=date(2024, 4, 1))
    text = detectable_sentence(declared, measure=curve("re_referrals").measure)
    assert f"A change of {declared.detectable:.1f} points would be seen four times in five" in text
    assert "No change" in detectable_sentence(replace(declared, detectable=None), measure=curve("care_rate").measure)
    assert detectable_sentence(judged(series(smoothed=True)), measure=curve("care_rate").measure) == ""


@pytest.mark.parametrize(
    ("level", "verdict"), [(0.12, Verdict.SUSTAINED), (0.255, Verdict.TURNED), (0.30, Verdict.SLIPPED_BACK)]
)
def test_the_year_after_a_turn(level, verdict):
    turned = series(0.30, 0.14, of=150)
    again = tuple(
        150 * level if end > date(2025, 3, 31) else n for end, n in zip(turned.ends, turned.numerator, strict=True)
    )
    found = judged(replace(turned, numerator=again, value=tuple(n / 1.5 for n in again)))
    assert found.looks[0].passed
    assert found.verdict == verdict


def test_a_turn_for_the_worse_that_goes_back_is_no_longer_said():
    worse = series(0.15, 0.35, of=300, first=date(2014, 4, 1))
    again = tuple(45.0 if end > date(2025, 3, 31) else n for end, n in zip(worse.ends, worse.numerator, strict=True))
    found = judged(replace(worse, numerator=again, value=tuple(n / 3 for n in again)))
    assert found.looks[0].passed_worse
    assert found.verdict == Verdict.NO_SIGN
    assert judged(worse).verdict == Verdict.WORSE
