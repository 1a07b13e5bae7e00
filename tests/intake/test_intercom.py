"""Intercom's notifications become facts."""

from typing import Any

import pytest

from tests.support.raw import crm, facts_of, told

AT = 1767225600


def key(record_id: str) -> str:
    return f"t/intercom/{record_id}"


def event(topic: str, **item: Any) -> dict[str, Any]:
    return {
        "type": "notification_event",
        "topic": topic,
        "id": "notif_1",
        "created_at": AT,
        "data": {"item": {"id": "5", **item}},
    }


def contact(fields: dict[str, Any], **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "contact_changed", key("5"), {"fields": fields, **more}


CASES = [
    # 1. A name comes whole: its last word is the surname.
    (1, event("contact.user.updated", name="Ann van Lee"), [contact({"first_name": "Ann van", "last_name": "Lee"})]),
    (2, event("contact.user.updated", name="Ann"), [contact({"last_name": "Ann"})]),
    # 3. The other fields of a contact that is made.
    (
        3,
        event(
            "contact.user.created",
            email="ann@acme.example",
            phone="+49170123456",
            owner_id=7,
            unsubscribed_from_emails=True,
            custom_attributes={"job_title": "CFO"},
            companies={"type": "list", "data": [{"id": "9", "name": "Acme"}]},
        ),
        [
            contact(
                {
                    "title": "CFO",
                    "email": "ann@acme.example",
                    "phone": "+49170123456",
                    "owner": key("7"),
                    "opted_out": True,
                    "account": key("9"),
                    "company": "Acme",
                },
                created=True,
            )
        ],
    ),
    # 4. Of several companies nobody can say which one it is.
    (
        4,
        event("contact.user.updated", email=None, companies={"data": [{"id": "9"}, {"id": "8"}]}),
        [contact({"email": None})],
    ),
    # 5. Topics of earlier versions.
    (5, event("user.created", email="ann@acme.example"), [contact({"email": "ann@acme.example"}, created=True)]),
    # 6. Deleted, archived.
    (6, event("contact.deleted"), [("contact_removed", key("5"), {"how": "deleted"})]),
    (7, event("contact.archived"), [("contact_removed", key("5"), {"how": "deleted"})]),
    # 8. Companies.
    (
        8,
        event("company.updated", name="Acme", website="https://acme.example"),
        [("account_changed", key("5"), {"name": "Acme", "domain": "acme.example"})],
    ),
    (9, event("company.deleted"), [("account_changed", key("5"), {"deleted": True})]),
    # 10. What no rule reads, a tag that was taken away among it.
    (10, event("conversation.user.created"), ["no: entity-not-followed"]),
    (11, event("contact.user.tag.deleted"), ["no: entity-not-followed"]),
    (19, event("contact.lead.tag.created"), ["no: entity-not-followed"]),
    (20, {"topic": "company.contact.attached"}, ["no: entity-not-followed"]),
    (21, {"topic": "ping", "data": {}}, ["no: entity-not-followed"]),
    (12, event("contact.user.updated", browser="x"), ["no: no-followed-field"]),
    # 13. What is none of Intercom's.
    (13, {"topic": "contact.deleted"}, ["poison: not-an-object"]),
    (22, {}, ["no: entity-not-followed"]),
    (14, {**event("contact.deleted"), "created_at": None}, ["poison: invalid"]),
    (15, {**event("contact.deleted"), "id": ""}, ["poison: bad-id"]),
    (16, event("contact.deleted", id=None), ["poison: invalid"]),
    (17, event("contact.user.updated", email=5), ["poison: invalid"]),
    (18, event("contact.user.updated", unsubscribed_from_emails="x"), ["poison: invalid"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("intercom", payload)) == expected, number


def test_a_notification_that_is_sent_again_has_the_same_id() -> None:
    said = event("contact.user.updated", email="ann@acme.example")
    first, again, other = (
        facts_of(crm("intercom", payload))[0].fact_id for payload in (said, said, {**said, "id": "notif_2"})
    )
    assert first == again != other
