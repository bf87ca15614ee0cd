"""What an invented council with planted faults was found to have wrong, held against what its truth says was planted."""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from turncurve.made_up.found_as import FOUND_AS, FoundAs

# What `turncurve invent` writes beside the returns, for people and for those who check.
NO_RETURNS = {"README.txt", "council.yaml", "events.yaml", "obsessions.yaml", "truth.json"}
# Unaccompanied children came to the council that is like Stockton in numbers from 2022/23: true, and rightly remarked.
TRULY_SO = {("far_from_the_year_before", "ssda903/2022-23/uasc.csv")}
CHILD_OF_A_CENSUS = re.compile(r"<LAchildID>(\d+)<")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found: the rule or check that says it, and where. `row` is None where it is of a whole file."""

    rule: str
    file: str
    row: int | None
    field: str
    year: int | None


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A fault of the truth file, and what its kind says it is found as."""

    kind: str
    file: str
    row: int | None
    field: str
    child: str

    @property
    def found_as(self) -> FoundAs:
        return FOUND_AS[self.kind]

    @property
    def year(self) -> int | None:
        """The year ending 31 March that its folder or file names."""
        named = re.search(r"(20\d\d)-\d\d", self.file)
        return int(named[1]) + 1 if named else None


@dataclass(kw_only=True)
class Held:
    """A council's files, what was planted in them and what was found."""

    folder: Path
    found: list[Finding]
    _lines: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def planted(self) -> list[Planted]:
        said = json.loads((self.folder / "truth.json").read_text(encoding="utf-8"))["faults"]
        return [Planted(**{name: one[name] for name in ("kind", "file", "row", "field", "child")}) for one in said]

    @cached_property
    def _by_child(self) -> dict[str, list[Finding]]:
        every: dict[str, list[Finding]] = {}
        for one in self.found:
            every.setdefault(self.child_of(one), []).append(one)
        return every

    def child_of(self, one: Finding) -> str:
        """The child in whose row a thing was found; "" where it is of no row."""
        if not one.file or one.row is None:
            return ""
        line = self._lines_of(one.file)[one.row - 1]
        if one.file.endswith(".xml"):
            return named[1] if (named := CHILD_OF_A_CENSUS.search(line)) else ""
        return re.split("[,;]", line)[0]

    def _lines_of(self, name: str) -> list[str]:
        if name not in self._lines:
            held = (self.folder / name).read_bytes()
            text = held.decode("utf-16" if held[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
            self._lines[name] = text.split("\n")
        return self._lines[name]

    def not_found(self) -> list[tuple[Planted, tuple[str, str]]]:
        """Each fault that a rule or check should have found where it stands, and did not."""
        at = {(one.rule, one.field, one.file, one.row) for one in self.found}
        in_file = {(one.rule, one.field, one.file) for one in self.found}
        missed = []
        for one in self.planted:
            of_child = {
                (found.rule, found.field) for found in self._by_child.get(one.child, ()) if found.row != one.row
            }
            missed += [
                (one, sign)
                for sign in one.found_as.here
                if (*sign, one.file, one.row) not in at and not (one.row is None and (*sign, one.file) in in_file)
            ]
            missed += [(one, sign) for sign in one.found_as.beside if sign not in of_child]
        return missed

    def for_nothing(self) -> list[Finding]:
        """Whatever was found that no planted fault explains."""
        return [one for one in self.found if not self._explained(one)]

    def _explained(self, one: Finding) -> bool:
        if (one.rule == "not-recognised" and one.file in NO_RETURNS) or (one.rule, one.file) in TRULY_SO:
            return True
        child = self.child_of(one)
        return any(self._explains(fault, one, child=child) for fault in self.planted)

    def _explains(self, fault: Planted, one: Finding, *, child: str) -> bool:
        said = fault.found_as
        rules = {rule for rule, _ in (*said.here, *said.beside)}
        if one.rule not in rules | set(said.then):
            return False
        if fault.child:
            return child == fault.child
        if not one.file:
            return one.rule in said.then and one.year == fault.year
        return one.file == fault.file and (fault.row is None or one.row == fault.row)
