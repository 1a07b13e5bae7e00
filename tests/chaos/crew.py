"""The workers of a cluster under fire: who ends as the transport means it to is replaced at once."""

import re
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kafka.errors import KafkaError

from movewatch.demo.cluster import POLL_S, QUIET_S, WORKER, Cluster, Worker
from movewatch.errors import MovewatchError
from schemas.topics import StageTopics
from streams import ExitCode
from tests.chaos.blows import Hung

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


class Crew(Cluster):
    """A cluster whose workers are replaced when they leave, as a supervisor would.

    Args:
        command: what runs a worker, but for the stage.
        expected: the exit codes that are no failure.
    """

    def __init__(
        self,
        home: Path,
        settings: Mapping[str, str],
        *,
        partitions: int,
        workers: Sequence[str],
        command: Sequence[str] = WORKER,
        expected: Iterable[int] = (ExitCode.RETRY,),
    ) -> None:
        super().__init__(home, settings, partitions=partitions, workers=workers)
        self.ends: list[End] = []
        self._command = command
        self._expected = frozenset(expected)
        self._changed: dict[str, str] = {}
        self._frozen: dict[Worker, float] = {}

    def start_worker(
        self, stage: str, settings: Mapping[str, str] | None = None, command: Sequence[str] | None = None
    ) -> Worker:
        """Start one more worker, of the crew's own kind and with what was deployed last."""
        return super().start_worker(stage, {**self._changed, **(settings or {})}, command or self._command)

    def look_after_workers(self) -> None:
        """Wake those that have slept enough, and replace those that left.

        Raises:
            ChaosError: one ended with a code that is not expected.
        """
        for worker, until in list(self._frozen.items()):
            if time.monotonic() >= until:
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

    def freeze(self, worker: Worker, seconds: float) -> None:
        """SIGSTOP it; ``look_after_workers`` wakes it up again."""
        worker.process.send_signal(signal.SIGSTOP)
        self._frozen[worker] = time.monotonic() + seconds

    def thaw(self, worker: Worker) -> None:
        """SIGCONT it."""
        del self._frozen[worker]
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

    def break_broker(self) -> None:
        """SIGKILL the broker, and start it again on what it had written."""
        self.kafka.kill()
        self.kafka.start()
        for attempt in range(int(QUIET_S / POLL_S)):
            try:
                self.lag()
            except KafkaError:
                if attempt == int(QUIET_S / POLL_S) - 1:
                    raise
                time.sleep(POLL_S)
            else:
                return

    def hung_transactions(self, stage: StageTopics, known: Mapping[str, Hung]) -> dict[str, Hung]:
        """Open transactions of a stage that do not end, by transactional id; without those ``known`` to hang before."""
        first = self._ongoing(stage)
        time.sleep(HANGS_AFTER_S)
        second = self._ongoing(stage)
        hang = {name: hung for name, (hung, begun) in second.items() if first.get(name) == (hung, begun)}
        return {name: hung for name, hung in hang.items() if known.get(name) != hung}

    def _ongoing(self, stage: StageTopics) -> dict[str, tuple[Hung, int]]:
        """Producer and time of beginning of each open transaction of a stage."""
        prefix = stage.group("") + "-"
        listed = self._admin.list_transactions(state_filters=["Ongoing"]).values()
        names = [one.transactional_id for part in listed for one in part if one.transactional_id.startswith(prefix)]
        if not names:
            return {}
        described: dict[str, Any] = self._admin.describe_transactions(names)
        return {
            name: (Hung(it.producer_id, it.producer_epoch), it.transaction_start_time_ms)
            for name, it in described.items()
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
