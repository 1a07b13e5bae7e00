"""How long it takes from publishing a change in the CRM to its suggestion: four hops, all stages at work.

The policy is the one that ships. A suggestion is published at once, in state ``held``; what then waits for the settling
window is its release, which is no question of speed.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from benchmarks.bench import Bench, WrongError, load
from benchmarks.figures import in_milliseconds, percentile
from benchmarks.people import move, who_is_who
from benchmarks.probes import Probes
from benchmarks.workers import ALL, Workers
from schemas.topics import ACCOUNT_FACTS, CONTACT_FACTS, CRM_EVENTS, OWNER_FACTS, SUGGESTIONS

RATE: Final = 100
WARM_UP_S: Final = 10
WANTED: Final = {"p50 ms": 30.0, "p99 ms": 200.0}

_HOPS: Final = (CRM_EVENTS, CONTACT_FACTS, ACCOUNT_FACTS, OWNER_FACTS, SUGGESTIONS)
_TYPES: Final = {"contact_changed", "signal_raised", "suggestion_proposed", "suggestion"}


async def measure(bench: Bench, seconds: int, runs: int, rate: int = RATE) -> dict[str, Any]:
    """So many stretches of so many seconds; the median of each figure, and what each hop took.

    Raises:
        WrongError: a suggestion did not come.
    """
    contacts = rate * (WARM_UP_S + seconds * runs + 1)
    with Workers(bench, "latency") as workers:
        await workers.publish(who_is_who(contacts, datetime.now(UTC) - timedelta(days=1)))
        await workers.wait_until_quiet()
        before, stretches = load(), []
        async with Probes(workers, rate, move, range(contacts)) as probes:
            await asyncio.sleep(WARM_UP_S)
            for _ in range(runs):
                begin = probes.now()
                await asyncio.sleep(seconds)
                stretches.append((begin, probes.now()))
            await probes.stop()
        lost = sum(probes.missing(*stretch) for stretch in stretches)
        if lost:
            raise WrongError(f"latency: {lost} events led to no suggestion")
        each = [in_milliseconds(probes.seconds(*stretch)) for stretch in stretches]
        hops = await _hops(workers)
    figures = {name: median(run[name] for run in each) for name in WANTED}
    return figures | {
        "wanted": WANTED,
        "events/s": rate,
        "seconds of a run": seconds,
        "stages at work": list(ALL),
        "load before": round(before, 1),
        "runs": each,
        "p50 of each hop, ms": hops,
    }


async def _hops(workers: Workers) -> dict[str, float]:
    """The median time between the writing of what each stage reads and of what it writes.

    By the time that a record was written into its batch: the commit counts to the next hop, and so the last one, until
    the suggestion can be read, is not in here.
    """
    written = [await _written(workers, topic.name) for topic in _HOPS]
    names = ("intake", "contacts", "accounts", "owners")
    found = {}
    for name, before, after in zip(names, written[:-1], written[1:], strict=True):
        took = [after[contact] - at for contact, at in before.items() if contact in after]
        found[name] = round(percentile(took, 50), 1) if took else float("nan")
    return found


async def _written(workers: Workers, topic: str) -> dict[str, int]:
    """When the first record about each contact was written to a topic, in milliseconds since 1970."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=workers.bench.kafka.bootstrap,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    sources = [TopicPartition(workers.on_broker(topic), partition) for partition in range(workers.partitions)]
    found: dict[str, int] = {}
    await consumer.start()
    try:
        consumer.assign(sources)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(sources)
        while any([await consumer.position(source) < end for source, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                for record in records:
                    contact = _contact_of(json.loads(record.value))
                    if contact is not None:
                        found.setdefault(contact, record.timestamp)
    finally:
        await consumer.stop()
    return found


def _contact_of(value: Mapping[str, Any]) -> str | None:
    """The id of the contact that a move is about, in an event or in what follows from it; None: it is about no move."""
    if "data" in value:
        return str(value["data"]["payload"]["ChangeEventHeader"]["recordIds"][0])
    if value.get("type") not in _TYPES or value.get("snapshot"):
        return None
    if value["type"] == "contact_changed":
        return str(value["contact_id"])
    told = value.get("signal") or value.get("suggestion")
    about = (told if isinstance(told, dict) else value).get("contact")
    return str(about["key"]).rpartition("/")[2] if about else None
