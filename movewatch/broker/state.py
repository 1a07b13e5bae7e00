"""Who works on a data directory: a lock that ends with the broker, and a file that says how to reach it."""

import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from movewatch.broker.config import HOST
from movewatch.broker.errors import DataInUseError

LOCK_WAIT_S: Final = 2.0  # a broker that was just told to end may need a moment
LOCK_POLL_S: Final = 0.05

Phase = Literal["stopped", "starting", "running"]


@dataclass(frozen=True, slots=True)
class BrokerState:
    """A broker that is ready. ``pid`` is the JVM's; ``started_at`` is ISO 8601, UTC."""

    pid: int
    port: int
    cluster_id: str
    started_at: str

    @property
    def bootstrap(self) -> str:
        """What a client is given as bootstrap server."""
        return f"{HOST}:{self.port}"


@dataclass(frozen=True, slots=True)
class BrokerStatus:
    """How it stands with a data directory's broker. ``state`` is there only while it runs."""

    data_dir: Path
    phase: Phase
    state: BrokerState | None = None


class DataLock:
    """An exclusive lock on a data directory.

    ``fileno`` is handed on to the supervisor: the lock lasts until the last of the processes that hold it ends, so it
    outlives a parent that was killed, as long as its JVM is still being stopped.
    """

    def __init__(self, data_dir: Path, wait_s: float = LOCK_WAIT_S) -> None:
        """Take the lock.

        Raises:
            DataInUseError: another broker has it, and kept it for ``wait_s`` seconds.
        """
        self._file = _lock_path(data_dir).open("ab")
        deadline = time.monotonic() + wait_s
        while not _try_lock(self._file.fileno()):
            if time.monotonic() > deadline:
                self._file.close()
                raise DataInUseError(_in_use(data_dir))
            time.sleep(LOCK_POLL_S)

    def fileno(self) -> int:
        """The open file that carries the lock."""
        return self._file.fileno()

    def release(self) -> None:
        """Give up this process's hold."""
        self._file.close()


def read_status(data_dir: Path) -> BrokerStatus:
    """Look who works on the directory. The lock decides: a process id may have been given to another process since."""
    if not _is_locked(data_dir):
        return BrokerStatus(data_dir, "stopped")
    state = _read_state(data_dir)
    return BrokerStatus(data_dir, "running" if state else "starting", state)


def write_state(data_dir: Path, state: BrokerState) -> None:
    """Say that the broker is ready. Whole or not at all."""
    draft = _state_path(data_dir).with_suffix(".new")
    draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
    draft.replace(_state_path(data_dir))


def clear_state(data_dir: Path) -> None:
    """Say that no broker is ready."""
    _state_path(data_dir).unlink(missing_ok=True)


def _read_state(data_dir: Path) -> BrokerState | None:
    try:
        return BrokerState(**json.loads(_state_path(data_dir).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _is_locked(data_dir: Path) -> bool:
    if not _lock_path(data_dir).exists():
        return False
    with _lock_path(data_dir).open("rb") as file:
        return not _try_lock(file.fileno())


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _in_use(data_dir: Path) -> str:
    state = read_status(data_dir).state
    who = f"process {state.pid}, port {state.port}" if state else f"the holder of {_lock_path(data_dir)}"
    return (
        f"Another broker works on {data_dir} ({who}). "
        "Use that one, stop it with `movewatch broker stop`, or choose another data directory."
    )


def _lock_path(data_dir: Path) -> Path:
    return data_dir / "broker.lock"


def _state_path(data_dir: Path) -> Path:
    return data_dir / "broker.json"


def absolute(data_dir: Path | str) -> Path:
    """The directory as an absolute path: the broker's process must not depend on where it was started."""
    return Path(os.path.abspath(data_dir))  # noqa: PTH100 - resolve() would follow links that a user set on purpose
