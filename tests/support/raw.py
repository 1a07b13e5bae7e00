"""Raw records for tests of intake, and what came of them in few words. All people and companies are made up."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from movewatch.intake import Intake, IntakeConfig, Refusal, read
from schemas.base import Message
from schemas.facts import Fact
from schemas.flow import TOPIC_OF
from schemas.records import Outgoing, PartitionState, Record, StoredRow, Written

CONFIG = IntakeConfig(salt=b"salt of the tests")
AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
"""When records are written, unless they say otherwise."""

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"


class NoRows:
    """The rows of a stage that has none."""

    state = PartitionState()

    def get(self, key: bytes) -> StoredRow | None:
        raise AssertionError(f"intake asks for the row of {key!r}")

    def due(self, until: int, limit: int) -> list[tuple[int, bytes]]:
        raise AssertionError(f"intake asks for timers until {until}, {limit}")


def ms(at: datetime) -> int:
    """Milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def record(
    topic: str,
    value: object,
    *,
    key: bytes | None = None,
    at: datetime | int = AT,
    offset: int = 7,
    **headers: str | bytes | None,
) -> Record:
    """A raw record. A value that is neither bytes nor None becomes JSON."""
    raw = value if isinstance(value, bytes | None) else json.dumps(value).encode()
    timestamp = at if isinstance(at, int) else ms(at)
    pairs: Any = tuple((name, text.encode() if isinstance(text, str) else text) for name, text in headers.items())
    return Record(topic, 0, offset, timestamp, key, raw, pairs)


def crm(source: str, value: object, **more: Any) -> Record:
    """A record of ``crm-events`` from a source."""
    return record("crm-events", value, source=source, **{"tenant": "t", **more})


def salesforce(value: object, *, source: str = "salesforce", **more: Any) -> Record:
    """A record of ``crm-events`` from Salesforce."""
    return crm(source, value, **more)


def sample(name: str) -> Any:
    """The payload of a published sample."""
    return sample_file(name)["payload"]


def sample_file(name: str) -> Any:
    """A published file as JSON; a skip where the samples are not beside the checkout."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"{path} is absent: the samples are not beside this checkout")
    return json.loads(path.read_text())


def outcome(raw: Record, config: IntakeConfig = CONFIG) -> list[Any]:
    """What reading gives: facts as (type, key, what they say); ``no: reason`` and ``poison: reason`` for refusals."""
    try:
        items = read(raw, config)
    except Refusal as refusal:
        return [f"poison: {refusal.reason}"]
    return [f"no: {item.reason}" if isinstance(item, Refusal) else in_words(item) for item in items]


def told(raw: Record, config: IntakeConfig = CONFIG) -> list[Any]:
    """The outcome without the identifiers that contacts claim: test_claims has those."""
    return [item for item in outcome(raw, config) if item[0] != "identifier_claimed"]


def facts_of(raw: Record, config: IntakeConfig = CONFIG) -> list[Any]:
    """The facts of a record that has nothing else."""
    items = read(raw, config)
    assert all(isinstance(item, Fact) for item in items), items
    return list(items)


def in_words(fact: Fact) -> tuple[str, str, Mapping[str, Any]]:
    """A fact without what all of them have."""
    said = json.loads(fact.to_json())
    kind, entity = said.pop("type"), fact.entity
    common = {"schema_version", "fact_id", "tenant", "occurred_at", "observed_at", "sources", "source"}
    ids = {"contact_id", "account_id", "owner_id"}
    quiet = {"snapshot": False, "created": False, "deleted": False}
    kept = {n: v for n, v in said.items() if n not in common | ids and not (n in quiet and v == quiet[n])}
    return kind, entity, kept


def apply(*records: Record, config: IntakeConfig = CONFIG) -> Written:
    """The stage's answer to a batch."""
    return Intake(config).apply(NoRows(), records)


def message_of(output: Outgoing) -> Message:
    """An output, read again as its topic's reader would."""
    kind = json.loads(output.value or b"")["type"]
    models = {model.model_fields["type"].default: model for model in TOPIC_OF}
    return models[kind].model_validate_json(output.value or b"")
