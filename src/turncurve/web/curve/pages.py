"""What a curve's template may use."""

from dataclasses import dataclass

from turncurve.definitions.policies import Policy, policies
from turncurve.desk.answers import Council, CurvePage, NoteShown
from turncurve.report.places_apart import apart_said, places_apart
from turncurve.report.sentences import apart_sentence, chart_sentence, latest_point, record_sentence, verdict_sentence
from turncurve.report.shown import ShownCurve
from turncurve.web.curve.tables import (
    code_table,
    compared_table,
    figures_table,
    forecast_table,
    looks_table,
    places_table,
)
from turncurve.web.figures import EVERY, SPLITS, numbers_said, part_said, value_said, when_said
from turncurve.web.links import chart_link, curve_link, note_link
from turncurve.web.scorecard.pages import Balance, balance_of, tag_of
from turncurve.web.table_shown import Table
from turncurve.words.periods import day_said


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that may be chosen, as a link; `chosen` where it is what is shown now."""

    name: str
    link: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a split, with its own small chart and table."""

    name: str
    chart: str
    chart_says: str
    value: str
    numbers: str
    when: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for, to be asked again in a download."""

    measure: str
    place: str
    split: str
    every: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveShown:
    """Everything `curve.html` may use, and nothing else."""

    council: Council
    asked: Asked
    title: str
    question: str
    place: str
    answer: str
    tag: str
    tag_is: str
    looked_back: bool
    why: str
    chart_wide: str
    chart_narrow: str
    chart_says: str
    value: str
    numbers: str
    when: str
    unaccompanied_link: str
    splits: tuple[Choice, ...]
    everys: tuple[Choice, ...]
    places: tuple[Choice, ...]
    split_name: str
    split_says: str
    together: str
    parts: tuple[Part, ...]
    beside: Table | None
    balance: tuple[Balance, ...]
    balance_unknown: bool
    figures: Table
    forecast: Table | None
    record: str
    compared: Table | None
    looks: Table | None
    codes: tuple[tuple[str, str], ...]
    source: str
    watch_for: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]
    policies: tuple[Policy, ...]
    policy_says: str
    poor_inputs: str
    note: NoteShown | None
    note_link: str
    here: str = "scorecard"


def curve_shown(answer: CurvePage, *, asked: Asked, note: NoteShown | None, may_write: bool) -> CurveShown:
    """The page of an answer, with the note beside it where its reader may see that, and the way to change it."""
    curve, measure, point = answer.curve, answer.curve.measure, latest_point(answer.curve)
    tag, look = tag_of(curve)
    beside = places_apart(answer.parts)
    wanted = {"place": asked.place, "split": asked.split, "every": asked.every}
    can_split = "unaccompanied" in answer.splits and asked.split != "unaccompanied"
    return CurveShown(
        council=answer.council,
        asked=asked,
        title=measure.title,
        question=measure.question,
        place=curve.place,
        answer=verdict_sentence(curve),
        tag=tag[:1].upper() + tag[1:],
        tag_is=look,
        looked_back=bool(curve.judgement and curve.judgement.looked_back),
        why=_why(curve),
        chart_wide=chart_link(measure.id, width="wide", place=asked.place, every=asked.every),
        chart_narrow=chart_link(measure.id, width="narrow", place=asked.place, every=asked.every),
        chart_says=chart_sentence(curve),
        value=value_said(point.value if point else None, measure=measure),
        numbers=numbers_said(point, measure=measure) if point else "",
        when=when_said(point.ends, measure=measure, every=curve.every) if point else "",
        unaccompanied_link=curve_link(measure.id, split="unaccompanied", every=asked.every) if can_split else "",
        splits=tuple(
            Choice(
                name=SPLITS.get(split, split),
                link=curve_link(measure.id, split=split, every=asked.every),
                chosen=split == asked.split and not asked.place,
            )
            for split in ("", *answer.splits)
        ),
        everys=tuple(
            Choice(
                name=EVERY[every],
                link=curve_link(measure.id, **{**wanted, "every": every}),
                chosen=every == curve.every,
            )
            for every in answer.everys
        ),
        places=tuple(
            Choice(
                name=place or f"All of {answer.council.name}",
                link=curve_link(measure.id, place=place, every=asked.every),
                chosen=place == asked.place,
            )
            for place in ("", *answer.places)
        )
        if answer.places
        else (),
        split_name=SPLITS.get(asked.split, asked.split),
        split_says=apart_said(beside) if beside else apart_sentence(answer.parts),
        together=SPLITS[""] if curve.measure.headline == "all" else measure.title,
        parts=tuple(_part(part, asked=asked) for part in answer.parts),
        beside=places_table(beside, curve=curve) if beside else None,
        balance=tuple(balance_of(other, place=asked.place) for other in answer.balance),
        balance_unknown=not answer.balance,
        figures=figures_table(curve, caption=f"{measure.title}, {curve.place}"),
        forecast=forecast_table(curve),
        record=record_sentence(curve.judgement, measure=measure, every=curve.every) if curve.forecast else "",
        compared=compared_table(curve),
        looks=looks_table(curve),
        codes=code_table(curve),
        source=curve.source,
        watch_for=curve.notes,
        provenance=curve.provenance,
        # What leaves is protected as for the board unless a person chooses otherwise.
        policies=tuple(sorted(policies().values(), key=lambda one: ("board", "public", "internal").index(one.id))),
        policy_says=answer.policy_says,
        poor_inputs=answer.poor_inputs,
        note=note,
        note_link=note_link(measure.id, place=asked.place) if may_write else "",
    )


def _why(curve: ShownCurve) -> str:
    """What was declared, and by whom."""
    if curve.obsession is None:
        return ""
    said = curve.obsession
    good = f"{said.good_is.capitalize()} is good" + (f": {said.good_is_because}" if said.good_is_because else ".")
    return (
        f"{said.why.rstrip('. ')}. The plan begins after {day_said(said.turning_date)}, declared on "
        f"{day_said(said.declared_on)} ({said.by}). {good}"
    )


def _part(part: ShownCurve, *, asked: Asked) -> Part:
    point, name = latest_point(part), part_said(part)
    return Part(
        name=name,
        chart=chart_link(
            part.measure.id, width="narrow", split=asked.split, split_value=part.split_value, every=asked.every
        ),
        chart_says=f"{name}. {chart_sentence(part)}",
        value=value_said(point.value if point else None, measure=part.measure),
        numbers=numbers_said(point, measure=part.measure) if point else "",
        when=when_said(point.ends, measure=part.measure, every=part.every) if point else "",
        table=figures_table(part, caption=f"{part.measure.short_title}: {name}"),
    )
