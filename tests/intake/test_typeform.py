"""Typeform's webhooks become answers of persons."""

from typing import Any

import pytest

from tests.support.raw import crm, told

ANN = ("contact_changed", {"fields": {"email": "ann@acme.example"}, "snapshot": True})


def form(*answers: dict[str, Any], hidden: Any = None, **more: Any) -> dict[str, Any]:
    said = {"token": "r1", "submitted_at": "2026-01-01T00:00:00Z", "hidden": hidden, "answers": list(answers)}
    return {"event_type": "form_response", "event_id": "e", "form_response": {**said, **more}}


def number(kind: str, value: Any) -> dict[str, Any]:
    return {"type": "number", "number": value, "field": {"id": "f", "type": kind}}


def text(value: str) -> dict[str, Any]:
    return {"type": "text", "text": value, "field": {"id": "g", "type": "long_text"}}


EMAIL = {"type": "email", "email": "ann@acme.example", "field": {"id": "h", "type": "email"}}
HIDDEN = {"email": "ann@acme.example"}


def answer(scale: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "feedback_received", {"response_id": "r1", "scale": scale, "finished": True, **more}


CASES = [
    # 1. The team has a 9 on a scale of the form's own, and the question for a recommendation a 6: a detractor.
    (1, form(number("opinion_scale", 9), number("nps", 6), EMAIL), [ANN, answer("nps", score=6.0)]),
    # 2. Stars, where nobody is asked for a recommendation.
    (2, form(number("opinion_scale", 9), number("rating", 5), EMAIL), [ANN, answer("stars", score=5.0)]),
    # 3. A scale that only its maker knows is no score; the words may speak.
    (3, form(number("opinion_scale", 9), text("Well done"), EMAIL), [ANN, answer("none", comment="Well done")]),
    # 4. The address of a hidden field; the form's own answer counts more.
    (4, form(number("nps", 9), hidden=HIDDEN), [ANN, answer("nps", score=9.0)]),
    (5, form(number("nps", 9), EMAIL, hidden={"email": "x@y.example"}), [ANN, answer("nps", score=9.0)]),
    # 6. A contact of the CRM, and a project.
    (
        6,
        form(number("nps", 9), hidden={"contact": "t/salesforce/003", "project_id": "p1"}),
        [answer("nps", score=9.0, project_id="p1")],
    ),
    # 7. Nobody is named; nothing is answered.
    (7, form(number("nps", 9)), ["no: no-contacts"]),
    (8, form(EMAIL), [ANN, answer("none")]),
    # 9. What is none of Typeform's.
    (9, {"event_type": "form_deleted"}, ["no: entity-not-followed"]),
    (10, {"event_type": "form_response"}, ["poison: not-an-object"]),
    (11, form(number("nps", 11), EMAIL), ["poison: invalid"]),
    (12, form(number("nps", 9), EMAIL, submitted_at="soon"), ["poison: invalid"]),
    (13, form(number("nps", 9), EMAIL, token=None), ["poison: invalid"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    said = [one if isinstance(one, str) else (one[0], one[2]) for one in told(crm("typeform", payload))]
    assert said == expected, number
