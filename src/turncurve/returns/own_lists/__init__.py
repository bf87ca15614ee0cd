"""The lists a council keeps beside its returns: early help, workers and who they lead for, what placements cost."""

from turncurve.returns.own_lists.lists import LISTS
from turncurve.returns.own_lists.reading import read, recognise

__all__ = ["LISTS", "read", "recognise"]
