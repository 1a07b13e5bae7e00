"""What `movewatch broker run`, `status` and `stop` do."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Final

from movewatch.broker.embedded import EmbeddedKafka
from movewatch.broker.errors import BrokerNotReadyError, BrokerStoppedError
from movewatch.broker.process import STOPPED_BY_SIGTERM
from movewatch.broker.state import BrokerStatus, absolute, read_status

DEFAULT_PORT: Final = 9092
STOP_S: Final = 30.0
POLL_S: Final = 0.05


def default_data_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """``$MOVEWATCH_HOME/broker``; without that variable ``.movewatch/broker`` under the current directory."""
    return absolute(Path(environ.get("MOVEWATCH_HOME") or ".movewatch", "broker"))


def run(data_dir: Path, port: int = DEFAULT_PORT, announce: Callable[[str], None] = print) -> None:
    """Run the broker in the foreground until Ctrl-C, SIGTERM or ``stop``. Only from the main thread.

    Args:
        data_dir: holds its data between runs.
        port: TCP port for clients; 0 for any free one.
        announce: told in one line where it listens, once it is ready.

    Raises:
        BrokerError: it could not be started (see ``EmbeddedKafka.start``), or ended by itself.
    """
    # SIGTERM becomes what Ctrl-C is, so that both leave through the context manager, also while it is starting.
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with EmbeddedKafka(data_dir, port, quick=False) as kafka:
            announce(f"Apache Kafka listens on {kafka.bootstrap}; its data is in {kafka.data_dir}. Ctrl-C stops it.")
            code = kafka.wait()
            if code != STOPPED_BY_SIGTERM:
                raise BrokerStoppedError(
                    f"The broker ended (exit code {code}). The end of its log ({kafka.log_dir}):\n{kafka.log_tail()}"
                )
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)


def status(data_dir: Path) -> BrokerStatus:
    """How it stands with the broker of this data directory."""
    return read_status(absolute(data_dir))


def stop(data_dir: Path) -> BrokerStatus:
    """Stop the broker of this data directory, whoever started it; return how it stood before.

    Raises:
        BrokerNotReadyError: it is just starting, or did not stop in time.
    """
    before = status(data_dir)
    if before.phase == "stopped":
        return before
    if before.state is None:
        raise BrokerNotReadyError(f"The broker in {before.data_dir} is just starting: try again in a few seconds.")
    with contextlib.suppress(ProcessLookupError):  # it ended meanwhile
        os.kill(before.state.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_S
    while status(data_dir).phase != "stopped":
        if time.monotonic() > deadline:
            raise BrokerNotReadyError(
                f"The broker (process {before.state.pid}) was told to stop and still runs after {STOP_S:.0f} s."
            )
        time.sleep(POLL_S)
    return before


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
