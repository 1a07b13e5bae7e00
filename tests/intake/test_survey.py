"""Surveys with JSON of one's own making become answers of persons."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import SourceMap
from tests.support.raw import CONFIG, crm, facts_of, told

CONTACT = "t/salesforce/003"
SAID = {"response_id": "r1", "scale": "csat", "score": 5, "contact": CONTACT, "answered_at": "2026-01-01T00:00:00Z"}
QUALTRICS = IntakeConfig(
    salt=CONFIG.salt,
    mappings={("survey", "t"): SourceMap(feedback={"score": "QID1", "contact": "embedded.crm_id"}, statuses={})},
)


def answer(**more: Any) -> tuple[str, str, dict[str, Any]]:
    said = {"response_id": "r1", "scale": "csat", "score": 5.0, "finished": True, **more}
    return "feedback_received", CONTACT, {name: value for name, value in said.items() if value is not None}


CASES = [
    # 1. Our names, and a contact of the CRM.
    (1, SAID, [answer()]),
    # 2. Numbers and flags as text, as forms write them.
    (2, {**SAID, "score": "4.5", "finished": "true"}, [answer(score=4.5)]),
    (3, {**SAID, "finished": "False"}, [answer(finished=False)]),
    # 4. Each scale; what is none of them.
    (4, {**SAID, "scale": "CES", "score": 7}, [answer(scale="ces", score=7.0)]),
    (5, {**SAID, "scale": "thumb", "score": 1}, [answer(scale="thumbs", score=1.0)]),
    (6, {**SAID, "scale": "percent"}, ["poison: invalid"]),
    # 7. No scale is a recommendation's; no score leaves the words.
    (7, {**SAID, "scale": None, "score": 10}, [answer(scale="nps", score=10.0)]),
    (8, {**SAID, "score": None, "comment": "Good"}, [answer(score=None, comment="Good")]),
    # 9. Without a time it is the record's.
    (9, {**SAID, "answered_at": None}, [answer()]),
    # 10. A contact without slashes is one of the survey's own.
    (10, {**SAID, "contact": "c5"}, [("feedback_received", "t/survey/c5", answer()[2])]),
    # 11. What cannot be read.
    (11, {**SAID, "score": "NaN"}, ["poison: invalid"]),
    (12, {**SAID, "score": 10**400}, ["poison: invalid"]),
    (13, {**SAID, "score": [5]}, ["poison: invalid"]),
    (14, {**SAID, "finished": "perhaps"}, ["poison: invalid"]),
    (15, {**SAID, "response_id": None}, ["poison: invalid"]),
    (16, {**SAID, "contact": "a/b"}, ["poison: bad-key"]),
    (17, {**SAID, "comment": 5}, ["poison: invalid"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), CASES, ids=[str(number) for number, *_ in CASES])
def test_cases(number: int, payload: Any, expected: list[Any]) -> None:
    assert told(crm("survey", payload)) == expected, number


def test_a_mapping_says_where_the_answers_stand() -> None:
    said = {"response_id": "r1", "scale": "csat", "QID1": "5", "embedded": {"crm_id": CONTACT}}
    assert told(crm("survey", said), QUALTRICS) == [answer()]


def test_an_answer_that_comes_again_has_the_same_id_and_another_one_has_not() -> None:
    first, again, other = (
        facts_of(crm("survey", payload))[0].fact_id for payload in (SAID, {**SAID}, {**SAID, "score": 4})
    )
    assert first == again != other
