"""Fixtures for every test."""

import re
import uuid
import warnings
from collections.abc import Iterator

import pytest

with warnings.catch_warnings():
    # kafka-python 3.0.12 reads its message schemas with importlib.resources.read_text, deprecated in Python 3.11 and
    # 3.12 only. Here, before the first test imports it.
    warnings.filterwarnings("ignore", message="(read|open)_text is deprecated", category=DeprecationWarning)
    from movewatch.broker import EmbeddedKafka
    from tests.support.broker import delete_topics, running_kafka


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    """One real Apache Kafka for the whole session; tests keep apart by ``topic_prefix``. Do not stop it."""
    yield from running_kafka(tmp_path_factory.mktemp("kafka"))


@pytest.fixture
def topic_prefix(request: pytest.FixtureRequest) -> Iterator[str]:
    """A prefix for topics, groups and transactional ids that no other test has. Its topics go with the test.

    Thousands of partitions that nobody reads any more would fill the broker's heap before the session ends.
    """
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")[:40]
    prefix = f"{name}-{uuid.uuid4().hex[:8]}-"
    broker = request.getfixturevalue("kafka") if "kafka" in request.fixturenames else None
    yield prefix
    if broker is not None:
        delete_topics(broker, prefix)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for the broker is marked, so that ``-m 'not kafka'`` leaves it out."""
    for item in items:
        if "kafka" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.kafka)
