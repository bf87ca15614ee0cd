"""The one gate between numbers about children and the outside."""

from turncurve.disclosure.protect import protect
from turncurve.disclosure.publishable import Point, Publishable, rests_on_hidden

__all__ = ["Point", "Publishable", "protect", "rests_on_hidden"]
