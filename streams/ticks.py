"""When a partition is told the time. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.ticks import Tick


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a partition is told the time, in milliseconds: not more often than ``least`` while something is due,
    and every ``most`` in any case."""

    least: int
    most: int

    def is_tick_due(self, *, now: int, last: int | None, next_due: int | None) -> bool:
        """Whether to send a tick now.

        Args:
            now: milliseconds since 1970, as are the others.
            last: the partition's last tick; None where none is known.
            next_due: when its next timer runs out, or None.
        """
        if last is None:
            return True
        since = now - last
        if since >= self.most:
            return True
        return since >= self.least and next_due is not None and next_due <= now


def tick_at(now: int) -> bytes:
    """A tick as it lies on the topic. ``now`` in milliseconds since 1970."""
    return Tick(at=datetime.fromtimestamp(now / 1000, UTC)).to_json()
