"""Runs every contender in turn against one broker, and prints one JSON object. ``make bench`` calls it."""

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from aiokafka import AIOKafkaProducer, TopicPartition
from kafka import KafkaAdminClient
from kafka.admin import OffsetSpec

from benchmarks import machine, real, recovery
from benchmarks.stopwatch import Measured, Seconds, Seen, complaint, measure, read
from benchmarks.work import PARTITIONS, TIMES_SEEN, Task, records
from movewatch.broker import EmbeddedKafka
from streams.partitioner import partition_of

HERE: Final = Path(__file__).resolve().parent
PATIENCE_S: Final = 900.0
SOURCE: Final = "bench-records"


@dataclass(frozen=True)
class Contender:
    """Who is measured.

    Attributes:
        name: in the result.
        module: of this package, run as a process of its own.
        rows: the name of the topic where its rows will lie.
        arguments: more arguments for the process.
        own_environment: whether it runs under the Python given with ``--quix-python``.
    """

    name: str
    module: str
    rows: Callable[[str], str] = "{}-rows".format
    arguments: tuple[str, ...] = ()
    own_environment: bool = False
    group: Callable[[str], str] = "{}".format


def quix_rows(group: str) -> str:
    """Quix Streams makes the name of its changelog itself."""
    return f"changelog__{group}--{SOURCE}--default"


OURS: Final = Contender("ours, exactly once", "ours", group="movewatch-{}".format)
FAUST: Final = Contender("plain Faust", "plain_faust", "{}-rows-changelog".format)
QUIX_ONCE: Final = Contender("Quix Streams, exactly once", "quix", quix_rows, ("exactly-once",), own_environment=True)
QUIX: Final = Contender("Quix Streams, at least once", "quix", quix_rows, ("at-least-once",), own_environment=True)
TRANSACTIONS: Final = Contender("aiokafka with transactions", "aiokafka_transactions")
AIOKAFKA: Final = Contender("aiokafka without transactions", "aiokafka_plain")
CONTENDERS: Final = (OURS, FAUST, QUIX_ONCE, QUIX, TRANSACTIONS, AIOKAFKA)

WANTED: Final = {FAUST.name: 15.0, QUIX_ONCE.name: 1.5, QUIX.name: 1.2, TRANSACTIONS.name: 0.8}
"""How many times as fast as each we mean to be."""


class WrongError(Exception):
    """A contender did not do the work."""


class Bench:
    """One broker, and what is done on it."""

    def __init__(self, kafka: EmbeddedKafka, folder: Path, quix_python: str | None) -> None:
        self.kafka, self.folder, self.quix_python = kafka, folder, quix_python
        self.admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)

    def make(self, names: Iterable[str], cleanup: str = "delete") -> None:
        """Make topics on which the broker stamps each record with its own time."""
        configs = {"message.timestamp.type": "LogAppendTime", "cleanup.policy": cleanup}
        wanted = {
            name: {"num_partitions": PARTITIONS, "replication_factor": 1, "configs": configs} for name in set(names)
        }
        self.admin.create_topics(wanted)
        while any(not topic["partitions"] for topic in self.admin.describe_topics(list(wanted))):
            time.sleep(0.1)

    def remove(self, names: Iterable[str]) -> None:
        """Make room on the disk."""
        self.admin.delete_topics(list(set(names)))

    async def fill(self, topic: str, values: Iterable[tuple[bytes, bytes]], headers: Sequence[Any] = ()) -> None:
        """Write records where Kafka's own partitioner would put them, with the same headers each."""
        listed = list(headers)
        producer = AIOKafkaProducer(bootstrap_servers=self.kafka.bootstrap, acks="all", linger_ms=0)
        await producer.start()
        batches = [producer.create_batch() for _ in range(PARTITIONS)]
        for key, value in values:
            partition = partition_of(key, PARTITIONS)
            if batches[partition].append(key=key, value=value, timestamp=None, headers=listed) is None:
                await producer.send_batch(batches[partition], topic, partition=partition)
                batches[partition] = producer.create_batch()
                batches[partition].append(key=key, value=value, timestamp=None, headers=listed)
        for partition, batch in enumerate(batches):
            await producer.send_batch(batch, topic, partition=partition)
        await producer.stop()

    def work_off(self, contender: Contender, task: Task, topic: str, group: str) -> Seconds:
        """Run a contender until its group has committed all of ``topic``.

        Raises:
            WrongError: it ended by itself, or took too long.
        """
        python = self.quix_python if contender.own_environment else sys.executable
        command = [str(python), "-W", "ignore", "-m", f"benchmarks.{contender.module}", json.dumps(asdict(task))]
        log = self.folder / f"{task.group}.log"
        with log.open("wb") as out:
            worker = subprocess.Popen(  # noqa: S603  # our own modules
                [*command, *contender.arguments], cwd=HERE.parent, stdout=out, stderr=out
            )
        broker = self.kafka.pid
        seconds = Seconds({"worker": worker.pid, "broker": broker if broker is not None else worker.pid})
        try:
            self._wait(worker, group, topic)
        except WrongError as error:
            raise WrongError(f"{contender.name}: {error}\n{log.read_text(errors='replace')[-4000:]}") from None
        finally:
            seconds.stop()
            _end(worker)
        return seconds

    def _wait(self, worker: subprocess.Popen[bytes], group: str, topic: str) -> None:
        ends, deadline = self.ends(topic), time.monotonic() + PATIENCE_S
        while self.committed(group, topic) != ends:
            if worker.poll() is not None:
                raise WrongError(f"it ended with {worker.returncode}")
            if time.monotonic() > deadline:
                raise WrongError(f"it stands at {self.committed(group, topic)} of {ends}")
            time.sleep(0.25)

    def ends(self, topic: str) -> dict[int, int]:
        """The offsets behind the last records."""
        sources = [TopicPartition(topic, partition) for partition in range(PARTITIONS)]
        found = self.admin.list_partition_offsets(dict.fromkeys(sources, OffsetSpec.LATEST))
        return {source.partition: found[source].offset for source in sources}

    def committed(self, group: str, topic: str) -> dict[int, int]:
        """The group's offsets; nothing where it has none yet."""
        try:
            found = self.admin.list_group_offsets([group])[group]
        except Exception:  # its coordinator is not there yet
            return {}
        return {source.partition: offset.offset for source, offset in found.items() if source.topic == topic}


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(15)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


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
    load = os.getloadavg()[0]
    seconds = bench.work_off(contender, task, SOURCE, contender.group(name))
    rows = await read(bench.kafka.bootstrap, [task.rows])
    _leave_out_state(contender, rows, count)
    outputs = await read(bench.kafka.bootstrap, [task.outputs], keep=True)
    wrong = complaint(outputs, rows, count, TIMES_SEEN)
    if wrong:
        raise WrongError(f"{contender.name}: {wrong}")
    bench.remove(written)
    return measure([rows.stamps, outputs.stamps], seconds, count, load)


def _leave_out_state(contender: Contender, rows: Seen, count: int) -> None:
    # Our changelog begins with one record per partition that says of which topic its rows are.
    if contender is OURS and len(rows.stamps) == count + PARTITIONS:
        del rows.stamps[:PARTITIONS]


async def run_all(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    """Everything that was asked for, in turns: a busy minute of the machine hits all contenders alike."""
    result: dict[str, Any] = {"machine": machine.describe(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    result |= {"records": options.records, "runs": options.runs}
    wanted = [it for it in CONTENDERS if not options.only or it.module in options.only.split(",")]
    wanted = [it for it in wanted if bench.quix_python or not it.own_environment]
    if wanted:
        bench.make([SOURCE])
        await bench.fill(SOURCE, records(options.records))
    runs: dict[str, list[Measured]] = {it.name: [] for it in wanted}
    if wanted:
        # A broker that has just started compiles its code first; that is nobody's time.
        await transport(bench, wanted[0], "bench-warm-up", options.records)
    for turn in range(options.runs):
        # Nobody always comes first, or always after the same one.
        for contender in (*wanted[turn % len(wanted) :], *wanted[: turn % len(wanted)]) if wanted else ():
            name = f"bench-{turn}-{CONTENDERS.index(contender)}"
            measured = await transport(bench, contender, name, options.records)
            runs[contender.name].append(measured)
            _say(contender.name, measured)
    result["transport alone"] = summary(runs, WANTED)
    if options.real_records:
        result["with the rules of contacts"] = await with_rules(bench, options)
    if options.rows:
        result["recovery"] = await recovery.measure(bench, options.rows, options.rows // 10)
    return result


async def with_rules(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    """The same for ours and plain Faust with contacts.decide."""
    runs: dict[str, list[Measured]] = {OURS.name: [], FAUST.name: []}
    for turn in range(options.runs):
        outputs = {}
        for contender in (OURS, FAUST):
            name = f"real-{turn}-{contender.module.replace('_', '-')}"
            measured, outputs[contender.name] = await real.run(
                bench, contender, name, options.real_records, is_ours=contender is OURS
            )
            runs[contender.name].append(measured)
            _say(f"{contender.name}, with rules", measured)
        if outputs[OURS.name] != outputs[FAUST.name]:
            raise WrongError("with the rules of contacts, both do not write the same outputs")
    return summary(runs, {FAUST.name: 5.0}) | real.alone()


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


def _say(name: str, measured: Measured) -> None:
    print(
        f"{name}: {measured.records_per_second:,.0f} records/s, {measured.worker_us:.1f} us of processor, "
        f"{measured.broker_us:.1f} us of the broker's, load {measured.load:.1f}",
        file=sys.stderr,
        flush=True,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--records", type=int, default=200_000, help="of 400 bytes; a multiple of 40")
    parser.add_argument("--runs", type=int, default=3, help="of each contender; the median counts")
    parser.add_argument("--real-records", type=int, default=40_000, help="for the part with rules; 0 leaves it out")
    parser.add_argument("--rows", type=int, default=1_000_000, help="to recover; 0 leaves it out")
    parser.add_argument("--only", default="", help="these modules, by commas: ours,plain_faust,quix,...; 'none'")
    parser.add_argument("--quix-python", help="a Python with benchmarks/requirements.txt; without it no Quix Streams")
    return parser.parse_args()


def main() -> None:
    """Print the result as JSON on stdout, and what happens on stderr."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that worker and broker are ended, too
    with tempfile.TemporaryDirectory(prefix="movewatch-bench-") as name:
        folder = Path(name)
        with EmbeddedKafka(folder / "kafka", quick=False) as kafka:
            bench = Bench(kafka, folder, options.quix_python)
            try:
                print(json.dumps(asyncio.run(run_all(bench, options)), indent=2))
            except WrongError as error:
                sys.exit(str(error))
            finally:
                bench.admin.close()


if __name__ == "__main__":
    main()
