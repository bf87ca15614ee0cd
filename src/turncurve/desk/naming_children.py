"""The one export that names children: what to put right with each child's number, for the team that must fix it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from turncurve.desk.answers import Exported
from turncurve.desk.asker import Asker, may
from turncurve.desk.checking import EXPORTED, checks, rows_to_fix
from turncurve.desk.children_to_fix import PLACE, STORED
from turncurve.desk.csv_files import csv_file
from turncurve.desk.lines import analysis_of
from turncurve.desk.purposes import names_no_child, purpose_of
from turncurve.desk.workspace import Workspace
from turncurve.words.problems import Problem

WITH_CHILDREN: Final = ("child", *EXPORTED)
WARNING: Final = "This file names children. That you save it, and why, is written down."


def export_checks_with_children(workspace: Workspace, *, asker: Asker, now: datetime, why: str) -> Exported:
    """Every place to put right as CSV in WITH_CHILDREN: `child` is the number the council wrote, "" for none known.

    That it is exported is written down with the purpose `why` in words and the numbers of rows and children, and no
    child. Raises Problem for a purpose of fewer than 5 characters or more than 300, and for one that names a child.
    """
    may(asker, "export checks with children's identifiers")
    from turncurve.records.audit import write_down

    purpose = purpose_of(why)
    rows = _with_children(workspace, asker=asker)
    children = {str(row[0]) for row in rows if row[0]}
    names_no_child(purpose, children=children)
    _ = write_down(
        at=now,
        who=asker.key,
        did="exported checks with children's identifiers",
        why=purpose,
        details={"rows": len(rows), "children": len(children)},
    )
    return Exported(
        content=csv_file(WITH_CHILDREN, rows),
        file_name="what-to-put-right-names-children.csv",
        media_type="text/csv",
    )


def _with_children(workspace: Workspace, *, asker: Asker) -> Sequence[tuple[object, ...]]:
    """The rows of the plain export with the child before each; a place of several children has a row for each."""
    answer = checks(workspace, asker=asker)
    analysis = analysis_of(workspace)
    if STORED not in analysis.tables():
        raise Problem(
            "Which child each row is about is not known: what is here was loaded by an older version.",
            to_fix="Load any file again, and everything is read and checked anew.",
        )
    whose: dict[tuple[object, ...], list[str]] = {}
    for child, *place in analysis.table(STORED).select("child", *PLACE).iter_rows():
        whose.setdefault(tuple(place), []).append(child)
    return list(
        dict.fromkeys(
            (child, *(row[name] for name in EXPORTED))
            for row in rows_to_fix(answer)
            for child in whose.get(tuple(row[name] for name in PLACE), [""])
        )
    )
