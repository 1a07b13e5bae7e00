"""SurveyMonkey's responses become answers of persons; its webhooks name ids only."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import SourceMap
from tests.support.raw import CONFIG, crm, told

MAPPED = IntakeConfig(
    salt=CONFIG.salt,
    mappings={("surveymonkey", "t"): SourceMap(feedback={"score": "questions.11", "comment": "questions.12"})},
)
PAGES: list[Any] = [
    {"id": "1", "questions": [{"id": "11", "answers": [{"choice_id": "5", "choice_metadata": {"weight": "9"}}]}]},
    {"id": "2", "questions": [{"id": "12", "answers": [{"text": "Calm and on time."}]}]},
]


def response(**more: Any) -> dict[str, Any]:
    return {
        "id": "r1",
        "response_status": "completed",
        "date_modified": "2026-01-01T10:00:00+00:00",
        "email_address": "ann@acme.example",
        "first_name": "Ann",
        "last_name": "Lee",
        "pages": PAGES,
        **more,
    }


PERSON = {"fields": {"email": "ann@acme.example", "first_name": "Ann", "last_name": "Lee"}, "snapshot": True}


def answer(**more: Any) -> dict[str, Any]:
    said = {"response_id": "r1", "scale": "nps", "score": 9.0, "comment": "Calm and on time.", "finished": True, **more}
    return {name: value for name, value in said.items() if value is not None}


CASES: list[tuple[int, Any, list[Any]]] = [
    (1, response(), [PERSON, answer()]),
    (2, response(response_status="partial"), [PERSON, answer(finished=False)]),
    # 3. Variables of the link name the CRM's contact and the project.
    (
        3,
        response(custom_variables={"contact": "t/salesforce/003", "project_id": "p1"}),
        [answer(project_id="p1")],
    ),
    # 4. A question that was skipped, or is of a shape that we do not know.
    (4, response(pages=[]), [PERSON, answer(score=None, comment=None)]),
    (5, response(pages=[None, {"questions": None}, {"questions": [{"id": "11", "answers": [None]}]}]),
     [PERSON, answer(score=None, comment=None)]),
    # 6. A webhook, which has to be followed by reading the response.
    (6, {"name": "W", "event_type": "response_completed", "object_type": "response", "object_id": "r1"},
     ["no: ids-only"]),
    (7, response(email_address=""), ["no: no-contacts"]),
    (8, response(date_modified=None), ["poison: invalid"]),
    (9, response(id=None), ["poison: invalid"]),
]  # fmt: skip


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    said = told(crm("surveymonkey", payload), MAPPED)
    assert [one if isinstance(one, str) else one[2] for one in said] == expected, number
