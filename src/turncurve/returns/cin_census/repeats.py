"""Records a census gives more than once: the first is used, each other is set aside."""

from typing import Final

import polars as pl

from turncurve.returns.cin_census.taking import NAMED_BY, Taken

_ELEMENTS: Final = {
    "disability": "Disability",
    "cin_episodes": "CINdetails",
    "cin_assessments": "Assessments",
    "assessment_factors": "AssessmentFactors",
    "cin_plans": "CINPlanDates",
    "s47_enquiry": "Section47",
    "cp_plans": "ChildProtectionPlans",
    "cp_reviews": "CPPreviewDate",
}


def set_repeats_aside(taken: Taken) -> None:
    """Keep the first of the records that have one name.

    A conference of a child who moved in is no row of its own, so a second is neither counted nor said.
    """
    for name, records in taken.records.items():
        named_by = list(NAMED_BY[name])
        if records.height > 1 and records.select(named_by).n_unique() < records.height:
            kept = records.unique(subset=named_by, keep="first", maintain_order=True)
            again = records.filter(~pl.struct(named_by).is_first_distinct())
            if name == "person":
                _say_children(again, taken=taken)
            elif name in _ELEMENTS:
                _say_rows(again, kept, element=_ELEMENTS[name], named_by=named_by, taken=taken)
            taken.records[name] = kept


def _say_children(again: pl.DataFrame, *, taken: Taken) -> None:
    taken.set_aside += again.height
    for row in again.get_column("row"):
        taken.wrong(
            "LAchildID",
            "a child given before in this census",
            row=row,
            expected="each child once, with all their CINdetails",
            to_fix="Put the two together. The first one's identity was used, and the CINdetails of both.",
            rule="two-rows-for-one",
            set_aside=True,
        )


def _say_rows(again: pl.DataFrame, kept: pl.DataFrame, *, element: str, named_by: list[str], taken: Taken) -> None:
    taken.set_aside += again.height
    told = [column for column in kept.columns if column not in {*named_by, "row"}]
    both = again.join(kept, on=named_by, how="left", suffix=" before", maintain_order="left").select(
        "row",
        "row before",
        same=pl.all_horizontal(
            pl.lit(value=True), *(pl.col(column).eq_missing(pl.col(f"{column} before")) for column in told)
        ),
    )
    for row, before, same in both.iter_rows():
        taken.wrong(
            element,
            f"the same as the one at line {before}" if same else f"another for the same: line {before}",
            row=row,
            expected="each only once",
            to_fix="Take the second out." if same else "Keep the one that is right and take the other out.",
            rule="same-row-twice" if same else "two-rows-for-one",
            set_aside=True,
        )
