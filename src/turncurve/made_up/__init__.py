"""Invented councils: realistic returns with a known truth planted. Shares no code with the rooms tested on it."""

from turncurve.made_up.history import History, invent_history
from turncurve.made_up.inventing import Invented, invent
from turncurve.made_up.planted import NOTHING_PLANTED, PLANTED, WORLDS, Planted, world_called

__all__ = [
    "NOTHING_PLANTED",
    "PLANTED",
    "WORLDS",
    "History",
    "Invented",
    "Planted",
    "invent",
    "invent_history",
    "world_called",
]
