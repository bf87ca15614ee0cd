"""Codes of the statutory returns with the collection years in which each is valid."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from turncurve.definitions.reading import from_yaml


class Code(BaseModel):
    """One code: what it means and the first and last collection year (ending 31 March) it is valid in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    means: str
    first: int | None = None
    last: int | None = None

    def valid_in(self, year: int) -> bool:
        """Whether a return of that year may use the code."""
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)

    @property
    def said(self) -> str:
        """When the code is valid, in words."""
        if self.first and self.last:
            return f"from {self.first} to {self.last}"
        if self.first:
            return f"from {self.first}"
        return f"to {self.last}" if self.last else "in every year"


CodeLists = Mapping[str, Mapping[str, Code]]


@cache
def code_lists(return_name: str) -> CodeLists:
    """The code lists of a return ("ssda903" or "cin_census"), by column or element name."""
    text = (resources.files("turncurve.definitions") / "code_lists" / f"{return_name}.yaml").read_text(encoding="utf-8")
    lists: dict[str, dict[str, Code]] = {}
    for name, codes in from_yaml(text)["lists"].items():
        lists[name] = {
            str(code): Code(means=said) if isinstance(said, str) else Code(**said) for code, said in codes.items()
        }
    return lists
