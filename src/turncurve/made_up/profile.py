"""What one council is like and another is not: how many children, how often, how long, and where they live.

A series by year ending 31 March stands for the years left out by the nearest year it has.
"""

from dataclasses import dataclass
from datetime import date

from turncurve.made_up.chance import Weighted

ByYear = dict[int, float]


def of_year(series: ByYear, year: int) -> float:
    """The figure of the year, or of the nearest year there is.

    >>> of_year({2020: 1.0, 2022: 3.0}, 2022), of_year({2020: 1.0, 2022: 3.0}, 2030), of_year({2020: 1.0}, 1999)
    (3.0, 3.0, 1.0)
    """
    if year in series:
        return series[year]
    return series[min(series, key=lambda known: abs(known - year))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A change in how the council records, from a day on: nothing changed for any child."""

    day: date
    what: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor:
    """Families coming to notice, a year; the log-odds that one comes back, and that an assessed one is helped on.

    assessed: the share of times in need that begin with an assessment; the rest resume under an earlier one.
    """

    families: ByYear
    again: ByYear
    no_further_action: ByYear
    assessed: float
    helped: ByYear
    sources: Weighted[str]
    needs: Weighted[str]
    factors: Weighted[str]
    factors_more: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """Log-odds of an enquiry and of its conference, what a family already known adds, and how long plans last (days).

    assessments_in_time, conferences_in_time: chances. help_lengths: mean days, as they are mixed.
    """

    enquiry: float
    conference: float
    known: float
    plan: float
    plan_shape: float
    plan_mean: float
    plan_long: float
    help_lengths: Weighted[float]
    assessments_in_time: ByYear
    conferences_in_time: ByYear


@dataclass(frozen=True, slots=True, kw_only=True)
class InCare:
    """Entries to care and how care goes. `courses` and `lengths` are weights and multipliers by course."""

    from_plan: float
    from_help: float
    pace: ByYear
    by_age: tuple[tuple[int, float], ...]
    by_youngest: tuple[tuple[int, float], ...]
    long_ago: float
    courses: dict[str, float]
    lengths: dict[str, float]
    agreement: float
    agreed_first: float
    police: float
    emergency: float
    arrangement_orders: float
    planned_home: float
    moves: float
    with_parents: float
    young: Weighted[str]
    teens: Weighted[str]
    older: Weighted[str]
    fostered_by_us: float
    homes_of_ours: float
    voluntary: float
    missing: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Care leavers, health, and the workforce. Costs are pounds a week, by year.

    followed: the share of care leavers the return asks about, by the year they left. worker_days: how long a lead
    worker usually stays with a family.
    """

    suitable: float
    active: ByYear
    followed: ByYear
    teeth: ByYear
    health: float
    immunised: float
    difficulties: float
    social_workers: ByYear
    agency: float
    leaving: float
    worker_days: float
    cost_of_a_home: ByYear
    cost_of_fostering: ByYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All of it, and the real council whose published figures it is held to."""

    like: str
    children: int
    growth: float
    small_areas: int
    arrivals: dict[int, int]
    usual_arrivals: int
    recording: Recording
    door: FrontDoor
    protection: Protection
    care: InCare
    around: Around
