"""Take from the Department for Education's published tables the figures an invented council is held to.

Reads ../shared/data (or the folder named) and writes src/turncurve/made_up/published_facts. Run again when a newer
release is there; `--check` says whether what is kept is what the tables say.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import yaml

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "src/turncurve/made_up/published_facts"
AREAS = {"dorset": ("838", "Dorset"), "stockton": ("808", "Stockton-on-Tees"), "england": ("", "England")}
YEARS = range(2021, 2026)
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."

CIN = "Children in need 2025, table {} (DfE, November 2025)"
CLA = "Children looked after in England including adoptions 2025, {} (DfE, November 2025)"
LAIT = "Local Authority Interactive Tool, release of 8 April 2026 (DfE), {}"
WORKFORCE = "Children's social work workforce 2025 (DfE, February 2026)"
POPULATION = "Mid-year population estimates (ONS), as published with the Department's dashboard"

B1, C1 = (
    "cin/b1_children_in_need_2013_to_2025.csv",
    "cin/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
)
C3 = "cin/c3_factors_identified_at_end_of_assessment_2018_to_2025.csv"
C4 = "cin/c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv"
D3, D5 = "cin/d3_cpps_subsequent_plan_2013_to_2025.csv", "cin/d5_cpps_at31march_by_duration_2013_to_2025.csv"
CIN_TABLES = {B1: "B1", C1: "C1", C3: "C3", C4: "C4", D3: "D3", D5: "D5"}
AT_YEAR_END, STARTED = (
    "cla/2025_la_cla_31march_by_characteristic.csv.gz",
    "cla/2025_la_cla_started_by_characteristic.csv.gz",
)
STABILITY = "cla/2025_la_cla_placement_stability.csv.gz"
SUITABILITY = "care_leavers/2025_la_care_leavers_accommodation_suitability.csv.gz"
CSWW = "workforce/csww_indicators_2017_to_2025.csv"
ONS = "population/ons_mid-year_population_estimates_2012_to_2024.csv"

Series = dict[int, float]


def number(text: str | None) -> float | None:
    """A published cell; c (hidden), z, x, : and the like are no number, and never nought."""
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


class Published:
    """The published tables of one area."""

    def __init__(self, folder: Path, code: str) -> None:
        self.folder, self.code = folder, code

    def rows(self, name: str) -> pl.DataFrame:
        table = pl.read_csv(self.folder / "published" / name, infer_schema_length=0, encoding="utf8-lossy")
        area = pl.col("old_la_code") == self.code if self.code else pl.col("geographic_level") == "National"
        return table.filter(area)

    def column(self, name: str, column: str, *, years: range = YEARS, **having: str) -> Series:
        rows = self.rows(name)
        for key, value in having.items():
            rows = rows.filter(pl.col(key).str.starts_with(value))
        found: Series = {}
        for row in rows.iter_rows(named=True):
            year, value = int(row["time_period"][:4]), number(row[column])
            if year in years and value is not None:
                found[year] = value
        return found

    def part(self, name: str, group: str, characteristic: str) -> Series:
        return self.column(name, "number", cla_group=group, characteristic=characteristic)

    def lait(self, code: str) -> Series:
        """By year; a financial year, 2024-25, is the year ending 2025."""
        table = pl.read_csv(self.folder / "lait/lait_focus_areas.csv", infer_schema_length=0)
        rows = table.filter(pl.col("measure_code") == code, pl.col("old_la_code") == f"{self.code or 970}.0")
        found: Series = {}
        for row in rows.iter_rows(named=True):
            year = int(row["year"][:4]) + ("-" in row["year"])
            value = number(row["value"])
            if year in YEARS and value is not None:
                found[year] = value
        return found


def percent(above: Series, below: Series) -> Series:
    return {year: round(100 * above[year] / below[year], 1) for year in above if below.get(year)}


def plus(*series: Series) -> Series:
    """Added up, for the years in which every one is published."""
    common = set(series[0]).intersection(*series[1:])
    return {year: sum(one[year] for one in series) for year in sorted(common)}


def rest(*shares: Series) -> Series:
    common = set(shares[0]).intersection(*shares[1:])
    return {year: round(100 - sum(one[year] for one in shares), 1) for year in sorted(common)}


def facts_of(at: Published) -> dict[str, tuple[str, str, str, Series]]:
    """fact -> (what it is, kind, source, by year). Kinds: total; share (percent); days (a quartile of a duration)."""
    facts: dict[str, tuple[str, str, str, Series]] = {}

    def add(fact: str, what: str, kind: str, source: str, series: Series) -> None:
        facts[fact] = (what, kind, source, series)

    def add_cin(fact: str, what: str, table: str, column: str, *, of: str = "") -> None:
        series = at.column(table, column)
        add(
            fact,
            what,
            "share" if of else "total",
            CIN.format(CIN_TABLES[table]),
            percent(series, at.column(table, of)) if of else series,
        )

    add(
        "children",
        "children aged 0 to 17, mid-year before",
        "total",
        POPULATION,
        {year + 1: value for year, value in at.column(ONS, "population_estimate", years=range(2020, 2025)).items()},
    )
    add_cin("referrals", "referrals in the year", C1, "referral_count")
    add_cin("re_referrals", "referrals within 12 months of the last", C1, "rereferral_count", of="referral_count")
    add_cin("no_further_action", "referrals with no further action", C1, "no_further_action_count", of="referral_count")
    add_cin("not_in_need", "referrals assessed, and not in need", C1, "not_in_need_count", of="referral_count")
    add_cin("assessments", "assessments completed, with their factors", C3, "Episodes_with_assessment_factor")
    for fact, column in {
        "domestic_abuse_parent": "Domestic_Abuse_parent",
        "mental_health_parent": "Mental_Health_parent",
        "neglect": "Neglect",
        "emotional_abuse": "Emotional_Abuse",
        "drug_misuse_parent": "Drug_Misuse_parent",
        "mental_health_child": "Mental_Health_child",
    }.items():
        add_cin(
            f"factor_{fact}",
            f"assessments that found: {column.replace('_', ' ').lower()}",
            C3,
            column,
            of="Episodes_with_assessment_factor",
        )
    add_cin("in_need", "children in need on 31 March", B1, "At31_episodes")
    add_cin("in_need_starting", "episodes of need starting", B1, "Started_episodes")
    for band, words in {
        "3months": "under 3 months",
        "3-6": "3 to 6 months",
        "6-1": "6 to 12 months",
        "1-2": "1 to 2 years",
        "2more": "2 years or more",
    }.items():
        add(
            f"in_need_for_{band}",
            f"children in need on 31 March for {words}",
            "share",
            LAIT.format("CINTime"),
            at.lait(f"CINTime{band}"),
        )
    add_cin("enquiries", "section 47 enquiries", C4, "Section47")
    add_cin("conferences", "initial child protection conferences", C4, "ICPC")
    add(
        "conferences_in_15_days",
        "conferences within 15 working days",
        "share",
        LAIT.format("CP_conf_15days"),
        at.lait("CP_conf_15days"),
    )
    for fact, column in {
        "lower_quartile": "25th_Percentile",
        "median": "median",
        "upper_quartile": "75th_Percentile",
    }.items():
        add(
            f"conference_wait_{fact}",
            f"working days to the conference, {fact.replace('_', ' ')}",
            "days",
            CIN.format("C4"),
            at.column(C4, f"Duration_{column}"),
        )
    add(
        "assessments_in_45_days",
        "assessments within 45 working days",
        "share",
        LAIT.format("Continue_Assess_Comp"),
        at.lait("Continue_Assess_Comp"),
    )
    add_cin("plans_starting", "child protection plans starting", D3, "CPP_start")
    add_cin("second_plans", "plans starting that are a second or later plan", D3, "CPP_subsequent", of="CPP_start")
    add_cin("plans_open", "child protection plans on 31 March", D5, "CPP_At31")
    bands = {
        "up_to_3_months": "3_months_or_less",
        "3_to_6_months": "more_than_3_months_6_months",
        "6_to_12_months": "more_than_6_months_less_than_1_year",
    }
    shares = {fact: percent(at.column(D5, column), at.column(D5, "CPP_At31")) for fact, column in bands.items()}
    for fact, series in shares.items():
        add(f"plan_{fact}", f"plans on 31 March open {fact.replace('_', ' ')}", "share", CIN.format("D5"), series)
    add("plan_over_a_year", "plans on 31 March open a year or more", "share", CIN.format("D5"), rest(*shares.values()))
    for fact, code in {
        "police": "RefBySource_Police_%",
        "school": "RefBySource_Schl_%",
        "health": "RefBySource_HealthServ_%",
    }.items():
        series = {year: value for year, value in at.lait(code).items() if value}
        add(f"referred_by_{fact}", f"referrals from {fact}", "share", LAIT.format(code), series)
    care_facts(at, add)
    after_and_around(at, add)
    return facts


def care_facts(at: Published, add: Callable[[str, str, str, str, Series], None]) -> None:
    ends, starts = CLA.format("31 March by characteristic"), CLA.format("starting by characteristic")
    whole = at.part(AT_YEAR_END, "Age group", "Total")
    begun = at.part(STARTED, "Age on starting", "Total")
    add("in_care", "children looked after on 31 March", "total", ends, whole)
    alone = "Unaccompanied asylum-seeking children"
    add(
        "in_care_unaccompanied",
        "unaccompanied children looked after on 31 March",
        "total",
        ends,
        at.part(AT_YEAR_END, alone, "UASC"),
    )
    add("starting", "children starting to be looked after", "total", starts, begun)
    add(
        "starting_unaccompanied",
        "unaccompanied children starting to be looked after",
        "total",
        starts,
        at.part(STARTED, alone, "UASC"),
    )
    add("ceasing", "children ceasing to be looked after", "total", LAIT.format("LACceased"), at.lait("LACceased"))
    ages = {
        "under_1": "Under 1",
        "1_to_4": "1 to 4",
        "5_to_9": "5 to 9",
        "10_to_15": "10 to 15",
        "16_and_over": "16 years",
    }
    for fact, age in ages.items():
        add(
            f"in_care_{fact}",
            f"in care on 31 March aged {fact.replace('_', ' ')}",
            "share",
            ends,
            percent(at.part(AT_YEAR_END, "Age group", age), whole),
        )
    for fact, age in ages.items():
        add(
            f"starting_{fact}",
            f"starting aged {fact.replace('_', ' ')}",
            "share",
            starts,
            percent(at.part(STARTED, "Age on starting", age), begun),
        )
    for fact, status in {
        "full_order": "Full care order",
        "interim_order": "Interim care order",
        "placement_order": "Placement order",
        "agreement": "Voluntary agreements",
    }.items():
        add(
            f"in_care_{fact}",
            f"in care on 31 March: {status.lower()}",
            "share",
            ends,
            percent(at.part(AT_YEAR_END, "Legal status", status), whole),
        )
    for fact, status in {
        "interim_order": "Interim care order",
        "agreement": "Voluntary agreement",
        "police_protection": "Police protection",
    }.items():
        add(
            f"starting_{fact}",
            f"starting under: {status.lower()}",
            "share",
            starts,
            percent(at.part(STARTED, "Legal status", status), begun),
        )
    for fact, place in {
        "fostered": "Foster placements",
        "in_homes": "Secure homes",
        "independent": "Independent and semi",
        "with_parents": "Placed with parents",
        "placed_for_adoption": "Placed for adoption",
    }.items():
        add(
            fact,
            f"in care on 31 March: {place.lower()}",
            "share",
            ends,
            percent(at.part(AT_YEAR_END, "Placement", place), whole),
        )
    for fact, who in {"own": "Own provision", "private": "Private provision"}.items():
        add(
            f"provided_{fact}",
            f"in care on 31 March: {who.lower()}",
            "share",
            ends,
            percent(at.part(AT_YEAR_END, "Place providers", who), whole),
        )
    add("boys", "in care on 31 March: boys", "share", ends, percent(at.part(AT_YEAR_END, "Sex", "Male"), whole))
    needs = percent(at.part(STARTED, "Category of need", "N1"), begun)
    add("starting_abuse_or_neglect", "starting because of abuse or neglect", "share", starts, needs)
    stable = CLA.format("placement stability")
    add(
        "three_or_more_placements",
        "three or more placements in the year",
        "share",
        stable,
        percent(
            at.column(STABILITY, "children_count", placement_stability="With 3 or more placements during the year"),
            whole,
        ),
    )
    add(
        "same_carer_two_years",
        "same carer for two years, of those long in care",
        "share",
        stable,
        percent(
            at.column(STABILITY, "children_count", placement_stability="Living with the same carer"),
            at.column(
                STABILITY, "children_count", cla_group="Children looked after continuously", placement_stability="Total"
            ),
        ),
    )
    add("adopted", "adopted in the year", "total", LAIT.format("No_of LAC Adopted"), at.lait("No_of LAC Adopted"))
    add(
        "special_guardianship",
        "ceasing by special guardianship",
        "total",
        LAIT.format("LAC_ceased_SGO"),
        at.lait("LAC_ceased_SGO"),
    )
    add(
        "home_as_planned",
        "ceasing: home to parents as planned",
        "share",
        LAIT.format("LAC_RetHome_CarePlan_%"),
        at.lait("LAC_RetHome_CarePlan_%"),
    )


def after_and_around(at: Published, add: Callable[[str, str, str, str, Series], None]) -> None:
    leavers = CLA.format("care leavers")
    known = at.column(SUITABILITY, "care_leaver_count", care_leaver_age="19", breakdown="Suitability total")
    add("care_leavers", "care leavers aged 19 to 21", "total", leavers, known)
    add(
        "care_leavers_suitable",
        "care leavers of 19 to 21 in suitable accommodation",
        "share",
        LAIT.format("CareLeaverAcc"),
        at.lait("CareLeaverAcc"),
    )
    add(
        "care_leavers_active",
        "care leavers of 19 to 21 in education, employment or training",
        "share",
        LAIT.format("CareLeaverEET"),
        at.lait("CareLeaverEET"),
    )
    for fact, code, what in (
        ("went_missing", "Children_missing", "children looked after who went missing in the year"),
        ("health_assessed", "LACHealth%", "looked after a year: health assessment"),
        ("teeth_checked", "LACDental%", "looked after a year: teeth checked"),
        ("immunised", "LACVaccinations%", "looked after a year: immunisations"),
        ("three_social_workers", "Stability_SocialWorker", "in care with three or more social workers in the year"),
    ):
        add(fact, what, "share", LAIT.format(code), at.lait(code))
    add(
        "difficulties",
        "strengths and difficulties score, mean",
        "total",
        LAIT.format("Emotional_LAC"),
        at.lait("Emotional_LAC"),
    )
    add(
        "social_workers",
        "social workers in post (full-time equivalent, 30 September)",
        "total",
        WORKFORCE,
        at.column(CSWW, "inpost_fte"),
    )
    add(
        "caseload",
        "children held by a social worker who holds any",
        "total",
        WORKFORCE,
        at.column(CSWW, "caseload_fte"),
    )
    add("agency", "social workers from agencies", "share", WORKFORCE, at.column(CSWW, "agency_rate_fte"))
    add("turnover", "social workers leaving in the year", "share", WORKFORCE, at.column(CSWW, "turnover_rate_fte"))
    for fact, code, what in (
        ("cost_of_a_home", "RescareFinance", "£ a week for residential care"),
        ("cost_of_fostering", "FosteringFinance", "£ a week for fostering"),
    ):
        add(fact, what, "total", LAIT.format(code), at.lait(code))


def written(folder: Path, area: str) -> str:
    code, name = AREAS[area]
    facts = facts_of(Published(folder, code))
    whole = {
        "area": name,
        "licence": LICENCE,
        "facts": {
            fact: {
                "what": what,
                "kind": kind,
                "source": source,
                "years": {year: int(v) if v == int(v) else v for year, v in sorted(series.items())},
            }
            for fact, (what, kind, source, series) in facts.items()
            if series
        },
    }
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=160)


def main() -> int:
    named = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    folder = Path(named[0]) if named else ROOT.parent / "shared/data"
    stale = 0
    for area in AREAS:
        path, text = KEPT / f"{area}.yaml", written(folder, area)
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path.relative_to(ROOT)} is not what the tables say")
                stale = 1
        else:
            _ = path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main())
