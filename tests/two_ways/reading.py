"""Read a folder of returns into plain lists: one row for each thing that happened, as the newest return tells it."""

import csv
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

Row = dict[str, str]


@dataclass
class Council:
    """All that the returns in one folder say. A row is a dict of text, exactly as it stood in its file."""

    care_years: list[int] = field(default_factory=list)  # years ending 31 March with an SSDA903 return
    need_years: list[int] = field(default_factory=list)  # years ending 31 March with a CIN census
    episodes: dict[str, list[Row]] = field(default_factory=dict)  # child: episodes, oldest first
    care_leavers: list[tuple[int, Row]] = field(default_factory=list)  # (year, OC3 row)
    stopped_being_unaccompanied: dict[str, date | None] = field(default_factory=dict)  # child in UASC: DUC
    referrals: list[Row] = field(default_factory=list)
    assessments: list[Row] = field(default_factory=list)
    enquiries: list[Row] = field(default_factory=list)
    reviews: dict[tuple[str, str], set[date]] = field(default_factory=dict)  # (child, start of plan): days of reviews
    health: list[tuple[int, Row]] = field(default_factory=list)  # (year, OC2 row)
    missing: list[tuple[int, Row]] = field(default_factory=list)  # (year, row)
    workers: list[tuple[int, Row]] = field(default_factory=list)  # (year, row)
    lead_workers: list[Row] = field(default_factory=list)  # the council's own list
    adopted: dict[str, Row] = field(default_factory=dict)  # child: AD1 row
    years_of: dict[str, list[int]] = field(default_factory=dict)  # module: years in which it holds a row
    plans: list[Row] = field(default_factory=list)
    born: dict[str, date | None] = field(default_factory=dict)
    homes: dict[str, list[Row]] = field(default_factory=dict)  # child: places lived, oldest first
    locality_of: dict[str, str] = field(default_factory=dict)  # small area: locality
    children_living_in: dict[tuple[str, int], int] = field(default_factory=dict)  # (locality, mid-year): children


def day_of(text: str) -> date | None:
    """A date written dd/mm/yyyy (SSDA903) or yyyy-mm-dd (everything else). Blank is no date."""
    if text == "":
        return None
    if "/" in text:
        day, month, year = text.split("/")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text)


def the_day(text: str) -> date:
    """A date that must be there."""
    day = day_of(text)
    assert day is not None, "a date is blank where the returns always have one"
    return day


@cache
def read(folder: Path) -> Council:
    """Everything in the folder, read once."""
    council = Council()
    read_census(folder, council)
    read_care(folder, council)  # after the census: where SSDA903 knows a child's date of birth, its date is used
    read_places(folder, council)
    council.lead_workers = rows_of(folder / "lead_workers.csv")
    return council


def years_in(folder: Path) -> list[tuple[int, Path]]:
    """The folders or files named 2016-17 and so on, with the year they end in, oldest first."""
    return sorted((int(path.name[:4]) + 1, path) for path in folder.glob("[0-9]*")) if folder.is_dir() else []


def rows_of(file: Path) -> list[Row]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def read_care(folder: Path, council: Council) -> None:
    """SSDA903. An episode is told again each year it touches: the newest year's telling is the one that stands."""
    newest: dict[tuple[str, str], list[Row]] = {}
    for year, at in years_in(folder / "ssda903"):
        council.care_years.append(year)
        for row in rows_of(at / "header.csv"):
            council.born[row["CHILD"]] = day_of(row["DOB"])
        for row in rows_of(at / "uasc.csv"):
            council.stopped_being_unaccompanied[row["CHILD"]] = day_of(row["DUC"])
        for module, kept in (
            ("oc3", council.care_leavers),
            ("oc2", council.health),
            ("missing", council.missing),
            ("sw_episodes", council.workers),
        ):
            rows = rows_of(at / f"{module}.csv")
            kept += [(year, row) for row in rows]
            if rows:
                council.years_of.setdefault(module, []).append(year)
        for row in rows_of(at / "ad1.csv"):
            council.adopted[row["CHILD"]] = row
        told_this_year: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows_of(at / "episodes.csv"):
            # A list, because an episode that ends the day it begins shares its start with the next one.
            told_this_year[row["CHILD"], row["DECOM"]].append({**row, "told_in": str(year)})
        newest.update(told_this_year)
    of_each_child: dict[str, list[Row]] = defaultdict(list)
    for (child, _), rows in newest.items():
        of_each_child[child] += rows
    council.episodes = {child: sorted(rows, key=oldest_first) for child, rows in of_each_child.items()}
    for episodes in council.episodes.values():
        # A child who was told to be in care, and is not told again, left nobody knows how: on the day after, 1 April.
        if episodes[-1]["DEC"] == "" and int(episodes[-1]["told_in"]) < council.care_years[-1]:
            episodes[-1]["DEC"] = f"01/04/{episodes[-1]['told_in']}"


def oldest_first(episode: Row) -> tuple[date, date]:
    return the_day(episode["DECOM"]), day_of(episode["DEC"]) or date.max


def read_census(folder: Path, council: Council) -> None:
    """The CIN census. What is told again in a newer census replaces the older telling."""
    referrals: dict[tuple[str, ...], Row] = {}
    assessments: dict[tuple[str, ...], Row] = {}
    enquiries: dict[tuple[str, ...], Row] = {}
    plans: dict[tuple[str, ...], Row] = {}
    for year, file in years_in(folder / "cin"):
        council.need_years.append(year)
        for child in ET.parse(file).getroot().iter("Child"):
            identifiers = child.find("ChildIdentifiers")
            assert identifiers is not None, f"a child without identifiers in {file.name}"
            one = {"child": text_of(identifiers, "LAchildID")}
            council.born[one["child"]] = day_of(text_of(identifiers, "PersonBirthDate"))
            for details in child.iter("CINdetails"):
                referred = {**one, "referred": text_of(details, "CINreferralDate")}
                said = fields(details, nothing_done="ReferralNFA", closed="CINclosureDate")
                keep(referrals, {**referred, **said, "told_in": str(year)}, told=("nothing_done", "closed", "told_in"))
                for element in details.iter("Assessments"):
                    said = fields(element, began="AssessmentActualStartDate", authorised="AssessmentAuthorisationDate")
                    keep(assessments, {**referred, **said}, told=("authorised",))
                for element in details.iter("Section47"):
                    said = fields(element, began="S47ActualStartDate", conference="DateOfInitialCPC")
                    keep(enquiries, {**referred, **said}, told=("conference",))
                for element in details.iter("ChildProtectionPlans"):
                    said = fields(element, began="CPPstartDate", ended="CPPendDate", before="NumberOfPreviousCPP")
                    keep(plans, {**one, **said, "told_in": str(year)}, told=("ended", "before", "told_in"))
                    reviewed = council.reviews.setdefault((one["child"], said["began"]), set())
                    reviewed |= {the_day((review.text or "").strip()) for review in element.iter("CPPreviewDate")}
    close_what_was_lost(plans.values(), "ended", council.need_years)
    close_what_was_lost((row for row in referrals.values() if row["nothing_done"] != "1"), "closed", council.need_years)
    council.referrals = list(referrals.values())
    council.assessments = list(assessments.values())
    council.enquiries = list(enquiries.values())
    council.plans = list(plans.values())


def close_what_was_lost(rows: Iterable[Row], ends: str, years: list[int]) -> None:
    """What was open in an older census, and is not told again, ended on the day after it: 1 April."""
    for row in rows:
        if row[ends] == "" and int(row["told_in"]) < years[-1]:
            row[ends] = f"{row['told_in']}-04-01"


def keep(kept: dict[tuple[str, ...], Row], row: Row, *, told: tuple[str, ...]) -> None:
    """Keep the row in place of any older telling of the same thing. `told` are the fields that may change."""
    kept[tuple(row[name] for name in row if name not in told)] = row


def text_of(element: ET.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def fields(element: ET.Element, **names: str) -> Row:
    return {ours: text_of(element, theirs) for ours, theirs in names.items()}


def read_places(folder: Path, council: Council) -> None:
    homes: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(folder / "children_places.csv"):
        homes[row["child"]].append(row)
    council.homes = {child: sorted(rows, key=lambda row: row["from"]) for child, rows in homes.items()}
    living: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows_of(folder / "small_areas.csv"):
        council.locality_of[row["small_area"]] = row["locality"]
        living[row["locality"], int(row["year"])] += int(row["children"])
    council.children_living_in = dict(living)


def episodes_but_short_breaks(council: Council) -> Iterator[tuple[str, list[Row]]]:
    """Each child with their episodes, less the short breaks: legal status V3 and V4 are no part of any measure."""
    for child, episodes in council.episodes.items():
        if staying := [episode for episode in episodes if episode["LS"] not in ("V3", "V4")]:
            yield child, staying
