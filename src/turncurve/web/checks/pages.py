"""What the template of the checks may use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from turncurve.desk.answers import Checks, Council, Quality, ToFix
from turncurve.web.checks.tables import (
    checked_table,
    files_table,
    not_checked_table,
    problems_table,
    quality_table,
    repairs_table,
)
from turncurve.web.figures import number
from turncurve.web.table_shown import Table
from turncurve.words.periods import day_said, years_said

SHOWN: Final = 50
_FEW: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule that was broken: how often, what it changes, what to do, and the first places."""

    key: str
    name: str
    found: str
    set_aside: str
    changes: str
    why: str
    what_to_do: str
    dfe_rule: str
    more: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityShown:
    """How good one return's data are: a sentence, a chart and its table."""

    about: str
    says: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksPage:
    """Everything `checks.html` may use, and nothing else."""

    council: Council
    loaded_at: str
    answer: str
    checked: str
    rules: tuple[Rule, ...]
    quality: tuple[QualityShown, ...]
    not_checked: Table | None
    every_check: Table | None
    repairs: Table | None
    files: Table
    names_children: bool = False
    why: str = ""
    wrong: str = ""
    title: str = "What arrived"
    here: str = "checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithChildrenPage:
    """Everything `with_children.html` may use: the form for a file that names children, and what was wrong with it."""

    council: Council
    why: str
    wrong: str
    to_fix: str
    title: str = "Download with children's numbers"
    here: str = "checks"


def checks_page(answer: Checks, *, names_children: bool = False) -> ChecksPage:
    """The page of an answer. `names_children` where its reader may have the file that does."""
    arrived = sum(file.rows_in for file in answer.files)
    used = sum(file.rows_used for file in answer.files)
    aside = sum(file.rows_set_aside for file in answer.files)
    many = len({file.key for file in answer.files})
    files = f"{number(many)} {'file' if many == 1 else 'files'}"
    return ChecksPage(
        council=answer.council,
        loaded_at=_moment_said(answer.loaded_at),
        answer=f"{number(arrived)} rows arrived in {files}: {number(used)} used and {number(aside)} set aside. "
        + _to_do_said(answer.to_fix),
        checked=_checked_said(answer),
        rules=tuple(_rule(one, answer) for one in answer.to_fix),
        quality=tuple(
            QualityShown(
                about=about,
                says=_quality_said(about, answer.quality),
                table=quality_table(about, answer.quality),
            )
            for about in dict.fromkeys(one.about for one in answer.quality)
        ),
        not_checked=not_checked_table(answer.runs),
        every_check=checked_table(answer.runs),
        repairs=repairs_table(answer.repairs),
        files=files_table(answer.files),
        names_children=names_children and bool(answer.to_fix),
    )


def _moment_said(written: str) -> str:
    """24 November 2026 at 02:03, from how the store writes it."""
    moment = datetime.fromisoformat(written)
    return f"{day_said(moment.date())} at {moment:%H:%M}"


def _to_do_said(to_fix: Sequence[ToFix]) -> str:
    if not to_fix:
        return "Nothing to put right."
    things = "1 thing" if len(to_fix) == 1 else f"{number(len(to_fix))} things"
    first = to_fix[0].title
    return f"{things} to put right. First: {first[:1].lower()}{first[1:]} ({number(to_fix[0].rows)})."


def _checked_said(answer: Checks) -> str:
    ran = [one for one in answer.runs if one.years]
    broken = sum(one.rows_found > 0 for one in ran)
    unrun = sum(bool(one.could_not) for one in answer.runs)
    said = f"{len(ran)} of {len(answer.runs)} checks ran: {broken} found something and {len(ran) - broken} nothing."
    return f"{said} {unrun} could not run for some or all years." if unrun else said


def _rule(one: ToFix, answer: Checks) -> Rule:
    return Rule(
        key=one.rule,
        name=one.title,
        found=number(one.rows),
        set_aside=number(one.set_aside),
        changes=_changes_said(one.changes),
        why=one.why,
        what_to_do=one.what_to_do,
        dfe_rule=one.dfe_rule,
        more=f"The first {SHOWN} of {number(len(one.where))} places." if len(one.where) > SHOWN else "",
        table=problems_table(one, problems=answer.problems, most=SHOWN),
    )


def _changes_said(changes: Sequence[str]) -> str:
    if len(changes) > _FEW:
        return f"{len(changes)} curves"
    return "; ".join(changes) or "No curve"


def _quality_said(about: str, every: Sequence[Quality]) -> str:
    """Where a return is poor, or that it is not, and how far timeliness can be known."""
    points = [one for one in every if one.about == about]
    poor = {one.dimension: years_said([p.year for p in points if p.dimension == one.dimension and p.poor])
            for one in points if one.poor}  # fmt: skip
    last = max(one.year for one in points)
    said = (
        f"{about}: poor in {'; '.join(f'{dimension} ({years})' for dimension, years in poor.items())}."
        if poor
        else f"{about}: in no year poor."
    )
    if last not in [one.year for one in points if one.dimension == "timeliness"]:
        said += f" Timeliness of {last} will be known when the next return arrives."
    return said
