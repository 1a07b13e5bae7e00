"""What lies in a topic, as a stage would read it: found without the code under test."""

from typing import Any

from kafka import KafkaConsumer, TopicPartition

from movewatch.settings import Settings


def lying_in(settings: Settings, topic: str) -> list[Any]:
    """All committed records of a topic, named without its prefix, partition by partition."""
    consumer = KafkaConsumer(
        bootstrap_servers=settings.bootstrap_servers, auto_offset_reset="earliest", isolation_level="read_committed"
    )
    try:
        found: list[Any] = []
        for at in (TopicPartition(settings.topic_prefix + topic, number) for number in range(settings.partitions)):
            consumer.assign([at])
            consumer.seek(at, 0)
            end = consumer.end_offsets([at])[at]
            while consumer.position(at) < end:
                for records in consumer.poll(timeout_ms=500).values():
                    found += records
        return found
    finally:
        consumer.close()
