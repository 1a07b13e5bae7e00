"""Zoho's notifications become facts."""

from typing import Any

import pytest

from movewatch.intake.adapters.zoho import STATUSES
from tests.support.raw import crm, facts_of, told

AT = 1767225600000


def key(record_id: str) -> str:
    return f"t/zoho/{record_id}"


def event(operation: str, module: str = "Contacts", ids: Any = ("1",), **values: Any) -> dict[str, Any]:
    return {
        "server_time": AT,
        "module": module,
        "operation": operation,
        "ids": list(ids) if isinstance(ids, tuple) else ids,
        "channel_id": "5",
        "token": "secret",
        "affected_values": [{"record_id": "1", "values": values}] if values else [],
    }


def contact(fields: dict[str, Any], record_id: str = "1", **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "contact_changed", key(record_id), {"fields": fields, **more}


CASES = [
    # 1. New values only; null is a cleared field.
    (1, event("update", Title="CFO"), [contact({"title": "CFO"})]),
    (2, event("update", Title=None), [contact({"title": None})]),
    # 3. What is linked comes with id and name; a link that was cleared clears both.
    (
        3,
        event("update", Account_Name={"id": "9", "name": "Acme"}),
        [contact({"company": "Acme", "account": key("9")})],
    ),
    (4, event("update", Account_Name=None), [contact({"company": None, "account": None})]),
    # 5. The other fields of a contact that is made.
    (
        5,
        event(
            "insert",
            First_Name="Ann",
            Last_Name="Lee",
            Department="Finance",
            Email="ann@acme.example",
            Mobile="+49170123456",
            Owner={"id": "7"},
            Email_Opt_Out=False,
        ),
        [
            contact(
                {
                    "first_name": "Ann",
                    "last_name": "Lee",
                    "department": "Finance",
                    "email": "ann@acme.example",
                    "phone": "+49170123456",
                    "owner": key("7"),
                    "opted_out": False,
                },
                created=True,
            )
        ],
    ),
    # 6. Several records, of which one's values are not told.
    (6, event("update", ids=("1", "2"), Title="CFO"), [contact({"title": "CFO"}), "no: nothing-usable"]),
    (7, event("insert", ids=("2", "2")), [contact({}, "2", created=True)]),
    # 8. Deleted.
    (8, event("delete"), [("contact_removed", key("1"), {"how": "deleted"})]),
    # 9. Accounts.
    (
        9,
        event("edit", "Accounts", Account_Name="Acme", Website="acme.example", Account_Type="Customer"),
        [("account_changed", key("1"), {"name": "Acme", "domain": "acme.example", "status": "customer"})],
    ),
    (
        10,
        event("update", "Accounts", Parent_Account={"id": "8"}, Owner={"id": "7"}),
        [("account_changed", key("1"), {"parent": key("8"), "owner": key("7")})],
    ),
    (11, event("delete", "Accounts"), [("account_changed", key("1"), {"deleted": True})]),
    # 12. What no rule reads.
    (12, event("update", "Tasks", Status="x"), ["no: entity-not-followed"]),
    (13, event("update", Skype="x"), ["no: no-followed-field"]),
    # 14. What is none of Zoho's.
    (14, event("explode"), ["poison: unknown-change"]),
    (15, event("update", ids="1"), ["poison: invalid"]),
    (16, event("update", ids=()), ["poison: invalid"]),
    (17, event("delete", ids=tuple(range(2001))), ["poison: too-large"]),
    (18, {**event("update"), "affected_values": 5}, ["poison: invalid"]),
    (19, {**event("update"), "affected_values": [5]}, ["poison: not-an-object"]),
    (20, {**event("delete"), "server_time": "now"}, ["poison: invalid"]),
    (21, event("update", Title=5), ["poison: invalid"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("zoho", payload)) == expected, number


def test_every_kind_of_account_that_is_read() -> None:
    for kind, status in STATUSES.items():
        assert told(crm("zoho", event("update", "Accounts", Account_Type=kind.title()))) == [
            ("account_changed", key("1"), {"status": status})
        ]


def test_a_notification_that_is_sent_again_has_the_same_id_and_a_later_one_has_not() -> None:
    said = event("update", Title="CFO")
    first, again, later = (
        facts_of(crm("zoho", payload))[0].fact_id for payload in (said, said, {**said, "server_time": AT + 1})
    )
    assert first == again != later


def deal(**said: Any) -> tuple[str, str, dict[str, Any]]:
    return "opportunity_changed", key("9"), {"opportunity_id": "1", **said}


ACME = {"id": "9", "name": "Acme"}
DEALS: list[tuple[int, Any, list[Any]]] = [
    (
        1,
        event(
            "insert", "Deals", Deal_Name="Rollout", Stage="Qualification", Closing_Date="2026-12-31", Account_Name=ACME
        ),
        [deal(name="Rollout", stage="open", closes_at="2026-12-31T00:00:00Z")],
    ),
    (2, event("update", "Deals", Stage="Closed Won", Account_Name=ACME), [deal(stage="won")]),
    # 3. Where only what changed is told, nobody knows whose deal it is; so with one that is deleted.
    (3, event("update", "Deals", Stage="Closed Lost"), ["no: no-account-named"]),
    (4, event("delete", "Deals"), ["no: no-account-named"]),
    (5, event("update", "Deals", Description="x"), ["no: no-followed-field"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), DEALS, ids=[str(number) for number, *_ in DEALS])
def test_deals(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("zoho", payload)) == expected, number
