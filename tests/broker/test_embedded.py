"""The broker through crashes, second instances and taken ports. Each test has a broker of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from movewatch.broker import EmbeddedKafka
from movewatch.broker.errors import (
    BrokerNotReadyError,
    BrokerStoppedError,
    DataDirectoryError,
    DataInUseError,
    PortTakenError,
    ToolFailedError,
)
from movewatch.broker.state import read_status
from tests.support.broker import running_kafka

pytestmark = pytest.mark.kafka

GONE_S = 60.0  # for a busy machine; an idle one takes half a second


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    """A broker that the tests of this file may crash. Each leaves it running."""
    yield from running_kafka(tmp_path_factory.mktemp("a path with ümlaut"))


def create_topic(kafka: EmbeddedKafka, topic: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    admin.create_topics([NewTopic(topic, 1, 1)])
    admin.close()


def produce(kafka: EmbeddedKafka, topic: str, values: list[bytes]) -> None:
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap, acks="all")
    for future in [producer.send(topic, value) for value in values]:
        future.get(timeout=10)
    producer.close()


def consume(kafka: EmbeddedKafka, topic: str, count: int) -> list[bytes]:
    consumer = KafkaConsumer(
        bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=20_000
    )
    consumer.assign([TopicPartition(topic, 0)])
    values = [record.value for _, record in zip(range(count), consumer, strict=False)]
    consumer.close()
    return values


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_sigkill_keeps_every_acknowledged_record(own: EmbeddedKafka, topic_prefix: str) -> None:
    topic, values = f"{topic_prefix}kept", [b"%d" % number for number in range(500)]
    create_topic(own, topic)
    produce(own, topic, values)
    before, cluster_id = own.bootstrap, own.cluster_id
    own.kill()
    assert own.pid is None
    assert read_status(own.data_dir).phase == "stopped"
    own.start()
    assert (own.bootstrap, own.cluster_id) == (before, cluster_id)
    assert consume(own, topic, len(values)) == values


def test_a_second_instance_on_the_same_data_is_refused(own: EmbeddedKafka) -> None:
    with pytest.raises(DataInUseError) as caught:
        EmbeddedKafka(own.data_dir).start()
    message = str(caught.value)
    assert str(own.data_dir) in message
    assert f"process {own.pid}, port {own.port}" in message
    assert "movewatch broker stop" in message
    assert own.tool("TopicCommand", "--list") is not None  # the first one is unharmed


def test_kafkas_own_lock_is_explained(own: EmbeddedKafka) -> None:
    # As when a foreign Kafka works on the directory: ours is out of the way, Kafka's is not.
    (own.data_dir / "broker.lock").rename(own.data_dir / "broker.lock.away")
    try:
        with pytest.raises(DataInUseError, match=r"Failed to acquire lock on file \.lock"):
            EmbeddedKafka(own.data_dir).start()
    finally:
        (own.data_dir / "broker.lock.away").replace(own.data_dir / "broker.lock")


def test_a_taken_port_is_named(own: EmbeddedKafka, tmp_path: Path) -> None:
    with pytest.raises(PortTakenError, match=f"Port {own.port} on 127.0.0.1 is taken"):
        EmbeddedKafka(tmp_path, port=own.port).start()


def test_a_broker_that_dies_while_starting_shows_the_end_of_its_log(own: EmbeddedKafka) -> None:
    own.stop()
    properties = own.data_dir / "meta" / "meta.properties"
    good = properties.read_text()
    properties.write_text(good.replace("node.id=1", "node.id=2"))
    try:
        with pytest.raises(BrokerStoppedError, match=r"(?s)exit code 1.*node"):
            own.start()
    finally:
        properties.write_text(good)
    own.start()


def test_a_start_that_takes_too_long_leaves_nothing_behind(own: EmbeddedKafka) -> None:
    own.stop()
    impatient = EmbeddedKafka(own.data_dir, start_s=0.0)
    with pytest.raises(BrokerNotReadyError, match="was not ready after 0 s"):
        impatient.start()
    assert impatient.pid is None
    assert read_status(own.data_dir).phase == "stopped"
    own.start()


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataDirectoryError, match=r"cannot write its files: .*/file"):
        EmbeddedKafka(tmp_path / "file").start()


def test_kafkas_own_tools(own: EmbeddedKafka, topic_prefix: str) -> None:
    own.tool("TopicCommand", "--create", "--topic", f"{topic_prefix}made", "--partitions", "3")
    assert f"{topic_prefix}made" in own.tool("TopicCommand", "--list").splitlines()
    offsets = own.tool("GetOffsetShell", "--topic", f"{topic_prefix}made").split()
    assert offsets == [f"{topic_prefix}made:{partition}:0" for partition in range(3)]
    with pytest.raises(ToolFailedError, match="already exists"):
        own.tool("TopicCommand", "--create", "--topic", f"{topic_prefix}made")
    with pytest.raises(ToolFailedError, match="NoSuchTool is none of AclCommand"):
        own.tool("NoSuchTool")


PARENT = """
import sys, time
from movewatch.broker import EmbeddedKafka
kafka = EmbeddedKafka(sys.argv[1]).start()
print(kafka.pid, flush=True)
time.sleep(600)
"""


def test_no_jvm_outlives_a_parent_that_was_killed(own: EmbeddedKafka) -> None:
    own.stop()
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(own.data_dir)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    jvm = int(parent.stdout.readline())
    assert is_alive(jvm)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + GONE_S
    while is_alive(jvm):
        assert time.monotonic() < deadline, f"the JVM {jvm} still runs"
        time.sleep(0.02)
    own.start()  # the lock is free, and the data is well


def test_a_stopped_broker_frees_its_port(own: EmbeddedKafka) -> None:
    own.stop()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", own.port))
    own.start()
