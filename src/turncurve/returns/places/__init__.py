"""The lists a council adds itself: where children lived, and how many children live in each small area."""

from turncurve.returns.places.reading import children_not_in_returns, read, recognise

__all__ = ["children_not_in_returns", "read", "recognise"]
