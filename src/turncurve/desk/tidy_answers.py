"""Forecasts and verdicts of series in a file, with no workspace: one row a period to come, or one row a series."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from turncurve.curves import TURNED, BackTest, ForecastPoint, Judgement, Series, adjusted, back_test, forecast, judge
from turncurve.curves.series import period_end_after
from turncurve.desk.tidy_series import Given
from turncurve.words.measuring import GoodIs
from turncurve.words.periods import period_of

FORECAST_COLUMNS: Final = ("series", "period", "median", "lo80", "hi80", "lo95", "hi95")
RECORD_COLUMNS: Final = (
    "series", "forecasts", "origins", "furthest", "error", "no_change", "straight_line", "in80", "in95",
)  # fmt: skip
TURNED_COLUMNS: Final = (
    "series", "verdict", "effect", "lo90", "hi90", "p", "q", "detectable", "reason", "earliest",
)  # fmt: skip
# Of those that stand together, at most this share may be chance (Benjamini and Hochberg 1995).
RATE: Final = 0.10
_SAID_EVERY: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Rows under the columns above, and series no row could be made of, each with why.

    `together` says of verdicts how many of those that turned stand when all are checked together, and of forecasts how
    such forecasts did on the series' own past; `records` has a row of that for each series with past enough.
    """

    rows: Sequence[Mapping[str, object]]
    left_out: Mapping[str, str]
    together: str = ""
    records: Sequence[Mapping[str, object]] = ()


def forecasts(given: Given, *, horizon: int, progress: Callable[[str], None]) -> Answered:
    """The forecast of each series for the `horizon` periods after its last, if nothing changes."""
    rows: list[Mapping[str, object]] = []
    left_out: dict[str, str] = {}
    records: dict[str, BackTest] = {}
    for number, (name, series) in enumerate(given.series.items(), start=1):
        try:
            points = _ahead(series, horizon=horizon)
        except ValueError as wrong:
            left_out[name] = str(wrong)
        else:
            rows += [
                {
                    "series": name,
                    "period": _written(one.ends, series=series, dated=name in given.dated),
                    **{column: getattr(one, column) for column in FORECAST_COLUMNS[2:]},
                }
                for one in points
            ]
            if record := back_test(series, ahead=horizon):
                records[name] = record
        _said(number, of=len(given.series), progress=progress)
    return Answered(
        rows=rows,
        left_out=left_out,
        together=_on_the_past(records, of=len(given.series)),
        records=[
            {"series": name, **{column: getattr(one, column) for column in RECORD_COLUMNS[1:]}}
            for name, one in records.items()
        ],
    )


def _on_the_past(records: Mapping[str, BackTest], *, of: int) -> str:
    """How the forecasts did on the past of all the series, their errors beside the plainest forecasts there are."""
    if not records:
        return "No series has past enough to try such a forecast on, so how far to trust them is not known."
    tried = sum(one.forecasts for one in records.values())
    held80, held95 = sum(one.in80 for one in records.values()), sum(one.in95 for one in records.values())
    return (
        f"Tried on the past of {len(records):,} of {of:,} series ({tried:,} forecasts): the 95% band held "
        f"{held95 / tried:.0%} and the 80% band {held80 / tried:.0%}. The error was "
        f"{_times([(one.error, one.no_change) for one in records.values()])} that of saying that nothing would change, "
        f"and {_times([(one.error, one.straight_line) for one in records.values()])} a straight line's (the middle "
        "series)."
    )


def _times(errors: Sequence[tuple[float, float]]) -> str:
    known = [one / other for one, other in errors if other > 0]
    return f"{median(known):.2f} times" if known else "above"


def _written(ends: date, *, series: Series, dated: bool) -> str:
    return ends.isoformat() if dated else period_of(ends, every=series.every).written


def _ahead(series: Series, *, horizon: int) -> Sequence[ForecastPoint]:
    last = series.ends[-1]
    ends = [period_end_after(last, every=series.every, periods=step) for step in range(1, horizon + 1)]
    return forecast(series, learned_up_to=last, horizon=ends).points


def verdicts(
    given: Given,
    *,
    turning_date: date,
    good_is: GoodIs,
    chosen_because_bad: bool,
    comparators: Given | None,
    progress: Callable[[str], None],
) -> Answered:
    """Whether each series has turned, all of its figures known; `q` is its p checked together with all the others.

    A comparator's group is the name of the series it is comparable with.
    """
    compared: defaultdict[str, list[Series]] = defaultdict(list)
    if comparators:
        for name, series in comparators.series.items():
            compared[comparators.group[name]].append(series)
    judged: dict[str, Judgement] = {}
    left_out: dict[str, str] = {}
    for number, (name, series) in enumerate(given.series.items(), start=1):
        try:
            judged[name] = judge(
                series,
                turning_date=turning_date,
                declared_on=None,
                good_is=good_is,
                chosen_because_bad=chosen_because_bad,
                as_at=series.ends[-1],
                comparators=compared[name],
            )
        except ValueError as wrong:
            left_out[name] = str(wrong)
        _said(number, of=len(given.series), progress=progress)
    looked = [(name, one.p_together) for name, one in judged.items() if one.p_together is not None]
    together = dict(zip((name for name, _ in looked), adjusted([p for _, p in looked]), strict=True))
    rows = [_row(name, one, q=together.get(name)) for name, one in judged.items()]
    return Answered(rows=rows, left_out=left_out, together=_together(judged, together))


def _together(judged: Mapping[str, Judgement], q: Mapping[str, float]) -> str:
    turned = [name for name, one in judged.items() if one.verdict in TURNED]
    stand = sum(q[name] <= RATE for name in turned)
    return (
        f"{len(turned)} of {len(judged)} turned by themselves; {stand} of these stand when all {len(q)} that have had "
        f"a look are checked together (q of {RATE:.2f} or less). Of those that stand, expect at most 1 in 10 to be "
        "chance."
    )


def _row(name: str, one: Judgement, *, q: float | None) -> Mapping[str, object]:
    return {
        "series": name,
        "verdict": str(one.verdict),
        **{column: getattr(one, column) for column in ("effect", "lo90", "hi90", "p", "detectable", "reason")},
        "q": q,
        "earliest": one.earliest.isoformat() if one.earliest else None,
    }


def _said(number: int, *, of: int, progress: Callable[[str], None]) -> None:
    if number % _SAID_EVERY == 0 and number < of:
        progress(f"{number:,} of {of:,} series")
