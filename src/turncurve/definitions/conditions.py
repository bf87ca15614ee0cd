"""Tests of one row's columns, as definitions write them: small, closed, and the same in every check."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Said(BaseModel):
    """A part of a definition: nothing in it that nobody reads, and nothing that changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Test(Said):
    """A test of one column: exactly one comparison, with a value or with another column of the row.

    A comparison with a blank is never true. `above` compares a number with a number. `check_letter_right` asks of a
    unique pupil number whether its first letter is the one that its digits give. `plus` moves the other column before
    comparing: a length of time ("18y", "6mo", "1d") for a date, a whole number for a number.
    """

    __test__ = False  # a word of the definitions, not of pytest

    column: str
    is_: bool | str | int | date | None = Field(default=None, alias="is")
    one_of: tuple[str, ...] | None = None
    none_of: tuple[str, ...] | None = None
    known: bool | None = None
    matches: str | None = None
    matches_not: str | None = None
    same_as: str | None = None
    not_same_as: str | None = None
    before: str | None = None
    on_or_before: str | None = None
    after: str | None = None
    on_or_after: str | None = None
    less_than: str | None = None
    above: int | None = None
    check_letter_right: bool | None = None
    plus: str | int | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> Self:
        given = self.model_dump(exclude={"column", "plus"}).values()
        if sum(value is not None for value in given) != 1:
            raise ValueError(f"the test of '{self.column}' needs exactly one comparison")
        if self.plus is not None and not self.other:
            raise ValueError(f"the test of '{self.column}' has a `plus` and no other column to move")
        return self

    @property
    def other(self) -> str:
        """The other column compared with; "" where the comparison is with a value."""
        return (
            self.same_as
            or self.not_same_as
            or self.before
            or self.on_or_before
            or self.after
            or self.on_or_after
            or self.less_than
            or ""
        )

    @property
    def columns(self) -> frozenset[str]:
        """The columns it reads."""
        return frozenset(name for name in (self.column, self.other) if name)


class Either(Said):
    """True where every test of at least one of the groups is true."""

    either: tuple[tuple[Test, ...], ...] = Field(min_length=2)

    @property
    def columns(self) -> frozenset[str]:
        """The columns it reads."""
        return frozenset(name for group in self.either for test in group for name in test.columns)


Condition = Test | Either


def columns_read(conditions: tuple[Condition, ...]) -> frozenset[str]:
    """Every column that some conditions read."""
    return frozenset(name for condition in conditions for name in condition.columns)
