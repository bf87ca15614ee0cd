"""Everything held about one child, for the person it is about: a subject access request."""

import hashlib
import hmac
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

import polars as pl

from turncurve.definitions.reference_lists import members_of
from turncurve.desk.answers import Exported
from turncurve.desk.asker import Asker, may
from turncurve.desk.csv_files import csv_file
from turncurve.desk.lines import analysis_of
from turncurve.desk.purposes import names_no_child, purpose_of
from turncurve.desk.regional import whose
from turncurve.desk.workspace import Workspace, secret_of
from turncurve.returns.mentioning import mentions
from turncurve.returns.whose_rows import number_of
from turncurve.returns.workbooks import CannotBeOpened
from turncurve.store import arrived_files, manifest
from turncurve.tables import TABLES
from turncurve.words.problems import Problem

_READ_ME: Final = (
    "The rows about one child in every table this council's Turncurve has made of the returns.\n"
    "One file a table; what each column means is in columns.csv.\n"
    "Workers stand in it as the lists wrote them, by name or number, and so may the number of a family.\n"
    "as-arrived.csv holds every place in the files as they arrived where the number stands, rows that were set aside\n"
    "among them. A row in which the number itself is wrong is not found by it. What stands there may speak of others\n"
    "too, such as a mother or a worker.\n"
    "Notes, accounts and the audit hold no child's number; read the notes for what was written in words.\n"
    "Read all of it before it is handed over.\n"
)


def child_key(workspace: Workspace, child: str) -> str:
    """What the audit calls a child by: a keyed hash, from which nobody without the workspace's secret finds the number.

    The same child always has the same key in one workspace (HMAC, RFC 2104, with SHA-256).
    """
    made = hmac.new(secret_of(workspace).encode(), child.encode(), hashlib.sha256)
    return f"child {made.hexdigest()[:20]}"


def export_one_child(workspace: Workspace, child: str, *, asker: Asker, now: datetime, why: str) -> Exported:
    """All rows of every table that are about a child, and what stands about them in the files as they arrived.

    A zip of CSV files with the meaning of each column. `child` is the number as the council writes it; in a region's
    store the authority's DfE code stands before it, as 301/0012, or it may be left out where one authority alone has a
    child of that number. Raises Problem where nothing is held, and without a reason; either is written down under the
    child's key.
    """
    may(asker, "export a child's record")
    reason = purpose_of(why)
    names_no_child(reason, children=[child, child.rpartition("/")[2]])
    from turncurve.records.audit import write_down

    analysis = analysis_of(workspace)
    about = {name: analysis.table(name) for name, shape in TABLES.items() if "person_id" in shape.columns}
    person = _person(about, child, in_region=bool(members_of(workspace.council.ons_code)))
    held = {name: rows for name, every in about.items() if (rows := every.filter(pl.col("person_id") == person)).height}
    arrived, not_searched = _as_arrived(workspace, person, files=analysis.table("files"))
    counts = {name: rows.height for name, rows in held.items()} | {"as-arrived": len(arrived)}
    _ = write_down(
        at=now,
        who=asker.key,
        did="exported a child's record",
        about=child_key(workspace, person),
        why=reason,
        details={"rows": counts},
    )
    if not held and not arrived:
        raise Problem(
            "Nothing is held about a child of that number.", to_fix="Check the number, as the returns have it."
        )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("read-me.txt", _READ_ME + "".join(f"Could not be searched: {name}\n" for name in not_searched))
        archive.writestr("columns.csv", csv_file(("table", "column", "means", "comes_from"), _meanings(held)))
        archive.writestr("as-arrived.csv", csv_file(("file", "place", "stands_there"), arrived))
        for name, rows in held.items():
            archive.writestr(f"{name}.csv", csv_file(rows.columns, rows.iter_rows()))
    return Exported(content=written.getvalue(), file_name=f"record-{now:%Y-%m-%d}.zip", media_type="application/zip")


def _person(about: Mapping[str, pl.DataFrame], child: str, *, in_region: bool) -> str:
    """The child's number as the tables have it. Raises Problem where children of several authorities bear it."""
    if not in_region or "/" in child:
        return child
    found = {
        person
        for rows in about.values()
        for person in rows.filter(number_of(pl.col("person_id")) == child)["person_id"].unique()
    }
    if len(found) > 1:
        raise Problem(
            f"{len(found)} authorities have a child of that number: "
            f"{', '.join(sorted(one.partition('/')[0] for one in found))}.",
            to_fix="Write the authority's code before the number, as 301/number.",
        )
    return found.pop() if found else child


def _as_arrived(
    workspace: Workspace, person: str, *, files: pl.DataFrame
) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Every place in the files that were kept where a child's number stands; and the files that cannot be searched."""
    authority, _, number = person.rpartition("/")
    said = {key: of for key, of in files.select("key", "authority").iter_rows() if of}
    found: list[tuple[str, str, str]] = []
    not_searched: list[str] = []
    for file in whose(arrived_files(workspace.returns, manifest(workspace.returns)), council=workspace.council):
        theirs = replace(file, authority=file.authority or said.get(file.key, ""))
        try:
            found += [(file.name, one.place, one.text) for one in mentions(theirs, number=number, authority=authority)]
        except CannotBeOpened:
            not_searched.append(file.name)
    return found, not_searched


def _meanings(held: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    for name in held:
        for column, of in TABLES[name].columns.items():
            yield name, column, of.means, of.comes_from
