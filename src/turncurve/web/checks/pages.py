"""What the template of the checks may use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from turncurve.desk.answers import Checks, Council
from turncurve.returns.arriving import Repair
from turncurve.web.figures import number
from turncurve.web.table_shown import Table
from turncurve.words.periods import day_said
from turncurve.words.problems import RowProblem

SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What broke one rule: how many places, how many rows not used, and the first of them."""

    key: str
    name: str
    found: str
    set_aside: str
    what_to_do: tuple[str, ...]
    more: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksPage:
    """Everything `checks.html` may use, and nothing else."""

    council: Council
    loaded_at: str
    answer: str
    rules: tuple[Rule, ...]
    repairs: Table | None
    files: Table
    title: str = "What arrived"
    here: str = "checks"


def checks_page(answer: Checks) -> ChecksPage:
    """The page of an answer."""
    arrived = sum(file.rows_in for file in answer.files)
    used = sum(file.rows_used for file in answer.files)
    aside = sum(file.rows_set_aside for file in answer.files)
    problems = len(answer.problems)
    files = f"{number(len(answer.files))} {'file' if len(answer.files) == 1 else 'files'}"
    said = f"{number(arrived)} rows arrived in {files}: {number(used)} used and {number(aside)} set aside. " + (
        f"{number(problems)} things to put right." if problems else "Nothing to put right."
    )
    in_order = sorted(answer.problems, key=lambda one: one.rule)
    rules = [_rule(rule, list(broken)) for rule, broken in groupby(in_order, key=lambda one: one.rule)]
    counts = {rule.key: sum(one.rule == rule.key for one in answer.problems) for rule in rules}
    return ChecksPage(
        council=answer.council,
        loaded_at=_moment_said(answer.loaded_at),
        answer=said,
        rules=tuple(sorted(rules, key=lambda rule: -counts[rule.key])),
        repairs=_repairs(answer.repairs),
        files=_files(answer),
    )


def _moment_said(written: str) -> str:
    """24 November 2026 at 02:03, from how the store writes it."""
    moment = datetime.fromisoformat(written)
    return f"{day_said(moment.date())} at {moment:%H:%M}"


def _rule(rule: str, broken: Sequence[RowProblem]) -> Rule:
    aside = sum(one.set_aside for one in broken)
    rows = [
        (
            one.file,
            "Whole file" if one.row is None else number(one.row),
            one.field or "–",
            one.found or "Nothing",
            one.expected,
            one.to_fix,
        )
        for one in broken[:SHOWN]
    ]
    what_to_do = tuple(dict.fromkeys(one.to_fix for one in broken))
    name = rule.replace("-", " ").replace("_", " ")
    name = name[:1].upper() + name[1:]
    return Rule(
        key=rule,
        name=name,
        found=number(len(broken)),
        set_aside=number(aside),
        what_to_do=what_to_do if len(what_to_do) == 1 else (),
        more=f"The first {SHOWN} of {number(len(broken))}." if len(broken) > SHOWN else "",
        table=Table(
            caption=f"Where: {name.lower()}",
            heads=("File", "Row", "Field", "Found", "Expected", "What to do"),
            rows=tuple(rows),
        ),
    )


def _files(answer: Checks) -> Table:
    rows = [
        (
            file.name,
            file.kind or "Not recognised",
            str(file.year) if file.year else "–",
            number(file.rows_in),
            number(file.rows_used),
            number(file.rows_set_aside),
            file.note,
        )
        for file in answer.files
    ]
    return Table(
        caption="Every file, and what became of its rows",
        heads=("File", "What it is", "Year ending 31 March", "Rows in", "Used", "Set aside", "Note"),
        rows=tuple(rows),
        numbers=(3, 4, 5),
    ).without_empty_last()


def _repairs(repairs: Sequence[Repair]) -> Table | None:
    if not repairs:
        return None
    return Table(
        caption="What was repaired while reading",
        heads=("What was done", "Rows"),
        rows=tuple((repair.what_was_done, number(repair.rows)) for repair in repairs),
        numbers=(1,),
    )
