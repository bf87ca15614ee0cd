"""Has the curve turned? The rules of looking and saying (curves method, section 3.3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from turncurve.curves.back_testing import back_test
from turncurve.curves.comparing import departure_from_others, placebo_rank
from turncurve.curves.departure import Departures
from turncurve.curves.detecting import detectable_shift, in_own_units
from turncurve.curves.forecasting import baseline_after, forecast, level_at_the_end
from turncurve.curves.mixtures import quantile
from turncurve.curves.refusing import comparable, cut_short, too_little
from turncurve.curves.scaled import LOOKS, Scaled, last_end_before, next_look, scaled_at
from turncurve.curves.series import Series, natural, period_end_after
from turncurve.curves.verdicts import Judgement, Look, Verdict
from turncurve.words.measuring import GoodIs

_COMPARED_THRESHOLD = 0.05
# The year after a turn: surely better than the forecast of old, or no longer even probably so.
_SUSTAINED, _SLIPPED = 0.05, 0.25
EARLY_SIGN = 3.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Asked:
    """What a judgement is asked of: the curve, which way is good, and how many periods made it look bad (or 0)."""

    scaled: Scaled
    turning_date: date
    good_is: GoodIs
    drop: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Looked:
    """A look with the curve as it stood then, and how far it had departed."""

    look: Look
    scaled: Scaled
    found: Departures


def judge(
    series: Series,
    *,
    turning_date: date | None,
    declared_on: date | None,
    good_is: GoodIs,
    chosen_because_bad: bool,
    as_at: date,
    comparators: Sequence[Series] = (),
    everywhere: Sequence[Series] = (),
    seed: int = 1,
) -> Judgement:
    """The verdict on a curve as at a day.

    The period before holds what ended on or before the turning date. Nothing is said with fewer than eight periods
    before it, across a break, or of rolling figures. Looks are fixed: quarters at the 4th (p < .015) and 8th (p < .04)
    after, months at the 12th and 24th, years at the 3rd (p < .05); figures that come later never change a look. After
    a look that passed, the next year's figures may say *turned and sustained* (p < .05 by themselves) or *slipped back*
    (p > .25); between the two it stays *turned*. *Too small to tell* is said at the last look when even a halving (of
    the odds, for a percentage) would not have been seen four times in five. `comparators` are the same measure in
    comparable places over the same periods, `everywhere` in all other places there are (or the comparators, where none
    are given), for the rank. `seed` is of the futures tried to find the smallest change that could be seen.

    Raises ValueError where the periods are not whole periods apart.
    """
    if turning_date is None:
        return Judgement(verdict=Verdict.NO_DATE)
    kept = comparable(series.up_to(as_at).evenly(), turning_date=turning_date)
    scaled = scaled_at(kept.series, turning_date=turning_date)
    known = Judgement(
        verdict=Verdict.CANNOT,
        n_before=int((scaled.seen & ~scaled.after).sum()),
        n_after=int((scaled.seen & scaled.after).sum()),
        turning_date=turning_date,
        looked_back=_looked_back(series.up_to(as_at), turning_date=turning_date, declared_on=declared_on),
    )
    if refused := too_little(scaled, turning_date=turning_date, since=kept.since):
        return replace(known, reason=refused.reason, earliest=refused.earliest)
    drop = scaled.a_year if chosen_because_bad else 0
    asked = _Asked(scaled=scaled, turning_date=turning_date, good_is=good_is, drop=drop)
    shift = detectable_shift(scaled, good_is=good_is, drop=drop, seed=seed)
    known = replace(
        known,
        forecast=forecast(kept.series, learned_up_to=turning_date, horizon=_horizon(asked)),
        back_test=back_test(scaled.before().series, ahead=LOOKS[kept.series.every][-1][0]),
        detectable=in_own_units(scaled, shift, good_is=good_is) if np.isfinite(shift) else None,
        rebound=_rebound(scaled.before()) if drop else None,
    )
    said = _said(known, asked, comparators=comparators, everywhere=everywhere or comparators, shift=shift)
    if said.earliest is not None and kept.until is not None:
        refused = cut_short(series, until=kept.until)
        return replace(said, verdict=Verdict.CANNOT, reason=refused.reason, earliest=refused.earliest)
    return said


def _looked_back(series: Series, *, turning_date: date, declared_on: date | None) -> bool:
    first_end = next((end for end in series.ends if end > turning_date), None)
    return declared_on is not None and first_end is not None and declared_on > first_end


def _horizon(asked: _Asked) -> list[date]:
    """The periods after the turning date: those there are figures for, and on to the year after the last look."""
    series = asked.scaled.series
    last_before = last_end_before(series, turning_date=asked.turning_date)
    steps = max(LOOKS[series.every][-1][0] + asked.scaled.a_year, int(asked.scaled.after.sum()))
    return [period_end_after(last_before, every=series.every, periods=n) for n in range(1, steps + 1)]


def _said(
    known: Judgement, asked: _Asked, *, comparators: Sequence[Series], everywhere: Sequence[Series], shift: float
) -> Judgement:
    coming = next_look(asked.scaled, turning_date=asked.turning_date)
    if known.n_after == 0:
        return replace(known, verdict=Verdict.TOO_EARLY, earliest=coming)
    looked = [
        _looked(asked, after=n, threshold=threshold)
        for n, threshold in LOOKS[asked.scaled.series.every]
        if n <= known.n_after
    ]
    known = replace(known, looks=tuple(one.look for one in looked))
    passed = next((one for one in looked if one.look.passed), None)
    if passed is not None:
        return _turned(known, asked, passed, comparators=comparators, everywhere=everywhere)
    worse = next((one for one in looked if one.look.passed_worse), None)
    if worse is not None and _year_after(asked, worse.look, mirrored=True) is not Verdict.SLIPPED_BACK:
        return replace(_with_effect(known, worse.scaled, worse.found), verdict=Verdict.WORSE, p=worse.look.p_worse)
    if coming is not None:
        found = asked.scaled.departed(good_is=asked.good_is, drop=asked.drop)
        early = float(found.evidence[0]) >= EARLY_SIGN
        known = replace(_with_effect(known, asked.scaled, found), p=float(found.p[0]), earliest=coming)
        return replace(known, verdict=Verdict.EARLY_SIGN if early else Verdict.TOO_EARLY)
    return _no_sign(known, looked[-1], shift=shift)


def _looked(asked: _Asked, *, after: int, threshold: float) -> _Looked:
    then = asked.scaled.first(after)
    found = then.departed(good_is=asked.good_is, drop=asked.drop)
    look = Look(
        after=after,
        ends=then.series.ends[-1],
        p=float(found.p[0]),
        p_worse=float(found.p_worse[0]),
        threshold=threshold,
    )
    return _Looked(look=look, scaled=then, found=found)


def _turned(
    known: Judgement, asked: _Asked, passed: _Looked, *, comparators: Sequence[Series], everywhere: Sequence[Series]
) -> Judgement:
    look, at_look, found = passed.look, passed.scaled, passed.found
    compared = departure_from_others(at_look, comparators, good_is=asked.good_is, drop=asked.drop)
    known = replace(
        _with_effect(known, at_look, found),
        p=look.p,
        p_compared=compared,
        rank=placebo_rank(at_look, everywhere, good_is=asked.good_is) if compared is not None else None,
    )
    if (later := _year_after(asked, look)) is not None:
        return replace(known, verdict=later)
    alone = compared is not None and compared < _COMPARED_THRESHOLD
    return replace(known, verdict=Verdict.TURNED_ALONE if alone else Verdict.TURNED)


def _no_sign(known: Judgement, last: _Looked, *, shift: float) -> Judgement:
    """What is said after the last look, as at that look: figures that come later are no further test."""
    look, found = last.look, last.found
    known = replace(_with_effect(known, last.scaled, found), p=look.p)
    # A halving of the odds (or rate) is log 2 on the scale of the model.
    if shift > np.log(2):
        return replace(
            known,
            verdict=Verdict.TOO_SMALL,
            reason="the numbers are so small, or those before so few, that even a halving would probably not show",
        )
    reason = ""
    if found.p_own[0] < look.threshold:
        if found.p_trend[0] >= look.threshold:
            reason = "it was improving already, and this is no more than the same straight line would give"
        else:
            reason = "it was chosen at its worst, and this is no more than a return from that would give"
    return replace(known, verdict=Verdict.NO_SIGN, reason=reason)


def _with_effect(known: Judgement, scaled: Scaled, found: Departures) -> Judgement:
    """The effect in the curve's own units: the mean since the turning date less what was forecast for it."""
    base = baseline_after(scaled.series, z=scaled.z, v=scaled.v, after=scaled.after)
    weight, mean, spread = found.weight[0], found.effect[0], found.spread[0]
    marks = [quantile(c, weight=weight, mean=mean, spread=spread) for c in (0.05, 0.5, 0.95)]
    lo, middle, hi = natural(scaled.series, base + np.array(marks)) - natural(scaled.series, np.array([base]))
    return replace(known, effect=float(middle), lo90=float(lo), hi90=float(hi), e_value=float(found.evidence[0]))


def _rebound(before: Scaled) -> float:
    """How far the curve was expected to move back by itself from its last year, in its own units.

    On the scale of the model it is minus (1 - K)(z - l), where z is the last year, l what the rest forecast for it and
    K the Kalman gain: the last year less the level the models believe in once they have seen it.
    """
    upto = int(np.flatnonzero(before.seen)[-1]) + 1
    z, v = before.z[:upto], before.v[:upto]
    level = level_at_the_end(before.series.between(0, upto), z=z, v=v)
    there, back = natural(before.series, np.array([float(np.nanmean(z[-before.a_year :])), level]))
    return float(back - there)


def _year_after(asked: _Asked, look: Look, *, mirrored: bool = False) -> Verdict | None:
    """Whether the year after a look has stayed beyond the forecast of old: sustained, slipped back, or neither.

    None until that year is whole, and where it is neither surely beyond it nor back. `mirrored` asks of the bad way.
    """
    scaled = asked.scaled
    order = np.cumsum(scaled.after & scaled.seen)
    in_year = scaled.after & scaled.seen & (order > look.after) & (order <= look.after + scaled.a_year)
    if int(in_year.sum()) < scaled.a_year:
        return None
    upto = scaled.first(look.after + scaled.a_year)
    between = upto.after & ~in_year[: upto.z.size]
    alone = Scaled(series=upto.series, z=np.where(between, np.nan, upto.z), v=upto.v, after=upto.after)
    found = alone.departed(good_is=asked.good_is, drop=0)
    p = float(1 - found.p_own[0]) if mirrored else float(found.p_own[0])
    if p < _SUSTAINED:
        return Verdict.SUSTAINED
    return Verdict.SLIPPED_BACK if p > _SLIPPED else None
