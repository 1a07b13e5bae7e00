"""Starts the stages, each in a process of its own, and stops them together."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import SimpleQueue
from types import FrameType
from typing import Final

GRACE_S: Final = 30.0
"""A stage that has not ended so long after it was told to is killed; its transaction is then aborted by the broker."""

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

_ENDED_WELL: Final = (0, -signal.SIGTERM)
"""After a signal. A stage that was still starting knows no better than to die of it."""

Process = subprocess.Popen[bytes]


def command_of(stage: str) -> list[str]:
    """How a stage is started. By name, since this package knows nothing of agents."""
    return [sys.executable, "-m", "agents.worker", stage]


def run_workers(
    stages: Sequence[str], command: Callable[[str], list[str]] = command_of, grace_s: float = GRACE_S
) -> int:
    """Run these stages until a signal comes or one of them ends; then end the others.

    Only from the main thread. Returns the exit code: 0 when a signal ended them and all ended well, else 1.
    """
    # A SimpleQueue, since a signal handler may write to it at any moment.
    news: SimpleQueue[str | None] = SimpleQueue()
    with _handling(lambda _number, _frame: news.put(None)):
        # A session of its own each: Ctrl-C reaches them once, through us.
        processes = {stage: subprocess.Popen(command(stage), start_new_session=True) for stage in stages}  # noqa: S603 - our own command line
        for stage, process in processes.items():
            threading.Thread(target=_report_end, args=(stage, process, news), daemon=True).start()
        first = news.get()
        _stop(processes.values(), grace_s)
    if first is not None:
        print(f"movewatch: stage {first} ended with {processes[first].returncode}", file=sys.stderr)
        return 1
    bad = [stage for stage, process in processes.items() if process.returncode not in _ENDED_WELL]
    for stage in bad:
        print(f"movewatch: stage {stage} ended badly with {processes[stage].returncode}", file=sys.stderr)
    return 1 if bad else 0


def _report_end(stage: str, process: Process, news: "SimpleQueue[str | None]") -> None:
    process.wait()
    news.put(stage)


def _stop(processes: Iterable[Process], grace_s: float) -> None:
    deadline = time.monotonic() + grace_s
    for process in processes:
        process.terminate()  # nothing happens to one that has ended
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def _handling(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
