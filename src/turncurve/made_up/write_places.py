"""Where known children live, and how many children live in each small area."""

from itertools import pairwise
from pathlib import Path

from turncurve.made_up.days import iso
from turncurve.made_up.history import History


def write_places(history: History, *, folder: Path) -> dict[str, int]:
    """Write children_places.csv and small_areas.csv. Gives the rows of each."""
    last = history.as_at.toordinal()
    codes = [area.code for area in history.areas]
    homes: list[str] = []
    for family in history.families:
        for child in family.children:
            known = min((time.referred for time in child.times_in_need), default=last + 1)
            if known > last:
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


def write_lines(path: Path, *, heading: str, rows: list[str]) -> None:
    """A CSV file whose values hold no commas: UTF-8, one line feed after each row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _ = path.write_bytes("\n".join([heading, *rows, ""]).encode())
