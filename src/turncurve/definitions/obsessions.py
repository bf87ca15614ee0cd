"""The curves a council has chosen to turn, as `obsessions.yaml` in its workspace declares them."""

from datetime import date

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator
from pydantic_core import ErrorDetails

from turncurve.definitions.measures import measure
from turncurve.definitions.reading import from_yaml
from turncurve.words.measuring import GoodIs
from turncurve.words.problems import Problem

# What a new workspace holds: nothing declared, and how to declare.
EMPTY = """\
# The curves this council has chosen to turn. Declare the turning date before the plan begins: a date declared after
# its figures exist is marked "looked back" on the curve and in every paper. Take away the # signs to begin.
#
# - measure: re_referrals            # an id of `turncurve curves list`
#   turning_date: 2026-03-31         # the last day before the plan begins
#   declared_on: 2026-03-01          # the day the board agreed it
#   by: Director of children's services
#   why: Too many families come back to us.
#   good_is: lower                   # lower or higher
#   good_is_because: ""              # needed where the Department for Education gives no direction
#   balance: [care_rate]             # what must not get worse while this gets better
#   chosen_because_bad: true         # was it chosen because its last year was bad?
[]
"""


class Declared(BaseModel):
    """One declared obsession. `good_is_because` is needed where the definition gives no direction of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: str
    turning_date: date
    declared_on: date
    by: str
    why: str
    good_is: GoodIs
    good_is_because: str = ""
    balance: tuple[str, ...] = ()
    chosen_because_bad: bool = True

    @model_validator(mode="after")
    def _whole(self) -> "Declared":
        definition = measure(self.measure)
        for other in self.balance:
            _ = measure(other)
        if definition.good_is is None and not self.good_is_because.strip():
            raise ValueError(
                f"say why {self.good_is} is good for {self.measure} (good_is_because): DfE gives no direction"
            )
        if definition.good_is is not None and definition.good_is != self.good_is and not self.good_is_because.strip():
            raise ValueError(
                f"{self.measure} is defined with {definition.good_is} as good: say why not (good_is_because)"
            )
        return self


_LISTED = TypeAdapter(tuple[Declared, ...])


def read_obsessions(text: str) -> tuple[Declared, ...]:
    """The obsessions a YAML text declares. Raises Problem that says which entry is wrong and how."""
    try:
        declared = _LISTED.validate_python(from_yaml(text) or ())
    except ValidationError as wrong:
        raise _unusable("; ".join(_said(one) for one in wrong.errors())) from wrong
    except Problem as wrong:
        raise _unusable(wrong.what) from wrong
    except yaml.YAMLError as wrong:
        raise _unusable(" ".join(str(wrong).split())) from wrong
    ids = [one.measure for one in declared]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise _unusable(f"declared twice: {', '.join(sorted(twice))}")
    return declared


_PLAINLY = {
    "missing": "is missing",
    "extra_forbidden": "is not a line of an entry",
    "date_from_datetime_parsing": "is not a date such as 2026-03-31",
    "date_parsing": "is not a date such as 2026-03-31",
    "literal_error": "must be lower or higher",
    "bool_parsing": "must be true or false",
    "string_type": "must be text",
    "tuple_type": "must be a list, with a hyphen before each entry",
}


def _said(error: ErrorDetails) -> str:
    """One thing wrong, by entry (the first is 1) and line, in plain words."""
    at, field = error["loc"][:1], ".".join(str(part) for part in error["loc"][1:])
    where = (f"entry {int(at[0]) + 1}" if at else "the file") + (f", {field}" if field else "")
    return f"{where}: {_PLAINLY.get(error['type'], error['msg'].removeprefix('Value error, '))}"


def _unusable(why: str) -> Problem:
    return Problem(
        f"obsessions.yaml cannot be used: {why}",
        to_fix="Correct that entry; a new workspace's obsessions.yaml shows the form of each line.",
    )
