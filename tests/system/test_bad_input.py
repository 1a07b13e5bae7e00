"""Bad records of every kind on a real Kafka: each one is put aside as it came, and the workers go on."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from movewatch.demo.cluster import Cluster
from movewatch.demo.run import hear
from movewatch.demo.shapes import contact_update, milliseconds
from schemas.records import Headers, Record
from schemas.topics import CONTACT_CHANGES, CONTACT_FACTS, CONTACTS, CRM_EVENTS, INTAKE, Topic, dead_letters
from tests.support.generate import START, who_is_who

NOW = START + timedelta(days=1)
SOURCE: Headers = (("source", b"salesforce"), ("tenant", b"demo"))


def future() -> bytes:
    change = {"type": "contact_changed", "source": "salesforce", "contact_id": "1", "fields": {"title": "CEO"}}
    return json.dumps({**change, "occurred_at": (datetime.now(UTC) + timedelta(days=900)).isoformat()}).encode()


# 1. Empty. 2. Not JSON. 3. Cut off. 4. A megabyte of garbage. 5. JSON of the wrong type. 6. A date in the future.
# 7. A list as long as a record can hold. 8. No UTF-8. 9. A tombstone. 10. A source that nobody knows. 11. A header that
# is no text. 12. Too deep. 13. Garbage behind intake, in the facts themselves. 14. An odd count of replays.
BAD: list[tuple[int, Topic, bytes | None, Headers]] = [
    (1, CRM_EVENTS, b"", SOURCE),
    (2, CRM_EVENTS, b"hello", SOURCE),
    (3, CRM_EVENTS, b'{"data": {"payload": {"Title": "CF', SOURCE),
    (4, CRM_EVENTS, bytes(range(256)) * 4000, SOURCE),
    (5, CRM_EVENTS, b'"a string"', SOURCE),
    (6, CONTACT_CHANGES, future(), SOURCE),
    (7, CRM_EVENTS, json.dumps([0] * 333_000).encode(), SOURCE),
    (8, CRM_EVENTS, b'{"data": "\xff\xfe"}', SOURCE),
    (9, CRM_EVENTS, None, SOURCE),
    (10, CRM_EVENTS, b"{}", (("source", b"nobody"),)),
    (11, CRM_EVENTS, b"{}", (("source", b"\xff\xfe"),)),
    (12, CRM_EVENTS, b"[" * 100_000, SOURCE),
    (13, CONTACT_FACTS, b'{"type": "contact_changed"}', ()),
    (14, CRM_EVENTS, b"{}", (("__movewatch.replays", b"9" * 5000),)),
]
HEADERS = {
    f"__movewatch.errors.{name}"
    for name in (
        "topic", "partition", "offset", "timestamp", "group", "stage",
        "exception.class.name", "exception.message", "stacktrace", "attempts",
    )
}  # fmt: skip


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("kafka")
def test_each_bad_record_is_put_aside_and_the_workers_go_on(tmp_path: Path):
    with Cluster(tmp_path) as cluster:
        cluster.publish(who_is_who(contacts=1, accounts=1, owners=1))
        cluster.wait_until_quiet()
        cluster.publish(
            Record(topic.name, -1, -1, milliseconds(NOW), f"bad-{number}".encode(), value, headers)
            for number, topic, value, headers in BAD
        )
        cluster.publish(iter([contact_update(0, NOW, {"Department": "Legal", "Title": "Legal Counsel"})]))
        cluster.wait_until_quiet()
        letters = _letters(cluster)
        for number, topic, value, headers in BAD:
            letter = letters.get(f"bad-{number}".encode())
            assert letter is not None, f"case {number} is not among the dead letters"
            assert letter.value == value, number
            assert letter.headers[: len(headers)] == headers, number
            assert {name for name, _ in letter.headers} >= HEADERS, number
            assert letter.header("__movewatch.errors.topic") == topic.name, number
            assert letter.header("__movewatch.errors.exception.message"), number
        assert len(letters) == len(BAD)
        assert [one.kind.value for one in hear(cluster).suggestions] == ["departmental-move"]


def _letters(cluster: Cluster) -> dict[bytes, Record]:
    names = [dead_letters(topic, INTAKE, "").name for topic in INTAKE.reads]
    names.append(dead_letters(CONTACT_FACTS, CONTACTS, "").name)
    return {record.key or b"": record for record in cluster.read_all(*names)}
