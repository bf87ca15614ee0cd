"""Tables about early help, workers and placements, from the lists a council keeps itself: no return holds them."""

from turncurve.tables.column import Column, Holds, Table
from turncurve.tables.people import FILE

# What the column holds, what it means, its name in the list, its field in the Standard Safeguarding Dataset, and
# whether it may be blank.
_Said = tuple[Holds, str, str, str, bool]


def _table(name: str, *, ssd: str, one_row_is: str, comes_from: str, **columns: _Said) -> Table:
    built = {
        column: Column(
            holds=holds, means=means, comes_from=f"{comes_from} {written}", ssd=field, may_be_blank=may_be_blank
        )
        for column, (holds, means, written, field, may_be_blank) in columns.items()
    }
    return Table(name=name, ssd=ssd, one_row_is=one_row_is, columns={**built, "file": FILE})


EARLY_HELP = _table(
    "early_help",
    ssd="ssd_early_help_episodes",
    one_row_is="One child's episode of early help, from the day they were referred to it.",
    comes_from="early_help.csv",
    person_id=("text", "The child.", "child", "earl_person_id", False),
    family_id=("text", "The family.", "family", "", True),
    small_area=("text", "The small area where they lived when referred.", "small_area", "", True),
    source=("text", "Who referred them.", "source", "earl_episode_reason", True),
    referred=("date", "The day of the referral to early help.", "referred", "", False),
    consent=("yes_no", "Whether the family agreed; without it nothing begins.", "consent", "", True),
    began=("date", "The day help began. Blank where it did not.", "started", "earl_episode_start_date", True),
    ended=("date", "The day it ended. Blank while it lasts.", "ended", "earl_episode_end_date", True),
    outcome=("text", "What came of it.", "outcome", "earl_episode_end_reason", True),
    lead=("text", "The profession of the lead practitioner.", "lead", "", True),
)
SOCIAL_WORKERS = _table(
    "social_workers",
    ssd="ssd_professionals",
    one_row_is="One social worker's time with the council.",
    comes_from="workers.csv",
    worker_id=("text", "The worker.", "worker", "prof_professional_id", False),
    team=("text", "The team.", "team", "prof_professional_department", True),
    began=("date", "Their first day with the council.", "started", "", False),
    ended=("date", "The day they left. Blank while they have not.", "left", "", True),
    from_agency=("yes_no", "Whether they came from an agency.", "agency", "prof_agency_worker_flag", True),
    full_time=("number", "Full-time equivalent, 1.0 being full time.", "hours", "prof_full_time_equivalency", True),
    holds_children=("yes_no", "Whether they lead for children.", "holds_children", "", True),
)
LEAD_WORKERS = _table(
    "lead_workers",
    ssd="ssd_involvements",
    one_row_is="A time a worker led for a child, whether in need, on a plan or in care.",
    comes_from="lead_workers.csv",
    person_id=("text", "The child.", "child", "invo_person_id", False),
    family_id=("text", "The family.", "family", "", True),
    worker_id=("text", "The lead worker.", "worker", "invo_professional_id", False),
    began=("date", "The first day.", "from", "invo_involvement_start_date", False),
    ended=("date", "The day the next lead, or the end of help, came.", "to", "invo_involvement_end_date", True),
    reason=("text", "Why this lead began.", "why", "invo_worker_change_reason", True),
)
CASELOADS = _table(
    "caseloads",
    ssd="ssd_professionals",
    one_row_is="How many children one worker led for on one day.",
    comes_from="caseloads.csv",
    worker_id=("text", "The worker.", "worker", "prof_professional_id", False),
    day=("date", "The day of the count, 30 September in the workforce census.", "day", "", False),
    children=("integer", "Children they led for that day.", "children", "prof_professional_caseload", False),
)
PLACEMENT_PROVIDERS = _table(
    "placement_providers",
    ssd="",
    one_row_is="One provider of placements.",
    comes_from="placement_providers.csv",
    provider_id=("text", "Ofsted's number, or the council's own.", "provider", "", False),
    sector=("text", "Own, private, voluntary or other public.", "sector", "", True),
    kinds=("text", "The placement codes provided, with spaces between.", "kinds", "", True),
    postcode=("text", "A postcode of theirs.", "postcode", "", True),
)
PLACEMENT_COSTS = _table(
    "placement_costs",
    ssd="",
    one_row_is="One weekly price of one child's placement.",
    comes_from="placement_costs.csv",
    person_id=("text", "The child.", "child", "", False),
    provider_id=("text", "Who provides it.", "provider", "", True),
    placement_type=("text", "Placement code of the SSDA903 return.", "placement", "", True),
    began=("date", "The first day at this price.", "from", "", False),
    ended=("date", "The day the price or the placement ended.", "to", "", True),
    weekly_cost=("number", "Pounds a week.", "weekly_cost", "", False),
)
