"""Walked rows as records of the trusted tables, every row used or set aside."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from turncurve.returns.cin_census.cells import Cells, Wrong
from turncurve.returns.cin_census.elements import CHILD
from turncurve.returns.cin_census.taking import Taken

_SEXES: Final = {"1": "M", "2": "F", "0": "U", "9": "U"}
_FILL: Final = "Fill the date and load the census again."
# The cells of a Child stand at the line of the part they are in.
_LINES: Final = {"Child": {cell: f"row of {part.name}" for part, cell in CHILD.row_cells()}}
Records = dict[str, pl.DataFrame]


def records_of(rows: Mapping[str, pl.DataFrame], *, taken: Taken) -> Records:
    """The records in walked rows, by table. A row without what names it is set aside with all it holds, and counted."""
    cells = {part: Cells(of_part, taken=taken, lines=_LINES.get(part)) for part, of_part in rows.items()}
    _read_children(cells["Child"])
    children = cells["Child"].frame
    _read_disabilities(cells["Disability"].within(children.select("at", "person_id")))
    _read_referrals(cells["CINdetails"].within(children.select("at", "person_id")))
    referrals = cells["CINdetails"].frame
    of_referral = referrals.select("at", "person_id", "referral_id", "referral_date")
    _read_assessments(cells["Assessments"].within(of_referral))
    assessments = cells["Assessments"].frame
    _read_factors(cells["AssessmentFactors"].within(assessments.select("at", "person_id", "assessment_id")))
    _read_plans(cells["CINPlanDates"].within(of_referral))
    _read_enquiries(cells["Section47"].within(of_referral))
    _read_protection(cells["ChildProtectionPlans"].within(of_referral))
    protection = cells["ChildProtectionPlans"].frame
    _read_reviews(cells["CPPreviewDate"].within(protection.select("at", "person_id", "plan_id")))
    moved_in = referrals.filter(pl.col("conference_date").is_not_null())
    return {
        "person": children,
        "disability": cells["Disability"].frame,
        "cin_episodes": referrals,
        "cin_assessments": assessments,
        "assessment_factors": cells["AssessmentFactors"].frame,
        "cin_plans": cells["CINPlanDates"].frame,
        "s47_enquiry": cells["Section47"].frame,
        "cp_plans": protection,
        "cp_reviews": cells["CPPreviewDate"].frame,
        "transfer_in_conferences": moved_in,
    }


def _named(*columns: str) -> pl.Expr:
    """A record's own name: the parts of it, a colon between them."""
    return pl.concat_str([pl.col(column).cast(pl.String) for column in columns], separator=":")


def _read_children(children: Cells) -> None:
    children.needed("LAchildID", to="person_id", expected="the child's id", why="Fill LAchildID and load again.")
    children.code("Sex", to="sex")
    children.code("GenderCurrent", to="sex", codes="GenderCurrent", unless="sex")
    children.frame = children.frame.with_columns(pl.col("sex").replace(_SEXES))
    children.code("UPNunknown", to="upn_unknown")
    children.upn("UPN", to="upn")
    children.day("PersonBirthDate", to="date_of_birth", secret=True)
    children.day("ExpectedPersonBirthDate", to="expected_date_of_birth", secret=True)
    children.day("PersonDeathDate", to="date_of_death")
    children.code("Ethnicity", to="ethnicity")


def _read_disabilities(disabilities: Cells) -> None:
    disabilities.needed("Disability", to="disability", expected="a code", why="Fill the code, or leave it out.")
    disabilities.code("Disability", to="disability")


def _read_referrals(referrals: Cells) -> None:
    referrals.needed_day(
        "CINreferralDate",
        to="referral_date",
        why="Fill the referral's date; the episode and all within it wait for it.",
    )
    referrals.frame = referrals.frame.with_columns(_named("person_id", "referral_date").alias("referral_id"))
    referrals.code("ReferralSource", to="source")
    referrals.code("PrimaryNeedCode", to="primary_need")
    referrals.day("CINclosureDate", to="closed")
    referrals.code("ReasonForClosure", to="reason_closed")
    referrals.yes_no("ReferralNFA", to="no_further_action")
    referrals.day("DateOfInitialCPC", to="conference_date")
    referrals.say(
        pl.col("closed") < pl.col("referral_date"),
        name="CINclosureDate",
        wrong=lambda row: Wrong(
            found=f"{row['closed']}, with CINreferralDate {row['referral_date']}",
            expected="a day on or after CINreferralDate",
            to_fix="Correct the dates.",
            rule="ends-before-it-begins",
        ),
    )


def _read_assessments(assessments: Cells) -> None:
    assessments.needed_day("AssessmentActualStartDate", to="started", why=_FILL)
    assessments.day("AssessmentAuthorisationDate", to="authorised")
    assessments.ends_before(
        "AssessmentAuthorisationDate", ended="authorised", began="started", after="AssessmentActualStartDate"
    )
    assessments.frame = assessments.frame.with_columns(_named("referral_id", "started").alias("assessment_id"))


def _read_factors(factors: Cells) -> None:
    factors.needed("AssessmentFactors", to="factor", expected="a code", why="Fill the code, or leave it out.")
    factors.code("AssessmentFactors", to="factor")


def _read_plans(plans: Cells) -> None:
    plans.needed_day("CINPlanStartDate", to="started", why=_FILL)
    plans.day("CINPlanEndDate", to="ended")
    plans.ends_before("CINPlanEndDate", ended="ended", began="started", after="CINPlanStartDate")


def _read_enquiries(enquiries: Cells) -> None:
    enquiries.needed_day("S47ActualStartDate", to="started", why=_FILL)
    enquiries.frame = enquiries.frame.with_columns(_named("referral_id", "started").alias("s47_id"))
    enquiries.day("InitialCPCtarget", to="conference_target")
    enquiries.day("DateOfInitialCPC", to="conference_date")
    enquiries.yes_no("ICPCnotRequired", to="conference_not_required")


def _read_protection(plans: Cells) -> None:
    plans.needed_day("CPPstartDate", to="started", why=_FILL)
    plans.day("CPPendDate", to="ended")
    plans.ends_before("CPPendDate", ended="ended", began="started", after="CPPstartDate")
    plans.frame = plans.frame.with_columns(_named("person_id", "started").alias("plan_id"))
    plans.code("InitialCategoryOfAbuse", to="initial_category", codes="CategoryOfAbuse")
    plans.code("LatestCategoryOfAbuse", to="latest_category", codes="CategoryOfAbuse")
    plans.whole("NumberOfPreviousCPP", to="previous_plans")


def _read_reviews(reviews: Cells) -> None:
    reviews.needed_day("CPPreviewDate", to="date_of_review", why=_FILL)
