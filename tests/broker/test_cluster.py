"""Three nodes, of which one is lost and comes back."""

import asyncio
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from movewatch.broker import EmbeddedCluster
from movewatch.broker.errors import JarUnavailableError

pytestmark = [
    pytest.mark.kafka,
    # kafka-python 3.0.12 does not close the socket of a connection that was refused, and some are while nodes start.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[EmbeddedCluster]:
    cluster = EmbeddedCluster(tmp_path)
    try:
        cluster.start()
    except JarUnavailableError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no embedded Kafka: {error}")
    try:
        yield cluster
    finally:
        for number in cluster.running:
            cluster.kill(number)  # the last of them would wait for the others
        cluster.stop()
        gc.collect()  # those sockets, now and not in the middle of another test


async def produce(cluster: EmbeddedCluster, values: list[bytes]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=cluster.bootstrap, acks="all") as producer:
        sent = [await producer.send("kept", value, partition=number % 3) for number, value in enumerate(values)]
        await asyncio.wait_for(asyncio.gather(*sent), 60)


async def consume(cluster: EmbeddedCluster, count: int) -> list[bytes]:
    async with AIOKafkaConsumer(bootstrap_servers=cluster.bootstrap, auto_offset_reset="earliest") as consumer:
        consumer.assign([TopicPartition("kept", partition) for partition in range(3)])
        values: list[bytes] = []
        while len(values) < count:
            found = await asyncio.wait_for(consumer.getmany(timeout_ms=1000), 60)
            values += [record.value for records in found.values() for record in records]
    return values


def of_topic(cluster: EmbeddedCluster) -> list[tuple[int, int]]:
    """Copies, and copies in step, of each partition."""
    admin = KafkaAdminClient(bootstrap_servers=cluster.bootstrap)
    (topic,) = admin.describe_topics(["kept"])
    admin.close()
    return [(len(each["replica_nodes"]), len(each["isr_nodes"])) for each in topic["partitions"]]


@pytest.mark.timeout(300)
async def test_one_of_three_nodes_may_be_lost(cluster: EmbeddedCluster) -> None:
    admin = KafkaAdminClient(bootstrap_servers=cluster.bootstrap)
    # No count of copies: as many as the broker gives by itself.
    admin.create_topics([NewTopic("kept", 3, -1)])
    admin.close()
    cluster.wait_until_in_sync()
    assert of_topic(cluster) == [(3, 3)] * 3
    before, while_lost = ([b"%s %d" % (when, number) for number in range(300)] for when in (b"before", b"while"))
    await produce(cluster, before)
    bootstrap = cluster.bootstrap
    cluster.kill(1)
    assert cluster.running == [2, 3]
    # Every third of these had its leader on the node that is gone.
    await produce(cluster, while_lost)
    assert sorted(await consume(cluster, 600)) == sorted([*before, *while_lost])
    cluster.start(1)
    cluster.wait_until_in_sync()
    assert of_topic(cluster) == [(3, 3)] * 3
    assert cluster.bootstrap == bootstrap
    cluster.kill(2)
    assert sorted(await consume(cluster, 600)) == sorted([*before, *while_lost])
