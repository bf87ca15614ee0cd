"""Everything held about one child, for the person it is about: a subject access request."""

import hashlib
import hmac
import io
import zipfile
from datetime import datetime
from typing import Final

import polars as pl

from turncurve.desk.answers import Exported
from turncurve.desk.asker import Asker, may
from turncurve.desk.lines import analysis_of
from turncurve.desk.purposes import names_no_child, purpose_of
from turncurve.desk.workspace import Workspace, secret_of
from turncurve.tables import TABLES
from turncurve.words.problems import Problem

_READ_ME: Final = (
    "The rows about one child in every table this council's Turncurve has made of the returns.\n"
    "One file a table; what each column means is in columns.csv.\n"
    "Workers stand in it as the lists wrote them, by name or number, and so may the number of a family.\n"
    "Rows that could not be read, and the files as they arrived, are not in it: search those as well.\n"
    "Read it before it is handed over.\n"
)


def child_key(workspace: Workspace, child: str) -> str:
    """What the audit calls a child by: a keyed hash, from which nobody without the workspace's secret finds the number.

    The same child always has the same key in one workspace (HMAC, RFC 2104, with SHA-256).
    """
    made = hmac.new(secret_of(workspace).encode(), child.encode(), hashlib.sha256)
    return f"child {made.hexdigest()[:20]}"


def export_one_child(workspace: Workspace, child: str, *, asker: Asker, now: datetime, why: str) -> Exported:
    """All rows of every table that are about a child, as a zip of CSV files with the meaning of each column.

    `child` is the number as the council writes it. Raises Problem where nothing is held, and without a reason; either
    is written down under the child's key.
    """
    may(asker, "export a child's record")
    reason = purpose_of(why)
    names_no_child(reason, children=[child])
    from turncurve.records.audit import write_down

    analysis = analysis_of(workspace)
    held = {
        name: rows
        for name, shape in TABLES.items()
        if "person_id" in shape.columns and (rows := _about(analysis.table(name), child)).height
    }
    counts = {name: rows.height for name, rows in held.items()}
    _ = write_down(
        at=now,
        who=asker.key,
        did="exported a child's record",
        about=child_key(workspace, child),
        why=reason,
        details={"rows": counts},
    )
    if not held:
        raise Problem(
            "Nothing is held about a child of that number.", to_fix="Check the number, as the returns have it."
        )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("read-me.txt", _READ_ME)
        archive.writestr("columns.csv", _meanings(held).write_csv())
        for name, rows in held.items():
            archive.writestr(f"{name}.csv", rows.write_csv())
    return Exported(content=written.getvalue(), file_name=f"record-{now:%Y-%m-%d}.zip", media_type="application/zip")


def _about(rows: pl.DataFrame, child: str) -> pl.DataFrame:
    return rows.filter(pl.col("person_id") == child)


def _meanings(held: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"table": name, "column": column, "means": means.means, "comes_from": means.comes_from}
            for name in held
            for column, means in TABLES[name].columns.items()
        ]
    )
