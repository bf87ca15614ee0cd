"""When nothing may be said of a curve, why, and from when something could be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from turncurve.curves.scaled import LOOKS, Scaled
from turncurve.curves.series import Series, period_end_after
from turncurve.words.periods import day_said

FEWEST_BEFORE = 8
_NAMES = {"year": "yearly", "quarter": "quarterly", "month": "monthly"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a curve cannot be judged, and the earliest day on which it could be, with a new turning date if need be."""

    reason: str
    earliest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """A series without the periods that a break makes incomparable: after the last break up to the turning date, and
    before the first one after it. `since` and `until` are those breaks."""

    series: Series
    since: date | None
    until: date | None


def comparable(series: Series, *, turning_date: date) -> Comparable:
    """The periods that can be compared with each other around the turning date, without any that a break falls in."""
    if not series.ends:
        return Comparable(series=series, since=None, until=None)
    inside = sorted(day for day in series.breaks if series.ends[0] < day <= series.ends[-1])
    since = max((day for day in inside if day <= turning_date), default=None)
    until = min((day for day in inside if day > turning_date), default=None)
    starts = [period_end_after(end, every=series.every, periods=-1) + timedelta(days=1) for end in series.ends]
    first = sum(since is not None and start < since for start in starts)
    last = len(series.ends) if until is None else sum(end < until for end in series.ends)
    return Comparable(series=series.between(first, max(first, last)), since=since, until=until)


def too_little(scaled: Scaled, *, turning_date: date, since: date | None) -> Refusal | None:
    """The refusal of rolling figures, and of a curve with too few periods before its turning date; else None."""
    series = scaled.series
    if series.smoothed:
        return Refusal(
            reason="the figures are rolling averages, so neighbouring points share children; "
            "use figures that do not overlap"
        )
    before = int((scaled.seen & ~scaled.after).sum())
    if before >= FEWEST_BEFORE:
        return None
    broken = f"{_changed(since)}; " if since is not None else ""
    between = "after that and " if since is not None else ""
    points = "point" if before == 1 else "points"
    usable = [end for end, ok in zip(series.ends, scaled.seen, strict=True) if ok]
    return Refusal(
        reason=f"{broken}only {before or 'no'} {_NAMES[series.every]} {points} {between}on or before the turning date "
        f"of {day_said(turning_date)}; {FEWEST_BEFORE} are needed",
        earliest=_first_look_after_enough(usable, series=series) if usable else None,
    )


def _first_look_after_enough(usable: Sequence[date], *, series: Series) -> date:
    """The first look after the eighth period with a figure, taking it that from now on each period will have one."""
    missing = FEWEST_BEFORE - len(usable)
    eighth = (
        usable[FEWEST_BEFORE - 1] if missing <= 0 else period_end_after(usable[-1], every=series.every, periods=missing)
    )
    return period_end_after(eighth, every=series.every, periods=LOOKS[series.every][0][0])


def cut_short(series: Series, *, until: date) -> Refusal:
    """The refusal of a curve whose definition changed before its next look."""
    enough = FEWEST_BEFORE + LOOKS[series.every][0][0]
    last_before = max(end for end in series.ends if end < until)
    return Refusal(
        reason=f"{_changed(until)}, before the next look; it needs a new turning date",
        earliest=period_end_after(last_before, every=series.every, periods=enough),
    )


def _changed(day: date) -> str:
    return f"the definition or boundary changed on {day_said(day)}, and figures on either side cannot be compared"
