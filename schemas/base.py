"""What all messages share: strict types, aware UTC times, bounded sizes, one version number. Pure."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID, uuid5

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)

SCHEMA_VERSION: Final = 1
"""Raised when a reader of the version before could misread a message; new optional fields do not raise it."""

_IDS: Final = UUID("5b0a3a54-5d2e-5e0b-9f0e-6d6f76657761")


FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 8999
"""Days and years are added to a time and taken from it, so it keeps its distance from the ends of the calendar."""


def _to_utc(at: datetime) -> datetime:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"not between the years {FIRST_YEAR} and {LAST_YEAR}: leave out what has no end")
    return at.astimezone(UTC)


UtcTime = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A moment, kept in UTC. A time without an offset is refused: nobody could say when it was."""

Id = Annotated[str, StringConstraints(min_length=1, max_length=255, strip_whitespace=True)]
"""An identifier as its source wrote it."""

Key = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
"""The key of an entity: ``tenant/source/id``, each part percent-escaped (schemas.keys)."""

MAX_TEXT: Final = 500

Text = Annotated[str, StringConstraints(max_length=MAX_TEXT)]
"""One line of free text: a name, a title, a department."""

LongText = Annotated[str, StringConstraints(max_length=10_000)]
"""Several lines of free text: a comment, a summary."""

Reason = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""Why something was or was not done, as a word that can be counted: ``no-baseline``."""


class Message(BaseModel):
    """A value on a topic.

    Fields that we do not know stay apart in ``model_extra`` and are written out again: a newer writer's
    field survives an older reader.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="allow", ser_json_inf_nan="null")
    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    def to_json(self) -> bytes:
        """The message as UTF-8 JSON, the same bytes for the same value."""
        return self.__pydantic_serializer__.to_json(self, exclude_none=True)


class Part(BaseModel):
    """A value inside a message or a row. It has the same strictness, and no version of its own."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class SourceRef(Part):
    """Where a fact came from: one record of one partition, as Kafka counts."""

    topic: Annotated[str, StringConstraints(max_length=249)]
    partition: Annotated[int, Field(ge=0)]
    offset: Annotated[int, Field(ge=0)]

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


def stable_id(*parts: str) -> str:
    """An id that follows from what it names, so that deciding twice says the same thing once.

    Args:
        parts: tenant, entity, kind and episode (the spell of employment, the project). Never "the facts seen so
            far": they differ after a replay.
    """
    return str(uuid5(_IDS, "\x1f".join(parts)))


class Level(StrEnum):
    """How the new position compares with the old one."""

    HIGHER = "higher"
    SAME = "same"
    LOWER = "lower"
    UNKNOWN = "unknown"
