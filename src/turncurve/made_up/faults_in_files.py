"""Faults of whole files, and of the lists beside the returns."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from turncurve.made_up.days import written_year
from turncurve.made_up.dirty_files import Files, Row
from turncurve.made_up.finding_children import lone, one_closed

ENTITY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE Message [<!ENTITY name "invented">]>\n'
    "<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>"
    "<Children><Child><ChildIdentifiers><LAchildID>&name;</LAchildID></ChildIdentifiers></Child></Children></Message>\n"
)


def year_with(files: Files, module: str) -> int:
    """A year whose module has rows and no other fault of the whole file."""
    taken = {fault.file for fault in files.faults}
    for year in files.some_years():
        sheet = files.module(year, module)
        if sheet.rows and sheet.path not in taken:
            return year
    raise LookupError(f"there is nowhere to plant {files.kind}")


def column_renamed(files: Files) -> None:
    sheet = files.module(year_with(files, "ad1"), "ad1")
    at = sheet.columns.index("NB_ADOPTR")
    sheet.columns[at] = "NUMBER_OF_ADOPTERS"
    for row in sheet.rows:
        row["NUMBER_OF_ADOPTERS"] = row["NB_ADOPTR"]
    files.note_file(sheet.path, "NB_ADOPTR")


def column_missing(files: Files) -> None:
    sheet = files.module(year_with(files, "previous_permanence"), "previous_permanence")
    sheet.columns.remove("PREV_PERM")
    files.note_file(sheet.path, "PREV_PERM")


def column_extra(files: Files) -> None:
    sheet = files.module(year_with(files, "reviews"), "reviews")
    sheet.columns.append("TEAM")
    for row in sheet.rows:
        row["TEAM"] = "North"
    files.note_file(sheet.path, "TEAM")


def blank_rows(files: Files) -> None:
    sheet = files.module(year_with(files, "missing"), "missing")
    blank = Row()
    sheet.rows.insert(len(sheet.rows) // 2, blank)
    files.note(sheet, blank, "")


def rewritten(files: Files, module: str, by: Callable[[str], bytes]) -> None:
    """The whole file written another way, once all else in it is planted."""
    sheet = files.module(year_with(files, module), module)
    files.raw[sheet.path] = by(sheet.text())
    files.note_file(sheet.path)


def written_again(files: Files) -> None:
    year = year_with(files, "oc3")
    path = f"ssda903/{written_year(year)}/oc3 (copy).csv"
    heading, *rows = files.module(year, "oc3").text().splitlines()
    files.raw[path] = "\n".join([heading, *reversed(rows), ""]).encode()
    files.note_file(path)


def with_an_entity(files: Files) -> None:
    files.raw["cin/extra.xml"] = ENTITY.encode()
    files.note_file("cin/extra.xml")


def leads_overlap(files: Files) -> None:
    sheet = files.sheet("lead_workers.csv")
    pairs = [
        (row["child"], row)
        for before, row in zip(sheet.rows, sheet.rows[1:], strict=False)
        if before["child"] == row["child"] and before["to"] == row["from"] and later(before["from"], 60) < before["to"]
    ]
    child, row = files.claim(pairs)
    row["from"] = later(row["from"], -40)
    files.note(sheet, row, "from", child=child)


def later(text: str, days: int) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()


def set_in_list(files: Files, name: str, column: str, value: str | Callable[[Row], str], *, having: str = "") -> None:
    sheet = files.sheet(name)
    child, row = files.claim((row["child"], row) for row in sheet.rows if not having or row[having])
    row[column] = value if isinstance(value, str) else value(row)
    files.note(sheet, row, column, child=child)


def price_of_no_placement(files: Files) -> None:
    """A price paid for a child after they left care."""
    year, child, rows = lone(files, one_closed)
    sheet = files.sheet("placement_costs.csv")
    row = next(row for row in sheet.rows if row["child"] == child)
    day, month, of = rows[-1]["DEC"].split("/")
    began = later(f"{of}-{month}-{day}", 30)
    extra = Row(row | {"from": began, "to": later(began, 21)})
    sheet.rows.append(extra)
    files.note(sheet, extra, "from", child=child)
    _ = year


def planters() -> Iterator[tuple[str, str, Callable[[Files], None]]]:
    """(kind, what is wrong, how it is planted)."""
    yield "lead-workers-overlap", "two lead workers at once", leads_overlap
    yield (
        "lead-worker-unknown",
        "a lead worker who is on no list of workers",
        lambda f: set_in_list(f, "lead_workers.csv", "worker", "SW999999"),
    )
    yield (
        "early-help-ended-before-referred",
        "early help that ended before the referral",
        lambda f: set_in_list(f, "early_help.csv", "ended", lambda r: later(r["referred"], -11), having="ended"),
    )
    yield (
        "price-not-a-number",
        "a weekly price that is no number",
        lambda f: set_in_list(f, "placement_costs.csv", "weekly_cost", "TBC"),
    )
    yield "price-of-no-placement", "a price paid after the child left care", price_of_no_placement
    yield (
        "small-area-unknown",
        "a home in no small area of the council",
        lambda f: set_in_list(f, "children_places.csv", "small_area", "E01999998"),
    )
    yield "column-renamed", "a column under another name", column_renamed
    yield "column-missing", "a column left out", column_missing
    yield "column-extra", "a column nobody asked for", column_extra
    yield "blank-row", "a row with nothing in it", blank_rows
    yield (
        "semicolons",
        "semicolons where commas should be",
        lambda f: rewritten(f, "oc2", lambda text: text.replace(",", ";").encode()),
    )
    yield (
        "other-encoding",
        "a file written as UTF-16",
        lambda f: rewritten(f, "oc3", lambda text: text.encode("utf-16")),
    )
    yield (
        "truncated",
        "a file cut off in the middle of a row",
        lambda f: rewritten(
            f,
            "reviews",
            lambda text: text.encode()[: len(text) * 3 // 4 - (3 if text[len(text) * 3 // 4 - 1] == "\n" else 0)],
        ),
    )
    yield "written-twice", "the same module twice under two names", written_again
    yield "xml-entity", "an XML file that declares an entity", with_an_entity
