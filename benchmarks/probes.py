"""Publishes events at a steady rate, and sees when what follows from each of them can be read."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmarks.people import contact_key
from benchmarks.workers import Workers
from schemas.records import Record
from schemas.topics import SUGGESTIONS

PATIENCE_S: Final = 60.0
"""So long the last ones may take, once nothing is published any more."""

Make = Callable[[int, datetime], Record]


class Probes:
    """One event after another, each about a contact of its own, as an async context manager.

    Times count from the moment at which an event was due to be published, whether or not that was late, until a reader
    of committed records has the contact's suggestion in hand.

    Args:
        workers: whose topics.
        rate: events each second.
        make: the event about a contact.
        people: their numbers; each one comes once.
        again: whether a contact may come again, when its suggestion has been seen.
    """

    def __init__(
        self, workers: Workers, rate: float, make: Make, people: Iterable[int], *, again: bool = False
    ) -> None:
        self._workers, self._rate, self._make, self._again = workers, rate, make, again
        self._people = deque(people)
        self._waiting: dict[str, tuple[float, int]] = {}
        self._seen: list[tuple[float, float]] = []
        self._publishing: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self.unsent = 0
        """Events that could not be sent, since no contact was left."""

    async def __aenter__(self) -> Self:
        bootstrap = self._workers.bench.kafka.bootstrap
        topic = self._workers.on_broker(SUGGESTIONS.name)
        self._producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
        await self._producer.start()
        await self._consumer.start()
        sources = [TopicPartition(topic, partition) for partition in range(self._workers.partitions)]
        self._consumer.assign(sources)
        for source, offset in (await self._consumer.end_offsets(sources)).items():
            self._consumer.seek(source, offset)
        self._reading = asyncio.create_task(self._read())
        self._publishing = asyncio.create_task(self._publish())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, frames: TracebackType | None
    ) -> None:
        for task in (self._publishing, self._reading):
            if task is not None:
                task.cancel()
                await asyncio.wait({task})
        await self._producer.stop()
        await self._consumer.stop()

    def now(self) -> float:
        """The clock of all times here, in seconds."""
        return asyncio.get_running_loop().time()

    def seconds(self, begin: float, end: float) -> list[float]:
        """How long each event took that was due between two moments, and whose suggestion was seen."""
        return [took for due, took in self._seen if begin <= due < end]

    def missing(self, begin: float, end: float) -> int:
        """Events that were due between two moments, and whose suggestion was not seen."""
        return sum(begin <= due < end for due, _ in self._waiting.values())

    async def stop(self, patience: float = PATIENCE_S) -> None:
        """Publish no more, and wait for the last suggestions, but not for ever."""
        self._alive()
        if self._publishing is not None:
            self._publishing.cancel()
        deadline = self.now() + patience
        while self._waiting and self.now() < deadline:
            self._alive()
            await asyncio.sleep(0.1)

    def _alive(self) -> None:
        """Raise what ended a task of ours, if anything did."""
        for task in (self._publishing, self._reading):
            if task is not None and task.done() and not task.cancelled():
                task.result()

    async def _publish(self) -> None:
        start, number = self.now(), 0
        while True:
            due = start + number / self._rate
            number += 1
            await asyncio.sleep(max(0.0, due - self.now()))
            if not self._people:
                self.unsent += 1
                continue
            person = self._people.popleft()
            record = self._make(person, datetime.now(UTC))
            self._waiting[contact_key(person)] = due, person
            await self._producer.send(
                self._workers.on_broker(record.topic),
                key=record.key,
                value=record.value,
                headers=list(record.headers),
            )

    async def _read(self) -> None:
        while True:
            fetched = await self._consumer.getmany(timeout_ms=1_000)
            at = self.now()
            for records in fetched.values():
                for record in records:
                    self._saw(json.loads(record.value), at)

    def _saw(self, suggestion: dict[str, object], at: float) -> None:
        contact = suggestion.get("contact")
        found = self._waiting.pop(str(contact["key"]), None) if isinstance(contact, dict) else None
        if found is None:
            return
        due, person = found
        self._seen.append((due, at - due))
        if self._again:
            self._people.append(person)
