"""Excel workbooks as sheets of text, measured before they are opened."""

from turncurve.returns.workbooks.first_sheet import first_sheet
from turncurve.returns.workbooks.opening import (
    Sheet,
    is_workbook,
    sheets_of,
    tops_of,
    why_not_opened,
)
from turncurve.returns.workbooks.parts import LIMITS, CannotBeOpened, Limits
from turncurve.returns.workbooks.said import cannot_be_opened, said_of_cells

__all__ = [
    "LIMITS",
    "CannotBeOpened",
    "Limits",
    "Sheet",
    "cannot_be_opened",
    "first_sheet",
    "is_workbook",
    "said_of_cells",
    "sheets_of",
    "tops_of",
    "why_not_opened",
]
