"""Percentiles and slopes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures import SHOWN, in_milliseconds, percentile, slope

PERCENTILES = [
    # 1. One value is every percentile of itself.
    (1, [7.0], 50, 7.0),
    (2, [7.0], 99, 7.0),
    # 3. Nearest rank: half of four values do not exceed the second.
    (3, [4.0, 1.0, 3.0, 2.0], 50, 2.0),
    # 4. Of a hundred values 99 do not exceed the 99th, of 101 the hundredth is needed.
    (4, [float(n) for n in range(1, 101)], 99, 99.0),
    (5, [float(n) for n in range(1, 102)], 99, 100.0),
    # 6. All of them: the greatest. None of them: the least.
    (6, [3.0, 9.0, 5.0], 100, 9.0),
    (7, [3.0, 9.0, 5.0], 0, 3.0),
]


@pytest.mark.parametrize(("number", "values", "share", "expected"), PERCENTILES)
def test_percentile(number: int, values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected, number


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)
    assert in_milliseconds([]) == {"events": 0}


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100))
def test_a_percentile_is_a_value_that_its_share_does_not_exceed(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share / 100 * len(values) - 1e-9


@given(st.lists(st.floats(0, 1e3), min_size=1))
def test_percentiles_rise(values: list[float]) -> None:
    told = in_milliseconds(values)["percentiles, ms"]
    assert list(told) == [f"{share:g}" for share in SHOWN]
    assert list(told.values()) == sorted(told.values())


SLOPES = [
    # 1. A straight line.
    (1, [(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)], 2.0),
    # 2. Falling.
    (2, [(0.0, 5.0), (10.0, 0.0)], -0.5),
    # 3. Noise around what is flat.
    (3, [(0.0, 1.0), (1.0, -1.0), (2.0, -1.0), (3.0, 1.0)], 0.0),
    # 4. Nothing, one point, one moment: it cannot be told.
    (4, [], 0.0),
    (5, [(3.0, 9.0)], 0.0),
    (6, [(3.0, 9.0), (3.0, 1.0)], 0.0),
]


@pytest.mark.parametrize(("number", "points", "expected"), SLOPES)
def test_slope(number: int, points: list[tuple[float, float]], expected: float) -> None:
    assert slope(points) == pytest.approx(expected), number
