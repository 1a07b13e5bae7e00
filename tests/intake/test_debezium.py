"""Debezium's change events become facts, by a mapping of tables and columns."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import parse_mappings
from tests.support.raw import CONFIG, crm, facts_of, outcome, sample, told

MAPPING = """
[debezium.t.tables."public.customers"]
entity = "contact"
fields = { first_name = "first_name", last_name = "last_name", email = "email", title = "job", account = "company" }

[debezium.t.tables."public.companies"]
entity = "account"
id = "no"
fields = { name = "name", status = "kind" }

[debezium.t.tables."public.staff"]
entity = "owner"
fields = { name = "name", active = "employed" }

[debezium.t.tables."public.deals"]
entity = "opportunity"
fields = { account = "company", name = "title", stage = "state", closes_at = "due" }

[debezium.t.stages]
"signed" = "won"

[debezium.t.statuses]
"Key account" = "customer"

[debezium.t2.tables."inventory.customers"]
entity = "contact"
fields = { first_name = "first_name", last_name = "last_name" }
"""
MAPPED = IntakeConfig(salt=CONFIG.salt, mappings=parse_mappings(MAPPING, ["debezium"]))
AT = 1767225600000


def key(record_id: str) -> str:
    return f"t/debezium/{record_id}"


def event(op: str, before: Any, after: Any, table: str = "customers", **source: Any) -> dict[str, Any]:
    place = {"connector": "postgresql", "db": "crm", "schema": "public", "table": table, "ts_ms": AT, "lsn": 5}
    return {"before": before, "after": after, "source": {**place, **source}, "op": op, "ts_ms": AT + 9}


def contact(fields: dict[str, Any], row_id: str = "1", **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "contact_changed", key(row_id), {"fields": fields, **more}


ROW = {"id": 1, "first_name": "Ann", "job": "CFO", "company": 9, "shoe_size": 38}
SAID = {"first_name": "Ann", "title": "CFO", "account": key("9")}

CASES = [
    # 1. A row is made, read for a snapshot, changed. Columns that are not mapped are not read.
    (1, event("c", None, ROW), {}, [contact(SAID, created=True)]),
    (2, event("r", None, ROW), {}, [contact(SAID, snapshot=True)]),
    (3, event("u", {**ROW, "job": "CIO"}, ROW), {}, [contact(SAID, old={**SAID, "title": "CIO"})]),
    # 4. The default identity of Postgres: before has the key only, and so nothing is known of it.
    (4, event("u", {"id": 1}, ROW), {}, [contact(SAID)]),
    (5, event("u", None, ROW), {}, [contact(SAID)]),
    # 6. With the schema around it.
    (6, {"schema": {}, "payload": event("c", None, ROW)}, {}, [contact(SAID, created=True)]),
    # 7. A large value that the database did not say is not said.
    (
        7,
        event("u", None, {**ROW, "job": "__debezium_unavailable_value"}),
        {},
        [contact({"first_name": "Ann", "account": key("9")})],
    ),
    # 8. Null is a cleared column.
    (8, event("u", None, {**ROW, "job": None}), {}, [contact({**SAID, "title": None})]),
    # 9. Deleted; and the end of the row in a compacted topic, which says nothing new.
    (9, event("d", {"id": 1}, None), {}, [("contact_removed", key("1"), {"how": "deleted"})]),
    (10, None, {}, ["no: tombstone"]),
    # 11. The primary key has changed: the same record under another id.
    (
        11,
        event("d", {"id": 1}, None),
        {"__debezium.newkey": '{"schema": null, "payload": {"id": 2}}'},
        [("contact_removed", key("1"), {"how": "merged", "merged_into": key("2")})],
    ),
    (12, event("d", {"id": 1}, None), {"__debezium.newkey": "{"}, ["poison: not-json"]),
    # 13. Accounts and owners, each with their own columns.
    (
        13,
        event("c", None, {"no": 9, "name": "Acme", "kind": "Key Account"}, "companies"),
        {},
        [("account_changed", key("9"), {"name": "Acme", "status": "customer"})],
    ),
    (14, event("d", {"no": 9}, None, "companies"), {}, [("account_changed", key("9"), {"deleted": True})]),
    (
        15,
        event("u", None, {"id": 7, "name": "Rep", "employed": 1}, "staff"),
        {},
        [("owner_changed", key("7"), {"name": "Rep", "active": True})],
    ),
    (16, event("d", {"id": 7}, None, "staff"), {}, [("owner_changed", key("7"), {"active": False})]),
    # 17. A table that no mapping names, and a message of the database's own.
    (17, event("c", None, ROW, "orders"), {}, ["no: entity-not-followed"]),
    (18, {"op": "m", "source": {}, "message": {}}, {}, ["no: entity-not-followed"]),
    # 19. The whole table was emptied: which rows is not said.
    (19, event("t", None, None), {}, ["poison: gap"]),
    # 20. An update in which no mapped column is told.
    (20, event("u", None, {"id": 1, "shoe_size": 38}), {}, ["no: no-followed-field"]),
    # 21. What is no change event.
    (21, {}, {}, ["poison: not-an-object"]),
    (22, event("x", None, ROW), {}, ["poison: unknown-change"]),
    (23, event("c", None, {"first_name": "Ann"}), {}, ["poison: invalid"]),
    (24, event("c", None, {**ROW, "id": ""}), {}, ["poison: bad-id"]),
    (25, event("c", None, {**ROW, "job": 5}), {}, ["poison: invalid"]),
    (26, event("c", None, [ROW]), {}, ["poison: not-an-object"]),
]


@pytest.mark.parametrize(("number", "payload", "headers", "expected"), CASES, ids=[str(case[0]) for case in CASES])
def test_cases(number: int, payload: Any, headers: dict[str, str], expected: list[Any]) -> None:
    assert told(crm("debezium", payload, **headers), MAPPED) == expected, number


SAMPLES = [
    # 1. Made, with its schema.
    (
        "pg_doc_op_c.json",
        "t",
        [
            contact({"first_name": "Anne", "last_name": "Kretchmar", "email": "annek@noanswer.org"}, created=True),
        ],
    ),
    # 2. Changed, where nothing is known of before.
    (
        "pg_doc_op_u.json",
        "t",
        [contact({"first_name": "Anne Marie", "last_name": "Kretchmar", "email": "annek@noanswer.org"})],
    ),
    # 3. Deleted.
    ("pg_doc_op_d.json", "t", [("contact_removed", key("1"), {"how": "deleted"})]),
    # 4. MySQL has no schemas: the database names the table. Its source has no time, the event has.
    (
        "serde-update.json",
        "t2",
        [
            (
                "contact_changed",
                "t2/debezium/1004",
                {
                    "fields": {"first_name": "Anne", "last_name": "Kretchmar"},
                    "old": {"first_name": "Anne-Marie", "last_name": "Kretchmar"},
                },
            )
        ],
    ),
]


@pytest.mark.parametrize(("name", "tenant", "expected"), SAMPLES, ids=[name for name, *_ in SAMPLES])
def test_samples(name: str, tenant: str, expected: list[Any]) -> None:
    assert told(crm("debezium", sample(f"debezium/{name}"), tenant=tenant), MAPPED) == expected


def test_the_sample_of_a_tombstone() -> None:
    assert outcome(crm("debezium", sample("debezium/tombstone.json")["value"]), MAPPED) == ["no: tombstone"]


def test_an_event_that_is_told_again_has_the_same_id_and_the_next_one_has_not() -> None:
    ids = [facts_of(crm("debezium", event("u", None, ROW, lsn=lsn)), MAPPED)[0].fact_id for lsn in (5, 5, 6)]
    assert ids[0] == ids[1] != ids[2]


def test_deals() -> None:
    row = {"id": 3, "company": 9, "title": "Rollout", "state": "Signed", "due": "2026-12-31"}
    said = {"opportunity_id": "3", "name": "Rollout", "stage": "won", "closes_at": "2026-12-31T00:00:00Z"}
    deal = ("opportunity_changed", key("9"), said)
    assert told(crm("debezium", event("c", None, row, "deals")), MAPPED) == [deal]
    gone = ("opportunity_changed", key("9"), {**said, "deleted": True})
    assert told(crm("debezium", event("d", row, None, "deals")), MAPPED) == [gone]
    # With the key alone nobody knows whose deal it was.
    assert told(crm("debezium", event("d", {"id": 3}, None, "deals")), MAPPED) == ["no: no-account-named"]
