"""Dates as returns write them."""

import re
from datetime import date

_BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")

EXPECTED = "a date as dd/mm/yyyy or yyyy-mm-dd"


def read_date(cell: str) -> date | None:
    """The date a cell holds, written dd/mm/yyyy or yyyy-mm-dd; None where it is no such date.

    >>> read_date("31/03/2024"), read_date("2024-03-31"), read_date("31/02/2024")
    (datetime.date(2024, 3, 31), datetime.date(2024, 3, 31), None)
    """
    if found := _BRITISH.fullmatch(cell):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(cell):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_iso(cell: str) -> bool:
    """Whether a date is written yyyy-mm-dd."""
    return bool(_ISO.fullmatch(cell))
