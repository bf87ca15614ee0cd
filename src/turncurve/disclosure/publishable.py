"""Numbers that may leave: a table that has been through `protect`, and nothing else."""

from dataclasses import dataclass
from datetime import date
from typing import Self

import polars as pl

from turncurve.definitions.policies import Policy

HIDDEN = "c"

# The columns of a table of curve points, as `protect` takes them and `Publishable.rows` gives them.
COLUMNS = (
    "measure",
    "kind",
    "place_level",
    "place",
    "split",
    "split_value",
    "every",
    "period",
    "ends",
    "numerator",
    "denominator",
    "value",
    "code",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of a curve. `code` is "" where it is shown, "c" where hidden, else why there is no figure.

    Where `code` is not "", `value`, `numerator` and `denominator` are None.
    """

    period: str
    ends: date
    value: float | None
    numerator: float | None
    denominator: float | None
    code: str


class _Seal:
    """What `protect` holds and nobody else does."""


SEAL = _Seal()


class Publishable:
    """Curve points that have been through `protect`. Nothing else can make one."""

    __slots__ = ("_policy", "_rows")

    def __init__(self, rows: pl.DataFrame, *, policy: Policy, seal: object) -> None:
        """Refuses everyone but `protect`."""
        if seal is not SEAL:
            raise TypeError("only turncurve.disclosure.protect makes a Publishable")
        self._rows = rows
        self._policy = policy

    @property
    def rows(self) -> pl.DataFrame:
        """The points, one row each, in the columns `protect` was given; a hidden row has no numbers and code "c"."""
        return self._rows.drop("hidden_here").clone()

    @property
    def policy(self) -> Policy:
        """The policy they were protected under."""
        return self._policy

    @property
    def hidden(self) -> int:
        """How many points were hidden here, leaving out those that were published hidden."""
        return int(self._rows["hidden_here"].sum())

    @property
    def points(self) -> tuple[Point, ...]:
        """The points, oldest first. Ask it of one curve: see `only`."""
        chosen = self._rows.sort("ends", maintain_order=True).select(Point.__match_args__ or tuple(Point.__slots__))
        return tuple(Point(**row) for row in chosen.iter_rows(named=True))

    def only(self, **columns: str) -> Self:
        """The rows where each named column holds that value, still as protected among all the others."""
        keep = [pl.col(name) == value for name, value in columns.items()]
        return type(self)(self._rows.filter(*keep), policy=self._policy, seal=SEAL)

    def has_hidden(self, *, up_to: date | None) -> bool:
        """Whether any point that ends on or before the day (any at all, where None) was hidden here."""
        among = self._rows if up_to is None else self._rows.filter(pl.col("ends") <= up_to)
        return bool(among["hidden_here"].any())


def rests_on_hidden(publishable: Publishable, *, up_to: date | None) -> bool:
    """Whether something worked out from these points rests on a hidden one, and so must be hidden with it.

    A verdict rests on every point (`up_to=None`); a forecast on the points up to the day it was made on. A point that
    was already hidden when it was published does not count: nothing of ours was worked out from it.
    """
    return publishable.has_hidden(up_to=up_to)
