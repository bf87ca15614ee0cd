"""A curve as numbers: its periods, what was counted, and the scale on which its noise is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from turncurve.words.measuring import Kind
from turncurve.words.periods import MONTHS_IN, Every, months_later

Floats = NDArray[np.float64]

# Where a source publishes a percentage without its denominator, or a rate without its count (curves method, settings
# of the real panel).
ASSUMED_DENOMINATOR = 300.0
ASSUMED_COUNT = 400.0
# No figure is taken to be surer than this, or a mean given without its spread would be certain.
LEAST_VARIANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One curve. All tuples have one entry a period, oldest first; None is missing or suppressed, never zero.

    `value` is a percentage (0 to 100), a rate per `per`, a count, or a mean above zero. For a mean, `denominator` is
    the number averaged over and `spread` the standard deviation of one. `design_effect` multiplies the known sampling
    variance (brothers and sisters counted together). `smoothed` says the figures are rolling sums or means. `breaks`
    are days on which the definition or the boundary changed: figures on either side cannot be compared. `prior` are
    weights of the models of the grid, where they were learned from other places' curves; without, the grid's own stand.
    """

    kind: Kind
    every: Every
    ends: tuple[date, ...]
    value: tuple[float | None, ...]
    numerator: tuple[float | None, ...]
    denominator: tuple[float | None, ...]
    per: float = 100.0
    spread: float | None = None
    design_effect: float = 1.0
    seasonal: bool = False
    smoothed: bool = False
    breaks: tuple[date, ...] = ()
    prior: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not len(self.ends) == len(self.value) == len(self.numerator) == len(self.denominator):
            raise ValueError("a series has one value, numerator and denominator for each period")
        if any(later <= earlier for earlier, later in zip(self.ends, self.ends[1:], strict=False)):
            raise ValueError("a series' periods are in order and each comes once")
        if self.kind == "mean" and any(value is not None and value <= 0 for value in self.value):
            raise ValueError("a mean is judged on the log scale, so each must be above zero")

    def up_to(self, day: date) -> "Series":
        """The series with only the periods that ended on or before the day."""
        return self.between(0, sum(end <= day for end in self.ends))

    def between(self, first: int, last: int) -> "Series":
        """The series with only the periods from number `first` up to, and without, number `last`."""
        return replace(
            self,
            ends=self.ends[first:last],
            value=self.value[first:last],
            numerator=self.numerator[first:last],
            denominator=self.denominator[first:last],
        )

    def evenly(self) -> "Series":
        """The series with every period from its first to its last: those not given stand as missing.

        Raises ValueError where the periods' last days are not whole periods apart.
        """
        if not self.ends:
            return self
        at = {steps_between(self.ends[0], end, every=self.every): i for i, end in enumerate(self.ends)}
        if len(at) == max(at) + 1:
            return self
        pick = [at.get(step) for step in range(max(at) + 1)]
        ends = tuple(
            self.ends[i] if i is not None else period_end_after(self.ends[0], every=self.every, periods=step)
            for step, i in enumerate(pick)
        )

        def given(values: tuple[float | None, ...]) -> tuple[float | None, ...]:
            return tuple(values[i] if i is not None else None for i in pick)

        return replace(
            self,
            ends=ends,
            value=given(self.value),
            numerator=given(self.numerator),
            denominator=given(self.denominator),
        )


def periods_a_year(every: Every) -> int:
    """How many periods make a year."""
    return 12 // MONTHS_IN[every]


def period_end_after(day: date, *, every: Every, periods: int) -> date:
    """The last day of the period that many periods after the one that ends on `day` (a month's last day)."""
    return months_later(day.replace(day=1), months=MONTHS_IN[every] * periods + 1) - timedelta(days=1)


def steps_between(first: date, last: date, *, every: Every) -> int:
    """How many periods one last day is after another. Raises ValueError where that is not a whole number."""
    months = (last.year - first.year) * 12 + last.month - first.month
    steps, over = divmod(months, MONTHS_IN[every])
    if over or (last > first and steps == 0):
        raise ValueError(f"{first} and {last} are not a whole number of {every}s apart")
    return steps


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)


def transformed(series: Series) -> tuple[Floats, Floats]:
    """The series on the scale of the model, and its known sampling variance there; NaN where missing.

    A percentage of y in n is logit((y + .5) / (n + 1)) with variance 1 / ((n + 1) p (1 - p)); a rate or count is
    log(y + .5), less the log of the population over `per`, with variance 1 / (y + .5); a mean is its log, with variance
    spread squared over n and over the mean squared. A percentage published without counts takes 300 as its denominator,
    a rate without its count a variance of 1/400, and a rate of 0 without its count is taken as missing. Nobody to count
    is missing. Source: curves method, section 3.3 and settings.
    """
    value, y, n = _floats(series.value), _floats(series.numerator), _floats(series.denominator)
    if series.kind == "percent":
        z, v = _percent(value, y, n)
    elif series.kind == "mean":
        usable = ~np.isnan(value) & ~np.isnan(n) & (n > 0)
        mean, number = np.where(usable, value, 1.0), np.where(usable, n, 1.0)
        z = np.where(usable, np.log(mean), np.nan)
        v = (series.spread or 0.0) ** 2 / (number * mean**2)
    else:
        z, v = _counted(series, value, y, n)
    missing = np.isnan(z) | np.isnan(v)
    v = np.maximum(v * series.design_effect, LEAST_VARIANCE)
    return np.where(missing, np.nan, z), np.where(missing, np.nan, v)


def _percent(value: Floats, y: Floats, n: Floats) -> tuple[Floats, Floats]:
    below = np.where(np.isnan(n), ASSUMED_DENOMINATOR, n)
    # A numerator is of its own denominator: one whose denominator is hidden says nothing about 300.
    above = np.where(np.isnan(y) | np.isnan(n), value / 100 * below, y)
    usable = ~np.isnan(above) & (below > 0)
    p = np.where(usable, (above + 0.5) / (below + 1), 0.5)
    return np.where(usable, np.log(p / (1 - p)), np.nan), 1 / ((below + 1) * p * (1 - p))


def _counted(series: Series, value: Floats, y: Floats, n: Floats) -> tuple[Floats, Floats]:
    if series.kind == "count":
        y = np.where(np.isnan(y), value, y)
        exposure = np.ones_like(y)
    else:
        exposure = n / series.per
    whole = ~np.isnan(y) & ~np.isnan(exposure) & (exposure > 0)
    bare = ~whole & ~np.isnan(value) & (value > 0) & ~(n <= 0)
    by_count = np.log(np.where(whole, y, 1.0) + 0.5) - np.log(np.where(whole, exposure, 1.0))
    z = np.where(whole, by_count, np.where(bare, np.log(np.where(bare, value, 1.0)), np.nan))
    return z, np.where(np.isnan(y), 1 / ASSUMED_COUNT, 1 / (np.where(np.isnan(y), 1.0, y) + 0.5))


def natural(series: Series, z: Floats) -> Floats:
    """Back from the scale of the model to percentages, rates, counts or means."""
    if series.kind == "percent":
        return 100 / (1 + np.exp(-z))
    return np.exp(z)


def expected_noise(series: Series, z: Floats, *, last: int) -> Floats:
    """Sampling variance of periods to come whose level is `z`, with denominators as in the last `last` known ones."""
    n = _floats(series.denominator)
    known = n[~np.isnan(n) & (n > 0)][-last:]
    typical = float(known.mean()) if known.size else ASSUMED_DENOMINATOR
    if series.kind == "percent":
        p = 1 / (1 + np.exp(-z))
        v = 1 / ((typical + 1) * p * (1 - p))
    elif series.kind == "mean":
        v = (series.spread or 0.0) ** 2 / (typical * np.exp(2 * z))
    else:
        counted = series.kind == "count" or any(
            y is not None and n is not None for y, n in zip(series.numerator, series.denominator, strict=True)
        )
        exposure = typical / series.per if series.kind == "rate" else 1.0
        v = 1 / (np.exp(z) * exposure + 0.5) if counted else np.full_like(z, 1 / ASSUMED_COUNT)
    return np.maximum(v * series.design_effect, LEAST_VARIANCE)
