"""A curve as numbers: its periods, what was counted, and the scale on which its noise is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["percent", "rate", "count", "mean"]
Every = Literal["month", "quarter", "year"]
Floats = NDArray[np.float64]

# Where a source publishes a percentage without its denominator (curves method, settings of the real panel).
ASSUMED_DENOMINATOR = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One curve. All tuples have one entry a period, oldest first; None is missing or suppressed, and never zero.

    `value` is a percentage (0 to 100), a rate per `per`, a count, or a mean. For a mean, `denominator` is the number
    averaged over and `spread` the standard deviation of one. `design_effect` multiplies the known sampling variance
    (brothers and sisters counted together). `smoothed` says the figures are rolling sums or means. `breaks` are days
    on which the definition or the boundary changed: figures on either side cannot be compared.
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

    def __post_init__(self) -> None:
        if not len(self.ends) == len(self.value) == len(self.numerator) == len(self.denominator):
            raise ValueError("a series has one value, numerator and denominator for each period")
        if any(later <= earlier for earlier, later in zip(self.ends, self.ends[1:], strict=False)):
            raise ValueError("a series' periods are in order and each comes once")

    def up_to(self, day: date) -> "Series":
        """The series with only the periods that ended on or before the day."""
        n = sum(end <= day for end in self.ends)
        return Series(
            kind=self.kind,
            every=self.every,
            ends=self.ends[:n],
            value=self.value[:n],
            numerator=self.numerator[:n],
            denominator=self.denominator[:n],
            per=self.per,
            spread=self.spread,
            design_effect=self.design_effect,
            seasonal=self.seasonal,
            smoothed=self.smoothed,
            breaks=self.breaks,
        )


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)


def transformed(series: Series) -> tuple[Floats, Floats]:
    """The series on the scale of the model, and its known sampling variance there; NaN where missing.

    A percentage of y in n is logit((y + .5) / (n + 1)) with variance 1 / ((n + 1) p (1 - p)); a rate or count is
    log(y + .5), less the log of the population over `per`, with variance 1 / (y + .5); a mean is itself with variance
    spread squared over n. A percentage published without counts takes 300 as its denominator; a rate without counts
    takes a variance of 1/400. Source: curves method, section 3.3 and settings.
    """
    value, y, n = _floats(series.value), _floats(series.numerator), _floats(series.denominator)
    if series.kind == "percent":
        below = np.where(np.isnan(n), ASSUMED_DENOMINATOR, n)
        above = np.where(np.isnan(y), value / 100 * below, y)
        p = (above + 0.5) / (below + 1)
        z, v = np.log(p / (1 - p)), 1 / ((below + 1) * p * (1 - p))
        empty = below <= 0
        z, v = np.where(empty, np.nan, z), np.where(empty, np.nan, v)
    elif series.kind in ("rate", "count"):
        counted = y + 0.5
        exposure = n / series.per if series.kind == "rate" else np.ones_like(y)
        known = ~np.isnan(y) & ~np.isnan(exposure)
        safe_value = np.where(value > 0, value, np.nan)
        z = np.where(
            known, np.log(np.where(known, counted, 1)) - np.log(np.where(known, exposure, 1)), np.log(safe_value)
        )
        v = np.where(known, 1 / np.where(known, counted, 1), 1 / 400)
    else:
        z = value
        v = (series.spread or 0.0) ** 2 / n
    missing = np.isnan(z) | np.isnan(v)
    return np.where(missing, np.nan, z), np.where(missing, np.nan, v * series.design_effect)


def natural(series: Series, z: Floats) -> Floats:
    """Back from the scale of the model to percentages, rates, counts or means."""
    if series.kind == "percent":
        return 100 / (1 + np.exp(-z))
    if series.kind == "mean":
        return z
    return np.exp(z)


def expected_noise(series: Series, z: Floats, *, last: int) -> Floats:
    """Sampling variance of periods to come whose level is `z`, with denominators as in the last `last` periods."""
    n = _floats(series.denominator)[-last:]
    known = n[~np.isnan(n)]
    typical = float(known.mean()) if known.size else ASSUMED_DENOMINATOR
    if series.kind == "percent":
        p = 1 / (1 + np.exp(-z))
        v = 1 / ((typical + 1) * p * (1 - p))
    elif series.kind == "mean":
        v = np.full_like(z, (series.spread or 0.0) ** 2 / typical)
    else:
        y = _floats(series.numerator)[-last:]
        exposure = typical / series.per if series.kind == "rate" else 1.0
        v = 1 / (np.exp(z) * exposure + 0.5) if (~np.isnan(y)).any() else np.full_like(z, 1 / 400)
    return v * series.design_effect
