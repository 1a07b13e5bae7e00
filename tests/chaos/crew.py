"""The workers of a cluster under fire: who ends as the transport means it to is replaced at once."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from movewatch.broker import EmbeddedCluster
from movewatch.demo.cluster import POLL_S, Cluster, Worker
from movewatch.errors import MovewatchError
from schemas.topics import StageTopics
from streams import ExitCode
from tests.chaos.blows import Hung

WORKER: Final = (sys.executable, str(Path(__file__).with_name("worker.py")))
"""The true worker, which can be struck in the middle of a transaction."""

TRIGGERS_VARIABLE: Final = "CHAOS_TRIGGERS"

SPRUNG_WITHIN_S: Final = 90.0
"""A worker that was just killed is replaced, and its partitions are taken over, long before."""

TAKEN_OVER_WITHIN_S: Final = 60.0

STOP_S: Final = 30.0
"""A clean stop may take so long on a busy machine."""

HANGS_AFTER_S: Final = 1.0
"""A hundred times as long as a transaction takes."""

_NOT_STARTED: Final = -signal.SIGTERM
"""A worker that was told to stop while it was still starting."""


class ChaosError(MovewatchError):
    """What no kill excuses: a worker ended with a bug, or does not end at all."""


@dataclass(frozen=True, slots=True)
class End:
    """A worker ended by its own decision. ``code``: a ``streams.ExitCode``."""

    stage: str
    code: int
    said: str


class Struck(NamedTuple):
    """A worker that stopped itself in the middle of a transaction, which ``hung`` tells by its transactional id."""

    worker: Worker
    hung: dict[str, Hung]


class Crew(Cluster):
    """A cluster whose workers are replaced when they leave, as a supervisor would.

    Args:
        expected: the exit codes that are no failure.
    """

    def __init__(
        self,
        home: Path,
        settings: Mapping[str, str],
        *,
        partitions: int,
        workers: Sequence[str],
        brokers: int = 1,
        expected: Iterable[int] = (ExitCode.RETRY,),
    ) -> None:
        self._triggers = home / "triggers"
        self._triggers.mkdir()
        settings = {TRIGGERS_VARIABLE: str(self._triggers), **settings}
        super().__init__(home, settings, partitions=partitions, workers=workers, brokers=brokers)
        self.ends: list[End] = []
        self._expected = frozenset(expected)
        self._changed: dict[str, str] = {}
        self._frozen: dict[Worker, float] = {}
        self._robbed: dict[Worker, dict[str, Hung]] = {}

    def start_worker(
        self, stage: str, settings: Mapping[str, str] | None = None, command: Sequence[str] = WORKER
    ) -> Worker:
        """Start one more worker, of the crew's own kind and with what was deployed last."""
        return super().start_worker(stage, {**self._changed, **(settings or {})}, command)

    def look_after_workers(self) -> None:
        """Wake those that have slept enough, and replace those that left.

        Raises:
            ChaosError: one ended with a code that is not expected.
        """
        for worker, until in list(self._frozen.items()):
            if time.monotonic() >= until and self._may_wake(worker, until):
                self.thaw(worker)
        for worker in list(self.workers):
            code = worker.process.poll()
            if code is None:
                continue
            self.workers.remove(worker)
            said = last_words(worker)
            self.ends.append(End(worker.stage, code, said))
            if code not in self._expected:
                raise ChaosError(f"The worker of {worker.stage} ended with {code}: {said}\nIts log: {worker.log}")
            self.start_worker(worker.stage)

    def awake(self, stage: str) -> list[Worker]:
        """The workers of a stage that run."""
        return [one for one in self.workers if one.stage == stage and one not in self._frozen]

    def kill(self, worker: Worker) -> None:
        """SIGKILL it, and start another one in its place."""
        worker.process.kill()
        worker.process.wait()
        self.workers.remove(worker)
        self.start_worker(worker.stage)

    def set_trap(self, stage: str, fault: str = "freeze") -> None:
        """Have the worker of a stage that is next to be in the middle of a transaction stop (or kill) itself there."""
        self._note(stage).unlink(missing_ok=True)
        (self._triggers / stage).write_text(fault)

    def is_sprung(self, stage: str) -> bool:
        """Whether a worker has gone into the trap of its stage."""
        return self._note(stage).exists()

    def has_survived(self, stage: str) -> bool:
        """Whether the one in the trap has woken, and has committed its transaction."""
        return (self._triggers / stage).with_suffix(".survived").exists()

    def struck(self, stage: str) -> Struck:
        """Wait until a worker has gone into the trap of its stage.

        Raises:
            ChaosError: none came along.
        """
        deadline = time.monotonic() + SPRUNG_WITHIN_S
        while not self.is_sprung(stage):
            if time.monotonic() > deadline:
                raise ChaosError(f"No worker of {stage} has begun a transaction within {SPRUNG_WITHIN_S:.0f} s.")
            self.look_after_workers()
            time.sleep(POLL_S / 10)
        note = json.loads(self._note(stage).read_text())
        worker = next(one for one in self.workers if one.process.pid == note["pid"])
        name = note["transactional_id"]
        hung = {name: Hung(*note["producer"])} if note["producer"] else self.open_transactions([name])
        return Struck(worker, hung)

    def _note(self, stage: str) -> Path:
        return (self._triggers / stage).with_suffix(".struck")

    def freeze(self, worker: Worker, seconds: float, until_gone: Mapping[str, Hung] | None = None) -> None:
        """SIGSTOP it; ``look_after_workers`` wakes it up again.

        Args:
            seconds: the least time that it sleeps.
            until_gone: its transactions, which somebody else must have ended before.
        """
        worker.process.send_signal(signal.SIGSTOP)
        self._frozen[worker] = time.monotonic() + seconds
        self._robbed[worker] = dict(until_gone or {})

    def _may_wake(self, worker: Worker, until: float) -> bool:
        """Whether its transactions are no longer its own, or it has slept for far too long."""
        its = self._robbed[worker]
        return not its or self.open_transactions(its) != its or time.monotonic() > until + TAKEN_OVER_WITHIN_S

    def thaw(self, worker: Worker) -> None:
        """SIGCONT it."""
        del self._frozen[worker], self._robbed[worker]
        worker.process.send_signal(signal.SIGCONT)

    def wait_until_thawed(self) -> None:
        """Wait until nobody sleeps any more."""
        while self._frozen:
            self.look_after_workers()
            time.sleep(POLL_S)

    def stop(self, *workers: Worker) -> None:
        """SIGTERM them, as a deployment would.

        Raises:
            ChaosError: one does not end in time, or ends badly.
        """
        for worker in workers:
            self.workers.remove(worker)
            worker.process.terminate()
        for worker in workers:
            try:
                code = worker.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()
                raise ChaosError(f"A worker of {worker.stage} was told to stop and did not. {worker.log}") from None
            # One that was fenced meanwhile leaves at once instead: as safe, and not worth a failure.
            if code not in {0, ExitCode.RETRY, _NOT_STARTED}:
                raise ChaosError(f"A worker of {worker.stage} was told to stop and ended with {code}. {worker.log}")

    def deploy(self, settings: Mapping[str, str]) -> None:
        """Stop all workers, and start as many with other settings."""
        self.wait_until_thawed()
        self.look_after_workers()
        self._changed.update(settings)
        before = list(self.workers)
        self.stop(*before)
        for worker in before:
            self.start_worker(worker.stage)

    def break_broker(self, random: Random) -> None:
        """SIGKILL a broker, and start it again on what it had written.

        Where there are several, the others go on without it for some seconds; at the end none of them is behind, so
        that never two are missing.
        """
        if isinstance(self.kafka, EmbeddedCluster):
            number = random.choice(self.kafka.running)
            self.kafka.kill(number)
            self._look_after_workers_for(random.uniform(2.0, 10.0))
            self.kafka.start(number)
            self.kafka.wait_until_in_sync()
            self.reconnect()
        else:
            self.kafka.kill()
            self.kafka.start()

    def _look_after_workers_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.look_after_workers()
            time.sleep(POLL_S)

    def hung_transactions(self, stage: StageTopics, known: Mapping[str, Hung]) -> dict[str, Hung]:
        """Open transactions of a stage that do not end, by transactional id; without those ``known`` to hang before."""
        first = self._ongoing(stage)
        time.sleep(HANGS_AFTER_S)
        second = self._ongoing(stage)
        hang = {name: hung for name, (hung, begun) in second.items() if first.get(name) == (hung, begun)}
        return {name: hung for name, hung in hang.items() if known.get(name) != hung}

    def open_transactions(self, names: Iterable[str]) -> dict[str, Hung]:
        """Which of these transactional ids have an open transaction, and whose it is."""
        return {name: hung for name, (hung, _) in self._described(names).items()}

    def _ongoing(self, stage: StageTopics) -> dict[str, tuple[Hung, int]]:
        """Producer and time of beginning of each open transaction of a stage."""
        prefix = stage.group("") + "-"
        listed = self._asked(lambda: self._admin.list_transactions(state_filters=["Ongoing"])).values()
        names = [one.transactional_id for part in listed for one in part if one.transactional_id.startswith(prefix)]
        return self._described(names)

    def _described(self, names: Iterable[str]) -> dict[str, tuple[Hung, int]]:
        if not (wanted := list(names)):
            return {}
        described: dict[str, Any] = self._asked(lambda: self._admin.describe_transactions(wanted))
        return {
            name: (Hung(it.producer_id, it.producer_epoch), it.transaction_start_time_ms)
            for name, it in described.items()
            if it.state == "Ongoing"
        }

    def close_sleepers(self) -> None:
        """Wake all, so that the end of the cluster reaches them."""
        for worker in list(self._frozen):
            self.thaw(worker)


def last_words(worker: Worker) -> str:
    """Why a worker left, from its log."""
    log = worker.log.read_text(encoding="utf-8", errors="replace")
    leaving = re.findall(r"CRITICAL streams.exits: (.*)", log)
    return leaving[-1] if leaving else "\n".join(log.splitlines()[-15:])
