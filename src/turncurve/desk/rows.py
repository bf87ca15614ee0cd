"""A curve's points as rows and as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from turncurve.report.sentences import out_of
from turncurve.report.shown import ShownCurve

# What a person reads on the screen; a file has every column.
SHORT_POINT_COLUMNS: Final = ("part", "period", "value", "how_many", "code")
POINT_COLUMNS: Final = ("place", "part", "period", "ends", "value", "numerator", "denominator", "code")


def as_number(value: float | None) -> float | int | None:
    """A count as a whole number, any other to four places."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else round(value, 4)


def point_rows(curve: ShownCurve) -> list[Mapping[str, object]]:
    """One row a point, with every column of `POINT_COLUMNS` and `SHORT_POINT_COLUMNS`."""
    return [
        {
            "place": curve.place,
            "part": curve.split_value,
            "period": point.period,
            "ends": point.ends.isoformat(),
            "value": as_number(point.value),
            "numerator": as_number(point.numerator),
            "denominator": as_number(point.denominator),
            "how_many": out_of(point, kind=curve.measure.kind),
            "code": point.code,
        }
        for point in curve.points.points
    ]


def csv_of(curves: Sequence[ShownCurve], *, marking: str) -> bytes:
    """The points as CSV with a byte order mark, so that Excel reads it; every row says its measure, unit and policy."""
    written = io.StringIO()
    columns = ("measure", "title", "unit", *POINT_COLUMNS, "source", "invented", "policy")
    writer = csv.writer(written, lineterminator="\r\n")
    _ = writer.writerow(columns)
    for curve in curves:
        for row in point_rows(curve):
            said = {
                **row,
                "measure": curve.measure.id,
                "title": curve.measure.title,
                "unit": curve.measure.unit,
                "source": curve.source,
                "invented": "invented" if curve.invented else "",
                "policy": f"{curve.points.policy.id}: {marking}",
            }
            _ = writer.writerow([said[name] if said[name] is not None else "" for name in columns])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")
