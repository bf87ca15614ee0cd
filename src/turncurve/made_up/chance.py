"""Chance with names: a draw added to one process moves no other."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from itertools import accumulate
from math import log
from random import Random
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")


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


class Draws(Random):
    """One process's own stream of chance (a Mersenne twister: quick to begin, and the same on every machine)."""

    _generator: np.random.Generator | None = None

    def unit(self) -> float:
        """A number from 0 up to, and never reaching, 1."""
        return self.random()

    def happens(self, probability: float) -> bool:
        return self.random() < probability

    def pick(self, among: Weighted[T]) -> T:
        return among.things[min(bisect_right(among.steps, self.random()), len(among.things) - 1)]

    def between(self, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        return lowest + int(self.random() * (highest - lowest + 1))

    def exponential(self, mean: float) -> float:
        return -mean * log(1.0 - self.random())

    def gamma(self, *, shape: float, mean: float) -> float:
        return self.gammavariate(shape, mean / shape)

    def normal(self) -> float:
        return self.gauss(0.0, 1.0)

    def poisson(self, mean: float) -> int:
        return int(self._counts().poisson(mean))

    def binomial(self, *, of: int, share: float) -> int:
        return int(self._counts().binomial(of, share))

    def _counts(self) -> np.random.Generator:
        """NumPy's generator for counts, made only for the few streams that draw any."""
        if self._generator is None:
            self._generator = np.random.default_rng(self.getrandbits(64))
        return self._generator


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
        return Draws((self.seed << 160) | (_key(process) << 96) | number)


@cache
def _key(process: str) -> int:
    return int.from_bytes(blake2b(process.encode(), digest_size=8).digest())
