"""Half of what the stages can do, for a long time, with a worker killed each minute: ``python -m benchmarks.soak``.

Each stage of the way has two workers: one is never killed, and must not grow; the other one is, in its turn, and is
started again at once. Prints one JSON object; ends with 1 where something grew, got slower or was lost.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

from aiokafka import AIOKafkaProducer

from benchmarks import machine, process
from benchmarks.bench import Bench, WrongError, load
from benchmarks.figures import percentile
from benchmarks.people import answer, changes, who_is_who
from benchmarks.probes import Probes
from benchmarks.verdict import Minute, Sample, judge
from benchmarks.workers import Worker, Workers
from movewatch.broker import EmbeddedKafka
from schemas.records import Record

KILLED: Final = ("intake", "contacts", "accounts", "owners")
STAGES: Final = (*KILLED, "identities", "delivery")

CONTACTS: Final = 2_000
"""Few: what each of them remembers is full within minutes, and memory that still grows then is a leak."""

ASKED: Final = 600
ANSWERS: Final = 5
"""A second, each about another contact of those asked; every other one takes the answer before back."""

POLICY: Final = """
[routing]
remembered_signals = 50
[owners]
closed_suggestions = 20
"""
"""Numbers of what is remembered, small enough to be reached within minutes. All else as it ships."""

WARM_UP: Final = 4_000
KILL_AT_S: Final = 20.0
"""After the beginning of each minute."""

DISTURBED_S: Final = 30.0
"""After a kill: the group waits 6 s for the one that is dead; catching up at half of capacity takes as long again."""

SAMPLE_S: Final = 5.0
PORTION_S: Final = 0.05


@dataclass(slots=True)
class Notes:
    """What was seen. Times in seconds since the beginning."""

    samples: list[Sample] = field(default_factory=list)
    kills: list[tuple[float, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """When workers left by themselves and were started again, their stages, and why."""


class Answers:
    """Each contact is pleased, and then is not, in turns."""

    def __init__(self) -> None:
        self._pleased: set[int] = set()

    def make(self, person: int, at: datetime) -> Record:
        """The next answer of a contact."""
        pleased = person not in self._pleased
        (self._pleased.add if pleased else self._pleased.discard)(person)
        return answer(person, at, pleased=pleased)


async def soak(bench: Bench, minutes: int, trial: int) -> dict[str, Any]:
    """The whole run.

    Raises:
        WrongError: a worker ended with a failure, or work stood still.
    """
    policy = bench.folder / "policy.toml"
    policy.write_text(POLICY)
    workers = Workers(bench, "soak", STAGES, settings={"MOVEWATCH_POLICY": str(policy)})
    with workers:
        for stage in KILLED:
            workers.start(stage)
        yesterday = datetime.now(UTC) - timedelta(days=1)
        asked = range(CONTACTS, CONTACTS + ASKED)
        await workers.publish(who_is_who(asked.stop, yesterday, asked))
        await workers.wait_until_quiet()
        events = changes(sys.maxsize, range(CONTACTS), yesterday + timedelta(minutes=1))
        await _capacity(workers, events, WARM_UP)
        capacity = await _capacity(workers, events, trial)
        _say(f"capacity: {capacity:,.0f} changes/s")
        busy, notes, rate = load(), Notes(), capacity / 2
        async with Probes(workers, ANSWERS, Answers().make, asked, again=True) as probes:
            begin = probes.now()
            publishing = asyncio.create_task(_publish(workers, events, rate))
            await _watch(workers, probes, notes, minutes)
            if publishing.done():
                publishing.result()
            publishing.cancel()
            await asyncio.wait({publishing})
            await probes.stop()
        await workers.wait_until_quiet()
        left, letters = await workers.lag(), workers.dead_letters()
    per_minute = [_minute(probes, begin, number, notes) for number in range(minutes)]
    lost = probes.missing(begin, float("inf"))
    found = judge(notes.samples, per_minute, minutes, lost)
    if letters:
        found["problems"].append(f"{letters} dead letters")
    return {
        "minutes": minutes,
        "capacity, events/s": round(capacity),
        "events/s": round(rate),
        "load before": round(busy, 1),
        "kills": len(notes.kills),
        "left by themselves": notes.left,
        "answers lost": lost,
        "answers not sent": probes.unsent,
        "lag at the end": sum(left.values()),
        "per minute": [minute.as_dict() for minute in per_minute],
        **found,
    }


async def _capacity(workers: Workers, events: Iterator[Record], many: int) -> float:
    """Changes a second that all stages together get through, from when all of them lie there."""
    records = [next(events) for _ in range(many)]
    pairs = [(record.key or b"", record.value or b"") for record in records]
    topic, headers = workers.on_broker(records[0].topic), records[0].headers
    async with workers.bench.held_back(topic, pairs, headers, workers.partitions) as release:
        begin = asyncio.get_running_loop().time()
        await release()
        for stage in STAGES:
            await workers.wait_for(stage)
        over = asyncio.get_running_loop().time()
    await workers.wait_until_quiet()
    return many / (over - begin)


async def _publish(workers: Workers, events: Iterator[Record], rate: float) -> None:
    """Publish at a steady rate, a portion at a time."""
    clock = asyncio.get_running_loop().time
    producer = AIOKafkaProducer(bootstrap_servers=workers.bench.kafka.bootstrap, acks="all", linger_ms=5)
    await producer.start()
    try:
        start, sent = clock(), 0
        while True:
            await asyncio.sleep(PORTION_S)
            for _ in range(int((clock() - start) * rate) - sent):
                record = next(events)
                await producer.send(
                    workers.on_broker(record.topic), key=record.key, value=record.value, headers=list(record.headers)
                )
                sent += 1
    finally:
        await producer.stop()


async def _watch(workers: Workers, probes: Probes, notes: Notes, minutes: int) -> None:
    """Take samples, and kill a worker in each minute."""
    begin = probes.now()
    kills = iter([(number * 60 + KILL_AT_S, KILLED[number % len(KILLED)]) for number in range(minutes)])
    kill_at, stage = next(kills)
    for number in count(1):
        await asyncio.sleep(max(0.0, begin + number * SAMPLE_S - probes.now()))
        at = probes.now() - begin
        for words in workers.look_after():
            notes.left.append(f"{at:.0f} s: {words}")
            _say(f"{at:6.0f} s  left by itself: {words}")
        # The oldest of each stage. Where it left by itself, the next one is.
        spared = {worker.process.pid for worker in _first_of_each(workers.running)}
        notes.samples += _samples(workers.running, spared, at)
        if at >= minutes * 60:
            return
        if at >= kill_at:
            victims = [one for one in workers.running if one.stage == stage and one.process.pid not in spared]
            for victim in victims[-1:]:
                workers.kill(victim)
                notes.kills.append((at, stage))
                workers.start(stage)
                _say(f"{at:6.0f} s  killed a worker of {stage}")
            kill_at, stage = next(kills, (float("inf"), ""))


def _first_of_each(running: Sequence[Worker]) -> list[Worker]:
    first: dict[str, Worker] = {}
    for worker in running:
        first.setdefault(worker.stage, worker)
    return list(first.values())


def _samples(running: Sequence[Worker], spared: set[int], at: float) -> Iterator[Sample]:
    for worker in running:
        pid = worker.process.pid
        try:
            memory, files = process.resident(pid), process.open_files(pid)
        except (OSError, ProcessLookupError):
            continue  # it has just ended; who looks after the workers will see it
        yield Sample(at / 60, worker.stage, pid, pid in spared, memory / 1e6, files)


def _minute(probes: Probes, begin: float, number: int, notes: Notes) -> Minute:
    """p99 of a minute, in milliseconds: of all answers, and of those that no kill disturbed."""
    first, last = number * 60.0, number * 60.0 + 60
    every = probes.seconds(begin + first, begin + last)
    disturbed = [(at, at + DISTURBED_S) for at, _ in notes.kills]
    calm, since = [], first
    for start, end in sorted(disturbed):
        if end > since and start < last:
            calm += probes.seconds(begin + since, begin + max(since, start))
            since = max(since, end)
    calm += probes.seconds(begin + since, begin + max(since, last))
    killed = next((stage for at, stage in notes.kills if first <= at < last), None)
    return Minute(number + 1, killed, _p99(calm), _p99(every))


def _p99(seconds: Sequence[float]) -> float | None:
    return round(percentile(seconds, 99) * 1000, 1) if seconds else None


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Print the result as JSON on stdout, and what happens on stderr."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--trial", type=int, default=30_000, help="changes by which the capacity is measured")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that workers and broker are ended, too
    result: dict[str, Any] = {"machine": machine.describe(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    result["command"] = machine.command("soak")
    with tempfile.TemporaryDirectory(prefix="movewatch-soak-") as name:
        folder = Path(name)
        with EmbeddedKafka(folder / "kafka", quick=False) as kafka:
            bench = Bench(kafka, folder, None)
            try:
                result["soak"] = asyncio.run(soak(bench, options.minutes, options.trial))
            except WrongError as error:
                sys.exit(str(error))
            finally:
                bench.admin.close()
    print(json.dumps(result, indent=2))
    sys.exit(1 if result["soak"]["problems"] else 0)


if __name__ == "__main__":
    main()
