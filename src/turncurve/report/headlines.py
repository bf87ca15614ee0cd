"""What is said of many curves together: which stand, how many probably turned, and what chance alone would show."""

from collections.abc import Sequence

from turncurve.curves import TURNED, Verdict, benjamini_hochberg, probable_number
from turncurve.report.sentences import a_year_before, known_points, latest_is_hidden
from turncurve.report.shown import ShownCurve

# Measured on real authorities: 32% show six or more of ten standard indicators better in one year (curves method, 0).
CHANCE_OF_SIX_IN_TEN = "about 1 year in 3"
# The share of curves believed to turn before any figure is seen, always stated where it is used (curves method, 3.4).
BELIEVED_BEFORE = 0.2


def summary_sentence(curves: Sequence[ShownCurve]) -> str:
    """Which curves have turned when all are checked together, which turned for the worse, which cannot be said yet."""
    judged = [one for one in curves if one.judgement is not None and one.judgement.verdict != Verdict.NO_DATE]
    hidden = [one for one in curves if one.judgement is None and one.hidden_because]
    if not judged and hidden:
        return f"All {len(hidden)} verdicts are hidden here, because small numbers could be worked out from them."
    if not judged:
        return "No turning date has been declared yet, so nothing is judged: these are the curves and where they stand."
    stand, alone = _standing(judged)
    verb = "has" if len(stand) == 1 else "have"
    first = f"Of {len(judged)} curves with a turning date, {len(stand) or 'none'} {verb} turned{_named(stand)}"
    if stand:
        first += "; of these, expect at most one in ten to be chance"
    said = [first]
    if alone:
        verb = "does" if len(alone) == 1 else "do"
        said.append(f"{len(alone)} passed a look but {verb} not stand when all are checked together{_named(alone)}")
    if worse := _with(judged, Verdict.WORSE, Verdict.SLIPPED_BACK):
        said.append(f"{len(worse)} turned for the worse or slipped back{_named(worse)}")
    if waiting := _with(judged, Verdict.CANNOT, Verdict.TOO_EARLY, Verdict.EARLY_SIGN):
        said.append(f"{len(waiting)} cannot be said yet{_named(waiting)}")
    if small := _with(judged, Verdict.TOO_SMALL):
        said.append(f"{len(small)} had too few to tell{_named(small)}")
    if hidden:
        verb = "verdict is" if len(hidden) == 1 else "verdicts are"
        said.append(f"{len(hidden)} more {verb} hidden here, because small numbers could be worked out from them")
    return "; ".join(said) + "."


def chance_sentence(curves: Sequence[ShownCurve]) -> str:
    """How many probably turned, with the belief that rests on, and how many would look better by chance alone."""
    said: list[str] = []
    evidence = [one.judgement.e_value for one in _looked(curves) if one.judgement and one.judgement.e_value is not None]
    if evidence:
        number = probable_number(evidence, believed=BELIEVED_BEFORE)
        said.append(
            f"If {BELIEVED_BEFORE:.0%} of such curves turn, the evidence points to about {number.expected:.1f} of the "
            f"{len(evidence)} with a look having turned (9 times in 10 from {number.low} to {number.high})."
        )
    moves = [better for one in curves if (better := _moved_better(one)) is not None]
    if moves:
        said.append(f"{sum(moves)} of {len(moves)} moved the right way over a year.")
    said.append(
        f"A random English authority shows six or more of ten such curves better in {CHANCE_OF_SIX_IN_TEN} with "
        "nothing changed, so moving the right way is not enough."
    )
    return " ".join(said)


def _looked(curves: Sequence[ShownCurve]) -> list[ShownCurve]:
    return [one for one in curves if one.judgement is not None and one.judgement.p_together is not None]


def _standing(judged: Sequence[ShownCurve]) -> tuple[list[ShownCurve], list[ShownCurve]]:
    """The curves that turned and stand when all with a look are checked together, and those that do not."""
    looked = _looked(judged)
    stands = benjamini_hochberg([one.judgement.p_together or 0.0 for one in looked if one.judgement])
    turned = [
        (one, ok) for one, ok in zip(looked, stands, strict=True) if one.judgement and one.judgement.verdict in TURNED
    ]
    return [one for one, ok in turned if ok], [one for one, ok in turned if not ok]


def _with(judged: Sequence[ShownCurve], *verdicts: Verdict) -> list[ShownCurve]:
    return [one for one in judged if one.judgement is not None and one.judgement.verdict in verdicts]


def _named(curves: Sequence[ShownCurve]) -> str:
    return f" ({', '.join(one.measure.short_title.lower() for one in curves)})" if curves else ""


def _moved_better(curve: ShownCurve) -> bool | None:
    """Whether the latest figure is better than the year before's; None where either, or what is good, is not known."""
    good_is = curve.obsession.good_is if curve.obsession else curve.measure.good_is
    known = known_points(curve)
    if good_is is None or not known or latest_is_hidden(curve):
        return None
    now, then = known[-1], a_year_before(known[-1], among=known)
    if then is None or now.value is None or then.value is None:
        return None
    return now.value < then.value if good_is == "lower" else now.value > then.value
