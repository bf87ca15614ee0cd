"""Faults of the kinds a person makes in an SSDA903 return, each planted in a child's rows that have no other."""

from collections.abc import Callable, Iterator

from turncurve.made_up.dirty_files import Files
from turncurve.made_up.finding_children import moved, one_closed, one_fostered, set_in, set_in_module, two_running
from turncurve.made_up.planting_in_care import (
    asked_after_twenty_one,
    birthday_differs_between_years,
    born_after_care_began,
    does_not_start,
    duplicate_row,
    missing_before_care,
    not_in_the_header,
    open_then_gone,
    review_before_care,
    sex_differs_between_returns,
    stays_past_eighteen,
    two_open_episodes,
    unaccompanied_not_in_the_header,
    workers_overlap,
)


def planters() -> Iterator[tuple[str, str, Callable[[Files], None]]]:
    """(kind, what is wrong, how it is planted)."""
    yield "date-impossible", "a day that is in no calendar", lambda f: set_in(f, one_closed, "DECOM", "31/02/2020")
    yield "date-malformed", "a day not written dd/mm/yyyy", lambda f: set_in(f, one_closed, "DEC", "12th May 21")
    yield "code-unknown", "a placement code there is none of", lambda f: set_in(f, one_fostered, "PLACE", "Q9")
    yield (
        "code-of-another-year",
        "an ending that was a code only before 2018/19",
        lambda f: set_in_module(
            f, "episodes", lambda r: r["REC"] in {"E45", "E46", "E47"} and r["RNE"] != "S", "REC", "E43", since=2020
        ),
    )
    yield "duplicate-row", "an episode written twice", duplicate_row
    yield (
        "episodes-overlap",
        "an episode that begins before the one before it ended",
        lambda f: set_in(f, two_running, "DECOM", lambda r: moved(r["DECOM"], -10), at=1),
    )
    yield (
        "gap-without-stop",
        "days between two episodes of one period of care",
        lambda f: set_in(f, two_running, "DECOM", lambda r: moved(r["DECOM"], 6), at=1),
    )
    yield "ended-without-reason", "DEC with no REC", lambda f: set_in(f, one_closed, "REC", "")
    yield "reason-without-end", "REC with no DEC", lambda f: set_in(f, one_closed, "DEC", "")
    yield (
        "end-before-start",
        "an episode that ends before it begins",
        lambda f: set_in(f, one_closed, "DEC", lambda r: moved(r["DECOM"], -9)),
    )
    yield "two-open-episodes", "two episodes with no end", two_open_episodes
    yield (
        "placement-without-provider",
        "a foster placement with nobody providing it",
        lambda f: set_in(f, one_fostered, "PLACE_PROVIDER", ""),
    )
    yield (
        "provider-not-of-placement",
        "a foster placement provided by parents",
        lambda f: set_in(f, one_fostered, "PLACE_PROVIDER", "PR0"),
    )
    yield (
        "postcode-malformed",
        "a placement's postcode that is no postcode",
        lambda f: set_in(f, one_closed, "PL_POST", "QX1"),
    )
    yield (
        "need-changes-in-a-period",
        "another category of need within one period of care",
        lambda f: set_in(f, lambda rows: two_running(rows) and rows[0]["CIN"] == "N1", "CIN", "N5", at=1),
    )
    yield "first-episode-not-a-start", "a child's first episode that is not a start", does_not_start
    yield (
        "place-change-without-reason",
        "a move with no reason for it",
        lambda f: set_in(
            f,
            lambda rows: (
                two_running(rows) and rows[1]["RNE"] == "P" and rows[0]["REASON_PLACE_CHANGE"] not in {"", "PLACE"}
            ),
            "REASON_PLACE_CHANGE",
            "",
        ),
    )
    yield (
        "respite-within-care",
        "a short break's legal status within a period of care",
        lambda f: set_in(
            f, lambda rows: two_running(rows) and rows[0]["LS"] == "V2" and rows[1]["LS"] == "V2", "LS", "V4", at=1
        ),
    )
    yield (
        "adopters-without-placement-order",
        "placed for adoption under a voluntary agreement",
        lambda f: set_in_module(
            f,
            "episodes",
            lambda r: r["PLACE"] == "A6" and r["LS"] == "E1" and r["REC"] in {"E11", "E12"} and r["RNE"] == "P",
            "LS",
            "V2",
        ),
    )
    yield "born-after-care-began", "a birthday after the day care began", born_after_care_began
    yield (
        "birthday-differs-between-years",
        "another birthday than in last year's return",
        birthday_differs_between_years,
    )
    yield "sex-differs-between-returns", "another sex than in the census of the same year", sex_differs_between_returns
    yield "in-care-past-eighteen", "in care after the eighteenth birthday", stays_past_eighteen
    yield "open-then-gone", "in care on 31 March and not in next year's return", open_then_gone
    yield "not-in-the-header", "a child with episodes and no header", not_in_the_header
    yield "unaccompanied-not-in-the-header", "an unaccompanied child with no header", unaccompanied_not_in_the_header
    yield (
        "unaccompanied-with-a-home",
        "an unaccompanied child with a home postcode",
        lambda f: set_in_module(
            f,
            "episodes",
            lambda r: r["CIN"] == "N8" and r["HOME_POST"] == "" and r["RNE"] == "S" and bool(r["DEC"]),
            "HOME_POST",
            "QX1 1AA",
        ),
    )
    yield (
        "pupil-number-malformed",
        "a UPN that is too short",
        lambda f: set_in_module(f, "header", lambda r: len(r["UPN"]) == 13, "UPN", lambda r: r["UPN"][:9]),
    )
    yield (
        "pupil-number-check-letter",
        "a UPN whose check letter is not its own",
        lambda f: set_in_module(
            f,
            "header",
            lambda r: len(r["UPN"]) == 13,
            "UPN",
            lambda r: ("A" if r["UPN"][0] != "A" else "B") + r["UPN"][1:],
        ),
    )
    yield (
        "mother-is-a-boy",
        "a boy written down as a mother",
        lambda f: set_in_module(f, "header", lambda r: r["SEX"] in {"1", "M"} and r["MOTHER"] == "", "MOTHER", "1"),
    )
    yield "review-before-care", "a review before care began", review_before_care
    yield "missing-while-not-in-care", "gone missing while not in care", missing_before_care
    yield (
        "missing-ends-before-it-begins",
        "back before they went",
        lambda f: set_in_module(
            f, "missing", lambda r: bool(r["MIS_END"]), "MIS_END", lambda r: moved(r["MIS_START"], -4)
        ),
    )
    yield (
        "score-out-of-range",
        "a strengths and difficulties score over 40",
        lambda f: set_in_module(f, "oc2", lambda r: bool(r["SDQ_SCORE"]), "SDQ_SCORE", "55"),
    )
    yield (
        "score-and-reason-for-none",
        "a score, and a reason why there is none",
        lambda f: set_in_module(f, "oc2", lambda r: bool(r["SDQ_SCORE"]), "SDQ_REASON", "SDQ2"),
    )
    yield (
        "asked-after-twenty-one",
        "a care leaver asked about with no birthday from 17 to 21 in the year",
        asked_after_twenty_one,
    )
    yield (
        "in-touch-without-a-home",
        "a care leaver in touch whose home is not said",
        lambda f: set_in_module(f, "oc3", lambda r: r["IN_TOUCH"] == "YES", "ACCOM", ""),
    )
    yield (
        "matched-before-decided",
        "matched with adopters before adoption was decided",
        lambda f: set_in_module(
            f, "ad1", lambda r: bool(r["DATE_INT"]), "DATE_MATCH", lambda r: moved(r["DATE_INT"], -40)
        ),
    )
    yield (
        "adoption-dropped-without-reason",
        "a plan for adoption that ended with no reason",
        lambda f: set_in_module(
            f, "placed_for_adoption", lambda r: bool(r["REASON_PLACED_CEASED"]), "REASON_PLACED_CEASED", ""
        ),
    )
    yield (
        "earlier-permanence-malformed",
        "a day of earlier permanence in a thirteenth month",
        lambda f: set_in_module(
            f,
            "previous_permanence",
            lambda r: bool(r["DATE_PERM"]),
            "DATE_PERM",
            lambda r: f"ZZ/13/{r['DATE_PERM'][-4:]}",
        ),
    )
    yield "workers-overlap", "two social workers at once", workers_overlap
