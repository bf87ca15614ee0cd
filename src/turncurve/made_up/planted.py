"""The truth planted: what changed, when, and by how much. Everything else is chance, season and a pandemic."""

from dataclasses import dataclass, field
from datetime import date

#: Arrivals of unaccompanied children by year ending 31 March: a rise in 2022 to 2024, then a fall.
ARRIVALS = {2021: 10, 2022: 21, 2023: 30, 2024: 48, 2025: 23, 2026: 20}
USUAL_ARRIVALS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Known effects from a known day. A multiplier of 1 is no effect; shares are probabilities.

    entries: of families' entries to care (unaccompanied arrivals and returns to care after going home untouched).
    re_referrals: of referrals that would come within a year of the family's last. Fewer referrals also mean somewhat
    fewer protection plans; the share of plans that are a second or later plan keeps its level.
    assessments_in_time: chance that an assessment is authorised within 45 working days of a referral made
    before, and from, the turning day. Conferences, repeat plans, placement moves, return to care and
    accommodation of care leavers are left alone.
    """

    from_day: date = date(2024, 4, 1)
    entries: float = 0.72
    re_referrals: float = 0.68
    assessments_in_time_before: float = 0.79
    assessments_in_time_from: float = 0.93
    arrivals: dict[int, int] = field(default_factory=lambda: dict(ARRIVALS))


PLANTED = Planted()
NOTHING_PLANTED = Planted(
    entries=1.0, re_referrals=1.0, assessments_in_time_from=PLANTED.assessments_in_time_before, arrivals={}
)
