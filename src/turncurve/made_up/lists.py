"""The lists written beside the returns, column by column: what their readers may rely on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenList:
    """One list: its file, what one row is, and what each column means, in order."""

    name: str
    what: str
    columns: dict[str, str]

    @property
    def heading(self) -> str:
        return ",".join(self.columns)


EARLY_HELP = WrittenList(
    name="early_help.csv",
    what="One row is one child's episode of early help. Brothers and sisters share `family`.",
    columns={
        "child": "the child's id, as in the returns where social care knows them too",
        "family": "the family",
        "small_area": "where they lived when referred",
        "source": "school, health visitor, parent, family hub, police, social care or other",
        "referred": "day of the referral to early help",
        "consent": "yes or no; without consent nothing began",
        "started": "day help began",
        "ended": "day it ended",
        "outcome": "needs met, stepped up to social care, family withdrew, family declined, moved away or signposted",
        "lead": "profession of the lead practitioner",
    },
)
WORKERS = WrittenList(
    name="workers.csv",
    what="One row is one social worker's time with the council.",
    columns={
        "worker": "the worker's number, as SW_ID in SSDA903",
        "team": "the team",
        "started": "first day with the council",
        "left": "day they left",
        "agency": "yes if from an agency",
        "hours": "full-time equivalent, 1.0 being full time",
        "holds_children": "yes if they lead for children",
    },
)
LEAD_WORKERS = WrittenList(
    name="lead_workers.csv",
    what="One row is one lead worker's time with one child, end to end and without overlap while help lasts.",
    columns={
        "child": "the child's id, as in the returns",
        "family": "the family; brothers and sisters share a lead",
        "worker": "the lead worker's number",
        "from": "first day",
        "to": "day the next lead, or the end of help, came",
        "why": "why this lead began: an SSDA903 SW_REASON code",
    },
)
CASELOADS = WrittenList(
    name="caseloads.csv",
    what="One row is a worker who leads for children, on one 30 September.",
    columns={"worker": "the worker's number", "day": "30 September", "children": "children they led for that day"},
)
PROVIDERS = WrittenList(
    name="placement_providers.csv",
    what="One row is one provider of placements.",
    columns={
        "provider": "Ofsted number where registered, else a number of the council's own",
        "sector": "own, private, voluntary or other public",
        "kinds": "SSDA903 placement codes provided, with spaces between",
        "postcode": "a postcode of theirs",
    },
)
COSTS = WrittenList(
    name="placement_costs.csv",
    what="One row is one weekly price of one child's placement; prices change each 1 April.",
    columns={
        "child": "the child's id, as in the returns",
        "provider": "as in placement_providers.csv; a parent's home has a number of its own and no row there",
        "placement": "SSDA903 placement code",
        "from": "first day at this price",
        "to": "day the price or the placement ended",
        "weekly_cost": "pounds a week",
    },
)
LISTS = (EARLY_HELP, WORKERS, LEAD_WORKERS, CASELOADS, PROVIDERS, COSTS)
