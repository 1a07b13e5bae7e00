"""Worker processes on a real broker, and what can be seen of them from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import OffsetSpec

from streams.names import Names
from tests.streams import counting_stage

SCRIPT = Path(__file__).with_name("counting_worker.py")
PARTITIONS = 2

Settings = Mapping[str, Any]

T = TypeVar("T")


def wait_until(seen: Callable[[], T], seconds: float, what: str) -> T:
    """Look again and again, until what is seen is true; fail with ``what`` after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := seen()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)
    return found


class Worker:
    """One worker process. Its log is kept for messages."""

    def __init__(self, bootstrap: str, prefix: str, log: Path, settings: Settings, extra: Settings) -> None:
        arguments = [json.dumps({"bootstrap": bootstrap, "prefix": prefix, **settings}), json.dumps(extra)]
        self._log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", str(SCRIPT), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=out,
            )

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def ends_with(self, seconds: float) -> int:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the worker still runs after {seconds} s:\n{self.log[-3000:]}") from None

    def end(self) -> None:
        if self.is_running:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait(10)


class Bench:
    """The counting stage's topics on a broker, its workers, and what they wrote."""

    def __init__(self, bootstrap: str, prefix: str, folder: Path) -> None:
        self.bootstrap, self.prefix, self._folder = bootstrap, prefix, folder
        self.names = Names(counting_stage.COUNTING, prefix)
        self.admin = KafkaAdminClient(bootstrap_servers=bootstrap)
        self._producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=5)
        self._workers: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.end()
        self._producer.close()
        self.admin.close()

    def make_topics(self, ticking: bool = False, without: str | None = None) -> None:
        if ticking:
            self.names = Names(counting_stage.TICKING, self.prefix)
        needed = {name for name in self.names.needed() if name != without}
        self.make(dict.fromkeys(needed, PARTITIONS))

    def make(self, topics: Mapping[str, int]) -> None:
        self.admin.create_topics(
            {name: {"num_partitions": count, "replication_factor": 1} for name, count in topics.items()}
        )
        wait_until(lambda: not self._missing(topics), 10, "the topics are there")

    def remove(self, name: str) -> None:
        self.admin.delete_topics([name])
        wait_until(lambda: self._missing([name]), 10, "the topic is gone")

    def _missing(self, names: Any) -> bool:
        return any(not topic["partitions"] or topic["error_code"] for topic in self.admin.describe_topics(list(names)))

    @property
    def facts(self) -> str:
        return self.names.on_broker(counting_stage.FACTS.name)

    def start(self, settings: Mapping[str, Any] | None = None, **extra: Any) -> Worker:
        log = self._folder / f"worker-{len(self._workers)}.log"
        worker = Worker(self.bootstrap, self.prefix, log, settings or {}, extra)
        self._workers.append(worker)
        return worker

    def send(
        self, records: Iterator[tuple[bytes | None, bytes]], headers: list[tuple[str, bytes]] | None = None
    ) -> int:
        count = 0
        for key, value in records:
            self._producer.send(self.facts, key=key, value=value, headers=headers or [])
            count += 1
        self._producer.flush()
        return count

    def partitions(self, topic: str) -> list[TopicPartition]:
        return [TopicPartition(topic, partition) for partition in range(PARTITIONS)]

    def ends(self, topic: str) -> dict[TopicPartition, int]:
        found = self.admin.list_partition_offsets(dict.fromkeys(self.partitions(topic), OffsetSpec.LATEST))
        return {tp: found[tp].offset for tp in self.partitions(topic)}

    def committed(self) -> dict[TopicPartition, int]:
        try:
            found = self.admin.list_group_offsets([self.names.group])[self.names.group]
        except Exception:  # the coordinator is not ready yet: nothing is committed
            return {}
        return {tp: offset.offset for tp, offset in found.items() if offset.offset >= 0}

    def is_lag_zero(self) -> bool:
        return self.committed() == self.ends(self.facts)

    def read(self, topic: str, isolation: str = "read_committed") -> list[Any]:
        """All records of a topic, given without its prefix, in their partitions' order."""
        name = self.names.on_broker(topic)
        consumer = KafkaConsumer(
            bootstrap_servers=self.bootstrap,
            isolation_level=isolation,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
        try:
            consumer.assign(self.partitions(name))
            consumer.seek_to_beginning(*self.partitions(name))
            ends, records = self.ends(name), []
            while any(consumer.position(tp) < end for tp, end in ends.items()):
                for fetched in consumer.poll(timeout_ms=200).values():
                    records += fetched
        finally:
            consumer.close()
        return records

    def worked_off(self) -> int:
        """How many facts are committed."""
        return sum(self.committed().values())
