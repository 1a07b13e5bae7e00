"""How many records a stage is given at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Record
from streams.batches import beginning, next_size


def records(*sizes: int) -> list[Record]:
    return [Record("t", 0, offset, 0, b"k", b"v" * size) for offset, size in enumerate(sizes)]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.integers(1, 25), st.integers(1, 200))
def test_the_beginning_is_the_longest_that_keeps_within_both_bounds_and_never_empty(
    sizes: list[int], size: int, max_bytes: int
):
    given_ = records(*sizes)
    taken = beginning(given_, size, max_bytes)
    assert list(taken) == given_[: len(taken)]
    assert 1 <= len(taken) <= size
    cost = [1 + length for length in sizes]
    assert len(taken) == 1 or sum(cost[: len(taken)]) <= max_bytes
    if len(taken) < min(size, len(sizes)):
        assert sum(cost[: len(taken) + 1]) > max_bytes


@pytest.mark.parametrize(
    ("size", "consumed", "seconds", "expected"),
    [
        (100, 100, 0.001, 200),  # 1. Quick: twice as many, not fifty times.
        (100, 100, 0.05, 100),  # 2. Just right.
        (100, 100, 0.5, 10),  # 3. Ten times too slow: a tenth, at once.
        (100, 100, 60.0, 1),  # 4. Hopeless: one by one, never none.
        (1500, 1500, 0.001, 2000),  # 5. Never more than the bound.
        (100, 0, 1.0, 100),  # 6. A slice of a tick says nothing about records.
    ],
)
def test_the_next_batch_is_sized_after_the_last(size: int, consumed: int, seconds: float, expected: int):
    assert next_size(size, consumed, seconds, max_records=2000, max_seconds=0.05) == expected
