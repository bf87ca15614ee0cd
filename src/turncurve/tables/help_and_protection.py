"""Tables about referral, assessment, need and protection, from the CIN census."""

from turncurve.tables.column import Column, Holds, Table
from turncurve.tables.people import FILE


def _table(name: str, *, ssd: str, one_row_is: str, **columns: tuple[Holds, str, str, bool]) -> Table:
    """A table from (holds, means, CIN element, may be blank)."""
    built = {
        column: Column(holds=holds, means=means, comes_from=f"CIN {element}", may_be_blank=blank)
        for column, (holds, means, element, blank) in columns.items()
    }
    return Table(name=name, ssd=ssd, one_row_is=one_row_is, columns={**built, "file": FILE})


_CHILD = ("text", "The child.", "LAchildID", False)
_REFERRAL = (
    "text",
    "The episode of need it belongs to (child and referral date).",
    "position in CINdetails",
    False,
)
_YEAR = ("integer", "The newest census (year ending 31 March) that reports it.", "ReferenceDate", False)

CIN_EPISODES = _table(
    "cin_episodes",
    ssd="ssd_cin_episodes",
    one_row_is="One referral and the episode of need it opened.",
    referral_id=_REFERRAL,
    person_id=_CHILD,
    referral_date=("date", "The day of the referral.", "CINreferralDate", False),
    source=("text", "Who referred.", "ReferralSource", True),
    primary_need=("text", "Primary need code.", "PrimaryNeedCode", True),
    closed=("date", "The day it closed.", "CINclosureDate", True),
    reason_closed=("text", "Why it closed.", "ReasonForClosure", True),
    no_further_action=("yes_no", "No further action after referral.", "ReferralNFA", True),
    year=_YEAR,
)
CIN_ASSESSMENTS = _table(
    "cin_assessments",
    ssd="ssd_cin_assessments",
    one_row_is="One assessment under section 17.",
    assessment_id=("text", "The assessment (child, referral, start).", "position in Assessments", False),
    referral_id=_REFERRAL,
    person_id=_CHILD,
    referral_date=("date", "The day of its referral.", "CINreferralDate", False),
    started=("date", "Started.", "AssessmentActualStartDate", False),
    authorised=("date", "Authorised. Blank while open.", "AssessmentAuthorisationDate", True),
    year=_YEAR,
)
ASSESSMENT_FACTORS = _table(
    "assessment_factors",
    ssd="ssd_assessment_factors",
    one_row_is="One factor found at the end of one assessment.",
    assessment_id=("text", "The assessment.", "position in Assessments", False),
    person_id=_CHILD,
    factor=("text", "Factor code.", "AssessmentFactors", False),
    year=_YEAR,
)
CIN_PLANS = _table(
    "cin_plans",
    ssd="ssd_cin_plans",
    one_row_is="One child in need plan.",
    referral_id=_REFERRAL,
    person_id=_CHILD,
    started=("date", "Started.", "CINPlanStartDate", False),
    ended=("date", "Ended.", "CINPlanEndDate", True),
    year=_YEAR,
)
S47_ENQUIRY = _table(
    "s47_enquiry",
    ssd="ssd_s47_enquiry",
    one_row_is="One enquiry under section 47, with its conference if held.",
    s47_id=("text", "The enquiry (child, referral, start).", "position in Section47", False),
    referral_id=_REFERRAL,
    person_id=_CHILD,
    started=("date", "The strategy discussion that began it.", "S47ActualStartDate", False),
    conference_target=("date", "Target day.", "InitialCPCtarget", True),
    conference_date=("date", "Day of the initial child protection conference.", "DateOfInitialCPC", True),
    conference_not_required=("yes_no", "No conference was required.", "ICPCnotRequired", True),
    year=_YEAR,
)
CP_PLANS = _table(
    "cp_plans",
    ssd="ssd_cp_plans",
    one_row_is="One child protection plan.",
    plan_id=("text", "The plan (child and start).", "position in ChildProtectionPlans", False),
    referral_id=_REFERRAL,
    person_id=_CHILD,
    started=("date", "Started.", "CPPstartDate", False),
    ended=("date", "Ended. Blank while it lasts.", "CPPendDate", True),
    initial_category=("text", "First category of abuse.", "InitialCategoryOfAbuse", True),
    latest_category=("text", "Latest category.", "LatestCategoryOfAbuse", True),
    previous_plans=("integer", "Plans the child had before, ever.", "NumberOfPreviousCPP", True),
    year=_YEAR,
)
CP_REVIEWS = _table(
    "cp_reviews",
    ssd="ssd_cp_reviews",
    one_row_is="One review of a child protection plan.",
    plan_id=("text", "The plan.", "position in ChildProtectionPlans", False),
    person_id=_CHILD,
    date_of_review=("date", "The day.", "CPPreviewDate", False),
    year=_YEAR,
)
DISABILITIES = _table(
    "disability",
    ssd="ssd_disability",
    one_row_is="A disability recorded for a child.",
    person_id=_CHILD,
    disability=("text", "Disability code.", "Disability", False),
    year=_YEAR,
)
TRANSFER_IN_CONFERENCES = _table(
    "transfer_in_conferences",
    ssd="ssd_initial_cp_conference",
    one_row_is="A conference for a child who moved in while on a plan elsewhere.",
    referral_id=_REFERRAL,
    person_id=_CHILD,
    conference_date=("date", "The day.", "DateOfInitialCPC", False),
    year=_YEAR,
)
