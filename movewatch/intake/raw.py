"""A raw record as an adapter sees it: whose it is, when it was written, and what it says. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pydantic_core import from_json

from movewatch.intake.config import IntakeConfig
from movewatch.intake.mapping import SourceMap, mapping_of
from movewatch.intake.refusals import Refusal
from schemas.base import SourceRef, stable_id
from schemas.keys import entity_key
from schemas.records import Record

MAX_ENTITIES: Final = 2000
"""One record names at most so many entities, lest one record fill a whole transaction."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_HEADER: Final = 255
"""Characters, as of any id (schemas.base.Id)."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw record with what its headers say.

    ``topic`` has no prefix. ``tenant`` and ``source`` are None where the headers do not say. ``at``: the record's
    timestamp, which is "now" for all that intake judges.
    """

    record: Record
    config: IntakeConfig
    topic: str
    tenant: str | None
    source: str | None
    at: datetime
    ref: SourceRef

    @property
    def tenant_or_default(self) -> str:
        """The tenant that the headers name, else the default."""
        return self.tenant or self.config.default_tenant

    def mapping(self, source: str) -> SourceMap:
        """Where this record's tenant has a source's fields, if elsewhere than usual."""
        return mapping_of(self.config.mappings, source, self.tenant_or_default)

    def key(self, source: str, entity_id: str) -> str:
        """The key of one of a source's entities, of this record's tenant."""
        return entity_key(self.tenant_or_default, source, entity_id)

    def head(self, source: str, at: datetime, *place: str) -> dict[str, Any]:
        """What every fact has.

        Args:
            source: who says it.
            at: when it became true and was recorded.
            place: what the source repeats when it repeats itself, so that the fact's id is the same again.
        """
        tenant = self.tenant_or_default
        return {
            "fact_id": stable_id(tenant, source, *place),
            "tenant": tenant,
            "source": source,
            "occurred_at": at,
            "observed_at": at,
        }

    def json_object(self) -> dict[str, Any]:
        """The value as a JSON object. Of a name that comes twice the last counts; numbers keep all their digits.

        Raises:
            Refusal: no value, not JSON, not an object.
        """
        return as_object(json_of(self.record))

    def json_objects(self) -> list[dict[str, Any]]:
        """The value as JSON objects: those of a list, or the only one.

        Raises:
            Refusal: no value, not JSON, neither an object nor a list of some.
        """
        value = json_of(self.record)
        return as_objects(value) if isinstance(value, list) else [as_object(value)]


def json_of(record: Record) -> Any:
    """A record's value as JSON.

    Raises:
        Refusal: there is none, or it is not JSON.
    """
    if record.value is None:
        raise Refusal("no-value")
    try:
        return from_json(record.value, allow_inf_nan=False)
    except ValueError as error:
        raise Refusal("not-json", f"not JSON: {where_in_json(error)}") from None


def as_objects(value: object) -> list[dict[str, Any]]:
    """The entries of a list of JSON objects.

    Raises:
        Refusal: no list, an empty or a very long one, or an entry that is no object.
    """
    if not isinstance(value, list):
        raise Refusal("not-an-object", "JSON, but no list of objects")
    if not value:
        raise Refusal("no-value", "the list is empty")
    if len(value) > MAX_ENTITIES:
        raise Refusal("too-large", f"the list has more than {MAX_ENTITIES} entries")
    return [as_object(one, f"{number}: ") for number, one in enumerate(value)]


def as_object(value: object, where: str = "") -> dict[str, Any]:
    """The value, if it is a JSON object.

    Raises:
        Refusal: it is not.
    """
    if not isinstance(value, dict):
        raise Refusal("not-an-object", f"{where}JSON, but not an object")
    return value


def raw_of(record: Record, config: IntakeConfig) -> Raw:
    """Look at a record from outside.

    Raises:
        Refusal: headers that cannot be read, no timestamp.
    """
    return Raw(
        record=record,
        config=config,
        topic=record.topic,
        tenant=header(record, "tenant"),
        source=header(record, "source"),
        at=moment(record.timestamp, "the record's timestamp", "bad-timestamp"),
        ref=SourceRef(topic=record.topic, partition=record.partition, offset=record.offset),
    )


def header(record: Record, name: str) -> str | None:
    """The last header of that name, or None.

    Raises:
        Refusal: it is empty, too long, or not UTF-8.
    """
    values: list[bytes | None] = [value for key, value in record.headers if key == name]
    if not values:
        return None
    try:
        text = (values[-1] or b"").decode().strip()
    except UnicodeDecodeError:
        raise Refusal("bad-header", f"header {name}: not UTF-8") from None
    if not text or len(text) > _MAX_HEADER:
        raise Refusal("bad-header", f"header {name}: empty, or longer than {_MAX_HEADER} characters")
    return text


def moment(milliseconds: object, path: str, reason: str = "invalid") -> datetime:
    """A moment from milliseconds since 1970.

    Raises:
        Refusal: not a whole number, negative, or beyond the year 9999.
    """
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool) or milliseconds < 0:
        raise Refusal(reason, f"{path}: not a number of milliseconds since 1970")
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise Refusal(reason, f"{path}: beyond the year 9999") from None


def moment_of_seconds(seconds: object, path: str) -> datetime:
    """A moment from whole seconds since 1970.

    Raises:
        Refusal: not a whole number, negative, or beyond the year 9999.
    """
    if isinstance(seconds, int) and not isinstance(seconds, bool):
        return moment(seconds * 1000, path)
    raise Refusal("invalid", f"{path}: not a number of seconds since 1970")


def where_in_json(error: ValueError) -> str:
    """The parser's words name a line and a column; only an error of another kind could quote the value."""
    text = str(error)
    return text if " at line " in text and len(text) < 200 else "it cannot be parsed"  # noqa: PLR2004 - one line
