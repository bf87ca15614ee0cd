"""A curve drawn: its history, its turning date, its forecast, what came, and what it is compared with; data quality."""

from turncurve.report.charts.curve import curve_chart
from turncurve.report.charts.drawing import png, svg
from turncurve.report.charts.quality import quality_chart

__all__ = ["curve_chart", "png", "quality_chart", "svg"]
