"""The SSDA903 return (children looked after), in any of its forms: years stitched into one history."""

from turncurve.returns.ssda903.reading import authorities_in, read, recognise

__all__ = ["authorities_in", "read", "recognise"]
