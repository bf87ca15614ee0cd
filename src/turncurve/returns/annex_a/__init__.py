"""Ofsted's ILACS Annex A child-level lists: a workbook, or one CSV a list, each a snapshot of one day."""

from turncurve.returns.annex_a.reading import read, recognise

__all__ = ["read", "recognise"]
