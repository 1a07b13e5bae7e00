"""Asks Kafka how far groups are behind: commits first, then ends, then the first record that each still has to read."""

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec
from kafka.errors import TopicAuthorizationFailedError

from movewatch.operations.connection import admin_of, client_options, partition_counts, told
from movewatch.operations.errors import CoordinatorError
from movewatch.operations.granted import require
from movewatch.operations.lag import Member, PartitionLag, records_behind, rows_of
from movewatch.operations.rights import LAG, Operation, Resource, Right
from movewatch.settings import Settings
from schemas.topics import STAGES

FIRST_RECORDS_S: Final = 10.0
"""So long may the look for first records take; what was not found by then is "-"."""

COORDINATOR_S: Final = 5.0
"""So long a group's coordinator may take to be found: on a new broker, or after one was lost, it moves."""

COORDINATOR_PAUSE_S: Final = 0.2

At = tuple[str, int]


def read_lag(settings: Settings, groups: Sequence[str] | None = None) -> list[PartitionLag]:
    """The lag of each partition of these groups; of all stages where none is named.

    A stage's partitions are listed also where nothing was ever committed; of other groups those with a commit or a
    member.

    Raises:
        BrokerUnreachableError, BrokerRefusedError: Kafka did not answer, or not well.
    """
    deadline = time.monotonic() + COORDINATOR_S
    while True:
        try:
            return _read(settings, groups)
        except CoordinatorError:
            # A client keeps the coordinator that it once found: only a new one looks again.
            if time.monotonic() > deadline:
                raise
        time.sleep(COORDINATOR_PAUSE_S)


def _read(settings: Settings, groups: Sequence[str] | None) -> list[PartitionLag]:
    read_by = {
        stage.group(settings.topic_prefix): [settings.topic_prefix + topic.name for topic in stage.reads]
        for stage in STAGES
    }
    names = list(groups or read_by)
    with admin_of(settings) as admin:
        require(admin, settings, LAG, _needed(names, read_by))
        committed = {name: _committed(admin, name) for name in names}
        members = _members(admin, names)
        counts = partition_counts(admin)
        partitions = {
            name: {
                *((topic, n) for topic in read_by.get(name, ()) for n in range(counts.get(topic, 0))),
                *committed[name],
                *members[name],
            }
            for name in names
        }
        existing = {at for each in partitions.values() for at in each if at[1] < counts.get(at[0], 0)}
        oldest, ends = _offsets(admin, existing, OffsetSpec.EARLIEST), _offsets(admin, existing, OffsetSpec.LATEST)
    lines: list[PartitionLag] = []
    for name in names:
        seconds = _seconds(settings, committed[name], oldest, ends)
        lines += rows_of(name, partitions[name], committed[name], ends, seconds, members[name])
    return lines


def _needed(groups: Iterable[str], read_by: Mapping[str, Sequence[str]]) -> Iterator[Right]:
    """What a look at these groups needs. A topic that may not be seen would be missing in the table without a word."""
    for group in groups:
        yield Right(Resource.GROUP, group, Operation.DESCRIBE)
        yield from (Right(Resource.TOPIC, topic, Operation.DESCRIBE) for topic in read_by.get(group, ()))


def _committed(admin: KafkaAdminClient, group: str) -> dict[At, int]:
    found = admin.list_group_offsets([group])[group]
    return {(at.topic, at.partition): commit.offset for at, commit in found.items() if commit.offset >= 0}


def _members(admin: KafkaAdminClient, groups: Iterable[str]) -> dict[str, dict[At, Member]]:
    described: dict[str, dict[str, Any]] = admin.describe_groups(list(groups))
    return {name: dict(_assigned(described[name])) for name in groups}


def _assigned(group: dict[str, Any]) -> Iterator[tuple[At, Member]]:
    for each in group["members"]:
        member = Member(each["member_id"], each["client_host"], each["client_id"])
        assignment = each["member_assignment"]
        if not isinstance(assignment, dict):  # the group is rebalancing, or its members are no consumers
            continue
        for topic in assignment["assigned_partitions"]:
            yield from (((topic["topic"], partition), member) for partition in topic["partitions"])


def _offsets(admin: KafkaAdminClient, partitions: Iterable[At], spec: OffsetSpec) -> dict[At, int]:
    asked = {TopicPartition(*at): spec for at in partitions}
    if not asked:
        return {}
    found = admin.list_partition_offsets(asked)
    return {(at.topic, at.partition): answer.offset for at, answer in found.items()}


def _seconds(
    settings: Settings, committed: Mapping[At, int], oldest: Mapping[At, int], ends: Mapping[At, int]
) -> dict[At, float]:
    """The age of the first record after each commit; 0 where there is none."""
    seconds = {at: 0.0 for at, offset in committed.items() if records_behind(offset, ends.get(at)) == 0}
    starts = {
        at: max(offset, oldest.get(at, 0)) for at, offset in committed.items() if at in ends and at not in seconds
    }
    if starts:
        # Who may see topics need not read them: then the seconds are not known, and the records are.
        with told(settings), contextlib.suppress(TopicAuthorizationFailedError):
            seconds |= _ages(settings, starts)
    return seconds


def _ages(settings: Settings, starts: Mapping[At, int]) -> dict[At, float]:
    """The age of the first readable record at or after each offset; 0 where only markers and aborted ones follow."""
    consumer = KafkaConsumer(
        **client_options(settings),
        group_id=None,
        enable_auto_commit=False,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        client_id="movewatch-lag",
    )
    ages: dict[At, float] = {}
    try:
        waiting = {TopicPartition(*at): offset for at, offset in starts.items()}
        consumer.assign(list(waiting))
        readable = consumer.end_offsets(list(waiting))
        for at, offset in waiting.items():
            consumer.seek(at, offset)
        deadline = time.monotonic() + FIRST_RECORDS_S
        while waiting and time.monotonic() < deadline:
            for at, records in consumer.poll(timeout_ms=200, max_records=len(waiting)).items():
                if records and waiting.pop(at, None) is not None:
                    ages[at.topic, at.partition] = max(0.0, time.time() - records[0].timestamp / 1000)
                    consumer.pause(at)
            for at in [at for at in waiting if consumer.position(at) >= readable[at]]:
                del waiting[at]
                ages[at.topic, at.partition] = 0.0
    finally:
        consumer.close(autocommit=False)
    return ages
