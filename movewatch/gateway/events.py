"""Events in our own format, as they come over HTTP: where each belongs on Kafka, or what is wrong with it. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from pydantic_core import to_json

from movewatch.intake import IntakeConfig, Refusal
from movewatch.intake.canonical import MESSAGES
from movewatch.intake.reading import read
from schemas.facts import Fact
from schemas.keys import entity_key
from schemas.records import Headers, Record, headers_of
from schemas.topics import ANSWERS

MAX_EVENTS: Final = 500
"""Events of one batch."""

TOPICS: Final = {kind: topic for topic, kinds in MESSAGES.items() if topic != ANSWERS.name for kind in kinds}
"""Where each type of message belongs. What owners answer does not come this way, but signed into a link."""


class Addressed(NamedTuple):
    """A record to write: its topic without the prefix."""

    topic: str
    key: bytes | None
    value: bytes
    headers: Headers


class Problem(NamedTuple):
    """What is wrong with an event, and where: a JSON path such as ``$.events[3].fields.title``."""

    path: str
    message: str


def addressed(
    event: object, tenant: str, at: datetime, config: IntakeConfig, place: str = "$"
) -> Addressed | list[Problem]:
    """Where an event belongs, if intake could read it; else all that is wrong with it.

    Args:
        event: a canonical message, as its sender made it.
        tenant: whose API key it came with.
        at: now.
        config: how intake reads.
        place: the event's own JSON path.
    """
    if not isinstance(event, dict):
        return [Problem(place, "not an object")]
    kind = event.get("type")
    if not isinstance(kind, str) or kind not in TOPICS:
        return [Problem(f"{place}.type", f"missing, or none of {', '.join(TOPICS)}")]
    topic, value, headers = TOPICS[kind], to_json(event), headers_of(tenant=tenant)
    try:
        items = read(Record(topic, 0, 0, int(at.timestamp() * 1000), None, value, headers), config)
    except Refusal as refusal:
        return [_problem(one, place) for one in refusal.message.split("; ")]
    return Addressed(topic, _key(event, tenant, items), value, headers)


def _key(event: Mapping[str, Any], tenant: str, items: tuple[Fact | Refusal, ...]) -> bytes | None:
    """The key of a record: its project's where it has several contacts, else that of whom it is about."""
    source, project = event.get("source"), event.get("project_id")
    if "contacts" in event and isinstance(source, str) and isinstance(project, str):
        return entity_key(tenant, source, project).encode()
    about = next((item.entity for item in items if isinstance(item, Fact)), None)
    return None if about is None else about.encode()


def _problem(text: str, place: str) -> Problem:
    """Refusals begin with the place, in dots."""
    where, colon, message = text.partition(": ")
    if not colon or " " in where:
        return Problem(place, text)
    return Problem(_below(place, where.split(".")), message)


def _below(place: str, parts: list[str]) -> str:
    """A JSON path (RFC 9535) below another one."""
    return place + "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in parts)
