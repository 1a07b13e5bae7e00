"""All stages on the broker of the benchmark, each in processes of its own, as an installation runs them."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

from benchmarks.bench import HERE, Bench, WrongError, end
from movewatch.operations import topics
from movewatch.settings import ENV_PREFIX, load_settings
from schemas.records import Record
from schemas.topics import STAGES, StageTopics, all_topics, stage_named
from streams import ExitCode

ALL: Final = tuple(stage.name for stage in STAGES)
SALT: Final = "only for the benchmark"
PATIENCE_S: Final = 1_800.0
POLL_S: Final = 0.5
CALM: Final = 3
"""So many looks must find nothing left: what one stage has just written, the next one may not have seen."""

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class Worker:
    """One worker process. ``began``: on ``time.monotonic``'s clock."""

    stage: str
    process: subprocess.Popen[bytes]
    log: Path
    began: float


class Workers:
    """Topics and workers under a prefix of their own, as a context manager. The settings are those that ship.

    Args:
        bench: the broker.
        name: the prefix.
        stages: a worker of each, one for every time that it is named.
        partitions: of every topic.
        settings: environment variables that differ.
    """

    def __init__(
        self,
        bench: Bench,
        name: str,
        stages: Sequence[str] = ALL,
        *,
        partitions: int = 4,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.bench, self.prefix, self.partitions = bench, f"{name}-", partitions
        self.stages = [stage for stage in STAGES if stage.name in stages]
        self.running: list[Worker] = []
        self._asking = asyncio.Lock()
        self._first = stages
        self._started = 0
        mine = {
            "BOOTSTRAP_SERVERS": bench.kafka.bootstrap,
            "TOPIC_PREFIX": self.prefix,
            "PARTITIONS": str(partitions),
            "IDENTITY_SALT": SALT,
            "DELIVERY_KIND": "folder",
            "DELIVERY_FOLDER": str(bench.folder / name / "outbox"),
        }
        self._environment = {ENV_PREFIX + each: value for each, value in mine.items()} | dict(settings or {})
        self.folder = bench.folder / name
        self.folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        topics.apply(load_settings(environ=self._environment))
        for stage in self._first:
            self.start(stage)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, frames: TracebackType | None
    ) -> None:
        for worker in self.running:
            worker.process.terminate()
        for worker in self.running:
            end(worker.process)
        if kind is None:
            self.bench.remove(self.on_broker(topic.name) for topic in all_topics(self.prefix))

    def on_broker(self, topic: str) -> str:
        """The name of a topic with the prefix; dead letters carry it twice."""
        return self.prefix + topic

    def start(self, stage: str) -> Worker:
        """Start one more worker of a stage."""
        log = self.folder / f"{self._started}-{stage}.log"
        self._started += 1
        others = {name: value for name, value in os.environ.items() if not name.startswith(ENV_PREFIX)}
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, "-m", "agents.worker", stage],
                cwd=HERE.parent,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                env=others | self._environment,
            )
        worker = Worker(stage, process, log, time.monotonic())
        self.running.append(worker)
        return worker

    def kill(self, worker: Worker) -> None:
        """SIGKILL it, as a power cut would."""
        self.running.remove(worker)
        worker.process.kill()
        worker.process.wait()

    def look_after(self) -> list[str]:
        """Start again those that ask for it, as a service manager would; say which these were, and why they left.

        Raises:
            WrongError: one has ended otherwise.
        """
        restarted = []
        for worker in list(self.running):
            code = worker.process.poll()
            if code is None:
                continue
            if code != ExitCode.RETRY:
                last = worker.log.read_text(errors="replace")[-3000:]
                raise WrongError(f"The worker of {worker.stage} ended with {code}:\n{last}")
            self.running.remove(worker)
            restarted.append(f"{worker.stage}: {_last_words(worker.log)}")
            self.start(worker.stage)
        return restarted

    async def publish(self, records: Iterable[Record]) -> None:
        """Write records; those of one topic that follow each other have the same headers."""
        for topic, several in groupby(records, key=lambda record: record.topic):
            first, *others = several
            pairs = [(record.key or b"", record.value or b"") for record in (first, *others)]
            await self.bench.fill(self.on_broker(topic), pairs, first.headers, self.partitions)

    def _lag_of(self, stage: StageTopics) -> int:
        group = stage.group(self.prefix)
        committed = self.bench.all_committed(group)
        ends = self.bench.all_ends([self.on_broker(topic.name) for topic in stage.reads], self.partitions)
        return sum(offset - committed.get(source, 0) for source, offset in ends.items())

    async def lag(self) -> dict[str, int]:
        """Offsets that each stage has not worked off yet."""
        return {stage.name: await self._ask(self._lag_of, stage) for stage in self.stages}

    async def _ask(self, what: Callable[..., T], *about: object) -> T:
        """Ask the broker in a thread: whoever measures meanwhile is not held up. One question at a time."""
        async with self._asking:
            return await asyncio.to_thread(what, *about)

    def dead_letters(self) -> int:
        """How many records no stage could read or decide; transaction markers behind them count, too."""
        names = [self.on_broker(topic.name) for topic in all_topics(self.prefix) if topic.name.endswith(".dlq")]
        return sum(self.bench.all_ends(names, self.partitions).values())

    async def wait_until_quiet(self) -> None:
        """Wait until nothing is left to do.

        Raises:
            WrongError: it took too long.
        """
        deadline, calm = time.monotonic() + PATIENCE_S, 0
        while calm < CALM:
            await asyncio.sleep(POLL_S)
            self.look_after()
            left = await self.lag()
            calm = 0 if any(left.values()) else calm + 1
            if time.monotonic() > deadline:
                raise WrongError(f"after {PATIENCE_S:.0f} s there is left to do: {left}")

    async def wait_for(self, stage: str) -> None:
        """Wait until a stage has worked off all that its topics hold now, whatever comes meanwhile.

        Raises:
            WrongError: it took too long.
        """
        this, deadline = stage_named(stage), time.monotonic() + PATIENCE_S
        names = [self.on_broker(topic.name) for topic in this.reads]
        ends = await self._ask(self.bench.all_ends, names, self.partitions)
        while True:
            committed = await self._ask(self.bench.all_committed, this.group(self.prefix))
            if all(committed.get(source, 0) >= offset for source, offset in ends.items()):
                return
            self.look_after()
            if time.monotonic() > deadline:
                raise WrongError(f"{stage} did not get through what it had to do")
            await asyncio.sleep(POLL_S)


def _last_words(log: Path) -> str:
    """Why a worker left, from its log."""
    leaving = [line for line in log.read_text(errors="replace").splitlines() if "CRITICAL" in line]
    return leaving[-1].partition("CRITICAL ")[2] if leaving else "without a word"
