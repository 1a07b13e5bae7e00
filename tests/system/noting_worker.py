"""A true worker that notes what its stage worked off, and hangs when told to: ``python .../noting_worker.py STAGE``.

Its environment says more: ``NOTES``, a file that gets a line ``partition next-offset`` for each step of a stage;
``HANG``, a file that makes the stage hang once it is there; ``STALL_TIMEOUT``, seconds until a hung worker leaves;
``STEPS_LATE``, how many steps the offset stays behind, as no transport of ours would have it.
"""

import os
import sys
from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, TextIO

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streams.partition
from agents import composition, worker
from movewatch.stages import build_stages
from schemas.records import Applies, Record, Rows, Written
from streams import TransportSettings
from streams.transactions import Writer


class Noting:
    """A stage that says what it has done before the transport knows of it."""

    def __init__(self, stage: Applies, notes: TextIO, hang: Path | None) -> None:
        self._stage, self._notes, self._hang = stage, notes, hang

    def apply(self, rows: Rows, batch: Sequence[Record]) -> Written:
        """Fold the batch as the stage does, or never come back."""
        if self._hang is not None and self._hang.exists():
            hang()
        written = self._stage.apply(rows, batch)
        self._notes.write(f"{batch[0].partition} {written.next_offset}\n")
        return written


def hang() -> None:
    """What an endless loop in a rule looks like: the event loop is dead, and with it the heartbeats."""
    while True:
        pass


def noting_stages(*given: Any) -> dict[str, Applies]:
    """All stages; each one notes."""
    # A line at a time, so that a SIGKILL takes none of them back; open for as long as the process lives.
    notes = Path(os.environ["NOTES"]).open("a", buffering=1)  # noqa: SIM115
    hang_at = Path(os.environ["HANG"]) if "HANG" in os.environ else None
    return {name: Noting(stage, notes, hang_at) for name, stage in build_stages(*given).items()}


class Late(Writer):
    """Writes everything in time, and the offset of some steps before."""

    async def write(self, records: Any, next_offset: int | None, *rest: Any) -> Any:
        """Write, and let the offset wait for its turn."""
        waiting = self.__dict__.setdefault("waiting", deque())
        if next_offset is not None:
            waiting.append(next_offset)
            next_offset = waiting.popleft() if len(waiting) > int(os.environ["STEPS_LATE"]) else None
        return await super().write(records, next_offset, *rest)


if __name__ == "__main__":
    setattr(composition, "build_stages", noting_stages)  # noqa: B010 - mypy takes an assignment for a mistake
    if "STALL_TIMEOUT" in os.environ:
        impatient = partial(TransportSettings, stall_timeout=float(os.environ["STALL_TIMEOUT"]))
        setattr(composition, "TransportSettings", impatient)  # noqa: B010
    if "STEPS_LATE" in os.environ:
        setattr(streams.partition, "Writer", Late)  # noqa: B010
    worker.main()
