"""Where a child lives while looked after: placements, moves, and the SSDA903 episodes they and the courts make."""

from turncurve.made_up.chance import Draws, Weighted
from turncurve.made_up.council import placement_postcode
from turncurve.made_up.days import age_on
from turncurve.made_up.people import CareEpisode, Child, PeriodOfCare, Placement
from turncurve.made_up.profile import InCare

INDEPENDENT_LIVING_ENDS = 738821  # 28 October 2023: no placement starting from then is P2
SUPPORTED_ACCOMMODATION = 738977  # 1 April 2024: K3 (Ofsted-registered) takes the place of H5

WITH_KIN = Weighted({"U3": 0.75, "U6": 0.25})
ARRIVED_YOUNG = Weighted({"U6": 0.85, "K2": 0.10, "U3": 0.05})
ARRIVED_OLDER = Weighted({"semi-independent": 0.62, "U6": 0.33, "K2": 0.05})
ON_REMAND = Weighted({"R5": 0.6, "K1": 0.15, "U6": 0.25})
LONG_TERM = {"U6": "U4", "U3": "U1"}
WHY_MOVED = Weighted(
    {
        "CARPL": 0.38, "CREQB": 0.15, "CREQO": 0.12, "CHILD": 0.07, "LAREQ": 0.10,
        "CLOSE": 0.04, "ALLEG": 0.03, "STAND": 0.02, "APPRR": 0.01, "OTHER": 0.08,
    }
)  # fmt: skip
PUBLIC = Weighted({"PR3": 0.8, "PR4": 0.2})
SUPPORTED = Weighted({"PR4": 0.74, "PR1": 0.14, "PR5": 0.12})


def first_kind(draws: Draws, *, child: Child, period: PeriodOfCare, day: int, usual: InCare) -> str:
    """A placement code fit for the child's age, the course of the period and the day."""
    age = age_on(child.born, day)
    if period.legal[0][1] == "J1":
        return draws.pick(ON_REMAND)
    if child.unaccompanied:
        among = ARRIVED_OLDER if age >= 16 else ARRIVED_YOUNG
    elif period.course == "guardian":
        among = WITH_KIN
    else:
        among = usual.young if age < 10 else usual.teens if age < 16 else usual.older
    kind = draws.pick(among)
    if kind == "R3" and age > 1:
        return "U6"
    if kind == "P2" and (day >= INDEPENDENT_LIVING_ENDS or child.eighteenth - day > 500):
        kind = "semi-independent"
    if kind == "semi-independent":
        return "K3" if day >= SUPPORTED_ACCOMMODATION else "H5"
    return kind


def new_placement(draws: Draws, *, kind: str, started: int, usual: InCare) -> Placement:
    """A home of that kind, its end not yet known."""
    carer = draws.between(0, 9_999)
    kin = kind in {"U1", "U2", "U3"}
    fixed = "PR0" if kind == "P1" else "PR1" if kin or kind == "P2" else ""
    provider = fixed or provided_by(draws, kind=kind, usual=usual)
    registered = kind[0] in "UKH" or kind == "S1"
    urn = "9990001" if provider == "PR1" else f"999{1000 + carer % 900:04d}"
    return Placement(
        started=started,
        ended=started,
        kinds=[(started, kind)],
        provider=provider,
        postcode=placement_postcode(carer, outside=provider == "PR4" and draws.happens(0.55)),
        urn=urn if registered else "",
    )


def provided_by(draws: Draws, *, kind: str, usual: InCare) -> str:
    """Who provides a home of that kind: our own (PR1), private (PR4), voluntary (PR5) or other public (PR3)."""
    if kind[0] == "H" or kind == "K3":
        return draws.pick(SUPPORTED)
    if kind[0] in "RS":
        return draws.pick(PUBLIC)
    ours = usual.fostered_by_us if kind[0] == "U" else usual.homes_of_ours if kind[0] == "K" else 0.75
    at = draws.unit()
    return "PR1" if at < ours else "PR5" if at > 1 - usual.voluntary or kind[0] == "A" else "PR4"


def fill_placements(draws: Draws, *, period: PeriodOfCare, child: Child, home: str, usual: InCare) -> None:
    """Write placements and episodes onto a period whose days, course and legal path are known."""
    adoption = period.adoption
    until = adoption.placed if adoption else period.ended
    frailty = draws.gamma(shape=0.75, mean=usual.moves)
    pace = frailty * (1.35 if 10 <= age_on(child.born, period.started) < 17 else 0.9)
    day = period.started
    kind = first_kind(draws, child=child, period=period, day=day, usual=usual)
    current = new_placement(draws, kind=kind, started=day, usual=usual)
    homes = [current]
    while True:
        since = day - period.started
        speed = pace * (2.8 if since < 90 else 1.1 if since < 730 else 0.22)
        speed *= 0.5 if current.kinds[0][1] in {"U3", "U1"} else 1.0
        gap = 2 + int(min(draws.exponential(365.0 / max(speed, 0.001)), 20_000.0))
        if day + gap > until - 3:
            break
        day += gap
        current.ended, current.why_ended = day, draws.pick(WHY_MOVED)
        current = next_home(draws, child=child, period=period, day=day, last=current, home=home, usual=usual)
        if (current.kinds[0][1], current.postcode) == (homes[-1].kinds[0][1], homes[-1].postcode):
            current.postcode = placement_postcode(day, outside=not current.postcode.startswith("V"))
        homes.append(current)
    if adoption and adoption.by_foster_carer and current.kinds[0][1].startswith("U"):
        current.kinds.append((adoption.placed, "A5"))
    elif adoption:
        adoption.by_foster_carer = False
        current.ended, current.why_ended = adoption.placed, "CARPL"
        homes.append(new_placement(draws, kind="A6", started=adoption.placed, usual=usual))
    elif goes_home_first(draws, period=period, current=current):
        current.ended, current.why_ended = period.ended - draws.between(40, 110), "CARPL"
        homes.append(new_placement(draws, kind="P1", started=current.ended, usual=usual))
        homes[-1].postcode = home
    homes[-1].ended = period.ended
    for placement in homes:
        settle(draws, placement=placement, period=period)
    period.placements = homes
    period.episodes = episodes_of(period, home="" if child.unaccompanied else home)


def next_home(
    draws: Draws, *, child: Child, period: PeriodOfCare, day: int, last: Placement, home: str, usual: InCare
) -> Placement:
    """Where a child moves to: under a full order it may be to live with their parents (P1)."""
    order = [status for began, status in period.legal if began <= day][-1]
    if order == "C2" and last.kinds[0][1] != "P1" and draws.happens(usual.with_parents):
        with_parents = new_placement(draws, kind="P1", started=day, usual=usual)
        with_parents.postcode = home
        return with_parents
    kind = first_kind(draws, child=child, period=period, day=day, usual=usual)
    return new_placement(draws, kind=kind, started=day, usual=usual)


def goes_home_first(draws: Draws, *, period: PeriodOfCare, current: Placement) -> bool:
    """Some children under a full order live with their parents for a while before the order ends."""
    full_order = period.legal[-1][1] == "C2" and period.ended - period.legal[-1][0] > 130
    return period.course == "home" and full_order and period.ended - current.started > 130 and draws.happens(0.7)


def settle(draws: Draws, *, placement: Placement, period: PeriodOfCare) -> None:
    """A placement that lasts may become long-term (same carer), and now and then a child is in hospital."""
    kind, length = placement.kinds[0][1], placement.ended - placement.started
    if len(placement.kinds) > 1 or period.adoption:
        return
    if kind in LONG_TERM and period.course == "until 18" and length > 420 and draws.happens(0.6):
        placement.kinds.append((placement.started + draws.between(180, 400), LONG_TERM[kind]))
    elif length > 150 and kind != "P1" and draws.happens(0.02):
        away = placement.started + draws.between(60, 120)
        placement.in_hospital = (away, away + draws.between(2, 14))


def episodes_of(period: PeriodOfCare, *, home: str) -> list[CareEpisode]:
    """The SSDA903 episodes of a period: a new one whenever the home, its kind or the legal status changes.

    RNE: S start, L legal, P home, T kind with the same carer, B home and legal, U kind and legal.
    """
    legal = dict(period.legal)
    homes: dict[int, tuple[Placement, str]] = {}
    why: dict[int, str] = {}
    same_carer: set[int] = set()
    for placement in period.placements:
        for day, kind in placement.kinds:
            homes[day] = (placement, kind)
            if day != placement.started:
                same_carer.add(day)
                why[day] = "PLACE"
        if placement.in_hospital:
            away, returned = placement.in_hospital
            homes[away], homes[returned] = (placement, "T1"), (placement, placement.kinds[0][1])
        if placement.ended != period.ended:
            why[placement.ended] = placement.why_ended
    starts = sorted({*legal, *homes})
    rows: list[CareEpisode] = []
    status, (where, kind) = period.legal[0][1], homes[period.started]
    for position, day in enumerate(starts):
        status, (where, kind) = legal.get(day, status), homes.get(day, (where, kind))
        last = position + 1 == len(starts)
        ended = period.ended if last else starts[position + 1]
        hospital = kind == "T1"
        rows.append(
            CareEpisode(
                started=day,
                new_because=reason_for_new(
                    day, first=period.started, legal=day in legal, home=day in homes, same=day in same_carer
                ),
                legal_status=status,
                placement=kind,
                provider="" if hospital else where.provider,
                ended=ended,
                ended_because="X1",
                place_change=why.get(ended, ""),
                home_postcode=home,
                placement_postcode=where.postcode,
                urn="" if kind[0] in "AT" else where.urn,
            )
        )
    return rows


def reason_for_new(day: int, *, first: int, legal: bool, home: bool, same: bool) -> str:
    if day == first:
        return "S"
    if not home:
        return "L"
    if same:
        return "U" if legal else "T"
    return "B" if legal else "P"
