"""The truth file: what was planted, what is true of each year, and how much was written. For those who check, only."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from turncurve.made_up.council import COUNCIL, DFE_CODE, LOCALITIES, ONS_CODE
from turncurve.made_up.counting import YearTruth
from turncurve.made_up.dirty import KINDS
from turncurve.made_up.dirty_files import Fault
from turncurve.made_up.found_as import FOUND_AS
from turncurve.made_up.history import History
from turncurve.made_up.planted import PANDEMIC, PLANTED
from turncurve.made_up.profile import of_year

GENERATOR = "made_up 2"

#: What to expect with the usual effects planted: means over seeds 1 to 20, (years 2022 to 2024, 2025, 2026); children
#: in care and starts without unaccompanied children; percentages of what each measure divides by.
EXPECTED = {
    "children_in_care": (441.3, 388.2, 362.0),
    "children_starting_care": (113.4, 75.2, 73.0),
    "re_referrals": (17.4, 10.8, 10.8),
    "assessments_in_45_days": (88.0, 92.3, 93.8),
    "conferences_in_15_days": (86.3, 87.7, 89.1),
    "second_plans": (25.7, 25.1, 23.2),
    "three_or_more_placements": (9.1, 8.6, 7.6),
    "care_leavers_suitable_accommodation": (89.6, 89.2, 90.2),
    "protection_plans_open": (326.8, 269.8, 256.2),
    "referrals": (2750.5, 2225.1, 2134.0),
}


def write_truth(
    history: History,
    truth: dict[int, YearTruth],
    *,
    folder: Path,
    ssda903: dict[int, dict[str, int]],
    cin: dict[int, dict[str, int]],
    others: dict[str, int],
    faults: Sequence[Fault] = (),
) -> None:
    """Write truth.json. Rows are counted by year ending 31 March, before any fault was planted."""
    as_expected = history.planted == PLANTED and history.profile.like == "dorset" and len(history.years) == 10
    said = {
        "generator": GENERATOR,
        "everything_here_is_invented": True,
        "council": {"name": COUNCIL, "dfe_code": DFE_CODE, "ons_code": ONS_CODE, "like": history.profile.like},
        "seed": history.seed,
        "as_at": history.as_at.isoformat(),
        "years": list(history.years),
        "planted": what_is_planted(history),
        "expected": EXPECTED if as_expected else {},
        "true_counts": {str(year): counts(of) for year, of in sorted(truth.items())},
        "rows_written": {
            "ssda903": {str(year): modules for year, modules in sorted(ssda903.items())},
            "cin": {str(year): elements for year, elements in sorted(cin.items())},
            **others,
        },
        "faults": [
            {
                "kind": one.kind,
                "file": one.file,
                "row": one.row,
                "field": one.field,
                "child": one.child,
                "what": KINDS[one.kind],
                "found_as": [*FOUND_AS[one.kind].here, *FOUND_AS[one.kind].beside],
            }
            for one in faults
        ],
    }
    _ = (folder / "truth.json").write_bytes((json.dumps(said, indent=1) + "\n").encode())


def counts(of: YearTruth) -> dict[str, int | None]:
    return {name: number for name, number in asdict(of).items() if name != "year"}


def what_is_planted(history: History) -> dict[str, object]:
    """The world of this council in numbers, dates and localities."""
    planted, profile = history.planted, history.profile
    later = [locality for locality in LOCALITIES if locality not in planted.early_localities]
    in_time = of_year(profile.protection.assessments_in_time, planted.everywhere.year)
    reform = {
        "begins": [
            {"localities": list(planted.early_localities), "from": planted.early.isoformat()},
            {"localities": later, "from": planted.everywhere.isoformat()},
        ],
        "care_entries_multiplier": planted.entries,
        "care_entries_note": "families' entries; unaccompanied arrivals and returns after going home untouched",
        "re_referrals_multiplier": planted.re_referrals,
        "re_referrals_note": "referrals within a year of the family's last; others follow from it",
        "assessments_in_time_from": planted.everywhere.isoformat(),
        "assessments_in_time_chance": [in_time, planted.assessments_in_time],
        "assessments_note": "everywhere, by day of referral, before and from; slower in summer and at Christmas",
        "follows_from_fewer_re_referrals": ["referrals", "protection_plan_rate"],
        "unchanged": [
            "second_plans",
            "conferences_in_15_days",
            "three_or_more_placements",
            "care_leavers_suitable_accommodation",
            "back_in_care_within_a_year",
        ],
    }
    arrivals = profile.arrivals | {
        year: profile.arrivals.get(year, profile.usual_arrivals) + more for year, more in planted.arrivals
    }
    return {
        "world": planted.name,
        "turning_date": (planted.everywhere - timedelta(days=1)).isoformat(),
        "reform": reform if planted.reforms else {},
        "pandemic": {
            "new_families_multiplied": [
                {"from": began.isoformat(), "until": until.isoformat(), "by": by} for began, until, by in PANDEMIC
            ]
        },
        "recording_change": {
            "from": profile.recording.day.isoformat(),
            "what": profile.recording.what,
            "measures": list(profile.recording.measures),
        },
        "chosen_when_bad": {
            "measure": "conferences_in_15_days",
            "from": planted.poor_from.isoformat(),
            "until": planted.poor_until.isoformat(),
            "takes_off_the_chance": planted.conferences_poor,
        },
        "growth_of_families_a_year_from_2019": planted.growth,
        "unaccompanied_arrivals": {str(year): number for year, number in sorted(arrivals.items())},
    }
