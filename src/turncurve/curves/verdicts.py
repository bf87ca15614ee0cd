"""The words a judgement may end in, and what it carries."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from turncurve.curves.back_testing import BackTest
from turncurve.curves.comparing import Rank
from turncurve.curves.forecasting import Forecast

# The false claims the looks together may make; each look's threshold is its share.
_TOGETHER = 0.05


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


# What claims that a curve has turned, as long as it stands when it is checked together with the others.
TURNED = (Verdict.TURNED, Verdict.TURNED_ALONE, Verdict.SUSTAINED)


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

    @property
    def passed_worse(self) -> bool:
        """Whether the curve was below the threshold in the bad direction."""
        return self.p_worse < self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with what it rests on. Effects are in the curve's own units; the interval is 90%.

    `p` is the largest of the departure and its guards, at the look that decided or, before the last look, now.
    `p_compared` is that of the departure from comparable places, and `rank` where it stands among all places.
    `detectable` is the smallest change seen four times in five at the last look; None where no change would be.
    `looked_back` says the turning date was declared after figures from after it existed. `rebound` is how far the curve
    was expected to move back by itself from its last year before, where it was chosen at its worst. `back_test` is how
    such forecasts did on the curve's own past up to the turning date; None where that is too short to try them on.
    """

    verdict: Verdict
    reason: str = ""
    earliest: date | None = None
    effect: float | None = None
    lo90: float | None = None
    hi90: float | None = None
    p: float | None = None
    p_compared: float | None = None
    rank: Rank | None = None
    e_value: float | None = None
    detectable: float | None = None
    rebound: float | None = None
    looked_back: bool = False
    looks: tuple[Look, ...] = ()
    n_before: int = 0
    n_after: int = 0
    turning_date: date | None = None
    forecast: Forecast | None = None
    back_test: BackTest | None = None

    @property
    def p_together(self) -> float | None:
        """The p value of all the looks so far, which is below .05 just where one of them passed; None before the first.

        Figures between and after the looks have no part in it, so that many curves can be checked together by it.
        """
        if not self.looks:
            return None
        return min(1.0, *(look.p * _TOGETHER / look.threshold for look in self.looks))
