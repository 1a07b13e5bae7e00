"""Pipedrive's webhooks of both versions become facts, with the former values that they tell."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import SourceMap
from tests.support.raw import CONFIG, crm, facts_of, outcome, sample, told

AT = "2026-01-01T00:00:00.000Z"
HASH = "1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b"
DIVISION = IntakeConfig(
    salt=CONFIG.salt, mappings={("pipedrive", "t"): SourceMap(contact={"division": HASH}, statuses={})}
)


def key(record_id: str) -> str:
    return f"t/pipedrive/{record_id}"


def second(action: str, data: Any, previous: Any = None, entity: str = "person", **more: Any) -> dict[str, Any]:
    """The shape of version 2."""
    meta = {"action": action, "entity": entity, "entity_id": "3", "id": "e1", "timestamp": AT, "user_id": "7"}
    return {"meta": {**meta, "version": "2.0", "attempt": 1, **more}, "data": data, "previous": previous}


def first(action: str, current: Any, previous: Any = None, kind: str = "person") -> dict[str, Any]:
    """The shape of version 1."""
    meta = {"action": action, "object": kind, "id": 3, "timestamp": 1767225600, "timestamp_micro": 1767225600000001}
    return {"v": 1, "meta": {**meta, "user_id": 7}, "current": current, "previous": previous}


def person(fields: dict[str, Any], **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "contact_changed", key("3"), {"fields": fields, "changed_by": key("7"), **more}


NOW = {"first_name": "Ann", "job_title": "CFO", "org_id": 2, "owner_id": 7}
HELD = {"first_name": "Ann", "title": "CFO", "account": key("2"), "owner": key("7")}

CASES = [
    # 1. Version 2 tells what changed and what it was; what it does not name was as it is now.
    (1, second("change", NOW, {"job_title": "CIO"}), [person(HELD, old={**HELD, "title": "CIO"})]),
    # 2. A field that was empty before.
    (2, second("change", NOW, {"job_title": None}), [person(HELD, old={**HELD, "title": None})]),
    # 3. Only counters changed, which no rule reads.
    (3, second("change", {**NOW, "open_deals_count": 1}, {"open_deals_count": 0}), ["no: no-followed-field"]),
    # 4. Nothing is said of what was before: a state like any other.
    (4, second("change", NOW), [person(HELD)]),
    # 5. A person is made.
    (5, second("create", NOW), [person(HELD, created=True)]),
    # 6. Deleted, and merged into another one.
    (
        6,
        second("delete", None, NOW),
        [("contact_removed", key("3"), {"how": "deleted", "changed_by": key("7")})],
    ),
    (
        7,
        second("delete", None, NOW, merged_to_id=4),
        [("contact_removed", key("3"), {"how": "merged", "merged_into": key("4"), "changed_by": key("7")})],
    ),
    # 8. Version 1 has both states in full.
    (8, first("updated", NOW, {**NOW, "job_title": "CIO"}), [person(HELD, old={**HELD, "title": "CIO"})]),
    (9, first("updated", NOW, NOW), ["no: no-followed-field"]),
    # 10. The survivor of a merge comes as it is now.
    (10, first("merged", NOW, {**NOW, "owner_id": 8}), [person(HELD, old={**HELD, "owner": key("8")})]),
    # 11. Addresses and numbers by their labels: work first, the primary one of several; a number only if it is mobile.
    (
        11,
        second(
            "create",
            {
                "emails": [
                    {"label": "home", "value": "ann@mail.example", "primary": True},
                    {"label": "work", "value": "old@acme.example", "primary": False},
                    {"label": "work", "value": "ann@acme.example", "primary": False},
                ],
                "phones": [
                    {"label": "work", "value": "+4930123456", "primary": True},
                    {"label": "mobile", "value": "+49170123456", "primary": False},
                ],
            },
        ),
        [
            person(
                {"email": "old@acme.example", "personal_email": "ann@mail.example", "phone": "+49170123456"},
                created=True,
            ),
        ],
    ),
    # 12. What is linked may come as an object.
    (12, second("create", {"org_id": {"value": 2, "name": "Acme"}}), [person({"account": key("2")}, created=True)]),
    # 13. Organizations and users fill the directory.
    (
        13,
        second("change", {"name": "Acme", "owner_id": 7, "website": "acme.example"}, {}, "organization"),
        [
            (
                "account_changed",
                key("3"),
                {"name": "Acme", "owner": key("7"), "domain": "acme.example", "changed_by": key("7")},
            )
        ],
    ),
    (14, second("delete", None, {}, "organization"), [("account_changed", key("3"), {"deleted": True})]),
    (15, second("change", {"address": "x"}, {}, "organization"), ["no: no-followed-field"]),
    (
        16,
        first("updated", {"name": "Rep", "email": "rep@us.example", "active_flag": False}, None, "user"),
        [("owner_changed", key("3"), {"name": "Rep", "email": "rep@us.example", "active": False})],
    ),
    (17, second("delete", None, {}, "user"), [("owner_changed", key("3"), {"active": False})]),
    # 18. Objects that no rule reads.
    (18, second("change", {}, {}, "activity"), ["no: entity-not-followed"]),
    # 19. What is none of Pipedrive's.
    (19, {}, ["poison: not-an-object"]),
    (20, second("explode", NOW), ["poison: unknown-change"]),
    (21, second("change", NOW, entity_id=None), ["poison: invalid"]),
    (22, second("change", NOW, timestamp="yesterday"), ["poison: invalid"]),
    (23, second("change", [NOW]), ["poison: not-an-object"]),
    (24, second("change", {**NOW, "owner_id": [7]}), ["poison: invalid"]),
    (25, second("change", {**NOW, "job_title": 5}), ["poison: invalid"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("pipedrive", payload)) == expected, number


EDWARDS = {
    "first_name": "Anthony",
    "last_name": "Edwards",
    "company": "NoCo Solutions",
    "account": key("2"),
    "email": "anthon@noco.com",
    "personal_email": None,
    "phone": None,
    "owner": key("14542087"),
}

SAMPLES = [
    # 1. A person is made.
    (
        "v1_added_person.json",
        [
            (
                "contact_changed",
                key("3"),
                {"fields": EDWARDS, "changed_by": key("14542087"), "created": True},
            ),
        ],
    ),
    # 2. A bulk update in which only counters of activities differ: no change, and no movement.
    ("v1_updated_person.json", ["no: no-followed-field"]),
    # 3. Deleted.
    (
        "v1_deleted_person.json",
        [("contact_removed", key("2"), {"how": "deleted", "changed_by": key("14542087")})],
    ),
]


@pytest.mark.parametrize(("name", "expected"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_samples(name: str, expected: list[Any]) -> None:
    assert told(crm("pipedrive", sample(f"pipedrive/{name}")["body"])) == expected


@pytest.mark.parametrize("value", ["Retail", {"type": "varchar", "value": "Retail"}])
def test_a_custom_field_is_known_by_its_hash_once_it_is_mapped(value: Any) -> None:
    custom = second("create", {"custom_fields": {HASH: value}})
    assert outcome(crm("pipedrive", custom), DIVISION) == [person({"division": "Retail"}, created=True)]
    assert outcome(crm("pipedrive", custom, tenant="other"), DIVISION) == [
        ("contact_changed", "other/pipedrive/3", {"fields": {}, "changed_by": "other/pipedrive/7", "created": True})
    ]


def test_a_retry_has_the_same_id() -> None:
    ids = {facts_of(crm("pipedrive", second("create", NOW, attempt=attempt)))[0].fact_id for attempt in (1, 2)}
    assert len(ids) == 1


DEAL = {"title": "Rollout", "org_id": 2, "status": "open", "owner_id": 7, "expected_close_date": "2026-12-31"}
OPEN = {
    "opportunity_id": "3",
    "name": "Rollout",
    "stage": "open",
    "owner": key("7"),
    "closes_at": "2026-12-31T00:00:00Z",
}


def deal(**said: Any) -> tuple[str, str, dict[str, Any]]:
    return "opportunity_changed", key("2"), {**OPEN, **said}


DEALS: list[tuple[int, Any, list[Any]]] = [
    (1, second("create", DEAL, None, "deal"), [deal()]),
    (2, second("change", {**DEAL, "status": "won"}, {"status": "open"}, "deal"), [deal(stage="won")]),
    # 3. Version 1, which calls the owner a user, and names what is linked by an object.
    (
        3,
        first(
            "updated",
            {
                **DEAL,
                "org_id": {"value": 2, "name": "Acme"},
                "owner_id": None,
                "user_id": {"value": 7},
                "status": "lost",
            },
            {"status": "open"},
            "deal",
        ),
        [deal(stage="lost")],
    ),
    # 4. Deleted, by an event or by its status.
    (4, second("delete", None, DEAL, "deal"), [deal(deleted=True)]),
    (5, second("change", {**DEAL, "status": "deleted"}, {}, "deal"), [deal(deleted=True)]),
    # 6. Nobody's.
    (6, second("change", {**DEAL, "org_id": None}, {}, "deal"), ["no: no-account-named"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), DEALS, ids=[str(number) for number, *_ in DEALS])
def test_deals(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("pipedrive", payload)) == expected, number
