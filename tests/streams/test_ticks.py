"""When a partition is told the time."""

import pytest

from schemas.ticks import Tick
from streams.clock import difference
from streams.ticks import Rhythm, tick_at

NOW = 1_000_000


@pytest.mark.parametrize(
    ("since_last", "due_in", "expected"),
    [
        (None, None, True),  # 1. Never told: tell.
        (999, -1, False),  # 2. Something is due, and the last tick is too fresh.
        (1000, 0, True),  # 3. Something is due now.
        (1000, 1, False),  # 4. Not due yet.
        (59_999, None, False),  # 5. Nothing is due.
        (60_000, None, True),  # 6. Once a minute in any case.
        (60_000, 5, True),  # 7. The same, with a timer that still runs.
    ],
)
def test_rhythm(since_last: int | None, due_in: int | None, expected: bool):
    last = None if since_last is None else NOW - since_last
    next_due = None if due_in is None else NOW + due_in
    assert Rhythm(1000, 60_000).is_tick_due(now=NOW, last=last, next_due=next_due) is expected


def test_a_tick_says_the_millisecond():
    assert Tick.model_validate_json(tick_at(1_700_000_000_123)).at.timestamp() * 1000 == 1_700_000_000_123


@pytest.mark.parametrize(
    ("broker", "expected"),
    [
        (100, 0),  # 1. Between our two looks at the clock: no difference can be told.
        (150, 0),
        (99, -1),  # 2. It looked before we asked: its clock is behind.
        (151, 1),  # 3. After we had its answer: ahead.
    ],
)
def test_the_difference_of_two_clocks_is_what_the_order_of_events_proves(broker: int, expected: int):
    assert difference(100, broker, 150) == expected
