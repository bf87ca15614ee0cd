"""Read children in need censuses of any years into trusted tables."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import polars as pl
from lxml import etree

from turncurve.returns.arriving import ArrivedFile, FileReport, Reading, Repair
from turncurve.returns.cin_census.records import Record, Taken, take_child
from turncurve.returns.dates import read_date
from turncurve.tables import TABLES, in_shape, table
from turncurve.words.problems import RowProblem

KIND = "CIN census"
_START = 4096
# What names one record of each table; the newest census that reports it wins.
_NAMED_BY: dict[str, tuple[str, ...]] = {
    "person": ("person_id",),
    "disability": ("person_id", "disability"),
    "cin_episodes": ("referral_id",),
    "cin_assessments": ("assessment_id",),
    "assessment_factors": ("assessment_id", "factor"),
    "cin_plans": ("referral_id", "started"),
    "s47_enquiry": ("s47_id",),
    "cp_plans": ("plan_id",),
    "cp_reviews": ("plan_id", "date_of_review"),
    "transfer_in_conferences": ("referral_id",),
}
# An episode or plan left open in an older census and not restated in the next is closed the day after that year.
_ENDED_BY = {"cin_episodes": "closed", "cin_plans": "ended", "cp_plans": "ended"}


def recognise(file: ArrivedFile) -> str | None:
    """ "CIN census" for XML whose first lines hold its Message and collection; None for another file."""
    with file.open() as opened:
        start = opened.read(_START).replace(b"\x00", b"")
    if b"<Message" in start and (b"<Collection>CIN" in start or b"CollectionDetails" in start or b"<Children" in start):
        return KIND if b"SEN2" not in start else None
    return KIND if b"<!DOCTYPE" in start and b"<Message" in start else None


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The trusted tables of CIN census XML files, all years together.

    A row is a Child, a disability, a CINdetails or a dated record or factor within one. A file that declares entities
    is set aside whole. A file that breaks off keeps the children before the break, and says where it broke. The year
    is that of ReferenceDate. In a stitched history the newest census that reports a record wins.
    """
    censuses: list[Taken] = []
    reports: list[FileReport] = []
    problems: list[RowProblem] = []
    for file in files:
        progress(f"Reading {file.name}")
        taken = _read_file(file)
        problems.extend(taken.problems)
        if taken.year:
            censuses.append(taken)
        reports.append(
            FileReport(
                name=file.name,
                key=file.key,
                kind=KIND,
                year=taken.year or None,
                rows_in=taken.rows_in,
                rows_used=taken.rows_in - taken.set_aside,
                rows_set_aside=taken.set_aside,
            )
        )
    tables, repairs = _stitched(sorted(censuses, key=lambda one: one.year))
    return Reading(tables=tables, files=tuple(reports), problems=tuple(problems), repairs=repairs)


def _year_of(day: date | None) -> int:
    return 0 if day is None else day.year + (day.month > 3)


def _read_file(file: ArrivedFile) -> Taken:
    taken = Taken(file=file.name, key=file.key, year=0)
    with file.open() as opened:
        if b"<!DOCTYPE" in (start := opened.read(_START)) or b"<!ENTITY" in start:
            taken.problems.append(
                _whole(
                    file,
                    found="a document type or entity declaration",
                    expected="plain XML",
                    rule="xml-declares-entities",
                    to_fix="Export the census again; no census needs one, and it is not opened.",
                )
            )
            return taken
    with file.open() as opened:
        events = etree.iterparse(
            opened,
            events=("end",),
            tag=("ReferenceDate", "Child"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in events:
                if element.tag == "ReferenceDate":
                    taken.year = _year_of(read_date((element.text or "").strip()))
                    continue
                take_child(element, taken)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as broken:
            taken.rows_in += 1
            taken.set_aside += 1
            taken.problems.append(
                _whole(
                    file,
                    found=f"the file breaks off or goes wrong at line {broken.lineno}",
                    expected="XML that is whole",
                    rule="xml-broken",
                    to_fix="Export the census again; the children before the break were read.",
                )
            )
    if not taken.year:
        taken.problems.append(
            _whole(
                file,
                found="no ReferenceDate that is a date",
                expected="Header/CollectionDetails/ReferenceDate as yyyy-03-31",
                rule="year-not-known",
                to_fix="Export the census again with its header.",
            )
        )
        taken.set_aside = taken.rows_in
    return taken


def _whole(file: ArrivedFile, *, found: str, expected: str, rule: str, to_fix: str) -> RowProblem:
    return RowProblem(
        file=file.name, row=None, field="", found=found, expected=expected, to_fix=to_fix, rule=rule, set_aside=True
    )


def _stitched(censuses: Sequence[Taken]) -> tuple[dict[str, pl.DataFrame], tuple[Repair, ...]]:
    tables: dict[str, pl.DataFrame] = {}
    restated = closed = 0
    newest_year = max((census.year for census in censuses), default=0)
    for name, key in _NAMED_BY.items():
        kept: dict[tuple[object, ...], Record] = {}
        for census in censuses:
            for record in census.records.get(name, []):
                named = tuple(record[part] for part in key)
                restated += named in kept and name != "person"
                older = kept.get(named, {}) if name == "person" else {}
                kept[named] = {**older, **{k: v for k, v in record.items() if v is not None or not older}}
        if (ends := _ENDED_BY.get(name)) is not None:
            closed += _close(kept.values(), ends=ends, newest=newest_year)
        tables[name] = _frame(name, list(kept.values()))
    done = (
        ("restated-by-a-newer-census", "A record reported in several censuses was taken from the newest.", restated),
        (
            "open-record-closed-at-year-end",
            "An episode or plan left open and not reported again was closed the day after its last census (1 April).",
            closed,
        ),
    )
    return tables, tuple(Repair(rule=rule, what_was_done=said, rows=rows) for rule, said, rows in done if rows)


def _close(records: Iterable[Record], *, ends: str, newest: int) -> int:
    closed = 0
    for record in records:
        if record[ends] is None and int(str(record["year"])) < newest and not record.get("no_further_action"):
            record[ends] = date(int(str(record["year"])), 4, 1)
            closed += 1
    return closed


def _frame(name: str, records: Sequence[Record]) -> pl.DataFrame:
    columns = {column: [record.get(column) for record in records] for column in TABLES[name].columns} if records else {}
    return in_shape(pl.DataFrame(columns), table=table(name))
