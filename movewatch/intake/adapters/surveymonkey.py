"""SurveyMonkey: responses with their details, as its API gives them. Its webhooks name ids only. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from movewatch.intake.fields import Names, moment_of
from movewatch.intake.raw import Raw
from movewatch.intake.refusals import Refusal
from movewatch.intake.respondents import answer_facts
from schemas.facts import Fact

SOURCE: Final = "surveymonkey"

FEEDBACK_FIELDS: Final[Names] = {
    "response_id": "id",
    "email": "email_address",
    "name": "name",
    "contact": "custom_variables.contact",
    "project_id": "custom_variables.project_id",
    "score": "score",
    "comment": "comment",
    "finished": "finished",
}
"""Each survey numbers its questions by itself: a mapping says where ``score`` and ``comment`` stand, by the question's
id (``questions.144832``)."""


def read(raw: Raw) -> tuple[Fact, ...]:
    """The answer of a response, with the person who gave it. One that is not completed does not count.

    Raises:
        Refusal: a webhook without its response, or a response that names nobody.
        ValidationError: a score out of range, a comment that is no text.
    """
    payload = raw.json_object()
    if "pages" not in payload:
        raise Refusal("ids-only", saw=(str(payload.get("event_type", ""))[:100],))
    name = " ".join(str(payload[part]) for part in ("first_name", "last_name") if payload.get(part))
    said = {
        **payload,
        "name": name,
        "questions": dict(_answers(payload["pages"])),
        "finished": payload.get("response_status") == "completed",
    }
    at = moment_of(payload.get("date_modified") or payload.get("date_created"), "date_modified")
    return answer_facts(raw, SOURCE, said, FEEDBACK_FIELDS, at)


def _answers(pages: object) -> Iterator[tuple[str, Any]]:
    """Each question's first answer, by the question's id: the weight of a choice, or a text."""
    for page in pages if isinstance(pages, list) else ():
        questions = page.get("questions") if isinstance(page, dict) else None
        for question in questions if isinstance(questions, list) else ():
            answers = question.get("answers") if isinstance(question, dict) else None
            if isinstance(answers, list) and answers and isinstance(answers[0], dict):
                yield str(question.get("id")), _value(answers[0])


def _value(answer: Mapping[str, Any]) -> Any:
    choice = answer.get("choice_metadata")
    return choice.get("weight") if isinstance(choice, dict) else answer.get("text")
