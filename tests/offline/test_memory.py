"""Rows in memory: timers come in order, once each, whatever was set and unset before."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from movewatch.offline.memory import MemoryRows, MemoryTopic
from schemas.records import PartitionState, StoredRow, Written

KEYS = st.sampled_from([b"a", b"b", b"c", b"d"])
CHANGES = st.lists(st.tuples(KEYS, st.none() | st.just("gone") | st.integers(0, 20)), max_size=60)


def stored(due: int | None) -> StoredRow:
    return StoredRow(b"{}", due, 1)


@given(CHANGES, st.integers(0, 20), st.integers(1, 5))
def test_due_is_what_a_look_at_all_rows_says(changes: list[tuple[bytes, Any]], until: int, limit: int):
    rows = MemoryRows()
    for key, due in changes:
        rows.commit(Written(0, 1, rows={key: None if due == "gone" else stored(due)}))
        all_due = sorted((row.due_at, key) for key, row in rows.rows.items() if row.due_at is not None)
        assert rows.next_due() == (all_due[0][0] if all_due else None)
        expected = [timer for timer in all_due if timer[0] <= until][:limit]
        assert list(rows.due(until, limit)) == expected
        assert list(rows.due(until, limit)) == expected, "looking changes nothing"


def test_timers_that_move_for_ever_take_no_memory_for_ever():
    rows = MemoryRows()
    for n in range(10_000):
        rows.commit(Written(0, 1, rows={b"a": stored(n)}))
    assert len(rows._timers) < 2_000
    assert list(rows.due(10_000, 9)) == [(9_999, b"a")]


def test_nothing_changes_before_it_is_committed():
    rows = MemoryRows()
    state = PartitionState(clock=5)
    rows.commit(Written(0, 1, rows={b"a": stored(3)}, state=state))
    assert (rows.get(b"a"), rows.get(b"b"), rows.state) == (stored(3), None, state)
    rows.commit(Written(0, 1))
    assert rows.state == state


def test_a_key_stays_in_its_partition_and_offsets_rise():
    topic = MemoryTopic("t", 3)
    first, second = topic.append(b"k", b"1", 0), topic.append(b"k", b"2", 0)
    assert (first.partition, second.offset) == (second.partition, first.offset + 1)
    assert topic.take(first.partition) == [first, second]
    assert topic.take(first.partition) == []
