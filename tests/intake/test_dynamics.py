"""What Dataverse's webhooks say becomes facts."""

from typing import Any

import pytest

from movewatch.intake.adapters.dynamics import STATUSES
from tests.support.raw import crm, facts_of, told

AT = 1767225600000
ID, OTHER = "AAAAAAAA-0000-0000-0000-000000000001", "bbbbbbbb-0000-0000-0000-000000000002"


def key(record_id: str) -> str:
    return f"t/dynamics/{record_id.lower()}"


def pairs(**values: Any) -> list[dict[str, Any]]:
    return [{"key": name, "value": value} for name, value in values.items()]


def event(message: str, entity: str = "contact", before: Any = None, more: Any = (), **attributes: Any) -> Any:
    target = {"LogicalName": entity, "Id": ID, "Attributes": pairs(**attributes)}
    images = [] if before is None else pairs(PreImage={"Attributes": pairs(**before)})
    return {
        "MessageName": message,
        "PrimaryEntityName": entity,
        "PrimaryEntityId": ID,
        "InitiatingUserId": OTHER,
        "OperationCreatedOn": f"/Date({AT})/",
        "InputParameters": [*pairs(Target=target), *more],
        "PreEntityImages": images,
    }


def reference(to: str, name: str = "Acme") -> dict[str, Any]:
    return {"LogicalName": to, "Id": ID, "Name": name}


def contact(fields: dict[str, Any], **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "contact_changed", key(ID), {"fields": fields, "changed_by": key(OTHER), **more}


CASES = [
    # 1. A title changes; with a pre-image what it was is told, too.
    (1, event("Update", jobtitle="CFO"), [contact({"title": "CFO"})]),
    (2, event("Update", before={"jobtitle": "CIO"}, jobtitle="CFO"), [contact({"title": "CFO"}, old={"title": "CIO"})]),
    # 3. A reference names account and company at once.
    (
        3,
        event("Update", parentcustomerid=reference("account")),
        [contact({"account": key(ID), "company": "Acme"})],
    ),
    (4, event("Update", parentcustomerid=None), [contact({"account": None, "company": None})]),
    # 5. A person's customer may be another person, which is no account.
    (5, event("Update", parentcustomerid=reference("contact")), ["no: no-followed-field"]),
    # 6. The other fields.
    (
        6,
        event(
            "Create",
            firstname="Ann",
            lastname="Lee",
            department="Finance",
            emailaddress1="ann@acme.example",
            mobilephone="+49170123456",
            ownerid=reference("systemuser"),
            donotemail=True,
        ),
        [
            contact(
                {
                    "first_name": "Ann",
                    "last_name": "Lee",
                    "department": "Finance",
                    "email": "ann@acme.example",
                    "phone": "+49170123456",
                    "owner": key(ID),
                    "opted_out": True,
                },
                created=True,
            )
        ],
    ),
    # 7. Deleted; merged: the target survives.
    (7, event("Delete"), [("contact_removed", key(ID), {"how": "deleted", "changed_by": key(OTHER)})]),
    (
        8,
        event("Merge", more=pairs(SubordinateId=OTHER.upper())),
        [("contact_removed", key(OTHER), {"how": "merged", "merged_into": key(ID), "changed_by": key(OTHER)})],
    ),
    # 9. Accounts and users.
    (
        9,
        event("Update", "account", name="Acme", websiteurl="https://www.acme.example", customertypecode={"Value": 3}),
        [("account_changed", key(ID), {"name": "Acme", "domain": "acme.example", "status": "customer"})],
    ),
    (
        10,
        event("Update", "account", parentaccountid=reference("account"), ownerid=reference("systemuser")),
        [("account_changed", key(ID), {"parent": key(ID), "owner": key(ID)})],
    ),
    (11, event("Delete", "account"), [("account_changed", key(ID), {"deleted": True})]),
    (
        12,
        event("Merge", "account", more=pairs(SubordinateId=OTHER)),
        [("account_changed", key(OTHER), {"deleted": True})],
    ),
    (
        13,
        event("Update", "systemuser", fullname="Rep", internalemailaddress="rep@us.example", isdisabled=True),
        [("owner_changed", key(ID), {"name": "Rep", "email": "rep@us.example", "active": False})],
    ),
    (14, event("Delete", "systemuser"), [("owner_changed", key(ID), {"active": False})]),
    # 15. What no rule reads.
    (15, event("Update", "lead", subject="x"), ["no: entity-not-followed"]),
    (16, event("Update", telephone1="x"), ["no: no-followed-field"]),
    (17, event("Update", "systemuser", title="x"), ["no: no-followed-field"]),
    # 18. What is none of Dataverse's.
    (18, {}, ["poison: unknown-change"]),
    (19, {**event("Update"), "PrimaryEntityId": None}, ["poison: invalid"]),
    (20, {**event("Update"), "OperationCreatedOn": "soon"}, ["poison: invalid"]),
    (21, {**event("Update"), "OperationCreatedOn": "/Date(-1)/"}, ["poison: invalid"]),
    (22, {**event("Update"), "InputParameters": {"Target": 1}}, ["poison: invalid"]),
    (23, {**event("Update"), "InputParameters": [1]}, ["poison: invalid"]),
    (24, event("Update", jobtitle=5), ["poison: invalid"]),
    (25, event("Update", donotemail="perhaps"), ["poison: invalid"]),
    (26, event("Merge"), ["poison: invalid"]),
    # 27. A time as ISO 8601 writes it, and names in capitals.
    (
        27,
        {**event("Update", jobtitle="CFO"), "OperationCreatedOn": "2026-01-01T00:00:00Z"},
        [contact({"title": "CFO"})],
    ),
    (
        28,
        {
            **event("Update"),
            "InputParameters": [
                {"Key": "Target", "Value": {"Attributes": [{"Key": "jobtitle", "Value": "CFO"}]}},
            ],
        },
        [contact({"title": "CFO"})],
    ),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("dynamics", payload)) == expected, number


def test_every_kind_of_customer_that_is_read() -> None:
    for code, status in STATUSES.items():
        choice = event("Update", "account", customertypecode={"Value": int(code)})
        assert told(crm("dynamics", choice)) == [("account_changed", key(ID), {"status": status})]


def test_a_message_that_is_sent_again_has_the_same_id_and_another_one_has_not() -> None:
    first, again, other = (
        facts_of(crm("dynamics", payload))[0].fact_id
        for payload in (
            event("Update", jobtitle="CFO"),
            event("Update", jobtitle="CFO"),
            event("Update", department="x"),
        )
    )
    assert first == again != other


def deal(**said: Any) -> tuple[str, str, dict[str, Any]]:
    return "opportunity_changed", key(ID), {"opportunity_id": ID.lower(), **said}


AT_ACME = {"parentaccountid": reference("account")}
DEALS: list[tuple[int, Any, list[Any]]] = [
    (
        1,
        event(
            "Create", "opportunity", name="Rollout", statecode={"Value": 0}, estimatedclosedate="2026-12-31", **AT_ACME
        ),
        [deal(name="Rollout", stage="open", closes_at="2026-12-31T00:00:00Z")],
    ),
    # 2. An update names the account in its pre-image.
    (2, event("Update", "opportunity", before=AT_ACME, statecode={"Value": 1}), [deal(stage="won")]),
    (3, event("Update", "opportunity", before=AT_ACME, statecode={"Value": 2}), [deal(stage="lost")]),
    (4, event("Update", "opportunity", statecode={"Value": 1}), ["no: no-account-named"]),
    (5, event("Delete", "opportunity", before=AT_ACME), [deal(deleted=True)]),
    (6, event("Update", "opportunity", before=AT_ACME, description="x"), ["no: no-followed-field"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), DEALS, ids=[str(number) for number, *_ in DEALS])
def test_deals(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("dynamics", payload)) == expected, number
