"""The rules the Department holds an SSDA903 return to, checked by a plain loop over what was written."""

import itertools
from datetime import date

import pytest
from tests.made_up.conftest import YEARS, day

pytestmark = pytest.mark.slow

COLUMNS = {
    "header": "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB",
    "episodes": "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN",
    "reviews": "CHILD DOB REVIEW REVIEW_CODE",
    "uasc": "CHILD SEX DOB DUC",
    "oc2": "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT "
    "SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    "oc3": "CHILD DOB IN_TOUCH ACTIV ACCOM",
    "ad1": "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
    "placed_for_adoption": "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "previous_permanence": "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
    "missing": "CHILD DOB MISSING MIS_START MIS_END",
    "sw_episodes": "CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON",
}
GUARDIANSHIP_BEFORE, GUARDIANSHIP_FROM_2019 = {"E43", "E44"}, {"E45", "E46", "E47", "E48"}
TEMPORARY = {"T0", "T1", "T2", "T3", "T4"}


def eighteenth(born):
    return date(born.year + 18, born.month, born.day)


def by_child(rows):
    found = {}
    for row in rows:
        found.setdefault(row["CHILD"], []).append(row)
    return {child: sorted(theirs, key=lambda row: day(row["DECOM"])) for child, theirs in found.items()}


@pytest.fixture(scope="module")
def born(ssda903):
    return {row["CHILD"]: day(row["DOB"]) for year in YEARS for row in ssda903[year]["header"]}


def test_every_year_has_its_modules_with_their_columns_in_order(folder):
    for year in YEARS:
        at = folder / "ssda903" / f"{year - 1}-{year % 100:02d}"
        names = set(COLUMNS) - (set() if year >= 2024 else {"sw_episodes"})
        assert {path.stem for path in at.iterdir()} == names
        for name in names:
            with (at / f"{name}.csv").open(encoding="utf-8") as file:
                assert file.readline().strip() == COLUMNS[name].replace(" ", ",")


def test_episodes_follow_one_another_as_the_rules_ask(ssda903, born):
    seen = 0
    for year in YEARS:
        first, last = date(year - 1, 4, 1), date(year, 3, 31)
        for child, rows in by_child(ssda903[year]["episodes"]).items():
            for position, row in enumerate(rows):
                began, ended = day(row["DECOM"]), day(row["DEC"])
                assert bool(row["DEC"]) == bool(row["REC"])  # 148
                assert began <= last
                assert ended is None or first <= ended <= last
                assert (ended or last) <= eighteenth(born[child])
                assert ended is None or ended > began  # 355
                assert born[child] <= began
                before = rows[position - 1] if position else None
                if before is not None:
                    assert before["DEC"]  # 142
                    assert day(before["DEC"]) <= began  # 501
                    continues = day(before["DEC"]) == began and before["REC"] == "X1"
                    assert (row["RNE"] != "S") == continues  # 431-433
                    assert (before["REC"] == "X1") == continues  # 388
                    assert row["CIN"] == before["CIN"] or not continues  # 504
                    assert before["REC"] != "E2"  # 437
                elif row["RNE"] != "S":
                    assert ended is None or ended >= first
                    assert began < first or (began == first and year > YEARS[0])
                if position + 1 == len(rows):
                    assert row["REC"] != "X1" or ended == last
                seen += 1
    assert seen > 8_000


def test_what_changed_is_what_the_reason_for_the_new_episode_says(ssda903):
    checked = dict.fromkeys("LPTBU", 0)
    for year in YEARS:
        for rows in by_child(ssda903[year]["episodes"]).values():
            for before, row in itertools.pairwise(rows):
                if row["RNE"] == "S":
                    continue
                law = before["LS"] != row["LS"]
                kind = before["PLACE"] != row["PLACE"]
                home = before["PL_POST"] != row["PL_POST"]
                checked[row["RNE"]] += 1
                assert law == (row["RNE"] in "LBU")
                if row["RNE"] == "L":
                    assert not kind
                    assert not home
                    assert before["REASON_PLACE_CHANGE"] == ""
                elif row["RNE"] in "TU":
                    assert kind
                    assert not home
                    assert before["REASON_PLACE_CHANGE"] == "PLACE"
                elif before["PLACE"] in TEMPORARY or row["PLACE"] in TEMPORARY:
                    assert before["REASON_PLACE_CHANGE"] == ""
                else:
                    assert before["REASON_PLACE_CHANGE"] not in {"", "PLACE"}
    assert checked["L"] > 500
    assert checked["P"] > 1_000
    assert checked["T"] > 100


def test_an_episode_is_restated_the_next_year_and_only_closes(ssda903):
    carried = 0
    for year in YEARS[1:]:
        before = {(row["CHILD"], row["DECOM"]): row for row in ssda903[year - 1]["episodes"]}
        now = {(row["CHILD"], row["DECOM"]): row for row in ssda903[year]["episodes"]}
        for key, row in before.items():
            if row["DEC"]:
                continue
            carried += 1
            again = now[key]
            for column in ("RNE", "LS", "CIN", "PLACE_PROVIDER", "PL_POST", "HOME_POST", "URN"):
                assert again[column] == row[column]
            renamed = year == 2026 and row["PLACE"] == "H5"
            assert again["PLACE"] == ("K3" if renamed else row["PLACE"])  # 503D
        for key, row in now.items():
            if day(row["DECOM"]) < date(year - 1, 4, 1):
                assert key in before  # 562
    assert carried > 2_500


def test_codes_are_of_their_year(ssda903):
    for year in YEARS:
        modules = ssda903[year]
        assert {row["SEX"] for row in modules["header"]} == ({"M", "F"} if year >= 2025 else {"1", "2"})
        places = {row["PLACE"] for row in modules["episodes"]}
        assert ("K3" in places) == (year >= 2025)
        assert "H5" not in places or year <= 2025
        assert "P2" not in places or year <= 2025
        assert not places & {"Z1", "Z11", "Z12", "Z13", "Z14"}
        for row in modules["episodes"]:
            assert row["PLACE"] != "P2" or day(row["DECOM"]) < date(2023, 10, 28) or row["RNE"] == "L"
        endings = {row["REC"] for row in modules["episodes"]}
        assert not endings & (GUARDIANSHIP_FROM_2019 if year < 2019 else GUARDIANSHIP_BEFORE)
        assert endings & (GUARDIANSHIP_BEFORE if year < 2019 else GUARDIANSHIP_FROM_2019)
        activities = {row["ACTIV"] for row in modules["oc3"]}
        assert not activities & ({"F3", "P3"} if year >= 2022 else {"F4", "P4", "F5", "P5"})


def test_providers_and_urns_go_with_the_placement(ssda903):
    for year in YEARS:
        for row in ssda903[year]["episodes"]:
            place, provider = row["PLACE"], row["PLACE_PROVIDER"]
            assert (provider == "PR0") == (place == "P1")
            assert (provider == "") == (place in TEMPORARY)
            if place[0] in "PAT":
                assert row["URN"] == ""
            if place in {"K2", "K3", "U4", "U6"}:
                assert row["URN"].startswith("999")
                assert len(row["URN"]) == 7


def test_modules_speak_of_children_in_the_header_once_and_with_the_same_birthday(ssda903):
    for year in YEARS:
        modules = ssda903[year]
        header = {row["CHILD"]: row for row in modules["header"]}
        assert len(header) == len(modules["header"])
        in_episodes = {row["CHILD"] for row in modules["episodes"]}
        for name, rows in modules.items():
            for row in rows:
                assert row["CHILD"] in header
                assert row.get("DOB", header[row["CHILD"]]["DOB"]) == header[row["CHILD"]]["DOB"]
                assert len(row["CHILD"]) == 7
                assert name in {"header", "oc3"} or row["CHILD"] in in_episodes
        assert all(child in in_episodes or child in {r["CHILD"] for r in modules["oc3"]} for child in header)
    assert any(
        child.startswith("0") for child in header
    )  # ids are text: a reader that makes numbers of them loses this


def test_unaccompanied_children_are_n8_have_no_home_postcode_and_cease_to_be_at_eighteen(ssda903, born):
    for year in YEARS:
        alone = {row["CHILD"]: row for row in ssda903[year]["uasc"]}
        for row in ssda903[year]["episodes"]:
            if row["CHILD"] in alone:
                assert row["CIN"] == "N8"
                assert row["HOME_POST"] == ""
        for child, row in alone.items():
            assert day(row["DUC"]) == eighteenth(born[child])


def test_care_leavers_are_asked_about_on_a_birthday_of_the_year_and_not_while_in_care(ssda903, born):
    for year in YEARS:
        first, last = date(year - 1, 4, 1), date(year, 3, 31)
        asked = ssda903[year]["oc3"]
        for row in asked:
            birth = born[row["CHILD"]]
            ages = [age for age in range(17, 22) if first <= birth.replace(year=birth.year + age) <= last]
            assert len(ages) == 1
            birthday = birth.replace(year=birth.year + ages[0])
            for episode in by_child(ssda903[year]["episodes"]).get(row["CHILD"], []) if ages[0] < 19 else []:
                assert day(episode["DEC"]) < birthday
            assert (row["ACTIV"] == "0") == (row["ACCOM"] == "0") == (row["IN_TOUCH"] != "YES")
        assert len(asked) > 100


def test_adopted_children_have_their_adoption_module_and_are_not_heard_of_again(ssda903, cin):
    gone = {}
    for year in YEARS:
        adopted = {row["CHILD"]: day(row["DEC"]) for row in ssda903[year]["episodes"] if row["REC"] in {"E11", "E12"}}
        assert {row["CHILD"] for row in ssda903[year]["ad1"]} == set(adopted)
        for row in ssda903[year]["ad1"]:
            assert day(row["DATE_INT"]) <= day(row["DATE_MATCH"]) < adopted[row["CHILD"]]
        assert not set(gone) & {row["CHILD"] for row in ssda903[year]["header"]}
        gone |= adopted
    assert gone
    for child in cin[2026].iterfind(".//Child"):
        assert gone.get(child.findtext("ChildIdentifiers/LAchildID"), date(2026, 1, 1)) >= date(2025, 4, 1)


def test_health_is_asked_of_children_looked_after_all_year_and_no_others(ssda903):
    for year in YEARS:
        first = date(year - 1, 4, 1)
        there = set()
        for child, rows in by_child(ssda903[year]["episodes"]).items():
            care = [row for row in rows if row["LS"] not in {"V3", "V4"}]
            whole = care and day(care[0]["DECOM"]) <= first and not care[-1]["DEC"]
            if whole and all(row["REC"] in {"X1", ""} for row in care):
                there.add(child)
        assert there == {row["CHILD"] for row in ssda903[year]["oc2"]}
        for row in ssda903[year]["oc2"]:
            assert not (row["SDQ_SCORE"] and row["SDQ_REASON"])
            assert (row["INTERVENTION_RECEIVED"] != "") == (row["SUBSTANCE_MISUSE"] == "1")
            assert (row["INTERVENTION_OFFERED"] != "") == (row["INTERVENTION_RECEIVED"] == "0")


def test_reviews_missing_times_and_social_workers_lie_inside_the_year_and_the_time_in_care(ssda903):
    for year in YEARS:
        first, last = date(year - 1, 4, 1), date(year, 3, 31)
        care = by_child(ssda903[year]["episodes"])
        for row in ssda903[year]["reviews"]:
            held = day(row["REVIEW"])
            assert first <= held <= last
            assert any(day(e["DECOM"]) <= held <= (day(e["DEC"]) or last) for e in care[row["CHILD"]])
        for row in ssda903[year]["missing"]:
            began, back = day(row["MIS_START"]), day(row["MIS_END"]) or last
            assert began <= last
            assert first <= back <= last
            assert any(day(e["DECOM"]) <= began <= back <= (day(e["DEC"]) or last) for e in care[row["CHILD"]])
        for row in ssda903[year].get("sw_episodes", []):
            assert day(row["SW_DECOM"]) < (day(row["SW_DEC"]) or date(2099, 1, 1))
