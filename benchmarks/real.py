"""The part with the rules of contacts: ours and plain Faust, and what ``decide`` takes by itself."""

import gc
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from benchmarks import contacts
from benchmarks.bench import Bench, Contender, Pairs, load
from benchmarks.stopwatch import Measured, measure, read, tally
from benchmarks.work import Task
from movewatch.contacts import Contact, decide
from movewatch.policy import DEFAULT_POLICY
from schemas.facts import ContactFact
from schemas.records import Record
from schemas.topics import ACCOUNT_FACTS, CONTACT_FACTS, CONTACTS, SUPPRESSIONS
from streams.app import GARBAGE_THRESHOLD
from streams.names import Names

ALONE: Final = 40_000
"""Facts for the measurement without a broker: as many as with one."""

_BATCH: Final = 1_000


async def run(
    bench: Bench, contender: Contender, name: str, count: int, facts: Pairs, *, is_ours: bool
) -> tuple[Measured, Counter[tuple[bytes, bytes]]]:
    """One run; also all outputs, to be held against the other contender's."""
    prefix = f"{name}-"
    names = Names(CONTACTS, prefix)
    rows = str(names.rows) if is_ours else contender.rows(name)
    source = names.on_broker(CONTACT_FACTS.name)
    outputs = [names.on_broker(topic.name) for topic in (ACCOUNT_FACTS, SUPPRESSIONS)]
    written = set(names.needed()) | {rows}
    bench.make(written - {rows})
    bench.make([rows], "compact")
    await bench.fill(source, facts)
    task = Task(bench.kafka.bootstrap, name, source, rows, "", prefix, folder=str(bench.folder / name))
    process = replace(contender, module=f"{contender.module}_with_rules")
    group = names.group if is_ours else name
    busy = load()
    seconds = bench.work_off(process, task, source, group)
    seen_rows = await read(bench.kafka.bootstrap, [rows])
    seen = await read(bench.kafka.bootstrap, outputs, keep=True)
    bench.remove(written)
    return measure([seen_rows.stamps, seen.stamps], seconds, count, busy), tally(seen.values)


def alone(mix: contacts.Mix) -> dict[str, Any]:
    """Microseconds that the rules take for a fact, and the stage: with reading and writing rows and facts.

    The second time, as for a worker that has been running for a while: the first time public suffixes are read.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(GARBAGE_THRESHOLD)
    given = [contacts.as_record(offset, *fact) for offset, fact in enumerate(mix(ALONE))]
    stage_us = [_of_each(_through_the_stage, given) for _ in range(2)][-1]
    read = contacts.stage().facts.validate_json
    facts = [(record.key or b"", read(record.value or b"")) for record in given]
    rows = {key: Contact.empty(str(key, "utf-8")) for key in dict(facts)}
    decide_us = _of_each(partial(_through_the_rules, rows), facts)
    gc.set_threshold(*thresholds)
    return {"decide, us/record": round(decide_us, 1), "the stage with decide, us/record": round(stage_us, 1)}


def _of_each(work: Callable[[Sequence[Any]], None], given: Sequence[Any]) -> float:
    started = time.thread_time()
    work(given)
    return (time.thread_time() - started) / len(given) * 1e6


def _through_the_stage(given: Sequence[Record]) -> None:
    folding, memory = contacts.stage(), contacts.Memory()
    for first in range(0, len(given), _BATCH):
        written = folding.apply(memory, given[first : first + _BATCH])
        memory.rows |= {key: row for key, row in written.rows.items() if row is not None}


def _through_the_rules(rows: dict[bytes, Contact], facts: Sequence[tuple[bytes, ContactFact]]) -> None:
    for key, fact in facts:
        rows[key] = decide(rows[key], fact, DEFAULT_POLICY).row or rows[key]
