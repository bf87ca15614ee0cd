"""The modules of the SSDA903 return: their columns and the trusted table each fills."""

from dataclasses import dataclass, field, replace
from typing import Literal

Holds = Literal["text", "code", "date", "birth", "part of a date", "whole", "flag", "secret", "upn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: its SSDA903 name, the trusted column it fills ("" for none), what it holds, and its code list.

    `birth` is a date of birth; `secret` and `upn` are identifiers: all are masked when shown. `part of a date` is one
    whose day, month or year may be ZZ.
    """

    name: str
    into: str = ""
    holds: Holds = "text"
    codes: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module: its name, the trusted table it fills, and its columns in the guide's order.

    `once` are the columns no two rows of a file may share. `touches_year` says that each row, from `began` to `ended`
    or on `date_of_review`, must touch the return's year. `columns` are the column names by which it is known.
    """

    name: str
    table: str
    fields: tuple[Field, ...]
    once: tuple[str, ...]
    touches_year: bool = False
    columns: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", frozenset(one.name for one in self.fields))

    @property
    def reported(self) -> str:
        """The table of what each file reports: that of the header is not the CIN census's of children."""
        return "cla_person" if self.table == "person" else self.table


CHILD = Field(name="CHILD", into="person_id", needed=True)
DOB = Field(name="DOB", holds="birth")


def _flag(name: str, into: str) -> Field:
    return Field(name=name, into=into, holds="flag")


def _day(name: str, into: str, *, needed: bool = False) -> Field:
    return Field(name=name, into=into, holds="date", needed=needed)


def _code(name: str, into: str) -> Field:
    return Field(name=name, into=into, holds="code", codes=name)


EPISODES = Module(
    name="episodes",
    table="cla_episodes",
    once=("CHILD", "DECOM"),
    touches_year=True,
    fields=(
        CHILD,
        _day("DECOM", "began", needed=True),
        _code("RNE", "reason_began"),
        _code("LS", "legal_status"),
        _code("CIN", "primary_need"),
        _code("PLACE", "placement_type"),
        _code("PLACE_PROVIDER", "placement_provider"),
        _day("DEC", "ended"),
        _code("REC", "reason_ended"),
        _code("REASON_PLACE_CHANGE", "reason_placement_change"),
        Field(name="HOME_POST", into="home_postcode", holds="secret"),
        Field(name="PL_POST", into="placement_postcode", holds="secret"),
        Field(name="URN", into="urn"),
    ),
)
# Before 2015 the episodes had no URN.
EPISODES_WITHOUT_URN = replace(EPISODES, fields=EPISODES.fields[:-1])
HEADER = Module(
    name="header",
    table="person",
    once=("CHILD",),
    fields=(
        CHILD,
        _code("SEX", "sex"),
        Field(name="DOB", into="date_of_birth", holds="birth"),
        _code("ETHNIC", "ethnicity"),
        Field(name="UPN", into="upn", holds="upn", codes="UPN"),
        _flag("MOTHER", "is_mother"),
        Field(name="MC_DOB", into="child_date_of_birth", holds="birth"),
    ),
)
UASC = Module(
    name="unaccompanied children",
    table="immigration_status",
    once=("CHILD",),
    fields=(
        CHILD,
        _code("SEX", "sex"),
        Field(name="DOB", into="date_of_birth", holds="birth"),
        _day("DUC", "ended"),
    ),
)
OC3 = Module(
    name="care leavers",
    table="care_leavers",
    once=("CHILD",),
    fields=(
        CHILD,
        Field(name="DOB", into="date_of_birth", holds="birth"),
        _code("IN_TOUCH", "in_touch"),
        _code("ACTIV", "activity"),
        _code("ACCOM", "accommodation"),
    ),
)
OC2 = Module(
    name="health",
    table="cla_health",
    once=("CHILD",),
    fields=(
        CHILD,
        DOB,
        Field(name="SDQ_SCORE", into="sdq_score", holds="whole"),
        _code("SDQ_REASON", "sdq_reason"),
        _flag("CONVICTED", "convicted"),
        _flag("HEALTH_CHECK", "health_check"),
        _flag("IMMUNISATIONS", "immunisations"),
        _flag("TEETH_CHECK", "teeth_check"),
        _flag("HEALTH_ASSESSMENT", "health_assessment"),
        _flag("SUBSTANCE_MISUSE", "substance_misuse"),
        _flag("INTERVENTION_RECEIVED", "intervention_received"),
        _flag("INTERVENTION_OFFERED", "intervention_offered"),
    ),
)
REVIEWS = Module(
    name="reviews",
    table="cla_reviews",
    once=(),
    touches_year=True,
    fields=(CHILD, DOB, _day("REVIEW", "date_of_review", needed=True), _code("REVIEW_CODE", "participation")),
)
MISSING = Module(
    name="missing",
    table="missing",
    once=(),
    touches_year=True,
    fields=(
        CHILD,
        DOB,
        _code("MISSING", "kind"),
        _day("MIS_START", "began", needed=True),
        _day("MIS_END", "ended"),
    ),
)
AD1 = Module(
    name="adoption",
    table="permanence",
    once=("CHILD",),
    fields=(
        CHILD,
        DOB,
        _day("DATE_INT", "date_of_decision"),
        _day("DATE_MATCH", "date_of_match"),
        _flag("FOSTER_CARE", "by_foster_carer"),
        _code("NB_ADOPTR", "number_of_adopters"),
        _code("SEX_ADOPTR", "sex_of_adopters"),
        _code("LS_ADOPTR", "legal_status_of_adopters"),
    ),
)
PLACED = Module(
    name="should be placed for adoption",
    table="should_be_placed_for_adoption",
    once=(),
    fields=(
        CHILD,
        DOB,
        _day("DATE_PLACED", "date_placed"),
        _day("DATE_PLACED_CEASED", "date_ceased"),
        _code("REASON_PLACED_CEASED", "reason_ceased"),
    ),
)
PREVIOUS = Module(
    name="previous permanence",
    table="cla_previous_permanence",
    once=(),
    # DATE_PERM may hold ZZ for a part that is not known, so it stays text.
    fields=(
        CHILD,
        DOB,
        _code("PREV_PERM", "kind"),
        Field(name="LA_PERM", into="authority"),
        Field(name="DATE_PERM", into="date_of_order", holds="part of a date"),
    ),
)
WORKERS = Module(
    name="social workers",
    table="involvements",
    once=(),
    fields=(
        CHILD,
        DOB,
        Field(name="SW_ID", into="worker_id", holds="secret"),
        _day("SW_DECOM", "began"),
        _day("SW_DEC", "ended"),
        _code("SW_REASON", "reason"),
    ),
)
LIBERTY = Module(
    name="deprivation of liberty",
    table="deprivation_of_liberty",
    once=(),
    fields=(CHILD, DOB, _day("DOLO_START", "began"), _day("DOLO_END", "ended")),
)

# The largest first, so that a module whose columns hold another's is known for what it is.
MODULES = tuple(
    sorted(
        (
            EPISODES,
            EPISODES_WITHOUT_URN,
            HEADER,
            UASC,
            OC3,
            OC2,
            REVIEWS,
            MISSING,
            AD1,
            PLACED,
            PREVIOUS,
            WORKERS,
            LIBERTY,
        ),
        key=lambda module: -len(module.fields),
    )
)


def module_of(columns: frozenset[str]) -> Module | None:
    """The module whose every column is there; further columns are ignored."""
    return next((module for module in MODULES if module.columns <= columns), None)


def nearest(columns: frozenset[str]) -> Module | None:
    """The module most of whose columns are there, for saying which are missing; None where nothing is near."""
    if "CHILD" not in columns:
        return None
    best = max(MODULES, key=lambda module: (len(module.columns & columns) / len(module.columns), len(module.columns)))
    return best if len(best.columns & columns) * 3 >= len(best.columns) * 2 else None
