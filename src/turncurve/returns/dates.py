"""Dates as returns write them."""

import re
from datetime import date
from functools import lru_cache

_BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d*)?")

EXPECTED = "a date as dd/mm/yyyy or yyyy-mm-dd"
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@lru_cache(maxsize=1 << 16)
def read_date(cell: str) -> date | None:
    """The date a cell holds, written dd/mm/yyyy or yyyy-mm-dd, in this century or the last; None where it is not one.

    >>> read_date("31/03/2024"), read_date("2024-03-31"), read_date("31/02/2024")
    (datetime.date(2024, 3, 31), datetime.date(2024, 3, 31), None)
    """
    if found := _BRITISH.fullmatch(cell):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(cell):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 16)
def is_iso(cell: str) -> bool:
    """Whether a date is written yyyy-mm-dd."""
    return cell[4:5] == "-" and cell[:4].isdecimal()


def to_fix(cell: str) -> str:
    """What to do about a cell that holds no date.

    >>> to_fix("45047")
    'A spreadsheet wrote the date as a number: format the column as dd/mm/yyyy and export again.'
    """
    if _SERIAL.fullmatch(cell):
        return "A spreadsheet wrote the date as a number: format the column as dd/mm/yyyy and export again."
    return "Correct the date and load the file again."
