"""What went wrong, said to the person who can put it right."""

import dataclasses
from dataclasses import dataclass


class Problem(Exception):
    """Something a person must put right: what is wrong, and what to do about it.

    Neither sentence may hold a child's name, UPN or date of birth: both are shown and may be logged.
    """

    def __init__(self, what: str, *, to_fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.to_fix = to_fix

    def __str__(self) -> str:
        return f"{self.what}\nWhat to do: {self.to_fix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """One thing wrong with one place in one file that arrived.

    `row` counts as the person sees it (the heading of a CSV is row 1; for the CIN census the line of the element, for
    SSDA903 in XML which of its kind the element is); None means the whole file. `found` is shown to the person who
    loads and never logged; readers must pass names, UPNs and dates of birth through `masked` first. `set_aside` is
    True when the row was not used. `rule` is a short stable name, such as "code-of-another-year", by which problems are
    counted.
    """

    file: str
    row: int | None = None
    field: str = ""
    found: str = dataclasses.field(repr=False)
    expected: str
    to_fix: str
    rule: str
    set_aside: bool = False


def masked(value: str) -> str:
    """A value with all but its shape hidden: letters become x, digits become 9.

    >>> masked("14/05/2011")
    '99/99/9999'
    >>> masked("A823456789012")
    'x999999999999'
    """
    return "".join("9" if c.isdigit() else "x" if c.isalpha() else c for c in value)
