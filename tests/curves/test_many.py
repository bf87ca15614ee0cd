"""Ten curves at once: how often anything false is claimed, and what the headlines say of them (3.9 test 2)."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from tests.curves.test_judging import TURNING, judged, series
from tests.curves.test_worlds import AFTER, BEFORE, not_wholly_above, not_wholly_below, observed
from tests.support.fake_answers import curve

from turncurve.curves import Judgement, Look, Verdict, benjamini_hochberg, departures, grid_for, probable_number
from turncurve.definitions.measures import measures
from turncurve.definitions.policies import policy
from turncurve.disclosure import protect
from turncurve.report.headlines import chance_sentence, summary_sentence
from turncurve.report.sentences import latest_sentence, moved_sentence

PERIODS = BEFORE + AFTER


def ten_curves(chance, authorities):
    """Ten curves' levels (authorities, 10, T) of the settings' mixed worlds, on shocks they share (correlation .3)."""
    base = np.log(0.25 / 0.75) + chance.normal(0, 0.4, (authorities, 10, 1))
    shared = chance.standard_normal((authorities, 1, PERIODS))
    shock = np.sqrt(0.3) * shared + np.sqrt(0.7) * chance.standard_normal((authorities, 10, PERIODS))
    level = np.zeros((authorities, 10, PERIODS))
    level[:, 1:3] = 0.2 * shock[:, 1:3]
    for t in range(PERIODS):
        level[:, 3:6, t] = (0.6 * level[:, 3:6, t - 1] if t else 0) + 0.2 * shock[:, 3:6, t]
    level[:, 6:8] = np.cumsum(0.06 * shock[:, 6:8], axis=2)
    trend = np.array([-0.02, 0.02])[:, None] * np.arange(PERIODS)
    level[:, 8:10] = trend + 0.12 * shock[:, 8:10]
    return base + level


def claims(chance, authorities, *, turned):
    """Which of the ten are claimed by the rule, and which had truly turned (authorities, 10)."""
    level = ten_curves(chance, authorities)
    truly = np.argsort(chance.random((authorities, 10)), axis=1) < turned
    since = np.arange(PERIODS) - BEFORE + 1
    step, ramp = (since > 0) * 1.0, np.clip(since / 4, 0, 1)
    shape = np.where(chance.random((authorities, 10, 1)) < 0.5, step, ramp)
    z, v = observed(level - 0.6 * truly[..., None] * shape, chance)
    found = departures(
        z.reshape(-1, PERIODS), v.reshape(-1, PERIODS), after=np.arange(PERIODS) >= BEFORE, good_is="lower",
        grid=grid_for("quarter"), ramp_over=4,
    )  # fmt: skip
    return np.array([benjamini_hochberg(list(p)) for p in found.p.reshape(authorities, 10)]), truly


def check_none_turned(authorities):
    claimed, _ = claims(np.random.default_rng([41, authorities]), authorities, turned=0)
    not_wholly_above(claimed.any(axis=1).sum(), authorities, 0.06)
    assert (claimed.sum(axis=1) >= 6).sum() == 0


@pytest.mark.slow
def test_where_none_of_ten_turned_hardly_anything_is_claimed():
    check_none_turned(150)


@pytest.mark.long
def test_where_none_of_ten_turned_in_thousands_of_authorities():
    check_none_turned(300)
    check_none_turned(2000)


@pytest.mark.long
@pytest.mark.parametrize("turned", [2, 4, 6])
def test_of_what_is_claimed_few_are_chance(turned):
    claimed, truly = claims(np.random.default_rng([42, turned]), 300, turned=turned)
    false = (claimed & ~truly).sum(axis=1) / np.maximum(claimed.sum(axis=1), 1)
    assert false.mean() - 1.96 * false.std() / np.sqrt(300) <= 0.10
    not_wholly_below((claimed & truly).sum(), truly.sum(), 0.3)


def test_the_rule_of_benjamini_and_hochberg_by_hand():
    assert benjamini_hochberg([]) == ()
    assert benjamini_hochberg([0.02, 0.011, 0.9]) == (True, True, False)
    # A larger p that meets its own line carries the smaller ones with it.
    assert benjamini_hochberg([0.06, 0.055, 0.5, 0.07, 0.9], rate=0.1) == (False,) * 5
    assert benjamini_hochberg([0.06, 0.055, 0.059, 0.07, 0.08], rate=0.1) == (True,) * 5


def test_the_probable_number_by_hand():
    number = probable_number([4.0, 1.0], believed=0.2)
    assert number.expected == pytest.approx(0.5 + 0.2)
    assert (number.low, number.high) == (0, 2)
    assert probable_number([], believed=0.2).high == 0


def looked(p, verdict, *, e=1.0, n=8, threshold=0.04):
    return Judgement(
        verdict=verdict, p=p, e_value=e, turning_date=TURNING,
        looks=(Look(after=n, ends=date(2026, 3, 31), p=p, p_worse=1 - p, threshold=threshold),),
    )  # fmt: skip


def shown(judgements):
    ids = list(measures())
    return [replace(curve(ids[n]), judgement=one) for n, one in enumerate(judgements)]


def test_the_looks_together_are_below_five_per_cent_just_where_one_passed():
    for share in (0.30, 0.20, 0.24, 0.26):
        found = judged(series(0.25, share))
        assert (found.p_together < 0.05) == any(look.passed for look in found.looks)
    assert Judgement(verdict=Verdict.NO_DATE).p_together is None


def test_the_headline_lists_what_stands_and_says_what_may_be_chance():
    nothing = looked(0.6, Verdict.NO_SIGN, e=0.3)
    card = shown([looked(0.0001, Verdict.TURNED, e=900.0), looked(0.035, Verdict.TURNED, e=5.0), *[nothing] * 7])
    said = summary_sentence(card)
    assert said.startswith("Of 9 curves with a turning date, 1 has turned (children in care); of these, expect at most")
    assert "one in ten to be chance" in said
    assert "1 passed a look but does not stand when all are checked together (starting in care)" in said
    assert "have turned" not in summary_sentence(shown([nothing])).replace("none have turned", "")
    assert "No turning date" in summary_sentence(shown([Judgement(verdict=Verdict.NO_DATE)]))


def test_a_paper_whose_verdicts_are_all_hidden_does_not_say_that_nothing_was_declared():
    hidden = [replace(one, hidden_because="Hidden.") for one in shown([None] * 3)]
    assert summary_sentence(hidden).startswith("All 3 verdicts are hidden here")
    card = [*hidden, *shown([looked(0.6, Verdict.NO_SIGN, e=0.3)])]
    said = summary_sentence(card)
    assert said.startswith("Of 1 curve")
    assert "3 more verdicts are hidden here" in said


def test_a_curve_whose_newest_figure_is_hidden_has_moved_no_way_and_has_no_latest():
    (one,) = shown([looked(0.6, Verdict.NO_SIGN, e=0.3)])
    assert "of 1 moved the right way" in chance_sentence([one])
    last = one.points.points[-1]
    lines = one.points.rows.with_columns(
        pl.when(pl.col("ends") == last.ends).then(3.0).otherwise(pl.col("numerator")).alias("numerator")
    )
    hidden = replace(one, points=protect(lines, policy=policy("board")))
    assert hidden.points.points[-1].code == "c"
    assert "moved the right way" not in chance_sentence([hidden])
    assert latest_sentence(hidden).startswith("The latest figure (")
    assert "hidden" in moved_sentence(hidden)


def test_how_many_moved_the_right_way_is_never_said_without_chance():
    card = shown([looked(0.6, Verdict.NO_SIGN, e=0.5)] * 3)
    said = chance_sentence(card)
    assert "of 3 moved the right way" in said
    assert said.index("moved the right way") < said.index("about 1 year in 3")
    assert "If 20% of such curves turn" in said
    assert "of the 3 with a look" in said
    assert "1 year in 3" in chance_sentence([])
