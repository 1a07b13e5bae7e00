"""Projects with JSON of one's own making: what has ended, how, and whom it concerns."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import parse_mappings
from movewatch.intake.projects import COMPLETED, OUTCOMES
from tests.support.raw import CONFIG, crm, told

SAID = {"project_id": "p1", "project": "Close", "stage": "Done", "contacts": ["c1"], "changed_at": "2026-01-01"}
CLICKUP = """
[project.t]
completed = ["Live!"]
project = { stage = "task.status.status", project_id = "task.id", project = "task.name" }
"""
MAPPED = IntakeConfig(salt=CONFIG.salt, mappings=parse_mappings(CLICKUP, ["project"]))


def done(**more: Any) -> tuple[str, str, dict[str, Any]]:
    said = {"project_id": "p1", "project": "Close", "outcome": "success", **more}
    return "project_completed", "t/project/c1", said


CASES = [
    # 1. Our names.
    (1, SAID, [done()]),
    (
        2,
        {**SAID, "outcome": "Failed", "result": "x", "account": "t/crm/a1"},
        [done(outcome="failed", result="x", account="t/crm/a1")],
    ),
    # 3. A project without a name has its id's; without a time, the record's.
    (3, {**SAID, "project": None, "changed_at": None}, [done(project="p1")]),
    # 4. Stages on the way, and no stage at all.
    (4, {**SAID, "stage": "In progress"}, ["no: not-completed"]),
    (5, {**SAID, "stage": None}, ["no: not-completed"]),
    # 6. What cannot be read.
    (6, {**SAID, "stage": []}, ["poison: invalid"]),
    (7, {**SAID, "project_id": None}, ["poison: invalid"]),
    (8, {**SAID, "changed_at": "soon"}, ["poison: invalid"]),
    (9, {**SAID, "outcome": []}, ["poison: invalid"]),
    (10, {**SAID, "account": "x/crm/a1"}, ["poison: other-tenant"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("project", payload)) == expected, number


def test_every_stage_and_every_outcome_that_is_understood() -> None:
    for stage in COMPLETED:
        assert told(crm("project", {**SAID, "stage": stage.upper(), "outcome": "done"})) == [done()]
    for word, outcome in OUTCOMES.items():
        assert told(crm("project", {**SAID, "outcome": word.title()})) == [done(outcome=outcome)]


def test_a_tenants_own_stages_stand_in_place_of_the_usual_ones() -> None:
    task = {"id": "p1", "name": "Close", "status": {"status": "live!"}}
    said = {"task": task, "contacts": "c1", "outcome": "done"}
    assert told(crm("project", said), MAPPED) == [done()]
    task["status"] = {"status": "done"}
    assert told(crm("project", said), MAPPED) == ["no: not-completed"]
