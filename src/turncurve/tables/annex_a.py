"""Tables from Ofsted's Annex A lists: the front door and early help, and snapshots no measure counts."""

from turncurve.tables.column import Column, Holds, Table
from turncurve.tables.people import FILE

_Said = tuple[Holds, str, str]

_SNAPSHOT = Column(
    holds="date",
    means="The day the lists were made; the newest that reports the row.",
    comes_from="the file's name or title, else the latest day the lists speak of",
)


def _table(
    name: str,
    *,
    number: int,
    one_row_is: str,
    needs: str,
    ssd: str = "",
    fields: dict[str, str] | None = None,
    **columns: _Said,
) -> Table:
    """A table from (holds, means, the list's caption).

    `needs` are the columns that are never blank, `fields` the columns' names in the SSD.
    """
    built = {
        column: Column(
            holds=holds,
            means=means,
            comes_from=f"Annex A list {number}: {caption}",
            ssd=(fields or {}).get(column, ""),
            may_be_blank=column not in needs.split(),
        )
        for column, (holds, means, caption) in columns.items()
    }
    return Table(name=name, ssd=ssd, one_row_is=one_row_is, columns={**built, "snapshot": _SNAPSHOT, "file": FILE})


_CHILD: _Said = ("text", "The child.", "Child Unique ID")
_TEAM: _Said = ("text", "The team the child is allocated to.", "Allocated Team")
_WORKER: _Said = ("text", "The worker the child is allocated to.", "Allocated Worker")
_UNACCOMPANIED: _Said = (
    "text",
    "yes, no or unknown: is or was an unaccompanied asylum-seeking child.",
    "Unaccompanied Asylum Seeking Child",
)

CONTACTS = _table(
    "contacts",
    number=1,
    needs="person_id contact_date",
    ssd="ssd_contacts",
    one_row_is="A contact about one child from one source on one day, joined over the snapshots that report it.",
    fields={
        "person_id": "cont_person_id",
        "contact_date": "cont_contact_date",
        "source": "cont_contact_source_code",
    },
    person_id=_CHILD,
    contact_date=("date", "The day of the contact.", "Date of Contact"),
    source=("text", "Who made it: a CIN census code, or words where it does not say which.", "Contact Source"),
)
EARLY_HELP_EPISODES = _table(
    "early_help_episodes",
    number=2,
    needs="person_id started",
    ssd="ssd_early_help_episodes",
    one_row_is="An early help assessment of one child, joined over the snapshots that report it.",
    fields={
        "person_id": "earl_person_id",
        "started": "earl_episode_start_date",
        "ended": "earl_episode_end_date",
        "organisation": "earl_episode_organisation",
    },
    person_id=_CHILD,
    started=("date", "The day it started.", "Assessment start date"),
    ended=("date", "The day it was completed. Blank while open.", "Assessment completion date"),
    organisation=("text", "The organisation completing it.", "Organisation completing assessment"),
)
PROFESSIONALS = Table(
    name="professionals",
    ssd="ssd_professionals",
    one_row_is="A worker in a team and the children allocated to them on the day of one snapshot.",
    columns={
        "worker": Column(
            holds="text",
            means="The worker's name as written. Blank for children of whom none is named.",
            comes_from="Annex A lists 6 to 9: Allocated Worker",
            ssd="prof_professional_name",
            may_be_blank=True,
        ),
        "team": Column(
            holds="text",
            means="The team.",
            comes_from="Annex A lists 6 to 9: Allocated Team",
            ssd="prof_professional_department",
            may_be_blank=True,
        ),
        "children": Column(
            holds="integer",
            means="Children and young people open to the worker, each counted once, by the first of list 8, 9, 7 and 6 that has them open.",
            comes_from="Annex A lists 6 to 9",
            ssd="prof_professional_caseload",
        ),
        "snapshot": _SNAPSHOT,
    },
)
CHILDREN = _table(
    "annex_a_children",
    number=1,
    needs="person_id",
    one_row_is="A child or young person named in any of lists 1 to 10, as the newest snapshot that names them says. Kept apart from `person`.",
    person_id=_CHILD,
    gender=("text", "M, F, U (not stated) or N (neither).", "Gender"),
    ethnicity=("text", "Ethnicity code.", "Ethnicity"),
    date_of_birth=("date", "Date of birth.", "Date of Birth"),
    disability=("text", "yes, no or unknown.", "Does the Child have a Disability (lists 4 to 10)"),
)
REFERRALS = _table(
    "annex_a_referrals",
    number=3,
    needs="person_id referral_date",
    one_row_is="A referral in one snapshot.",
    person_id=_CHILD,
    referral_date=("date", "The day of the referral.", "Date of referral"),
    source=("text", "Who referred.", "Referral Source"),
    no_further_action=("text", "yes or no.", "Referral NFA?"),
    referrals_in_12_months=("integer", "Referrals in the last 12 months.", "Number of Referrals in Last 12 Months"),
    team=_TEAM,
    worker=_WORKER,
)
ASSESSMENTS = _table(
    "annex_a_assessments",
    number=4,
    needs="person_id started",
    one_row_is="An assessment in one snapshot.",
    person_id=_CHILD,
    started=("date", "Started.", "Continuous Assessment Start Date"),
    seen=("text", "yes, no or unknown: the child was seen.", "Child Seen During Continuous Assessment"),
    authorised=("date", "Authorised. Blank while open.", "Continuous Assessment Date of Authorisation"),
    needs_support=("text", "yes or no: needs social care support.", "Was the child assessed as requiring …"),
    team=_TEAM,
    worker=_WORKER,
)
ENQUIRIES = _table(
    "annex_a_enquiries",
    number=5,
    needs="person_id started",
    one_row_is="A section 47 enquiry in one snapshot.",
    person_id=_CHILD,
    started=("date", "The strategy discussion that began it.", "Strategy discussion … Start Date"),
    conference_not_needed=("text", "yes or no.", "Was an Initial Child Protection Conference deemed unnecessary?"),
    conference_date=("date", "The day of the conference.", "Date of Initial Child Protection Conference"),
    led_to_plan=("text", "yes, no or unknown.", "Did the Initial Child Protection Conference Result in …"),
    enquiries_in_12_months=("integer", "Enquiries in 12 months.", "Number of Section 47 Enquiries …"),
    conferences_in_12_months=("integer", "Conferences in 12 months.", "Number of ICPCs in the last 12 months"),
    team=_TEAM,
    worker=_WORKER,
)
CHILDREN_IN_NEED = _table(
    "annex_a_children_in_need",
    number=6,
    needs="person_id",
    one_row_is="A child in need in one snapshot, now or in the six months before.",
    person_id=_CHILD,
    started=("date", "Since when.", "CIN Start Date"),
    primary_need=("text", "Primary need code.", "Primary Need Code"),
    last_seen=("date", "When last seen.", "Date Child Was Last Seen"),
    closed=("date", "The day it closed.", "CIN Closure Date"),
    reason_closed=("text", "Why it closed.", "Reason for Closure"),
    status=("text", "looked after, protection plan, child in need plan, open assessment or closed.", "Case Status"),
    team=_TEAM,
    worker=_WORKER,
)
PROTECTION_PLANS = _table(
    "annex_a_protection_plans",
    number=7,
    needs="person_id started",
    one_row_is="A child protection plan in one snapshot, now or in the six months before.",
    person_id=_CHILD,
    started=("date", "Started.", "Child Protection Plan Start Date"),
    initial_category=("text", "First category of abuse.", "Initial Category of Abuse"),
    latest_category=("text", "Latest category.", "Latest Category of Abuse"),
    last_visit=("date", "The last statutory visit.", "Date of the Last Statutory Visit"),
    seen_alone=("text", "yes, no or unknown.", "Was the Child Seen Alone?"),
    last_review=("date", "The latest review conference.", "Date of latest review conference"),
    ended=("date", "Ended. Blank while it lasts.", "Child Protection Plan End Date"),
    emergency_protection=("text", "yes or no, in six months.", "Subject to Emergency Protection Order or …"),
    previous_plans=("integer", "Plans before.", "Number of Previous Child Protection Plans"),
    team=_TEAM,
    worker=_WORKER,
)
CHILDREN_LOOKED_AFTER = _table(
    "annex_a_children_looked_after",
    number=8,
    needs="person_id began",
    one_row_is="A child looked after in one snapshot, now or in the six months before: the latest state only.",
    person_id=_CHILD,
    unaccompanied=_UNACCOMPANIED,
    began=("date", "Began to be looked after.", "Date Started to be Looked After"),
    primary_need=("text", "Category of need.", "Child's Category of Need"),
    second_period=("text", "yes or no: a second period in 12 months.", "Is this a second or subsequent period …"),
    legal_status_began=("date", "Since when.", "Start date of current legal status"),
    legal_status=("text", "Legal status code.", "Child's Legal Status"),
    last_review=("date", "The latest review.", "Date of Latest Statutory Review"),
    last_visit=("date", "The last social work visit.", "Date of Last Social Work Visit"),
    permanence_plan=("text", "The plan for a permanent home.", "What is the permanence plan for this child?"),
    last_iro_contact=("date", "The reviewing officer's last visit.", "Date of Last IRO Visit / Contact to the Child"),
    last_health_assessment=("date", "The last health assessment.", "Date of Last Health Assessment"),
    last_dental_check=("date", "The last dental check.", "Date of Last Dental Check"),
    placements_in_12_months=("integer", "Placements in 12 months.", "Number of Placements in the Last 12 months"),
    ceased=("date", "Ceased. Blank while looked after.", "Date Ceased to be Looked After"),
    reason_ceased=("text", "Why.", "Reason Ceased to be Looked After"),
    placement_began=("date", "The latest placement's start.", "Start Date of Most Recent Placement"),
    placement_type=("text", "Placement type code.", "Placement Type"),
    placement_provider=("text", "Placement provider code.", "Placement Provider"),
    placement_postcode=("text", "Placement postcode.", "Placement postcode"),
    urn=("text", "Ofsted's number of the setting.", "URN of Placement"),
    placement_location=("text", "in or out of the council's area.", "Placement Location"),
    placement_authority=("text", "The authority it is in, as written.", "LA of Placement"),
    missing_in_12_months=("integer", "Times missing in 12 months.", "Number of Episodes … 'Missing' …"),
    absent_in_12_months=("integer", "Times absent in 12 months.", "Number of Episodes … 'Absent' …"),
    interview_offered=("text", "yes or no.", "Was the child offered a Return Interview …"),
    interview_accepted=("text", "yes or no.", "Did the child accept a Return Interview …"),
    team=_TEAM,
    worker=_WORKER,
)
CARE_LEAVERS = _table(
    "annex_a_care_leavers",
    number=9,
    needs="person_id",
    one_row_is="A young person in receipt of leaving-care services in one snapshot.",
    person_id=("text", "The young person.", "Child Unique ID"),
    unaccompanied=_UNACCOMPANIED,
    team=_TEAM,
    worker=_WORKER,
    personal_adviser=("text", "The personal adviser.", "Allocated Personal Advisor"),
    eligibility=("text", "relevant, former relevant, qualifying, eligible or other.", "Eligibility Category"),
    last_pathway_review=("date", "The latest pathway plan review.", "Latest Pathway Plan Review Date"),
    in_touch=("text", "YES, NO, DIED, REFU, NREQ or RHOM.", "LA in Touch"),
    last_contact=("date", "The latest contact.", "Latest Date of Contact"),
    accommodation=("text", "Accommodation code, one letter.", "Type of Accommodation"),
    suitability=("text", "suitable or unsuitable.", "Suitability of Accommodation"),
    activity=("text", "Main activity code.", "Activity Status"),
)
ADOPTIONS = _table(
    "annex_a_adoptions",
    number=10,
    needs="person_id",
    one_row_is="A child for whom adoption was decided, in one snapshot.",
    person_id=_CHILD,
    family_id=("text", "The family; the same in list 11.", "Family identifier"),
    began=("date", "Entered care.", "Date the Child Entered Care"),
    decided=("date", "The decision.", "Date of Decision that Child Should be Placed for Adoption"),
    placement_order=("date", "The placement order.", "Date of Placement Order"),
    matched=("date", "Matched.", "Date of Matching Child and Prospective Adopters"),
    placed=("date", "Placed.", "Date Placed for Adoption"),
    adopted=("date", "The adoption order.", "Date of Adoption Order"),
    no_longer_decided=("date", "The decision no longer to place.", "Date of Decision that Child Should No Longer …"),
    no_longer_reason=("text", "Why: RD1 to RD4.", "Reason Why Child No Longer Placed for Adoption"),
    fostering_for_adoption=("date", "Placed to foster for adoption.", "Date the child was placed for fostering …"),
)
ADOPTERS = _table(
    "annex_a_adopters",
    number=11,
    needs="adopter_id",
    one_row_is="A prospective or approved adopter in one snapshot.",
    adopter_id=("text", "The adopter.", "Individual adopter identifier"),
    family_id=("text", "The family; the same in list 10.", "Family identifier"),
    gender=("text", "M, F, U or N.", "Gender"),
    ethnicity=("text", "Ethnicity code.", "Ethnicity"),
    disability=("text", "yes, no or unknown.", "Disability"),
    fostering_for_adoption=("text", "yes or no.", "Is the (prospective) adopter fostering for adoption?"),
    enquired=("date", "The enquiry.", "Date enquiry received"),
    stage_1_began=("date", "Stage 1 began.", "Date Stage 1 started"),
    stage_1_ended=("date", "Stage 1 ended.", "Date Stage 1 ended"),
    stage_2_began=("date", "Stage 2 began.", "Date Stage 2 started"),
    stage_2_ended=("date", "Stage 2 ended.", "Date Stage 2 ended"),
    applied=("date", "The application.", "Date application submitted"),
    approved=("date", "Its approval.", "Date application approved"),
    matched=("date", "Matched with a child.", "Date adopter matched with child(ren)"),
    placed=("date", "A child placed.", "Date child/children placed with adopter(s)"),
    children_placed=("integer", "Children placed.", "No. of children placed"),
    adopted=("date", "The adoption order.", "Date of Adoption Order"),
    left=("date", "Left the process.", "Date of leaving adoption process"),
    reason_left=("text", "withdrew, on hold or refused.", "Reason for leaving adoption process"),
)
