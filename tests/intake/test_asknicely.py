"""AskNicely's webhooks become answers of persons."""

from typing import Any

import pytest

from tests.support.raw import crm, facts_of, told

AT = "1767225600"
PERSON = {"id": "9", "name": "Ann Lee", "email": "Ann@Acme.example"}
ANN = (
    "contact_changed",
    "t/asknicely/9",
    {"fields": {"email": "ann@acme.example", "first_name": "Ann", "last_name": "Lee"}, "snapshot": True},
)


def hook(count: int | None = 1, person: Any = PERSON, **said: Any) -> dict[str, Any]:
    return {"count": count, "person": person, "question": {"id": "r1", "score": "10", "responded": AT, **said}}


def answer(person: str = "t/asknicely/9", **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "feedback_received", person, {"response_id": "r1", "scale": "nps", "score": 10.0, "finished": True, **more}


CASES = [
    # 1. An answer, numbers as text, and before it the survey's record of the person.
    (1, hook(), [ANN, answer()]),
    (2, hook(comment="Love it!"), [ANN, answer(comment="Love it!")]),
    # 3. Custom data that name the CRM's contact and the project.
    (3, hook(contact="t/salesforce/003", project_id="p1"), [answer("t/salesforce/003", project_id="p1")]),
    # 4. Nobody is named, or nothing was asked.
    (4, hook(person={}), ["no: no-contacts"]),
    (5, {"count": 1, "person": PERSON}, ["poison: not-an-object"]),
    (6, hook(responded=None), ["poison: invalid"]),
    (7, hook(responded="soon"), ["poison: invalid"]),
    (8, hook(count=0), ["poison: invalid"]),
    (9, hook(score="a lot"), ["poison: invalid"]),
    # 10. An older account sends no count.
    (10, hook(count=None), [ANN, answer()]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("asknicely", payload)) == expected, number


def test_a_changed_answer_replaces_the_first_one_though_both_have_its_time() -> None:
    first, second = (facts_of(crm("asknicely", hook(count, score=score)))[-1] for count, score in ((1, "10"), (2, "3")))
    assert first.response_id == second.response_id
    assert first.fact_id != second.fact_id
    assert first.observed_at < second.observed_at
