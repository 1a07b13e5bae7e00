"""How long partitions stand still with many rows: ``python -m tests.system.stall_at_size [--rows 1000000]``.

Starts a Kafka of its own, gives the contacts stage that many rows of the usual size (1.8 kB each, so 1.8 GB of disk
and, spread over the workers, 3 GB of memory), and publishes 200 facts a second. Then a third worker joins two others,
one of the three is killed, and one of the two that are left is stopped in order. Prints for how long the committed
offset of each partition did not move.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from aiokafka import AIOKafkaProducer

from benchmarks.recovery import rows
from movewatch.broker import EmbeddedKafka
from schemas.records import StoredRow
from schemas.topics import CONTACT_FACTS, CONTACTS, CONTACTS_ROWS
from streams.rows import headers_of_row
from tests.streams.workers import wait_until
from tests.system.fleet import Fleet, Member, Place
from tests.system.load import phone_changes

PARTITIONS, PER_SECOND = 8, 200
PATIENCE_S = 600.0
BATCH_BYTES = 960 * 1024


def main() -> None:
    """Run it and print."""
    parser = argparse.ArgumentParser(description="How long partitions stand still with many rows.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    count = parser.parse_args().rows
    with (
        tempfile.TemporaryDirectory(prefix="stall-") as home,
        EmbeddedKafka(Path(home) / "kafka", quick=False) as kafka,
        Fleet(kafka, "", Path(home), partitions=PARTITIONS, stages=[CONTACTS]) as fleet,
    ):
        measure(fleet, count)


def measure(fleet: Fleet, count: int) -> None:
    """Fill the changelog, let two workers read it, then one join, one die and one go."""
    places = fleet.places(CONTACT_FACTS.name)
    # The first worker begins rows and offsets of empty partitions; what is then written behind is found by the next.
    beginner = fleet.start("contacts")
    wait_until(lambda: fleet.watch.has_seen(places), 60, "every partition has an offset")
    assert fleet.stop(beginner) == [0]
    began = time.monotonic()
    asyncio.run(fill(fleet.kafka.bootstrap, count))
    print(f"{count} rows written in {time.monotonic() - began:.0f} s", flush=True)

    load = fleet.load(phone_changes(), PER_SECOND)
    began = time.monotonic()
    first, second = fleet.start("contacts"), fleet.start("contacts")
    fleet.wait_for(first, second, places=places, seconds=PATIENCE_S)
    took = time.monotonic() - began
    assert first.rows_read + second.rows_read >= count
    print(f"two workers start: {took:.1f} s until every partition has moved; {memory(first, second)}", flush=True)

    def join() -> list[Member]:
        return [first, second, fleet.start("contacts")]

    def kill() -> list[Member]:
        first.process.kill()
        return [second, fleet.members[-1]]

    def stop() -> list[Member]:
        assert fleet.stop(second) == [0]
        return [fleet.members[-1]]

    happens(fleet, places, "a third worker joins", join)
    happens(fleet, places, "one of three is killed", kill)
    happens(fleet, places, "one of two is stopped in order", stop)
    load.close()


def happens(fleet: Fleet, places: list[Place], what: str, event: Callable[[], list[Member]]) -> None:
    """Let something happen, wait until every partition has moved on, and print for how long each had not."""
    since, read_before = time.monotonic(), sum(member.rows_read for member in fleet.members)
    there = event()
    wait_until(lambda: there[-1].has_joined, PATIENCE_S, "all are members")
    moved_on(fleet, places)
    stood = fleet.watch.longest(places, since)
    each = ", ".join(f"{stood[place]:.1f}" for place in places)
    read = sum(member.rows_read for member in fleet.members) - read_before
    print(f"{what}: stood still for {max(stood.values()):.1f} s at most; by partition: {each}", flush=True)
    print(f"  {read} rows changed hands; {memory(*there)}", flush=True)


def moved_on(fleet: Fleet, places: list[Place]) -> None:
    """Wait until each partition is beyond what Apache Kafka's own tool says of it now."""
    before = fleet.committed(places)
    wait_until(lambda: fleet.watch.is_beyond(before), PATIENCE_S, "every partition moves on")
    after = fleet.committed(places)
    assert all(after[place] > before[place] for place in places), after


async def fill(bootstrap: str, count: int) -> None:
    """Write rows as the stage writes them, evenly over the partitions. None is of a contact that the load is about."""
    headers = list(headers_of_row(StoredRow(b"", None, 0)))
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, max_batch_size=BATCH_BYTES) as producer:
        batches = [producer.create_batch() for _ in range(PARTITIONS)]
        for number, (key, value) in enumerate(rows(count)):
            partition = number % PARTITIONS
            row = {"key": key, "value": value, "timestamp": None, "headers": headers}
            if batches[partition].append(**row) is None:
                await producer.send_batch(batches[partition], CONTACTS_ROWS.name, partition=partition)
                batches[partition] = producer.create_batch()
                batches[partition].append(**row)
        for partition, batch in enumerate(batches):
            await producer.send_batch(batch, CONTACTS_ROWS.name, partition=partition)
        await producer.flush()


def memory(*members: Member) -> str:
    """Resident memory of these workers."""
    texts = (Path(f"/proc/{member.process.pid}/status").read_text() for member in members)
    kilobytes = (int(line.split()[1]) for text in texts for line in text.splitlines() if line.startswith("VmRSS:"))
    return "resident: " + ", ".join(f"{size / 1024:.0f} MB" for size in kilobytes)


if __name__ == "__main__":
    main()
