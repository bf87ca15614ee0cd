"""A series on the scale of the model with its turning date, and the looks fixed beforehand."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from turncurve.curves.departure import Departures, departures
from turncurve.curves.forecasting import seasons_of
from turncurve.curves.grid import grid_of
from turncurve.curves.series import Floats, Series, period_end_after, periods_a_year, transformed
from turncurve.words.measuring import GoodIs
from turncurve.words.periods import Every

# The looks fixed beforehand: after so many periods, against such a threshold.
LOOKS: dict[Every, tuple[tuple[int, float], ...]] = {
    "quarter": ((4, 0.015), (8, 0.04)),
    "month": ((12, 0.015), (24, 0.04)),
    "year": ((3, 0.05),),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scaled:
    """A series with its figures `z` and their sampling variance `v` on the scale of the model, each (T) and NaN where
    missing; `after` (T) marks the periods after the turning date."""

    series: Series
    z: Floats
    v: Floats
    after: NDArray[np.bool_]

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Which periods have a figure."""
        return ~np.isnan(self.z)

    @property
    def a_year(self) -> int:
        """How many periods make a year."""
        return periods_a_year(self.series.every)

    def before(self) -> "Scaled":
        """The same up to the turning date."""
        return self._up_to(int((~self.after).sum()))

    def first(self, looked: int) -> "Scaled":
        """The same up to the `looked`-th period after the turning date that has a figure."""
        return self._up_to(int(np.flatnonzero(self.after & self.seen)[looked - 1]) + 1)

    def _up_to(self, n: int) -> "Scaled":
        return Scaled(series=self.series.between(0, n), z=self.z[:n], v=self.v[:n], after=self.after[:n])

    def departed(self, *, good_is: GoodIs, drop: int) -> Departures:
        """How far the whole period after has departed; `drop` as in `departures`."""
        season, seasons = seasons_of(self.series, self.series.ends)
        return departures(
            self.z[None],
            self.v[None],
            after=self.after,
            good_is=good_is,
            grid=grid_of(self.series),
            ramp_over=self.a_year,
            drop_before=drop,
            season=season,
            seasons=seasons,
        )


def scaled_at(series: Series, *, turning_date: date) -> Scaled:
    """The series with its periods split at the turning date."""
    z, v = transformed(series)
    return Scaled(series=series, z=z, v=v, after=np.array([end > turning_date for end in series.ends], dtype=bool))


def last_end_before(series: Series, *, turning_date: date) -> date:
    """The last day of the last period on or before the turning date, whether or not its figure has come."""
    end = [end for end in series.ends if end <= turning_date][-1]
    while (following := period_end_after(end, every=series.every, periods=1)) <= turning_date:
        end = following
    return end


def next_look(scaled: Scaled, *, turning_date: date) -> date | None:
    """The last day of the figures the next look waits for; None after the last. A missing figure puts it off."""
    series = scaled.series
    seen = int((scaled.after & scaled.seen).sum())
    coming = [n for n, _ in LOOKS[series.every] if n > seen]
    if not coming:
        return None
    from_day = max(series.ends[-1], last_end_before(series, turning_date=turning_date))
    return period_end_after(from_day, every=series.every, periods=coming[0] - seen)
