"""Qualtrics' responses become answers of persons; its events name ids only."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import SourceMap
from tests.support.raw import CONFIG, crm, told

MAPPED = IntakeConfig(
    salt=CONFIG.salt,
    mappings={("qualtrics", "t"): SourceMap(feedback={"score": "values.QID1", "comment": "values.QID2_TEXT"})},
)
VALUES = {
    "recordedDate": "2026-01-01T10:00:00Z",
    "finished": 1,
    "recipientEmail": "ann@acme.example",
    "recipientFirstName": "Ann",
    "recipientLastName": "Lee",
    "QID1": 9,
    "QID2_TEXT": "Calm and on time.",
}


def response(**values: Any) -> dict[str, Any]:
    return {"responseId": "R_1", "values": {**VALUES, **values}}


PERSON = {"fields": {"email": "ann@acme.example", "first_name": "Ann", "last_name": "Lee"}, "snapshot": True}


def answer(**more: Any) -> dict[str, Any]:
    said = {
        "response_id": "R_1",
        "scale": "nps",
        "score": 9.0,
        "comment": "Calm and on time.",
        "finished": True,
        **more,
    }
    return {name: value for name, value in said.items() if value is not None}


CASES: list[tuple[int, Any, list[Any]]] = [
    (1, response(), [PERSON, answer()]),
    # 2. As the API wraps it.
    (2, {"result": response(), "meta": {}}, [PERSON, answer()]),
    # 3. Broken off: it does not count, which its readers decide.
    (3, response(finished=0), [PERSON, answer(finished=False)]),
    (4, response(QID1=None, QID2_TEXT=None), [PERSON, answer(score=None, comment=None)]),
    # 5. Embedded data that name the CRM's contact and the project.
    (5, response(contact="t/salesforce/003", project_id="p1"), [answer(project_id="p1")]),
    # 6. An event, which has to be followed by reading the response.
    (6, {"Topic": "surveyengine.completedResponse.SV_1", "ResponseID": "R_1", "Status": "Complete"}, ["no: ids-only"]),
    (7, response(recipientEmail=None), ["no: no-contacts"]),
    (8, response(recordedDate=None), ["poison: invalid"]),
    (9, {"responseId": "R_1", "values": []}, ["poison: not-an-object"]),
    (10, response(finished="perhaps"), ["poison: invalid"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    said = told(crm("qualtrics", payload), MAPPED)
    assert [one if isinstance(one, str) else one[2] for one in said] == expected, number
