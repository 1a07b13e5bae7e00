"""Precision, recall and F1 with their intervals. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z: Final = 1.959964
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and its bounds at 95 % confidence (Wilson 1927); ``value`` is None where nothing was counted."""

    value: float | None
    low: float
    high: float

    def __str__(self) -> str:
        return "–" if self.value is None else f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


def share(part: int, whole: int) -> Interval:
    """How large a part is, and how sure that is."""
    if whole == 0:
        return Interval(None, 0.0, 1.0)
    found, z2 = part / whole, _Z * _Z
    middle = (found + z2 / (2 * whole)) / (1 + z2 / whole)
    reach = _Z * sqrt(found * (1 - found) / whole + z2 / (4 * whole * whole)) / (1 + z2 / whole)
    return Interval(found, max(0.0, middle - reach), min(1.0, middle + reach))


@dataclass(frozen=True, slots=True)
class Counts:
    """What was said and was so, was said and was not so, and was so and not said."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> Interval:
        """Of what was said, how much was so."""
        return share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Interval:
        """Of what was so, how much was said."""
        return share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else None


def total(many: Iterable[Counts]) -> Counts:
    """All together."""
    return sum(many, Counts())
