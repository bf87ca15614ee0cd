"""Annex A workbooks made in memory."""

import io

import openpyxl
from tests.support.arrived import arrived

CONTACT = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age", "Date of Contact", "Contact Source")
POLICE = ("0012", "a) Male", "a) WBRI", "03/02/2012", "12", "15/03/2024", "q) 6: Police")


def book(sheets, *, hidden=(), change=None):
    """The bytes of a workbook with sheets by name, each a list of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def contacts(*rows, name="Annex A 2024-03-31.xlsx", above=(), heading=CONTACT, **more):
    """A workbook file with list 1 alone."""
    return arrived(name, book({"List 1": [*above, heading, *rows]}, **more))
