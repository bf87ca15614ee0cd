"""The glossary cannot fall behind: every room, verdict, policy, way of counting and word of the field is in it."""

import re

import pytest
from tests.docs.blocks import CHECKOUT

from turncurve.curves import Verdict
from turncurve.definitions.measures import measures
from turncurve.definitions.policies import policies
from turncurve.journeys import JOURNEYS, JOURNEYS_BY_LAST_DAY
from turncurve.tables import TABLES

PAGE = (CHECKOUT / "GLOSSARY.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!word |room )(.+?) \| (.+) \|$", PAGE, flags=re.MULTILINE)
WORDS = [word for row, _ in ROWS for word in ([row] if row in set(Verdict) else row.split(", "))]

# A word of the field, and how it may stand in the definitions and sentences a reader sees. Anything that matches must
# be in the glossary; the test below holds that each still stands somewhere, so that the list itself cannot go stale.
FIELD = {
    "assessment": r"\bassessments?\b",
    "baseline": r"\bbaseline\b",
    "care leaver": r"\bcare leavers?\b",
    "child in need": r"\bchild(ren)? in need\b",
    "conference": r"\bconferences?\b",
    "episode": r"\bepisodes?\b",
    "forecast": r"\bforecast\b",
    "hidden": r"\bhidden\b",
    "in care": r"\bin care\b",
    "interval": r"\binterval\b",
    "invented": r"\binvented\b",
    "locality": r"\blocality\b",
    "look": r"\blook\b",
    "looked after": r"\blooked after\b",
    "looked back": r"\blooked back\b",
    "period of care": r"\bperiods? of care\b",
    "placement": r"\bplacements?\b",
    "population": r"\bpopulation\b",
    "protection plan": r"\bprotection plans?\b",
    "referral": r"\breferrals?\b",
    "referred again": r"\breferred again\b",
    "re-referral": r"\bre-referrals?\b",
    "section 47 enquiry": r"\bsection 47\b",
    "adoption": r"\badopt(ed|ion|s)\b",
    "foster carer": r"\bfoster carers?\b",
    "lead worker": r"\blead workers?\b",
    "leaving care": r"\bleav(e|ing) care\b",
    "mean": r"\bmean of\b",
    "missing": r"\b(go|went) missing\b",
    "relatives or friends": r"\brelatives or friends\b",
    "social worker": r"\bsocial workers?\b",
    "special guardianship": r"\bspecial guardianship\b",
    "stability": r"\bstability\b",
    "staying put": r"\bstaying put\b",
    "strengths and difficulties score": r"\bstrengths and difficulties scores?\b",
    "suitable accommodation": r"\bsuitable accommodation\b",
    "statistical neighbour": r"\bstatistical neighbours?\b",
    "turning date": r"\bturning date\b",
    "unaccompanied child": r"\bunaccompanied\b",
    "working day": r"\bworking days?\b",
}

# The glossary's word for what a row of each table is, for what each journey tells, and for what each unit counts.
TABLE_WORDS = {
    "person": "child",
    "immigration_status": "unaccompanied child",
    "children_places": "small area",
    "small_areas": "small area",
    "children_of_authority": "population",
    "cla_episodes": "episode",
    "care_leavers": "care leaver",
    "cla_reviews": "review",
    "cla_health": "health check",
    "missing": "missing",
    "permanence": "adoption",
    "should_be_placed_for_adoption": "adoption",
    "cla_previous_permanence": "permanence",
    "involvements": "social worker",
    "deprivation_of_liberty": "deprivation of liberty",
    "mother": "mother",
    "cin_episodes": "referral",
    "cin_assessments": "assessment",
    "assessment_factors": "factor",
    "cin_plans": "child in need",
    "s47_enquiry": "section 47 enquiry",
    "cp_plans": "protection plan",
    "cp_reviews": "review",
    "disability": "disability",
    "transfer_in_conferences": "conference",
    "published": "measure",
    "neighbours": "statistical neighbour",
    "population": "population",
    "authorities": "authority",
    "working_days": "working day",
    "contacts": "contact",
    "early_help_episodes": "early help",
    "early_help": "early help",
    "social_workers": "social worker",
    "lead_workers": "lead worker",
    "caseloads": "caseload",
    "placement_providers": "placement provider",
    "placement_costs": "weekly price",
    "professionals": "lead worker",
    "annex_a_children": "Annex A",
    "annex_a_referrals": "Annex A",
    "annex_a_assessments": "Annex A",
    "annex_a_enquiries": "Annex A",
    "annex_a_children_in_need": "Annex A",
    "annex_a_protection_plans": "Annex A",
    "annex_a_children_looked_after": "Annex A",
    "annex_a_care_leavers": "Annex A",
    "annex_a_adoptions": "Annex A",
    "annex_a_adopters": "Annex A",
}
JOURNEY_WORDS = {
    "adoptions": "adoption",
    "assessments": "assessment",
    "care_leavers_around_birthdays": "care leaver",
    "changes_of_level": "lead worker",
    "children_in_care_at_year_end": "in care",
    "conferences": "conference",
    "enquiries": "section 47 enquiry",
    "going_home": "going home",
    "health_of_children_in_care": "health check",
    "in_care_in_the_year": "in care",
    "leaving_care": "leaving care",
    "long_in_care": "stability",
    "periods_of_care": "period of care",
    "placements_in_care": "placement",
    "plans_on_a_day": "protection plan",
    "protection_plans": "protection plan",
    "referrals": "referral",
    "times_in_need": "child in need",
    "workers_in_the_year": "social worker",
    "children_of_each_lead": "caseload",
}
# What a unit may count, and the glossary's word for it.
UNITS = {
    r"per 10,000 children": "rate",
    r"\bplans?\b": "protection plan",
    r"\breferrals\b": "referral",
    r"\bassessments\b": "assessment",
    r"\bconferences\b": "conference",
    r"\binto care\b|\bin care\b": "in care",
    r"\bleaving (foster )?care\b": "leaving care",
    r"\bcare leavers\b": "care leaver",
    r"\b(went|going) home\b": "going home",
    r"\bsocial workers\b": "social worker",
    r"^children a worker$": "caseload",
    r"^days$": "mean",
    r"^points of 40$": "strengths and difficulties score",
}


def what_readers_see():
    """The words of the definitions and of the pages."""
    definitions = CHECKOUT / "src/turncurve/definitions"
    files = [*definitions.rglob("*.yaml"), *(CHECKOUT / "src/turncurve/web").rglob("*.html")]
    files += [CHECKOUT / "src/turncurve/report/sentences.py", CHECKOUT / "src/turncurve/report/charts/curve.py"]
    said = [file.read_text(encoding="utf-8") for file in files if "node_modules" not in file.parts]
    return " ".join([*said, *(one.one_row_is for one in TABLES.values())])


def test_every_room_is_in_the_glossary():
    rooms = {folder.parent.name for folder in (CHECKOUT / "src/turncurve").glob("*/__init__.py")}
    assert rooms - set(WORDS) == set()


def test_every_verdict_and_every_policy_is_in_the_glossary():
    assert {verdict.value for verdict in Verdict} - set(WORDS) == set()
    assert set(policies()) - set(WORDS) == set()


def test_every_way_of_counting_is_in_the_glossary():
    ways = {way for one in measures().values() for way in (one.kind, *one.every)}
    assert ways - set(WORDS) == set()
    for split in {split for one in measures().values() for split in one.splits}:
        assert re.search(rf"\b{split}\b", PAGE), split


def test_what_every_unit_counts_is_in_the_glossary():
    units = {one.unit for one in measures().values()}
    assert sorted(unit for unit in units if not any(re.search(pattern, unit) for pattern in UNITS)) == []
    assert [pattern for pattern in UNITS if not any(re.search(pattern, unit) for unit in units)] == []
    assert set(UNITS.values()) - set(WORDS) == set()


def test_every_table_and_every_journey_is_told_in_a_word_of_the_glossary():
    assert set(TABLE_WORDS) == set(TABLES)
    assert set(JOURNEY_WORDS) == {*JOURNEYS, *JOURNEYS_BY_LAST_DAY}
    assert {*TABLE_WORDS.values(), *JOURNEY_WORDS.values()} - set(WORDS) == set()


@pytest.mark.parametrize("word", FIELD)
def test_a_word_of_the_field_that_readers_meet_is_in_the_glossary(word):
    seen = re.search(FIELD[word], what_readers_see(), flags=re.IGNORECASE) is not None
    assert (seen, word in WORDS) == (True, True)


def test_every_kind_of_return_that_is_read_is_in_the_glossary():
    assert {one.source.return_ for one in measures().values()} <= set(WORDS)
    assert {"SSDA903", "CIN census", "LAIT", "Explore Education Statistics"} <= set(WORDS)


def test_no_word_stands_twice_and_each_has_a_meaning():
    assert sorted({word for word in WORDS if WORDS.count(word) > 1}) == []
    assert [row for row, means in ROWS if len(means) < 8] == []


@pytest.mark.parametrize("word", ["client", "cohort", "LAC", "service user", "treated"])
def test_the_glossary_names_nobody_as_they_would_not_name_themselves(word):
    assert re.search(rf"\b{word}\b", PAGE) is None
