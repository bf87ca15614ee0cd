# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""The parts of the splits: which each row is in, and how rows or counts are told by them.

A row's parts are one whole number until they are counted: an engine groups millions of rows by numbers far sooner, and
in far less memory, than by texts.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from turncurve.definitions.measures import Split
from turncurve.journeys.places import NOT_KNOWN, every_locality, localities
from turncurve.journeys.trusted import NO, age_on

UNACCOMPANIED: Final = "unaccompanied"
NOT_UNACCOMPANIED: Final = "not unaccompanied"
EVERYONE: Final = "all"
WHOLE: Final = ""
AGE_BANDS: Final = ("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over")
AGE_NOT_KNOWN: Final = "age not known"
# Parts of a split that are there only where somebody is in them.
NOT_PLANNED: Final = (AGE_NOT_KNOWN, NOT_KNOWN)

_BANDS: Final = (*AGE_BANDS, AGE_NOT_KNOWN)
# The number of a row's parts is (place times 8 plus age band) times 2 plus being unaccompanied; place 0 is not known.
_UNACCOMPANIED, _BAND = 2, 8


def with_parts(rows: ir.Table, *, splits: Sequence[Split]) -> ir.Table:
    """The rows with `parts`: the number of the parts each is in on its `day`.

    Rows have person_id, day, date_of_birth and unaccompanied_until.
    """
    band = _age_band(rows) if "age_band" in splits else ibis.literal(0)
    rows = rows.mutate(
        band=band, is_unaccompanied=ibis.ifelse((rows.unaccompanied_until > rows.day).fill_null(NO), 1, 0)
    )
    place = ibis.literal(0)
    if "locality" in splits:
        lived = localities()
        here = [rows.person_id == lived.child, lived.place_began <= rows.day, lived.place_ended > rows.day]
        rows = rows.left_join(lived, here)
        place = rows.place.fill_null(0)
    return rows.mutate(parts=((place * _BAND + rows.band) * _UNACCOMPANIED + rows.is_unaccompanied).cast("int64"))


def _age_band(rows: ir.Table) -> ir.Value:
    age = age_on(rows.date_of_birth, rows.day)
    return ibis.cases((age.isnull(), 5), (age < 1, 0), (age < 5, 1), (age < 10, 2), (age < 16, 3), else_=4)


def told_by_part(rows: ir.Table, *, splits: Sequence[Split], headline: str) -> ir.Table:
    """Rows or counts with `parts`, each once for the whole and once for each part it is in, by `split` and `part`.

    All but the split by being unaccompanied are of the headline's children.
    """
    kept = [name for name in rows.columns if name != "parts"]
    whose = rows.parts % _UNACCOMPANIED
    of_headline = rows
    if headline != EVERYONE:
        of_headline = rows.filter(whose == (1 if headline == UNACCOMPANIED else 0))

    def told(split: str, some: ir.Table, part: ir.Value) -> ir.Table:
        return some.select(*kept, split=ibis.literal(split), part=part)

    every = [told(WHOLE, of_headline, ibis.literal(EVERYONE))]
    if "age_band" in splits:
        band = of_headline.parts // _UNACCOMPANIED % _BAND
        every.append(told("age_band", of_headline, ibis.cases(*((band == at, one) for at, one in enumerate(_BANDS)))))
    if "unaccompanied" in splits:
        said = ibis.ifelse(whose == 1, UNACCOMPANIED, NOT_UNACCOMPANIED)
        every += [told("unaccompanied", rows, said), told("unaccompanied", rows, ibis.literal(EVERYONE))]
    if "locality" in splits:
        numbered = every_locality()
        placed = of_headline.mutate(of_place=of_headline.parts // (_UNACCOMPANIED * _BAND))
        placed = placed.left_join(numbered, placed.of_place == numbered.place)
        every.append(told("locality", placed, placed.part.fill_null(NOT_KNOWN)))
    return reduce(lambda one, other: one.union(other), every)


def every_part(splits: Sequence[Split]) -> ir.Table:
    """One row a part that a period shows even when nobody is in it: columns `split` and `part`."""
    fixed = [(WHOLE, EVERYONE)]
    fixed += [("age_band", band) for band in AGE_BANDS if "age_band" in splits]
    fixed += [
        ("unaccompanied", who) for who in (EVERYONE, NOT_UNACCOMPANIED, UNACCOMPANIED) if "unaccompanied" in splits
    ]
    parts = ibis.memtable(
        {"split": [split for split, _ in fixed], "part": [part for _, part in fixed]},
        schema={"split": "string", "part": "string"},
    )
    if "locality" not in splits:
        return parts
    return parts.union(every_locality().select(split=ibis.literal("locality"), part="part"))
