"""Finding a child in the SSDA903 return in whose rows a fault can be planted, and setting one field there."""

from collections.abc import Callable
from datetime import date, timedelta

from turncurve.made_up.dirty_files import Files, Row, Sheet, in_one_year_only

Lone = Callable[[list[Row]], bool]


def moved(text: str, days: int) -> str:
    """A day written dd/mm/yyyy, moved."""
    day, month, year = (int(part) for part in text.split("/"))
    return f"{date(year, month, day) + timedelta(days=days):%d/%m/%Y}"


def read(text: str) -> date:
    day, month, year = (int(part) for part in text.split("/"))
    return date(year, month, day)


def lone(files: Files, holds: Lone, *, since: int = 0) -> tuple[int, str, list[Row]]:
    """A year, a child known in that year alone, and the child's episodes, for which it holds."""
    for year in files.some_years():
        if year < since:
            continue
        found = [one for one in in_one_year_only(files, year) if one[0] not in files.used and holds(one[1])]
        if found:
            child, rows = files.claim(found)
            return year, child, rows
    raise LookupError(f"there is nowhere to plant {files.kind}")


def one_closed(rows: list[Row]) -> bool:
    """One episode that lasted two months or more, and ended."""
    return len(rows) == 1 and bool(rows[0]["DEC"]) and (read(rows[0]["DEC"]) - read(rows[0]["DECOM"])).days > 60


def one_fostered(rows: list[Row]) -> bool:
    return one_closed(rows) and rows[0]["PLACE"].startswith("U")


def two_running(rows: list[Row]) -> bool:
    """Two episodes, the second from the day the first ended, each a month or more."""
    return (
        len(rows) == 2
        and all(row["DEC"] for row in rows)
        and rows[0]["REC"] == "X1"
        and all((read(row["DEC"]) - read(row["DECOM"])).days > 30 for row in rows)
    )


def set_in(files: Files, holds: Lone, column: str, value: str | Callable[[Row], str], *, at: int = 0) -> None:
    """Set one field of one episode of a child known in one year."""
    year, child, rows = lone(files, holds)
    row = rows[at]
    row[column] = value if isinstance(value, str) else value(row)
    files.note(files.module(year, "episodes"), row, column, child=child)


def in_module(files: Files, name: str, holds: Callable[[Row], bool], *, since: int = 0) -> tuple[Sheet, str, Row]:
    """A row of a module, of a child with no fault yet, for which it holds."""
    for year in files.some_years():
        if year < since:
            continue
        sheet = files.module(year, name)
        found = [(row["CHILD"], row) for row in sheet.rows if row["CHILD"] not in files.used and holds(row)]
        if found:
            child, row = files.claim(found)
            return sheet, child, row
    raise LookupError(f"there is nowhere to plant {files.kind}")


def set_in_module(
    files: Files,
    name: str,
    holds: Callable[[Row], bool],
    column: str,
    value: str | Callable[[Row], str],
    since: int = 0,
) -> None:
    sheet, child, row = in_module(files, name, holds, since=since)
    row[column] = value if isinstance(value, str) else value(row)
    files.note(sheet, row, column, child=child)
