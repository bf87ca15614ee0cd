"""The day a set of lists was made, and many such days made into one history without counting anything twice."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from turncurve.returns.annex_a.cells import Record, Sheet, Value, latest_day
from turncurve.returns.arriving import Repair
from turncurve.words.periods import months_later

_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)")
_DAY_FIRST: Final = re.compile(r"(?<!\d)(\d{1,2})[-_./ ](\d{1,2})[-_./ ](20\d\d)(?!\d)")
_IN_WORDS: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[-_ ]+([a-z]{3})[a-z]*[-_ ]+(20\d\d)(?!\d)", re.IGNORECASE
)
# A council's contacts come daily: a name more than a month past the latest of them names another day.
_LONGEST_QUIET: Final = 31
_EVENTS: Final = {"contacts": "contact_date", "early_help_episodes": "started"}
_WINDOW_IN_MONTHS: Final = 6

WHAT_WAS_DONE: Final = {
    "replaced-by-a-later-file": ("A list that arrived twice for one day was taken from the file that arrived last."),
    "restated-by-a-newer-snapshot": (
        "A contact or early help assessment reported in several snapshots was taken from the newest."
    ),
    "withdrawn-by-a-newer-snapshot": (
        "A contact or early help assessment that a newer snapshot no longer reports, though it covers the day, was "
        "left out."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The sheets of one workbook, or of the CSVs of one folder, and the day they were made (None: nobody can tell)."""

    sheets: Sequence[Sheet]
    day: date | None


def days_named(text: str) -> list[date]:
    """The whole dates that a name or title says.

    >>> days_named("Annex A 2024-03-31.xlsx"), days_named("as at 31st March 2024"), days_named("Annex_A_2024_Jan")
    ([datetime.date(2024, 3, 31)], [datetime.date(2024, 3, 31)], [])
    """
    parts = [(found[1], found[2], found[3]) for found in _YEAR_FIRST.finditer(text)]
    parts += [(found[3], found[2], found[1]) for found in _DAY_FIRST.finditer(text)]
    for found in _IN_WORDS.finditer(text):
        if found[2].casefold() in _MONTHS:
            parts.append((found[3], str(_MONTHS.index(found[2].casefold()) + 1), found[1]))
    days: list[date] = []
    for year, month, day in parts:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days


def snapshot_of(sheets: Sequence[Sheet], *, name: str) -> Snapshot:
    """The day some sheets were made: as the name or a title says where the lists bear it out, else the latest day
    they speak of. `name` is the file's or the folder's path. What is in doubt is said on the first sheet."""
    told = Counter[date]()
    for sheet in sheets:
        for record in sheet.records:
            told.update(day for part in sheet.grid.of.tells_the_day if isinstance(day := record.get(part), date))
    latest = latest_day(told)
    named = _named(sheets, name=name)
    if named is None or latest is None:
        return Snapshot(sheets=sheets, day=named or latest)
    if latest <= named and (named - latest).days <= _LONGEST_QUIET:
        return Snapshot(sheets=sheets, day=named)
    sheets[0].say(
        "snapshot-day-in-doubt",
        found=f"{named} in the name or title, and {latest} as the latest day the lists speak of",
        expected=f"lists made on the day named, or at most {_LONGEST_QUIET} days after the latest day in them",
        to_fix=f"They were taken as made on {latest}. If the name is right, correct the dates; else rename the file.",
    )
    return Snapshot(sheets=sheets, day=latest)


def _named(sheets: Sequence[Sheet], *, name: str) -> date | None:
    for part in reversed(name.split("/")[-2:]):
        if days := days_named(part):
            return max(days)
    above = [day for sheet in sheets for text in sheet.grid.above for day in days_named(text)]
    return max(above, default=None)


def tables_of(snapshots: Iterable[Snapshot]) -> tuple[dict[str, list[Record]], tuple[Repair, ...]]:
    """The rows of every table from snapshots in order of arrival, with every repair counted.

    Lists 1 and 2 tell what happened on a day, so they join into one history, in which the newest snapshot that covers
    a day is believed. Every other list stays as it stood on each snapshot's day.
    """
    done = Counter[str]()
    lists: dict[tuple[date, int], tuple[Snapshot, list[Sheet]]] = {}
    for snapshot in snapshots:
        for sheet in snapshot.sheets:
            at = (snapshot.day or date.min, sheet.grid.of.number)
            if at in lists and lists[at][0] is not snapshot:
                done["replaced-by-a-later-file"] += sum(len(one.records) for one in lists.pop(at)[1])
            lists.setdefault(at, (snapshot, []))[1].append(sheet)
    tables: dict[str, list[Record]] = {"annex_a_children": _children(lists)}
    for (day, _), (_, sheets) in sorted(lists.items(), key=lambda one: one[0]):
        table = sheets[0].grid.of.table
        rows = [{**record, "snapshot": day, "file": sheet.key} for sheet in sheets for record in sheet.records]
        if (event := _EVENTS.get(table)) is None:
            tables.setdefault(table, []).extend(rows)
        else:
            older = tables.setdefault(table, [])
            tables[table] = _joined(older, rows, event=event, named_by=sheets[0].grid.of.named_by, day=day, done=done)
    tables["professionals"] = caseloads(tables)
    repairs = tuple(
        Repair(rule=rule, what_was_done=said, rows=done[rule]) for rule, said in WHAT_WAS_DONE.items() if done[rule]
    )
    return tables, repairs


def _joined(
    older: Sequence[Record],
    newer: Sequence[Record],
    *,
    event: str,
    named_by: Sequence[str],
    day: date,
    done: Counter[str],
) -> list[Record]:
    """Older rows and a newer snapshot's: what the newer covers (six months, from its own first row) it decides."""
    reported = {tuple(row.get(part) for part in named_by) for row in newer}
    first = min((on for row in newer if isinstance(on := row[event], date)), default=None)
    covers = None if first is None else max(first, months_later(day, months=-_WINDOW_IN_MONTHS))
    kept: list[Record] = []
    for row in older:
        on = row[event]
        if tuple(row.get(part) for part in named_by) in reported:
            done["restated-by-a-newer-snapshot"] += 1
        elif covers is not None and isinstance(on, date) and covers <= on <= day:
            done["withdrawn-by-a-newer-snapshot"] += 1
        else:
            kept.append(row)
    return [*kept, *newer]


def _children(lists: Mapping[tuple[date, int], tuple[Snapshot, list[Sheet]]]) -> list[Record]:
    """One row a child: the newest snapshot's values, the list nearest to care first, blanks filled from the others."""
    children: dict[str, Record] = {}
    for (day, _), (_, sheets) in sorted(lists.items(), key=lambda one: one[0]):
        for sheet in sheets:
            for record, said in zip(sheet.records, sheet.children, strict=True):
                if (person := record.get("person_id")) is not None:
                    known = {name: value for name, value in said.items() if value is not None}
                    one = children.setdefault(str(person), {"person_id": person})
                    one.update({**known, "snapshot": day, "file": sheet.key})
    return [children[person] for person in sorted(children)]


def caseloads(tables: Mapping[str, Sequence[Record]]) -> list[Record]:
    """How many children each worker in a team had on each snapshot's day, each child counted once."""
    held: dict[tuple[Value, Value], tuple[Value, Value]] = {}
    for table, is_open in _OPEN.items():
        for row in filter(is_open, tables.get(table, ())):
            _ = held.setdefault((row["snapshot"], row["person_id"]), (row.get("worker"), row.get("team")))
    counted = Counter((day, worker, team) for (day, _), (worker, team) in held.items())
    return [
        {"worker": worker, "team": team, "children": children, "snapshot": day}
        for (day, worker, team), children in sorted(counted.items(), key=str)
    ]


def _looked_after(row: Record) -> bool:
    return row.get("ceased") is None


def _leaving_care(_: Record) -> bool:
    return True


def _on_a_plan(row: Record) -> bool:
    return row.get("ended") is None


def _in_need(row: Record) -> bool:
    return row.get("closed") is None and row.get("status") != "closed"


# A child in several lists is counted by the first of these that has them open.
_OPEN: Final[Mapping[str, Callable[[Record], bool]]] = {
    "annex_a_children_looked_after": _looked_after,
    "annex_a_care_leavers": _leaving_care,
    "annex_a_protection_plans": _on_a_plan,
    "annex_a_children_in_need": _in_need,
}
