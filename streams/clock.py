"""Whether this machine's clock agrees with the broker's.

A produce request tells the broker's time only where the topic stamps records itself (LogAppendTime), and ours keep the
writer's time. But a transaction coordinator notes by its own clock when a transaction began, and tells it on request
(DescribeTransactions). So a transaction that carries a tick is held against the broker's clock before it commits.
It is the clock of one broker: that brokers agree with each other is for their keepers.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from streams.errors import ClockError, UnreachableError

_TIMEOUT_MS = 5_000


def difference(before_ms: int, broker_ms: int, after_ms: int) -> int:
    """By how many milliseconds at least the broker's clock is off from ours; negative where it is behind. Pure.

    Args:
        before_ms: our time before the broker looked at its clock.
        broker_ms: what the broker saw.
        after_ms: our time when the broker had surely looked.
    """
    if broker_ms < before_ms:
        return broker_ms - before_ms
    return max(0, broker_ms - after_ms)


class BrokerClock:
    """Holds an open transaction's beginning, as its coordinator saw it, against this machine's clock."""

    def __init__(
        self,
        bootstrap: str,
        clock: Callable[[], float],
        tolerance: float,
        every: float,
        security: Mapping[str, Any] | None = None,
    ) -> None:
        self._bootstrap = bootstrap
        self._security = security or {}
        self._every_ms = int(every * 1000)
        self._checked_ms: int | None = None
        self._clock = clock
        self._tolerance_ms = int(tolerance * 1000)

    async def check(self, transactional_id: str, before_ms: int) -> None:
        """Look at the transaction that is open since some time after ``before_ms``, unless one was looked at lately.

        Raises:
            ClockError: the clocks are too far apart.
            UnreachableError: the broker did not say.
        """
        if self._checked_ms is not None and 0 <= before_ms - self._checked_ms < self._every_ms:
            return
        after_ms = int(self._clock() * 1000)
        try:
            broker_ms = await asyncio.to_thread(self._began, transactional_id)
        except KafkaError as error:
            raise UnreachableError(f"No broker told its time ({type(error).__name__}).") from error
        off = difference(before_ms, broker_ms, after_ms)
        if abs(off) > self._tolerance_ms:
            raise ClockError(
                f"The broker's clock is {abs(off) / 1000:.1f} s {'ahead of' if off > 0 else 'behind'} this machine's: "
                f"timers would run at the wrong time. Set the clocks (NTP), then start again."
            )
        self._checked_ms = before_ms

    def _began(self, transactional_id: str) -> int:
        admin = KafkaAdminClient(
            bootstrap_servers=self._bootstrap.split(","),
            bootstrap_timeout_ms=_TIMEOUT_MS,
            request_timeout_ms=_TIMEOUT_MS,
            **self._security,
        )
        try:
            (described,) = admin.describe_transactions([transactional_id]).values()
        finally:
            admin.close()
        return int(described.transaction_start_time_ms)
