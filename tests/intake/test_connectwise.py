"""ConnectWise's callbacks become facts."""

import json
from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import SourceMap
from tests.support.raw import CONFIG, crm, facts_of, sample, told

UPDATED = {"_info": {"lastUpdated": "2026-01-01T00:00:00Z"}}
LEFT = IntakeConfig(
    salt=CONFIG.salt,
    mappings={("connectwise", "t"): SourceMap(contact={"no_longer_at_company": "inactiveFlag"})},
)


def key(record_id: str) -> str:
    return f"t/connectwise/{record_id}"


def event(action: str, record: Any = None, kind: str = "contact", **more: Any) -> dict[str, Any]:
    entity = json.dumps({**UPDATED, **record}) if isinstance(record, dict) else record
    return {"Action": action, "Type": kind, "ID": 5, "MessageId": "m1", "Entity": entity, **more}


def contact(fields: dict[str, Any], **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "contact_changed", key("5"), {"fields": fields, **more}


CASES = [
    # 1. A state as a JSON text within the JSON; what is empty is left out and so not said.
    (1, event("updated", {"title": "CFO"}), [contact({"title": "CFO"})]),
    (2, event("added", {"title": "CFO"}), [contact({"title": "CFO"}, created=True)]),
    # 3. The other fields; of the addresses the default one, of the numbers a mobile.
    (
        3,
        event(
            "updated",
            {
                "firstName": "Ann",
                "lastName": "Lee",
                "department": {"id": 1, "name": "Finance"},
                "company": {"id": 9, "identifier": "Acme", "name": "Acme Ltd"},
                "unsubscribeFlag": True,
                "communicationItems": [
                    {"type": {"name": "Direct"}, "communicationType": "Phone", "value": "+4930123456"},
                    {"type": {"name": "Cell"}, "communicationType": "Phone", "value": "+49170123456"},
                    {"type": {"name": "Email"}, "communicationType": "Email", "value": "old@acme.example"},
                    {"communicationType": "Email", "value": "ann@acme.example", "defaultFlag": True},
                ],
            },
        ),
        [
            contact(
                {
                    "first_name": "Ann",
                    "last_name": "Lee",
                    "department": "Finance",
                    "company": "Acme Ltd",
                    "account": key("9"),
                    "email": "ann@acme.example",
                    "phone": "+49170123456",
                    "opted_out": True,
                }
            )
        ],
    ),
    # 4. Deleted, where nothing comes with it.
    (4, event("deleted"), [("contact_removed", key("5"), {"how": "deleted"})]),
    # 5. Companies and members.
    (
        5,
        event("updated", {"name": "Acme", "website": "acme.example", "status": {"name": "Customer"}}, "company"),
        [("account_changed", key("5"), {"name": "Acme", "domain": "acme.example", "status": "customer"})],
    ),
    (6, event("deleted", kind="company"), [("account_changed", key("5"), {"deleted": True})]),
    (
        7,
        event("updated", {"name": "Rep", "officeEmail": "rep@us.example"}, "member"),
        [("owner_changed", key("5"), {"name": "Rep", "email": "rep@us.example"})],
    ),
    (8, event("deleted", kind="member"), [("owner_changed", key("5"), {"active": False})]),
    # 9. What no rule reads.
    (9, event("updated", {}, "ticket"), ["no: entity-not-followed"]),
    (10, event("updated", {"marriedFlag": True}), ["no: no-followed-field"]),
    # 11. A record made inactive may be one of somebody who has left, or not: only a mapping says so.
    (11, event("updated", {"title": "CFO", "inactiveFlag": True}), [contact({"title": "CFO"})]),
    # 12. What is none of ConnectWise's.
    (12, {}, ["poison: unknown-change"]),
    (13, event("updated", "{"), ["poison: not-json"]),
    (14, event("updated", "[]"), ["poison: not-an-object"]),
    (15, event("updated", None), ["poison: not-an-object"]),
    (16, event("deleted", ID=None), ["poison: invalid"]),
    (17, event("deleted", MessageId=""), ["poison: bad-id"]),
    (18, event("updated", {"title": 5}), ["poison: invalid"]),
    (19, event("updated", {"title": "x", "_info": {"lastUpdated": "soon"}}), ["poison: invalid"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("connectwise", payload)) == expected, number


def test_the_sample() -> None:
    said = told(crm("connectwise", sample("connectwise/contact-update.json"), at=1788000000000))
    fields = {"first_name": "Xzavier Sawayn", "opted_out": False}
    assert said == [("contact_changed", key("57961"), {"fields": fields})]


def test_a_mapping_says_what_an_inactive_record_means() -> None:
    said = told(crm("connectwise", event("updated", {"inactiveFlag": True})), LEFT)
    assert said == [contact({"no_longer_at_company": True})]


def test_a_callback_that_is_sent_again_has_the_same_id() -> None:
    first, again, other = (
        facts_of(crm("connectwise", event("updated", {"title": "CFO"}, MessageId=message)))[0].fact_id
        for message in ("m1", "m1", "m2")
    )
    assert first == again != other


def test_deals() -> None:
    record = {
        "name": "Rollout",
        "status": {"name": "Won"},
        "company": {"id": 9},
        "primarySalesRep": {"id": 7},
        "expectedCloseDate": "2026-12-31T00:00:00Z",
    }
    said = {"opportunity_id": "5", "name": "Rollout", "stage": "won", "owner": key("7")}
    deal = ("opportunity_changed", key("9"), {**said, "closes_at": "2026-12-31T00:00:00Z"})
    assert told(crm("connectwise", event("updated", record, "opportunity"))) == [deal]
    # A deletion comes without its record.
    assert told(crm("connectwise", event("deleted", None, "opportunity"))) == ["no: no-account-named"]
