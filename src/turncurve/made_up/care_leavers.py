"""What is known of young people who have left care, around each birthday from 17 to 21 (SSDA903 OC3)."""

from math import exp

from turncurve.made_up.chance import Chance, Draws, Weighted
from turncurve.made_up.days import birthday, year_ending
from turncurve.made_up.people import Birthday, Child
from turncurve.made_up.profile import Around, Profile, of_year

IN_TOUCH = Weighted({"YES": 0.942, "NO": 0.026, "REFU": 0.016, "NREQ": 0.010, "RHOM": 0.003, "DIED": 0.003})
ACTIVE = Weighted({"F1": 0.10, "F2": 0.28, "P2": 0.05, "work full": 0.37, "work part": 0.13, "apprentice": 0.07})
NOT_ACTIVE = Weighted({"G4": 0.35, "G5": 0.47, "G6": 0.18})
SUITABLE = Weighted(
    {"U1": 0.40, "D1": 0.21, "B1": 0.15, "Z1": 0.08, "E1": 0.04, "C1": 0.03, "K1": 0.04, "T1": 0.01, "Y1": 0.04}
)
UNSUITABLE = Weighted({"S2": 0.18, "X2": 0.36, "V2": 0.12, "W2": 0.10, "R2": 0.08, "Y2": 0.10, "U2": 0.06})
NEW_ACTIVITY_CODES = 2022  # from 2021/22 apprenticeships (F4, P4) are told apart from other work (F5, P5)


def is_care_leaver(child: Child) -> bool:
    """In care for 13 weeks or more since 14, some of it after 16 (Children (Leaving Care) Act 2000)."""
    counted = [period for period in child.care if not period.respite]
    fourteenth, sixteenth = birthday(child.born, 14), birthday(child.born, 16)
    since = sum(max(0, period.ended - max(period.started, fourteenth)) for period in counted)
    gone = {"E2", "E3", "E11", "E12", "E15", "E16"}
    return since >= 91 and any(period.ended > sixteenth and period.ended_because not in gone for period in counted[-1:])


def remember_birthdays(child: Child, *, chance: Chance, profile: Profile, last: int) -> None:
    """Write onto a care leaver each birthday up to `last` on which the return asks about them."""
    if not is_care_leaver(child):
        return
    left = child.care[-1].ended
    draws = chance.of("young people after care", child.key)
    steadiness = draws.normal()
    if not draws.happens(of_year(profile.around.followed, year_ending(left))):
        return
    for age in range(17, 22):
        day = birthday(child.born, age)
        if day > last or left >= day:
            continue
        told = around(draws, age=age, day=day, steadiness=steadiness, usual=profile.around)
        child.birthdays.append(told)
        if told.in_touch == "DIED":
            break


def around(draws: Draws, *, age: int, day: int, steadiness: float, usual: Around) -> Birthday:
    in_touch = draws.pick(IN_TOUCH)
    if in_touch != "YES":
        return Birthday(day=day, age=age, in_touch=in_touch, activity="0", accommodation="0")
    suitable = draws.happens(1.0 / (1.0 + exp(-(usual.suitable + 0.8 * steadiness))))
    active = draws.happens(1.0 / (1.0 + exp(-(of_year(usual.active, year_ending(day)) + 0.5 * steadiness))))
    activity = draws.pick(ACTIVE if active else NOT_ACTIVE)
    new = year_ending(day) >= NEW_ACTIVITY_CODES
    activity = {
        "work full": "F5" if new else "F3",
        "work part": "P5" if new else "P3",
        "apprentice": "F4" if new else "F3",
    }.get(activity, activity)
    return Birthday(
        day=day,
        age=age,
        in_touch="YES",
        activity=activity,
        accommodation=draws.pick(SUITABLE if suitable else UNSUITABLE),
    )
