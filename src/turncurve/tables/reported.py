"""Rows as each file reports them, before years are stitched together: what the checks question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from turncurve.tables.column import DTYPES, Column, Holds
from turncurve.tables.every_table import TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTable:
    """One reported table: the columns of the trusted table it is `like`, and where each row stood.

    `said` is its name to people. `named_by` are the columns that name a row: of two files of one year, the one that
    arrived later wins. `first_year` is the first the Department asked for, 0 for always. `extra` are columns the trusted table has no place for, with their names in the return.
    """

    name: str
    said: str
    return_name: str
    like: str
    named_by: tuple[str, ...]
    extra: Mapping[str, str] = field(default_factory=dict)
    yearly: bool = True
    first_year: int = 0

    @property
    def columns(self) -> Mapping[str, type[pl.DataType]]:
        """Every column and its type. `row` is the row as a person sees it; `year` is 0 in a list of no year."""
        like = {name: DTYPES[column.holds] for name, column in TABLES[self.like].columns.items()}
        extra = {name: DTYPES[EXTRA[name]] for name in self.extra}
        return {**like, **extra, "year": pl.Int64, "file": pl.String, "row": pl.Int64}

    def field_of(self, column: str) -> str:
        """The column's name in the return, as the person who exports it knows it: DECOM, not `began`."""
        if column in self.extra:
            return self.extra[column]
        return _name_in(TABLES[self.like].columns[column], return_name=self.return_name)


EXTRA: Final[Mapping[str, Holds]] = {"sex": "text", "date_of_birth": "date", "is_mother": "yes_no"}


def _name_in(column: Column, *, return_name: str) -> str:
    parts = [part.strip() for part in column.comes_from.split(";")]
    said = next((part for part in parts if part.startswith(return_name.split(maxsplit=1)[0])), parts[0])
    return said.split(maxsplit=1)[-1].removeprefix("OC3 ").removeprefix("UASC ")


def _ssda903(
    name: str, said: str, *named_by: str, like: str = "", extra: Mapping[str, str] | None = None, first_year: int = 0
):
    return ReportedTable(
        name=name,
        said=f"the {said} of the SSDA903 return",
        return_name="SSDA903",
        like=like or name,
        named_by=("person_id", *named_by),
        extra=extra or {},
        first_year=first_year,
    )


def _cin(name: str, said: str, *named_by: str, like: str = ""):
    return ReportedTable(
        name=name,
        said=f"the {said} of the CIN census",
        return_name="CIN census",
        like=like or name,
        named_by=("person_id", *named_by),
    )


def _list(name: str, said: str, *named_by: str):
    return ReportedTable(name=name, said=said, return_name="your own lists", like=name, named_by=named_by, yearly=False)


REPORTED: Mapping[str, ReportedTable] = {
    one.name: one
    for one in (
        _ssda903("cla_person", "header", like="person", extra={"is_mother": "MOTHER"}),
        _ssda903("cla_episodes", "episodes", "began"),
        _ssda903("immigration_status", "list of unaccompanied children", extra={"sex": "SEX", "date_of_birth": "DOB"}),
        _ssda903("care_leavers", "care leavers (OC3)"),
        _ssda903("cla_reviews", "reviews", "date_of_review"),
        _ssda903("cla_health", "health (OC2)"),
        _ssda903("involvements", "social workers", "worker_id", "began", first_year=2024),
        _ssda903("missing", "times missing", "began"),
        _ssda903("permanence", "adoptions (AD1)"),
        _ssda903("should_be_placed_for_adoption", "decisions to place for adoption", "date_placed"),
        _ssda903("cla_previous_permanence", "earlier permanence"),
        _cin("cin_person", "children", like="person"),
        _cin("cin_episodes", "referrals", "referral_date"),
        _cin("cin_assessments", "assessments", "referral_date", "started"),
        _cin("assessment_factors", "factors found at assessment", "assessment_id", "factor"),
        _cin("s47_enquiry", "section 47 enquiries", "referral_id", "started"),
        _cin("cin_plans", "child in need plans", "referral_id", "started"),
        _cin("cp_plans", "child protection plans", "started"),
        _cin("cp_reviews", "reviews of child protection plans", "plan_id", "date_of_review"),
        _cin("transfer_in_conferences", "conferences of children who moved in", "referral_id"),
        _list("children_places", "children_places.csv", "person_id", "began"),
        _list("small_areas", "small_areas.csv", "small_area", "mid_year"),
        _list("social_workers", "the list of workers", "worker_id", "began"),
        _list("lead_workers", "the list of lead workers", "person_id", "worker_id", "began"),
        _list("caseloads", "the list of caseloads", "worker_id", "day"),
        _list("placement_providers", "the list of placement providers", "provider_id"),
        _list("placement_costs", "the list of placement costs", "person_id", "provider_id", "began"),
    )
}


def as_reported(name: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows in the shape of a reported table, typed, in the order given."""
    columns = REPORTED[name].columns
    return pl.DataFrame(
        {column: [row.get(column) for row in rows] for column in columns},
        schema=columns,
    ).with_columns(pl.col("year").fill_null(0))


def in_reported_shape(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with exactly the columns of a reported table, in its order and types; one that is not there is blank."""
    columns = [
        (pl.col(column) if column in rows.columns else pl.lit(None)).cast(dtype).alias(column)
        for column, dtype in REPORTED[name].columns.items()
    ]
    return rows.select(columns).with_columns(pl.col("year").fill_null(0))
