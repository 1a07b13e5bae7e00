"""Topics, publishing and lag on a real Kafka, checked with Kafka's own tools where they say the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.structs import OffsetAndMetadata

from movewatch.broker import EmbeddedKafka
from movewatch.operations import topics
from movewatch.operations.lag_reader import read_lag
from movewatch.operations.publish import publish, publish_file
from movewatch.settings import Settings
from tests.streams.workers import wait_until


@pytest.fixture
def settings(kafka: EmbeddedKafka, topic_prefix: str) -> Settings:
    return Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=2)


def line(**parts: Any) -> str:
    return json.dumps({"topic": "feedback", "payload": {"n": 1}, **parts})


def records_of(settings: Settings, topic: str) -> list[Any]:
    """All records of a topic, by partition."""
    consumer = KafkaConsumer(bootstrap_servers=settings.bootstrap_servers, auto_offset_reset="earliest")
    try:
        partitions = [TopicPartition(topic, n) for n in range(2)]
        consumer.assign(partitions)
        ends = consumer.end_offsets(partitions)
        found: list[Any] = []
        while len(found) < sum(ends.values()):
            for records in consumer.poll(timeout_ms=500).values():
                found += records
        return found
    finally:
        consumer.close()


def commit(settings: Settings, group: str, topic: str, offsets: dict[int, int]) -> None:
    # A consumer waits for the group's coordinator, which on a new broker takes a moment; an admin client does not.
    consumer = KafkaConsumer(bootstrap_servers=settings.bootstrap_servers, group_id=group, enable_auto_commit=False)
    try:
        wanted = {TopicPartition(topic, n): OffsetAndMetadata(at, "", -1) for n, at in offsets.items()}
        consumer.assign(list(wanted))
        consumer.commit(wanted)
    finally:
        consumer.close(autocommit=False)


def test_topics_are_created_once_and_then_as_they_should_be(settings: Settings, kafka: EmbeddedKafka):
    names = [topic.name for topic in topics.wanted(settings)]
    before = topics.check(settings)
    named = ", ".join(names[:5])
    assert before == [
        f"{len(names)} topics are missing ({named} and {len(names) - 5} more). Run movewatch topics apply."
    ]

    assert sorted(topics.apply(settings)) == sorted(names)
    assert topics.check(settings) == []
    assert topics.apply(settings) == []

    told = kafka.tool("TopicCommand", "--describe", "--topic", f"{settings.topic_prefix}owners-rows")
    configs = ("cleanup.policy=compact", "max.message.bytes=1048588", "min.cleanable.dirty.ratio=0.2")
    for config in (*configs, "max.compaction.lag.ms=604800000"):
        assert config in told
    assert "PartitionCount: 2" in told


def test_what_is_wrong_with_topics_is_said_of_each(settings: Settings, topic_prefix: str):
    """Nothing is repaired: partitions cannot be taken away, and a policy may have been changed on purpose."""
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    wrong = {"num_partitions": 3, "replication_factor": 1, "configs": {"cleanup.policy": "delete"}}
    admin.create_topics({f"{topic_prefix}directory": wrong}, wait_for_metadata=True)
    admin.close()

    topics.apply(settings)
    problems = topics.check(settings)

    assert [problem.split(".")[0] for problem in problems] == [
        f"topic {topic_prefix}directory has 3 partitions, the settings say 2",
        f"topic {topic_prefix}directory has cleanup",
        f"topic {topic_prefix}directory has max",
    ]


def test_the_command_that_is_said_puts_a_topic_right(kafka: EmbeddedKafka, settings: Settings, topic_prefix: str):
    """Made by hand, with Kafka's own settings, as a topic of an earlier version would have them."""
    rows = f"{topic_prefix}contacts-rows"
    letters = next(it.name for it in topics.wanted(settings) if "message.timestamp.type" in it.configs)
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    by_hand = {"num_partitions": 2, "replication_factor": 1}
    admin.create_topics(dict.fromkeys((rows, letters), by_hand), wait_for_metadata=True)
    admin.close()
    topics.apply(settings)

    problems = topics.check(settings)
    assert {problem.partition("=")[0] for problem in problems} == {
        f"topic {letters} has message.timestamp.type",
        f"topic {rows} has cleanup.policy",
        f"topic {rows} has max.compaction.lag.ms",
    }
    for problem in problems:
        said = problem.partition("kafka-configs.sh --bootstrap-server HOST:PORT ")[2]
        kafka.tool("ConfigCommand", *said.split())
    wait_until(lambda: topics.check(settings) == [], 10, "the settings")


def test_lines_are_published_as_they_stand_and_bad_ones_are_told_by_number(settings: Settings, tmp_path: Path):
    topics.apply(settings)
    prefixed = f"{settings.topic_prefix}feedback"
    lines = [
        line(ts=1_760_000_000_000, key="a/b/c", headers=["source", "delighted"], payload="as it came", partition=1),
        line(topic=prefixed, partition=0),
        "",
        "{broken",
        line(topic="no-such-topic"),
        line(partition=2),
    ]
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")

    outcome = publish_file(settings, file)

    assert outcome.published == 2
    assert [problem.split(":")[:2] for problem in outcome.problems] == [
        ["line 4", " is not JSON (column 2"],
        ["line 5", " topic"],
        ["line 6", " partition"],
    ]
    first, second = sorted(records_of(settings, prefixed), key=lambda record: -record.partition)
    assert (first.partition, first.timestamp, first.key, first.value) == (1, 1_760_000_000_000, b"a/b/c", b"as it came")
    assert list(first.headers) == [("source", b"delighted")]
    assert second.value == b'{"n":1}'


def test_lag_is_what_kafkas_own_tool_says(settings: Settings, kafka: EmbeddedKafka, topic_prefix: str):
    topics.apply(settings)
    publish(settings, [line(partition=n % 2, ts=1_760_000_000_000) for n in range(10)])
    topic, group = f"{topic_prefix}feedback", f"{topic_prefix}movewatch-intake"
    commit(settings, group, topic, {0: 2, 1: 5})

    lines = {(each.topic, each.partition): each for each in read_lag(settings, [group])}

    told = kafka.tool("ConsumerGroupCommand", "--describe", "--group", group)
    theirs = [cells[:6] for cells in map(str.split, told.splitlines()) if cells[:1] == [group]]
    ours = [list(each.cells()[:6]) for each in lines.values() if each.committed is not None]
    assert sorted(ours) == sorted(theirs)
    assert [cells[3:] for cells in sorted(theirs)] == [["2", "5", "3"], ["5", "5", "0"]]

    behind, done = lines[topic, 0].seconds, lines[topic, 1].seconds
    assert behind is not None
    assert behind > 1_000_000
    assert done == 0
    # A partition without a commit is a line all the same, since the stage ought to read it.
    assert lines[f"{topic_prefix}answers", 0].cells()[3:7] == ("-", "0", "-", "-")


def test_a_lag_of_markers_alone_is_no_time(settings: Settings, topic_prefix: str):
    """Behind the last record lies the marker of its transaction: a lag of 1 for Kafka, and nothing to read."""
    topics.apply(settings)
    topic, group = f"{topic_prefix}contact-facts", f"{topic_prefix}movewatch-contacts"
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers, transactional_id=f"{topic_prefix}test")
    producer.init_transactions()
    producer.begin_transaction()
    producer.send(topic, b"x", partition=0)
    producer.commit_transaction()
    producer.close()
    commit(settings, group, topic, {0: 1})

    found = next(each for each in read_lag(settings, [group]) if (each.topic, each.partition) == (topic, 0))

    assert (found.committed, found.end, found.lag, found.seconds) == (1, 2, 1, 0.0)


def test_a_member_is_named_as_kafkas_own_tool_does(settings: Settings, kafka: EmbeddedKafka, topic_prefix: str):
    topics.apply(settings)
    group = f"{topic_prefix}somebody"
    # A topic just made may be missing from the first metadata, whose usual age of five minutes would leave the member
    # without a partition for as long.
    consumer = KafkaConsumer(
        bootstrap_servers=settings.bootstrap_servers, group_id=group, client_id="me", metadata_max_age_ms=500
    )
    try:
        consumer.subscribe([f"{topic_prefix}problems"])
        while not consumer.assignment():
            consumer.poll(timeout_ms=100)
        lines = read_lag(settings, [group])
        told = kafka.tool("ConsumerGroupCommand", "--describe", "--group", group)
    finally:
        consumer.close()
    theirs = sorted(cells for cells in map(str.split, told.splitlines()) if cells[:1] == [group])
    assert [list(each.cells()[:6] + each.cells()[7:]) for each in lines] == theirs
    assert len(theirs) == 2
