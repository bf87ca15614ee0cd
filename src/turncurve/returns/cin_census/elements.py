"""The parts of a CIN census and what stands in each, found by name in any order, case or namespace."""

from collections.abc import Callable
from dataclasses import dataclass

from turncurve.returns.safe_xml import Element, plain_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one element may hold: cells (text, each once) and further elements (each any number of times)."""

    cells: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()


# Source: the schema of the 2025/26 census, with GenderCurrent of the years before 2024/25.
PARTS = {
    "Child": Part(holds=("ChildIdentifiers", "ChildCharacteristics", "CINdetails")),
    "ChildIdentifiers": Part(
        cells=(
            "LAchildID", "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate", "Sex",
            "GenderCurrent", "PersonDeathDate",
        )
    ),
    "ChildCharacteristics": Part(cells=("Ethnicity",), holds=("Disabilities",)),
    "Disabilities": Part(holds=("Disability",)),
    "CINdetails": Part(
        cells=(
            "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure",
            "DateOfInitialCPC", "ReferralNFA",
        ),
        holds=("Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans"),
    ),
    "Assessments": Part(
        cells=("AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate"),
        holds=("FactorsIdentifiedAtAssessment",),
    ),
    "FactorsIdentifiedAtAssessment": Part(holds=("AssessmentFactors",)),
    "CINPlanDates": Part(cells=("CINPlanStartDate", "CINPlanEndDate")),
    "Section47": Part(cells=("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired")),
    "ChildProtectionPlans": Part(
        cells=("CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP"),
        holds=("Reviews",),
    ),
    "Reviews": Part(holds=("CPPreviewDate",)),
}  # fmt: skip
# One of these is one row.
ROWS = frozenset(
    (
        "Child", "Disability", "CINdetails", "Assessments", "AssessmentFactors", "CINPlanDates", "Section47",
        "ChildProtectionPlans", "CPPreviewDate",
    )
)  # fmt: skip
_ROWS_LOWER = frozenset(name.lower() for name in ROWS)
_KNOWN = {
    part: {name.lower(): (name, name in of.cells) for name in (*of.cells, *of.holds)} for part, of in PARTS.items()
}
# The same by the tag as it is written, filled as spellings are met.
_BY_TAG: dict[str, dict[str, tuple[str, bool]]] = {part: {} for part in PARTS}

Cells = dict[str, str]
Held = dict[str, list[Element]]


def take_apart(element: Element, *, part: str, strange: Callable[[Element, str], None]) -> tuple[Cells, Held]:
    """The cells and further elements of an element; `strange` is told of each that has no place here, and why."""
    by_tag, cells, held = _BY_TAG[part], Cells(), Held()
    for one in element:
        found = by_tag.get(one.tag) or _met(one.tag, part=part)
        if found is None:
            strange(one, "no part of the census")
            continue
        name, is_cell = found
        if not is_cell:
            held.setdefault(name, []).append(one)
            continue
        cell = (one.text or "").strip()
        if not cell and len(one):
            strange(one, "elements where text belongs")
        elif name in cells and cells[name] != cell:
            strange(one, "given more than once")
        else:
            cells[name] = cell
    return cells, held


def _met(tag: str, *, part: str) -> tuple[str, bool] | None:
    found = _KNOWN[part].get(plain_name(tag).lower())
    if found is not None:
        _BY_TAG[part][tag] = found
    return found


def rows_within(element: Element) -> int:
    """How many rows an element is and holds."""
    return sum(plain_name(one.tag).lower() in _ROWS_LOWER for one in element.iter())
