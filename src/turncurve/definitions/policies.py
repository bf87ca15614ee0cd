"""How numbers about children are protected where they leave: the policies, and their reader."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from turncurve.definitions.reading import from_yaml
from turncurve.words.problems import Problem

WayOut = Literal["page", "command line", "paper", "download"]


class Policy(BaseModel):
    """One way of protecting numbers. `definitions/policies.yaml` says what each field means and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    title: str
    hide_counts_to: Annotated[int, Field(ge=0)]
    secondary: bool
    round_counts_to: Annotated[int, Field(ge=1)]
    decimals: Annotated[int, Field(ge=0)]
    marking: str
    why: str
    default_for: tuple[WayOut, ...]


@cache
def policies() -> Mapping[str, Policy]:
    """Every policy, by id."""
    text = (resources.files("turncurve.definitions") / "policies.yaml").read_text(encoding="utf-8")
    return {policy.id: policy for policy in TypeAdapter(list[Policy]).validate_python(from_yaml(text))}


def policy(identity: str) -> Policy:
    """The policy of that id. Raises Problem that lists the ids there are."""
    try:
        return policies()[identity]
    except KeyError:
        raise Problem(
            f"There is no disclosure policy called '{identity}'.", to_fix=f"Use one of: {', '.join(policies())}."
        ) from None
