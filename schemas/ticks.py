"""Time, as a decision sees it. Pure.

No decision looks at a clock. A worker writes ``Tick`` records into the facts partitions it owns; a stage turns them
into ``Due``, once for each timer that has run out.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from schemas.base import Message, UtcTime


class Tick(Message):
    """It is now at least ``at``: fire what is due in this partition. A fact of every facts topic, without a key."""

    type: Literal["tick"] = "tick"
    at: UtcTime


@dataclass(frozen=True, slots=True)
class Due:
    """A row's timer has run out. ``at`` is when it was due, which is when the decision counts as made."""

    at: datetime
