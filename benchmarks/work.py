"""The work that every contender does with each record: validate it, bring its row up to date, write row and output.

Imports Pydantic and nothing else, since contenders run in different environments.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

PARTITIONS: Final = 4
RECORD_BYTES: Final = 400
COUNT_DIGITS: Final = 8
TIMES_SEEN: Final = 2
"""How often each key comes: the second time its row is there. Never twice within one batch or checkpoint, where some
contenders would write a row once for both."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Change(BaseModel):
    """A record of 400 bytes, as a CRM might send one. Every contender validates it with this model."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    type: Literal["contact_changed"]
    event_id: Name
    tenant: Name
    contact_id: Name
    occurred_at: AwareDatetime
    observed_at: AwareDatetime
    title: Name | None
    department: Name | None
    company: Name | None
    score: Annotated[float, Field(ge=0, le=10)]
    snapshot: bool
    note: Annotated[str, StringConstraints(max_length=1000)]


def validate(value: bytes) -> Change:
    """Read a record.

    Raises:
        ValidationError: it is not one.
    """
    return Change.model_validate_json(value)


def next_row(before: bytes | None, value: bytes) -> bytes:
    """The row after a record: how often its key was seen, then the record. It is the output, too."""
    count = int(before[:COUNT_DIGITS]) + 1 if before else 1
    return b"%0*d" % (COUNT_DIGITS, count) + value


def records(count: int, contacts: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """So many keys and values. Each key comes ``TIMES_SEEN`` times, as far apart as can be.

    ``contacts``: they are about so many contacts instead; where these are more, about as many as there are records.
    """
    keys = contacts or count // TIMES_SEEN
    step = max(1, keys // count)
    at = datetime.fromisoformat("2026-03-01T09:30:00+00:00").isoformat()
    for number in range(count):
        contact = f"003{number * step % keys:09d}"
        fields = {
            "type": "contact_changed",
            "event_id": f"event-{number:09d}",
            "tenant": "acme",
            "contact_id": contact,
            "occurred_at": at,
            "observed_at": at,
            "title": "Head of Logistics Planning",
            "department": "Supply Chain",
            "company": "Northwind Traders",
            "score": 8.5,
            "snapshot": False,
            "note": "",
        }
        missing = RECORD_BYTES - len(json.dumps(fields, separators=(",", ":")))
        fields["note"] = "x" * missing
        yield f"acme/salesforce/{contact}".encode(), json.dumps(fields, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Task:
    """What a contender is told: where to read, and where to write.

    Attributes:
        group: its consumer group, or what that is made from; new for each run.
        source, rows, outputs: topics, of ``PARTITIONS`` partitions each.
        prefix: of all topics, where the real rules decide.
        checkpoint: after so many records a contender that commits by count does.
        folder: an empty folder for what it keeps on disk.
    """

    bootstrap: str
    group: str
    source: str
    rows: str
    outputs: str
    prefix: str = ""
    checkpoint: int = 10_000
    folder: str = ""

    @classmethod
    def of_command_line(cls) -> Self:
        """The first argument of this process."""
        return cls(**json.loads(sys.argv[1]))
