"""What each kind of fault is found as: the plain names of rules and checks, which a test holds against the real ones.

A kind says every rule and check that must find it, and where; and what may follow from it elsewhere in the child's
records or the same return. What is found and not said here is found for nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Sign = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAs:
    """`here`: each rule or check that must find the fault at its own row, with the field it names; a fault of a whole
    file, anywhere in that file. `beside`: the same, at another row of the child. `then`: what may follow from it.
    `repaired`: the repairs, made while years are stitched together, of which it may be the cause."""

    here: tuple[Sign, ...] = ()
    beside: tuple[Sign, ...] = ()
    then: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()


def here(*signs: Sign, then: tuple[str, ...] = (), repaired: tuple[str, ...] = ()) -> FoundAs:
    return FoundAs(here=signs, then=then, repaired=repaired)


def beside(*signs: Sign, then: tuple[str, ...] = (), repaired: tuple[str, ...] = ()) -> FoundAs:
    return FoundAs(beside=signs, then=then, repaired=repaired)


LEFT_OPEN = "open-episode-closed-at-year-end"
#: What else is found of a child whose one episode was set aside.
EPISODE_GONE = (
    "header_of_a_child_with_no_episode",
    "review_outside_care",
    "missing_outside_care",
    "adoption_and_still_in_care",
    "care_leaver_never_in_care",
    "price_of_no_placement",
)
#: What else is found of a child whose episode never closes: it may end with the year, or with childhood.
NEVER_CLOSES = ("open_episode_lost", "in_care_after_18", "care_leaver_still_in_care", "adoption_and_still_in_care")

IN_CARE: Mapping[str, FoundAs] = {
    "date-impossible": here(("not-a-date", "DECOM"), then=EPISODE_GONE),
    "date-malformed": here(
        ("not-a-date", "DEC"), ("reason_without_an_end", "DEC"), then=NEVER_CLOSES, repaired=(LEFT_OPEN,)
    ),
    "code-unknown": here(("code-not-known", "PLACE")),
    "code-of-another-year": here(("code-of-another-year", "REC")),
    "duplicate-row": here(("same-row-twice", "CHILD, DECOM")),
    "episodes-overlap": beside(
        ("overlaps-the-next", "DEC"),
        ("episode_runs_past_the_next", "DEC"),
        ("ended_as_if_another_followed", "REC"),
        repaired=("overlap-cut-at-the-next-start",),
    ),
    "gap-without-stop": FoundAs(
        here=(("continues_after_a_gap", "RNE"),),
        beside=(("ended_as_if_another_followed", "REC"),),
        then=("price_of_no_placement",),
        repaired=("gap-closed-where-care-went-on",),
    ),
    "ended-without-reason": here(("ceased-without-both", "REC"), ("ended_without_a_reason", "REC")),
    "reason-without-end": here(
        ("ceased-without-both", "DEC"), ("reason_without_an_end", "DEC"), then=NEVER_CLOSES, repaired=(LEFT_OPEN,)
    ),
    "end-before-start": here(("ends-before-it-begins", "DEC"), then=EPISODE_GONE),
    "two-open-episodes": beside(
        ("left-open-before-another", "DEC"),
        ("open_episode_before_another", "DEC"),
        repaired=("open-episode-closed-by-the-next",),
    ),
    "placement-without-provider": here(("no_placement_provider", "PLACE_PROVIDER")),
    "provider-not-of-placement": here(("provided_by_parents_and_not_with_them", "PLACE_PROVIDER")),
    "postcode-malformed": here(("placement_postcode_malformed", "PL_POST")),
    "need-changes-in-a-period": here(("need_changed_in_care", "CIN")),
    "first-episode-not-a-start": here(("first_episode_does_not_start", "RNE")),
    "place-change-without-reason": here(("moved_without_a_reason", "REASON_PLACE_CHANGE")),
    "respite-within-care": here(("short_breaks_joined_to_care", "LS")),
    "adopters-without-placement-order": here(
        ("placement_order_placement_without_one", "LS"), then=("legal_status_changed_between_returns",)
    ),
    "born-after-care-began": beside(("in_care_before_birth", "DECOM"), then=("birth_differs_between_returns",)),
    "birthday-differs-between-years": here(
        ("birth_differs_between_years", "DOB"),
        then=("birth_differs_between_returns", "care_leaver_birth_differs"),
    ),
    "sex-differs-between-returns": beside(("sex_differs_between_returns", "Sex or GenderCurrent")),
    "in-care-past-eighteen": here(("in_care_after_18", "DEC")),
    "open-then-gone": here(("open_episode_lost", "DECOM"), repaired=(LEFT_OPEN,)),
    "not-in-the-header": here(("episode_of_a_child_not_in_the_header", "CHILD")),
    "unaccompanied-not-in-the-header": here(("unaccompanied_and_never_in_care", "CHILD")),
    "unaccompanied-with-a-home": here(("unaccompanied_with_a_home_here", "HOME_POST")),
    "pupil-number-malformed": here(("code-not-known", "UPN"), ("upn_malformed", "UPN")),
    "pupil-number-check-letter": here(("upn_check_letter_wrong", "UPN")),
    "mother-is-a-boy": here(("mother_and_a_boy", "MOTHER")),
    "review-before-care": here(("review_outside_care", "REVIEW")),
    "missing-while-not-in-care": here(("missing_outside_care", "MIS_START")),
    "missing-ends-before-it-begins": here(("ends-before-it-begins", "MIS_END")),
    "score-out-of-range": here(("feelings_score_too_high", "SDQ_SCORE")),
    "score-and-reason-for-none": here(("feelings_score_and_a_reason_for_none", "SDQ_REASON")),
    "asked-after-twenty-one": here(("care_leaver_of_the_wrong_age", "DOB")),
    "in-touch-without-a-home": here(("in_touch_and_home_not_known", "ACCOM")),
    "matched-before-decided": here(("matched_before_the_decision", "DATE_MATCH")),
    "adoption-dropped-without-reason": here(("adoption_dropped_without_a_reason", "REASON_PLACED_CEASED")),
    "earlier-permanence-malformed": here(("earlier_permanence_on_no_day", "DATE_PERM")),
    "workers-overlap": beside(("worker_runs_past_the_next", "SW_DEC")),
}
IN_NEED: Mapping[str, FoundAs] = {
    "plan-without-conference": here(("plan_without_a_conference", "CPPstartDate")),
    "conference-before-enquiry": here(("conference_before_the_enquiry", "DateOfInitialCPC")),
    "assessment-ends-before-it-starts": here(("ends-before-it-begins", "AssessmentAuthorisationDate")),
    "closed-before-referred": here(
        ("ends-before-it-begins", "CINclosureDate"),
        ("closed_before_it_was_referred", "CINclosureDate"),
        then=("plan_after_the_closure",),
    ),
    "earlier-plans-fall": here(("previous_plans_too_few", "NumberOfPreviousCPP")),
    "review-before-plan": here(("review_outside_the_plan", "CPPreviewDate")),
    "plan-ends-before-it-starts": here(("ends-before-it-begins", "CPPendDate")),
    "none-found-and-others": here(("no_factors_and_others", "AssessmentFactors")),
    "factor-of-another-year": here(("code-of-another-year", "AssessmentFactors")),
    "referral-source-unknown": here(("code-not-known", "ReferralSource")),
    "closed-without-reason": here(("closed_without_a_reason", "ReasonForClosure")),
    "reason-without-closure": here(
        ("reason_without_a_closure", "CINclosureDate"),
        then=("referral_lost",),
        repaired=("open-record-closed-at-year-end",),
    ),
    "born-and-expected": here(("born_and_expected", "ExpectedPersonBirthDate")),
    "no-further-action-but-assessed": here(("no_action_and_then_action", "ReferralNFA")),
    "two-referrals-a-day": here(("same-row-twice", "CINdetails")),
    "child-twice": here(("two-rows-for-one", "LAchildID"), then=("same-row-twice",)),
    "census-date-impossible": here(
        ("not-a-date", "PersonBirthDate"), ("no_birth_date_and_none_expected", "PersonBirthDate")
    ),
    "element-of-another-year": here(("code-of-another-year", "GenderCurrent")),
    "died-before-referred": here(("referred_after_death", "PersonDeathDate")),
    "no-pupil-number-code-unknown": here(("code-not-known", "UPNunknown")),
}
#: A file of which a column is not there is not read, so its part of the return is missing that year.
IN_FILES: Mapping[str, FoundAs] = {
    "lead-workers-overlap": beside(("lead_runs_past_the_next", "to")),
    "lead-worker-unknown": here(("lead_worker_on_no_list", "worker")),
    "early-help-ended-before-referred": here(("ends-before-it-begins", "ended")),
    "price-not-a-number": here(("cannot-be-read", "weekly_cost")),
    "price-of-no-placement": here(("price_of_no_placement", "from")),
    "small-area-unknown": here(("small-area-not-known", "small_area"), ("place_in_no_small_area", "small_area")),
    "column-renamed": here(("columns-missing", ""), then=("module_missing_in_a_year",)),
    "column-missing": here(("columns-missing", ""), then=("module_missing_in_a_year",)),
    "column-extra": here(("columns-not-known", "TEAM")),
    "blank-row": here(("blank-rows", "")),
    "semicolons": here(("not-separated-by-commas", "")),
    "other-encoding": here(("not-utf-8", "")),
    "truncated": here(("row-breaks-off", "")),
    "written-twice": here(("replaced-by-a-newer-file", "")),
    "xml-entity": here(("xml-declares-entities", "")),
}
FOUND_AS: Mapping[str, FoundAs] = {**IN_CARE, **IN_NEED, **IN_FILES}
