"""CloudEvents on Kafka: what is inside them, in each of the three content modes. Pure.

Source: CloudEvents 1.0, Kafka protocol binding and JSON format.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterator
from typing import Any, Final

from pydantic_core import to_json

from movewatch.intake.raw import as_object, as_objects, json_of
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
        yield record._replace(value=_data(as_object(json_of(record)), ""))
    elif media_type == _BATCHED:
        for number, event in enumerate(as_objects(json_of(record))):
            yield record._replace(value=_data(event, f"{number}."))
    else:
        yield record


def _media_type(record: Record) -> bytes:
    values = [value for name, value in record.headers if name.lower() == "content-type"]
    return (values[-1] or b"").partition(b";")[0].strip().lower() if values else b""


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
