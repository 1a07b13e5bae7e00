"""ClickUp's tasks that stand for a project become its end; events name ids only."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import parse_mappings
from tests.support.raw import CONFIG, crm, told

MAPPED = IntakeConfig(
    salt=CONFIG.salt,
    mappings=parse_mappings(
        """
        [clickup."*"]
        kinds = ["Customer projects"]
        contacts_of = "salesforce"
        [clickup."*".project]
        contacts = "custom.CRM contacts"
        """,
        ["clickup"],
    ),
)
AT = "1767225600000"


def task(status: str = "done", **more: Any) -> dict[str, Any]:
    fields = [{"name": "CRM contacts", "value": "003A, 003B"}, {"name": "contacts", "value": "c1"}, None]
    where = {"list": {"name": "Customer projects"}, "custom_fields": fields, "date_done": AT}
    return {"id": "86c", "name": "Close", "status": {"status": "live!", "type": status}, **where, **more}


def moved(kind: str, field: str = "status") -> dict[str, Any]:
    items = [{"field": field, "after": {"type": kind}}]
    return {"event": "taskStatusUpdated", "task_id": "86c", "history_items": items}


def done(
    project: str, contact: str, outcome: str = "success", source: str = "clickup"
) -> tuple[str, str, dict[str, Any]]:
    return "project_completed", f"t/{source}/{contact}", {"project_id": project, "project": "Close", "outcome": outcome}


CASES: list[tuple[int, Any, list[Any]]] = [
    # 1. Names of statuses are free, their types are not.
    (1, task(), [done("86c", "c1")]),
    (2, task("closed"), [done("86c", "c1", "unknown")]),
    (3, task("custom"), ["no: not-completed"]),
    (4, task(custom_fields=None), ["no: no-contacts"]),
    (5, task(date_done=None, date_closed=AT), [done("86c", "c1")]),
    (6, task(date_done=None), ["poison: invalid"]),
    (7, task(id=None), ["poison: invalid"]),
    # 8. What its webhooks tell by themselves.
    (8, moved("custom"), ["no: not-completed"]),
    (9, moved("closed"), ["no: ids-only"]),
    (10, moved("done", field="assignee_add"), ["no: no-followed-field"]),
    (11, {"event": "taskCreated", "history_items": []}, ["no: no-followed-field"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("clickup", payload)) == expected, number


OF_TENANT: list[tuple[int, Any, list[Any]]] = [
    (1, task(), [done("86c", "003A", source="salesforce"), done("86c", "003B", source="salesforce")]),
    (2, task(list={"name": "Sprint 7"}), ["no: entity-not-followed"]),
    (3, task(list=None), ["no: entity-not-followed"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), OF_TENANT, ids=[str(number) for number, *_ in OF_TENANT])
def test_a_tenants_own_fields_stages_and_kinds(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("clickup", payload), MAPPED) == expected, number
