"""monday.com's items that stand for a project become its end, each by itself; events name ids only."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import parse_mappings
from tests.support.raw import CONFIG, crm, told

MAPPED = IntakeConfig(
    salt=CONFIG.salt,
    mappings=parse_mappings(
        """
        [monday."*"]
        kinds = ["Delivery"]
        completed = ["shipped"]
        [monday."*".project]
        stage = "columns.status_1"
        """,
        ["monday"],
    ),
)
COLUMNS = [{"id": "status", "text": "Done"}, {"id": "status_1", "text": "Shipped"}, {"id": "contacts", "text": "c1"}]
USUAL = {"id": "7", "name": "Close", "updated_at": "2026-01-01T10:00:00Z", "board": {"name": "Delivery"}}


def items(*changes: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"items": [{**USUAL, "column_values": COLUMNS, **change} for change in changes]}}


def done(
    project: str, contact: str, outcome: str = "success", source: str = "monday"
) -> tuple[str, str, dict[str, Any]]:
    return "project_completed", f"t/{source}/{contact}", {"project_id": project, "project": "Close", "outcome": outcome}


CASES: list[tuple[int, Any, list[Any]]] = [
    (1, items({}), [done("7", "c1")]),
    (
        2,
        items({}, {"id": "8", "column_values": [{"id": "status", "text": "Working on it"}]}),
        [done("7", "c1"), "no: not-completed"],
    ),
    (3, items({"updated_at": None}), ["poison: invalid"]),
    (4, {"event": {"type": "update_column_value", "pulseId": 7}}, ["no: ids-only"]),
    (5, {"data": {"items": []}}, ["poison: no-value"]),
    (6, items({"column_values": None}), ["no: not-completed"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("monday", payload)) == expected, number


OF_TENANT: list[tuple[int, Any, list[Any]]] = [
    (1, items({}), [done("7", "c1", "unknown")]),
    (2, items({"board": {"name": "Hiring"}}), ["no: entity-not-followed"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), OF_TENANT, ids=[str(number) for number, *_ in OF_TENANT])
def test_a_tenants_own_fields_stages_and_kinds(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("monday", payload), MAPPED) == expected, number
