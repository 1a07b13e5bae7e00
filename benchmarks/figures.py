"""Percentiles and slopes of what was measured. Pure."""

import math
from collections.abc import Sequence
from typing import Any, Final

SHOWN: Final = (1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 100.0)
"""Percentiles that tell of a distribution."""


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so many of a hundred do not exceed (nearest rank).

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("There is no percentile of nothing.")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share / 100 * len(ordered)) - 1)]


def in_milliseconds(seconds: Sequence[float]) -> dict[str, Any]:
    """How many, p50 and p99 in milliseconds, and the distribution; only how many, where there are none."""
    if not seconds:
        return {"events": 0}
    shown = {f"{share:g}": round(percentile(seconds, share) * 1000, 1) for share in SHOWN}
    return {"events": len(seconds), "p50 ms": shown["50"], "p99 ms": shown["99"], "percentiles, ms": shown}


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much y rises for each x, by least squares; 0 where that cannot be told."""
    if not points:
        return 0.0
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    if not spread:
        return 0.0
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread
