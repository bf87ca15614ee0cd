"""How much of a cell that is wrong may be shown: never a UPN, a date of birth or a name that strayed into it."""

import re

from turncurve.words.problems import masked

_LONGEST_CODE = 6
_FEWEST_FIGURES_OF_AN_ID = 2
_PART = r"(?:\d{1,4}(?:st|nd|rd|th)?|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6})"
# At least two parts: a number alone may be a child's own.
_DATE_LIKE = re.compile(rf"{_PART}(?:(?:[/.,:\- ]{{1,2}}|T){_PART}){{1,6}}(?:\.\d{{1,6}})?Z?", re.IGNORECASE | re.ASCII)


def code_shown(cell: str) -> str:
    """A cell that should hold a code, flag or small number: whole where it is as short as a code, else its shape.

    >>> code_shown("Q9"), code_shown("14/05/2011"), code_shown("A823456789012")
    ('Q9', '99/99/9999', 'x999999999999')
    """
    return cell if len(cell) <= _LONGEST_CODE and cell.isalnum() else masked(cell) or "nothing"


def column_shown(name: str) -> str:
    """A column's name: whole, unless it holds figures as an id, a date or a postcode does, and so may be a row astray.

    >>> column_shown("SDQ_SCORE_2"), column_shown("0000017"), column_shown("QX1 5AD")
    ('SDQ_SCORE_2', '9999999', 'xx9 9xx')
    """
    return masked(name) if sum(letter.isdigit() for letter in name) >= _FEWEST_FIGURES_OF_AN_ID else name


def date_shown(cell: str) -> str:
    """A cell that should hold a date: whole where it is written as dates are, else its shape.

    >>> date_shown("31/02/2023"), date_shown("12 May 2023"), date_shown("Z823456789012"), date_shown("0012")
    ('31/02/2023', '12 May 2023', 'x999999999999', '9999')
    """
    return (cell if _DATE_LIKE.fullmatch(cell) and len(cell) <= 30 else masked(cell)) or "nothing"
