"""Tables drawn in text, as definitions give their examples, made into rows as reported."""

from datetime import date

import polars as pl

from turncurve.checks import Reported
from turncurve.definitions.checks import Check
from turncurve.tables.reported import REPORTED, as_reported

NOBODY = pl.DataFrame(schema={"mid_year": pl.Int64, "children": pl.Int64})


def drawn(table: str, drawing: str, *, prefix: str = "") -> tuple[list[dict], set[int]]:
    """The rows of a drawing in the shape of a table, and the numbers (`row`) of those marked as found.

    Row numbers begin at 2, as under a heading. `prefix` is put before every child's identifier and referral.
    """
    heading, *lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip("\n").splitlines()]
    columns = REPORTED[table].columns
    rows, found = [], set()
    for number, cells in enumerate(lines, start=2):
        said = dict(zip(heading, cells, strict=True))
        if said.pop("found", ""):
            found.add(number)
        row = {name: value(cell, columns[name]) for name, cell in said.items()}
        for name in ("person_id", "referral_id", "plan_id", "upn"):
            if prefix and row.get(name) and not str(row[name]).startswith("UN"):
                row[name] = prefix + row[name] if name != "upn" else row[name]
        rows.append({**row, "file": f"{table}-file", "row": number})
    return rows, found


def value(cell: str, kind):
    if cell == "":
        return None
    if kind == pl.Date:
        return date.fromisoformat(cell)
    if kind == pl.Int64:
        return int(cell)
    if kind == pl.Float64:
        return float(cell)
    return cell == "yes" if kind == pl.Boolean else cell


def reported_of(check: Check, tables: dict[str, list[dict]]) -> Reported:
    """What arrived: the drawn rows, and every table the check reads for every year that is drawn."""
    years = {row["year"] for rows in tables.values() for row in rows if "year" in row}
    frames = {name: as_reported(name, tables.get(name, [])) for name in check.tables}
    arrived = {name: frozenset(years if REPORTED[name].yearly else {0}) for name in check.tables}
    return Reported(tables=frames, years=arrived, children=NOBODY)
