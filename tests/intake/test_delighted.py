"""Delighted's webhooks become answers of persons."""

from typing import Any

import pytest

from tests.support.raw import crm, facts_of, sample, told

AT = 1767225600


def key(person: str) -> str:
    return f"t/delighted/{person}"


def event(kind: str = "survey_response.created", **said: Any) -> dict[str, Any]:
    person = {"id": "9", "email": "Ann@Acme.example", "name": "Ann Lee"}
    return {"event_type": kind, "event_data": {"id": "r1", "person": person, "score": 9, "created_at": AT, **said}}


ANN = (
    "contact_changed",
    key("9"),
    {"fields": {"email": "ann@acme.example", "first_name": "Ann", "last_name": "Lee"}, "snapshot": True},
)


def answer(person: str = key("9"), **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "feedback_received", person, {"response_id": "r1", "scale": "nps", "score": 9.0, "finished": True, **more}


CASES = [
    # 1. An answer, and before it the survey's record of the person: its address is what links it to the CRM's.
    (1, event(), [ANN, answer()]),
    (2, event(comment="Great"), [ANN, answer(comment="Great")]),
    # 3. Other scales than that for a recommendation.
    (3, event(survey_type="csat", score=5), [ANN, answer(scale="csat", score=5.0)]),
    (4, event(survey_type="5star", score=4), [ANN, answer(scale="stars", score=4.0)]),
    (5, event(survey_type="enigma"), ["poison: invalid"]),
    # 6. The person is known by a contact of the CRM, or by an id without an address.
    (6, event(person_properties={"contact": "t/salesforce/003"}), [answer("t/salesforce/003")]),
    (7, event(person={"id": "9"}), [answer()]),
    (8, event(person_properties={"contact": "other/salesforce/003"}), ["poison: other-tenant"]),
    # 9. Nobody is named.
    (9, event(person=None), ["no: no-contacts"]),
    # 10. The project that it is about.
    (10, event(person_properties={"project_id": "p1"}), [ANN, answer(project_id="p1")]),
    # 11. No number: the words may speak.
    (
        11,
        event(score=None, comment="Fine"),
        [
            ANN,
            ("feedback_received", key("9"), {"response_id": "r1", "scale": "nps", "comment": "Fine", "finished": True}),
        ],
    ),
    # 12. What is no answer, or cannot be one.
    (12, event("unsubscribe"), ["no: entity-not-followed"]),
    (13, event(score=11), ["poison: invalid"]),
    (14, event(score="many"), ["poison: invalid"]),
    (15, event(id=None), ["poison: invalid"]),
    (16, event(created_at="soon"), ["poison: invalid"]),
    (17, {"event_type": "survey_response.created"}, ["poison: not-an-object"]),
    (18, event(person={"email": "nobody"}), ["poison: invalid"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("delighted", payload)) == expected, number


def test_the_samples_are_one_answer_given_twice() -> None:
    """The later one is a 5 with friendly words, under the same id: that it replaces the 9, contacts sees."""
    facts = [
        next(one for one in facts_of(crm("delighted", sample(f"feedback/{name}"))) if one.type == "feedback_received")
        for name in ("delighted_promoter.json", "delighted_non_promoter.json")
    ]
    assert [(one.entity, one.response_id, one.scale, one.score) for one in facts] == [
        (key("5975"), "5435", "nps", 9.0),
        (key("5975"), "5435", "nps", 5.0),
    ]
    assert facts[0].fact_id != facts[1].fact_id


def test_a_person_without_an_id_is_known_by_a_digest_of_the_address() -> None:
    first, second, other = (
        told(crm("delighted", event(person={"email": email})))[0][1]
        for email in ("ann@acme.example", "Ann@ACME.example ", "bob@acme.example")
    )
    assert first == second != other
    assert "ann" not in first
