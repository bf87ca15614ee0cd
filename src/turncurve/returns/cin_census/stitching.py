"""Many censuses made into one history: the newest that reports a record wins."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final

import polars as pl

from turncurve.returns.arriving import Repair
from turncurve.returns.cin_census.taking import NAMED_BY, Record, Taken
from turncurve.returns.years import first_day
from turncurve.tables import TABLES, in_shape, table

# An episode or plan left open in an older census and not restated in the next is closed the day after that year.
_ENDED_BY: Final = {"cin_episodes": "closed", "cin_plans": "ended", "cp_plans": "ended"}
_WHAT_WAS_DONE: Final = {
    "restated-by-a-newer-census": "A record reported in several censuses was taken from the newest.",
    "open-record-closed-at-year-end": (
        "An episode or plan left open and not reported again was closed the day after its last census (1 April)."
    ),
    "open-record-lost-in-a-missing-year": (
        "An episode or plan open before a missing census and not reported after it was closed the day after the last "
        "census that reports it; it may have lasted into the missing year."
    ),
}


def stitched(censuses: Sequence[Taken]) -> tuple[dict[str, pl.DataFrame], tuple[Repair, ...]]:
    """One row a record from censuses, older before newer, with every repair counted."""
    years = {census.year for census in censuses if census.records["person"]}
    tables: dict[str, pl.DataFrame] = {}
    done = dict.fromkeys(_WHAT_WAS_DONE, 0)
    for name in NAMED_BY:
        kept: dict[object, Record] = {}
        for census in censuses:
            done["restated-by-a-newer-census"] += _add(census, name, kept=kept)
        if (ends := _ENDED_BY.get(name)) is not None:
            for rule, closed in _close(kept.values(), ends=ends, years=years).items():
                done[rule] += closed
        tables[name] = _frame(name, list(kept.values()))
    return tables, tuple(
        Repair(rule=rule, what_was_done=said, rows=done[rule]) for rule, said in _WHAT_WAS_DONE.items() if done[rule]
    )


def _add(census: Taken, name: str, *, kept: dict[object, Record]) -> int:
    """Put a census's records of one table over the older ones; how many of those are restated (people not counted)."""
    before, records = len(kept), census.records[name]
    for named, record in records.items():
        record["year"], record["file"] = census.year, census.key
        if name == "person" and (older := kept.get(named)) is not None:
            kept[named] = {**older, **{column: value for column, value in record.items() if value is not None}}
        else:
            kept[named] = record
    return 0 if name == "person" else len(records) - (len(kept) - before)


def _close(records: Iterable[Record], *, ends: str, years: Collection[int]) -> dict[str, int]:
    """Close what an older census leaves open and no newer one restates; how many, by rule."""
    newest = max(years, default=0)
    closed = {"open-record-closed-at-year-end": 0, "open-record-lost-in-a-missing-year": 0}
    for record in records:
        year = int(str(record["year"]))
        if record[ends] is None and year < newest and not record.get("no_further_action"):
            record[ends] = _last_seen(record, year=year)
            rule = "open-record-closed-at-year-end" if year + 1 in years else "open-record-lost-in-a-missing-year"
            closed[rule] += 1
    return closed


def _last_seen(record: Record, *, year: int) -> date:
    """The first day no census speaks of, and never before the record began."""
    began = record.get("started") or record.get("referral_date")
    return max(first_day(year + 1), began) if isinstance(began, date) else first_day(year + 1)


def _frame(name: str, records: Sequence[Record]) -> pl.DataFrame:
    columns = {column: [record.get(column) for record in records] for column in TABLES[name].columns} if records else {}
    frame = in_shape(pl.DataFrame(columns), table=table(name))
    # In one order, so that the order in which files come changes nothing.
    return frame.sort(frame.columns)
