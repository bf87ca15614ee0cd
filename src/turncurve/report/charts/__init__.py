"""A curve drawn: its history, its turning date, its forecast, what came, and what it is compared with."""

from turncurve.report.charts.curve import curve_chart
from turncurve.report.charts.drawing import png, svg

__all__ = ["curve_chart", "png", "svg"]
