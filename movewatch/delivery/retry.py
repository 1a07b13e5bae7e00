"""How long to wait before trying again: a schedule as a value. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that grow by ``factor`` from ``first_seconds`` up to ``cap_seconds``, always the same ones.

    ``deferred_tries``: how often in all a mail is tried that only its recipient's mailbox holds up; with the defaults
    that is some twenty minutes, longer than greylisting takes. A server that is away for everybody is tried for ever.
    """

    first_seconds: float = 1.0
    factor: float = 2.0
    cap_seconds: float = 300.0
    deferred_tries: int = 12

    def waits(self) -> Iterator[float]:
        """The waits in seconds, one after each failure, without end."""
        wait = min(self.first_seconds, self.cap_seconds)
        while True:
            yield wait
            wait = min(wait * self.factor, self.cap_seconds)
