"""What the template of all curves may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from turncurve.definitions.measures import Group
from turncurve.desk.answers import Council, EveryCurve
from turncurve.report.sentences import latest_point
from turncurve.report.shown import ShownCurve
from turncurve.web.figures import numbers_said, value_said, when_said
from turncurve.web.links import curve_link
from turncurve.words.periods import day_said

# The groups in the order a family meets them.
GROUPS: Final[Mapping[Group, str]] = {
    "help and protection": "Help and protection",
    "care": "In care",
    "leaving care": "Leaving care, and afterwards",
    "workers": "The people who help",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measure in the list, with its latest figure."""

    title: str
    link: str
    value: str
    numbers: str
    when: str
    declared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOfCurves:
    """The measures about one thing. `without` are (title, why) of those with no figures yet."""

    name: str
    key: str
    lines: tuple[Line, ...]
    without: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvesListPage:
    """Everything `curves_list.html` may use, and nothing else."""

    council: Council
    as_at: str
    place: str
    places: tuple[str, ...]
    summary: str
    groups: tuple[GroupOfCurves, ...]
    policy_says: str
    title: str = "All curves"
    here: str = "curves"


def curves_list_page(answer: EveryCurve, *, place: str, places: tuple[str, ...]) -> CurvesListPage:
    """The page of an answer."""
    chosen = sum(curve.obsession is not None for curve in answer.curves)
    said = {0: "None has been chosen to turn yet.", 1: "One of them has been chosen to turn."}
    return CurvesListPage(
        council=answer.council,
        as_at=day_said(answer.as_at),
        place=place,
        places=places,
        summary=f"There are figures for {len(answer.curves)} measures. "
        + said.get(chosen, f"{chosen} of them have been chosen to turn."),
        groups=tuple(
            group
            for key, name in GROUPS.items()
            if (group := _group(answer, key, name=name, place=place)).lines or group.without
        ),
        policy_says=answer.policy_says,
    )


def _group(answer: EveryCurve, key: Group, *, name: str, place: str) -> GroupOfCurves:
    return GroupOfCurves(
        name=name,
        key=key.replace(" ", "-"),
        lines=tuple(_line(curve, place=place) for curve in answer.curves if curve.measure.group == key),
        without=tuple((of.title, why) for of, why in answer.without_figures if of.group == key),
    )


def _line(curve: ShownCurve, *, place: str) -> Line:
    measure, point = curve.measure, latest_point(curve)
    return Line(
        title=measure.title,
        link=curve_link(measure.id, place=place),
        value=value_said(point.value if point else None, measure=measure),
        numbers=numbers_said(point, measure=measure) if point else "",
        when=when_said(point.ends, measure=measure, every=curve.every) if point else "",
        declared=curve.obsession is not None,
    )
