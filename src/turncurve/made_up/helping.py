"""What follows a referral: assessment, section 47 enquiry, conference, protection plan, child in need plan, closure."""

from dataclasses import dataclass, field
from datetime import date
from math import exp

from turncurve.made_up.care import time_in_care
from turncurve.made_up.chance import Draws, Weighted
from turncurve.made_up.council import home_postcode
from turncurve.made_up.days import working_days_later
from turncurve.made_up.people import Assessment, Child, Enquiry, Family, NeedPlan, ProtectionPlan, TimeInNeed
from turncurve.made_up.planted import Planted

EARLY_HELP_CLOSURE = date(2022, 4, 1).toordinal()  # RC9 is a code from 2022/23
CATEGORIES = Weighted({"NEG": 0.47, "EMO": 0.37, "PHY": 0.09, "SAB": 0.05, "MUL": 0.02})
CONFERENCES_IN_TIME = 0.82
SLOW_MONTHS = {1: -0.03, 7: -0.02, 8: -0.07, 9: -0.05, 12: -0.05}
FACTORS = Weighted(
    {
        "3B": 0.20, "4B": 0.18, "17A": 0.12, "16A": 0.11, "4A": 0.07, "2B": 0.06, "1B": 0.06, "20": 0.05, "3A": 0.03,
        "6B": 0.02, "5A": 0.02, "14A": 0.03, "15A": 0.02, "10A": 0.01, "11A": 0.01, "7A": 0.02, "18": 0.05, "19": 0.02,
        "24A": 0.01, "13A": 0.01, "6A": 0.01, "2A": 0.01, "3C": 0.01,
    }
)  # fmt: skip
WHO_HARMED = date(2020, 4, 1).toordinal()  # 18B, 18C, 19B, 19C are codes from 2020/21
CRIMINAL_EXPLOITATION = date(2021, 4, 1).toordinal()  # 24A is a code from 2021/22
# Entries to care, by the age of the child: how much likelier than at 5 to 9.
ENTRY_BY_AGE = ((1, 4.2), (5, 1.3), (10, 0.8), (13, 0.75), (16, 1.15), (18, 1.1))
CLOSED_AFTER_CARE = {"E2": "RC2", "E3": "RC5", "E7": "RC6", "E11": "RC1", "E12": "RC1", "E41": "RC3"} | dict.fromkeys(
    ("E43", "E44", "E45", "E46", "E47", "E48"), "RC4"
)
ENTRY_BY_YOUNGEST = ((1, 2.7), (5, 1.0), (10, 0.8), (15, 1.0), (18, 2.3))
ENTERS_FROM_PLAN = 0.215
ENTERS_FROM_HELP = 0.063


@dataclass(slots=True)
class Course:
    """What is decided for the family as a whole: children of one family are helped, and late, together."""

    assessed: int = 0
    enquiry: int | None = None
    conference: int | None = None
    plan: bool = False
    helped: bool = False
    plan_length: int = 0
    help_length: int = 0
    category: str = ""
    care: int | None = None
    factors: list[str] = field(default_factory=list[str])


def logistic(value: float) -> float:
    return 1.0 / (1.0 + exp(-value))


def follow(family: Family, *, children: list[Child], times: list[TimeInNeed], draws: Draws, planted: Planted) -> None:
    """Fill in each child's time in need from the family's course, and any time in care that comes of it."""
    day = times[0].referred
    known = any(time.protection_plans for child in family.children for time in child.times_in_need)
    youngest = min(child.age(day) for child in children)
    course = decide(family, day=day, known=known, youngest=youngest, draws=draws, planted=planted)
    started = working_days_later(day, draws.between(0, 2))
    for child, time in zip(children, times, strict=True):
        time.assessments.append(
            Assessment(
                started=min(started, course.assessed), authorised=course.assessed, factors=tuple(sorted(course.factors))
            )
        )
        one_child(family, child=child, time=time, course=course, draws=draws)


def decide(family: Family, *, day: int, known: bool, youngest: int, draws: Draws, planted: Planted) -> Course:
    course = Course()
    turned = day >= planted.from_day.toordinal()
    in_time = planted.assessments_in_time_from if turned else planted.assessments_in_time_before
    in_time += SLOW_MONTHS.get(date.fromordinal(day).month, 0.012)
    taken = 46 + int(draws.exponential(14.0)) if not draws.happens(in_time) else 45 - int(42 * draws.unit() ** 1.7)
    course.assessed = working_days_later(day, taken)
    course.factors = factors(draws, day=course.assessed)
    if draws.happens(logistic(-0.98 + 0.55 * family.strain + (1.1 if known else 0.0))):
        course.enquiry = min(working_days_later(day, draws.between(0, 8)), course.assessed)
        if draws.happens(logistic(-0.64 + 0.3 * family.strain + (1.1 if known else 0.0))):
            in_fifteen = draws.happens(CONFERENCES_IN_TIME)
            wait = draws.between(8, 15) if in_fifteen else 16 + int(draws.exponential(6.0))
            course.conference = working_days_later(course.enquiry, wait)
            course.plan = draws.happens(0.9)
            course.plan_length = 45 + int(draws.gamma(shape=1.9, mean=290))
    course.category = draws.pick(CATEGORIES)
    course.helped = course.conference is not None or draws.happens(
        logistic(-0.55 + 0.3 * family.strain + (0.9 if course.enquiry else 0.0))
    )
    course.help_length = 30 + int(draws.gamma(shape=1.1, mean=190))
    enters = ENTERS_FROM_PLAN if course.plan else ENTERS_FROM_HELP if course.helped else 0.0
    enters *= next(by for upper, by in ENTRY_BY_YOUNGEST if youngest < upper)
    if draws.happens(min(enters * exp(0.35 * family.strain), 0.9)):
        base = course.conference if course.plan and course.conference else (course.enquiry or day)
        course.care = base + int(draws.exponential(110.0 if course.plan else 60.0))
        if course.care >= planted.from_day.toordinal() and draws.unit() >= planted.entries:
            course.care = None
    return course


def factors(draws: Draws, *, day: int) -> list[str]:
    """Factors found at the end of the assessment, each a code of its year; 21 (none) stands alone."""
    if draws.happens(0.06):
        return ["21"]
    found: set[str] = set()
    for _ in range(1 + int(draws.exponential(1.6))):
        code = draws.pick(FACTORS)
        if code in {"18", "19"}:
            code += "A" if day < WHO_HARMED else "C" if draws.happens(0.8) else "B"
        if code == "24A" and day < CRIMINAL_EXPLOITATION:
            code = "20"
        found.add(code)
    return sorted(found)


def one_child(family: Family, *, child: Child, time: TimeInNeed, course: Course, draws: Draws) -> None:
    """One child's own way through what was decided for the family."""
    joins = draws.happens(0.95)
    if course.enquiry is not None:
        held = course.conference if joins else None
        time.enquiries.append(
            Enquiry(started=course.enquiry, target=working_days_later(course.enquiry, 15), conference=held)
        )
    if not course.helped or not (joins or course.conference is None):
        close(time, day=course.assessed, after_assessment=True, draws=draws)
        return
    entry = entry_day(child, time=time, course=course, draws=draws)
    helped_until = course.assessed + course.help_length
    if course.plan and course.conference is not None:
        plan = protection_plan(child, day=course.conference, course=course, entry=entry, draws=draws)
        time.protection_plans.append(plan)
        helped_until = plan.ended + (draws.between(30, 200) if draws.happens(0.6) else draws.between(1, 14))
    at_least = max(course.assessed, course.conference or 0, *(plan.ended for plan in time.protection_plans)) + 1
    if entry is not None:
        care(family, child=child, time=time, course=course, entry=entry, at_least=at_least, draws=draws)
        return
    helped_until = max(min(helped_until, child.eighteenth), at_least)
    need_plans(time, course=course, until=helped_until)
    close(time, day=helped_until, after_assessment=False, draws=draws)


def care(
    family: Family, *, child: Child, time: TimeInNeed, course: Course, entry: int, at_least: int, draws: Draws
) -> None:
    """Time in care that comes of this time in need, help after it for those who go home, and closure."""
    home = home_postcode(family.area_on(entry))
    care_ended = time_in_care(child, day=entry, need=time.need, draws=draws, home=home)
    last = child.care[-1].ended_because
    need_plans(time, course=course, until=entry)
    after = draws.between(60, 240) if last in {"E4A", "E4B"} else draws.between(0, 30)
    time.closed = max(care_ended if last in {"E2", "E11", "E12", "E3"} else care_ended + after, at_least)
    if last in {"E4A", "E4B"}:
        begins = max([care_ended, *(plan.ended for plan in time.protection_plans)])
        if time.closed - begins > 20:
            time.need_plans.append(NeedPlan(started=begins, ended=time.closed))
    time.reason = CLOSED_AFTER_CARE.get(last, "RC7")


def entry_day(child: Child, *, time: TimeInNeed, course: Course, draws: Draws) -> int | None:
    """The day this child enters care with the family's entry, if they do: born, under 17 and three quarters."""
    age = child.age(course.care) if course.care is not None else 99
    weight = next((by for upper, by in ENTRY_BY_AGE if age < upper), 0.0)
    takes_part = draws.happens(min(0.5 * weight, 0.95))
    if course.care is None or not takes_part:
        return None
    entry = max(course.care, child.born + 1, time.referred)
    return entry if entry < child.eighteenth - 90 else None


def protection_plan(child: Child, *, day: int, course: Course, entry: int | None, draws: Draws) -> ProtectionPlan:
    """A plan from the conference to its end: at a review, on entering care, or at eighteen."""
    length = course.plan_length if draws.happens(0.85) else 45 + int(draws.gamma(shape=1.9, mean=290))
    ended = day + length
    if entry is not None:
        ended = min(ended, entry + draws.between(5, 45))
    ended = max(min(ended, child.eighteenth - 1), day + 1)
    reviews: list[int] = []
    due = day + draws.between(68, 91)
    while due < ended - 25:
        reviews.append(due)
        due += draws.between(140, 182)
    if ended - day > 40:
        reviews.append(ended)
    changes = draws.happens(0.08)
    return ProtectionPlan(
        started=day,
        ended=ended,
        first_category=course.category,
        latest_category=draws.pick(CATEGORIES) if changes else course.category,
        category_changed=reviews[0] if changes and reviews else ended,
        earlier_plans=child.plans_before(day),
        reviews=reviews,
    )


def need_plans(time: TimeInNeed, *, course: Course, until: int) -> None:
    """Child in need plans: from the assessment to the end, less the time on a protection plan."""
    begins = course.assessed + 7
    for plan in time.protection_plans:
        if begins < plan.started - 14:
            time.need_plans.append(NeedPlan(started=begins, ended=plan.started))
        begins = plan.ended
    if until - begins > 14:
        time.need_plans.append(NeedPlan(started=begins, ended=until))


def close(time: TimeInNeed, *, day: int, after_assessment: bool, draws: Draws) -> None:
    chance = draws.unit()
    if after_assessment:
        time.reason = "RC9" if day >= EARLY_HELP_CLOSURE and chance < 0.3 else "RC8"
    else:
        time.reason = "RC7" if chance < 0.95 else "RC5" if chance < 0.99 else "RC3"
    time.closed = day
