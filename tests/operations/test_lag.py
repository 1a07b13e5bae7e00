"""Lag in records, in seconds and in columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.operations.lag import (
    MAX_POINTS,
    Member,
    PartitionLag,
    Point,
    Points,
    observe,
    records_behind,
    rows_of,
    seconds_behind,
    table,
)

# committed, end, oldest -> lag in records
RECORDS = [
    # 1. All is read.
    (10, 10, 0, 0),
    # 2. Three are to be read.
    (7, 10, 0, 3),
    # 3. The commit is newer than the look at the end: not -2.
    (12, 10, 0, 0),
    # 4. Nothing was ever committed: not known, which is not 0.
    (None, 10, 0, None),
    # 5. The topic is gone.
    (10, None, 0, None),
    # 6. Retention has taken what was to be read: lost, not behind.
    (2, 10, 6, 4),
    # 7. All of it.
    (2, 10, 10, 0),
]


@pytest.mark.parametrize(("committed", "end", "oldest", "expected"), RECORDS)
def test_records_behind(committed: int | None, end: int | None, oldest: int, expected: int | None):
    assert records_behind(committed, end, oldest) == expected


RISING: Points = (Point(100, 0.0), Point(200, 10.0), Point(200, 20.0), Point(300, 30.0))

# points, committed, now -> seconds
SECONDS = [
    # 1. The commit is the end.
    (RISING, 300, 35.0, 0.0),
    # 2. Ahead of the last look: clamped.
    (RISING, 400, 35.0, 0.0),
    # 3. Half-way between two looks.
    (RISING, 150, 35.0, 30.0),
    # 4. The end was here for a while: the next record came after the last look at that end.
    (RISING, 200, 35.0, 15.0),
    # 5. Older than what is kept: at least that old.
    (RISING, 5, 35.0, 35.0),
    # 6. One look says nothing of time.
    ((Point(100, 0.0),), 50, 35.0, None),
    # 7. None at all.
    ((), 50, 35.0, None),
    # 8. No commit.
    (RISING, None, 35.0, None),
    # 9. A topic that stands still, and a group behind: bounded, not infinite.
    ((Point(100, 0.0), Point(100, 30.0)), 50, 35.0, 35.0),
    # 10. A clock that went back gives no negative time.
    (RISING, 150, 1.0, 0.0),
]


@pytest.mark.parametrize(("points", "committed", "now", "expected"), SECONDS)
def test_seconds_behind(points: Points, committed: int | None, now: float, expected: float | None):
    assert seconds_behind(points, committed, now) == expected


# points, a new look -> points
LOOKS = [
    # 1. The first look.
    ((), (5, 1.0), ((5, 1.0),)),
    # 2. The end rises.
    (((5, 1.0),), (9, 2.0), ((5, 1.0), (9, 2.0))),
    # 3. The end stands still: the second look is kept.
    (((5, 1.0),), (5, 2.0), ((5, 1.0), (5, 2.0))),
    # 4. Of three only the first and the last are.
    (((5, 1.0), (5, 2.0)), (5, 3.0), ((5, 1.0), (5, 3.0))),
    # 5. The topic was made anew.
    (((5, 1.0), (9, 2.0)), (1, 3.0), ((1, 3.0),)),
    # 6. A look that is no later says nothing new.
    (((5, 1.0),), (9, 1.0), ((5, 1.0),)),
]


@pytest.mark.parametrize(("points", "look", "expected"), LOOKS)
def test_observe(
    points: tuple[tuple[int, float], ...], look: tuple[int, float], expected: tuple[tuple[int, float], ...]
):
    assert observe(tuple(Point(*each) for each in points), *look) == expected


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0.1, 60)), max_size=200), st.integers(0, 12_000))
def test_points_are_bounded_and_seconds_too(steps: list[tuple[int, float]], committed: int):
    points: Points = ()
    end, now = 0, 0.0
    for more, later in steps:
        end, now = end + more, now + later
        points = observe(points, end, now)
    assert len(points) <= MAX_POINTS
    seconds = seconds_behind(points, committed, now)
    assert seconds is None or 0 <= seconds <= now
    further = seconds_behind(points, committed + 1, now)
    assert seconds is None or further is None or further <= seconds + 1e-6


def test_the_table_has_kafkas_columns_and_dashes():
    rows = rows_of(
        "g",
        [("b", 0), ("a", 1), ("a", 0)],
        committed={("a", 0): 2, ("a", 1): 9},
        ends={("a", 0): 12, ("a", 1): 9, ("b", 0): 0},
        seconds={("a", 0): 61.25, ("a", 1): 0.0},
        members={("a", 0): Member("me-1", "/127.0.0.1", "me")},
    )
    assert table(rows) == [
        "GROUP  TOPIC  PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  LAG-SECONDS  CONSUMER-ID  HOST        CLIENT-ID",
        "g      a      0          2               12              10   61.2         me-1         /127.0.0.1  me",
        "g      a      1          9               9               0    0.0          -            -           -",
        "g      b      0          -               0               -    -            -            -           -",
    ]


def test_a_line_as_json_has_null_for_what_is_not_there():
    assert PartitionLag("g", "t", 0, None, 7).as_dict() == {
        "group": "g",
        "topic": "t",
        "partition": 0,
        "current_offset": None,
        "log_end_offset": 7,
        "lag": None,
        "lag_seconds": None,
        "consumer_id": None,
        "host": None,
        "client_id": None,
    }
