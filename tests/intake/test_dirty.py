"""What gaps and overflows make dirty, which fields are asked for, and what a record read again is."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig, Refusal
from movewatch.intake.dirty import Dirty, dirty_in
from movewatch.intake.mapping import parse_mappings
from movewatch.intake.raw import raw_of
from movewatch.intake.rereading import fact_of, names_to_ask, restored
from tests.support.raw import CONFIG, in_words, record, salesforce

ONE, TWO = "003000000000001AAA", "003000000000002AAA"
OVERFLOW = "000000000000000AAA"


def event(change: str, ids: Any, entity: str = "Contact") -> Any:
    return {"data": {"payload": {"ChangeEventHeader": {"entityName": entity, "changeType": change, "recordIds": ids}}}}


CASES: list[tuple[int, str, Any, Dirty | None]] = [
    (1, "a gap names one record", event("GAP_UPDATE", [ONE]), Dirty("t", "Contact", frozenset({ONE}))),
    (2, "or several", event("GAP_DELETE", [ONE, TWO]), Dirty("t", "Contact", frozenset({ONE, TWO}))),
    (3, "a short id is the same record", event("GAP_CREATE", [ONE[:15]]), Dirty("t", "Contact", frozenset({ONE}))),
    (4, "a prefix of ids may be any record", event("GAP_UPDATE", ["003*"]), Dirty("t", "Contact", None)),
    (5, "an overflow is all of them", event("GAP_OVERFLOW", [OVERFLOW]), Dirty("t", "Contact", None)),
    (6, "even where it names some", event("GAP_OVERFLOW", [ONE]), Dirty("t", "Contact", None)),
    (7, "an update whose ids are not told", event("UPDATE", [OVERFLOW]), Dirty("t", "Contact", None)),
    (8, "no list of ids", event("GAP_UPDATE", None), Dirty("t", "Contact", None)),
    (9, "accounts and users, too", event("GAP_UPDATE", [ONE], "Account"), Dirty("t", "Account", frozenset({ONE}))),
    (10, "an object that no rule reads", event("GAP_UPDATE", [ONE], "Campaign"), None),
]


@pytest.mark.parametrize(("number", "title", "value", "expected"), CASES, ids=[f"case {n[0]}" for n in CASES])
def test_what_is_dirty(number: int, title: str, value: Any, expected: Dirty | None):
    assert dirty_in(salesforce(value), CONFIG) == expected, f"case {number}: {title}"


@pytest.mark.parametrize("value", [b"no JSON", {}, event("GAP_UPDATE", [ONE], "")])
def test_what_is_no_event_says_nothing(value: Any):
    with pytest.raises(Refusal):
        dirty_in(salesforce(value), CONFIG)


def test_all_and_some_are_all():
    some, all_ = Dirty("t", "Contact", frozenset({ONE})), Dirty("t", "Contact", None)
    assert some | Dirty("t", "Contact", frozenset({TWO})) == Dirty("t", "Contact", frozenset({ONE, TWO}))
    assert some | all_ == all_ | some == all_


MAPPING = """
[salesforce."*".contact]
division = "Division__c"
department = "Account.Unit__c"
reference_consent = "x; DELETE"

[salesforce."*".owner]
time_zone = "Zone__c"
"""
MAPPED = IntakeConfig(salt=CONFIG.salt, mappings=parse_mappings(MAPPING, ["salesforce"]))
RAW = raw_of(record("contact-changes", None, source="salesforce", tenant="t"), MAPPED)
THERE = frozenset({"Id", "FirstName", "LastName", "Title", "AccountId", "Division__c", "IsDeleted"})


def test_only_fields_that_are_there_are_asked_for_and_none_that_is_no_name():
    assert names_to_ask(RAW, "Contact", THERE) == {
        "first_name": "FirstName",
        "last_name": "LastName",
        "title": "Title",
        "account": "AccountId",
        "division": "Division__c",
        # In a related record, which the object's own fields do not tell.
        "department": "Account.Unit__c",
    }
    assert names_to_ask(RAW, "User", frozenset({"Name", "Email", "Zone__c"})) == {
        "name": "Name",
        "email": "Email",
        "time_zone": "Zone__c",
    }


READ: list[tuple[int, str, Any, dict[str, Any], tuple[str, str, dict[str, Any]]]] = [
    (
        1,
        "a contact is a snapshot; null is a field that is empty",
        "Contact",
        {
            "Id": ONE,
            "FirstName": "Ada",
            "Title": None,
            "AccountId": "001000000000009AAA",
            "Account": {"Unit__c": "Law"},
        },
        (
            "contact_changed",
            f"t/salesforce/{ONE}",
            {
                "snapshot": True,
                "fields": {
                    "first_name": "Ada",
                    "title": None,
                    "account": "t/salesforce/001000000000009AAA",
                    "department": "Law",
                },
            },
        ),
    ),
    (
        2,
        "one in the recycle bin was deleted",
        "Contact",
        {"Id": ONE, "IsDeleted": True, "FirstName": "Ada"},
        ("contact_removed", f"t/salesforce/{ONE}", {"how": "deleted"}),
    ),
    (
        3,
        "an account, its status by our name",
        "Account",
        {
            "Id": TWO,
            "Name": "Acme",
            "Website": "https://www.acme.com/de",
            "Type": "Customer - Direct",
            "IsDeleted": False,
        },
        ("account_changed", f"t/salesforce/{TWO}", {"name": "Acme", "domain": "acme.com", "status": "customer"}),
    ),
    (
        4,
        "an account in the recycle bin",
        "Account",
        {"Id": TWO, "Name": "Acme", "IsDeleted": True},
        ("account_changed", f"t/salesforce/{TWO}", {"deleted": True}),
    ),
    (
        5,
        "a user with the whole name",
        "User",
        {"Id": TWO, "Name": "Anna Beck", "Email": "anna@us.example", "IsActive": False},
        ("owner_changed", f"t/salesforce/{TWO}", {"name": "Anna Beck", "email": "anna@us.example", "active": False}),
    ),
    (
        6,
        "a deal of an account",
        "Opportunity",
        {"Id": TWO, "AccountId": ONE, "Name": "Rollout", "StageName": "Closed Won", "CloseDate": "2026-12-31"},
        (
            "opportunity_changed",
            f"t/salesforce/{ONE}",
            {"opportunity_id": TWO, "name": "Rollout", "stage": "won", "closes_at": "2026-12-31T00:00:00Z"},
        ),
    ),
]


@pytest.mark.parametrize(("number", "title", "entity", "row", "expected"), READ, ids=[f"case {n[0]}" for n in READ])
def test_what_a_record_is_now(
    number: int, title: str, entity: Any, row: dict[str, Any], expected: tuple[str, str, dict[str, Any]]
):
    names = names_to_ask(RAW, entity, frozenset(row))
    names = {ours: path for ours, path in names.items() if path.partition(".")[0] in row}
    assert in_words(fact_of(RAW, entity, row, names)) == expected, f"case {number}: {title}"


def test_a_record_that_was_read_twice_is_the_same_fact_and_later_it_is_another():
    row = {"Id": ONE, "Title": "CFO"}
    later = raw_of(record("contact-changes", None, at=1788000000000, source="salesforce", tenant="t"), MAPPED)
    ids = [fact_of(raw, "Contact", row, {"title": "Title"}).fact_id for raw in (RAW, RAW, later)]
    assert ids[0] == ids[1] != ids[2]
    assert restored(RAW, ONE).fact_id != fact_of(RAW, "Contact", {**row, "IsDeleted": True}, {}).fact_id


def test_a_record_without_an_id_is_refused():
    with pytest.raises(Refusal):
        fact_of(RAW, "Contact", {"Title": "CFO"}, {"title": "Title"})
