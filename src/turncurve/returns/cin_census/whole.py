"""What there is to say of a census as a whole."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from turncurve.returns.cin_census.taking import Taken
from turncurve.returns.years import dates_of_another_year, first_day, last_day, year_said, years_named
from turncurve.words.periods import year_ending_march


def say_it_declares(taken: Taken) -> None:
    """Note that the file declares a document type or entities, so that nothing of it is used."""
    taken.wrong(
        "",
        "a document type or entity declaration",
        row=None,
        expected="plain XML",
        to_fix="Export the census again; no census needs one, and it is not opened.",
        rule="xml-declares-entities",
        set_aside=True,
    )


def say_namespace(taken: Taken) -> None:
    """Note that the elements' names are in a namespace."""
    taken.wrong(
        "",
        "names in a namespace",
        row=None,
        expected="names in none",
        to_fix="Nothing: they were read as if they were in none.",
        rule="xml-namespace",
    )


def say_it_broke(taken: Taken, *, how: str) -> None:
    """Note where the file breaks; what breaks there is a row set aside."""
    taken.rows_in += 1
    taken.set_aside += 1
    taken.wrong(
        "",
        how,
        row=None,
        expected="XML that is whole",
        to_fix="Export the census again; the children before the break were read.",
        rule="xml-broken",
        set_aside=True,
    )


def say_of_whole(taken: Taken) -> None:
    """What can be said once the census has been read to its end. One whose year is not known is set aside."""
    taken.say_what_was_strange()
    if not taken.year:
        taken.wrong(
            "",
            "no ReferenceDate that is a date",
            row=None,
            expected="Header/CollectionDetails/ReferenceDate as yyyy-03-31",
            to_fix="Export the census again with its header.",
            rule="year-not-known",
            set_aside=True,
        )
        taken.set_all_aside()
        return
    if not taken.rows_in:
        taken.wrong(
            "",
            "a header and no Child",
            row=None,
            expected="Children, with a Child for each",
            to_fix="Export the census again. It was left out, so nothing open before it was closed by it.",
            rule="no-rows",
        )
    _say_of_years(taken)


def _say_of_years(taken: Taken) -> None:
    """What does not lie in the census's year, and another year named by the folder or file."""
    episodes = taken.records["cin_episodes"]
    if outside := _outside(episodes, year=taken.year):
        taken.problems.append(
            dates_of_another_year(
                taken.file,
                year=taken.year,
                named_by="ReferenceDate",
                rows=episodes.height,
                outside=outside,
                first_row=None,
            )
        )
    named = years_named(taken.file)
    if named and named[0] != taken.year:
        taken.wrong(
            "",
            f"{year_said(named[0])} in the folder or name, {year_said(taken.year)} in ReferenceDate",
            row=None,
            expected="one year",
            to_fix=f"It was read as the census of {year_said(taken.year)}. Rename it, or correct ReferenceDate.",
            rule="two-years-named",
        )


def _outside(episodes: pl.DataFrame, *, year: int) -> Counter[int]:
    """How many episodes lie wholly outside a year, by the year they were referred or closed in."""
    days = episodes.select(
        pl.when(pl.col("referral_date") > last_day(year))
        .then("referral_date")
        .when(pl.col("closed") < first_day(year))
        .then("closed")
    ).to_series()
    return Counter(year_ending_march(day) for day in days.drop_nulls())


def replace(censuses: Sequence[Taken]) -> None:
    """Set aside a census whose year arrived again later, where the two share a child."""
    newer: dict[int, list[Taken]] = {}
    for one in reversed(censuses):
        later = newer.setdefault(one.year, [])
        mine = set(one.records["person"].get_column("person_id")) if later else set[str]()
        by = next(
            (other for other in later if not mine.isdisjoint(other.records["person"].get_column("person_id"))), None
        )
        if by is None:
            later.append(one)
            continue
        one.wrong(
            "",
            f"a census of {year_said(one.year)} that arrived again as {by.file}",
            row=None,
            expected="one census a year",
            to_fix="Nothing, if the later one is right: it is used, this one is not. Else export the right one again.",
            rule="replaced-by-a-newer-file",
            set_aside=True,
        )
        one.set_all_aside()
