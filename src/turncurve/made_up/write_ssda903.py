"""The SSDA903 return of each year as CSV files: every episode that touches the year, as known on 31 March."""

from collections.abc import Iterable
from pathlib import Path

from turncurve.made_up.days import first_day, last_day, slashed, written_year
from turncurve.made_up.history import History
from turncurve.made_up.people import Child
from turncurve.made_up.while_in_care import all_year, health_row

Rows = list[list[str]]

COLUMNS = {
    "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
    "episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
    "reviews": "CHILD,DOB,REVIEW,REVIEW_CODE",
    "uasc": "CHILD,SEX,DOB,DUC",
    "oc2": "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
    "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED",
    "oc3": "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
    "ad1": "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
    "placed_for_adoption": "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED",
    "previous_permanence": "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM",
    "missing": "CHILD,DOB,MISSING,MIS_START,MIS_END",
    "sw_episodes": "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON",
}
SEX_AS_LETTERS = 2025  # M and F from 2024/25, 1 and 2 before
SOCIAL_WORKERS = 2024  # the module begins in 2023/24
SEMI_INDEPENDENT_ENDS = 2026  # H5 is no code of 2025/26: a placement still open is restated as K3
EARLIER_PERMANENCE_FROM = first_day(2017)


def write_ssda903(history: History, *, folder: Path) -> dict[int, dict[str, int]]:
    """Write one folder a year. Gives the rows written, by year and module."""
    in_order = sorted((child for child in history.children if child.care), key=lambda child: child.number)
    written: dict[int, dict[str, int]] = {}
    for year in history.years:
        modules = year_of_returns(history, in_order, year=year)
        at = folder / "ssda903" / written_year(year)
        at.mkdir(parents=True, exist_ok=True)
        for module, rows in modules.items():
            lines = [COLUMNS[module], *(",".join(row) for row in rows), ""]
            _ = (at / f"{module}.csv").write_bytes("\n".join(lines).encode())
        written[year] = {module: len(rows) for module, rows in modules.items()}
    return written


def year_of_returns(history: History, children: Iterable[Child], *, year: int) -> dict[str, Rows]:
    """Every module of one year: rows without their heading."""
    first, last = first_day(year), last_day(year)
    modules: dict[str, Rows] = {module: [] for module in COLUMNS if module != "sw_episodes" or year >= SOCIAL_WORKERS}
    for child in children:
        episodes = episode_rows(child, year=year)
        birthdays = [told for told in child.birthdays if first <= told.day <= last]
        if not episodes and not birthdays:
            continue
        sex = child.sex if year >= SEX_AS_LETTERS else {"M": "1", "F": "2"}[child.sex]
        born = slashed(child.born)
        modules["header"].append(
            [child.id, sex, born, child.ethnicity, child.pupil_number(last), *mother_cells(history, child, last=last)]
            if episodes
            else [child.id, sex, born, child.ethnicity, child.pupil_number(last), "", ""]
        )
        modules["oc3"] += [[child.id, born, t.in_touch, t.activity, t.accommodation] for t in birthdays]
        modules["episodes"] += episodes
        if not episodes:
            continue
        if child.unaccompanied:
            modules["uasc"].append([child.id, sex, born, slashed(child.eighteenth)])
        if all_year(child, year=year):
            modules["oc2"].append(health_row(child, year=year, chance=history.chance, profile=history.profile))
        adoption_rows(child, year=year, modules=modules)
        recorded_rows(history, child, year=year, modules=modules)
    return modules


def mother_cells(history: History, child: Child, *, last: int) -> list[str]:
    """MOTHER and MC_DOB: blank for boys; 1, with her child's birthday, once she has one."""
    if child.sex != "F":
        return ["", ""]
    baby = history.care[child.number].mother_from
    return ["1", slashed(baby)] if baby is not None and baby <= last else ["0", ""]


def episode_rows(child: Child, *, year: int) -> Rows:
    """The child's episodes that touch the year; one still open on 31 March has neither DEC, REC nor reason."""
    first, last = first_day(year), last_day(year)
    rows: Rows = []
    for period in child.care:
        if period.ended < first or period.started > last:
            continue
        for episode in period.episodes:
            if episode.ended < first or episode.started > last:
                continue
            closed = episode.ended <= last
            old_code = episode.placement == "H5" and year >= SEMI_INDEPENDENT_ENDS
            rows.append(
                [
                    child.id,
                    slashed(episode.started),
                    episode.new_because,
                    episode.legal_status,
                    period.need,
                    "K3" if old_code else episode.placement,
                    episode.provider,
                    slashed(episode.ended) if closed else "",
                    episode.ended_because if closed else "",
                    episode.place_change if closed else "",
                    episode.home_postcode,
                    episode.placement_postcode,
                    episode.urn,
                ]
            )
    return rows


def adoption_rows(child: Child, *, year: int, modules: dict[str, Rows]) -> None:
    first, last = first_day(year), last_day(year)
    for period in child.care:
        if period.adoption_dropped and period.ended >= first:
            decided, dropped, why = period.adoption_dropped
            if decided <= last and dropped >= first:
                ceased = [slashed(dropped), why] if dropped <= last else ["", ""]
                modules["placed_for_adoption"].append([child.id, slashed(child.born), slashed(decided), *ceased])
        plan = period.adoption
        if plan is None or period.ended < first:
            continue
        if plan.decided <= last:
            modules["placed_for_adoption"].append([child.id, slashed(child.born), slashed(plan.decided), "", ""])
        if period.ended <= last:
            modules["ad1"].append(
                [
                    child.id,
                    slashed(child.born),
                    slashed(plan.decided),
                    slashed(plan.matched),
                    str(int(plan.by_foster_carer)),
                    "1" if plan.adopters_legal == "L0" else "2",
                    plan.adopters,
                    plan.adopters_legal,
                ]
            )


def recorded_rows(history: History, child: Child, *, year: int, modules: dict[str, Rows]) -> None:
    """Reviews, times missing, social workers and earlier permanence of one child in one year."""
    first, last = first_day(year), last_day(year)
    born, record = slashed(child.born), history.care[child.number]
    modules["reviews"] += [[child.id, born, slashed(day), code] for day, code in record.reviews if first <= day <= last]
    modules["missing"] += [
        [child.id, born, away.kind, slashed(away.started), slashed(away.ended) if away.ended <= last else ""]
        for away in record.missing
        if away.started <= last and away.ended >= first
    ]
    if any(first <= p.started <= last and p.started >= EARLIER_PERMANENCE_FROM for p in child.care if not p.respite):
        earlier, when = record.earlier_permanence
        modules["previous_permanence"].append([child.id, born, earlier, "", when])
    if "sw_episodes" in modules:
        modules["sw_episodes"] += [
            [child.id, born, w.worker, slashed(w.started), slashed(w.ended) if w.ended <= last else "", w.because]
            for w in record.workers
            if w.started <= last and w.ended >= first
        ]
