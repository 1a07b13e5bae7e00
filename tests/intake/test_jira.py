"""Jira's webhooks become projects that have ended, for each contact that a field of one's own names."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import parse_mappings
from tests.support.raw import CONFIG, crm, facts_of, told

MAPPING = """
[jira.t]
contacts_of = "salesforce"
project = { contacts = "fields.customfield_1", result = "fields.customfield_2", lead = "fields.customfield_3" }

[jira.own]
kinds = ["Customer Project"]
completed = ["Shipped"]
project = { contacts = "fields.contacts", stage = "fields.status.name" }
"""
MAPPED = IntakeConfig(salt=CONFIG.salt, mappings=parse_mappings(MAPPING, ["jira"]))


def issue(
    kind: str = "Epic",
    category: str = "done",
    *,
    event: str = "jira:issue_updated",
    field: str = "status",
    **fields: Any,
) -> dict[str, Any]:
    status = {"name": "Shipped", "statusCategory": {"key": category}}
    said = {"summary": "Month-end close", "issuetype": {"name": kind}, "status": status, **fields}
    changed = {"items": [{"field": field, "fromString": "x", "toString": "y"}]}
    return {
        "timestamp": 1767225600000,
        "webhookEvent": event,
        "issue": {"id": "1", "key": "ABC-1", "fields": said},
        "changelog": changed,
    }


def done(contact: str, **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "project_completed", contact, {"project_id": "ABC-1", "project": "Month-end close", **more}


TWO = {"customfield_1": ["003A", "t/hubspot/5", "003A"]}

CASES = [
    # 1. An epic that is done: one fact for each contact. Ids are those of the CRM that the mapping names.
    (1, "t", issue(**TWO), [done(one, outcome="success") for one in ("t/salesforce/003A", "t/hubspot/5")]),
    (2, "t", issue(customfield_1="003A, 003B"), [done(f"t/salesforce/003{x}", outcome="success") for x in "AB"]),
    # Jira's users copy the ids of reports, which are shorter than those of events.
    (20, "t", issue(customfield_1="003ak00000IiFIn"), [done("t/salesforce/003ak00000IiFInAAN", outcome="success")]),
    # 3. How it ended, what it brought, and who led it.
    (
        3,
        "t",
        issue(resolution={"name": "Won't Do"}, customfield_2="Four days", customfield_3="005", customfield_1="003A"),
        [done("t/salesforce/003A", outcome="cancelled", result="Four days", lead="t/salesforce/005")],
    ),
    (
        4,
        "t",
        issue(resolution={"name": "Duplicate"}, customfield_1="003A"),
        [done("t/salesforce/003A", outcome="unknown")],
    ),
    # 5. Not done; done before, and something else has changed.
    (5, "t", issue(category="indeterminate", **TWO), ["no: not-completed"]),
    (6, "t", issue(field="assignee", **TWO), ["no: no-followed-field"]),
    # 7. A task is no project; nobody is named.
    (7, "t", issue("Task", **TWO), ["no: entity-not-followed"]),
    (8, "t", issue(), ["no: no-contacts"]),
    (9, "t", issue(customfield_1=None), ["no: no-contacts"]),
    (10, "unmapped", issue(**TWO), ["no: no-contacts"]),
    # 11. A tenant's own kinds and stages.
    (
        11,
        "own",
        issue("customer project", contacts="c5"),
        [("project_completed", "own/jira/c5", done("")[2] | {"outcome": "unknown"})],
    ),
    (12, "own", issue(contacts="c5"), ["no: entity-not-followed"]),
    # 13. Other events, and what is none of Jira's.
    (13, "t", issue(event="comment_created"), ["no: entity-not-followed"]),
    (14, "t", {"webhookEvent": "jira:issue_updated"}, ["poison: not-an-object"]),
    (15, "t", issue(customfield_1=5), ["poison: invalid"]),
    (16, "t", issue(customfield_1=["a/b"]), ["poison: bad-key"]),
    (17, "t", issue(customfield_1=["x"] * 2001), ["poison: too-large"]),
    (18, "t", issue(summary=5, customfield_1="003A"), ["poison: invalid"]),
    (19, "t", {**issue(**TWO), "timestamp": None}, ["poison: invalid"]),
]


@pytest.mark.parametrize(("number", "tenant", "payload", "expected"), CASES, ids=[str(case[0]) for case in CASES])
def test_cases(number: int, tenant: str, payload: Any, expected: list[Any]) -> None:
    assert told(crm("jira", payload, tenant=tenant), MAPPED) == expected, number


def test_an_issue_that_is_told_again_has_the_same_ids() -> None:
    first, again = ([one.fact_id for one in facts_of(crm("jira", issue(**TWO)), MAPPED)] for _ in range(2))
    assert first == again
    assert len(set(first)) == 2
