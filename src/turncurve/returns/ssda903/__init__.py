"""The SSDA903 return (children looked after), in any of its forms: years stitched into one history."""

from turncurve.returns.ssda903.reading import read, recognise

__all__ = ["read", "recognise"]
