"""Records as a broker keeps them."""

from collections.abc import Iterator
from typing import Any

from aiokafka.record.memory_records import MemoryRecords
from hypothesis import given
from hypothesis import strategies as st

from streams.record_batch import Line, RecordBatch

MAX_BYTES = 1_000

VALUES = st.one_of(st.none(), st.binary(max_size=600), st.binary(min_size=1_500, max_size=2_000))
HEADERS = st.lists(st.tuples(st.text(min_size=1, max_size=5), st.binary(max_size=5)), max_size=2).map(tuple)
LINES = st.lists(st.tuples(st.binary(max_size=10), VALUES, HEADERS, st.integers(0, 2**40)), min_size=1, max_size=12)


def batches_of(lines: list[Line]) -> list[RecordBatch]:
    made, begin = [], 0
    while begin < len(lines):
        made.append(RecordBatch(MAX_BYTES))
        begin = made[-1].fill(lines, begin)
    return made


@given(LINES)
def test_every_line_is_in_one_batch_in_order_and_unchanged(lines: list[Line]):
    found, sequence = [], 0
    for batch in batches_of(lines):
        assert batch.count > 0
        ((records, *more),) = [list(read(batch.numbered(7, 3, sequence)))]
        assert not more
        assert (records.producer_id, records.producer_epoch, records.base_sequence) == (7, 3, sequence)
        assert records.is_transactional
        found += [(it.key, it.value, tuple(it.headers), it.timestamp) for it in records]
        sequence += batch.count
    assert found == lines


def read(data: bytearray) -> Iterator[Any]:
    records = MemoryRecords(bytes(data))
    while (batch := records.next_batch()) is not None:
        yield batch


def test_a_record_that_is_too_large_goes_in_a_batch_of_its_own():
    small, large = (b"k", b"x", (), 1), (b"k", b"x" * 2 * MAX_BYTES, (), 1)
    assert [batch.count for batch in batches_of([small, large, small])] == [1, 1, 1]
    assert [batch.count for batch in batches_of([large, small, small])] == [1, 2]


def test_without_a_time_it_is_now():
    batch = RecordBatch(MAX_BYTES)
    assert batch.fill([(b"k", b"v", (), None)]) == 1
    ((record,),) = [list(records) for records in read(batch.numbered(1, 1, 0))]
    assert record.timestamp > 1_700_000_000_000
