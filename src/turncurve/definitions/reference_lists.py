"""Small lists the product needs, with their sources in `reference/SOURCES.md`."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib import resources

from turncurve.words.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """One upper-tier authority. `last_year` is set for one that has ended; `became` are the DfE codes after it."""

    dfe_code: str
    ons_code: str
    name: str
    region_code: str
    region: str
    last_year: int | None
    became: tuple[str, ...]


def rows_of_list(name: str) -> list[dict[str, str]]:
    """The rows of one of the lists, each cell as text by its column."""
    text = (resources.files("turncurve.definitions") / "reference" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@cache
def authorities() -> tuple[Authority, ...]:
    """Every upper-tier authority of England since 2013, those that have ended among them."""
    return tuple(
        Authority(
            dfe_code=row["dfe_code"],
            ons_code=row["ons_code"],
            name=row["name"],
            region_code=row["region_code"],
            region=row["region"],
            last_year=int(row["last_year"]) if row["last_year"] else None,
            became=tuple(code for code in row["became"].split(";") if code),
        )
        for row in rows_of_list("authorities.csv")
    )


# London is two in the lists and one to everybody; England is the whole of them.
_LONDON, _ENGLAND = "E12000007", "E92000001"
_PARTS_OF_LONDON = ("E13000001", "E13000002")


@cache
def regions() -> dict[str, str]:
    """The names of the regions of England, of London's two halves, and of England itself, by ONS code."""
    return {
        **{one.region_code: one.region for one in authorities() if one.last_year is None},
        _LONDON: "London",
        _ENGLAND: "England",
    }


def region_code(named: str) -> str:
    """The ONS code of the region of that name (any case) or code; "" where it is none.

    >>> region_code("south west"), region_code("Dorset")
    ('E12000009', '')
    """
    wanted = named.strip().casefold()
    return next((code for code, name in regions().items() if wanted in (code.casefold(), name.casefold())), "")


@cache
def members_of(ons_code: str) -> tuple[Authority, ...]:
    """The authorities of a region, those that have ended among them; none where the code is no region's.

    >>> len([one for one in members_of("E12000007") if one.last_year is None])
    33
    """
    if ons_code == _ENGLAND:
        return authorities()
    codes = _PARTS_OF_LONDON if ons_code == _LONDON else (ons_code,)
    return tuple(one for one in authorities() if one.region_code in codes)


def authority(named: str) -> Authority:
    """The authority of that name (any case), DfE code or ONS code.

    Raises Problem with the closest names for one that is not there, and with its successors for one that has ended.
    """
    wanted = named.strip().casefold()
    matched = [one for one in authorities() if wanted in (one.name.casefold(), one.dfe_code, one.ons_code.casefold())]
    standing = [one for one in matched if one.last_year is None]
    if standing:
        return standing[0]
    if matched:
        after = [one.name for one in authorities() if one.dfe_code in matched[0].became and one.last_year is None]
        raise Problem(
            f"{matched[0].name} ended in {matched[0].last_year}.",
            to_fix=f"Use the authority that followed: {' or '.join(after)}."
            if after
            else "Use the authority that followed.",
        )
    near = get_close_matches(named.title(), [one.name for one in authorities() if one.last_year is None], n=3)
    raise Problem(
        f"There is no authority called '{named}'.",
        to_fix=f"Perhaps: {', '.join(near)}."
        if near
        else "Write the council's name as the DfE does, or its DfE or ONS code, or the name of a region or England.",
    )


@cache
def renamed() -> dict[str, str]:
    """ONS codes that were given up, with the code the same council has now.

    A county that became a unitary authority of the same area kept its DfE code and its children: its curve goes on.

    >>> renamed()["E10000027"]
    'E06000066'
    """
    now = {one.dfe_code: one.ons_code for one in authorities() if one.last_year is None}
    return {
        one.ons_code: now[one.dfe_code]
        for one in authorities()
        if one.last_year is not None and not one.became and one.dfe_code in now
    }


def made_of(ons_code: str) -> tuple[Authority, ...]:
    """The authorities of other boundaries out of which the one of that ONS code was made; none for most.

    >>> [(one.name, one.last_year) for one in made_of("E06000059")]
    [('Dorset', 2019)]
    """
    made = {one.dfe_code for one in authorities() if one.ons_code == ons_code and one.last_year is None}
    return tuple(one for one in authorities() if one.last_year is not None and made & set(one.became))


@cache
def stood_in(dfe_code: str, year: int) -> bool:
    """Whether the authority of a DfE code had children to report in the year ending 31 March.

    >>> [stood_in("835", 2019), stood_in("835", 2020), stood_in("838", 2019), stood_in("838", 2020)]
    [True, False, False, True]
    """
    before = [one.last_year for one in authorities() if dfe_code in one.became and one.last_year is not None]
    ends = [one.last_year or year for one in authorities() if one.dfe_code == dfe_code]
    return any(year <= last for last in ends) and all(year > last for last in before)


@cache
def bank_holidays() -> frozenset[date]:
    """Bank holidays in England and Wales, for the years the list holds."""
    return frozenset(date.fromisoformat(row["day"]) for row in rows_of_list("bank_holidays_england_and_wales.csv"))
