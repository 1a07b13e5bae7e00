"""Workers of real stages on a given broker, a steady load, and how long each partition's offset stood still."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import KafkaError

from movewatch.broker import EmbeddedKafka
from movewatch.demo.cluster import SALT
from movewatch.operations import topics
from movewatch.settings import load_settings
from schemas.records import Record
from schemas.topics import StageTopics
from tests.streams.workers import wait_until

SCRIPT = Path(__file__).with_name("noting_worker.py")
POLL_S = 0.1

Place = tuple[str, int]
"""A topic, by its name without the prefix, and a partition."""


class Described(NamedTuple):
    """A partition as Apache Kafka's own tool prints it."""

    committed: int
    lag: int


class Member:
    """A worker process."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, notes: Path) -> None:
        self.process, self._log, self._notes = process, log, notes

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    @property
    def has_joined(self) -> bool:
        """Whether it was given partitions. It must not have ended."""
        assert self.process.poll() is None, self.log[-3000:]
        return re.search(r"Generation \d+: [1-9]", self.log) is not None

    @property
    def rows_read(self) -> int:
        """Rows that it has read, of all partitions that it was ever given."""
        return sum(map(int, re.findall(r": (\d+) rows, from offset", self.log)))

    def ends_with(self, seconds: float) -> int:
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the worker still runs after {seconds} s:\n{self.log[-3000:]}") from None

    def worked_off(self) -> dict[int, int]:
        """Behind which offset its stage has come in each partition, by the stage's own account."""
        found: dict[int, int] = {}
        for line in self._notes.read_text().splitlines() if self._notes.exists() else ():
            partition, offset = map(int, line.split())
            found[partition] = max(offset, found.get(partition, 0))
        return found


class Watch:
    """Looks at the committed offsets of groups all the time, and remembers when each moved."""

    def __init__(self, bootstrap: str, prefix: str, stages: list[StageTopics]) -> None:
        self._prefix, self._stages = prefix, stages
        self._admin = KafkaAdminClient(bootstrap_servers=bootstrap)
        self._offsets: dict[Place, int] = {}
        self._moved: defaultdict[Place, list[float]] = defaultdict(list)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def offset(self, place: Place) -> int:
        """What was committed there last; -1 where nothing was."""
        return self._offsets.get(place, -1)

    def has_seen(self, places: list[Place]) -> bool:
        """Whether each of these partitions has a committed offset."""
        return all(place in self._offsets for place in places)

    def is_beyond(self, offsets: Mapping[Place, int]) -> bool:
        """Whether each of these partitions is behind its offset."""
        return all(self.offset(place) > offset for place, offset in offsets.items())

    def longest(self, places: list[Place], since: float) -> dict[Place, float]:
        """The longest time from ``since`` on for which each partition's offset stood still, in seconds."""
        now = time.monotonic()
        found: dict[Place, float] = {}
        for place in places:
            moments = [since, *(at for at in list(self._moved[place]) if at > since), now]
            found[place] = max(later - earlier for earlier, later in pairwise(moments))
        return found

    def close(self) -> None:
        self._over.set()
        self._thread.join(30)
        self._admin.close()

    def _run(self) -> None:
        while not self._over.wait(POLL_S):
            for stage in self._stages:
                self._look_at(stage.group(self._prefix))

    def _look_at(self, group: str) -> None:
        try:
            found = self._admin.list_group_offsets([group])[group]
        except KafkaError:
            return  # the coordinator is being made; the next look will tell
        now = time.monotonic()
        for partition, offset in found.items():
            place = partition.topic.removeprefix(self._prefix), partition.partition
            if offset.offset > self.offset(place):
                self._offsets[place] = offset.offset
                self._moved[place].append(now)


class Load:
    """Publishes records at a steady rate, in a thread. ``surge`` publishes as many as it can."""

    def __init__(self, bootstrap: str, prefix: str, records: Iterator[Record], per_second: int) -> None:
        self._producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=5)
        self._prefix, self._records, self._per_second = prefix, records, per_second
        self._at_once = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def surge(self, count: int) -> None:
        """So many at once, in between."""
        self._at_once = count

    def close(self) -> None:
        self._over.set()
        self._thread.join(30)
        self._producer.flush()
        self._producer.close()

    def _run(self) -> None:
        begun, sent = time.monotonic(), 0
        while not self._over.wait(0.02):
            many, self._at_once = self._at_once, 0
            self._send(many)
            due = int((time.monotonic() - begun) * self._per_second)
            self._send(due - sent)
            sent = due

    def _send(self, count: int) -> None:
        for _, one in zip(range(count), self._records, strict=False):
            self._producer.send(
                self._prefix + one.topic,
                key=one.key,
                value=one.value,
                headers=list(one.headers),
                timestamp_ms=one.timestamp,
            )


class Fleet:
    """Topics, workers, load and watch, as a context manager.

    Args:
        stages: those to look at.
        settings: environment variables of the workers.
    """

    def __init__(
        self,
        kafka: EmbeddedKafka,
        prefix: str,
        folder: Path,
        *,
        partitions: int,
        stages: list[StageTopics],
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.kafka, self.prefix, self._folder, self.partitions = kafka, prefix, folder, partitions
        self._stages = stages
        self._settings = {
            "MOVEWATCH_BOOTSTRAP_SERVERS": kafka.bootstrap,
            "MOVEWATCH_TOPIC_PREFIX": prefix,
            "MOVEWATCH_PARTITIONS": str(partitions),
            "MOVEWATCH_IDENTITY_SALT": SALT,
            **(settings or {}),
        }
        self.members: list[Member] = []
        self._loads: list[Load] = []

    def __enter__(self) -> Self:
        self._make_topics()
        self.watch = Watch(self.kafka.bootstrap, self.prefix, self._stages)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for load in self._loads:
            load.close()
        self.watch.close()
        for member in self.members:
            if member.process.poll() is None:
                member.process.kill()
            member.process.wait(10)

    def _make_topics(self) -> None:
        """Those of these stages, as ``movewatch topics apply`` makes them. All of them would take seconds more."""
        wanted = topics.wanted(load_settings(environ=self._settings), self._stages)
        request = {
            topic.name: {
                "num_partitions": topic.partitions,
                "replication_factor": topic.replication_factor,
                "configs": dict(topic.configs),
            }
            for topic in wanted
        }
        admin = KafkaAdminClient(bootstrap_servers=self.kafka.bootstrap)
        admin.create_topics(request)
        admin.wait_for_topics(list(request))
        admin.close()

    def load(self, records: Iterator[Record], per_second: int) -> Load:
        """Begin to publish; it ends with the fleet."""
        self._loads.append(Load(self.kafka.bootstrap, self.prefix, records, per_second))
        return self._loads[-1]

    def start(self, stage: str, **more: str) -> Member:
        """Start a worker. ``more``: what else its environment says (tests/system/noting_worker.py)."""
        name = f"{len(self.members)}-{stage}"
        log, notes = self._folder / f"{name}.log", self._folder / f"{name}.notes"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOVEWATCH_")}
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-W", "ignore", str(SCRIPT), stage],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**kept, **self._settings, "NOTES": str(notes), **more},
            )
        self.members.append(Member(process, log, notes))
        return self.members[-1]

    def stop(self, *members: Member) -> list[int]:
        """SIGTERM them together; their exit codes."""
        for member in members:
            member.process.send_signal(signal.SIGTERM)
        return [member.ends_with(30) for member in members]

    def places(self, *names: str) -> list[Place]:
        """Every partition of these topics."""
        return [(name, number) for name in names for number in range(self.partitions)]

    def described(self) -> dict[Place, Described]:
        """What Apache Kafka's own ConsumerGroupCommand prints of the stages, but for what was never committed."""
        groups = [stage.group(self.prefix) for stage in self._stages]
        named = [word for group in groups for word in ("--group", group)]
        printed = self.kafka.tool("ConsumerGroupCommand", "--describe", *named).splitlines()
        lines = [line.split() for line in printed]
        head = next(line for line in lines if line[:1] == ["GROUP"])
        rows = [dict(zip(head, line, strict=False)) for line in lines if line and line[0] in groups]
        return {
            (row["TOPIC"].removeprefix(self.prefix), int(row["PARTITION"])): Described(
                int(row["CURRENT-OFFSET"]), int(row["LAG"])
            )
            for row in rows
            if row["CURRENT-OFFSET"] != "-"
        }

    def committed(self, places: list[Place]) -> dict[Place, int]:
        """The committed offset of each of these partitions, as the tool prints it."""
        found = self.described()
        return {place: found[place].committed for place in places}

    def wait_for(self, *members: Member, places: list[Place], seconds: float = 60.0) -> None:
        """Until these have joined, and then each of these partitions has moved on by more than a tick or a marker."""
        wait_until(lambda: all(member.has_joined for member in members), seconds, "they have joined")
        since = {place: max(0, self.watch.offset(place)) + 10 for place in places}
        wait_until(lambda: self.watch.is_beyond(since), seconds, f"all partitions move: {since}")
