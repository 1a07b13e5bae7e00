"""CloudEvents on Kafka: what is inside them, in each of the three content modes. Pure.

Source: CloudEvents 1.0, Kafka protocol binding and JSON format.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterator
from typing import Any, Final

from pydantic_core import from_json, to_json

from movewatch.intake.raw import MAX_ENTITIES, as_object
from movewatch.intake.refusals import Refusal
from schemas.records import Record

_STRUCTURED: Final = b"application/cloudevents+json"
_BATCHED: Final = b"application/cloudevents-batch+json"
_REQUIRED: Final = ("id", "source", "type")
_VERSIONS: Final = frozenset({"1.0", "0.3"})


def unwrapped(record: Record) -> Iterator[Record]:
    """The records inside of one: itself, where it is no CloudEvent or one in binary mode, whose value is the data.

    An event without data is an empty value, which is a tombstone.

    Raises:
        Refusal: the content type promises a CloudEvent, and the value is none.
    """
    media_type = _media_type(record)
    if media_type == _STRUCTURED:
        yield record._replace(value=_data(as_object(_json(record)), ""))
    elif media_type == _BATCHED:
        events = _json(record)
        if not isinstance(events, list):
            raise Refusal("not-an-object", "a batch of CloudEvents that is no list")
        if not events:
            raise Refusal("no-value", "the batch is empty")
        if len(events) > MAX_ENTITIES:
            raise Refusal("too-large", f"the batch has more than {MAX_ENTITIES} events")
        for number, event in enumerate(events):
            yield record._replace(value=_data(as_object(event, f"{number}: "), f"{number}."))
    else:
        yield record


def _media_type(record: Record) -> bytes:
    values = [value for name, value in record.headers if name.lower() == "content-type"]
    return (values[-1] or b"").partition(b";")[0].strip().lower() if values else b""


def _json(record: Record) -> Any:
    if record.value is None:
        raise Refusal("no-value")
    try:
        return from_json(record.value, allow_inf_nan=False)
    except ValueError:
        raise Refusal("not-json", "the CloudEvent is not JSON") from None


def _data(event: dict[str, Any], where: str) -> bytes | None:
    if event.get("specversion") not in _VERSIONS:
        raise Refusal("invalid", f"{where}specversion: neither 1.0 nor 0.3")
    for name in _REQUIRED:
        if not isinstance(event.get(name), str) or not event[name]:
            raise Refusal("invalid", f"{where}{name}: missing, or no text")
    if event.get("data") is not None:
        return to_json(event["data"])
    encoded = event.get("data_base64")
    if encoded is None:
        return None
    try:
        return b64decode(encoded, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise Refusal("invalid", f"{where}data_base64: not base64") from None
