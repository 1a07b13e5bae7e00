"""Lag in records, in seconds and in columns."""

import pytest

from movewatch.operations.lag import (
    Member,
    PartitionLag,
    records_behind,
    rows_of,
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
