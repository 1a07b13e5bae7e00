"""A Kafka and all workers on this machine, for as long as the demonstration lasts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self, TypeVar

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, KafkaTimeoutError, NotCoordinatorError

from movewatch.broker import EmbeddedCluster, EmbeddedKafka
from movewatch.errors import MovewatchError
from movewatch.operations import topics
from movewatch.settings import CONFIG_VARIABLE, ENV_PREFIX, NOT_SETTINGS, Settings, load_settings
from schemas.records import Record
from schemas.ticks import Tick
from schemas.topics import STAGES, StageTopics, all_topics, stage_named

SALT: Final = "only for the demonstration"
"""Its people are made up, so this need be no secret."""

FOLDERS: Final = ("kafka", "logs", "outbox")
"""What a cluster writes, below its home."""

PARTITIONS: Final = 4
WORKERS: Final = ("intake", "identities", "contacts", "contacts", "accounts", "owners", "delivery")
WORKER: Final = (sys.executable, "-m", "agents.worker")
QUIET_S: Final = 180.0
POLL_S: Final = 0.2
START_AGAIN: Final = 75
"""A worker's exit code that asks for a restart: fenced by a newer owner, or the broker was too slow for it."""
STOP_S: Final = 10.0
ANSWER_MS: Final = 10_000

Answer = TypeVar("Answer")


def _without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without settings of the user's own installation."""
    kept = NOT_SETTINGS.keys() - {CONFIG_VARIABLE}
    return {name: value for name, value in environ.items() if name in kept or not name.startswith(ENV_PREFIX)}


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines()


class DemoError(MovewatchError):
    """The demonstration could not go on."""


@dataclass(eq=False, slots=True)
class Worker:
    """One worker process, and where it logs."""

    stage: str
    log: Path
    process: subprocess.Popen[bytes]
    settings: Mapping[str, str] | None
    command: Sequence[str]


class Cluster:
    """Kafka, topics and workers, as a context manager.

    Args:
        home: everything it writes lies under it.
        settings: environment variables that differ from the demonstration's.
        partitions: of every topic.
        workers: the stages to start workers of, one for each time that it is named. Only these count as lag.
        brokers: nodes of Kafka; each topic lies on all of them.
    """

    def __init__(
        self,
        home: Path,
        settings: Mapping[str, str] | None = None,
        *,
        partitions: int = PARTITIONS,
        workers: Sequence[str] = WORKERS,
        brokers: int = 1,
    ) -> None:
        self.home = home
        self.partitions = partitions
        self.brokers = brokers
        self.outbox = home / "outbox"
        self.workers: list[Worker] = []
        self._given = dict(settings or {})
        self._first_workers = workers
        self.stages = [stage for stage in STAGES if stage.name in workers]
        self._started = 0
        self._stack = ExitStack()
        self._environment: Mapping[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self.kafka = self._started_kafka()
            self._environment = self._settings_of(self.kafka.bootstrap)
            self.settings: Settings = load_settings(environ=self._environment)
            topics.apply(self.settings)
            self._stack.callback(self._stop_workers)
            self._connect()
            self._stack.callback(self._disconnect)
            (self.home / "logs").mkdir(parents=True, exist_ok=True)
            for stage in self._first_workers:
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
        return self.kafka.bootstrap

    def start_worker(
        self, stage: str, settings: Mapping[str, str] | None = None, command: Sequence[str] = WORKER
    ) -> Worker:
        """Start one more worker of a stage; its log lies under ``logs``.

        Args:
            settings: environment variables that differ from the cluster's.
            command: what runs a worker, but for the stage.
        """
        log = self.home / "logs" / f"{self._started}-{stage}.log"
        self._started += 1
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*command, stage],
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**_without_settings(os.environ), **self._environment, **(settings or {})},
            )
        worker = Worker(stage, log, process, settings, command)
        self.workers.append(worker)
        return worker

    def kill_worker(self, stage: str) -> int:
        """Kill a worker of a stage with SIGKILL, as a power cut would. Returns its process id."""
        worker = next(one for one in self.workers if one.stage == stage and one.process.poll() is None)
        worker.process.send_signal(signal.SIGKILL)
        worker.process.wait()
        self.workers.remove(worker)
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
        before = self.committed(stage_named(stage))
        while self.committed(stage_named(stage)) == before:
            time.sleep(POLL_S / 20)
        self.kill_worker(stage)

    def tell_time(self, at: datetime) -> None:
        """Let the partitions that have timers know the time, stage by stage in the order of the way of an event.

        What the timers of one stage say has arrived before the next stage hears the time: so it comes out the same in
        every run, and in memory.
        """
        for stage in STAGES:
            if stage.ticks:
                self.send_tick(stage, at)
                self.wait_until_quiet()

    def send_tick(self, stage: StageTopics, at: datetime) -> None:
        """Write the time into each partition of a stage's facts."""
        value = Tick(at=at).to_json()
        for partition in range(self.partitions):
            self._producer.send(stage.reads[0].name, value=value, partition=partition)
        self._producer.flush()

    def wait_until_quiet(self) -> None:
        """Wait until every stage has worked off everything, and nothing new came of it.

        Raises:
            DemoError: it does not get on, or a worker has ended.
        """
        deadline = time.monotonic() + QUIET_S
        before: object = None
        while True:
            self.look_after_workers()
            ends, lag = self._progress()
            if (ends, lag) != before:
                deadline = time.monotonic() + QUIET_S
            elif lag == 0:
                return
            before = ends, lag
            if time.monotonic() > deadline:
                raise DemoError(
                    f"{lag} records are left, and nobody has worked for {QUIET_S:.0f} s. Logs: {self.home / 'logs'}"
                )
            time.sleep(POLL_S)

    def lag(self) -> int:
        """Records that are not worked off yet, over all stages."""
        return self._progress()[1]

    def committed(self, stage: StageTopics) -> int:
        """How far a stage has come, as the sum of its offsets over all partitions."""
        return sum(self._offsets(stage.group("")).values())

    def offsets(self, stage: StageTopics) -> dict[TopicPartition, int]:
        """What a stage has committed, by partition."""
        return self._offsets(stage.group(""))

    def lag_of(self, stage: StageTopics) -> int:
        """Records that one stage has not worked off yet."""
        return self._progress_of(stage)[1]

    def read_all(self, *topics: str, partition: int | None = None) -> Iterator[Record]:
        """Every committed record of these topics, from the beginning to the end of now; of one partition, if named."""
        numbers = range(self.partitions) if partition is None else [partition]
        partitions = [TopicPartition(topic, n) for topic in topics for n in numbers]
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

    def look_after_workers(self) -> None:
        """See that all of them run. One that asks to be started again is, as a service manager would do it.

        Raises:
            DemoError: one has ended otherwise.
        """
        for worker in list(self.workers):
            code = worker.process.poll()
            if code == START_AGAIN:
                self.workers.remove(worker)
                self.start_worker(worker.stage, worker.settings, worker.command)
            elif code is not None:
                said = [line for line in _lines(worker.log) if " CRITICAL " in line or " ERROR " in line][-3:]
                last = said or _lines(worker.log)[-3:]
                head = f"The worker of {worker.stage} has ended with code {code}; its log is {worker.log}:"
                raise DemoError("\n".join([head, *last]))

    def _started_kafka(self) -> EmbeddedKafka | EmbeddedCluster:
        folder = self.home / "kafka"
        if self.brokers == 1:
            return self._stack.enter_context(EmbeddedKafka(folder))
        return self._stack.enter_context(EmbeddedCluster(folder, self.brokers))

    def _settings_of(self, bootstrap: str) -> dict[str, str]:
        return {
            "MOVEWATCH_BOOTSTRAP_SERVERS": bootstrap,
            "MOVEWATCH_PARTITIONS": str(self.partitions),
            "MOVEWATCH_REPLICATION_FACTOR": str(self.brokers),
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
        for stage in self.stages:
            found, behind = self._progress_of(stage)
            ends.update(found)
            lag += behind
        return ends, lag

    def _progress_of(self, stage: StageTopics) -> tuple[dict[TopicPartition, int], int]:
        partitions = [TopicPartition(topic.name, n) for topic in stage.reads for n in range(self.partitions)]
        committed = self._offsets(stage.group(""))
        ends = self._ends(partitions)
        return ends, sum(ends[one] - committed.get(one, 0) for one in partitions)

    def _ends(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        """The end of each partition."""
        return dict(self._asked(lambda: self._reader.end_offsets(partitions, timeout_ms=ANSWER_MS)))

    def _offsets(self, group: str) -> dict[TopicPartition, int]:
        """What a group has committed."""
        found = self._asked(lambda: self._admin.list_group_offsets([group])[group])
        return {partition: offset.offset for partition, offset in found.items()}

    def _asked(self, question: Callable[[], Answer]) -> Answer:
        """The broker's answer, once it has one: at its start, and when another one has taken its place, it has none.

        Raises:
            KafkaError: it has none for too long.
        """
        deadline = time.monotonic() + QUIET_S
        while True:
            try:
                return question()
            except (KafkaError, KeyError) as error:  # KeyError: kafka-python has not heard of a partition's leader yet
                if time.monotonic() > deadline:
                    raise
                time.sleep(POLL_S)
                if isinstance(error, NotCoordinatorError | KafkaTimeoutError):
                    self.reconnect()

    def reconnect(self) -> None:
        """Forget which broker leads what: kafka-python remembers it for too long. Not amid reading or sending."""
        self._disconnect()
        self._connect()

    def _connect(self) -> None:
        self._producer = KafkaProducer(bootstrap_servers=self.kafka.bootstrap)
        self._admin = KafkaAdminClient(bootstrap_servers=self.kafka.bootstrap)
        self._reader = KafkaConsumer(
            bootstrap_servers=self.kafka.bootstrap,
            isolation_level="read_committed",
            enable_auto_commit=False,
            fetch_max_wait_ms=20,  # it reads what is there; nobody waits for more to come
        )

    def _disconnect(self) -> None:
        for client in (self._producer, self._admin, self._reader):
            client.close()

    def _stop_workers(self) -> None:
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            try:
                worker.process.wait(timeout=STOP_S)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()
