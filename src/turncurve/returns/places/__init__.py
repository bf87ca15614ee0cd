"""The lists a council adds itself: where children lived, and how many children live in each small area."""

from turncurve.returns.places.reading import read, recognise

__all__ = ["read", "recognise"]
