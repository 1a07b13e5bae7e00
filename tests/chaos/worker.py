"""A worker that can be struck in the middle of a transaction: ``python tests/chaos/worker.py STAGE``.

``CHAOS_TRIGGERS`` names a folder. A file there, named as the stage, says what happens to the worker of that stage that
is next to have written all of a transaction and not committed it. ``CHAOS_MUTANT``, if it is there, names a transport
that breaks a promise (none of them is reachable from the product); empty, it is the true one.
"""

import json
import os
import signal
import sys
import uuid
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

from aiokafka import TopicPartition

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streams.app
import streams.partition
from agents import composition, worker
from streams import TransportSettings
from streams.names import Names
from streams.producer import Delivered
from streams.recovery import Reader
from streams.rows import PartitionRows
from streams.transactions import Lines, Writer

BeforeCommit = Callable[[], Awaitable[None]] | None

STRUCK_STAGE = "contacts"
"""Mutants are workers of this stage."""

FAULTS = {"kill": signal.SIGKILL, "freeze": signal.SIGSTOP}


def trigger() -> Path:
    """What is there when a worker of this stage is to be struck."""
    return Path(os.environ["CHAOS_TRIGGERS"], sys.argv[1])


def strike(transactional_id: str, producer: tuple[int, int] | None = None) -> bool:
    """Let the fault happen to this process, if it is its turn: the one who removes the trigger is the one.

    ``producer``: its id and epoch, where a transaction of it is open for sure. On a busy machine somebody else may have
    ended that one before the broker can be asked.
    """
    try:
        fault = trigger().read_text()
        trigger().unlink()
    except FileNotFoundError:
        return False
    draft = trigger().with_suffix(".draft")
    note = {"pid": os.getpid(), "transactional_id": transactional_id, "producer": producer}
    draft.write_text(json.dumps(note))
    draft.replace(trigger().with_suffix(".struck"))
    os.kill(os.getpid(), FAULTS[fault])
    return True


def changes_something(lines: Lines) -> bool:
    """Whether they are those of a batch of facts, and not a position stepped over."""
    return sum(map(len, lines.values())) > 1


class StruckWriter(Writer):
    """The true one; the fault happens when the broker has all records, and before they are committed."""

    transactional_id = ""

    @classmethod
    async def open(cls, *, transactional_id: str, **others: Any) -> Self:
        """Open it, and remember its name."""
        writer = await super().open(transactional_id=transactional_id, **others)
        writer.transactional_id = transactional_id
        return writer

    async def write(
        self, lines: Lines, next_offset: int | None, before_commit: BeforeCommit = None
    ) -> Sequence[Delivered]:
        """Write, and be struck. Who sleeps, wakes and can still commit says so."""
        was_struck = False

        async def struck() -> None:
            nonlocal was_struck
            if before_commit is not None:
                await before_commit()
            producer = self._producer.producer_id, self._producer.epoch
            was_struck = changes_something(lines) and strike(self.transactional_id, producer)

        written = await super().write(lines, next_offset, struck)
        if was_struck:
            trigger().with_suffix(".survived").touch()
        return written


class CommitFirst(StruckWriter):
    """Commits the offset, then writes: what at-most-once does."""

    async def write(
        self, lines: Lines, next_offset: int | None, before_commit: BeforeCommit = None
    ) -> Sequence[Delivered]:
        """Commit, be struck, write."""
        if next_offset is not None:
            await Writer.write(self, {}, next_offset)
        if changes_something(lines):
            strike(self.transactional_id)
        return await Writer.write(self, lines, None, before_commit)


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
    # Else a sleeper's transaction ends by its time-out, on the broker and on waking, whoever fences.
    patient = partial(TransportSettings, transaction_timeout=120.0)
    setattr(composition, "TransportSettings", patient)  # noqa: B010 - mypy takes an assignment for a mistake
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
    setattr(streams.partition, "Writer", StruckWriter)  # noqa: B010 - as above
    if "CHAOS_MUTANT" in os.environ and sys.argv[1] == STRUCK_STAGE:
        mutate(os.environ["CHAOS_MUTANT"])
    worker.main()
