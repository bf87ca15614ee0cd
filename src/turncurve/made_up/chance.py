"""Chance with names: a draw added to one process moves no other."""

from bisect import bisect_right
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate
from math import log
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")
DRAWN_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Things to pick from, each with its weight (any positive numbers; they need not sum to one)."""

    weights: dict[T, float]
    things: tuple[T, ...] = field(init=False, repr=False)
    steps: tuple[float, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        total = sum(self.weights.values())
        object.__setattr__(self, "things", tuple(self.weights))
        object.__setattr__(self, "steps", tuple(step / total for step in accumulate(self.weights.values())))


class Draws:
    """One process's own stream of chance."""

    __slots__ = ("_generator", "_units")

    def __init__(self, generator: np.random.Generator) -> None:
        self._generator = generator
        self._units: list[float] = []

    def unit(self) -> float:
        """A number from 0 up to, and never reaching, 1."""
        if not self._units:
            self._units = self._generator.random(DRAWN_AT_ONCE).tolist()
        return self._units.pop()

    def happens(self, probability: float) -> bool:
        return self.unit() < probability

    def pick(self, among: Weighted[T]) -> T:
        return among.things[min(bisect_right(among.steps, self.unit()), len(among.things) - 1)]

    def between(self, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        return lowest + int(self.unit() * (highest - lowest + 1))

    def exponential(self, mean: float) -> float:
        return -mean * log(1.0 - self.unit())

    def gamma(self, *, shape: float, mean: float) -> float:
        return float(self._generator.standard_gamma(shape)) * mean / shape

    def normal(self) -> float:
        return float(self._generator.standard_normal())

    def poisson(self, mean: float) -> int:
        return int(self._generator.poisson(mean))

    def binomial(self, *, of: int, share: float) -> int:
        return int(self._generator.binomial(of, share))


@dataclass(frozen=True, slots=True)
class Chance:
    """Chance that stays put when something else changes: each process, and each family in it, has its own stream.

    >>> one, two = Chance(7), Chance(7)
    >>> _ = one.of("a process added later").unit()
    >>> one.of("families coming to notice").unit() == two.of("families coming to notice").unit()
    True
    >>> one.of("a family's story", 1).unit() == one.of("a family's story", 2).unit()
    False
    """

    seed: int

    def of(self, process: str, number: int = 0) -> Draws:
        """The stream of a named process (and of one family or child in it), always from its beginning."""
        key = int.from_bytes(blake2b(process.encode(), digest_size=8).digest())
        return Draws(np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, key, number]))))
