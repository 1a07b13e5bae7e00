"""Runs every contender in turn against one broker, and prints one JSON object. ``make bench`` calls it."""

import argparse
import asyncio
import json
import signal
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from aiokafka.errors import KafkaError

from benchmarks import burst, contacts, latency, machine, memory, real, recovery, scaling
from benchmarks.bench import (
    CONTENDERS,
    FAUST,
    OURS,
    QUIX,
    QUIX_ONCE,
    SOURCE,
    TRANSACTIONS,
    Bench,
    Contender,
    WrongError,
    load,
)
from benchmarks.stopwatch import Measured, Seen, complaint, measure, read
from benchmarks.work import PARTITIONS, TIMES_SEEN, Task, records
from movewatch.broker import EmbeddedKafka

WANTED: Final = {FAUST.name: 15.0, QUIX_ONCE.name: 1.5, QUIX.name: 1.2, TRANSACTIONS.name: 0.8}
"""How many times as fast as each we mean to be."""


async def transport(bench: Bench, contender: Contender, name: str, count: int) -> Measured:
    """One run of a contender with no rules.

    Raises:
        WrongError: rows or outputs are not what they must be.
    """
    task = Task(
        bootstrap=bench.kafka.bootstrap,
        group=name,
        source=SOURCE,
        rows=contender.rows(name),
        outputs=f"{name}-outputs",
        checkpoint=count // 20,
        folder=str(bench.folder / name),
    )
    bench.make([task.rows], "compact")
    written = [task.rows, task.outputs, f"{SOURCE}.movewatch-{name}.dlq"]
    bench.make(written[1:])
    busy = load()
    seconds = bench.work_off(contender, task, SOURCE, contender.group(name))
    rows = await read(bench.kafka.bootstrap, [task.rows])
    _leave_out_state(contender, rows, count)
    outputs = await read(bench.kafka.bootstrap, [task.outputs], keep=True)
    wrong = complaint(outputs, rows, count, TIMES_SEEN)
    if wrong:
        raise WrongError(f"{contender.name}: {wrong}")
    bench.remove(written)
    return measure([rows.stamps, outputs.stamps], seconds, count, busy)


def _leave_out_state(contender: Contender, rows: Seen, count: int) -> None:
    # Our changelog begins with one record per partition that says of which topic its rows are.
    if contender is OURS and len(rows.stamps) == count + PARTITIONS:
        del rows.stamps[:PARTITIONS]


async def run_all(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    """Everything that was asked for."""
    result: dict[str, Any] = {"machine": machine.describe(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    result |= {"command": machine.command("bench"), "runs": options.runs}
    for name, part in PARTS.items():
        if name not in options.parts:
            continue
        _say(f"-- {name}")
        try:
            result |= await part(bench, options)
        except (WrongError, KafkaError) as error:  # after an hour the other parts are still worth having
            _say(f"{name} failed: {error}")
            result.setdefault("failed", {})[name] = f"{type(error).__name__}: {error}"
    return result


async def _transport(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    """All contenders in turns: a busy minute of the machine hits all alike."""
    wanted = [it for it in CONTENDERS if not options.only or it.module in options.only.split(",")]
    wanted = [it for it in wanted if bench.quix_python or not it.own_environment]
    if not wanted:
        return {}
    bench.make([SOURCE])
    await bench.fill(SOURCE, records(options.records))
    runs: dict[str, list[Measured]] = {it.name: [] for it in wanted}
    # A broker that has just started compiles its code first; that is nobody's time.
    await transport(bench, wanted[0], "bench-warm-up", options.records)
    for turn in range(options.runs):
        # Nobody always comes first, or always after the same one.
        for contender in (*wanted[turn % len(wanted) :], *wanted[: turn % len(wanted)]):
            name = f"bench-{turn}-{CONTENDERS.index(contender)}"
            measured = await transport(bench, contender, name, options.records)
            runs[contender.name].append(measured)
            _say_measured(contender.name, measured)
    bench.remove([SOURCE])
    return {"transport alone": {"records": options.records} | summary(runs, WANTED)}


async def _with_rules(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    """Ours and plain Faust with contacts.decide: where every fact matters, and where most do not."""
    count = options.real_records
    if not count:
        return {}
    return {
        f"with the rules of contacts{name}": {"records": count} | await _one_mix(bench, options, mix, number)
        for number, (name, mix) in enumerate(MIXES.items())
    }


async def _one_mix(bench: Bench, options: argparse.Namespace, mix: contacts.Mix, number: int) -> dict[str, Any]:
    runs: dict[str, list[Measured]] = {OURS.name: [], FAUST.name: []}
    for turn in range(options.runs):
        outputs = {}
        for contender in (OURS, FAUST) if turn % 2 == 0 else (FAUST, OURS):
            name = f"real-{number}-{turn}-{contender.module.replace('_', '-')}"
            facts = mix(options.real_records)
            measured, outputs[contender.name] = await real.run(
                bench, contender, name, options.real_records, facts, is_ours=contender is OURS
            )
            runs[contender.name].append(measured)
            _say_measured(f"{contender.name}, with rules", measured)
        if outputs[OURS.name] != outputs[FAUST.name]:
            raise WrongError("with the rules of contacts, both do not write the same outputs")
    return summary(runs, {FAUST.name: 5.0}) | real.alone(mix)


async def _recovery(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    if not options.rows:
        return {}
    return {"recovery": await recovery.measure(bench, options.rows, options.rows // 10, options.runs)}


async def _scaling(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    found = await scaling.measure(
        bench, options.scaling_records, options.real_records, options.runs, options.most_contacts
    )
    return {"scaling": {"records": options.scaling_records, "records with rules": options.real_records} | found}


async def _memory(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    return {"memory": await memory.measure(bench, options.memory_rows)}


async def _latency(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    return {"latency": await latency.measure(bench, options.latency_seconds, options.runs)}


async def _burst(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    return {"burst": await burst.measure(bench, options.burst, options.latency_seconds)}


PARTS: Final = {
    "transport": _transport,
    "rules": _with_rules,
    "recovery": _recovery,
    "scaling": _scaling,
    "memory": _memory,
    "latency": _latency,
    "burst": _burst,
}
"""In this order, whatever the order in which they are asked for."""

MIXES: Final = {"": contacts.facts, ", few changes concern them": contacts.mostly_irrelevant}


def summary(runs: Mapping[str, list[Measured]], wanted: Mapping[str, float]) -> dict[str, Any]:
    """Medians, and how many times as fast as each other contender we are: by the clock, and by processor time."""
    medians: dict[str, dict[str, Any]] = {
        name: {
            "records/s": round(statistics.median(it.records_per_second for it in many)),
            "processor us/record": round(statistics.median(it.worker_us for it in many), 1),
            "broker us/record": round(statistics.median(it.broker_us for it in many), 1),
            "runs, records/s": [round(it.records_per_second) for it in many],
            "load before": [round(it.load, 1) for it in many],
        }
        for name, many in runs.items()
    }
    ours = medians.get(OURS.name)
    if ours is None:
        return {"contenders": medians}
    ratios = {
        name: {
            "by the clock": round(ours["records/s"] / it["records/s"], 2),
            "by processor time": round(it["processor us/record"] / ours["processor us/record"], 2),
        }
        | ({"wanted": wanted[name]} if name in wanted else {})
        for name, it in medians.items()
        if name != OURS.name
    }
    return {"contenders": medians, "times as fast": ratios}


def _say_measured(name: str, measured: Measured) -> None:
    _say(
        f"{name}: {measured.records_per_second:,.0f} records/s, {measured.worker_us:.1f} us of processor, "
        f"{measured.broker_us:.1f} us of the broker's, load {measured.load:.1f}"
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parts(text: str) -> list[str]:
    asked = text.split(",")
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no part {', '.join(unknown)}; parts are {', '.join(PARTS)}")
    return asked


def options_of(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--parts", type=_parts, default=list(PARTS), help=f"by commas, of {','.join(PARTS)}; all")
    parser.add_argument("--runs", type=int, default=3, help="of everything but memory and burst; the median counts")
    parser.add_argument(
        "--records", type=int, default=200_000, help="transport: of 400 bytes; a multiple of 40, from 20000 on"
    )
    parser.add_argument("--only", default="", help="transport: these modules, by commas: ours,plain_faust,quix,...")
    parser.add_argument("--real-records", type=int, default=40_000, help="rules, scaling; a multiple of 40")
    parser.add_argument("--rows", type=int, default=1_000_000, help="recovery: rows; plain Faust gets a tenth")
    parser.add_argument("--scaling-records", type=int, default=200_000, help="scaling: records of each run")
    parser.add_argument("--most-contacts", type=int, default=1_000_000, help="scaling: rows, from 1000 up to so many")
    parser.add_argument("--memory-rows", type=int, default=400_000, help="memory: rows")
    parser.add_argument("--latency-seconds", type=int, default=60, help="latency, burst: of each run, and before it")
    parser.add_argument("--burst", type=int, default=1_000_000, help="burst: changes at once")
    parser.add_argument("--quix-python", help="a Python with benchmarks/requirements.txt; without it no Quix Streams")
    return parser.parse_args(arguments)


def main() -> None:
    """Print the result as JSON on stdout, and what happens on stderr."""
    options = options_of()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that worker and broker are ended, too
    with tempfile.TemporaryDirectory(prefix="movewatch-bench-") as name:
        folder = Path(name)
        with EmbeddedKafka(folder / "kafka", quick=False) as kafka:
            bench = Bench(kafka, folder, options.quix_python)
            try:
                result = asyncio.run(run_all(bench, options))
            finally:
                bench.admin.close()
    print(json.dumps(result, indent=2))
    sys.exit(1 if "failed" in result else 0)


if __name__ == "__main__":
    main()
