"""A topic that was deleted and made again is found before a worker starts, on a real Kafka."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from pydantic import SecretStr

from movewatch.broker import EmbeddedKafka
from movewatch.operations import recreated, topics
from movewatch.operations.start import check_start
from movewatch.settings import Settings
from schemas.records import STATE_KEY, TOPIC_ID
from schemas.topics import IDENTITIES, STAGES

HERE = Path(__file__).parent.parent.parent
SALT = "a salt for tests only"
WITH_ROWS = [stage for stage in STAGES if stage.rows]


@pytest.fixture
def settings(kafka: EmbeddedKafka, topic_prefix: str) -> Settings:
    settings = Settings(
        bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=2, identity_salt=SecretStr(SALT)
    )
    topics.apply(settings)
    return settings


@contextmanager
def admin_of(settings: Settings) -> Iterator[KafkaAdminClient]:
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    try:
        yield admin
    finally:
        admin.close()


def make_again(settings: Settings, names: Iterable[str]) -> None:
    """Delete topics, then make what is missing, as somebody does who thinks that it repairs something."""
    gone = {settings.topic_prefix + name for name in names}
    with admin_of(settings) as admin:
        admin.delete_topics(sorted(gone))
        while gone & set(admin.list_topics()):
            pass
    assert set(topics.apply(settings)) == gone


def ids_of(settings: Settings) -> dict[str, str]:
    with admin_of(settings) as admin:
        return {each["name"]: str(each["topic_id"]) for each in admin.describe_topics()}


def write_states(settings: Settings, rows_after: int = 0) -> None:
    """What stages leave in their changelogs: the state of partition 0, then so many rows."""
    ids, prefix = ids_of(settings), settings.topic_prefix
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers)
    for stage in WITH_ROWS:
        assert stage.rows is not None
        headers = [(TOPIC_ID, ids[prefix + stage.reads[0].name].encode())]
        producer.send(prefix + stage.rows.name, key=STATE_KEY, value=b"{}", headers=headers, partition=0)
        for number in range(rows_after):
            producer.send(prefix + stage.rows.name, key=b"%d" % number, value=b"{}", partition=0)
    producer.close()


def test_the_rows_that_a_worker_left_betray_it(settings: Settings, topic_prefix: str):
    """The worker is a real one: what it writes is what is looked for."""
    facts, rows = (f"{topic_prefix}{name}" for name in ("identity-facts", "identities-rows"))
    before = ids_of(settings)[facts]
    run_until_it_has_written(settings, rows)
    assert check_start(settings) == []

    make_again(settings, ["identity-facts"])

    told = (
        f"topic {facts} was deleted and made again: its id is {ids_of(settings)[facts]}, and the rows in {rows} "
        f"(partition 0, 1) come from {before}. Bring the old topic back; or, to begin anew with what the topic holds "
        f"now, delete {rows}, too, and run movewatch topics apply."
    )
    assert check_start(settings) == [told]
    make_again(settings, ["identities-rows"])
    assert check_start(settings) == []


def run_until_it_has_written(settings: Settings, rows: str) -> None:
    variables = {
        "MOVEWATCH_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        "MOVEWATCH_TOPIC_PREFIX": settings.topic_prefix,
        "MOVEWATCH_IDENTITY_SALT": SALT,
    }
    consumer = KafkaConsumer(bootstrap_servers=settings.bootstrap_servers, isolation_level="read_committed")
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "agents.worker", IDENTITIES.name],
        cwd=HERE,
        env={**os.environ, **variables},
        stderr=subprocess.DEVNULL,
    )
    try:
        partitions = [TopicPartition(rows, number) for number in range(2)]
        deadline = time.monotonic() + 90
        while not all(consumer.end_offsets(partitions).get(at) for at in partitions):
            assert worker.poll() is None, "the worker has ended"
            assert time.monotonic() < deadline, "the worker writes nothing"
    finally:
        worker.terminate()
        worker.wait(timeout=60)
        consumer.close()


@pytest.mark.parametrize("rows_after", [0, 7])
def test_every_topic_is_told_at_once_however_far_back_the_state_lies(
    settings: Settings, rows_after: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(recreated, "TAIL", 3)
    write_states(settings, rows_after)
    assert topics.check(settings) == []
    facts = [stage.reads[0].name for stage in WITH_ROWS]

    make_again(settings, facts)

    told = topics.check(settings)
    assert [line.split(":")[0] for line in told] == [
        f"topic {settings.topic_prefix}{name} was deleted and made again" for name in facts
    ]


def test_the_latest_state_counts(settings: Settings):
    """Somebody brought rows and topic in order by hand: old states still lie in the changelog until it is compacted."""
    write_states(settings)
    make_again(settings, ["contact-facts"])
    write_states(settings)
    assert topics.check(settings) == []


def test_what_is_not_found_in_time_is_not_told(settings: Settings):
    write_states(settings)
    make_again(settings, ["contact-facts"])
    assert topics.check(settings, until=time.monotonic()) == []
    assert len(topics.check(settings)) == 1
