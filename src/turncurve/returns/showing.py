"""How much of a cell that is wrong may be shown: never a UPN, a date of birth or a name that strayed into it."""

import re

from turncurve.words.problems import masked

_LONGEST_CODE = 6
_DATE_LIKE = re.compile(
    r"(?:[\d/.,:\- ]|T|Z|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|uary|ruary|ch|il|e|y|ust|tember|ober|ember)*",
    re.IGNORECASE,
)


def code_shown(cell: str) -> str:
    """A cell that should hold a code, flag or small number: whole where it is as short as a code, else its shape.

    >>> code_shown("Q9"), code_shown("14/05/2011"), code_shown("A823456789012")
    ('Q9', '99/99/9999', 'x999999999999')
    """
    return cell if len(cell) <= _LONGEST_CODE and cell.isalnum() else masked(cell) or "nothing"


def date_shown(cell: str) -> str:
    """A cell that should hold a date: whole where it is made of what dates are made of, else its shape.

    >>> date_shown("31/02/2023"), date_shown("12 May 2023"), date_shown("A823456789012")
    ('31/02/2023', '12 May 2023', 'x999999999999')
    """
    return (cell if _DATE_LIKE.fullmatch(cell) and len(cell) <= 30 else masked(cell)) or "nothing"
