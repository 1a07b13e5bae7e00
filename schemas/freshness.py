"""When each source was last heard of. Pure."""

from typing import Final, Literal

from pydantic import Field

from schemas.base import SCHEMA_VERSION, Id, Message, UtcTime
from schemas.keys import entity_key

COLLECTED: Final = "__movewatch.collected"
"""The header of a record that we went for ourselves, by an import, a resync or a command. It does not show that its
source still sends."""


class SourceHeard(Message):
    """A source has sent something, to one partition of a raw topic. Written by intake; the latest counts.

    ``at``: the time of the record.
    """

    type: Literal["source_heard"] = "source_heard"
    schema_version: int = Field(default=SCHEMA_VERSION, ge=1, le=SCHEMA_VERSION)
    tenant: Id
    source: Id
    topic: Id
    partition: int
    at: UtcTime

    @property
    def place(self) -> str:
        """The key of its record. Each partition has its own: one that is behind must not hide another's news."""
        return entity_key(self.tenant, self.source, f"{self.topic}-{self.partition}")
