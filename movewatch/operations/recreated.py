"""Which topics were deleted and made again under rows that come from the old ones.

A worker finds that out for its own partitions and stops. Here it is said of all topics at once, before one starts.
"""

import time
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaTimeoutError

from movewatch.operations.connection import client_options
from movewatch.settings import Settings
from schemas.records import STATE_KEY, TOPIC_ID
from schemas.topics import STAGES

READING_S: Final = 4.0
"""So long may the look take. What is not found by then is not told here: a worker reads all and looks again."""

TAIL: Final = 5_000
"""Offsets at the end of a changelog that are read first: a stage with timers writes its state once a minute."""

_TOO_LATE_S: Final = 0.5
_POLL_MS: Final = 100


def recreated(settings: Settings, ids: Mapping[str, str], partitions: Mapping[str, int], until: float) -> list[str]:
    """What is wrong, in words: one problem for each topic that was made again.

    Args:
        settings: where Kafka is, and the prefix.
        ids: of the topics that are there, by their names on the broker.
        partitions: how many each has.
        until: when to be done, on ``time.monotonic``'s clock.

    Raises:
        KafkaError: Kafka answered with an error.
    """
    facts_of = {rows: facts for rows, facts in _rows_and_facts(settings.topic_prefix) if {rows, facts} <= ids.keys()}
    changelogs = [TopicPartition(rows, number) for rows in facts_of for number in range(partitions[rows])]
    until = min(until, time.monotonic() + READING_S)
    if not changelogs or until - time.monotonic() < _TOO_LATE_S:
        return []
    found = _topic_ids(settings, changelogs, until)
    problems = []
    for rows, facts in facts_of.items():
        others = {at.partition: old for at, old in found.items() if at.topic == rows and old != ids[facts]}
        if others:
            problems.append(_in_words(facts, ids[facts], rows, others))
    return problems


def _rows_and_facts(prefix: str) -> Iterable[tuple[str, str]]:
    return [(prefix + stage.rows.name, prefix + stage.reads[0].name) for stage in STAGES if stage.rows is not None]


def _in_words(facts: str, topic_id: str, rows: str, others: Mapping[int, str]) -> str:
    return (
        f"topic {facts} was deleted and made again: its id is {topic_id}, and the rows in {rows} (partition "
        f"{', '.join(map(str, sorted(others)))}) come from {', '.join(sorted(set(others.values())))}. Bring the old "
        f"topic back; or, to begin anew with what the topic holds now, delete {rows}, too, and run movewatch topics "
        "apply."
    )


def _topic_ids(settings: Settings, changelogs: list[TopicPartition], until: float) -> dict[TopicPartition, str]:
    """The topic id in the latest state of each of these changelogs, where it was found in time."""
    consumer = KafkaConsumer(
        **client_options(settings),
        group_id=None,
        enable_auto_commit=False,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        max_poll_records=TAIL,
        client_id="movewatch-topics",
    )
    try:
        return _look(consumer, changelogs, until)
    except KafkaTimeoutError:
        return {}
    finally:
        consumer.close(autocommit=False)


def _look(consumer: KafkaConsumer, changelogs: list[TopicPartition], until: float) -> dict[TopicPartition, str]:
    consumer.assign(changelogs)
    begins: dict[TopicPartition, int] = consumer.beginning_offsets(changelogs, timeout_ms=_left_ms(until))
    ends: dict[TopicPartition, int] = consumer.end_offsets(changelogs, timeout_ms=_left_ms(until))
    # kafka-python leaves out partitions that have no leader at the moment.
    tails = {at: max(begin, ends[at] - TAIL) for at, begin in begins.items() if at in ends}
    found = _read(consumer, tails, ends, until)
    # A stage without timers wrote its state once, before its first row.
    return found | _read(consumer, {at: begins[at] for at in tails if at not in found}, tails, until)


def _read(
    consumer: KafkaConsumer, begins: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int], until: float
) -> dict[TopicPartition, str]:
    """The last topic id between these offsets, of each partition that could be read to its end in time."""
    waiting = {at for at, begin in begins.items() if begin < ends[at]}
    consumer.assign(list(waiting))
    for at in waiting:
        consumer.seek(at, begins[at])
    seen: dict[TopicPartition, str] = {}
    finished: dict[TopicPartition, str] = {}
    while waiting and time.monotonic() < until:
        for at, records in consumer.poll(timeout_ms=_POLL_MS).items():
            states = [record for record in records if record.key == STATE_KEY and record.offset < ends[at]]
            if states:
                seen[at] = _topic_id(states[-1])
        # By position: the last record may be a transaction's marker, or compacted away.
        reached = {at for at in waiting if consumer.position(at, timeout_ms=_left_ms(until)) >= ends[at]}
        waiting -= reached
        finished |= {at: seen[at] for at in reached & seen.keys()}
    return finished


def _topic_id(state: Any) -> str:
    """The topic id of a partition's state; blank where it has none, which we never write."""
    return bytes(dict(state.headers).get(TOPIC_ID, b"")).decode("ascii", "replace")


def _left_ms(until: float) -> int:
    return max(1, int((until - time.monotonic()) * 1000))
