"""What a loop finds in the returns: things that last, things that happened, and numbers to average."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Lasting:
    """Something that lasts: counted on the last day of a period if it had begun by then and had not ended by then."""

    child: str
    began: date
    ended: date | None


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, and whether it counts above the line.

    `unaccompanied` says whether the child was unaccompanied for this count; None leaves it to the day itself.
    """

    child: str
    day: date
    above: bool
    unaccompanied: bool | None = None


@dataclass(frozen=True)
class Amount:
    """A number to average, of one child on a day."""

    child: str
    day: date
    number: int
    unaccompanied: bool | None = None


def lasts_on(one: Lasting, day: date) -> bool:
    return one.began <= day and (one.ended is None or one.ended > day)
