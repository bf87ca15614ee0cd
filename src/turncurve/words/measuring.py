"""What a figure over time is, and which way of it is better."""

from typing import Literal

Kind = Literal["percent", "rate", "count", "mean"]
GoodIs = Literal["lower", "higher"]
