"""Cells of a file that a spreadsheet will open."""

from typing import Final

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def not_a_formula(cell: object) -> object:
    """A cell that a spreadsheet would take for a formula made text; blank for None.

    >>> not_a_formula("=1+1")
    "'=1+1"
    """
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return "" if cell is None else cell
