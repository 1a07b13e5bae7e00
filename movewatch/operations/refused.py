"""What of many rows could not be used: all are counted, the first told."""

from dataclasses import dataclass, field
from typing import Final

MAX_PROBLEMS: Final = 1_000
"""So many problems are kept; all are counted."""


@dataclass(slots=True)
class Refused:
    """How many rows could not be used, and of the first ones why."""

    refused: int = 0
    problems: list[str] = field(default_factory=list)

    def refuse(self, problem: str) -> None:
        """One that was not taken. A file of the wrong kind has as many of them as rows."""
        self.refused += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)
