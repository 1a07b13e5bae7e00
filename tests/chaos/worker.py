"""A worker with a fault on purpose: ``python tests/chaos/worker.py STAGE``, told by its environment what is wrong.

``CHAOS_MUTANT`` names a transport that breaks a promise (none of them is reachable from the product). The file
``CHAOS_TRIGGER``, once it is there, says what happens to the worker in the middle of its next transaction.
"""

import os
import signal
import sys
import uuid
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from aiokafka import TopicPartition
from aiokafka.structs import RecordMetadata

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streams.app
import streams.partition
from agents import composition, worker
from streams import TransportSettings
from streams.names import Names
from streams.recovery import Reader
from streams.rows import PartitionRows
from streams.transactions import Addressed, Writer

BeforeCommit = Callable[[], Awaitable[None]] | None

STRUCK_STAGE = "contacts"
"""The others stay as they are."""

FAULTS = {"kill": signal.SIGKILL, "freeze": signal.SIGSTOP}


def strike() -> bool:
    """Let the fault happen to this process, if it is its turn: the one who removes the trigger is the one."""
    trigger = Path(os.environ["CHAOS_TRIGGER"])
    try:
        fault = trigger.read_text()
        trigger.unlink()
    except FileNotFoundError:
        return False
    os.kill(os.getpid(), FAULTS[fault])
    return True


def changes_something(records: Sequence[Addressed]) -> bool:
    """Whether they are those of a batch of facts, and not a position stepped over."""
    return len(records) > 1


class StruckWriter(Writer):
    """The true one; the fault happens when the broker has all records, and before they are committed."""

    async def write(
        self, records: Iterable[Addressed], next_offset: int | None, before_commit: BeforeCommit = None
    ) -> Sequence[RecordMetadata]:
        """Write, and be struck. Who sleeps, wakes and can still commit says so."""
        these = list(records)
        was_struck = False

        async def struck() -> None:
            nonlocal was_struck
            was_struck = strike()

        written = await super().write(these, next_offset, struck if changes_something(these) else before_commit)
        if was_struck:
            Path(os.environ["CHAOS_TRIGGER"]).with_suffix(".survived").touch()
        return written


class CommitFirst(Writer):
    """Commits the offset, then writes: what at-most-once does."""

    async def write(
        self, records: Iterable[Addressed], next_offset: int | None, before_commit: BeforeCommit = None
    ) -> Sequence[RecordMetadata]:
        """Commit, be struck, write."""
        these = list(records)
        if next_offset is not None:
            await super().write([], next_offset)
        if changes_something(these):
            strike()
        return await super().write(these, None, before_commit)


class Unfenced(Names):
    """Each producer is a stranger to the one before: nobody is fenced, nobody's transaction is settled."""

    def transactional_id(self, topic: str, partition: int) -> str:
        """Another one each time."""
        return f"{super().transactional_id(topic, partition)}-{uuid.uuid4()}"


class KeptRows(Reader):
    """Rows are read once, and kept across a revocation: whatever others wrote meanwhile is not seen."""

    kept: dict[TopicPartition, PartitionRows] = {}  # noqa: RUF012 - of the whole process, on purpose

    async def rows(self, changelog: TopicPartition) -> PartitionRows:
        """The rows of the last time."""
        if changelog not in self.kept:
            self.kept[changelog] = await super().rows(changelog)
        return self.kept[changelog]


def mutate(mutant: str) -> None:
    """Put the broken part in the place of the true one, in this process."""
    setattr(streams.partition, "Writer", StruckWriter)  # noqa: B010 - mypy takes an assignment for a mistake
    # Else a sleeper's transaction ends by its time-out, on the broker and on waking, whoever fences.
    patient = partial(TransportSettings, transaction_timeout=120.0)
    setattr(composition, "TransportSettings", patient)  # noqa: B010
    match mutant:
        case "commit-first":
            setattr(streams.partition, "Writer", CommitFirst)  # noqa: B010
        case "no-fencing":
            setattr(streams.app, "Names", Unfenced)  # noqa: B010
        case "rows-kept":
            setattr(streams.partition, "Reader", KeptRows)  # noqa: B010
        case "":
            return
        case _:
            raise ValueError(mutant)


if __name__ == "__main__":
    if sys.argv[1] == STRUCK_STAGE:
        mutate(os.environ["CHAOS_MUTANT"])
    worker.main()
