"""The legal status a child is looked after under, and when it changes."""

from turncurve.made_up.chance import Draws
from turncurve.made_up.people import PeriodOfCare
from turncurve.made_up.profile import InCare


def legal_path(
    draws: Draws, *, period: PeriodOfCare, age: int, unaccompanied: bool, usual: InCare
) -> list[tuple[int, str]]:
    """(day, SSDA903 code) from the first day of the period; every change lies inside it.

    Interim orders become full or placement orders after about seven months (26 weeks is the rule, longer the custom).
    """
    day, path = period.started, list[tuple[int, str]]()
    if unaccompanied:
        path = [(day, "V2")]
    elif period.adoption is not None:
        path = [(day, "C1"), (period.adoption.ordered, "E1")]
    else:
        path = usual_path(draws, day=day, course=period.course, age=age, usual=usual)
    if path[0][1] == "C1" and period.adoption is None and draws.happens(usual.agreed_first):
        later = draws.between(20, 150)  # accommodated by agreement first, then an order
        path = [(day, "V2"), *((when + later, status) for when, status in path)]
    in_a_hurry = usual.police + usual.emergency
    if path[0][1] in {"V2", "C1"} and not unaccompanied and draws.happens(in_a_hurry):
        by_police = draws.happens(usual.police / in_a_hurry)
        until = day + (draws.between(1, 3) if by_police else draws.between(3, 8))
        path = [(day, "L1" if by_police else "L2"), (until, path[0][1]), *path[1:]]
    kept = [path[0]]
    for when, status in path[1:]:
        if kept[-1][0] < when < period.ended and status != kept[-1][1]:
            kept.append((when, status))
    return kept


def usual_path(draws: Draws, *, day: int, course: str, age: int, usual: InCare) -> list[tuple[int, str]]:
    voluntary, order = [(day, "V2")], [(day, "C1"), (day + draws.between(170, 330), "C2")]
    match course:
        case "home":
            return voluntary if draws.happens(usual.agreement if age < 10 else usual.agreement**0.4) else order
        case "guardian":
            return order
        case "other":
            on_remand = age >= 12 and draws.happens(0.12)
            return [(day, "J1")] if on_remand else voluntary if draws.happens(usual.agreement) else order
        case _:
            return staying_path(draws, day=day, age=age, usual=usual) or order


def staying_path(draws: Draws, *, day: int, age: int, usual: InCare) -> list[tuple[int, str]]:
    """Older children who stay may be looked after by agreement, at least at first; [] is an order from the start."""
    if age >= 16:
        return [(day, "V2")] if draws.happens(usual.agreement**0.3) else []
    if age >= 10 and draws.happens(0.7 * usual.agreement):
        later = day + draws.between(120, 500)
        return [(day, "V2")] if draws.happens(0.55) else [(day, "V2"), (later, "C1"), (later + 220, "C2")]
    return []
