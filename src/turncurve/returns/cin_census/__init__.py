"""The children in need census: XML, streamed, many years stitched together."""

from turncurve.returns.cin_census.reading import authorities_in, read, recognise

__all__ = ["authorities_in", "read", "recognise"]
