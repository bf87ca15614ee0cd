"""What form a return comes in, and its parts: CSV, a workbook with a module a sheet, or XML."""

from turncurve.returns import workbooks
from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.ssda903 import sheets, xml_form
from turncurve.returns.ssda903.modules import module_of, nearest
from turncurve.returns.ssda903.parts import Found, heading_in, part_of_csv


def form_of(file: ArrivedFile) -> str | None:
    """ "SSDA903 workbook", "SSDA903 XML", or "SSDA903 " and the module's name for a CSV; None for another file."""
    if workbooks.is_workbook(file):
        return sheets.KIND if sheets.is_return(file) else None
    if xml_form.is_return(file):
        return xml_form.KIND
    heading = heading_in(file)
    module = heading and (module_of(heading.columns) or nearest(heading.columns))
    return f"SSDA903 {module.name}" if module else None


def parts_of(file: ArrivedFile) -> Found:
    """The modules of one file, each to be read alike. A file that cannot be opened has none, and a problem."""
    if workbooks.is_workbook(file):
        return sheets.parts_of_workbook(file)
    return xml_form.parts_of_xml(file) if xml_form.is_return(file) else part_of_csv(file)


def has_named_columns(file: ArrivedFile) -> bool:
    """Whether rows could have columns of the region's own (LA, YEAR) beside the module's; XML has elements only."""
    return not xml_form.is_return(file)
