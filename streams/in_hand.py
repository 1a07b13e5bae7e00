"""What a partition has in hand: batches that wait, those being worked off, and when to begin with the next. Pure."""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from schemas.records import Record
from streams.batches import Batch

if TYPE_CHECKING:
    from streams.steps import Work

BATCHES: Final = 2
"""One being worked off, one waiting: the bound that is a partition's back-pressure,"""
FEW: Final = 1_000
"""unless all of them together have fewer records than this. Such small ones are worked off together."""

LONGEST_REST_S: Final = 0.1
"""A transaction that had to wait for a broker that was away is no measure of how busy the broker is."""


class InHand:
    """Batches from when they are fetched to when they are done with."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Batch, Work]] = deque()
        self._batches = 0
        self._records = 0
        self._taken = (0, 0)
        self._rest_until = 0.0

    def __bool__(self) -> bool:
        return self._batches > 0

    @property
    def has_room(self) -> bool:
        """Whether another batch may be fetched."""
        return self._batches < BATCHES or self._records < FEW

    def fetched(self, batch: Batch) -> None:
        """Count a batch that is on its way through its agent."""
        self._batches += 1
        self._records += len(batch.records)

    def put(self, batch: Batch, work: "Work") -> None:
        """Queue a batch that came through its agent."""
        self._waiting.append((batch, work))

    def take(self) -> tuple[Sequence[Record], "Work"]:
        """Take what is to be worked off next: the first batch, and small ones behind it. Then ``done`` is to be called.

        All batches of a partition come through one agent, and follow each other.
        """
        first, work = self._waiting.popleft()
        records, count = first.records, 1
        while self._waiting and len(records) + len(self._waiting[0][0].records) <= FEW:
            records = [*records, *self._waiting.popleft()[0].records]
            count += 1
        self._taken = (count, len(records))
        return records, work

    def done(self) -> None:
        """What was taken is worked off."""
        batches, records = self._taken
        self._batches -= batches
        self._records -= records

    def clear(self) -> None:
        """Forget everything."""
        self._waiting.clear()
        self._batches = self._records = 0

    # -- when ----------------------------------------------------------------------------------------------------

    @property
    def is_waiting(self) -> bool:
        """Whether there is anything to take."""
        return bool(self._waiting)

    def wrote(self, begun: float, ended: float) -> None:
        """Take note of how long a transaction took, by any clock in seconds."""
        self._rest_until = ended + min(ended - begun, LONGEST_REST_S)

    def rest(self, now: float) -> float:
        """For how many seconds more records should be waited for.

        Where few are waiting, a partition rests for as long as its last transaction took. So a busy broker gets fewer
        and larger transactions, instead of many that queue there; an idle one answers at once, and nobody waits.
        """
        few = sum(len(batch.records) for batch, _ in self._waiting) < FEW
        return max(0.0, self._rest_until - now) if few else 0.0
