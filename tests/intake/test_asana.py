"""Asana's projects, and tasks that stand for one, become their end; events name ids only."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import parse_mappings
from tests.support.raw import CONFIG, crm, told

MAPPED = IntakeConfig(
    salt=CONFIG.salt, mappings=parse_mappings('[asana."*"]\nkinds = ["project", "milestone"]', ["asana"])
)


def payload(**more: Any) -> dict[str, Any]:
    fields = [{"name": "contacts", "display_value": "c1"}]
    done = {"completed": True, "completed_at": "2026-01-01T10:00:00Z", "custom_fields": fields}
    return {"data": {"gid": "12", "name": "Close", "resource_type": "project", **done, **more}}


def done(
    project: str, contact: str, outcome: str = "success", source: str = "asana"
) -> tuple[str, str, dict[str, Any]]:
    return "project_completed", f"t/{source}/{contact}", {"project_id": project, "project": "Close", "outcome": outcome}


CASES: list[tuple[int, Any, list[Any]]] = [
    (1, payload(), [done("12", "c1", "unknown")]),
    (2, payload(completed=False), ["no: not-completed"]),
    # 3. No tasks, unless the tenant says so.
    (3, payload(resource_type="task", resource_subtype="default_task"), ["no: entity-not-followed"]),
    (4, payload(completed_at=None), ["poison: invalid"]),
    (5, payload(custom_fields=[]), ["no: no-contacts"]),
    (6, {"events": [{"action": "changed", "resource": {"gid": "12"}}]}, ["no: ids-only"]),
    (7, {"data": []}, ["poison: not-an-object"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("asana", payload)) == expected, number


OF_TENANT: list[tuple[int, Any, list[Any]]] = [
    (1, payload(resource_type="task", resource_subtype="milestone"), [done("12", "c1", "unknown")]),
    (2, payload(), [done("12", "c1", "unknown")]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), OF_TENANT, ids=[str(number) for number, *_ in OF_TENANT])
def test_a_tenants_own_fields_stages_and_kinds(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("asana", payload), MAPPED) == expected, number
