"""The SSDA903 return (children looked after): yearly CSV sets, stitched into one history."""

from turncurve.returns.ssda903.reading import read, recognise

__all__ = ["read", "recognise"]
