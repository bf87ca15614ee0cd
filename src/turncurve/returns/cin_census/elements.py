"""The parts of a CIN census and what stands in each, found by name in any order, case or namespace."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from turncurve.returns.safe_xml import Element, plain_name


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """One element and what it may hold: cells (text, each once) and parts.

    A part that `is_row` is a row of its own; the cells of another are cells of the row it stands in, and it may be
    given `once`. The text of a row that holds nothing is its own cell.
    """

    name: str
    cells: tuple[str, ...] = ()
    parts: tuple["Part", ...] = ()
    is_row: bool = False
    once: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is a row that is nothing but its text."""
        return not self.cells and not self.parts

    def within(self) -> Iterator["Part"]:
        """The part and every part in it."""
        yield self
        for part in self.parts:
            yield from part.within()

    def row_cells(self) -> Iterator[tuple["Part", str]]:
        """Every cell of a row of this part, with the part it stands in."""
        yield from ((self, cell) for cell in self.cells)
        for part in self.parts:
            if not part.is_row:
                yield from part.row_cells()

    def rows_in_row(self) -> Iterator["Part"]:
        """The parts that are rows within a row of this part."""
        for part in self.parts:
            if part.is_row:
                yield part
            else:
                yield from part.rows_in_row()


# Source: the schema of the 2025/26 census, with GenderCurrent of the years before 2024/25.
CHILD: Final = Part(
    name="Child",
    is_row=True,
    parts=(
        Part(
            name="ChildIdentifiers",
            once=True,
            cells=(
                "LAchildID", "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate", "Sex",
                "GenderCurrent", "PersonDeathDate",
            ),
        ),
        Part(
            name="ChildCharacteristics",
            once=True,
            cells=("Ethnicity",),
            parts=(Part(name="Disabilities", parts=(Part(name="Disability", is_row=True),)),),
        ),
        Part(
            name="CINdetails",
            is_row=True,
            cells=(
                "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure",
                "DateOfInitialCPC", "ReferralNFA",
            ),
            parts=(
                Part(
                    name="Assessments",
                    is_row=True,
                    cells=("AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate"),
                    parts=(
                        Part(
                            name="FactorsIdentifiedAtAssessment", parts=(Part(name="AssessmentFactors", is_row=True),)
                        ),
                    ),
                ),
                Part(name="CINPlanDates", is_row=True, cells=("CINPlanStartDate", "CINPlanEndDate")),
                Part(
                    name="Section47",
                    is_row=True,
                    cells=("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"),
                ),
                Part(
                    name="ChildProtectionPlans",
                    is_row=True,
                    cells=(
                        "CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse",
                        "NumberOfPreviousCPP",
                    ),
                    parts=(Part(name="Reviews", parts=(Part(name="CPPreviewDate", is_row=True),)),),
                ),
            ),
        ),
    ),
)  # fmt: skip
ROWS: Final = tuple(part for part in CHILD.within() if part.is_row)
_ROWS_LOWER: Final = frozenset(part.name.lower() for part in ROWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an element may stand: its number among the places of a census, and the part it is, if it is one."""

    number: int
    part: Part | None


def _places() -> dict[str, dict[str, Place]]:
    numbers = count(1)
    return {
        part.name: {
            **{cell: Place(number=next(numbers), part=None) for cell in part.cells},
            **{held.name: Place(number=next(numbers), part=held) for held in part.parts},
        }
        for part in CHILD.within()
    }


# Every place within a Child, by the part it is in and the element's name. The Child itself is place 0.
PLACES: Final = _places()


def outermost_rows(element: Element) -> Iterator[Element]:
    """The rows an element is or holds, but for those that stand within another of them."""
    if plain_name(element.tag).lower() in _ROWS_LOWER:
        yield element
    else:
        for one in element:
            yield from outermost_rows(one)


def rows_within(element: Element) -> int:
    """How many rows an element is and holds."""
    return sum(plain_name(one.tag).lower() in _ROWS_LOWER for one in element.iter())
