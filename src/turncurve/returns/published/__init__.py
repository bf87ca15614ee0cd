"""Figures the Department for Education has published: Explore Education Statistics, LAIT, neighbours, population."""

from turncurve.returns.published.reading import read, recognise

__all__ = ["read", "recognise"]
