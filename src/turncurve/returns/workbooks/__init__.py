"""Excel workbooks as sheets of text, measured before they are opened."""

from turncurve.returns.workbooks.first_sheet import first_sheet
from turncurve.returns.workbooks.opening import (
    Sheet,
    cannot_be_opened,
    is_workbook,
    sheets_of,
    tops_of,
    why_not_opened,
)
from turncurve.returns.workbooks.parts import LIMITS, CannotBeOpened, Limits

__all__ = [
    "LIMITS",
    "CannotBeOpened",
    "Limits",
    "Sheet",
    "cannot_be_opened",
    "first_sheet",
    "is_workbook",
    "sheets_of",
    "tops_of",
    "why_not_opened",
]
