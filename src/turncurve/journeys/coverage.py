"""Which periods the loaded returns can speak of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from turncurve.definitions.measures import Measure
from turncurve.words.periods import Every, Period, months_later, periods, year_ending_march


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The years (ending 31 March) for which a return has been loaded, oldest first."""

    return_name: str
    years: tuple[int, ...]


def countable_periods(measure: Measure, *, every: Every, covered: Coverage) -> Sequence[Period]:
    """The periods of a measure that the loaded years can fill, oldest first.

    A period is left out when its own year was not loaded, or when the months a measure needs before it (re-referrals)
    or after it (coming back into care) are not all loaded. A count on a day needs the months before that day.
    """
    if not covered.years:
        return ()
    years = set(covered.years)

    def loaded(day: date) -> bool:
        return year_ending_march(day) in years

    first, last = date(covered.years[0] - 1, 4, 1), date(covered.years[-1], 3, 31)
    kept: list[Period] = []
    for period in periods(every=every, first=first, last=last):
        counts_from = period.ends if measure.snapshot else period.starts
        starts = months_later(counts_from, months=-measure.needs_months_before)
        ends = months_later(period.ends, months=measure.needs_months_after)
        if starts >= first and ends <= last and loaded(starts) and loaded(period.ends) and loaded(ends):
            kept.append(period)
    return kept
