"""The one embedded broker of a test session."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient

from movewatch.broker import EmbeddedKafka
from movewatch.broker.errors import JarUnavailableError


def running_kafka(data_dir: Path) -> Iterator[EmbeddedKafka]:
    """A started broker. Without its jars and a network: a skip at home, a failure in CI.

    Anything else that keeps it from starting is a fault of ours, and fails everywhere.
    """
    kafka = EmbeddedKafka(data_dir)
    try:
        kafka.start()
    except JarUnavailableError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no embedded Kafka: {error}")
    try:
        yield kafka
    finally:
        kafka.stop()


def delete_topics(kafka: EmbeddedKafka, prefix: str) -> None:
    """Delete what a test has made, whether it passed or not."""
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        made = [name for name in admin.list_topics() if name.startswith(prefix)]
        if made:
            admin.delete_topics(made)
    finally:
        admin.close()
