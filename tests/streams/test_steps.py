"""What a step may answer, and where what it writes goes."""

import pytest
from aiokafka import TopicPartition

from schemas.records import STATE_KEY, Outgoing, PartitionState, Poison, Record, StoredRow, Written
from schemas.topics import StageTopics
from streams.errors import StageError, TopicError
from streams.names import Names
from streams.partitioner import partition_of
from streams.steps import Addresses, check
from streams.topic_check import FoundTopic, Topics, problem_with
from tests.streams.counting_stage import COUNTING, COUNTS, FACTS

NAMES = Names(COUNTING, "p-")
RECORDS = [Record("facts", 1, offset, 0, b"k", b"v") for offset in (10, 11, 15)]


@pytest.mark.parametrize(
    "written",
    [
        Written(next_offset=16, consumed=3),  # 1. All of it.
        Written(next_offset=11, consumed=1),  # 2. The beginning.
        Written(next_offset=15, consumed=2),  # 3. Up to the next record, over the gap.
        Written(next_offset=10, consumed=0, finished=False),  # 4. A slice of the first.
        Written(next_offset=11, consumed=1, finished=False),  # 5. One, and a slice of the next.
    ],
)
def test_answers_that_can_be_committed(written: Written):
    check(written, RECORDS, 9)


@pytest.mark.parametrize(
    "written",
    [
        Written(next_offset=10, consumed=0),  # 1. Finished with nothing: it would go on for ever.
        Written(next_offset=17, consumed=3),  # 2. Past what it was given.
        Written(next_offset=16, consumed=1),  # 3. Past what it worked off: the rest would be lost.
        Written(next_offset=8, consumed=1),  # 4. Back before what is committed.
        Written(next_offset=16, consumed=4),  # 5. More than it was given.
    ],
)
def test_answers_that_would_lose_or_repeat_records(written: Written):
    with pytest.raises(StageError):
        check(written, RECORDS, 9)


class KnownTopics(Topics):
    """Topics that need no broker: three partitions each."""

    def __init__(self) -> None:
        super().__init__("nowhere:1", NAMES, 1.0)
        self._found = {name: FoundTopic("id", 3) for name in NAMES.needed()}


def test_rows_and_state_lie_beside_their_facts_outputs_by_key_and_letters_where_they_were():
    written = Written(
        next_offset=16,
        consumed=3,
        rows={b"k": StoredRow(b"row", 7, 15), b"gone": None},
        outputs=[Outgoing(COUNTS.name, b"some key", b"out", (("cause", b"c"),))],
        poison=[Poison(RECORDS[0], "E", "m")],
        state=PartitionState(clock=5),
    )
    rows, outputs, letters = (
        TopicPartition("p-counting-rows", 1),
        TopicPartition("p-counts", partition_of(b"some key", 3)),
        TopicPartition("p-facts.p-movewatch-counting.dlq", 1),
    )
    lines = Addresses(NAMES, KnownTopics(), 1).of(written, "topic-id")
    assert list(lines) == [rows, outputs, letters]
    assert lines[rows] == [
        (b"k", b"row", (("due_at", b"7"), ("offset", b"15")), None),
        (b"gone", None, (), None),
        (STATE_KEY, b'{"clock":5}', (("topic_id", b"topic-id"),), None),
    ]
    assert lines[outputs] == [(b"some key", b"out", (("cause", b"c"),), None)]
    ((key, value, _, timestamp),) = lines[letters]
    assert (key, value, timestamp) == (b"k", b"v", RECORDS[0].timestamp)


def test_a_stage_cannot_write_where_it_does_not_say():
    written = Written(next_offset=11, consumed=1, outputs=[Outgoing("elsewhere", b"k", b"v")])
    with pytest.raises(TopicError, match="elsewhere"):
        Addresses(NAMES, KnownTopics(), 1).of(written, "id")


def test_a_stage_without_a_rows_topic_cannot_write_rows():
    names = Names(StageTopics("counting", (FACTS,), None, (COUNTS,)), "p-")
    written = Written(next_offset=11, consumed=1, rows={b"k": None})
    with pytest.raises(StageError, match="no topic"):
        Addresses(names, KnownTopics(), 1).of(written, "id")


def found(**changes: FoundTopic) -> dict[str, FoundTopic]:
    return {name: FoundTopic(f"id-{name}", 3) for name in NAMES.needed()} | {
        NAMES.on_broker(name): topic for name, topic in changes.items()
    }


def test_topics_as_they_should_be_are_no_problem():
    assert problem_with(NAMES, {}, found()) is None
    assert problem_with(NAMES, found(), found()) is None


def test_each_way_in_which_topics_can_be_wrong_is_told():
    without = {name: topic for name, topic in found().items() if name != "p-counts"}
    assert "Missing topics: p-counts" in (problem_with(NAMES, {}, without) or "")
    assert "made again" in (problem_with(NAMES, found(), found(counts=FoundTopic("other", 3))) or "")
    grown = found(counts=FoundTopic("id-p-counts", 4))
    assert "now has 4" in (problem_with(NAMES, found(), grown) or "")
    assert "Make them equal" in (problem_with(NAMES, {}, found(facts=FoundTopic("id", 4))) or "")
