"""The early-help list as CSV: one row a child and episode, as known on the last day."""

from pathlib import Path

from turncurve.made_up.days import iso
from turncurve.made_up.early_help import early_help
from turncurve.made_up.history import History
from turncurve.made_up.lists import EARLY_HELP
from turncurve.made_up.write_places import write_lines


def write_early_help(history: History, *, folder: Path) -> dict[str, int]:
    """Write early_help.csv. Gives its rows."""
    last = history.as_at.toordinal()
    codes = [area.code for area in history.areas]
    told = early_help(history.families, history.areas, chance=history.chance, first_year=history.years[0], last=last)
    rows = [
        f"{one.child},{one.family},{codes[one.area]},{one.source},{iso(one.referred)},"
        f"{'yes' if one.consent else 'no'},{iso(one.started) if one.started and one.started <= last else ''},"
        f"{iso(one.ended) if one.ended <= last else ''},{one.outcome if one.ended <= last else ''},{one.lead}"
        for one in sorted(told, key=lambda one: (one.referred, one.child))
        if one.referred <= last
    ]
    write_lines(folder / "early_help.csv", heading=EARLY_HELP.heading, rows=rows)
    return {"early_help": len(rows)}
