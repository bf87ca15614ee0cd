"""What the invented council says of itself: its name and codes, the curves it chose to turn, and a note for readers."""

from datetime import date
from pathlib import Path

import yaml

from turncurve.made_up.council import COUNCIL, DFE_CODE, LOCALITIES, ONS_CODE
from turncurve.made_up.history import History

NOTE = "Everything in this folder is invented. No child, family, place or council in it exists."
DIRECTOR = "Director of children's services"
FEWER_IN_CARE = (
    "More children can live safely with their own families when help comes early; checked against its balance."
)
FEWER_PLANS = "Families helped early should not need a protection plan; checked against its balance."

OBSESSIONS: tuple[dict[str, object], ...] = (
    {
        "measure": "care_rate", "why": "Too many children grow up away from home who could have stayed with help.",
        "good_is": "lower", "good_is_because": FEWER_IN_CARE,
        "balance": ["back_in_care_within_a_year", "re_referrals"], "chosen_because_bad": False,
    },
    {
        "measure": "starts_rate", "why": "The number in care turns only after fewer children start.",
        "good_is": "lower", "good_is_because": FEWER_IN_CARE,
        "balance": ["re_referrals"], "chosen_because_bad": False,
    },
    {
        "measure": "protection_plan_rate", "why": "We want families to get help before harm is likely.",
        "good_is": "lower", "good_is_because": FEWER_PLANS,
        "balance": ["second_plans"], "chosen_because_bad": False,
    },
    {
        "measure": "second_plans", "why": "A second plan means the first did not last.",
        "good_is": "lower", "balance": ["protection_plan_rate"], "chosen_because_bad": False,
    },
    {
        "measure": "re_referrals", "why": "Families should not have to come back and tell their story again.",
        "good_is": "lower", "balance": ["care_rate"], "chosen_because_bad": False,
    },
    {
        "measure": "assessments_in_45_days", "why": "Families wait too long to hear what will happen.",
        "good_is": "higher", "balance": ["re_referrals"], "chosen_because_bad": False,
    },
    {
        "measure": "conferences_in_15_days", "why": "A child at risk should not wait for a meeting.",
        "good_is": "higher", "balance": ["second_plans"], "chosen_because_bad": True,
    },
    {
        "measure": "three_or_more_placements", "why": "Every move costs a child a school, a street and friends.",
        "good_is": "lower", "balance": ["back_in_care_within_a_year"], "chosen_because_bad": False,
    },
    {
        "measure": "care_leavers_suitable_accommodation", "why": "Nobody we raised should be without a decent home.",
        "good_is": "higher", "balance": [], "chosen_because_bad": False,
    },
    {
        "measure": "back_in_care_within_a_year", "why": "Going home should last.",
        "good_is": "lower", "balance": ["care_rate"], "chosen_because_bad": False,
    },
)  # fmt: skip

README = f"""{COUNCIL} does not exist
{"=" * len(COUNCIL)}===============

{NOTE}
It was made by a program so that software can be tried without any real child's record, and so that what the
software says can be held against a truth that is known.

ssda903/            SSDA903 returns, one folder a year (year ending 31 March), one CSV file a module
cin/                CIN census returns, one XML file a year
children_places.csv where each known child lives, from and to
small_areas.csv     the council's small areas, their locality, and children living there in the middle of each year
early_help.csv      early help, one row a child and episode
workers.csv         social workers: when they came and left, their team, and whether from an agency
lead_workers.csv    who led for each child, from and to, and why it changed
caseloads.csv       children held by each worker on each 30 September
placement_providers.csv, placement_costs.csv   who provides placements, and what each costs by the week
published/          invented figures for an invented England, region and ten neighbours, and who the neighbours are.
                    care_rate and starts_rate leave unaccompanied children out
council.yaml        the council's name and codes
obsessions.yaml     the curves it chose to turn, and when
events.yaml         what it knows happened: a reform, a pandemic, a change in recording
truth.json          what was planted and what is true. Nothing that is tested may read it

The DfE and ONS codes have never been issued, the postcodes begin with letters no real postcode begins with, and the
pupil numbers are of an authority that does not exist.
"""


def write_declared(history: History, *, folder: Path) -> None:
    """Write council.yaml, obsessions.yaml, events.yaml and README.txt."""
    folder.mkdir(parents=True, exist_ok=True)
    council: dict[str, object] = {
        "name": COUNCIL,
        "invented": True,
        "dfe_code": DFE_CODE,
        "ons_code": ONS_CODE,
        "localities": list(LOCALITIES),
        "note": NOTE,
    }
    write_yaml(folder / "council.yaml", council)
    when = "{measure}\n  turning_date: 2024-03-31\n  declared_on: 2024-03-01\n"
    lines: list[str] = []
    for obsession in OBSESSIONS:
        rest = {"by": DIRECTOR} | {name: said for name, said in obsession.items() if name != "measure"}
        text = yaml.safe_dump(rest, sort_keys=False, allow_unicode=True, width=200)
        lines.append(f"- measure: {when.format(measure=obsession['measure'])}")
        lines += [f"  {line}\n" for line in text.splitlines()]
    _ = (folder / "obsessions.yaml").write_bytes("".join(lines).encode())
    write_yaml(folder / "events.yaml", events(history))
    _ = (folder / "README.txt").write_bytes(README.encode())


def events(history: History) -> list[dict[str, date | str | list[str]]]:
    """What the council knows happened: a reform, a pandemic, a change in recording. Never what came of them."""
    planted, recording = history.planted, history.profile.recording
    known: list[dict[str, date | str | list[str]]] = [
        {
            "date": date(2020, 3, 23),
            "kind": "shock",
            "what": "The pandemic began: schools shut and fewer families came to notice.",
            "measures": list[str](),
        },
        {
            "date": recording.day,
            "kind": "recording change",
            "what": recording.what,
            "measures": list(recording.measures),
        },
    ]
    if planted.reforms:
        early = " and ".join(planted.early_localities)
        known += [
            {
                "date": planted.early,
                "kind": "reform",
                "what": f"Family Help began in {early}.",
                "measures": list[str](),
            },
            {
                "date": planted.everywhere,
                "kind": "reform",
                "what": "Family Help began everywhere.",
                "measures": list[str](),
            },
        ]
    return sorted(known, key=lambda one: str(one["date"]))


def write_yaml(path: Path, said: object) -> None:
    _ = path.write_bytes(yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=200).encode())
