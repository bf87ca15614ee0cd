"""What placements cost by week and by whom they are provided, as CSV: the list a commissioning team keeps."""

from pathlib import Path

from turncurve.made_up.costs import Cost, costs_of
from turncurve.made_up.days import iso
from turncurve.made_up.history import History
from turncurve.made_up.lists import COSTS, PROVIDERS
from turncurve.made_up.write_places import write_lines


def write_costs(history: History, *, folder: Path) -> dict[str, int]:
    """Write placement_providers.csv and placement_costs.csv. Gives the rows of each."""
    rows: list[str] = []
    seen: dict[str, tuple[Cost, set[str]]] = {}
    for year in history.years:
        for cost in costs_of(history, year=year):
            rows.append(
                f"{cost.child},{cost.provider},{cost.kind},{iso(cost.started)},"
                f"{iso(cost.ended) if cost.ended <= history.as_at.toordinal() else ''},{cost.weekly}"
            )
            if cost.sector != "parents":
                seen.setdefault(cost.provider, (cost, set()))[1].add(cost.kind)
    providers = [
        f"{name},{cost.sector},{' '.join(sorted(kinds))},{cost.postcode}"
        for name, (cost, kinds) in sorted(seen.items())
    ]
    write_lines(folder / "placement_providers.csv", heading=PROVIDERS.heading, rows=providers)
    write_lines(folder / "placement_costs.csv", heading=COSTS.heading, rows=sorted(rows))
    return {"placement_providers": len(providers), "placement_costs": len(rows)}
