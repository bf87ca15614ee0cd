"""A child's periods of care: when they start, how they go, when and why they end, and coming back."""

from dataclasses import dataclass

from turncurve.made_up.chance import Draws, Weighted
from turncurve.made_up.days import age_on, birthday
from turncurve.made_up.legal import legal_path
from turncurve.made_up.people import Adoption, Child, PeriodOfCare
from turncurve.made_up.placements import fill_placements
from turncurve.made_up.profile import InCare

# How a period of care goes, by age at its start (upper age not included).
COURSES: tuple[tuple[int, Weighted[str]], ...] = (
    (1, Weighted({"home": 0.20, "adoption": 0.40, "guardian": 0.26, "other": 0.03, "until 18": 0.11})),
    (5, Weighted({"home": 0.27, "adoption": 0.24, "guardian": 0.28, "other": 0.03, "until 18": 0.18})),
    (10, Weighted({"home": 0.36, "adoption": 0.02, "guardian": 0.24, "other": 0.04, "until 18": 0.34})),
    (16, Weighted({"home": 0.40, "guardian": 0.07, "other": 0.07, "until 18": 0.46})),
    (18, Weighted({"home": 0.26, "other": 0.12, "until 18": 0.62})),
)
OTHER_ENDINGS = Weighted({"E8": 0.40, "E13": 0.34, "E3": 0.12, "E16": 0.05, "E2": 0.01, "E9": 0.08})
ARRIVED_ENDINGS = Weighted({"E3": 0.62, "E8": 0.24, "E15": 0.14})
SGO_CODES_CHANGE = 736785  # 1 April 2018: E45 to E48 replace E43 and E44
GROWN_UP = Weighted({"E5": 0.52, "E6": 0.17, "E7": 0.08, "E8": 0.13, "E4A": 0.10})
BACK_WITHIN_A_YEAR = {"E4A": 0.15, "E4B": 0.36}
BACK_LATER = 0.06
WHY_DROPPED = Weighted({"RD1": 0.45, "RD2": 0.15, "RD3": 0.25, "RD4": 0.15})


@dataclass(frozen=True, slots=True)
class Return:
    """A child who came back into care on this day."""

    day: int


def course_of(draws: Draws, age: int, *, usual: InCare) -> str:
    """How the period goes: by age, as the council's own weights shift it."""
    among = next(among for upper, among in COURSES if age < upper)
    shifted = {course: weight * usual.courses.get(course, 1.0) for course, weight in among.weights.items()}
    at = draws.unit() * sum(shifted.values())
    for course, weight in shifted.items():
        at -= weight
        if at < 0:
            return course
    return "until 18"


def length_of(draws: Draws, course: str, *, usual: InCare) -> int:
    """Days from start to end, before the eighteenth birthday is allowed for."""
    longer = usual.lengths.get(course, 1.0)
    match course:
        case "home":
            return 3 + int(draws.gamma(shape=0.9, mean=260 * longer))
        case "adoption":
            return 490 + int(draws.gamma(shape=3.0, mean=280 * longer))
        case "guardian":
            return 160 + int(draws.gamma(shape=2.5, mean=420 * longer))
        case _:
            return 5 + int(draws.gamma(shape=0.8, mean=380 * longer))


def ending(draws: Draws, course: str, *, child: Child, ended: int, place: str, usual: InCare) -> str:
    """The code for why the period ended, valid on the day it ended."""
    match course:
        case "adoption":
            return "E12" if draws.happens(0.7) else "E11"
        case "guardian":
            return guardianship(draws, ended=ended, place=place, usual=usual)
        case "home":
            return "E4A" if draws.happens(usual.planned_home) else "E4B"
        case _:
            code = draws.pick(ARRIVED_ENDINGS if child.unaccompanied else OTHER_ENDINGS)
            return "E8" if code == "E9" and age_on(child.born, ended) < 12 else code


def guardianship(draws: Draws, *, ended: int, place: str, usual: InCare) -> str:
    """A child arrangements order, or special guardianship by the code of the day: to whom depends on who cared last."""
    if draws.happens(usual.arrangement_orders):
        return "E41"
    carer = place.startswith("U")
    if ended < SGO_CODES_CHANGE:
        return "E43" if carer else "E44"
    if place in {"U1", "U2", "U3"}:
        return "E45"
    return "E46" if carer and draws.happens(0.4) else "E47" if draws.happens(0.8) else "E48"


def start_care(
    child: Child, *, day: int, need: str, draws: Draws, home: str, usual: InCare, course: str | None = None
) -> PeriodOfCare:
    """Write one period of care onto the child, from `day` to its known end. `home` is the postcode they came from."""
    eighteenth = birthday(child.born, 18)
    course = course or course_of(draws, age_on(child.born, day), usual=usual)
    ended = eighteenth if course == "until 18" else min(day + length_of(draws, course, usual=usual), eighteenth)
    ended = max(ended, day + 1)
    if ended >= eighteenth:
        course, ended = "until 18", eighteenth
    period = PeriodOfCare(started=day, ended=ended, ended_because="", need=need, course=course)
    if course == "adoption":
        period.adoption = plan_adoption(draws, day=day, ended=ended)
    period.legal = legal_path(
        draws, period=period, age=age_on(child.born, day), unaccompanied=child.unaccompanied, usual=usual
    )
    fill_placements(draws, period=period, child=child, home=home, usual=usual)
    last = period.placements[-1].kinds[-1][1]
    if course == "until 18":
        staying_put = last.startswith("U") and draws.happens(0.42)
        period.ended_because = "E17" if staying_put else draws.pick(GROWN_UP)
    else:
        period.ended_because = ending(draws, course, child=child, ended=ended, place=last, usual=usual)
    if course in {"guardian", "until 18"} and age_on(child.born, day) < 5 and draws.happens(0.12):
        decided = day + draws.between(150, 220)
        dropped = decided + draws.between(120, 400)
        if dropped < ended:
            period.adoption_dropped = (decided, dropped, draws.pick(WHY_DROPPED))
    if period.ended_because == "E2":
        child.died = ended
    if course == "adoption":
        child.adopted = ended
    period.episodes[-1].ended_because = period.ended_because
    child.care.append(period)
    return period


def plan_adoption(draws: Draws, *, day: int, ended: int) -> Adoption:
    placed = ended - draws.between(150, 260)
    ordered = day + draws.between(130, 190)
    adopters = draws.pick(Weighted({"MF": 0.72, "F1": 0.10, "M1": 0.01, "FF": 0.08, "MM": 0.09}))
    single = adopters in {"F1", "M1"}
    same = adopters in {"FF", "MM"}
    married = "L12" if same else "L11"
    return Adoption(
        decided=ordered - draws.between(20, 60),
        ordered=ordered,
        matched=min(placed - draws.between(5, 25), placed),
        placed=placed,
        by_foster_carer=draws.happens(0.2),
        adopters=adopters,
        adopters_legal="L0" if single else (married if draws.happens(0.75) else ("L4" if same else "L3")),
    )


def time_in_care(child: Child, *, day: int, need: str, draws: Draws, home: str, usual: InCare) -> int:
    """A first period of care and any return to care while the family is still helped. Gives the last day of care."""
    period = start_care(child, day=day, need=need, draws=draws, home=home, usual=usual)
    while back := comes_back(child, period=period, draws=draws):
        period = start_care(child, day=back.day, need=need, draws=draws, home=home, usual=usual)
    return period.ended


def comes_back(child: Child, *, period: PeriodOfCare, draws: Draws) -> Return | None:
    """Whether a child who went home comes back into care, and when."""
    chance = BACK_WITHIN_A_YEAR.get(period.ended_because)
    if chance is None or period.course != "home":
        return None
    if draws.happens(chance):
        gap = 2 + int(min(draws.exponential(130), 360 * draws.unit() + 2))
    elif draws.happens(BACK_LATER):
        gap = 370 + int(draws.exponential(300))
    else:
        return None
    day = period.ended + gap
    return Return(day) if day < birthday(child.born, 18) - 30 else None
