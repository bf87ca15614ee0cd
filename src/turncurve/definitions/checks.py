"""The checks: what each asks of the rows that arrived, why it matters, what to do, and its own examples."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from turncurve.definitions.conditions import Condition, Said, columns_read
from turncurve.definitions.counted_together import with_those_counted_together
from turncurve.definitions.measures import measures
from turncurve.definitions.reading import from_yaml
from turncurve.words.problems import Problem

ReturnName = Literal["SSDA903", "CIN census", "your own lists", "every return"]


class InOrder(Said):
    """Rows put in order, so that a test may speak of the one before (`before_…`) and the next (`next_…`)."""

    within: tuple[str, ...]
    by: tuple[str, ...]


class Beside(Said):
    """Another row, of the same table or another, that is there beside the row tested.

    `same` are columns alike in both. `where` tests the two together: the other row's columns begin with `other_`.
    """

    table: str
    same: tuple[str, ...] = Field(min_length=1)
    where: tuple[Condition, ...] = ()


class Check(Said):
    """One check. It reads the rows of `table`, those that pass `of_rows`, and finds those that pass every test.

    `where` tests the row itself; `beside` must be there; each of `with_none` must not. `child` joins the child's row
    of the same year (`child_…`). `worked_out_by` names a function in the room `checks` instead. `changes` are the
    measures that a wrong row of this kind would change, none where only the Department would mind; `dfe_rule` is the
    Department's number where it is its rule.
    `examples` are drawings of the tables, rows that break the check marked in the column `found`.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    title: str
    return_: ReturnName = Field(alias="return")
    table: str = ""
    field: str = ""
    of_rows: tuple[Condition, ...] = ()
    in_order: InOrder | None = None
    child: str = ""
    where: tuple[Condition, ...] = ()
    beside: Beside | None = None
    with_none: tuple[Beside, ...] = ()
    worked_out_by: str = ""
    needs_year_before: bool = False
    needs_year_after: bool = False
    changes: tuple[str, ...]
    why: str
    to_fix: str
    dfe_rule: str = ""
    examples: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.worked_out_by) == bool(self.table and self.field):
            raise ValueError(f"{self.id} needs a table and a field, or a function, and not both")
        if not self.worked_out_by and not (self.where or self.beside or self.with_none):
            raise ValueError(f"{self.id} asks nothing")
        unknown = set(self.changes) - set(measures())
        if unknown:
            raise ValueError(f"{self.id} changes measures there are not: {', '.join(sorted(unknown))}")
        return self

    @property
    def tables(self) -> tuple[str, ...]:
        """Every reported table the check reads, the one it tests first."""
        others = [*([self.beside] if self.beside else []), *self.with_none]
        return tuple(dict.fromkeys(name for name in (self.table, self.child, *(one.table for one in others)) if name))

    @property
    def columns(self) -> frozenset[str]:
        """Every column the check reads of the row tested and of those around it."""
        others = [*([self.beside] if self.beside else []), *self.with_none]
        around = [condition for one in others for condition in one.where]
        return columns_read((*self.of_rows, *self.where, *around)) | {self.field}


@cache
def checks() -> Mapping[str, Check]:
    """Every check that ships with Turncurve, by id, with every measure it changes. Problem for one that is no good."""
    folder = resources.files("turncurve.definitions") / "checks"
    found: dict[str, Check] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yaml"):
            continue
        for one in read_checks(file.read_text(encoding="utf-8"), name=file.name):
            if one.id in found:
                raise Problem(f"Two checks are called {one.id}.", to_fix=f"Rename the one in {file.name}.")
            found[one.id] = one.model_copy(update={"changes": with_those_counted_together(one.changes)})
    return found


def read_checks(text: str, *, name: str) -> tuple[Check, ...]:
    """The checks a YAML text says. Raises Problem that names the file and what is wrong."""
    try:
        return tuple(Check.model_validate(one) for one in from_yaml(text))
    except (ValidationError, TypeError, yaml.YAMLError) as wrong:
        raise Problem(
            f"The checks in {name} cannot be used: {wrong}",
            to_fix="Compare them with the other checks beside them.",
        ) from wrong
