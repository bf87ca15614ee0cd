"""Has the curve turned? The rules of looking, refusing and saying (curves method, section 3.3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from turncurve.curves.departure import Departures, GoodIs, departures
from turncurve.curves.forecasting import baseline_after, forecast, season_of
from turncurve.curves.grid import grid_for
from turncurve.curves.mixtures import quantile
from turncurve.curves.series import Every, Floats, Series, expected_noise, natural, transformed
from turncurve.curves.verdicts import Judgement, Look, Verdict
from turncurve.words.periods import MONTHS_IN, day_said, months_later

FEWEST_BEFORE = 8
# The looks fixed beforehand: after so many periods, against such a threshold.
LOOKS: dict[Every, tuple[tuple[int, float], ...]] = {
    "quarter": ((4, 0.015), (8, 0.04)),
    "month": ((12, 0.015), (24, 0.04)),
    "year": ((3, 0.05),),
}
_TRIGGER: dict[Every, int] = {"quarter": 4, "month": 12, "year": 1}
_RAMP: dict[Every, int] = {"quarter": 4, "month": 12, "year": 1}
_COMPARED_THRESHOLD = 0.05
EARLY_SIGN = 3.0
_POWER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Scaled:
    """A series on the scale of the model, with which periods come after the turning date."""

    series: Series
    z: Floats
    v: Floats
    after: NDArray[np.bool_]

    def first(self, looked: int) -> "_Scaled":
        """The same with only the first `looked` seen periods after the turning date."""
        seen = np.cumsum(self.after & ~np.isnan(self.z))
        keep = ~self.after | ((seen <= looked) & (seen > 0)) | (seen == 0)
        n = int(np.flatnonzero(keep)[-1]) + 1
        return _Scaled(
            series=self.series.up_to(self.series.ends[n - 1]), z=self.z[:n], v=self.v[:n], after=self.after[:n]
        )


def period_end_after(day: date, *, every: Every, periods: int) -> date:
    """The last day of the period that many periods after the one that ends on `day` (a month's last day)."""
    ahead = months_later(day.replace(day=1), months=MONTHS_IN[every] * periods + 1)
    return date.fromordinal(ahead.toordinal() - 1)


def judge(
    series: Series,
    *,
    turning_date: date | None,
    declared_on: date | None,
    good_is: GoodIs,
    chosen_because_bad: bool,
    as_at: date,
    comparators: Sequence[Series] = (),
) -> Judgement:
    """The verdict on a curve as at a day.

    The period before holds what ended on or before the turning date. Nothing is said with fewer than eight periods
    before it, across a break, or of rolling figures. Looks are fixed: quarters at the 4th (p < .015) and 8th (p < .04)
    after, months at the 12th and 24th, years at the 3rd (p < .05); figures that come later never change a look. After
    a look that passed at the last, the next year's figures decide between *turned and sustained* and *slipped back*.
    *Too small to tell* is said at the last look when even a halving (of the odds, for a percentage) would not have been
    seen four times in five. `comparators` are the same measure elsewhere, over the same periods.
    """
    if turning_date is None:
        return Judgement(verdict=Verdict.NO_DATE)
    series = series.up_to(as_at)
    z, v = transformed(series)
    after = np.array([end > turning_date for end in series.ends], dtype=bool)
    scaled = _Scaled(series=series, z=z, v=v, after=after)
    seen = ~np.isnan(z)
    known = Judgement(
        verdict=Verdict.CANNOT,
        n_before=int((seen & ~after).sum()),
        n_after=int((seen & after).sum()),
        turning_date=turning_date,
        looked_back=_looked_back(series, turning_date=turning_date, declared_on=declared_on),
    )
    if refused := _refusal(scaled, known, turning_date=turning_date):
        return refused
    fan = forecast(series, learned_up_to=turning_date, horizon=_horizon(series, turning_date=turning_date))
    known = replace(known, forecast=fan, detectable=_detectable(scaled, good_is=good_is))
    drop = _TRIGGER[series.every] if chosen_because_bad else 0
    if drop:
        known = replace(known, rebound=_rebound(scaled, drop=drop))
    if known.n_after == 0:
        return replace(known, verdict=Verdict.TOO_EARLY, earliest=_next_look(series, turning_date, known.n_after))
    now = _departed(scaled, good_is=good_is, drop=drop)
    looks = tuple(
        _look(scaled, good_is=good_is, drop=drop, after=n, threshold=p)
        for n, p in LOOKS[series.every]
        if n <= known.n_after
    )
    known = _with_effect(replace(known, looks=looks, e_value=float(now.evidence[0]), p=float(now.p[0])), scaled, now)
    return _said(known, scaled, good_is=good_is, drop=drop, comparators=comparators)


def _looked_back(series: Series, *, turning_date: date, declared_on: date | None) -> bool:
    first_end = next((end for end in series.ends if end > turning_date), None)
    return declared_on is not None and first_end is not None and declared_on > first_end


def _refusal(scaled: _Scaled, known: Judgement, *, turning_date: date) -> Judgement | None:
    """Why nothing can be said, and from when something could; None where it can."""
    series = scaled.series
    name = {"year": "yearly", "quarter": "quarterly", "month": "monthly"}[series.every]
    if series.smoothed:
        return replace(
            known,
            reason="the figures are rolling averages, so neighbouring points share children; "
            "use figures that do not overlap",
        )
    first_look = LOOKS[series.every][0][0]
    usable = [end for end, ok in zip(series.ends, ~np.isnan(scaled.z), strict=True) if ok]
    inside = [day for day in series.breaks if usable and usable[0] < day <= usable[-1]]
    if inside:
        fresh = period_end_after(max(inside), every=series.every, periods=FEWEST_BEFORE + first_look)
        return replace(
            known,
            reason=f"the definition or boundary changed on {day_said(max(inside))}, "
            "and figures on either side cannot be compared",
            earliest=fresh,
        )
    if known.n_before >= FEWEST_BEFORE:
        return None
    earliest = None
    if usable:
        earliest = period_end_after(usable[0], every=series.every, periods=FEWEST_BEFORE - 1 + first_look)
    points = "point" if known.n_before == 1 else "points"
    return replace(
        known,
        reason=f"only {known.n_before or 'no'} {name} {points} on or before the turning date of "
        f"{day_said(turning_date)}; {FEWEST_BEFORE} are needed",
        earliest=earliest,
    )


def _horizon(series: Series, *, turning_date: date) -> list[date]:
    """The periods after the turning date: those there are figures for, and on to the year after the last look."""
    last_before = [end for end in series.ends if end <= turning_date][-1]
    beyond = LOOKS[series.every][-1][0] + _TRIGGER[series.every]
    there = sum(end > turning_date for end in series.ends)
    steps = max(beyond, there)
    ahead = [period_end_after(last_before, every=series.every, periods=n) for n in range(1, steps + 1)]
    return [end for end in ahead if end > turning_date]


def _next_look(series: Series, turning_date: date, seen: int) -> date | None:
    last_before = [end for end in series.ends if end <= turning_date][-1]
    coming = [n for n, _ in LOOKS[series.every] if n > seen]
    return period_end_after(last_before, every=series.every, periods=coming[0]) if coming else None


def _seasons(series: Series) -> tuple[NDArray[np.int64] | None, int]:
    return season_of(series.ends, every=series.every) if series.seasonal and series.every != "year" else (None, 0)


def _departed(scaled: _Scaled, *, good_is: GoodIs, drop: int) -> Departures:
    season, seasons = _seasons(scaled.series)
    return departures(
        scaled.z[None],
        scaled.v[None],
        after=scaled.after,
        good_is=good_is,
        grid=grid_for(scaled.series.every),
        ramp_over=_RAMP[scaled.series.every],
        drop_before=drop,
        season=season,
        seasons=seasons,
    )


def _look(scaled: _Scaled, *, good_is: GoodIs, drop: int, after: int, threshold: float) -> Look:
    then = scaled.first(after)
    found = _departed(then, good_is=good_is, drop=drop)
    return Look(
        after=after,
        ends=then.series.ends[-1],
        p=float(found.p[0]),
        p_worse=float(found.p_worse[0]),
        threshold=threshold,
    )


def _with_effect(known: Judgement, scaled: _Scaled, found: Departures) -> Judgement:
    """The effect in the curve's own units: the mean since the turning date less what was forecast for it."""
    base = baseline_after(scaled.series, z=scaled.z, v=scaled.v, after=scaled.after)
    weight, mean, spread = found.weight[0], found.effect[0], found.spread[0]
    marks = [quantile(c, weight=weight, mean=mean, spread=spread) for c in (0.05, 0.5, 0.95)]
    lo, middle, hi = natural(scaled.series, base + np.array(marks)) - natural(scaled.series, np.array([base]))
    return replace(known, effect=float(middle), lo90=float(lo), hi90=float(hi))


def _rebound(scaled: _Scaled, *, drop: int) -> float:
    """How far the curve was expected to move back by itself from the last year before."""
    last = np.zeros_like(scaled.after)
    last[np.flatnonzero(~scaled.after)[-drop:]] = True
    rest = baseline_after(scaled.series, z=np.where(scaled.after, np.nan, scaled.z), v=scaled.v, after=last)
    year = float(np.nanmean(scaled.z[last]))
    forward = (
        baseline_after(scaled.series, z=scaled.z, v=scaled.v, after=scaled.after)
        if (scaled.after & ~np.isnan(scaled.z)).any()
        else rest
    )
    there, back = natural(scaled.series, np.array([year, forward]))
    return float(back - there)


def _detectable(scaled: _Scaled, *, good_is: GoodIs) -> float | None:
    """The smallest good change seen four times in five at the last look, in the curve's own units.

    Worked from the models' standard errors, which need dates and denominators but no outcomes: the change at which the
    mixture's p falls below the threshold with 80% chance, taking the models' estimates as moving together.
    """
    shift = _detectable_shift(scaled, good_is=good_is)
    level = _last_level(scaled)
    sign = 1.0 if good_is == "higher" else -1.0
    there = natural(scaled.series, np.array([level, level + sign * shift]))
    return float(abs(there[1] - there[0]))


def _last_level(scaled: _Scaled) -> float:
    before = scaled.z[~scaled.after & ~np.isnan(scaled.z)]
    return float(before[-_TRIGGER[scaled.series.every] :].mean())


def _detectable_shift(scaled: _Scaled, *, good_is: GoodIs) -> float:
    looked, threshold = LOOKS[scaled.series.every][-1]
    n = int((~scaled.after).sum())
    level = _last_level(scaled)
    noise = expected_noise(
        scaled.series.up_to(scaled.series.ends[n - 1]), np.array([level]), last=_TRIGGER[scaled.series.every]
    )[0]
    z = np.concatenate([scaled.z[:n], np.full(looked, level)])
    v = np.concatenate([scaled.v[:n], np.full(looked, noise)])
    after = np.arange(n + looked) >= n
    found = departures(z[None], v[None], after=after, good_is=good_is, grid=grid_for(scaled.series.every), ramp_over=1)
    weight, spread = found.weight[0], found.spread[0]
    needed = _solve(lambda d: float((weight * ndtr(-d / spread)).sum()) < threshold)
    return _solve(lambda d: float((weight * ndtr((d - needed) / spread)).sum()) > _POWER)


def _solve(enough: Callable[[float], bool]) -> float:
    """The smallest number from 0 to 20 that is enough."""
    low, high = 0.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _said(known: Judgement, scaled: _Scaled, *, good_is: GoodIs, drop: int, comparators: Sequence[Series]) -> Judgement:
    series = scaled.series
    passed = next((look for look in known.looks if look.passed), None)
    worse = next((look for look in known.looks if look.p_worse < look.threshold), None)
    if passed is None and worse is not None:
        return replace(known, verdict=Verdict.WORSE, p=worse.p_worse, earliest=None)
    if passed is not None:
        at_look = scaled.first(passed.after)
        known = _with_effect(replace(known, p=passed.p), at_look, _departed(at_look, good_is=good_is, drop=drop))
        if (later := _year_after(scaled, passed, good_is=good_is)) is not None:
            return replace(known, verdict=Verdict.SUSTAINED if later else Verdict.SLIPPED_BACK)
        compared = _compared(at_look, comparators, good_is=good_is)
        alone = compared is not None and compared < _COMPARED_THRESHOLD
        return replace(known, verdict=Verdict.TURNED_ALONE if alone else Verdict.TURNED, p_compared=compared)
    coming = _next_look(series, known.turning_date or series.ends[-1], known.n_after)
    evidence = known.e_value or 0.0
    if coming is not None:
        early = evidence >= EARLY_SIGN
        return replace(known, verdict=Verdict.EARLY_SIGN if early else Verdict.TOO_EARLY, earliest=coming)
    # A halving of the odds (or rate) is log 2 on the scale of the model.
    if series.kind != "mean" and _detectable_shift(scaled, good_is=good_is) > np.log(2):
        return replace(
            known,
            verdict=Verdict.TOO_SMALL,
            reason="the numbers are so small that even a halving would probably not have shown",
        )
    return replace(known, verdict=Verdict.NO_SIGN)


def _year_after(scaled: _Scaled, look: Look, *, good_is: GoodIs) -> bool | None:
    """Whether the year after a look is still better than the forecast of old; None until that year is whole."""
    year = _TRIGGER[scaled.series.every]
    seen = np.cumsum(scaled.after & ~np.isnan(scaled.z))
    in_year = scaled.after & (seen > look.after) & (seen <= look.after + year) & ~np.isnan(scaled.z)
    if int(in_year.sum()) < year:
        return None
    n = int(np.flatnonzero(in_year)[-1]) + 1
    between = scaled.after[:n] & ~in_year[:n]
    only_later = _Scaled(
        series=scaled.series.up_to(scaled.series.ends[n - 1]),
        z=np.where(between, np.nan, scaled.z[:n]),
        v=scaled.v[:n],
        after=scaled.after[:n],
    )
    found = _departed(only_later, good_is=good_is, drop=0)
    return float(found.p_own[0]) < _COMPARED_THRESHOLD


def _compared(scaled: _Scaled, comparators: Sequence[Series], *, good_is: GoodIs) -> float | None:
    """The p value of the departure from the mean of comparable places; None where fewer than three can be compared."""
    theirs = [relative for other in comparators if (relative := _aligned(other, scaled.series.ends)) is not None]
    if len(theirs) < 3:
        return None
    z = np.stack([one[0] for one in theirs])
    v = np.stack([one[1] for one in theirs])
    whole = ~np.isnan(z).any(axis=1)
    if whole.sum() < 3:
        return None
    mean, noise = z[whole].mean(axis=0), v[whole].sum(axis=0) / whole.sum() ** 2
    found = departures(
        (scaled.z - mean)[None],
        (scaled.v + noise)[None],
        after=scaled.after,
        good_is=good_is,
        grid=grid_for(scaled.series.every),
        ramp_over=_RAMP[scaled.series.every],
    )
    return float(found.p_own[0])


def _aligned(other: Series, ends: Sequence[date]) -> tuple[Floats, Floats] | None:
    z, v = transformed(other)
    at = {end: i for i, end in enumerate(other.ends)}
    if not any(end in at for end in ends):
        return None
    pick = [at.get(end) for end in ends]
    gone = np.nan
    return (
        np.array([z[i] if i is not None else gone for i in pick]),
        np.array([v[i] if i is not None else gone for i in pick]),
    )
