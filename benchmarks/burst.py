"""Very many changes at once, while time goes on and surveys are answered: how long it takes, and who waits for it."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from benchmarks.bench import Bench, load
from benchmarks.figures import in_milliseconds
from benchmarks.people import answer, changes, who_is_who
from benchmarks.probes import Probes
from benchmarks.workers import ALL, Workers
from schemas.topics import CRM_EVENTS

ANSWERS: Final = 5
"""A second."""

TURNS: Final = 20
"""Changes of each contact, in the whole."""

WARM_UP_S: Final = 10
SLOWEST: Final = 300
"""Changes worked off each second, at least: so many contacts are kept ready to answer."""

SAMPLES_S: Final = 2.0


async def measure(bench: Bench, count: int, before_s: int) -> dict[str, Any]:
    """A burst of so many changes; answers' latencies for so many seconds before it, and as long as it lasts."""
    people = max(200, count // TURNS)
    answering = range(people, people + ANSWERS * (WARM_UP_S + before_s + count // SLOWEST + 30))
    with Workers(bench, "burst") as workers:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        await workers.publish(who_is_who(answering.stop, yesterday, answering))
        await workers.wait_until_quiet()
        first = next(changes(1, range(people), yesterday))
        topic = workers.on_broker(CRM_EVENTS.name)
        records = _pairs(count, people, yesterday + timedelta(hours=1))
        async with (
            bench.held_back(topic, records, first.headers, workers.partitions) as release,
            Probes(workers, ANSWERS, answer, answering) as probes,
        ):
            await asyncio.sleep(WARM_UP_S)
            begin = probes.now()
            await asyncio.sleep(before_s)
            busy, burst = load(), probes.now()
            await release()
            lags = await _work_off(workers, probes)
            over = probes.now()
            await probes.stop()
    return {
        "changes": count,
        "contacts": people,
        "seconds until lag 0": round(over - burst, 1),
        "changes/s": round(count / (over - burst)),
        "answers/s": ANSWERS,
        "answers before": in_milliseconds(probes.seconds(begin, burst)) | {"lost": probes.missing(begin, burst)},
        "answers meanwhile": in_milliseconds(probes.seconds(burst, over)) | {"lost": probes.missing(burst, over)},
        "answers not sent": probes.unsent,
        "load before": round(busy, 1),
        "lag": lags,
    }


def _pairs(count: int, people: int, at: datetime) -> Iterator[tuple[bytes, bytes]]:
    for record in changes(count, range(people), at):
        yield record.key or b"", record.value or b""


async def _work_off(workers: Workers, probes: Probes) -> list[dict[str, float]]:
    """Wait until each stage, in the order of the way, is through with what the one before made of it.

    Returns the lag of each stage meanwhile, with the seconds since the beginning.
    """
    lags: list[dict[str, float]] = []
    begin, over = probes.now(), False

    async def note() -> None:
        while not over:
            lags.append({"seconds": round(probes.now() - begin, 1)} | await workers.lag())
            await asyncio.sleep(SAMPLES_S)

    noting = asyncio.create_task(note())
    try:
        for stage in ALL:
            await workers.wait_for(stage)
    finally:
        over = True
        await noting
    return lags
