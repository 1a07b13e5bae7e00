"""HubSpot's webhooks become facts: the published samples, and every kind of event we follow."""

from typing import Any

import pytest

from movewatch.intake.adapters.hubspot import STATUSES
from tests.support.raw import crm, facts_of, outcome, sample, told

AT = 1767225600000  # 2026-01-01T00:00:00Z


def key(record_id: str) -> str:
    return f"t/hubspot/{record_id}"


def event(kind: str, object_id: Any = 123, **more: Any) -> dict[str, Any]:
    common = {"eventId": 100, "subscriptionId": 2, "portalId": 3, "appId": 4, "attemptNumber": 0}
    return {**common, "occurredAt": AT, "subscriptionType": kind, "objectId": object_id, **more}


def changed(name: str, value: Any, kind: str = "contact.propertyChange", **more: Any) -> dict[str, Any]:
    return event(kind, propertyName=name, propertyValue=value, changeSource="CRM_UI", **more)


def associated(**more: Any) -> dict[str, Any]:
    said = event("contact.associationChange", associationType="CONTACT_TO_COMPANY", fromObjectId=123, toObjectId=9)
    del said["objectId"]
    return {**said, "associationRemoved": False, "isPrimaryAssociation": True, **more}


def contact(**fields: Any) -> tuple[str, str, dict[str, Any]]:
    return "contact_changed", key("123"), {"fields": fields}


def account(**fields: Any) -> tuple[str, str, dict[str, Any]]:
    return "account_changed", key("123"), fields


MADE = ("contact_changed", key("123"), {"created": True, "fields": {}})

CASES = [
    # 1. The settings page's test: a contact is made, and a property changes that no rule reads.
    (1, "subscription_examples_settings_page.json", [MADE, "no: no-followed-field"]),
    # 2. A merge: what survives is the new object, and all others are gone, the primary one too.
    (
        2,
        "contact_merge_test.json",
        [
            ("contact_removed", key(gone), {"how": "merged", "merged_into": key("999")})
            for gone in ("456", "789", "123")
        ],
    ),
    # 3. The title, the main carrier of a move. A list of one, and an event without a list.
    (3, [changed("jobtitle", "CFO")], [contact(title="CFO")]),
    (4, changed("jobtitle", "CFO"), [contact(title="CFO")]),
    # 5. An empty text, or null, is a cleared property.
    (5, changed("jobtitle", ""), [contact(title=None)]),
    (6, changed("jobtitle", None), [contact(title=None)]),
    # 7. The other properties of a contact. Ids become keys, flags are words.
    (7, changed("firstname", "Ann"), [contact(first_name="Ann")]),
    (8, changed("hubspot_owner_id", "77"), [contact(owner=key("77"))]),
    (9, changed("associatedcompanyid", "9"), [contact(account=key("9"))]),
    (10, changed("hs_email_optout", "true"), [contact(opted_out=True)]),
    (11, changed("hs_email_optout", "maybe"), ["poison: invalid"]),
    # 12. The phone is often the switchboard's.
    (12, changed("phone", "+4930123456"), ["no: no-followed-field"]),
    # 13. A sensitive value is withheld: nobody can say what it is now.
    (13, changed("jobtitle", "REDACTED"), ["no: nothing-usable"]),
    # 14. A new primary company. One that is not primary, or was taken away, says nothing: the new one comes by itself.
    (14, associated(), [contact(account=key("9"))]),
    (15, associated(associationRemoved=True), ["no: nothing-usable"]),
    (16, associated(isPrimaryAssociation=False), ["no: nothing-usable"]),
    (17, associated(associationType="CONTACT_TO_DEAL"), ["no: nothing-usable"]),
    (51, {n: v for n, v in associated().items() if n != "isPrimaryAssociation"}, ["no: nothing-usable"]),
    # 18. Deleted, brought back, forgotten.
    (18, event("contact.deletion"), [("contact_removed", key("123"), {"how": "deleted"})]),
    (19, event("contact.restore"), [("contact_removed", key("123"), {"how": "restored"})]),
    (20, event("contact.privacyDeletion"), [("contact_erased", key("123"), {})]),
    # 21. A merge without a new object: the primary one survives.
    (
        21,
        event("contact.merge", primaryObjectId=123, mergedObjectIds=[5]),
        [("contact_removed", key("5"), {"how": "merged", "merged_into": key("123")})],
    ),
    # A merge into a new object: the primary one is gone, too.
    (
        52,
        event("contact.merge", primaryObjectId=123, mergedObjectIds=[5], newObjectId=9),
        [("contact_removed", key(gone), {"how": "merged", "merged_into": key("9")}) for gone in ("5", "123")],
    ),
    # 22. A merge of nothing.
    (22, event("contact.merge", primaryObjectId=123, mergedObjectIds=[]), ["no: nothing-usable"]),
    # 23. Generic subscriptions: the type of the object stands beside, its id is text.
    (23, changed("jobtitle", "CFO", "object.propertyChange", objectTypeId="0-1"), [contact(title="CFO")]),
    (24, event("object.creation", "123", objectTypeId="0-1"), [MADE]),
    (25, event("object.creation", "123", objectTypeId="0-3"), ["no: entity-not-followed"]),
    (26, event("object.creation", "123", objectTypeId="2-12345"), ["no: entity-not-followed"]),
    (
        27,
        associated(
            subscriptionType="object.associationChange",
            associationType=None,
            fromObjectTypeId="0-1",
            toObjectTypeId="0-2",
        ),
        [contact(account=key("9"))],
    ),
    # 28. Some documents call the type of the subscription eventType.
    (28, {**event("x"), "subscriptionType": None, "eventType": "contact.deletion"}, ["poison: invalid"]),
    (
        29,
        {n: v for n, v in event("x").items() if n != "subscriptionType"} | {"eventType": "contact.deletion"},
        [("contact_removed", key("123"), {"how": "deleted"})],
    ),
    # 30. Companies fill the directory.
    (30, event("company.creation"), [account()]),
    (31, changed("name", "Acme", "company.propertyChange"), [account(name="Acme")]),
    (32, changed("domain", "www.acme.example", "company.propertyChange"), [account(domain="acme.example")]),
    (33, changed("lifecyclestage", "Customer", "company.propertyChange"), [account(status="customer")]),
    (34, changed("lifecyclestage", "12345678", "company.propertyChange"), [account(status="unknown")]),
    (35, changed("hubspot_owner_id", "77", "company.propertyChange"), [account(owner=key("77"))]),
    (36, changed("hubspot_owner_id", "", "company.propertyChange"), ["no: no-followed-field"]),
    (37, changed("hs_parent_company_id", "8", "company.propertyChange"), [account(parent=key("8"))]),
    (38, event("company.deletion"), [account(deleted=True)]),
    (
        39,
        event("company.merge", primaryObjectId=123, mergedObjectIds=[5], newObjectId=123),
        [("account_changed", key("5"), {"deleted": True})],
    ),
    # 40. Objects that no rule reads.
    (40, event("deal.creation"), ["no: entity-not-followed"]),
    (41, event("ticket.propertyChange"), ["no: entity-not-followed"]),
    (42, event("contact.somethingNew"), ["no: entity-not-followed"]),
    # 43. In a list each event stands for itself; what nobody follows holds up nothing.
    (43, [event("deal.creation"), changed("jobtitle", "CFO")], ["no: entity-not-followed", contact(title="CFO")]),
    # 44. A change may come before the creation, at one and the same time.
    (44, [changed("jobtitle", "CFO"), event("contact.creation")], [contact(title="CFO"), MADE]),
    # 45. What cannot be read sends the whole list to the dead letters: nothing of it may be lost.
    (45, [changed("jobtitle", "CFO"), {"subscriptionType": "contact.creation"}], ["poison: invalid"]),
    (46, [], ["poison: no-value"]),
    (47, [1], ["poison: not-an-object"]),
    (48, [event("contact.creation")] * 2001, ["poison: too-large"]),
    (49, {**event("contact.creation"), "occurredAt": -1}, ["poison: invalid"]),
    (50, {**event("contact.creation"), "occurredAt": 0}, ["poison: long-past-date"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    value = sample(f"hubspot/{payload}") if isinstance(payload, str) else payload
    assert told(crm("hubspot", value)) == expected, number


def test_every_stage_of_a_company_that_is_read() -> None:
    for stage, status in STATUSES.items():
        said = outcome(crm("hubspot", changed("lifecyclestage", stage, "company.propertyChange")))
        assert said == [account(status=status)]


def test_an_event_that_is_sent_again_has_the_same_id_and_another_one_has_not() -> None:
    first, again = (
        facts_of(crm("hubspot", [{**changed("jobtitle", "CFO"), "attemptNumber": attempt, "eventId": attempt}]))[0]
        for attempt in (0, 1)
    )
    assert first.fact_id == again.fact_id
    others = [
        changed("jobtitle", "CEO"),
        changed("jobtitle", "CFO", occurredAt=AT + 1),
        changed("firstname", "CFO"),
        {**changed("jobtitle", "CFO"), "objectId": 124},
        {**changed("jobtitle", "CFO"), "portalId": 5},
    ]
    assert first.fact_id not in {facts_of(crm("hubspot", other))[0].fact_id for other in others}


def test_the_identifiers_in_a_property_are_claimed() -> None:
    items = facts_of(crm("hubspot", changed("email", "ann@acme.example")))
    assert [item.type for item in items] == ["contact_changed", "identifier_claimed"]
