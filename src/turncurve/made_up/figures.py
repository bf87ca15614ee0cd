"""The invented council's yearly figures, counted as the Department counts the published ones beside them."""

from collections.abc import Iterable, Iterator
from datetime import date
from statistics import mean, quantiles

from turncurve.made_up.costs import Cost, costs_of
from turncurve.made_up.counting import ADOPTED, SPECIAL_GUARDIANSHIP
from turncurve.made_up.days import a_year_later, first_day, last_day, working_days_between
from turncurve.made_up.history import History
from turncurve.made_up.people import Child, PeriodOfCare, TimeInNeed
from turncurve.made_up.population import children_of
from turncurve.made_up.while_in_care import all_year, health_row

Figures = dict[str, float]
FACTORS = {
    "domestic_abuse_parent": "3B", "mental_health_parent": "4B", "neglect": "16A", "emotional_abuse": "17A",
    "drug_misuse_parent": "2B", "mental_health_child": "4A",
}  # fmt: skip
ASSESSED_ONLY = {"RC8", "RC9"}
BANDS = {"3months": (0, 91), "3-6": (91, 182), "6-1": (182, 365), "1-2": (365, 730), "2more": (730, 99_999)}
SOURCES = {"police": ("6",), "school": ("2A",), "health": ("3A", "3B", "3C", "3D", "3E", "3F")}
AGES = {"under_1": (0, 1), "1_to_4": (1, 5), "5_to_9": (5, 10), "10_to_15": (10, 16), "16_and_over": (16, 25)}
ORDERS = {"full_order": {"C2"}, "interim_order": {"C1"}, "placement_order": {"E1"}, "agreement": {"V2"}}
BEGINNINGS = {"interim_order": {"C1"}, "agreement": {"V2"}, "police_protection": {"L1"}}
PLACES = {
    "fostered": {"U1", "U2", "U3", "U4", "U5", "U6"}, "in_homes": {"K1", "K2"}, "independent": {"P2", "H5", "K3"},
    "with_parents": {"P1"}, "placed_for_adoption": {"A3", "A4", "A5", "A6"},
}  # fmt: skip


def figures_of(history: History, *, year: int) -> Figures:
    """fact -> figure of the year ending 31 March; shares are percentages, durations working days."""
    return {
        "children": children_of(history.areas, mid_year=year - 1),
        **need_figures(history, year=year),
        **protection_figures(history, year=year),
        **care_figures(history, year=year),
        **leaving_figures(history, year=year),
        **health_figures(history, year=year),
        **workforce_figures(history, year=year),
    }


def share(holds: Iterable[bool]) -> float:
    """The percentage for which it holds; 0 where there is nothing."""
    held = list(holds)
    return 100 * sum(held) / len(held) if held else 0.0


def times(history: History) -> Iterator[tuple[Child, TimeInNeed]]:
    return ((child, time) for child in history.children for time in child.times_in_need)


def need_figures(history: History, *, year: int) -> Figures:
    first, last = first_day(year), last_day(year)
    referred: list[tuple[TimeInNeed, bool]] = []
    open_for: list[int] = []
    found: list[tuple[str, ...]] = []
    in_time: list[bool] = []
    for child in history.children:
        earlier: int | None = None
        for time in child.times_in_need:
            if first <= time.referred <= last:
                referred.append((time, earlier is not None and time.referred <= a_year_later(earlier)))
            earlier = time.referred
            if time.referred <= last < time.closed and not time.no_further_action:
                open_for.append(last - time.referred)
            for done in time.assessments:
                if first <= done.authorised <= last:
                    found.append(done.factors)
                    in_time.append(working_days_between(time.referred, done.authorised) <= 45)
    starting = [time for time, _ in referred if not time.no_further_action and time.reason not in ASSESSED_ONLY]
    return {
        "referrals": len(referred),
        "re_referrals": share(again for _, again in referred),
        "no_further_action": share(time.no_further_action for time, _ in referred),
        "not_in_need": share(time.reason in ASSESSED_ONLY for time, _ in referred),
        "assessments": len(found),
        "assessments_in_45_days": share(in_time),
        "in_need": len(open_for),
        "in_need_starting": len(starting),
        **{f"factor_{fact}": share(code in codes for codes in found) for fact, code in FACTORS.items()},
        **{f"in_need_for_{b}": share(low <= days < high for days in open_for) for b, (low, high) in BANDS.items()},
        **{f"referred_by_{who}": share(time.source in codes for time, _ in referred) for who, codes in SOURCES.items()},
    }


def protection_figures(history: History, *, year: int) -> Figures:
    first, last = first_day(year), last_day(year)
    enquiries = 0
    waits: list[int] = []
    again: list[bool] = []
    open_for: list[int] = []
    for _, time in times(history):
        for enquiry in time.enquiries:
            enquiries += first <= enquiry.started <= last
            if enquiry.conference is not None and first <= enquiry.conference <= last:
                waits.append(working_days_between(enquiry.started, enquiry.conference))
        for plan in time.protection_plans:
            if first <= plan.started <= last:
                again.append(plan.earlier_plans > 0)
            if plan.started <= last < plan.ended:
                open_for.append(last - plan.started)
    lower, median, upper = quantiles(waits, n=4, method="inclusive")
    return {
        "enquiries": enquiries,
        "conferences": len(waits),
        "conferences_in_15_days": share(days <= 15 for days in waits),
        "conference_wait_lower_quartile": lower,
        "conference_wait_median": median,
        "conference_wait_upper_quartile": upper,
        "plans_starting": len(again),
        "second_plans": share(again),
        "plans_open": len(open_for),
        "plan_up_to_3_months": share(days <= 91 for days in open_for),
        "plan_3_to_6_months": share(91 < days <= 182 for days in open_for),
        "plan_6_to_12_months": share(182 < days < 365 for days in open_for),
        "plan_over_a_year": share(days >= 365 for days in open_for),
    }


def periods_open(history: History, *, day: int) -> list[tuple[Child, PeriodOfCare]]:
    """Children looked after that day, with the period they are in."""
    return [(c, p) for c in history.children for p in c.care if not p.respite and p.started <= day < p.ended]


def care_figures(history: History, *, year: int) -> Figures:
    first, last = first_day(year), last_day(year)
    there = periods_open(history, day=last)
    rows = [next(e for e in period.episodes if e.started <= last < e.ended) for _, period in there]
    begun: dict[int, tuple[Child, PeriodOfCare]] = {}
    ceased: dict[int, str] = {}
    for child in history.children:
        for period in child.care:
            if period.respite:
                continue
            if first <= period.started <= last:
                _ = begun.setdefault(child.number, (child, period))
            if first <= period.ended <= last:
                ceased[child.number] = period.ended_because
    starting = list(begun.values())
    several = [sum(h.started <= last and h.ended > first for p in c.care for h in p.placements) >= 3 for c, _ in there]
    return {
        "in_care": len(there),
        "in_care_unaccompanied": sum(child.unaccompanied for child, _ in there),
        "starting": len(starting),
        "starting_unaccompanied": sum(child.unaccompanied for child, _ in starting),
        "ceasing": len(ceased),
        **{f"in_care_{a}": share(low <= c.age(last) < high for c, _ in there) for a, (low, high) in AGES.items()},
        **{
            f"starting_{a}": share(low <= c.age(p.started) < high for c, p in starting)
            for a, (low, high) in AGES.items()
        },
        **{f"in_care_{order}": share(row.legal_status in codes for row in rows) for order, codes in ORDERS.items()},
        **{f"starting_{how}": share(p.legal[0][1] in codes for _, p in starting) for how, codes in BEGINNINGS.items()},
        **{place: share(row.placement in codes for row in rows) for place, codes in PLACES.items()},
        "provided_own": share(row.provider == "PR1" for row in rows),
        "provided_private": share(row.provider == "PR4" for row in rows),
        "boys": share(child.sex == "M" for child, _ in there),
        "starting_abuse_or_neglect": share(period.need == "N1" for _, period in starting),
        "three_or_more_placements": share(several),
        "same_carer_two_years": share(
            same_carer(period, day=last)
            for child, period in there
            if last - period.started >= 913 and child.age(last) < 16
        ),
        "adopted": sum(why in ADOPTED for why in ceased.values()),
        "special_guardianship": sum(why in SPECIAL_GUARDIANSHIP for why in ceased.values()),
        "home_as_planned": share(why == "E4A" for why in ceased.values()),
    }


def same_carer(period: PeriodOfCare, *, day: int) -> bool:
    """In the same home for two years, or placed for adoption."""
    home = next(home for home in period.placements if home.started <= day < home.ended)
    return day - home.started >= 730 or home.kinds[0][1].startswith("A")


def leaving_figures(history: History, *, year: int) -> Figures:
    first, last = first_day(year), last_day(year)
    told = [
        told
        for child in history.children
        for told in child.birthdays
        if first <= told.day <= last and 19 <= told.age <= 21 and told.in_touch != "DIED"
    ]
    return {
        "care_leavers": len(told),
        "care_leavers_suitable": share(one.accommodation.endswith("1") for one in told),
        "care_leavers_active": share(one.activity[0] in "FP" for one in told),
    }


def health_figures(history: History, *, year: int) -> Figures:
    first, last = first_day(year), last_day(year)
    rows = [
        health_row(child, year=year, chance=history.chance, profile=history.profile)
        for child in history.children
        if child.care and all_year(child, year=year)
    ]
    in_year = [
        child
        for child in history.children
        if any(not period.respite and period.started <= last and period.ended >= first for period in child.care)
    ]
    there = periods_open(history, day=last)
    workers = [
        sum(w.started <= last and w.ended > first for w in history.care[child.number].workers) for child, _ in there
    ]
    return {
        "went_missing": share(
            any(away.kind == "M" and first <= away.started <= last for away in history.care[child.number].missing)
            for child in in_year
        ),
        "immunised": share(row[6] == "1" for row in rows),
        "teeth_checked": share(row[7] == "1" for row in rows),
        "health_assessed": share(row[8] == "1" for row in rows),
        "difficulties": mean(int(row[2]) for row in rows if row[2]),
        "three_social_workers": share(number >= 3 for number in workers),
    }


def workforce_figures(history: History, *, year: int) -> Figures:
    """As the workforce census counts, on 30 September of the year."""
    day = date(year, 9, 30).toordinal()
    before = date(year - 1, 9, 30).toordinal()
    there = [worker for worker in history.workers if worker.started <= day < worker.left]
    own = sum(worker.hours for worker in there if not worker.agency)
    left = sum(worker.hours for worker in history.workers if not worker.agency and before < worker.left <= day)
    costs = costs_of(history, year=year)
    held = sum(lead.started <= day < lead.ended for leads in history.leads.values() for lead in leads)
    return {
        "social_workers": own,
        "agency": 100 * (1 - own / sum(worker.hours for worker in there)),
        "turnover": 100 * left / own,
        "cost_of_a_home": per_week(costs, "KRS", but="K3"),
        "cost_of_fostering": per_week(costs, "U"),
        "caseload": held / sum(worker.hours for worker in there if worker.holds_children),
    }


def per_week(costs: list[Cost], kinds: str, *, but: str = "") -> float:
    """Mean pounds a week over the weeks spent in such placements."""
    weeks = [(cost.weekly, cost.ended - cost.started) for cost in costs if cost.kind[0] in kinds and cost.kind != but]
    return sum(price * days for price, days in weeks) / sum(days for _, days in weeks)
