"""Each child's story through the system, as Ibis expressions on the trusted tables: built here, run by the store."""

from turncurve.journeys.counting import POINTS, counted
from turncurve.journeys.coverage import Coverage, countable_periods
from turncurve.journeys.every_journey import JOURNEYS, JOURNEYS_BY_LAST_DAY, ON_THE_WAY, journey
from turncurve.journeys.parts import NOT_PLANNED

__all__ = [
    "JOURNEYS",
    "JOURNEYS_BY_LAST_DAY",
    "NOT_PLANNED",
    "ON_THE_WAY",
    "POINTS",
    "Coverage",
    "countable_periods",
    "counted",
    "journey",
]
