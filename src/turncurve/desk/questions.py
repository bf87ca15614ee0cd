"""What may be asked of the curves: one function a question, permission first."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from turncurve.definitions.measures import Measure, measures, starters
from turncurve.definitions.measures import measure as measure_called
from turncurve.definitions.obsessions import Declared
from turncurve.definitions.policies import policy as policy_named
from turncurve.definitions.published_series import published_series
from turncurve.desk.answers import Council, CurvePage, EveryCurve, Exported, Scorecard
from turncurve.desk.asker import Asker, can, may, may_see_place
from turncurve.desk.checking import poor_inputs
from turncurve.desk.drawing import Drawer, without_figures_because
from turncurve.desk.lines import analysis_of, own_lines, points
from turncurve.desk.rows import csv_of
from turncurve.desk.workspace import Workspace
from turncurve.report.charts import curve_chart, png, svg
from turncurve.report.headlines import chance_sentence, summary_sentence
from turncurve.report.papers import board_paper as paper_of
from turncurve.report.papers import docx, pdf
from turncurve.report.shown import ShownCurve
from turncurve.store import Analysis
from turncurve.words.periods import Every
from turncurve.words.problems import Problem

_NO_LOCALITY: Final = "There is no curve for a locality: it needs children_places.csv, or is not split by place."
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _drawer(workspace: Workspace, *, as_at: date, policy: str) -> Drawer:
    analysis = analysis_of(workspace)
    return _kept(analysis.path, council=workspace.council, declared=workspace.obsessions(), as_at=as_at, policy=policy)


# A database is never edited and a declaration is part of the key, so what is kept here cannot fall behind.
@lru_cache(maxsize=16)
def _kept(database: Path, *, council: Council, declared: tuple[Declared, ...], as_at: date, policy: str) -> Drawer:
    analysis = Analysis(database)
    return Drawer(
        analysis=analysis,
        council=council,
        stored=points(analysis, as_at=as_at),
        declared={one.measure: one for one in declared},
        policy=policy_named(policy),
        as_at=as_at,
    )


def _localities(lines: pl.DataFrame) -> tuple[str, ...]:
    """The localities that lines are of."""
    return tuple(sorted(lines.filter(pl.col("place_level") == "locality").get_column("place").unique().to_list()))


def _know(drawer: Drawer, *, place: str) -> None:
    """Let the whole authority and its localities through; raise Problem for any other place."""
    there = _localities(drawer.stored)
    if place and place not in there:
        raise Problem(
            f"There is no locality called '{place}'.",
            to_fix=f"Use one of: {', '.join(there)}." if there else _NO_LOCALITY,
        )


def policy_of(asker: Asker) -> str:
    """The policy figures are shown to the asker under: true numbers on the pages of those who may see them.

    Everybody else sees them as a board does, through the disclosure gate.
    """
    return "internal" if can(asker, "see curves") else "board"


def _let_through(asker: Asker, *, policy: str, place: str) -> None:
    may(asker, "see curves" if policy == "internal" else "see protected curves")
    may_see_place(asker, place)


def places(workspace: Workspace, *, asker: Asker, as_at: date) -> tuple[str, ...]:
    """The localities there are curves of; none where no return says who lives where.

    Raises Problem where nothing is loaded.
    """
    may(asker, "see protected curves")
    there = _localities(_drawer(workspace, as_at=as_at, policy="internal").stored)
    return _seen_by(asker, there)


def _seen_by(asker: Asker, localities: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the localities that the asker is not kept from."""
    return tuple(one for one in localities if not asker.localities or one in asker.localities)


def _on_the_scorecard(drawer: Drawer) -> tuple[Measure, ...]:
    """What the council has declared, or the starter ten where it has declared nothing."""
    declared = tuple(one for one in measures().values() if one.id in drawer.declared)
    return declared or starters()


def _without_because(of: Measure, *, place: str) -> str:
    if place:
        return _NO_LOCALITY
    return without_figures_because(of, not_published=published_series().not_published)


def scorecard(
    workspace: Workspace, *, asker: Asker, as_at: date, place: str = "", policy: str = "internal"
) -> Scorecard:
    """The declared curves (or the starter ten) with their verdicts, for the whole authority or one locality.

    Raises Problem where nothing is loaded.
    """
    _let_through(asker, policy=policy, place=place)
    drawer = _drawer(workspace, as_at=as_at, policy=policy)
    _know(drawer, place=place)
    curves: list[ShownCurve] = []
    without: list[tuple[str, str]] = []
    for definition in _on_the_scorecard(drawer):
        drawn = drawer.draw(definition, place=place)
        if drawn:
            curves.append(drawn[0])
        else:
            without.append((definition.title, _without_because(definition, place=place)))
    shown = {curve.measure.id for curve in curves}
    wanted = dict.fromkeys(name for curve in curves for name in balance_of(curve) if name not in shown)
    return Scorecard(
        council=workspace.council,
        as_at=as_at,
        curves=tuple(curves),
        without_figures=tuple(without),
        summary=summary_sentence(curves),
        chance=chance_sentence(curves),
        notes=(drawer.policy.marking,),
        beside=tuple(one for name in wanted for one in drawer.draw(measure_called(name), place=place)),
    )


def every_curve(
    workspace: Workspace, *, asker: Asker, as_at: date, place: str = "", policy: str = "internal"
) -> EveryCurve:
    """Every measure there is, with its curve where there are figures. Raises Problem where nothing is loaded."""
    _let_through(asker, policy=policy, place=place)
    drawer = _drawer(workspace, as_at=as_at, policy=policy)
    _know(drawer, place=place)
    drawn = {one.id: drawer.draw(one, place=place) for one in measures().values()}
    return EveryCurve(
        council=workspace.council,
        as_at=as_at,
        curves=tuple(curves[0] for curves in drawn.values() if curves),
        without_figures=tuple(
            (one, _without_because(one, place=place)) for one in measures().values() if not drawn[one.id]
        ),
        policy_says=drawer.policy.marking,
    )


def balance_of(curve: ShownCurve) -> tuple[str, ...]:
    """The measures that must not get worse while this one gets better: as declared, or else as defined."""
    return curve.obsession.balance if curve.obsession else curve.measure.balance


def _every(of: Measure, every: str) -> Every | None:
    if not every:
        return None
    found: Every | None = next((one for one in of.every if one == every), None)
    if found is None:
        raise Problem(f"{of.title} is not counted by '{every}'.", to_fix=f"Use one of: {', '.join(of.every)}.")
    return found


def curve_page(
    workspace: Workspace,
    *,
    asker: Asker,
    as_at: date,
    measure: str,
    place: str = "",
    split: str = "",
    every: str = "",
    policy: str = "internal",
) -> CurvePage:
    """One curve with its parts, its safety balance and what else may be asked of it."""
    _let_through(asker, policy=policy, place=place)
    drawer = _drawer(workspace, as_at=as_at, policy=policy)
    definition = measure_called(measure)
    by = _every(definition, every)
    whole = drawer.draw(definition, place=place, every=by)
    lines = own_lines(drawer.stored, council=drawer.council, measure=definition.id)
    if not whole:
        raise Problem(
            f"There is no curve of '{definition.title}'" + (f" for {place}." if place else " yet."),
            to_fix=without_figures_because(definition, not_published=published_series().not_published)
            if not place
            else f"Choose one of: {', '.join(_localities(lines)) or 'the whole authority'}.",
        )
    splits = tuple(sorted({str(one) for one in lines.get_column("split").to_list()} - {""}))
    if split and split not in splits:
        raise Problem(
            f"{definition.title} is not split by '{split}'.", to_fix=f"Use one of: {', '.join(splits) or 'no split'}."
        )
    parts = drawer.draw(definition, split=split, every=by) if split else ()
    if split == "locality" and asker.localities:
        parts = tuple(one for one in parts if one.split_value in asker.localities)
    return CurvePage(
        council=workspace.council,
        curve=whole[0],
        parts=parts,
        balance=tuple(one for name in balance_of(whole[0]) for one in drawer.draw(measure_called(name), place=place)),
        places=_seen_by(asker, _localities(lines)),
        splits=splits,
        everys=tuple(one for one in definition.every if one in set(lines.get_column("every").to_list())),
        policy_says=drawer.policy.marking,
        poor_inputs=poor_inputs(drawer.analysis, measure=definition, source=whole[0].source),
    )


def draw_curve(
    workspace: Workspace,
    *,
    asker: Asker,
    as_at: date,
    measure: str,
    place: str = "",
    split: str = "",
    split_value: str = "",
    every: str = "",
    width: str = "wide",
) -> bytes:
    """The chart of one curve, or of one part of a split, as SVG for the pages."""
    policy = policy_of(asker)
    _let_through(asker, policy=policy, place=place)
    may_see_place(asker, split_value if split == "locality" else "")
    drawer = _drawer(workspace, as_at=as_at, policy=policy)
    definition = measure_called(measure)
    drawn = drawer.draw(definition, place=place, split=split, every=_every(definition, every))
    wanted = [one for one in drawn if not split or one.split_value == split_value]
    if not wanted or width not in ("wide", "narrow", "small"):
        raise Problem("There is no such chart.", to_fix="Open it from its curve's page.")
    return drawer.picture(wanted[0], width=width)


def export_curve(
    workspace: Workspace,
    *,
    asker: Asker,
    as_at: date,
    measure: str,
    place: str = "",
    split: str = "",
    every: str = "",
    form: str,
    policy: str = "board",
) -> Exported:
    """A curve as CSV, SVG or PNG, through the disclosure gate and marked with its policy."""
    may(asker, "export a curve")
    page = curve_page(
        workspace, asker=asker, as_at=as_at, measure=measure, place=place, split=split, every=every, policy=policy
    )
    name = "-".join(part for part in (measure, place, split, every, policy) if part).replace(" ", "-").lower()
    if form == "csv":
        curves = page.parts or (page.curve,)
        return Exported(
            content=csv_of(curves, marking=page.policy_says), file_name=f"{name}.csv", media_type="text/csv"
        )
    chart = curve_chart(page.curve, width="wide")
    if form == "svg":
        return Exported(content=svg(chart).encode("utf-8"), file_name=f"{name}.svg", media_type="image/svg+xml")
    if form == "png":
        return Exported(content=png(chart), file_name=f"{name}.png", media_type="image/png")
    raise Problem(f"A curve cannot be written as '{form}'.", to_fix="Use .csv, .svg or .png.")


def board_paper(workspace: Workspace, *, asker: Asker, as_at: date, form: str, policy: str = "board") -> Exported:
    """The board paper on the obsessions, as Word or PDF."""
    may(asker, "make a board paper")
    if form not in ("docx", "pdf"):
        raise Problem(f"A paper cannot be written as '{form}'.", to_fix="Use .docx or .pdf.")
    card = scorecard(workspace, asker=asker, as_at=as_at, policy=policy)
    if not card.curves:
        raise Problem("There is no curve to put in a paper yet.", to_fix="Load returns or published figures first.")
    paper = paper_of(
        card.curves,
        beside=card.beside,
        council=card.council.name,
        invented=card.council.invented,
        as_at=as_at,
        summary=card.summary,
        chance=card.chance,
        marking=policy_named(policy).marking,
    )
    content, media = (docx(paper), _WORD) if form == "docx" else (pdf(paper), "application/pdf")
    return Exported(content=content, file_name=f"obsessions-{as_at}.{form}", media_type=media)
