"""Who worked for the council, who led for each child and when, and how many children each held on 30 September."""

from datetime import date
from pathlib import Path

from turncurve.made_up.days import first_day, iso
from turncurve.made_up.history import History
from turncurve.made_up.lists import CASELOADS, LEAD_WORKERS, WORKERS
from turncurve.made_up.write_places import write_lines


def write_workers(history: History, *, folder: Path) -> dict[str, int]:
    """Write workers.csv, lead_workers.csv and caseloads.csv as known on the last day. Gives the rows of each."""
    first, last = first_day(history.years[0]), history.as_at.toordinal()
    workers = [
        f"{w.worker},{w.team.replace(',', '')},{iso(w.started)},{iso(w.left) if w.left <= last else ''},"
        f"{'yes' if w.agency else 'no'},{w.hours},{'yes' if w.holds_children else 'no'}"
        for w in history.workers
        if w.left >= first and w.started <= last
    ]
    leads = [
        f"{child.id},{child.family:06d},{lead.worker},{iso(lead.started)},"
        f"{iso(lead.ended) if lead.ended <= last else ''},{lead.because}"
        for child in history.children
        for lead in history.leads.get(child.number, ())
        if lead.started <= last and lead.ended >= first
    ]
    held: list[str] = []
    for year in history.years:
        day = date(year - 1, 9, 30).toordinal()
        holding = {w.worker: 0 for w in history.workers if w.holds_children and w.started <= day < w.left}
        for child_leads in history.leads.values():
            for lead in child_leads:
                if lead.started <= day < lead.ended and lead.worker in holding:
                    holding[lead.worker] += 1
        held += [f"{worker},{iso(day)},{number}" for worker, number in holding.items()]
    write_lines(folder / "workers.csv", heading=WORKERS.heading, rows=workers)
    write_lines(folder / "lead_workers.csv", heading=LEAD_WORKERS.heading, rows=leads)
    write_lines(folder / "caseloads.csv", heading=CASELOADS.heading, rows=held)
    return {"workers": len(workers), "lead_workers": len(leads), "caseloads": len(held)}
