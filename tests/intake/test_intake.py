"""The stage: every record ends as facts, a suppression or a dead letter, whatever its bytes are."""

import json
from typing import Any

import pytest

from movewatch.intake.adapters import ADAPTERS
from schemas.records import Record
from tests.support.raw import AT, apply, message_of, record, salesforce
from tests.support.raw_messages import CANONICAL, CHANGE_EVENT, GOOD

SECRET = "tell-nobody"  # stands in values; no message about a value may repeat it


def deep(levels: int) -> bytes:
    return b'{"fields": ' + b"[" * levels + b"]" * levels + b"}"


CANON = json.dumps(CANONICAL).encode()
BAD = [
    # 1. No value, no bytes, no JSON.
    (record("contact-changes", None), "no-value"),
    (record("contact-changes", b""), "not-json"),
    (record("contact-changes", b"hello"), "not-json"),
    (record("contact-changes", CANON[:-9]), "not-json"),
    (record("contact-changes", b"\xef\xbb\xbf" + CANON), "not-json"),
    (record("contact-changes", CANON.replace(b"CFO", b"\xff\xfe")), "not-json"),
    (record("contact-changes", CANON.replace(b"CFO", rb"\ud800")), "not-json"),
    (record("contact-changes", CANON + CANON), "not-json"),
    # 9. A megabyte of garbage, of brackets, of digits.
    (record("contact-changes", b"\x00\x9f" * 524_288), "not-json"),
    (record("contact-changes", b"[" * 1_048_576), "not-json"),
    (record("contact-changes", b"9" * 1_048_576), "not-json"),
    (record("contact-changes", deep(100_000)), "not-json"),
    (record("contact-changes", b'{"a":' * 100_000), "not-json"),
    # 14. JSON that is no object.
    (record("contact-changes", b"null"), "not-an-object"),
    (record("contact-changes", b"[" + b"0," * 500_000 + b"0]"), "not-an-object"),
    (record("contact-changes", b'"text"'), "not-an-object"),
    # 17. Numbers that are none, and numbers beyond all bounds.
    (record("contact-changes", b'{"type": NaN}'), "not-json"),
    (record("contact-changes", b'{"type": -Infinity}'), "not-json"),
    (record("feedback", json.dumps(GOOD["feedback"]).replace("9}", "1e999}").encode()), "invalid"),
    (record("contact-changes", {**CANONICAL, "schema_version": 10**400}), "invalid"),
    # 21. Deep, but not too deep for JSON: still not what belongs there.
    (record("contact-changes", deep(150)), "unknown-type"),
    # 22. A list of a million contacts, and a fact that would not fit into a record.
    (record("project-completions", {**GOOD["project-completions"], "contacts": [1] * 300_000}), "invalid"),
    (record("project-completions", {**GOOD["project-completions"], "contacts": ["c"] * 300_000}), "too-large"),
    (record("contact-changes", {**CANONICAL, "more": "x" * 900_000}), "too-large"),
    (
        record(
            "project-completions",
            {**GOOD["project-completions"], "contacts": [f"c{n}" for n in range(2000)], "more": "x" * 50_000},
        ),
        "too-large",
    ),
    # 26. Headers.
    (record("crm-events", CHANGE_EVENT), "unknown-source"),
    (salesforce(CHANGE_EVENT, source="nobody"), "unknown-source"),
    (salesforce(CHANGE_EVENT, source=""), "bad-header"),
    (record("crm-events", CHANGE_EVENT, source=b"\xff"), "bad-header"),
    (record("crm-events", CHANGE_EVENT, source=None), "bad-header"),
    (salesforce(CHANGE_EVENT, tenant="x" * 256), "bad-header"),
    (record("contact-changes", CANONICAL, tenant=b"\xc3\x28"), "bad-header"),
    # 33. Timestamps: Kafka has -1 for "none".
    (record("contact-changes", CANONICAL, at=-1), "bad-timestamp"),
    (record("contact-changes", CANONICAL, at=2**63 - 1), "bad-timestamp"),
    # 35. A topic that is not ours to read.
    (record("contact-facts", CANONICAL), "unknown-topic"),
    (record("nowhere", CANONICAL), "unknown-topic"),
    # 37. A key that is no text.
    (record("directory", None, key=b"\xff"), "bad-key"),
    (record("directory", None, key=None), "bad-key"),
    # 39. Wrong types all over.
    (record("contact-changes", dict.fromkeys(CANONICAL, 1) | {"type": "contact_changed"}), "invalid"),
    (salesforce({"ChangeEventHeader": dict.fromkeys(CHANGE_EVENT, 1)}), "invalid"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD, ids=range(1, len(BAD) + 1))
def test_bad_records_become_dead_letters(bad: Record, reason: str) -> None:
    written = apply(bad)
    assert [(poison.record, poison.error) for poison in written.poison] == [(bad, reason)]
    assert written.outputs == []


def test_a_name_that_comes_twice_counts_as_it_comes_last() -> None:
    value = CANON.replace(b'"contact_id": "c1"', b'"contact_id": "c1", "contact_id": "c2"')
    (output, *_) = apply(record("contact-changes", value)).outputs
    assert output.key == b"default/crm/c2"


def test_a_number_beyond_all_bounds_that_nobody_reads_becomes_null() -> None:
    value = CANON.replace(b'"CFO"', b'"CFO", "x": 1e999').replace(b'"source"', b'"y": -1e999, "source"')
    (output, *_) = apply(record("contact-changes", value)).outputs
    fact: Any = message_of(output)
    assert (fact.fields["x"], fact.model_extra.get("y")) == (None, None)


@pytest.mark.parametrize("levels", [100, 190, 196, 197, 198, 199, 200, 201])
def test_what_is_nested_as_deeply_as_json_may_be_can_be_read_again(levels: int) -> None:
    nest = b"[" * levels + b"]" * levels
    for value in (
        CANON.replace(b'"CFO"', nest[:-1] + b"]"),
        CANON.replace(b'"source"', b'"y": ' + nest + b', "source"'),
    ):
        written = apply(record("contact-changes", value))
        assert all(message_of(output) for output in written.outputs)
        assert [poison.error for poison in written.poison] in ([], ["not-json"], ["invalid"])


def test_large_numbers_keep_their_digits() -> None:
    (output, *_) = apply(record("contact-changes", {**CANONICAL, "commit": 1745500706683617281})).outputs
    assert b"1745500706683617281" in (output.value or b"")


LEAKS = [
    # 1. A date that is none, 2. a type that is none, 3. a title that is too long, 4. a key that is none.
    record("contact-changes", {**CANONICAL, "occurred_at": SECRET}),
    record("contact-changes", {**CANONICAL, "type": SECRET}),
    record("contact-changes", {**CANONICAL, "fields": {"title": SECRET * 100}}),
    record("contact-changes", {**CANONICAL, "fields": {"account": f"{SECRET}/x"}}),
    # 5. Not JSON at all; 6. another tenant; 7. a wrong word where one of few belongs.
    record("contact-changes", SECRET.encode()),
    record("contact-changes", {**CANONICAL, "tenant": SECRET}, tenant="t"),
    record("feedback", {**GOOD["feedback"], "scale": SECRET}),
    # 8. Salesforce: an id, a type, a source that is unknown.
    salesforce({"ChangeEventHeader": {**CHANGE_EVENT["data"]["payload"]["ChangeEventHeader"], "recordIds": [SECRET]}}),
    salesforce({"ChangeEventHeader": {**CHANGE_EVENT["data"]["payload"]["ChangeEventHeader"], "changeType": SECRET}}),
    salesforce(CHANGE_EVENT, source=SECRET),
]


@pytest.mark.parametrize("bad", LEAKS, ids=range(1, len(LEAKS) + 1))
def test_what_is_wrong_is_said_without_the_value(bad: Record) -> None:
    (poison,) = apply(bad).poison
    assert poison.message
    assert SECRET not in poison.message + poison.stacktrace


def test_a_wrong_field_is_named() -> None:
    (poison,) = apply(record("contact-changes", {**CANONICAL, "fields": {"title": 5}})).poison
    assert poison.message == "fields.title: Input should be a valid string"


def test_an_unknown_source_is_told_which_are_known() -> None:
    (poison,) = apply(salesforce(CHANGE_EVENT, source="nobody")).poison
    assert "known are: " in poison.message
    assert all(source in poison.message for source in ADAPTERS)


def test_facts_go_to_the_topics_and_keys_of_their_entities_and_name_their_cause() -> None:
    written = apply(record("contact-changes", CANONICAL, offset=41))
    claim = message_of(written.outputs[1])
    assert [(output.topic, output.key.decode()) for output in written.outputs] == [
        ("contact-facts", "default/crm/c1"),
        ("identity-facts", getattr(claim, "entity", None)),
    ]
    assert [dict(output.headers)["cause"] for output in written.outputs] == [
        b"contact-changes/0/41/0",
        b"contact-changes/0/41/1",
    ]


def test_a_batch_is_read_to_its_end_whatever_is_in_it() -> None:
    bad = record("contact-changes", b"?", offset=8)
    written = apply(record("contact-changes", CANONICAL), bad, record("contact-changes", CANONICAL, offset=12))
    assert (written.consumed, written.next_offset, written.finished) == (3, 13, True)
    assert [poison.record.offset for poison in written.poison] == [8]
    assert {dict(output.headers)["cause"].split(b"/")[2] for output in written.outputs} == {b"7", b"12"}
    assert written.rows == {}
    assert written.state is None


def test_a_suppression_belongs_to_the_tenant_of_its_entity() -> None:
    message = {**GOOD["project-completions"], "contacts": [], "tenant": "acme"}
    suppression: Any = message_of(apply(record("project-completions", message)).outputs[0])
    assert (suppression.tenant, suppression.entity, suppression.reason) == ("acme", "acme/crm/p1", "no-contacts")
    assert suppression.at == AT


def test_a_suppression_without_a_readable_entity_stands_under_its_source() -> None:
    event = {"ChangeEventHeader": {"entityName": "Case", "recordIds": ["?"]}}
    suppression: Any = message_of(apply(salesforce(event)).outputs[0])
    assert suppression.entity == "t/salesforce/unknown"
