"""A Kafka and all workers on this machine, for as long as the demonstration lasts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import CoordinatorLoadInProgressError, CoordinatorNotAvailableError, NotCoordinatorError

from movewatch.broker import EmbeddedKafka
from movewatch.errors import MovewatchError
from movewatch.operations import topics
from movewatch.settings import Settings, load_settings
from schemas.records import Record
from schemas.ticks import Tick
from schemas.topics import STAGES, all_topics, stage_named

SALT: Final = "only for the demonstration"
"""Its people are made up, so this need be no secret."""

PARTITIONS: Final = 4
WORKERS: Final = ("intake", "identities", "contacts", "contacts", "accounts", "owners", "delivery")
QUIET_S: Final = 90.0
POLL_S: Final = 0.2
STOP_S: Final = 10.0


class DemoError(MovewatchError):
    """The demonstration could not go on."""


@dataclass(slots=True)
class _Worker:
    stage: str
    log: Path
    process: subprocess.Popen[bytes]


class Cluster:
    """Kafka, topics and workers, as a context manager.

    Args:
        home: everything it writes lies under it.
        settings: environment variables that differ from the demonstration's.
    """

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None) -> None:
        self.home = home
        self._given = dict(settings or {})
        self.outbox = home / "outbox"
        self._stack = ExitStack()
        self._workers: list[_Worker] = []
        self._environment: Mapping[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self._kafka = self._stack.enter_context(EmbeddedKafka(self.home / "kafka"))
            self._environment = self._settings_of(self._kafka.bootstrap)
            self.settings: Settings = load_settings(environ=self._environment)
            topics.apply(self.settings)
            self._stack.callback(self._stop_workers)
            self._producer = KafkaProducer(bootstrap_servers=self._kafka.bootstrap)
            self._stack.callback(self._producer.close)
            self._admin = KafkaAdminClient(bootstrap_servers=self._kafka.bootstrap)
            self._stack.callback(self._admin.close)
            self._reader = KafkaConsumer(
                bootstrap_servers=self._kafka.bootstrap, isolation_level="read_committed", enable_auto_commit=False
            )
            self._stack.callback(self._reader.close)
            (self.home / "logs").mkdir(parents=True, exist_ok=True)
            for stage in WORKERS:
                self.start_worker(stage)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def bootstrap(self) -> str:
        """Where the broker listens."""
        return self._kafka.bootstrap

    def start_worker(self, stage: str) -> None:
        """Start one more worker of a stage; its log lies under ``logs``."""
        number = len(self._workers)
        log = self.home / "logs" / f"{number}-{stage}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "agents.worker", stage],
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **self._environment},
            )
        self._workers.append(_Worker(stage, log, process))

    def kill_worker(self, stage: str) -> int:
        """Kill a worker of a stage with SIGKILL, as a power cut would. Returns its process id."""
        worker = next(one for one in self._workers if one.stage == stage and one.process.poll() is None)
        worker.process.send_signal(signal.SIGKILL)
        worker.process.wait()
        self._workers.remove(worker)
        return worker.process.pid

    def publish(self, records: Iterator[Record]) -> None:
        """Send records and wait for the broker's acknowledgement of all of them.

        Raises:
            DemoError: the broker took one not.
        """
        sent = [
            self._producer.send(
                record.topic,
                key=record.key,
                value=record.value,
                headers=list(record.headers),
                timestamp_ms=record.timestamp,
            )
            for record in records
        ]
        self._producer.flush()
        for one in sent:
            one.get(timeout=30)

    def kill_in_the_middle(self, stage: str) -> None:
        """Kill a worker of a stage once it has begun to work off what was published."""
        group, topic = stage_named(stage).group(""), stage_named(stage).reads[0].name
        before = self._committed(group, topic)
        while self._committed(group, topic) == before:
            time.sleep(POLL_S / 20)
        self.kill_worker(stage)

    def tell_time(self, at: datetime) -> None:
        """Let the partitions that have timers know the time, stage by stage in the order of the way of an event.

        What the timers of one stage say has arrived before the next stage hears the time: so it comes out the same in
        every run, and in memory.
        """
        value = Tick(at=at).to_json()
        for stage in STAGES:
            if stage.ticks:
                for partition in range(PARTITIONS):
                    self._producer.send(stage.reads[0].name, value=value, partition=partition)
                self._producer.flush()
                self.wait_until_quiet()

    def wait_until_quiet(self) -> None:
        """Wait until every stage has worked off everything, and nothing new came of it.

        Raises:
            DemoError: it takes too long, or a worker has ended.
        """
        deadline = time.monotonic() + QUIET_S
        before: object = None
        while True:
            self._require_workers()
            ends, lag = self._progress()
            if lag == 0 and ends == before:
                return
            before = ends if lag == 0 else None
            if time.monotonic() > deadline:
                raise DemoError(f"Still {lag} records to work off after {QUIET_S:.0f} s. Logs: {self.home / 'logs'}")
            time.sleep(POLL_S)

    def lag(self) -> int:
        """Records that are not worked off yet, over all stages."""
        return self._progress()[1]

    def read_all(self, *topics: str) -> Iterator[Record]:
        """Every committed record of these topics, from the beginning to the end of now."""
        partitions = [TopicPartition(topic, n) for topic in topics for n in range(PARTITIONS)]
        ends = self._ends(partitions)
        self._reader.assign(partitions)
        self._reader.seek_to_beginning(*partitions)
        while any(self._reader.position(partition) < ends[partition] for partition in partitions):
            for batch in self._reader.poll(timeout_ms=500).values():
                for found in batch:
                    headers = tuple(found.headers)
                    yield Record(
                        found.topic, found.partition, found.offset, found.timestamp, found.key, found.value, headers
                    )
        self._reader.unsubscribe()

    def dead_letter_topics(self) -> list[str]:
        """Names of all dead-letter topics."""
        return [topic.name for topic in all_topics("") if topic.name.endswith(".dlq")]

    def _settings_of(self, bootstrap: str) -> dict[str, str]:
        return {
            "MOVEWATCH_BOOTSTRAP_SERVERS": bootstrap,
            "MOVEWATCH_PARTITIONS": str(PARTITIONS),
            "MOVEWATCH_IDENTITY_SALT": SALT,
            "MOVEWATCH_TICKS": "off",
            "MOVEWATCH_DELIVERY_KIND": "folder",
            "MOVEWATCH_DELIVERY_FOLDER": str(self.outbox),
            **self._given,
        }

    def _progress(self) -> tuple[dict[TopicPartition, int], int]:
        """The end of every partition that is read, and how many records before it are not worked off."""
        ends: dict[TopicPartition, int] = {}
        lag = 0
        for stage in STAGES:
            partitions = [TopicPartition(topic.name, n) for topic in stage.reads for n in range(PARTITIONS)]
            committed = self._offsets(stage.group(""))
            found = self._ends(partitions)
            ends.update(found)
            lag += sum(found[one] - committed.get(one, 0) for one in partitions)
        return ends, lag

    def _ends(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        """The end of each partition. kafka-python leaves out those whose leader it has not heard of yet."""
        deadline = time.monotonic() + QUIET_S
        while True:
            try:
                return dict(self._reader.end_offsets(partitions))
            except KeyError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(POLL_S)

    def _committed(self, group: str, topic: str) -> int:
        return sum(offset for partition, offset in self._offsets(group).items() if partition.topic == topic)

    def _offsets(self, group: str) -> dict[TopicPartition, int]:
        """What a group has committed; nothing while the broker is still making room for groups."""
        try:
            found = self._admin.list_group_offsets([group])[group]
        except (CoordinatorNotAvailableError, NotCoordinatorError, CoordinatorLoadInProgressError):
            return {}
        return {partition: offset.offset for partition, offset in found.items()}

    def _stop_workers(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            try:
                worker.process.wait(timeout=STOP_S)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()

    def _require_workers(self) -> None:
        for worker in self._workers:
            code = worker.process.poll()
            if code is not None:
                said = worker.log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
                raise DemoError("\n".join([f"The worker of {worker.stage} has ended with code {code}:", *said]))
