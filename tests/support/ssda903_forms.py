"""The rows of an SSDA903 return written as a workbook and as XML, by plain loops that know nothing of the readers."""

import csv
import io
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import openpyxl

DATES = frozenset(
    [
        "DOB",
        "DECOM",
        "DEC",
        "REVIEW",
        "DUC",
        "DATE_INT",
        "DATE_MATCH",
        "DATE_PLACED",
        "DATE_PLACED_CEASED",
        "DATE_PERM",
        "MIS_START",
        "MIS_END",
        "MC_DOB",
        "SW_DECOM",
        "SW_DEC",
        "DOLO_START",
        "DOLO_END",
    ]
)
IN_HEADER = {
    "header": ("UPN", "SEX", "DOB", "ETHNIC", "MOTHER", "MC_DOB"),
    "uasc": ("DUC",),
    "ad1": ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
    "oc3": ("IN_TOUCH", "ACTIV", "ACCOM"),
}
GROUPS = {
    "missing": "AMISSING",
    "reviews": "AREVIEW",
    "previous_permanence": "PERMANENCE",
    "oc2": "OC2",
    "placed_for_adoption": "AD_PLACED",
    "sw_episodes": "SWEPISODE",
}


def modules_in(folder: Path):
    """module -> its rows as dictionaries of text, from a folder of CSVs."""
    return {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for path in sorted(folder.glob("*.csv"))
    }


def day_of(text):
    """The date of dd/mm/yyyy; None for anything else."""
    parts = text.split("/")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    return date(int(parts[2]), int(parts[1]), int(parts[0]))


def as_text(_column, cell):
    return cell


def as_dates_and_numbers(column, cell):
    """Real dates, the number of the day in columns that lost their format, and numbers wherever a cell is one."""
    if column in DATES and (day := day_of(cell)) is not None:
        return (day - date(1899, 12, 30)).days if column in ("DOB", "REVIEW", "DATE_PERM", "DEC") else day
    return float(cell) if cell.isdecimal() and str(int(cell)) == cell else cell


def as_workbook(modules, *, columns, cell=as_text) -> bytes:
    """A workbook with a sheet for each module, its sheets named for nothing in particular."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, (module, rows) in enumerate(modules.items(), start=1):
        sheet = book.create_sheet(f"Table {number}")
        names = columns[module].split(",")
        sheet.append(names)
        for row in rows:
            sheet.append([cell(name, row[name]) if row[name] else None for name in names])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def as_xml(modules, *, iso=False) -> bytes:
    """The return as EXPSSDA903, all on one line; children come in the order of the header."""
    by_child = {}
    for module, rows in modules.items():
        of_module = by_child.setdefault(module, {})
        for row in rows:
            of_module.setdefault(row["CHILD"], []).append(row)
    root = ET.Element("EXPSSDA903")
    for person in modules["header"]:
        child = person["CHILD"]
        at = ET.SubElement(root, "CHILD")
        header = ET.SubElement(at, "HEADER")
        ET.SubElement(header, "CHILDID").text = child
        ET.SubElement(header, "UASC").text = "1" if child in by_child["uasc"] else None
        for module, names in IN_HEADER.items():
            for row in by_child[module].get(child, []):
                add(header, row, names, iso=iso)
        for module, tag in GROUPS.items():
            for row in by_child.get(module, {}).get(child, []):
                add(ET.SubElement(header, tag), row, [name for name in row if name not in ("CHILD", "DOB")], iso=iso)
        for row in by_child["episodes"].get(child, []):
            episode = ET.SubElement(at, "EPISODE")
            add(episode, row, [name for name in row if name != "CHILD"], iso=iso)
            episode.find("PLACE").tag = "PL"
    return ET.tostring(root)


def add(element, row, names, *, iso):
    for name in names:
        day = day_of(row[name]) if iso and name in DATES else None
        ET.SubElement(element, name).text = day.isoformat() if day else row[name] or None
