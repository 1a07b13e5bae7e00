"""CloudEvents on Kafka: three content modes, and what is none."""

import json
from base64 import b64encode
from typing import Any

import pytest

from tests.support.raw import apply as intake
from tests.support.raw import crm, message_of, outcome, record, sample, told
from tests.support.raw_messages import CANONICAL

STRUCTURED, BATCHED = "application/cloudevents+json; charset=utf-8", "application/cloudevents-batch+json"
EVENT = {"specversion": "1.0", "id": "1", "source": "/crm", "type": "contact.changed"}
SAID = [
    (
        "contact_changed",
        "default/crm/c1",
        {"fields": {"title": "CFO", "email": "ann@acme.example", "account": "default/crm/a1"}},
    )
]


def structured(event: Any, content_type: str = STRUCTURED) -> list[Any]:
    return told(record("contact-changes", event, **{"content-type": content_type}))


CASES = [
    # 1. Structured: the message is the event's data; its charset does not matter.
    (1, STRUCTURED, {**EVENT, "data": CANONICAL}, SAID),
    (2, "Application/CloudEvents+JSON", {**EVENT, "data": CANONICAL}, SAID),
    (3, STRUCTURED, {**EVENT, "specversion": "0.3", "data": CANONICAL}, SAID),
    (4, STRUCTURED, {**EVENT, "data_base64": b64encode(json.dumps(CANONICAL).encode()).decode()}, SAID),
    # 5. A batch: each event for itself.
    (5, BATCHED, [{**EVENT, "data": CANONICAL}, {**EVENT, "id": "2", "data": CANONICAL}], SAID + SAID),
    # 6. What is no event, though the content type says so.
    (6, STRUCTURED, CANONICAL, ["poison: invalid"]),
    (7, STRUCTURED, {**EVENT, "id": "", "data": CANONICAL}, ["poison: invalid"]),
    (8, STRUCTURED, {**EVENT, "data_base64": "?"}, ["poison: invalid"]),
    (9, STRUCTURED, {**EVENT, "data_base64": 5}, ["poison: invalid"]),
    (10, STRUCTURED, [EVENT], ["poison: not-an-object"]),
    (11, STRUCTURED, b"{", ["poison: not-json"]),
    (12, STRUCTURED, None, ["poison: no-value"]),
    (13, BATCHED, EVENT, ["poison: not-an-object"]),
    (14, BATCHED, [], ["poison: no-value"]),
    (15, BATCHED, [EVENT] * 2001, ["poison: too-large"]),
    # 16. An event without data is an empty value, as a tombstone is.
    (16, STRUCTURED, EVENT, ["poison: no-value"]),
    # 17. One bad event in a batch: the record as a whole goes to the dead letters.
    (17, BATCHED, [{**EVENT, "data": CANONICAL}, EVENT], ["poison: no-value"]),
    # 18. Any other content type: the value itself is the message.
    (18, "application/json", CANONICAL, SAID),
]


@pytest.mark.parametrize(("number", "content_type", "value", "expected"), CASES, ids=[str(case[0]) for case in CASES])
def test_cases(number: int, content_type: str, value: Any, expected: list[Any]) -> None:
    assert structured(value, content_type) == expected, number


def test_in_binary_mode_the_value_is_the_message() -> None:
    headers = {"ce_specversion": "1.0", "ce_id": "1", "ce_source": "/crm", "ce_type": "x", "content-type": "text/json"}
    assert told(record("contact-changes", CANONICAL, **headers)) == SAID


def test_an_event_without_data_is_a_tombstone() -> None:
    gone = {"key": b"default/crm/a1", "type": "account_changed"}
    expected = [("account_changed", "default/crm/a1", {"deleted": True})]
    assert outcome(record("directory", None, ce_specversion="1.0", **gone)) == expected
    assert outcome(record("directory", EVENT, **{"content-type": STRUCTURED}, **gone)) == expected


def test_a_source_s_event_in_an_envelope() -> None:
    event = {**EVENT, "data": {"subscriptionType": "contact.deletion", "objectId": 1, "occurredAt": 1767225600000}}
    said = outcome(crm("hubspot", event, **{"content-type": STRUCTURED}))
    assert said == [("contact_removed", "t/hubspot/1", {"how": "deleted"})]


def test_the_outputs_of_a_batch_have_ids_of_their_own() -> None:
    event = {**EVENT, "data": CANONICAL}
    batch = record("contact-changes", [event, {**event, "id": "2"}], **{"content-type": BATCHED})
    outputs = intake(batch).outputs
    causes = [dict(output.headers)["cause"] for output in outputs]
    assert len(set(causes)) == len(causes) == 4
    assert {message_of(output).type for output in outputs} == {"contact_changed", "identifier_claimed"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        # 1. Published examples of the envelope, around data that is nobody's.
        ("kafka_binary_message.json", "unknown-type"),
        ("kafka_structured_message.json", "unknown-type"),
    ],
)
def test_samples(name: str, reason: str) -> None:
    payload = sample(f"cloudevents/{name}")
    assert outcome(record("contact-changes", payload["value"], **payload["headers"])) == [f"poison: {reason}"]


def test_the_sample_of_binary_data() -> None:
    assert structured(sample("cloudevents/spec_json_format_1.json")) == ["poison: invalid"]
