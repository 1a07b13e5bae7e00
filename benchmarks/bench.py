"""One broker, and what is done on it: topics, records, contenders as processes of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from aiokafka import AIOKafkaProducer, TopicPartition
from kafka import KafkaAdminClient
from kafka.admin import OffsetSpec

from benchmarks.stopwatch import Seconds
from benchmarks.work import PARTITIONS, Task
from movewatch.broker import EmbeddedKafka
from streams.partitioner import partition_of

HERE: Final = Path(__file__).resolve().parent
PATIENCE_S: Final = 900.0
SOURCE: Final = "bench-records"
HELD_BACK_S: Final = 900
"""So long a transaction may stay open: what Kafka allows by default."""

Pairs = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Contender:
    """Who is measured.

    Attributes:
        name: in the result.
        module: of this package, run as a process of its own.
        rows: the name of the topic where its rows will lie.
        arguments: more arguments for the process.
        own_environment: whether it runs under the Python given with ``--quix-python``.
        group: its consumer group, from the name it is given.
    """

    name: str
    module: str
    rows: Callable[[str], str] = "{}-rows".format
    arguments: tuple[str, ...] = ()
    own_environment: bool = False
    group: Callable[[str], str] = "{}".format


def quix_rows(group: str) -> str:
    """Quix Streams makes the name of its changelog itself."""
    return f"changelog__{group}--{SOURCE}--default"


OURS: Final = Contender("ours, exactly once", "ours", group="movewatch-{}".format)
FAUST: Final = Contender("plain Faust", "plain_faust", "{}-rows-changelog".format)
QUIX_ONCE: Final = Contender("Quix Streams, exactly once", "quix", quix_rows, ("exactly-once",), own_environment=True)
QUIX: Final = Contender("Quix Streams, at least once", "quix", quix_rows, ("at-least-once",), own_environment=True)
TRANSACTIONS: Final = Contender("aiokafka with transactions", "aiokafka_transactions")
AIOKAFKA: Final = Contender("aiokafka without transactions", "aiokafka_plain")
CONTENDERS: Final = (OURS, FAUST, QUIX_ONCE, QUIX, TRANSACTIONS, AIOKAFKA)


class WrongError(Exception):
    """A contender did not do the work."""


class Bench:
    """One broker, and what is done on it."""

    def __init__(self, kafka: EmbeddedKafka, folder: Path, quix_python: str | None) -> None:
        self.kafka, self.folder, self.quix_python = kafka, folder, quix_python
        self.admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)

    def make(self, names: Iterable[str], cleanup: str = "delete", partitions: int = PARTITIONS) -> None:
        """Make topics on which the broker stamps each record with its own time."""
        configs = {"message.timestamp.type": "LogAppendTime", "cleanup.policy": cleanup}
        wanted = {
            name: {"num_partitions": partitions, "replication_factor": 1, "configs": configs} for name in set(names)
        }
        self.admin.create_topics(wanted)
        while any(not topic["partitions"] for topic in self.admin.describe_topics(list(wanted))):
            time.sleep(0.1)

    def remove(self, names: Iterable[str]) -> None:
        """Make room on the disk."""
        self.admin.delete_topics(list(set(names)))

    async def fill(self, topic: str, values: Pairs, headers: Sequence[Any] = (), partitions: int = PARTITIONS) -> None:
        """Write records where Kafka's own partitioner would put them, with the same headers each."""
        producer = AIOKafkaProducer(bootstrap_servers=self.kafka.bootstrap, acks="all", linger_ms=0)
        await producer.start()
        try:
            await _send(producer, topic, values, headers, partitions)
        finally:
            await producer.stop()

    @asynccontextmanager
    async def held_back(
        self, topic: str, values: Pairs, headers: Sequence[Any] = (), partitions: int = PARTITIONS
    ) -> AsyncIterator[Callable[[], Any]]:
        """Write records in a transaction that stays open: nobody sees them, until all become visible at once.

        Gives what commits it. Workers can be ready, and wait, when the records come.
        """
        producer = AIOKafkaProducer(
            bootstrap_servers=self.kafka.bootstrap,
            transactional_id=f"bench-{topic}",
            transaction_timeout_ms=HELD_BACK_S * 1000,
            retry_backoff_ms=10,
            linger_ms=0,
        )
        await producer.start()
        try:
            await producer.begin_transaction()
            await _send(producer, topic, values, headers, partitions)
            yield producer.commit_transaction
        finally:
            await producer.stop()

    def start(self, contender: Contender, task: Task, log: Path) -> subprocess.Popen[bytes]:
        """Start a contender."""
        python = self.quix_python if contender.own_environment else sys.executable
        command = [str(python), "-W", "ignore", "-m", f"benchmarks.{contender.module}", json.dumps(asdict(task))]
        with log.open("wb") as out:
            return subprocess.Popen(  # noqa: S603  # our own modules
                [*command, *contender.arguments], cwd=HERE.parent, stdout=out, stderr=out
            )

    def work_off(self, contender: Contender, task: Task, topic: str, group: str) -> Seconds:
        """Run a contender until its group has committed all of ``topic``.

        Raises:
            WrongError: it ended by itself, or took too long.
        """
        log = self.folder / f"{task.group}.log"
        worker = self.start(contender, task, log)
        broker = self.kafka.pid
        seconds = Seconds({"worker": worker.pid, "broker": broker if broker is not None else worker.pid})
        try:
            self.wait([worker], group, topic)
        except WrongError as error:
            raise WrongError(f"{contender.name}: {error}\n{log.read_text(errors='replace')[-4000:]}") from None
        finally:
            seconds.stop()
            end(worker)
        return seconds

    def wait(
        self, workers: Sequence[subprocess.Popen[bytes]], group: str, topic: str, partitions: int = PARTITIONS
    ) -> None:
        """Wait until a group has committed all of a topic.

        Raises:
            WrongError: a worker ended by itself, or it took too long.
        """
        ends, deadline = self.ends(topic, partitions), time.monotonic() + PATIENCE_S
        while self.committed(group, topic) != ends:
            for worker in workers:
                if worker.poll() is not None:
                    raise WrongError(f"it ended with {worker.returncode}")
            if time.monotonic() > deadline:
                raise WrongError(f"it stands at {self.committed(group, topic)} of {ends}")
            time.sleep(0.25)

    def ends(self, topic: str, partitions: int = PARTITIONS) -> dict[int, int]:
        """The offsets behind the last records."""
        return {source.partition: offset for source, offset in self.all_ends([topic], partitions).items()}

    def committed(self, group: str, topic: str) -> dict[int, int]:
        """The group's offsets; nothing where it has none yet."""
        found = self.all_committed(group)
        return {source.partition: offset for source, offset in found.items() if source.topic == topic}

    def all_ends(self, topics: Sequence[str], partitions: int) -> dict[TopicPartition, int]:
        """The offsets behind the last records of several topics."""
        sources = [TopicPartition(topic, partition) for topic in topics for partition in range(partitions)]
        found = self.admin.list_partition_offsets(dict.fromkeys(sources, OffsetSpec.LATEST))
        return {source: found[source].offset for source in sources}

    def all_committed(self, group: str) -> dict[TopicPartition, int]:
        """The group's offsets in all topics; nothing where it has none yet."""
        try:
            found = self.admin.list_group_offsets([group])[group]
        except Exception:  # its coordinator is not there yet
            return {}
        return {TopicPartition(source.topic, source.partition): offset.offset for source, offset in found.items()}

    def seconds_of(self, workers: Sequence[subprocess.Popen[bytes]]) -> Seconds:
        """Begin to note the processor time of some workers and of the broker."""
        pids = {f"worker {number}": worker.pid for number, worker in enumerate(workers)}
        broker = self.kafka.pid
        return Seconds(pids if broker is None else pids | {"broker": broker})


async def _send(producer: AIOKafkaProducer, topic: str, values: Pairs, headers: Sequence[Any], partitions: int) -> None:
    listed = list(headers)
    batches = [producer.create_batch() for _ in range(partitions)]
    delivered = []
    for key, value in values:
        partition = partition_of(key, partitions)
        if batches[partition].append(key=key, value=value, timestamp=None, headers=listed) is None:
            delivered.append(await producer.send_batch(batches[partition], topic, partition=partition))
            batches[partition] = producer.create_batch()
            batches[partition].append(key=key, value=value, timestamp=None, headers=listed)
    for partition, batch in enumerate(batches):
        if batch.record_count():
            delivered.append(await producer.send_batch(batch, topic, partition=partition))
    for one in delivered:
        await one


def end(worker: subprocess.Popen[bytes]) -> None:
    """SIGTERM it; SIGKILL it, if that does not help."""
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(15)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def load() -> float:
    """How busy the machine was in the last minute."""
    return os.getloadavg()[0]
