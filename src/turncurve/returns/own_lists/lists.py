"""The lists, each known by its columns; what their columns hold is what the trusted table promises."""

from collections.abc import Mapping
from dataclasses import dataclass

from turncurve.tables import table
from turncurve.tables.column import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """One list: what it is called, the trusted table it fills, and the columns by which it is known.

    `once` are the columns no two rows may share; `in_order` are pairs of days of which the second is never the earlier.
    """

    name: str
    table: str
    known_by: frozenset[str]
    once: tuple[str, ...]
    in_order: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> Mapping[str, Column]:
        """The trusted columns that the list fills, in order."""
        return {name: column for name, column in table(self.table).columns.items() if name != "file"}

    def written(self, column: str) -> str:
        """A trusted column's name in the list."""
        return self.columns[column].comes_from.rsplit(" ", 1)[1]


def _columns(*names: str) -> frozenset[str]:
    return frozenset(name.upper() for name in names)


LISTS = (
    OwnList(
        name="early help",
        table="early_help",
        known_by=_columns("child", "referred", "started", "ended", "outcome"),
        once=("person_id", "referred"),
        in_order=(("referred", "ended"), ("began", "ended")),
    ),
    OwnList(
        name="workers",
        table="social_workers",
        known_by=_columns("worker", "started", "left"),
        once=("worker_id", "began"),
        in_order=(("began", "ended"),),
    ),
    OwnList(
        name="lead workers",
        table="lead_workers",
        known_by=_columns("child", "worker", "from", "to"),
        once=("person_id", "worker_id", "began"),
        in_order=(("began", "ended"),),
    ),
    OwnList(
        name="caseloads",
        table="caseloads",
        known_by=_columns("worker", "day", "children"),
        once=("worker_id", "day"),
    ),
    OwnList(
        name="placement providers",
        table="placement_providers",
        known_by=_columns("provider", "sector"),
        once=("provider_id",),
    ),
    OwnList(
        name="placement costs",
        table="placement_costs",
        known_by=_columns("child", "from", "to", "weekly_cost"),
        once=("person_id", "provider_id", "began"),
        in_order=(("began", "ended"),),
    ),
)


def list_of(columns: frozenset[str]) -> OwnList | None:
    """The list whose every defining column is there; further columns are ignored."""
    return next((one for one in LISTS if one.known_by <= columns), None)
