"""Where known children live, and how many children live in each small area."""

from itertools import pairwise
from pathlib import Path

from turncurve.made_up.days import first_day, iso
from turncurve.made_up.history import History
from turncurve.made_up.people import Child


def write_places(history: History, *, folder: Path) -> dict[str, int]:
    """Write children_places.csv and small_areas.csv. Gives the rows of each."""
    first, last = first_day(history.years[0]), history.as_at.toordinal()
    codes = [area.code for area in history.areas]
    homes: list[str] = []
    for family in history.families:
        for child in family.children:
            known = min((time.referred for time in child.times_in_need), default=last + 1)
            if known > last or not in_a_return(child, first=first, last=last):
                continue
            stops = [known, *(day for day, _ in family.homes if known < day < min(child.eighteenth, last + 1)), 0]
            for began, ended in pairwise(stops):
                until = iso(ended) if ended else ""
                homes.append(f"{child.id},{iso(began)},{until},{codes[family.area_on(began)]}")
    homes.sort()
    areas = [
        f"{area.code},{area.name},{area.locality},{year},{children}"
        for area in history.areas
        for year, children in area.children.items()
        if history.years[0] - 2 <= year < history.years[-1]
    ]
    write_lines(folder / "children_places.csv", heading="child,from,to,small_area", rows=homes)
    write_lines(folder / "small_areas.csv", heading="small_area,name,locality,year,children", rows=areas)
    return {"children_places": len(homes), "small_areas": len(areas)}


def in_a_return(child: Child, *, first: int, last: int) -> bool:
    """Whether any return of those days knows the child: in need, in care, or asked about after it."""
    in_need = any(
        time.referred <= last and (time.referred if time.no_further_action else time.closed) >= first
        for time in child.times_in_need
    )
    in_care = any(period.started <= last and period.ended >= first for period in child.care)
    return in_need or in_care or any(first <= told.day <= last for told in child.birthdays)


def write_lines(path: Path, *, heading: str, rows: list[str]) -> None:
    """A CSV file whose values hold no commas: UTF-8, one line feed after each row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _ = path.write_bytes("\n".join([heading, *rows, ""]).encode())
