"""The children in need census: XML, streamed, many years stitched together."""

from turncurve.returns.cin_census.reading import read, recognise

__all__ = ["read", "recognise"]
