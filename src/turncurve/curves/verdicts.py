"""The words a judgement may end in, and what it carries."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from turncurve.curves.forecasting import Forecast


class Verdict(StrEnum):
    """What may be said of a curve; nothing else may."""

    NO_DATE = "no turning date declared"
    CANNOT = "cannot be judged"
    TOO_EARLY = "too early to say"
    TOO_SMALL = "too small to tell"
    NO_SIGN = "no sign of turning"
    EARLY_SIGN = "early sign"
    TURNED = "turned"
    TURNED_ALONE = "turned, and comparable places did not"
    SUSTAINED = "turned and sustained"
    SLIPPED_BACK = "slipped back"
    WORSE = "turned for the worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look fixed beforehand: after how many periods, on which period's last day, against which threshold."""

    after: int
    ends: date
    p: float
    p_worse: float
    threshold: float

    @property
    def passed(self) -> bool:
        """Whether the curve was below the threshold in the good direction."""
        return self.p < self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with what it rests on. Effects are in the curve's own units; the interval is 90%.

    `p` is the largest of the departure and its guards, at the last look or, between looks, now. `p_compared` is that
    of the departure from comparable places. `detectable` is the smallest change seen four times in five at the last
    look. `looked_back` says the turning date was declared after figures from after it existed. `rebound` is how far the
    curve was expected to move back by itself, because it was chosen at its worst.
    """

    verdict: Verdict
    reason: str = ""
    earliest: date | None = None
    effect: float | None = None
    lo90: float | None = None
    hi90: float | None = None
    p: float | None = None
    p_compared: float | None = None
    e_value: float | None = None
    detectable: float | None = None
    rebound: float | None = None
    looked_back: bool = False
    looks: tuple[Look, ...] = ()
    n_before: int = 0
    n_after: int = 0
    turning_date: date | None = None
    forecast: Forecast | None = None
