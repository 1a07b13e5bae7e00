"""How the cost grows with the work: partitions, contacts, workers. Ours alone, one of the three changed at a time.

The records lie ready in an open transaction. It is committed when all workers hold their partitions and have read their
rows, so neither starting nor recovery counts.
"""

import asyncio
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks import contacts
from benchmarks.bench import OURS, Bench, Contender, WrongError, end, load
from benchmarks.stopwatch import Measured, Seen, counts_up, measure_many, read
from benchmarks.work import COUNT_DIGITS, Task, records
from movewatch.operations.lag_reader import read_lag
from movewatch.settings import load_settings
from schemas.records import StoredRow
from schemas.topics import ACCOUNT_FACTS, CONTACT_FACTS, CONTACTS, SUPPRESSIONS
from streams.names import Names
from streams.rows import headers_of_row

PARTITIONS: Final = (1, 2, 4)
CONTACTS_KNOWN: Final = (1_000, 10_000, 100_000, 1_000_000)
WORKERS: Final = (1, 2)
USUAL: Final = 4
"""Partitions, where it is not these that change."""

PATIENCE_S: Final = 300.0


@dataclass(frozen=True)
class Case:
    """How much there is of everything. ``contacts``: rows that are there before the first record."""

    partitions: int = USUAL
    contacts: int = 0
    workers: int = 1
    with_rules: bool = False


async def measure(
    bench: Bench, count: int, real_count: int, runs: int, most_contacts: int
) -> dict[str, list[dict[str, Any]]]:
    """Records per second for each number of partitions, contacts and workers; medians."""
    known = [many for many in CONTACTS_KNOWN if many <= most_contacts]
    series = {
        "partitions": [Case(partitions=many, contacts=1_000) for many in PARTITIONS],
        "contacts": [Case(contacts=many) for many in known],
        "workers": [Case(workers=many, contacts=1_000) for many in WORKERS],
        "workers, with the rules of contacts": [Case(workers=many, with_rules=True) for many in WORKERS],
    }
    found: dict[Case, list[Measured]] = {case: [] for cases in series.values() for case in cases}
    for turn in range(runs):
        for number, (case, many) in enumerate(found.items()):
            name = f"scaling-{turn}-{number}"
            run = _with_rules(bench, name, case, real_count) if case.with_rules else _alone(bench, name, case, count)
            many.append(await run)
    return {name: [_told(name, case, found[case]) for case in cases] for name, cases in series.items() if cases}


def _told(name: str, case: Case, many: Sequence[Measured]) -> dict[str, Any]:
    what = name.partition(",")[0]
    return {
        what: getattr(case, what),
        "records/s": round(statistics.median(it.records_per_second for it in many)),
        "processor us/record": round(statistics.median(it.worker_us for it in many), 1),
        "runs, records/s": [round(it.records_per_second) for it in many],
    }


async def _alone(bench: Bench, name: str, case: Case, count: int) -> Measured:
    """The transport alone: one row and one output for each record, over rows that are there already."""
    source, rows, outputs = f"{name}-source", f"{name}-rows", f"{name}-outputs"
    written = [source, rows, outputs, f"{source}.movewatch-{name}.dlq"]
    bench.make([rows], "compact", case.partitions)
    bench.make({*written} - {rows}, partitions=case.partitions)
    headers = list(headers_of_row(StoredRow(b"", None, 0)))
    await bench.fill(rows, _rows(case.contacts), headers, case.partitions)
    task = Task(bench.kafka.bootstrap, name, source, rows, outputs)
    values = records(count, case.contacts)
    measured, _ = await _run(bench, OURS, task, case, values, OURS.group(name), count, [outputs])
    bench.remove(written)
    return measured


async def _with_rules(bench: Bench, name: str, case: Case, count: int) -> Measured:
    """With contacts.decide: rows begin with nothing."""
    names = Names(CONTACTS, f"{name}-")
    source, rows = names.on_broker(CONTACT_FACTS.name), str(names.rows)
    bench.make([rows], "compact", case.partitions)
    bench.make({*names.needed()} - {rows}, partitions=case.partitions)
    task = Task(bench.kafka.bootstrap, name, source, rows, "", names.prefix)
    contender = Contender(OURS.name, "ours_with_rules")
    outputs = [names.on_broker(topic.name) for topic in (ACCOUNT_FACTS, SUPPRESSIONS)]
    measured, seen = await _run(bench, contender, task, case, contacts.facts(count), names.group, count, outputs)
    if len(seen.stamps) != count:
        raise WrongError(f"scaling: {count} facts led to {len(seen.stamps)} signals and suppressions")
    bench.remove(names.needed())
    return measured


def _rows(count: int) -> Iterator[tuple[bytes, bytes]]:
    """So many contacts' rows, of keys that were seen no time yet."""
    for key, value in records(count, count):
        yield key, b"%0*d" % (COUNT_DIGITS, 0) + value


async def _run(
    bench: Bench,
    contender: Contender,
    task: Task,
    case: Case,
    values: Iterator[tuple[bytes, bytes]],
    group: str,
    count: int,
    outputs: Sequence[str],
) -> tuple[Measured, Seen]:
    async with bench.held_back(task.source, values, partitions=case.partitions) as release:
        logs = [bench.folder / f"{task.group}-{number}.log" for number in range(case.workers)]
        workers = [bench.start(contender, task, log) for log in logs]
        seconds = bench.seconds_of(workers)
        try:
            await _until_all_are_ready(bench, group, task.source, case, workers)
            busy = load()
            await release()
            await asyncio.to_thread(bench.wait, workers, group, task.source, case.partitions)
        except WrongError as error:
            said = "\n".join(log.read_text(errors="replace")[-2000:] for log in logs)
            raise WrongError(f"scaling, {case}: {error}\n{said}") from None
        finally:
            seconds.stop()
            for worker in workers:
                end(worker)
    seen = await read(bench.kafka.bootstrap, outputs, keep=True, partitions=case.partitions)
    wrong = None if case.with_rules else counts_up(seen, count)
    if wrong:
        raise WrongError(f"scaling, {case}: {wrong}")
    return measure_many([seen.stamps], seconds, count, busy, case.workers), seen


async def _until_all_are_ready(
    bench: Bench, group: str, source: str, case: Case, workers: Sequence[subprocess.Popen[bytes]]
) -> None:
    """Each worker holds a share of the partitions, and each partition has its rows: then its offset is committed."""
    settings = load_settings(environ={"MOVEWATCH_BOOTSTRAP_SERVERS": bench.kafka.bootstrap})
    deadline = time.monotonic() + PATIENCE_S
    while True:
        if len(bench.committed(group, source)) == case.partitions:
            lines = await asyncio.to_thread(read_lag, settings, [group])
            holding = [line.member.consumer_id for line in lines if line.member and line.topic == source]
            if len(holding) == case.partitions and len(set(holding)) == case.workers:
                return
        if any(worker.poll() is not None for worker in workers) or time.monotonic() > deadline:
            raise WrongError("the workers did not get ready")
        await asyncio.sleep(0.5)
