"""Take one return in XML apart: every row kept or set aside, and what is strange said once."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.dates import read_date
from turncurve.returns.safe_xml import Element, XMLBroken, has_attributes, how_it_broke
from turncurve.returns.showing import code_shown, date_shown
from turncurve.returns.ssda903.modules import HEADER, UASC, Module
from turncurve.returns.ssda903.parts import as_in_csv
from turncurve.returns.ssda903.xml_elements import (
    EVERY_MODULE,
    HEADER_CELLS,
    OF_THE_CHILD,
    Cells,
    cells_within,
    module_filled_by,
    own,
    rows_of_header,
    says_no,
    says_yes,
    tag_of,
    text_of,
)
from turncurve.returns.years import years_named
from turncurve.words.periods import year_ending_march
from turncurve.words.problems import RowProblem

_YEARS: Final = frozenset({"YEAR", "COLLECTIONYEAR", "COLLECTION_YEAR", "REFERENCEDATE"})
_LONGEST_TAG: Final = 40


@dataclass(kw_only=True)
class Taken:
    """The rows of one module so far; `met` counts the elements that may hold one."""

    met: int = 0
    rows: list[tuple[int | str, ...]] = field(default_factory=list, repr=False)
    problems: list[RowProblem] = field(default_factory=list)
    set_aside: int = 0


@dataclass(kw_only=True)
class Return:
    """What has been taken from one return."""

    file: ArrivedFile
    modules: dict[str, Taken] = field(default_factory=lambda: {one.name: Taken() for one in EVERY_MODULE})
    problems: list[RowProblem] = field(default_factory=list)
    strange: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    year: int | None = None
    children: int = 0

    def take_child(self, child: Element) -> None:
        """The rows of one CHILD."""
        self.children += 1
        if has_attributes(child):
            self.strange["CHILD", "its attributes", "no part of the return"] += 1
        _, within = cells_within(child, names=frozenset())
        header = next((one for one, _ in within if tag_of(one) == "HEADER"), None)
        cells = Cells()
        if header is not None:
            cells, of_header = cells_within(header, names=HEADER_CELLS)
            self._take_header(cells)
            self._take_groups(of_header, who=cells, part="HEADER")
        self._take_groups([one for one in within if one[0] is not header], who=cells, part="CHILD")

    def _take_header(self, cells: Cells) -> None:
        nth = self.modules[HEADER.name].met = self.modules[HEADER.name].met + 1
        for module in rows_of_header(cells):
            self._keep(module, cells, nth=nth)
        flag, ceased = cells.get("UASC", ""), cells.get("DUC", "")
        if not says_no(flag) and not says_yes(flag):
            self._wrong(
                UASC,
                nth,
                "UASC",
                found=code_shown(flag),
                expected="0 or 1",
                to_fix="Correct the flag; until then the child counts as unaccompanied only where DUC holds a day.",
                rule="not-a-flag",
            )
        elif flag and ceased and says_no(flag):
            self._wrong(
                UASC,
                nth,
                "UASC",
                found=f"0, with DUC {date_shown(ceased)}",
                expected="1 for a child who was one until DUC",
                to_fix="Correct UASC or DUC; until then the child counts as unaccompanied until DUC.",
                rule="two-answers",
            )

    def _take_groups(self, held: list[tuple[Element, str]], *, who: Cells, part: str) -> None:
        for one, why in held:
            module = module_filled_by(one)
            if module is None:
                self.stray(one, why, part=part)
                continue
            rows = self.modules[module.name]
            rows.met += 1
            cells, others = cells_within(one, names=own(module))
            if any(cells.values()):
                self._keep(module, {name: who.get(name, "") for name in OF_THE_CHILD} | cells, nth=rows.met)
            for other, what in others:
                self.stray(other, what, part=tag_of(one)[:_LONGEST_TAG])

    def _keep(self, module: Module, cells: Cells, *, nth: int) -> None:
        """Keep a row. Of the child's own cells it has those the module takes into its table."""
        written = (
            as_in_csv(cells.get(one.name, ""), holds=one.holds) if one.into or one.name not in OF_THE_CHILD else ""
            for one in module.fields
        )
        self.modules[module.name].rows.append((nth, *written))

    def take_what_is_beside(self, child: Element) -> None:
        """Whatever stands before a CHILD and is none."""
        for one in child.itersiblings(preceding=True):
            if tag_of(one) != "CHILD":
                self.take_beside(one)

    def take_beside(self, element: Element) -> None:
        """What stands beside the CHILDren: it may say the year; no row belongs there."""
        years = [year for one in element.iter() if tag_of(one) in _YEARS and (year := _year_in(text_of(one)))]
        self.year = self.year or next(iter(years), None)
        if not self._lose(element, "that is in no CHILD", rule="out-of-place") and not years:
            self.strange[tag_of(element)[:_LONGEST_TAG], "the return", "no part of it"] += 1

    def stray(self, element: Element, why: str, *, part: str) -> None:
        """An element that has no place where it stands; the rows it holds are set aside."""
        if not self._lose(element, f"out of its place, in {part}", rule="out-of-place"):
            self.strange[tag_of(element)[:_LONGEST_TAG], part, why] += 1

    def _lose(self, element: Element, why: str, *, rule: str) -> int:
        """Set aside the rows an element is or holds. How many."""
        lost = 0
        for one in element.iter():
            if tag_of(one) == "HEADER":
                cells, _ = cells_within(one, names=HEADER_CELLS)
                self.modules[HEADER.name].met += 1
                at = self.modules[HEADER.name].met
                modules = list(rows_of_header(cells))
            elif (module := module_filled_by(one)) is not None:
                cells, _ = cells_within(one, names=own(module))
                self.modules[module.name].met += 1
                at = self.modules[module.name].met
                modules = [module] if any(cells.values()) else []
            else:
                continue
            for module in modules:
                lost += 1
                self.modules[module.name].set_aside += 1
                self._wrong(
                    module,
                    at,
                    tag_of(one)[:_LONGEST_TAG],
                    found=f"a row {why}",
                    expected="elements where the return has them, each CHILD whole",
                    to_fix="Export the return again.",
                    rule=rule,
                    set_aside=True,
                )
        return lost

    def say_it_broke(self, broken: XMLBroken, *, within: Element | None) -> None:
        """The file breaks: the rows of the child at the break are set aside."""
        if within is not None:
            _ = self._lose(within, "of the child at whom the file breaks", rule="row-breaks-off")
            within.clear()
        self.whole(
            "xml-broken",
            found=how_it_broke(broken),
            expected="XML that is whole",
            to_fix="Export the return again; the children before the break were read.",
            set_aside=True,
        )

    def say_it_declares(self) -> None:
        """The file declares a document type or entities."""
        self.whole(
            "xml-declares-entities",
            found="a document type or entity declaration",
            expected="plain XML",
            to_fix="Export the return again; no return needs one, and it is not opened.",
            set_aside=True,
        )

    def say_of_namespace(self, child: Element) -> None:
        """The names are in a namespace."""
        if child.tag.startswith("{"):
            self.whole(
                "xml-namespace",
                found="names in a namespace",
                expected="names in none",
                to_fix="Nothing: they were read as if they were in none.",
            )

    def called(self, module: Module) -> str:
        """The name of the part of the file that is a module."""
        return f"{self.file.name}, {module.name}"

    def _wrong(
        self,
        module: Module,
        row: int,
        name: str,
        *,
        found: str,
        expected: str,
        to_fix: str,
        rule: str,
        set_aside: bool = False,
    ) -> None:
        self.modules[module.name].problems.append(
            RowProblem(
                file=self.called(module),
                row=row,
                field=name,
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )

    def whole(
        self, rule: str, *, found: str, expected: str, to_fix: str, field: str = "", set_aside: bool = False
    ) -> None:
        """Note a problem of the whole file."""
        self.problems.append(
            RowProblem(
                file=self.file.name,
                field=field,
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )


def _year_in(text: str) -> int | None:
    """The year ending 31 March that a year or a day names; None where it names none.

    >>> _year_in("2024"), _year_in("2023/24"), _year_in("2024-03-31"), _year_in("soon")
    (2024, 2024, 2024, None)
    """
    if (day := read_date(text)) is not None:
        return year_ending_march(day)
    return next(iter(years_named(text.replace("/", "-"))), None)
